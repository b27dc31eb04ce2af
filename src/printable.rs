//! Text of a caller as messages and tables show it.

/// A text for a message or a printed table: characters that break the line, act on the terminal or reverse the
/// direction of the text behind them are escaped as in Rust. CSV and JSON have the text itself.
pub(crate) fn printable(text: &str) -> String {
    let is_escaped = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let mut printable = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_escaped(letter) {
            printable.extend(letter.escape_debug());
        } else {
            printable.push(letter);
        }
    }
    printable
}
