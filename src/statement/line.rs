//! Lines: one value for each word of a grouping.

use std::fmt;

use smol_str::SmolStr;

use super::By;
use crate::catalogue::short_text;
use crate::printable::{listed, quoted, value_or_not_stated};

/// The values of a line in the order of the grouping's words; `None` stands for *not stated*.
///
/// # Example
///
/// ```
/// use covalue::statement::{IntoLine, Line};
///
/// assert_eq!(["physio", "2026-Q1"].into_line().to_string(), "physio, 2026-Q1");
/// assert_eq!([Some("physio"), None].into_line().to_string(), "physio, not stated");
/// assert_eq!(().into_line().to_string(), "all");
/// assert_eq!(format!("{:?}", "north".into_line()), "Line(1 value)"); // dimensions stay out of logs
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line(Vec<Option<SmolStr>>);

/// The positions of a line whose values messages replace by `…`, one bit each: values of dimensions may be personal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Redaction(u64);

impl Redaction {
    /// Replaces all values, for lines whose words are not known.
    pub(super) const ALL: Self = Self(u64::MAX);

    /// Replaces no value.
    pub(super) const NONE: Self = Self(0);

    /// Replaces the values of dimensions, and values beyond the last word: a line by a caller may have too many values.
    pub(super) fn of(words: &[By]) -> Self {
        // Starts with all bits set, and clears those of words that are not dimensions.
        let shown = words.iter().take(64).enumerate().filter(|(_, word)| !matches!(word, By::With(_)));
        Self(shown.fold(u64::MAX, |replaced, (index, _)| replaced & !(1 << index)))
    }

    fn replaces(self, index: usize) -> bool {
        index >= 64 || self.0 >> index & 1 == 1
    }
}

impl Line {
    pub(crate) fn new<'a>(values: impl Iterator<Item = Option<&'a str>>) -> Self {
        Self(values.map(|value| value.map(short_text)).collect())
    }

    /// The values in the order of the grouping's words.
    pub fn values(&self) -> impl ExactSizeIterator<Item = Option<&str>> {
        self.0.iter().map(Option::as_deref)
    }

    /// The line as messages of an analysis under these terms show it.
    pub(crate) fn redacted_under(&self, terms: &super::Terms) -> String {
        self.redacted(Redaction::of(terms.grouping().words()))
    }

    /// The line as messages show it: each value in quotes, or `…` in place of one that may be personal.
    pub(super) fn redacted(&self, redaction: Redaction) -> String {
        if self.0.is_empty() {
            return "all".to_owned();
        }
        let shown = |(index, value): (usize, &Option<SmolStr>)| match value {
            None => value_or_not_stated(None),
            Some(_) if redaction.replaces(index) => "…".to_owned(),
            Some(value) => quoted(value),
        };
        listed(self.0.iter().enumerate().map(shown), ", ")
    }
}

impl<'a> FromIterator<Option<&'a str>> for Line {
    fn from_iter<I: IntoIterator<Item = Option<&'a str>>>(values: I) -> Self {
        Self::new(values.into_iter())
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("all");
        }
        for (index, value) in self.values().enumerate() {
            write!(f, "{}{}", if index == 0 { "" } else { ", " }, value_or_not_stated(value))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Line {
    /// The number of values. They may be values of dimensions, which must not enter a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({} value{})", self.0.len(), if self.0.len() == 1 { "" } else { "s" })
    }
}

/// Conversion into a line: from a text for one word, an array for several, or `()` without a grouping.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
/// ledger.record(visit.appraisal(Appraisal::of("pain").change(-2.0)))?;
/// assert_eq!(ledger.statement(By::none())?.line((), "pain")?.created(), 2.0);
/// assert_eq!(ledger.statement(By::Service)?.line("physio", "pain")?.created(), 2.0);
/// assert_eq!(ledger.statement(By::Service.and(By::Month))?.line(["physio", "2026-03"], "pain")?.created(), 2.0);
/// assert_eq!(ledger.statement(By::with("district"))?.line(None, "pain")?.created(), 2.0); // not stated
/// # Ok::<(), covalue::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a line of a grouping",
    note = "a line is a text for one word of the grouping, an array of texts such as `[\"physio\", \"2026-Q1\"]` for \
            several, `None` for *not stated*, or `()` without a grouping"
)]
pub trait IntoLine {
    /// The line.
    fn into_line(self) -> Line;
}

/// Writes `IntoLine` of a type: how a value of it becomes a line.
macro_rules! into_line {
    ($($kind:ty: |$value:pat_param| $line:expr;)+) => {
        $(impl IntoLine for $kind {
            fn into_line(self) -> Line {
                let $value = self;
                $line
            }
        })+
    };
}

into_line! {
    Line: |line| line;
    &Line: |line| line.clone();
    (): |()| Line(Vec::new());
    &str: |value| Line(vec![Some(short_text(value))]);
    &String: |value| value.as_str().into_line();
    String: |value| value.as_str().into_line();
    &[&str]: |values| Line::new(values.iter().map(|value| Some(*value)));
    &[String]: |values| Line::new(values.iter().map(|value| Some(value.as_str())));
    Option<&str>: |value| Line(vec![value.map(short_text)]);
}

impl<const WORDS: usize> IntoLine for [&str; WORDS] {
    fn into_line(self) -> Line {
        Line::new(self.into_iter().map(Some))
    }
}

impl<const WORDS: usize> IntoLine for [String; WORDS] {
    fn into_line(self) -> Line {
        Line::new(self.iter().map(|value| Some(value.as_str())))
    }
}

impl<const WORDS: usize> IntoLine for [Option<&str>; WORDS] {
    fn into_line(self) -> Line {
        Line::new(self.into_iter())
    }
}
