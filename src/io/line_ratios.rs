//! Intervals of the ratios of an analysis as JSON and CSV.

use std::convert::Infallible;

#[cfg(feature = "json")]
use super::intervals::lines_and_differences;
use super::ratios::figures;
#[cfg(feature = "csv")]
use super::rows::infallible;
use super::rows::{Head, OutputLine, OutputRow};
use crate::analysis::{Figure, NamedFigures};
use crate::catalogue::MeasureId;
use crate::certainty::{EngagementIntervals, Interval, LineRatio, LineRatios, NoInterval, RiskIntervals};

/// The names of the ratios of an analysis.
const ENGAGEMENT: [&str; 2] = ["user_engagement", "provider_engagement"];
const RISK: [&str; 2] = ["expected_loss", "mean_loss"];

/// The fields of a ratio.
#[cfg(feature = "csv")]
const FIELDS: [&str; 7] = ["units", "estimate", "low", "high", "none", "found", "least"];

impl<const K: usize> LineRatios<K> {
    fn head(&self, people: &str) -> Head<'_, f64> {
        Head {
            rule: Some(self.resampling.rule_text(people)),
            #[cfg(feature = "csv")]
            of_differences: !self.differences.is_empty(),
            ..Head::of(Some(&self.terms))
        }
    }

    /// The fields of a line before those of its ratios.
    fn of_line(&self, line: &LineRatio<K>) -> NamedFigures<f64> {
        let unstated = self.resampling.get_by().map(|_| ("unstated", Figure::Count(line.unstated)));
        of_measure(line.measure.as_ref()).chain([("people", Figure::Count(line.people))]).chain(unstated).collect()
    }

    fn output_rows(&self, names: [&'static str; K]) -> impl Iterator<Item = Result<OutputRow<f64>, Infallible>> {
        self.lines.iter().map(move |line| {
            let figures = self.of_line(line).into_iter().chain(of_ratios(names, &line.results)).collect();
            Ok(OutputRow { line: OutputLine::Line(line.line.clone()), figures })
        })
    }

    fn difference_rows(&self, names: [&'static str; K]) -> impl Iterator<Item = Result<OutputRow<f64>, Infallible>> {
        self.differences.iter().map(move |part| {
            let figures = of_measure(part.measure.as_ref()).chain(of_ratios(names, &part.results)).collect();
            Ok(OutputRow { line: OutputLine::Difference(part.line.clone(), part.less.clone()), figures })
        })
    }

    #[cfg(feature = "json")]
    fn to_json(&self, people: &str, names: [&'static str; K]) -> String {
        lines_and_differences(&self.head(people), self.output_rows(names), self.difference_rows(names))
    }

    #[cfg(feature = "csv")]
    fn to_csv(&self, people: &str, of_line: &[&str], names: [&'static str; K]) -> String {
        let unstated = self.resampling.get_by().map(|_| "unstated");
        let of_line = of_line.iter().copied().chain(["people"]).chain(unstated).map(str::to_owned);
        let of_ratios = names.iter().flat_map(|name| FIELDS.map(|field| format!("{name}_{field}")));
        let columns: Vec<String> = of_line.chain(of_ratios).collect();
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let rows = self.output_rows(names).chain(self.difference_rows(names));
        infallible(super::csv::to_csv(&self.head(people), &columns, rows))
    }
}

/// The measure and its unit, in an analysis of measures.
fn of_measure(measure: Option<&(MeasureId, Box<str>)>) -> impl Iterator<Item = (&'static str, Figure<f64>)> {
    let of_measure = |(measure, unit): &(MeasureId, Box<str>)| {
        [("measure", Figure::text(measure.as_str())), ("unit", Figure::text(&**unit))]
    };
    measure.map(of_measure).into_iter().flatten()
}

/// The ratios by name.
fn of_ratios<const K: usize>(
    names: [&'static str; K],
    results: &[Result<Interval, NoInterval>; K],
) -> impl Iterator<Item = (&'static str, Figure<f64>)> {
    names.into_iter().zip(*results).map(|(name, result)| (name, Figure::Group(figures(result))))
}

impl EngagementIntervals {
    /// The intervals as JSON, in the form of section 16 of the [model](crate::_documentation::model): the terms and the method
    /// on the first line, then one line of the analysis a line.
    ///
    /// A ratio has its number of `units`, the `estimate` and its limits `low` and `high`, or the reason for which it has none
    /// (`none`), with the number of units that were `found` and the `least` that is needed.
    /// Differences that were asked for are a second list: `less` is the line that is taken off, or `null` for all others together.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::certainty::Resampling;
    /// # use covalue::{By, Catalogue, Contribution, Interaction, Ledger, Service, date};
    /// # let mut ledger = Ledger::<f64>::new(&Catalogue::new([], [Service::new("physio", "clinic")])?);
    /// # let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
    /// # ledger.record(visit.contribution(Contribution::of("ana").integrated(2.0)))?;
    /// let json = ledger.engagement_intervals(By::Service, Resampling::seeded(1))?.to_json();
    /// assert!(json.contains(r#"{"line":{"service":"physio"},"people":1,"user_engagement":{"none":"too_few_units","found":1,"least":20},"#));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    #[cfg(feature = "json")]
    pub fn to_json(&self) -> String {
        self.ratios.to_json("users", ENGAGEMENT)
    }

    /// The intervals as CSV: a row for each line, with the fields of the JSON such as `user_engagement_low`, the method and the
    /// terms. What a ratio does not have is an empty cell. Differences that were asked for are rows below: their column `less` is
    /// `line` or `all_others`, and columns such as `less_service` have the values of the line that is taken off.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::certainty::Resampling;
    /// # use covalue::{By, Catalogue, Ledger, Service};
    /// # let ledger = Ledger::<f64>::new(&Catalogue::new([], [Service::new("physio", "clinic")])?);
    /// let csv = ledger.engagement_intervals(By::Service, Resampling::seeded(1))?.to_csv();
    /// assert!(csv.starts_with("service,people,user_engagement_units,user_engagement_estimate,user_engagement_low,"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    #[cfg(feature = "csv")]
    pub fn to_csv(&self) -> String {
        self.ratios.to_csv("users", &[], ENGAGEMENT)
    }
}

impl RiskIntervals {
    /// The intervals as JSON, in the form of section 16 of the [model](crate::_documentation::model): the terms and the method
    /// on the first line, then one line and measure a line.
    ///
    /// A loss has its number of `units`, the `estimate` and its limits `low` and `high`, or the reason for which it has none
    /// (`none`), with the number of units that were `found` and the `least` that is needed.
    /// Differences that were asked for are a second list: `less` is the line that is taken off, or `null` for all others together.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::certainty::Resampling;
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// # let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
    /// # ledger.record(visit.appraisal(Appraisal::of("mobility").change(2.0)))?;
    /// let json = ledger.risk_intervals(By::Service, Resampling::seeded(1))?.to_json();
    /// assert!(json.contains(r#""measure":"mobility","unit":"points","people":1,"expected_loss":{"none":"too_few_units","#));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    #[cfg(feature = "json")]
    pub fn to_json(&self) -> String {
        self.ratios.to_json("people", RISK)
    }

    /// The intervals as CSV: a row for each line and measure, with the fields of the JSON such as `mean_loss_low`, the method and
    /// the terms. What a loss does not have is an empty cell. Differences that were asked for are rows below: their column `less` is
    /// `line` or `all_others`, and columns such as `less_service` have the values of the line that is taken off.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::certainty::Resampling;
    /// # use covalue::{By, Catalogue, Ledger, Service};
    /// # let ledger = Ledger::<f64>::new(&Catalogue::new([], [Service::new("physio", "clinic")])?);
    /// let csv = ledger.risk_intervals(By::Service, Resampling::seeded(1))?.to_csv();
    /// assert!(csv.starts_with("service,measure,unit,people,expected_loss_units,expected_loss_estimate,expected_loss_low,"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    #[cfg(feature = "csv")]
    pub fn to_csv(&self) -> String {
        self.ratios.to_csv("people", &["measure", "unit"], RISK)
    }
}
