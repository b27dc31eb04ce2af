//! Relations: how value moves between a beneficiary and a service over time, and who ends better or worse.

mod engine;
mod rows;

use super::AnalysisError;
use super::outcomes::OutcomeCounts;
use super::rows::into_lines;
use super::scope::Scope;
use crate::catalogue::MeasureId;
use crate::getters::{debug_fields, getters};
use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{Index, IntoLine, Line, LineError, Terms};

use engine::RelationCounts;
pub(super) use engine::{RelationsPeople, relations_people};

/// The relations on each line and measure: transitions between gains and losses, outcomes of people, conflicts, and the
/// detriment of people who did not co-operate.
///
/// Made by [`Ledger::relations`]. A relation has one line, beneficiary, service and measure. Relations of parts do not
/// merge: a relation may run through several parts, and a transition from the last change of one part to the first of
/// another is in neither. Merge the ledgers ([`Ledger::merge`]) and analyse the result.
///
/// Two are equal if their terms, lines and counts are.
///
/// # Example
///
/// ```
/// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
///
/// let catalogue =
///     Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
/// let mut ledger = Ledger::new(&catalogue);
/// for (user, day, change) in [("ana", 2, 1.0), ("ana", 9, -3.0), ("ana", 16, 1.0), ("ben", 2, 2.0)] {
///     let visit = Interaction::between(user, "physio", date(2026, 3, day));
///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
/// }
/// let relations = ledger.relations(By::Service)?;
/// let physio = relations.line("physio", "mobility")?;
/// assert_eq!((physio.transitions().reduces(), physio.transitions().recovers()), (1, 1)); // Ana lost and recovered
/// assert_eq!((physio.outcomes().better(), physio.outcomes().worse()), (1, 1)); // Ben and Ana
/// assert_eq!(
///     relations.to_string(),
///     "change from before; users' own appraisals; gains and losses beyond the tolerance, day by day\n\
///      service  measure   better  the same  worse  reinforces  recovers  reduces  destroys  conflicts\n\
///      physio   mobility       1         0      1           0         1        1         0          0\n",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Relations<N: Number = f64> {
    scope: Scope<N>,
    index: Index,
    counts: Vec<RelationCounts>,
}

/// The number of transitions on a line and measure: pairs of a gain or loss and the gain or loss before it in the same
/// relation.
///
/// Echeverri & Skålén (2011, second hand) name four positions: co-creator, co-recoverer, co-reducer, co-destroyer. The
/// pairs of signs are ours.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Service, Terms, User, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (day, change) in [(2, 1.0), (9, 2.0), (16, -1.0), (23, -1.0), (30, 1.0)] {
///     let visit = Interaction::between("ana", "physio", date(2026, 3, day));
///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
/// }
/// let relations = ledger.relations(By::Service)?;
/// let transitions = *relations.line("physio", "mobility")?.transitions();
/// assert_eq!((transitions.reinforces(), transitions.reduces()), (1, 1));
/// assert_eq!((transitions.destroys(), transitions.recovers()), (1, 1));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TransitionCounts {
    reinforces: u64,
    recovers: u64,
    reduces: u64,
    destroys: u64,
}

impl TransitionCounts {
    getters! { self:
        /// A gain after a gain.
        reinforces: u64 = self.reinforces;
        /// A gain after a loss.
        recovers: u64 = self.recovers;
        /// A loss after a gain.
        reduces: u64 = self.reduces;
        /// A loss after a loss.
        destroys: u64 = self.destroys;
    }
}

/// The outcomes of people who did not co-operate, by the sum of their changes, windfalls included, in the interactions
/// in which they did not.
///
/// More control for people who want it should not come at the expense of people who cannot or do not want it (Carnegie
/// UK Trust 2013; Elvidge 2014). This check of it is ours.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Service, Terms, User, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// // Ana does her part and is better. The neighbour is only affected and is worse.
/// ledger.record(
///     Interaction::between("ana", "physio", date(2026, 3, 2))
///         .affected("neighbour")
///         .appraisal(Appraisal::of("mobility").beneficiary("ana").change(2.0))
///         .appraisal(Appraisal::of("mobility").beneficiary("neighbour").change(-1.0)),
/// )?;
/// let relations = ledger.relations(Terms::by(By::Service).including(covalue::record::Role::Affected))?;
/// let physio = relations.line("physio", "mobility")?;
/// assert_eq!((physio.detriment().affected().worse(), physio.detriment().integrated_nothing().worse()), (1, 0));
/// assert_eq!((physio.detriment().worse(), physio.conflict_count()), (1, 1));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Detriment {
    integrated_nothing: OutcomeCounts,
    affected: OutcomeCounts,
}

impl Detriment {
    getters! { self:
        /// The outcomes of parties who are stated to have integrated nothing.
        integrated_nothing: &OutcomeCounts = &self.integrated_nothing;
        /// The outcomes of affected people.
        affected: &OutcomeCounts = &self.affected;
        /// The number of worse people in both groups together. A person in both groups counts twice.
        worse: u64 = self.integrated_nothing.worse() + self.affected.worse();
    }
}

/// The relations of a line and measure.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Service, Terms, User, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (user, change) in [("ana", 2.0), ("ben", -1.0)] {
///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
/// }
/// for line in ledger.relations(By::Service)?.lines() {
///     assert_eq!((line.line().to_string(), line.measure().as_str()), ("physio".to_owned(), "mobility"));
///     assert_eq!((line.outcomes().better(), line.outcomes().worse(), line.conflict_count()), (1, 1, 0)); // of two interactions
/// }
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RelationsLine {
    line: Line,
    measure: MeasureId,
    transitions: TransitionCounts,
    outcomes: OutcomeCounts,
    conflicts: u64,
    detriment: Detriment,
}

impl RelationsLine {
    getters! { self:
        /// The line.
        line: &Line = &self.line;
        /// The measure.
        measure: &MeasureId = &self.measure;
        /// The transitions from one gain or loss to the next.
        transitions: &TransitionCounts = &self.transitions;
        /// The outcomes of beneficiaries, by the sum of all their changes on the line, windfalls included.
        outcomes: &OutcomeCounts = &self.outcomes;
        /// The number of conflicts: interactions that left one beneficiary better and another worse.
        conflict_count: u64 = self.conflicts;
        /// The outcomes of people who did not co-operate.
        detriment: &Detriment = &self.detriment;
    }
}

impl<N: Number> Ledger<N> {
    /// The relations, computed from the appraisals that a statement of these terms counts.
    ///
    /// # Formula
    ///
    /// A relation consists of the changes of a beneficiary with a service, on a line and measure, without windfalls, in
    /// the order of the days on which they were `made`. The changes of one day are added up. A day's sum above the
    /// tolerance is a gain, below its negative a loss; a sum between them keeps the last sign. Each gain or loss and
    /// the one before it are a transition. Ours, after Makkonen & Olkkonen 2017 (episodes accumulate into a
    /// relationship).
    ///
    /// # Errors
    ///
    /// - invalid terms;
    /// - a change that no number of the kind holds.
    pub fn relations(&self, terms: impl Into<Terms>) -> Result<Relations<N>, AnalysisError> {
        let terms = terms.into().checked()?;
        let (index, counts) = engine::relations(self, &terms)?;
        Ok(Relations { scope: Scope::of(self, terms), index, counts })
    }
}

impl<N: Number> Relations<N> {
    /// The lines, sorted as the cells of a statement are.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = RelationsLine> {
        (0..self.counts.len()).map(|row| self.line_at(row))
    }

    /// The relations of a line and measure.
    ///
    /// # Errors
    ///
    /// - a line on which no appraisal is counted: an error, not a zero (R20).
    pub fn line(&self, line: impl IntoLine, measure: impl AsRef<str>) -> Result<RelationsLine, LineError> {
        let row = self.index.find(&self.scope.terms, &line.into_line(), measure.as_ref())?;
        Ok(self.line_at(row))
    }

    fn line_at(&self, row: usize) -> RelationsLine {
        let words = self.scope.terms.grouping().words().len();
        let RelationCounts { transitions, outcomes, conflicts, detriment } = self.counts[row];
        RelationsLine {
            line: Line::new(self.index.texts(row).take(words)),
            measure: self.index.measure(row, words),
            transitions,
            outcomes,
            conflicts,
            detriment,
        }
    }
}

into_lines!(Relations: Number, RelationsLine, |relations| relations.lines().collect());

// Its terms and size, without the values of its lines, which may be personal.
debug_fields! { self: impl[N: Number] Relations<N> {
    terms: self.scope.terms,
    lines: self.counts.len(),
} }
