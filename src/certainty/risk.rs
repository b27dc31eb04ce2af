//! Intervals of the mean losses of a risk analysis.

use std::fmt;

use super::error::CertaintyError;
use super::interval::{Interval, NoInterval};
use super::line_ratios::{LineRatio, LineRatioDifference, LineRatios, Part, extended, float_part};
use super::resampling::Resampling;
use crate::analysis::FINITE;
use crate::analysis::changes::{Changes, for_each_person};
use crate::catalogue::MeasureId;
use crate::getters::getters;
use crate::ledger::Ledger;
use crate::number::{Fraction, Total};
use crate::statement::{IntoLine, Line, LineError, Terms};

/// Intervals of the expected loss and of the mean loss, on each line and measure of [`Risks`](crate::risk::Risks).
///
/// Made by [`Ledger::risk_intervals`]. They tell how far losses could be otherwise by chance, if other people of the same kind had
/// come. The share of losses has an interval of its own: see [`RiskFigures::interval`](crate::risk::RiskFigures::interval).
///
/// # Formula
///
/// The expected loss is `d ÷ n` and the mean loss `d ÷ l`, with `d` the sum of losses (windfall losses with them), `n` the appraisals, and `l` those
/// that are losses. Units of the mean loss are the people with a loss. See [`Interval`] for the limits.
///
/// # Example
///
/// ```
/// use covalue::certainty::Resampling;
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for user in 0..80 {
///     let visit = Interaction::between(format!("user {user}"), "physio", date(2026, 3, 2));
///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(f64::from(user % 8) - 3.0)))?;
/// }
/// let intervals = ledger.risk_intervals(By::Service, Resampling::seeded(1))?;
/// let physio = intervals.line("physio", "mobility")?;
/// let loss = physio.mean_loss()?; // or why there is no interval
/// assert_eq!((loss.estimate(), loss.units(), physio.expected_loss()?.estimate()), (2.0, 30, 0.75));
/// assert_eq!(format!("{:.2} to {:.2}", loss.low(), loss.high()), "1.68 to 2.31");
/// assert_eq!(
///     intervals.to_string(),
///     "change from before; users' own appraisals
/// 95 % confidence intervals: 4,999 replicates of people, seed 1
/// service  measure   unit    people  expected loss for each appraisal  mean loss for each loss
/// physio   mobility  points      80               0.75 (0.52 to 1.02)      2.00 (1.68 to 2.31)
/// in brackets: confidence intervals, which say how far chance could move a figure
/// ",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct RiskIntervals {
    pub(crate) ratios: LineRatios<2>,
}

/// The intervals of the losses of a line and measure.
#[derive(Clone, Copy)]
pub struct RiskLineIntervals<'i>(&'i LineRatio<2>);

/// The intervals of the losses of a line less those of another line, or less those of all others together, on one measure.
///
/// # Example
///
/// ```
/// use covalue::certainty::Resampling;
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, User, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for user in 0..80 {
///     let ward = ["north", "south"][user % 2];
///     let visit = Interaction::between(User::new(format!("user {user}")).with("ward", ward), "physio", date(2026, 3, 2));
///     ledger.record(visit.appraisal(Appraisal::of("mobility").change((user % 7) as f64 - 4.0)))?;
/// }
/// let intervals = ledger.risk_intervals(By::with("ward"), Resampling::seeded(1))?.less("north", "south", "mobility")?;
/// let north = intervals.differences().next().expect("one was asked for");
/// let loss = north.expected_loss()?; // or why there is no interval
/// assert_eq!(format!("{:.2}, {:.2} to {:.2}", loss.estimate(), loss.low(), loss.high()), "-0.02, -0.70 to 0.68");
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct RiskDifference<'i>(&'i LineRatioDifference<2>);

/// Writes the getters of both intervals.
macro_rules! interval_getters {
    ($type:ident) => {
        impl $type<'_> {
            getters! { self:
                /// The mean loss over all appraisals, or a difference of two, in the unit of the measure.
                ///
                /// # Errors
                ///
                /// - the reason for which there is no interval.
                expected_loss: Result<Interval, NoInterval> = self.0.results[0];
                /// The mean of the losses, or a difference of two, in the unit of the measure.
                ///
                /// # Errors
                ///
                /// - the reason for which there is no interval.
                mean_loss: Result<Interval, NoInterval> = self.0.results[1];
            }
        }
    };
}

interval_getters!(RiskLineIntervals);
interval_getters!(RiskDifference);

impl RiskDifference<'_> {
    getters! { self:
        /// The line.
        line: &Line = &self.0.line;
        /// The line whose losses are taken off; `None` for all others that state each value of the grouping.
        less: Option<&Line> = self.0.less.as_ref();
        /// The measure.
        measure: &MeasureId = self.0.measure.as_ref().map(|(measure, _)| measure).expect("risks are of measures");
    }
}

impl RiskLineIntervals<'_> {
    getters! { self:
        /// The line.
        line: &Line = &self.0.line;
        /// The measure.
        measure: &MeasureId = self.0.measure.as_ref().map(|(measure, _)| measure).expect("risks are of measures");
        /// The number of people with a counted appraisal.
        people: u64 = self.0.people;
        /// The number of counted appraisals that do not state the dimension that is resampled.
        unstated: u64 = self.0.unstated;
    }
}

impl<N: Fraction> Ledger<N> {
    /// Intervals of the expected loss and of the mean loss, by resampling the people of each line.
    ///
    /// # Errors
    ///
    /// - invalid terms, a grouping by the dimension that is resampled;
    /// - a resampling for each appraisal, since losses have divisors of their own: form;
    /// - a person without a survey weight, and an amount that no float holds: R3;
    /// - too few replicates for the level: R42.
    pub fn risk_intervals(
        &self,
        terms: impl Into<Terms>,
        resampling: Resampling,
    ) -> Result<RiskIntervals, CertaintyError> {
        let terms = terms.into().checked()?;
        let extended = extended(&terms, &resampling)?;
        let Changes { changes, index, .. } = Changes::collect(self, &extended, |_| Some(()), |_| {})?;
        let mut parts = Vec::new();
        for_each_person(&changes, |changes| {
            let (mut lost, mut losses) = (N::Total::default(), 0_u64);
            for change in changes.iter().filter(|change| change.counts_as.is_worse()) {
                lost.subtract(&change.change).expect(FINITE);
                losses += 1;
            }
            let (lost, entries) = (float_part::<N>(&lost, 1), changes.len() as u64);
            let ratios = [(lost, entries as f64), (lost, losses as f64)];
            parts.push(Part { row: changes[0].row as usize, person: changes[0].beneficiary, ratios, entries });
        });
        let words = extended.grouping().words().len();
        let measure = |row| Some(index.measure(row, words));
        let ratios = LineRatios::new(self, (terms, resampling), &index, measure, parts)?;
        Ok(RiskIntervals { ratios })
    }
}

impl RiskIntervals {
    getters! { self:
        /// The terms that select what it counts, and group it.
        terms: &Terms = &self.ratios.terms;
        /// How people were resampled.
        resampling: &Resampling = &self.ratios.resampling;
        /// The lines, sorted as the cells of a statement are.
        lines: impl ExactSizeIterator<Item = RiskLineIntervals<'_>> = self.ratios.lines.iter().map(RiskLineIntervals);
        /// The differences, in the order in which they were asked for.
        differences: impl ExactSizeIterator<Item = RiskDifference<'_>> =
            self.ratios.differences.iter().map(RiskDifference);
    }

    /// The intervals of a line and measure.
    ///
    /// # Errors
    ///
    /// - a line on which no appraisal is counted: an error, not a zero (R20).
    pub fn line(&self, line: impl IntoLine, measure: impl AsRef<str>) -> Result<RiskLineIntervals<'_>, LineError> {
        Ok(RiskLineIntervals(&self.ratios.lines[index_of(&self.ratios, &line.into_line(), measure.as_ref())?]))
    }

    /// Adds the difference of a line less another, on one measure: it stands below the lines in tables and files. A person on
    /// both lines counts as one: pairs stay pairs.
    ///
    /// # Errors
    ///
    /// - a line on which no appraisal is counted: R20.
    pub fn less(self, line: impl IntoLine, less: impl IntoLine, measure: impl AsRef<str>) -> Result<Self, LineError> {
        let index = |ratios: &LineRatios<2>, line: Line| index_of(ratios, &line, measure.as_ref());
        Ok(Self { ratios: self.ratios.less((line, less), index)? })
    }

    /// Adds the difference of each line less all others of its measure together, as [`Drivers`](crate::drivers::Drivers) compares
    /// them. A line that does not state each value of the grouping is on neither side.
    pub fn less_others(self) -> Self {
        Self { ratios: self.ratios.less_others() }
    }
}

/// The index of a line and measure.
fn index_of(ratios: &LineRatios<2>, line: &Line, measure: &str) -> Result<usize, LineError> {
    let found = ratios.index_of(line, Some(measure));
    found.ok_or_else(|| LineError::not_in_analysis(line, &ratios.terms, measure))
}

impl fmt::Debug for RiskIntervals {
    /// Its terms and size, without the values of its lines, which may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.ratios.fmt_as("RiskIntervals", f)
    }
}

impl fmt::Debug for RiskDifference<'_> {
    /// Its measure, without the values of its lines, which may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RiskDifference").field("measure", self.measure()).finish_non_exhaustive()
    }
}

impl fmt::Debug for RiskLineIntervals<'_> {
    /// Its measure and number of people, without the values of its line, which may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_as("RiskLineIntervals", f)
    }
}
