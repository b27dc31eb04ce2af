//! The rows of a table and their interactions. As long as the rows of each interaction are adjacent and valid,
//! interactions are recorded while the table is read. Otherwise the caller restores the ledger, and the stored rows are
//! grouped by interaction.

use std::collections::BTreeMap;
use std::io::BufRead;

use super::cells::Cells;
use super::draft::Draft;
use super::header::{Column, Header};
use crate::catalogue::{Catalogue, Interner};
use crate::io::error::{ReadError, Reason, Refusal, RowFault};
use crate::io::lines::Lines;
use crate::ledger::{Ledger, RecordError};
use crate::number::{Number, clip};
use crate::record::Interaction;

/// The row number that stands for no row.
const NONE: u32 = u32::MAX;

/// A stored row: the byte offset in [`Rows::text`] at which its text ends, and the number of its line.
struct StoredRow {
    end: usize,
    line: u64,
}

/// The lines of a table below its header, as text.
pub(super) struct Rows {
    header: Header,
    text: String,
    stored: Vec<StoredRow>,
    /// The refused line behind the stored rows, if reading stopped there.
    refused: Option<Refusal>,
}

impl Rows {
    /// Reads the header.
    pub(super) fn new(lines: &mut Lines<impl BufRead>) -> Result<Self, ReadError> {
        let header = match lines.next()? {
            Some((line, text)) => {
                let header = Cells::default().split(text).and_then(Header::new);
                header.map_err(|fault| Refusal::new(line, fault))?
            }
            None => return Err(Refusal::new(lines.line().max(1), RowFault::NoHeader).into()),
        };
        Ok(Self { header, text: String::new(), stored: Vec::new(), refused: None })
    }

    /// Stores the remaining rows, and checks the form of every row. `refuse` gets each line that is not a row, with the
    /// id of its interaction if that can be read; an error that `refuse` returns ends the reading.
    pub(super) fn store_rest(
        &mut self,
        lines: &mut Lines<impl BufRead>,
        mut refuse: impl FnMut(Refusal, Option<&str>) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        let mut cells = Cells::default();
        for row in 0..self.stored.len() as u32 {
            if let Err(fault) = cells.split(self.text(row)).and_then(|row| self.header.fits(row)) {
                refuse(Refusal::new(self.line(row), fault), self.id_in_line(self.text(row), &mut cells))?;
            }
        }
        if let Some(refused) = self.refused.take() {
            refuse(refused, self.header.id_in(cells.beginning(lines.beginning())))?;
        }
        loop {
            let (line, text) = match lines.next() {
                Ok(Some(line)) => line,
                Ok(None) => return Ok(()),
                Err(ReadError::Refusal(refused)) => {
                    refuse(refused, self.header.id_in(cells.beginning(lines.beginning())))?;
                    continue;
                }
                Err(error) => return Err(error),
            };
            let fits = cells.split(text).and_then(|row| self.header.fits(row));
            if let Err(fault) = fits.and_then(|()| self.store(line, text)) {
                refuse(Refusal::new(line, fault), self.id_in_line(text, &mut cells))?;
            }
        }
    }

    /// The id in a line that is not a row.
    fn id_in_line<'c>(&self, text: &str, cells: &'c mut Cells) -> Option<&'c str> {
        // Split twice: if the first row were returned, its borrow of `cells` would last into the `else` branch.
        let row = if cells.split(text).is_ok() { cells.split(text).ok()? } else { cells.beginning(text) };
        self.header.id_in(row)
    }

    fn store(&mut self, line: u64, text: &str) -> Result<(), RowFault> {
        if self.stored.len() >= NONE as usize {
            return Err(RowFault::Full);
        }
        self.text.push_str(text);
        self.stored.push(StoredRow { end: self.text.len(), line });
        Ok(())
    }

    fn text(&self, row: u32) -> &str {
        let row = row as usize;
        let start = if row == 0 { 0 } else { self.stored[row - 1].end };
        &self.text[start..self.stored[row].end]
    }

    fn line(&self, row: u32) -> u64 {
        self.stored[row as usize].line
    }
}

/// Interactions whose rows are adjacent, in the order of the table. The rows are stored too: if anything is
/// refused, the caller restores the ledger and groups the stored rows. A row of an earlier interaction is refused too,
/// since its id is recorded by then.
pub(super) struct AdjacentRows<'a, N, R> {
    rows: &'a mut Rows,
    lines: &'a mut Lines<R>,
    catalogue: Catalogue<N>,
    cells: Cells,
    draft: Draft<N>,
    next: Draft<N>,
    state: ReadState,
}

enum ReadState {
    Reading,
    AtEnd,
    Refused,
    InputFailed(ReadError),
}

impl<'a, N: Number, R: BufRead> AdjacentRows<'a, N, R> {
    pub(super) fn new(rows: &'a mut Rows, lines: &'a mut Lines<R>, catalogue: Catalogue<N>) -> Self {
        Self {
            rows,
            lines,
            catalogue,
            cells: Cells::default(),
            draft: Draft::new(),
            next: Draft::new(),
            state: ReadState::Reading,
        }
    }

    /// Records all interactions and returns their number, or `None` if anything was refused.
    pub(super) fn record(mut self, ledger: &mut Ledger<N>) -> Result<Option<u64>, ReadError> {
        let recorded = ledger.record_all(self.by_ref());
        match self.state {
            ReadState::InputFailed(error) => Err(error),
            ReadState::AtEnd => Ok(recorded.ok().map(|count| count as u64)),
            ReadState::Reading | ReadState::Refused => Ok(None),
        }
    }

    /// Reads a line. Returns whether the draft is complete: the line began the next interaction, or the table is at its
    /// end.
    fn read(&mut self) -> Result<bool, ReadState> {
        let (line, text) = match self.lines.next() {
            Ok(Some(line)) => line,
            Ok(None) => {
                self.state = ReadState::AtEnd;
                return Ok(true);
            }
            Err(ReadError::Refusal(refused)) => {
                self.rows.refused = Some(refused);
                return Err(ReadState::Refused);
            }
            Err(error) => return Err(ReadState::InputFailed(error)),
        };
        if let Err(fault) = self.rows.store(line, text) {
            self.rows.refused = Some(Refusal::new(line, fault));
            return Err(ReadState::Refused);
        }
        let header = &self.rows.header;
        let row = self.cells.split(text).map_err(|_| ReadState::Refused)?;
        header.fits(row).map_err(|_| ReadState::Refused)?;
        let is_complete = self.draft.is_begun() && !self.draft.is_of(row, header);
        let draft = if is_complete { &mut self.next } else { &mut self.draft };
        draft.add(row, header).map_err(|_| ReadState::Refused)?;
        Ok(is_complete)
    }
}

impl<N: Number, R: BufRead> Iterator for AdjacentRows<'_, N, R> {
    type Item = Interaction<N>;

    fn next(&mut self) -> Option<Interaction<N>> {
        while matches!(self.state, ReadState::Reading) {
            match self.read() {
                Ok(false) => {}
                Ok(true) => {
                    let finished = self.draft.finish(&self.catalogue);
                    std::mem::swap(&mut self.draft, &mut self.next);
                    match finished {
                        Ok(interaction) => return interaction,
                        Err(_) => self.state = ReadState::Refused,
                    }
                }
                Err(state) => self.state = state,
            }
        }
        None
    }
}

/// The first and the last row of an interaction.
struct Group {
    first: u32,
    last: u32,
}

/// The rows grouped by interaction, the groups in the order of their first rows.
pub(super) struct Groups<'a> {
    rows: &'a Rows,
    groups: Vec<Group>,
    /// The next row of the same interaction, by row.
    next: Vec<u32>,
}

impl<'a> Groups<'a> {
    pub(super) fn new(rows: &'a Rows) -> Self {
        let (mut ids, mut group_of_id) = (Interner::default(), Vec::<u32>::new());
        let mut cells = Cells::default();
        let (mut groups, mut next) = (Vec::<Group>::new(), vec![NONE; rows.stored.len()]);
        for row in 0..rows.stored.len() as u32 {
            let id = cells.split(rows.text(row)).ok().and_then(|cells| rows.header.cell(cells, Column::Id));
            if let Some(number) = id.map(|id| ids.intern(id) as usize) {
                if let Some(&group) = group_of_id.get(number) {
                    let group = &mut groups[group as usize];
                    next[group.last as usize] = row;
                    group.last = row;
                    continue;
                }
                group_of_id.push(groups.len() as u32);
            }
            groups.push(Group { first: row, last: row });
        }
        Self { rows, groups, next }
    }

    fn rows_of(&self, group: usize) -> impl Iterator<Item = u32> {
        let next = |&row: &u32| Some(self.next[row as usize]).filter(|&next| next != NONE);
        std::iter::successors(Some(self.groups[group].first), next)
    }

    /// The interaction of a group.
    fn interaction<N: Number>(
        &self,
        group: usize,
        catalogue: &Catalogue<N>,
        cells: &mut Cells,
    ) -> Result<Interaction<N>, Refusal> {
        self.interaction_of(self.rows_of(group), catalogue, cells)
    }

    fn interaction_of<N: Number>(
        &self,
        rows: impl Iterator<Item = u32>,
        catalogue: &Catalogue<N>,
        cells: &mut Cells,
    ) -> Result<Interaction<N>, Refusal> {
        let header = &self.rows.header;
        let at = |row: u32| move |reason: Reason| Refusal::new(self.rows.line(row), reason);
        let mut draft = Draft::new();
        let mut first = None;
        for row in rows {
            first.get_or_insert(row);
            let cells = cells.split(self.rows.text(row)).map_err(|fault| at(row)(fault.into()))?;
            draft.add(cells, header).map_err(at(row))?;
        }
        let finished = draft.finish(catalogue).map_err(at(first.unwrap_or(0)))?;
        Ok(finished.expect("a group has a row"))
    }

    /// Records all interactions, or returns the first refusal.
    pub(super) fn record<N: Number>(&self, ledger: &mut Ledger<N>) -> Result<u64, Refusal> {
        let catalogue = ledger.catalogue().clone();
        let mut cells = Cells::default();
        for group in 0..self.groups.len() {
            let interaction = self.interaction(group, &catalogue, &mut cells)?;
            ledger.record(interaction).map_err(|error| self.located(group, ledger, error, &mut cells))?;
        }
        Ok(self.groups.len() as u64)
    }

    /// The refusal by the ledger, on the line of the row that caused it: the last row of the shortest prefix of the
    /// group with the same fault. Bisection finds it.
    fn located<N: Number>(&self, group: usize, ledger: &Ledger<N>, error: RecordError, cells: &mut Cells) -> Refusal {
        let rows: Vec<u32> = self.rows_of(group).collect();
        let mut has_fault = |count: usize| {
            let interaction = self.interaction_of(rows[..count].iter().copied(), ledger.catalogue(), cells);
            interaction.is_ok_and(|interaction| ledger.check(&interaction).contains(&error))
        };
        let (mut without, mut with) = (0, rows.len());
        while with - without > 1 {
            let middle = without.midpoint(with);
            if has_fault(middle) {
                with = middle;
            } else {
                without = middle;
            }
        }
        Refusal::new(self.rows.line(rows[with - 1]), error)
    }

    /// Records the interactions whose rows are all valid, and returns their number. Every row of the others is refused,
    /// for its own fault or for the first refused row. `broken` has the ids in lines that are not rows, each with its
    /// first such line.
    pub(super) fn record_valid<N: Number>(
        &self,
        ledger: &mut Ledger<N>,
        broken: &BTreeMap<String, u64>,
        refused: &mut Vec<Refusal>,
    ) -> u64 {
        let catalogue = ledger.catalogue().clone();
        let mut cells = Cells::default();
        let mut done = 0;
        for group in 0..self.groups.len() {
            let (id, interaction) = self.interaction_or_faults(group, &catalogue, &mut cells);
            let broken = id.as_ref().and_then(|id| broken.get(id)).copied();
            let faults = match interaction {
                Ok(_) if broken.is_some() => Vec::new(),
                Ok(interaction) => match ledger.record(interaction) {
                    Ok(_) => {
                        done += 1;
                        continue;
                    }
                    Err(error) => vec![self.located(group, ledger, error, &mut cells)],
                },
                Err(faults) => faults,
            };
            let first = faults.iter().map(Refusal::line).chain(broken).min();
            let line = first.expect("a row is refused, or a line is not a row");
            let id = clip(id.as_deref().unwrap_or_default());
            let mut faults = faults.into_iter().peekable();
            refused.extend(self.rows_of(group).map(|row| {
                let own = faults.next_if(|fault| fault.line() == self.rows.line(row));
                own.unwrap_or_else(|| Refusal::new(self.rows.line(row), RowFault::OfRefused { id: id.clone(), line }))
            }));
        }
        done
    }

    /// The id of a group, and its interaction or the faults of its rows.
    fn interaction_or_faults<N: Number>(
        &self,
        group: usize,
        catalogue: &Catalogue<N>,
        cells: &mut Cells,
    ) -> (Option<String>, Result<Interaction<N>, Vec<Refusal>>) {
        let header = &self.rows.header;
        let (mut id, mut faults) = (None, Vec::new());
        let mut draft = Draft::<N>::new();
        for row in self.rows_of(group) {
            let added = cells.split(self.rows.text(row)).map_err(Reason::from).and_then(|cells| {
                id = id.take().or_else(|| header.cell(cells, Column::Id).map(str::to_owned));
                draft.add(cells, header)
            });
            if let Err(reason) = added {
                faults.push(Refusal::new(self.rows.line(row), reason));
            }
        }
        if !faults.is_empty() {
            return (id, Err(faults));
        }
        let first = self.rows.line(self.groups[group].first);
        let finished = draft.finish(catalogue).map_err(|reason| vec![Refusal::new(first, reason)]);
        (id, finished.map(|finished| finished.expect("a group has a row")))
    }
}
