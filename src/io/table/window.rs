//! A window of rows, which are split before the first of them is recorded.

use super::load::{NotValid, Table};
use super::records::{Cells, Record, Records};
use super::row::Row;
use crate::io::intake::Intake;
use crate::ledger::PlainInteraction;
use crate::number::Number;

/// The number of rows in a window. The cache misses of as many lookups overlap, and their cells fit the L1 cache.
const ROWS: usize = 32;

/// The rows of the window, and the row behind them if the table has one.
pub(super) struct Window<'t> {
    table: &'t Table<'t>,
    records: Vec<Record>,
    /// The cells of the records. There may be more of them, which are reused.
    cells: Vec<Cells<'t>>,
    /// Whether each row is the last of its interaction.
    is_last: Vec<bool>,
}

impl<'t> Window<'t> {
    pub(super) fn new(table: &'t Table<'t>) -> Self {
        Self { table, records: Vec::new(), cells: Vec::new(), is_last: Vec::new() }
    }

    /// Moves the window on, and returns the number of its rows: 0 at the end of the table.
    pub(super) fn advance(&mut self, records: &mut Records<'t>, intake: &mut Intake) -> Result<usize, NotValid> {
        let before = self.is_last.len();
        if before < self.records.len() {
            self.cells.swap(0, before);
        }
        self.records.drain(..before);
        while self.records.len() <= ROWS {
            let next = self.records.len();
            if next == self.cells.len() {
                self.cells.push(Cells::new());
            }
            match self.table.next(records, &mut self.cells[next], intake) {
                Some((record, Ok(()))) => self.records.push(record),
                Some((_, Err(_))) => return Err(NotValid),
                None => break,
            }
        }
        let (count, layout) = (self.records.len(), self.table.options.layout());
        let is_last = |row| row + 1 == count || !self.row(row).is_of_interaction_of(self.row(row + 1), layout);
        self.is_last = (0..count.min(ROWS)).map(is_last).collect();
        Ok(self.is_last.len())
    }

    /// The number of a row's first line.
    pub(super) fn line(&self, row: usize) -> u64 {
        self.records[row].line
    }

    pub(super) fn row(&self, row: usize) -> Row<'_> {
        self.table.header.row(&self.cells[row])
    }

    /// Whether a row is the last of its interaction.
    pub(super) fn is_last(&self, row: usize) -> bool {
        self.is_last[row]
    }

    /// The rows that are interactions of the simplest kind; `None` for every other row. `is_begun`: the first row belongs
    /// to an interaction of the window before.
    pub(super) fn plain<N: Number>(&self, mut is_begun: bool) -> Vec<Option<PlainInteraction<'_, N>>> {
        let plain = |(row, &is_last): (usize, &bool)| {
            let is_alone = is_last && !is_begun;
            is_begun = !is_last;
            if is_alone { self.row(row).plain() } else { None }
        };
        self.is_last.iter().enumerate().map(plain).collect()
    }
}
