//! Shares by line, measure and party, and what they add up to.

use std::sync::Arc;

use super::column::Column;
use super::gathered::Gathered;
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
        let Gathered { mut parties, ends, mut columns, .. } = gathering.added_up(&order.cells, places, names);
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
        let labels = self.rows.labels();
        let mut gathered = Gathered::<N>::with_room(labels.codes() as usize, [0, 0]);
        for measure in 0..measures.len() as u32 {
            let cells = (0..).zip(&of_cells).filter(|(_, of)| **of == measure).map(|(cell, _)| cell);
            for figure in [CREATED, DESTROYED] {
                for (row, _) in cells.clone().flat_map(|cell| self.columns[figure].of_cell(cell)) {
                    gathered.name(figure, self.rows.code(row));
                }
            }
            gathered.make_rows();
            for figure in [CREATED, DESTROYED] {
                for (row, share) in cells.clone().flat_map(|cell| self.columns[figure].of_cell(cell)) {
                    gathered.share_mut(figure, self.rows.code(row)).merge(share);
                }
            }
            gathered.end_cell();
        }
        let Gathered { parties, ends, columns, .. } = gathered;
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
