//! The worth of one map less that of another, as a table.

use std::fmt;

use super::column::shortened;
use super::layout::{Block, decimals, write_blocks};
use super::worth::{CENTS, created_and_destroyed, own_discounts, row_names, summary, terms_of_worth, weights_text};
use crate::number::Fraction;
use crate::printable::printable;
use crate::worth::WorthDifference;

impl<N: Fraction> WorthDifference<N> {
    pub(super) fn blocks(&self, asked: Option<usize>) -> Vec<Block> {
        let mut blocks =
            vec![Block::Line(terms_of_worth(self.unit(), (self.price_year(), self.deflator()), self.discount()))];
        blocks.extend(self.weights_source().map(weights_text).map(Block::Line));
        let name = |stakeholder: Option<&str>, outcome: &str| {
            let stakeholder = stakeholder.map_or_else(String::new, |stakeholder| format!("{stakeholder}/"));
            shortened(printable(&(stakeholder + outcome)))
        };
        let rows = self.rows().map(|row| (name(row.stakeholder(), row.outcome()), row.discount()));
        blocks.extend(own_discounts(rows).map(Block::Line));
        blocks.push(Block::Line("the first map less the second".to_owned()));
        if self.rows().len() == 0 {
            blocks.push(Block::Line("no rows".to_owned()));
        } else {
            let mut columns = row_names(self.rows().map(|row| (row.stakeholder(), row.outcome())));
            let sides = self.rows().map(|row| (row.created(), row.destroyed()));
            columns.extend(created_and_destroyed(sides.chain([(self.created(), self.destroyed())]), asked));
            blocks.push(Block::Columns(columns));
        }
        let figures = [self.net(), self.inputs(), self.net_present_value()];
        // A ratio to fewer inputs would be low for the better map.
        let of_more = |ratio| Some(ratio).filter(|_| *self.inputs() > N::zero()).flatten();
        let ratios = [of_more(self.ratio()), of_more(self.net_ratio())];
        blocks.extend([Block::Gap, summary(figures, ratios, None, asked.unwrap_or(CENTS))]);
        blocks
    }
}

impl<N: Fraction> fmt::Display for WorthDifference<N> {
    /// An aligned table of the rows of both maps under the unit, the prices and the discount, which are the same. An amount
    /// below zero is what the second map has more. Below stand the differences of the inputs and of the net present value,
    /// and the ratio of what the further inputs brought; a dash if there are no further inputs. Decimals are those of the table
    /// of a [worth](crate::impact::Worth).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_blocks(f, &self.blocks(decimals(f)))
    }
}
