//! Numbers and names as text.

use covalue::number::Number;

/// The most decimals of an amount, as in the printed statement.
const DECIMALS: usize = 3;
/// The longest name, in characters: longer ones are clipped, so that a sentence stays readable.
const LONGEST_NAME: usize = 120;

/// A text of the caller. Characters that would break the line or turn the text behind them are escaped as in Rust, and
/// a name that is not ASCII is isolated, since a name read from the right would turn its neighbours. Markup is escaped
/// by the template.
pub(super) fn shown(text: &str) -> String {
    let is_escaped = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let mut shown = String::new();
    for letter in text.chars().take(LONGEST_NAME) {
        if is_escaped(letter) { shown.extend(letter.escape_debug()) } else { shown.push(letter) }
    }
    if text.chars().nth(LONGEST_NAME).is_some() {
        shown.push('…');
    }
    if text.is_ascii() { shown } else { format!("\u{2068}{shown}\u{2069}") }
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
