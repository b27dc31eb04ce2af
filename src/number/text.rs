//! Numbers as they are written: `-12.5e3`, read into exact kinds without passing through a float.

use super::NumberError;

/// How much of a refused text a message shows.
const SHOWN: usize = 40;

/// Powers of ten beyond this are refused by the exact kinds: `1e999999999` is a short text of a gigabyte.
const LARGEST_EXPONENT: i64 = 1_100;

/// Digits of a written number, from the first that is not zero to the last, and of each side of a fraction. Exact kinds
/// of any size take time that grows with the square of them. Any float written out exactly has fewer: 767, or 1,075
/// with the zeros behind its point. The number that `LARGEST_EXPONENT` allows stays within it, so that it reads back.
pub(super) const MOST_DIGITS: usize = 1_200;

/// The beginning of a text, for a message.
pub(crate) fn clip(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}..", &text[..end]),
        None => text.to_owned(),
    }
}

/// The beginning of an id or a name, for a message; `""` where it is empty, so that the message has no hole.
pub(crate) fn clip_name(name: &str) -> String {
    if name.is_empty() { "\"\"".to_owned() } else { clip(name) }
}

/// How many digits a decimal has, from the first that is not zero to the last that is not.
fn digits_of(text: &str) -> usize {
    let mantissa = text.bytes().take_while(|byte| !matches!(byte, b'e' | b'E'));
    let digits = mantissa.filter(u8::is_ascii_digit).skip_while(|&digit| digit == b'0');
    digits.zip(1..).filter(|&(digit, _)| digit != b'0').last().map_or(0, |(_, place)| place)
}

/// Whether a text could be a number: leaves out what `str::parse` takes for a float besides, as `inf`, `.5`
/// and `5.e1`, and what has too many digits.
pub(super) fn begins_and_ends_as_a_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() > MOST_DIGITS && digits_of(text) > MOST_DIGITS {
        return false;
    }
    let digits = bytes.strip_prefix(b"-").or(bytes.strip_prefix(b"+")).unwrap_or(bytes);
    let ends = digits.first().is_some_and(u8::is_ascii_digit) && digits.last().is_some_and(u8::is_ascii_digit);
    ends && !digits.windows(2).any(|pair| pair.eq_ignore_ascii_case(b".e"))
}

/// The float near to a written number, as `0.25` or `1/3`; not a number where there is none.
pub(super) fn near(text: &str) -> f64 {
    let float = |text: &str| text.parse().unwrap_or(f64::NAN);
    text.split_once('/').map_or_else(|| float(text), |(part, whole)| float(part) / float(whole))
}

/// A number for show, where what was rounded to zero has no sign: −0 is 0.
pub(super) fn without_sign_of_zero(fixed: String) -> String {
    match fixed.strip_prefix('-') {
        Some(digits) if digits.bytes().all(|byte| matches!(byte, b'0' | b'.')) => digits.to_owned(),
        _ => fixed,
    }
}

/// A written decimal: `digits · 10^exponent`, its digits without leading and trailing zeros.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) negative: bool,
    pub(super) digits: String,
    pub(super) exponent: i64,
}

impl Written {
    /// Reads `[+-] digits [. digits] [e [+-] digits]`.
    pub(super) fn parse(text: &str, kind: &'static str) -> Result<Self, NumberError> {
        let wrong = || NumberError::NotANumber { text: clip(text) };
        let negative = text.starts_with('-');
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
                let most = if power.starts_with('-') { i64::MIN / 4 } else { i64::MAX / 4 };
                power.parse::<i64>().unwrap_or(most).clamp(i64::MIN / 4, i64::MAX / 4)
            }
            Some(_) => return Err(wrong()),
        };
        let decimals = decimals.unwrap_or("");
        exponent -= i64::try_from(decimals.len()).unwrap_or(i64::MAX / 4);
        let mut digits = [whole, decimals].concat();
        let kept = digits.trim_end_matches('0').len();
        exponent += i64::try_from(digits.len() - kept).unwrap_or(i64::MAX / 4);
        digits.truncate(kept);
        digits.drain(..digits.len() - digits.trim_start_matches('0').len());
        if digits.is_empty() {
            return Ok(Self { negative: false, digits, exponent: 0 });
        }
        if digits.len() > MOST_DIGITS {
            return Err(wrong());
        }
        let room = i64::try_from(MOST_DIGITS - digits.len()).unwrap_or(i64::MAX);
        if exponent > room.min(LARGEST_EXPONENT) {
            return Err(NumberError::NotFinite { text: clip(text), kind });
        }
        if exponent < -LARGEST_EXPONENT {
            return Err(NumberError::NotExact { text: clip(text), kind });
        }
        Ok(Self { negative, digits, exponent })
    }

    /// The text of a whole number, where it is one: sign and digits, or `None`.
    pub(super) fn whole(&self) -> Option<String> {
        if self.digits.is_empty() {
            return Some("0".to_owned());
        }
        let zeros = usize::try_from(self.exponent).ok()?;
        let sign = if self.negative { "-" } else { "" };
        Some(format!("{sign}{}{}", self.digits, "0".repeat(zeros)))
    }
}
