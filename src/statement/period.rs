//! Periods: the years, quarters and months that days fall into.

use jiff::civil::Date;

use crate::record::{PartialDate, Precision};
use crate::word::words;

words! {
    /// A month of the year, written as its number with two digits.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::Month;
    ///
    /// assert_eq!((Month::April.to_string(), Month::April.name()), ("04".to_owned(), "April"));
    /// ```
    Month is "month" {
        /// January.
        January = "01",
        /// February.
        February = "02",
        /// March.
        March = "03",
        /// April.
        April = "04",
        /// May.
        May = "05",
        /// June.
        June = "06",
        /// July.
        July = "07",
        /// August.
        August = "08",
        /// September.
        September = "09",
        /// October.
        October = "10",
        /// November.
        November = "11",
        /// December.
        December = "12",
    }
}

impl Month {
    /// The English name.
    pub const fn name(self) -> &'static str {
        const NAMES: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        NAMES[self as usize]
    }
}

/// The first month of a financial year: any but January, since a year that starts in January is a calendar year.
///
/// Made by [`By::year_starting`](crate::By::year_starting).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FirstMonth(Month);

impl FirstMonth {
    /// The first month of a financial year; `None` for January.
    pub(super) fn new(month: Month) -> Option<Self> {
        (month != Month::January).then_some(Self(month))
    }

    /// The month.
    pub const fn month(self) -> Month {
        self.0
    }
}

/// The length of a period, and where its years start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Period {
    Year(Month),
    Quarter(Month),
    Month,
}

/// Calendar years. An interaction known to its year only has its year as its value on lines of shorter or other periods.
pub(super) const YEAR: Period = Period::Year(Month::January);

impl Period {
    /// The number of periods in a year.
    pub(crate) fn per_year(self) -> i32 {
        match self {
            Self::Year(_) => 1,
            Self::Quarter(_) => 4,
            Self::Month => 12,
        }
    }

    /// The first month of its years.
    fn first_month(self) -> Month {
        match self {
            Self::Year(first) | Self::Quarter(first) => first,
            Self::Month => Month::January,
        }
    }

    /// The number of the period of a day, counted from the first period of the year 0. A financial year has the number
    /// of the calendar year in which it starts.
    pub(crate) fn number(self, day: Date) -> i32 {
        let months = i32::from(day.year()) * 12 + i32::from(day.month()) - 1 - self.first_month() as i32;
        months.div_euclid(12 / self.per_year())
    }

    /// The number of the period that holds a partial date whole; `None` if it is a year, and years of these periods start
    /// in another month or are divided. Every period consists of whole months, so it holds each month whole.
    #[inline]
    pub(crate) fn holding(self, on: PartialDate) -> Option<i32> {
        let number = self.number(on.first());
        (on.precision() != Precision::Year || self.number(on.last()) == number).then_some(number)
    }

    /// The value of an interaction on a line: the text of its period, or of its year if no period holds it whole.
    pub(crate) fn value(self, on: PartialDate) -> String {
        self.holding(on).map_or_else(|| YEAR.text(YEAR.number(on.first())), |number| self.text(number))
    }

    /// The text of the period with this number, which is its value on a line: `2025`, `2025-Q1`, `2025-03`, `2025/26`
    /// or `2025/26 Q1`.
    pub(crate) fn text(self, number: i32) -> String {
        let (year, index) = (self.year(number), self.index(number));
        let name = if year < 0 { format!("-{:04}", -year) } else { format!("{year:04}") };
        match (self, self.is_financial()) {
            (Self::Year(_), false) => name,
            (Self::Year(_), true) => financial_year(&name, year),
            (Self::Quarter(_), false) => format!("{name}-Q{}", index + 1),
            (Self::Quarter(_), true) => format!("{} Q{}", financial_year(&name, year), index + 1),
            (Self::Month, _) => format!("{name}-{:02}", index + 1),
        }
    }

    /// The number of the period with this text; `None` if no period has it.
    pub(crate) fn parse(self, text: &str) -> Option<i32> {
        let (year, number) = match (self, self.is_financial()) {
            (Self::Year(_), _) => (text, "1"),
            (Self::Quarter(_), false) => text.rsplit_once("-Q").unwrap_or_default(),
            (Self::Quarter(_), true) => text.rsplit_once(" Q").unwrap_or_default(),
            (Self::Month, _) => text.rsplit_once('-').unwrap_or_default(),
        };
        let year = if self.is_financial() { year.rsplit_once('/').unwrap_or_default().0 } else { year };
        let year: i16 = year.parse().ok()?;
        let number: i8 = number.parse().ok()?;
        // The text of the number is compared, since `+1` and `1` are the same number.
        Some(i32::from(year) * self.per_year() + i32::from(number) - 1).filter(|&number| self.text(number) == text)
    }

    /// The months of the period with this number, counted from January of the year 0: the first and the last.
    #[cfg(feature = "serde")]
    pub(super) fn months(self, number: i32) -> (i32, i32) {
        let length = 12 / self.per_year();
        let first = number * length + self.first_month() as i32;
        (first, first + length - 1)
    }

    /// The year of the period with this number.
    pub(crate) fn year(self, number: i32) -> i32 {
        number.div_euclid(self.per_year())
    }

    /// The index of the period with this number within its year, from 0.
    pub(crate) fn index(self, number: i32) -> i32 {
        number.rem_euclid(self.per_year())
    }

    /// Whether its years start in another month than January.
    pub(crate) fn is_financial(self) -> bool {
        self.first_month() != Month::January
    }
}

/// `2025/26` for the year that starts in 2025, which is `first` as text.
pub(crate) fn financial_year(first: &str, year: i32) -> String {
    format!("{first}/{:02}", (year + 1).rem_euclid(100))
}
