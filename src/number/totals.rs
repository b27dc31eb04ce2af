//! Exact totals by line: what a loop over `sums[line] += change` would be, were it exact.

use super::{NumberError, StateError, Total};

/// Above this many lines a row's slot is no longer in the cache when its turn comes: rows are then put in order first.
pub(crate) const LINES_IN_CACHE: usize = 1 << 17;
/// Lines of one partition: their slots fit the second-level cache.
const PARTITION_BITS: u32 = 12;
/// Rows put in order at a time, which bounds the buffer.
const CHUNK: usize = 1 << 20;

/// One line: the total of its changes, and how many there are.
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
/// books. 32 bytes a line for ordinary `f64`s.
///
/// # Formula
///
/// `totalᵢ = Σ x` over the changes `x` of line `i`, exact; `countᵢ` their number. Ours.
///
/// # Example
///
/// ```
/// use covalue::{FloatTotal, Totals};
///
/// let mut totals = Totals::<FloatTotal>::new();
/// totals.add_all(&[0, 1, 0, 0], &[0.1, 5.0, 0.2, 0.3])?;
/// let first = totals.row(0).expect("named above");
/// assert_eq!((first.total.value(), first.count), (Some(0.6), 3));
/// assert!(totals.row(2).is_none());
/// # Ok::<(), covalue::NumberError>(())
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
        row.count += 1;
        Ok(())
    }

    /// Adds to a line that is new: it and those before it come to be only if the change is accepted.
    #[cold]
    fn add_first(&mut self, line: u32, change: &T::Change) -> Result<(), NumberError> {
        let mut total = T::default();
        total.add(change)?;
        self.grow(line as usize + 1);
        self.rows[line as usize] = TotalsRow { total, count: 1 };
        Ok(())
    }

    #[cold]
    fn grow(&mut self, lines: usize) {
        self.rows.resize_with(lines, TotalsRow::default);
    }

    /// Adds many changes, each to the line at its place; what one list has beyond the other is not read.
    ///
    /// With very many lines the changes are first put in order of their lines, part by part, so that each part's
    /// totals stay in the cache: exact totals can be added in any order.
    ///
    /// # Errors
    ///
    /// A change that is not finite: none is added, and the totals stay equal to what they were.
    pub fn add_all(&mut self, lines: &[u32], changes: &[T::Change]) -> Result<(), NumberError> {
        let rows = lines.len().min(changes.len());
        let (lines, changes) = (&lines[..rows], &changes[..rows]);
        let known = self.rows.len();
        let added = self.add_rows(lines, changes);
        if added.is_err() {
            // Lines that only refused changes named.
            self.rows.truncate(known);
        }
        added
    }

    fn add_rows(&mut self, lines: &[u32], changes: &[T::Change]) -> Result<(), NumberError> {
        if let Some(&last) = lines.iter().max()
            && last as usize >= self.rows.len()
        {
            self.grow(last as usize + 1);
        }
        if self.rows.len() <= LINES_IN_CACHE || lines.len() < LINES_IN_CACHE {
            return self.add_in_turn(lines.iter().copied().zip(changes));
        }
        let mut buffer = Vec::new();
        for (done, (some_lines, some_changes)) in lines.chunks(CHUNK).zip(changes.chunks(CHUNK)).enumerate() {
            partition(some_lines, some_changes, self.rows.len(), &mut buffer);
            if let Err(refused) = self.add_in_turn(buffer.iter().map(|(line, change)| (*line, change))) {
                let before = done * CHUNK;
                self.take_back(lines[..before].iter().copied().zip(&changes[..before]));
                return Err(refused);
            }
        }
        Ok(())
    }

    fn add_in_turn<'a>(&mut self, rows: impl Iterator<Item = (u32, &'a T::Change)> + Clone) -> Result<(), NumberError>
    where
        T::Change: 'a,
    {
        for (done, (line, change)) in rows.clone().enumerate() {
            if let Err(refused) = self.add(line, change) {
                self.take_back(rows.take(done));
                return Err(refused);
            }
        }
        Ok(())
    }

    /// Undoes what was added: totals are exact, so this leaves nothing behind.
    fn take_back<'a>(&mut self, rows: impl Iterator<Item = (u32, &'a T::Change)>)
    where
        T::Change: 'a,
    {
        for (line, change) in rows {
            let row = &mut self.rows[line as usize];
            row.total.subtract(change).expect("what was added can be taken away");
            row.count -= 1;
        }
    }

    /// The row of a line, or `None` where no change has named it or a later one.
    pub fn row(&self, line: usize) -> Option<&TotalsRow<T>> {
        self.rows.get(line)
    }

    /// The number of lines.
    pub fn lines(&self) -> usize {
        self.rows.len()
    }

    /// Adds other totals to these, line by line.
    pub fn merge(&mut self, other: &Self) {
        if self.rows.len() < other.rows.len() {
            self.grow(other.rows.len());
        }
        for (row, more) in self.rows.iter_mut().zip(&other.rows) {
            row.merge(more);
        }
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
            self.grow(line + 1);
        }
        &mut self.rows[line]
    }

    pub(crate) fn rows(&self) -> &[TotalsRow<T>] {
        &self.rows
    }
}

impl<T: Total> TotalsRow<T> {
    /// Adds another row to this one.
    pub fn merge(&mut self, other: &Self) {
        // No `..`: a part that is new must be added up here.
        let Self { total, count } = other;
        self.total.merge(total);
        // No count is near this end; merging a row with itself over and over must still not wrap.
        self.count = self.count.saturating_add(*count);
    }

    /// The row's state: its count, then that of its total.
    pub(crate) fn state(&self) -> Vec<u8> {
        let mut state = self.count.to_le_bytes().to_vec();
        state.extend_from_slice(&self.total.state());
        state
    }

    pub(crate) fn from_state(state: &[u8]) -> Result<Self, StateError> {
        let (count, total) = state.split_first_chunk::<8>().ok_or(StateError::Broken { why: "it is too short" })?;
        Ok(Self { total: T::from_state(total)?, count: u64::from_le_bytes(*count) })
    }
}

/// Puts rows into `buffer`, in order of the partition their line is in.
fn partition<C: Clone>(lines: &[u32], changes: &[C], all_lines: usize, buffer: &mut Vec<(u32, C)>) {
    buffer.clear();
    buffer.extend(lines.iter().copied().zip(changes.iter().cloned()));
    let mut starts = vec![0_usize; (all_lines >> PARTITION_BITS) + 2];
    for line in lines {
        starts[(line >> PARTITION_BITS) as usize + 1] += 1;
    }
    for index in 1..starts.len() {
        starts[index] += starts[index - 1];
    }
    for (&line, change) in lines.iter().zip(changes) {
        let start = &mut starts[(line >> PARTITION_BITS) as usize];
        buffer[*start] = (line, change.clone());
        *start += 1;
    }
}
