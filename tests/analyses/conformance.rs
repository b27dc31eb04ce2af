//! The examples of readings in `tests/conformance`, met by the second implementation.

use std::collections::BTreeSet;

use num_bigint::BigInt;
use num_rational::BigRational;

use crate::support::analyses::attribution::{Sharing, attribution};
use crate::support::analyses::cross::cross;
use crate::support::analyses::drivers::drivers;
use crate::support::analyses::engagement::engagement;
use crate::support::analyses::engagement_drivers::engagement_drivers;
use crate::support::analyses::relations::{DETRIMENT, relations};
use crate::support::analyses::risk::risk;
use crate::support::analyses::{Place, Table, written};
use crate::support::case::{Case, Scale};
use crate::support::compare::record;
use crate::support::conformance::{folder, read};
use crate::support::oracle::{Arithmetic, Key, PlainTerms};

pub fn case(journal: &str) -> Case {
    read(&std::fs::read_to_string(folder().join(journal)).expect("a journal"))
}

/// Everyone's value on anyone's word, by these keys.
pub fn widened(by: &[Key]) -> PlainTerms {
    crate::support::figures::of_all(by)
}

fn rows(file: &str, by: &[Key]) -> Table<BigRational> {
    let example = std::fs::read_to_string(folder().join(file)).expect("readable");
    written::rows(&serde_json::from_str(&example).expect("JSON"), by)
}

/// Which places differ, and how: whole tables are too long to read.
#[track_caller]
pub fn same(worked: &Table<BigRational>, expected: &Table<BigRational>, what: &str) {
    let places: BTreeSet<&Place> = worked.keys().chain(expected.keys()).collect();
    let differ: Vec<String> = places
        .into_iter()
        .filter(|place| worked.get(place) != expected.get(place))
        .map(|place| format!("{place:?}\n  {:?}\n  {:?}", worked.get(place), expected.get(place)))
        .collect();
    assert!(differ.is_empty(), "{what}, the second implementation first:\n{}", differ.join("\n"));
}

const EXACT: Arithmetic = Arithmetic::Exact(Scale::Eighths);

fn books(journal: &str) -> (Case, Vec<bool>) {
    let case = case(journal);
    let let_in = record::<BigRational>(&case, Scale::Eighths).let_in;
    assert!(let_in.iter().all(|let_in| *let_in));
    (case, let_in)
}

#[test]
fn engagement_meets_its_example() {
    let (case, let_in) = books("mixed.jsonl");
    let worked = engagement(&case, &let_in, EXACT, &PlainTerms::by(&[Key::Service, Key::Year]), (1, 2));
    same(&worked, &rows("reading-engagement.json", &[Key::Service, Key::Year]), "engagement");
}

#[test]
fn engagement_drivers_meet_their_example() {
    let (case, let_in) = books("mixed.jsonl");
    let worked = engagement_drivers(&case, &let_in, EXACT, &PlainTerms::by(&[Key::Service]), "district");
    same(&worked, &rows("reading-engagement-drivers.json", &[]), "engagement drivers");
}

#[test]
fn attribution_meets_its_examples() {
    let (case, let_in) = books("physio.jsonl");
    let worked = attribution(&case, &let_in, EXACT, &PlainTerms::by(&[Key::Service]), Sharing::Cooperation);
    same(&worked.table, &rows("reading-attribution.json", &[Key::Service]), "attribution by co-operation");
    let (case, let_in) = books("mixed.jsonl");
    let worked = attribution(&case, &let_in, EXACT, &widened(&[Key::Service]), Sharing::Proportional);
    same(&worked.table, &rows("reading-attribution-mixed.json", &[Key::Service]), "attribution in proportion");
}

#[test]
fn relations_meet_their_example() {
    let (case, let_in) = books("mixed.jsonl");
    let mut worked = relations(&case, &let_in, EXACT, &widened(&[Key::Service]));
    // The non-detriment check is in no example.
    for row in worked.values_mut() {
        row.counts.retain(|name, _| !DETRIMENT.contains(name));
    }
    same(&worked, &rows("reading-relations.json", &[Key::Service]), "relations");
}

#[test]
fn a_cross_meets_its_example() {
    let (case, let_in) = books("mixed.jsonl");
    let worked = cross(&case, &let_in, EXACT, &widened(&[Key::Service]), ["m0", "m1"]);
    same(&worked, &rows("reading-cross.json", &[Key::Service]), "a cross");
}

#[test]
fn drivers_meet_their_example() {
    let (case, let_in) = books("mixed.jsonl");
    let worked = drivers(&case, &let_in, EXACT, &widened(&[Key::Service]), "district");
    same(&worked, &rows("reading-drivers.json", &[]), "drivers");
}

#[test]
fn risk_meets_its_example() {
    let (case, let_in) = books("mixed.jsonl");
    let level = BigRational::new(BigInt::from(1), BigInt::from(20));
    let worked = risk(&case, &let_in, EXACT, &widened(&[Key::Service]), &level, 5);
    same(&worked, &rows("reading-risk.json", &[Key::Service]), "risk");
}
