//! Kinds of number that can be divided.

use super::text::approximate;
use super::{FloatTotal, Number};

/// A number that can be divided without losing a unit: a float, a decimal or a ratio. An integer is not: ten divided
/// among three would be 3, 3 and 3, with one unit lost.
///
/// A number of your own states [`quotient`](Fraction::quotient) and [`share`](Fraction::share); the other methods have
/// defaults.
///
/// # Example
///
/// ```
/// use covalue::number::Fraction;
///
/// assert_eq!(f64::quotient(&1.0, &4.0), Some(0.25));
/// assert_eq!(f64::quotient(&1.0, &0.0), None);
/// ```
///
/// ```compile_fail
/// use covalue::number::Fraction;
///
/// i64::quotient(&1, &4);
/// ```
pub trait Fraction: Number {
    /// A quotient; `None` if the divisor is zero or the kind does not hold it.
    ///
    /// # Formula
    ///
    /// `quotient = dividend ÷ divisor`, rounded once. Ours.
    fn quotient(dividend: &Self, divisor: &Self) -> Option<Self>;

    /// A product; `None` if the kind does not hold it. The default multiplies with `*`, so override it for a kind whose
    /// `*` can panic or wrap, such as a fraction of machine integers.
    ///
    /// # Formula
    ///
    /// `product = one · other`, rounded once. Ours.
    fn product(one: &Self, other: &Self) -> Option<Self> {
        (one.clone() * other.clone()).held()
    }

    /// The share of one count in another; `None` if `whole` is zero.
    ///
    /// # Formula
    ///
    /// `share = part ÷ whole`, without a unit, rounded once. Ours.
    fn share(part: u64, whole: u64) -> Option<Self>;

    /// A total divided by a count, such as a mean; `None` if the divisor is zero or the kind does not hold the result.
    /// The kinds of this crate round once; this default rounds the total first.
    ///
    /// # Formula
    ///
    /// `divided = total ÷ divisor`. Ours.
    ///
    /// ```
    /// use covalue::number::{FloatTotal, Fraction, Total};
    ///
    /// let mut total = FloatTotal::new();
    /// total.add(&1e308)?;
    /// total.add(&1e308)?; // the total is more than an f64 holds, its half is not
    /// assert_eq!(f64::divided(&total, 2), Some(1e308));
    /// # Ok::<(), covalue::error::NumberError>(())
    /// ```
    fn divided(total: &Self::Total, divisor: u64) -> Option<Self> {
        Self::quotient(&Self::rounded(total)?, &Self::share(divisor, 1)?)
    }

    /// A float close to this number, the nearest or one next to it, for quantities that are no figures of the books,
    /// such as a standard error. The default reads the number's text, such as `0.25` or `1/3`, and gives NaN for any
    /// other.
    fn to_float(&self) -> f64 {
        approximate(&self.text())
    }
}

impl Fraction for f64 {
    fn quotient(dividend: &f64, divisor: &f64) -> Option<f64> {
        let quotient = dividend / divisor;
        quotient.is_finite().then_some(quotient + 0.0)
    }

    fn share(part: u64, whole: u64) -> Option<f64> {
        Self::quotient(&(part as f64), &(whole as f64))
    }

    fn divided(total: &FloatTotal, divisor: u64) -> Option<f64> {
        total.divided(divisor)
    }

    fn to_float(&self) -> f64 {
        *self
    }
}
