//! Engagement of users and services, and the scenario in which they meet.

mod engine;
mod path;
mod rows;
mod scenario;
#[cfg(feature = "serde")]
mod stored;
mod trace;
#[cfg(feature = "certainty")]
mod users;

use std::fmt;

pub(super) use engine::{EngagementPeople, SidePeople, engagement_people};
pub use path::Path;
pub use scenario::{Scenario, Threshold};
pub use trace::{EngagementEntry, EngagementTrace};
#[cfg(feature = "certainty")]
pub(crate) use users::{UserQuantities, user_quantities};

use super::AnalysisError;
use super::quantities::{merge_quantities, rounded_quantities};
use super::rows::{find_line, into_lines, merge_rows};
use super::scope::Scope;
use crate::getters::{debug_fields, getters};
use crate::ledger::Ledger;
use crate::number::{Fraction, Number, Total};
use crate::statement::{By, Index, IntoLine, Line, MergeError, Terms};

/// The quantities that users and services contribute and integrate, line by line, and the scenario in which they meet.
///
/// Made by [`Ledger::engagement`]. It needs no appraisal. It counts users only: people who never used the service are
/// not in the ledger.
///
/// Two are equal if their terms, lines, exact quantities and counts are. Parts may differ.
///
/// # Example
///
/// ```
/// use covalue::{By, Catalogue, Contribution, Interaction, Ledger, Measure, Misuse, Service, date};
/// use covalue::engagement::Scenario;
///
/// let catalogue =
///     Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
/// let mut ledger = Ledger::new(&catalogue);
/// ledger.record(
///     Interaction::between("cai", "physio", date(2026, 7, 5))
///         .contribution(Contribution::of("cai").integrated(3.0).not_integrated(1.0, Misuse::unknown()))
///         .contribution(Contribution::of("clinic").integrated(0.25).misintegrated(0.75, Misuse::unknown())),
/// )?;
/// ledger.record(Interaction::between("dee", "physio", date(2026, 10, 1)))?; // no contribution is stated
///
/// let engagement = ledger.engagement(By::Service)?;
/// let physio = engagement.line("physio")?;
/// assert_eq!((physio.user_integrated(), physio.user_contributed()), (&3.0, &4.0));
/// assert_eq!((physio.stated_count(), physio.interaction_count()), (1, 2));
/// assert_eq!(physio.scenario(), Some(Scenario::CitizenLed));
/// assert_eq!(
///     engagement.to_string(),
///     "stated contributions of users and services; a side that integrates 1/2 or more is engaged; a scenario is known \
///      if each side is stated in at least half of the interactions in which it was not excused\n\
///      service  users integrated  users contributed  service integrated  service contributed  users stated  service stated  scenario\n\
///      physio                3.0                4.0                0.25                  1.0        1 of 2          1 of 2  citizens engaged, service not\n",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Engagement<N: Number = f64> {
    scope: Scope<N>,
    index: Index,
    sides: Vec<Sides<N::Total>>,
    lines: Vec<EngagementLine<N>>,
}

/// The exact quantities and the counts of a line.
#[derive(Clone, Debug, Default, PartialEq)]
struct Sides<T> {
    /// In the order of [`FIGURES`].
    quantities: [T; 4],
    interactions: u64,
    /// The interactions in which both sides state a contribution.
    stated: u64,
    /// The interactions in which users, and the provider, state a contribution, and those in which they state none and
    /// are excused.
    stated_by: [u64; 2],
    excused: [u64; 2],
}

/// The names of the quantities.
const FIGURES: [&str; 4] = ["user_integrated", "user_contributed", "provider_integrated", "provider_contributed"];

impl<T: Total> Sides<T> {
    fn merge(&mut self, other: &Self) {
        // No `..`, so that the compiler asks for each new field here.
        let Self { quantities, interactions, stated, stated_by, excused } = other;
        merge_quantities(&mut self.quantities, quantities);
        self.interactions += interactions;
        self.stated += stated;
        for side in 0..2 {
            self.stated_by[side] += stated_by[side];
            self.excused[side] += excused[side];
        }
    }
}

/// The engagement of a line.
///
/// # Example
///
/// ```
/// # use covalue::{By, Catalogue, Contribution, Interaction, Ledger, Misuse, Service, date};
/// # use covalue::engagement::Scenario;
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// ledger.record(
///     Interaction::between("ana", "physio", date(2026, 3, 2))
///         .contribution(Contribution::of("ana").integrated(3.0).not_integrated(1.0, Misuse::unknown()))
///         .contribution(Contribution::of("clinic").integrated(1.0)),
/// )?;
/// let engagement = ledger.engagement(By::Service)?;
/// let physio = engagement.line("physio")?;
/// assert_eq!((physio.user_engagement(), physio.provider_engagement()), (Some(0.75), Some(1.0)));
/// assert_eq!(physio.scenario(), Some(Scenario::LetsDance));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct EngagementLine<N: Number = f64> {
    line: Line,
    sides: Sides<N::Total>,
    figures: [N; 4],
}

impl<N: Number> EngagementLine<N> {
    getters! { self:
        /// The line.
        line: &Line = &self.line;
        /// The number of interactions with a user on the line.
        interaction_count: u64 = self.sides.interactions;
        /// The number of these interactions in which both sides state a contribution.
        stated_count: u64 = self.sides.stated;
        /// The number of these interactions in which a user on the line states a contribution.
        user_stated_count: u64 = self.sides.stated_by[0];
        /// The number of these interactions in which the provider states a contribution.
        provider_stated_count: u64 = self.sides.stated_by[1];
        /// The number of these interactions in which no user on the line states a contribution, and all of them were
        /// excused.
        user_excused_count: u64 = self.sides.excused[0];
        /// The number of these interactions in which the provider states no contribution and is excused.
        provider_excused_count: u64 = self.sides.excused[1];
        /// The quantity that users integrated, in the unit of contributed quantities.
        user_integrated: &N = &self.figures[0];
        /// The quantity that users contributed: integrated, mis-integrated and not integrated (R5).
        user_contributed: &N = &self.figures[1];
        /// The quantity that providers integrated.
        provider_integrated: &N = &self.figures[2];
        /// The quantity that providers contributed.
        provider_contributed: &N = &self.figures[3];
        /// The scenario with the default threshold: see [`scenario_at`](Self::scenario_at).
        scenario: Option<Scenario> = self.scenario_at(Threshold::default());
    }

    /// The scenario with this threshold; `None` if a side has no stated contribution above zero, or is stated in too few
    /// of the interactions in which it was not excused. Where only failures are noted, four visits with one absence are
    /// no "Waste Land".
    pub fn scenario_at(&self, threshold: Threshold) -> Option<Scenario> {
        if self.little_stated(threshold) != [false; 2] {
            return None;
        }
        let [user_integrated, user_contributed, provider_integrated, provider_contributed] = &self.sides.quantities;
        let citizens = threshold.is_met(user_integrated, user_contributed)?;
        let service = threshold.is_met(provider_integrated, provider_contributed)?;
        Some(Scenario::of(citizens, service))
    }

    /// Whether users, and the service, are stated in too few interactions for a scenario.
    pub(crate) fn little_stated(&self, threshold: Threshold) -> [bool; 2] {
        let Sides { interactions, stated_by, excused, .. } = &self.sides;
        [0, 1].map(|side| !threshold.is_stated_enough(stated_by[side], interactions - excused[side]))
    }

    /// The shares that users and the service integrated, from 0 to 1, for pictures; `None` without a stated
    /// contribution above zero.
    #[cfg(feature = "chart")]
    pub(crate) fn picture_shares(&self) -> [Option<f64>; 2] {
        let [user_integrated, user_contributed, provider_integrated, provider_contributed] = &self.sides.quantities;
        [
            scenario::picture_share(user_integrated, user_contributed),
            scenario::picture_share(provider_integrated, provider_contributed),
        ]
    }
}

impl<N: Fraction> EngagementLine<N> {
    getters! { self:
        /// The engagement of users, from 0 to 1; `None` without a stated contribution above zero.
        ///
        /// # Formula
        ///
        /// `engagement = Σ integrated ÷ Σ contributed` over stated contributions, each sum and the quotient rounded
        /// once. Ours.
        user_engagement: Option<N> = N::quotient(self.user_integrated(), self.user_contributed());
        /// The engagement of the service, from 0 to 1; `None` without a stated contribution above zero.
        ///
        /// # Formula
        ///
        /// The formula of [`user_engagement`](EngagementLine::user_engagement), over contributions of providers.
        provider_engagement: Option<N> = N::quotient(self.provider_integrated(), self.provider_contributed());
    }
}

impl<N: Number> fmt::Display for EngagementLine<N> {
    /// The values of the line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.line.fmt(f)
    }
}

// Without the values of its line, which may be personal.
debug_fields! { self: impl[N: Number] EngagementLine<N> {
    line: self.line,
    interactions: self.interaction_count(),
    stated: self.stated_count(),
    scenario: self.scenario(),
} }

impl<N: Number> Ledger<N> {
    /// The engagement of users and providers, grouped by service, provider, user, period or dimension.
    ///
    /// It needs no appraisal, so only the grouping, the filters and the as-of day of the terms matter. A contribution of
    /// a user counts on the line of this user. A contribution of the provider counts once on each line with a user of the
    /// interaction.
    ///
    /// # Formula
    ///
    /// On each line, over the interactions that are known and not void: `Σ integrated` and `Σ contributed = Σ
    /// (integrated + mis-integrated + not integrated)` of users, and both sums of the provider, in the unit of
    /// contributed quantities. Each sum is exact and rounded once. Ours.
    ///
    /// # Errors
    ///
    /// - `By::Beneficiary`, `By::Role`, `By::Source`, `By::Element`: only appraisals have these;
    /// - invalid terms;
    /// - a quantity that no number of the kind holds.
    pub fn engagement(&self, terms: impl Into<Terms>) -> Result<Engagement<N>, AnalysisError> {
        let terms = checked(terms.into())?;
        let (index, sides) = engine::engagement(self, &terms);
        Engagement { scope: Scope::of(self, terms), index, sides, lines: Vec::new() }.with_lines()
    }
}

/// The terms, unless engagement cannot have them.
pub(crate) fn checked(terms: Terms) -> Result<Terms, AnalysisError> {
    let terms = terms.checked()?;
    match appraisal_word(&terms) {
        Some(word) => Err(AnalysisError::Grouping { word: word.to_string() }),
        None => Ok(terms),
    }
}

/// The first word of the grouping or of a filter that only appraisals have.
fn appraisal_word(terms: &Terms) -> Option<&By> {
    let words = [By::Beneficiary, By::Role, By::Source, By::Element];
    let mut asked = terms.grouping().words().iter().chain(terms.get_only().map(|(word, _)| word));
    asked.find(|word| words.contains(word))
}

/// Whether engagement can have the grouping of these terms.
pub(super) fn can_be_grouped(terms: &Terms) -> bool {
    appraisal_word(terms).is_none()
}

impl<N: Number> Engagement<N> {
    /// Rounds the figures of all lines, so that reading them cannot fail.
    fn with_lines(mut self) -> Result<Self, AnalysisError> {
        self.lines = Vec::with_capacity(self.sides.len());
        for (row, sides) in self.sides.iter().enumerate() {
            let line = Line::new(self.index.texts(row));
            let figures = rounded_quantities(FIGURES, &sides.quantities, (&line, &self.scope.terms))?;
            self.lines.push(EngagementLine { line, sides: sides.clone(), figures });
        }
        Ok(self)
    }

    getters! { self:
        /// The names of the parts of the books that it covers. A part without a name is not listed.
        parts: impl Iterator<Item = &str> = self.scope.parts();
        /// The lines, sorted as the lines of a statement are.
        lines: impl ExactSizeIterator<Item = &EngagementLine<N>> = self.lines.iter();
    }

    /// The engagement of a line.
    ///
    /// # Errors
    ///
    /// - a line without a user: an error, not a zero (R20).
    pub fn line(&self, line: impl IntoLine) -> Result<&EngagementLine<N>, AnalysisError> {
        find_line(&self.index, &self.scope.terms, line).map(|row| &self.lines[row])
    }

    /// The engagement of both parts, equal bit for bit to that of one ledger with all their entries (R12).
    ///
    /// # Errors
    ///
    /// - a difference in the terms or in the definition of a service, or a part that is in both: see [`MergeError`];
    /// - a quantity of both parts together that no number of the kind holds.
    pub fn merge(mut self, other: Self) -> Result<Self, AnalysisError> {
        MergeError::check_terms(&self.scope.terms, &other.scope.terms)?;
        self.scope.merge(&other.scope)?;
        (self.index, self.sides) = merge_rows((&self.index, &self.sides), (&other.index, &other.sides), Sides::merge);
        self.with_lines()
    }
}

into_lines!(Engagement: Number, EngagementLine<N>, |engagement| engagement.lines);

// Its terms and size, without the values of its lines, which may be personal.
debug_fields! { self: impl[N: Number] Engagement<N> {
    terms: self.scope.terms,
    parts: self.parts().collect::<Vec<_>>(),
    lines: self.lines.len(),
} }
