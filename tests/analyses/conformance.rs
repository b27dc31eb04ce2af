//! The second implementation reproduces the examples of analyses in `tests/conformance`.

use std::collections::BTreeSet;

use num_bigint::BigInt;
use num_rational::BigRational;

use crate::support::analyses::attribution::{AttributionRule, attribution};
use crate::support::analyses::cross::cross;
use crate::support::analyses::drivers::drivers;
use crate::support::analyses::engagement::engagement;
use crate::support::analyses::engagement_drivers::engagement_drivers;
use crate::support::analyses::relations::{DETRIMENT, relations};
use crate::support::analyses::risk::risk;
use crate::support::analyses::{RowKey, Table, json_tables};
use crate::support::case::{Case, Scale};
use crate::support::compare::record;
use crate::support::conformance::{folder, read};
use crate::support::oracle::Arithmetic;
use crate::support::plain_terms::{Key, PlainTerms};

pub fn case(journal: &str) -> Case {
    read(&std::fs::read_to_string(folder().join(journal)).expect("a journal"))
}

/// Terms with every role and every source.
pub fn widened(by: &[Key]) -> PlainTerms {
    crate::support::figures::including_all(by)
}

fn rows(file: &str, by: &[Key]) -> Table<BigRational> {
    let example = std::fs::read_to_string(folder().join(file)).expect("readable");
    json_tables::rows(&serde_json::from_str(&example).expect("JSON"), by)
}

/// Lists the rows that differ, because whole tables are too long to read.
#[track_caller]
pub fn same(worked: &Table<BigRational>, expected: &Table<BigRational>, what: &str) {
    let keys: BTreeSet<&RowKey> = worked.keys().chain(expected.keys()).collect();
    let differ: Vec<String> = keys
        .into_iter()
        .filter(|key| worked.get(key) != expected.get(key))
        .map(|key| format!("{key:?}\n  {:?}\n  {:?}", worked.get(key), expected.get(key)))
        .collect();
    assert!(differ.is_empty(), "{what}, the second implementation first:\n{}", differ.join("\n"));
}

const EXACT: Arithmetic = Arithmetic::Exact(Scale::Eighths);

fn books(journal: &str) -> (Case, Vec<bool>) {
    let case = case(journal);
    let accepted = record::<BigRational>(&case, Scale::Eighths).accepted;
    assert!(accepted.iter().all(|accepted| *accepted));
    (case, accepted)
}

#[test]
fn engagement_equals_its_example() {
    let (case, accepted) = books("mixed.jsonl");
    let worked = engagement(&case, &accepted, EXACT, &PlainTerms::by(&[Key::Service, Key::Year]), [(1, 2); 2]);
    same(&worked, &rows("reading-engagement.json", &[Key::Service, Key::Year]), "engagement");
}

#[test]
fn engagement_drivers_equal_their_example() {
    let (case, accepted) = books("mixed.jsonl");
    let worked = engagement_drivers(&case, &accepted, EXACT, &PlainTerms::by(&[Key::Service]), "district");
    same(&worked, &rows("reading-engagement-drivers.json", &[]), "engagement drivers");
}

#[test]
fn attribution_equals_its_examples() {
    let (case, accepted) = books("physio.jsonl");
    let worked = attribution(&case, &accepted, EXACT, &PlainTerms::by(&[Key::Service]), AttributionRule::Cooperation);
    same(&worked.table, &rows("reading-attribution.json", &[Key::Service]), "attribution by co-operation");
    let (case, accepted) = books("mixed.jsonl");
    let worked = attribution(&case, &accepted, EXACT, &widened(&[Key::Service]), AttributionRule::Proportional);
    same(&worked.table, &rows("reading-attribution-mixed.json", &[Key::Service]), "attribution in proportion");
}

#[test]
fn relations_equal_their_example() {
    let (case, accepted) = books("mixed.jsonl");
    let mut worked = relations(&case, &accepted, EXACT, &widened(&[Key::Service]));
    // The examples do not contain the detriment.
    for row in worked.values_mut() {
        row.counts.retain(|name, _| !DETRIMENT.contains(name));
    }
    same(&worked, &rows("reading-relations.json", &[Key::Service]), "relations");
}

#[test]
fn a_cross_equals_its_example() {
    let (case, accepted) = books("mixed.jsonl");
    let worked = cross(&case, &accepted, EXACT, &widened(&[Key::Service]), ["m0", "m1"]);
    same(&worked, &rows("reading-cross.json", &[Key::Service]), "a cross");
}

#[test]
fn drivers_equal_their_example() {
    let (case, accepted) = books("mixed.jsonl");
    let mut worked = drivers(&case, &accepted, EXACT, &widened(&[Key::Service]), "district");
    // The example does not count people.
    for row in worked.values_mut() {
        row.counts.retain(|name, _| !name.ends_with(" people"));
    }
    same(&worked, &rows("reading-drivers.json", &[]), "drivers");
}

#[test]
fn risk_equals_its_example() {
    let (case, accepted) = books("mixed.jsonl");
    let level = BigRational::new(BigInt::from(1), BigInt::from(20));
    let worked = risk(&case, &accepted, EXACT, &widened(&[Key::Service]), &level, 5);
    same(&worked, &rows("reading-risk.json", &[Key::Service]), "risk");
}
