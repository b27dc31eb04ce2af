//! The accumulators of a statement, column by column: an amount that occurs in no cell takes no memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::amounts::Amounts;
use super::beneficiary_set::People;
use super::cell_set::CellSet;
use super::classify::{AMOUNTS, Classification};
use crate::number::{Number, TotalsRow};

/// The number of amounts of a cell: those of its classifications, and four for the moves of missing appraisals.
pub(super) const COLUMNS: usize = AMOUNTS + 4;
pub(super) const MISSING_CREATED: usize = AMOUNTS;
pub(super) const MISSING_DESTROYED: usize = AMOUNTS + 1;
pub(super) const MISSING_WINDFALL_GAIN: usize = AMOUNTS + 2;
pub(super) const MISSING_WINDFALL_LOSS: usize = AMOUNTS + 3;

/// A count of a cell that no amount goes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellCount {
    LeftOut,
    Due,
    /// The due appraisals that are not made. Kept instead of those made, since it is often zero everywhere, and then
    /// takes no memory.
    Missing,
}

/// The number of variants of [`CellCount`].
const COUNTS: usize = 3;

/// The position of each cell in `order`, and `u32::MAX` for cells that are not in it.
pub(super) fn positions(order: &[u32], cells: usize) -> Vec<u32> {
    let mut positions = vec![u32::MAX; cells];
    for (position, &cell) in order.iter().enumerate() {
        positions[cell as usize] = position as u32;
    }
    positions
}

/// Totals and counts of all cells.
#[derive(Clone, Debug)]
pub(super) struct Cells<N: Number> {
    pub(super) amounts: [Amounts<N::Total>; COLUMNS],
    /// Indexed by [`CellCount`], then by cell. Cells beyond the end of a vector have zero.
    counts: [Vec<u64>; COUNTS],
    /// For each cell the columns in which no number of the kind held a change, a bit each.
    pub(super) overflows: BTreeMap<u32, u16>,
    /// The cells that count an appraisal of an interaction in which a contribution is stated.
    pub(super) with_contributions: CellSet,
    /// The beneficiaries of each cell; empty if they are not counted.
    pub(super) people: Vec<Arc<People>>,
}

impl<N: Number> Default for Cells<N> {
    fn default() -> Self {
        Self {
            amounts: std::array::from_fn(|_| Amounts::default()),
            counts: Default::default(),
            overflows: BTreeMap::new(),
            with_contributions: CellSet::default(),
            people: Vec::new(),
        }
    }
}

impl<N: Number> Cells<N> {
    /// Adds a change to a column of a cell. `None` counts a change that no number of the kind holds.
    #[inline]
    pub(super) fn add(&mut self, column: usize, cell: u32, amount: Option<&N::Change>) {
        match amount {
            Some(amount) => self.amounts[column].add(cell, amount).expect("changes in a ledger are finite"),
            None => self.add_overflow(column, cell),
        }
    }

    #[cold]
    fn add_overflow(&mut self, column: usize, cell: u32) {
        self.amounts[column].count(cell);
        *self.overflows.entry(cell).or_insert(0) |= 1 << column;
    }

    #[inline]
    pub(super) fn count(&mut self, count: CellCount, cell: u32) {
        let counts = self.counts_mut(count);
        if cell as usize >= counts.len() {
            counts.resize(cell as usize + 1, 0);
        }
        counts[cell as usize] += 1;
    }

    /// One count of all cells; cells beyond the end have zero.
    #[inline]
    pub(super) fn counts_mut(&mut self, count: CellCount) -> &mut Vec<u64> {
        &mut self.counts[count as usize]
    }

    /// For each cell the number of appraisals left out, due and made; empty if all are zero.
    #[cfg(feature = "serde")]
    pub(super) fn stored_counts(&self, cells: usize) -> Vec<[u64; COUNTS]> {
        if self.counts.iter().all(Vec::is_empty) {
            return Vec::new();
        }
        let of_cell = |totals: CellTotals<N>| {
            let (due, made) = totals.due_and_made();
            [totals.count(CellCount::LeftOut), due, made]
        };
        (0..cells).map(|cell| of_cell(self.at(cell))).collect()
    }

    /// The inverse of [`stored_counts`](Self::stored_counts). The caller has checked that `made` is at most `due`.
    #[cfg(feature = "serde")]
    pub(super) fn restore_counts(&mut self, stored: &[[u64; COUNTS]]) {
        let column = |count: fn(&[u64; COUNTS]) -> u64| stored.iter().map(count).collect();
        self.counts =
            [column(|[left_out, ..]| *left_out), column(|[_, due, _]| *due), column(|[_, due, made]| due - made)];
        // A statement that was not stored has no memory for them either, and the two must be equal.
        self.free_zero_counts();
    }

    fn free_zero_counts(&mut self) {
        for counts in self.counts.iter_mut().filter(|counts| counts.iter().all(|&count| count == 0)) {
            *counts = Vec::new();
        }
    }

    /// The cells that have an amount or a count, in ascending order.
    pub(super) fn used(&self, cells: usize) -> Vec<u32> {
        let mut used = vec![false; cells];
        self.amounts.iter().for_each(|amounts| amounts.mark_used(&mut used));
        for counts in &self.counts {
            used.iter_mut().zip(counts).for_each(|(used, count)| *used |= *count > 0);
        }
        (0..cells as u32).filter(|&cell| used[cell as usize]).collect()
    }

    /// Keeps the cells of `order`, in that order.
    pub(super) fn reordered(mut self, order: &[u32]) -> Self {
        self.free_zero_counts();
        // With many lines, cells are often in order already and all used. The columns then stay as they are.
        if order.iter().enumerate().all(|(position, &cell)| position == cell as usize) {
            self.counts.iter_mut().for_each(|counts| counts.truncate(order.len()));
            return self;
        }
        let end = order.iter().max().map_or(0, |&last| last as usize + 1);
        self.permuted(order, &positions(order, end))
    }

    /// Moves cell `i` to `targets[i]` of `cells` cells.
    pub(super) fn scattered(self, targets: &[u32], cells: usize) -> Self {
        self.permuted(&positions(targets, cells), targets)
    }

    /// Takes cell `sources[j]` as cell `j`. `targets` is the inverse: cell `i` goes to `targets[i]`.
    fn permuted(mut self, sources: &[u32], targets: &[u32]) -> Self {
        for amounts in self.amounts.iter_mut().filter(|amounts| !amounts.is_empty()) {
            *amounts = amounts.permuted(sources, targets);
        }
        // Empty columns stay empty: zeros need no order.
        for counts in self.counts.iter_mut().filter(|counts| !counts.is_empty()) {
            *counts = sources.iter().map(|&cell| counts.get(cell as usize).copied().unwrap_or(0)).collect();
        }
        self.overflows = self.overflows.iter().map(|(&cell, &columns)| (targets[cell as usize], columns)).collect();
        self.with_contributions = self.with_contributions.renumbered(targets);
        if !self.people.is_empty() {
            let of_cell = |&cell: &u32| self.people.get(cell as usize).cloned().unwrap_or_default();
            self.people = sources.iter().map(of_cell).collect();
        }
        self
    }

    /// Adds other cells to these, cell by cell.
    pub(super) fn merge(&mut self, other: &Self) {
        // No `..`: a new field must be merged here.
        let Self { amounts, counts, overflows, with_contributions, people } = other;
        if self.people.len() < people.len() {
            self.people.resize_with(people.len(), Arc::default);
        }
        self.people.iter_mut().zip(people).for_each(|(people, more)| Arc::make_mut(people).merge(more));
        self.with_contributions.merge(with_contributions);
        self.amounts.iter_mut().zip(amounts).for_each(|(amounts, more)| amounts.merge(more));
        for (counts, more) in self.counts.iter_mut().zip(counts) {
            if counts.len() < more.len() {
                counts.resize(more.len(), 0);
            }
            counts.iter_mut().zip(more).for_each(|(count, more)| *count += more);
        }
        for (&cell, columns) in overflows {
            *self.overflows.entry(cell).or_insert(0) |= columns;
        }
    }

    /// The totals and counts of one cell.
    pub(super) fn at(&self, cell: usize) -> CellTotals<N> {
        let row = |column: &Amounts<N::Total>| column.row(cell).cloned().unwrap_or_default();
        let count = |counts: &Vec<u64>| counts.get(cell).copied().unwrap_or(0);
        CellTotals {
            amounts: std::array::from_fn(|column| row(&self.amounts[column])),
            counts: self.counts.each_ref().map(count),
            overflows: self.overflows.get(&(cell as u32)).copied().unwrap_or(0),
            has_contributions: self.with_contributions.contains(cell),
            people: self.people.get(cell).cloned(),
        }
    }
}

impl<N: Number> PartialEq for Cells<N> {
    /// Compares values and not their storage: trailing zeros are ignored.
    fn eq(&self, other: &Self) -> bool {
        let Self { amounts, counts, overflows, with_contributions, people } = other;
        let same = |(here, there): (&Vec<u64>, &Vec<u64>)| {
            let shared = here.len().min(there.len());
            let rest = here[shared..].iter().chain(&there[shared..]);
            here[..shared] == there[..shared] && rest.into_iter().all(|&count| count == 0)
        };
        self.amounts == *amounts
            && self.counts.iter().zip(counts).all(same)
            && self.overflows == *overflows
            && self.with_contributions == *with_contributions
            && self.people == *people
    }
}

/// The totals and counts of one cell, or of several cells added up.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CellTotals<N: Number> {
    pub(super) amounts: [TotalsRow<N::Total>; COLUMNS],
    counts: [u64; COUNTS],
    /// The columns in which no number of the kind held a change, a bit each.
    pub(super) overflows: u16,
    /// Whether a contribution is stated in an interaction that counts here.
    pub(super) has_contributions: bool,
    /// The beneficiaries; `None` if they are not counted.
    pub(super) people: Option<Arc<People>>,
}

impl<N: Number> CellTotals<N> {
    pub(super) fn merge(&mut self, other: &Self) {
        let Self { amounts, counts, overflows, has_contributions, people } = other;
        if let (Some(people), Some(more)) = (&mut self.people, people) {
            Arc::make_mut(people).merge(more);
        }
        self.has_contributions |= has_contributions;
        for (row, more) in self.amounts.iter_mut().zip(amounts) {
            row.merge(more);
        }
        for (count, more) in self.counts.iter_mut().zip(counts) {
            *count += more;
        }
        self.overflows |= overflows;
    }

    pub(super) fn count(&self, count: CellCount) -> u64 {
        self.counts[count as usize]
    }

    /// The number of appraisals that are due, and of those among them that are made.
    pub(super) fn due_and_made(&self) -> (u64, u64) {
        let due = self.count(CellCount::Due);
        (due, due - self.count(CellCount::Missing))
    }

    /// The number of appraisals with one of these classifications.
    pub(super) fn appraisals(&self, classifications: &[Classification]) -> u64 {
        classifications.iter().map(|&counts_as| self.amounts[counts_as as usize].count).sum()
    }

    /// The exact sum of the columns `plus` minus that of the columns `minus`; `None` if one of them has an overflow.
    pub(super) fn sum(&self, plus: &[usize], minus: &[usize]) -> Option<N::Total> {
        use crate::number::Total;

        if plus.iter().chain(minus).any(|column| self.overflows & 1 << column != 0) {
            return None;
        }
        let mut sum = N::Total::default();
        for &column in plus {
            sum.merge(&self.amounts[column].total);
        }
        for &column in minus {
            sum.remove(&self.amounts[column].total);
        }
        Some(sum)
    }
}
