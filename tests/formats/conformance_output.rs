//! The crate reproduces the examples of `tests/conformance`. Statements are compared as whole values, only the
//! lines of analyses, by the fields of the example.

use std::path::PathBuf;

use covalue::attribution::Proportional;
use covalue::number::Number;
use covalue::record::{Role, SourceKind};
use covalue::risk::RiskTerms;
use covalue::statement::Grouping;
use covalue::{Baseline, By, Cooperation, Ledger, Logic, Terms, journal};
use num_rational::BigRational;
use rust_decimal::Decimal;
use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance")
}

/// Parses the terms of an example.
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
    let _ = journal::read(&mut ledger, journal.as_bytes()).expect("the journals are valid");
    let statement = ledger.statement(terms(&example["terms"])).expect("valid terms");
    let written: Value = serde_json::from_str(&statement.to_json().expect("no overflow")).expect("JSON");
    assert_eq!(written["terms"], example["terms"], "{name}");
    let cells = |statement: &Value| statement["cells"].as_array().expect("a list").clone();
    for (index, (written, expected)) in cells(&written).into_iter().zip(cells(example)).enumerate() {
        assert_eq!(written, expected, "{name}, cell {index}: the crate's is on the left");
    }
    assert_eq!(written, *example, "{name}");
}

#[test]
fn every_example_statement_is_reproduced() {
    let mut met = Vec::new();
    for file in std::fs::read_dir(folder()).expect("the folder of examples exists") {
        let path = file.expect("readable").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("text").to_owned();
        if name.starts_with("reading-") || name.starts_with("practice-") {
            continue;
        }
        let Some((journal, _)) = name.strip_suffix(".json").and_then(|name| name.split_once('-')) else { continue };
        let journal = std::fs::read_to_string(folder().join(format!("{journal}.jsonl"))).expect("the journal exists");
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

/// Reads a journal into a ledger of exact fractions.
fn exact_ledger(journal: &str) -> Ledger<BigRational> {
    let mut ledger = Ledger::new(&covalue::Catalogue::empty());
    let journal = std::fs::read_to_string(folder().join(journal)).expect("the journal exists");
    let _ = journal::read(&mut ledger, journal.as_bytes()).expect("the journals are valid");
    ledger
}

/// Whether `written` contains every field of `example` with the same value.
fn has_all_of(written: &Value, example: &Value) -> bool {
    match (written, example) {
        (Value::Object(written), Value::Object(example)) => {
            example.iter().all(|(name, example)| written.get(name).is_some_and(|written| has_all_of(written, example)))
        }
        (written, example) => written == example,
    }
}

#[track_caller]
fn reads(name: &str, written: &str) {
    let example = std::fs::read_to_string(folder().join(name)).expect("the example exists");
    let (written, example): (Value, Value) =
        (serde_json::from_str(written).expect("JSON"), serde_json::from_str(&example).expect("JSON"));
    let lines = |reading: &Value| reading["lines"].as_array().expect("a list").clone();
    let (written, example) = (lines(&written), lines(&example));
    assert_eq!(written.len(), example.len(), "{name}");
    assert!(!example.is_empty(), "{name}");
    for (index, (written, example)) in written.iter().zip(&example).enumerate() {
        assert!(has_all_of(written, example), "{name}, line {index}: {written} differs from {example}");
    }
}

#[test]
fn every_example_analysis_is_reproduced() {
    let (mixed, physio) = (exact_ledger("mixed.jsonl"), exact_ledger("physio.jsonl"));
    let all = || {
        let terms = Terms::by(By::Service).including(Role::Provider).including(Role::Other).including(Role::Affected);
        terms.including(SourceKind::Proxy).including(SourceKind::Observed)
    };
    reads("reading-engagement.json", &mixed.engagement(By::Service.and(By::Year)).expect("an analysis").to_json());
    let drivers = mixed.engagement_drivers(By::Service, "district").expect("an analysis");
    reads("reading-engagement-drivers.json", &drivers.to_json());
    reads("reading-attribution.json", &physio.attribution(Cooperation).expect("an analysis").to_json());
    reads("reading-attribution-mixed.json", &mixed.attribution_of(all(), Proportional).expect("an analysis").to_json());
    reads("reading-relations.json", &mixed.relations(all()).expect("an analysis").to_json());
    reads("reading-cross.json", &mixed.cross(all(), "m0", "m1").expect("an analysis").to_json());
    reads("reading-drivers.json", &mixed.drivers(all(), "district").expect("an analysis").to_json());
    reads("reading-risk.json", &mixed.risk(RiskTerms::of(all()).at_least(5)).expect("an analysis").to_json());
    let files = std::fs::read_dir(folder()).expect("the folder of examples exists");
    let names = files.map(|file| file.expect("readable").file_name().into_string().expect("text"));
    assert_eq!(names.filter(|name| name.starts_with("reading-")).count(), 8);
}
