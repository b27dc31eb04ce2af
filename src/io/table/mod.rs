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
//! hash of its content. A line is a row: cells do not contain line breaks, so an open quote is found in its line. A
//! table is stored as text until its last row is read, since a row may belong to any interaction above.
//!
//! Counts of people reached have a table of their own, with one entry a row, which [`read_reach`] reads.

mod cells;
mod draft;
mod header;
mod reach;
mod rows;

use std::collections::BTreeMap;
use std::io::BufRead;

use super::error::{ReadError, Refusal};
pub use super::intake::Intake;
use super::lines::Lines;
use crate::ledger::Ledger;
use crate::number::Number;
pub use reach::{read_reach, read_reach_lenient};
use rows::{AdjacentRows, Groups, Rows};

/// Reads a table into a ledger, all of it or nothing: if a row is refused, the ledger stays as it was. Services and
/// measures are those of the ledger's catalogue.
///
/// # Errors
///
/// The first refused row, with its line and rule, or the first error of the input. The form of every row is checked
/// first, then the interactions in the order of their first rows. If the ledger refuses an interaction, the error names
/// the row that caused it.
///
/// - a header without `user`, with `usr`, with `user` twice: `line 1: form: ..`;
/// - a row of too few cells, one with an open quote, rows of one `id` on different days: `line 3: form: ..`;
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
pub fn read<N: Number>(ledger: &mut Ledger<N>, input: impl BufRead) -> Result<Intake, ReadError> {
    ledger.all_or_none(|ledger| all(ledger, input))
}

fn all<N: Number>(ledger: &mut Ledger<N>, input: impl BufRead) -> Result<Intake, ReadError> {
    let mut lines = Lines::of_file(input);
    let mut table = Rows::new(&mut lines)?;
    let recorded = ledger.all_or_none(|ledger| {
        let catalogue = ledger.catalogue().clone();
        AdjacentRows::new(&mut table, &mut lines, catalogue).record(ledger).map_err(Some)?.ok_or(None)
    });
    let interactions = match recorded {
        Ok(interactions) => interactions,
        Err(Some(error)) => return Err(error),
        Err(None) => {
            table.store_rest(&mut lines, |refused, _| Err(refused.into()))?;
            Groups::new(&table).record(ledger)?
        }
    };
    Ok(Intake { lines: lines.line(), interactions, ..Intake::default() })
}

/// Reads a table into a ledger, and keeps valid rows: each refused row is in the [`Intake`], with its line and
/// reason. An interaction is kept whole or not at all: if one of its rows is refused, all are, each for its own fault
/// or for the first refused row. A line that is not a row, with too many cells for example, belongs to the interaction
/// of its cell `id`, if it has one.
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
/// assert_eq!(intake.refused()[0].to_string(), "line 3: R3: before: `three` is not a number");
/// # Ok::<(), covalue::Error>(())
/// ```
pub fn read_lenient<N: Number>(ledger: &mut Ledger<N>, input: impl BufRead) -> Result<Intake, ReadError> {
    let mut lines = Lines::of_file(input);
    let mut table = Rows::new(&mut lines)?;
    let mut intake = Intake::default();
    let mut broken = BTreeMap::new();
    table.store_rest(&mut lines, |refused, id| {
        if let Some(id) = id {
            broken.entry(id.to_owned()).or_insert(refused.line());
        }
        intake.refused.push(refused);
        Ok(())
    })?;
    intake.lines = lines.line();
    intake.interactions = Groups::new(&table).record_valid(ledger, &broken, &mut intake.refused);
    intake.refused.sort_by_key(Refusal::line);
    Ok(intake)
}
