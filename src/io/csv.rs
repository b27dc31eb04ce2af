//! Statements, analyses and publications as CSV: one row for each line and measure, each with the terms.

use std::borrow::Cow;

use super::rows::{Head, OutputLine, OutputRow, Withholding};
use crate::analysis::{Figure, NamedFigures, flatten};
use crate::number::Number;
use crate::statement::{By, Line, Terms};

/// The columns of the terms, after the figures.
const TERMS: [&str; 5] = ["baseline", "logic", "including", "follow_up", "as_of"];

/// Writes a row. An absent value is an empty cell and an empty text is `""`; the csv crate would write both alike.
pub(super) fn write_row<'a>(csv: &mut String, cells: impl Iterator<Item = Option<&'a str>>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            csv.push(',');
        }
        match cell {
            None => {}
            Some("") => csv.push_str("\"\""),
            Some(text) => csv.push_str(&text_cell(text, ',')),
        }
    }
    csv.push('\n');
}

/// A text as a cell, quoted if it has to be.
pub(super) fn text_cell(text: &str, delimiter: char) -> Cow<'_, str> {
    if text.contains([delimiter, '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(text)
    }
}

/// The columns of the filters that the terms have, with their cells.
fn filter_cells(terms: &Terms) -> impl Iterator<Item = (&'static str, Option<String>)> {
    // A value that could be taken for another stands in quotes, and an empty one, since *not stated* has none.
    let quoted = |value: &str| {
        let is_plain = !value.is_empty() && !value.contains('"') && !value.contains("; ");
        if is_plain { value.to_owned() } else { format!("\"{}\"", value.replace('"', "\"\"")) }
    };
    let pair = |(word, value): (&By, Option<&str>)| format!("{word}={}", value.map_or_else(String::new, quoted));
    let only: Vec<String> = terms.get_only().map(pair).collect();
    let cells = [
        ("from", terms.get_from().map(|day| day.to_string())),
        ("until", terms.get_until().map(|day| day.to_string())),
        ("only", Some(only.join("; ")).filter(|only| !only.is_empty())),
    ];
    cells.into_iter().filter(|(_, cell)| cell.is_some())
}

/// The cells of the terms, in the order of [`TERMS`].
fn terms_cells(terms: &Terms) -> [Option<String>; TERMS.len()] {
    let included = terms.included().collect::<Vec<_>>().join(" ");
    [
        Some(terms.get_baseline().to_string()),
        Some(terms.get_logic().word().to_owned()),
        Some(included).filter(|words| !words.is_empty()),
        Some(terms.get_follow_up().to_string()),
        terms.get_as_of().map(|day| day.to_string()),
    ]
}

/// The cell of a figure; `None` if it is not stated, not given or withheld.
pub(super) fn cell<N: Number>(figure: &Figure<N>) -> Option<String> {
    match figure {
        Figure::Amount(amount) => Some(amount.text()),
        Figure::Count(count) => Some(count.to_string()),
        Figure::CountChange(change) => Some(change.to_string()),
        Figure::Share(share) => Some(share.text()),
        Figure::Text(text) => text.clone(),
        Figure::NotGiven | Figure::Withheld | Figure::Group(_) => None,
    }
}

/// The figure of a column. A figure inside a group has the names of both, joined by `_`.
fn find<'a, N>(figures: &'a NamedFigures<N>, column: &str) -> Option<&'a Figure<N>> {
    figures.iter().find_map(|(name, figure)| match (figure, column.strip_prefix(name)?) {
        (Figure::Group(inner), rest) => find(inner, rest.strip_prefix('_')?),
        (figure, "") => Some(figure),
        _ => None,
    })
}

/// The header and the rows. A withheld measure has a row with its name and the terms only.
pub(super) fn to_csv<N: Number, E>(
    head: &Head<'_, N>,
    columns: &[&str],
    rows: impl Iterator<Item = Result<OutputRow<N>, E>>,
) -> Result<String, E> {
    // In an analysis by dimension the figure `value` is the value of the only word, so the word needs no column.
    let words: Vec<String> =
        if columns.contains(&"value") { Vec::new() } else { head.words().iter().map(ToString::to_string).collect() };
    // An entry has fields such as `service` and `follow_up` too, so the columns of its line and terms have both names.
    let words: Vec<String> =
        words.into_iter().map(|word| if head.of_entries { format!("line_{word}") } else { word }).collect();
    let less: Vec<String> = if head.of_differences {
        std::iter::once("less".to_owned()).chain(words.iter().map(|word| format!("less_{word}"))).collect()
    } else {
        Vec::new()
    };
    let tail = tail(head);
    let mut csv = String::new();
    let names = words.iter().chain(&less).map(String::as_str).chain(columns.iter().copied());
    write_row(&mut csv, names.chain(tail.iter().map(|(name, _)| name.as_str())).map(Some));
    let mut write = |line: &OutputLine, figures: &NamedFigures<N>| {
        let values = line_cells(line, words.len(), less.len());
        let cells: Vec<Option<String>> = columns.iter().map(|column| find(figures, column).and_then(cell)).collect();
        let tail = tail.iter().map(|(_, cell)| cell.as_deref());
        write_row(&mut csv, values.into_iter().chain(cells.iter().map(Option::as_deref)).chain(tail));
    };
    for row in rows {
        let row = row?;
        write(&row.line, &row.figures);
    }
    for measure in head.withholding.iter().flat_map(|withholding| withholding.withheld) {
        write(&OutputLine::NoLines, &vec![("measure", Figure::text(measure.as_str()))]);
    }
    Ok(csv)
}

/// The cells of a line: its values, and beside differences what is taken off.
fn line_cells(line: &OutputLine, words: usize, of_less: usize) -> Vec<Option<&str>> {
    let (line, less): (_, Option<(&str, Option<&Line>)>) = match line {
        OutputLine::Line(line) => (Some(line), None),
        #[cfg(feature = "certainty")]
        OutputLine::Difference(line, Some(less)) => (Some(line), Some(("line", Some(less)))),
        #[cfg(feature = "certainty")]
        OutputLine::Difference(line, None) => (Some(line), Some(("all_others", None))),
        OutputLine::Pool | OutputLine::NoLines => (None, None),
    };
    let mut cells = Vec::with_capacity(words + of_less);
    cells.extend(line.into_iter().flat_map(Line::values).take(words));
    cells.resize(words, None);
    if let Some((word, less)) = less {
        cells.push(Some(word));
        cells.extend(less.into_iter().flat_map(Line::values));
    }
    cells.resize(words + of_less, None);
    cells
}

/// The columns after the figures, with the same cell in each row.
fn tail<N: Number>(head: &Head<'_, N>) -> Vec<(String, Option<String>)> {
    let mut tail: Vec<_> = flatten(&head.whole).into_iter().map(|(name, figure)| (name, cell(figure))).collect();
    let mut push = |name: &str, cell: Option<String>| tail.push((name.to_owned(), cell));
    if let Some(rule) = &head.rule {
        push("rule", Some(rule.clone()));
    }
    if let Some((after, until)) = head.known {
        push("known_after", Some(after.to_string()));
        push("known_until", Some(until.to_string()));
        return tail;
    }
    let of_terms = |name: &str| if head.of_entries { format!("terms_{name}") } else { name.to_owned() };
    let terms = head.terms.map_or([const { None }; TERMS.len()], terms_cells);
    for (name, cell) in TERMS.into_iter().zip(terms) {
        push(&of_terms(name), cell);
    }
    for (name, cell) in head.terms.into_iter().flat_map(filter_cells) {
        push(&of_terms(name), cell);
    }
    if let Some(earlier) = head.earlier {
        let days = [("as_of", earlier.get_as_of()), ("from", earlier.get_from()), ("until", earlier.get_until())];
        for (name, day) in days {
            push(&format!("earlier_{name}"), day.map(|day| day.to_string()));
        }
    }
    if let Some(Withholding { disclosure, .. }) = &head.withholding {
        push("disclosed", Some(disclosure.threshold().to_string()));
        push("rounded_to", disclosure.base().map(|base| base.to_string()));
    }
    tail
}
