//! `i64` and `i128`: whole units, or minor units such as pence.

use super::limbs::{Limbs, limbs_total};
use super::text::DecimalText;
use super::{JsonForm, Number, NumberError, StateError, Total, clip};

/// The exact sum of changes of `i64` levels, in an `i128`.
///
/// # Formula
///
/// `Σ xᵢ` in whole numbers, with room for 2^62 of the largest changes. A sum beyond that reads as an overflow for good.
/// Ours.
///
/// # Example
///
/// ```
/// use covalue::number::{IntegerTotal, Number, Total};
///
/// let mut total = IntegerTotal::default();
/// total.add(&i64::MAX.as_change())?;
/// total.add(&1)?;
/// assert_eq!((total.value(), i64::rounded(&total)), (Some(1 << 63), None)); // exact, and more than an i64 holds
/// # Ok::<(), covalue::error::NumberError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IntegerTotal {
    // Two halves and not an `i128`, whose alignment of 16 bytes would make a group's row 32 bytes long instead of 24.
    // The high half is first, because sums compare by it.
    high: i64,
    low: u64,
}

/// The sum that stands for every sum beyond the width.
const OVERFLOW: i128 = i128::MIN;

impl IntegerTotal {
    /// The sum; `None` after an overflow.
    #[inline]
    pub fn value(&self) -> Option<i128> {
        let sum = i128::from(self.high) << 64 | i128::from(self.low);
        (sum != OVERFLOW).then_some(sum)
    }

    #[inline]
    fn of(sum: i128) -> Self {
        Self { high: (sum >> 64) as i64, low: sum as u64 }
    }

    /// Replaces the sum; an overflow stays one.
    #[inline]
    fn update(&mut self, sum: impl FnOnce(i128) -> Option<i128>) {
        *self = Self::of(self.value().and_then(sum).unwrap_or(OVERFLOW));
    }

    /// With a third limb, so that the overflow here is an ordinary number there and is stored as such.
    fn as_limbs(&self) -> Limbs<3> {
        Limbs::from_limbs([self.low, self.high as u64, (self.high >> 63) as u64])
    }
}

impl Total for IntegerTotal {
    type Change = i128;

    #[inline]
    fn add(&mut self, change: &i128) -> Result<(), NumberError> {
        self.update(|sum| sum.checked_add(*change));
        Ok(())
    }

    #[inline]
    fn subtract(&mut self, change: &i128) -> Result<(), NumberError> {
        self.update(|sum| sum.checked_sub(*change));
        Ok(())
    }

    fn merge(&mut self, other: &Self) {
        self.update(|sum| sum.checked_add(other.value()?));
    }

    fn remove(&mut self, other: &Self) {
        self.update(|sum| sum.checked_sub(other.value()?));
    }

    fn is_zero(&self) -> bool {
        self.high == 0 && self.low == 0
    }

    fn state(&self) -> Vec<u8> {
        self.as_limbs().state()
    }

    fn from_state(state: &[u8]) -> Result<Self, StateError> {
        let sum = Limbs::<3>::from_state(state)?.to_i128();
        sum.map(Self::of).ok_or(StateError::Broken { why: "its limbs lie outside the width" })
    }
}

/// The exact sum of changes of `i128` levels, in 256 bits.
///
/// # Formula
///
/// `Σ xᵢ` in whole numbers, with room for 2^127 of the largest changes. A sum beyond that reads as an overflow for
/// good. Ours.
///
/// # Example
///
/// ```
/// use covalue::number::{LongIntegerTotal, Number, Total};
///
/// let mut total = LongIntegerTotal::default();
/// for change in [i128::MAX, i128::MAX, -7] {
///     total.add(&change)?;
/// }
/// assert_eq!(i128::rounded(&total), None); // exact, and more than an i128 holds
/// total.subtract(&i128::MAX)?;
/// assert_eq!(i128::rounded(&total), Some(i128::MAX - 7));
/// # Ok::<(), covalue::error::NumberError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LongIntegerTotal(Limbs<4>);

impl LongIntegerTotal {
    /// The sum; `None` if it is larger than an `i128`, or after an overflow.
    fn value(&self) -> Option<i128> {
        self.0.to_i128()
    }

    /// The sum as an integer of any size.
    #[cfg(feature = "rational")]
    pub(crate) fn to_big(&self) -> num_bigint::BigInt {
        let (is_negative, magnitude) = self.0.sign_and_magnitude();
        let sign = if is_negative { num_bigint::Sign::Minus } else { num_bigint::Sign::Plus };
        num_bigint::BigInt::from_bytes_le(sign, magnitude.map(u64::to_le_bytes).as_flattened())
    }
}

impl Total for LongIntegerTotal {
    type Change = i128;

    fn add(&mut self, change: &i128) -> Result<(), NumberError> {
        self.0.add_shifted(change.unsigned_abs(), 0, *change < 0);
        Ok(())
    }

    fn subtract(&mut self, change: &i128) -> Result<(), NumberError> {
        self.0.add_shifted(change.unsigned_abs(), 0, *change >= 0);
        Ok(())
    }

    limbs_total!();
}

macro_rules! integer {
    ($kind:ident, $total:ty) => {
        impl Number for $kind {
            type Change = i128;
            type Total = $total;
            const KIND: &'static str = stringify!($kind);
            const JSON_FORM: JsonForm = JsonForm::Number;

            #[inline]
            fn as_change(&self) -> i128 {
                i128::from(*self)
            }

            fn rounded(total: &$total) -> Option<$kind> {
                total.value()?.try_into().ok()
            }

            fn is_finite(&self) -> bool {
                true
            }

            #[inline]
            fn change(after: &$kind, reference: &$kind) -> Option<i128> {
                // The lowest `i128` has no opposite.
                i128::from(*after).checked_sub(i128::from(*reference)).filter(|&change| change != i128::MIN)
            }

            #[inline]
            fn negated(change: &i128) -> i128 {
                change.saturating_neg()
            }

            #[inline]
            fn magnitude(change: &i128) -> i128 {
                change.saturating_abs()
            }

            fn from_change(change: &i128) -> Option<$kind> {
                (*change).try_into().ok()
            }

            fn change_text(change: &i128) -> Option<String> {
                Some(change.to_string())
            }

            fn mean(total: &$total, count: u64) -> Option<f64> {
                Some(total.value()? as f64 / count as f64).filter(|_| count > 0)
            }

            fn parse(text: &str) -> Result<$kind, NumberError> {
                let inexact = || NumberError::NotExact { text: clip(text), kind: Self::KIND };
                // The fast path for plain digits.
                if let Ok(number) = text.parse() {
                    return Ok(number);
                }
                let whole = DecimalText::parse(text, Self::KIND)?.whole().ok_or_else(inexact)?;
                whole.parse().map_err(|_| inexact())
            }

            fn stable_bytes(&self, content: &mut Vec<u8>) {
                content.extend_from_slice(&i128::from(*self).to_le_bytes());
            }
        }
    };
}

integer!(i64, IntegerTotal);
integer!(i128, LongIntegerTotal);
