//! The second implementation reproduces the examples of `tests/conformance`. It reads them without the crate's
//! reader, so examples, crate and second implementation are independent of each other.

use crate::support::conformance::{day, folder, items, read, text, texts};
use std::collections::BTreeMap;

use num_rational::BigRational;
use serde_json::Value;

use crate::support::case::{Scale, exact};
use crate::support::compare::{agree, record};
use crate::support::oracle::{self, Arithmetic, Classification};
use crate::support::plain_terms::{Baseline, Filters, Key, Label, Line, PlainTerms};

fn terms(value: &Value) -> PlainTerms {
    let key = |word: &Value| match word.as_str().expect("a word") {
        "service" => Key::Service,
        "provider" => Key::Provider,
        "beneficiary" => Key::Beneficiary,
        "role" => Key::Role,
        "source" => Key::Source,
        "element" => Key::Element,
        "quarter" => Key::Quarter,
        "with.district" => Key::With("district"),
        other => panic!("{other} is in no example"),
    };
    let included = texts(&value["including"]);
    PlainTerms {
        by: items(&value["by"], key),
        baseline: match value["baseline"].as_str() {
            Some("before") => Baseline::Before,
            Some("expected") => Baseline::Expected,
            _ => Baseline::Without,
        },
        logic: if value["logic"] == "service" { Label::Service } else { Label::ServiceDominant },
        roles: included.iter().filter_map(|word| word.parse().ok()).collect(),
        sources: included.iter().filter_map(|word| word.parse().ok()).collect(),
        as_of: day(&value["as_of"]),
        follow_up: value["follow_up"].as_str().and_then(|number| number.parse().ok()),
        filters: Filters::default(),
    }
}

type Amounts = BTreeMap<&'static str, BigRational>;

/// The amounts and counts of each cell of an example.
fn expected(statement: &Value) -> BTreeMap<(Line, String), (Amounts, Vec<Option<u64>>)> {
    let words = texts(&statement["terms"]["by"]);
    let cell = |cell: &Value| {
        let line = words.iter().map(|word| cell["line"][word].as_str().map(str::to_owned)).collect();
        let amount = |name: &'static str| {
            let exact = match &cell[name] {
                Value::Number(number) => exact(&number.as_f64().expect("a float")),
                number => exact(&text(number).parse::<rust_decimal::Decimal>().expect("a decimal")),
            };
            (name, exact)
        };
        let counts = COUNTS.iter().map(|name| cell[name].as_u64()).collect();
        ((line, text(&cell["measure"])), (AMOUNTS.map(amount).into_iter().collect(), counts))
    };
    items(&statement["cells"], cell).into_iter().collect()
}

const AMOUNTS: [&str; 13] = [
    "co_created",
    "created_alone",
    "windfall_gain",
    "with_misuse",
    "without_misuse",
    "destroyed_alone",
    "windfall_loss",
    "within_up",
    "within_down",
    "created",
    "destroyed",
    "net",
    "hidden",
];
const COUNTS: [&str; 11] = [
    "gains",
    "losses",
    "unchanged",
    "windfall_gains",
    "windfall_losses",
    "better",
    "worse",
    "left_out",
    "due",
    "made",
    "missing",
];

#[test]
fn the_second_implementation_reproduces_the_examples() {
    let mut met = 0;
    for file in std::fs::read_dir(folder()).expect("the folder of examples exists") {
        let path = file.expect("readable").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("text").to_owned();
        if name.starts_with("reading-") || name.starts_with("practice-") {
            continue;
        }
        let Some((journal, _)) = name.strip_suffix(".json").and_then(|name| name.split_once('-')) else { continue };
        let journal = std::fs::read_to_string(folder().join(format!("{journal}.jsonl"))).expect("a journal");
        let case = read(&journal);
        let recorded = record::<f64>(&case, Scale::Eighths);
        let refused = recorded.refused.iter().flatten().count();
        assert_eq!(refused, 0, "{name}: {:?}", recorded.refused);
        let example: Value = serde_json::from_str(&std::fs::read_to_string(&path).expect("readable")).expect("JSON");
        let terms = terms(&example["terms"]);
        let arithmetic = Arithmetic::Exact(Scale::Eighths);
        let worked = oracle::statement(&case, &recorded.accepted, arithmetic, &terms);
        let worked: BTreeMap<_, _> = worked.into_iter().map(|(key, cell)| (key, named(&cell, &terms))).collect();
        assert_eq!(worked, expected(&example), "{name}: the second implementation is on the left");
        agree(&recorded, &case, arithmetic, &terms);
        met += 1;
    }
    assert_eq!(met, 9);
}

fn named(cell: &oracle::OracleCell, terms: &PlainTerms) -> (Amounts, Vec<Option<u64>>) {
    let amounts = [
        cell.amount(&[Classification::CoCreated]),
        cell.amount(&[Classification::CreatedAlone]),
        cell.amount(&[Classification::WindfallGain]),
        cell.amount(&[Classification::WithMisuse]),
        cell.amount(&[Classification::WithoutMisuse]),
        cell.amount(&[Classification::DestroyedAlone]),
        cell.amount(&[Classification::WindfallLoss]),
        cell.within(true),
        cell.within(false),
        cell.created(),
        cell.destroyed(),
        cell.net(),
        cell.hidden(),
    ];
    let kinds: [&[Classification]; 8] = [
        &oracle::CREATED,
        &oracle::DESTROYED,
        &[Classification::WithinTolerance],
        &[Classification::WindfallGain],
        &[Classification::WindfallLoss],
        &oracle::BETTER,
        &oracle::WORSE,
        &[Classification::LeftOut],
    ];
    let due = [cell.due, cell.made, cell.due - cell.made].map(|count| terms.has_coverage().then_some(count));
    let counts = kinds.iter().map(|kinds| Some(cell.count(kinds))).chain(due).collect();
    (AMOUNTS.into_iter().zip(amounts).collect(), counts)
}
