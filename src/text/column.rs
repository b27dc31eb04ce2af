//! Aligned columns of texts and figures.

use unicode_width::UnicodeWidthStr;

use crate::number::Number;
use crate::printable::printable;
use crate::statement::Overflow;

/// The most decimals without an explicit precision: three suffice for most units, and more make columns hard to
/// compare.
const DECIMALS: usize = 3;

/// The line under a table with rounded sums: rows need not add up to a total, nor created less destroyed to the net.
fn rounded_note(decimals: usize) -> String {
    format!("amounts are rounded to {decimals} decimals, so they need not add up")
}

/// That line, if a column of the table needs it.
pub(super) fn note_of(columns: &[TextColumn]) -> Option<String> {
    columns.iter().find_map(|column| column.rounded_to).map(rounded_note)
}

/// The decimals within which a figure is exact. The last digits of a sum of floats are no finding.
pub(super) const EXACT: usize = 12;

/// The alignment of a column: texts left, figures right.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Align {
    Left,
    Right,
}

pub(crate) struct TextColumn {
    pub(super) align: Align,
    pub(super) heading: String,
    pub(super) texts: Vec<String>,
    /// The decimals of its figures, if they are sums that have more.
    pub(super) rounded_to: Option<usize>,
}

impl TextColumn {
    pub(crate) fn left(heading: &str, texts: Vec<String>) -> Self {
        let texts = texts.iter().map(|text| shortened(printable(text))).collect();
        Self { align: Align::Left, heading: shortened(printable(heading)), texts, rounded_to: None }
    }

    pub(crate) fn right(heading: &str, texts: Vec<String>) -> Self {
        Self { align: Align::Right, heading: heading.to_owned(), texts, rounded_to: None }
    }

    pub(crate) fn counts(heading: &str, counts: impl Iterator<Item = u64>) -> Self {
        Self::right(heading, counts.map(|count| thousands(&count.to_string())).collect())
    }

    /// The same column of sums, marked if one of them has more decimals than a table shows.
    pub(super) fn of_sums<'a, N: Number>(self, sums: impl Iterator<Item = &'a N>, decimals: Option<usize>) -> Self {
        if decimals.is_none() { self.rounded_to(DECIMALS, sums) } else { self }
    }

    /// The same column of sums that are shown with these decimals, marked if one of them has more.
    pub(super) fn rounded_to<'a, N: Number>(self, decimals: usize, mut sums: impl Iterator<Item = &'a N>) -> Self {
        Self { rounded_to: sums.any(|sum| sum.places(EXACT) > decimals).then_some(decimals), ..self }
    }

    pub(super) fn width(&self) -> usize {
        self.texts.iter().chain([&self.heading]).map(|text| text.width()).max().unwrap_or(0)
    }
}

/// The longest text of a column, in letters: a longer one would pad every row to its width.
const LONGEST: usize = 100;
/// The letters at the end of a text that is shortened. Long ids often differ there.
const KEPT_AT_END: usize = 30;

/// The beginning and the end of a text that is too long for a column. CSV and JSON have all of it.
pub(super) fn shortened(text: String) -> String {
    let letters = text.chars().count();
    if letters <= LONGEST {
        return text;
    }
    let start: String = text.chars().take(LONGEST - KEPT_AT_END - 1).collect();
    let end: String = text.chars().skip(letters - KEPT_AT_END).collect();
    format!("{start}…{end}")
}

/// Separates thousands by commas, before the decimal point.
pub(crate) fn thousands(number: &str) -> String {
    let digits_from = usize::from(number.starts_with('-'));
    let whole_end = number.find(|letter: char| letter != '-' && !letter.is_ascii_digit()).unwrap_or(number.len());
    let whole = &number[digits_from..whole_end];
    let mut grouped = number[..digits_from].to_owned();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + &number[whole_end..]
}

/// Figures with the same number of decimals, or `overflow`.
pub(crate) fn figures<N: Number>(figures: &[Result<N, Overflow>], decimals: Option<usize>) -> Vec<String> {
    // Kinds of number with decimals show at least one, so that a reader can tell them from integers.
    let fewest = usize::from(N::parse("0.5").is_ok());
    let rounds_to_zero = |text: &str| text.bytes().all(|letter| matches!(letter, b'-' | b'0' | b'.'));
    // A rounded figure has all decimals: `1.0` would look as if nothing were left out of 1.0002.
    let needed = |figure: &N| figure.places(EXACT).min(DECIMALS);
    let needed = figures.iter().flatten().map(needed).max().unwrap_or(0);
    let decimals = decimals.unwrap_or(needed).max(if decimals.is_none() { fewest } else { 0 });
    let text = |figure: &Result<N, Overflow>| match figure {
        Ok(figure) => {
            let text = figure.fixed(decimals);
            match (rounds_to_zero(&text), figure.is_zero()) {
                // A small loss or gain is not printed as zero.
                (true, false) if *figure < N::zero() => format!(">-{}", last_place(decimals)),
                (true, false) => format!("<{}", last_place(decimals)),
                _ => thousands(&text),
            }
        }
        Err(_) => "overflow".to_owned(),
    };
    figures.iter().map(text).collect()
}

/// The text, or a dash.
pub(crate) fn or_dash(text: Option<String>) -> String {
    text.unwrap_or_else(|| "-".to_owned())
}

/// A count with its share: `12 (24 %)`.
pub(crate) fn count_and_share(count: u64, whole: u64) -> String {
    let number = thousands(&count.to_string());
    if whole == 0 { number } else { format!("{number} ({})", percentage(count, whole)) }
}

/// The nearest whole percentage, ties up. A count above zero is never `0 %`, and a count below the whole never `100 %`.
pub(crate) fn percentage(count: u64, whole: u64) -> String {
    let (count, whole) = (u128::from(count), u128::from(whole));
    let nearest = (200 * count + whole) / (2 * whole);
    match nearest {
        0 if count > 0 => "<1 %".to_owned(),
        100 if count < whole => ">99 %".to_owned(),
        nearest => format!("{nearest} %"),
    }
}

/// One unit in the last decimal place.
fn last_place(decimals: usize) -> String {
    if decimals == 0 { "1".to_owned() } else { format!("0.{:0>decimals$}", 1) }
}
