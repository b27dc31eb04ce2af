//! Engagement as a table that a person reads.

use std::fmt;

use super::analysis::{AnalysisTable, TableRow, WITHHELD};
use super::column::{Column, write_columns};
pub(super) use super::no_entries as empty;
use crate::analysis::Analysis;
use crate::analysis::Figure;
use crate::analysis::engagement::{Engagement, Scenario};
use crate::number::Number;

/// Stands above the table.
pub(super) fn heading<N: Number>(engagement: &Engagement<N>) -> String {
    format!("{}, {}", engagement.subject(), engagement.rule_text())
}

/// What users and services integrated of what they contributed, and the scenario of each line.
fn columns<N: Number>(table: &AnalysisTable<'_, N>) -> Vec<Column> {
    let mut columns = table.lines();
    for (side, heading) in [("user", "users integrated"), ("provider", "services integrated")] {
        columns.push(table.amounts(heading, &format!("{side}_integrated")));
        columns.push(table.amounts("of contributed", &format!("{side}_contributed")));
    }
    columns.push(table.counts_of("stated", "stated", "interactions"));
    let scenario = |row: &TableRow<'_, N>| match row.value("scenario") {
        Some(Figure::Text(Some(word))) => {
            word.parse::<Scenario>().map_or_else(|_| word.clone(), |scenario| scenario.to_string())
        }
        Some(Figure::Withheld) => WITHHELD.to_owned(),
        _ => "not known".to_owned(),
    };
    columns.push(Column::left("scenario", table.rows.iter().map(scenario).collect()));
    columns
}

pub(super) fn write<N: Number>(table: &AnalysisTable<'_, N>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write_columns(f, &columns(table))
}
