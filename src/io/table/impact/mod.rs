//! Tables of impact maps, of inputs, of an index of prices and of weights: one entry a row.

pub(super) mod deflator;
pub(super) mod inputs;
pub(super) mod map;
mod price;
pub(super) mod valuation;
pub(super) mod weights;

use std::io::Read;

use super::header::Form;
use super::load::Table;
use super::options::Options;
use super::records::{Cells, Record};
use super::row::Row;
use crate::io::error::{ReadError, Reason, Refusal, RowFault};
use crate::number::Fraction;
use crate::worth::error::ImpactError;
use crate::worth::{Assumption, Deflator, Element, ImpactMap, Input, Valuation};

/// The options that tables of a worth do not have: their rows have no days, one layout, and are not to be repeated.
const WITHOUT: [&str; 6] = ["days", "partial_dates", "wide", "dated", "group_sessions", "skip_repeats"];

/// Reads the rows of an impact map, all of them or none. Inputs, prices and weights are added to the map.
///
/// A table has the columns `outcome`, `quantity` and `proxy_value`, and may have `stakeholder`, `indicator`, `proxy` (what
/// the proxy is), `deadweight`, `displacement`, `attribution` (the share that is due to others), `drop_off`,
/// `duration_years`, `starts_after`, `unit`, `year` (of the prices) and `source`. `X_low` and `X_high` are the ends of a range,
/// with X one of `quantity`, `proxy_value`, `deadweight`, `displacement`, `attribution`, `drop_off` and `duration_years`; `X_spread`
/// is a spread such as `triangular 60 90 120`, and `X_name` the name under which it is drawn. An
/// empty cell is a default: shares of 0, one year, at once. `proxy_value_gbp` states the unit GBP, and so do other codes of
/// ISO 4217. `impact_year1`, or
/// `impact_year1_gbp`, is compared with the impact that the row gives, to its own decimals. A header alone is a map of no
/// rows.
///
/// # Errors
///
/// The first refused row, with its line and rule, or an error of the input.
///
/// - a header without `outcome`, with `quantty`, with a column that is unknown: `line 1: form: ..`;
/// - a row of too few cells, one without a quantity, one end of a range: `line 3: form: ..`;
/// - a quantity that is not a number: `line 3: R3: ..`;
/// - a deadweight of 1.2, 1.5 years, quantity and proxy both below zero: `line 3: R31: ..`;
/// - another unit than the rows above, a price year in some rows only: `line 3: R32: ..`;
/// - another `impact_year1` than the row gives: `line 3: R33: ..`;
/// - a stakeholder and outcome that a row above has: `line 3: form: ..`.
///
/// Prices of different years are refused by [`ImpactMap::value`], unless [`ImpactMap::in_prices_of`] says what they are
/// stated in.
///
/// # Example
///
/// ```
/// use covalue::impact::{Discount, table};
///
/// let file = "stakeholder,outcome,quantity,proxy_value_gbp,attribution,duration_years,drop_off,impact_year1
/// residents,fewer GP visits,90,19,0.1,5,0.1,1539.00
/// neighbours,less shopping for others,275,-5,0,3,0.05,-1375.00
/// ";
/// let map = table::read::<f64>(file.as_bytes())?.inputs(2_000.0);
/// let worth = map.value(Discount::from_year_one(0.035))?;
/// assert_eq!((worth.unit(), format!("{:.2}", worth.created())), (Some("GBP"), "5732.19".to_owned()));
/// let wrong = file.replace("1539.00", "1593.00");
/// assert_eq!(
///     table::read::<f64>(wrong.as_bytes()).unwrap_err().to_string(),
///     "line 2: R33: impact_year1 is 1593.00, and the row gives 1539.00",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
pub fn read<N: Fraction>(input: impl Read) -> Result<ImpactMap<N>, ReadError> {
    Options::new().read_map(input)
}

/// Reads inputs, all of them or none: columns `name` and `amount`, and, if there are, `stakeholder` (who put it in), `at` (the
/// years from the base date), `unit`, `year` (of the prices), `low` and `high`, and `spread`. An empty cell is a default: at the base date,
/// in the unit and the prices of the map.
///
/// # Errors
///
/// As [`read`]: an amount below zero or after 1.5 years is refused by R31, a name that a row above has by its form.
///
/// # Example
///
/// ```
/// use covalue::impact::{Discount, ImpactMap, table};
///
/// let file = "name,amount,stakeholder,at\ncontract,24375,local authority,\nrenewal,10000,local authority,1\n";
/// let inputs = table::read_inputs::<f64>(file.as_bytes())?;
/// let map = inputs.into_iter().fold(ImpactMap::new([]), ImpactMap::input);
/// assert_eq!(map.value(Discount::from_year_one(0.25))?.inputs(), &32_375.0);
/// # Ok::<(), covalue::Error>(())
/// ```
pub fn read_inputs<N: Fraction>(input: impl Read) -> Result<Vec<Input<N>>, ReadError> {
    Options::new().read_inputs(input)
}

/// Reads an index of prices: columns `year` and `index`. `name` is that of the series, with its vintage.
///
/// # Errors
///
/// As [`read`]: an index that is not above zero is refused by R31, a year that a row above has by its form.
///
/// # Example
///
/// ```
/// use covalue::impact::table;
///
/// let prices = table::read_deflator("GDP deflator, March 2024", "year,index\n2011,80\n2019,100\n".as_bytes())?;
/// assert_eq!(prices.convert(&8.0, 2011, 2019)?, 10.0);
/// # Ok::<(), covalue::Error>(())
/// ```
pub fn read_deflator<N: Fraction>(name: impl Into<Box<str>>, input: impl Read) -> Result<Deflator<N>, ReadError> {
    Options::new().read_deflator(name, input)
}

/// Reads weights of stakeholders, for [`ImpactMap::weights`]: columns `stakeholder` and `weight`.
///
/// # Errors
///
/// As [`read`]: a weight below zero, and one of a stakeholder that a row above has, are refused by R31. Whether the map has
/// the stakeholder is checked when it is valued.
///
/// # Example
///
/// ```
/// use covalue::impact::table;
///
/// let weights = table::read_weights::<f64>("stakeholder,weight\nresidents,1.5\n".as_bytes())?;
/// assert_eq!(weights, [("residents".into(), 1.5)]);
/// # Ok::<(), covalue::error::ReadError>(())
/// ```
pub fn read_weights<N: Fraction>(input: impl Read) -> Result<Vec<(Box<str>, N)>, ReadError> {
    Options::new().read_weights(input)
}

/// Reads a valuation, all of its proxies or none: columns `measure` and `proxy_value`, and, if there are, `per` (the unit of
/// the measure), `proxy` (what the proxy is), `unit`, `year` (of the prices), `source` and `overlaps`: measures that
/// are partly of the same change, separated by `;`. `proxy_value_gbp` states the unit GBP.
///
/// # Errors
///
/// As [`read`]: a proxy below zero is refused by R3, a measure that a row above has by its form. Proxies in two units are
/// refused by R32. Price years, measures and overlaps are checked when a statement is valued: two measures that overlap
/// and both have a proxy are refused then (R34), unless [`Valuation::despite_overlaps`] asks for both.
///
/// # Example
///
/// ```
/// use covalue::impact::table;
///
/// let file = "measure,proxy_value_gbp,per,year,source
/// wellbeing,13000,points,2019,\"HM Treasury, Wellbeing Guidance 2021\"
/// ";
/// let valuation = table::read_valuation::<f64>(file.as_bytes())?;
/// assert_eq!((valuation.unit(), valuation.price_year()), (Some("GBP"), Some(2019)));
/// assert_eq!(
///     table::read_valuation::<f64>(file.replace("13000", "-1").as_bytes()).unwrap_err().to_string(),
///     "line 2: R3: the proxy of `wellbeing` is -1.0, below zero: the direction of the measure makes a loss",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
pub fn read_valuation<N: Fraction>(input: impl Read) -> Result<Valuation<N>, ReadError> {
    Options::new().read_valuation(input)
}

/// A table of a worth whose header is read. `file` names its kind in a message.
pub(super) fn table<'o>(
    input: impl Read,
    file: &'static str,
    form: &'static Form,
    options: &'o Options,
) -> Result<Table<'o>, ReadError> {
    options.check_without(file, &WITHOUT)?;
    let table = Table::new(input, form, options)?;
    let mut units = table.header.units.iter().cloned();
    if let (Some(one), Some(other)) = (units.next(), units.next()) {
        return Err(table.refusal_of_header(ImpactError::Units { one, other, of: None }).into());
    }
    Ok(table)
}

/// The rows of a table, each with its record, up to the first refused one. `key` are the columns that name a row.
fn rows<T>(
    table: &Table<'_>,
    key: &[usize],
    mut read: impl FnMut(Row<'_>) -> Result<T, Reason>,
) -> (Vec<(Record, T)>, Result<(), Refusal>) {
    let (mut records, mut cells, mut intake) = (table.records(), Cells::new(), table.intake());
    let mut rows = Vec::new();
    while let Some((record, form)) = table.next(&mut records, &mut cells, &mut intake) {
        match form.and_then(|()| read(table.header.row(&cells))) {
            Ok(row) => rows.push((record, row)),
            Err(reason) => {
                let refusal = refusal(table, key, rows.iter().map(|(above, _)| above), &record, reason);
                return (rows, Err(refusal));
            }
        }
    }
    (rows, Ok(()))
}

/// Refuses the first row whose entry contradicts others of the map. Years of prices may differ: a caller may state all
/// amounts in those of one year.
fn check<N: Fraction>(table: &Table<'_>, key: &[usize], records: &[Record], map: &ImpactMap<N>) -> Result<(), Refusal> {
    let faults = map.faults_of_elements().into_iter();
    let faults = faults.filter(|(_, fault)| !matches!(fault, ImpactError::PriceYears { .. }));
    let Some((element, fault)) = faults.min_by_key(|(element, _)| index(*element)) else { return Ok(()) };
    let (above, record) = (&records[..index(element)], &records[index(element)]);
    Err(refusal(table, key, above.iter(), record, fault.into()))
}

/// The refusal of a row. If it repeats the name of a row above, it says in which line that stands.
fn refusal<'r>(
    table: &Table<'_>,
    key: &[usize],
    mut above: impl Iterator<Item = &'r Record>,
    record: &Record,
    reason: Reason,
) -> Refusal {
    let is_repeat = matches!(
        reason,
        Reason::Impact(
            ImpactError::RepeatedRow { .. }
                | ImpactError::RepeatedInput { .. }
                | ImpactError::RepeatedProxy { .. }
                | ImpactError::RepeatedYear { .. }
                | ImpactError::Weight { .. }
        )
    );
    let name = |record: &Record| {
        let mut cells = Cells::new();
        let row = table.row_of(record, &mut cells)?;
        Some(key.iter().map(|&column| row.text(column).map(str::to_owned)).collect::<Vec<_>>())
    };
    // The message about an input has a remedy of its own.
    let mark = if matches!(reason, Reason::Impact(ImpactError::RepeatedInput { .. })) { ';' } else { ':' };
    let refusal = table.refusal(record, None, reason);
    match above.find(|above| is_repeat && name(above) == name(record)) {
        Some(first) => refusal.with_remedy(format!("{mark} see line {}", first.line)),
        None => refusal,
    }
}

/// The index of an entry among those of its table.
fn index(element: Element) -> usize {
    match element {
        Element::Row(index) | Element::Input(index) => index,
    }
}

/// A number that must be stated.
fn number<N: Fraction>(row: Row<'_>, column: impl Into<usize>) -> Result<N, Reason> {
    let column = column.into();
    row.number(column)?.ok_or_else(|| RowFault::EmptyCell { column: row.name(column) }.into())
}

/// The ends of a range; `None` if neither is stated.
fn range<N: Fraction>(row: Row<'_>, low: impl Into<usize>, high: impl Into<usize>) -> Result<Option<(N, N)>, Reason> {
    let (low, high) = (low.into(), high.into());
    let one_end = |stated, other| RowFault::OneEnd { stated: row.name(stated), other: row.name(other) };
    match (row.number(low)?, row.number(high)?) {
        (Some(low), Some(high)) => Ok(Some((low, high))),
        (None, None) => Ok(None),
        (Some(_), None) => Err(one_end(low, high).into()),
        (None, Some(_)) => Err(one_end(high, low).into()),
    }
}
