//! Text of a caller as messages, tables and pictures show it: for programs that show ids, names and values themselves.
//!
//! | a text in | is shown by | so that |
//! |---|---|---|
//! | a message | [`quoted`] | it ends where its quotes end, and no message grows with it |
//! | a table or a picture | [`value_text`], [`value_or_not_stated`] | it is not taken for a word of the crate |
//! | a CSV file that a spreadsheet opens | [`for_spreadsheets`] | it is not run as a formula |
//! | any other place | [`printable`] | its letters are seen, and act on no terminal |

/// The number of characters that a message shows of a text: enough to find it in a file.
const QUOTED: usize = 40;

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

/// `1 unit`, `20 units`, for a message.
pub(crate) fn number_of(number: u64, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

/// A text on one line: letters that nobody sees, and those that act on a terminal or reverse a text, are escaped as in
/// Rust. CSV and JSON have the text itself.
///
/// # Example
///
/// ```
/// use covalue::printable::printable;
///
/// assert_eq!(printable("Zoë"), "Zoë");
/// assert_eq!(printable("north\u{200b}"), "north\\u{200b}"); // a space without a width
/// assert_eq!(printable("ana\nmaria"), "ana\\nmaria");
/// ```
pub fn printable(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut printable = String::with_capacity(text.len());
    for (letter, is_shown) in letters(text) {
        push(&mut printable, letter, is_shown);
    }
    printable
}

/// The letters of a text, and whether each is shown as it is.
fn letters(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut letters = text.chars().peekable();
    let mut before = 'a';
    std::iter::from_fn(move || {
        let letter = letters.next()?;
        let is_inside = !before.is_ascii() && letters.peek().is_none_or(|after| !after.is_ascii() || *after == ' ');
        before = letter;
        Some((letter, is_seen(letter) || is_shaping(letter) && is_inside))
    })
}

/// Adds a letter, escaped unless it is shown.
fn push(text: &mut String, letter: char, is_shown: bool) {
    if is_shown {
        text.push(letter);
    } else if letter.is_ascii() && letter != '`' {
        text.extend(letter.escape_debug());
    } else {
        text.extend(letter.escape_unicode());
    }
}

/// The beginning of a text for a message, [printable] and at most 40 characters long. A backquote is escaped, since a
/// message has the text between two of them, and so is a letter at the beginning that would combine with the first.
pub(crate) fn clip(text: &str) -> String {
    // Each letter is one character or more, so one letter beyond the limit shows that the text is longer.
    let end = text.char_indices().nth(QUOTED + 1).map_or(text.len(), |(end, _)| end);
    let (mut clipped, mut shown) = (String::new(), 0);
    for (index, (letter, is_shown)) in letters(&text[..end]).enumerate() {
        let combines = || index == 0 && letter.to_string().escape_debug().count() != 1;
        let before = clipped.len();
        push(&mut clipped, letter, is_shown && letter != '`' && (letter.is_ascii() || !combines()));
        shown += clipped[before..].chars().count();
        if shown > QUOTED {
            clipped.truncate(before);
            return clipped + "..";
        }
    }
    clipped
}

/// An id, a name or another text of a caller in a message: in backquotes, [printable], and clipped after 40 characters. An
/// empty text is a pair of backquotes.
///
/// # Example
///
/// ```
/// use covalue::printable::quoted;
///
/// assert_eq!(quoted("yoga"), "`yoga`");
/// assert_eq!(quoted(""), "``");
/// assert_eq!(quoted("a`b\u{1b}[31m"), "`a\\u{60}b\\u{1b}[31m`");
/// assert_eq!(quoted(&"x".repeat(1_000_000)), format!("`{}..`", "x".repeat(40)));
/// ```
pub fn quoted(text: impl AsRef<str>) -> String {
    format!("`{}`", clip(text.as_ref()))
}

/// The number of texts of a caller that a message lists.
const LISTED: usize = 8;

/// Texts for a message with a separator between, and the number of those left out.
pub(crate) fn listed(texts: impl ExactSizeIterator<Item = String>, separator: &str) -> String {
    let left_out = texts.len().saturating_sub(LISTED);
    let listed = texts.take(LISTED).collect::<Vec<_>>().join(separator);
    if left_out == 0 { listed } else { format!("{listed}{separator}{left_out} more") }
}

/// The words that the crate writes where a text of the caller could stand.
const LABELS: [&str; 11] = [
    "not stated",
    "unattributed",
    "all",
    "all others",
    "all users",
    "another party",
    "another user",
    "other parties",
    "pooled",
    "withheld",
    "-",
];
/// The ends of words that the crate writes for several lines or parties.
const LABEL_ENDS: [&str; 3] = [" line pooled", " lines pooled", " together"];

/// A text of the caller as the value of a line or the name of a party. One that could be taken for a label of the crate, or
/// whose ends are not seen, stands in quotes.
///
/// # Example
///
/// ```
/// use covalue::printable::value_text;
///
/// assert_eq!(value_text("north"), "north");
/// assert_eq!(value_text("not stated"), "\"not stated\"");
/// ```
pub fn value_text(text: &str) -> String {
    let is_label = LABELS.contains(&text) || LABEL_ENDS.iter().any(|end| text.ends_with(end));
    let has_unseen_end = text.is_empty() || text.starts_with(' ') || text.ends_with(' ');
    let printable = printable(text);
    if is_label || has_unseen_end || text.starts_with('"') { format!("\"{printable}\"") } else { printable }
}

/// The value of a line, or that it is not stated.
///
/// # Example
///
/// ```
/// use covalue::printable::value_or_not_stated;
///
/// assert_eq!(value_or_not_stated(Some("north")), "north");
/// assert_eq!(value_or_not_stated(Some("not stated")), "\"not stated\"");
/// assert_eq!(value_or_not_stated(None), "not stated");
/// ```
pub fn value_or_not_stated(value: Option<&str>) -> String {
    value.map_or_else(|| "not stated".to_owned(), value_text)
}

/// The letters at the start of a cell that a spreadsheet takes for a formula, by the [list of OWASP]; line feeds and the wide
/// forms too, which some spreadsheets take for the others.
///
/// [list of OWASP]: https://owasp.org/www-community/attacks/CSV_Injection
const OF_FORMULAS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A CSV of the crate for a spreadsheet: an apostrophe stands in front of each text that a spreadsheet would take for a
/// formula. Numbers stay numbers, and all other cells stay as they are.
///
/// A text such as `=HYPERLINK(..)`, in an id of another party's file, would be run when the CSV is opened.
/// The apostrophe is part of the cell for every other program, so a CSV that a program reads needs no such mark.
///
/// # Example
///
/// ```
/// use covalue::printable::for_spreadsheets;
///
/// let csv = "service,measure,created\n=1+2,pain,-2.0\n\"@SUM(1,9)\",pain,0.5\n";
/// assert_eq!(for_spreadsheets(csv), "service,measure,created\n'=1+2,pain,-2.0\n\"'@SUM(1,9)\",pain,0.5\n");
/// ```
pub fn for_spreadsheets(csv: &str) -> String {
    let mut marked = String::with_capacity(csv.len());
    let (mut rest, mut is_open) = (csv, false);
    while !rest.is_empty() {
        // A separator inside quotes is text. Two quotes inside quotes close and open them again.
        let ends = |letter: char| {
            is_open ^= letter == '"';
            !is_open && matches!(letter, ',' | '\n')
        };
        let end = rest.find(ends).map_or(rest.len(), |end| end + 1);
        let (cell, after) = rest.split_at(end);
        let (quote, text) = cell.split_at(usize::from(cell.starts_with('"')));
        marked.push_str(quote);
        let number = text.trim_end_matches([',', '\n', '"']);
        // A row that ends in an absent value is a cell of a line break alone.
        let is_text = !quote.is_empty() || !number.is_empty();
        if is_text && text.starts_with(OF_FORMULAS) && !is_number(number) {
            marked.push('\'');
        }
        marked.push_str(text);
        rest = after;
    }
    marked
}

/// Whether a cell is a number as the crate writes it: `-12.5`, `1e-7`, `-1/3`.
fn is_number(cell: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = cell.strip_prefix('-').unwrap_or(cell);
    if let Some((part, whole)) = unsigned.split_once('/') {
        return is_digits(part) && is_digits(whole);
    }
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (units, decimals) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    is_digits(units) && is_digits(decimals) && is_digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))
}
