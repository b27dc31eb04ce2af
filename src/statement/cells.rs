//! The cells of a statement as columns: an amount that no cell has takes no memory.

use std::collections::BTreeMap;

use super::amounts::Amounts;
use super::cell_set::CellSet;
use super::classify::{AMOUNTS, Classification};
use crate::number::{Number, TotalsRow};

/// The amounts of a cell, and how far missing appraisals could move each of created, destroyed and the two windfalls.
pub(super) const COLUMNS: usize = AMOUNTS + 4;
pub(super) const MISSING_CREATED: usize = AMOUNTS;
pub(super) const MISSING_DESTROYED: usize = AMOUNTS + 1;
pub(super) const MISSING_WINDFALL_GAIN: usize = AMOUNTS + 2;
pub(super) const MISSING_WINDFALL_LOSS: usize = AMOUNTS + 3;

/// The counts of a cell besides those of its amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tally {
    LeftOut,
    Due,
    /// Of those due the ones not made: mostly none, so that no memory goes into telling that all were.
    Missing,
}

/// How many kinds of these there are.
const TALLIES: usize = 3;

/// Totals and counts by cell.
#[derive(Clone, Debug)]
pub(super) struct Cells<N: Number> {
    pub(super) amounts: [Amounts<N::Total>; COLUMNS],
    /// By kind and then by cell; a cell behind the last has none.
    tallies: [Vec<u64>; TALLIES],
    /// The columns in which a change was more than a number holds, in bits by cell.
    pub(super) beyond: BTreeMap<u32, u16>,
    /// The cells that count an appraisal of an interaction in which any contribution is stated.
    pub(super) asked: CellSet,
}

impl<N: Number> Default for Cells<N> {
    fn default() -> Self {
        let (amounts, tallies) = (std::array::from_fn(|_| Amounts::default()), Default::default());
        Self { amounts, tallies, beyond: BTreeMap::new(), asked: CellSet::default() }
    }
}

/// Where each of so many stands in an order; `u32::MAX` for who is not in it.
pub(super) fn places(order: &[u32], len: usize) -> Vec<u32> {
    let mut places = vec![u32::MAX; len];
    for (place, &one) in order.iter().enumerate() {
        places[one as usize] = place as u32;
    }
    places
}

impl<N: Number> Cells<N> {
    /// Adds an amount, or marks that no number holds it.
    #[inline]
    pub(super) fn add(&mut self, column: usize, cell: u32, amount: Option<&N::Change>) {
        match amount {
            Some(amount) => self.amounts[column].add(cell, amount).expect("the door lets only finite numbers in"),
            None => self.add_beyond(column, cell),
        }
    }

    #[cold]
    fn add_beyond(&mut self, column: usize, cell: u32) {
        self.amounts[column].count(cell);
        *self.beyond.entry(cell).or_insert(0) |= 1 << column;
    }

    #[inline]
    pub(super) fn count(&mut self, tally: Tally, cell: u32) {
        let counts = self.counts_mut(tally);
        if cell as usize >= counts.len() {
            counts.resize(cell as usize + 1, 0);
        }
        counts[cell as usize] += 1;
    }

    /// How many of a kind by cell; cells behind the last have none.
    #[inline]
    pub(super) fn counts_mut(&mut self, tally: Tally) -> &mut Vec<u64> {
        &mut self.tallies[tally as usize]
    }

    /// Of each of so many cells how many are left out, due and made; none where no cell has any.
    #[cfg(feature = "serde")]
    pub(super) fn tallies(&self, cells: usize) -> Vec<[u64; TALLIES]> {
        if self.tallies.iter().all(Vec::is_empty) {
            return Vec::new();
        }
        let of = |sums: Sums<N>| {
            let (due, made) = sums.due_and_made();
            [sums.tally(Tally::LeftOut), due, made]
        };
        (0..cells).map(|cell| of(self.at(cell))).collect()
    }

    /// The counterpart; no more are made than due.
    #[cfg(feature = "serde")]
    pub(super) fn set_tallies(&mut self, tallies: &[[u64; TALLIES]]) {
        let column = |count: fn(&[u64; TALLIES]) -> u64| tallies.iter().map(count).collect();
        self.tallies =
            [column(|[left_out, ..]| *left_out), column(|[_, due, _]| *due), column(|[_, due, made]| due - made)];
        self.empty_tallies();
    }

    /// Lets a kind of which no cell has any take no memory.
    fn empty_tallies(&mut self) {
        for counts in self.tallies.iter_mut().filter(|counts| counts.iter().all(|&count| count == 0)) {
            *counts = Vec::new();
        }
    }

    /// The cells in which anything was counted.
    pub(super) fn met(&self, cells: usize) -> Vec<u32> {
        let mut met = vec![false; cells];
        self.amounts.iter().for_each(|amounts| amounts.mark(&mut met));
        for counts in &self.tallies {
            met.iter_mut().zip(counts).for_each(|(met, count)| *met |= *count > 0);
        }
        (0..cells as u32).filter(|&cell| met[cell as usize]).collect()
    }

    /// The cells at `order`, in that order; what no cell has is empty.
    pub(super) fn reordered(mut self, order: &[u32]) -> Self {
        self.empty_tallies();
        // Nearly always where lines are very many: every one that could be was met.
        if order.iter().enumerate().all(|(place, &cell)| place == cell as usize) {
            self.tallies.iter_mut().for_each(|counts| counts.truncate(order.len()));
            return self;
        }
        let end = order.iter().max().map_or(0, |&last| last as usize + 1);
        self.placed(order, &places(order, end))
    }

    /// Spreads the cells over more: cell `i` goes to `to[i]` of `len`.
    pub(super) fn spread(self, to: &[u32], len: usize) -> Self {
        self.placed(&places(to, len), to)
    }

    /// The cells at `sources`, in that order; cell `i` goes to `places[i]`.
    fn placed(mut self, sources: &[u32], places: &[u32]) -> Self {
        for amounts in self.amounts.iter_mut().filter(|amounts| !amounts.is_empty()) {
            *amounts = amounts.reorder(sources, places);
        }
        for counts in self.tallies.iter_mut().filter(|counts| !counts.is_empty()) {
            *counts = sources.iter().map(|&cell| counts.get(cell as usize).copied().unwrap_or(0)).collect();
        }
        self.beyond = self.beyond.iter().map(|(&cell, &columns)| (places[cell as usize], columns)).collect();
        self.asked = self.asked.placed(places);
        self
    }

    /// Adds other cells to these, place by place.
    pub(super) fn merge(&mut self, other: &Self) {
        // No `..`: a part that is new must be added up here.
        let Self { amounts, tallies, beyond, asked } = other;
        self.asked.merge(asked);
        self.amounts.iter_mut().zip(amounts).for_each(|(amounts, more)| amounts.merge(more));
        for (counts, more) in self.tallies.iter_mut().zip(tallies) {
            if counts.len() < more.len() {
                counts.resize(more.len(), 0);
            }
            counts.iter_mut().zip(more).for_each(|(count, more)| *count += more);
        }
        for (&cell, columns) in beyond {
            *self.beyond.entry(cell).or_insert(0) |= columns;
        }
    }

    /// One cell on its own.
    pub(super) fn at(&self, cell: usize) -> Sums<N> {
        let row = |column: &Amounts<N::Total>| column.row(cell).cloned().unwrap_or_default();
        let count = |counts: &Vec<u64>| counts.get(cell).copied().unwrap_or(0);
        Sums {
            amounts: std::array::from_fn(|column| row(&self.amounts[column])),
            tallies: self.tallies.each_ref().map(count),
            beyond: self.beyond.get(&(cell as u32)).copied().unwrap_or(0),
            asked: self.asked.contains(cell),
        }
    }
}

impl<N: Number> PartialEq for Cells<N> {
    /// Whichever way they are kept.
    fn eq(&self, other: &Self) -> bool {
        let Self { amounts, tallies, beyond, asked } = other;
        let same = |(here, there): (&Vec<u64>, &Vec<u64>)| {
            let shared = here.len().min(there.len());
            let rest = here[shared..].iter().chain(&there[shared..]);
            here[..shared] == there[..shared] && rest.into_iter().all(|&count| count == 0)
        };
        self.amounts == *amounts
            && self.tallies.iter().zip(tallies).all(same)
            && self.beyond == *beyond
            && self.asked == *asked
    }
}

/// The totals and counts of one cell, or of several together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sums<N: Number> {
    pub(super) amounts: [TotalsRow<N::Total>; COLUMNS],
    tallies: [u64; TALLIES],
    pub(super) beyond: u16,
    pub(super) asked: bool,
}

impl<N: Number> Sums<N> {
    pub(super) fn merge(&mut self, other: &Self) {
        let Self { amounts, tallies, beyond, asked } = other;
        self.asked |= asked;
        for (row, more) in self.amounts.iter_mut().zip(amounts) {
            row.merge(more);
        }
        for (count, more) in self.tallies.iter_mut().zip(tallies) {
            *count += more;
        }
        self.beyond |= beyond;
    }

    pub(super) fn tally(&self, tally: Tally) -> u64 {
        self.tallies[tally as usize]
    }

    /// How many are due, and of how many of those an appraisal is counted.
    pub(super) fn due_and_made(&self) -> (u64, u64) {
        let due = self.tally(Tally::Due);
        (due, due - self.tally(Tally::Missing))
    }

    /// How many appraisals count as one of these.
    pub(super) fn number(&self, ways: &[Classification]) -> u64 {
        ways.iter().map(|&way| self.amounts[way as usize].count).sum()
    }

    /// The exact sum of some columns less that of others, or none where one of them is more than a number holds.
    pub(super) fn sum(&self, columns: &[usize], less: &[usize]) -> Option<N::Total> {
        use crate::number::Total;

        if columns.iter().chain(less).any(|column| self.beyond & 1 << column != 0) {
            return None;
        }
        let mut sum = N::Total::default();
        for &column in columns {
            sum.merge(&self.amounts[column].total);
        }
        for &column in less {
            sum.remove(&self.amounts[column].total);
        }
        Some(sum)
    }
}
