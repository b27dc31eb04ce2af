//! Analyses, which compute more from the books than their sums. An analysis changes nothing in the books.
//!
//! | module | question |
//! |---|---|
//! | [`attribution`] | who created it, who destroyed it? |
//! | [`relations`] | how does value move, who ends worse, who pays for others? |
//! | [`cross`] | who is better on one measure and worse on another? |
//! | [`engagement`] | do both sides do their part, and in which scenario do they meet? |
//! | [`reach`] | how many people were reached, step by step? |
//! | [`engagement_drivers`] | what goes with users who do their part? |
//! | [`drivers`] | what goes with gains, what with losses? |
//! | [`risk`] | how likely is a loss, how large, and who bears it? |
//! | [`disclosure`] | how is any of them published without revealing few people? |
//!
//! All implement [`Analysis`]. To add one, see `CONTRIBUTING.md`.

pub mod attribution;
pub(crate) mod changes;
mod comparison;
pub mod cross;
pub mod disclosure;
pub mod drivers;
pub mod engagement;
pub mod engagement_drivers;
mod entry_list;
pub(crate) mod error;
mod figure;
pub mod game;
mod outcomes;
mod people;
mod quantities;
pub mod reach;
pub mod relations;
pub mod risk;
mod rows;
mod scope;
#[cfg(feature = "serde")]
pub(crate) mod state;

#[cfg(any(feature = "json", feature = "csv"))]
pub(crate) use entry_list::Origin;
pub(crate) use entry_list::{EntryList, Listed, each_entry_list};
pub(crate) use error::AnalysisError;
use figure::flat_figures;
#[cfg(feature = "csv")]
pub(crate) use figure::flatten;
pub use figure::{Figure, NamedFigures};
pub use outcomes::OutcomeCounts;
pub(crate) use rows::Kind;
pub use rows::{Analysis, Row, Rows};

/// The panic message of sums that cannot fail: totals refuse only NaN and infinities.
pub(crate) const FINITE: &str = "validation admits finite numbers only";

/// Expands a macro once with the module, the type and the bound of the number of every analysis.
macro_rules! each_analysis {
    ($expand:ident) => {
        $expand! {
            attribution Attribution: Apportion,
            cross Cross: Number,
            drivers Drivers: Number,
            engagement Engagement: Number,
            engagement_drivers EngagementDrivers: Number,
            reach Reach: Number,
            relations Relations: Number,
            risk Risks: Number,
        }
    };
}

pub(crate) use each_analysis;
