//! An index of prices.

use super::{Deflator, Fraction, number, price, rows};
use crate::io::error::{ReadError, RowFault};
use crate::io::table::column::{columns, numbers};
use crate::io::table::header::{Form, OpenNames};
use crate::io::table::load::Table;

columns! {
    /// The columns of an index of prices.
    Year = "year",
    Index = "index",
}

pub(in crate::io::table) static FORM: Form =
    Form { names: Column::NAMES, excluded: &[], required: numbers!(Year, Index), open_names: OpenNames::Units(&[]) };

/// The index of the table.
pub(in crate::io::table) fn load<N: Fraction>(name: Box<str>, table: &Table<'_>) -> Result<Deflator<N>, ReadError> {
    let mut deflator = Deflator::empty(name);
    let (_, end) = rows(table, numbers!(Year), |row| {
        let year = price::year(row, Column::Year)?;
        let year = year.ok_or_else(|| RowFault::EmptyCell { column: row.name(Column::Year) })?;
        Ok(deflator.add(year, number(row, Column::Index)?)?)
    });
    Ok(end.map(|()| deflator)?)
}
