//! A column whose rows are mostly zero.

use std::ops::Range;

/// A column of codes, stored up to its last row that is not zero: a column that no row uses takes no memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SparseColumn(Vec<u32>);

impl SparseColumn {
    #[inline]
    pub(crate) fn get(&self, row: usize) -> u32 {
        self.0.get(row).copied().unwrap_or(0)
    }

    /// Whether any of these rows is not zero.
    pub(crate) fn any(&self, rows: Range<usize>) -> bool {
        self.stored(rows).iter().any(|&value| value != 0)
    }

    /// The values of these rows.
    pub(crate) fn rows(&self, rows: Range<usize>) -> impl Iterator<Item = u32> {
        let stored = self.stored(rows.clone());
        stored.iter().copied().chain(std::iter::repeat_n(0, rows.len() - stored.len()))
    }

    fn stored(&self, rows: Range<usize>) -> &[u32] {
        &self.0[rows.start.min(self.0.len())..rows.end.min(self.0.len())]
    }

    /// Sets a row behind all that are stored.
    pub(crate) fn set_last(&mut self, row: usize, value: u32) {
        if value != 0 {
            self.0.resize(row, 0);
            self.0.push(value);
        }
    }

    /// The last value that is not zero, or zero.
    pub(crate) fn last(&self) -> u32 {
        self.0.iter().rev().copied().find(|&value| value != 0).unwrap_or(0)
    }

    pub(crate) fn truncate(&mut self, rows: usize) {
        self.0.truncate(rows);
    }
}
