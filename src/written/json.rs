//! Statements as JSON.

use std::fmt::Write;

use crate::number::{Number, WrittenAs};
use crate::statement::{By, Cell, Line, Overflow, Statement, fields};

/// Text as JSON.
pub(super) fn text(json: &mut String, text: &str) {
    json.push_str(&serde_json::Value::from(text).to_string());
}

/// The values of a line by the words they are of.
pub(super) fn line(json: &mut String, words: &[String], line: &Line) {
    json.push('{');
    for (place, (word, value)) in words.iter().zip(line.values()).enumerate() {
        if place > 0 {
            json.push(',');
        }
        text(json, word);
        json.push(':');
        match value {
            Some(value) => text(json, value),
            None => json.push_str("null"),
        }
    }
    json.push('}');
}

/// The measure and the figures of a cell, as fields.
pub(super) fn figures<N: Number>(json: &mut String, cell: &Cell<N>) -> Result<(), Overflow> {
    json.push_str("\"measure\":");
    text(json, cell.measure().as_str());
    for (name, read) in fields::amounts() {
        let amount = read(cell)?;
        json.push_str(",\"");
        json.push_str(name);
        json.push_str("\":");
        match N::WRITTEN_AS {
            WrittenAs::Number => json.push_str(&amount.text()),
            WrittenAs::Text => text(json, &amount.text()),
        }
    }
    for (name, count) in fields::counts(cell) {
        let written = match count {
            Some(count) => write!(json, ",\"{name}\":{count}"),
            None => write!(json, ",\"{name}\":null"),
        };
        written.expect("text takes all that is written");
    }
    Ok(())
}

impl<N: Number> Statement<N> {
    /// The statement as JSON, in the form of section 16 of the [model](crate::_documentation::model): its terms on the
    /// first line, then one cell a line, sorted as [`cells`](Statement::cells) are.
    ///
    /// Floats and integers are JSON numbers that read back to the same bits, other kinds are text. What is not stated
    /// is `null`, and so are `due`, `made` and `missing` where the grouping has no coverage, and the terms of the empty
    /// statement.
    ///
    /// # Errors
    ///
    /// - a figure that no number of the kind holds: the first such, by line, measure and figure.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    ///
    /// let catalogue =
    ///     Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
    /// ledger.record(visit.appraisal(Appraisal::of("pain").before(6.0).after(4.0)))?;
    /// let json = ledger.statement(By::Service)?.to_json()?;
    /// let terms = r#"{"terms":{"by":["service"],"baseline":"before","logic":"service-dominant","including":[],"#;
    /// assert!(json.starts_with(terms));
    /// assert!(json.contains(r#"{"line":{"service":"physio"},"measure":"pain","co_created":2.0,"#));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn to_json(&self) -> Result<String, Overflow> {
        let mut json = "{\"terms\":".to_owned();
        json.push_str(&serde_json::to_string(&self.terms()).expect("terms are words, which JSON has"));
        json.push_str(",\n \"cells\":[");
        let words: Vec<String> =
            self.terms().iter().flat_map(|terms| terms.grouping().words()).map(By::to_string).collect();
        for (place, one) in self.cells().enumerate() {
            json.push_str(if place > 0 { ",\n " } else { "\n " });
            json.push_str("{\"line\":");
            line(&mut json, &words, one.line());
            json.push(',');
            figures(&mut json, &one)?;
            json.push('}');
        }
        json.push_str("]}");
        Ok(json)
    }
}
