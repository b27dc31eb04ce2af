//! Shares of one figure by row, of which most rows have none.

use std::ops::Range;

use crate::number::Total;

/// Shares, each with its row: nearly all who created something destroyed nothing. A share that is zero is as good as none.
#[derive(Clone, Debug)]
pub(super) struct Column<S> {
    rows: Vec<u32>,
    shares: Vec<S>,
    /// Where those of each cell end.
    ends: Vec<usize>,
}

impl<S> Default for Column<S> {
    fn default() -> Self {
        Self { rows: Vec::new(), shares: Vec::new(), ends: Vec::new() }
    }
}

impl<S: Total> Column<S> {
    /// With room for so many shares.
    pub(super) fn with_room(shares: usize) -> Self {
        Self { rows: Vec::with_capacity(shares), shares: Vec::with_capacity(shares), ends: Vec::new() }
    }

    /// Gives back the room that was not used.
    pub(super) fn shrink(&mut self) {
        self.rows.shrink_to_fit();
        self.shares.shrink_to_fit();
    }

    /// Adds rows behind all others, with shares of nothing.
    #[inline]
    pub(super) fn add_rows(&mut self, rows: Range<u32>) {
        self.shares.resize_with(self.shares.len() + rows.len(), S::default);
        self.rows.extend(rows);
    }

    /// Ends a cell: rows from now on are of the next.
    pub(super) fn end_cell(&mut self) {
        self.ends.push(self.rows.len());
    }

    /// How many rows have a share.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The share at a place in this column.
    #[inline]
    pub(super) fn share_mut(&mut self, place: usize) -> &mut S {
        &mut self.shares[place]
    }

    /// The place of a row in this column; none where it has no share.
    pub(super) fn place(&self, row: usize) -> Option<usize> {
        self.rows.binary_search(&(row as u32)).ok()
    }

    /// The shares of each cell.
    pub(super) fn cells(&self) -> impl Iterator<Item = &[S]> {
        (0..self.ends.len()).map(|cell| &self.shares[range_of(&self.ends, cell)])
    }

    /// The rows of a cell that have a share, each with it.
    pub(super) fn of_cell(&self, cell: usize) -> impl Iterator<Item = (usize, &S)> {
        let places = range_of(&self.ends, cell);
        self.rows[places.clone()].iter().map(|&row| row as usize).zip(&self.shares[places])
    }

    fn iter(&self) -> impl Iterator<Item = (u32, &S)> {
        self.rows.iter().copied().zip(&self.shares)
    }

    /// Both columns as one, each row at a place that is given. Places are in the order of rows; those of each cell there
    /// end at `ends`.
    pub(super) fn union(self, here: &[u32], other: &Self, there: &[u32], ends: &[usize]) -> Self {
        let mut both = Self::default();
        let mut one = self.rows.into_iter().map(|row| here[row as usize]).zip(self.shares).peekable();
        let mut two = other.iter().map(|(row, share)| (there[row as usize], share)).peekable();
        while let Some(row) =
            [one.peek().map(|(row, _)| *row), two.peek().map(|(row, _)| *row)].into_iter().flatten().min()
        {
            let mut share = one.next_if(|(of, _)| *of == row).map(|(_, share)| share).unwrap_or_default();
            if let Some((_, more)) = two.next_if(|(of, _)| *of == row) {
                share.merge(more);
            }
            both.rows.push(row);
            both.shares.push(share);
        }
        both.ends = ends.iter().map(|&end| both.rows.partition_point(|row| (*row as usize) < end)).collect();
        both
    }
}

/// What is between the end of the cell before and a cell's own.
pub(super) fn range_of(ends: &[usize], cell: usize) -> Range<usize> {
    cell.checked_sub(1).map_or(0, |before| ends[before])..ends[cell]
}

impl<S: Total> PartialEq for Column<S> {
    /// The same shares of the same rows, whatever has a share that is zero.
    fn eq(&self, other: &Self) -> bool {
        let is_any = |(_, share): &(u32, &S)| !share.is_zero();
        self.iter().filter(is_any).eq(other.iter().filter(is_any))
    }
}
