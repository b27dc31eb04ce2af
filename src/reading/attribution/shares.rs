//! Shares by line, measure and party, and what they add up to.

use super::column::Column;
use super::gathering::{Gathered, Gathering};
use super::party_names::PartyNames;
use super::taken::{CREATED, DESTROYED};
use crate::number::{Apportion, Total, Totals};
use crate::statement::{Index, Order, Union};

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

    /// The figures of each row; or the first row and figure that no number of the kind holds.
    pub(super) fn figures(&self) -> Result<Vec<[N; 2]>, (usize, usize)> {
        let mut figures = vec![[N::zero(), N::zero()]; self.index.len()];
        let (mut first, mut read) = (0, [0, 0]);
        for (cell, &end) in self.ends.iter().enumerate() {
            for figure in [CREATED, DESTROYED] {
                let (rows, shares) = self.shares[figure].from_up_to(read[figure], end);
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

    /// The same without the lines: by measure and party.
    pub(super) fn without_lines(&self) -> Self {
        let (index, places) = self.index.by_last_two();
        let shares = self.shares.each_ref().map(|column| {
            let mut sums = vec![N::Shares::default(); index.len()];
            for (row, share) in column.iter() {
                sums[places[row as usize] as usize].merge(share);
            }
            let mut whole = Column::default();
            (0..).zip(sums).for_each(|(row, sum)| whole.push(row, sum));
            whole
        });
        let mut whole = Self { ends: index.ends_but_last(), index, shares, ..Self::nothing() };
        whole.add_totals(self, &places);
        whole
    }

    /// Adds the totals of others, whose rows have these places among the rows here.
    fn add_totals(&mut self, other: &Self, places: &[u32]) {
        let mut first = 0;
        for (figure, totals) in self.totals.iter_mut().enumerate() {
            totals.resize_with(self.ends.len(), N::Total::default);
            first = 0;
            for (total, &end) in other.totals[figure].iter().zip(&other.ends) {
                let place = places[first] as usize;
                totals[self.ends.partition_point(|&end| end <= place)].merge(total);
                first = end;
            }
        }
        debug_assert_eq!(first, places.len(), "every row is of a line and measure");
    }

    /// The shares of both.
    pub(super) fn merge(self, other: &Self) -> Self {
        let Union { both, here, there } = self.index.union(&other.index);
        let mut whole = Self { ends: both.ends_but_last(), index: both, ..Self::nothing() };
        whole.add_totals(&self, &here);
        whole.add_totals(other, &there);
        let [created, destroyed] = self.shares;
        whole.shares = [
            created.union(&here, &other.shares[CREATED], &there),
            destroyed.union(&here, &other.shares[DESTROYED], &there),
        ];
        whole
    }
}
