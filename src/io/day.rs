//! Days as they are written: `2026-03-02`.

use jiff::civil::Date;

/// Reads a day; `None` in any other form.
pub(super) fn parse(text: &str) -> Option<Date> {
    let [y3, y2, y1, y0, b'-', m1, m0, b'-', d1, d0] = *text.as_bytes() else { return None };
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i16::from(byte - b'0'));
    let year = digit(y3)? * 1000 + digit(y2)? * 100 + digit(y1)? * 10 + digit(y0)?;
    let month = digit(m1)? * 10 + digit(m0)?;
    let day = digit(d1)? * 10 + digit(d0)?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The first year that is read: `%Y` also takes shorter numbers, so that `02/03/26` would be in the year 26.
#[cfg(feature = "csv")]
const FIRST_YEAR: i16 = 1000;

/// Reads a day in a form of `strptime`; `None` in any other form.
#[cfg(feature = "csv")]
pub(super) fn parse_as(form: &str, text: &str) -> Option<Date> {
    jiff::fmt::strtime::parse(form, text).ok()?.to_date().ok().filter(|day| day.year() >= FIRST_YEAR)
}

/// Whether a form of `strptime` reads a year, a month and a day.
#[cfg(feature = "csv")]
pub(super) fn is_form(form: &str) -> bool {
    let days = [Date::constant(2026, 3, 2), Date::constant(2031, 11, 25)];
    days.iter().all(|day| {
        let text = jiff::fmt::strtime::format(form, day.at(0, 0, 0, 0));
        text.is_ok_and(|text| jiff::fmt::strtime::parse(form, text).is_ok_and(|read| read.to_date().ok() == Some(*day)))
    })
}
