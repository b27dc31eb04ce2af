//! Shares by line, measure and party, and what they add up to.

use super::column::Column;
use super::gathering::{Gathered, Gathering};
use super::party_names::PartyNames;
use super::taken::{CREATED, DESTROYED};
use crate::number::{Apportion, Total, Totals};
use crate::statement::{Index, Order, Union};

/// The figures of each row; or the first row and figure that no number of the kind holds.
type Read<N> = Result<Vec<[N; 2]>, (usize, usize)>;

/// Exact shares of each row of an index: a line, a measure and a party.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shares<N: Apportion> {
    pub(super) index: Index,
    /// Where the rows of each line and measure end, which are alike but for the party.
    ends: Vec<usize>,
    shares: [Column<N::Shares>; 2],
    /// What the shares of each line and measure add up to, in their order.
    totals: [Vec<N::Total>; 2],
}

impl<N: Apportion> Shares<N> {
    pub(super) fn nothing() -> Self {
        Self {
            index: Index::default(),
            ends: Vec::new(),
            shares: [Column::default(), Column::default()],
            totals: [Vec::new(), Vec::new()],
        }
    }

    /// Adds up what was taken, in the order of lines, measures and parties.
    pub(super) fn of(
        order: Order,
        places: &[u32],
        names: &PartyNames<'_>,
        gathering: Gathering<N>,
        totals: &[Totals<N::Total>; 2],
    ) -> Self {
        let Gathered { parties, ends, shares } = gathering.added_up(&order.cells, places);
        let total = |figure: usize, cell: &u32| {
            totals[figure].row(*cell as usize).map(|row| row.total.clone()).unwrap_or_default()
        };
        let totals = [CREATED, DESTROYED].map(|figure| order.cells.iter().map(|cell| total(figure, cell)).collect());
        let (labels, codes) = names.labels_of(&parties);
        let index = order.index_with(labels, parties.into_iter().map(|party| codes[party as usize]), &ends);
        Self { index, ends, shares, totals }
    }

    /// The figures of each row.
    pub(super) fn figures(&self) -> Read<N> {
        let mut figures = vec![[N::zero(), N::zero()]; self.index.len()];
        let (mut first, mut read) = (0, [0, 0]);
        for (cell, &end) in self.ends.iter().enumerate() {
            for figure in [CREATED, DESTROYED] {
                let (rows, shares) = self.shares[figure].between(read[figure], end);
                read[figure] += rows.len();
                let of_cell = N::apportioned(shares, &self.totals[figure][cell]).ok_or((first, figure))?;
                for (&row, number) in rows.iter().zip(of_cell) {
                    figures[row as usize][figure] = number;
                }
            }
            first = end;
        }
        Ok(figures)
    }

    /// The rows without their lines, by measure and party, and the figures of each.
    pub(super) fn without_lines(&self) -> (Index, Read<N>) {
        let (index, places) = self.index.by_last_two();
        let ends = index.ends_but_last();
        let mut totals = [Vec::new(), Vec::new()];
        self.add_totals_to((&mut totals, &ends), &places);
        let mut figures = vec![[N::zero(), N::zero()]; index.len()];
        // One after the other, in memory that is used twice: new memory is slow.
        let mut sums = Vec::new();
        let mut beyond = None;
        for figure in [CREATED, DESTROYED] {
            sums.clear();
            sums.resize_with(index.len(), N::Shares::default);
            for (row, share) in self.shares[figure].iter() {
                sums[places[row as usize] as usize].merge(share);
            }
            let mut first = 0;
            for (total, &end) in totals[figure].iter().zip(&ends) {
                let Some(of_measure) = N::apportioned(&sums[first..end], total) else {
                    beyond = beyond.into_iter().chain([(first, figure)]).min();
                    break;
                };
                for (figures, number) in figures[first..end].iter_mut().zip(of_measure) {
                    figures[figure] = number;
                }
                first = end;
            }
        }
        (index, beyond.map_or(Ok(figures), Err))
    }

    /// Adds the totals here to those of groups of rows that end there; the rows have these places there.
    fn add_totals_to(&self, (totals, ends): (&mut [Vec<N::Total>; 2], &[usize]), places: &[u32]) {
        for (to, of) in totals.iter_mut().zip(&self.totals) {
            to.resize_with(ends.len(), N::Total::default);
            let mut first = 0;
            for (total, &end) in of.iter().zip(&self.ends) {
                let place = places[first] as usize;
                to[ends.partition_point(|&end| end <= place)].merge(total);
                first = end;
            }
        }
    }

    /// The shares of both.
    pub(super) fn merge(self, other: &Self) -> Self {
        let Union { both, here, there } = self.index.union(&other.index);
        let (ends, mut totals) = (both.ends_but_last(), [Vec::new(), Vec::new()]);
        self.add_totals_to((&mut totals, &ends), &here);
        other.add_totals_to((&mut totals, &ends), &there);
        let [created, destroyed] = self.shares;
        let shares = [
            created.union(&here, &other.shares[CREATED], &there),
            destroyed.union(&here, &other.shares[DESTROYED], &there),
        ];
        Self { index: both, ends, shares, totals }
    }
}
