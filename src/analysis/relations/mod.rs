//! Relations: how value moves between a beneficiary and a service, who wins and who loses by it.

mod engine;
mod rows;

use std::fmt;

use super::AnalysisError;
use super::outcomes::OutcomeCounts;
use crate::catalogue::{Catalogue, MeasureId};
use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{Index, IntoLine, Line, LineError, Terms};

use engine::Read;
pub(super) use engine::{PeopleMoved, people_moved};

/// How value moves over time, line by line: from gain to gain, into loss and out of it; who is better and who is worse
/// for it; and where one's gain was another's loss.
///
/// Made by [`Ledger::relations`]. A relation is one of a line, beneficiary, service and measure. Relations of parts do not
/// merge: one may run through several of them, and what moves between the last change of one part and the first of
/// another is in neither. Merge the ledgers ([`Ledger::merge`]), and read the whole.
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
/// assert_eq!((physio.transitions().reduces(), physio.transitions().recovers()), (1, 1)); // Ana lost, and recovered
/// assert_eq!((physio.outcomes().better(), physio.outcomes().worse()), (1, 1)); // Ben is better for it, and Ana is not
/// assert_eq!(
///     relations.to_string(),
///     "against before, users' own appraisals, signs against the tolerance by day made\n\
///      service  measure   better  the same  worse  reinforces  recovers  reduces  destroys  conflicts\n\
///      physio   mobility       1         0      1           0         1        1         0          0\n",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone)]
pub struct Relations<N: Number = f64> {
    terms: Terms,
    catalogue: Catalogue<N>,
    index: Index,
    read: Vec<Read>,
}

/// How often one sign followed another in the relations of a line and measure: between a change and the one before it that
/// was a gain or a loss.
///
/// Four positions are named by Echeverri & Skålén (2011, second hand): co-creator, co-recoverer, co-reducer, co-destroyer.
/// To read them as pairs of signs is ours.
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
/// let moves = *relations.line("physio", "mobility")?.transitions();
/// assert_eq!((moves.reinforces(), moves.reduces(), moves.destroys(), moves.recovers()), (1, 1, 1, 1));
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
    /// A gain after a gain.
    pub fn reinforces(&self) -> u64 {
        self.reinforces
    }

    /// A gain after a loss.
    pub fn recovers(&self) -> u64 {
        self.recovers
    }

    /// A loss after a gain.
    pub fn reduces(&self) -> u64 {
        self.reduces
    }

    /// A loss after a loss.
    pub fn destroys(&self) -> u64 {
        self.destroys
    }
}

/// How those ended who did not co-operate: more control for those who want it should not be at the expense of those who
/// cannot or do not want it (Carnegie UK Trust 2013; Elvidge 2014). To check it so is ours.
///
/// Of each of them the changes of those interactions are added up, windfalls among them.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Service, Terms, User, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// // Ana does her part, and the neighbour, who has none in it, is worse for it.
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
    /// Parties who are stated to have integrated nothing.
    pub fn integrated_nothing(&self) -> &OutcomeCounts {
        &self.integrated_nothing
    }

    /// Those who were only affected.
    pub fn affected(&self) -> &OutcomeCounts {
        &self.affected
    }

    /// How many of both ended worse: none, if nobody pays for others' co-operation. Who is both counts in each.
    pub fn worse(&self) -> u64 {
        self.integrated_nothing.worse() + self.affected.worse()
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
#[derive(Clone, PartialEq)]
pub struct RelationsLine {
    line: Line,
    measure: MeasureId,
    read: Read,
}

impl RelationsLine {
    /// The line.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// The measure.
    pub fn measure(&self) -> &MeasureId {
        &self.measure
    }

    /// How signs followed each other.
    pub fn transitions(&self) -> &TransitionCounts {
        &self.read.moves
    }

    /// Winners and losers: beneficiaries by what all their changes here add up to, windfalls among them.
    pub fn outcomes(&self) -> &OutcomeCounts {
        &self.read.ended
    }

    /// Interactions that left one beneficiary better and another worse.
    pub fn conflict_count(&self) -> u64 {
        self.read.conflicts
    }

    /// How those ended who did not co-operate.
    pub fn detriment(&self) -> &Detriment {
        &self.read.detriment
    }
}

impl fmt::Debug for RelationsLine {
    /// Without the values of its line, which may be dimensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RelationsLine")
            .field("line", &self.line)
            .field("measure", &self.measure)
            .field("moves", self.transitions())
            .field("ended", self.outcomes())
            .field("conflicts", &self.conflict_count())
            .field("detriment", self.detriment())
            .finish()
    }
}

impl<N: Number> Ledger<N> {
    /// How value moves, of just what the statement of these terms counts.
    ///
    /// # Formula
    ///
    /// The changes of a beneficiary, by a service and on a line and measure, are taken in the order of the days they were
    /// `made`; those of one day are one change, their sum, and windfalls of either sign are not among them. A change above the tolerance is
    /// a gain, one below its negative a loss, and one within it keeps the last sign. Counted are the pairs of a gain or
    /// loss and the one before it. Ours, after Makkonen & Olkkonen 2017 (episodes accumulate into a relationship).
    ///
    /// # Errors
    ///
    /// - terms that no statement can be of;
    /// - a change that no number of the kind holds.
    pub fn relations(&self, terms: impl Into<Terms>) -> Result<Relations<N>, AnalysisError> {
        let terms = terms.into().checked()?;
        let (index, read) = engine::relations(self, &terms)?;
        Ok(Relations { terms, catalogue: self.catalogue.clone(), index, read })
    }
}

impl<N: Number> Relations<N> {
    /// Its lines, sorted as a statement's cells are.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = RelationsLine> {
        (0..self.read.len()).map(|row| self.line_at(row))
    }

    /// The relations of a line and measure.
    ///
    /// # Errors
    ///
    /// - a line on which nothing is counted: an error, and no zero (R20).
    pub fn line(&self, line: impl IntoLine, measure: impl AsRef<str>) -> Result<RelationsLine, LineError> {
        let row = self.index.find(&self.terms, &line.into_line(), measure.as_ref())?;
        Ok(self.line_at(row))
    }

    fn line_at(&self, row: usize) -> RelationsLine {
        let words = self.terms.grouping().words().len();
        RelationsLine {
            line: Line::new(self.index.texts(row).take(words)),
            measure: self.index.measure(row, words),
            read: self.read[row],
        }
    }
}

impl<N: Number> PartialEq for Relations<N> {
    /// Equal terms, lines and counts.
    fn eq(&self, other: &Self) -> bool {
        self.terms == other.terms && self.index == other.index && self.read == other.read
    }
}

impl<N: Number> fmt::Debug for Relations<N> {
    /// Its terms and size; lines may be dimensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Relations").field("terms", &self.terms).field("lines", &self.read.len()).finish_non_exhaustive()
    }
}
