//! Who created it, and who destroyed it: a reading that adds up to the statement, by a rule that is named.
//!
//! A rule is a file by itself (`equal`, `proportional`, `cooperation`, `by_game`) that implements the trait of `rule`. What
//! is shared out by it goes one way:
//!
//! 1. `engine` goes over what a statement counts; `parties` says who took part or misused what, and `party_names` in which
//!    order ids are;
//! 2. what each takes of an amount (`taken`) is gathered by line and measure, which together are a cell (`gathering`): at
//!    once for its `regulars`, for all others in `blocks`;
//! 3. cell by cell it is added up by party (`cell_shares`), in the order that `ranks` finds, each figure in a `column`;
//! 4. `shares` are the rows of all that (`party_rows`) and their figures; `trace` goes back to the entries.

mod blocks;
mod by_game;
mod cell_shares;
mod column;
mod cooperation;
mod engine;
mod equal;
mod gathering;
mod parties;
mod party_names;
mod party_rows;
mod people;
mod proportional;
mod ranks;
mod regulars;
mod rows;
pub(crate) mod rule;
mod shares;
mod taken;
mod trace;

use std::collections::BTreeSet;
use std::fmt;

pub use by_game::ByGame;
pub use cooperation::Cooperation;
pub use equal::Equal;
pub(super) use people::{PeopleBehind, people_behind};
pub use proportional::Proportional;
pub use rule::{AttributionRule, Basis, Participants};
pub use trace::AttributedEntry;

use super::AnalysisError;
use crate::catalogue::{ActorId, Catalogue, MeasureId};
use crate::ledger::{Ledger, PartName, name_of_parts};
use crate::number::Apportion;
use crate::statement::{IntoLine, Line, MergeError, Overflow, Terms};

use shares::Shares;
use taken::{CREATED, DESTROYED, FIGURES};

/// Who created what a statement counts, and who destroyed it, line by line.
///
/// Made by [`Ledger::attribution`]. It names its rule, adds up to the statement of the same terms (R21), and merges as a
/// statement does. What was destroyed is taken to those named by the misuses of its interaction, in proportion to what
/// they misused; where no misuse is on record, to nobody (R23). The loss of a person who did not co-operate goes to those
/// parts alone that make it destruction. Windfalls are attributed to nobody and not in it.
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
/// assert_eq!((shares.created("ana", "mobility"), shares.created("clinic", "mobility")), (3.5, 0.5));
/// assert_eq!(shares.unattributed("mobility"), 1.0); // nobody is blamed by default
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
    terms: Terms,
    rule: String,
    catalogue: Catalogue<N>,
    parts: BTreeSet<PartName>,
    counted_equally: u64,
    shares: Shares<N>,
    /// Without lines.
    whole: Shares<N>,
}

/// What one party has of a line and measure.
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
/// let ana = shares.share("physio", "mobility", "ana").expect("she has half of it");
/// assert_eq!((ana.created(), ana.destroyed()), (&2.0, &0.0));
/// assert_eq!((ana.line().to_string().as_str(), ana.party().map(|party| party.as_str())), ("physio", Some("ana")));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Share<N = f64> {
    line: Line,
    measure: MeasureId,
    party: Option<ActorId>,
    figures: [N; 2],
}

impl<N> Share<N> {
    /// The line.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// The measure.
    pub fn measure(&self) -> &MeasureId {
        &self.measure
    }

    /// Whose it is; none of what is attributed to nobody.
    pub fn party(&self) -> Option<&ActorId> {
        self.party.as_ref()
    }

    /// Their share of what was created, in the measure's unit.
    pub fn created(&self) -> &N {
        &self.figures[CREATED]
    }

    /// Their share of what was destroyed, in the measure's unit.
    pub fn destroyed(&self) -> &N {
        &self.figures[DESTROYED]
    }
}

impl<N: fmt::Debug> fmt::Debug for Share<N> {
    /// Without the values of its line, which may be dimensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Share")
            .field("line", &self.line)
            .field("measure", &self.measure)
            .field("party", &self.party)
            .field("created", self.created())
            .field("destroyed", self.destroyed())
            .finish()
    }
}

impl<N: Apportion> Ledger<N> {
    /// Who created and who destroyed what the statement by service counts, by a rule: [`Cooperation`],
    /// [`Proportional`], [`Equal`], or another.
    ///
    /// # Errors
    ///
    /// As [`attribution_of`](Ledger::attribution_of).
    pub fn attribution(&self, rule: impl AttributionRule<N>) -> Result<Attribution<N>, AnalysisError> {
        self.attribution_of(Terms::default(), rule)
    }

    /// Who created and who destroyed just what the statement of these terms counts, by a rule.
    ///
    /// Those who took part are an interaction's users, its provider and its others, but for who is stated to have
    /// integrated nothing. The logic of the terms changes no share.
    ///
    /// # Formula
    ///
    /// Of each created amount `c` a party with the weight `w` of all weights `W` has `c · w ÷ W`. Of each destroyed amount
    /// `d` an actor who misused `m` of all that was misused in the interaction, `M`, has `d · m ÷ M`, and if nothing was,
    /// nobody has it. In the measure's unit. Each share is rounded once, but the largest (of equals the first by id),
    /// which is the exact rest; integers are rounded line by line, see [`Apportion`]. Ours.
    ///
    /// # Errors
    ///
    /// - terms that no statement can be of;
    /// - over `f64`, two parties who integrated 1e308 each, and under [`Cooperation`], which weighs all of it twice, 5e307
    ///   each: their weights are more than it holds;
    /// - a rule that gives everybody zero;
    /// - a share of a line that no number of the kind holds, or one of all lines together, which
    ///   [`created`](Attribution::created) reads.
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
        let (catalogue, parts) = (ledger.catalogue.clone(), ledger.parts.clone());
        Self { terms, rule: rule.to_owned(), catalogue, parts, counted_equally, shares, ..Self::nothing() }.read()
    }

    /// Without anything, to be filled in.
    fn nothing() -> Self {
        Self {
            terms: Terms::default(),
            rule: String::new(),
            catalogue: Catalogue::empty(),
            parts: BTreeSet::new(),
            counted_equally: 0,
            shares: Shares::nothing(),
            whole: Shares::nothing(),
        }
    }

    /// With its figures read, once and for all.
    fn read(mut self) -> Result<Self, AnalysisError> {
        self.whole = self.shares.without_lines();
        let words = self.terms.grouping().words().len();
        for (shares, words) in [(&mut self.shares, words), (&mut self.whole, 0)] {
            if let Err((cell, figure)) = shares.read() {
                let cells = &shares.rows.cells;
                return Err(Overflow::at::<N>(FIGURES[figure], cells, (cell, words), &self.terms).into());
            }
        }
        Ok(self)
    }

    /// The names of the parts it is of; an unnamed one is not listed.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        name_of_parts(&self.parts)
    }

    /// The interactions of which something created was shared out by heads, since what was integrated is not stated of
    /// all who took part; none where the rule does not ask.
    pub fn equal_split_count(&self) -> u64 {
        self.counted_equally
    }

    /// What a party has of all that was created on a measure, in its unit: zero for who has none, so for a misspelt id too.
    pub fn created(&self, party: impl AsRef<str>, measure: impl AsRef<str>) -> N {
        self.of_whole(Some(party.as_ref()), measure.as_ref(), CREATED)
    }

    /// What a party has of all that was destroyed on a measure, in its unit: zero for who has none, so for a misspelt id
    /// too.
    pub fn destroyed(&self, party: impl AsRef<str>, measure: impl AsRef<str>) -> N {
        self.of_whole(Some(party.as_ref()), measure.as_ref(), DESTROYED)
    }

    /// What was destroyed on a measure without a misuse on record, and is attributed to nobody; in its unit.
    pub fn unattributed(&self, measure: impl AsRef<str>) -> N {
        self.of_whole(None, measure.as_ref(), DESTROYED)
    }

    fn of_whole(&self, party: Option<&str>, measure: &str, figure: usize) -> N {
        let row = self.whole.rows.place([Some(measure)].into_iter(), party);
        row.map_or_else(N::zero, |row| self.whole.figure(row, figure))
    }

    /// Every share, sorted by line, measure and party; what is attributed to nobody comes before the parties of its line.
    pub fn shares(&self) -> impl ExactSizeIterator<Item = Share<N>> {
        (0..self.shares.rows.len()).map(|row| self.share_at(row))
    }

    /// What a party has of a line and measure; none where they have nothing of it.
    pub fn share(&self, line: impl IntoLine, measure: impl AsRef<str>, party: impl AsRef<str>) -> Option<Share<N>> {
        let line = line.into_line();
        if line.values().len() != self.terms.grouping().words().len() {
            return None;
        }
        let cell = line.values().chain([Some(measure.as_ref())]);
        self.shares.rows.place(cell, Some(party.as_ref())).map(|row| self.share_at(row))
    }

    fn share_at(&self, row: usize) -> Share<N> {
        let (rows, words) = (&self.shares.rows, self.terms.grouping().words().len());
        let (cells, cell, party) = (&rows.cells, rows.cell(row), rows.party(row));
        Share {
            line: Line::new(cells.texts(cell).take(words)),
            measure: cells.measure(cell, words),
            party: party.map(|party| ActorId::new(party).expect("the door lets no empty id in")),
            figures: [CREATED, DESTROYED].map(|figure| self.shares.figure(row, figure)),
        }
    }

    /// Both as one: the same as of one ledger of all their entries, bit for bit (R12).
    ///
    /// # Errors
    ///
    /// - attributions of other terms or by another rule, a part that is in both, or another definition of a measure or a
    ///   service: see [`MergeError`];
    /// - a figure of both together that no number of the kind holds.
    pub fn merge(mut self, other: Self) -> Result<Self, AnalysisError> {
        MergeError::check_terms(&self.terms, &other.terms)?;
        if self.rule != other.rule {
            return Err(MergeError::Rule { here: self.rule, there: other.rule }.into());
        }
        MergeError::check_parts(&self.parts, &other.parts)?;
        self.catalogue.merge(&other.catalogue).map_err(MergeError::Definition)?;
        self.parts.extend(other.parts);
        self.counted_equally += other.counted_equally;
        self.shares = self.shares.merge(&other.shares);
        self.read()
    }
}

impl<N: Apportion> PartialEq for Attribution<N> {
    /// Equal terms, rule and exact shares; of whichever parts.
    fn eq(&self, other: &Self) -> bool {
        self.terms == other.terms
            && self.rule == other.rule
            && self.counted_equally == other.counted_equally
            && self.shares == other.shares
    }
}

impl<N: Apportion> fmt::Debug for Attribution<N> {
    /// Its terms, rule and size; lines may be dimensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attribution")
            .field("terms", &self.terms)
            .field("rule", &self.rule)
            .field("parts", &self.parts().collect::<Vec<_>>())
            .field("shares", &self.shares.rows.len())
            .finish_non_exhaustive()
    }
}
