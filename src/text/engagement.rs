//! Engagement as a table.

use std::fmt;

use super::analysis::{AnalysisTable, TableRow, WITHHELD};
use super::column::{TextColumn, write_columns};
pub(super) use super::{no_entries as empty, subject as heading};
use crate::analysis::Figure;
use crate::analysis::engagement::Scenario;
use crate::number::Number;

/// Writes the quantities that users and services integrated and contributed, and the scenario.
pub(super) fn write<N: Number>(table: &AnalysisTable<'_, N>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut columns = table.lines();
    for (side, heading) in [("user", "users"), ("provider", "service")] {
        for quantity in ["integrated", "contributed"] {
            columns.push(table.amounts(&format!("{heading} {quantity}"), &format!("{side}_{quantity}")));
        }
    }
    columns.push(table.counts_of("both stated", "stated", "interactions"));
    let scenario = |row: &TableRow<'_, N>| match row.figure("scenario") {
        Some(Figure::Text(Some(word))) => {
            word.parse::<Scenario>().map_or_else(|_| word.clone(), |scenario| scenario.to_string())
        }
        Some(Figure::Withheld) => WITHHELD.to_owned(),
        _ => "not known".to_owned(),
    };
    columns.push(TextColumn::left("scenario", table.rows.iter().map(scenario).collect()));
    write_columns(f, &columns)
}
