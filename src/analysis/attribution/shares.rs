//! Shares by line, measure and party, and what they add up to.

use std::sync::Arc;

use super::cell_shares::CellShares;
use super::column::Column;
use super::gathering::Gathering;
use super::party_names::PartyNames;
use super::party_rows::{PartyRows, PartyUnion};
use super::taken::{CREATED, DESTROYED};
use crate::number::{Apportion, Total};
use crate::statement::Order;

/// Exact shares of lines, measures and parties, and their figures once these are read.
#[derive(Clone, Debug)]
pub(super) struct Shares<N: Apportion> {
    pub(super) rows: PartyRows,
    columns: [Column<N::Shares>; 2],
    /// The figure of each share of a column.
    figures: [Vec<N>; 2],
}

impl<N: Apportion> Shares<N> {
    pub(super) fn nothing() -> Self {
        Self::unread(PartyRows::default(), [Column::default(), Column::default()])
    }

    fn unread(rows: PartyRows, columns: [Column<N::Shares>; 2]) -> Self {
        Self { rows, columns, figures: [Vec::new(), Vec::new()] }
    }

    /// Adds up what was taken, in the order of lines, measures and parties.
    pub(super) fn of(order: Order, places: &[u32], names: &PartyNames<'_>, gathering: Gathering<N>) -> Self {
        let CellShares { mut parties, ends, mut columns, .. } = gathering.added_up(&order.cells, places, names);
        parties.shrink_to_fit();
        columns.iter_mut().for_each(Column::shrink);
        let (labels, codes) = names.labels_of(&parties);
        for party in &mut parties {
            *party = codes[*party as usize];
        }
        Self::unread(PartyRows::new(order.index(), ends, Arc::new(labels), parties), columns)
    }

    /// Reads all figures; or says of which cell and figure one is more than a number holds, the first of several.
    pub(super) fn read(&mut self) -> Result<(), (usize, usize)> {
        let mut beyond = None;
        for (figure, (column, figures)) in self.columns.iter().zip(&mut self.figures).enumerate() {
            figures.clear();
            figures.reserve_exact(column.len());
            let is_held = |shares| N::apportion(shares, figures).is_some();
            let held = column.cells().map(is_held).take_while(|is_held| *is_held).count();
            if held < self.rows.cells.len() {
                beyond = beyond.into_iter().chain([(held, figure)]).min();
            }
        }
        beyond.map_or(Ok(()), Err)
    }

    /// A figure of a row that was read.
    pub(super) fn figure(&self, row: usize, figure: usize) -> N {
        let place = self.columns[figure].place(row);
        place.map_or_else(N::zero, |place| self.figures[figure][place].clone())
    }

    /// The same shares by measure and party, without their lines; unread.
    pub(super) fn without_lines(&self) -> Self {
        let (measures, of_cells) = self.rows.cells.by_last();
        let mut cells: Vec<u32> = (0..of_cells.len() as u32).collect();
        // In order of measures, so that each is gone over once.
        radsort::sort_by_key(&mut cells, |&cell| of_cells[cell as usize]);
        let labels = self.rows.labels();
        let mut shares = CellShares::<N>::with_room(labels.codes() as usize, [0, 0]);
        for cells in cells.chunk_by(|one, two| of_cells[*one as usize] == of_cells[*two as usize]) {
            let all = |figure: usize| cells.iter().flat_map(move |&cell| self.columns[figure].of_cell(cell as usize));
            for figure in [CREATED, DESTROYED] {
                all(figure).for_each(|(row, _)| shares.name(figure, self.rows.code(row)));
            }
            shares.make_rows();
            for figure in [CREATED, DESTROYED] {
                all(figure).for_each(|(row, share)| shares.share_mut(figure, self.rows.code(row)).merge(share));
            }
            shares.end_cell();
        }
        let CellShares { parties, ends, columns, .. } = shares;
        Self::unread(PartyRows::new(measures, ends, Arc::clone(labels), parties), columns)
    }

    /// The shares of both; unread.
    pub(super) fn merge(self, other: &Self) -> Self {
        let PartyUnion { both, here, there } = self.rows.union(&other.rows);
        let [created, destroyed] = self.columns;
        let columns = [
            created.union(&here, &other.columns[CREATED], &there, both.ends()),
            destroyed.union(&here, &other.columns[DESTROYED], &there, both.ends()),
        ];
        Self::unread(both, columns)
    }
}

impl<N: Apportion> PartialEq for Shares<N> {
    /// Equal exact shares, of whose figures then nothing can differ.
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows && self.columns == other.columns
    }
}
