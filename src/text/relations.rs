//! Relations as a table.

use super::analysis::{AnalysisTable, TableRow};
use super::column::thousands;
use super::layout::Block;
pub(super) use super::{no_entries as empty, nothing as after, subject as heading};
use crate::number::Number;
use crate::record::Role;

/// The outcomes of people, the transitions and conflicts, and the outcomes of people who did not co-operate.
pub(super) fn blocks<N: Number>(table: &AnalysisTable<'_, N>) -> Vec<Block> {
    let mut columns = table.lines();
    columns.push(table.texts("measure", "measure"));
    for (heading, name) in [("better", "better"), ("the same", "unchanged"), ("worse", "worse")] {
        columns.push(table.counts(heading, name));
    }
    for name in ["reinforces", "recovers", "reduces", "destroys", "conflicts"] {
        columns.push(table.counts(name, name));
    }
    // If the terms exclude affected people, a published table may still withhold their zeros. A column of `withheld`
    // would then suggest that there are some.
    let is_included = |group: &str| group != "affected" || table.terms.includes_role(Role::Affected);
    for (heading, group) in [("integrated nothing", "integrated_nothing"), ("only affected", "affected")] {
        let names = ["better", "unchanged", "worse"].map(|name| format!("{group}.{name}"));
        let is_zero = |name: &String| table.rows.iter().all(|row| row.count(name) == Some(0));
        if !is_included(group) || names.iter().all(is_zero) {
            continue;
        }
        let names = names.each_ref().map(String::as_str);
        // A sum of rounded counts could differ from the rounded sum.
        if !table.rounds {
            let sum = |row: &TableRow<'_, N>| {
                let counts: Option<Vec<u64>> = names.iter().map(|name| row.count(name)).collect();
                counts.map(|counts| thousands(&counts.iter().sum::<u64>().to_string()))
            };
            columns.push(table.derived(heading, &names, sum));
        }
        columns.push(table.counts(&format!("{heading}: worse"), names[2]));
    }
    vec![Block::Columns(columns)]
}
