//! The proxy of a row, and the unit and the year of its price.

use super::number;
use crate::io::error::{Reason, RowFault};
use crate::io::table::row::{Row, whole_number};
use crate::number::{Fraction, clip};
use crate::worth::Proxy;
use crate::worth::error::ImpactError;

/// The years that four digits write.
const YEARS: std::ops::RangeInclusive<i16> = 1_000..=9_999;

/// The proxy of a row by the columns of its amount, name, unit, year and source.
pub(super) fn proxy<N: Fraction>(
    row: Row<'_>,
    &[amount, name, unit_column, year_column, source]: &[usize; 5],
) -> Result<Proxy<N>, Reason> {
    let mut proxy = Proxy::amount(number(row, amount)?);
    if let Some(name) = row.text(name) {
        proxy = proxy.named(name);
    }
    if let Some(unit) = unit(row, unit_column)? {
        proxy = proxy.unit(unit);
    }
    if let Some(year) = year(row, year_column)? {
        proxy = proxy.price_year(year);
    }
    if let Some(source) = row.text(source) {
        proxy = proxy.source(source);
    }
    Ok(proxy)
}

/// The unit of a row: that of its cell, or the one in the name of a column.
pub(super) fn unit(row: Row<'_>, column: impl Into<usize>) -> Result<Option<&str>, Reason> {
    let of_header = row.header().units.first().map(String::as_str);
    match (row.text(column), of_header) {
        (Some(other), Some(one)) if one != other => {
            Err(ImpactError::Units { one: one.to_owned(), other: other.to_owned(), of: None }.into())
        }
        (of_cell, _) => Ok(of_cell.or(of_header)),
    }
}

/// The year in a cell.
pub(super) fn year(row: Row<'_>, column: impl Into<usize>) -> Result<Option<i16>, RowFault> {
    let column = column.into();
    let Some(text) = row.text(column) else { return Ok(None) };
    let year = whole_number(text).filter(|year| YEARS.contains(year) && !text.starts_with(['0', '+']));
    year.map(Some).ok_or_else(|| RowFault::NoYear { column: row.name(column), text: clip(text) })
}
