//! Kinds of number that can be divided.

use super::Number;

/// A number that can be divided without losing a unit: floats, decimals and ratios, which integers are not.
///
/// Whatever divides asks for this: an integer share of ten in three parts would be 3, 3, 3, and one unit gone.
///
/// # Example
///
/// ```
/// use covalue::Fraction;
///
/// assert_eq!(f64::quotient(&1.0, &4.0), Some(0.25));
/// assert_eq!(f64::quotient(&1.0, &0.0), None);
/// ```
///
/// ```compile_fail
/// use covalue::Fraction;
///
/// i64::quotient(&1, &4);
/// ```
pub trait Fraction: Number {
    /// `dividend ÷ divisor`, rounded once; `None` where the divisor is zero or no number of this kind holds it.
    fn quotient(dividend: &Self, divisor: &Self) -> Option<Self>;

    /// `part ÷ whole` of two counts, as the share of appraisals that were made; `None` of nothing.
    fn share(part: u64, whole: u64) -> Option<Self>;
}

impl Fraction for f64 {
    fn quotient(dividend: &f64, divisor: &f64) -> Option<f64> {
        let quotient = dividend / divisor;
        quotient.is_finite().then_some(quotient + 0.0)
    }

    fn share(part: u64, whole: u64) -> Option<f64> {
        Self::quotient(&(part as f64), &(whole as f64))
    }
}
