//! Shares of one figure by row, of which most rows have none.

use crate::number::Total;

/// Shares, each with its row: nearly all who created something destroyed nothing. A share that is zero is as good as none.
#[derive(Clone, Debug)]
pub(super) struct Column<S> {
    rows: Vec<u32>,
    shares: Vec<S>,
}

impl<S> Default for Column<S> {
    fn default() -> Self {
        Self { rows: Vec::new(), shares: Vec::new() }
    }
}

impl<S: Total> Column<S> {
    /// With room for so many shares.
    pub(super) fn with_room(shares: usize) -> Self {
        Self { rows: Vec::with_capacity(shares), shares: Vec::with_capacity(shares) }
    }

    /// Gives back the room that was not used.
    pub(super) fn shrink(&mut self) {
        self.rows.shrink_to_fit();
        self.shares.shrink_to_fit();
    }

    /// Adds the share of a row behind all others.
    #[inline]
    pub(super) fn push(&mut self, row: u32, share: S) {
        self.rows.push(row);
        self.shares.push(share);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &S)> {
        self.rows.iter().copied().zip(&self.shares)
    }

    /// The rows from a place in this column up to a row, and their shares.
    pub(super) fn between(&self, start: usize, end: usize) -> (&[u32], &[S]) {
        let count = self.rows[start..].iter().take_while(|&&row| (row as usize) < end).count();
        (&self.rows[start..start + count], &self.shares[start..start + count])
    }

    /// Both columns as one, each row at a place that is given; places are in the order of rows.
    pub(super) fn union(self, here: &[u32], other: &Self, there: &[u32]) -> Self {
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
            both.push(row, share);
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
