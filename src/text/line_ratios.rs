//! Intervals of the ratios of an analysis as a table.

use std::fmt;

use super::column::TextColumn;
use super::intervals::{IN_BRACKETS, interval_text, method};
use super::layout::{Block, decimals, write_blocks};
use super::statement::line_columns;
use crate::certainty::{EngagementIntervals, LineRatio, LineRatios, RiskIntervals};
use crate::printable::value_text;

/// The decimals without an explicit precision: limits are not surer than that.
const DECIMALS: usize = 2;

/// The table of these ratios, under a heading. `people` are resampled unless a dimension is.
fn blocks<const K: usize>(
    ratios: &LineRatios<K>,
    (heading, people): (String, &str),
    names: [&str; K],
    asked: Option<usize>,
) -> Vec<Block> {
    let (lines, resampling) = (&ratios.lines, &ratios.resampling);
    let mut blocks = vec![Block::Line(heading), Block::Line(method(resampling, people))];
    if lines.is_empty() {
        blocks.push(Block::Line("nothing is counted".to_owned()));
        return blocks;
    }
    let mut columns = line_columns(Some(&ratios.terms), lines.iter().map(|line| Ok(&line.line)));
    if lines.iter().any(|line| line.measure.is_some()) {
        let measures = lines.iter().flat_map(|line| &line.measure);
        columns.push(TextColumn::left("measure", measures.clone().map(|(measure, _)| measure.to_string()).collect()));
        columns.push(TextColumn::left("unit", measures.map(|(_, unit)| value_text(unit)).collect()));
    }
    columns.push(TextColumn::counts(people, lines.iter().map(|line| line.people)));
    if resampling.get_by().is_some() {
        columns.push(TextColumn::counts("unstated", lines.iter().map(|line| line.unstated)));
    }
    for (ratio, name) in names.into_iter().enumerate() {
        let text = |line: &LineRatio<K>| interval_text(line.results[ratio], asked.unwrap_or(DECIMALS));
        columns.push(TextColumn::right(name, lines.iter().map(text).collect()));
    }
    blocks.extend([Block::Columns(columns), Block::Line(IN_BRACKETS.to_owned())]);
    blocks
}

impl EngagementIntervals {
    pub(super) fn blocks(&self, asked: Option<usize>) -> Vec<Block> {
        let heading = format!("stated contributions of users and services{}", self.terms().of_entries());
        blocks(&self.ratios, (heading, "users"), ["users' engagement", "service's engagement"], asked)
    }
}

impl RiskIntervals {
    pub(super) fn blocks(&self, asked: Option<usize>) -> Vec<Block> {
        let names = ["expected loss for each appraisal", "mean loss for each loss"];
        blocks(&self.ratios, (self.terms().without_grouping(), "people"), names, asked)
    }
}

impl fmt::Display for EngagementIntervals {
    /// An aligned table: the engagement of each side with its limits in brackets, or the reason for which it has none. It has two
    /// decimals, or those that the format asks for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_blocks(f, &self.blocks(decimals(f)))
    }
}

impl fmt::Display for RiskIntervals {
    /// An aligned table: each loss with its limits in brackets, or the reason for which it has none. Losses have two decimals, or
    /// those that the format asks for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_blocks(f, &self.blocks(decimals(f)))
    }
}
