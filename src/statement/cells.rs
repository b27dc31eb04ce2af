//! The cells of a statement as columns: an amount that no cell has takes no memory.

use std::collections::BTreeMap;

use super::counting::{AMOUNTS, CountsAs};
use crate::number::{Number, Totals, TotalsRow};

/// The amounts of a cell, and how far what is missing could move it, better and worse.
pub(super) const COLUMNS: usize = AMOUNTS + 2;
pub(super) const MISSING_UP: usize = AMOUNTS;
pub(super) const MISSING_DOWN: usize = AMOUNTS + 1;

/// The counts of a cell besides those of its amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tally {
    LeftOut,
    Due,
    Made,
}

/// How many of each kind, by the kind's place.
pub(super) type Tallies = [u64; 3];

/// Totals and counts by cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cells<N: Number> {
    pub(super) amounts: [Totals<N::Total>; COLUMNS],
    pub(super) tallies: Vec<Tallies>,
    /// The columns in which a change was more than a number holds, in bits by cell.
    pub(super) beyond: BTreeMap<u32, u16>,
}

impl<N: Number> Default for Cells<N> {
    fn default() -> Self {
        Self { amounts: std::array::from_fn(|_| Totals::new()), tallies: Vec::new(), beyond: BTreeMap::new() }
    }
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
        self.amounts[column].row_mut(cell as usize).count += 1;
        *self.beyond.entry(cell).or_insert(0) |= 1 << column;
    }

    #[inline]
    pub(super) fn count(&mut self, tally: Tally, cell: u32) {
        self.tallies(cell)[tally as usize] += 1;
    }

    /// The counts of a cell besides those of its amounts.
    #[inline]
    pub(super) fn tallies(&mut self, cell: u32) -> &mut Tallies {
        if cell as usize >= self.tallies.len() {
            self.tallies.resize(cell as usize + 1, Tallies::default());
        }
        &mut self.tallies[cell as usize]
    }

    /// The cells in which anything was counted.
    pub(super) fn met(&self, cells: usize) -> Vec<u32> {
        let mut met = vec![false; cells];
        for column in &self.amounts {
            met.iter_mut().zip(column.rows()).for_each(|(met, row)| *met |= row.count > 0);
        }
        met.iter_mut().zip(&self.tallies).for_each(|(met, counts)| *met |= counts.iter().any(|&count| count > 0));
        (0..cells as u32).filter(|&cell| met[cell as usize]).collect()
    }

    /// The cells at `order`, in that order, each column of full length or empty.
    pub(super) fn reordered(mut self, order: &[u32]) -> Self {
        // Nearly always where lines are very many: every one that could be was met.
        let stays = order.iter().enumerate().all(|(place, &cell)| place == cell as usize);
        for column in self.amounts.iter_mut().filter(|column| !column.is_empty()) {
            if stays {
                column.resize(order.len());
            } else {
                *column = column.reorder(order);
            }
        }
        if stays && !self.tallies.is_empty() {
            self.tallies.resize(order.len(), Tallies::default());
        } else if !self.tallies.is_empty() {
            let at = |&cell: &u32| self.tallies.get(cell as usize).copied().unwrap_or_default();
            self.tallies = order.iter().map(at).collect();
        }
        if !self.beyond.is_empty() {
            let at = |(place, cell)| self.beyond.get(cell).map(|&columns| (place as u32, columns));
            self.beyond = order.iter().enumerate().filter_map(at).collect();
        }
        self
    }

    /// Spreads the cells over more: cell `i` goes to `places[i]` of `len`.
    pub(super) fn spread(mut self, places: &[u32], len: usize) -> Self {
        let mut sources = vec![u32::MAX; len];
        for (cell, &place) in places.iter().enumerate() {
            sources[place as usize] = cell as u32;
        }
        for column in &mut self.amounts {
            if !column.is_empty() {
                *column = column.reorder(&sources);
            }
        }
        if !self.tallies.is_empty() {
            let at = |&cell: &u32| self.tallies.get(cell as usize).copied().unwrap_or_default();
            self.tallies = sources.iter().map(at).collect();
        }
        self.beyond = self.beyond.iter().map(|(&cell, &columns)| (places[cell as usize], columns)).collect();
        self
    }

    /// Adds other cells to these, place by place.
    pub(super) fn merge(&mut self, other: &Self) {
        // No `..`: a part that is new must be added up here.
        let Self { amounts, tallies, beyond } = other;
        for (column, more) in self.amounts.iter_mut().zip(amounts) {
            if column.is_empty() {
                *column = more.clone();
            } else if !more.is_empty() {
                column.merge(more);
            }
        }
        if self.tallies.is_empty() {
            self.tallies.clone_from(tallies);
        } else {
            let (counts, more) = (self.tallies.as_flattened_mut(), tallies.as_flattened());
            counts.iter_mut().zip(more).for_each(|(count, more)| *count += more);
        }
        for (&cell, columns) in beyond {
            *self.beyond.entry(cell).or_insert(0) |= columns;
        }
    }

    /// One cell on its own.
    pub(super) fn at(&self, cell: usize) -> Sums<N> {
        let row = |column: &Totals<N::Total>| column.row(cell).cloned().unwrap_or_default();
        Sums {
            amounts: std::array::from_fn(|column| row(&self.amounts[column])),
            tallies: self.tallies.get(cell).copied().unwrap_or_default(),
            beyond: self.beyond.get(&(cell as u32)).copied().unwrap_or(0),
        }
    }
}

/// The totals and counts of one cell, or of several together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sums<N: Number> {
    pub(super) amounts: [TotalsRow<N::Total>; COLUMNS],
    pub(super) tallies: Tallies,
    pub(super) beyond: u16,
}

impl<N: Number> Sums<N> {
    pub(super) fn merge(&mut self, other: &Self) {
        let Self { amounts, tallies, beyond } = other;
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

    /// How many appraisals count as one of these.
    pub(super) fn number(&self, ways: &[CountsAs]) -> u64 {
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
