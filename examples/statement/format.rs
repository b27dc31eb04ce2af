//! The formats of an answer, and the words of options.

use covalue::printable::quoted;

use super::Failure;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Table,
    Csv,
    Json,
}

/// The words of `--format`, the default first.
pub(super) const FORMATS: [(&str, Format); 3] =
    [("table", Format::Table), ("csv", Format::Csv), ("json", Format::Json)];

/// The value of one of the known words.
pub(super) fn one_of<T: Copy>(name: &str, word: &str, known: &[(&str, T)]) -> Result<T, Failure> {
    let found = known.iter().find(|(written, _)| *written == word);
    let words = || known.iter().map(|(written, _)| *written).collect::<Vec<_>>().join(", ");
    found.map(|(_, value)| *value).ok_or_else(|| format!("--{name}: {} is not one of {}", quoted(word), words()))
}
