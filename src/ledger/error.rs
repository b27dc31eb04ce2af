//! The errors of a ledger: one enum for each method that adds entries; `reach_error` has that of counts of people reached.

use jiff::civil::Date;

use super::part_text;
use super::reach_error::ReachError;
use crate::catalogue::{ActorId, CatalogueError, Fault, InteractionId, MeasureId, ServiceId};
use crate::getters::getters;
use crate::nearest::meant;
use crate::printable::{clip, quoted};
use crate::record::{PartialDate, SourceKind};
use crate::rule::Rule;

/// Why a later appraisal, or one recorded with its interaction, was refused.
///
/// When several apply, the first in this list is reported; [`check_appraisal`](crate::Ledger::check_appraisal) lists
/// all.
///
/// # Errors, as examples
///
/// - `Appraisal::of("pain")`, without a level and a change: form;
/// - a pain of 11 where its range ends at 10, a bare change of 11 where it is 10 wide: R2;
/// - `.beneficiary("cai")` if the interaction does not name Cai: R6;
/// - the days of another appraisal of the same beneficiary, measure, follow-up and kind of source: R8;
/// - `.made(day)` before the interaction, `.known(day)` in a closed period: R9.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, Catalogue, Interaction, Ledger, Measure, Rule, Service, date};
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points").range(0.0, 10.0)],
/// #     [Service::new("physio", "clinic").promises("pain", 2.0)])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// ledger.record(Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1"))?;
/// let refused = ledger.appraise("v1", Appraisal::of("pain").before(6.0).after(11.0)).unwrap_err();
/// assert_eq!(refused.to_string(), "R2: level after of `pain` is 11.0, outside its range from 0.0 to 10.0");
/// assert_eq!(refused.rule(), Rule::R2);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AppraiseError {
    /// A rule of type is broken.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The interaction is not recorded.
    #[error("R2: interaction {} is not recorded", quoted(.id))]
    UnknownInteraction {
        /// The id given.
        id: String,
    },
    /// The measure is not in the catalogue.
    #[error("R2: {} is not a measure of the catalogue{}", quoted(.measure), meant(.nearest.as_ref()))]
    UnknownMeasure {
        /// The measure given.
        measure: MeasureId,
        /// A measure of the catalogue with almost the same name.
        nearest: Option<MeasureId>,
    },
    /// A level lies outside its measure's range.
    #[error(
        "R2: {level} of {} is {}, outside its range from {} to {}",
        quoted(.measure),
        clip(.value),
        clip(.lowest),
        clip(.highest)
    )]
    OutOfRange {
        /// The level, such as `level before`.
        level: String,
        /// The measure.
        measure: MeasureId,
        /// The level's value.
        value: String,
        /// The lowest level there is.
        lowest: String,
        /// The highest level there is.
        highest: String,
    },
    /// A bare change is wider than its measure's range.
    #[error(
        "R2: change of {} is {}, more than its range from {} to {} is wide",
        quoted(.measure),
        clip(.value),
        clip(.lowest),
        clip(.highest)
    )]
    WiderThanRange {
        /// The measure.
        measure: MeasureId,
        /// The change.
        value: String,
        /// The lowest level there is.
        lowest: String,
        /// The highest level there is.
        highest: String,
    },
    /// With several users the beneficiary must be named.
    #[error("R6: an appraisal of {} names no beneficiary, and the interaction has {users} users", quoted(.measure))]
    NoBeneficiary {
        /// The measure.
        measure: MeasureId,
        /// The number of users.
        users: usize,
    },
    /// The interaction does not name the beneficiary.
    #[error(
        "R6: {}, the beneficiary of an appraisal of {}, is not named in the interaction",
        quoted(.beneficiary),
        quoted(.measure)
    )]
    UnknownBeneficiary {
        /// The measure.
        measure: MeasureId,
        /// The beneficiary given.
        beneficiary: ActorId,
    },
    /// Two appraisals of the same beneficiary, measure, follow-up and kind of source have equal days, so that neither
    /// supersedes the other.
    #[error(
        "R8: follow-up {follow_up} of {} for {}, {source_kind}, is appraised twice with equal days \
         (known {known}, made {made}): one of them needs a later day, or another follow-up",
        quoted(.measure),
        quoted(.beneficiary)
    )]
    EqualDays {
        /// The measure.
        measure: MeasureId,
        /// The beneficiary.
        beneficiary: ActorId,
        /// The follow-up.
        follow_up: u32,
        /// The kind of source.
        source_kind: SourceKind,
        /// The day both are known.
        known: Date,
        /// The day both were made, or the month or year of their interaction.
        made: PartialDate,
    },
    /// Made before the interaction.
    #[error("R9: an appraisal of {} was made on {made}, before the interaction {}", quoted(.measure), .on.on_or_in())]
    MadeBefore {
        /// The measure.
        measure: MeasureId,
        /// The day it was made.
        made: Date,
        /// The day of the interaction, or its month or year.
        on: PartialDate,
    },
    /// Known before it was made.
    #[error("R9: an appraisal of {} is known on {known}, before it was made {}", quoted(.measure), .made.on_or_in())]
    KnownBeforeMade {
        /// The measure.
        measure: MeasureId,
        /// The day it is known.
        known: Date,
        /// The day it was made, or the month or year of its interaction.
        made: PartialDate,
    },
    /// Known before its interaction is.
    #[error(
        "R9: an appraisal of {} is known on {known}, before its interaction is known on {interaction_known}",
        quoted(.measure)
    )]
    KnownBeforeInteraction {
        /// The measure.
        measure: MeasureId,
        /// The day the appraisal is known.
        known: Date,
        /// The day the interaction is known.
        interaction_known: Date,
    },
    /// The period is closed.
    #[error(
        "R9: an appraisal of {} is known on {known}, and the books are closed up to and including {closed}",
        quoted(.measure)
    )]
    Closed {
        /// The measure.
        measure: MeasureId,
        /// The day it is known.
        known: Date,
        /// The last day of the closed period.
        closed: Date,
    },
    /// The ledger is full.
    #[error("form: the ledger is full: it numbers its rows with 32 bits")]
    Full,
}

impl AppraiseError {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Fault(fault) => fault.rule(),
            Self::UnknownInteraction { .. }
            | Self::UnknownMeasure { .. }
            | Self::OutOfRange { .. }
            | Self::WiderThanRange { .. } => Rule::R2,
            Self::NoBeneficiary { .. } | Self::UnknownBeneficiary { .. } => Rule::R6,
            Self::EqualDays { .. } => Rule::R8,
            Self::MadeBefore { .. }
            | Self::KnownBeforeMade { .. }
            | Self::KnownBeforeInteraction { .. }
            | Self::Closed { .. } => Rule::R9,
            Self::Full => Rule::Form,
        }
    }
}

/// Why an interaction was refused.
///
/// When several apply, the first is reported: rules of type ([`Fault`]), then R1, R2, R6, R8 and R9; of one rule,
/// faults of the interaction before those of its appraisals. [`check`](crate::Ledger::check) lists all.
///
/// # Errors, as examples
///
/// - the same interaction again, or another under its id: R1;
/// - a service that is not in the catalogue: R2;
/// - `.user("ben").user("ben")`, `.affected("clinic")` if the clinic is the provider: R6;
/// - `.known(day)` before the interaction, or in a closed period: R9.
///
/// # Example
///
/// ```
/// # use covalue::{Catalogue, Interaction, Ledger, Rule, Service, date};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let visit = Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1");
/// ledger.record(visit.clone())?;
/// let refused = ledger.record(visit).unwrap_err();
/// assert_eq!(refused.to_string(), "R1: interaction `v1` is recorded already, with the same content: a repeat");
/// assert_eq!(refused.rule(), Rule::R1);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// A rule of type is broken.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The same content is recorded under that id.
    #[error("R1: interaction {} is recorded already, with the same content: a repeat", quoted(.id))]
    Repeat {
        /// The id.
        id: InteractionId,
    },
    /// Other content is recorded under that id.
    #[error("R1: interaction {} is recorded already, with other content: a conflict", quoted(.id))]
    Conflict {
        /// The id.
        id: InteractionId,
    },
    /// The service is not in the catalogue.
    #[error("R2: {} is not a service of the catalogue{}", quoted(.service), meant(.nearest.as_ref()))]
    UnknownService {
        /// The service given.
        service: ServiceId,
        /// A service of the catalogue with almost the same name.
        nearest: Option<ServiceId>,
    },
    /// A user is named twice.
    #[error("R6: {} is named twice as a user of one interaction", quoted(.user))]
    RepeatedUser {
        /// The user.
        user: ActorId,
    },
    /// An actor is listed as affected, and is a party of the same interaction.
    #[error("R6: {} is listed as affected, and is a party of the same interaction", quoted(.actor))]
    AffectedParty {
        /// The actor.
        actor: ActorId,
    },
    /// An appraisal of the interaction is refused.
    #[error(transparent)]
    Appraisal(#[from] AppraiseError),
    /// Known before it happened.
    #[error("R9: an interaction with {} is known on {known}, before it happened {}", quoted(.service), .on.on_or_in())]
    KnownBefore {
        /// The service.
        service: ServiceId,
        /// The day it is known.
        known: Date,
        /// The day it happened, or its month or year.
        on: PartialDate,
    },
    /// The period is closed.
    #[error(
        "R9: an interaction with {} is known on {known}, and the books are closed up to and including {closed}",
        quoted(.service)
    )]
    Closed {
        /// The service.
        service: ServiceId,
        /// The day it is known.
        known: Date,
        /// The last day of the closed period.
        closed: Date,
    },
    /// The ledger is full.
    #[error("form: the ledger is full: it numbers its rows with 32 bits")]
    Full,
}

impl RecordError {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Fault(fault) => fault.rule(),
            Self::Repeat { .. } | Self::Conflict { .. } => Rule::R1,
            Self::UnknownService { .. } => Rule::R2,
            Self::RepeatedUser { .. } | Self::AffectedParty { .. } => Rule::R6,
            Self::Appraisal(error) => error.rule(),
            Self::KnownBefore { .. } | Self::Closed { .. } => Rule::R9,
            Self::Full => Rule::Form,
        }
    }
}

/// Why a batch was refused: its first entry that cannot be recorded. No entry of the batch is recorded.
///
/// # Example
///
/// ```
/// # use covalue::{Catalogue, Interaction, Ledger, Service, date};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let batch = ["physio", "yoga"].map(|service| Interaction::between("ana", service, date(2026, 3, 2)));
/// let refused = ledger.record_all(batch).unwrap_err();
/// assert_eq!(refused.to_string(), "R2: `yoga` is not a service of the catalogue (entry 2 of the batch)");
/// assert_eq!((refused.index(), ledger.len()), (1, 0));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{error} (entry {} of the batch)", .index + 1)]
pub struct BatchError {
    pub(super) index: usize,
    pub(super) error: RecordError,
}

impl BatchError {
    getters! { self:
        /// The index of the refused entry in the batch, from 0.
        index: usize = self.index;
        /// Why it was refused.
        error: &RecordError = &self.error;
        /// The rule that was broken.
        rule: Rule = self.error.rule();
    }
}

/// Why a void was refused.
///
/// When several apply, the first in this list is reported; [`check_void`](crate::Ledger::check_void) lists all.
///
/// # Errors, as examples
///
/// - a second void of one interaction: R1; a void of an interaction that is not recorded: R2;
/// - `.known(day)` before its interaction, or in a closed period: R9.
///
/// # Example
///
/// ```
/// # use covalue::{Catalogue, Interaction, Ledger, Rule, Service, date};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// ledger.record(Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1"))?;
/// ledger.void("v1", "another patient's file")?;
/// let refused = ledger.void("v1", "another patient's file").unwrap_err();
/// assert_eq!(refused.to_string(), "R1: interaction `v1` is void already");
/// assert_eq!(refused.rule(), Rule::R1);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VoidError {
    /// The interaction is void already.
    #[error("R1: interaction {} is void already", quoted(.id))]
    AlreadyVoid {
        /// The id.
        id: InteractionId,
    },
    /// The interaction is not recorded.
    #[error("R2: interaction {} is not recorded", quoted(.id))]
    UnknownInteraction {
        /// The id given.
        id: String,
    },
    /// Known before its interaction is.
    #[error(
        "R9: the void of {} is known on {known}, before the interaction is known on {interaction_known}",
        quoted(.id)
    )]
    KnownBeforeInteraction {
        /// The id.
        id: InteractionId,
        /// The day the void is known.
        known: Date,
        /// The day the interaction is known.
        interaction_known: Date,
    },
    /// The period is closed.
    #[error(
        "R9: the void of {} is known on {known}, and the books are closed up to and including {closed}",
        quoted(.id)
    )]
    Closed {
        /// The id.
        id: InteractionId,
        /// The day the void is known.
        known: Date,
        /// The last day of the closed period.
        closed: Date,
    },
}

impl VoidError {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::AlreadyVoid { .. } => Rule::R1,
            Self::UnknownInteraction { .. } => Rule::R2,
            Self::KnownBeforeInteraction { .. } | Self::Closed { .. } => Rule::R9,
        }
    }
}

/// Why an actor was not forgotten.
///
/// # Errors, as examples
///
/// - `ledger.forget("dora")` if the ledger does not name Dora: R28.
///
/// # Example
///
/// ```
/// # use covalue::{Catalogue, Ledger, Rule, Service};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let refused = ledger.forget("dora").unwrap_err();
/// assert_eq!(refused.to_string(), "R28: `dora` is no actor of the ledger");
/// assert_eq!(refused.rule(), Rule::R28);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ForgetError {
    /// Neither an entry nor the ledger's catalogue names the actor.
    #[error("R28: {} is no actor of the ledger", quoted(.actor))]
    UnknownActor {
        /// The actor given.
        actor: String,
    },
}

impl ForgetError {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::UnknownActor { .. } => Rule::R28,
        }
    }
}

/// Why two ledgers were not merged.
///
/// When several apply, the first in this list is reported.
///
/// # Errors, as examples
///
/// - `Ledger::part(&catalogue, "march")` twice, or two without a name: R17;
/// - pain in points in one and in centimetres in the other, an interaction in both: R1;
/// - an entry of either in the period that the other has closed: R9.
///
/// # Example
///
/// ```
/// # use covalue::{Catalogue, Ledger, Rule, Service};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// let mut march = Ledger::part(&catalogue, "march");
/// let refused = march.merge(&Ledger::part(&catalogue, "march")).unwrap_err();
/// assert_eq!(refused.to_string(), "R17: the part `march` is in both ledgers: it counts once, and another part needs another name");
/// assert_eq!(refused.rule(), Rule::R17);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MergeLedgersError {
    /// Both ledgers have the same part.
    #[error(
        "R17: the part {} is in both ledgers: it counts once, and another part needs another name",
        part_text(.part)
    )]
    SamePart {
        /// The part's name; empty if it has none.
        part: String,
    },
    /// The catalogues define one id differently.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// An interaction of the other cannot be recorded here.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// A later appraisal of the other cannot be added here.
    #[error(transparent)]
    Appraise(#[from] AppraiseError),
    /// A void of the other cannot be added here.
    #[error(transparent)]
    Void(#[from] VoidError),
    /// Counts of people reached of the other cannot be recorded here.
    #[error(transparent)]
    Reach(#[from] ReachError),
    /// An interaction of this ledger lies in a period that the other has closed.
    #[error(
        "R9: interaction {} is known on {known}, and the other books are closed up to and including {closed}",
        quoted(.id)
    )]
    ClosedThere {
        /// The id of the interaction that was known first; of several on one day, the first id.
        id: InteractionId,
        /// The day the interaction is known.
        known: Date,
        /// The last day of the closed period.
        closed: Date,
    },
    /// Counts of people reached of this ledger are known in a period that the other has closed.
    #[error(
        "R9: reach of {} is known on {known}, and the other books are closed up to and including {closed}",
        quoted(.service)
    )]
    ReachClosedThere {
        /// The service of the counts that were known first; of several on one day, the first by id.
        service: ServiceId,
        /// The day the counts are known.
        known: Date,
        /// The last day of the closed period.
        closed: Date,
    },
}

impl MergeLedgersError {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::SamePart { .. } => Rule::R17,
            Self::Catalogue(error) => error.rule(),
            Self::Record(error) => error.rule(),
            Self::Appraise(error) => error.rule(),
            Self::Void(error) => error.rule(),
            Self::Reach(error) => error.rule(),
            Self::ClosedThere { .. } | Self::ReachClosedThere { .. } => Rule::R9,
        }
    }
}
