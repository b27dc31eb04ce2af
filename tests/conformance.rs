//! Journals in, statements out: the examples of `tests/conformance`, each compared as a whole value.
#![allow(missing_docs, reason = "tests")]

use std::path::PathBuf;

use covalue::{Baseline, By, Grouping, Ledger, Logic, Number, Role, SourceKind, Terms, journal};
use rust_decimal::Decimal;
use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance")
}

/// The terms of an example, as it states them.
fn terms(stated: &Value) -> Terms {
    let words = |key: &str| stated[key].as_array().expect("a list").iter().map(|word| word.as_str().expect("a word"));
    let by = words("by").map(|word| word.parse::<By>().expect("a word of a grouping"));
    let mut terms = Terms::by(by.fold(By::none(), Grouping::and))
        .baseline(stated["baseline"].as_str().expect("a word").parse::<Baseline>().expect("a baseline"))
        .logic(stated["logic"].as_str().expect("a word").parse::<Logic>().expect("a logic"));
    for word in words("including") {
        terms = match word.parse::<Role>() {
            Ok(role) => terms.including(role),
            Err(_) => terms.including(word.parse::<SourceKind>().expect("a role or a source")),
        };
    }
    if let Some(day) = stated["as_of"].as_str() {
        terms = terms.as_of(day.parse().expect("a day"));
    }
    match stated["follow_up"].as_str() {
        Some("last") => terms,
        number => terms.follow_up(number.expect("a word").parse::<u32>().expect("a number")),
    }
}

#[track_caller]
fn meets<N: Number>(name: &str, journal: &str, example: &Value) {
    let mut ledger = Ledger::<N>::new(&covalue::Catalogue::empty());
    let _ = journal::read(&mut ledger, journal.as_bytes()).expect("the journals hold no fault");
    let statement = ledger.statement(terms(&example["terms"])).expect("valid terms");
    let written: Value = serde_json::from_str(&statement.to_json().expect("no overflow")).expect("JSON");
    assert_eq!(written["terms"], example["terms"], "{name}");
    let cells = |statement: &Value| statement["cells"].as_array().expect("a list").clone();
    for (place, (written, expected)) in cells(&written).into_iter().zip(cells(example)).enumerate() {
        assert_eq!(written, expected, "{name}, cell {place}: the crate's is on the left");
    }
    assert_eq!(written, *example, "{name}");
}

#[test]
fn every_example_is_met() {
    let mut met = Vec::new();
    for file in std::fs::read_dir(folder()).expect("the examples are there") {
        let path = file.expect("readable").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("text").to_owned();
        let Some((journal, _)) = name.strip_suffix(".json").and_then(|name| name.split_once('-')) else { continue };
        let journal = std::fs::read_to_string(folder().join(format!("{journal}.jsonl"))).expect("its journal is there");
        let example: Value = serde_json::from_str(&std::fs::read_to_string(&path).expect("readable")).expect("JSON");
        if name.contains("decimal") {
            meets::<Decimal>(&name, &journal, &example);
        } else {
            meets::<f64>(&name, &journal, &example);
        }
        met.push(name);
    }
    met.sort();
    assert_eq!(met.len(), 9, "{met:?}");
}
