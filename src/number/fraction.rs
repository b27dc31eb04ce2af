//! Kinds of number that can be divided.

use super::text::near;
use super::{FloatTotal, Number};

/// A number that can be divided without losing a unit: floats, decimals and ratios, which integers are not.
///
/// Whatever divides asks for this: an integer share of ten in three parts would be 3, 3, 3, and one unit gone.
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
    /// `dividend ÷ divisor`, rounded once; `None` where the divisor is zero or no number of this kind holds it.
    fn quotient(dividend: &Self, divisor: &Self) -> Option<Self>;

    /// `one · other`, rounded once; `None` where no number of this kind holds it. Whoever implements it for a kind whose
    /// multiplication can panic or wrap, as fractions of machine integers, says here how it does neither.
    fn product(one: &Self, other: &Self) -> Option<Self> {
        (one.clone() * other.clone()).held()
    }

    /// `part ÷ whole` of two counts, as the share of appraisals that were made; `None` of nothing.
    fn share(part: u64, whole: u64) -> Option<Self>;

    /// `total ÷ divisor`, as the mean of so many changes; `None` where the divisor is zero or no number of this kind holds
    /// it. The kinds of this crate round once; this default rounds the total first.
    ///
    /// ```
    /// use covalue::number::{FloatTotal, Fraction, Total};
    ///
    /// let mut total = FloatTotal::new();
    /// total.add(&1e308)?;
    /// total.add(&1e308)?; // more than an f64 holds, and its half is not
    /// assert_eq!(f64::divided(&total, 2), Some(1e308));
    /// # Ok::<(), covalue::error::NumberError>(())
    /// ```
    fn divided(total: &Self::Total, divisor: u64) -> Option<Self> {
        Self::quotient(&Self::rounded(total)?, &Self::share(divisor, 1)?)
    }

    /// This number as a float near to it, for what is no figure of the books, as a standard error: the nearest or the one
    /// beside it. Not a number where there is none. The default reads the number's text, as `0.25` or `1/3`.
    fn to_float(&self) -> f64 {
        near(&self.text())
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
