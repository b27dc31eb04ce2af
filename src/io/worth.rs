//! The worth of a map, and its sensitivity, as JSON and CSV.

#[cfg(feature = "csv")]
use super::csv::{cell, write_row};
#[cfg(feature = "json")]
use super::json::{JsonFigure, json};
use crate::analysis::{Figure, NamedFigures};
use crate::number::Fraction;
#[cfg(feature = "json")]
use crate::worth::InputWorth;
#[cfg(feature = "json")]
use crate::worth::error::ImpactError;
use crate::worth::{Assumption, Discount, FirstYear, RowWorth, Sensitivity, Swing, Switching, Worth};

/// The fields of a row.
const ROW: [&str; 19] = [
    "stakeholder",
    "outcome",
    "indicator",
    "quantity",
    "proxy",
    "proxy_name",
    "proxy_price_year",
    "source",
    "deadweight",
    "displacement",
    "due_to_others",
    "drop_off",
    "lasts",
    "starts_after",
    "own_discount",
    "weight",
    "first_year",
    "created",
    "destroyed",
];

/// The fields of a swing.
const SWING: [&str; 12] = [
    "of",
    "assumption",
    "range_price_year",
    "low_value",
    "high_value",
    "low",
    "high",
    "low_ratio",
    "high_ratio",
    "swing",
    "switching",
    "switching_is",
];

pub(super) fn text<N>(text: Option<&str>) -> Figure<N> {
    Figure::Text(text.map(str::to_owned))
}

/// A year, which may be one before the first.
pub(super) fn year<N>(year: Option<i16>) -> Figure<N> {
    year.map_or(Figure::NotGiven, |year| Figure::CountChange(year.into()))
}

fn row_figures<N: Fraction>(worth: &Worth<N>, of_row: &RowWorth<N>) -> NamedFigures<N> {
    let (row, proxy) = (of_row.row(), of_row.row().get_proxy());
    let assumed = |assumption: Assumption| Figure::amount(row.value_of(assumption));
    let figures: [Figure<N>; ROW.len()] = [
        text(row.get_stakeholder()),
        text(Some(row.get_outcome())),
        text(row.get_indicator()),
        assumed(Assumption::Quantity),
        assumed(Assumption::Proxy),
        text(proxy.get_name()),
        year(proxy.get_price_year()),
        text(proxy.get_source()),
        assumed(Assumption::Deadweight),
        assumed(Assumption::Displacement),
        assumed(Assumption::DueToOthers),
        assumed(Assumption::DropOff),
        Figure::Count(row.years().into()),
        Figure::Count(row.get_starts_after().into()),
        Figure::Text(row.get_discount().map(steps_text)),
        Figure::amount(worth.weight_of(row.get_stakeholder())),
        Figure::Amount(of_row.first_year().clone()),
        Figure::Amount(of_row.created().clone()),
        Figure::Amount(of_row.destroyed().clone()),
    ];
    ROW.into_iter().zip(figures).collect()
}

fn swing_figures<N: Fraction>(sensitivity: &Sensitivity<N>, swing: &Swing<N>) -> NamedFigures<N> {
    let amount = |amount: &N| Figure::Amount(amount.clone());
    let (switching, is) = match swing.switching() {
        Some(Switching::At(value)) => (amount(value), Some("at")),
        Some(Switching::Near(value)) => (Figure::Share(*value), Some("near")),
        Some(Switching::Never) => (Figure::NotGiven, Some("never")),
        None => (Figure::NotGiven, None),
    };
    let figures: [Figure<N>; SWING.len()] = [
        text(swing.of()),
        Figure::text(swing.assumption().word()),
        year(sensitivity.range_price_year(swing)),
        amount(swing.low_value()),
        amount(swing.high_value()),
        amount(swing.low()),
        amount(swing.high()),
        Figure::amount(swing.low_ratio().cloned()),
        Figure::amount(swing.high_ratio().cloned()),
        amount(swing.width()),
        switching,
        text(is),
    ];
    SWING.into_iter().zip(figures).collect()
}

fn convention(first_year: FirstYear) -> &'static str {
    match first_year {
        FirstYear::Zero => "year_zero",
        FirstYear::One => "year_one",
    }
}

/// A discount on one line: its convention, and each year from which a rate holds with the rate: `year_one 0:0.035`.
#[cfg(feature = "csv")]
fn discount_text<N: Fraction>(discount: &Discount<N>) -> String {
    format!("{} {}", convention(discount.first_year()), steps_text(discount))
}

/// The rates of a discount. Those of a row have the convention of the map.
fn steps_text<N: Fraction>(discount: &Discount<N>) -> String {
    let steps = discount.steps().map(|(year, rate)| format!("{year}:{}", rate.text()));
    steps.collect::<Vec<_>>().join(" ")
}

/// The beginning of a JSON object: unit, price year, discount and rule.
#[cfg(feature = "json")]
pub(super) fn worth_head<N: Fraction>(worth: &Worth<N>, rule: &str) -> String {
    let discount = worth.discount();
    let steps: Vec<_> = discount.steps().map(|(year, rate)| (year, Figure::Amount(rate.clone()))).collect();
    let steps: Vec<_> = steps.iter().map(|(year, rate)| (year, JsonFigure(rate))).collect();
    format!(
        r#"{{"unit":{},"price_year":{},"deflator":{},"discount":{{"from":{},"steps":{}}},"rule":{}"#,
        json(worth.unit()),
        json(worth.price_year()),
        json(worth.deflator()),
        json(convention(discount.first_year())),
        json(steps),
        json(rule),
    )
}

/// Figures as a JSON object.
#[cfg(feature = "json")]
fn json_object<N: Fraction>(figures: NamedFigures<N>) -> String {
    json(JsonFigure(&Figure::Group(figures)))
}

/// A list with each object on a line.
#[cfg(feature = "json")]
pub(super) fn object_list<N: Fraction>(name: &str, objects: impl Iterator<Item = NamedFigures<N>>) -> String {
    let lines: Vec<String> = objects.map(|figures| format!("\n {}", json_object(figures))).collect();
    format!(",\n \"{name}\":[{}]", lines.join(","))
}

/// The amounts created and destroyed, and the net.
#[cfg(feature = "json")]
fn sides<N: Fraction>(name: Option<(&'static str, Figure<N>)>, [created, destroyed, net]: [&N; 3]) -> NamedFigures<N> {
    let figures = [("created", created), ("destroyed", destroyed), ("net", net)];
    name.into_iter().chain(figures.map(|(name, figure)| (name, Figure::Amount(figure.clone())))).collect()
}

#[cfg(feature = "json")]
fn input_figures<N: Fraction>(of_input: &InputWorth<N>) -> NamedFigures<N> {
    let input = of_input.input();
    vec![
        ("name", text(input.get_name())),
        ("stakeholder", text(input.get_from())),
        ("amount", Figure::Amount(input.get_amount().clone())),
        ("price_year", year(input.get_price_year())),
        ("at", Figure::Count(input.get_at().into())),
        ("present", Figure::Amount(of_input.present().clone())),
    ]
}

/// A table: the rows, each with what is the same in all of them.
#[cfg(feature = "csv")]
pub(super) fn csv_table<N: Fraction>(
    columns: &[&'static str],
    rows: impl Iterator<Item = NamedFigures<N>>,
    same: NamedFigures<N>,
) -> String {
    let mut csv = String::new();
    write_row(&mut csv, columns.iter().copied().chain(same.iter().map(|(name, _)| *name)).map(Some));
    for row in rows {
        let cells: Vec<Option<String>> = row.iter().chain(&same).map(|(_, figure)| cell(figure)).collect();
        write_row(&mut csv, cells.iter().map(Option::as_deref));
    }
    csv
}

/// The unit, the price year and the discount of a worth.
#[cfg(feature = "csv")]
pub(super) fn csv_head<N: Fraction>(worth: &Worth<N>) -> NamedFigures<N> {
    vec![
        ("unit", text(worth.unit())),
        ("price_year", year(worth.price_year())),
        ("deflator", text(worth.deflator())),
        ("discount", Figure::text(discount_text(worth.discount()))),
    ]
}

impl<N: Fraction> Worth<N> {
    /// The worth as JSON: unit, prices and discount, the totals, and the lists `rows`, `stakeholders`, `years` and `inputs`,
    /// one entry a line. Rows are in the order of the map.
    ///
    /// Floats are JSON numbers that read back to the same bits, other kinds are text. What is not stated is `null`, and so
    /// are a ratio without inputs, a payback that is never reached, and weights that are not applied. `first_year` is below
    /// zero for a loss.
    ///
    /// # Errors
    ///
    /// - a payback that the kind of number does not hold: R3.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::impact::{Discount, ImpactMap, Proxy, Row};
    ///
    /// let visits = Row::new("visits", 10.0, Proxy::amount(100.0).unit("GBP")).deadweight(0.25);
    /// let json = ImpactMap::new([visits]).inputs(500.0).value(Discount::none())?.to_json()?;
    /// assert_eq!(
    ///     json,
    ///     r#"{"unit":"GBP","price_year":null,"deflator":null,"discount":{"from":"year_one","steps":[[0,0.0]]},"rule":"impact map","weights":null,
    ///  "totals":{"created":750.0,"destroyed":0.0,"net":750.0,"inputs":500.0,"net_present_value":250.0,"ratio":1.5,"net_ratio":0.5,"payback_years":0.6666666666666666},
    ///  "rows":[
    ///  {"stakeholder":null,"outcome":"visits","indicator":null,"quantity":10.0,"proxy":100.0,"proxy_name":null,"proxy_price_year":null,"source":null,"deadweight":0.25,"displacement":0.0,"due_to_others":0.0,"drop_off":0.0,"lasts":1,"starts_after":0,"own_discount":null,"weight":null,"first_year":750.0,"created":750.0,"destroyed":0.0}],
    ///  "stakeholders":[
    ///  {"stakeholder":null,"created":750.0,"destroyed":0.0,"net":750.0}],
    ///  "years":[
    ///  {"year":1,"created":750.0,"destroyed":0.0,"net":750.0}],
    ///  "inputs":[
    ///  {"name":null,"stakeholder":null,"amount":500.0,"price_year":null,"at":0,"present":500.0}]}"#,
    /// );
    /// # Ok::<(), covalue::error::ImpactError>(())
    /// ```
    #[cfg(feature = "json")]
    pub fn to_json(&self) -> Result<String, ImpactError> {
        let mut totals = sides(None, [self.created(), self.destroyed(), self.net()]);
        totals.extend([
            ("inputs", Figure::Amount(self.inputs().clone())),
            ("net_present_value", Figure::Amount(self.net_present_value().clone())),
            ("ratio", Figure::amount(self.ratio().cloned())),
            ("net_ratio", Figure::amount(self.net_ratio().cloned())),
            ("payback_years", Figure::amount(self.payback()?)),
        ]);
        let stakeholders = self.stakeholders().map(|part| {
            sides(Some(("stakeholder", text(part.stakeholder()))), [part.created(), part.destroyed(), part.net()])
        });
        let years = self.years().map(|year| {
            sides(Some(("year", Figure::Count(year.year().into()))), [year.created(), year.destroyed(), year.net()])
        });
        Ok([
            worth_head(self, "impact map"),
            format!(",\"weights\":{}", json(self.weights_source())),
            format!(",\n \"totals\":{}", json_object(totals)),
            object_list("rows", self.rows().map(|row| row_figures(self, row))),
            object_list("stakeholders", stakeholders),
            object_list("years", years),
            object_list("inputs", self.input_values().map(input_figures)),
            "}".to_owned(),
        ]
        .concat())
    }

    /// The rows of the worth as CSV, with the fields that they have in JSON, and with the unit, the price year, the discount
    /// and the source of weights in each row. What is not stated is an empty cell. A map of no rows is a header.
    ///
    /// A discount is its convention and its rates, each behind the year from which it holds: `year_one 0:0.035 31:0.03`.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::impact::{Discount, ImpactMap, Proxy, Row};
    ///
    /// let visits = Row::new("visits, calls", 10.0, Proxy::amount(100.0).unit("GBP")).deadweight(0.25);
    /// let csv = ImpactMap::new([visits]).value(Discount::from_year_one(0.25))?.to_csv();
    /// assert_eq!(
    ///     csv,
    ///     "stakeholder,outcome,indicator,quantity,proxy,proxy_name,proxy_price_year,source,deadweight,displacement,\
    ///      due_to_others,drop_off,lasts,starts_after,own_discount,weight,first_year,created,destroyed,\
    ///      unit,price_year,deflator,discount,weights\n\
    ///      ,\"visits, calls\",,10.0,100.0,,,,0.25,0.0,0.0,0.0,1,0,,,750.0,600.0,0.0,GBP,,,year_one 0:0.25,\n",
    /// );
    /// # Ok::<(), covalue::error::ImpactError>(())
    /// ```
    #[cfg(feature = "csv")]
    pub fn to_csv(&self) -> String {
        let mut same = csv_head(self);
        same.push(("weights", text(self.weights_source())));
        csv_table(&ROW, self.rows().map(|row| row_figures(self, row)), same)
    }
}

impl<N: Fraction> Sensitivity<N> {
    /// The swings as JSON, the widest first, behind unit, prices, discount and the net present value as stated.
    ///
    /// `range_price_year` is the year of the prices of a range and of its switching value, and `null` if these are the prices
    /// of the map. `low` and `high` are the net present values at both ends, and `swing` is their distance. `switching` is the
    /// value at which the net present value is 0, and `switching_is` says whether it is exact (`at`), within 1e-12 (`near`) or
    /// not to be had (`never`); `null` for years, which are whole, and for a value that
    /// the kind of number does not hold.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::impact::{Assumption, Discount, ImpactMap, Proxy, Row};
    ///
    /// let visits = Row::new("visits", 10.0, Proxy::amount(100.0)).range(Assumption::Quantity, 6.0, 12.0);
    /// let json = ImpactMap::new([visits]).inputs(400.0).sensitivity(Discount::none())?.to_json();
    /// assert_eq!(
    ///     json,
    ///     r#"{"unit":null,"price_year":null,"deflator":null,"discount":{"from":"year_one","steps":[[0,0.0]]},"rule":"one assumption at a time","net_present_value":600.0,
    ///  "swings":[
    ///  {"of":"visits","assumption":"quantity","range_price_year":null,"low_value":6.0,"high_value":12.0,"low":200.0,"high":800.0,"low_ratio":1.5,"high_ratio":3.0,"swing":600.0,"switching":4.0,"switching_is":"at"}]}"#,
    /// );
    /// # Ok::<(), covalue::error::ImpactError>(())
    /// ```
    #[cfg(feature = "json")]
    pub fn to_json(&self) -> String {
        let central = self.central();
        [
            worth_head(central, "one assumption at a time"),
            format!(
                ",\"net_present_value\":{}",
                json(JsonFigure(&Figure::Amount(central.net_present_value().clone())))
            ),
            object_list("swings", self.swings().map(|swing| swing_figures(self, swing))),
            "}".to_owned(),
        ]
        .concat()
    }

    /// The swings as CSV, the widest first, with the fields of the JSON, and with the net present value as stated, unit,
    /// price year and discount in each row.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::impact::{Assumption, Discount, ImpactMap, Proxy, Row};
    ///
    /// let visits = Row::new("visits", 10.0, Proxy::amount(100.0)).range(Assumption::Quantity, 6.0, 12.0);
    /// let csv = ImpactMap::new([visits]).inputs(400.0).sensitivity(Discount::none())?.to_csv();
    /// assert_eq!(
    ///     csv,
    ///     "of,assumption,range_price_year,low_value,high_value,low,high,low_ratio,high_ratio,swing,switching,switching_is,\
    ///      net_present_value,unit,price_year,deflator,discount\n\
    ///      visits,quantity,,6.0,12.0,200.0,800.0,1.5,3.0,600.0,4.0,at,600.0,,,,year_one 0:0.0\n",
    /// );
    /// # Ok::<(), covalue::error::ImpactError>(())
    /// ```
    #[cfg(feature = "csv")]
    pub fn to_csv(&self) -> String {
        let central = self.central();
        let stated = ("net_present_value", Figure::Amount(central.net_present_value().clone()));
        let same = std::iter::once(stated).chain(csv_head(central)).collect();
        csv_table(&SWING, self.swings().map(|swing| swing_figures(self, swing)), same)
    }
}
