//! The rows of a table, on their way into a ledger: in turn while they allow it, grouped where they do not.

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

/// So many interactions are recorded at a time.
const BATCH: usize = 1 << 12;

/// No row, in a list of rows by number.
const NONE: u32 = u32::MAX;

/// A row as it is held: where its text ends, and on which line it stands.
struct Held {
    end: usize,
    line: u64,
}

/// The lines of a table below its header, as text.
pub(super) struct Rows {
    header: Header,
    text: String,
    held: Vec<Held>,
    /// A line that could not even be held, behind those that are.
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
        Ok(Self { header, text: String::new(), held: Vec::new(), refused: None })
    }

    /// Holds all rows that are left, and looks at the form of each; `refuse` is told of a line that is none, with the id
    /// of the interaction that it would be of, if it can be read, and says whether to go on.
    pub(super) fn hold_rest(
        &mut self,
        lines: &mut Lines<impl BufRead>,
        mut refuse: impl FnMut(Refusal, Option<&str>) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        let mut cells = Cells::default();
        for row in 0..self.held.len() as u32 {
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
            if let Err(fault) = fits.and_then(|()| self.hold(line, text)) {
                refuse(Refusal::new(line, fault), self.id_in_line(text, &mut cells))?;
            }
        }
    }

    /// The id in a line that is no row.
    fn id_in_line<'c>(&self, text: &str, cells: &'c mut Cells) -> Option<&'c str> {
        // Split twice, for a borrow that is returned on one way lasts on the other.
        let row = if cells.split(text).is_ok() { cells.split(text).ok()? } else { cells.beginning(text) };
        self.header.id_in(row)
    }

    fn hold(&mut self, line: u64, text: &str) -> Result<(), RowFault> {
        if self.held.len() >= NONE as usize {
            return Err(RowFault::Full);
        }
        self.text.push_str(text);
        self.held.push(Held { end: self.text.len(), line });
        Ok(())
    }

    fn text(&self, row: u32) -> &str {
        let row = row as usize;
        let start = if row == 0 { 0 } else { self.held[row - 1].end };
        &self.text[start..self.held[row].end]
    }

    fn line(&self, row: u32) -> u64 {
        self.held[row as usize].line
    }
}

/// Rows as they come, those of one interaction one after the other, which nearly always they do. They are held all the
/// same: where anything is refused, whoever records them goes back and groups them. A row of an interaction further up
/// is among that, since its id is recorded by then.
pub(super) struct InTurn<'a, N, R> {
    rows: &'a mut Rows,
    lines: &'a mut Lines<R>,
    catalogue: Catalogue<N>,
    cells: Cells,
    draft: Draft<N>,
    next: Draft<N>,
    state: State,
}

enum State {
    Going,
    OutcomeCounts,
    /// Something was refused.
    Stopped,
    FailedLimit(ReadError),
}

impl<'a, N: Number, R: BufRead> InTurn<'a, N, R> {
    pub(super) fn new(rows: &'a mut Rows, lines: &'a mut Lines<R>, catalogue: Catalogue<N>) -> Self {
        Self {
            rows,
            lines,
            catalogue,
            cells: Cells::default(),
            draft: Draft::new(),
            next: Draft::new(),
            state: State::Going,
        }
    }

    /// Records all of them and gives their number, or none where something was refused.
    pub(super) fn record(mut self, ledger: &mut Ledger<N>) -> Result<Option<u64>, ReadError> {
        let mut count = 0;
        loop {
            match ledger.record_all(self.by_ref().take(BATCH)) {
                Ok(recorded) => count += recorded as u64,
                // A fault of the input that was met on the way to a refusal is one all the same: behind it lines are lost.
                Err(_) if !matches!(self.state, State::FailedLimit(_)) => return Ok(None),
                Err(_) => {}
            }
            match self.state {
                State::Going => {}
                State::OutcomeCounts => return Ok(Some(count)),
                State::Stopped => return Ok(None),
                State::FailedLimit(error) => return Err(error),
            }
        }
    }

    /// Takes in the next line, and says whether the draft is complete: the line began the next one, or was none.
    fn read(&mut self) -> Result<bool, State> {
        let (line, text) = match self.lines.next() {
            Ok(Some(line)) => line,
            Ok(None) => {
                self.state = State::OutcomeCounts;
                return Ok(true);
            }
            Err(ReadError::Refusal(refused)) => {
                self.rows.refused = Some(refused);
                return Err(State::Stopped);
            }
            Err(error) => return Err(State::FailedLimit(error)),
        };
        if let Err(fault) = self.rows.hold(line, text) {
            self.rows.refused = Some(Refusal::new(line, fault));
            return Err(State::Stopped);
        }
        let header = &self.rows.header;
        let row = self.cells.split(text).map_err(|_| State::Stopped)?;
        header.fits(row).map_err(|_| State::Stopped)?;
        let is_complete = self.draft.is_begun() && !self.draft.is_of(row, header);
        let draft = if is_complete { &mut self.next } else { &mut self.draft };
        draft.add(row, header).map_err(|_| State::Stopped)?;
        Ok(is_complete)
    }
}

impl<N: Number, R: BufRead> Iterator for InTurn<'_, N, R> {
    type Item = Interaction<N>;

    fn next(&mut self) -> Option<Interaction<N>> {
        while matches!(self.state, State::Going) {
            match self.read() {
                Ok(false) => {}
                Ok(true) => {
                    let finished = self.draft.finish(&self.catalogue);
                    std::mem::swap(&mut self.draft, &mut self.next);
                    match finished {
                        Ok(interaction) => return interaction,
                        Err(_) => self.state = State::Stopped,
                    }
                }
                Err(state) => self.state = state,
            }
        }
        None
    }
}

/// The rows of an interaction, by the first and the last.
struct Group {
    first: u32,
    last: u32,
}

/// Rows by interaction, in the order of their first rows.
pub(super) struct Groups<'a> {
    rows: &'a Rows,
    spans: Vec<Group>,
    /// Of each row, the next of the same interaction.
    next: Vec<u32>,
}

impl<'a> Groups<'a> {
    pub(super) fn new(rows: &'a Rows) -> Self {
        let (mut ids, mut group_of_id) = (Interner::default(), Vec::<u32>::new());
        let mut cells = Cells::default();
        let (mut groups, mut next) = (Vec::<Group>::new(), vec![NONE; rows.held.len()]);
        for row in 0..rows.held.len() as u32 {
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
        Self { rows, spans: groups, next }
    }

    fn rows_of(&self, group: usize) -> impl Iterator<Item = u32> {
        let next = |&row: &u32| Some(self.next[row as usize]).filter(|&next| next != NONE);
        std::iter::successors(Some(self.spans[group].first), next)
    }

    /// The interaction that the rows of a group make.
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

    /// Records all interactions, until one is refused.
    pub(super) fn record<N: Number>(&self, ledger: &mut Ledger<N>) -> Result<u64, Refusal> {
        let catalogue = ledger.catalogue().clone();
        let mut cells = Cells::default();
        let mut done = 0;
        while done < self.spans.len() {
            let mut refused = None;
            let end = self.spans.len().min(done + BATCH);
            let interactions = (done..end).map_while(|group| match self.interaction(group, &catalogue, &mut cells) {
                Ok(interaction) => Some(interaction),
                Err(error) => {
                    refused = Some(error);
                    None
                }
            });
            if let Err(error) = ledger.record_all(interactions.fuse()) {
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
    fn located<N: Number>(&self, group: usize, ledger: &Ledger<N>, error: RecordError, cells: &mut Cells) -> Refusal {
        let rows: Vec<u32> = self.rows_of(group).collect();
        let mut has_fault = |count: usize| {
            let interaction = self.interaction_of(rows[..count].iter().copied(), ledger.catalogue(), cells);
            interaction.is_ok_and(|interaction| ledger.check(&interaction).contains(&error))
        };
        let (mut without, mut with) = (0, rows.len());
        if !has_fault(with) {
            with = 1;
        }
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

    /// Records the interactions of which every row is good, and gives their number. Of the others every row is refused,
    /// by its own fault or for the first row of them that is. `broken` are the ids in lines that are no rows, each with
    /// the first such line.
    pub(super) fn record_good<N: Number>(
        &self,
        ledger: &mut Ledger<N>,
        broken: &BTreeMap<String, u64>,
        refused: &mut Vec<Refusal>,
    ) -> u64 {
        let catalogue = ledger.catalogue().clone();
        let mut cells = Cells::default();
        let mut done = 0;
        for group in 0..self.spans.len() {
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
            let line = first.expect("a row of it is refused, or a line that is none");
            let id = clip(id.as_deref().unwrap_or_default());
            let mut faults = faults.into_iter().peekable();
            refused.extend(self.rows_of(group).map(|row| {
                let own = faults.next_if(|fault| fault.line() == self.rows.line(row));
                own.unwrap_or_else(|| Refusal::new(self.rows.line(row), RowFault::OfRefused { id: id.clone(), line }))
            }));
        }
        done
    }

    /// The id that the rows of a group have, and the interaction that they make, or what is wrong with each of them by
    /// itself and beside those above it.
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
        let first = self.rows.line(self.spans[group].first);
        let finished = draft.finish(catalogue).map_err(|reason| vec![Refusal::new(first, reason)]);
        (id, finished.map(|finished| finished.expect("a group has a row")))
    }
}
