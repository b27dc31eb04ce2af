//! How sure figures are: intervals by resampling the people behind them, and draws of assumptions.

mod distribution;
mod drawing;
mod drawn;
mod draws;
pub(crate) mod error;
mod figure;
mod gamma;
mod interval;
mod intervals;
mod normal;
mod random;
mod replicates;
mod resampling;
mod sample;
mod student;

pub(crate) use figure::LineFigure;
pub use drawing::Drawing;
pub use drawn::Drawn;
pub use draws::Draws;
pub use interval::{Interval, NoInterval};
pub use intervals::{Difference, Intervals, LineIntervals};
pub use resampling::{Per, Resampling};
