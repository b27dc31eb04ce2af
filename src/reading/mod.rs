//! Readings: what can be told from the books beyond their sums. They change nothing in them.

mod attribution;
mod engagement;
mod error;
mod table;

pub use attribution::{Attribution, AttributionRule, Basis, Cooperation, Equal, Proportional, Share, TakingPart};
pub use engagement::{Engagement, EngagementLine, Path, Scenario, Threshold};
pub use error::ReadingError;
