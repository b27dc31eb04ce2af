//! One amount of all cells: dense where many cells have it, sparse where few do.

use std::collections::BTreeMap;

use crate::number::{NumberError, PartitionBuffer, Total, Totals, TotalsRow};

/// Rows are kept in a map as long as at most one in 16 cells has one. With a hundred thousand lines, a dense column of
/// an amount that few cells have would be a third of the statement, and new memory is slow.
const CELLS_PER_SPARSE_ROW: usize = 16;

/// At most this many rows are kept in a map wherever their cells are.
const MOST_SCATTERED_ROWS: usize = 64;

/// Exact totals and counts of changes by cell. A cell without a row has none.
#[derive(Clone, Debug)]
pub(super) struct Amounts<T> {
    /// A row for every cell up to the last that has changes. If it is empty, `sparse` has all rows; else `sparse` is
    /// empty.
    dense: Totals<T>,
    sparse: BTreeMap<u32, TotalsRow<T>>,
}

impl<T> Default for Amounts<T> {
    fn default() -> Self {
        Self { dense: Totals::default(), sparse: BTreeMap::new() }
    }
}

impl<T: Total<Change: Clone>> Amounts<T> {
    /// The amounts of stored rows, one for each cell.
    #[cfg(feature = "serde")]
    pub(super) fn from_rows(rows: Vec<TotalsRow<T>>) -> Self {
        let cells = (0..).zip(rows);
        let mut amounts = Self { sparse: cells.filter(|(_, row)| row.count > 0).collect(), ..Self::default() };
        amounts.make_dense_if_many();
        amounts
    }

    /// The stored rows of `cells` cells; empty if no cell has changes.
    #[cfg(feature = "serde")]
    pub(super) fn states(&self, cells: usize) -> Vec<Vec<u8>> {
        if self.is_empty() {
            return Vec::new();
        }
        let zero = TotalsRow::default();
        (0..cells).map(|cell| self.row(cell).unwrap_or(&zero).state()).collect()
    }

    #[inline]
    pub(super) fn add(&mut self, cell: u32, change: &T::Change) -> Result<(), NumberError> {
        if self.dense.is_empty() { self.add_sparse(cell, change) } else { self.dense.add(cell, change) }
    }

    fn add_sparse(&mut self, cell: u32, change: &T::Change) -> Result<(), NumberError> {
        let row = self.sparse.entry(cell).or_default();
        let added = row.total.add(change);
        if added.is_ok() {
            row.count_one();
        } else if row.count == 0 {
            // The row was made for a change that was refused.
            self.sparse.remove(&cell);
        }
        self.make_dense_if_many();
        added
    }

    /// Adds the changes of a partitioned buffer and clears it. `cells` is the bound of all cells.
    pub(super) fn add_buffer(
        &mut self,
        buffer: &mut PartitionBuffer<T::Change>,
        cells: usize,
    ) -> Result<(), NumberError> {
        // Even if every change had a cell of its own, the column would stay sparse.
        if self.dense.is_empty() && buffer.len() * CELLS_PER_SPARSE_ROW <= cells {
            let added = buffer.iter().try_for_each(|(cell, change)| self.add(cell, change));
            buffer.clear();
            return added;
        }
        self.make_dense();
        self.dense.add_buffer(buffer, cells)
    }

    /// Counts a change that no number of the kind holds.
    pub(super) fn count(&mut self, cell: u32) {
        self.row_mut(cell).count_one();
        self.make_dense_if_many();
    }

    fn make_dense_if_many(&mut self) {
        let end = self.sparse.last_key_value().map_or(0, |(&last, _)| last as usize + 1);
        if self.sparse.len() > MOST_SCATTERED_ROWS && self.sparse.len() * CELLS_PER_SPARSE_ROW > end {
            self.make_dense();
        }
    }

    fn make_dense(&mut self) {
        // From the last cell, so that the rows are allocated once.
        for (cell, row) in std::mem::take(&mut self.sparse).into_iter().rev() {
            *self.dense.row_mut(cell as usize) = row;
        }
    }

    /// Prepares all totals to be read.
    pub(super) fn settle(&mut self) {
        self.dense.settle();
        self.sparse.values_mut().for_each(|row| row.total.settle());
    }

    /// Whether no cell has changes.
    pub(super) fn is_empty(&self) -> bool {
        self.dense.is_empty() && self.sparse.is_empty()
    }

    pub(super) fn row(&self, cell: usize) -> Option<&TotalsRow<T>> {
        let cell = u32::try_from(cell).ok()?;
        if self.dense.is_empty() { self.sparse.get(&cell) } else { self.dense.get(cell) }
    }

    /// The cells that have changes and their rows, in ascending order.
    fn used_rows(&self) -> impl Iterator<Item = (u32, &TotalsRow<T>)> {
        let dense = (0..).zip(self.dense.rows());
        dense.chain(self.sparse.iter().map(|(&cell, row)| (cell, row))).filter(|(_, row)| row.count > 0)
    }

    /// Sets the flags of the cells that have changes.
    pub(super) fn mark_used(&self, used: &mut [bool]) {
        used.iter_mut().zip(self.dense.rows()).for_each(|(used, row)| *used |= row.count > 0);
        for &cell in self.sparse.keys() {
            used[cell as usize] = true;
        }
    }

    /// Takes cell `sources[j]` as cell `j`. `targets` is the inverse: cell `i` goes to `targets[i]`, or is dropped if
    /// that is `u32::MAX`.
    pub(super) fn permuted(&mut self, sources: &[u32], targets: &[u32]) -> Self {
        let dense = if self.dense.is_empty() { Totals::default() } else { self.dense.reorder(sources) };
        let sparse = std::mem::take(&mut self.sparse).into_iter();
        let sparse = sparse.map(|(cell, row)| (targets[cell as usize], row)).filter(|(cell, _)| *cell != u32::MAX);
        Self { dense, sparse: sparse.collect() }
    }

    /// Adds other amounts to these, cell by cell.
    pub(super) fn merge(&mut self, other: &Self) {
        if self.is_empty() {
            self.clone_from(other);
        } else if other.dense.is_empty() {
            // Few rows are added one by one, whether these amounts are dense or not.
            for (&cell, more) in &other.sparse {
                self.row_mut(cell).merge(more);
            }
            self.make_dense_if_many();
        } else {
            self.make_dense();
            self.dense.merge(&other.dense);
        }
    }

    fn row_mut(&mut self, cell: u32) -> &mut TotalsRow<T> {
        if self.dense.is_empty() { self.sparse.entry(cell).or_default() } else { self.dense.row_mut(cell as usize) }
    }
}

impl<T: Total<Change: Clone> + PartialEq> PartialEq for Amounts<T> {
    /// Compares the rows, whether they are dense or sparse.
    fn eq(&self, other: &Self) -> bool {
        self.used_rows().eq(other.used_rows())
    }
}
