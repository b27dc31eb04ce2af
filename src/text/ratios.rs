//! Intervals of ratios as a table.

use std::fmt;

use super::column::{TextColumn, or_dash};
use super::intervals::{IN_BRACKETS, interval_text, method};
use super::layout::{Block, decimals, write_blocks};
use crate::certainty::{RatioLine, Ratios};
use crate::printable::value_text;

/// The decimals without an explicit precision: a ratio is often a share.
const DECIMALS: usize = 4;

impl Ratios {
    pub(super) fn blocks(&self, asked: Option<usize>) -> Vec<Block> {
        let decimals = asked.unwrap_or(DECIMALS);
        let mut blocks = vec![Block::Line(method(self.resampling(), "units"))];
        if self.lines().len() == 0 {
            blocks.push(Block::Line("no units".to_owned()));
            return blocks;
        }
        blocks.push(Block::Columns(vec![
            TextColumn::left("line", self.lines().map(|line| value_text(line.name())).collect()),
            TextColumn::counts("units", self.lines().map(RatioLine::units)),
            TextColumn::right("ratio", self.lines().map(|line| interval_text(line.interval(), decimals)).collect()),
        ]));
        if self.differences().len() > 0 {
            let found = |units: Option<u64>| or_dash(units.map(|units| units.to_string()));
            let differences = || self.differences();
            blocks.extend([
                Block::Gap,
                Block::Columns(vec![
                    TextColumn::left("line", differences().map(|part| value_text(part.line())).collect()),
                    TextColumn::left("less", differences().map(|part| value_text(part.less())).collect()),
                    TextColumn::right(
                        "units at least",
                        differences().map(|part| found(part.interval().ok().map(|part| part.units()))).collect(),
                    ),
                    TextColumn::right(
                        "difference",
                        differences().map(|part| interval_text(part.interval(), decimals)).collect(),
                    ),
                ]),
            ]);
        }
        blocks.push(Block::Line(IN_BRACKETS.to_owned()));
        blocks
    }
}

impl fmt::Display for Ratios {
    /// A table of the lines, and one of the differences, under the method. Each ratio has its limits in brackets, or the reason
    /// for which it has none. Ratios have four decimals, or those that the format asks for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_blocks(f, &self.blocks(decimals(f)))
    }
}
