//! How much of what each side brings goes in, and in which scenario they meet.

mod engine;
mod path;
mod rows;
mod scenario;

use std::collections::BTreeSet;
use std::fmt;

pub(super) use engine::{PeopleEngaged, people_engaged};
pub use path::Path;
pub use scenario::{Scenario, Threshold};

use super::AnalysisError;
use crate::catalogue::{Catalogue, InteractionId};
use crate::ledger::{Ledger, PartName, name_of_parts};
use crate::number::{Fraction, Number, Total};
use crate::statement::{By, Index, IntoLine, Line, MergeError, Terms, Union};

/// What each side of a service contributes and integrates, line by line, and the scenario in which they meet.
///
/// Made by [`Ledger::engagement`]. It needs no appraisal. It sees users, and not those who stayed away.
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
/// ledger.record(Interaction::between("dee", "physio", date(2026, 10, 1)))?; // it happened; how, nobody noted
///
/// let engagement = ledger.engagement(By::Service)?;
/// let physio = engagement.line("physio")?;
/// assert_eq!((physio.user_integrated(), physio.user_contributed()), (&3.0, &4.0));
/// assert_eq!((physio.stated_count(), physio.interaction_count()), (1, 2));
/// assert_eq!(physio.scenario(), Some(Scenario::CitizenLed));
/// assert_eq!(
///     engagement.to_string(),
///     "what users and services state, threshold 1/2\n\
///      service  users integrated  of contributed  services integrated  of contributed  stated  scenario\n\
///      physio                3.0             4.0                 0.25             1.0  1 of 2  citizens engaged, service not\n",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone)]
pub struct Engagement<N: Number = f64> {
    terms: Terms,
    catalogue: Catalogue<N>,
    parts: BTreeSet<PartName>,
    index: Index,
    sides: Vec<Sides<N>>,
    lines: Vec<EngagementLine<N>>,
}

/// Exact quantities and counts of a line.
#[derive(Clone, Debug, PartialEq)]
struct Sides<N: Number> {
    /// In the order of [`FIGURES`].
    quantities: [N::Total; 4],
    interactions: u64,
    stated: u64,
}

/// The quantities of a line by name.
const FIGURES: [&str; 4] = ["user_integrated", "user_contributed", "provider_integrated", "provider_contributed"];

impl<N: Number> Sides<N> {
    fn merge(&mut self, other: &Self) {
        // No `..`: a part that is new must be added up here.
        let Self { quantities, interactions, stated } = other;
        for (quantity, more) in self.quantities.iter_mut().zip(quantities) {
            quantity.merge(more);
        }
        self.interactions += interactions;
        self.stated += stated;
    }
}

impl<N: Number> Default for Sides<N> {
    fn default() -> Self {
        Self { quantities: std::array::from_fn(|_| N::Total::default()), interactions: 0, stated: 0 }
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
    sides: Sides<N>,
    figures: [N; 4],
}

impl<N: Number> EngagementLine<N> {
    /// The line.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// The interactions of which a user stands on it.
    pub fn interaction_count(&self) -> u64 {
        self.sides.interactions
    }

    /// Those of them in which both sides are stated.
    pub fn stated_count(&self) -> u64 {
        self.sides.stated
    }

    /// What its users integrated, in the unit of contributed quantities.
    pub fn user_integrated(&self) -> &N {
        &self.figures[0]
    }

    /// What its users contributed in all: integrated, mis-integrated and not integrated (R5).
    pub fn user_contributed(&self) -> &N {
        &self.figures[1]
    }

    /// What providers integrated.
    pub fn provider_integrated(&self) -> &N {
        &self.figures[2]
    }

    /// What providers contributed in all.
    pub fn provider_contributed(&self) -> &N {
        &self.figures[3]
    }

    /// The scenario, by a threshold of a half; none where a side states nothing, or contributed nothing.
    pub fn scenario(&self) -> Option<Scenario> {
        self.scenario_at(Threshold::default())
    }

    /// The scenario by a threshold; none where a side states nothing, or contributed nothing.
    pub fn scenario_at(&self, threshold: Threshold) -> Option<Scenario> {
        let [user_integrated, user_contributed, provider_integrated, provider_contributed] = &self.sides.quantities;
        let citizens = threshold.is_met(user_integrated, user_contributed)?;
        let service = threshold.is_met(provider_integrated, provider_contributed)?;
        Some(Scenario::of(citizens, service))
    }
}

impl<N: Fraction> EngagementLine<N> {
    /// The engagement of the users' side, from 0 to 1; none where nothing is stated or contributed.
    ///
    /// # Formula
    ///
    /// `engagement = Σ integrated ÷ Σ contributed` over what is stated, each sum and the quotient rounded once. Ours.
    pub fn user_engagement(&self) -> Option<N> {
        N::quotient(self.user_integrated(), self.user_contributed())
    }

    /// The engagement of the service's side, from 0 to 1; none where nothing is stated or contributed.
    ///
    /// # Formula
    ///
    /// As [`user_engagement`](EngagementLine::user_engagement).
    pub fn provider_engagement(&self) -> Option<N> {
        N::quotient(self.provider_integrated(), self.provider_contributed())
    }
}

impl<N: Number> fmt::Display for EngagementLine<N> {
    /// The line's values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.line.fmt(f)
    }
}

impl<N: Number> fmt::Debug for EngagementLine<N> {
    /// Without the values of its line, which may be dimensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EngagementLine")
            .field("line", &self.line)
            .field("interactions", &self.interaction_count())
            .field("stated", &self.stated_count())
            .field("scenario", &self.scenario())
            .finish_non_exhaustive()
    }
}

impl<N: Number> Ledger<N> {
    /// What each side contributes and integrates, by service, provider, user, period or dimension.
    ///
    /// Of the terms the grouping and the as-of day count: it needs no appraisal. A user's contribution counts on that
    /// user's line, the provider's once on each line that a user of the interaction stands on.
    ///
    /// # Formula
    ///
    /// On each line, over the interactions that are known and not void: `Σ integrated` and `Σ contributed = Σ (integrated +
    /// mis-integrated + not integrated)` of users, and the same of the provider, in the unit of contributed quantities;
    /// each exact, and rounded once. Ours.
    ///
    /// # Errors
    ///
    /// - `By::Beneficiary`, `By::Role`, `By::Source`, `By::Element`: only an appraisal has these;
    /// - terms that no statement can be of;
    /// - a quantity that no number of the kind holds.
    pub fn engagement(&self, terms: impl Into<Terms>) -> Result<Engagement<N>, AnalysisError> {
        let terms = checked(terms.into())?;
        let (index, sides) = engine::engaged(self, &terms);
        let (catalogue, parts) = (self.catalogue.clone(), self.parts.clone());
        Engagement { terms, catalogue, parts, index, sides, lines: Vec::new() }.read()
    }
}

impl<N: Number> Ledger<N> {
    /// The interactions that an engagement's line is of, by id (R20): those that are known, not void, and of which a user
    /// stands on it. What each party contributed stands in the [interaction](Ledger::interaction).
    ///
    /// # Errors
    ///
    /// - a line on which no user stands: an error, and no empty list;
    /// - as [`engagement`](Ledger::engagement).
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{By, Catalogue, Interaction, Ledger, Service, date};
    /// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// ledger.record(Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1"))?;
    /// ledger.record(Interaction::between("ben", "physio", date(2026, 4, 9)).id("v2"))?;
    /// let march = ledger.trace_engagement(By::Month, "2026-03")?;
    /// assert_eq!(march.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["v1"]);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn trace_engagement(
        &self,
        terms: impl Into<Terms>,
        line: impl IntoLine,
    ) -> Result<Vec<InteractionId>, AnalysisError> {
        let (terms, line) = (checked(terms.into())?, line.into_line());
        let mut interactions: Vec<InteractionId> = engine::interactions_of(self, &terms, &line)
            .ok_or_else(|| AnalysisError::NoLine { line: line.redacted_under(&terms) })?
            .into_iter()
            .map(|interaction| self.id_at(interaction))
            .collect();
        interactions.sort();
        Ok(interactions)
    }
}

/// Terms that engagement can be of.
fn checked(terms: Terms) -> Result<Terms, AnalysisError> {
    let terms = terms.checked()?;
    match of_appraisals(&terms) {
        Some(word) => Err(AnalysisError::Grouping { word: word.to_string() }),
        None => Ok(terms),
    }
}

/// The first word of a grouping that only an appraisal has.
fn of_appraisals(terms: &Terms) -> Option<&By> {
    let of_appraisals = [By::Beneficiary, By::Role, By::Source, By::Element];
    terms.grouping().words().iter().find(|word| of_appraisals.contains(word))
}

/// Whether there is an engagement by this grouping.
pub(super) fn can_be_grouped(terms: &Terms) -> bool {
    of_appraisals(terms).is_none()
}

impl<N: Number> Engagement<N> {
    /// With its figures read, once and for all.
    fn read(mut self) -> Result<Self, AnalysisError> {
        self.lines = Vec::with_capacity(self.sides.len());
        for (row, sides) in self.sides.iter().enumerate() {
            let line = Line::new(self.index.texts(row));
            let mut figures = Vec::with_capacity(FIGURES.len());
            for (figure, quantity) in FIGURES.into_iter().zip(&sides.quantities) {
                let beyond =
                    || AnalysisError::Quantity { figure, line: line.redacted_under(&self.terms), kind: N::KIND };
                figures.push(N::rounded(quantity).ok_or_else(beyond)?);
            }
            let figures = figures.try_into().expect("one of each quantity");
            self.lines.push(EngagementLine { line, sides: sides.clone(), figures });
        }
        Ok(self)
    }

    /// The names of the parts it is of; an unnamed one is not listed.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        name_of_parts(&self.parts)
    }

    /// Its lines, sorted as a statement's are.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = &EngagementLine<N>> {
        self.lines.iter()
    }

    /// The engagement of a line.
    ///
    /// # Errors
    ///
    /// - a line on which no user stands: an error, and no zero (R20).
    pub fn line(&self, line: impl IntoLine) -> Result<&EngagementLine<N>, AnalysisError> {
        let line = line.into_line();
        let fits = line.values().len() == self.terms.grouping().words().len();
        let row = Some(()).filter(|()| fits).and_then(|()| self.index.place(line.values()));
        row.map(|row| &self.lines[row]).ok_or_else(|| AnalysisError::NoLine { line: line.redacted_under(&self.terms) })
    }

    /// Both as one: the same as of one ledger of all their entries, bit for bit (R12).
    ///
    /// # Errors
    ///
    /// - engagement of other terms, a part that is in both, or another definition of a service: see [`MergeError`];
    /// - a quantity of both together that no number of the kind holds.
    pub fn merge(mut self, other: Self) -> Result<Self, AnalysisError> {
        MergeError::check_terms(&self.terms, &other.terms)?;
        MergeError::check_parts(&self.parts, &other.parts)?;
        self.catalogue.merge(&other.catalogue).map_err(MergeError::Definition)?;
        let Union { both, here, there } = self.index.union(&other.index);
        let mut sides = vec![Sides::default(); both.len()];
        for (part, places) in [(&self, &here), (&other, &there)] {
            for (more, &place) in part.sides.iter().zip(places) {
                sides[place as usize].merge(more);
            }
        }
        self.parts.extend(other.parts);
        (self.index, self.sides) = (both, sides);
        self.read()
    }
}

impl<N: Number> IntoIterator for Engagement<N> {
    type Item = EngagementLine<N>;
    type IntoIter = std::vec::IntoIter<EngagementLine<N>>;

    fn into_iter(self) -> Self::IntoIter {
        self.lines.into_iter()
    }
}

#[allow(clippy::into_iter_without_iter, reason = "what other readings call lines too")]
impl<'a, N: Number> IntoIterator for &'a Engagement<N> {
    type Item = &'a EngagementLine<N>;
    type IntoIter = std::slice::Iter<'a, EngagementLine<N>>;

    fn into_iter(self) -> Self::IntoIter {
        self.lines.iter()
    }
}

impl<N: Number> PartialEq for Engagement<N> {
    /// Equal terms, lines, exact quantities and counts; of whichever parts.
    fn eq(&self, other: &Self) -> bool {
        self.terms == other.terms && self.index == other.index && self.sides == other.sides
    }
}

impl<N: Number> fmt::Debug for Engagement<N> {
    /// Its terms and size; lines may be dimensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engagement")
            .field("terms", &self.terms)
            .field("parts", &self.parts().collect::<Vec<_>>())
            .field("lines", &self.lines.len())
            .finish_non_exhaustive()
    }
}
