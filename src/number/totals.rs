//! Exact totals by line: what a loop over `sums[line] += change` would be, were it exact.

use std::hint::black_box;

#[cfg(feature = "serde")]
use super::StateError;
use super::parts::{LINES_IN_PART, Ordered, Part, Parts};
use super::{NumberError, Total};

/// Above this many lines a row's slot is no longer in the cache when its turn comes: rows are then put in order first.
pub(crate) const LINES_IN_CACHE: usize = 1 << 15;
/// Rows put in order at a time, at the least.
const LEAST_CHUNK: usize = 1 << 17;

/// One line: the total of its changes, and how many there are.
///
/// # Example
///
/// ```
/// use covalue::number::{FloatTotal, Totals};
///
/// let mut totals = Totals::<FloatTotal>::new();
/// totals.add_all(&[0, 0, 1], &[0.1, 0.2, 5.0])?;
/// let mut row = totals.row(0).expect("named above").clone();
/// row.merge(totals.row(1).expect("named above"));
/// assert_eq!((row.total.value(), row.count), (Some(5.3), 3));
/// # Ok::<(), covalue::error::NumberError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TotalsRow<T> {
    /// The exact total.
    pub total: T,
    /// The number of changes in it.
    pub count: u64,
}

/// Exact totals and counts of changes, a row for each line; lines are numbered from zero and come to be when named.
///
/// What statements stand on; for callers who have changes by group already and want them added up exactly, without
/// books. 24 bytes a line for ordinary `f64`s.
///
/// # Formula
///
/// `totalᵢ = Σ x` over the changes `x` of line `i`, exact; `countᵢ` their number. Ours.
///
/// # Example
///
/// ```
/// use covalue::number::{FloatTotal, Totals};
///
/// let mut totals = Totals::<FloatTotal>::new();
/// totals.add_all(&[0, 1, 0, 0], &[0.1, 5.0, 0.2, 0.3])?;
/// let first = totals.row(0).expect("named above");
/// assert_eq!((first.total.value(), first.count), (Some(0.6), 3));
/// assert!(totals.row(2).is_none());
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

impl<T: Total> Totals<T>
where
    T::Change: Clone,
{
    /// Totals of no lines.
    pub fn new() -> Self {
        Self::default()
    }

    /// Totals of `lines` lines, all zero: saves growing.
    pub fn with_lines(lines: usize) -> Self {
        let mut totals = Self::default();
        totals.rows.resize_with(lines, TotalsRow::default);
        totals
    }

    /// Adds a change to a line.
    ///
    /// # Errors
    ///
    /// A change that is not finite is refused, and the totals stay as they were.
    #[inline]
    pub fn add(&mut self, line: u32, change: &T::Change) -> Result<(), NumberError> {
        if line as usize >= self.rows.len() {
            return self.add_first(line, change);
        }
        let row = &mut self.rows[line as usize];
        row.total.add(change)?;
        row.count_one();
        Ok(())
    }

    /// Adds to a line that is new: it and those before it come to be only if the change is accepted.
    #[cold]
    fn add_first(&mut self, line: u32, change: &T::Change) -> Result<(), NumberError> {
        let mut total = T::default();
        total.add(change)?;
        self.resize(line as usize + 1);
        self.rows[line as usize] = TotalsRow { total, count: 1 };
        Ok(())
    }

    /// Adds many changes, each to the line at its place; what one list has beyond the other is not read. They may be of a
    /// narrower kind than the totals': `i64` where a change is an `i128`.
    ///
    /// With very many lines the changes are first put in order of their lines, part by part, so that each part's
    /// totals stay in the cache: exact totals can be added in any order.
    ///
    /// # Errors
    ///
    /// A change that is not finite, of several any: none is added, and the totals stay equal to what they were, but for one
    /// that was so near the end of its width that what was taken back had left it (see [`Total`]).
    pub fn add_all<C: Clone + Into<T::Change>>(&mut self, lines: &[u32], changes: &[C]) -> Result<(), NumberError> {
        Self::add_all_apart([self], lines, changes, |_| 0)
    }

    /// As [`add_all`](Totals::add_all), each change to the totals that `pick` says: as gains and losses are kept apart. All
    /// of them have every line then that was named.
    ///
    /// `pick` says the same whenever it is asked about the same change; a place that there is not is the last.
    ///
    /// # Errors
    ///
    /// As [`add_all`](Totals::add_all), of all totals.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::number::{FloatTotal, Totals};
    ///
    /// let (mut gains, mut losses) = (Totals::<FloatTotal>::new(), Totals::new());
    /// let is_loss = |change: &f64| usize::from(*change < 0.0);
    /// Totals::add_all_apart([&mut gains, &mut losses], &[0, 0, 1], &[0.5, -0.25, 4.0], is_loss)?;
    /// assert_eq!(losses.row(0).and_then(|row| row.total.value()), Some(-0.25));
    /// # Ok::<(), covalue::error::NumberError>(())
    /// ```
    pub fn add_all_apart<const K: usize, C: Clone + Into<T::Change>>(
        totals: [&mut Self; K],
        lines: &[u32],
        changes: &[C],
        pick: impl Fn(&C) -> usize,
    ) -> Result<(), NumberError> {
        const { assert!(K > 0, "changes need totals to go to") };
        let count = lines.len().min(changes.len());
        let (lines, changes) = (&lines[..count], &changes[..count]);
        let known = totals.each_ref().map(|totals| totals.rows.len());
        let mut apart = Apart { totals, pick };
        let named = || lines.iter().max().map_or(0, |&last| last as usize + 1);
        // Where there are very many lines already, nobody needs to look for the last that is named: that takes long.
        let many = known.into_iter().find(|&known| known > LINES_IN_CACHE);
        let many = many.filter(|_| count >= LINES_IN_CACHE).unwrap_or_else(named);
        let added = if many <= LINES_IN_CACHE || count < LINES_IN_CACHE {
            apart.make_room(many);
            apart.add_in_turn(lines.iter().copied().zip(changes))
        } else {
            apart.add_by_parts(lines, changes, many)
        };
        if added.is_err() {
            // Lines that were only named by what is taken back.
            for (totals, known) in apart.totals.into_iter().zip(known) {
                totals.rows.truncate(known);
            }
        }
        added
    }

    /// Adds changes that were put in parts, and empties the parts. So many lines there are, or more.
    pub(crate) fn add_parts(&mut self, parts: &mut Parts<T::Change>, lines: usize) -> Result<(), NumberError> {
        self.make_room(lines.max(parts.end()));
        let mut apart = Apart { totals: [self], pick: |_: &T::Change| 0 };
        let added = parts.parts().try_for_each(|part| apart.add_part(&part));
        parts.clear();
        added
    }

    /// The row of a line, or `None` where no change has named it or a later one.
    pub fn row(&self, line: usize) -> Option<&TotalsRow<T>> {
        self.rows.get(line)
    }

    /// The number of lines.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds other totals to these, line by line.
    pub fn merge(&mut self, other: &Self) {
        if self.rows.len() < other.rows.len() {
            self.resize(other.rows.len());
        }
        for (row, more) in self.rows.iter_mut().zip(&other.rows) {
            row.merge(more);
        }
    }

    /// Rows for so many lines at the least.
    fn make_room(&mut self, lines: usize) {
        if lines > self.rows.len() {
            self.resize(lines);
        }
    }

    /// Rows for so many lines, those behind them cut off.
    pub(crate) fn resize(&mut self, lines: usize) {
        self.rows.resize_with(lines, TotalsRow::default);
    }

    /// The rows at `order`, in that order; a line that has no row gives zero.
    pub(crate) fn reorder(&mut self, order: &[u32]) -> Self {
        let take = |&line: &u32| self.rows.get_mut(line as usize).map(std::mem::take).unwrap_or_default();
        Self { rows: order.iter().map(take).collect() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(crate) fn row_mut(&mut self, line: usize) -> &mut TotalsRow<T> {
        if line >= self.rows.len() {
            self.resize(line + 1);
        }
        &mut self.rows[line]
    }

    pub(crate) fn rows(&self) -> &[TotalsRow<T>] {
        &self.rows
    }
}

impl<T: Total> TotalsRow<T> {
    /// Counts one change more. No count is near its end, unless a row was merged with itself over and over; it must not
    /// wrap then.
    #[inline]
    pub(crate) fn count_one(&mut self) {
        self.count = self.count.saturating_add(1);
    }

    /// Adds another row to this one.
    pub fn merge(&mut self, other: &Self) {
        // No `..`: a part that is new must be added up here.
        let Self { total, count } = other;
        self.total.merge(total);
        // As in `count_one`.
        self.count = self.count.saturating_add(*count);
    }

    /// The row's state: its count, then that of its total.
    #[cfg(feature = "serde")]
    pub(crate) fn state(&self) -> Vec<u8> {
        let mut state = self.count.to_le_bytes().to_vec();
        state.extend_from_slice(&self.total.state());
        state
    }

    #[cfg(feature = "serde")]
    pub(crate) fn from_state(state: &[u8]) -> Result<Self, StateError> {
        let (count, total) = state.split_first_chunk::<8>().ok_or(StateError::Broken { why: "it is too short" })?;
        Ok(Self { total: T::from_state(total)?, count: u64::from_le_bytes(*count) })
    }
}

/// Totals that changes are told apart into; every line has a row in each.
struct Apart<'a, T, P, const K: usize> {
    totals: [&'a mut Totals<T>; K],
    pick: P,
}

impl<T: Total<Change: Clone>, P, const K: usize> Apart<'_, T, P, K> {
    #[inline]
    fn row<C>(&mut self, line: u32, change: &C) -> &mut TotalsRow<T>
    where
        P: Fn(&C) -> usize,
    {
        &mut self.totals[(self.pick)(change).min(K - 1)].rows[line as usize]
    }

    /// Lets each of the totals have so many lines at the least.
    fn make_room(&mut self, lines: usize) {
        for totals in &mut self.totals {
            totals.make_room(lines);
        }
    }

    fn add_in_turn<'a, C>(&mut self, rows: impl Iterator<Item = (u32, &'a C)> + Clone) -> Result<(), NumberError>
    where
        C: Clone + Into<T::Change> + 'a,
        P: Fn(&C) -> usize,
    {
        for (done, (line, change)) in rows.clone().enumerate() {
            let row = self.row(line, change);
            if let Err(refused) = row.total.add(&change.clone().into()) {
                self.take_back(rows.take(done));
                return Err(refused);
            }
            row.count_one();
        }
        Ok(())
    }

    /// Puts the changes in order of the part their line is in, and adds part by part. There are about `end` lines.
    fn add_by_parts<C>(&mut self, lines: &[u32], changes: &[C], end: usize) -> Result<(), NumberError>
    where
        C: Clone + Into<T::Change>,
        P: Fn(&C) -> usize,
    {
        // Two changes for three rows at a time: more would be more new memory, which is slow, and with fewer the totals are
        // read and written more often.
        let count = lines.len();
        let chunks = count.div_ceil((K * end * 2 / 3).max(LEAST_CHUNK));
        let chunk = count.div_ceil(chunks);
        let mut ordered = Ordered::default();
        for (place, (some_lines, some_changes)) in lines.chunks(chunk).zip(changes.chunks(chunk)).enumerate() {
            ordered.fill(some_lines, some_changes);
            self.make_room(ordered.end());
            for (index, part) in ordered.parts().enumerate() {
                if let Err(refused) = self.add_part(&part) {
                    self.take_back(ordered.parts().take(index).flat_map(|part| part.rows()));
                    self.take_back(lines.iter().copied().zip(changes).take(place * chunk));
                    return Err(refused);
                }
            }
        }
        Ok(())
    }

    /// Adds the changes of one part.
    fn add_part<C>(&mut self, part: &Part<'_, C>) -> Result<(), NumberError>
    where
        C: Clone + Into<T::Change>,
        P: Fn(&C) -> usize,
    {
        if part.len() >= LINES_IN_PART / 4 {
            self.read_ahead(part.first, LINES_IN_PART);
        }
        self.add_in_turn(part.rows())
    }

    /// Reads rows in their order, which the processor fetches ahead, so that they are at hand in any order. Two small rows
    /// are less than what is fetched for one.
    fn read_ahead(&self, first: usize, count: usize) {
        const LEAST_FETCHED: usize = 64;
        let together = (LEAST_FETCHED / size_of::<TotalsRow<T>>()).max(1);
        for totals in &self.totals {
            let rows = &totals.rows[first..totals.rows.len().min(first + count)];
            black_box(rows.chunks(together).fold(0, |counts, rows| counts ^ rows[0].count));
        }
    }

    /// Undoes what was added: totals are exact, so this leaves nothing behind, unless one was lost.
    fn take_back<'a, C>(&mut self, rows: impl Iterator<Item = (u32, &'a C)>)
    where
        C: Clone + Into<T::Change> + 'a,
        P: Fn(&C) -> usize,
    {
        for (line, change) in rows {
            let row = self.row(line, change);
            row.total.subtract(&change.clone().into()).expect("what was added can be taken away");
            row.count -= 1;
        }
    }
}
