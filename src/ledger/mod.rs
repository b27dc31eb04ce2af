//! The ledger: interactions, later appraisals, voids and counts of people reached, validated and stored as columns.

mod amend;
mod appraisals;
mod batch;
mod contributions;
mod diff;
pub(crate) mod error;
mod forget;
mod lending;
mod lookups;
mod merge;
mod part;
#[cfg(feature = "csv")]
mod plain;
mod plain_run;
mod profiles;
mod reach;
pub(crate) mod reach_error;
mod records;
#[cfg(feature = "json")]
mod repeats;
mod sparse;
mod store;
mod validate;
mod version;

use std::collections::BTreeSet;

use jiff::civil::Date;

pub use diff::{Movement, MovementKind, Movements};
pub(crate) use error::{AppraiseError, BatchError, ForgetError, MergeLedgersError, RecordError, VoidError};

pub(crate) use appraisals::{AppraisalFlags, Appraisals, Level, Reference};
pub(crate) use contributions::{ContributionRow, MisusedAmount};
#[cfg(feature = "serde")]
pub(crate) use part::distinct_parts;
pub(crate) use part::{PartName, name_of_parts, part_text};
#[cfg(feature = "csv")]
pub(crate) use plain::PlainInteraction;
pub(crate) use plain_run::PlainRun;
pub(crate) use reach::ReachEntries;
pub(crate) use reach_error::ReachError;
pub(crate) use store::{Columns, InteractionFlags};

use crate::catalogue::{ActorId, Catalogue, CatalogueError, InteractionId, Measure, Service};
use crate::getters::{debug_fields, getters};
use crate::number::Number;
use crate::record::{Appraisal, Interaction};

use validate::first;

/// The books: interactions, later appraisals, voids and counts of people reached, each validated when it is recorded.
///
/// Every entry obeys the rules of the [model](crate::_documentation::model), sections 4 and 5; a refused entry leaves
/// the ledger as it was. Entries do not change, except that an id can be [forgotten](Ledger::forget): a correction is
/// another entry.
///
/// Entries are stored as columns with interned ids. A million interactions take a hundred-odd megabytes, and a
/// [`statement`](Ledger::statement) reads only the columns it needs.
///
/// # Example
///
/// ```
/// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
///
/// let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
/// let mut ledger = Ledger::new(&catalogue);
/// let visit = Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1");
/// ledger.record(visit.clone().appraisal(Appraisal::of("pain").before(6.0).after(4.0)))?;
/// assert_eq!(
///     ledger.record(visit).unwrap_err().to_string(),
///     "R1: interaction `v1` is recorded already, with other content: a conflict",
/// );
///
/// // Measured again in June: a second follow-up. Its level before is that of the first (R47).
/// ledger.appraise("v1", Appraisal::of("pain").after(5.0).follow_up(2).made(date(2026, 6, 1)))?;
/// assert_eq!(ledger.statement(By::Service)?.line("physio", "pain")?.created(), 1.0);
/// assert_eq!(ledger.statement(Terms::by(By::Service).follow_up(1))?.line("physio", "pain")?.created(), 2.0);
///
/// // Corrected in July: a later version of the first follow-up, which stands from then on (R8). It moves the second
/// // follow-up too, and the books as of June stay as they were.
/// ledger.appraise("v1", Appraisal::of("pain").before(7.0).after(4.0).known(date(2026, 7, 1)))?;
/// assert_eq!(ledger.statement(By::Service)?.line("physio", "pain")?.created(), 2.0);
/// let as_of_june = ledger.statement(Terms::by(By::Service).as_of(date(2026, 6, 30)))?;
/// assert_eq!(as_of_june.line("physio", "pain")?.created(), 1.0);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone)]
pub struct Ledger<N = f64> {
    pub(crate) catalogue: Catalogue<N>,
    pub(crate) parts: BTreeSet<PartName>,
    closed: Option<Date>,
    pub(crate) columns: Columns<N>,
    /// The number of the last tombstone that these parts gave out, so that the next one is found without counting from 1.
    last_tombstone: u64,
}

impl<N: Number> Ledger<N> {
    /// An empty ledger without a part name.
    pub fn new(catalogue: &Catalogue<N>) -> Self {
        Self::with_part(catalogue, PartName::unnamed())
    }

    /// An empty ledger for one named part of the books: a file, a month, a branch. Statements count a part only once
    /// (R17). With an empty name, the part is the one [without a name](Ledger::new).
    pub fn part(catalogue: &Catalogue<N>, name: impl AsRef<str>) -> Self {
        Self::with_part(catalogue, PartName::named(name.as_ref()))
    }

    pub(crate) fn with_part(catalogue: &Catalogue<N>, part: PartName) -> Self {
        let parts = BTreeSet::from([part]);
        Self { catalogue: catalogue.clone(), parts, closed: None, columns: Columns::default(), last_tombstone: 0 }
    }

    /// Records an interaction with its contributions and appraisals, and returns its id.
    ///
    /// # Errors
    ///
    /// The first fault, by rule; the ledger stays as it was. See [`RecordError`].
    ///
    /// - `.appraisal(Appraisal::of("pain").before(f64::NAN))`: R3;
    /// - an id that is recorded already: a repeat or a conflict (R1);
    /// - a service or measure that the catalogue does not have, a level outside its range: R2;
    /// - a beneficiary whom the interaction does not name, a user named twice: R6;
    /// - two appraisals of one thing with equal days: R8;
    /// - `.known(day)` before the interaction's own, or in a closed period: R9.
    pub fn record(&mut self, interaction: Interaction<N>) -> Result<InteractionId, RecordError> {
        let id = interaction.id_or_hash();
        let validated = self.validate(&interaction, Some(&id)).map_err(first)?;
        self.columns.ids.intern(id.as_str());
        self.columns.push(&interaction, &validated);
        Ok(id)
    }

    /// Every fault of an interaction, in the order of their rules; none if it can be recorded.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, Catalogue, Interaction, Ledger, Measure, Rule, Service, date};
    /// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// let ledger = Ledger::new(&catalogue);
    /// let visit = Interaction::between("ana", "phsyio", date(2026, 3, 2))
    ///     .known(date(2026, 3, 1))
    ///     .appraisal(Appraisal::of("pain").change(f64::INFINITY));
    /// let rules: Vec<_> = ledger.check(&visit).iter().map(|fault| fault.rule()).collect();
    /// assert_eq!(rules, [Rule::R3, Rule::R2, Rule::R9]);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn check(&self, interaction: &Interaction<N>) -> Vec<RecordError> {
        self.validate(interaction, Some(&interaction.id_or_hash())).err().unwrap_or_default()
    }

    /// Closes the books up to a day: entries known on or before it are refused from now on (R9). A closed period stays
    /// closed: an earlier day changes nothing.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Catalogue, Interaction, Ledger, Service, date};
    /// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// ledger.close(date(2026, 3, 31));
    /// let late = Interaction::between("ana", "physio", date(2026, 3, 2));
    /// assert!(ledger.record(late.clone()).is_err());
    /// ledger.record(late.known(date(2026, 4, 1)))?; // it happened in March, and is known since April
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn close(&mut self, day: Date) {
        self.closed = self.closed.max(Some(day));
    }

    /// The ledger's number for an actor, for callers who keep columns of their own beside the ledger. Numbers count
    /// from 0 in the order in which the actors were first named, and do not change.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # let catalogue = Catalogue::<f64>::new([Measure::lower_is_better("pain", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// ledger.record(Interaction::between("ana", "physio", date(2026, 3, 2)))?;
    /// let ana = ledger.symbol("ana").expect("she was named");
    /// assert_eq!(ledger.actor(ana).map(|actor| actor.to_string()), Some("ana".to_owned()));
    /// assert_eq!(ledger.symbol("ben"), None);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn symbol(&self, actor: impl AsRef<str>) -> Option<Symbol> {
        self.columns.actors.get(actor.as_ref()).map(Symbol)
    }

    /// The actor that a symbol of this ledger stands for.
    pub fn actor(&self, symbol: Symbol) -> Option<ActorId> {
        let known = (symbol.0 as usize) < self.columns.actors.len();
        known.then(|| ActorId::new(self.columns.actors.text(symbol.0)).expect("recorded ids are not empty"))
    }

    getters! { self:
        /// The number of recorded interactions, including void ones.
        len: usize = self.columns.interactions();
        /// Whether nothing is recorded.
        is_empty: bool = self.len() == 0 && self.columns.reach.len() == 0;
        /// The services and measures of this ledger.
        catalogue: &Catalogue<N> = &self.catalogue;
        /// The last day of the closed period, if there is one.
        closed: Option<Date> = self.closed;
        /// The names of the ledger's parts. A part without a name is not listed.
        parts: impl Iterator<Item = &str> = name_of_parts(&self.parts);
    }

    /// Adds a measure to this ledger's catalogue. The same definition again changes nothing.
    ///
    /// # Errors
    ///
    /// As [`Catalogue::add_measure`].
    pub fn declare_measure(&mut self, measure: Measure<N>) -> Result<(), CatalogueError> {
        self.catalogue.add_measure(measure)
    }

    /// Adds a service to this ledger's catalogue. The same definition again changes nothing.
    ///
    /// # Errors
    ///
    /// As [`Catalogue::add_service`].
    pub fn declare_service(&mut self, service: Service<N>) -> Result<(), CatalogueError> {
        self.catalogue.add_service(service)
    }
}

/// A ledger's number for an actor, see [`Ledger::symbol`].
///
/// # Example
///
/// ```
/// # use covalue::{Catalogue, Interaction, Ledger, Service, date};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// ledger.record(Interaction::between("ana", "physio", date(2026, 3, 2)))?;
/// let ana = ledger.symbol("ana").expect("she was named");
/// assert_eq!(ana.index(), 0); // the only actor
/// let forgotten = ledger.forget("ana")?;
/// assert_eq!(ledger.actor(ana), Some(forgotten)); // the number still stands for her
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(u32);

impl Symbol {
    /// The number, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl<N: Number> PartialEq for Ledger<N> {
    /// Whether two ledgers have the same catalogue, parts, closed period and entries, in any order.
    fn eq(&self, other: &Self) -> bool {
        let sizes = |ledger: &Self| (ledger.len(), ledger.columns.later.len(), ledger.columns.voids.len());
        self.catalogue == other.catalogue
            && self.parts == other.parts
            && self.closed == other.closed
            && sizes(self) == sizes(other)
            && (0..self.len() as u32).all(|row| self.same_entries(row, other))
            && self.columns.reach == other.columns.reach
    }
}

impl<N: Number> Ledger<N> {
    /// Whether the other ledger has the same interaction, with the same later appraisals and void.
    fn same_entries(&self, row: u32, other: &Self) -> bool {
        let Some(there) = other.columns.ids.get(self.columns.ids.text(row)) else { return false };
        let mut later = self.sorted_later(row).zip(other.sorted_later(there));
        let later_len = |ledger: &Self, row| ledger.columns.later_of(row).count();
        let void = |ledger: &Self, row| ledger.columns.void_of(row).map(|void| (void.known, void.reason.clone()));
        self.interaction_at(row) == other.interaction_at(there)
            && later_len(self, row) == later_len(other, there)
            && later.all(|(here, there)| here == there)
            && void(self, row) == void(other, there)
    }

    /// The later appraisals of an interaction, in an order that does not depend on that of their entries.
    fn sorted_later(&self, interaction: u32) -> impl Iterator<Item = Appraisal<N>> {
        let columns = &self.columns;
        let mut rows: Vec<usize> = columns.later_of(interaction).collect();
        // Codes of equal ids differ between ledgers, so they are compared as texts. No two versions are equal (R8).
        rows.sort_by_cached_key(|&row| {
            let version = columns.version(&columns.later, row, interaction);
            let (measure, beneficiary) = (version.measure, columns.actors.text(version.beneficiary));
            let measure = self.catalogue.measure_at(measure).id().as_str();
            (measure, beneficiary, version.follow_up, version.source_kind, version.known, version.made)
        });
        rows.into_iter().map(move |row| self.appraisal_at(&columns.later, row, interaction))
    }
}

// Sizes and ids, without reasons and dimensions, which may be personal.
debug_fields! { self: impl[N: Number] Ledger<N> {
    parts: self.parts().collect::<Vec<_>>(),
    closed: self.closed,
    interactions: self.columns.ids,
    later_appraisals: self.columns.later.len(),
    voids: self.columns.voids.len(),
    reach: self.columns.reach.len(),
} }
