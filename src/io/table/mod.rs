//! Tables: reading CSV with one appraisal a row. Rows with the same `id` are one interaction. The form is section 16 of
//! the [model](crate::_documentation::model). Services and measures are those of the ledger's catalogue.
//!
//! ```text
//! id,service,user,on,measure,before,after,user_integrated,with.district
//! v1,physio,ana,2026-03-02,pain,6,4,3,north
//! v1,physio,ana,2026-03-02,mobility,4,8,,
//! v2,physio,ben,2026-03-09,pain,3,,,south
//! ```
//!
//! An empty cell is an absent field, not zero. A row with an empty `id` is an interaction of its own, whose id is the
//! hash of its content. A table is held in memory as text until its last row is read, since a row may belong to any
//! interaction above.
//!
//! [`Options`] read tables that other programs wrote: with other names, separators, numbers, days, encodings and layouts.
//!
//! Counts of people reached have a table of their own, with one entry a row, which [`read_reach`] reads. Impact maps are
//! read by [`impact::table`](crate::impact::table).

mod cell_reading;
mod column;
mod contribution;
mod dated;
mod draft;
mod encoding;
mod groups;
mod header;
pub(crate) mod impact;
mod layout;
mod levels;
mod load;
mod number_remedy;
mod options;
mod reach;
mod records;
mod row;
#[cfg(feature = "spreadsheet")]
mod sheet;
#[cfg(feature = "serde")]
mod stated_once;
mod window;

use std::io::Read;

use super::error::ReadError;
pub use super::intake::Intake;
pub use super::look_alikes::{LookAlike, TextKind};
use crate::ledger::Ledger;
use crate::number::Number;
pub use encoding::Encoding;
pub use layout::Wide;
pub use options::Options;
pub use reach::{read_reach, read_reach_lenient};

/// Reads a table into a ledger, all of it or nothing: if a row is refused, the ledger stays as it was. Services and
/// measures are those of the ledger's catalogue.
///
/// # Errors
///
/// The first row with a fault, with its line and rule, or an error of the input. If the ledger refuses an interaction, the
/// error names the row that caused it.
///
/// - a header without `user`, with `usr`, with `user` twice: `line 1: form: ..`;
/// - a row of too few cells, one with an open quote, rows of one `id` on different days or of different users:
///   `line 3: form: ..`;
/// - `made` in a row without an appraisal, `cause` in a row without a misused part: `line 3: form: ..`;
/// - a cell `before` that is not a number, or not one of the ledger's kind: `line 3: R3: ..`.
///
/// # Example
///
/// ```
/// use covalue::{By, Catalogue, Ledger, Measure, Service, table};
///
/// let file = "id,service,user,on,measure,before,after
/// v1,physio,ana,2026-03-02,pain,6,4
/// v2,physio,ben,2026-03-09,pain,3,6
/// v1,physio,ana,2026-03-02,mobility,4,8
/// ";
/// let catalogue = Catalogue::new(
///     [Measure::lower_is_better("pain", "points"), Measure::higher_is_better("mobility", "points")],
///     [Service::new("physio", "clinic")],
/// )?;
/// let mut ledger = Ledger::part(&catalogue, "march.csv");
/// let intake = table::read(&mut ledger, file.as_bytes())?;
/// assert_eq!(intake.interaction_count(), 2);
/// let pain = ledger.statement(By::Service)?.line("physio", "pain")?;
/// assert_eq!((pain.created(), pain.destroyed()), (2.0, 3.0));
/// # Ok::<(), covalue::Error>(())
/// ```
pub fn read<N: Number>(ledger: &mut Ledger<N>, input: impl Read) -> Result<Intake, ReadError> {
    Options::new().read(ledger, input)
}

/// Reads a table into a ledger, and keeps valid rows: each refused row is in the [`Intake`], with its line, its text and the
/// reason, and [`Intake::rejects`] gives them as a table to be mended. An interaction is kept whole or not at all: if one
/// of its rows is refused, all are, each for its own fault or for the first refused row. A record that is not a row, with too many cells for example, belongs to the
/// interaction of its cell `id`, if it has one.
///
/// # Errors
///
/// An error of the header or of the input; the ledger stays as it was.
///
/// # Example
///
/// ```
/// use covalue::{Catalogue, Ledger, Measure, Service, table};
///
/// let file = "id,service,user,on,measure,before,after
/// v1,physio,ana,2026-03-02,pain,6,4
/// v2,physio,ben,2026-03-09,pain,three,6
/// ";
/// let catalogue =
///     Catalogue::<f64>::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
/// let mut ledger = Ledger::new(&catalogue);
/// let intake = table::read_lenient(&mut ledger, file.as_bytes())?;
/// assert_eq!(intake.interaction_count(), 1);
/// assert_eq!(
///     intake.refused()[0].to_string(),
///     "line 3: R3: before: `three` is not a number: if it stands for a missing value, say so (option `missing`)",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
pub fn read_lenient<N: Number>(ledger: &mut Ledger<N>, input: impl Read) -> Result<Intake, ReadError> {
    Options::new().read_lenient(ledger, input)
}
