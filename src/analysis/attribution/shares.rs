//! Shares: pending portions, their exact totals by row, and the figures of rows.

use std::sync::Arc;

use super::party_index::{PartyIndex, RowKey};
use crate::number::{Apportion, Portion, Total};
use crate::statement::{Index, Labels, Order, Union};

/// The places of the created and of the destroyed amount wherever both are stored.
pub(super) const CREATED: usize = 0;
pub(super) const DESTROYED: usize = 1;
/// The names of both figures, by these places.
pub(super) const FIGURES: [&str; 2] = ["created", "destroyed"];

/// A portion of an amount that goes to a party and is not added up yet.
pub(super) struct PendingShare<N: Apportion> {
    pub(super) key: RowKey,
    /// [`CREATED`] or [`DESTROYED`].
    pub(super) figure: usize,
    pub(super) portion: Portion<N>,
}

/// Adds pending shares up by row.
pub(super) struct Aggregation<N: Apportion> {
    pending: Vec<PendingShare<N>>,
    totals: RowTotals<N::Shares>,
    bound: usize,
}

impl<N: Apportion> Aggregation<N> {
    pub(super) fn new() -> Self {
        let bound = std::env::var("BOUND").map_or(16, |b| b.parse::<u32>().unwrap());
        Self { pending: Vec::new(), totals: RowTotals::default(), bound: 1 << bound }
    }

    #[inline]
    pub(super) fn push(&mut self, share: PendingShare<N>) {
        self.pending.push(share);
        if self.pending.len() == self.bound {
            self.flush();
        }
    }

    /// The exact totals of all shares. A key repeats if its shares were flushed more than once.
    pub(super) fn finish(mut self) -> RowTotals<N::Shares> {
        self.flush();
        self.totals
    }

    /// Sorts the pending shares by row and adds up those of each row.
    fn flush(&mut self) {
        radsort::sort_by_key(&mut self.pending, |share| share.key.number());
        for PendingShare { key, figure, portion } in self.pending.drain(..) {
            if self.totals.keys.last() != Some(&key) {
                self.totals.push(key, [N::Shares::default(), N::Shares::default()]);
            }
            self.totals.last_mut(figure).add(&portion).expect("portions are finite");
        }
    }
}

/// Exact totals of both figures by row, in columns.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RowTotals<S> {
    pub(super) keys: Vec<RowKey>,
    /// The created and the destroyed total of each row.
    pub(super) figures: [Vec<S>; 2],
}

impl<S> Default for RowTotals<S> {
    fn default() -> Self {
        Self { keys: Vec::new(), figures: [Vec::new(), Vec::new()] }
    }
}

impl<S: Total> RowTotals<S> {
    /// Sorts rows by key and merges those of equal keys.
    pub(super) fn of_rows<'a>(rows: impl Iterator<Item = (RowKey, [&'a S; 2])>) -> Self {
        let mut rows: Vec<_> = rows.collect();
        radsort::sort_by_key(&mut rows, |(key, _)| key.number());
        let mut merged = Self::default();
        for (key, totals) in rows {
            if merged.keys.last() == Some(&key) {
                totals.into_iter().enumerate().for_each(|(figure, total)| merged.last_mut(figure).merge(total));
            } else {
                merged.push(key, totals.map(S::clone));
            }
        }
        merged
    }

    fn push(&mut self, key: RowKey, totals: [S; 2]) {
        self.keys.push(key);
        self.figures.iter_mut().zip(totals).for_each(|(figures, total)| figures.push(total));
    }

    /// The total of a figure of the last row.
    fn last_mut(&mut self, figure: usize) -> &mut S {
        self.figures[figure].last_mut().expect("a row was pushed before")
    }

    /// The rows, in their order.
    pub(super) fn rows(&self) -> impl Iterator<Item = (RowKey, [&S; 2])> {
        let [created, destroyed] = &self.figures;
        let rows = self.keys.iter().zip(created.iter().zip(destroyed));
        rows.map(|(key, (created, destroyed))| (*key, [created, destroyed]))
    }

    /// The rows, with the new codes of their cells and parties, which these tables give by the old codes.
    fn recoded(&self, cells: &[u32], parties: &[u32]) -> impl Iterator<Item = (RowKey, [&S; 2])> {
        self.rows().map(|(key, totals)| {
            (RowKey { cell: cells[key.cell as usize], party: parties[key.party as usize] }, totals)
        })
    }
}

/// Exact shares by line, measure and party, and their figures once these are rounded.
#[derive(Clone, Debug)]
pub(super) struct Shares<N: Apportion> {
    /// Lines and measures.
    pub(super) cells: Index,
    /// The ids of parties. The shares without lines have the same.
    parties: Arc<Labels>,
    /// Sorted by key, with one row for each key.
    totals: RowTotals<N::Shares>,
    /// The rounded totals.
    figures: [Vec<N>; 2],
}

impl<N: Apportion> Shares<N> {
    /// The shares of these totals, by lines and measures in this order.
    pub(super) fn new(order: Order, parties: &PartyIndex, totals: &RowTotals<N::Shares>) -> Self {
        let cells = order.places();
        let (labels, codes) = parties.labels_of(totals.keys.iter().map(|key| key.party));
        Self::from_rows(order.index(), Arc::new(labels), totals.recoded(&cells, &codes))
    }

    fn from_rows<'a>(
        cells: Index,
        parties: Arc<Labels>,
        rows: impl Iterator<Item = (RowKey, [&'a N::Shares; 2])>,
    ) -> Self {
        Self { cells, parties, totals: RowTotals::of_rows(rows), figures: [Vec::new(), Vec::new()] }
    }

    /// The shares by measure and party, of all lines together. Their figures are not rounded yet.
    pub(super) fn without_lines(&self) -> Self {
        let (measures, measure_of_cell) = self.cells.by_last();
        let same_parties: Vec<u32> = (0..self.parties.codes()).collect();
        Self::from_rows(measures, Arc::clone(&self.parties), self.totals.recoded(&measure_of_cell, &same_parties))
    }

    /// The shares of both. Their figures are not rounded yet.
    pub(super) fn merge(&self, other: &Self) -> Self {
        let Union { both: cells, here, there } = self.cells.union(&other.cells);
        let (parties, here_parties, there_parties) = self.parties.union(&other.parties);
        let rows = self.totals.recoded(&here, &here_parties).chain(other.totals.recoded(&there, &there_parties));
        Self::from_rows(cells, Arc::new(parties), rows)
    }

    /// Rounds the figures of all rows, cell by cell.
    ///
    /// # Errors
    ///
    /// The first cell and figure that no number of the kind holds.
    pub(super) fn round(&mut self) -> Result<(), (usize, usize)> {
        let keys = &self.totals.keys;
        self.figures = [CREATED, DESTROYED].map(|_| Vec::with_capacity(keys.len()));
        let mut start = 0;
        for keys in keys.chunk_by(|one, other| one.cell == other.cell) {
            let rows = start..start + keys.len();
            start = rows.end;
            for (figure, figures) in self.figures.iter_mut().enumerate() {
                round_cell(&self.totals.figures[figure][rows.clone()], figures)
                    .ok_or((keys[0].cell as usize, figure))?;
            }
        }
        Ok(())
    }

    /// The number of rows.
    pub(super) fn len(&self) -> usize {
        self.totals.keys.len()
    }

    /// The cell of a row.
    pub(super) fn cell(&self, row: usize) -> usize {
        self.totals.keys[row].cell as usize
    }

    /// The party of a row; `None` for unattributed amounts.
    pub(super) fn party(&self, row: usize) -> Option<&str> {
        self.parties.text(self.totals.keys[row].party)
    }

    /// A rounded figure of a row.
    pub(super) fn figure(&self, row: usize, figure: usize) -> N {
        self.figures[figure][row].clone()
    }

    /// The row of a party in the cell of these texts; without a party, the row of unattributed amounts.
    pub(super) fn find<'a>(&self, cell: impl Iterator<Item = Option<&'a str>>, party: Option<&str>) -> Option<usize> {
        let key = RowKey { cell: self.cells.place(cell)? as u32, party: self.parties.code(party)? };
        self.totals.keys.binary_search(&key).ok()
    }
}

impl<N: Apportion> PartialEq for Shares<N> {
    /// Compares exact totals; equal totals have equal figures.
    fn eq(&self, other: &Self) -> bool {
        self.cells == other.cells && self.parties == other.parties && self.totals == other.totals
    }
}

/// Rounds the totals of one figure of a cell together, so that integers still add up. None if a number of the kind does
/// not hold one of them.
fn round_cell<N: Apportion>(totals: &[N::Shares], figures: &mut Vec<N>) -> Option<()> {
    // Zero totals stay out of the apportioning: a party without a share must not get a unit that is left over.
    let shares: Vec<N::Shares> = totals.iter().filter(|total| !total.is_zero()).cloned().collect();
    let mut rounded = Vec::with_capacity(shares.len());
    N::apportion(&shares, &mut rounded)?;
    let mut rounded = rounded.into_iter();
    let figure = |total: &N::Shares| if total.is_zero() { Some(N::zero()) } else { rounded.next() };
    figures.extend(totals.iter().map(figure).map(|figure| figure.expect("each share has a figure")));
    Some(())
}
