//! Relations as a table that a person reads.

use std::fmt;

use super::Relations;
use crate::number::Number;
use crate::reading::table::{Printed, PrintedRow};
use crate::record::Role;
use crate::statement::{Column, thousands};

impl<N: Number> fmt::Display for Relations<N> {
    /// An aligned table under its terms, and in it how those ended who did not co-operate, if there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}, {}", self.terms.without_grouping(), self.rule())?;
        let rows = self.rows();
        if rows.lines.is_empty() {
            return writeln!(f, "no entries");
        }
        Printed::of(&rows, &self.catalogue, f.precision()).write(rows.analysis, f)
    }
}

/// How people ended, their moves, and how those ended who did not co-operate.
pub(in crate::reading) fn columns<N: Number>(printed: &Printed<'_, N>) -> Vec<Column> {
    let mut columns = printed.lines();
    columns.push(printed.texts("measure", "measure"));
    for (heading, name) in [("better", "better"), ("the same", "unchanged"), ("worse", "worse")] {
        columns.push(printed.counts(heading, name));
    }
    for name in ["reinforces", "recovers", "reduces", "destroys", "conflicts"] {
        columns.push(printed.counts(name, name));
    }
    // Without affected people a published table withholds that there are none, and would seem to say that there are.
    let is_asked = |group: &str| group != "affected" || printed.terms.includes_role(Role::Affected);
    for (heading, group) in [("integrated nothing", "integrated_nothing"), ("only affected", "affected")] {
        let ended = ["better", "unchanged", "worse"].map(|name| format!("{group}.{name}"));
        let is_zero = |name: &String| printed.rows.iter().all(|row| row.count(name) == Some(0));
        if !is_asked(group) || ended.iter().all(is_zero) {
            continue;
        }
        let ended = ended.each_ref().map(String::as_str);
        // A sum of rounded counts might be off.
        if !printed.rounds {
            let sum = |row: &PrintedRow<'_, N>| {
                let counts: Option<Vec<u64>> = ended.iter().map(|name| row.count(name)).collect();
                counts.map(|counts| thousands(&counts.iter().sum::<u64>().to_string()))
            };
            columns.push(printed.made_of(heading, &ended, sum));
        }
        columns.push(printed.counts(&format!("{heading}: worse"), ended[2]));
    }
    columns
}
