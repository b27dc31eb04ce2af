//! Shares: pending portions, their exact totals by row, and the figures of rows.

use std::sync::Arc;

use super::party_index::{PartyIndex, RowKey};
use crate::number::{Apportion, Portion, Total};
use crate::statement::{Index, Labels, Order, Union};

/// The positions of the created and of the destroyed figure wherever both are stored.
pub(super) const CREATED: usize = 0;
pub(super) const DESTROYED: usize = 1;
/// The names of both figures, by these positions.
pub(super) const FIGURES: [&str; 2] = ["created", "destroyed"];

/// Pending shares of a figure that are buffered before they are added up. At 16 bytes for each `f64` share, the buffer
/// and its copy in the radix sort take 1 MB. They fit in the L2 cache, and they do not grow with the books.
const MOST_PENDING: usize = 1 << 15;

/// A portion of an amount that goes to a party and is not added up yet.
pub(super) struct PendingShare<N: Apportion> {
    pub(super) key: RowKey,
    /// [`CREATED`] or [`DESTROYED`].
    pub(super) figure: usize,
    pub(super) portion: Portion<N>,
}

/// Exact totals of one figure, each with the key of its row.
pub(super) type KeyedTotals<S> = Vec<(RowKey, S)>;

/// Adds pending shares up by row, created and destroyed shares separately.
///
/// A buffer of pending shares is flushed when it is full: it is sorted by key, and the shares of each key are added up
/// into one exact total. [`ShareColumn::new`] then sorts these totals and merges those of equal keys.
pub(super) struct Aggregation<N: Apportion> {
    pending: [Vec<(RowKey, Portion<N>)>; 2],
    totals: [KeyedTotals<N::Shares>; 2],
}

impl<N: Apportion> Aggregation<N> {
    pub(super) fn new() -> Self {
        Self { pending: [Vec::new(), Vec::new()], totals: [Vec::new(), Vec::new()] }
    }

    #[inline]
    pub(super) fn push(&mut self, PendingShare { key, figure, portion }: PendingShare<N>) {
        self.pending[figure].push((key, portion));
        if self.pending[figure].len() == MOST_PENDING {
            self.flush(figure);
        }
    }

    /// The totals of both figures. A key repeats if its shares were flushed more than once.
    pub(super) fn finish(mut self) -> [KeyedTotals<N::Shares>; 2] {
        self.flush(CREATED);
        self.flush(DESTROYED);
        self.totals
    }

    /// Sorts the pending shares of a figure by key, and adds up those of each key.
    fn flush(&mut self, figure: usize) {
        let (pending, totals) = (&mut self.pending[figure], &mut self.totals[figure]);
        radsort::sort_by_key(pending, |(key, _)| key.number());
        for (key, portion) in pending.drain(..) {
            if totals.last().is_none_or(|(last, _)| *last != key) {
                totals.push((key, N::Shares::default()));
            }
            let (_, total) = totals.last_mut().expect("there is a last total");
            total.add(&portion).expect("portions are finite");
        }
    }
}

/// The shares of one figure, sorted by key. A row without a share of this figure, as a party that destroyed nothing,
/// has no entry.
#[derive(Clone, Debug)]
pub(super) struct ShareColumn<N: Apportion> {
    pub(super) keys: Vec<RowKey>,
    totals: Vec<N::Shares>,
    /// The rounded totals.
    pub(super) figures: Vec<N>,
}

impl<N: Apportion> ShareColumn<N> {
    /// Sorts totals by key and merges those of equal keys. Their figures are not rounded yet.
    pub(super) fn new(mut totals: KeyedTotals<N::Shares>) -> Self {
        radsort::sort_by_key(&mut totals, |(key, _)| key.number());
        totals.dedup_by(|(key, more), (last, total)| {
            let is_same = key == last;
            if is_same {
                total.merge(more);
            }
            is_same
        });
        let (keys, totals) = totals.into_iter().unzip();
        Self { keys, totals, figures: Vec::new() }
    }

    /// Rounds the totals of each cell together, so that integers still add up.
    ///
    /// # Errors
    ///
    /// The first cell with a share that no number of the kind holds.
    pub(super) fn round(&mut self) -> Result<(), u32> {
        self.figures = Vec::with_capacity(self.keys.len());
        let mut start = 0;
        for keys in self.keys.chunk_by(|one, other| one.cell == other.cell) {
            let totals = &self.totals[start..start + keys.len()];
            N::apportion(totals, &mut self.figures).ok_or(keys[0].cell)?;
            start += keys.len();
        }
        Ok(())
    }

    /// The totals, with the new codes of their cells and parties, which these tables give by the old codes.
    fn recoded(&self, cells: &[u32], parties: &[u32]) -> impl Iterator<Item = (RowKey, N::Shares)> {
        self.keys.iter().map(|key| key.recoded(cells, parties)).zip(self.totals.iter().cloned())
    }

    /// The rounded figure of a row.
    fn figure(&self, key: RowKey) -> N {
        self.keys.binary_search(&key).map_or_else(|_| N::zero(), |position| self.figures[position].clone())
    }

    /// The total of a row.
    #[cfg(feature = "serde")]
    fn total(&self, key: RowKey) -> N::Shares {
        self.keys.binary_search(&key).map_or_else(|_| N::Shares::default(), |position| self.totals[position].clone())
    }

    /// The totals that are not zero, each with its key.
    fn nonzero(&self) -> impl Iterator<Item = (&RowKey, &N::Shares)> {
        self.keys.iter().zip(&self.totals).filter(|(_, total)| !total.is_zero())
    }
}

/// Exact shares by line, measure and party, and their figures once these are rounded.
#[derive(Clone, Debug)]
pub(super) struct Shares<N: Apportion> {
    /// Lines and measures.
    pub(super) cells: Index,
    /// The ids of parties. The shares without lines have the same.
    parties: Arc<Labels>,
    /// Each row that has a share of either figure, sorted.
    rows: Vec<RowKey>,
    columns: [ShareColumn<N>; 2],
}

impl<N: Apportion> Shares<N> {
    /// The shares of these totals, by lines and measures in this order.
    pub(super) fn new(order: Order, index: &PartyIndex, mut totals: [KeyedTotals<N::Shares>; 2]) -> Self {
        let cells = order.positions();
        let (parties, codes) = index.labels_of(totals.iter().flatten().map(|(key, _)| key.party));
        for (key, _) in totals.iter_mut().flatten() {
            *key = key.recoded(&cells, &codes);
        }
        Self::of_totals(order.index(), Arc::new(parties), totals)
    }

    fn of_totals(cells: Index, parties: Arc<Labels>, totals: [KeyedTotals<N::Shares>; 2]) -> Self {
        let columns = totals.map(ShareColumn::new);
        // The keys of each column are sorted, so this sort only merges two runs.
        let mut rows = [&*columns[CREATED].keys, &*columns[DESTROYED].keys].concat();
        rows.sort();
        rows.dedup();
        rows.shrink_to_fit();
        Self { cells, parties, rows, columns }
    }

    /// The shares of these rows, which are sorted, from both totals of each. Their figures are not rounded yet.
    #[cfg(feature = "serde")]
    pub(super) fn of_rows(cells: Index, parties: Arc<Labels>, rows: &[RowKey], totals: Vec<[N::Shares; 2]>) -> Self {
        let (created, destroyed) = totals.into_iter().map(|[created, destroyed]| (created, destroyed)).unzip();
        let keyed = |totals: Vec<N::Shares>| rows.iter().copied().zip(totals).collect();
        Self::of_totals(cells, parties, [keyed(created), keyed(destroyed)])
    }

    /// The key and both totals of each row; a total that a row does not have is zero.
    #[cfg(feature = "serde")]
    pub(super) fn rows(&self) -> impl Iterator<Item = (RowKey, [N::Shares; 2])> {
        self.rows.iter().map(|&key| (key, self.columns.each_ref().map(|column| column.total(key))))
    }

    /// The shares by measure and party, of all lines together. Their figures are not rounded yet.
    pub(super) fn without_lines(&self) -> Self {
        let (measures, measure_of_cell) = self.cells.by_last();
        let same_parties: Vec<u32> = (0..self.parties.codes()).collect();
        let totals = self.columns.each_ref().map(|column| column.recoded(&measure_of_cell, &same_parties).collect());
        Self::of_totals(measures, Arc::clone(&self.parties), totals)
    }

    /// The shares of both. Their figures are not rounded yet.
    pub(super) fn merge(&self, other: &Self) -> Self {
        let Union { both: cells, here, there } = self.cells.union(&other.cells);
        let (parties, here_parties, there_parties) = self.parties.union(&other.parties);
        let totals = [CREATED, DESTROYED].map(|figure| {
            let totals = self.columns[figure].recoded(&here, &here_parties);
            totals.chain(other.columns[figure].recoded(&there, &there_parties)).collect()
        });
        Self::of_totals(cells, Arc::new(parties), totals)
    }

    /// Rounds the figures of all rows.
    ///
    /// # Errors
    ///
    /// The first cell, and its first figure, with a share that no number of the kind holds.
    pub(super) fn round(&mut self) -> Result<(), (usize, usize)> {
        let [created, destroyed] = self.columns.each_mut().map(ShareColumn::round);
        let created = created.map_err(|cell| (cell as usize, CREATED));
        let destroyed = destroyed.map_err(|cell| (cell as usize, DESTROYED));
        match created.err().into_iter().chain(destroyed.err()).min() {
            Some(first) => Err(first),
            None => Ok(()),
        }
    }

    /// The ids of the parties.
    #[cfg(feature = "serde")]
    pub(super) fn parties(&self) -> &Labels {
        &self.parties
    }

    /// The number of rows.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The cell of a row.
    pub(super) fn cell(&self, row: usize) -> usize {
        self.rows[row].cell as usize
    }

    /// The party of a row; `None` for unattributed amounts.
    pub(super) fn party(&self, row: usize) -> Option<&str> {
        self.parties.text(self.rows[row].party)
    }

    /// A rounded figure of a row.
    pub(super) fn figure(&self, row: usize, figure: usize) -> N {
        self.columns[figure].figure(self.rows[row])
    }

    /// The row of a party in the cell of these texts; without a party, the row of unattributed amounts.
    pub(super) fn find<'a>(&self, cell: impl Iterator<Item = Option<&'a str>>, party: Option<&str>) -> Option<usize> {
        let key = RowKey { cell: self.cells.position(cell)? as u32, party: self.parties.code(party)? };
        self.rows.binary_search(&key).ok()
    }
}

impl<N: Apportion> PartialEq for Shares<N> {
    /// Compares rows and exact totals; equal totals have equal figures. A total of zero equals a missing one.
    fn eq(&self, other: &Self) -> bool {
        let mut columns = self.columns.iter().zip(&other.columns);
        self.cells == other.cells
            && self.parties == other.parties
            && self.rows == other.rows
            && columns.all(|(column, other)| column.nonzero().eq(other.nonzero()))
    }
}
