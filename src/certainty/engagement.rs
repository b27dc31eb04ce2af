//! Intervals of the engagement of users and services.

use std::fmt;

use super::error::CertaintyError;
use super::interval::{Interval, NoInterval};
use super::line_ratios::{LineRatio, LineRatioDifference, LineRatios, Part, extended, float_part};
use super::resampling::Resampling;
use crate::analysis::AnalysisError;
use crate::analysis::engagement::{UserQuantities, checked, user_quantities};
use crate::getters::getters;
use crate::ledger::Ledger;
use crate::number::Fraction;
use crate::statement::{IntoLine, Line, Terms};

/// Intervals of the engagement of users and of services, on each line of [`Engagement`](crate::engagement::Engagement).
///
/// Made by [`Ledger::engagement_intervals`]. They tell how far engagement could be otherwise by chance, if other users of the
/// same kind had come.
///
/// # Formula
///
/// The ratio is `Σ integrated ÷ Σ contributed` over the users with a stated contribution. An interaction gives each of its users on a
/// line an equal part of what its provider integrated and contributed. See [`Interval`] for the limits.
///
/// # Example
///
/// ```
/// use covalue::certainty::Resampling;
/// # use covalue::{By, Catalogue, Contribution, Interaction, Ledger, Misuse, Service, date};
/// # let mut ledger = Ledger::new(&Catalogue::new([], [Service::new("physio", "clinic")])?);
/// for user in 0..40 {
///     let visit = Interaction::between(format!("user {user}"), "physio", date(2026, 3, 2));
///     let own = Contribution::of(format!("user {user}")).integrated(f64::from(user % 4));
///     ledger.record(visit.contribution(own.not_integrated(1.0, Misuse::unknown())))?;
/// }
/// let intervals = ledger.engagement_intervals(By::Service, Resampling::seeded(1))?;
/// let users = intervals.line("physio")?.user_engagement()?; // or why there is no interval
/// assert_eq!((users.estimate(), users.units()), (0.6, 40));
/// assert_eq!(format!("{:.2} to {:.2}", users.low(), users.high()), "0.53 to 0.65");
/// assert!(intervals.line("physio")?.provider_engagement().is_err()); // nothing is stated
/// assert_eq!(
///     intervals.to_string(),
///     "stated contributions of users and services
/// 95 % confidence intervals: 4,999 replicates of users, seed 1
/// service  users    users' engagement    service's engagement
/// physio      40  0.60 (0.53 to 0.65)  too few units: 0 of 20
/// in brackets: confidence intervals, which say how far chance could move a figure
/// ",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct EngagementIntervals {
    pub(crate) ratios: LineRatios<2>,
}

/// The intervals of the engagement of a line.
#[derive(Clone, Copy)]
pub struct EngagementLineIntervals<'i>(&'i LineRatio<2>);

/// The intervals of the engagement of a line less that of another line, or less that of all others together.
///
/// # Example
///
/// ```
/// use covalue::certainty::Resampling;
/// # use covalue::{By, Catalogue, Contribution, Interaction, Ledger, Misuse, Service, User, date};
/// # let mut ledger = Ledger::new(&Catalogue::new([], [Service::new("physio", "clinic")])?);
/// for user in 0..80 {
///     let reminder = ["yes", "no"][user % 2];
///     let visit = Interaction::between(User::new(format!("user {user}")).with("reminder", reminder), "physio", date(2026, 3, 2));
///     let own = Contribution::of(format!("user {user}")).integrated((user % 7 / 2 + 1 - user % 2) as f64);
///     ledger.record(visit.contribution(own.not_integrated(1.0, Misuse::unknown())))?;
/// }
/// // Each value of a dimension less all others, as drivers of engagement compare them.
/// let intervals = ledger.engagement_intervals(By::with("reminder"), Resampling::seeded(1))?.less_others();
/// let without = intervals.differences().next().expect("the first value");
/// assert_eq!((without.line().to_string(), without.less()), ("no".to_owned(), None));
/// let users = without.user_engagement()?; // or why there is no interval
/// assert_eq!(format!("{:.2}, {:.2} to {:.2}", users.estimate(), users.low(), users.high()), "-0.14, -0.22 to -0.07");
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct EngagementDifference<'i>(&'i LineRatioDifference<2>);

/// Writes the getters of both intervals.
macro_rules! interval_getters {
    ($type:ident) => {
        impl $type<'_> {
            getters! { self:
                /// The engagement of users: from 0 to 1, and from -1 to 1 if it is a difference.
                ///
                /// # Errors
                ///
                /// - the reason for which there is no interval.
                user_engagement: Result<Interval, NoInterval> = self.0.results[0];
                /// The engagement of the service: from 0 to 1, and from -1 to 1 if it is a difference.
                ///
                /// # Errors
                ///
                /// - the reason for which there is no interval.
                provider_engagement: Result<Interval, NoInterval> = self.0.results[1];
            }
        }
    };
}

interval_getters!(EngagementLineIntervals);
interval_getters!(EngagementDifference);

impl EngagementDifference<'_> {
    getters! { self:
        /// The line.
        line: &Line = &self.0.line;
        /// The line whose engagement is taken off; `None` for all others that state each value of the grouping.
        less: Option<&Line> = self.0.less.as_ref();
    }
}

impl EngagementLineIntervals<'_> {
    getters! { self:
        /// The line.
        line: &Line = &self.0.line;
        /// The number of users.
        people: u64 = self.0.people;
        /// The number of users' parts in interactions that do not state the dimension that is resampled.
        unstated: u64 = self.0.unstated;
    }
}

impl<N: Fraction> Ledger<N> {
    /// Intervals of the engagement of users and services, by resampling the users of each line.
    ///
    /// # Errors
    ///
    /// - terms that [`engagement`](Ledger::engagement) refuses, a grouping by the dimension that is resampled;
    /// - a resampling for each appraisal, of which engagement has none: form;
    /// - a user without a survey weight, and a quantity that no float holds: R3;
    /// - too few replicates for the level: R42.
    pub fn engagement_intervals(
        &self,
        terms: impl Into<Terms>,
        resampling: Resampling,
    ) -> Result<EngagementIntervals, CertaintyError> {
        let terms = checked(terms.into())?;
        let (index, quantities) = user_quantities(self, &checked(extended(&terms, &resampling)?)?);
        let words = terms.grouping().words().len();
        let mut parts = Vec::with_capacity(quantities.len());
        for users in quantities.chunk_by(|one, other| one.interaction == other.interaction) {
            for of_user in users {
                let UserQuantities { row, user, quantities: [own, all, provided, provided_in_all], .. } = of_user;
                // The users of the interaction on the line, whatever their values of the dimension that is resampled.
                let line = |row: usize| index.texts(row).take(words);
                let together = users.iter().filter(|other| line(other.row).eq(line(*row))).count() as u64;
                let of_user = (float_part::<N>(own, 1), float_part::<N>(all, 1));
                let of_provider = (float_part::<N>(provided, together), float_part::<N>(provided_in_all, together));
                parts.push(Part { row: *row, person: *user, ratios: [of_user, of_provider], entries: 1 });
            }
        }
        let ratios = LineRatios::new(self, (terms, resampling), &index, |_| None, parts)?;
        Ok(EngagementIntervals { ratios })
    }
}

impl EngagementIntervals {
    getters! { self:
        /// The terms that select what it counts, and group it.
        terms: &Terms = &self.ratios.terms;
        /// How users were resampled.
        resampling: &Resampling = &self.ratios.resampling;
        /// The lines, sorted as the lines of a statement are.
        lines: impl ExactSizeIterator<Item = EngagementLineIntervals<'_>> =
            self.ratios.lines.iter().map(EngagementLineIntervals);
        /// The differences, in the order in which they were asked for.
        differences: impl ExactSizeIterator<Item = EngagementDifference<'_>> =
            self.ratios.differences.iter().map(EngagementDifference);
    }

    /// The intervals of a line.
    ///
    /// # Errors
    ///
    /// - a line without a user: R20.
    pub fn line(&self, line: impl IntoLine) -> Result<EngagementLineIntervals<'_>, CertaintyError> {
        Ok(EngagementLineIntervals(&self.ratios.lines[index_of(&self.ratios, line.into_line())?]))
    }

    /// Adds the difference of a line less another: it stands below the lines in tables and files. A user on both lines counts
    /// as one: pairs stay pairs.
    ///
    /// # Errors
    ///
    /// - a line without a user: R20.
    pub fn less(self, line: impl IntoLine, less: impl IntoLine) -> Result<Self, CertaintyError> {
        Ok(Self { ratios: self.ratios.less((line, less), index_of)? })
    }

    /// Adds the difference of each line less all others together, as
    /// [`EngagementDrivers`](crate::engagement_drivers::EngagementDrivers) compares the users of a value with those of other values.
    /// A line that does not state each value of the grouping is on neither side. What a provider contributed to an interaction
    /// counts once for each line of its users.
    pub fn less_others(self) -> Self {
        Self { ratios: self.ratios.less_others() }
    }
}

/// The index of a line.
fn index_of(ratios: &LineRatios<2>, line: Line) -> Result<usize, CertaintyError> {
    let (of, redacted) = (ratios.terms.grouped("analysis"), || line.redacted_under(&ratios.terms));
    ratios.index_of(&line, None).ok_or_else(|| AnalysisError::NoLine { of, line: redacted() }.into())
}

impl fmt::Debug for EngagementIntervals {
    /// Its terms and size, without the values of its lines, which may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.ratios.fmt_as("EngagementIntervals", f)
    }
}

impl fmt::Debug for EngagementDifference<'_> {
    /// Its name, without the values of its lines, which may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EngagementDifference").finish_non_exhaustive()
    }
}

impl fmt::Debug for EngagementLineIntervals<'_> {
    /// Its number of users, without the values of its line, which may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_as("EngagementLineIntervals", f)
    }
}
