//! Engagement as a table that a person reads.

use std::fmt;

use super::{Engagement, Scenario};
use crate::number::Number;
use crate::reading::fields::Value;
use crate::reading::table::{Printed, PrintedRow, WITHHELD};
use crate::statement::Column;

impl<N: Number> Engagement<N> {
    /// What it is of, in words.
    pub(crate) fn heading(&self) -> String {
        let as_of = self.terms.stated_as_of().map_or_else(String::new, |day| format!(", as of {day}"));
        format!("what users and services state{as_of}")
    }
}

impl<N: Number> fmt::Display for Engagement<N> {
    /// An aligned table under its terms; the scenario by a threshold of a half. Decimals are those of a
    /// [statement](crate::Statement)'s table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}, {}", self.heading(), self.rule())?;
        let rows = self.rows();
        if rows.lines.is_empty() {
            return writeln!(f, "no entries");
        }
        Printed::of(&rows, &self.catalogue, f.precision()).write(rows.analysis, f)
    }
}

/// What users and services integrated of what they contributed, and the scenario of each line.
pub(in crate::reading) fn columns<N: Number>(printed: &Printed<'_, N>) -> Vec<Column> {
    let mut columns = printed.lines();
    for (side, heading) in [("user", "users integrated"), ("provider", "services integrated")] {
        columns.push(printed.amounts(heading, &format!("{side}_integrated")));
        columns.push(printed.amounts("of contributed", &format!("{side}_contributed")));
    }
    columns.push(printed.counts_of("stated", "stated", "interactions"));
    let scenario = |row: &PrintedRow<'_, N>| match row.value("scenario") {
        Some(Value::Text(Some(word))) => {
            word.parse::<Scenario>().map_or_else(|_| word.clone(), |scenario| scenario.to_string())
        }
        Some(Value::Withheld) => WITHHELD.to_owned(),
        _ => "not known".to_owned(),
    };
    columns.push(Column::left("scenario", printed.rows.iter().map(scenario).collect()));
    columns
}
