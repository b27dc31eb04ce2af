//! Readings: what can be told from the books beyond their sums. They change nothing in them.

mod attribution;
mod drivers;
mod engagement;
mod error;
mod relations;
mod risk;
mod table;

pub use attribution::{Attribution, AttributionRule, Basis, Cooperation, Equal, Proportional, Share, TakingPart};
pub use drivers::{Compared, Drivers, DriversLine};
pub use engagement::{Engagement, EngagementLine, Path, Scenario, Threshold};
pub use error::ReadingError;
pub use relations::{Detriment, Ended, Moves, Relations, RelationsLine};
pub use risk::{ProbabilityInterval, RiskFigures, RiskLine, RiskTerms, Risks, TooFew};
