//! `Ratio<i64>`, `Ratio<i128>` and `BigRational`: exact fractions.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::{BigRational, Ratio};
use num_traits::{Signed, ToPrimitive, Zero};

use super::text::{self, DecimalText};
use super::{Fraction, Number, NumberError, RationalTotal, clip};

/// Reads `numerator/denominator`, or a decimal.
fn parse(text: &str, kind: &'static str) -> Result<BigRational, NumberError> {
    if let Some((numerator, denominator)) = text.split_once('/') {
        let wrong = || NumberError::NotANumber { text: clip(text) };
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(numerator.strip_prefix(['-', '+']).unwrap_or(numerator)) || !digits(denominator) {
            return Err(wrong());
        }
        let is_too_long = |part: &str| part.trim_start_matches(['-', '+', '0']).len() > text::MAX_DIGITS;
        if is_too_long(numerator) || is_too_long(denominator) {
            return Err(text::too_long(text));
        }
        let numerator: BigInt = numerator.parse().map_err(|_| wrong())?;
        let denominator: BigInt = denominator.parse().map_err(|_| wrong())?;
        if denominator.is_zero() {
            return Err(NumberError::NotFinite { text: clip(text), kind });
        }
        return Ok(BigRational::new(numerator, denominator));
    }
    let DecimalText { is_negative, digits, exponent } = DecimalText::parse(text, kind)?;
    let magnitude: BigInt = if digits.is_empty() { BigInt::zero() } else { digits.parse().unwrap_or_default() };
    let power = BigInt::from(10).pow(u32::try_from(exponent.unsigned_abs()).unwrap_or(0));
    let signed = if is_negative { -magnitude } else { magnitude };
    Ok(if exponent < 0 { BigRational::new(signed, power) } else { BigRational::from_integer(signed * power) })
}

/// A fraction with `places` decimals, ties to even as for the other kinds.
fn fixed(fraction: &BigRational, places: usize) -> String {
    let scale = BigInt::from(10).pow(u32::try_from(places).unwrap_or(0));
    let magnitude = fraction.numer().abs() * scale;
    let (mut scaled, rest) = (&magnitude / fraction.denom(), &magnitude % fraction.denom());
    let up = match (rest * 2_u32).cmp(fraction.denom()) {
        Ordering::Less => false,
        Ordering::Equal => scaled.bit(0),
        Ordering::Greater => true,
    };
    scaled += u32::from(up);
    let scaled = scaled.to_string();
    let padded = format!("{scaled:0>width$}", width = places + 1);
    let (whole, decimals) = padded.split_at(padded.len() - places);
    let sign = if fraction.is_negative() { "-" } else { "" };
    let point = if places == 0 { "" } else { "." };
    text::without_negative_zero(format!("{sign}{whole}{point}{decimals}"))
}

macro_rules! rational {
    ($kind:ty, $name:literal, $to_big:expr, $from_big:expr) => {
        impl Number for $kind {
            type Change = BigRational;
            type Total = RationalTotal;
            const KIND: &'static str = $name;

            fn as_change(&self) -> BigRational {
                $to_big(self)
            }

            fn rounded(total: &RationalTotal) -> Option<$kind> {
                $from_big(&total.whole())
            }

            fn is_finite(&self) -> bool {
                // `new_raw` makes fractions over zero, and over a negative denominator that has no opposite.
                self.denom().is_positive() || self.held().is_some()
            }

            fn held(&self) -> Option<$kind> {
                // Over a positive denominator the kind's own integers reduce it without overflow.
                if self.denom().is_positive() { Some(self.reduced()) } else { Self::from_change(&$to_big(self)) }
            }

            fn change(after: &$kind, reference: &$kind) -> Option<BigRational> {
                if !after.is_finite() || !reference.is_finite() {
                    return None;
                }
                let change: BigRational = $to_big(after) - $to_big(reference);
                // A fraction is never rounded: the kind holds it or does not.
                let held: Option<$kind> = $from_big(&change);
                held.map(|_| change)
            }

            fn from_change(change: &BigRational) -> Option<$kind> {
                if change.denom().is_zero() { None } else { $from_big(&widen(change)) }
            }

            fn change_text(change: &BigRational) -> Option<String> {
                change.held().map(|change| change.text())
            }

            fn mean(total: &RationalTotal, count: u64) -> Option<f64> {
                if count == 0 { None } else { (&*total.whole() / BigInt::from(count)).to_f64() }
            }

            fn parse(text: &str) -> Result<$kind, NumberError> {
                let fraction = parse(text, Self::KIND)?;
                Self::from_change(&fraction).ok_or_else(|| NumberError::NotExact { text: clip(text), kind: Self::KIND })
            }

            fn text(&self) -> String {
                // In lowest terms, also if `new_raw` made it in others; a fraction over zero has none.
                if self.is_finite() { self.as_change().to_string() } else { self.to_string() }
            }

            fn fixed(&self, places: usize) -> String {
                if self.is_finite() { fixed(&self.as_change(), places) } else { self.to_string() }
            }
        }

        impl Fraction for $kind {
            fn quotient(dividend: &$kind, divisor: &$kind) -> Option<$kind> {
                let divisor: BigRational = $to_big(divisor);
                if divisor.is_zero() || !dividend.is_finite() || divisor.denom().is_zero() {
                    None
                } else {
                    $from_big(&($to_big(dividend) / divisor))
                }
            }

            fn product(one: &$kind, other: &$kind) -> Option<$kind> {
                if one.is_finite() && other.is_finite() { $from_big(&($to_big(one) * $to_big(other))) } else { None }
            }

            fn share(part: u64, whole: u64) -> Option<$kind> {
                if whole == 0 { None } else { $from_big(&BigRational::new(part.into(), whole.into())) }
            }

            fn divided(total: &RationalTotal, divisor: u64) -> Option<$kind> {
                if divisor == 0 { None } else { $from_big(&(&*total.whole() / BigInt::from(divisor))) }
            }

            fn to_float(&self) -> f64 {
                let fraction: BigRational = $to_big(self);
                fraction.to_f64().unwrap_or(f64::NAN)
            }
        }
    };
}

/// A fraction of any integers in lowest terms, as one of big integers. A fraction over zero stays as it is.
fn widen<I: Clone + Into<BigInt>>(ratio: &Ratio<I>) -> BigRational {
    let (numerator, denominator) = (ratio.numer().clone().into(), ratio.denom().clone().into());
    if denominator.is_zero() {
        return BigRational::new_raw(numerator, denominator);
    }
    BigRational::new(numerator, denominator)
}

rational!(BigRational, "BigRational", widen, |big: &BigRational| Some(big.clone()));
rational!(Ratio<i64>, "Ratio<i64>", widen, |big: &BigRational| Some(Ratio::new_raw(
    big.numer().to_i64()?,
    big.denom().to_i64()?
)));
rational!(Ratio<i128>, "Ratio<i128>", widen, |big: &BigRational| Some(Ratio::new_raw(
    big.numer().to_i128()?,
    big.denom().to_i128()?
)));
