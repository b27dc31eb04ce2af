//! The unit and the year of prices in a row.

use crate::io::error::{Reason, RowFault};
use crate::io::table::row::{Row, whole_number};
use crate::number::clip;
use crate::worth::error::ImpactError;

/// The years that four digits write.
const YEARS: std::ops::RangeInclusive<i16> = 1_000..=9_999;

/// The unit of a row: that of its cell, or the one in the name of a column.
pub(super) fn unit(row: Row<'_>, column: impl Into<usize>) -> Result<Option<&str>, Reason> {
    let of_header = row.header().units.first().map(String::as_str);
    match (row.text(column), of_header) {
        (Some(other), Some(one)) if one != other => {
            Err(ImpactError::Units { one: one.to_owned(), other: other.to_owned() }.into())
        }
        (of_cell, _) => Ok(of_cell.or(of_header)),
    }
}

/// The year in a cell.
pub(super) fn year(row: Row<'_>, column: impl Into<usize>) -> Result<Option<i16>, RowFault> {
    let column = column.into();
    let Some(text) = row.text(column) else { return Ok(None) };
    let year = whole_number(text).filter(|year| YEARS.contains(year));
    year.map(Some).ok_or_else(|| RowFault::NoYear { column: row.name(column), text: clip(text) })
}
