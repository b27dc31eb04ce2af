//! The lines of a statement, and the statement over time, with the confidence intervals of the nets.

use super::error::ChartError;
use super::lines::{IntervalTerms, LineFigures, Panels};
use super::timeline::Timeline;
use super::words::shown;
use super::{BarChart, TimeChart};
use crate::catalogue::MeasureId;
use crate::certainty::{Intervals, LineFigure, LineIntervals, Resampling};
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
        let mut nets = NetIntervals::of(self, intervals)?;
        let mut panels = Panels::with(self, |cell| nets.figures(cell))?;
        panels.intervals = Some(nets.terms()?);
        Ok(BarChart::of(panels))
    }

    /// The statement [over time](Self::time_chart), with the confidence interval of each net.
    ///
    /// Columns are totals, and so are the limits: those of the net for each person, times the people. A period without an
    /// interval is a diamond alone, and the description gives the reason. Where periods are too narrow for diamonds, intervals
    /// are in the description only.
    ///
    /// # Errors
    ///
    /// - a grouping without a period (year, quarter or month), or with several;
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
    /// for user in 0..80 {
    ///     let visit = Interaction::between(format!("user {user}"), "physio", date(2026 - user / 40, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(f64::from(user % 8) - 2.0)))?;
    /// }
    /// let intervals = ledger.intervals_on(By::Year, Resampling::seeded(1))?;
    /// let chart = ledger.statement(By::Year)?.time_chart_with(&intervals)?;
    /// assert!(chart.description().contains("2026: created 75, destroyed 15, net 60 (29.1 to 90.5)"));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn time_chart_with(&self, intervals: &Intervals) -> Result<TimeChart, ChartError> {
        let mut nets = NetIntervals::of(self, intervals)?;
        let mut timeline = Timeline::with(self, |cell| nets.figures(cell))?;
        timeline.intervals = Some(nets.terms()?);
        Ok(TimeChart::of(timeline))
    }
}

/// The intervals of a statement, each of which has to be that of a line.
struct NetIntervals<'a> {
    intervals: &'a Intervals,
    /// The number of intervals that no line had yet.
    left: usize,
}

impl<'a> NetIntervals<'a> {
    fn of<N: Number>(statement: &Statement<N>, intervals: &'a Intervals) -> Result<Self, ChartError> {
        if statement.terms() != Some(intervals.terms()) {
            let statement = statement.terms().map_or_else(|| "no terms".to_owned(), ToString::to_string);
            return Err(ChartError::OtherTerms { intervals: intervals.terms().to_string(), statement });
        }
        Ok(Self { intervals, left: intervals.lines().len() })
    }

    /// The figures of a cell with the interval of its net, if an appraisal is counted.
    fn figures<N: Number>(&mut self, cell: &Cell<N>) -> Result<LineFigures, ChartError> {
        let line = LineFigures::of(cell)?;
        let known = self.intervals.line(cell.line().clone(), cell.measure()).ok();
        let is_same =
            |known: &&LineIntervals| (known.total(LineFigure::Net) - line.net).abs() <= ROUNDING * line.moved();
        let known = known.filter(is_same).ok_or_else(|| other_intervals(cell.measure()))?;
        self.left -= 1;
        let limits = known.net().map(|net| [net.total_low(), net.total_high()]).map_err(no_interval_text);
        Ok(LineFigures { interval: (line.appraisals() > 0).then_some(limits), ..line })
    }

    /// The terms of the intervals, once all lines have theirs.
    fn terms(&self) -> Result<IntervalTerms, ChartError> {
        match self.intervals.lines().next() {
            Some(line) if self.left > 0 => Err(other_intervals(line.measure())),
            _ => Ok(interval_terms(self.intervals.resampling())),
        }
    }
}

fn other_intervals(measure: &MeasureId) -> ChartError {
    ChartError::OtherIntervals { measure: measure.as_str().to_owned() }
}

fn interval_terms(resampling: &Resampling) -> IntervalTerms {
    IntervalTerms {
        level: format!("{} %", resampling.level_text()),
        method: shown(&interval_method(resampling, "people")),
    }
}
