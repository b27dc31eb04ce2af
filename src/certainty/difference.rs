//! The figures of one line less those of another, or less those of all others.

use super::error::CertaintyError;
use super::figure::LineFigure;
use super::interval::{Interval, NoInterval};
use super::intervals::{FIGURES, Intervals, LineIntervals, Results, interval_getters};
use super::line_ratios::with_others;
use super::resampling::Per;
use super::sample::Sample;
use crate::catalogue::MeasureId;
use crate::getters::getters;
use crate::statement::{IntoLine, Line, LineError};

/// The intervals of the figures of a line less those of another line, or less those of all other lines together.
///
/// # Example
///
/// ```
/// use covalue::certainty::{Per, Resampling};
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, User, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for user in 0..90 {
///     let ward = ["north", "south", "west"][user % 3];
///     let visit = Interaction::between(User::new(format!("user {user}")).with("ward", ward), "physio", date(2026, 3, 2));
///     ledger.record(visit.appraisal(Appraisal::of("mobility").change((user % 8) as f64 + (user % 3) as f64)))?;
/// }
/// // Each ward less all others, as drivers compare them.
/// let intervals = ledger.intervals_on(By::with("ward"), Resampling::seeded(1).per(Per::Appraisal))?.less_others()?;
/// let north = intervals.differences().next().expect("the first ward");
/// assert_eq!((north.line().to_string(), north.less()), ("north".to_owned(), None));
/// let net = north.net()?; // or why there is no interval
/// assert_eq!(format!("{:.2}, {:.2} to {:.2}", net.estimate(), net.low(), net.high()), "-1.40, -2.52 to -0.32");
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Difference {
    line: Line,
    less: Option<Line>,
    measure: MeasureId,
    unit: Box<str>,
    pub(super) results: Results,
}

interval_getters!(Difference);

impl Difference {
    getters! { self:
        /// The line.
        line: &Line = &self.line;
        /// The line whose figures are taken off; `None` for all others that state each value of the grouping.
        less: Option<&Line> = self.less.as_ref();
        /// The measure.
        measure: &MeasureId = &self.measure;
        /// The unit of the measure.
        unit: &str = &self.unit;
    }
}

impl std::fmt::Debug for Difference {
    /// Its measure, without the values of its lines, which may be personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Difference").field("measure", &self.measure).finish_non_exhaustive()
    }
}

impl Intervals {
    /// The figures of a line less those of another, on one measure. A person on both lines counts as one: pairs stay pairs.
    ///
    /// # Errors
    ///
    /// - a line that the statement does not have: R20.
    pub fn difference(
        &self,
        line: impl IntoLine,
        less: impl IntoLine,
        measure: impl AsRef<str>,
    ) -> Result<Difference, LineError> {
        let (one, other) = (self.line(line, measure.as_ref())?, self.line(less, measure)?);
        Ok(self.difference_of(one, Some(other.line()), &other.sample))
    }

    /// Adds the difference of a line less another, on one measure: it stands below the lines in tables and files.
    ///
    /// # Errors
    ///
    /// - a line that the statement does not have: R20.
    pub fn less(
        mut self,
        line: impl IntoLine,
        less: impl IntoLine,
        measure: impl AsRef<str>,
    ) -> Result<Self, LineError> {
        let difference = self.difference(line, less, measure)?;
        self.differences.push(difference);
        Ok(self)
    }

    /// Adds the difference of each line less all others of its measure together, as [`Drivers`](crate::drivers::Drivers) compares
    /// them. A line that does not state each value of the grouping is on neither side.
    ///
    /// # Errors
    ///
    /// - a resampling for each person: a person may be on several of the other lines, so figures have to be for each
    ///   [appraisal](Per::Appraisal): form.
    pub fn less_others(mut self) -> Result<Self, CertaintyError> {
        if self.resampling().get_per() != Per::Appraisal {
            return Err(CertaintyError::OthersPerPerson);
        }
        let compared = with_others(self.lines().map(|line| (line.line(), Some(line.measure().as_str()), line)));
        let difference = |(one, others): (&LineIntervals, Vec<&LineIntervals>)| {
            let others = Sample::together(others.into_iter().map(|line| &line.sample));
            (others.len() > 0).then(|| self.difference_of(one, None, &others))
        };
        let differences: Vec<Difference> = compared.into_iter().filter_map(difference).collect();
        self.differences.extend(differences);
        Ok(self)
    }

    fn difference_of(&self, one: &LineIntervals, less: Option<&Line>, other: &Sample<FIGURES>) -> Difference {
        Difference {
            line: one.line().clone(),
            less: less.cloned(),
            measure: one.measure().clone(),
            unit: one.unit().into(),
            results: one.sample.differences(other, &self.resampling().method),
        }
    }

    getters! { self:
        /// The differences, in the order in which they were asked for.
        differences: impl ExactSizeIterator<Item = &Difference> = self.differences.iter();
    }
}
