//! Parses the journals of `tests/conformance` into cases, independently of the crate's reader.

use crate::support::case::{
    AppraisalRow, Case, ContributionRow, Entry, InteractionRow, MeasureRow, MisuseRow, ServiceRow, UserRow,
};
use covalue::catalogue::Direction;
use covalue::record::{Intent, Part};
use covalue::{Date, Source, Use};
use serde_json::Value;
use std::path::PathBuf;

pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance")
}

pub fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

pub fn texts(value: &Value) -> Vec<String> {
    value.as_array().map_or_else(Vec::new, |items| items.iter().map(text).collect())
}

pub fn units(value: &Value) -> Option<i32> {
    let eighths = value.as_f64()? * 8.0;
    assert_eq!(eighths.fract(), 0.0, "{value} is not in eighths");
    Some(eighths as i32)
}

pub fn day(value: &Value) -> Option<Date> {
    value.as_str().map(|day| day.parse().expect("a day"))
}

pub fn dimensions(value: &Value) -> Vec<(String, String)> {
    let pairs = value.as_object().into_iter().flatten();
    pairs.map(|(dimension, value)| (dimension.clone(), text(value))).collect()
}

pub fn word<T: std::str::FromStr<Err: std::fmt::Debug>>(value: &Value) -> Option<T> {
    value.as_str().map(|word| word.parse().expect("a known word"))
}

pub fn appraisal(value: &Value) -> AppraisalRow {
    AppraisalRow {
        measure: text(&value["measure"]),
        beneficiary: value["beneficiary"].as_str().map(str::to_owned),
        before: units(&value["before"]),
        after: units(&value["after"]),
        expected: units(&value["expected"]),
        without: units(&value["without"]),
        references: value["references"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, level)| (name.clone(), units(level).expect("a level")))
            .collect(),
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

pub fn contribution(value: &Value) -> ContributionRow {
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
        excused: value["excused"] == Value::Bool(true),
    }
}

pub fn items<T>(value: &Value, item: impl Fn(&Value) -> T) -> Vec<T> {
    value.as_array().map_or_else(Vec::new, |items| items.iter().map(item).collect())
}

pub fn user(value: &Value) -> UserRow {
    match value {
        Value::String(id) => UserRow::of(id),
        user => UserRow { id: text(&user["id"]), with: dimensions(&user["with"]) },
    }
}

pub fn interaction(value: &Value) -> InteractionRow {
    InteractionRow {
        id: value["id"].as_str().map(str::to_owned),
        service: text(&value["service"]),
        users: items(&value["users"], user),
        on: day(&value["on"]).expect("a day").into(),
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
            other => panic!("{other} is not a kind of entry"),
        }
    }
    case
}
