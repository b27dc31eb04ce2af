//! How the cells of a table are read: as texts, numbers and days.

use jiff::civil::Date;
use smol_str::{SmolStr, StrExt};

use super::options::Options;
use super::records::Cells;
use crate::io::day;
use crate::number::{Number, NumberError};
use crate::record::{PartialDate, Precision};

/// How cells are read.
#[allow(clippy::struct_excessive_bools, reason = "each is a request of its own")]
pub(super) struct CellReading {
    pub(super) trims: bool,
    pub(super) has_decimal_comma: bool,
    pub(super) skips_blank: bool,
    /// The forms of days; none for `2026-03-02`.
    pub(super) days: Vec<String>,
    /// Whether days of ISO 8601 are read beside these forms.
    has_iso: bool,
    /// Whether months and years of ISO 8601 are read, too.
    has_partial_iso: bool,
    pub(super) has_partial_dates: bool,
    /// The codes of missing values by the index of the column.
    pub(super) missing: Vec<Vec<String>>,
}

impl CellReading {
    pub(super) fn new(names: &[String], options: &Options) -> Self {
        let missing = if options.has_missing_codes() {
            // As cells are, so that a code with spaces is found.
            let code = |code: &String| if options.trims { code.trim().to_owned() } else { code.clone() };
            names.iter().map(|name| options.missing_codes(name).iter().map(code).collect()).collect()
        } else {
            Vec::new()
        };
        Self {
            trims: options.trims,
            has_decimal_comma: options.has_decimal_comma,
            skips_blank: options.skips_blank,
            days: options.days.clone(),
            has_iso: !options.reads_iso_otherwise(Precision::Day),
            has_partial_iso: options.has_partial_dates
                && ![Precision::Month, Precision::Year]
                    .into_iter()
                    .any(|precision| options.reads_iso_otherwise(precision)),
            has_partial_dates: options.has_partial_dates,
            missing,
        }
    }

    #[inline]
    pub(super) fn text<'a>(&self, cells: &'a Cells<'a>, index: usize) -> &'a str {
        let text = cells.text(index);
        if self.trims { text.trim() } else { text }
    }

    /// The sign before decimals.
    pub(super) fn decimal_mark(&self) -> char {
        if self.has_decimal_comma { ',' } else { '.' }
    }

    /// The number that a text is.
    #[inline]
    pub(super) fn number<N: Number>(&self, text: &str) -> Result<N, NumberError> {
        if !self.has_decimal_comma {
            return N::parse(text);
        }
        // A point would have to separate thousands, or be a decimal point in a table of decimal commas.
        let number = if text.contains('.') { SmolStr::default() } else { text.replacen_smolstr(",", ".", 1) };
        N::parse(&number).map_err(|error| error.of_text(text))
    }

    /// A day of ISO 8601; on request, a month or a year.
    #[inline]
    fn iso(&self, text: &str) -> Option<PartialDate> {
        if self.has_partial_iso { day::parse_partial(text) } else { day::parse(text).map(PartialDate::from) }
    }

    /// Whether a text is a month or a year of ISO 8601, requested or not.
    pub(super) fn is_partial_date(&self, text: &str) -> bool {
        self.has_iso && day::parse_partial(text).is_some_and(|on| on.day().is_none())
    }

    /// The days that a text may be; on request, the months and years.
    pub(super) fn dates(&self, text: &str) -> Vec<PartialDate> {
        let iso = if self.has_iso { self.iso(text) } else { None };
        distinct(self.days.iter().filter_map(|form| day::parse_partial_as(form, text)).chain(iso))
    }

    /// The days that a text may be.
    pub(super) fn days(&self, text: &str) -> Vec<Date> {
        self.dates(text).into_iter().filter_map(|on| on.day()).collect()
    }

    /// The day that a text is.
    #[inline]
    pub(super) fn day(&self, text: &str) -> Option<Date> {
        if self.days.is_empty() {
            return self.iso(text)?.day();
        }
        if let [day] = self.days(text)[..] { Some(day) } else { None }
    }

    /// The day of an interaction; on request, its month or year.
    #[inline]
    pub(super) fn on(&self, text: &str) -> Option<PartialDate> {
        if self.days.is_empty() {
            return self.iso(text);
        }
        if let [on] = self.dates(text)[..] { Some(on) } else { None }
    }

    pub(super) fn is_missing(&self, index: usize, text: &str) -> bool {
        self.missing.get(index).is_some_and(|codes| codes.iter().any(|code| code == text))
    }
}

fn distinct<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut all = Vec::new();
    for value in values {
        if !all.contains(&value) {
            all.push(value);
        }
    }
    all
}
