//! The swings of assumptions, and the worst and the best that ranges allow, as tables.

use std::fmt;

use super::assumed::assumed_text;
use super::column::{TextColumn, or_dash};
use super::layout::{Block, decimals, write_blocks};
use super::worth::{CENTS, RATIO, amounts, money, ratio_text};
use crate::number::Fraction;
use crate::printable::value_text;
use crate::worth::{Assumption, Extremes, Sensitivity, Swing, Switching, Worth};

/// A switching value: `3.5`, `40 %`, `never`; a dash where there is none to be found.
fn switching_text<N: Fraction>(assumption: Assumption, switching: Option<&Switching<N>>) -> String {
    match switching {
        Some(Switching::At(value)) => assumed_text(assumption, value),
        Some(Switching::Near(value)) => assumed_text(assumption, value),
        Some(Switching::Never) => "never".to_owned(),
        None => or_dash(None),
    }
}

impl<N: Fraction> Sensitivity<N> {
    pub(super) fn blocks(&self, asked: Option<usize>) -> Vec<Block> {
        let central = self.central();
        let npv = money(central.net_present_value(), asked.unwrap_or(CENTS));
        let mut blocks = central.heading();
        blocks.push(Block::Line(format!("net present value as stated: {npv}")));
        if self.swings().len() == 0 {
            blocks.push(Block::Line("no assumption has a range".to_owned()));
            return blocks;
        }
        blocks.push(Block::Line("low, high: net present value at the low value and at the high value".to_owned()));
        blocks.push(Block::Line("switching value: the value at which the net present value is 0".to_owned()));
        let text = |text: fn(&Swing<N>) -> String| self.swings().map(text).collect::<Vec<_>>();
        blocks.push(Block::Columns(vec![
            TextColumn::left("of", text(|swing| or_dash(swing.of().map(value_text)))),
            TextColumn::left(
                "assumption",
                self.swings().map(|swing| swing.assumption().label() + &self.own_prices(swing)).collect(),
            ),
            TextColumn::right("low value", text(|swing| assumed_text(swing.assumption(), swing.low_value()))),
            TextColumn::right("high value", text(|swing| assumed_text(swing.assumption(), swing.high_value()))),
            amounts("low", self.swings().map(Swing::low), asked),
            amounts("high", self.swings().map(Swing::high), asked),
            amounts("swing", self.swings().map(Swing::width), asked),
            TextColumn::right("switching value", text(|swing| switching_text(swing.assumption(), swing.switching()))),
        ]));
        blocks
    }
}

impl<N: Fraction> Sensitivity<N> {
    /// `, in prices of 2011` if a range, and so the switching value, is in other prices than the net present values;
    /// else nothing.
    pub(crate) fn own_prices(&self, swing: &Swing<N>) -> String {
        let year = self.range_price_year(swing);
        year.map_or_else(String::new, |year| format!(", in prices of {year}"))
    }
}

impl<N: Fraction> fmt::Display for Sensitivity<N> {
    /// An aligned table of the swings, the widest first, under the unit, the prices and the discount. Shares and rates are
    /// percentages. A range in other prices than those of the map says so. `never` stands where no value switches the net
    /// present value, and a dash for years, which are whole. Decimals of amounts are those of the table of a [worth](Worth).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_blocks(f, &self.blocks(decimals(f)))
    }
}

impl<N: Fraction> Extremes<N> {
    pub(super) fn blocks(&self, asked: Option<usize>) -> Vec<Block> {
        let central = self.central();
        let names = ["created", "destroyed", "created less destroyed", "inputs", "net present value", RATIO];
        let column = |heading: &str, worth: &Worth<N>| {
            let figures = [worth.created(), worth.destroyed(), worth.net(), worth.inputs(), worth.net_present_value()];
            let mut column = amounts(heading, figures.into_iter(), asked);
            column.texts.push(ratio_text(worth.ratio(), asked.unwrap_or(CENTS)));
            column
        };
        let mut blocks = central.heading();
        let meaning = "worst and best: every range at the end that is worse, or better, for its row";
        blocks.push(Block::Line(meaning.to_owned()));
        blocks.push(Block::Columns(vec![
            TextColumn::left("figure", names.map(str::to_owned).to_vec()),
            column("worst", self.worst()),
            column("as stated", central),
            column("best", self.best()),
        ]));
        blocks
    }
}

impl<N: Fraction> fmt::Display for Extremes<N> {
    /// A table of the worst, the stated and the best figures, under the unit, the prices and the discount. Decimals are
    /// those of the table of a [worth](Worth).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_blocks(f, &self.blocks(decimals(f)))
    }
}
