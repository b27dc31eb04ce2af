//! Risk as a table.

use super::analysis::{AnalysisTable, TableRow};
use super::column::TextColumn;
use super::layout::Block;
pub(super) use super::{no_entries as empty, nothing as after, subject as heading};
use crate::number::Number;

/// The probability and the size of a loss, for each line with enough beneficiaries.
pub(super) fn blocks<N: Number>(table: &AnalysisTable<'_, N>) -> Vec<Block> {
    let mut columns = table.values();
    columns.extend(table.measures());
    let beneficiaries = |row: &TableRow<'_, N>| {
        let people = row.people.clone().unwrap_or_else(|| match row.figure("too_few") {
            Some(_) => row.count_text("too_few"),
            None => row.count_text("beneficiaries"),
        });
        if row.figure("too_few").is_some() { format!("{people} (too few)") } else { people }
    };
    columns.push(TextColumn::right("beneficiaries", table.rows.iter().map(beneficiaries).collect()));
    columns.push(table.counts_of("losses (of appraisals)", "losses", "appraisals"));
    columns.push(table.amounts_to("probability", "probability", Some(3)));
    columns.push(table.intervals("95 % confidence", ["low", "high"], |low, high| format!("{low:.3} to {high:.3}")));
    for (heading, name) in
        [("mean loss", "mean_loss"), ("expected loss", "expected_loss"), ("expected shortfall", "expected_shortfall")]
    {
        columns.push(table.amounts(heading, name));
    }
    vec![Block::Columns(columns)]
}
