//! Numbers and names as text.

use covalue::number::Number;
use covalue::printable::{printable, value_or_not_stated, value_text};

/// The most decimals of an amount, as in the printed statement.
const DECIMALS: usize = 3;
/// The longest name, in characters: longer ones are clipped, so that a sentence stays readable.
const LONGEST_NAME: usize = 120;

/// A name of the caller, escaped as in tables. One that is not ASCII is isolated, since a name read from the right would
/// turn its neighbours. Markup is escaped by the template.
pub(super) fn shown(text: &str) -> String {
    isolated(printable(text))
}

/// The value of a line or the name of a party, which is not taken for a label of the report.
pub(super) fn shown_value(text: &str) -> String {
    isolated(value_text(text))
}

/// The value of a line, or that it is not stated.
pub(super) fn shown_or_not_stated(value: Option<&str>) -> String {
    isolated(value_or_not_stated(value))
}

/// The beginning of an escaped text, isolated unless it is ASCII.
fn isolated(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(LONGEST_NAME) {
        text.truncate(end);
        text.push('…');
        // The mark of a clipped text has no direction.
        return if text[..end].is_ascii() { text } else { format!("\u{2068}{text}\u{2069}") };
    }
    if text.is_ascii() { text } else { format!("\u{2068}{text}\u{2069}") }
}

/// Separates thousands by commas, before the decimal point.
pub(super) fn thousands(number: &str) -> String {
    let whole_end = number.find('.').unwrap_or(number.len());
    let mut grouped = String::new();
    for (index, letter) in number[..whole_end].char_indices() {
        let digits_left = whole_end - index;
        if letter.is_ascii_digit()
            && digits_left.is_multiple_of(3)
            && grouped.ends_with(|last: char| last.is_ascii_digit())
        {
            grouped.push(',');
        }
        grouped.push(letter);
    }
    grouped + &number[whole_end..]
}

/// The message of an error about the terms. Other rules have a number in the model, but `form` says nothing to a reader.
pub(super) fn reason(error: &impl std::fmt::Display) -> String {
    let text = error.to_string();
    text.strip_prefix("form: ").map_or(text.clone(), str::to_owned)
}

/// `1 user` or `2,000 users`.
pub(super) fn count(number: u64, one: &str, several: &str) -> String {
    format!("{} {}", thousands(&number.to_string()), if number == 1 { one } else { several })
}

/// An amount with as many decimals as it needs, at most three. An amount above zero is never shown as zero.
pub(super) fn amount(amount: f64) -> String {
    let text = amount.fixed(amount.places(DECIMALS));
    let rounds_to_zero = text.bytes().all(|letter| matches!(letter, b'-' | b'0' | b'.'));
    match text {
        _ if rounds_to_zero && amount > 0.0 => "<0.001".to_owned(),
        _ if rounds_to_zero && amount < 0.0 => ">-0.001".to_owned(),
        text => thousands(&text),
    }
}

/// The nearest whole percentage. A count above zero is never `0 %`, and a count below the whole never `100 %`.
pub(super) fn percentage(count: u64, whole: u64) -> String {
    let (count, whole) = (u128::from(count), u128::from(whole));
    match (200 * count + whole) / (2 * whole) {
        0 if count > 0 => "<1 %".to_owned(),
        100 if count < whole => ">99 %".to_owned(),
        nearest => format!("{nearest} %"),
    }
}

/// Words joined by commas, with *and* before the last.
pub(super) fn enumeration(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
