//! A valuation: the proxies of measures.

use super::{Fraction, price, rows};
use crate::io::error::ReadError;
use crate::io::table::column::{columns, numbers};
use crate::io::table::header::{Form, OpenNames};
use crate::io::table::load::Table;
use crate::worth::Valuation;

columns! {
    /// The columns of a table of proxies.
    Measure = "measure",
    ProxyValue = "proxy_value",
    Per = "per",
    Proxy = "proxy",
    Unit = "unit",
    Year = "year",
    Source = "source",
    Overlaps = "overlaps",
}

pub(in crate::io::table) static FORM: Form = Form {
    names: Column::NAMES,
    excluded: &[],
    required: numbers!(Measure, ProxyValue),
    open_names: OpenNames::Units(numbers!(ProxyValue)),
};

/// The sign between measures of one cell.
const SEPARATOR: char = ';';

/// The valuation by the proxy of each row.
pub(in crate::io::table) fn load<N: Fraction>(table: &Table<'_>) -> Result<Valuation<N>, ReadError> {
    let mut valuation = Valuation::empty();
    let (_, end) = rows(table, numbers!(Measure), |row| {
        let measure = row.required(Column::Measure)?;
        let others = row.text(Column::Overlaps).into_iter().flat_map(|text| text.split(SEPARATOR)).map(str::trim);
        for other in others.filter(|other| !other.is_empty()) {
            valuation.add_overlap(measure.into(), other.into());
        }
        let mut proxy = price::proxy(row, numbers!(ProxyValue, Proxy, Unit, Year, Source))?;
        if let Some(unit) = row.text(Column::Per) {
            proxy = proxy.per(unit);
        }
        Ok(valuation.add(measure.into(), proxy)?)
    });
    Ok(end.map(|()| valuation)?)
}
