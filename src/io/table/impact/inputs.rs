//! The inputs of a map.

use super::{Fraction, ImpactMap, Input, check, number, price, range, rows};
use crate::io::error::{ReadError, Reason};
use crate::io::table::column::{columns, numbers};
use crate::io::table::header::{Form, OpenNames};
use crate::io::table::load::Table;
use crate::io::table::row::Row;
use crate::worth::Spread;

columns! {
    /// The columns of a table of inputs.
    Name = "name",
    Amount = "amount",
    Stakeholder = "stakeholder",
    At = "at",
    Unit = "unit",
    Year = "year",
    Low = "low",
    High = "high",
    Spread = "spread",
}

pub(in crate::io::table) static FORM: Form = Form {
    names: Column::NAMES,
    excluded: &[],
    required: numbers!(Name, Amount),
    open_names: OpenNames::Units(numbers!(Amount)),
};

/// The column that names an input.
const KEY: &[usize] = numbers!(Name);

/// The inputs of the table.
pub(in crate::io::table) fn load<N: Fraction>(table: &Table<'_>) -> Result<Vec<Input<N>>, ReadError> {
    let (inputs, end) = rows(table, KEY, input);
    let (records, inputs): (Vec<_>, Vec<Input<N>>) = inputs.into_iter().unzip();
    check(table, KEY, &records, &inputs.iter().cloned().fold(ImpactMap::new([]), ImpactMap::input))?;
    Ok(end.map(|()| inputs)?)
}

fn input<N: Fraction>(row: Row<'_>) -> Result<Input<N>, Reason> {
    let mut input = Input::new(row.required(Column::Name)?, number(row, Column::Amount)?);
    if let Some(stakeholder) = row.text(Column::Stakeholder) {
        input = input.from(stakeholder);
    }
    if let Some(years) = row.number(Column::At)? {
        input = input.put_in_after(&years)?;
    }
    if let Some(unit) = price::unit(row, Column::Unit)? {
        input = input.unit(unit);
    }
    if let Some(year) = price::year(row, Column::Year)? {
        input = input.price_year(year);
    }
    if let Some((low, high)) = range(row, Column::Low, Column::High)? {
        input = input.range(low, high);
    }
    if let Some(spread) = row.text(Column::Spread) {
        input = input.spread(spread.parse::<Spread>()?);
    }
    let mut faults = Vec::new();
    input.check(&mut faults);
    faults.into_iter().next().map_or(Ok(input), |fault| Err(fault.into()))
}
