//! A valuation: the proxies of measures.

use std::collections::BTreeSet;

use super::{Fraction, number, price, rows};
use crate::io::error::ReadError;
use crate::io::table::column::{columns, numbers};
use crate::io::table::header::{Form, OpenNames};
use crate::io::table::load::Table;
use crate::printable::quoted;
use crate::worth::error::ImpactError;
use crate::worth::{Proxy, Valuation, unit_fault};

columns! {
    /// The columns of a table of proxies.
    Measure = "measure",
    ProxyValue = "proxy_value",
    Per = "per",
    Proxy = "proxy",
    Unit = "unit",
    Year = "year",
    Source = "source",
}

pub(in crate::io::table) static FORM: Form = Form {
    names: Column::NAMES,
    excluded: &[],
    required: numbers!(Measure, ProxyValue),
    open_names: OpenNames::Units(numbers!(ProxyValue)),
};

/// The valuation by the proxy of each row.
pub(in crate::io::table) fn load<N: Fraction>(table: &Table<'_>) -> Result<Valuation<N>, ReadError> {
    let (mut known, mut first) = (BTreeSet::new(), None::<(String, Option<String>)>);
    let (proxies, end) = rows(table, |row| {
        let (measure, amount) = (row.required(Column::Measure)?, number::<N>(row, Column::ProxyValue)?);
        if let Some(fault) = Proxy::fault_of_amount(measure, &amount) {
            return Err(fault.into());
        }
        if !known.insert(measure.to_owned()) {
            return Err(ImpactError::RepeatedProxy { measure: quoted(measure) }.into());
        }
        let mut proxy = Proxy::amount(amount);
        if let Some(unit) = price::unit(row, Column::Unit)? {
            proxy = proxy.unit(unit);
        }
        if let Some(year) = price::year(row, Column::Year)? {
            proxy = proxy.price_year(year);
        }
        for (column, state) in [
            (Column::Per, Proxy::per as fn(Proxy<N>, Box<str>) -> Proxy<N>),
            (Column::Proxy, Proxy::named),
            (Column::Source, Proxy::source),
        ] {
            if let Some(text) = row.text(column) {
                proxy = state(proxy, text.into());
            }
        }
        let unit = || proxy.get_unit().map(str::to_owned);
        let (other, stated) = first.get_or_insert_with(|| (measure.to_owned(), unit()));
        // The fault is that of this row, whichever of both states no unit.
        let (one, two, without) = match stated {
            Some(_) => (stated.as_deref(), proxy.get_unit(), measure),
            None => (proxy.get_unit(), None, other.as_str()),
        };
        if let Some(fault) = unit_fault(one, two, || quoted(without)) {
            return Err(fault.into());
        }
        Ok((measure.to_owned(), proxy))
    });
    end?;
    let valuation = Valuation::new(proxies.into_iter().map(|(_, proxy)| proxy));
    Ok(valuation.map_err(|fault| table.refusal_of_header(fault))?)
}
