//! Relations as a table that a person reads.

use std::fmt;

use super::analysis::{AnalysisTable, TableRow};
use super::column::{Column, thousands, write_columns};
pub(super) use super::no_entries as empty;
use crate::analysis::Analysis;
use crate::analysis::relations::Relations;
use crate::number::Number;
use crate::record::Role;

/// Stands above the table.
pub(super) fn heading<N: Number>(relations: &Relations<N>) -> String {
    format!("{}, {}", relations.subject(), relations.rule_text())
}

/// How people ended, their moves, and how those ended who did not co-operate.
fn columns<N: Number>(table: &AnalysisTable<'_, N>) -> Vec<Column> {
    let mut columns = table.lines();
    columns.push(table.texts("measure", "measure"));
    for (heading, name) in [("better", "better"), ("the same", "unchanged"), ("worse", "worse")] {
        columns.push(table.counts(heading, name));
    }
    for name in ["reinforces", "recovers", "reduces", "destroys", "conflicts"] {
        columns.push(table.counts(name, name));
    }
    // Without affected people a published table withholds that there are none, and would seem to say that there are.
    let is_asked = |group: &str| group != "affected" || table.terms.includes_role(Role::Affected);
    for (heading, group) in [("integrated nothing", "integrated_nothing"), ("only affected", "affected")] {
        let ended = ["better", "unchanged", "worse"].map(|name| format!("{group}.{name}"));
        let is_zero = |name: &String| table.rows.iter().all(|row| row.count(name) == Some(0));
        if !is_asked(group) || ended.iter().all(is_zero) {
            continue;
        }
        let ended = ended.each_ref().map(String::as_str);
        // A sum of rounded counts might be off.
        if !table.rounds {
            let sum = |row: &TableRow<'_, N>| {
                let counts: Option<Vec<u64>> = ended.iter().map(|name| row.count(name)).collect();
                counts.map(|counts| thousands(&counts.iter().sum::<u64>().to_string()))
            };
            columns.push(table.made_of(heading, &ended, sum));
        }
        columns.push(table.counts(&format!("{heading}: worse"), ended[2]));
    }
    columns
}

pub(super) fn write<N: Number>(table: &AnalysisTable<'_, N>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write_columns(f, &columns(table))
}
