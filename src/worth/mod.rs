//! Outcomes in money: impact maps, with their deductions, discounting and inputs.

mod assumption;
mod deflator;
mod difference;
mod discount;
pub(crate) mod error;
mod extremes;
mod from_cell;
#[cfg(feature = "csv")]
mod from_file;
mod grid;
mod input;
mod input_figures;
mod map;
mod map_worth;
mod parts;
mod prices;
mod proxy;
mod row;
mod schedule;
mod sensitivity;
mod spread;
mod spread_text;
mod statement_worth;
mod sums;
mod sums_by_part;
mod switching;
mod trace;
mod uncertain;
mod valuation;
#[cfg(feature = "certainty")]
mod varied;
mod weights;

pub use assumption::Assumption;
pub use deflator::Deflator;
pub use difference::{RowDifference, WorthDifference};
pub use discount::{Discount, FirstYear};
pub use extremes::Extremes;
#[cfg(feature = "csv")]
pub(crate) use from_file::Arithmetic;
pub use grid::Grid;
pub use input::Input;
#[cfg(feature = "csv")]
pub(crate) use map::Element;
pub use map::ImpactMap;
pub use map_worth::Worth;
pub use parts::{InputWorth, RowWorth, StakeholderWorth, YearWorth};
pub use proxy::Proxy;
pub use row::Row;
pub use sensitivity::{Sensitivity, Swing};
#[cfg(feature = "certainty")]
pub(crate) use spread::Distribution;
pub use spread::Spread;
pub(crate) use statement_worth::FourFigures;
pub use statement_worth::{CellWorth, LineWorth, NotValued, StatementWorth};
pub use switching::Switching;
pub use trace::{RowTrace, TraceYear};
pub use valuation::Valuation;
#[cfg(feature = "certainty")]
pub(crate) use varied::Varied;
#[cfg(feature = "csv")]
pub(crate) use weights::weight_fault;
