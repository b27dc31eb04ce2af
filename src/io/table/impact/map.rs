//! The rows of an impact map.

use super::{Assumption, Fraction, ImpactMap, check, number, price, range, rows};
use crate::io::error::{ReadError, Reason};
use crate::io::table::column::{columns, numbers};
use crate::io::table::header::{Form, OpenNames};
use crate::io::table::load::Table;
use crate::io::table::row::Row as Cells;
use crate::number::clip;
use crate::worth::{Arithmetic, Row, Spread};

columns! {
    /// The columns of an impact map.
    Stakeholder = "stakeholder",
    Outcome = "outcome",
    Indicator = "indicator",
    Quantity = "quantity",
    Duration = "duration_years",
    StartsAfter = "starts_after",
    Proxy = "proxy",
    ProxyValue = "proxy_value",
    Deadweight = "deadweight",
    Displacement = "displacement",
    Attribution = "attribution",
    DropOff = "drop_off",
    FirstYear = "impact_year1",
    Unit = "unit",
    Year = "year",
    Source = "source",
    QuantityLow = "quantity_low",
    QuantityHigh = "quantity_high",
    ProxyLow = "proxy_value_low",
    ProxyHigh = "proxy_value_high",
    DeadweightLow = "deadweight_low",
    DeadweightHigh = "deadweight_high",
    DisplacementLow = "displacement_low",
    DisplacementHigh = "displacement_high",
    AttributionLow = "attribution_low",
    AttributionHigh = "attribution_high",
    DropOffLow = "drop_off_low",
    DropOffHigh = "drop_off_high",
    DurationLow = "duration_years_low",
    DurationHigh = "duration_years_high",
    QuantitySpread = "quantity_spread",
    QuantityName = "quantity_name",
    ProxySpread = "proxy_value_spread",
    ProxyName = "proxy_value_name",
    DeadweightSpread = "deadweight_spread",
    DeadweightName = "deadweight_name",
    DisplacementSpread = "displacement_spread",
    DisplacementName = "displacement_name",
    AttributionSpread = "attribution_spread",
    AttributionName = "attribution_name",
    DropOffSpread = "drop_off_spread",
    DropOffName = "drop_off_name",
    DurationSpread = "duration_years_spread",
    DurationName = "duration_years_name",
}

pub(in crate::io::table) static FORM: Form = Form {
    names: Column::NAMES,
    excluded: &[],
    required: numbers!(Outcome, Quantity, ProxyValue),
    open_names: OpenNames::Units(numbers!(ProxyValue, FirstYear)),
};

/// The assumptions of a row, each with its column, those of its range, and those of its spread and the name of that.
const ASSUMPTIONS: [(Assumption, [Column; 5]); 7] = [
    (
        Assumption::Quantity,
        [Column::Quantity, Column::QuantityLow, Column::QuantityHigh, Column::QuantitySpread, Column::QuantityName],
    ),
    (
        Assumption::Proxy,
        [Column::ProxyValue, Column::ProxyLow, Column::ProxyHigh, Column::ProxySpread, Column::ProxyName],
    ),
    (
        Assumption::Deadweight,
        [
            Column::Deadweight,
            Column::DeadweightLow,
            Column::DeadweightHigh,
            Column::DeadweightSpread,
            Column::DeadweightName,
        ],
    ),
    (
        Assumption::Displacement,
        [
            Column::Displacement,
            Column::DisplacementLow,
            Column::DisplacementHigh,
            Column::DisplacementSpread,
            Column::DisplacementName,
        ],
    ),
    (
        Assumption::DueToOthers,
        [
            Column::Attribution,
            Column::AttributionLow,
            Column::AttributionHigh,
            Column::AttributionSpread,
            Column::AttributionName,
        ],
    ),
    (
        Assumption::DropOff,
        [Column::DropOff, Column::DropOffLow, Column::DropOffHigh, Column::DropOffSpread, Column::DropOffName],
    ),
    (
        Assumption::Lasts,
        [Column::Duration, Column::DurationLow, Column::DurationHigh, Column::DurationSpread, Column::DurationName],
    ),
];

/// The columns that name a row.
const KEY: &[usize] = numbers!(Stakeholder, Outcome);

/// The rows of the table as a map.
pub(in crate::io::table) fn load<N: Fraction>(table: &Table<'_>) -> Result<ImpactMap<N>, ReadError> {
    let (rows, end) = rows(table, KEY, row);
    let (records, rows): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    let map = ImpactMap::new(rows);
    // These rows stand above the one with a fault of its own.
    check(table, KEY, &records, &map)?;
    Ok(end.map(|()| map)?)
}

/// The outcome of a row, after it is checked by itself.
fn row<N: Fraction>(cells: Cells<'_>) -> Result<Row<N>, Reason> {
    let (outcome, quantity) = (cells.required(Column::Outcome)?, number(cells, Column::Quantity)?);
    let proxy = price::proxy(cells, numbers!(ProxyValue, Proxy, Unit, Year, Source))?;
    let mut row = Row::new(outcome, quantity, proxy);
    if let Some(stakeholder) = cells.text(Column::Stakeholder) {
        row = row.stakeholder(stakeholder);
    }
    if let Some(indicator) = cells.text(Column::Indicator) {
        row = row.indicator(indicator);
    }
    for (assumption, [value, low, high, spread, name]) in ASSUMPTIONS {
        if let Some(value) = cells.number(value)? {
            row = row.with(assumption, value);
        }
        if let Some((low, high)) = range(cells, low, high)? {
            row = row.range(assumption, low, high);
        }
        if let Some(spread) = cells.text(spread) {
            row = row.spread(assumption, spread.parse::<Spread>()?);
        }
        if let Some(name) = cells.text(name) {
            row = row.named(assumption, name);
        }
    }
    if let Some(years) = cells.number(Column::StartsAfter)? {
        row = row.starting_after(&years)?;
    }
    let mut faults = Vec::new();
    row.check(&mut faults);
    match faults.into_iter().next() {
        Some(fault) => Err(fault.into()),
        None => check_first_year(cells, &row).map(|()| row),
    }
}

/// The impact of the first year, if it is stated, is the one that the row gives: at most half a unit of its last
/// decimal away. A tie may be rounded either way, since programs differ. The error of floats is no difference, if the
/// figure has so many digits that a program wrote all of a float.
fn check_first_year<N: Fraction>(cells: Cells<'_>, row: &Row<N>) -> Result<(), Reason> {
    let Some((text, stated)) = cells.text(Column::FirstYear).zip(cells.number::<N>(Column::FirstYear)?) else {
        return Ok(());
    };
    let (given, decimals) = (row.first_year()?, decimals(text));
    // A kind that does not hold half a unit has no number that is nearer.
    let half = decimals.and_then(|decimals| N::parse(&format!("5e{}", -1 - decimals)).ok());
    let arithmetic = if FLOAT_DIGITS.contains(&digits(text)) { Arithmetic::Floats } else { Arithmetic::Exact };
    if row.is_near(&given, &stated, &half.unwrap_or_else(N::zero), arithmetic) {
        return Ok(());
    }
    let given = match decimals {
        Some(decimals @ ..=MOST_SHOWN) => given.fixed(usize::try_from(decimals).unwrap_or(0)),
        _ => given.text(),
    };
    let given = given.replace('.', &cells.header().reading.decimal_mark().to_string());
    let (column, stated) = (cells.name(Column::FirstYear), clip(text));
    Err(Reason::FirstYear { column, stated, given: clip(&given) })
}

/// The significant digits of a float that a program wrote whole: spreadsheets write up to 15, and 17 tell all floats apart. A
/// figure of so many may have the error of floats.
const FLOAT_DIGITS: std::ops::RangeInclusive<usize> = 15..=17;

/// The significant digits of a number as it is written. A fraction such as `1/3` is exact, and has none.
fn digits(text: &str) -> usize {
    if text.contains('/') {
        return 0;
    }
    let mantissa = text.split(['e', 'E']).next().unwrap_or(text);
    mantissa.bytes().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0').count()
}

/// The decimals up to which a message shows the impact as the file states it: more do not fit into a clipped text.
const MOST_SHOWN: i64 = 30;

/// The decimals of a number as it is written: those of the mantissa less the exponent. A fraction such as `1/3` has none,
/// and is exact.
fn decimals(text: &str) -> Option<i64> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let decimals = mantissa.split_once(['.', ',']).map_or(0, |(_, decimals)| decimals.len() as i64);
    let exponent: i32 = exponent.parse().ok().filter(|_| !text.contains('/'))?;
    Some(decimals - i64::from(exponent))
}
