//! Numbers that an assumption may have, as texts.

use super::column::figures;
use crate::number::Fraction;
use crate::worth::Assumption;

/// The most decimals of a value of an assumption.
const DECIMALS: usize = 4;

/// A number without decimals that are zero.
fn trimmed<N: Fraction>(number: &N) -> String {
    let text = figures(&[Ok(number.clone())], Some(DECIMALS)).concat();
    let is_below_the_last_digit = text.starts_with(['<', '>']);
    if is_below_the_last_digit || !text.contains('.') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A share as a percentage: `3.5 %`.
pub(super) fn share_text<N: Fraction>(share: &N) -> String {
    let percentage = N::share(100, 1).and_then(|hundred| N::product(share, &hundred));
    percentage.map_or_else(|| trimmed(share), |percentage| format!("{} %", trimmed(&percentage)))
}

/// A value of an assumption: shares and rates as percentages.
pub(super) fn assumed_text<N: Fraction>(assumption: Assumption, value: &N) -> String {
    if assumption.is_share() { share_text(value) } else { trimmed(value) }
}
