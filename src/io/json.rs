//! Statements, analyses and publications as JSON: one object, with each row on a line.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::rows::{Head, OutputRow};
use crate::analysis::{Figure, NamedFigures};
use crate::number::{JsonForm, Number};
use crate::statement::{By, Line};

/// A value as JSON on one line.
fn json(value: impl Serialize) -> String {
    serde_json::to_string(&value).expect("strings, numbers and maps with string keys are always JSON")
}

/// The head, then each row on a line of its own, so that files can be compared line by line.
pub(super) fn to_json<N: Number, E>(
    head: &Head<'_, N>,
    list: &str,
    rows: impl Iterator<Item = Result<OutputRow<N>, E>>,
) -> Result<String, E> {
    let mut out = format!("{{\"terms\":{}", json(head.terms));
    let mut field = |name: &str, value: String| out.push_str(&format!("{name}:{value}"));
    if let Some(rule) = &head.rule {
        field(",\"rule\"", json(rule));
    }
    for (name, figure) in &head.whole {
        field(&format!(",\"{name}\""), json(Out(figure)));
    }
    if let Some(published) = &head.published {
        field(",\n \"disclosed\"", json(published.disclosure.threshold()));
        if let Some(base) = published.disclosure.base() {
            field(",\"rounded_to\"", json(base));
        }
        let withheld: Vec<&str> = published.withheld.iter().map(|measure| measure.as_str()).collect();
        field(",\"withheld\"", json(withheld));
        if head.rule.is_some() {
            field(",\"lines_withheld\"", json(published.lines_withheld));
        }
    }
    out.push_str(&format!(",\n \"{list}\":["));
    let words: Vec<String> = head.words().iter().map(By::to_string).collect();
    for (index, row) in rows.enumerate() {
        out.push_str(if index > 0 { ",\n " } else { "\n " });
        out.push_str(&json(Object { words: &words, row: &row? }));
    }
    out.push_str("]}");
    Ok(out)
}

/// A row as an object: its line, then its figures.
struct Object<'a, N> {
    words: &'a [String],
    row: &'a OutputRow<N>,
}

impl<N: Number> Serialize for Object<'_, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        if let Some(line) = &self.row.line {
            object.serialize_entry("line", &line.as_ref().map(|line| Values { words: self.words, line }))?;
        }
        serialize_figures(&self.row.figures, &mut object)?;
        object.end()
    }
}

/// The values of a line by the words of the grouping.
struct Values<'a> {
    words: &'a [String],
    line: &'a Line,
}

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.words.iter().zip(self.line.values()))
    }
}

/// A figure as JSON.
struct Out<'a, N>(&'a Figure<N>);

impl<N: Number> Serialize for Out<'_, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Raw digits: serde_json would write a float in another form.
        let number = |text: String| RawValue::from_string(text).expect("the text of a number is JSON");
        match self.0 {
            Figure::Amount(amount) if N::JSON_FORM == JsonForm::Number => number(amount.text()).serialize(serializer),
            Figure::Amount(amount) => serializer.serialize_str(&amount.text()),
            Figure::Count(count) => serializer.serialize_u64(*count),
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
    figures.iter().try_for_each(|(name, figure)| object.serialize_entry(name, &Out(figure)))
}
