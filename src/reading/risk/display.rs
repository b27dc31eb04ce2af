//! Risk as a table that a person reads.

use std::fmt;

use super::Risks;
use crate::number::Number;
use crate::reading::table::{Printed, PrintedRow};
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
    let mut columns = printed.values();
    columns.extend(printed.measures());
    let beneficiaries = |row: &PrintedRow<'_, N>| {
        let people = row.people.clone().unwrap_or_else(|| match row.value("too_few") {
            Some(_) => row.count_text("too_few"),
            None => row.count_text("beneficiaries"),
        });
        if row.value("too_few").is_some() { format!("{people} (too few)") } else { people }
    };
    columns.push(Column::right("beneficiaries", printed.rows.iter().map(beneficiaries).collect()));
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
