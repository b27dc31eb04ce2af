//! Reads numbers such as `-12.5e3` exactly: no float stands between the text and the number.

use super::NumberError;
use crate::printable::clip;

/// The largest power of ten, positive or negative, that an exact kind of number reads. Without a limit, the 11
/// characters `1e999999999` would become a gigabyte of digits. The smallest float, written out, has 1,074 decimals, so
/// every float can be read.
const MAX_EXPONENT: i64 = 1_100;

/// The largest number of significant digits of a number, and of each side of a fraction. A fraction of any size takes
/// time that grows with the square of its digits. A float, written out exactly, has at most 767 of them, or 1,075
/// digits with its zeros. A number that needs more digits when it is written out is refused too, so that every number
/// that is written can be read.
pub(super) const MAX_DIGITS: usize = 1_200;

/// The number of significant digits of a decimal: from the first digit that is not zero to the last that is not.
fn significant_digits(text: &str) -> usize {
    let mantissa = text.bytes().take_while(|byte| !matches!(byte, b'e' | b'E'));
    let digits = mantissa.filter(u8::is_ascii_digit).skip_while(|&digit| digit == b'0');
    digits.zip(1..).filter(|&(digit, _)| digit != b'0').last().map_or(0, |(_, place)| place)
}

/// The error of a number with too many digits.
pub(super) fn too_long(text: &str) -> NumberError {
    NumberError::TooLong { text: clip(text), most: MAX_DIGITS }
}

/// Whether a number has too many digits. Those of a short text are not counted.
pub(super) fn is_too_long(text: &str) -> bool {
    text.len() > MAX_DIGITS && significant_digits(text) > MAX_DIGITS
}

/// Whether the other kinds of number accept a text that `str::parse` reads as a float: not `inf`, `.5` or `5.e1`. It does
/// not replace the parse.
pub(super) fn is_shaped_as_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = bytes.strip_prefix(b"-").or(bytes.strip_prefix(b"+")).unwrap_or(bytes);
    let ends = digits.first().is_some_and(u8::is_ascii_digit) && digits.last().is_some_and(u8::is_ascii_digit);
    ends && !digits.windows(2).any(|pair| pair.eq_ignore_ascii_case(b".e"))
}

/// A float close to a written number, such as `0.25` or `1/3`; NaN if the text is not a number.
pub(crate) fn approximate(text: &str) -> f64 {
    let float = |text: &str| text.parse().unwrap_or(f64::NAN);
    text.split_once('/').map_or_else(|| float(text), |(part, whole)| float(part) / float(whole))
}

/// Removes the minus sign of a number that was rounded to zero: `-0.00` becomes `0.00`.
pub(super) fn without_negative_zero(fixed: String) -> String {
    match fixed.strip_prefix('-') {
        Some(digits) if digits.bytes().all(|byte| matches!(byte, b'0' | b'.')) => digits.to_owned(),
        _ => fixed,
    }
}

/// A decimal as text: `digits · 10^exponent`. The digits have no leading or trailing zeros. Zero has no
/// digits.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DecimalText {
    pub(super) is_negative: bool,
    pub(super) digits: String,
    pub(super) exponent: i64,
}

impl DecimalText {
    /// Reads `[+-] digits [. digits] [e [+-] digits]`.
    ///
    /// # Errors
    ///
    /// - any other text: not a number;
    /// - more than [`MAX_DIGITS`] digits: too long;
    /// - a power of ten above [`MAX_EXPONENT`], or more than [`MAX_DIGITS`] digits when it is written out: not finite;
    /// - more than [`MAX_EXPONENT`] decimals: not exact. Zeros at the end do not count.
    pub(super) fn parse(text: &str, kind: &'static str) -> Result<Self, NumberError> {
        let wrong = || NumberError::NotANumber { text: clip(text) };
        let is_negative = text.starts_with('-');
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (mantissa, power) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, Some(power)),
            None => (unsigned, None),
        };
        let (whole, decimals) = match mantissa.split_once('.') {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (mantissa, None),
        };
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole) || !decimals.is_none_or(all_digits) {
            return Err(wrong());
        }
        let mut exponent = match power {
            None => 0,
            Some(power) if all_digits(power.strip_prefix(['-', '+']).unwrap_or(power)) => {
                // Clamped, so that the lengths added below cannot overflow; the limits further down are far smaller.
                let most = if power.starts_with('-') { i64::MIN / 4 } else { i64::MAX / 4 };
                power.parse::<i64>().unwrap_or(most).clamp(i64::MIN / 4, i64::MAX / 4)
            }
            Some(_) => return Err(wrong()),
        };
        let decimals = decimals.unwrap_or("");
        exponent -= i64::try_from(decimals.len()).unwrap_or(i64::MAX / 4);
        let mut digits = [whole, decimals].concat();
        let significant = digits.trim_end_matches('0').len();
        exponent += i64::try_from(digits.len() - significant).unwrap_or(i64::MAX / 4);
        digits.truncate(significant);
        digits.drain(..digits.len() - digits.trim_start_matches('0').len());
        if digits.is_empty() {
            return Ok(Self { is_negative: false, digits, exponent: 0 });
        }
        if digits.len() > MAX_DIGITS {
            return Err(too_long(text));
        }
        let zeros_to_spare = i64::try_from(MAX_DIGITS - digits.len()).unwrap_or(i64::MAX);
        if exponent > zeros_to_spare.min(MAX_EXPONENT) {
            return Err(NumberError::NotFinite { text: clip(text), kind });
        }
        if exponent < -MAX_EXPONENT {
            return Err(NumberError::NotExact { text: clip(text), kind });
        }
        Ok(Self { is_negative, digits, exponent })
    }

    /// The sign and digits of a whole number; `None` if the number has decimals.
    pub(super) fn whole(&self) -> Option<String> {
        if self.digits.is_empty() {
            return Some("0".to_owned());
        }
        let zeros = usize::try_from(self.exponent).ok()?;
        let sign = if self.is_negative { "-" } else { "" };
        Some(format!("{sign}{}{}", self.digits, "0".repeat(zeros)))
    }
}
