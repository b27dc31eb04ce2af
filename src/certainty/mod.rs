//! How sure figures are: intervals by resampling the people behind them, draws of assumptions, and decisions.

mod difference;
mod distribution;
mod drawing;
mod drawn;
mod draws;
mod effects;
mod engagement;
pub(crate) mod error;
mod figure;
mod gamma;
mod interval;
mod intervals;
mod line_ratios;
mod normal;
mod options;
mod random;
mod ratios;
mod replicates;
mod resampling;
mod risk;
mod sample;
mod student;

pub use difference::Difference;
pub use drawing::Drawing;
pub use drawn::Drawn;
pub use draws::Draws;
pub use effects::Effects;
pub use engagement::{EngagementDifference, EngagementIntervals, EngagementLineIntervals};
pub(crate) use figure::LineFigure;
pub use interval::{Interval, NoInterval};
pub use intervals::{Intervals, LineIntervals, ReplicateTotals};
#[cfg(any(feature = "json", feature = "csv"))]
pub(crate) use line_ratios::LineRatio;
pub(crate) use line_ratios::LineRatios;
pub use options::Options;
pub use ratios::{RatioDifference, RatioLine, Ratios};
pub use resampling::{Per, Resampling};
pub use risk::{RiskDifference, RiskIntervals, RiskLineIntervals};
