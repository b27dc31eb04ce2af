//! A statement and analyses under filters, beside the same without: a filter reads one more column.
//!
//! `cargo bench -p covalue-benches --bench filters` measures; `-- --test` runs everything once; `-- --ratios` prints
//! ratios; `-- --ratios filter/risk 1M` prints those of one subject and size.

use covalue::risk::RiskTerms;
use covalue::{By, Cooperation, Terms};
use covalue_benches::contest::{Contest, Host, Runner, read};
use covalue_benches::rows::{engaged_ledger, rows};

/// A statement or an analysis under terms.
type Make<'a> = Box<dyn Fn(&'a Terms) -> Runner<'a> + 'a>;

fn main() {
    let mut host = Host::from_arguments();
    let sizes: &[(usize, &str)] =
        if Host::only_tests() { &[(10_000, "10k")] } else { &[(10_000, "10k"), (100_000, "100k"), (1_000_000, "1M")] };
    for &(count, size) in sizes {
        if !host.wants_size(size) {
            continue;
        }
        let mut rows = rows(count);
        let ledger = &engaged_ledger(&rows);
        rows.sort_by_key(|row| row.on);
        let all = Terms::by(By::Service);
        let every = |word: &By, step: usize| {
            let values = ledger.values(word);
            let kept: Vec<&str> = values.iter().step_by(step).map(String::as_str).collect();
            all.clone().only(word.clone(), &kept[..])
        };
        let (service, district) = (By::Service, By::with("district"));
        // Half of the rows, and all of them, which shows what a filter costs that drops nothing.
        let filters = &[
            ("half_of_days", all.clone().period(..rows[count / 2].on)),
            ("half_of_services", every(&service, 2)),
            ("half_of_districts", every(&district, 2)),
            ("all_days", all.clone().period(..=rows[count - 1].on)),
            ("all_services", every(&service, 1)),
            ("all_districts", every(&district, 1)),
        ];
        let all = &all;
        let subjects: [(&str, Make<'_>); 7] = [
            ("statement", Box::new(|terms| read(move || ledger.statement(terms).expect("sound terms")))),
            ("attribution", Box::new(|terms| read(move || ledger.attribution_of(terms, Cooperation).expect("sound")))),
            ("relations", Box::new(|terms| read(move || ledger.relations(terms).expect("sound terms")))),
            ("engagement", Box::new(|terms| read(move || ledger.engagement(terms).expect("sound terms")))),
            ("drivers", Box::new(|terms| read(move || ledger.drivers(terms, "district").expect("sound terms")))),
            (
                "engagement_drivers",
                Box::new(|terms| read(move || ledger.engagement_drivers(terms, "district").expect("sound terms"))),
            ),
            ("risk", Box::new(|terms| read(move || ledger.risk(RiskTerms::of(terms)).expect("sound terms")))),
        ];
        for (name, make) in &subjects {
            for (of, terms) in filters {
                let subject = &format!("filter/{name}_{of}");
                if host.wants(subject) {
                    let runners = vec![("filtered", make(terms)), ("all", make(all))];
                    host.hold(&Contest { subject, size, count, runners });
                }
            }
        }
    }
    host.finish();
}
