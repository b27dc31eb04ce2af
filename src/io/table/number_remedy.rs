//! The end of the message about a cell that is not a number: how the number is written.

use iso_currency::Currency;

use super::header::Form;

/// Words for thousands, millions and billions behind a number, and the sign of an exponent that is missing.
const MULTIPLIERS: [&str; 10] = ["k", "m", "mn", "mio", "bn", "thousand", "million", "millions", "billion", "e"];

/// The remedy for codes of missing values.
pub(super) const MISSING: &str = ": if it stands for a missing value, say so (option `missing`)";

/// The remedy for a cell that is not a number. `mark` is the sign before decimals.
pub(super) fn number_remedy(text: &str, form: &Form, mark: char) -> Option<String> {
    if !text.contains(|letter: char| letter.is_ascii_digit()) {
        return Some(MISSING.to_owned());
    }
    if text.contains('\u{2212}') {
        return Some(": write a minus as `-`".to_owned());
    }
    if form.unit().is_some() && is_range(text) {
        return Some(": write one number".to_owned());
    }
    if text.contains('%') {
        let remedy = ": write it without the sign, and 20 % of a share as 0.2";
        return Some(remedy.replace('.', &mark.to_string()));
    }
    if let Some(number) = in_other_signs(text, mark) {
        return Some(format!(": write it as {number}"));
    }
    if let Some(plain) = without_thousands(text, mark) {
        return Some(format!(": write it without separators of thousands, as {plain}"));
    }
    let is_of_unit = |letter: char| letter.is_alphabetic() || letter.is_whitespace() || "$£€¥".contains(letter);
    let number = text.trim_matches(is_of_unit);
    let is_with_unit = number != text && number.bytes().all(|byte| byte.is_ascii_digit() || b".,-+".contains(&byte));
    if is_with_unit && let Some(unit) = form.unit() {
        let word = text.trim_matches(|letter: char| !letter.is_alphabetic());
        if MULTIPLIERS.contains(&word.to_ascii_lowercase().as_str()) {
            return Some(": write the number in full".to_owned());
        }
        let is_of_money = word.is_empty() || Currency::from_code(&word.to_ascii_uppercase()).is_some();
        let money = if is_of_money { format!(", and a unit of money in the column `{unit}`") } else { String::new() };
        return Some(format!(": write the number alone{money}"));
    }
    let is_code = text.starts_with(|letter: char| letter.is_alphabetic() || letter == '#');
    is_code.then(|| MISSING.to_owned())
}

/// A number that is written otherwise: `.5` is 0.5, `5.` is 5, and `(1,240)` is -1240.
fn in_other_signs(text: &str, mark: char) -> Option<String> {
    if let Some(loss) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        let loss = loss.trim_matches(|letter: char| letter.is_whitespace() || "$£€¥".contains(letter));
        let is_positive = loss.starts_with(|sign: char| sign.is_ascii_digit() || sign == mark);
        if has_comma_of_thousands(loss) {
            return Some(format!("-{}, if the comma separates thousands", loss.replace(',', "")));
        }
        let plain = without_thousands(loss, mark).or_else(|| in_other_signs(loss, mark)).filter(|_| is_positive)?;
        return Some(format!("-{plain}"));
    }
    let (sign, unsigned) = if let Some(number) = text.strip_prefix('-') { ("-", number) } else { ("", text) };
    let unsigned = unsigned.strip_prefix('+').unwrap_or(unsigned);
    let (whole, decimals) = unsigned.split_once(mark).unwrap_or((unsigned, ""));
    let is_of_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + decimals.len() == 0 || ![whole, decimals].into_iter().all(is_of_digits) {
        return None;
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if decimals.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}{mark}{decimals}") })
}

/// Whether a text is two numbers with a dash between them: `20-30`, `20 % – 30 %`.
fn is_range(text: &str) -> bool {
    let is_number = |text: &str| {
        let number = text.trim_matches(|letter: char| letter.is_whitespace() || "%$£€¥".contains(letter));
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || b".,".contains(&byte))
    };
    text.split_once(['-', '\u{2013}']).is_some_and(|(low, high)| is_number(low) && is_number(high))
}

/// Whether the only separator of a number is a comma that may separate thousands or decimals, as in `1,240`.
pub(super) fn has_comma_of_thousands(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let is_of_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    unsigned.split_once(',').is_some_and(|(whole, others)| {
        // Thousands do not begin with 0: `0,240` has a decimal comma.
        (1..=3).contains(&whole.len())
            && others.len() == 3
            && !whole.starts_with('0')
            && is_of_digits(whole)
            && is_of_digits(others)
    })
}

/// A number without its separators of thousands: `1.250,50`, `1,250.50` and `1 250.50` are 1250.50.
fn without_thousands(text: &str, mark: char) -> Option<String> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    // The last point or comma stands before decimals, if it is the only one of its kind.
    let split = unsigned.rfind(['.', ',']).map(|index| (&unsigned[..index], &unsigned[index..]));
    let (whole, decimals) = match split {
        Some((whole, decimals)) if !whole.contains(&decimals[..1]) => (whole, Some(&decimals[1..])),
        _ => (unsigned, None),
    };
    let groups: Vec<&str> = whole.split(['.', ',', '\'', '’', ' ', '\u{a0}', '\u{202f}']).collect();
    let is_of_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (first, others) = groups.split_first()?;
    let is_grouped = first.len() <= 3 && !others.is_empty() && others.iter().all(|group| group.len() == 3);
    if !is_grouped || !groups.iter().copied().chain(decimals).all(is_of_digits) {
        return None;
    }
    let sign = &text[..text.len() - unsigned.len()];
    let decimals = decimals.map_or_else(String::new, |decimals| format!("{mark}{decimals}"));
    Some(format!("{sign}{}{decimals}", groups.concat()))
}

#[cfg(test)]
mod tests {
    use super::{has_comma_of_thousands, in_other_signs, is_range, without_thousands};

    #[test]
    fn a_comma_before_three_digits_has_two_readings() {
        for (text, has_two) in [
            ("1,240", true),
            ("-999,000", true),
            ("0,240", false),
            ("1240,500", false),
            ("1,24", false),
            ("1,2400", false),
            ("1,240,000", false),
            ("1,240.5", false),
            (",240", false),
            ("1,24a", false),
            ("1240", false),
        ] {
            assert_eq!(has_comma_of_thousands(text), has_two, "{text}");
        }
    }

    #[test]
    fn numbers_in_other_signs_are_told_from_other_texts() {
        for (text, number) in [
            (".5", Some("0.5")),
            ("-.5", Some("-0.5")),
            ("5.", Some("5")),
            ("(1240.5)", Some("-1240.5")),
            ("(1,240.5)", Some("-1240.5")),
            ("(£ 5)", Some("-5")),
            ("(1,240)", Some("-1240, if the comma separates thousands")),
            ("+.5", Some("0.5")),
            ("(n/a)", None),
            ("5e", None),
            (".", None),
            ("()", None),
            ("(-5)", None),
            ("5.6.", None),
        ] {
            assert_eq!(in_other_signs(text, '.').as_deref(), number, "{text}");
        }
        assert_eq!(in_other_signs(",5", ',').as_deref(), Some("0,5"));
    }

    #[test]
    fn a_range_is_two_numbers() {
        for (text, is_a_range) in [
            ("20-30%", true),
            ("20 % \u{2013} 30 %", true),
            ("£20-£30", true),
            ("-20", false),
            ("20-", false),
            ("a-b", false),
        ] {
            assert_eq!(is_range(text), is_a_range, "{text}");
        }
    }

    #[test]
    fn separators_of_thousands_are_told_from_other_signs() {
        for (text, plain) in [
            ("1.250,50", Some("1250.50")),
            ("-1,250.5", Some("-1250.5")),
            ("1 250 000", Some("1250000")),
            ("1.250.000", Some("1250000")),
            ("1'250.50", Some("1250.50")),
            ("6.5.2026", None),
            ("1250,5 0", None),
            ("1.250,", None),
            ("12,50,000", None),
            ("1 25", None),
            ("", None),
        ] {
            assert_eq!(without_thousands(text, '.').as_deref(), plain, "{text}");
        }
        assert_eq!(without_thousands("1.250,50", ',').as_deref(), Some("1250,50"));
    }
}
