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

    /// Adds the share of a row behind all others.
    #[inline]
    pub(super) fn push(&mut self, row: u32, share: S) {
        self.rows.push(row);
        self.shares.push(share);
    }

    /// Ends a cell: what is pushed from now on is of the next.
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

    /// The places of a cell's shares.
    fn places_of(&self, cell: usize) -> Range<usize> {
        let start = cell.checked_sub(1).map_or(0, |before| self.ends[before]);
        start..self.ends[cell]
    }

    /// The shares of each cell.
    pub(super) fn cells(&self) -> impl Iterator<Item = &[S]> {
        (0..self.ends.len()).map(|cell| &self.shares[self.places_of(cell)])
    }

    /// The rows of a cell that have a share, each with it.
    pub(super) fn of_cell(&self, cell: usize) -> impl Iterator<Item = (usize, &S)> {
        let places = self.places_of(cell);
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
        for &end in ends {
            let next = |row: Option<u32>| row.filter(|row| (*row as usize) < end);
            while let Some(row) = [next(one.peek().map(|(row, _)| *row)), next(two.peek().map(|(row, _)| *row))]
                .into_iter()
                .flatten()
                .min()
            {
                let mut share = one.next_if(|(of, _)| *of == row).map(|(_, share)| share).unwrap_or_default();
                if let Some((_, more)) = two.next_if(|(of, _)| *of == row) {
                    share.merge(more);
                }
                both.push(row, share);
            }
            both.end_cell();
        }
        both
    }
}

impl<S: Total> PartialEq for Column<S> {
    /// The same shares of the same rows, whatever has a share that is zero.
    fn eq(&self, other: &Self) -> bool {
        let is_any = |(_, share): &(u32, &S)| !share.is_zero();
        self.iter().filter(is_any).eq(other.iter().filter(is_any))
    }
}
