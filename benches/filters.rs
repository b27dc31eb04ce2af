//! A statement and analyses under filters, beside the same without: a filter reads one more column.
//!
//! `cargo bench -p covalue-benches --bench filters` measures; `-- --test` runs everything once; `-- --ratios` prints
//! ratios; `-- --ratios filter/risk 1M` prints those of one subject and size.

use covalue::risk::RiskTerms;
use covalue::{By, Terms};
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
        let half_of = |word: &By| {
            let values = ledger.values(word);
            let kept: Vec<&str> = values.iter().step_by(2).map(String::as_str).collect();
            all.clone().only(word.clone(), &kept[..])
        };
        let days = all.clone().period(..rows[count / 2].on);
        let (services, districts) = (half_of(&By::Service), half_of(&By::with("district")));
        let (all, filters) = (&all, &[("days", days), ("services", services), ("districts", districts)]);
        let subjects: [(&str, Make<'_>); 5] = [
            ("statement", Box::new(|terms| read(move || ledger.statement(terms).expect("sound terms")))),
            ("relations", Box::new(|terms| read(move || ledger.relations(terms).expect("sound terms")))),
            ("engagement", Box::new(|terms| read(move || ledger.engagement(terms).expect("sound terms")))),
            ("drivers", Box::new(|terms| read(move || ledger.drivers(terms, "district").expect("sound terms")))),
            ("risk", Box::new(|terms| read(move || ledger.risk(RiskTerms::of(terms)).expect("sound terms")))),
        ];
        for (name, make) in &subjects {
            for (of, terms) in filters {
                let subject = &format!("filter/{name}_half_of_{of}");
                if host.wants(subject) {
                    let runners = vec![("filtered", make(terms)), ("all", make(all))];
                    host.hold(&Contest { subject, size, count, runners });
                }
            }
        }
    }
    host.finish();
}
