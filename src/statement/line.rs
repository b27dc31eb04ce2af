//! A line of a statement, by the values its grouping's words have there.

use std::fmt;

use smol_str::SmolStr;

use super::By;
use crate::catalogue::short_text;
use crate::number::clip;

/// The values of a line, in the order of the grouping's words; none where it is not stated.
///
/// # Example
///
/// ```
/// use covalue::statement::{IntoLine, Line};
///
/// assert_eq!(["physio", "2026-Q1"].into_line().to_string(), "physio, 2026-Q1");
/// assert_eq!([Some("physio"), None].into_line().to_string(), "physio, not stated");
/// assert_eq!(().into_line().to_string(), "all");
/// assert_eq!(format!("{:?}", "north".into_line()), "Line(1 value)"); // no dimension in a log
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line(Vec<Option<SmolStr>>);

/// Which values of a line a message may not tell: those in dimensions, in bits by place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Redaction(u64);

impl Redaction {
    /// Where nobody knows what the values are of, none may be told.
    pub(super) const ALL: Self = Self(u64::MAX);

    /// Where no value is of a dimension.
    pub(super) const NONE: Self = Self(0);

    /// By the words the values are of; whatever stands beyond them is of no word, and may be anything.
    pub(super) fn of(words: &[By]) -> Self {
        let told = words.iter().take(64).enumerate().filter(|(_, word)| !matches!(word, By::With(_)));
        Self(told.fold(u64::MAX, |untold, (place, _)| untold & !(1 << place)))
    }

    fn has(self, place: usize) -> bool {
        place >= 64 || self.0 >> place & 1 == 1
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

    /// The line as a message of a reading under these terms tells it.
    pub(crate) fn redacted_under(&self, terms: &super::Terms) -> String {
        self.redacted(Redaction::of(terms.grouping().words()))
    }

    /// The line as a message tells it: ids, periods and words, and `…` for a value in a dimension.
    pub(super) fn redacted(&self, redaction: Redaction) -> String {
        let values = self.0.iter().enumerate();
        let told = |(place, value): (usize, &Option<SmolStr>)| {
            value.as_ref().map(|value| if redaction.has(place) { "…".into() } else { clip(value).into() })
        };
        Self(values.map(told).collect()).to_string()
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

impl fmt::Debug for Line {
    /// How many values there are: they may be dimensions, which are nobody's who reads a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({} value{})", self.0.len(), if self.0.len() == 1 { "" } else { "s" })
    }
}

/// What names a line: a text for one word, a list for several, `()` where nothing is grouped.
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
