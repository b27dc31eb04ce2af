//! The trait of exact totals.

use std::fmt::Debug;

use super::{NumberError, StateError};

/// An exact sum of changes.
///
/// # To implement it
///
/// Four methods are required, because nothing else knows how the sum is stored: [`add`](Total::add),
/// [`remove`](Total::remove), [`state`](Total::state) and [`from_state`](Total::from_state). `remove` is required and
/// [`merge`](Total::merge) is not, because subtracting twice adds, and adding never subtracts. The other defaults are
/// correct for every implementation that keeps the laws; override them for speed.
///
/// # Laws
///
/// Tests hold them for every total of this crate, and [`testing::check`](crate::number::testing::check) tests them for
/// a total of your own. Its messages name a law as it is named here.
///
/// - *order*: the same changes, added in any order, give equal totals (R12).
/// - *partition*: totals of parts, merged in any order, equal the total of the whole (R12).
/// - *undo*: [`subtract`](Total::subtract) undoes `add`, and `remove` undoes `merge`, exactly and in any order.
/// - *zero*: [`is_zero`](Total::is_zero) holds for the totals that equal `Self::default()`, and no others.
/// - *comparison*: totals compare as the sums that they hold.
/// - *settle*: a total that is prepared to be read equals the total before.
/// - *refusal*: a change that is not finite is refused, and the total keeps its value (R3).
/// - *state*: a state reads back to an equal total, equal totals have equal states, unequal totals have different ones,
///   and any other bytes are an error.
/// - *overflow*: where a total has a width, a sum beyond it reads as an overflow for good. It never wraps.
///
/// # Example
///
/// ```
/// use covalue::number::{IntegerTotal, Number, Total};
///
/// let mut total = IntegerTotal::default();
/// for change in [i64::MAX, i64::MAX, -1] {
///     total.add(&change.as_change())?;
/// }
/// assert_eq!(i64::rounded(&total), None); // exact, and more than an i64 holds ..
/// total.subtract(&i64::MAX.as_change())?;
/// assert_eq!(i64::rounded(&total), Some(i64::MAX - 1)); // .. and nothing was lost
/// let read = IntegerTotal::from_state(&total.state()).expect("a state reads back");
/// assert_eq!(read, total);
/// # Ok::<(), covalue::error::NumberError>(())
/// ```
pub trait Total: Clone + Default + Ord + Debug + Send + Sync + 'static {
    /// The type of the changes that are added up.
    type Change: Clone;

    /// Adds a change.
    ///
    /// # Formula
    ///
    /// `total ← total + change`, exact, in the unit of the changes. Ours.
    ///
    /// # Errors
    ///
    /// A change that is not finite is refused, and the total keeps its value.
    fn add(&mut self, change: &Self::Change) -> Result<(), NumberError>;

    /// Subtracts a change.
    ///
    /// # Formula
    ///
    /// `total ← total − change`, exact, in the unit of the changes. Ours.
    ///
    /// # Errors
    ///
    /// A change that is not finite is refused, and the total keeps its value.
    fn subtract(&mut self, change: &Self::Change) -> Result<(), NumberError> {
        let mut other = Self::default();
        other.add(change)?;
        self.remove(&other);
        Ok(())
    }

    /// Adds another total to this one.
    ///
    /// # Formula
    ///
    /// `total ← total + other`, exact, in the unit of the changes. Ours.
    fn merge(&mut self, other: &Self) {
        let mut opposite = Self::default();
        opposite.remove(other);
        self.remove(&opposite);
    }

    /// Subtracts another total from this one.
    ///
    /// # Formula
    ///
    /// `total ← total − other`, exact, in the unit of the changes. Ours.
    fn remove(&mut self, other: &Self);

    /// Whether the sum is zero.
    fn is_zero(&self) -> bool {
        *self == Self::default()
    }

    /// Prepares the total to be read several times, where that saves time; its value stays. A statement calls it once for
    /// each of its totals. The default does nothing, which is right for a total that is one sum.
    fn settle(&mut self) {}

    /// The total as bytes, which another process can read back and merge. The first byte is the version of the format.
    fn state(&self) -> Vec<u8>;

    /// Reads a total back from its state.
    ///
    /// # Errors
    ///
    /// See [`StateError`].
    fn from_state(state: &[u8]) -> Result<Self, StateError>;
}

/// `total · factor`, exactly, by doubling: a total cannot be multiplied.
pub(crate) fn times<T: Total>(total: &T, factor: impl Into<u64>) -> T {
    let (mut product, mut doubled) = (T::default(), total.clone());
    let mut bits = factor.into();
    while bits > 0 {
        if bits & 1 == 1 {
            product.merge(&doubled);
        }
        bits >>= 1;
        if bits > 0 {
            doubled.merge(&doubled.clone());
        }
    }
    product
}

/// The version byte of the states that this crate writes.
pub(crate) const STATE_VERSION: u8 = 1;

/// Checks the version of a state and returns the bytes after it.
pub(crate) fn unversioned(state: &[u8]) -> Result<&[u8], StateError> {
    match state.split_first() {
        Some((&STATE_VERSION, rest)) => Ok(rest),
        Some((&found, _)) => Err(StateError::Version { found, known: STATE_VERSION }),
        None => Err(StateError::Broken { why: "it is empty" }),
    }
}
