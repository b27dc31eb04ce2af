//! Analyses, each beside the statement of the same ledger and lines.
//!
//! `cargo bench -p covalue-benches --bench analyses` measures; `-- --test` runs everything once; `-- --ratios` prints
//! ratios; `-- --ratios analysis/risk 1M` prints those of one subject and size.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "benches may round")]

use covalue::attribution::{Equal, Proportional};
use covalue::risk::RiskTerms;
use covalue::{Appraisal, By, Catalogue, Cooperation, Interaction, Ledger, Measure, Service, Statement, Terms};
use covalue_benches::contest::{Contest, Host, Runner, read};
use covalue_benches::rows::{Row, SERVICES, engaged_ledger, rows};

/// There are twenty providers and twenty measures, and in one interaction of four a relative is a party too.
fn mixed_ledger(rows: &[Row]) -> Ledger {
    let measures = (0..20).map(|number| Measure::higher_is_better(format!("level-{number:02}"), "points"));
    let service = |service: u32| Service::new(format!("service-{service:03}"), format!("provider-{:02}", service % 20));
    let catalogue = Catalogue::new(measures, (0..SERVICES).map(service)).expect("a sound catalogue");
    let interaction = |row: &Row| {
        let service = format!("service-{:03}", row.service);
        let level = Appraisal::of(format!("level-{:02}", row.user % 20)).before(row.before).after(row.after);
        let used = Interaction::between(format!("user-{:06}", row.user), service, row.on).id(&row.id).appraisal(level);
        if (row.user / 20).is_multiple_of(4) { used.other(format!("relative-{:06}", row.user)) } else { used }
    };
    let mut ledger = Ledger::new(&catalogue);
    ledger.record_all(rows.iter().map(interaction)).expect("ids differ");
    ledger
}

/// Each interaction has an appraisal of two measures.
fn ledger_of_two(rows: &[Row]) -> Ledger {
    let measures = ["function", "health"].map(|measure| Measure::higher_is_better(measure, "points"));
    let service = |service: u32| Service::new(format!("service-{service:03}"), "provider");
    let catalogue = Catalogue::new(measures, (0..SERVICES).map(service)).expect("a sound catalogue");
    let interaction = |row: &Row| {
        let used = Interaction::between(format!("user-{:06}", row.user), format!("service-{:03}", row.service), row.on);
        let used = used.id(&row.id).appraisal(Appraisal::of("function").before(row.before).after(row.after));
        used.appraisal(Appraisal::of("health").change(f64::from(row.user % 3) - 1.0))
    };
    let mut ledger = Ledger::new(&catalogue);
    ledger.record_all(rows.iter().map(interaction)).expect("ids differ");
    ledger
}

/// An analysis: its name, the terms of the statement beside it, and its runner.
type Subject<'a> = (&'a str, &'a Terms, Runner<'a>);

fn main() {
    let mut host = Host::from_arguments();
    let sizes: &[(usize, &str)] =
        if Host::only_tests() { &[(10_000, "10k")] } else { &[(10_000, "10k"), (100_000, "100k"), (1_000_000, "1M")] };
    for &(count, size) in sizes {
        if !host.wants_size(size) {
            continue;
        }
        let rows = rows(count);
        let ledger = &engaged_ledger(&rows);
        let statement = |terms: &Terms| -> Statement { ledger.statement(terms).expect("sound terms") };
        let by_service = &Terms::default();
        let by_quarter = &Terms::by(By::Service.and(By::Quarter));
        let by_user = &Terms::by(By::User);
        let by_district = &Terms::by(By::with("district"));
        let by_pair = &Terms::by(By::Service.and(By::User));
        let subjects: Vec<Subject<'_>> = vec![
            ("analysis/attribution_equal", by_service, read(|| ledger.attribution(Equal).expect("read"))),
            (
                "analysis/attribution_equal_by_quarter",
                by_quarter,
                read(|| ledger.attribution_of(by_quarter, Equal).expect("read")),
            ),
            (
                "analysis/attribution_equal_by_user",
                by_user,
                read(|| ledger.attribution_of(by_user, Equal).expect("read")),
            ),
            ("analysis/attribution_proportional", by_service, read(|| ledger.attribution(Proportional).expect("read"))),
            ("analysis/attribution_cooperation", by_service, read(|| ledger.attribution(Cooperation).expect("read"))),
            ("analysis/relations", by_service, read(|| ledger.relations(by_service).expect("read"))),
            ("analysis/engagement", by_quarter, read(|| ledger.engagement(by_quarter).expect("read"))),
            ("analysis/reach", by_quarter, read(|| ledger.reach(by_quarter).expect("read"))),
            ("analysis/drivers", by_district, read(|| ledger.drivers(by_service, "district").expect("read"))),
            (
                "analysis/engagement_drivers",
                by_district,
                read(|| ledger.engagement_drivers(by_service, "district").expect("read")),
            ),
            (
                "analysis/disclosed_statement",
                by_service,
                read(|| ledger.publish(10).statement(by_service).expect("disclosed")),
            ),
            ("analysis/risk", by_service, read(|| ledger.risk(RiskTerms::of(by_service)).expect("read"))),
        ];
        for (subject, terms, analysis) in subjects {
            if host.wants(subject) {
                let mut runners = vec![("read", analysis), ("statement", read(move || statement(terms)))];
                if subject.starts_with("analysis/attribution") {
                    // The analysis has a relation for each service and user, so the statement beside it has these lines.
                    runners.push(("statement_by_service_and_user", read(move || statement(by_pair))));
                }
                host.hold(&Contest { subject, size, count, runners });
            }
        }
        let subject = "analysis/attribution_equal_mixed";
        if host.wants(subject) {
            let mixed = mixed_ledger(&rows);
            let analysis = read(|| mixed.attribution(Equal).expect("read"));
            let stated = read(|| mixed.statement(by_service).expect("sound terms"));
            host.hold(&Contest { subject, size, count, runners: vec![("read", analysis), ("statement", stated)] });
        }
        let subject = "analysis/cross";
        if host.wants(subject) {
            let two = ledger_of_two(&rows);
            let analysis = read(|| two.cross(by_service, "function", "health").expect("read"));
            let stated = read(|| two.statement(by_service).expect("sound terms"));
            host.hold(&Contest { subject, size, count, runners: vec![("read", analysis), ("statement", stated)] });
        }
    }
    host.finish();
}
