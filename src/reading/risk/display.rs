//! Risk as a table that a person reads.

use std::fmt;

use super::Risks;
use crate::number::Number;
use crate::reading::fields::Value;
use crate::reading::table::{Printed, PrintedRow, WITHHELD};
use crate::statement::Column;

impl<N: Number> fmt::Display for Risks<N> {
    /// An aligned table under its terms; `too few` beside the beneficiaries of a line without figures. Decimals are those of
    /// a [statement](crate::Statement)'s table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}, {}", self.terms.without_grouping(), self.rule())?;
        let rows = self.rows();
        if rows.lines.is_empty() {
            return writeln!(f, "no entries");
        }
        Printed::of(&rows, &self.catalogue, f.precision()).write(rows.analysis, f)
    }
}

/// How probable a loss is and how large, for each line with enough beneficiaries.
pub(in crate::reading) fn columns<N: Number>(printed: &Printed<'_, N>) -> Vec<Column> {
    let mut columns = printed.lines();
    columns.extend(printed.measures());
    let beneficiaries = |row: &PrintedRow<'_, N>| match row.value("too_few") {
        Some(Value::Withheld) => format!("{WITHHELD} (too few)"),
        Some(_) => format!("{} (too few)", row.count_text("too_few")),
        None => row.count_text("beneficiaries"),
    };
    // A row for publishing has its people already.
    let is_known = |row: &PrintedRow<'_, N>| row.value("beneficiaries").is_some() || row.value("too_few").is_some();
    if printed.rows.iter().any(is_known) {
        columns.push(Column::right("beneficiaries", printed.rows.iter().map(beneficiaries).collect()));
    }
    columns.push(printed.counts_of("losses of appraisals", "losses", "appraisals"));
    columns.push(printed.amounts_to("probability", "probability", Some(3)));
    columns.push(printed.intervals("95 % interval", ["low", "high"], |low, high| format!("{low:.3} to {high:.3}")));
    for (heading, name) in
        [("mean loss", "mean_loss"), ("expected loss", "expected_loss"), ("expected shortfall", "expected_shortfall")]
    {
        columns.push(printed.amounts(heading, name));
    }
    columns
}
