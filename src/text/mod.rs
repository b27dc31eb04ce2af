//! Tables for people: statements, analyses and publications as aligned columns of text.

mod analysis;
mod attribution;
mod column;
mod cross;
mod drivers;
mod engagement;
mod engagement_drivers;
mod publication;
mod relations;
mod risk;
mod statement;

use std::fmt;

use crate::analysis::{Analysis, Kind, each_analysis};
use crate::number::{Apportion, Number};
use analysis::AnalysisTable;
#[cfg(feature = "chart")]
pub(crate) use analysis::percent;
#[cfg(feature = "chart")]
pub(crate) use column::{percentage, thousands};

/// Prints each analysis by the functions of its module: `heading` gives the text above the table, `empty` the text for
/// an analysis without lines, and `write` writes the table.
macro_rules! tables {
    ($($module:ident $analysis:ident: $bound:ident,)+) => {
        $(
            impl<N: $bound> fmt::Display for crate::analysis::$module::$analysis<N> {
                /// An aligned table under its terms and rule. Decimals are those of a [statement](crate::Statement)'s
                /// table.
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    writeln!(f, "{}", $module::heading(self))?;
                    let rows = self.rows();
                    if rows.is_empty() {
                        return writeln!(f, "{}", $module::empty(self));
                    }
                    $module::write(&AnalysisTable::new(&rows, self.catalogue(), f.precision()), f)
                }
            }
        )+

        /// Writes the table of an analysis, published or not.
        fn write_table<N: Number>(kind: Kind, table: &AnalysisTable<'_, N>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            match kind {
                $(Kind::$analysis => $module::write(table, f),)+
            }
        }
    };
}

each_analysis!(tables);

/// The heading of most analyses.
fn subject<N: Number>(analysis: &impl Analysis<N>) -> String {
    analysis.subject()
}

/// The text for an analysis without lines.
fn no_entries<A>(_: &A) -> String {
    "nothing is counted".to_owned()
}
