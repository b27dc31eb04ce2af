//! Intervals as JSON and CSV.

use std::convert::Infallible;

#[cfg(feature = "json")]
use super::json::{json_head, json_list};
use super::rows::{Head, OutputLine, OutputRow, infallible};
use crate::analysis::{Figure, NamedFigures};
use crate::certainty::{Interval, Intervals, LineFigure, LineIntervals, NoInterval, Resampling};

/// The fields of a figure.
#[cfg(feature = "csv")]
const FIELDS: [&str; 11] = [
    "each",
    "low",
    "high",
    "total",
    "total_low",
    "total_high",
    "none",
    "found",
    "least",
    "none_missing_lowest",
    "none_missing_highest",
];

/// A figure with its limits, or the reason for which it has none.
fn figures(result: Result<Interval, NoInterval>) -> NamedFigures<f64> {
    match result {
        Ok(interval) => vec![
            ("each", Figure::Amount(interval.estimate())),
            ("low", Figure::Amount(interval.low())),
            ("high", Figure::Amount(interval.high())),
            ("total", Figure::Amount(interval.total())),
            ("total_low", Figure::Amount(interval.total_low())),
            ("total_high", Figure::Amount(interval.total_high())),
        ],
        Err(reason) => none_figures(reason),
    }
}

/// The reason for which there is no interval, with its counts.
pub(super) fn none_figures(reason: NoInterval) -> NamedFigures<f64> {
    let (found, least) = match reason {
        NoInterval::TooFewUnits { found, least } | NoInterval::TooFewAmounts { found, least } => {
            (Some(found), Some(least))
        }
        NoInterval::EmptyReplicates { found, .. } => (Some(found), None),
        NoInterval::NoSpread | NoInterval::TooSkewed => (None, None),
    };
    let count = |count: Option<u64>| count.map_or(Figure::NotGiven, Figure::Count);
    vec![("none", Figure::text(word(reason))), ("found", count(found)), ("least", count(least))]
}

/// The word for a reason.
fn word(reason: NoInterval) -> &'static str {
    match reason {
        NoInterval::TooFewUnits { .. } => "too_few_units",
        NoInterval::TooFewAmounts { .. } => "too_few_amounts",
        NoInterval::EmptyReplicates { .. } => "empty_replicates",
        NoInterval::NoSpread => "no_spread",
        NoInterval::TooSkewed => "too_skewed",
    }
}

fn line_figures(line: &LineIntervals, resampling: &Resampling) -> NamedFigures<f64> {
    let mut figures_of_line = vec![
        ("measure", Figure::text(line.measure().as_str())),
        ("unit", Figure::text(line.unit())),
        ("people", Figure::Count(line.people())),
    ];
    if resampling.get_by().is_some() {
        figures_of_line.extend([("units", Figure::Count(line.units())), ("unstated", Figure::Count(line.unstated()))]);
    }
    figures_of_line.push(("missing", line.missing().map_or(Figure::NotGiven, Figure::Count)));
    let of_figure = |figure: LineFigure| {
        let mut figures = figures(line.result(figure));
        if let Some(range) = line.bounds().map(|bounds| figure.range(bounds)) {
            figures.push(("none_missing_lowest", Figure::Amount(*range.lowest())));
            figures.push(("none_missing_highest", Figure::Amount(*range.highest())));
        }
        (figure.name(), Figure::Group(figures))
    };
    let of_figures = LineFigure::ALL.into_iter().map(of_figure);
    figures_of_line.into_iter().chain(of_figures).collect()
}

/// The lines as JSON, and below them the differences, if some were asked for.
#[cfg(feature = "json")]
pub(super) fn lines_and_differences(
    head: &Head<'_, f64>,
    lines: impl Iterator<Item = Result<OutputRow<f64>, Infallible>>,
    differences: impl Iterator<Item = Result<OutputRow<f64>, Infallible>>,
) -> String {
    let lines = infallible(json_list(head, "lines", lines));
    let mut differences = differences.peekable();
    let differences = differences.peek().is_some().then(|| infallible(json_list(head, "differences", differences)));
    [json_head(head), lines, differences.unwrap_or_default(), "}".to_owned()].concat()
}

impl Intervals {
    fn head(&self) -> Head<'_, f64> {
        Head {
            rule: Some(self.resampling().rule_text("people")),
            #[cfg(feature = "csv")]
            of_differences: self.differences().len() > 0,
            ..Head::of(Some(self.terms()))
        }
    }

    fn output_rows(&self) -> impl Iterator<Item = Result<OutputRow<f64>, Infallible>> {
        self.lines().map(|line| {
            let figures = line_figures(line, self.resampling());
            Ok(OutputRow { line: OutputLine::Line(line.line().clone()), figures })
        })
    }

    fn difference_rows(&self) -> impl Iterator<Item = Result<OutputRow<f64>, Infallible>> {
        self.differences().map(|part| {
            let names = [("measure", Figure::text(part.measure().as_str())), ("unit", Figure::text(part.unit()))];
            let of_figure = |figure: LineFigure| {
                // Totals of a difference are no figures of either line.
                let figures = figures(part.result(figure)).into_iter().filter(|(name, _)| !name.starts_with("total"));
                (figure.name(), Figure::Group(figures.collect()))
            };
            let figures = names.into_iter().chain(LineFigure::ALL.into_iter().map(of_figure)).collect();
            Ok(OutputRow { line: OutputLine::Difference(part.line().clone(), part.less().cloned()), figures })
        })
    }

    /// The intervals as JSON, in the form of section 16 of the [model](crate::_documentation::model): the terms and the method
    /// on the first line, then one line and measure a line.
    ///
    /// A figure is `each` (for each person or appraisal) with its limits `low` and `high`, and all units together (`total`,
    /// `total_low`, `total_high`). Without an interval it is the reason (`none`), with the number of units, or of units
    /// with an amount, that were `found`, and the `least` that is needed. `missing` is the number of missing appraisals, and
    /// `none_missing_lowest` and `none_missing_highest` are the bounds of a total if none were missing, for a measure with a range.
    /// Differences that were asked for are a second list: `less` is the line that is taken off, or `null` for all others together.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// # let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
    /// # ledger.record(visit.appraisal(Appraisal::of("mobility").change(2.0)))?;
    /// let json = ledger.intervals(By::Service)?.to_json();
    /// assert!(json.contains(r#""rule":"95 % BCa, 4999 replicates of people, seed 0, at least 20 people""#));
    /// assert!(json.contains(r#""created":{"none":"too_few_units","found":1,"least":20},"#));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    #[cfg(feature = "json")]
    pub fn to_json(&self) -> String {
        lines_and_differences(&self.head(), self.output_rows(), self.difference_rows())
    }

    /// The intervals as CSV: a row for each line and measure, with the fields of the JSON such as `created_low`, the method and
    /// the terms. What a figure does not have is an empty cell. Differences that were asked for are rows below: their column `less` is
    /// `line` or `all_others`, and columns such as `less_service` have the values of the line that is taken off.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// # let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
    /// # ledger.record(visit.appraisal(Appraisal::of("mobility").change(2.0)))?;
    /// let csv = ledger.intervals(By::Service)?.to_csv();
    /// assert!(csv.starts_with("service,measure,unit,people,missing,created_each,created_low,created_high,created_total,"));
    /// assert!(csv.contains("\nphysio,mobility,points,1,0,,,,,,,too_few_units,1,20,"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    #[cfg(feature = "csv")]
    pub fn to_csv(&self) -> String {
        let units: &[&str] = if self.resampling().get_by().is_some() { &["units", "unstated"] } else { &[] };
        let of_line = ["measure", "unit", "people"]
            .into_iter()
            .chain(units.iter().copied())
            .chain(["missing"])
            .map(str::to_owned);
        let of_figures =
            LineFigure::ALL.into_iter().flat_map(|figure| FIELDS.map(|field| format!("{}_{field}", figure.name())));
        let columns: Vec<String> = of_line.chain(of_figures).collect();
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        infallible(super::csv::to_csv(&self.head(), &columns, self.output_rows().chain(self.difference_rows())))
    }
}
