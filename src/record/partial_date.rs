//! Days that may be known to the month or the year only.

use std::fmt;

use jiff::civil::Date;

use crate::getters::{getters, methods};
use crate::word::words;

words! {
    /// How precisely a [`PartialDate`] is known.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::date;
    /// use covalue::record::{PartialDate, Precision};
    ///
    /// assert_eq!(PartialDate::month_of(date(2025, 11, 3)).precision(), Precision::Month);
    /// assert_eq!(PartialDate::from(date(2025, 11, 3)).precision(), Precision::Day);
    /// ```
    Precision is "precision" {
        /// The day is known.
        Day = "day",
        /// The month is known, and not the day.
        Month = "month",
        /// The year is known, and not the month.
        Year = "year",
    }
}

/// A day, or the month or the year in which it lies if it is known no better: `2025-11-03`, `2025-11` or `2025`. ISO 8601
/// calls the latter two reduced precision.
///
/// It equals a [`Date`] if it is that day. Partial dates are sorted by their first days.
///
/// # Example
///
/// ```
/// use covalue::record::PartialDate;
/// use covalue::{Interaction, date};
///
/// let november = PartialDate::month_of(date(2025, 11, 3));
/// assert_eq!(november.to_string(), "2025-11");
/// assert_eq!((november.first(), november.last()), (date(2025, 11, 1), date(2025, 11, 30)));
/// assert_eq!(november.day(), None);
///
/// let visit = Interaction::<f64>::between("ana", "physio", november);
/// assert_eq!(visit.on(), november);
/// assert_eq!(visit.known_or_on(), date(2025, 11, 30)); // before, it need not have happened
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    first: Date,
    precision: Precision,
}

impl PartialDate {
    /// The month of a day.
    pub fn month_of(day: Date) -> Self {
        Self { first: day.first_of_month(), precision: Precision::Month }
    }

    /// The year of a day.
    pub fn year_of(day: Date) -> Self {
        Self { first: day.first_of_year(), precision: Precision::Year }
    }

    getters! { self:
        /// The first day that it may be.
        first: Date = self.first;
        /// How precisely it is known.
        precision: Precision = self.precision;
        /// The day, if it is known.
        day: Option<Date> = (self.precision == Precision::Day).then_some(self.first);
    }

    /// The last day that it may be.
    #[inline]
    pub fn last(&self) -> Date {
        match self.precision {
            Precision::Day => self.first,
            Precision::Month => self.first.last_of_month(),
            Precision::Year => self.first.last_of_year(),
        }
    }

    /// The partial date with a first day that a ledger stores.
    #[inline]
    pub(crate) fn stored(first: Date, precision: Precision) -> Self {
        Self { first, precision }
    }

    /// The day on which an appraisal of the interaction was made: if it is the first day, no day is known better than the
    /// interaction's.
    #[inline]
    pub(crate) fn or_made(self, made: Date) -> Self {
        if made == self.first { self } else { made.into() }
    }

    methods! { pub(crate) self:
        /// `on 2025-11-03`, `in 2025-11` or `in 2025`.
        on_or_in: String = format!("{} {self}", if self.precision == Precision::Day { "on" } else { "in" });
    }
}

impl From<Date> for PartialDate {
    #[inline]
    fn from(day: Date) -> Self {
        Self { first: day, precision: Precision::Day }
    }
}

impl PartialEq<Date> for PartialDate {
    fn eq(&self, day: &Date) -> bool {
        self.day() == Some(*day)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.first.to_string();
        let unknown = match self.precision {
            Precision::Day => "",
            Precision::Month => "-01",
            Precision::Year => "-01-01",
        };
        f.pad(day.strip_suffix(unknown).unwrap_or(&day))
    }
}
