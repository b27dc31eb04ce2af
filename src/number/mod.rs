//! What a number must be able to do, and how each kind is totalled exactly.
//!
//! Everything in the crate is generic over [`Number`]. A number says how the *change* between two levels is taken
//! (rounded once), and names its [`Total`]: an accumulator that holds sums **exactly** and is rounded once, when a
//! figure is read.

mod apportion;
#[cfg(feature = "decimal")]
mod decimal;
pub(crate) mod error;
mod float;
mod fraction;
mod integer;
mod limbs;
mod parts;
#[cfg(feature = "rational")]
mod rational;
mod text;
mod totals;

use std::fmt::{Debug, Display};

use num_traits::Num;

pub use apportion::{Apportion, Portion};
#[cfg(feature = "decimal")]
pub use decimal::DecimalTotal;
pub use float::FloatTotal;
pub use fraction::Fraction;
pub use integer::{IntegerTotal, LongIntegerTotal};
#[cfg(feature = "rational")]
pub use rational::RationalTotal;
pub use totals::{Totals, TotalsRow};

pub(crate) use error::{NumberError, StateError};
pub(crate) use parts::Parts;
pub(crate) use text::{clip, clip_name};
pub(crate) use totals::LINES_IN_CACHE;

/// How written output shows a kind of number: as a number of the format, or as text.
///
/// # Example
///
/// ```
/// use covalue::number::{JsonForm, Number};
/// use rust_decimal::Decimal;
///
/// assert_eq!((f64::JSON_FORM, Decimal::JSON_FORM), (JsonForm::Number, JsonForm::Text));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonForm {
    /// A JSON number (floats and integers).
    Number,
    /// Text, as `"0.25"` or `"1/3"` (kinds that a reader's float would not hold).
    Text,
}

/// A kind of number that levels, quantities and figures are in.
///
/// Implemented for `f64` (the default everywhere), `i64`, `i128`, and behind features for `Decimal`, `Ratio<i64>`,
/// `Ratio<i128>` and `BigRational`. Callers may implement it for their own: what has no default below is what they
/// must decide, and the laws of [`Total`] are what they must keep.
///
/// # Example
///
/// ```
/// use covalue::number::{Number, Total};
///
/// // A change is rounded once; the total of many changes is not rounded until it is read.
/// let mut total = <f64 as Number>::Total::default();
/// for level in [0.1, 0.2, 0.3] {
///     total.add(&f64::change(&level, &0.0).expect("in range"))?;
/// }
/// assert_eq!(f64::rounded(&total), Some(0.6)); // a loop over f64 gives 0.6000000000000001
/// # Ok::<(), covalue::error::NumberError>(())
/// ```
pub trait Number: Num + Clone + PartialOrd + Debug + Display + Send + Sync + 'static {
    /// What a change between two levels is held in: the number itself, or for integers a wider one.
    type Change: Clone + PartialOrd + Debug + Send + Sync + 'static;
    /// The exact total of changes.
    type Total: Total<Change = Self::Change>;
    /// The kind's name in messages and in stored states: `f64`, `i64`, ..
    const KIND: &'static str;
    /// How written output shows it.
    const JSON_FORM: JsonForm = JsonForm::Text;

    /// Whether this is a number that can be counted: not NaN, not infinite (R3).
    fn is_finite(&self) -> bool {
        // Anything finite times zero is zero; NaN and the infinities give NaN.
        (self.clone() * Self::zero()).is_zero()
    }

    /// This number as the books hold it, equal numbers alike: −0 is 0, a fraction is in lowest terms over a positive
    /// denominator. `None` of what is not finite.
    fn held(&self) -> Option<Self> {
        self.is_finite().then(|| self.clone() + Self::zero())
    }

    /// What changed from a reference to an outcome; `None` where no number of this kind holds it.
    ///
    /// # Formula
    ///
    /// `change = after − reference`, in the levels' unit, rounded once. Ours.
    fn change(after: &Self, reference: &Self) -> Option<Self::Change>;

    /// This number as a change from zero.
    fn as_change(&self) -> Self::Change;

    /// The same change the other way.
    fn negated(change: &Self::Change) -> Self::Change;

    /// The size of a change, either way.
    fn magnitude(change: &Self::Change) -> Self::Change;

    /// Both numbers together; `None` where no number of this kind holds it.
    ///
    /// # Formula
    ///
    /// `sum = one + other`, rounded once. Ours.
    fn plus(one: &Self, other: &Self) -> Option<Self> {
        let mut total = Self::Total::default();
        let added = total.add(&one.as_change()).and_then(|()| total.add(&other.as_change()));
        added.ok().and_then(|()| Self::rounded(&total))
    }

    /// A change as a number of this kind, or `None` where it does not hold it.
    fn from_change(change: &Self::Change) -> Option<Self>;

    /// The total, rounded once; `None` where no number of this kind holds it.
    fn rounded(total: &Self::Total) -> Option<Self>;

    /// The mean of `count` changes as a float, for a table that people read: near to the quotient of the exact total.
    /// `None` of no changes, where the total was lost, and by this default where no number of this kind holds the total.
    ///
    /// ```
    /// use covalue::number::{IntegerTotal, Number, Total};
    ///
    /// let mut total = IntegerTotal::default();
    /// total.add(&7)?;
    /// assert_eq!((i64::mean(&total, 2), i64::mean(&total, 0)), (Some(3.5), None));
    /// # Ok::<(), covalue::error::NumberError>(())
    /// ```
    ///
    /// # Formula
    ///
    /// `mean = total ÷ count`. Ours.
    fn mean(total: &Self::Total, count: u64) -> Option<f64> {
        let total = text::near(&Self::rounded(total)?.text());
        (count > 0).then(|| total / count as f64)
    }

    /// Reads a number from its text, straight into this kind.
    ///
    /// # Errors
    ///
    /// See [`NumberError`].
    fn parse(text: &str) -> Result<Self, NumberError>;

    /// The text that reads back to this number; equal numbers have equal texts.
    fn text(&self) -> String {
        self.to_string()
    }

    /// The number with `places` decimals, rounded once for show: ties to even, and no sign before a zero.
    fn fixed(&self, places: usize) -> String {
        text::without_sign_of_zero(format!("{self:.places$}"))
    }

    /// How many decimals show this number exactly, `most` at the most.
    fn places(&self, most: usize) -> usize {
        let fixed = self.fixed(most);
        let decimals = fixed.split_once('.').map_or("", |(_, decimals)| decimals);
        decimals.trim_end_matches('0').len()
    }

    /// Puts bytes that stand for this number into `content`, the same for equal numbers, on every machine.
    fn stable_bytes(&self, content: &mut Vec<u8>) {
        content.extend_from_slice(self.text().as_bytes());
    }
}

/// An exact sum of changes.
///
/// # Laws
///
/// For every implementation, and proved for those of this crate: adding in any order, in any partition and merged in
/// any order gives equal totals (R12); [`subtract`](Total::subtract) undoes [`add`](Total::add); totals compare as
/// the sums they stand for; the state reads back to an equal total, and equal totals have equal states.
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
    /// What is added up.
    type Change;

    /// Adds a change.
    ///
    /// # Errors
    ///
    /// A change that is not finite is refused, and the total stays as it was.
    fn add(&mut self, change: &Self::Change) -> Result<(), NumberError>;

    /// Takes a change away.
    ///
    /// # Errors
    ///
    /// A change that is not finite is refused, and the total stays as it was.
    fn subtract(&mut self, change: &Self::Change) -> Result<(), NumberError>;

    /// Adds another total to this one.
    fn merge(&mut self, other: &Self);

    /// Takes another total away from this one.
    fn remove(&mut self, other: &Self);

    /// Whether the sum is zero.
    fn is_zero(&self) -> bool;

    /// The total as bytes, its version first, which another process can read back and merge.
    fn state(&self) -> Vec<u8>;

    /// Reads a total back from its state.
    ///
    /// # Errors
    ///
    /// See [`StateError`].
    fn from_state(state: &[u8]) -> Result<Self, StateError>;
}

/// `high − low`, exact also where no number of the kind holds it.
pub(crate) fn difference<N: Number>(high: &N, low: &N) -> N::Total {
    let mut difference = N::Total::default();
    let added = difference.add(&high.as_change()).and_then(|()| difference.subtract(&low.as_change()));
    added.expect("the door lets only finite numbers in");
    difference
}

/// A total so many times, exactly.
pub(crate) fn times<T: Total>(total: &T, times: impl Into<u64>) -> T {
    let (mut product, mut doubled) = (T::default(), total.clone());
    let mut left = times.into();
    while left > 0 {
        if left & 1 == 1 {
            product.merge(&doubled);
        }
        left >>= 1;
        if left > 0 {
            let once = doubled.clone();
            doubled.merge(&once);
        }
    }
    product
}

/// The version that states of totals are written with.
pub(crate) const STATE_VERSION: u8 = 1;

/// Splits the version off a state.
pub(crate) fn unversioned(state: &[u8]) -> Result<&[u8], StateError> {
    match state.split_first() {
        Some((&STATE_VERSION, rest)) => Ok(rest),
        Some((&found, _)) => Err(StateError::Version { found, known: STATE_VERSION }),
        None => Err(StateError::Broken { why: "it is empty" }),
    }
}
