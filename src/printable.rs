//! Text of a caller as messages, tables and pictures show it.

/// Letters that `escape_debug` leaves as they are, although nobody sees them: fillers, a blank pattern, marks that change
/// nothing by themselves.
const WITHOUT_SHAPE: [std::ops::RangeInclusive<char>; 6] = [
    '\u{34f}'..='\u{34f}',
    '\u{115f}'..='\u{1160}',
    '\u{17b4}'..='\u{17b5}',
    '\u{2800}'..='\u{2800}',
    '\u{3164}'..='\u{3164}',
    '\u{ffa0}'..='\u{ffa0}',
];

/// Letters that shape or space their neighbours in several scripts, and join emoji: joiners, variation selectors, the
/// ideographic space. Between ASCII letters they are only a way to make two texts look alike.
pub(crate) fn is_shaping(letter: char) -> bool {
    matches!(letter, '\u{200c}' | '\u{200d}' | '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{3000}')
        || matches!(letter, '\u{e0100}'..='\u{e01ef}')
}

/// Whether a letter is seen, and breaks no line, acts on no terminal and reverses no direction.
pub(crate) fn is_seen(letter: char) -> bool {
    if letter.is_ascii() {
        return !letter.is_ascii_control();
    }
    // `escape_debug` escapes letters without a shape, and a combining letter only where no letter is in front of it.
    let is_escaped = format!("a{letter}").escape_debug().count() != 2;
    !is_escaped && !is_shaping(letter) && !WITHOUT_SHAPE.iter().any(|letters| letters.contains(&letter))
}

/// A text for a message or a printed table: letters that are not [seen](is_seen) are escaped as in Rust. CSV and JSON have
/// the text itself.
pub(crate) fn printable(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut printable = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut before = 'a';
    while let Some(letter) = letters.next() {
        let is_inside = !before.is_ascii() && letters.peek().is_none_or(|after| !after.is_ascii() || *after == ' ');
        if is_seen(letter) || is_shaping(letter) && is_inside {
            printable.push(letter);
        } else if letter.is_ascii() {
            printable.extend(letter.escape_debug());
        } else {
            printable.extend(letter.escape_unicode());
        }
        before = letter;
    }
    printable
}

/// The words that the crate writes where a text of the caller could stand.
const LABELS: [&str; 8] = ["not stated", "unattributed", "all", "all users", "pooled", "withheld", "-", "yes"];

/// A text of the caller as the value of a line or the name of a party. One that could be taken for a label of the crate, or
/// whose ends are not seen, stands in quotes.
pub(crate) fn value_text(text: &str) -> String {
    let is_label = LABELS.contains(&text) || text.ends_with(" lines pooled") || text == "other parties together";
    let has_unseen_end = text.is_empty() || text.starts_with(' ') || text.ends_with(' ');
    let printable = printable(text);
    if is_label || has_unseen_end || text.starts_with('"') { format!("\"{printable}\"") } else { printable }
}

/// The value of a line, or that it is not stated.
pub(crate) fn value_or_not_stated(value: Option<&str>) -> String {
    value.map_or_else(|| "not stated".to_owned(), value_text)
}
