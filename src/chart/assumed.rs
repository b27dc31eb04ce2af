//! Values of assumptions as the text of a picture.

use crate::number::{Fraction, nearest};
use crate::text::thousands;
use crate::worth::{Assumption, Switching};

/// The significant digits of values that a caller stated: more if values that differ would look alike.
const STATED: [usize; 4] = [6, 9, 12, 17];
/// The significant digits of a switching value: a reader compares it with a plan.
const SWITCHING: usize = 4;
/// Numbers from 10 to this power on, and below 10 to the power of `LEAST`, are written with an exponent.
const MOST: i32 = 9;
const LEAST: i32 = -4;

/// A number with this many significant digits at most, and without decimals that are zero. Whole numbers keep their
/// digits: `7`, `3.487`, `81,742`, `1.2e15`.
fn short(number: f64, digits: usize) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    let sign = if number < 0.0 { "\u{2212}" } else { "" };
    let size = number.abs();
    if size.is_infinite() {
        return format!("{sign}over {}", short(f64::MAX, digits));
    }
    let scientific = format!("{size:.*e}", digits - 1);
    let (mantissa, exponent) = scientific.split_once('e').expect("the form has an exponent");
    let exponent: i32 = exponent.parse().expect("an exponent is a number");
    if !(LEAST..MOST).contains(&exponent) {
        return format!("{sign}{}e{exponent}", without_zeros(mantissa));
    }
    let decimals = (digits as i32 - 1 - exponent).max(0) as usize;
    format!("{sign}{}", thousands(without_zeros(&format!("{size:.decimals$}"))))
}

/// The text of a number without decimals that are zero.
pub(super) fn without_zeros(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// A value of an assumption: shares and rates as percentages.
fn text(assumption: Assumption, value: f64, digits: usize) -> String {
    if assumption.is_share() { format!("{} %", short(value * 100.0, digits)) } else { short(value, digits) }
}

/// Values of an assumption that a caller stated.
pub(super) fn stated_texts<N: Fraction>(assumption: Assumption, values: [&N; 3]) -> [String; 3] {
    let texts = |digits: usize| values.map(|value| text(assumption, nearest(value), digits));
    let tells_apart = |texts: &[String; 3]| {
        let pairs = [(0, 1), (1, 2), (0, 2)];
        pairs.into_iter().all(|(one, two)| values[one] == values[two] || texts[one] != texts[two])
    };
    STATED.map(texts).into_iter().find(tells_apart).unwrap_or_else(|| texts(STATED[0]))
}

/// The value at which a net present value is 0; `None` if there is none.
pub(super) fn switching_text<N: Fraction>(assumption: Assumption, switching: &Switching<N>) -> Option<String> {
    let value = match switching {
        Switching::At(value) => nearest(value),
        Switching::Near(value) => *value,
        Switching::Never => return None,
    };
    Some(text(assumption, value, SWITCHING))
}
