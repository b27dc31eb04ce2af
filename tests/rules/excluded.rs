//! The appraisals that terms exclude, counted by reason.

use std::collections::BTreeMap;

use covalue::record::{Role, SourceKind};
use covalue::statement::Exclusions;
use covalue::{
    Appraisal, By, Catalogue, Interaction, Ledger, Measure, Month, Service, Statement, Tally, Terms, Void, date,
};
use proptest::prelude::*;

use crate::support::case::{Case, Scale};
use crate::support::compare::record;
use crate::support::generate::{ledger, plain};
use crate::support::generate_terms::{KEYS, filters, terms};
use crate::support::oracle;
use crate::support::plain_terms::PlainTerms;

/// The counts above zero, by reason.
fn reasons(excluded: &Exclusions) -> BTreeMap<String, u64> {
    let roles = Role::ALL.iter().map(|&role| (role.to_string(), excluded.role_count(role)));
    let sources = SourceKind::ALL.iter().map(|&kind| (kind.to_string(), excluded.source_count(kind)));
    let others = [
        ("follow_up", excluded.follow_up_count()),
        ("replaced", excluded.replaced_count()),
        ("period", excluded.period_count()),
        ("straddling", excluded.straddling_count()),
        ("only", excluded.only_count()),
    ];
    let others = others.map(|(reason, count)| (reason.to_owned(), count));
    roles.chain(sources).chain(others).filter(|(_, count)| *count > 0).collect()
}

#[track_caller]
fn agrees_with_the_second_implementation(case: &Case, terms: &PlainTerms) {
    let recorded = record::<f64>(case, Scale::Eighths);
    let excluded = recorded.ledger.statement(Terms::from(terms)).unwrap().excluded();
    let expected = oracle::excluded(case, &recorded.accepted, terms);
    assert_eq!(reasons(&excluded), expected);
    let all: u64 = expected.values().sum();
    assert_eq!(excluded.len() + excluded.replaced_count(), all);
    assert_eq!(excluded.is_empty(), expected.keys().all(|reason| reason == "replaced"));
    let written: u64 =
        excluded.to_csv().lines().skip(1).map(|row| row.split(',').nth(2).unwrap().parse::<u64>().unwrap()).sum();
    assert_eq!(written, all);
}

proptest! {
    /// Each appraisal that stands is counted, left out, or excluded for exactly one reason.
    #[test]
    fn excluded_appraisals_are_those_of_the_second_implementation(case in ledger(), terms in terms(), filters in filters(&KEYS)) {
        agrees_with_the_second_implementation(&case, &PlainTerms { filters, ..terms });
    }

    /// The same where runs of interactions are read as slices.
    #[test]
    fn excluded_appraisals_of_plain_runs_agree(case in plain(), terms in terms(), filters in filters(&KEYS)) {
        agrees_with_the_second_implementation(&case, &PlainTerms { filters, ..terms });
    }
}

fn catalogue() -> Catalogue {
    Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")]).unwrap()
}

/// Ana answers twice, an instrument observes Ben, a proxy answers for Cai, and the clinic states a change of its own.
fn visits() -> Vec<Interaction> {
    let visit = |user: &str, month| Interaction::between(user, "physio", date(2026, month, 2)).id(user);
    let pain = || Appraisal::of("pain").before(6.0).after(4.0);
    vec![
        visit("ana", 3).appraisal(pain()).appraisal(pain().follow_up(2).made(date(2026, 6, 1))),
        visit("ben", 3).appraisal(pain().observed("scale")),
        visit("cai", 4).appraisal(pain().by_proxy("eve")),
        visit("dee", 4).appraisal(pain().beneficiary("clinic")).appraisal(pain()),
    ]
}

fn books() -> Ledger {
    let mut ledger = Ledger::new(&catalogue());
    ledger.record_all(visits()).unwrap();
    ledger
}

#[test]
fn a_table_says_what_its_terms_exclude() {
    let line = |terms: Terms| {
        let table = books().statement(terms).unwrap().to_string();
        table.lines().nth(1).unwrap().to_owned()
    };
    assert_eq!(line(By::Service.into()), "excluded: 1 appraisal of providers, 1 by proxy, 1 by instrument");
    assert_eq!(
        line(Terms::by(By::Service).follow_up(2)),
        "excluded: 1 appraisal of providers, 1 by proxy, 1 by instrument, 2 of other follow-ups"
    );
    let april = Terms::by(By::Service).period(date(2026, 4, 1)..);
    let april = april.including(Role::Provider).including(SourceKind::Proxy).including(SourceKind::Observed);
    assert_eq!(line(april.clone()), "excluded: 2 appraisals outside the period");
    let of_cai = april.only(By::User, "cai");
    assert_eq!(line(of_cai), "excluded: 2 appraisals outside the period, 2 without the values asked for");
    let all = Terms::by(By::Service).including(Role::Provider).including(SourceKind::Proxy);
    let all = books().statement(all.including(SourceKind::Observed)).unwrap();
    assert!(!all.to_string().contains("excluded") && all.excluded().replaced_count() == 1);
    assert_eq!(all.excluded().to_string(), "no appraisal");
}

#[test]
fn an_empty_table_says_why_it_is_empty() {
    let terms = Terms::by(By::year_starting(Month::April)).follow_up(3);
    let empty = books().statement(terms).unwrap();
    assert_eq!(
        empty.to_string(),
        "change from before; users' own appraisals; follow-up 3; 0 users\n\
         excluded: 1 appraisal of providers, 1 by proxy, 1 by instrument, 3 of other follow-ups\n\
         nothing is counted\n",
    );
    assert_eq!(
        empty.excluded().to_json(),
        "{\"terms\":{\"by\":[\"year.04\"],\"baseline\":\"before\",\"logic\":\"service-dominant\",\"including\":[],\
         \"follow_up\":\"3\",\"as_of\":null},\n \"entries\":[\n \
         {\"reason\":\"role\",\"value\":\"provider\",\"appraisals\":1},\n \
         {\"reason\":\"source\",\"value\":\"proxy\",\"appraisals\":1},\n \
         {\"reason\":\"source\",\"value\":\"observed\",\"appraisals\":1},\n \
         {\"reason\":\"follow_up\",\"value\":null,\"appraisals\":3}]}",
    );
    let none = Statement::<f64>::empty().excluded();
    assert_eq!((none.len(), none.to_json().as_str()), (0, "{\"terms\":null,\n \"entries\":[]}"));
}

/// Neither a void interaction nor an entry that was not known by the day is in the books, so no term excludes it (R19).
#[test]
fn r19_later_entries_change_no_count_of_excluded_appraisals() {
    let mut ledger = books();
    let may = || Terms::by(By::Service).as_of(date(2026, 5, 31));
    let before = ledger.statement(may()).unwrap();
    assert_eq!((before.excluded().len(), before.excluded().replaced_count()), (3, 0));
    ledger
        .appraise("cai", Appraisal::of("pain").before(5.0).after(4.0).by_proxy("eve").known(date(2026, 7, 1)))
        .unwrap();
    ledger.void("ben", Void::because("another file").known(date(2026, 7, 1))).unwrap();
    assert_eq!(ledger.statement(may()).unwrap(), before);
    let now = ledger.statement(By::Service).unwrap().excluded();
    // A new version is the same appraisal, and Ben's is void.
    assert_eq!((now.len(), now.source_count(SourceKind::Proxy), now.replaced_count()), (2, 1, 1));
}

#[test]
fn r12_excluded_appraisals_of_parts_and_tallies_add_up() {
    let whole = books().statement(By::Service).unwrap();
    let (mut tally, mut merged) = (Tally::new(&catalogue(), By::Service).unwrap(), Statement::empty());
    for visit in visits() {
        let mut part = Ledger::part(&catalogue(), visit.get_id().unwrap());
        part.record(visit.clone()).unwrap();
        merged = merged.merge(part.statement(By::Service).unwrap()).unwrap();
        tally.record(visit).unwrap();
    }
    assert_eq!((&merged, &tally.statement()), (&whole, &whole));
    let stored = serde_json::to_string(&whole).unwrap();
    assert_eq!(serde_json::from_str::<Statement>(&stored).unwrap().excluded(), whole.excluded());
    // A state that excludes what its terms include could not have been written.
    let forged = stored.replace("\"excluded\":[0,1", "\"excluded\":[1,1");
    assert_ne!(forged, stored);
    let refused = serde_json::from_str::<Statement>(&forged).unwrap_err().to_string();
    assert!(refused.contains("it excludes appraisals that its terms include"), "{refused}");
}
