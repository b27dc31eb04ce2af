//! The statement of a tally equals that of a ledger with the same interactions, bit for bit.

use covalue::number::Number;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Misuse, Service, Statement, Tally, Terms, date};
use num_rational::BigRational;
use proptest::prelude::*;

use crate::support::case::{Case, Entry, Scale};
use crate::support::compare::record;
use crate::support::exhaustive;
use crate::support::figures::bits;
use crate::support::figures::{in_both_kinds, statement_of};
use crate::support::generate::{cases, stream};
use crate::support::generate_terms::terms;
use crate::support::plain_terms::{Key, PlainTerms};

fn whole<N: Number>(case: &Case, scale: Scale) -> Vec<Interaction<N>> {
    let recorded = record::<N>(case, scale);
    let entries = case.entries.iter().zip(&recorded.accepted).filter(|(_, accepted)| **accepted);
    entries
        .filter_map(|(entry, _)| match entry {
            Entry::Interaction(row) => Some(row.build(scale)),
            _ => None,
        })
        .collect()
}

#[track_caller]
fn a_tally_equals_a_ledger<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms, split: usize) {
    let plain = PlainTerms { as_of: None, ..terms.clone() };
    let terms = Terms::from(&plain);
    let catalogue = case.catalogue::<N>(scale);
    let interactions = whole(case, scale);
    let expected = statement_of(&record(case, scale).ledger, &plain);
    let same = |statement: &Statement<N>, how: &str| {
        assert!(*statement == expected && bits(statement) == bits(&expected), "{how}, {plain:?}");
    };
    let mut one_by_one = Tally::new(&catalogue, &terms).expect("valid terms");
    for (number, interaction) in interactions.iter().enumerate() {
        one_by_one.record(interaction.clone()).expect("a ledger accepted it");
        if number == split {
            // Reading a statement in between changes nothing.
            one_by_one.statement();
        }
    }
    same(&one_by_one.statement(), "one by one");
    same(&one_by_one.statement(), "one by one, read again");
    let mut at_once = Tally::new(&catalogue, &terms).expect("valid terms");
    assert_eq!(at_once.record_all(interactions.iter().rev().cloned()), Ok(interactions.len()));
    same(&at_once.statement(), "at once");
    // A tally of some interactions merges with a ledger of the others.
    let (first, rest) = interactions.split_at(split.min(interactions.len()));
    let mut tally = Tally::part(&catalogue, "some", &terms).expect("valid terms");
    tally.record_all(first.iter().cloned()).expect("a ledger accepted them");
    let mut ledger = Ledger::part(&catalogue, "rest");
    ledger.record_all(rest.iter().cloned()).expect("a ledger accepted them");
    let merged = ledger.statement(&terms).expect("valid terms").merge(tally.statement()).expect("disjoint parts");
    same(&merged, "in parts");
    assert_eq!(merged.parts().collect::<Vec<_>>(), ["rest", "some"]);
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn r12_a_tally_equals_the_statement_of_a_ledger(case in stream(), terms in terms(), split in 0..8_usize) {
        in_both_kinds!(a_tally_equals_a_ledger(&case, &terms, split));
        a_tally_equals_a_ledger::<f64>(&case, Scale::Tenths, &terms, split);
    }
}

/// More interactions than the buffer of a tally holds.
#[test]
fn r12_a_long_tally_equals_the_statement_of_a_ledger() {
    let case = exhaustive::single_appraisals();
    assert!(case.entries.len() > 1 << 14);
    let terms = PlainTerms::by(&[Key::Service, Key::Role]);
    a_tally_equals_a_ledger::<f64>(&case, Scale::Tenths, &terms, 1_000);
}

#[test]
fn a_tally_refuses_what_a_ledger_refuses_and_stays_unchanged() {
    let pain = Measure::lower_is_better("pain", "points").range(0.0, 10.0);
    let catalogue = Catalogue::new([pain], [Service::new("physio", "clinic")]).unwrap();
    let visit =
        || Interaction::between("ana", "physio", date(2026, 3, 2)).appraisal(Appraisal::of("pain").change(-1.0));
    let mut tally = Tally::new(&catalogue, By::Service).unwrap();
    tally.record(visit()).unwrap();
    let before = tally.statement();
    for (refused, rule) in [
        (Interaction::between("ana", "yoga", date(2026, 3, 2)), "R2"),
        (visit().appraisal(Appraisal::of("pain").before(11.0)), "R2"),
        (visit().contribution(covalue::Contribution::of("ana").misintegrated(-1.0, Misuse::unknown())), "R3"),
        (visit().user("ana"), "R6"),
        (visit().appraisal(Appraisal::of("pain").change(-2.0)), "R8"),
        (visit().known(date(2026, 3, 1)), "R9"),
    ] {
        let mut ledger = Ledger::new(&catalogue);
        let error = tally.record(refused.clone()).unwrap_err();
        assert_eq!(ledger.record(refused.clone()).unwrap_err(), error);
        assert_eq!(error.rule().to_string(), rule);
        let batch = tally.record_all([visit(), refused]).unwrap_err();
        assert_eq!((batch.index(), batch.error()), (1, &error));
        assert!(tally.statement() == before, "a refused entry changed the tally");
    }
    // A tally keeps no ids, so an interaction that is recorded twice counts twice.
    tally.record(visit()).unwrap();
    assert_eq!(tally.statement().total("pain").unwrap().created(), 2.0);
    let error = Tally::new(&catalogue, Terms::by(By::Service).as_of(date(2026, 3, 2))).unwrap_err();
    assert_eq!(error.to_string(), "R19: a tally keeps no days, so it cannot be as of 2026-03-02; a ledger can");
}
