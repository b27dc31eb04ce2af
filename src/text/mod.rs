//! Tables for people: statements, analyses, publications and worth as aligned columns of text.

mod analysis;
mod assumed;
mod attribution;
mod change;
mod column;
mod cross;
mod direction;
#[cfg(feature = "certainty")]
mod draws;
mod drivers;
mod engagement;
mod engagement_drivers;
mod entry_list;
mod exclusions;
#[cfg(feature = "chart")]
mod html;
#[cfg(feature = "certainty")]
mod intervals;
mod layout;
#[cfg(feature = "certainty")]
mod line_ratios;
mod publication;
#[cfg(feature = "certainty")]
mod ratios;
mod reach;
mod relations;
mod risk;
mod row_trace;
mod sensitivity;
mod statement;
mod statement_worth;
mod worth;
mod worth_difference;

use std::fmt;

use crate::analysis::{Analysis, Kind, each_analysis};
use crate::number::{Apportion, Number};
use analysis::AnalysisTable;
#[cfg(feature = "chart")]
pub(crate) use analysis::percent;
#[cfg(feature = "chart")]
pub(crate) use column::{percentage, thousands};
#[cfg(all(feature = "chart", feature = "certainty"))]
pub(crate) use intervals::{method as interval_method, no_interval_text};
use layout::{Block, decimals, write_blocks};
#[cfg(feature = "chart")]
pub(crate) use worth::{prices_and_discount, prices_text, weights_text};

/// Prints each analysis by the functions of its module: `heading` gives the text above the table, `empty` the text for
/// an analysis without lines, `blocks` the table, and `after` the text below it.
macro_rules! tables {
    ($($module:ident $analysis:ident: $bound:ident,)+) => {
        $(
            impl<N: $bound> fmt::Display for crate::analysis::$module::$analysis<N> {
                /// An aligned table under its terms and rule. Decimals are those of a [statement](crate::Statement)'s
                /// table.
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write_blocks(f, &self.blocks(decimals(f)))
                }
            }

            impl<N: $bound> crate::analysis::$module::$analysis<N> {
                fn blocks(&self, decimals: Option<usize>) -> Vec<Block> {
                    let mut blocks = vec![Block::Line($module::heading(self))];
                    let rows = self.rows();
                    if rows.is_empty() {
                        blocks.push(Block::Line($module::empty(self)));
                    } else {
                        let table = AnalysisTable::new(&rows, self.catalogue(), decimals);
                        blocks.extend(analysis_blocks(Kind::$analysis, &table));
                        blocks.extend($module::after(self).map(Block::Line));
                    }
                    blocks
                }
            }
        )+

        /// The table of an analysis, published or not.
        fn analysis_blocks<N: Number>(kind: Kind, table: &AnalysisTable<'_, N>) -> Vec<Block> {
            let blocks = match kind {
                $(Kind::$analysis => $module::blocks(table),)+
            };
            direction::of_analysis(kind, table).into_iter().chain(blocks).collect()
        }
    };
}

each_analysis!(tables);

/// The heading of most analyses.
fn subject<N: Number>(analysis: &impl Analysis<N>) -> String {
    analysis.subject()
}

/// No text below the table.
fn nothing<A>(_: &A) -> Option<String> {
    None
}

/// The text for an analysis without lines.
fn no_entries<A>(_: &A) -> String {
    "nothing is counted".to_owned()
}
