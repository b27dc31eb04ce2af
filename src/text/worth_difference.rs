//! The worth of one map less that of another, as a table.

use std::fmt;

use super::layout::{Block, decimals, write_blocks};
use super::worth::{CENTS, amounts, money, ratio_text, row_names, summary, terms_of_worth, weights_text};
use crate::number::Fraction;
use crate::worth::{RowDifference, WorthDifference};

impl<N: Fraction> WorthDifference<N> {
    pub(super) fn blocks(&self, asked: Option<usize>) -> Vec<Block> {
        let mut blocks =
            vec![Block::Line(terms_of_worth(self.unit(), (self.price_year(), self.deflator()), self.discount()))];
        blocks.extend(self.weights_source().map(weights_text).map(Block::Line));
        blocks.push(Block::Line("the first map less the second".to_owned()));
        if self.rows().len() == 0 {
            blocks.push(Block::Line("no rows".to_owned()));
        } else {
            let mut columns = row_names(self.rows().map(|row| (row.stakeholder(), row.outcome())));
            columns.push(amounts("created", self.rows().map(RowDifference::created).chain([self.created()]), asked));
            let destroyed = self.rows().map(RowDifference::destroyed).chain([self.destroyed()]);
            columns.push(amounts("destroyed", destroyed, asked));
            blocks.push(Block::Columns(columns));
        }
        let decimals = asked.unwrap_or(CENTS);
        blocks.push(Block::Gap);
        blocks.push(summary(vec![
            ("created less destroyed", money(self.net(), decimals)),
            ("inputs", money(self.inputs(), decimals)),
            ("net present value", money(self.net_present_value(), decimals)),
            ("ratio", ratio_text(self.ratio(), decimals)),
            ("net ratio", ratio_text(self.net_ratio(), decimals)),
        ]));
        blocks
    }
}

impl<N: Fraction> fmt::Display for WorthDifference<N> {
    /// An aligned table of the rows of both maps under the unit, the prices and the discount, which are the same. An amount
    /// below zero is what the second map has more. Below stand the differences of the inputs and of the net present value,
    /// and the ratio of what the further inputs brought. Decimals are those of the table of a [worth](crate::impact::Worth).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_blocks(f, &self.blocks(decimals(f)))
    }
}
