//! A line of a statement, by the values its grouping's words have there.

use std::fmt;

use smol_str::SmolStr;

use crate::catalogue::short_text;

/// The values of a line, in the order of the grouping's words; none where it is not stated.
///
/// # Example
///
/// ```
/// use covalue::{IntoLine, Line};
///
/// assert_eq!(["physio", "2026-Q1"].into_line().to_string(), "physio, 2026-Q1");
/// assert_eq!([Some("physio"), None].into_line().to_string(), "physio, not stated");
/// assert_eq!(().into_line().to_string(), "all");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line(Vec<Option<SmolStr>>);

impl Line {
    pub(crate) fn new<'a>(values: impl Iterator<Item = Option<&'a str>>) -> Self {
        Self(values.map(|value| value.map(short_text)).collect())
    }

    /// The values in the order of the grouping's words.
    pub fn values(&self) -> impl ExactSizeIterator<Item = Option<&str>> {
        self.0.iter().map(Option::as_deref)
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("all");
        }
        for (place, value) in self.values().enumerate() {
            write!(f, "{}{}", if place == 0 { "" } else { ", " }, value.unwrap_or("not stated"))?;
        }
        Ok(())
    }
}

/// What names a line: a text for one word, a list for several, `()` where nothing is grouped.
pub trait IntoLine {
    /// The line.
    fn into_line(self) -> Line;
}

impl IntoLine for Line {
    fn into_line(self) -> Line {
        self
    }
}

impl IntoLine for &Line {
    fn into_line(self) -> Line {
        self.clone()
    }
}

impl IntoLine for () {
    fn into_line(self) -> Line {
        Line(Vec::new())
    }
}

impl IntoLine for &str {
    fn into_line(self) -> Line {
        Line(vec![Some(short_text(self))])
    }
}

impl IntoLine for &String {
    fn into_line(self) -> Line {
        self.as_str().into_line()
    }
}

impl IntoLine for Option<&str> {
    fn into_line(self) -> Line {
        Line(vec![self.map(short_text)])
    }
}

impl<const WORDS: usize> IntoLine for [&str; WORDS] {
    fn into_line(self) -> Line {
        Line::new(self.into_iter().map(Some))
    }
}

impl<const WORDS: usize> IntoLine for [Option<&str>; WORDS] {
    fn into_line(self) -> Line {
        Line::new(self.into_iter())
    }
}
