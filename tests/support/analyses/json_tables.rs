//! Parses the JSON of the analyses (section 16) into tables.

use covalue::number::Number;
use serde_json::{Map, Value};

use super::cross::{BOTH, WITHOUT};
use super::{Row, RowKey, Table};
use crate::support::plain_terms::Key;

const COUNTS: [&str; 32] = [
    "interactions",
    "stated",
    "user_stated",
    "provider_stated",
    "user_excused",
    "provider_excused",
    "reinforces",
    "recovers",
    "reduces",
    "destroys",
    "better",
    "worse",
    "unchanged",
    "conflicts",
    "appraisals",
    "beneficiaries",
    "losses",
    "too_few",
    "with appraisals",
    "with gains",
    "with losses",
    "with better",
    "with worse",
    "without appraisals",
    "without gains",
    "without losses",
    "without better",
    "without worse",
    "with people",
    "with took_part",
    "without people",
    "without took_part",
];

const AMOUNTS: [&str; 20] = [
    "user_integrated",
    "user_contributed",
    "provider_integrated",
    "provider_contributed",
    "created",
    "destroyed",
    "with created",
    "with destroyed",
    "with net",
    "without created",
    "without destroyed",
    "without net",
    "with integrated",
    "with contributed",
    "without integrated",
    "without contributed",
    "probability",
    "mean_loss",
    "expected_loss",
    "expected_shortfall",
];

/// Figures that are divided after their totals were rounded, so floats may differ in their last bits.
pub const QUOTIENTS: [&str; 4] = ["probability", "mean_loss", "expected_loss", "expected_shortfall"];

pub fn word(key: Key) -> String {
    match key {
        Key::With(dimension) => format!("with.{dimension}"),
        Key::YearFrom(month) => format!("year.{month:02}"),
        Key::QuarterFrom(month) => format!("quarter.{month:02}"),
        other => format!("{other:?}").to_lowercase(),
    }
}

/// The rows under `lines`. `by` names the values of their lines.
#[track_caller]
pub fn rows<N: Number>(reading: &Value, by: &[Key]) -> Table<N> {
    let mut table = Table::new();
    for row in reading["lines"].as_array().expect("a list") {
        let line = by.iter().filter(|_| row.get("line").is_some());
        let line = line.map(|key| row["line"][word(*key)].as_str().map(str::to_owned)).collect();
        let measure = row["measure"].as_str().unwrap_or_default();
        let subject = row["party"].as_str().or(row["value"].as_str()).map(str::to_owned);
        let key = RowKey { subject, ..RowKey::of(&line, measure) };
        let read = fields(row.as_object().expect("an object"), "");
        assert!(table.insert(key, read).is_none(), "two rows have the same key: {row}");
    }
    table
}

/// Parses the fields that the model names. The crate may write further fields, which are ignored.
fn fields<N: Number>(of: &Map<String, Value>, before: &str) -> Row<N> {
    let mut row = Row { word: of.get("scenario").and_then(Value::as_str).map(str::to_owned), ..Row::default() };
    for (name, value) in of {
        let full = format!("{before}{name}");
        let crossed = BOTH.into_iter().flatten().chain(WITHOUT).chain(["people"]);
        let count = COUNTS.into_iter().chain(crossed).find(|count| *count == full);
        let amount = AMOUNTS.into_iter().find(|amount| *amount == full);
        match (value, count, amount) {
            (Value::Null, ..) => {}
            (Value::Object(inner), ..) if name != "line" => {
                let inner = fields(inner, &format!("{full} "));
                row.counts.extend(inner.counts);
                row.amounts.extend(inner.amounts);
            }
            (value, Some(count), _) => {
                row.counts.insert(count, value.as_u64().expect("a count"));
            }
            (Value::String(text), _, Some(amount)) => {
                row.amounts.insert(amount, N::parse(text).expect("a number"));
            }
            (Value::Number(number), _, Some(amount)) => {
                row.amounts.insert(amount, N::parse(&number.to_string()).expect("a number"));
            }
            _ => {}
        }
    }
    row
}
