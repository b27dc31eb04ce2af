//! The bars of a statement with the confidence intervals of its net.

use super::BarChart;
use super::error::ChartError;
use super::lines::{IntervalTerms, LineFigures, Panels, by_measure};
use super::words::shown;
use crate::certainty::{Intervals, LineFigure, Resampling};
use crate::number::Number;
use crate::statement::{Cell, Statement};
use crate::text::{interval_method, no_interval_text};

/// A difference up to this share of the amounts is rounding: an interval has its figure from floats.
const ROUNDING: f64 = 1e-9;

impl<N: Number> Statement<N> {
    /// The lines as [diverging bars](Self::bar_chart), with the confidence interval of each net.
    ///
    /// Bars are totals, and so are the limits: those of the net for each person, times the people. A line without an interval
    /// says so, and the description gives the reason. Above 15 lines intervals are in the description only.
    ///
    /// # Errors
    ///
    /// - intervals of other terms, of other books, or with survey weights: form;
    /// - a figure that no number of the kind holds: R3.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::certainty::Resampling;
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// for user in 0..40 {
    ///     let visit = Interaction::between(format!("user {user}"), "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(f64::from(user % 8) - 2.0)))?;
    /// }
    /// let intervals = ledger.intervals_on(By::Service, Resampling::seeded(1))?;
    /// let chart = ledger.statement(By::Service)?.bar_chart_with(&intervals)?;
    /// assert!(chart.description().contains("physio: created 75, destroyed 15, net 60 (29.1 to 90.5)"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn bar_chart_with(&self, intervals: &Intervals) -> Result<BarChart, ChartError> {
        if self.terms() != Some(intervals.terms()) {
            let statement = self.terms().map_or_else(|| "no terms".to_owned(), ToString::to_string);
            return Err(ChartError::OtherTerms { intervals: intervals.terms().to_string(), statement });
        }
        let mut panels = Panels::of(self)?;
        let mut known = intervals.lines().len();
        for (panel, (measure, cells)) in panels.panels.iter_mut().zip(by_measure(self)) {
            let other = || ChartError::OtherIntervals { measure: measure.id().as_str().to_owned() };
            for (line, cell) in panel.lines.iter_mut().zip(&cells) {
                if line.appraisals() > 0 {
                    line.interval = Some(interval(intervals, cell, line).ok_or_else(other)?);
                    known -= 1;
                }
            }
        }
        if let (Some(line), true) = (intervals.lines().next(), known > 0) {
            return Err(ChartError::OtherIntervals { measure: line.measure().as_str().to_owned() });
        }
        panels.intervals = Some(interval_terms(intervals.resampling()));
        Ok(BarChart::of(panels))
    }
}

/// The limits of the net of a line, or the reason for none; `None` if the intervals are not those of this line.
fn interval<N: Number>(intervals: &Intervals, cell: &Cell<N>, line: &LineFigures) -> Option<Result<[f64; 2], String>> {
    let known = intervals.line(cell.line().clone(), cell.measure()).ok()?;
    let is_same = (known.total(LineFigure::Net) - line.net).abs() <= ROUNDING * line.moved();
    let limits = || known.net().map(|net| [net.total_low(), net.total_high()]).map_err(no_interval_text);
    is_same.then(limits)
}

fn interval_terms(resampling: &Resampling) -> IntervalTerms {
    IntervalTerms {
        level: format!("{} %", resampling.level_text()),
        method: shown(&interval_method(resampling, "people")),
    }
}
