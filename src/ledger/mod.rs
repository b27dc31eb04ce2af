//! The ledger: interactions, later appraisals and voids, checked at the door and kept as columns.

mod amend;
mod appraisals;
mod batch;
mod contributions;
mod diff;
pub(crate) mod error;
mod forget;
mod merge;
mod plain_run;
mod profiles;
mod records;
mod sparse;
mod store;
mod validate;

use std::collections::BTreeSet;
use std::fmt;
use std::ops::ControlFlow;

use jiff::civil::Date;

pub use diff::{Movement, MovementKind};
pub(crate) use error::{AppraiseError, BatchError, ForgetError, MergeLedgersError, RecordError, VoidError};

pub(crate) use appraisals::{Appraisals, Level, Marks};
pub(crate) use contributions::{Contributed, MisusedAmount};
pub(crate) use part::{PartName, name_of_parts};
pub(crate) use plain_run::Stretch;
pub(crate) use store::{Columns, Flags};

mod part;

use crate::catalogue::{ActorId, Catalogue, CatalogueError, InteractionId, Measure, Service};
use crate::number::Number;
use crate::record::Interaction;

use store::AdmittedInteraction;
use validate::{Report, all, first};

/// Interactions, later appraisals and voids, checked at the door.
///
/// What is in a ledger obeys the rules of the [model](crate::_documentation::model), sections 4 and 5: a refused entry
/// leaves it equal to what it was. Nothing in it changes, but for an id that is [forgotten](Ledger::forget); what turns
/// out otherwise is another entry.
///
/// Kept as columns with ids interned, so a ledger of a million interactions is a hundred-odd megabytes, and
/// [`statement`](Ledger::statement) runs down the columns it needs.
///
/// # Example
///
/// ```
/// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Void, date};
///
/// let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
/// let mut ledger = Ledger::new(&catalogue);
/// let visit = Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1");
/// ledger.record(visit.clone().appraisal(Appraisal::of("pain").before(6.0).after(4.0)))?;
/// assert_eq!(
///     ledger.record(visit).unwrap_err().to_string(),
///     "R1: interaction v1 is recorded already, with other content: a conflict",
/// );
///
/// // In June it turns out that little of it lasted: another entry, and the books of May stay what they were.
/// ledger.appraise("v1", Appraisal::of("pain").before(6.0).after(5.0).made(date(2026, 6, 1)))?;
/// assert_eq!(ledger.statement(By::Service)?.line("physio", "pain")?.created(), 1.0);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone)]
pub struct Ledger<N = f64> {
    pub(crate) catalogue: Catalogue<N>,
    pub(crate) parts: BTreeSet<PartName>,
    closed: Option<Date>,
    pub(crate) columns: Columns<N>,
}

impl<N: Number> Ledger<N> {
    /// An empty ledger without a part name.
    pub fn new(catalogue: &Catalogue<N>) -> Self {
        Self::with_part(catalogue, PartName::unnamed())
    }

    /// An empty ledger that is one part of a whole, by name: a file, a month, a branch. Statements of one part cannot
    /// be counted twice (R17). An empty name is none: the part is the one [without a name](Ledger::new).
    pub fn part(catalogue: &Catalogue<N>, name: impl AsRef<str>) -> Self {
        Self::with_part(catalogue, PartName::named(name.as_ref()))
    }

    pub(crate) fn with_part(catalogue: &Catalogue<N>, part: PartName) -> Self {
        let parts = BTreeSet::from([part]);
        Self { catalogue: catalogue.clone(), parts, closed: None, columns: Columns::default() }
    }

    /// Records an interaction with what it holds, and gives its id.
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
        let mut admitted = AdmittedInteraction::default();
        self.admit(&interaction, || self.identity(&interaction, &id), &mut admitted)?;
        self.columns.ids.push(id.as_str());
        self.columns.push(&interaction, &admitted);
        Ok(id)
    }

    /// All that the door checks, with an identity check of the caller's.
    fn admit(
        &self,
        interaction: &Interaction<N>,
        identity: impl FnOnce() -> Option<RecordError>,
        admitted: &mut AdmittedInteraction,
    ) -> Result<(), RecordError> {
        first(|report| self.walk(interaction, identity, admitted, report))
    }

    /// Past all that the door checks of an interaction, and whether there is room for it.
    fn walk(
        &self,
        interaction: &Interaction<N>,
        identity: impl FnOnce() -> Option<RecordError>,
        admitted: &mut AdmittedInteraction,
        report: &mut Report<'_>,
    ) -> ControlFlow<()> {
        validate::admit(interaction, (&self.catalogue, self.closed), identity, admitted, report)?;
        if self.columns.has_room(parts_in(interaction)) { ControlFlow::Continue(()) } else { report(RecordError::Full) }
    }

    /// R1: whether the id is recorded, and with which content.
    fn identity(&self, interaction: &Interaction<N>, id: &InteractionId) -> Option<RecordError> {
        let row = self.columns.ids.get(id.as_str())?;
        Some(if self.interaction_at(row).has_content_of(interaction) {
            RecordError::Repeat { id: id.clone() }
        } else {
            RecordError::Conflict { id: id.clone() }
        })
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
        let id = interaction.id_or_hash();
        let identity = || self.identity(interaction, &id);
        all(|report| self.walk(interaction, identity, &mut AdmittedInteraction::default(), report))
    }

    /// Closes the books up to a day: nothing known on or before it enters any more (R9). What is closed stays closed:
    /// an earlier day changes nothing.
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

    /// The last day of the closed period, if any is closed.
    pub fn closed(&self) -> Option<Date> {
        self.closed
    }

    /// The ledger's own number for an actor: small, dense from 0 in the order they were first named, and the same for
    /// the ledger's life. For callers who keep columns of their own beside it.
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
        known.then(|| ActorId::new(self.columns.actors.text(symbol.0)).expect("the door lets no empty id in"))
    }

    /// The number of interactions recorded, void ones among them.
    pub fn len(&self) -> usize {
        self.columns.interactions()
    }

    /// Whether nothing is recorded.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is offered and appraised here.
    pub fn catalogue(&self) -> &Catalogue<N> {
        &self.catalogue
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

    /// The names of the parts it is of; an unnamed one is not listed.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        name_of_parts(&self.parts)
    }
}

/// No less than the rows of any one kind that an interaction takes.
pub(crate) fn parts_in<N: Number>(interaction: &Interaction<N>) -> usize {
    let users: usize = interaction.users().map(|user| 1 + user.dimensions().len()).sum();
    let own = 2 + interaction.dimensions().len();
    let named = own + users + interaction.others().len() + interaction.all_affected().len();
    let parts: usize = interaction.contributions().map(|contribution| 2 + 2 * contribution.parts().len()).sum();
    named + parts + amend::PARTS_OF_AN_APPRAISAL * interaction.appraisals().len()
}

/// A ledger's own number for an actor, see [`Ledger::symbol`].
///
/// # Example
///
/// ```
/// # use covalue::{Catalogue, Interaction, Ledger, Service, date};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// ledger.record(Interaction::between("ana", "physio", date(2026, 3, 2)))?;
/// let ana = ledger.symbol("ana").expect("she was named");
/// assert_eq!(ana.index(), 0); // of one actor
/// let forgotten = ledger.forget("ana")?;
/// assert_eq!(ledger.actor(ana), Some(forgotten)); // it goes on pointing at her
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(u32);

impl Symbol {
    /// The number, dense from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl<N: Number> PartialEq for Ledger<N> {
    /// The same catalogue, parts, closed period and entries, whatever the order in which they came.
    fn eq(&self, other: &Self) -> bool {
        let sizes = |ledger: &Self| (ledger.len(), ledger.columns.later.len(), ledger.columns.voids.len());
        self.catalogue == other.catalogue
            && self.parts == other.parts
            && self.closed == other.closed
            && sizes(self) == sizes(other)
            && (0..self.len() as u32).all(|row| self.same_entries(row, other))
    }
}

impl<N: Number> Ledger<N> {
    /// Whether the other ledger has an interaction, and all that refers to it, just so.
    fn same_entries(&self, row: u32, other: &Self) -> bool {
        let Some(there) = other.columns.ids.get(self.columns.ids.text(row)) else { return false };
        let later = |ledger: &Self, row: u32| {
            let at = |later| ledger.appraisal_at(&ledger.columns.later, later, row);
            ledger.columns.later_of(row).map(at).collect::<Vec<_>>()
        };
        let (here_later, there_later) = (later(self, row), later(other, there));
        let void = |ledger: &Self, row| ledger.columns.void_of(row).map(|void| (void.known, void.reason.clone()));
        self.interaction_at(row) == other.interaction_at(there)
            && here_later.len() == there_later.len()
            && here_later.iter().all(|appraisal| there_later.contains(appraisal))
            && void(self, row) == void(other, there)
    }
}

impl<N: Number> fmt::Debug for Ledger<N> {
    /// Its size and ids, neither reasons nor dimensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger")
            .field("parts", &self.parts().collect::<Vec<_>>())
            .field("closed", &self.closed)
            .field("interactions", &self.columns.ids)
            .field("later_appraisals", &self.columns.later.len())
            .field("voids", &self.columns.voids.len())
            .finish_non_exhaustive()
    }
}
