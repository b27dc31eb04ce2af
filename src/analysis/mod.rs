//! Analyses: what the books say beyond their sums. An analysis changes nothing in them.
//!
//! | module | question |
//! |---|---|
//! | [`attribution`] | who created it, who destroyed it? |
//! | [`relations`] | how does value move, who ends worse, who pays for others? |
//! | [`cross`] | who is better on one measure and worse on another? |
//! | [`engagement`] | do both sides do their part, and in which scenario do they meet? |
//! | [`engagement_drivers`] | what goes with users who do their part? |
//! | [`drivers`] | what goes with gains, what with losses? |
//! | [`risk`] | how likely is a loss, how large, and who bears it? |
//! | [`disclosure`] | any of them for publishing: no figure reveals few people |
//!
//! All implement [`Analysis`]. To add one, see `CONTRIBUTING.md`.

pub mod attribution;
pub mod cross;
pub mod disclosure;
pub mod drivers;
pub mod engagement;
pub mod engagement_drivers;
pub(crate) mod error;
mod figure;
pub mod game;
mod outcomes;
mod people;
pub mod relations;
pub mod risk;
mod rows;

pub(crate) use error::AnalysisError;
pub(crate) use figure::flatten;
pub use figure::{Figure, NamedFigures};
pub use outcomes::OutcomeCounts;
pub(crate) use rows::Kind;
pub use rows::{Analysis, Row, Rows};

/// Expands a macro once for all analyses: module, type, and the numbers that it is implemented for.
macro_rules! each_analysis {
    ($expand:ident) => {
        $expand! {
            attribution Attribution: Apportion,
            cross Cross: Number,
            drivers Drivers: Number,
            engagement Engagement: Number,
            engagement_drivers EngagementDrivers: Number,
            relations Relations: Number,
            risk Risks: Number,
        }
    };
}

pub(crate) use each_analysis;
