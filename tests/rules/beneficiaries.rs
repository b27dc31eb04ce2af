//! Distinct beneficiaries of a cell.

use std::collections::{BTreeMap, BTreeSet};

use covalue::statement::Classification;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Statement, Tally, Terms, User, date};
use proptest::prelude::*;

use crate::support::case::Scale;
use crate::support::compare::record;
use crate::support::generate::ledger;
use crate::support::generate_terms::terms;

proptest! {
    /// The beneficiaries of a cell are those of its counted entries, and counting them changes no other figure.
    #[test]
    fn r20_beneficiaries_are_those_of_the_entries(case in ledger(), terms in terms()) {
        let ledger = record::<f64>(&case, Scale::Eighths).ledger;
        let terms = Terms::from(&terms);
        let (without, with) = (ledger.statement(&terms).unwrap(), ledger.statement(terms.clone().counting_beneficiaries()).unwrap());
        prop_assert_eq!(with.len(), without.len());
        let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (cell, plain) in with.cells().zip(without.cells()) {
            let trace = with.trace(&ledger, cell.line(), cell.measure()).unwrap();
            let counted = trace.entries().filter(|entry| entry.counts_as() != Classification::LeftOut);
            let people: BTreeSet<String> = counted.map(|entry| entry.beneficiary().to_string()).collect();
            prop_assert_eq!(cell.beneficiary_count(), Some(people.len() as u64));
            prop_assert_eq!(plain.beneficiary_count(), None);
            prop_assert_eq!((cell.net().ok(), cell.appraisal_count()), (plain.net().ok(), plain.appraisal_count()));
            all.entry(cell.measure().to_string()).or_default().extend(people);
        }
        for (measure, people) in all {
            // A person on several lines counts once in the total.
            if let Ok(total) = with.total(&measure) {
                prop_assert_eq!(total.beneficiary_count(), Some(people.len() as u64));
            }
        }
        let stored = serde_json::to_string(&with).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Statement>(&stored).unwrap(), &with);
    }
}

fn catalogue() -> Catalogue {
    Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")]).unwrap()
}

/// Ana is seen in both parts and districts, Ben in one, and Cai has no level after.
fn visits(part: &str) -> Vec<Interaction> {
    let visit = |user: &str, district: &str, number: u32| {
        let user = User::new(user).with("district", district);
        Interaction::between(user, "physio", date(2026, 3, 2)).id(format!("{part}{number}"))
    };
    let pain = || Appraisal::of("pain").before(6.0);
    let mut visits =
        vec![visit("ana", "north", 1).appraisal(pain().after(4.0)), visit("cai", "north", 2).appraisal(pain())];
    if part == "b" {
        visits.push(visit("ben", "north", 3).appraisal(pain().after(7.0)));
        visits.push(visit("ana", "south", 4).appraisal(pain().after(5.0)));
    }
    visits
}

fn by_district() -> Terms {
    Terms::by(By::with("district")).counting_beneficiaries()
}

#[test]
fn r12_beneficiaries_of_parts_count_once() {
    let part = |name: &str| {
        let mut ledger = Ledger::part(&catalogue(), name);
        ledger.record_all(visits(name)).unwrap();
        ledger
    };
    let merged =
        part("a").statement(by_district()).unwrap().merge(part("b").statement(by_district()).unwrap()).unwrap();
    let mut whole = Ledger::new(&catalogue());
    whole.record_all(visits("a").into_iter().chain(visits("b"))).unwrap();
    let whole = whole.statement(by_district()).unwrap();
    assert_eq!(merged, whole);
    let count = |line: &str| whole.cell(line, "pain").unwrap().beneficiary_count();
    assert_eq!(
        (count("north"), count("south"), whole.total("pain").unwrap().beneficiary_count()),
        (Some(2), Some(1), Some(2))
    );
    let mut tally = Tally::new(&catalogue(), by_district()).unwrap();
    tally.record_all(visits("a")).unwrap();
    assert_eq!(tally.statement().cell("north", "pain").unwrap().beneficiary_count(), Some(1));
    let refused = part("a").statement(by_district()).unwrap().merge(part("b").statement(By::with("district")).unwrap());
    assert_eq!(
        refused.unwrap_err().to_string(),
        "R17: the terms differ: by `with.district`, change from before, users' own appraisals, counting beneficiaries, and \
         by `with.district`, change from before, users' own appraisals",
    );
}

#[test]
fn beneficiaries_are_written_where_they_are_counted() {
    let mut ledger = Ledger::new(&catalogue());
    ledger.record_all(visits("b")).unwrap();
    let statement = ledger.statement(by_district()).unwrap();
    let table = statement.to_string();
    assert!(table.contains("district  measure  unit    users  appraisals  "), "{table}");
    assert!(table.contains("north          pain     points      2           2  "), "{table}");
    let json = statement.to_json().unwrap();
    assert!(
        json.contains(r#""as_of":null,"counting_beneficiaries":true}"#)
            && json.contains(r#""missing":0,"beneficiaries":2}"#)
    );
    let csv = statement.to_csv().unwrap();
    assert!(csv.lines().next().unwrap().contains(",missing,beneficiaries,baseline,"), "{csv}");
    // A state whose cells have other people could not have been written.
    let mut state = serde_json::to_value(&statement).unwrap();
    state["beneficiaries"][0] = serde_json::json!("");
    let refused = serde_json::from_value::<Statement>(state).unwrap_err().to_string();
    assert!(refused.contains("the beneficiaries of a cell contradict its counts"), "{refused}");
    // Hashes of ids can be guessed, so a log has the number only.
    let shown = format!("{:?}", statement.cell("north", "pain").unwrap());
    assert!(shown.contains("People(2)"), "{shown}");
}
