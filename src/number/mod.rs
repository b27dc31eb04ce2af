//! Kinds of number, and an exact total for each.
//!
//! Everything in the crate is generic over [`Number`]. A number says how the *change* between two levels is taken
//! (rounded once), and names its [`Total`]: an accumulator that holds sums **exactly** and is rounded once, when a
//! figure is read. [`Totals`] holds one such total for each of many groups.
//!
//! A number of your own implements [`Number`] and names a total, one of this crate's or its own. It needs no dependency
//! on `num-traits`, which is re-exported as [`num_traits`]. [`testing::check`] tests it against every law of both
//! traits.

mod apportion;
#[cfg(feature = "decimal")]
mod decimal;
pub(crate) mod error;
mod float;
mod fraction;
mod integer;
mod limbs;
mod partition;
mod portion;
#[cfg(feature = "rational")]
mod rational;
#[cfg(feature = "rational")]
mod rational_total;
pub mod testing;
mod text;
mod total;
mod totals;

use std::fmt::{Debug, Display};
use std::ops::Neg;

use num_traits::Num;

pub use num_traits;

pub use apportion::{Apportion, Portion};
#[cfg(feature = "decimal")]
pub use decimal::DecimalTotal;
pub use float::FloatTotal;
pub use fraction::Fraction;
pub use integer::{IntegerTotal, LongIntegerTotal};
#[cfg(feature = "rational")]
pub use rational_total::RationalTotal;
pub use total::Total;
pub use totals::{Totals, TotalsRow};

pub(crate) use crate::printable::clip;
pub(crate) use error::{NumberError, StateError};
pub(crate) use partition::PartitionBuffer;
#[cfg(feature = "csv")]
pub(crate) use text::approximate;
pub(crate) use total::times;
pub(crate) use totals::GROUPS_IN_CACHE;

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
    /// Text, as `"0.25"` or `"1/3"`, for kinds that a float of the reader could not hold exactly.
    Text,
}

/// A kind of number that levels, quantities and figures are in.
///
/// Implemented for `f64` (the default everywhere), `i64`, `i128`, and behind features for `Decimal`, `Ratio<i64>`,
/// `Ratio<i128>` and `BigRational`.
///
/// # To implement it
///
/// A number of your own states five things, because nothing else knows them:
///
/// - [`Change`](Number::Change) and [`Total`](Number::Total), the types that hold a change and a sum of changes. `f64`
///   with [`FloatTotal`] serves every number that floats hold.
/// - [`KIND`](Number::KIND), which names the kind in messages and in stored states.
/// - [`as_change`](Number::as_change) and [`rounded`](Number::rounded), the way into a total and out of it.
///
/// It also has the arithmetic of [`Num`] and `Display`. The other items have defaults that are correct for every
/// implementation that keeps the laws. Most are worked out through a total, so override them for speed, or where the
/// kind has a better way to write itself. A kind whose `Display` ignores a precision (`{:.2}`) and has decimals must
/// override [`fixed`](Number::fixed). To share amounts out a kind also needs [`Apportion`], and for risk [`Fraction`].
///
/// # Laws
///
/// Tests hold them for every number of this crate, and [`testing::check`] tests them for a number of your own. Its
/// messages name a law as it is named here.
///
/// - *finite*: zero and one are finite. A number that is not finite has no held form, no change and no sum, and its
///   total is refused or reads as an overflow (R3).
/// - *held*: the held form equals the number, is its own held form, and is written the same for equal numbers.
/// - *text*: the text of a number reads back to it. Numbers have the same text and the same stable bytes exactly if
///   they are equal. A text that is not a finite number is refused.
/// - *places*: `fixed(p)` is the number rounded to `p` decimals, ties to even, without a sign before a zero;
///   `places(p)` is how many of them are needed.
/// - *embedding*: changes from zero compare as their numbers do, and `from_change` reads them back.
/// - *rounding*: a total of one number reads as that number, and a larger total never reads as a smaller number.
/// - *change*: `change` is the exact difference, or that difference rounded as a total is. It is `None` only where the
///   kind holds no such number, or not its opposite.
/// - *opposite*: a change and its `negated` cancel out, and `magnitude` is the one that is not below zero.
/// - *sum*: `plus` is the total of two numbers, rounded.
/// - *mean*: `mean` is close to the rounded total over the count, and `None` for a count of zero.
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
    /// The type of a change between two levels: the number itself, or for integers a wider one.
    type Change: Clone + PartialOrd + Neg<Output = Self::Change> + Debug + Send + Sync + 'static;
    /// The exact total of changes.
    type Total: Total<Change = Self::Change>;
    /// The kind's name in messages and in stored states: `f64`, `i64`, ..
    const KIND: &'static str;
    /// How written output shows it.
    const JSON_FORM: JsonForm = JsonForm::Text;

    /// This number as a change from zero, in the same unit. A total must refuse it if it is not finite.
    fn as_change(&self) -> Self::Change;

    /// The total as a number of this kind, rounded once; `None` where the kind does not hold it.
    fn rounded(total: &Self::Total) -> Option<Self>;

    /// Whether the number can be counted: neither NaN nor infinite (R3).
    fn is_finite(&self) -> bool {
        // A finite number times zero is zero; NaN and the infinities give NaN.
        (self.clone() * Self::zero()).is_zero()
    }

    /// The number in the one form that the books keep: 0 for −0, a fraction in lowest terms over a positive
    /// denominator. `None` if it is not finite.
    fn held(&self) -> Option<Self> {
        // −0 + 0 is 0.
        self.is_finite().then(|| self.clone() + Self::zero())
    }

    /// The change from a reference to an outcome; `None` where the kind does not hold it, or not its opposite.
    ///
    /// # Formula
    ///
    /// `change = after − reference`, in the levels' unit, rounded once. Ours.
    fn change(after: &Self, reference: &Self) -> Option<Self::Change> {
        let change = Self::rounded(&checked_difference(after, reference).ok()?)?;
        // An integer can lack the opposite of its lowest number.
        Self::rounded(&checked_difference(reference, after).ok()?)?;
        Some(change.as_change())
    }

    /// The same change the other way.
    fn negated(change: &Self::Change) -> Self::Change {
        -change.clone()
    }

    /// The size of a change, either way.
    fn magnitude(change: &Self::Change) -> Self::Change {
        let opposite = Self::negated(change);
        if *change < opposite { opposite } else { change.clone() }
    }

    /// The sum of two numbers; `None` where the kind does not hold it.
    ///
    /// # Formula
    ///
    /// `sum = one + other`, rounded once. Ours.
    fn plus(one: &Self, other: &Self) -> Option<Self> {
        let mut total = Self::Total::default();
        total.add(&one.as_change()).ok()?;
        total.add(&other.as_change()).ok()?;
        Self::rounded(&total)
    }

    /// A change as a number of this kind, rounded once; `None` where the kind does not hold it.
    fn from_change(change: &Self::Change) -> Option<Self> {
        let mut total = Self::Total::default();
        total.add(change).ok()?;
        Self::rounded(&total)
    }

    /// The exact text of a change, which another kind of number can read; `None` where there is none. Override it where a
    /// change may be larger than the kind.
    fn change_text(change: &Self::Change) -> Option<String> {
        Self::from_change(change).map(|number| number.text())
    }

    /// The mean of `count` changes as a float, for a table that people read: close to the quotient of the exact total.
    /// `None` for a count of zero, for a total beyond its width, and in this default where the kind does not hold the
    /// total.
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
        let total = text::approximate(&Self::rounded(total)?.text());
        (count > 0).then(|| total / count as f64)
    }

    /// Reads a number from its text, straight into this kind. The default reads it as the kind's `from_str_radix` does,
    /// and calls every text that this refuses no number.
    ///
    /// # Errors
    ///
    /// See [`NumberError`].
    fn parse(text: &str) -> Result<Self, NumberError> {
        let number = Self::from_str_radix(text, 10).map_err(|_| NumberError::NotANumber { text: clip(text) })?;
        number.held().ok_or_else(|| NumberError::NotFinite { text: clip(text), kind: Self::KIND })
    }

    /// The text that reads back to this number; equal numbers have equal texts. The default displays the held form.
    fn text(&self) -> String {
        self.held().as_ref().unwrap_or(self).to_string()
    }

    /// The number with `places` decimals, rounded once for show: ties to even, and no sign before a zero. An integer
    /// has no decimals.
    fn fixed(&self, places: usize) -> String {
        text::without_negative_zero(format!("{self:.places$}"))
    }

    /// The decimals of `fixed(most)` without trailing zeros.
    fn places(&self, most: usize) -> usize {
        let fixed = self.fixed(most);
        let decimals = fixed.split_once('.').map_or("", |(_, decimals)| decimals);
        decimals.trim_end_matches('0').len()
    }

    /// Appends bytes that stand for this number: the same for equal numbers, on every machine.
    fn stable_bytes(&self, content: &mut Vec<u8>) {
        content.extend_from_slice(self.text().as_bytes());
    }
}

/// A float close to the number, for pictures and quotients in tables.
pub(crate) fn nearest<N: Number>(number: &N) -> f64 {
    text::approximate(&number.text())
}

/// `high − low`, exact also where the kind does not hold it. An error if either is not finite.
fn checked_difference<N: Number>(high: &N, low: &N) -> Result<N::Total, NumberError> {
    let mut difference = N::Total::default();
    difference.add(&high.as_change())?;
    difference.subtract(&low.as_change())?;
    Ok(difference)
}

/// `high − low`, exact also where the kind does not hold it. Both must be finite.
pub(crate) fn difference<N: Number>(high: &N, low: &N) -> N::Total {
    checked_difference(high, low).expect("validation lets only finite numbers in")
}
