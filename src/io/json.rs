//! Statements, analyses and publications as JSON: an object with each row on a line.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::rows::{Head, OutputLine, OutputRow, Withholding};
use crate::analysis::{Figure, NamedFigures};
use crate::catalogue::MeasureId;
use crate::number::{JsonForm, Number};
use crate::statement::{By, Line};

/// The value as JSON on one line.
pub(super) fn json(value: impl Serialize) -> String {
    serde_json::to_string(&value).expect("strings, numbers and maps with string keys are always JSON")
}

/// The head, and then each row on its own line, so that line-based tools can read and compare files.
pub(super) fn to_json<N: Number, E>(
    head: &Head<'_, N>,
    list: &str,
    rows: impl Iterator<Item = Result<OutputRow<N>, E>>,
) -> Result<String, E> {
    Ok([json_head(head), json_list(head, list, rows)?, "}".to_owned()].concat())
}

/// The beginning of an object: what all its rows share.
pub(super) fn json_head<N: Number>(head: &Head<'_, N>) -> String {
    let mut out = match head.known {
        Some((after, until)) => format!("{{\"known_after\":\"{after}\",\"known_until\":\"{until}\""),
        None => format!("{{\"terms\":{}", json(head.terms)),
    };
    let mut field = |name: &str, value: String| out.extend([name, ":", &value]);
    if let Some(earlier) = head.earlier {
        field(",\n \"earlier_terms\"", json(earlier));
    }
    if let Some(rule) = &head.rule {
        field(",\"rule\"", json(rule));
    }
    for (name, figure) in &head.whole {
        field(&format!(",\"{name}\""), json(JsonFigure(figure)));
    }
    if let Some(Withholding { disclosure, withheld, lines_withheld }) = &head.withholding {
        field(",\n \"disclosed\"", json(disclosure.threshold()));
        if let Some(base) = disclosure.base() {
            field(",\"rounded_to\"", json(base));
        }
        field(",\"withheld\"", json(withheld.iter().map(MeasureId::as_str).collect::<Vec<_>>()));
        if head.rule.is_some() {
            field(",\"lines_withheld\"", json(lines_withheld));
        }
    }
    out
}

/// A list of an object, with each row on its own line.
pub(super) fn json_list<N: Number, E>(
    head: &Head<'_, N>,
    list: &str,
    rows: impl Iterator<Item = Result<OutputRow<N>, E>>,
) -> Result<String, E> {
    let mut out = format!(",\n \"{list}\":[");
    let words: Vec<String> = head.words().iter().map(By::to_string).collect();
    for (index, row) in rows.enumerate() {
        out.push_str(if index > 0 { ",\n " } else { "\n " });
        out.push_str(&json(JsonRow { words: &words, row: &row? }));
    }
    out.push(']');
    Ok(out)
}

/// A row as a JSON object: its line, then its figures.
struct JsonRow<'a, N> {
    words: &'a [String],
    row: &'a OutputRow<N>,
}

impl<N: Number> Serialize for JsonRow<'_, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        let json_line = |line| JsonLine { words: self.words, line };
        let line = match &self.row.line {
            OutputLine::Line(line) => Some(Some(json_line(line))),
            #[cfg(feature = "certainty")]
            OutputLine::Difference(line, _) => Some(Some(json_line(line))),
            OutputLine::Pool => Some(None),
            OutputLine::NoLines => None,
        };
        if let Some(line) = line {
            object.serialize_entry("line", &line)?;
        }
        #[cfg(feature = "certainty")]
        if let OutputLine::Difference(_, less) = &self.row.line {
            object.serialize_entry("less", &less.as_ref().map(json_line))?;
        }
        serialize_figures(&self.row.figures, &mut object)?;
        object.end()
    }
}

/// A line as a JSON object: its values by the words of the grouping.
struct JsonLine<'a> {
    words: &'a [String],
    line: &'a Line,
}

impl Serialize for JsonLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.words.iter().zip(self.line.values()))
    }
}

/// A figure as a JSON value.
pub(super) struct JsonFigure<'a, N>(pub(super) &'a Figure<N>);

impl<N: Number> Serialize for JsonFigure<'_, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The digits are copied as they are, since serde_json would format a float in its own way.
        let number = |text: String| RawValue::from_string(text).expect("the text of a number is JSON");
        match self.0 {
            Figure::Amount(amount) if N::JSON_FORM == JsonForm::Number => number(amount.text()).serialize(serializer),
            Figure::Amount(amount) => serializer.serialize_str(&amount.text()),
            Figure::Count(count) => serializer.serialize_u64(*count),
            Figure::CountChange(change) => serializer.serialize_i64(*change),
            Figure::Share(share) => number(share.text()).serialize(serializer),
            Figure::Text(text) => text.serialize(serializer),
            Figure::NotGiven | Figure::Withheld => serializer.serialize_none(),
            Figure::Group(figures) => {
                let mut object = serializer.serialize_map(Some(figures.len()))?;
                serialize_figures(figures, &mut object)?;
                object.end()
            }
        }
    }
}

fn serialize_figures<N: Number, M: SerializeMap>(figures: &NamedFigures<N>, object: &mut M) -> Result<(), M::Error> {
    figures.iter().try_for_each(|(name, figure)| object.serialize_entry(name, &JsonFigure(figure)))
}
