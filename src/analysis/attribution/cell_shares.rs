//! What each party has of each cell, cell by cell and in the order of ids.

use super::column::Column;
use super::ranks::Ranks;
use crate::number::Apportion;

/// Shares of cells, one cell after the other. Of each, those who have any are named first, which makes their rows; then
/// what they have is added.
pub(super) struct CellShares<N: Apportion> {
    /// The code of each row.
    pub(super) parties: Vec<u32>,
    /// Where the rows of each cell end.
    pub(super) ends: Vec<usize>,
    pub(super) columns: [Column<N::Shares>; 2],
    ranks: Ranks,
}

impl<N: Apportion> CellShares<N> {
    /// Of parties with codes below `codes`, and with room for so many shares of each figure: none is moved then, and room
    /// that is not used is no memory yet.
    pub(super) fn with_room(codes: usize, room: [usize; 2]) -> Self {
        Self {
            parties: Vec::with_capacity(room.iter().sum()),
            ends: Vec::new(),
            columns: room.map(Column::with_room),
            ranks: Ranks::below(codes),
        }
    }

    /// Says that a party has something of a figure of the next cell.
    #[inline]
    pub(super) fn name(&mut self, figure: usize, code: u32) {
        self.ranks.insert(figure, code);
    }

    /// Makes the rows of the cell: one for each who was named, and a share for each figure they were named of.
    pub(super) fn make_rows(&mut self) {
        let Self { parties, columns, ranks, .. } = self;
        let starts = columns.each_ref().map(Column::len);
        ranks.rank(starts, parties, |figure, rows| columns[figure].add_rows(rows));
    }

    /// What somebody who was named has of a figure of the cell.
    #[inline]
    pub(super) fn share_mut(&mut self, figure: usize, code: u32) -> &mut N::Shares {
        self.columns[figure].share_mut(self.place(figure, code))
    }

    /// The place in its column of what somebody who was named has of a figure of the cell.
    #[inline]
    pub(super) fn place(&self, figure: usize, code: u32) -> usize {
        self.ranks.of(figure, code)
    }

    /// Ends the cell.
    pub(super) fn end_cell(&mut self) {
        self.ranks.clear();
        self.ends.push(self.parties.len());
        self.columns.iter_mut().for_each(Column::end_cell);
    }
}
