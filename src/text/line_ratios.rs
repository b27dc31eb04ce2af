//! Intervals of the ratios of an analysis as a table.

use std::fmt;

use super::column::TextColumn;
use super::intervals::{DECIMALS, IN_BRACKETS, interval_text, less_column, method};
use super::layout::{Block, decimals, write_blocks};
use super::statement::line_columns;
use crate::catalogue::MeasureId;
use crate::certainty::{EngagementIntervals, Interval, LineRatios, NoInterval, RiskIntervals};
use crate::printable::value_text;

/// The table of these ratios, under a heading. `people` are resampled unless a dimension is.
fn blocks<const K: usize>(
    ratios: &LineRatios<K>,
    (heading, people): (String, &str),
    names: [&str; K],
    asked: Option<usize>,
) -> Vec<Block> {
    let (lines, differences, resampling) = (&ratios.lines, &ratios.differences, &ratios.resampling);
    let mut blocks = vec![Block::Line(heading), Block::Line(method(resampling, people))];
    if lines.is_empty() {
        blocks.push(Block::Line("nothing is counted".to_owned()));
        return blocks;
    }
    let decimals = asked.unwrap_or(DECIMALS);
    let ratio_column = |name: &str, results: &mut dyn Iterator<Item = Result<Interval, NoInterval>>| {
        TextColumn::right(name, results.map(|result| interval_text(result, decimals)).collect())
    };
    let mut columns = line_columns(Some(&ratios.terms), lines.iter().map(|line| Ok(&line.line)));
    columns.extend(measure_columns(lines.iter().map(|line| &line.measure)));
    columns.push(TextColumn::counts(people, lines.iter().map(|line| line.people)));
    if resampling.get_by().is_some() {
        columns.push(TextColumn::counts("unstated", lines.iter().map(|line| line.unstated)));
    }
    for (ratio, name) in names.into_iter().enumerate() {
        columns.push(ratio_column(name, &mut lines.iter().map(|line| line.results[ratio])));
    }
    blocks.push(Block::Columns(columns));
    if !differences.is_empty() {
        let mut columns = line_columns(Some(&ratios.terms), differences.iter().map(|part| Ok(&part.line)));
        columns.push(less_column(differences.iter().map(|part| part.less.as_ref())));
        columns.extend(measure_columns(differences.iter().map(|part| &part.measure)));
        for (ratio, name) in names.into_iter().enumerate() {
            columns.push(ratio_column(name, &mut differences.iter().map(|part| part.results[ratio])));
        }
        blocks.extend([Block::Gap, Block::Columns(columns)]);
    }
    blocks.push(Block::Line(IN_BRACKETS.to_owned()));
    blocks
}

/// The columns of the measure and its unit, in an analysis of measures.
fn measure_columns<'m>(
    measures: impl Iterator<Item = &'m Option<(MeasureId, Box<str>)>>,
) -> impl Iterator<Item = TextColumn> {
    let (ids, units): (Vec<String>, Vec<String>) =
        measures.flatten().map(|(measure, unit)| (measure.to_string(), value_text(unit))).unzip();
    let columns = [TextColumn::left("measure", ids), TextColumn::left("unit", units)];
    columns.into_iter().filter(|column| !column.texts.is_empty())
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
