//! Reach as a table.

use super::analysis::{AnalysisTable, TableRow, percent};
use super::column::{TextColumn, thousands};
use super::layout::Block;
pub(super) use super::{no_entries as empty, subject as heading};
use crate::analysis::Figure;
use crate::analysis::reach::Reach;
use crate::number::Number;
use crate::record::ReachStep;

/// A row for each line and measure: the people of each step, with their share of the step before.
pub(super) fn blocks<N: Number>(table: &AnalysisTable<'_, N>) -> Vec<Block> {
    let mut columns = table.lines();
    columns.push(table.texts("measure", "measure"));
    columns.push(table.counts("entries", "entries"));
    for &step in ReachStep::ALL {
        let texts = table.rows.iter().map(|row| people(row, step)).collect();
        columns.push(TextColumn::right(step.word(), texts));
    }
    columns.push(table.counts("missing", "missing"));
    columns.push(table.counts("outside", "outside"));
    vec![Block::Columns(columns)]
}

/// The largest gap between two values of a dimension, if the grouping has one.
pub(super) fn after<N: Number>(reach: &Reach<N>) -> Option<String> {
    Some(format!("largest gap: {}", reach.largest_gap().ok()??))
}

/// `46,172 (57 %)`, `not stated`, or `stated by 1 of 3` entries: the people of some entries are not those of the line.
fn people<N: Number>(row: &TableRow<'_, N>, step: ReachStep) -> String {
    let in_group = |group: &str| match row.figure(group) {
        Some(Figure::Group(figures)) => figures.iter().find(|(name, _)| *name == step.word()).map(|(_, figure)| figure),
        _ => None,
    };
    let count = row.count(step.word()).map(|count| thousands(&count.to_string()));
    match (count, in_group("share"), in_group("stated")) {
        (Some(count), Some(Figure::Share(share)), _) => format!("{count} ({})", percent(*share)),
        (Some(count), ..) => count,
        (None, _, Some(Figure::Count(stated))) if *stated > 0 => {
            format!("stated by {} of {}", stated, row.count("entries").unwrap_or_default())
        }
        _ => "not stated".to_owned(),
    }
}
