//! Intervals as a table.

use std::fmt;

use super::column::{TextColumn, thousands};
use super::layout::{Block, decimals, write_blocks};
use super::statement::line_columns;
use crate::certainty::{Interval, Intervals, LineIntervals, NoInterval, Per, Resampling};
use crate::number::Number;
use crate::printable::printable;

/// The decimals without an explicit precision: limits are not surer than that.
const DECIMALS: usize = 2;

/// A figure of a line.
type Figure = fn(&LineIntervals) -> Result<Interval, NoInterval>;

/// The figures with their headings.
const FIGURES: [(&str, Figure); 5] = [
    ("created", LineIntervals::created),
    ("windfall gain", LineIntervals::windfall_gain),
    ("destroyed", LineIntervals::destroyed),
    ("windfall loss", LineIntervals::windfall_loss),
    ("net", LineIntervals::net),
];

impl fmt::Display for Intervals {
    /// An aligned table: each figure with its limits in brackets, or the reason for which it has none. Amounts have two
    /// decimals, or those that the format asks for. Windfalls have columns if there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = decimals(f).unwrap_or(DECIMALS);
        let mut blocks = vec![Block::Line(self.terms().without_grouping()), Block::Line(method(self.resampling()))];
        let lines: Vec<&LineIntervals> = self.lines().collect();
        if lines.is_empty() {
            blocks.push(Block::Line("nothing is counted".to_owned()));
            return write_blocks(f, &blocks);
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
                let texts = lines.iter().map(|line| interval_text(figure(line), decimals));
                columns.push(TextColumn::right(&format!("{name} {each}"), texts.collect()));
            }
        }
        blocks.push(Block::Columns(columns));
        blocks.push(Block::Line(
            "in brackets: how far chance could move it; missing appraisals are another doubt".to_owned(),
        ));
        write_blocks(f, &blocks)
    }
}

/// The method in words: `95 % confidence intervals: 4,999 replicates of people, seed 1`.
fn method(resampling: &Resampling) -> String {
    let (part, whole) = resampling.get_level();
    let percent = (f64::from(part) / f64::from(whole) * 100.0).fixed(3);
    let percent = percent.trim_end_matches('0').trim_end_matches('.');
    let units = resampling.get_by().map_or_else(|| "people".to_owned(), |dimension| printable(dimension.as_str()));
    let replicates = thousands(&resampling.get_replicates().to_string());
    format!("{percent} % confidence intervals: {replicates} replicates of {units}, seed {}", resampling.seed())
}

/// A figure with its limits, or the reason for which it has none: `0.65 (0.28 to 1.32)`.
fn interval_text(result: Result<Interval, NoInterval>, decimals: usize) -> String {
    let text = |number: f64| thousands(&number.fixed(decimals));
    match result {
        Ok(interval) => {
            format!("{} ({} to {})", text(interval.estimate()), text(interval.low()), text(interval.high()))
        }
        Err(NoInterval::TooFewUnits { found, least }) => format!("too few units: {found} of {least}"),
        Err(NoInterval::TooFewAmounts { found, least }) => format!("too few amounts: {found} of {least}"),
        Err(NoInterval::NoSpread) => "all alike".to_owned(),
        Err(NoInterval::TooSkewed) => "too skewed".to_owned(),
    }
}
