//! Statements in money as JSON and CSV.

#[cfg(feature = "csv")]
use super::csv::to_csv;
#[cfg(feature = "json")]
use super::json::{json_head, json_list};
use super::rows::{Head, OutputLine, OutputRow, infallible};
use super::worth::{text, year};
use crate::analysis::{Figure, NamedFigures};
use crate::number::Fraction;
use crate::statement::Line;
use crate::worth::{CellWorth, FourFigures, NotValued, Proxy, StatementWorth};

/// The columns of the CSV besides the words of the grouping.
#[cfg(feature = "csv")]
const COLUMNS: [&str; 12] = [
    "measure",
    "proxy",
    "proxy_name",
    "per",
    "proxy_price_year",
    "source",
    "created",
    "destroyed",
    "windfall_gain",
    "windfall_loss",
    "net",
    "in",
];

/// The amounts of a line, a cell, the whole or a measure.
fn amounts<N: Fraction>(figures: &FourFigures<N>) -> NamedFigures<N> {
    let [gain, loss] = figures.windfalls.as_ref().map_or([None; 2], |windfalls| windfalls.each_ref().map(Some));
    let windfall = |amount: Option<&N>| windfall(amount, figures.co_operation_is_stated);
    let amount = |amount: &N| Figure::Amount(amount.clone());
    vec![
        ("created", amount(&figures.created)),
        ("destroyed", amount(&figures.destroyed)),
        ("windfall_gain", windfall(gain)),
        ("windfall_loss", windfall(loss)),
        ("net", amount(&figures.net)),
    ]
}

/// A windfall. A zero where no contribution is stated is not a finding: it is `not asked` in the table of the statement.
fn windfall<N: Fraction>(amount: Option<&N>, co_operation_is_stated: bool) -> Figure<N> {
    Figure::amount(amount.filter(|amount| co_operation_is_stated || !amount.is_zero()).cloned())
}

fn row<N>(line: Option<&Line>, figures: NamedFigures<N>) -> OutputRow<N> {
    OutputRow { line: line.map_or(OutputLine::NoLines, |line| OutputLine::Line(line.clone())), figures }
}

fn of_measure<N: Fraction>(left: &NotValued<N>) -> NamedFigures<N> {
    let names = [("measure", Figure::text(left.measure().as_str())), ("in", Figure::text(left.unit()))];
    names.into_iter().chain(amounts(left.figures())).collect()
}

#[cfg(feature = "json")]
fn of_proxy<N: Fraction>((measure, proxy): (&str, &Proxy<N>)) -> NamedFigures<N> {
    vec![
        ("measure", Figure::text(measure)),
        ("proxy", Figure::Amount(proxy.get_amount().clone())),
        ("proxy_name", text(proxy.get_name())),
        ("per", text(proxy.get_per())),
        ("proxy_price_year", year(proxy.get_price_year())),
        ("source", text(proxy.get_source())),
    ]
}

impl<N: Fraction> StatementWorth<N> {
    fn head(&self) -> Head<'_, N> {
        let rule = std::iter::once("proxy times amount".to_owned()).chain(self.notes());
        Head {
            rule: Some(rule.collect::<Vec<_>>().join("; ")),
            whole: vec![
                ("unit", text(self.unit())),
                ("price_year", year(self.price_year())),
                ("deflator", text(self.deflator())),
            ],
            ..Head::of(self.terms())
        }
    }

    /// The statement in money as JSON: its terms, rule, unit, price year and totals, and the lists `lines`, `cells` (lines by
    /// measure), `not_valued` (measures without a proxy, with amounts in their own unit `in`) and `proxies`, one entry a line.
    ///
    /// Floats are JSON numbers that read back to the same bits, other kinds are text. Windfalls are `null` if they are not
    /// valued, and where no contribution is stated, so that nothing says who co-operated.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::impact::{Proxy, Valuation};
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # let measures = [Measure::higher_is_better("wellbeing", "points"), Measure::lower_is_better("pain", "points")];
    /// # let mut ledger = Ledger::new(&Catalogue::new(measures, [Service::new("physio", "clinic")])?);
    /// # let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
    /// # let visit = visit.appraisal(Appraisal::of("wellbeing").change(2.0));
    /// # ledger.record(visit.appraisal(Appraisal::of("pain").change(-1.0)))?;
    /// let worth = Valuation::new([("wellbeing", Proxy::new(10.0, "GBP", 2019, "a guide"))])?.of(&ledger.statement(By::Service)?)?;
    /// let json = worth.to_json();
    /// assert!(json.contains(r#"{"line":{"service":"physio"},"created":20.0,"destroyed":0.0,"windfall_gain":null,"#));
    /// assert!(json.contains(r#"{"measure":"pain","in":"points","created":1.0,"#));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    #[cfg(feature = "json")]
    pub fn to_json(&self) -> String {
        let mut head = self.head();
        head.whole.push(("totals", Figure::Group(amounts(self.figures()))));
        let lines = self.lines().map(|line| row(Some(line.line()), amounts(line.figures())));
        let cell = |cell: &CellWorth<N>| {
            let measure = ("measure", Figure::text(cell.measure().as_str()));
            row(Some(cell.line()), std::iter::once(measure).chain(amounts(cell.figures())).collect())
        };
        let not_valued = self.not_valued().map(|left| row(None, of_measure(left)));
        let proxies = self.valuation().proxies().map(|proxy| row(None, of_proxy(proxy)));
        [
            json_head(&head),
            infallible(json_list(&head, "lines", lines.map(Ok))),
            infallible(json_list(&head, "cells", self.cells().map(cell).map(Ok))),
            infallible(json_list(&head, "not_valued", not_valued.map(Ok))),
            infallible(json_list(&head, "proxies", proxies.map(Ok))),
            "}".to_owned(),
        ]
        .concat()
    }

    /// The statement in money as CSV: a row for each line and measure, with its proxy as it is stated, and a row without a line for
    /// each measure without a proxy. `in` is the unit of the amounts: that of the valuation, or that of the measure. The price
    /// year, the rule and the terms are in each row.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::impact::{Proxy, Valuation};
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # let measures = [Measure::higher_is_better("wellbeing", "points"), Measure::lower_is_better("pain", "points")];
    /// # let mut ledger = Ledger::new(&Catalogue::new(measures, [Service::new("physio", "clinic")])?);
    /// # let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
    /// # let visit = visit.appraisal(Appraisal::of("wellbeing").change(2.0));
    /// # ledger.record(visit.appraisal(Appraisal::of("pain").change(-1.0)))?;
    /// let worth = Valuation::new([("wellbeing", Proxy::new(10.0, "GBP", 2019, "a guide"))])?.of(&ledger.statement(By::Service)?)?;
    /// let csv = worth.to_csv();
    /// let mut lines = csv.lines();
    /// assert!(lines.next().unwrap().starts_with("service,measure,proxy,proxy_name,per,proxy_price_year,source,created,destroyed,"));
    /// assert!(lines.next().unwrap().starts_with("physio,wellbeing,10.0,,,2019,a guide,20.0,0.0,,,20.0,GBP,"));
    /// assert!(lines.next().unwrap().starts_with(",pain,,,,,,1.0,0.0,,,1.0,points,"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    #[cfg(feature = "csv")]
    pub fn to_csv(&self) -> String {
        let cell = |cell: &CellWorth<N>| {
            let measure = cell.measure().as_str();
            let proxy = self.valuation().proxy(measure);
            let names = [
                ("measure", Figure::text(measure)),
                ("proxy", Figure::amount(proxy.map(|proxy| proxy.get_amount().clone()))),
                ("proxy_name", text(proxy.and_then(Proxy::get_name))),
                ("per", text(proxy.and_then(Proxy::get_per))),
                ("proxy_price_year", year(proxy.and_then(Proxy::get_price_year))),
                ("source", text(proxy.and_then(Proxy::get_source))),
                ("in", text(self.unit())),
            ];
            row(Some(cell.line()), names.into_iter().chain(amounts(cell.figures())).collect())
        };
        let not_valued = self.not_valued().map(|left| row(None, of_measure(left)));
        infallible(to_csv(&self.head(), &COLUMNS, self.cells().map(cell).chain(not_valued).map(Ok)))
    }
}
