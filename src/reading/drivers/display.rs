//! Drivers as a table that a person reads.

use std::fmt;

use super::Drivers;
use crate::number::Number;
use crate::reading::table::{Printed, PrintedRow};
use crate::statement::{Column, shown};

impl<N: Number> fmt::Display for Drivers<N> {
    /// An aligned table under its terms. Decimals are those of a [statement](crate::Statement)'s table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (dimension, terms) = (shown(self.dimension()), self.terms().without_grouping());
        writeln!(f, "{dimension}, {terms}; {}", self.rule())?;
        let rows = self.rows();
        if rows.lines.is_empty() {
            // A misspelt dimension would look like one that drives nothing.
            return writeln!(f, "no entries that state {dimension}");
        }
        Printed::of(&rows, self.catalogue(), f.precision()).write(rows.analysis, f)
    }
}

/// The figures of a value, and then those of the other values.
pub(in crate::reading) fn columns<N: Number>(printed: &Printed<'_, N>) -> Vec<Column> {
    let dimension = printed.rows.first().and_then(|row| row.text("dimension")).unwrap_or("value");
    let mut columns: Vec<Column> = printed.measures().into();
    columns.push(printed.texts(dimension, "value"));
    columns.extend(printed.people());
    for (side, heading) in [("with", "appraisals with it"), ("without", "appraisals with others")] {
        let name = |figure: &str| format!("{side}.{figure}");
        let appraisals = name("appraisals");
        columns.push(printed.counts(heading, &appraisals));
        columns.extend(["better", "worse"].map(|figure| printed.percentages(figure, &name(figure), &appraisals)));
        columns.extend(["created", "destroyed", "net"].map(|figure| printed.amounts_each(figure, &appraisals)));
    }
    columns
}

/// Says that net is not created − destroyed where a table shows windfalls.
pub(in crate::reading) fn write_note<N: Number>(printed: &Printed<'_, N>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let is_more = |row: &PrintedRow<'_, N>, side: &str, name: &str, part: &str| {
        row.count(&format!("{side}.{name}")) > row.count(&format!("{side}.{part}"))
    };
    let has_windfalls = |row: &PrintedRow<'_, N>| {
        ["with", "without"]
            .iter()
            .any(|side| is_more(row, side, "better", "gains") || is_more(row, side, "worse", "losses"))
    };
    if printed.rows.iter().any(has_windfalls) {
        let net = if printed.rounds { "net" } else { "net each" };
        writeln!(f, "{net} includes the windfalls of people who did not co-operate")?;
    }
    Ok(())
}
