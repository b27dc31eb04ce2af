//! The crate reproduces what practice asks for: inherited levels before, an excused absence, financial years, filters, and
//! scenarios with enough behind them. The files hold cells or lines alone; the terms are those of the README beside them.

use std::fs;
use std::path::PathBuf;

use covalue::number::Number;
use covalue::record::SourceKind;
use covalue::{Baseline, By, Catalogue, Ledger, Month, Terms, date, journal};
use num_rational::BigRational;
use serde_json::Value;

fn file(name: &str) -> String {
    fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance").join(name))
        .expect("the file exists")
}

fn books<N: Number>() -> Ledger<N> {
    let mut ledger = Ledger::new(&Catalogue::empty());
    let intake = journal::read(&mut ledger, file("practice.jsonl").as_bytes()).expect("a valid journal");
    assert_eq!((intake.interaction_count(), intake.later_appraisal_count()), (5, 1));
    ledger
}

/// Compares the list `cells` or `lines` of a file with that of the crate's JSON, field by field.
#[track_caller]
fn has_all(name: &str, list: &str, written: &str) {
    let [written, example] = [written, &file(name)].map(|json| serde_json::from_str::<Value>(json).expect("JSON"));
    let [written, example] = [&written, &example].map(|all| all[list].as_array().expect("a list"));
    assert_eq!(written.len(), example.len(), "{name}");
    assert!(!example.is_empty(), "{name}");
    for (written, example) in written.iter().zip(example) {
        for (field, value) in example.as_object().expect("an object") {
            assert_eq!(&written[field], value, "{name}, {field} of {}", written["line"]);
        }
    }
}

#[test]
fn statements_of_practice_are_reproduced() {
    let ledger = books::<f64>();
    let quarter = By::quarter_of_year_starting(Month::April);
    let examples = [
        ("practice-by-service.json", Terms::by(By::Service)),
        ("practice-as-of-november.json", Terms::by(By::Service).as_of(date(2026, 11, 30))),
        ("practice-expected.json", Terms::by(By::Beneficiary).baseline(Baseline::Expected)),
        ("practice-financial-years.json", Terms::by(By::year_starting(Month::April)).including(SourceKind::Proxy)),
        ("practice-quarters.json", Terms::by(quarter.and(By::Service))),
        (
            "practice-filtered.json",
            Terms::by(By::User).period(date(2026, 4, 1)..=date(2027, 3, 31)).only(By::Service, "home visits"),
        ),
        ("practice-south.json", Terms::by(By::Service).only(By::with("district"), "south")),
    ];
    for (name, terms) in examples {
        has_all(name, "cells", &ledger.statement(terms).expect("valid").to_json().expect("no overflow"));
    }
}

#[test]
fn engagement_of_practice_is_reproduced() {
    let ledger = books::<BigRational>();
    has_all("practice-engagement.json", "lines", &ledger.engagement(By::Service).expect("valid").to_json());
}
