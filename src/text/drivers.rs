//! Drivers as a table that a person reads.

use std::fmt;

use super::analysis::{AnalysisTable, TableRow};
use super::column::{Column, write_columns};
use crate::analysis::Analysis;
use crate::analysis::drivers::Drivers;
use crate::number::Number;
use crate::word::printable;

/// Stands above the table.
pub(super) fn heading<N: Number>(drivers: &Drivers<N>) -> String {
    format!("{}; {}", drivers.subject(), drivers.rule_text())
}

/// Stands there instead of a table without lines.
pub(super) fn empty<N: Number>(drivers: &Drivers<N>) -> String {
    // A misspelt dimension would look like one that drives nothing.
    format!("no entries that state {}", printable(drivers.dimension()))
}

/// The figures of a value, and then those of the other values.
fn columns<N: Number>(table: &AnalysisTable<'_, N>) -> Vec<Column> {
    let dimension = table.rows.first().and_then(|row| row.text("dimension")).unwrap_or("value");
    let mut columns: Vec<Column> = table.measures().into();
    columns.push(table.texts(dimension, "value"));
    columns.extend(table.people());
    for (side, heading) in [("with", "appraisals with it"), ("without", "appraisals with others")] {
        let name = |figure: &str| format!("{side}.{figure}");
        let appraisals = name("appraisals");
        columns.push(table.counts(heading, &appraisals));
        columns.extend(["better", "worse"].map(|figure| table.percentages(figure, &name(figure), &appraisals)));
        columns.extend(["created", "destroyed", "net"].map(|figure| table.amounts_each(figure, &appraisals)));
    }
    columns
}

/// Says that net is not created − destroyed where a table shows windfalls.
pub(super) fn write_note<N: Number>(table: &AnalysisTable<'_, N>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let is_more = |row: &TableRow<'_, N>, side: &str, name: &str, part: &str| {
        row.count(&format!("{side}.{name}")) > row.count(&format!("{side}.{part}"))
    };
    let has_windfalls = |row: &TableRow<'_, N>| {
        ["with", "without"]
            .iter()
            .any(|side| is_more(row, side, "better", "gains") || is_more(row, side, "worse", "losses"))
    };
    if table.rows.iter().any(has_windfalls) {
        let net = if table.rounds { "net" } else { "net each" };
        writeln!(f, "{net} includes the windfalls of people who did not co-operate")?;
    }
    Ok(())
}

pub(super) fn write<N: Number>(table: &AnalysisTable<'_, N>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write_columns(f, &columns(table))?;
    write_note(table, f)
}
