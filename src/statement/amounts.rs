//! The amounts of one kind by cell: a row for every cell up to the last that has any, or for the few that have any.

use std::collections::BTreeMap;

use crate::number::{NumberError, PartitionBuffer, Total, Totals, TotalsRow};

/// As long as no more than one in so many of the cells up to the last that has any, only those have a row: new memory is
/// slow, and where lines are very many a kind of amount that is rare would be a third of it.
const CELLS_FOR_ONE: usize = 16;
/// So many have a row of their own wherever they are.
const ALWAYS_FEW: usize = 64;

/// Totals and counts by cell; a cell without a row has none.
#[derive(Clone, Debug)]
pub(super) struct Amounts<T> {
    /// A row for every cell up to some, or none at all: then those below are all there are.
    all: Totals<T>,
    few: BTreeMap<u32, TotalsRow<T>>,
}

impl<T> Default for Amounts<T> {
    fn default() -> Self {
        Self { all: Totals::default(), few: BTreeMap::new() }
    }
}

impl<T: Total<Change: Clone>> Amounts<T> {
    /// With a row for each cell in turn.
    #[cfg(feature = "serde")]
    pub(super) fn from_rows(rows: Vec<TotalsRow<T>>) -> Self {
        let cells = (0..).zip(rows);
        let mut amounts = Self { few: cells.filter(|(_, row)| row.count > 0).collect(), ..Self::default() };
        amounts.spread_out_if_many();
        amounts
    }

    /// The states of so many cells' rows; none where no cell has any.
    #[cfg(feature = "serde")]
    pub(super) fn states(&self, cells: usize) -> Vec<Vec<u8>> {
        if self.is_empty() {
            return Vec::new();
        }
        let nothing = TotalsRow::default();
        (0..cells).map(|cell| self.row(cell).unwrap_or(&nothing).state()).collect()
    }

    #[inline]
    pub(super) fn add(&mut self, cell: u32, change: &T::Change) -> Result<(), NumberError> {
        if self.all.is_empty() { self.add_to_few(cell, change) } else { self.all.add(cell, change) }
    }

    fn add_to_few(&mut self, cell: u32, change: &T::Change) -> Result<(), NumberError> {
        let row = self.few.entry(cell).or_default();
        let added = row.total.add(change);
        if added.is_ok() {
            row.count_one();
        } else if row.count == 0 {
            self.few.remove(&cell);
        }
        self.spread_out_if_many();
        added
    }

    /// Adds the changes of a buffer and clears it. There are this many cells.
    pub(super) fn add_buffer(
        &mut self,
        buffer: &mut PartitionBuffer<T::Change>,
        cells: usize,
    ) -> Result<(), NumberError> {
        if self.all.is_empty() && buffer.len() * CELLS_FOR_ONE <= cells {
            let added = buffer.iter().try_for_each(|(cell, change)| self.add(cell, change));
            buffer.clear();
            return added;
        }
        self.spread_out();
        self.all.add_buffer(buffer, cells)
    }

    /// Counts a change that no number holds.
    pub(super) fn count(&mut self, cell: u32) {
        self.row_mut(cell).count_one();
        self.spread_out_if_many();
    }

    fn spread_out_if_many(&mut self) {
        let end = self.few.last_key_value().map_or(0, |(&last, _)| last as usize + 1);
        if self.few.len() > ALWAYS_FEW && self.few.len() * CELLS_FOR_ONE > end {
            self.spread_out();
        }
    }

    /// Gives every cell up to the last that has any a row.
    fn spread_out(&mut self) {
        // From the last: the first that is met makes room for all.
        for (cell, row) in std::mem::take(&mut self.few).into_iter().rev() {
            *self.all.row_mut(cell as usize) = row;
        }
    }

    /// Whether no cell has any.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty() && self.few.is_empty()
    }

    /// The row of a cell, if it has one.
    pub(super) fn row(&self, cell: usize) -> Option<&TotalsRow<T>> {
        let cell = u32::try_from(cell).ok()?;
        if self.all.is_empty() { self.few.get(&cell) } else { self.all.get(cell) }
    }

    /// The cells in which there is something, in order, each with its row.
    fn met(&self) -> impl Iterator<Item = (u32, &TotalsRow<T>)> {
        let all = (0..).zip(self.all.rows());
        all.chain(self.few.iter().map(|(&cell, row)| (cell, row))).filter(|(_, row)| row.count > 0)
    }

    /// Marks the cells in which there is something.
    pub(super) fn mark(&self, met: &mut [bool]) {
        met.iter_mut().zip(self.all.rows()).for_each(|(met, row)| *met |= row.count > 0);
        for &cell in self.few.keys() {
            met[cell as usize] = true;
        }
    }

    /// The rows of the cells at `order`, in that order; a cell that has none has none there either. `places` says where
    /// each cell is in that order.
    pub(super) fn reorder(&mut self, order: &[u32], places: &[u32]) -> Self {
        let all = if self.all.is_empty() { Totals::default() } else { self.all.reorder(order) };
        let few = std::mem::take(&mut self.few).into_iter();
        let few = few.map(|(cell, row)| (places[cell as usize], row)).filter(|(place, _)| *place != u32::MAX);
        Self { all, few: few.collect() }
    }

    /// Adds others to these, cell by cell.
    pub(super) fn merge(&mut self, other: &Self) {
        if self.is_empty() {
            self.clone_from(other);
        } else if other.all.is_empty() {
            for (&cell, more) in &other.few {
                self.row_mut(cell).merge(more);
            }
            self.spread_out_if_many();
        } else {
            self.spread_out();
            self.all.merge(&other.all);
        }
    }

    fn row_mut(&mut self, cell: u32) -> &mut TotalsRow<T> {
        if self.all.is_empty() { self.few.entry(cell).or_default() } else { self.all.row_mut(cell as usize) }
    }
}

impl<T: Total<Change: Clone> + PartialEq> PartialEq for Amounts<T> {
    /// Whichever way they are kept.
    fn eq(&self, other: &Self) -> bool {
        self.met().eq(other.met())
    }
}
