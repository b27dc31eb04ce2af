//! Days as they are written: `2026-03-02`; and months and years: `2026-03`, `2026`.

use jiff::civil::Date;

use crate::record::PartialDate;
#[cfg(feature = "csv")]
use crate::record::Precision;

/// Reads a day; `None` in any other form.
pub(super) fn parse(text: &str) -> Option<Date> {
    let [y3, y2, y1, y0, b'-', m1, m0, b'-', d1, d0] = *text.as_bytes() else { return None };
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i16::from(byte - b'0'));
    let year = digit(y3)? * 1000 + digit(y2)? * 100 + digit(y1)? * 10 + digit(y0)?;
    let month = digit(m1)? * 10 + digit(m0)?;
    let day = digit(d1)? * 10 + digit(d0)?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Reads a day, a month or a year; `None` in any other form.
pub(super) fn parse_partial(text: &str) -> Option<PartialDate> {
    match text.len() {
        4 => parse(&format!("{text}-01-01")).map(PartialDate::year_of),
        7 => parse(&format!("{text}-01")).map(PartialDate::month_of),
        _ => parse(text).map(PartialDate::from),
    }
}

/// The first year that is read: `%Y` also takes shorter numbers, so that `02/03/26` would be in the year 26.
#[cfg(feature = "csv")]
const FIRST_YEAR: i16 = 1000;

/// Reads a day in a form of `strptime`; `None` in any other form.
#[cfg(feature = "csv")]
pub(super) fn parse_as(form: &str, text: &str) -> Option<Date> {
    jiff::fmt::strtime::parse(form, text).ok()?.to_date().ok().filter(|day| day.year() >= FIRST_YEAR)
}

/// Reads a day, or a month or a year if the form of `strptime` has no day; `None` in any other form.
#[cfg(feature = "csv")]
pub(super) fn parse_partial_as(form: &str, text: &str) -> Option<PartialDate> {
    if let Some(day) = parse_as(form, text) {
        return Some(day.into());
    }
    let read = jiff::fmt::strtime::parse(form, text).ok()?;
    let year = read.year().filter(|&year| year >= FIRST_YEAR)?;
    let weeks = [read.iso_week(), read.sunday_based_week(), read.monday_based_week()];
    if read.day().is_some() || read.day_of_year().is_some() || weeks.iter().any(Option::is_some) {
        return None;
    }
    match read.month() {
        Some(month) => Date::new(year, month, 1).ok().map(PartialDate::month_of),
        None => Date::new(year, 1, 1).ok().map(PartialDate::year_of),
    }
}

/// The precision of texts of ISO 8601 that a form reads as other days, months or years: `%Y-%d-%m` reads days so, `%y%m`
/// years.
#[cfg(feature = "csv")]
pub(super) fn iso_read_otherwise(form: &str) -> Option<Precision> {
    // Its year, month and day of two digits may each be read as a month.
    let day = Date::constant(2012, 11, 10);
    let text = jiff::fmt::strtime::format(form, day.at(0, 0, 0, 0)).ok()?;
    // A time of day or a weekday may stand beside the day.
    let mut days = (0..text.len()).filter_map(|at| parse(text.get(at..at + 10)?));
    if days.any(|iso| iso != day) {
        return Some(Precision::Day);
    }
    let iso = parse_partial(&text)?;
    (parse_partial_as(form, &text) != Some(iso)).then_some(iso.precision())
}

/// How precise the days in a form of `strptime` are; `None` if the text is not a form of days, months or years.
#[cfg(feature = "csv")]
pub(super) fn precision_of(form: &str) -> Option<Precision> {
    let read = |day: Date| {
        let text = jiff::fmt::strtime::format(form, day.at(0, 0, 0, 0)).ok()?;
        let on = parse_partial_as(form, &text).filter(|on| on.first() <= day && day <= on.last())?;
        Some(on.precision())
    };
    let [one, two] = [Date::constant(2026, 3, 2), Date::constant(2031, 11, 25)].map(read);
    one.filter(|_| one == two)
}
