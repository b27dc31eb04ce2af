//! Readings: what can be told from the books beyond their sums, and beside them. They change nothing in them.

mod attribution;
mod cross;
mod disclosure;
mod drivers;
mod ended;
mod engagement;
mod engagement_drivers;
mod error;
mod fields;
mod game;
mod people;
mod relations;
mod risk;
mod table;

pub use attribution::{
    Attribution, AttributionRule, Basis, ByGame, Cooperation, Equal, Proportional, Share, SharedEntry, TakingPart,
    WeighError,
};
pub use cross::{Cross, CrossLine};
pub use disclosure::{DiscloseError, Disclosed, DisclosedRow, Disclosure, Figure};
pub use drivers::{Compared, Drivers, DriversLine, Factor, Side};
pub use ended::Ended;
pub use engagement::{Engagement, EngagementLine, Path, Scenario, Threshold};
pub use engagement_drivers::{EngagementDrivers, EngagementDriversLine, Participation};
pub use error::ReadingError;
pub(crate) use fields::Rows;
#[cfg(any(feature = "json", feature = "csv"))]
pub(crate) use fields::{Fields, Value};
pub use game::{
    Coalition, Estimate, Game, GameError, GameOf, Numerators, TableGame, estimate, game, shapley, shapley_numerators,
};
pub use relations::{Detriment, Moves, Relations, RelationsLine};
pub use risk::{
    Bearer, Decision, Expectation, Failed, Hazard, HazardError, Limit, ProbabilityInterval, Risk, RiskFigures,
    RiskLine, RiskTerms, Risks, TooFew, Uncertain, decisionistic, technocratic, transparent,
};
