//! Numbers that an assumption may have, as texts.

use super::column::{EXACT, figures, thousands};
use crate::number::Fraction;
use crate::worth::Assumption;

/// The most decimals of a value of an assumption.
const DECIMALS: usize = 4;

/// A number with this many decimals at most, and without decimals that are zero.
pub(super) fn trimmed<N: Fraction>(number: &N, most: usize) -> String {
    let text = figures(&[Ok(number.clone())], Some(most)).concat();
    let is_below_the_last_digit = text.starts_with(['<', '>']);
    if is_below_the_last_digit || !text.contains('.') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The text that reads back to a number, without decimals that are zero: `13000`, `0.35`, of fractions `7/20`.
pub(super) fn exact_text<N: Fraction>(number: &N) -> String {
    let text = number.text();
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

/// A number with all of its decimals: `13,000`, `0.35`.
pub(super) fn stated_text<N: Fraction>(number: &N) -> String {
    let text = exact_text(number);
    if text.contains('/') { trimmed(number, EXACT) } else { thousands(&text) }
}

/// A share as a percentage: `3.5 %`.
pub(super) fn share_text<N: Fraction>(share: &N) -> String {
    let percentage = N::share(100, 1).and_then(|hundred| N::product(share, &hundred));
    percentage.map_or_else(|| trimmed(share, DECIMALS), |percentage| format!("{} %", trimmed(&percentage, DECIMALS)))
}

/// A value of an assumption: shares and rates as percentages.
pub(super) fn assumed_text<N: Fraction>(assumption: Assumption, value: &N) -> String {
    if assumption.is_share() { share_text(value) } else { trimmed(value, DECIMALS) }
}
