//! Shares by line, measure and party, and what they add up to.

use super::taken::{CREATED, Changes, DESTROYED, Taken};
use crate::number::{Apportion, Total, Totals};
use crate::statement::{Index, Labels, Order, Union};

/// Exact shares of each row of an index: a line, a measure and a party.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shares<N: Apportion> {
    pub(super) index: Index,
    pub(super) shares: [Vec<N::Shares>; 2],
    /// What the shares of each line and measure add up to, in their order.
    pub(super) totals: [Vec<N::Total>; 2],
}

impl<N: Apportion> Shares<N> {
    pub(super) fn nothing() -> Self {
        Self { index: Index::default(), shares: [Vec::new(), Vec::new()], totals: [Vec::new(), Vec::new()] }
    }

    /// Adds up what was taken, in the order of lines, measures and parties.
    pub(super) fn of(
        order: Order,
        places: &[u32],
        labels: Labels,
        taken: [Changes<Taken<N>>; 2],
        totals: &[Totals<N::Total>; 2],
    ) -> Self {
        let [created, destroyed] = taken.map(|changes| added_up(changes, places));
        let mut keys: Vec<u64> = Vec::with_capacity(created.len().max(destroyed.len()));
        let mut shares: [Vec<N::Shares>; 2] = [Vec::new(), Vec::new()];
        let (mut created, mut destroyed) = (created.into_iter().peekable(), destroyed.into_iter().peekable());
        loop {
            let next = [created.peek(), destroyed.peek()].into_iter().flatten().map(|(key, _)| *key).min();
            let Some(key) = next else { break };
            keys.push(key);
            let share = |of: &mut std::iter::Peekable<std::vec::IntoIter<(u64, N::Shares)>>| {
                of.next_if(|(next, _)| *next == key).map(|(_, share)| share).unwrap_or_default()
            };
            shares[CREATED].push(share(&mut created));
            shares[DESTROYED].push(share(&mut destroyed));
        }
        let total = |figure: usize, cell: &u32| {
            totals[figure].row(*cell as usize).map(|row| row.total.clone()).unwrap_or_default()
        };
        let totals = [CREATED, DESTROYED].map(|figure| order.cells.iter().map(|cell| total(figure, cell)).collect());
        let index = order.index_with(labels, keys.into_iter().map(|key| ((key >> 32) as u32, key as u32)));
        Self { index, shares, totals }
    }

    /// The rows of each line and measure: those that are alike but for the party.
    pub(super) fn groups(&self) -> Vec<std::ops::Range<usize>> {
        let groups = self.index.groups_but_last();
        debug_assert_eq!(groups.len(), self.totals[CREATED].len(), "every line and measure has a share");
        groups
    }

    /// The figures of each row; or the first row and figure that no number of the kind holds.
    pub(super) fn figures(&self) -> Result<Vec<[N; 2]>, (usize, usize)> {
        let mut figures = Vec::with_capacity(self.index.len());
        for (cell, rows) in self.groups().into_iter().enumerate() {
            let read = |figure: usize| {
                let shares = &self.shares[figure][rows.clone()];
                N::apportioned(shares, &self.totals[figure][cell]).ok_or((rows.start, figure))
            };
            let (created, destroyed) = (read(CREATED)?, read(DESTROYED)?);
            figures.extend(created.into_iter().zip(destroyed).map(|(created, destroyed)| [created, destroyed]));
        }
        Ok(figures)
    }

    /// The same without the lines: by measure and party.
    pub(super) fn without_lines(&self) -> Self {
        let width = self.index.labels().len();
        let (behind, order) = self.index.behind(width - 2);
        let mut shares: [Vec<N::Shares>; 2] = std::array::from_fn(|_| vec![N::Shares::default(); behind.len()]);
        for (row, &place) in order.iter().enumerate() {
            for (sums, of_rows) in shares.iter_mut().zip(&self.shares) {
                sums[place as usize].merge(&of_rows[row]);
            }
        }
        let mut whole = Self { index: behind, shares, totals: [Vec::new(), Vec::new()] };
        let measures = whole.index.groups_but_last();
        let mut totals: [Vec<N::Total>; 2] = std::array::from_fn(|_| vec![N::Total::default(); measures.len()]);
        for (cell, rows) in self.groups().into_iter().enumerate() {
            let measure = measures.partition_point(|group| group.end <= order[rows.start] as usize);
            for (sums, of_cells) in totals.iter_mut().zip(&self.totals) {
                sums[measure].merge(&of_cells[cell]);
            }
        }
        whole.totals = totals;
        whole
    }

    /// The shares of both.
    pub(super) fn merge(self, other: &Self) -> Self {
        let Union { both, here, there } = self.index.union(&other.index);
        let mut shares: [Vec<N::Shares>; 2] = std::array::from_fn(|_| vec![N::Shares::default(); both.len()]);
        let mut whole = Self { index: both, shares: [Vec::new(), Vec::new()], totals: [Vec::new(), Vec::new()] };
        let groups = whole.index.groups_but_last();
        let mut totals: [Vec<N::Total>; 2] = std::array::from_fn(|_| vec![N::Total::default(); groups.len()]);
        for (part, places) in [(&self, &here), (other, &there)] {
            for figure in [CREATED, DESTROYED] {
                for (share, &place) in part.shares[figure].iter().zip(places) {
                    shares[figure][place as usize].merge(share);
                }
                for (total, rows) in part.totals[figure].iter().zip(part.groups()) {
                    let place = places[rows.start] as usize;
                    totals[figure][groups.partition_point(|group| group.end <= place)].merge(total);
                }
            }
        }
        whole.shares = shares;
        whole.totals = totals;
        whole
    }
}

/// The sum of each share, sorted by the place of its cell and then by party.
fn added_up<N: Apportion>(changes: Changes<Taken<N>>, places: &[u32]) -> Vec<(u64, N::Shares)> {
    let mut keys = changes.keys;
    for (key, _) in &mut keys {
        *key = u64::from(places[(*key >> 32) as usize]) << 32 | *key & u64::from(u32::MAX);
    }
    radsort::sort_by_key(&mut keys, |(key, _)| *key);
    let mut sums: Vec<(u64, N::Shares)> = Vec::new();
    for (key, taken) in keys {
        if sums.last().is_none_or(|(last, _)| *last != key) {
            sums.push((key, N::Shares::default()));
        }
        let (_, share) = sums.last_mut().expect("one was pushed");
        taken.add_to(share);
    }
    sums
}
