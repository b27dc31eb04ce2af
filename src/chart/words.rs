//! Text in pictures: safe letters, estimated widths, and lines.

use unicode_bidi::{BidiClass, bidi_class};
use unicode_width::UnicodeWidthChar;

use super::svg::Weight;
use crate::printable::{printable, value_or_not_stated, value_text};

/// The name of a caller as a picture shows it: escaped as in tables. A text that starts from the right is isolated, so that
/// it keeps its direction and changes that of no other text.
pub(super) fn shown(text: &str) -> String {
    let letters = printable(text);
    let strong = |letter: char| match bidi_class(letter) {
        BidiClass::R | BidiClass::AL => Some(true),
        BidiClass::L => Some(false),
        _ => None,
    };
    let is_from_right = letters.chars().find_map(strong).unwrap_or(false);
    if is_from_right { format!("{ISOLATE}{letters}{END_OF_ISOLATE}") } else { letters }
}

/// The value of a line or the name of a party, which is not taken for a label of the crate.
pub(super) fn shown_value(text: &str) -> String {
    shown(&value_text(text))
}

/// The value of a line, or that it is not stated.
pub(super) fn shown_or_not_stated(value: Option<&str>) -> String {
    shown(&value_or_not_stated(value))
}

/// The title of a caller, in which white space only separates words.
pub(super) fn shown_title(title: &str) -> String {
    shown(&title.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Texts with a separator between.
pub(super) fn join(texts: impl IntoIterator<Item = String>, separator: &str) -> String {
    texts.into_iter().collect::<Vec<_>>().join(separator)
}

/// The marks around a text that starts from the right.
const ISOLATE: char = '\u{2067}';
const END_OF_ISOLATE: char = '\u{2069}';

/// Whether a text starts from the right, so that its lines share their right edge.
pub(super) fn is_from_right(lines: &[String]) -> bool {
    lines.len() > 1 && lines[0].starts_with(ISOLATE)
}

/// The letters of a text without marks of direction.
pub(super) fn letters(text: &str) -> impl Iterator<Item = (usize, char)> {
    text.char_indices().filter(|(_, letter)| !matches!(*letter, ISOLATE | END_OF_ISOLATE))
}

/// Ends every isolate on the line on which it starts, and starts it again on the next line: a browser lays out each
/// line by itself.
fn isolated_lines(lines: Vec<String>) -> Vec<String> {
    let mut is_open = false;
    let isolate = |line: String| {
        let start = if is_open { ISOLATE.to_string() } else { String::new() };
        is_open =
            line.chars().fold(is_open, |is_open, letter| letter == ISOLATE || is_open && letter != END_OF_ISOLATE);
        let end = if is_open { END_OF_ISOLATE.to_string() } else { String::new() };
        start + &line + &end
    };
    lines.into_iter().map(isolate).collect()
}

/// A text that was cut, with the end of its isolate.
pub(super) fn isolated(text: String) -> String {
    isolated_lines(vec![text]).concat()
}

/// The width of a letter in hundredths of the font size: the wider one of Arial and `DejaVu` Sans.
fn hundredths(letter: char) -> u32 {
    match letter {
        '\u{2066}'..='\u{2069}' => 0,
        '\'' | 'i' | 'j' | 'l' | 'I' => 29,
        ' ' | '\u{a0}' | ',' | '.' | '/' | ':' | ';' | '\\' | '|' | 'f' => 34,
        '-' | '(' | ')' | '[' | ']' | 't' | '!' | 'r' => 41,
        '"' | '*' | 'J' | '`' | 's' | 'z' | 'c' => 52,
        '?' | 'L' | '_' | 'k' | 'v' | 'x' | 'y' => 59,
        'F' | 'T' | 'a' | 'o' | 'e' => 62,
        'b' | 'd' | 'g' | 'h' | 'n' | 'p' | 'q' | 'u' | '$' | '0'..='9' | '{' | '}' => 64,
        'E' | 'K' | 'P' | 'S' | 'Y' | 'A' | 'V' | 'B' | 'X' | 'Z' => 70,
        'C' | 'R' | 'U' | 'H' | 'N' | 'D' | 'G' | '&' | 'O' | 'Q' => 79,
        'w' | '#' | '+' | '<' | '=' | '>' | '^' | '~' | '\u{2212}' => 84,
        'M' | '%' | 'm' | 'W' | '@' => 97,
        '\u{590}'..='\u{5ff}' | '\u{fb1d}'..='\u{fb4f}' if letter.width() != Some(0) => 66,
        '\u{600}'..='\u{6ff}'
        | '\u{750}'..='\u{77f}'
        | '\u{8a0}'..='\u{8ff}'
        | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}'
            if letter.width() != Some(0) =>
        {
            78
        }
        '\u{370}'..='\u{52f}' => 86,
        other => match other.width() {
            None | Some(0) => 0,
            Some(2) if matches!(other, '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}') => 140,
            Some(2) => 102,
            _ if other.is_lowercase() => 70,
            _ if other.is_uppercase() => 84,
            _ => 100,
        },
    }
}

/// The width of a text, on the safe side: real fonts are at most slightly wider.
pub(super) fn width(text: &str, size: u32, weight: Weight) -> f64 {
    in_units(text.chars().map(hundredths).sum(), size, weight)
}

fn in_units(hundredths: u32, size: u32, weight: Weight) -> f64 {
    let width = f64::from(hundredths) * f64::from(size) / 100.0;
    if weight == Weight::Bold { width * 1.15 } else { width }
}

/// A share of the width below which a last line looks lost.
const SHORT_LINE: f64 = 0.28;

/// The font of a paragraph, and the width of its lines.
#[derive(Clone, Copy)]
pub(super) struct Block {
    pub(super) size: u32,
    pub(super) weight: Weight,
    pub(super) width: f64,
}

impl Block {
    fn holds(self, text: &str) -> bool {
        width(text, self.size, self.weight) <= self.width
    }

    /// The lines of a text. If the last one is short, all are made about equally long.
    pub(super) fn lines(self, text: &str) -> Vec<String> {
        let lines = self.broken(text);
        let last = lines.last().map_or(0.0, |line| width(line, self.size, self.weight));
        isolated_lines(if last < SHORT_LINE * self.width { self.even(lines, text) } else { lines })
    }

    /// The lines of a title: all are about equally long.
    pub(super) fn even_lines(self, text: &str) -> Vec<String> {
        isolated_lines(self.even(self.broken(text), text))
    }

    /// The narrowest lines of the same number.
    fn even(self, lines: Vec<String>, text: &str) -> Vec<String> {
        if lines.len() < 2 {
            return lines;
        }
        let (mut narrow, mut wide) = (0.0, self.width);
        for _ in 0..20 {
            let middle = f64::midpoint(narrow, wide);
            if (Self { width: middle, ..self }).broken(text).len() <= lines.len() {
                wide = middle;
            } else {
                narrow = middle;
            }
        }
        Self { width: wide, ..self }.broken(text)
    }

    /// At most this number of lines. A text that does not fit ends in `…`.
    pub(super) fn at_most(self, most: usize, text: &str) -> Vec<String> {
        let mut lines = self.broken(text);
        if lines.len() <= most {
            return self.lines(text);
        }
        lines.truncate(most);
        let last = lines.pop().unwrap_or_default();
        lines.push(self.cut(&(last.trim_end_matches(END_OF_ISOLATE).to_owned() + "…")));
        isolated_lines(lines)
    }

    /// One line, which ends in `…` if the text does not fit.
    pub(super) fn clipped(self, text: &str) -> String {
        isolated(self.cut(text))
    }

    /// The longest start of a text that fits on a line with `…`, or the whole text. An isolate may be left open.
    fn cut(self, text: &str) -> String {
        if self.holds(text) {
            return text.to_owned();
        }
        let text = text.trim_end_matches('…');
        let mut width = hundredths('…');
        let fits = |&(_, letter): &(usize, char)| {
            width += hundredths(letter);
            in_units(width, self.size, self.weight) <= self.width
        };
        let end = text.char_indices().take_while(fits).last().map_or(0, |(at, letter)| at + letter.len_utf8());
        format!("{}…", text[..end].trim_end())
    }

    /// Lines broken at spaces. A word that is longer than a line is broken itself.
    fn broken(self, text: &str) -> Vec<String> {
        let text = text.replace(" %", "\u{a0}%");
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.holds(&longer) {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for letter in word.chars() {
                line.push(letter);
                if !self.holds(&line) && line.chars().count() > 1 {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, letter.to_string()));
                }
            }
        }
        if !line.is_empty() || lines.is_empty() {
            lines.push(line);
        }
        lines
    }
}
