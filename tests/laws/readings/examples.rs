//! The examples of readings in `tests/conformance`, met by the second implementation.

use std::collections::BTreeSet;

use num_bigint::BigInt;
use num_rational::BigRational;
use serde_json::{Map, Value};

use super::attribution::{Sharing, attribution};
use super::drivers::drivers;
use super::engagement::engagement;
use super::relations::{DETRIMENT, relations};
use super::risk::risk;
use super::{Place, Row, Table};
use crate::agree::record;
use crate::case::{Case, Scale, exact};
use crate::journal::{folder, read, text};
use crate::oracle::{Arithmetic, Key, PlainTerms};

pub fn case(journal: &str) -> Case {
    read(&std::fs::read_to_string(folder().join(journal)).expect("a journal"))
}

/// Everyone's value on anyone's word, by these keys.
pub fn widened(by: &[Key]) -> PlainTerms {
    crate::laws::of_all(by)
}

/// The rows of an example: whole numbers are counts, texts of fractions amounts.
pub fn rows(file: &str) -> Table<BigRational> {
    let example: Value =
        serde_json::from_str(&std::fs::read_to_string(folder().join(file)).expect("readable")).expect("JSON");
    let mut table = Table::new();
    for row in example["lines"].as_array().expect("a list") {
        let line = row["line"].as_object().into_iter().flatten().map(|(_, value)| value.as_str().map(str::to_owned));
        let measure = row["measure"].as_str().unwrap_or_default();
        let whom = row["party"].as_str().or(row["value"].as_str()).map(str::to_owned);
        let place = Place { whom, ..Place::of(&line.collect(), measure) };
        assert!(table.insert(place, fields(row.as_object().expect("an object"), "")).is_none(), "{file}: {row}");
    }
    table
}

fn fields(of: &Map<String, Value>, before: &str) -> Row<BigRational> {
    let mut row = Row::default();
    for (name, value) in of {
        let full: &'static str = Box::leak(format!("{before}{name}").into_boxed_str());
        match value {
            Value::Number(number) => drop(row.counts.insert(full, number.as_u64().expect("a count"))),
            Value::String(word) if name == "scenario" => row.word = Some(word.clone()),
            Value::String(_) if !["measure", "party", "value", "dimension"].contains(&name.as_str()) => {
                row.amounts.insert(full, exact(&text(value).parse::<BigRational>().expect("a fraction")));
            }
            Value::Object(inner) if name != "line" => {
                let inner = fields(inner, &format!("{name} "));
                row.counts.extend(inner.counts);
                row.amounts.extend(inner.amounts);
            }
            _ => {}
        }
    }
    row
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
    same(&worked, &rows("reading-engagement.json"), "engagement");
}

#[test]
fn attribution_meets_its_examples() {
    let (case, let_in) = books("physio.jsonl");
    let worked = attribution(&case, &let_in, EXACT, &PlainTerms::by(&[Key::Service]), Sharing::Cooperation);
    same(&worked.table, &rows("reading-attribution.json"), "attribution by co-operation");
    let (case, let_in) = books("mixed.jsonl");
    let worked = attribution(&case, &let_in, EXACT, &widened(&[Key::Service]), Sharing::Proportional);
    same(&worked.table, &rows("reading-attribution-mixed.json"), "attribution in proportion");
}

#[test]
fn relations_meet_their_example() {
    let (case, let_in) = books("mixed.jsonl");
    let mut worked = relations(&case, &let_in, EXACT, &widened(&[Key::Service]));
    // The non-detriment check is in no example.
    for row in worked.values_mut() {
        row.counts.retain(|name, _| !DETRIMENT.contains(name));
    }
    same(&worked, &rows("reading-relations.json"), "relations");
}

#[test]
fn drivers_meet_their_example() {
    let (case, let_in) = books("mixed.jsonl");
    let worked = drivers(&case, &let_in, EXACT, &widened(&[Key::Service]), "district");
    same(&worked, &rows("reading-drivers.json"), "drivers");
}

#[test]
fn risk_meets_its_example() {
    let (case, let_in) = books("mixed.jsonl");
    let level = BigRational::new(BigInt::from(1), BigInt::from(20));
    let worked = risk(&case, &let_in, EXACT, &widened(&[Key::Service]), &level, 5);
    same(&worked, &rows("reading-risk.json"), "risk");
}
