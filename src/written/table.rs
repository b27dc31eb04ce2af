//! Tables: CSV in, one appraisal a row, rows with one `id` one interaction. The form is section 16 of the
//! [model](crate::_documentation::model); what the services and measures are comes from a catalogue.
//!
//! ```text
//! id,service,user,on,measure,before,after,user_integrated,with.district
//! v1,physio,ana,2026-03-02,pain,6,4,3,north
//! v1,physio,ana,2026-03-02,mobility,4,8,,
//! v2,physio,ben,2026-03-09,pain,3,,,south
//! ```
//!
//! An empty cell is an absent field, never zero. A row without an `id`, or a table without that column, has interactions
//! of one row, known by their content. A line is a row: a cell holds no line break, so a quote that is not closed is
//! found where it was opened. A table is held as text until its last row is read, for a row may belong to an interaction
//! anywhere above it.

use std::io::BufRead;

use super::cells::Cells;
use super::draft::Draft;
use super::error::{ReadError, Reason, Refused, RowFault};
use super::header::{Column, Header};
use super::intake::Intake;
use super::lines::Lines;
use crate::catalogue::{Catalogue, Names};
use crate::ledger::{Ledger, RecordError};
use crate::number::Number;
use crate::record::Interaction;

/// So many interactions are recorded at a time.
const BATCH: usize = 1 << 12;

/// Reads a table into a ledger, all of it or nothing: where a row is refused, the ledger is what it was. Services and
/// measures are those of the ledger's catalogue.
///
/// # Errors
///
/// The first refused row, with its line and rule, or the first fault of the input. The form of every row is looked at
/// first, then the interactions in the order of their first rows; what the ledger's door refuses is told of the row
/// that brought it.
///
/// - a header without `user`, with `usr`, with `user` twice: `line 1: form: ..`;
/// - a row of too few cells, one with an open quote, rows of one `id` on different days: `line 3: form: ..`;
/// - a cell `before` that is no number, or is more than the kind of number holds: `line 3: R3: ..`.
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
/// assert_eq!(intake.interactions(), 2);
/// let pain = ledger.statement(By::Service)?.line("physio", "pain")?;
/// assert_eq!((pain.created(), pain.destroyed()), (2.0, 3.0));
/// # Ok::<(), covalue::Error>(())
/// ```
pub fn read<N: Number>(ledger: &mut Ledger<N>, input: impl BufRead) -> Result<Intake, ReadError> {
    let table = Table::hold(input, |refused| Err(refused.into()))?;
    let mut intake = Intake { lines: table.lines, ..Intake::default() };
    let before = ledger.before();
    match table.record(ledger) {
        Ok(count) => {
            intake.interactions = count;
            Ok(intake)
        }
        Err(refused) => {
            ledger.go_back(before);
            Err(refused.into())
        }
    }
}

/// Reads a table into a ledger, and keeps what is good: each refused row is in the [`Intake`], with its line and reason.
/// An interaction is kept whole or not at all, and not at all if a row of it is refused; a line that is no row of this
/// table stands for itself.
///
/// # Errors
///
/// A fault of the header or of the input, after which the ledger is what it was.
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
/// let catalogue = Catalogue::<f64>::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
/// let mut ledger = Ledger::new(&catalogue);
/// let intake = table::read_lenient(&mut ledger, file.as_bytes())?;
/// assert_eq!(intake.interactions(), 1);
/// assert_eq!(intake.refused()[0].to_string(), "line 3: R3: before: `three` is not a number");
/// # Ok::<(), covalue::Error>(())
/// ```
pub fn read_lenient<N: Number>(ledger: &mut Ledger<N>, input: impl BufRead) -> Result<Intake, ReadError> {
    let mut refused_lines = Vec::new();
    let table = Table::hold(input, |refused| {
        refused_lines.push(refused);
        Ok(())
    })?;
    let mut intake = Intake { lines: table.lines, refused: refused_lines, ..Intake::default() };
    let catalogue = ledger.catalogue().clone();
    let mut cells = Cells::default();
    for group in 0..table.groups.len() {
        let recorded = table.interaction(group, &catalogue, &mut cells).and_then(|interaction| {
            ledger.record(interaction).map_err(|error| table.located(group, ledger, error, &mut cells))
        });
        match recorded {
            Ok(_) => intake.interactions += 1,
            Err(refused) => intake.refused.push(refused),
        }
    }
    intake.refused.sort_by_key(Refused::line);
    Ok(intake)
}

/// No row, in a list of rows by number.
const NONE: u32 = u32::MAX;

/// A row as it is held: where its text ends, on which line it stands, and the next of the same interaction.
struct HeldRow {
    end: usize,
    line: u64,
    next: u32,
}

/// The rows of an interaction, by the first and the last.
struct Group {
    first: u32,
    last: u32,
}

/// A table as text, its rows grouped.
struct Table {
    header: Header,
    text: String,
    rows: Vec<HeldRow>,
    groups: Vec<Group>,
    lines: u64,
}

impl Table {
    /// Reads all lines; `refuse` is told of those that are no rows, and says whether to go on.
    fn hold(input: impl BufRead, mut refuse: impl FnMut(Refused) -> Result<(), ReadError>) -> Result<Self, ReadError> {
        let mut lines = Lines::new(input);
        let mut cells = Cells::default();
        let header = match lines.next()? {
            Some((line, text)) => {
                let header = cells.split(text).and_then(Header::new);
                header.map_err(|fault| Refused::new(line, fault))?
            }
            None => return Err(Refused::new(lines.line().max(1), RowFault::NoHeader).into()),
        };
        let mut table = Self { header, text: String::new(), rows: Vec::new(), groups: Vec::new(), lines: 0 };
        let (mut ids, mut group_of_id) = (Names::default(), Vec::new());
        loop {
            let (line, text) = match lines.next() {
                Ok(Some(line)) => line,
                Ok(None) => break,
                Err(ReadError::Refused(refused)) => {
                    refuse(refused)?;
                    continue;
                }
                Err(error) => return Err(error),
            };
            let held = cells.split(text).and_then(|row| {
                table.header.fits(row)?;
                let id = table.header.cell(row, Column::Id);
                table.push(line, text)?;
                Ok(id)
            });
            match held {
                Ok(id) => table.group(id, &mut ids, &mut group_of_id),
                Err(fault) => refuse(Refused::new(line, fault))?,
            }
        }
        table.lines = lines.line();
        Ok(table)
    }

    fn push(&mut self, line: u64, text: &str) -> Result<(), RowFault> {
        if self.rows.len() >= NONE as usize {
            return Err(RowFault::Full);
        }
        self.text.push_str(text);
        self.rows.push(HeldRow { end: self.text.len(), line, next: NONE });
        Ok(())
    }

    /// Puts the last row into the group of its id, or into one of its own.
    fn group(&mut self, id: Option<&str>, ids: &mut Names, group_of_id: &mut Vec<u32>) {
        let row = self.rows.len() as u32 - 1;
        if let Some(id) = id {
            let number = ids.intern(id) as usize;
            if let Some(&group) = group_of_id.get(number) {
                let group = &mut self.groups[group as usize];
                self.rows[group.last as usize].next = row;
                group.last = row;
                return;
            }
            group_of_id.push(self.groups.len() as u32);
        }
        self.groups.push(Group { first: row, last: row });
    }

    fn text(&self, row: u32) -> &str {
        let row = row as usize;
        let start = if row == 0 { 0 } else { self.rows[row - 1].end };
        &self.text[start..self.rows[row].end]
    }

    fn rows_of(&self, group: usize) -> impl Iterator<Item = u32> {
        let next = |&row: &u32| Some(self.rows[row as usize].next).filter(|&next| next != NONE);
        std::iter::successors(Some(self.groups[group].first), next)
    }

    /// The interaction that the rows of a group make.
    fn interaction<N: Number>(
        &self,
        group: usize,
        catalogue: &Catalogue<N>,
        cells: &mut Cells,
    ) -> Result<Interaction<N>, Refused> {
        self.interaction_of(self.rows_of(group), catalogue, cells)
    }

    fn interaction_of<N: Number>(
        &self,
        mut rows: impl Iterator<Item = u32>,
        catalogue: &Catalogue<N>,
        cells: &mut Cells,
    ) -> Result<Interaction<N>, Refused> {
        let first = rows.next().unwrap_or(0);
        let at = |row: u32| move |reason: Reason| Refused::new(self.rows[row as usize].line, reason);
        let row = cells.split(self.text(first)).map_err(|fault| at(first)(fault.into()))?;
        let mut draft = Draft::new(row, &self.header).map_err(at(first))?;
        for later in rows {
            let row = cells.split(self.text(later)).map_err(|fault| at(later)(fault.into()))?;
            draft.add(row, &self.header).map_err(at(later))?;
        }
        draft.interaction(catalogue).map_err(at(first))
    }

    /// Records all interactions, until one is refused.
    fn record<N: Number>(&self, ledger: &mut Ledger<N>) -> Result<u64, Refused> {
        let catalogue = ledger.catalogue().clone();
        let mut cells = Cells::default();
        let mut done = 0;
        while done < self.groups.len() {
            let mut refused = None;
            let batch = done..self.groups.len().min(done + BATCH);
            let end = batch.end;
            let interactions = batch.map_while(|group| match self.interaction(group, &catalogue, &mut cells) {
                Ok(interaction) => Some(interaction),
                Err(error) => {
                    refused = Some(error);
                    None
                }
            });
            let recorded = ledger.record_all(interactions.fuse());
            if let Err(error) = recorded {
                let group = done + error.index();
                return Err(self.located(group, ledger, error.error().clone(), &mut cells));
            }
            if let Some(refused) = refused {
                return Err(refused);
            }
            done = end;
        }
        Ok(done as u64)
    }

    /// What the door refused, on the line of the row that brought it: the last of the shortest beginning of the group
    /// that has the same fault.
    fn located<N: Number>(&self, group: usize, ledger: &Ledger<N>, error: RecordError, cells: &mut Cells) -> Refused {
        let rows: Vec<u32> = self.rows_of(group).collect();
        let mut has_fault = |count: usize| {
            let interaction = self.interaction_of(rows[..count].iter().copied(), ledger.catalogue(), cells);
            interaction.is_ok_and(|interaction| ledger.check(&interaction).contains(&error))
        };
        let (mut without, mut with) = (0, rows.len());
        if has_fault(with) {
            while with - without > 1 {
                let middle = without.midpoint(with);
                if has_fault(middle) {
                    with = middle;
                } else {
                    without = middle;
                }
            }
        } else {
            with = 1;
        }
        Refused::new(self.rows[rows[with - 1] as usize].line, error)
    }
}
