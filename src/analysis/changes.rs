//! The changes that a statement counts, for analyses that compare them or add them up in other ways.

use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{Classification, Counts, Index, Overflow, Row, Terms};

/// Changes that are copied at a time, as a count: enough cache misses to overlap, and a copy that stays in the L2
/// cache.
const BATCH: usize = 1 << 11;

/// A counted change of one person on one measure, positive if it is better. `D` is what only one analysis needs.
#[derive(Clone)]
pub(crate) struct Change<C, D = ()> {
    /// The row of the index that it belongs to.
    pub(crate) row: u32,
    pub(crate) beneficiary: u32,
    pub(crate) measure: u32,
    pub(crate) counts_as: Classification,
    pub(crate) change: C,
    pub(crate) detail: D,
}

impl<C: Clone, D> Change<C, D> {
    /// The change of a counted appraisal; `None` if the number cannot hold it. Its row is the cell until the cells are
    /// in order.
    pub(crate) fn of<N: Number<Change = C>>(row: &Row<C>, detail: D) -> Option<Self> {
        let (beneficiary, measure, counts_as) = (row.beneficiary, row.measure, row.counts_as);
        Some(Self { row: row.cell, beneficiary, measure, counts_as, change: row.signed::<N>()?, detail })
    }
}

/// The counted changes of a ledger, in its order, and their lines and measures.
pub(crate) struct Changes<C, D = ()> {
    pub(crate) changes: Vec<Change<C, D>>,
    /// The lines and measures: a row for each that has a change.
    pub(crate) index: Index,
    /// The row of each cell of [`Row`].
    pub(crate) rows: Vec<u32>,
}

impl<C: Clone, D> Changes<C, D> {
    /// Collects the changes that a statement of these terms counts. `detail` returns `None` for a change that the
    /// analysis does not need. `visit` gets all rows as well, a few interactions at a time.
    ///
    /// # Errors
    ///
    /// - a change that no number of the kind holds: the first line and measure with one.
    pub(crate) fn collect<N: Number<Change = C>>(
        ledger: &Ledger<N>,
        terms: &Terms,
        detail: impl Fn(&Row<C>) -> Option<D>,
        mut visit: impl FnMut(&[Row<C>]),
    ) -> Result<Self, Overflow> {
        let mut counts = Counts::new(ledger, terms);
        let (mut changes, mut overflows) = (Vec::with_capacity(ledger.len()), Vec::new());
        counts.each(|rows| {
            for row in rows {
                let Some(detail) = detail(row) else { continue };
                match Change::of::<N>(row, detail) {
                    Some(change) => changes.push(change),
                    None => overflows.push(row.cell),
                }
            }
            visit(rows);
        });
        let cells = changes.iter().map(|change: &Change<C, D>| change.row);
        let order = counts.in_order(cells.chain(overflows.iter().copied()));
        let (rows, index) = (order.positions(), order.index());
        if let Some(row) = overflows.iter().map(|&cell| rows[cell as usize]).min() {
            let words = terms.grouping().words().len();
            return Err(Overflow::at::<N>("change", &index, (row as usize, words), terms));
        }
        for change in &mut changes {
            change.row = rows[change.row as usize];
        }
        Ok(Self { changes, index, rows })
    }
}

/// The changes of each row of the index, in the order of the rows. Every row has a change.
pub(crate) fn by_row<C, D>(changes: &mut [Change<C, D>]) -> impl Iterator<Item = &mut [Change<C, D>]> {
    radsort::sort_by_key(changes, |change| change.row);
    changes.chunk_by_mut(|one, two| one.row == two.row)
}

/// Calls `take` with the changes of one person on one row, sorted by row and person, for each person.
pub(crate) fn for_each_person<C: Clone, D: Clone>(changes: &[Change<C, D>], mut take: impl FnMut(&mut [Change<C, D>])) {
    let key = |change: &Change<C, D>| u64::from(change.row) << 32 | u64::from(change.beneficiary);
    let mut order: Vec<(u64, u32)> = changes.iter().map(key).zip(0..).collect();
    radsort::sort_by_key(&mut order, |(key, _)| *key);
    // Changes of one person are scattered in memory. They are copied many at a time, in a loop that does nothing else,
    // so that the cache misses of the batch overlap.
    let mut batch: Vec<Change<C, D>> = Vec::with_capacity(2 * BATCH);
    let mut rest = &order[..];
    while !rest.is_empty() {
        let (next, after) = rest.split_at(rest.len().min(BATCH));
        rest = after;
        batch.extend(next.iter().map(|(_, position)| changes[*position as usize].clone()));
        // The last person may have more changes in the next batch, and waits for it.
        let last = batch.last().map(key);
        let complete = if rest.is_empty() { batch.len() } else { batch.partition_point(|one| Some(key(one)) != last) };
        batch[..complete].chunk_by_mut(|one, two| key(one) == key(two)).for_each(&mut take);
        batch.drain(..complete);
    }
}
