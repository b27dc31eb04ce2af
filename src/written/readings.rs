//! Readings as JSON and CSV: the same fields, in the same order, in both.

#[cfg(feature = "json")]
use std::fmt::Write;

#[cfg(feature = "json")]
use crate::number::WrittenAs;
use crate::number::{Apportion, Number};
use crate::reading::{
    Attribution, Cross, Drivers, Engagement, EngagementDrivers, Fields, Relations, Risks, Rows, Value,
};
use crate::statement::By;
#[cfg(feature = "csv")]
use crate::statement::Line;

#[cfg(feature = "json")]
fn to_json<N: Number>(rows: &Rows<'_, N>) -> String {
    let mut json = "{\"terms\":".to_owned();
    json.push_str(&serde_json::to_string(rows.terms).expect("terms are words, which JSON has"));
    json.push_str(",\"rule\":");
    super::json::text(&mut json, &rows.rule);
    for (name, value) in &rows.whole {
        write!(json, ",\"{name}\":").expect("text takes all that is written");
        value_to_json(&mut json, value);
    }
    json.push_str(",\n \"lines\":[");
    let words: Vec<String> = rows.terms.grouping().words().iter().map(By::to_string).collect();
    for (place, (line, fields)) in rows.lines.iter().enumerate() {
        json.push_str(if place > 0 { ",\n {" } else { "\n {" });
        if let Some(line) = line {
            json.push_str("\"line\":");
            super::json::line(&mut json, &words, line);
            json.push(',');
        }
        fields_to_json(&mut json, fields);
        json.push('}');
    }
    json.push_str("]}");
    json
}

#[cfg(feature = "json")]
pub(super) fn fields_to_json<N: Number>(json: &mut String, fields: &Fields<N>) {
    for (place, (name, value)) in fields.iter().enumerate() {
        let comma = if place > 0 { "," } else { "" };
        write!(json, "{comma}\"{name}\":").expect("text takes all that is written");
        value_to_json(json, value);
    }
}

#[cfg(feature = "json")]
fn value_to_json<N: Number>(json: &mut String, value: &Value<N>) {
    match value {
        Value::Amount(number) if N::WRITTEN_AS == WrittenAs::Number => json.push_str(&number.text()),
        Value::Amount(number) => super::json::text(json, &number.text()),
        Value::Text(Some(text)) => super::json::text(json, text),
        Value::Count(count) => write!(json, "{count}").expect("text takes all that is written"),
        Value::Float(number) => json.push_str(&number.text()),
        Value::Text(None) | Value::NotGiven | Value::Withheld => json.push_str("null"),
        Value::Group(fields) => {
            json.push('{');
            fields_to_json(json, fields);
            json.push('}');
        }
    }
}

/// Where the value of the grouping's one word is among the columns, the word has no column of its own.
#[cfg(feature = "csv")]
fn to_csv<N: Number>(rows: &Rows<'_, N>) -> String {
    let columns = rows.columns;
    let words = rows.terms.grouping().words().iter().filter(|_| !columns.contains(&"value"));
    let words: Vec<String> = words.map(By::to_string).collect();
    let mut csv = String::new();
    let header = words.iter().map(String::as_str).chain(columns.iter().copied());
    let whole = flatten(&rows.whole);
    let header = header.chain(whole.iter().map(|(name, _)| name.as_str()));
    super::csv::row(&mut csv, header.chain(["rule"]).chain(super::csv::TERMS).map(Some));
    for (line, fields) in &rows.lines {
        let values = line.iter().flat_map(Line::values).map(|value| value.map(str::to_owned));
        let cells = flatten(fields);
        let field = |column: &&str| {
            let found = cells.iter().find(|(name, _)| name == column);
            found.and_then(|(_, text)| text.clone())
        };
        let whole = whole.iter().map(|(_, text)| text.clone());
        let row = values.chain(columns.iter().map(field)).chain(whole).chain([Some(rows.rule.clone())]);
        super::csv::row(&mut csv, row.chain(super::csv::terms(rows.terms)));
    }
    csv
}

/// The fields as texts, one inside another under both names.
#[cfg(feature = "csv")]
pub(super) fn flatten<N: Number>(fields: &Fields<N>) -> Vec<(String, Option<String>)> {
    fn add<N: Number>(fields: &Fields<N>, before: &str, cells: &mut Vec<(String, Option<String>)>) {
        for (name, value) in fields {
            let name = format!("{before}{name}");
            let text = match value {
                Value::Amount(number) => Some(number.text()),
                Value::Count(count) => Some(count.to_string()),
                Value::Float(number) => Some(number.text()),
                Value::Text(text) => text.clone(),
                Value::NotGiven | Value::Withheld => None,
                Value::Group(fields) => {
                    add(fields, &format!("{name}_"), cells);
                    continue;
                }
            };
            cells.push((name, text));
        }
    }
    let mut cells = Vec::new();
    add(fields, "", &mut cells);
    cells
}

/// A reading's methods that write it.
macro_rules! written {
    ($reading:ident, $bound:path) => {
        impl<N: $bound> $reading<N> {
            /// The reading as JSON, in the form of section 16 of the [model](crate::_documentation::model): its terms and
            /// rule on the first line, then one line a line. Floats and integers are JSON numbers that read back to the
            /// same bits, other kinds are text.
            #[cfg(feature = "json")]
            pub fn to_json(&self) -> String {
                to_json(&self.rows())
            }

            /// The reading as CSV: the fields that it has as JSON, those of the whole, the rule and the terms in every row. What is not
            /// stated, and what a line does not have, is an empty cell. Without entries there is a header only.
            #[cfg(feature = "csv")]
            pub fn to_csv(&self) -> String {
                to_csv(&self.rows())
            }
        }
    };
}

written!(Attribution, Apportion);
written!(Engagement, Number);
written!(EngagementDrivers, Number);
written!(Relations, Number);
written!(Cross, Number);
written!(Drivers, Number);
written!(Risks, Number);
