//! How sure figures are: intervals by resampling the people behind them.

pub(crate) mod error;
mod figure;
mod interval;
mod intervals;
mod normal;
mod random;
mod replicates;
mod resampling;
mod sample;
mod student;

pub(crate) use figure::LineFigure;
pub use interval::{Interval, NoInterval};
pub use intervals::{Difference, Intervals, LineIntervals};
pub use resampling::{Per, Resampling};
