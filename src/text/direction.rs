//! The line of a table that names the measures of which lower levels are better.

use std::collections::BTreeSet;

use super::analysis::AnalysisTable;
use super::layout::Block;
use crate::analysis::Kind;
use crate::catalogue::{Catalogue, Direction};
use crate::number::Number;
use crate::printable::printable;

/// `lower is better: pain`, for those of the measures of a table with this direction; `None` if there is none. As in
/// pictures, the other direction goes without saying.
///
/// A reader could take a positive change of such a measure for a rise of its level. So the line of a table with nets
/// says what it means.
pub(super) fn lower_is_better<'a, N: Number>(
    catalogue: &Catalogue<N>,
    shown: impl Iterator<Item = &'a str>,
    has_nets: bool,
) -> Option<Block> {
    let shown: BTreeSet<&str> = shown.collect();
    let lower = catalogue.measures().filter(|measure| measure.direction() == Direction::LowerIsBetter);
    let names: Vec<&str> = lower.map(|measure| measure.id().as_str()).filter(|id| shown.contains(id)).collect();
    let net = if has_nets { "; a change for the better is above zero" } else { "" };
    (!names.is_empty()).then(|| Block::Line(format!("lower is better: {}{net}", printable(&names.join(", ")))))
}

/// The line of an analysis, or of its publication. The drivers have a net for each appraisal.
pub(super) fn of_analysis<N: Number>(kind: Kind, table: &AnalysisTable<'_, N>) -> Option<Block> {
    let shown = table.rows.iter().flat_map(|row| [row.text("measure"), row.text("other")]).flatten();
    lower_is_better(table.catalogue, shown, kind == Kind::Drivers)
}
