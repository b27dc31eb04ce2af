//! `rust_decimal::Decimal`: 96 bits and a decimal point of up to 28 places.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::limbs::{Limbs, divide, limbs_total};
use super::text::{self, DecimalText};
use super::{Fraction, Number, NumberError, StateError, Total, clip};

/// The most decimals of a `Decimal`, and the scale of its totals.
const SCALE: u32 = 28;

/// The exact sum of `Decimal`s, as a whole number of 10^−28, in 256 bits.
///
/// # Formula
///
/// `Σ xᵢ · 10^28` in whole numbers. Reading never rounds: a sum that no `Decimal` holds is an overflow. Ours.
///
/// # Example
///
/// ```
/// use covalue::number::{DecimalTotal, Number, Total};
/// use rust_decimal::Decimal;
///
/// let mut total = DecimalTotal::default();
/// for change in [Decimal::MAX, Decimal::new(1, 28), -Decimal::MAX] {
///     total.add(&change)?;
/// }
/// assert_eq!(Decimal::rounded(&total), Some(Decimal::new(1, 28))); // one step of 28 places, beside 29 digits
/// total.add(&Decimal::MAX)?;
/// assert_eq!(Decimal::rounded(&total), None); // exact, and no Decimal holds it
/// # Ok::<(), covalue::error::NumberError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DecimalTotal(Limbs<4>);

/// A decimal in units of 10^−28, without its sign.
fn in_units(decimal: &Decimal) -> Limbs<4> {
    Limbs::product(decimal.mantissa().unsigned_abs(), 10_u128.pow(SCALE - decimal.scale()))
}

impl Total for DecimalTotal {
    type Change = Decimal;

    fn add(&mut self, change: &Decimal) -> Result<(), NumberError> {
        let units = in_units(change);
        if change.is_sign_negative() {
            self.0.subtract(&units);
        } else {
            self.0.add(&units);
        }
        Ok(())
    }

    fn subtract(&mut self, change: &Decimal) -> Result<(), NumberError> {
        self.add(&-*change)
    }

    limbs_total!();
}

/// `magnitude · 10^−scale` as a decimal; `None` if it has more than 96 bits.
fn in_decimal([low, high, above @ ..]: [u64; 4], is_negative: bool, scale: u32) -> Option<Decimal> {
    let magnitude = i128::try_from(u128::from(high) << 64 | u128::from(low)).ok().filter(|_| above == [0, 0])?;
    Decimal::try_from_i128_with_scale(if is_negative { -magnitude } else { magnitude }, scale).ok()
}

impl Number for Decimal {
    type Change = Decimal;
    type Total = DecimalTotal;
    const KIND: &'static str = "Decimal";

    fn as_change(&self) -> Decimal {
        *self
    }

    fn rounded(total: &DecimalTotal) -> Option<Decimal> {
        if total.0.is_overflow() {
            return None;
        }
        let (is_negative, mut magnitude) = total.0.sign_and_magnitude();
        // Trailing zeros first: 96 bits may hold the sum only without them.
        let mut scale = SCALE;
        while scale > 0 {
            let mut shorter = magnitude;
            if divide(&mut shorter, 10) != 0 {
                break;
            }
            magnitude = shorter;
            scale -= 1;
        }
        in_decimal(magnitude, is_negative, scale)
    }

    fn is_finite(&self) -> bool {
        true
    }

    /// Without trailing zeros, so that equal decimals are held alike.
    fn held(&self) -> Option<Decimal> {
        Some(self.normalize())
    }

    /// Exact, or `None`: no decimal is rounded away. As the default, which also asks for the opposite; here there
    /// always is one.
    fn change(after: &Decimal, reference: &Decimal) -> Option<Decimal> {
        let mut change = DecimalTotal::default();
        change.add(after).and_then(|()| change.subtract(reference)).ok()?;
        Self::rounded(&change)
    }

    fn from_change(change: &Decimal) -> Option<Decimal> {
        Some(*change)
    }

    fn mean(total: &DecimalTotal, count: u64) -> Option<f64> {
        Self::divided(total, count).map(|mean| mean.to_float())
    }

    fn parse(text: &str) -> Result<Decimal, NumberError> {
        let inexact = || NumberError::NotExact { text: clip(text), kind: Self::KIND };
        let DecimalText { is_negative, digits, exponent } = DecimalText::parse(text, Self::KIND)?;
        if digits.is_empty() {
            return Ok(Decimal::ZERO);
        }
        let zeros = usize::try_from(exponent).unwrap_or(0);
        let scale = u32::try_from(exponent.saturating_neg().max(0)).map_err(|_| inexact())?;
        let magnitude: i128 = format!("{digits}{}", "0".repeat(zeros)).parse().map_err(|_| inexact())?;
        let signed = if is_negative { -magnitude } else { magnitude };
        Decimal::try_from_i128_with_scale(signed, scale).map_err(|_| inexact())
    }

    fn text(&self) -> String {
        self.normalize().to_string()
    }

    fn fixed(&self, places: usize) -> String {
        // `format!("{:.places$}")` panics if the text has more than 32 bytes, so the zeros are appended here.
        let mut text = self.round_dp(u32::try_from(places).unwrap_or(SCALE)).to_string();
        let digits = text.split_once('.').map_or(0, |(_, digits)| digits.len());
        if digits == 0 && places > 0 {
            text.push('.');
        }
        text.extend(std::iter::repeat_n('0', places.saturating_sub(digits)));
        text::without_negative_zero(text)
    }
}

impl Fraction for Decimal {
    fn quotient(dividend: &Decimal, divisor: &Decimal) -> Option<Decimal> {
        dividend.checked_div(*divisor)
    }

    fn product(one: &Decimal, other: &Decimal) -> Option<Decimal> {
        one.checked_mul(*other)
    }

    fn share(part: u64, whole: u64) -> Option<Decimal> {
        Self::quotient(&part.into(), &whole.into())
    }

    /// With as many decimals as fit 96 bits, ties to even.
    fn divided(total: &DecimalTotal, divisor: u64) -> Option<Decimal> {
        if divisor == 0 || total.0.is_overflow() {
            return None;
        }
        let (is_negative, mut magnitude) = total.0.sign_and_magnitude();
        let rest = divide(&mut magnitude, divisor);
        // How the part that is cut off compares with half a unit of the last decimal, and whether there is any.
        let (mut half, mut below) = (rest.cmp(&(divisor - rest)), rest != 0);
        let mut scale = SCALE;
        loop {
            let up = half == Ordering::Greater || (half == Ordering::Equal && magnitude[0] & 1 == 1);
            let mut rounded = Limbs::<4>::from_limbs(magnitude);
            rounded.add_shifted(u128::from(up), 0, false);
            if let Some(quotient) = in_decimal(rounded.sign_and_magnitude().1, is_negative, scale) {
                return Some(quotient.normalize());
            }
            // Too long: cut off one more decimal, and take the digits cut off before into account.
            scale = scale.checked_sub(1)?;
            let digit = divide(&mut magnitude, 10);
            half = digit.cmp(&5).then(if below { Ordering::Greater } else { Ordering::Equal });
            below |= digit != 0;
        }
    }
}
