//! Reading and writing: journals, tables, statements as JSON and CSV, and the stored state of totals, statements and
//! analyses.

#[cfg(feature = "serde")]
mod analysis_state;
#[cfg(any(feature = "json", feature = "csv"))]
mod byte_order_mark;
#[cfg(feature = "csv")]
mod csv;
mod day;
#[cfg(all(feature = "certainty", any(feature = "json", feature = "csv")))]
mod draws;
#[cfg_attr(
    not(any(feature = "json", feature = "csv")),
    allow(dead_code, unreachable_pub, clippy::unused_self, reason = "with `serde` alone nothing is read line by line")
)]
pub(crate) mod error;
#[cfg(any(feature = "json", feature = "csv"))]
mod intake;
#[cfg(all(feature = "certainty", any(feature = "json", feature = "csv")))]
mod intervals;
#[cfg(feature = "json")]
pub mod journal;
#[cfg(feature = "json")]
mod json;
#[cfg(all(feature = "certainty", any(feature = "json", feature = "csv")))]
mod line_ratios;
#[cfg(feature = "json")]
mod lines;
#[cfg(any(feature = "json", feature = "csv"))]
mod look_alikes;
#[cfg_attr(
    not(any(feature = "json", feature = "csv")),
    allow(dead_code, unreachable_pub, clippy::unused_self, reason = "with `serde` alone nothing is read line by line")
)]
mod options_fault;
#[cfg(all(feature = "certainty", any(feature = "json", feature = "csv")))]
mod ratios;
#[cfg(feature = "serde")]
mod reach_state;
#[cfg(feature = "serde")]
mod records;
mod row_fault;
#[cfg(any(feature = "json", feature = "csv"))]
mod rows;
#[cfg(feature = "serde")]
mod state;
#[cfg(any(feature = "json", feature = "csv"))]
mod statement_worth;
#[cfg(feature = "csv")]
pub mod table;
#[cfg(feature = "serde")]
mod wire;
#[cfg(any(feature = "json", feature = "csv"))]
mod worth;

#[cfg(any(feature = "json", feature = "csv"))]
pub(crate) use error::Refusal;
