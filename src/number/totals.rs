//! Exact totals by group: a loop over `sums[group] += change`, but without rounding.

use std::hint::black_box;
use std::iter::Zip;
use std::ops::RangeFrom;
use std::slice;

use super::partition::{GROUPS_IN_PARTITION, PartitionBuffer, PartitionSlice, PartitionedBatch};
use super::{NumberError, StateError, Total};
use crate::getters::getters;

/// Above this many groups the rows, 24 bytes each for floats, take more than 768 KiB of a second-level cache of 1 MiB,
/// and a change to a random group waits for memory. Changes are then partitioned before they are added.
pub(crate) const GROUPS_IN_CACHE: usize = 1 << 15;
/// Up to this number, changes are always one batch: in smaller batches, each partition would have only a few changes.
const MIN_BATCH: usize = 1 << 17;

/// One group of [`Totals`]: the total of its changes, and how many there are.
///
/// # Example
///
/// ```
/// use covalue::number::{FloatTotal, Totals, TotalsRow};
///
/// let mut totals = Totals::<FloatTotal>::new();
/// totals.add_all(&[0, 0, 1], &[0.1, 0.2, 5.0])?;
/// let mut row = totals.get(0).expect("named above").clone();
/// row.merge(totals.get(1).expect("named above"));
/// assert_eq!((row.total.value(), row.count), (Some(5.3), 3));
/// assert_eq!(TotalsRow::from_state(&row.state()), Ok(row)); // as another process reads it
/// # Ok::<(), covalue::error::NumberError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TotalsRow<T> {
    /// The exact total, in the unit of the changes.
    pub total: T,
    /// The number of changes in it; it stops at `u64::MAX`.
    pub count: u64,
}

/// Exact totals and counts of changes, one row for each group.
///
/// For a caller who has changes by group and wants them added up exactly, as in `SELECT group, exact_sum(x), count(x)`.
/// The figures do not depend on the order of the changes, nor on how they are distributed over several `Totals` that
/// are merged (R12).
///
/// # Shape and cost
///
/// Groups are numbered from zero, and there is a row for every group up to the largest that was named. So number them
/// densely: group number 4,000,000,000 alone takes 96 GB. A row of `f64` takes 24 bytes (see [`FloatTotal`] for the
/// data that takes more), one of `i64` 24 too. With `n` changes and `g` groups, [`add`](Totals::add) takes constant
/// time unless the group is new, [`add_all`](Totals::add_all) `O(n)`, [`merge`](Totals::merge) `O(g)`.
///
/// [`FloatTotal`]: crate::number::FloatTotal
///
/// # Formula
///
/// `totalᵢ = Σ x` over the changes `x` of group `i`, exact; `countᵢ` is their number. Ours.
///
/// # Example
///
/// ```
/// use covalue::number::{FloatTotal, Totals};
///
/// // SELECT shop, exact_sum(price), count(price) .. GROUP BY shop
/// let mut totals = Totals::<FloatTotal>::with_capacity(2);
/// totals.add_all(&[0, 1, 0], &[0.1, 5.0, 0.2])?;
///
/// // Another part of the table, perhaps in another thread.
/// let mut part = Totals::new();
/// part.add(0, &0.3)?;
/// totals.merge(&part);
///
/// let rows: Vec<_> = totals.iter().map(|(shop, row)| (shop, row.total.value(), row.count)).collect();
/// assert_eq!(rows, [(0, Some(0.6), 3), (1, Some(5.0), 1)]); // a loop over f64 gives 0.6000000000000001
/// assert!(totals.get(2).is_none());
/// # Ok::<(), covalue::error::NumberError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals<T> {
    rows: Vec<TotalsRow<T>>,
}

impl<T> Default for Totals<T> {
    fn default() -> Self {
        Self { rows: Vec::new() }
    }
}

impl<T: Total> Totals<T> {
    /// Totals without groups.
    pub fn new() -> Self {
        Self::default()
    }

    /// Totals without groups, with memory for this many.
    pub fn with_capacity(groups: usize) -> Self {
        Self { rows: Vec::with_capacity(groups) }
    }

    /// Totals of this many groups, all zero.
    pub fn with_groups(groups: usize) -> Self {
        let mut totals = Self::default();
        totals.resize(groups);
        totals
    }

    /// Allocates memory for at least this many more groups.
    pub fn reserve(&mut self, groups: usize) {
        self.rows.reserve(groups);
    }

    /// Adds a change to a group. A new group is appended, after any missing groups before it, which are zero.
    ///
    /// # Errors
    ///
    /// A change that is not finite is refused, and the totals stay as they were.
    #[inline]
    pub fn add(&mut self, group: u32, change: &T::Change) -> Result<(), NumberError> {
        if group as usize >= self.rows.len() {
            return self.add_to_new(group, change);
        }
        let row = &mut self.rows[group as usize];
        row.total.add(change)?;
        row.count_one();
        Ok(())
    }

    /// Adds to a group that is new. No group is made for a change that is refused.
    #[cold]
    fn add_to_new(&mut self, group: u32, change: &T::Change) -> Result<(), NumberError> {
        let mut total = T::default();
        total.add(change)?;
        self.resize(group as usize + 1);
        self.rows[group as usize] = TotalsRow { total, count: 1 };
        Ok(())
    }

    /// Adds many changes, `changes[i]` to the group `groups[i]`. If one slice is longer, its excess is ignored. Changes
    /// may be of a narrower type than those of the totals: `i64` where a change is an `i128`. With more than 32,768
    /// groups and at least as many changes, the changes are first partitioned by group, so that the totals of each
    /// partition stay in the cache. This takes memory for up to two changes to three groups.
    ///
    /// # Errors
    ///
    /// If a change is not finite, none is added, and the error names one such change: the totals do not change,
    /// except for one that overflowed its width on the way (see [`Total`]).
    pub fn add_all<C: Clone + Into<T::Change>>(&mut self, groups: &[u32], changes: &[C]) -> Result<(), NumberError> {
        Self::add_all_split([self], groups, changes, |_| 0)
    }

    /// As [`add_all`](Totals::add_all), with the changes split over several totals, such as one of gains and one of
    /// losses. Each of the totals then has all groups that were named.
    ///
    /// `pick` returns the index of the totals that a change goes to. It must return the same index for the same change;
    /// an index out of range is clamped to the last.
    ///
    /// # Errors
    ///
    /// As [`add_all`](Totals::add_all), for all totals together.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::number::{FloatTotal, Totals};
    ///
    /// let (mut gains, mut losses) = (Totals::<FloatTotal>::new(), Totals::new());
    /// let is_loss = |change: &f64| usize::from(*change < 0.0);
    /// Totals::add_all_split([&mut gains, &mut losses], &[0, 0, 1], &[0.5, -0.25, 4.0], is_loss)?;
    /// assert_eq!(losses.get(0).and_then(|row| row.total.value()), Some(-0.25));
    /// # Ok::<(), covalue::error::NumberError>(())
    /// ```
    pub fn add_all_split<const K: usize, C: Clone + Into<T::Change>>(
        totals: [&mut Self; K],
        groups: &[u32],
        changes: &[C],
        pick: impl Fn(&C) -> usize,
    ) -> Result<(), NumberError> {
        const { assert!(K > 0, "changes need totals to be added to") };
        let count = groups.len().min(changes.len());
        let (groups, changes) = (&groups[..count], &changes[..count]);
        let lens_before = totals.each_ref().map(|totals| totals.rows.len());
        let mut split = SplitTotals { totals, pick };
        let named = || groups.iter().max().map_or(0, |&last| last as usize + 1);
        // If the groups already exceed the cache, the changes are partitioned anyway, so the search for the largest
        // group is left out.
        let known = lens_before.into_iter().find(|&len| len > GROUPS_IN_CACHE);
        let end = known.filter(|_| count >= GROUPS_IN_CACHE).unwrap_or_else(named);
        let added = if end <= GROUPS_IN_CACHE || count < GROUPS_IN_CACHE {
            split.extend_to(end);
            split.add_in_order(groups.iter().copied().zip(changes))
        } else {
            split.add_by_partition(groups, changes, end)
        };
        if added.is_err() {
            // Groups that only the refused changes named.
            for (totals, len) in split.totals.into_iter().zip(lens_before) {
                totals.rows.truncate(len);
            }
        }
        added
    }

    /// Adds the changes of a buffer and clears it. There will be at least this many groups. On an error, some changes
    /// may have been added: the caller gives up the totals.
    pub(crate) fn add_buffer(
        &mut self,
        buffer: &mut PartitionBuffer<T::Change>,
        groups: usize,
    ) -> Result<(), NumberError> {
        self.extend_to(groups.max(buffer.end_of_groups()));
        let mut split = SplitTotals { totals: [self], pick: |_: &T::Change| 0 };
        let added = buffer.partitions().try_for_each(|partition| split.add_partition(&partition));
        buffer.clear();
        added
    }

    /// The row of a group; `None` if there is no such group.
    pub fn get(&self, group: u32) -> Option<&TotalsRow<T>> {
        self.rows.get(group as usize)
    }

    getters! { self:
        /// The rows in the order of their groups, each with its group; those without changes too.
        iter: Zip<RangeFrom<u32>, slice::Iter<'_, TotalsRow<T>>> = (0..).zip(&self.rows);
        /// The number of groups, including those without changes.
        len: usize = self.rows.len();
        /// Whether there are no groups.
        is_empty: bool = self.rows.is_empty();
    }

    /// Adds other totals to these, group by group.
    pub fn merge(&mut self, other: &Self) {
        self.extend_to(other.rows.len());
        for (row, more) in self.rows.iter_mut().zip(&other.rows) {
            row.merge(more);
        }
    }

    /// Adds a row to the row of a group, so that totals that number their groups differently can be merged.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::number::{IntegerTotal, Totals};
    ///
    /// let (mut all, mut part) = (Totals::<IntegerTotal>::new(), Totals::new());
    /// part.add_all(&[0, 1], &[20_i64, 5])?;
    /// let group_in_all = [7, 3];
    /// for (group, row) in &part {
    ///     all.merge_row(group_in_all[group as usize], row);
    /// }
    /// assert_eq!(all.get(7).and_then(|row| row.total.value()), Some(20));
    /// # Ok::<(), covalue::error::NumberError>(())
    /// ```
    pub fn merge_row(&mut self, group: u32, row: &TotalsRow<T>) {
        self.row_mut(group as usize).merge(row);
    }

    /// Appends groups, so that there are at least this many.
    fn extend_to(&mut self, groups: usize) {
        if groups > self.rows.len() {
            self.resize(groups);
        }
    }

    /// Appends groups, or removes the last, so that there are this many.
    pub(crate) fn resize(&mut self, groups: usize) {
        self.rows.resize_with(groups, TotalsRow::default);
    }

    /// Moves the rows of the groups in `order` out, in that order; zero for a group without a row.
    pub(crate) fn reorder(&mut self, order: &[u32]) -> Self {
        let take = |&group: &u32| self.rows.get_mut(group as usize).map(std::mem::take).unwrap_or_default();
        Self { rows: order.iter().map(take).collect() }
    }

    /// The row of a group, which is made if it is new.
    pub(crate) fn row_mut(&mut self, group: usize) -> &mut TotalsRow<T> {
        self.extend_to(group + 1);
        &mut self.rows[group]
    }

    /// Prepares all totals to be read.
    pub(crate) fn settle(&mut self) {
        self.rows.iter_mut().for_each(|row| row.total.settle());
    }

    pub(crate) fn rows(&self) -> &[TotalsRow<T>] {
        &self.rows
    }
}

impl<'a, T: Total> IntoIterator for &'a Totals<T> {
    type Item = (u32, &'a TotalsRow<T>);
    type IntoIter = Zip<RangeFrom<u32>, slice::Iter<'a, TotalsRow<T>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The first row is that of group 0, and so on.
impl<T> FromIterator<TotalsRow<T>> for Totals<T> {
    fn from_iter<I: IntoIterator<Item = TotalsRow<T>>>(rows: I) -> Self {
        Self { rows: rows.into_iter().collect() }
    }
}

impl<T: Total> TotalsRow<T> {
    /// Counts one more change. At `u64::MAX`, which only repeated merges or a stored state reach, the count stays.
    #[inline]
    pub(crate) fn count_one(&mut self) {
        self.count = self.count.saturating_add(1);
    }

    /// Adds another row to this one.
    pub fn merge(&mut self, other: &Self) {
        // Without `..`: a new field must be merged here too.
        let Self { total, count } = other;
        self.total.merge(total);
        self.count = self.count.saturating_add(*count);
    }

    /// The row as bytes, which another process can read back and merge: the count in 8 little-endian bytes, then the
    /// [state](Total::state) of the total.
    pub fn state(&self) -> Vec<u8> {
        let mut state = self.count.to_le_bytes().to_vec();
        state.extend_from_slice(&self.total.state());
        state
    }

    /// Reads a row back from its state.
    ///
    /// # Errors
    ///
    /// See [`StateError`].
    pub fn from_state(state: &[u8]) -> Result<Self, StateError> {
        let (count, total) = state.split_first_chunk::<8>().ok_or(StateError::Broken { why: "it is too short" })?;
        Ok(Self { total: T::from_state(total)?, count: u64::from_le_bytes(*count) })
    }
}

/// Several [`Totals`] that changes are split over. `pick` returns the index of the one that a change goes to.
struct SplitTotals<'a, T, P, const K: usize> {
    totals: [&'a mut Totals<T>; K],
    pick: P,
}

impl<T: Total, P, const K: usize> SplitTotals<'_, T, P, K> {
    #[inline]
    fn row<C>(&mut self, group: u32, change: &C) -> &mut TotalsRow<T>
    where
        P: Fn(&C) -> usize,
    {
        &mut self.totals[(self.pick)(change).min(K - 1)].rows[group as usize]
    }

    /// Gives each of the totals at least this many groups.
    fn extend_to(&mut self, groups: usize) {
        for totals in &mut self.totals {
            totals.extend_to(groups);
        }
    }

    /// Adds changes in the order in which they come, all or none.
    fn add_in_order<'a, C>(&mut self, changes: impl Iterator<Item = (u32, &'a C)> + Clone) -> Result<(), NumberError>
    where
        C: Clone + Into<T::Change> + 'a,
        P: Fn(&C) -> usize,
    {
        for (done, (group, change)) in changes.clone().enumerate() {
            let row = self.row(group, change);
            if let Err(refused) = row.total.add(&change.clone().into()) {
                self.roll_back(changes.take(done));
                return Err(refused);
            }
            row.count_one();
        }
        Ok(())
    }

    /// Adds changes partition by partition, all or none. `end` estimates the number of groups, for the length of a
    /// batch.
    fn add_by_partition<C>(&mut self, groups: &[u32], changes: &[C], end: usize) -> Result<(), NumberError>
    where
        C: Clone + Into<T::Change>,
        P: Fn(&C) -> usize,
    {
        // A batch has two changes to three rows. A larger one would write to more new memory, which is slow; a smaller
        // one would read and write the totals more often.
        let count = groups.len();
        let batches = count.div_ceil((K * end * 2 / 3).max(MIN_BATCH));
        let len = count.div_ceil(batches);
        let mut batch = PartitionedBatch::default();
        for (index, (some_groups, some_changes)) in groups.chunks(len).zip(changes.chunks(len)).enumerate() {
            batch.fill(some_groups, some_changes);
            self.extend_to(batch.end_of_groups());
            for (done, partition) in batch.partitions().enumerate() {
                if let Err(refused) = self.add_partition(&partition) {
                    // First the partitions of this batch, then the batches before it.
                    self.roll_back(batch.partitions().take(done).flat_map(|partition| partition.iter()));
                    self.roll_back(groups.iter().copied().zip(changes).take(index * len));
                    return Err(refused);
                }
            }
        }
        Ok(())
    }

    /// Adds the changes of one partition, all or none.
    fn add_partition<C>(&mut self, partition: &PartitionSlice<'_, C>) -> Result<(), NumberError>
    where
        C: Clone + Into<T::Change>,
        P: Fn(&C) -> usize,
    {
        // With fewer changes most rows that were prefetched would not be needed.
        if partition.len() >= GROUPS_IN_PARTITION / 4 {
            self.prefetch(partition.first, GROUPS_IN_PARTITION);
        }
        self.add_in_order(partition.iter())
    }

    /// Prefetches rows by reading them in order: the processor recognises this and reads ahead. The changes then find
    /// them in the cache, in any order.
    fn prefetch(&self, first: usize, count: usize) {
        /// Bytes that the processor fetches at once; one row of each cache line is read.
        const CACHE_LINE: usize = 64;
        let rows_in_line = (CACHE_LINE / size_of::<TotalsRow<T>>()).max(1);
        for totals in &self.totals {
            let rows = &totals.rows[first..totals.rows.len().min(first + count)];
            // The result is not used: `black_box` keeps the compiler from removing the reads.
            black_box(rows.chunks(rows_in_line).fold(0, |counts, rows| counts ^ rows[0].count));
        }
    }

    /// Subtracts changes that were added. Totals are exact, so this restores them, unless one overflowed its width
    /// or its count was `u64::MAX`.
    fn roll_back<'a, C>(&mut self, changes: impl Iterator<Item = (u32, &'a C)>)
    where
        C: Clone + Into<T::Change> + 'a,
        P: Fn(&C) -> usize,
    {
        for (group, change) in changes {
            let row = self.row(group, change);
            row.total.subtract(&change.clone().into()).expect("a change that was added can be subtracted");
            row.count -= 1;
        }
    }
}
