//! Tables of counts of people reached: one entry a row.

use std::io::Read;

use super::header::{Form, OpenNames};
use super::load::Table;
use super::options::Options;
use super::records::Cells;
use super::row::{Row, whole_number};
use crate::io::error::{ReadError, Reason, RowFault};
use crate::io::intake::Intake;
use crate::io::look_alikes::FirstLines;
use crate::ledger::Ledger;
use crate::number::{Number, clip};
use crate::record::{ReachCounts, ReachStep};

/// `eligible` to `asked` are in the order of [`ReachStep::STATED`].
pub(super) static FORM: Form = Form {
    names: &["service", "from", "until", "eligible", "offered", "declined", "started", "asked", "known"],
    excluded: &[],
    required: &[SERVICE, FROM],
    open_names: OpenNames::Dimensions,
};

const SERVICE: usize = 0;
const FROM: usize = 1;
const UNTIL: usize = 2;
const FIRST_COUNT: usize = 3;
const KNOWN: usize = 8;

/// The counts of a row.
fn reach(row: Row<'_>) -> Result<ReachCounts, RowFault> {
    let service = row.required(SERVICE)?;
    let from = row.day(FROM)?.ok_or_else(|| RowFault::EmptyCell { column: row.name(FROM) })?;
    let mut reach = ReachCounts::of(service).period(from..=row.day(UNTIL)?.unwrap_or(from));
    // An empty cell is an absent field, so the row is of no value of the dimension.
    for (dimension, value) in row.dimensions() {
        reach = reach.with(dimension, value);
    }
    for (step, column) in ReachStep::STATED.into_iter().zip(FIRST_COUNT..) {
        if let Some(text) = row.text(column) {
            let no_count = || RowFault::NoCount { column: row.name(column), text: clip(text) };
            reach = reach.count(step, whole_number(text).ok_or_else(no_count)?);
        }
    }
    Ok(match row.day(KNOWN)? {
        Some(known) => reach.known(known),
        None => reach,
    })
}

/// Reads a table of counts of people reached into a ledger, one entry a row, all of it or nothing: if a row is refused,
/// the ledger stays as it was. Services are those of the ledger's catalogue.
///
/// An empty cell is an absent field, not zero. Without `until` the row is of the day `from`. A row with an empty cell in
/// a column `with.NAME` counts people of all values of that dimension.
///
/// # Errors
///
/// The first refused row, with its line and rule, or the first error of the input.
///
/// - a header without `service` or `from`, with `offred`, with `asked` twice: `line 1: form: ..`;
/// - a row of too few cells, a day in another form, a count with a decimal point or a sign: `line 3: form: ..`;
/// - a row that [`record_reach`](Ledger::record_reach) refuses: `line 3: R48: ..`.
///
/// # Example
///
/// ```
/// use covalue::{Catalogue, Ledger, Service, table};
///
/// let file = "service,from,until,with.district,eligible,offered,declined,started,asked,known
/// physio,2026-03-01,2026-03-31,north,400,120,30,80,80,2026-04-07
/// physio,2026-03-01,2026-03-31,south,600,90,,60,,2026-04-07
/// ";
/// let mut ledger = Ledger::<f64>::new(&Catalogue::new([], [Service::new("physio", "clinic")])?);
/// assert_eq!(table::read_reach(&mut ledger, file.as_bytes())?.reach_count(), 2);
/// let declined: Vec<_> = ledger.reach_counts().map(|reach| reach.get_declined()).collect();
/// assert_eq!(declined, [Some(30), None]);
/// # Ok::<(), covalue::Error>(())
/// ```
pub fn read_reach<N: Number>(ledger: &mut Ledger<N>, input: impl Read) -> Result<Intake, ReadError> {
    Options::new().read_reach(ledger, input)
}

/// Reads a table of counts of people reached into a ledger, and keeps valid rows: each refused row is in the [`Intake`],
/// with its line and reason.
///
/// # Errors
///
/// An error of the header or of the input; the ledger stays as it was.
///
/// # Example
///
/// ```
/// use covalue::{Catalogue, Ledger, Service, table};
///
/// let file = "service,from,eligible
/// physio,2026-03-02,400
/// physio,2026-03-03,4e2
/// ";
/// let mut ledger = Ledger::<f64>::new(&Catalogue::new([], [Service::new("physio", "clinic")])?);
/// let intake = table::read_reach_lenient(&mut ledger, file.as_bytes())?;
/// assert_eq!(intake.reach_count(), 1);
/// assert_eq!(
///     intake.refused()[0].to_string(),
///     "line 3: form: eligible: `4e2` is not a whole number from 0 to 18446744073709551615",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
pub fn read_reach_lenient<N: Number>(ledger: &mut Ledger<N>, input: impl Read) -> Result<Intake, ReadError> {
    Options::new().read_reach_lenient(ledger, input)
}

/// Records the counts of the rows, and lists the rows that are refused.
pub(super) fn load<N: Number>(table: &Table<'_>, ledger: &mut Ledger<N>) -> Intake {
    let (mut records, mut cells, mut intake) = (table.records(), Cells::new(), table.intake());
    let mut first_lines = FirstLines::new(ledger);
    while let Some((record, form)) = table.next(&mut records, &mut cells, &mut intake) {
        let counts = form.and_then(|()| reach(table.header.row(&cells)).map_err(Reason::from));
        if table.options.skips_repeats && counts.as_ref().is_ok_and(|counts| ledger.has_reach(counts)) {
            intake.repeats += 1;
            continue;
        }
        match counts.and_then(|counts| ledger.record_reach(counts).map_err(Reason::from)) {
            Ok(()) => {
                let row = table.header.row(&cells);
                intake.reach += 1;
                intake.missing_codes += row.missing_codes();
                let dimensions = row.dimensions().map(|(name, value)| (name.into(), value.into()));
                first_lines.note_reach(&dimensions.collect::<Vec<_>>(), record.line);
            }
            Err(reason) => intake.refused.push(table.refusal(&record, None, reason)),
        }
    }
    intake.look_alikes = first_lines.look_alikes(ledger);
    intake
}
