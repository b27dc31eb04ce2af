//! Attribution: the share of each party in what a statement counts as created and as destroyed, by a named rule.
//!
//! The shares of a line and measure add up to the statement's figures. They are made in three steps:
//!
//! 1. `engine` goes over the rows that a statement counts. `parties` finds the parties of each interaction, a rule
//!    (`rules`, `by_game`, or another implementation of the trait in `rule`) weighs them, and the engine shares each
//!    amount out into pending shares.
//! 2. `shares` sorts pending shares by cell, which is a line and measure, and by party in the order of ids
//!    (`party_index`). It adds them up exactly.
//! 3. `shares` rounds the exact totals of each cell, so that the rounded shares still add up to the cell's figure.
//!
//! `trace` leads from a share back to its entries, `people` gives the beneficiaries behind it, and `rows` its figures
//! by name.

mod by_game;
mod engine;
mod parties;
mod party_index;
mod people;
mod rows;
pub(crate) mod rule;
mod rules;
mod shares;
#[cfg(feature = "serde")]
mod stored;
mod trace;

use std::sync::Arc;

pub use by_game::ByGame;
pub(super) use people::{PeopleBehind, people_behind};
pub use rule::{AttributionRule, Basis, Participants};
pub use rules::{Cooperation, Equal, Proportional};
pub use trace::{AttributedEntry, AttributionTrace};

use super::AnalysisError;
use super::rows::into_lines;
use super::scope::Scope;
use crate::catalogue::{ActorId, Interner, MeasureId};
use crate::getters::{debug_fields, getters};
use crate::ledger::Ledger;
use crate::number::Apportion;
use crate::printable::quoted;
use crate::statement::{IntoLine, Line, MergeError, Overflow, Terms};

use shares::{CREATED, DESTROYED, FIGURES, Shares};

/// The share of each party in what a statement counts as created and as destroyed, line by line.
///
/// Made by [`Ledger::attribution`] and [`Ledger::attribution_of`]. It names its rule, adds up to the statement of the
/// same terms (R21), and merges as a statement does. A destroyed amount goes to the actors that the misuses of its
/// interaction name, in proportion to the amounts that they misused. Without a misuse on record it is attributed to no
/// party (R23). The loss of a person who did not co-operate counts as destroyed only because of certain misused parts
/// (section 6 of the model), and only their actors share it. Windfalls have no shares.
///
/// # Example
///
/// ```
/// use covalue::{Appraisal, Catalogue, Contribution, Cooperation, Interaction, Ledger, Measure, Service, date};
///
/// let catalogue =
///     Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
/// let mut ledger = Ledger::new(&catalogue);
/// ledger.record(
///     Interaction::between("ana", "physio", date(2026, 3, 2))
///         .contribution(Contribution::of("ana").integrated(3.0))
///         .contribution(Contribution::of("clinic").integrated(1.0))
///         .appraisal(Appraisal::of("mobility").before(4.0).after(8.0)),
/// )?;
/// let visit = Interaction::between("ben", "physio", date(2026, 3, 9));
/// ledger.record(visit.appraisal(Appraisal::of("mobility").change(-1.0)))?;
///
/// let shares = ledger.attribution(Cooperation)?;
/// assert_eq!((shares.created("ana", "mobility")?, shares.created("clinic", "mobility")?), (3.5, 0.5));
/// assert_eq!(shares.unattributed("mobility")?, 1.0); // without a misuse on record, no party is blamed
/// assert_eq!(
///     shares.to_string(),
///     "rule cooperation; change from before; users' own appraisals\n\
///      service  measure   unit    party         created  destroyed\n\
///      physio   mobility  points  unattributed      0.0        1.0\n\
///      physio   mobility  points  ana               3.5        0.0\n\
///      physio   mobility  points  clinic            0.5        0.0\n",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone)]
pub struct Attribution<N: Apportion = f64> {
    scope: Scope<N>,
    rule: String,
    /// The ids of the actors of each ledger that was attributed, one table a ledger, so that a merge appends.
    actors: Vec<Arc<Interner>>,
    counted_equally: u64,
    shares: Shares<N>,
    /// The shares of all lines together.
    whole: Shares<N>,
}

/// The share of one party in a line and measure.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, Catalogue, Contribution, Interaction, Ledger, Measure, Service, date};
/// # use covalue::attribution::Equal;
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// ledger.record(
///     Interaction::between("ana", "physio", date(2026, 3, 2))
///         .contribution(Contribution::of("ana").integrated(3.0))
///         .appraisal(Appraisal::of("mobility").change(4.0)),
/// )?;
/// let shares = ledger.attribution(Equal)?;
/// let ana = shares.share("physio", "mobility", "ana")?.expect("she has half of it");
/// assert_eq!((ana.created(), ana.destroyed()), (&2.0, &0.0));
/// assert_eq!((ana.line().to_string().as_str(), ana.party().map(|party| party.as_str())), ("physio", Some("ana")));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Share<N = f64> {
    line: Line,
    measure: MeasureId,
    party: Option<ActorId>,
    created: N,
    destroyed: N,
}

impl<N> Share<N> {
    getters! { self:
        /// The line.
        line: &Line = &self.line;
        /// The measure.
        measure: &MeasureId = &self.measure;
        /// The party; `None` for unattributed amounts.
        party: Option<&ActorId> = self.party.as_ref();
        /// The party's share of the created amount, in the measure's unit.
        created: &N = &self.created;
        /// The party's share of the destroyed amount, in the measure's unit.
        destroyed: &N = &self.destroyed;
    }
}

impl<N: Apportion> Ledger<N> {
    /// The share of each party in what the statement by service counts, by a rule: [`Cooperation`], [`Proportional`],
    /// [`Equal`], or another.
    ///
    /// # Errors
    ///
    /// As [`attribution_of`](Ledger::attribution_of).
    pub fn attribution(&self, rule: impl AttributionRule<N>) -> Result<Attribution<N>, AnalysisError> {
        self.attribution_of(Terms::default(), rule)
    }

    /// The share of each party in what the statement of these terms counts, by a rule.
    ///
    /// The participants of an interaction are its users, its provider and its other parties, except those that are
    /// stated to have integrated nothing. The logic of the terms changes no share.
    ///
    /// # Formula
    ///
    /// A party with the weight `w` gets `c · w ÷ W` of a created amount `c`, where `W` is the sum of all weights. An
    /// actor who misused `m` gets `d · m ÷ M` of a destroyed amount `d`, where `M` is the sum of all misused amounts of
    /// the interaction. If `M` is zero, `d` is attributed to no party. Shares are in the measure's unit. Each share of
    /// an amount is rounded once, except the largest one: that is the amount less all other shares, exactly. Of equal
    /// shares, the first by id counts as the largest. Shares of integers are rounded once for each line and measure,
    /// see [`Apportion`]. Ours.
    ///
    /// # Errors
    ///
    /// - invalid terms, such as a grouping with the same word twice;
    /// - over `f64`, with [`Proportional`], two parties that integrated 1e308 each: no `f64` holds the sum of their
    ///   weights. [`Cooperation`] counts the integrated quantities twice, so it refuses 5e307 each;
    /// - a rule that gives each party the weight zero;
    /// - a share that no number of the kind holds, on one line or of all lines together;
    /// - by beneficiary, a visit of 3,000 people whose gains are each shared out among all: its nine million shares are
    ///   more than the 4,194,304 of one interaction that are kept. They are counted before any is computed.
    ///
    /// # Performance
    ///
    /// An attribution takes about 40 bytes for each share that it has, and twice that while it is made. The gains of `n`
    /// people in one interaction, shared out among all of them, are `n²` shares, each of which is rounded once: the time
    /// grows with the square of `n`, also where they add up to `n` on one line. More than 268,435,456 shares of one
    /// interaction, those of 16,000 people, are an error.
    pub fn attribution_of(
        &self,
        terms: impl Into<Terms>,
        rule: impl AttributionRule<N>,
    ) -> Result<Attribution<N>, AnalysisError> {
        engine::attribute(self, terms.into().checked()?, &rule)
    }
}

impl<N: Apportion> Attribution<N> {
    fn new(
        ledger: &Ledger<N>,
        terms: Terms,
        rule: &str,
        shares: Shares<N>,
        counted_equally: u64,
    ) -> Result<Self, AnalysisError> {
        let (scope, rule) = (Scope::of(ledger, terms), rule.to_owned());
        let whole = shares.without_lines();
        let actors = vec![Arc::new(ledger.columns.actors.clone())];
        Self { scope, rule, actors, counted_equally, shares, whole }.rounded()
    }

    /// Rounds all figures, so that they can be read without an error. An overflow names its line.
    fn rounded(mut self) -> Result<Self, AnalysisError> {
        let words = self.scope.terms.grouping().words().len();
        for (shares, words) in [(&mut self.shares, words), (&mut self.whole, 0)] {
            if let Err((cell, figure)) = shares.round() {
                return Err(Overflow::at::<N>(FIGURES[figure], &shares.cells, (cell, words), &self.scope.terms).into());
            }
        }
        Ok(self)
    }

    getters! { self:
        /// The names of the parts of the books that it covers. A part without a name is not listed.
        parts: impl Iterator<Item = &str> = self.scope.parts();
        /// The number of interactions with a created amount that was shared out equally, because the books do not state
        /// the integrated quantity of each party. Zero if the rule does not use these quantities.
        equal_split_count: u64 = self.counted_equally;
        /// Every share, sorted by line, measure and party. The unattributed amount of a line and measure comes before
        /// the shares of its parties.
        shares: impl ExactSizeIterator<Item = Share<N>> = (0..self.shares.len()).map(|row| self.share_at(row));
    }

    /// A party's share of all that was created on a measure, in the measure's unit. Zero if the party has no share.
    ///
    /// # Errors
    ///
    /// - `.created("typo", "mobility")`: R2, the ledger names no such actor and the catalogue no such provider;
    /// - `.created("ana", "typo")`: R2, the catalogue has no such measure.
    pub fn created(&self, party: impl AsRef<str>, measure: impl AsRef<str>) -> Result<N, AnalysisError> {
        self.of_whole(Some(party.as_ref()), measure.as_ref(), CREATED)
    }

    /// A party's share of all that was destroyed on a measure, in the measure's unit. Zero if the party has no share.
    ///
    /// # Errors
    ///
    /// As [`created`](Self::created).
    pub fn destroyed(&self, party: impl AsRef<str>, measure: impl AsRef<str>) -> Result<N, AnalysisError> {
        self.of_whole(Some(party.as_ref()), measure.as_ref(), DESTROYED)
    }

    /// The amount that was destroyed on a measure without a misuse on record, in the measure's unit. It is attributed
    /// to no party.
    ///
    /// # Errors
    ///
    /// - `.unattributed("typo")`: R2, the catalogue has no such measure.
    pub fn unattributed(&self, measure: impl AsRef<str>) -> Result<N, AnalysisError> {
        self.of_whole(None, measure.as_ref(), DESTROYED)
    }

    fn of_whole(&self, party: Option<&str>, measure: &str, figure: usize) -> Result<N, AnalysisError> {
        self.check(party, measure)?;
        let row = self.whole.find([Some(measure)].into_iter(), party);
        Ok(row.map_or_else(N::zero, |row| self.whole.figure(row, figure)))
    }

    /// Checks that the books know a party and a measure.
    fn check(&self, party: Option<&str>, measure: &str) -> Result<(), AnalysisError> {
        let is_known = |party: &str| {
            self.actors.iter().any(|actors| actors.get(party).is_some()) || self.scope.catalogue.is_provider(party)
        };
        if let Some(party) = party.filter(|party| !is_known(party)) {
            return Err(AnalysisError::UnknownParty { party: party.to_owned() });
        }
        if self.scope.catalogue.measure(measure).is_none() {
            return Err(AnalysisError::UnknownMeasure { measure: measure.to_owned() });
        }
        Ok(())
    }

    /// A party's share of a line and measure; `None` if the party has no share of it.
    ///
    /// # Errors
    ///
    /// - as [`created`](Self::created);
    /// - `.share("typo", "mobility", "ana")`: R20, a line on which nothing was created or destroyed.
    pub fn share(
        &self,
        line: impl IntoLine,
        measure: impl AsRef<str>,
        party: impl AsRef<str>,
    ) -> Result<Option<Share<N>>, AnalysisError> {
        let (line, measure, party) = (line.into_line(), measure.as_ref(), party.as_ref());
        self.check(Some(party), measure)?;
        let fits = line.values().len() == self.scope.terms.grouping().words().len();
        let texts = || line.values().chain([Some(measure)]);
        if !fits || self.shares.cells.position(texts()).is_none() {
            return Err(AnalysisError::nothing_attributed(&line, &self.scope.terms, measure));
        }
        Ok(self.shares.find(texts(), Some(party)).map(|row| self.share_at(row)))
    }

    fn share_at(&self, row: usize) -> Share<N> {
        let (shares, words) = (&self.shares, self.scope.terms.grouping().words().len());
        let cell = shares.cell(row);
        Share {
            line: Line::new(shares.cells.texts(cell).take(words)),
            measure: shares.cells.measure(cell, words),
            party: shares.party(row).map(|party| ActorId::new(party).expect("validation rejects empty ids")),
            created: shares.figure(row, CREATED),
            destroyed: shares.figure(row, DESTROYED),
        }
    }

    /// Merges another attribution into this one. The result equals, bit for bit, the attribution of one ledger with all
    /// their entries (R12).
    ///
    /// # Errors
    ///
    /// - different terms or rules, a part that is in both, or different definitions of a measure or a service: see
    ///   [`MergeError`];
    /// - a figure of the merged attribution that no number of the kind holds.
    pub fn merge(mut self, other: Self) -> Result<Self, AnalysisError> {
        MergeError::check_terms(&self.scope.terms, &other.scope.terms)?;
        if self.rule != other.rule {
            return Err(MergeError::Rule { here: quoted(self.rule), there: quoted(other.rule) }.into());
        }
        self.scope.merge(&other.scope)?;
        self.actors.extend(other.actors);
        self.counted_equally += other.counted_equally;
        self.shares = self.shares.merge(&other.shares);
        self.whole = self.shares.without_lines();
        self.rounded()
    }
}

impl<N: Apportion> PartialEq for Attribution<N> {
    /// Compares terms, rules, the number of equal splits and exact shares. Parts of the books may differ.
    fn eq(&self, other: &Self) -> bool {
        self.scope == other.scope
            && self.rule == other.rule
            && self.counted_equally == other.counted_equally
            && self.shares == other.shares
    }
}

into_lines!(Attribution: Apportion, Share<N>, |attribution| attribution.shares().collect());

// Lines are left out, since their values may be personal.
debug_fields! { self: impl[N: Apportion] Attribution<N> {
    terms: self.scope.terms,
    rule: self.rule,
    parts: self.parts().collect::<Vec<_>>(),
    shares: self.shares.len(),
} }
