//! Tables of counts of people reached: one entry a row.

use std::io::BufRead;

use jiff::civil::Date;

use super::cells::{Cells, Row};
use crate::io::day;
use crate::io::error::{ReadError, Reason, Refusal, RowFault};
use crate::io::intake::Intake;
use crate::io::lines::Lines;
use crate::ledger::Ledger;
use crate::number::{Number, clip};
use crate::record::{ReachCounts, ReachStep};

/// The columns other than dimensions. `eligible` to `asked` are in the order of [`ReachStep::STATED`].
const NAMES: &[&str] = &["service", "from", "until", "eligible", "offered", "declined", "started", "asked", "known"];

const SERVICE: usize = 0;
const FROM: usize = 1;
const UNTIL: usize = 2;
const FIRST_COUNT: usize = 3;
const KNOWN: usize = 8;

/// The columns that every table has.
const REQUIRED: [usize; 2] = [SERVICE, FROM];

/// The columns of a table by their indices.
struct Header {
    /// The index of each column in [`NAMES`]; `None` if the table does not have it.
    indices: [Option<usize>; NAMES.len()],
    dimensions: Vec<(String, usize)>,
    width: usize,
}

impl Header {
    fn new(row: Row<'_>) -> Result<Self, RowFault> {
        let mut header = Self { indices: [None; NAMES.len()], dimensions: Vec::new(), width: row.len() };
        for index in 0..row.len() {
            let name = row.cell(index);
            let is_repeated = (0..index).any(|before| row.cell(before) == name);
            if is_repeated {
                return Err(RowFault::RepeatedColumn { column: clip(name) });
            }
            if let Some(dimension) = name.strip_prefix("with.").filter(|dimension| !dimension.is_empty()) {
                header.dimensions.push((dimension.to_owned(), index));
            } else if let Some(column) = NAMES.iter().position(|known| *known == name) {
                header.indices[column] = Some(index);
            } else {
                return Err(RowFault::UnknownColumn { column: clip(name), known: NAMES });
            }
        }
        match REQUIRED.into_iter().find(|&column| header.indices[column].is_none()) {
            Some(column) => Err(RowFault::MissingColumn { column: NAMES[column] }),
            None => Ok(header),
        }
    }

    /// The text of a cell; `None` if it is empty, or the table does not have the column.
    fn cell<'a>(&self, row: Row<'a>, column: usize) -> Option<&'a str> {
        self.indices[column].map(|index| row.cell(index)).filter(|text| !text.is_empty())
    }

    fn day(&self, row: Row<'_>, column: usize) -> Result<Option<Date>, RowFault> {
        let Some(text) = self.cell(row, column) else { return Ok(None) };
        day::parse(text).map(Some).ok_or_else(|| RowFault::NoDay { column: NAMES[column], text: clip(text) })
    }

    /// The counts of a row.
    fn reach(&self, row: Row<'_>) -> Result<ReachCounts, RowFault> {
        if row.len() != self.width {
            return Err(RowFault::Ragged { found: row.len(), expected: self.width });
        }
        let empty = |column: usize| RowFault::EmptyCell { column: NAMES[column] };
        let service = self.cell(row, SERVICE).ok_or_else(|| empty(SERVICE))?;
        let from = self.day(row, FROM)?.ok_or_else(|| empty(FROM))?;
        let mut reach = ReachCounts::of(service).period(from..=self.day(row, UNTIL)?.unwrap_or(from));
        for (dimension, index) in &self.dimensions {
            let value = row.cell(*index);
            // An empty cell is an absent field, so the row is of no value of the dimension.
            if !value.is_empty() {
                reach = reach.with(dimension, value);
            }
        }
        for (step, column) in ReachStep::STATED.into_iter().zip(FIRST_COUNT..) {
            if let Some(text) = self.cell(row, column) {
                let no_count = || RowFault::NoCount { column: NAMES[column], text: clip(text) };
                reach = reach.count(step, whole_number(text).ok_or_else(no_count)?);
            }
        }
        Ok(match self.day(row, KNOWN)? {
            Some(known) => reach.known(known),
            None => reach,
        })
    }
}

/// A whole number; digits only, without a sign.
fn whole_number(text: &str) -> Option<u64> {
    Some(text).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit())).and_then(|text| text.parse().ok())
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
pub fn read_reach<N: Number>(ledger: &mut Ledger<N>, input: impl BufRead) -> Result<Intake, ReadError> {
    ledger.all_or_none(|ledger| enter_all(ledger, input, |refused| Err(refused.into())))
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
pub fn read_reach_lenient<N: Number>(ledger: &mut Ledger<N>, input: impl BufRead) -> Result<Intake, ReadError> {
    let mut refused = Vec::new();
    let read = |ledger: &mut Ledger<N>| {
        enter_all(ledger, input, |refusal| {
            refused.push(refusal);
            Ok(())
        })
    };
    let intake = ledger.all_or_none(read)?;
    Ok(Intake { refused, ..intake })
}

/// Adds every row to the ledger. `refuse` gets each refusal; if it returns an error, reading ends.
fn enter_all<N: Number>(
    ledger: &mut Ledger<N>,
    input: impl BufRead,
    mut refuse: impl FnMut(Refusal) -> Result<(), ReadError>,
) -> Result<Intake, ReadError> {
    let (mut lines, mut cells) = (Lines::of_file(input), Cells::default());
    let header = match lines.next()? {
        Some((line, text)) => {
            let header = cells.split(text).and_then(Header::new);
            header.map_err(|fault| Refusal::new(line, fault))?
        }
        None => return Err(Refusal::new(lines.line().max(1), RowFault::NoHeader).into()),
    };
    let mut intake = Intake::default();
    loop {
        let (line, text) = match lines.next() {
            Ok(Some(line)) => line,
            Ok(None) => break,
            Err(ReadError::Refusal(refused)) => {
                refuse(refused)?;
                continue;
            }
            Err(error) => return Err(error),
        };
        let reach = cells.split(text).and_then(|row| header.reach(row)).map_err(Reason::from);
        match reach.and_then(|reach| ledger.record_reach(reach).map_err(Reason::from)) {
            Ok(()) => intake.reach += 1,
            Err(reason) => refuse(Refusal::new(line, reason))?,
        }
    }
    intake.lines = lines.line();
    Ok(intake)
}
