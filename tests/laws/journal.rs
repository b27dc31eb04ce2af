//! The conformance examples, read into plain data apart from the crate's own reader, and met by the second
//! implementation: three workings of one statement, none of which has seen another.

use std::collections::BTreeMap;
use std::path::PathBuf;

use covalue::catalogue::Direction;
use covalue::record::{Intent, Part};
use covalue::{Date, Source, Use};
use num_rational::BigRational;
use serde_json::Value;

use crate::agree::{agree, record};
use crate::case::{
    AppraisalRow, Case, ContributionRow, Entry, InteractionRow, MeasureRow, MisuseRow, Scale, ServiceRow, UserRow,
    exact,
};
use crate::oracle::{self, Arithmetic, Baseline, Classification, Key, Label, Line, PlainTerms};

pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance")
}

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().map_or_else(Vec::new, |items| items.iter().map(text).collect())
}

fn units(value: &Value) -> Option<i32> {
    let eighths = value.as_f64()? * 8.0;
    assert_eq!(eighths.fract(), 0.0, "{value} is not in eighths");
    Some(eighths as i32)
}

fn day(value: &Value) -> Option<Date> {
    value.as_str().map(|day| day.parse().expect("a day"))
}

fn dimensions(value: &Value) -> Vec<(String, String)> {
    let pairs = value.as_object().into_iter().flatten();
    pairs.map(|(dimension, value)| (dimension.clone(), text(value))).collect()
}

fn word<T: std::str::FromStr<Err: std::fmt::Debug>>(value: &Value) -> Option<T> {
    value.as_str().map(|word| word.parse().expect("a word of its kind"))
}

fn appraisal(value: &Value) -> AppraisalRow {
    AppraisalRow {
        measure: text(&value["measure"]),
        beneficiary: value["beneficiary"].as_str().map(str::to_owned),
        before: units(&value["before"]),
        after: units(&value["after"]),
        expected: units(&value["expected"]),
        without: units(&value["without"]),
        change: units(&value["change"]),
        follow_up: value["follow_up"].as_u64().map_or(1, |number| number as u32),
        source: match &value["source"] {
            Value::Object(source) => match source.iter().next().expect("one kind") {
                (kind, name) if kind == "proxy" => Source::Proxy(text(name).parse().expect("not empty")),
                (_, name) => Source::observed(text(name)),
            },
            _ => Source::Own,
        },
        made: day(&value["made"]),
        known: day(&value["known"]),
    }
}

fn contribution(value: &Value) -> ContributionRow {
    let mut misused = Vec::new();
    for (part, parts) in
        [(Part::Misintegrated, &value["misintegrated"]), (Part::NotIntegrated, &value["not_integrated"])]
    {
        let one = |amount: &Value, about: &Value| MisuseRow {
            part,
            amount: units(amount).expect("an amount"),
            by: about["by"].as_str().map(str::to_owned),
            intent: word(&about["intent"]).unwrap_or(Intent::Unknown),
            cause: about["cause"].as_str().map(str::to_owned),
        };
        match parts {
            Value::Array(parts) => misused.extend(parts.iter().map(|about| one(&about["amount"], about))),
            Value::Number(_) => misused.push(one(parts, &Value::Null)),
            _ => {}
        }
    }
    ContributionRow {
        party: text(&value["party"]),
        resource: value["resource"].as_str().map(str::to_owned),
        integrated: units(&value["integrated"]),
        misused,
    }
}

fn items<T>(value: &Value, item: impl Fn(&Value) -> T) -> Vec<T> {
    value.as_array().map_or_else(Vec::new, |items| items.iter().map(item).collect())
}

fn user(value: &Value) -> UserRow {
    match value {
        Value::String(id) => UserRow::of(id),
        user => UserRow { id: text(&user["id"]), with: dimensions(&user["with"]) },
    }
}

fn interaction(value: &Value) -> InteractionRow {
    InteractionRow {
        id: value["id"].as_str().map(str::to_owned),
        service: text(&value["service"]),
        users: items(&value["users"], user),
        on: day(&value["on"]).expect("a day"),
        known: day(&value["known"]),
        how: word(&value["use"]).unwrap_or(Use::Direct),
        others: texts(&value["others"]),
        affected: texts(&value["affected"]),
        with: dimensions(&value["with"]),
        contributions: items(&value["contributions"], contribution),
        appraisals: items(&value["appraisals"], appraisal),
    }
}

pub fn read(journal: &str) -> Case {
    let mut case = Case::default();
    for line in journal.lines() {
        let entry: Value = serde_json::from_str(line).expect("JSON");
        let (kind, value) = entry.as_object().and_then(|entry| entry.iter().next()).expect("one kind");
        match kind.as_str() {
            "measure" => case.measures.push(MeasureRow {
                id: text(&value["id"]),
                direction: word::<Direction>(&value["better"]).expect("a direction"),
                tolerance: units(&value["tolerance"]).unwrap_or(0),
                range: items(&value["range"], |end| units(end).expect("a level"))
                    .chunks(2)
                    .next()
                    .map(|r| (r[0], r[1])),
                element: word(&value["element"]),
            }),
            "service" => {
                let promises = value["promises"].as_object().into_iter().flatten();
                case.services.push(ServiceRow {
                    id: text(&value["id"]),
                    provider: text(&value["provider"]),
                    promises: promises
                        .map(|(measure, change)| (measure.clone(), units(change).expect("one")))
                        .collect(),
                });
            }
            "interaction" => case.entries.push(Entry::Interaction(interaction(value))),
            "appraisal" => case.entries.push(Entry::Appraisal(text(&value["interaction"]), appraisal(value))),
            "void" => {
                let void = Entry::Void(text(&value["interaction"]), text(&value["reason"]), day(&value["known"]));
                case.entries.push(void);
            }
            other => panic!("{other} is no kind of entry"),
        }
    }
    case
}

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
    }
}

type Amounts = BTreeMap<&'static str, BigRational>;

/// Every amount and count of the examples' cells by its name.
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
fn the_second_implementation_meets_the_examples() {
    let mut met = 0;
    for file in std::fs::read_dir(folder()).expect("the examples are there") {
        let path = file.expect("readable").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("text").to_owned();
        if name.starts_with("reading-") {
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
        let worked = oracle::statement(&case, &recorded.let_in, arithmetic, &terms);
        let worked: BTreeMap<_, _> = worked.into_iter().map(|(place, cell)| (place, named(&cell, &terms))).collect();
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
