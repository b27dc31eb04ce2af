//! What outcomes are worth in money, with every assumption in sight: an impact map with its deductions, discounting and
//! inputs. Losses stay apart through every step.
//!
//! The chain of deductions is that of Nicholls and others (2012), second hand. Nothing here changes the books.

mod assumption;
mod deflator;
mod difference;
mod discount;
pub(crate) mod error;
mod from_cell;
mod grid;
mod input;
mod map;
mod proxy;
mod row;
mod scenarios;
mod schedule;
mod sensitivity;
mod sums;
mod switching;
mod trace;
mod worth;

pub use assumption::Assumption;
pub use deflator::Deflator;
pub use difference::{RowDifference, WorthDifference};
pub use discount::{Discount, FirstYear};
pub use grid::Grid;
pub use input::Input;
pub use map::ImpactMap;
pub use proxy::Proxy;
pub use row::Row;
pub use scenarios::Scenarios;
pub use sensitivity::{Sensitivity, Swing};
pub use switching::Switching;
pub use trace::{RowTrace, TraceYear};
pub use worth::{InputWorth, RowWorth, StakeholderWorth, Worth, YearWorth};
