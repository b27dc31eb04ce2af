//! Intervals as a table.

use std::fmt;

use super::column::{TextColumn, thousands};
use super::layout::{Block, decimals, write_blocks};
use super::statement::line_columns;
use crate::certainty::{Difference, Interval, Intervals, LineFigure, LineIntervals, NoInterval, Per, Resampling};
use crate::number::Number;
use crate::statement::{FigureRange, Line};

/// The decimals without an explicit precision: limits are not surer than that.
pub(super) const DECIMALS: usize = 2;

/// The figures in the order of their columns, with the headings.
const FIGURES: [(&str, LineFigure); 5] = [
    ("created", LineFigure::Created),
    ("windfall gain", LineFigure::WindfallGain),
    ("destroyed", LineFigure::Destroyed),
    ("windfall loss", LineFigure::WindfallLoss),
    ("net", LineFigure::Net),
];

/// What stands in brackets beside a figure.
pub(super) const IN_BRACKETS: &str = "in brackets: confidence intervals, which say how far chance could move a figure";

impl Intervals {
    pub(super) fn blocks(&self, asked: Option<usize>) -> Vec<Block> {
        let decimals = asked.unwrap_or(DECIMALS);
        let mut blocks =
            vec![Block::Line(self.terms().without_grouping()), Block::Line(method(self.resampling(), "people"))];
        let lines: Vec<&LineIntervals> = self.lines().collect();
        if lines.is_empty() {
            blocks.push(Block::Line("nothing is counted".to_owned()));
            return blocks;
        }
        let mut columns = line_columns(Some(self.terms()), lines.iter().map(|line| Ok(line.line())));
        let texts = |text: fn(&LineIntervals) -> &str| lines.iter().map(|line| text(line).to_owned()).collect();
        columns.push(TextColumn::left("measure", texts(|line| line.measure().as_str())));
        columns.push(TextColumn::left("unit", texts(LineIntervals::unit)));
        columns.push(TextColumn::counts(self.terms().people().1, lines.iter().map(|line| line.people())));
        if self.resampling().get_by().is_some() {
            columns.push(TextColumn::counts("units", lines.iter().map(|line| line.units())));
            columns.push(TextColumn::counts("unstated", lines.iter().map(|line| line.unstated())));
        }
        let each = match self.resampling().get_per() {
            Per::Person => "for each person",
            Per::Appraisal => "for each appraisal",
        };
        for (name, figure) in FIGURES {
            if !name.starts_with("windfall") || lines.iter().any(|line| line.has_windfalls()) {
                let texts = lines.iter().map(|line| interval_text(line.result(figure), decimals));
                columns.push(TextColumn::right(&format!("{name} {each}"), texts.collect()));
            }
        }
        blocks.push(Block::Columns(columns));
        blocks.extend(self.difference_blocks(each, decimals));
        blocks.push(Block::Line(format!("{IN_BRACKETS}; missing appraisals are another doubt")));
        blocks.extend(self.missing_blocks(decimals));
        blocks
    }

    /// The differences of lines, if some were asked for.
    fn difference_blocks(&self, each: &str, decimals: usize) -> Vec<Block> {
        let differences: Vec<&Difference> = self.differences().collect();
        if differences.is_empty() {
            return Vec::new();
        }
        let mut columns = line_columns(Some(self.terms()), differences.iter().map(|part| Ok(part.line())));
        columns.push(less_column(differences.iter().map(|part| part.less())));
        let texts = |text: fn(&Difference) -> &str| differences.iter().map(|part| text(part).to_owned()).collect();
        columns.push(TextColumn::left("measure", texts(|part| part.measure().as_str())));
        columns.push(TextColumn::left("unit", texts(Difference::unit)));
        for (name, figure) in FIGURES {
            if !name.starts_with("windfall") || self.lines().any(LineIntervals::has_windfalls) {
                let texts = differences.iter().map(|part| interval_text(part.result(figure), decimals));
                columns.push(TextColumn::right(&format!("{name} {each}"), texts.collect()));
            }
        }
        vec![Block::Gap, Block::Columns(columns)]
    }

    /// The lines with missing appraisals: how far these could move the totals.
    fn missing_blocks(&self, decimals: usize) -> Vec<Block> {
        let lines: Vec<&LineIntervals> =
            self.lines().filter(|line| line.missing().is_some_and(|most| most > 0)).collect();
        if lines.is_empty() {
            return Vec::new();
        }
        let mut columns = line_columns(Some(self.terms()), lines.iter().map(|line| Ok(line.line())));
        let texts = |text: fn(&LineIntervals) -> &str| lines.iter().map(|line| text(line).to_owned()).collect();
        columns.push(TextColumn::left("measure", texts(|line| line.measure().as_str())));
        columns.push(TextColumn::left("unit", texts(LineIntervals::unit)));
        columns.push(TextColumn::counts("missing", lines.iter().filter_map(|line| line.missing())));
        let is_shown = |name: &str| !name.starts_with("windfall") || self.lines().any(LineIntervals::has_windfalls);
        for (name, figure) in FIGURES.into_iter().filter(|(name, _)| is_shown(name)) {
            let texts = lines
                .iter()
                .map(|line| line.bounds().map_or_else(no_range, |bounds| range_text(figure.range(bounds), decimals)));
            columns.push(TextColumn::right(&format!("{name} in all"), texts.collect()));
        }
        let heading = "if no appraisal were missing, totals would lie between these; chance is not counted in";
        vec![Block::Gap, Block::Line(heading.to_owned()), Block::Columns(columns)]
    }
}

impl fmt::Display for Intervals {
    /// An aligned table: each figure with its limits in brackets, or the reason for which it has none. Amounts have two
    /// decimals, or those that the format asks for. Windfalls have columns if there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_blocks(f, &self.blocks(decimals(f)))
    }
}

/// The lines that are taken off; `None` for all others together.
pub(super) fn less_column<'l>(less: impl Iterator<Item = Option<&'l Line>>) -> TextColumn {
    let text = |less: Option<&Line>| less.map_or_else(|| "all others".to_owned(), Line::to_string);
    TextColumn::left("less", less.map(text).collect())
}

/// The bounds of a figure: `34.00 to 61.00`.
fn range_text(range: &FigureRange<f64>, decimals: usize) -> String {
    let text = |number: &f64| thousands(&number.fixed(decimals));
    format!("{} to {}", text(range.lowest()), text(range.highest()))
}

/// The text of bounds of a measure without a range.
fn no_range() -> String {
    "not bounded".to_owned()
}

/// The method in words: `95 % confidence intervals: 4,999 replicates of people, seed 1`.
pub(crate) fn method(resampling: &Resampling, units: &str) -> String {
    let (level, units) = (resampling.level_text(), resampling.units_text(units));
    let replicates = thousands(&resampling.get_replicates().to_string());
    let weighted = if resampling.is_weighted() { ", weighted" } else { "" };
    format!("{level} % confidence intervals: {replicates} replicates of {units}, seed {}{weighted}", resampling.seed())
}

/// A figure with its limits, or the reason for which it has none: `0.65 (0.28 to 1.32)`.
pub(super) fn interval_text(result: Result<Interval, NoInterval>, decimals: usize) -> String {
    let text = |number: f64| thousands(&number.fixed(decimals));
    match result {
        Ok(interval) => {
            format!("{} ({} to {})", text(interval.estimate()), text(interval.low()), text(interval.high()))
        }
        Err(reason) => no_interval_text(reason),
    }
}

/// The reason for which a figure has no interval: `too few units: 19 of 20`.
pub(crate) fn no_interval_text(reason: NoInterval) -> String {
    match reason {
        NoInterval::TooFewUnits { found, least } => format!("too few units: {found} of {least}"),
        NoInterval::TooFewAmounts { found, least } => format!("too few amounts: {found} of {least}"),
        NoInterval::EmptyReplicates { found, replicates } => format!("empty replicates: {found} of {replicates}"),
        NoInterval::NoSpread => "all alike".to_owned(),
        NoInterval::TooSkewed => "too skewed".to_owned(),
    }
}
