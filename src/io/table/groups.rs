//! The rows of a table grouped by interaction. An interaction is recorded as a whole or not at all.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::column::Column;
use super::draft::Draft;
use super::load::{RowTally, Table};
use super::records::{Cells, Record};
use super::row::Row;
use crate::catalogue::{Catalogue, Interner, MeasureId};
use crate::io::error::{Reason, Refusal, RowFault};
use crate::io::intake::Intake;
use crate::io::look_alikes::FirstLines;
use crate::ledger::{AppraiseError, Ledger, RecordError};
use crate::number::{Number, clip};
use crate::record::Interaction;

/// The row number that stands for no row.
const NONE: u32 = u32::MAX;

/// The first and the last row of an interaction.
struct Group {
    id: Option<String>,
    first: u32,
    last: u32,
}

/// The rows grouped by interaction, the groups in the order of their first rows.
pub(super) struct Groups<'t> {
    table: &'t Table<'t>,
    intake: Intake,
    rows: Vec<Record>,
    /// The next row of the same interaction, by row.
    next: Vec<u32>,
    groups: Vec<Group>,
    /// The ids in records that are not rows, each with the first line of such a record.
    malformed: BTreeMap<String, u64>,
}

impl<'t> Groups<'t> {
    /// Reads all rows, and refuses records that are not rows.
    pub(super) fn new(table: &'t Table<'t>) -> Self {
        let mut all = Self {
            table,
            intake: table.intake(),
            rows: Vec::new(),
            next: Vec::new(),
            groups: Vec::new(),
            malformed: BTreeMap::new(),
        };
        let (mut records, mut cells) = (table.records(), Cells::new());
        let (mut ids, mut group_of_id) = (Interner::default(), Vec::<u32>::new());
        while let Some((record, form)) = table.next(&mut records, &mut cells, &mut all.intake) {
            let form =
                form.and_then(|()| if all.rows.len() < NONE as usize { Ok(()) } else { Err(RowFault::Full.into()) });
            match form {
                Ok(()) => all.add(record, &cells, (&mut ids, &mut group_of_id)),
                Err(reason) => all.refuse(&record, &cells, reason),
            }
        }
        all
    }

    fn add(&mut self, record: Record, cells: &Cells<'_>, (ids, group_of_id): (&mut Interner, &mut Vec<u32>)) {
        let row = self.rows.len() as u32;
        self.rows.push(record);
        self.next.push(NONE);
        let id = self.table.header.id(cells, self.table.options.layout());
        if let Some(code) = id.as_ref().map(|id| ids.intern(id) as usize) {
            if let Some(&group) = group_of_id.get(code) {
                let group = &mut self.groups[group as usize];
                self.next[group.last as usize] = row;
                group.last = row;
                return;
            }
            group_of_id.push(self.groups.len() as u32);
        }
        self.groups.push(Group { id: id.map(Cow::into_owned), first: row, last: row });
    }

    /// Refuses a record that is not a row. It belongs to the interaction of its cells, if they can be read.
    fn refuse(&mut self, record: &Record, cells: &Cells<'_>, reason: Reason) {
        let id = self.table.header.id(cells, self.table.options.layout());
        self.intake.refused.push(self.table.refusal(record, id.as_deref(), reason));
        if let Some(id) = id {
            self.malformed.entry(id.into_owned()).or_insert(record.line);
        }
    }

    fn rows_of(&self, group: usize) -> impl Iterator<Item = &Record> {
        let next = |&row: &u32| Some(self.next[row as usize]).filter(|&next| next != NONE);
        std::iter::successors(Some(self.groups[group].first), next).map(|row| &self.rows[row as usize])
    }

    /// Records the interactions whose rows are all valid. Every row of the others is refused, for its own fault or as an
    /// echo of the first refused row.
    pub(super) fn load<N: Number>(mut self, ledger: &mut Ledger<N>) -> Intake {
        let catalogue = ledger.catalogue().clone();
        let (mut cells, mut first_lines) = (Cells::new(), FirstLines::new(ledger));
        for group in 0..self.groups.len() {
            let malformed = self.groups[group].id.as_ref().and_then(|id| self.malformed.get(id)).copied();
            let mut rows = RowTally::new(self.table.options);
            let faults = match self.interaction(group, &catalogue, &mut cells, &mut rows) {
                Ok(_) if malformed.is_some() => Vec::new(),
                Ok(interaction) => match ledger.record(interaction) {
                    Ok(_) => {
                        first_lines.note(ledger, self.rows[self.groups[group].first as usize].line);
                        rows.count_recorded(&mut self.intake);
                        continue;
                    }
                    Err(RecordError::Repeat { .. }) if self.table.options.skips_repeats => {
                        rows.count_repeated(&mut self.intake);
                        continue;
                    }
                    Err(error) => vec![self.located(group, ledger, error, &mut cells)],
                },
                Err(faults) => faults,
            };
            let first = faults.iter().map(|(line, _)| *line).chain(malformed).min();
            self.refuse_group(group, faults, first.expect("a row is refused, or a record is not a row"));
        }
        self.intake.refused.sort_by_key(Refusal::line);
        self.intake.look_alikes = first_lines.look_alikes(ledger);
        self.intake
    }

    fn refuse_group(&mut self, group: usize, faults: Vec<(u64, Reason)>, line: u64) {
        let id = self.groups[group].id.as_deref();
        let mut faults = self.with_repeats(group, faults).into_iter().peekable();
        let refused: Vec<Refusal> = self
            .rows_of(group)
            .map(|record| {
                let own = faults.next_if(|&(line, _)| line == record.line).map(|(_, reason)| reason);
                let echo = || RowFault::OfRefused { id: self.label(record), line }.into();
                self.table.refusal(record, id, own.unwrap_or_else(echo))
            })
            .collect();
        self.intake.refused.extend(refused);
    }

    /// The id of a row for a message; without one in the table, its user.
    fn label(&self, record: &Record) -> String {
        let mut cells = Cells::new();
        let row = self.table.row_of(record, &mut cells);
        row.and_then(|row| row.text(Column::Id).or(row.text(Column::User))).map(clip).unwrap_or_default()
    }

    /// The faults of the rows of a group. A row that repeats one without a fault is refused as a repeat, whatever its fault
    /// is in its place.
    fn with_repeats(&self, group: usize, mut faults: Vec<(u64, Reason)>) -> Vec<(u64, Reason)> {
        let (mut lines, mut cells, mut next) = (BTreeMap::new(), Cells::new(), 0);
        for record in self.rows_of(group) {
            let fault = faults.get_mut(next).filter(|(line, _)| *line == record.line);
            next += usize::from(fault.is_some());
            let Some(content) = self.table.row_of(record, &mut cells).map(Row::content) else { continue };
            match (fault, lines.get(&content)) {
                (Some((_, reason)), Some(&line)) => *reason = RowFault::Repeat { line }.into(),
                (None, None) => {
                    lines.insert(content, record.line);
                }
                _ => {}
            }
        }
        faults
    }

    /// The interaction of a group, or the faults of its rows with their lines.
    fn interaction<N: Number>(
        &self,
        group: usize,
        catalogue: &Catalogue<N>,
        cells: &mut Cells<'t>,
        rows: &mut RowTally,
    ) -> Result<Interaction<N>, Vec<(u64, Reason)>> {
        let (mut draft, mut faults) = (Draft::new(self.table.options, catalogue), Vec::new());
        for record in self.rows_of(group) {
            if let Err(reason) = self.add_row(&mut draft, record, cells, rows) {
                faults.push((record.line, reason));
            }
        }
        if faults.is_empty() { Ok(draft.finish().expect("a group has a row")) } else { Err(faults) }
    }

    /// Adds a row, unless it repeats one above and repeats are skipped.
    fn add_row<N: Number>(
        &self,
        draft: &mut Draft<'_, N>,
        record: &Record,
        cells: &mut Cells<'t>,
        rows: &mut RowTally,
    ) -> Result<(), Reason> {
        self.table.text.split(record, cells)?;
        let row = self.table.header.row(cells);
        if rows.is_new(row) { draft.add(row) } else { Ok(()) }
    }

    /// The refusal by the ledger, on the line of the row that caused it: the last row of the shortest prefix of the
    /// group with the same fault. Bisection finds it. A level out of its range is a fault of its row alone: in a dated case
    /// it is the level before or a later one, depending on the other rows.
    fn located<N: Number>(
        &self,
        group: usize,
        ledger: &Ledger<N>,
        error: RecordError,
        cells: &mut Cells<'t>,
    ) -> (u64, Reason) {
        let (rows, catalogue): (Vec<&Record>, _) = (self.rows_of(group).collect(), ledger.catalogue());
        let mut has_fault = |rows: &[&Record], is_fault: &dyn Fn(&RecordError) -> bool| {
            let (mut draft, mut seen) = (Draft::new(self.table.options, catalogue), RowTally::new(self.table.options));
            if rows.iter().any(|record| self.add_row(&mut draft, record, cells, &mut seen).is_err()) {
                return false;
            }
            draft.finish().is_some_and(|interaction| ledger.check(&interaction).iter().any(is_fault))
        };
        if let Some(level) = level_out_of_range(&error) {
            let is_level = |fault: &RecordError| level_out_of_range(fault) == Some(level);
            if let Some(row) = rows.chunks(1).position(|row| has_fault(row, &is_level)) {
                return (rows[row].line, error.into());
            }
        }
        let (mut without, mut with) = (0, rows.len());
        while with - without > 1 {
            let middle = without.midpoint(with);
            if has_fault(&rows[..middle], &|fault| *fault == error) {
                with = middle;
            } else {
                without = middle;
            }
        }
        (rows[with - 1].line, error.into())
    }
}

/// The measure and the value of a level out of its range.
fn level_out_of_range(error: &RecordError) -> Option<(&MeasureId, &str)> {
    match error {
        RecordError::Appraisal(AppraiseError::OutOfRange { measure, value, .. }) => Some((measure, value)),
        _ => None,
    }
}
