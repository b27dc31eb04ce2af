//! The entries that moved the books between two days.

use std::fmt;

use jiff::civil::Date;

use super::{Appraisals, Ledger};
use crate::catalogue::{ActorId, InteractionId, MeasureId, ServiceId};
use crate::getters::{getters, list};
use crate::number::Number;

/// How an entry moved the books.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, Catalogue, Interaction, Ledger, Measure, Service, date};
/// # use covalue::ledger::MovementKind;
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// ledger.record(Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1"))?;
/// ledger.appraise("v1", Appraisal::of("pain").change(-2.0).made(date(2026, 4, 1)))?;
/// ledger.void("v1", "another patient's file")?;
/// let moved = ledger.diff(date(2026, 1, 1), date(2026, 12, 31));
/// assert_eq!(moved[0].kind(), &MovementKind::Recorded);
/// assert_eq!(format!("{:?}", moved[1].kind()), "Voided { .. }"); // no reason in a log
/// assert!(matches!(moved[2].kind(), MovementKind::Appraised { follow_up: 1, .. }));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum MovementKind {
    /// An interaction was recorded.
    Recorded,
    /// A change of a measure was appraised.
    Appraised {
        /// The beneficiary.
        beneficiary: ActorId,
        /// The measure.
        measure: MeasureId,
        /// The follow-up, from 1.
        follow_up: u32,
        /// The later follow-ups that take a level before, expected or the like from this one, or took one from the version
        /// that it replaces (R47), in ascending order: their figures may have moved as well.
        lends_to: Vec<u32>,
    },
    /// The interaction was voided.
    Voided {
        /// The reason of the void.
        reason: String,
    },
    /// Counts of people reached were recorded: the first of a period, or a new version.
    Reached {
        /// The service.
        service: ServiceId,
        /// The first day of the period.
        from: Date,
        /// The last day of the period.
        until: Date,
    },
}

/// An entry that moved the books, and the day it was known.
///
/// # Example
///
/// ```
/// # use covalue::{Catalogue, Interaction, Ledger, Service, date};
/// # use covalue::ledger::MovementKind;
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// ledger.record(Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1"))?;
/// let moved = ledger.diff(date(2026, 2, 28), date(2026, 3, 31));
/// assert_eq!(moved[0].interaction().map(|id| id.as_str()), Some("v1"));
/// assert_eq!(moved[0].known(), date(2026, 3, 2));
/// assert_eq!(moved[0].kind(), &MovementKind::Recorded);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    interaction: Option<InteractionId>,
    known: Date,
    kind: MovementKind,
}

impl Movement {
    getters! { self:
        /// The id of the interaction that was recorded, appraised or voided; `None` for counts of people reached.
        interaction: Option<&InteractionId> = self.interaction.as_ref();
        /// The day the entry was known.
        known: Date = self.known;
        /// The kind of entry.
        kind: &MovementKind = &self.kind;
    }
}

/// The entries that moved the books between two days, in the order in which they were known.
///
/// `Display` prints one row for each, `to_json` and `to_csv` write them. They have ids of people and reasons of voids, so
/// they are not for publication.
///
/// # Example
///
/// ```
/// # use covalue::{Catalogue, Interaction, Ledger, Service, Void, date};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// ledger.record(Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1"))?;
/// ledger.void("v1", Void::because("another patient's file").known(date(2026, 6, 2)))?;
/// assert_eq!(
///     ledger.diff(date(2026, 2, 28), date(2026, 6, 30)).to_string(),
///     "entries known after 2026-02-28 and until 2026-06-30\n\
///      known       entry     interaction  reason\n\
///      2026-03-02  recorded  v1           -\n\
///      2026-06-02  voided    v1           another patient's file\n",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movements {
    from: Date,
    to: Date,
    movements: Vec<Movement>,
}

impl Movements {
    getters! { self:
        /// The day after which the entries were known.
        from: Date = self.from;
        /// The last day on which the entries were known.
        to: Date = self.to;
    }
}

list!(impl[] Movements: movements, Movement);

impl fmt::Debug for MovementKind {
    /// Without the reason of a void, which may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Recorded => f.write_str("Recorded"),
            Self::Appraised { beneficiary, measure, follow_up, lends_to } => f
                .debug_struct("Appraised")
                .field("beneficiary", beneficiary)
                .field("measure", measure)
                .field("follow_up", follow_up)
                .field("lends_to", lends_to)
                .finish(),
            Self::Voided { .. } => f.write_str("Voided { .. }"),
            Self::Reached { service, from, until } => {
                f.debug_struct("Reached").field("service", service).field("from", from).field("until", until).finish()
            }
        }
    }
}

impl<N: Number> Ledger<N> {
    /// The entries known after `from` and up to `to`, sorted by the day they were known (R19): what moved the books
    /// between the two days. Empty if `to` is not after `from`.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Catalogue, Interaction, Ledger, Service, Void, date};
    /// use covalue::ledger::MovementKind;
    ///
    /// let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// ledger.record(Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1"))?;
    /// ledger.void("v1", Void::because("another patient's file").known(date(2026, 6, 2)))?;
    /// let moved = ledger.diff(date(2026, 5, 31), date(2026, 6, 30));
    /// assert_eq!(moved.len(), 1);
    /// assert_eq!(moved[0].kind(), &MovementKind::Voided { reason: "another patient's file".to_owned() });
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn diff(&self, from: Date, to: Date) -> Movements {
        let columns = &self.columns;
        let between = |known: Date| from < known && known <= to;
        let mut movements = Vec::new();
        let mut appraised = |interaction: u32, appraisals: &Appraisals<N>, row: usize| {
            let defaults = columns.default_days(interaction as usize);
            let (_, known, follow_up) = appraisals.days_and_follow_up(row, defaults);
            if between(known) {
                let lends_to = columns.lends_to(interaction, (appraisals, row), to);
                let kind = MovementKind::Appraised {
                    beneficiary: ActorId::new(columns.actors.text(appraisals.beneficiary[row]))
                        .expect("recorded ids are not empty"),
                    measure: self.catalogue.measure_at(appraisals.measure[row]).id().clone(),
                    follow_up,
                    lends_to,
                };
                movements.push(Movement { interaction: Some(self.id_at(interaction)), known, kind });
            }
        };
        for interaction in 0..columns.interactions() {
            for row in columns.appraisals_of(interaction) {
                appraised(interaction as u32, &columns.inside, row);
            }
        }
        for (row, &interaction) in columns.later_of.iter().enumerate() {
            appraised(interaction, &columns.later, row);
        }
        for (interaction, &known) in columns.known.iter().enumerate().filter(|&(_, &known)| between(known)) {
            let interaction = Some(self.id_at(interaction as u32));
            movements.push(Movement { interaction, known, kind: MovementKind::Recorded });
        }
        for void in columns.voids.iter().filter(|void| between(void.known)) {
            let kind = MovementKind::Voided { reason: void.reason.to_string() };
            let interaction = Some(self.id_at(void.interaction));
            movements.push(Movement { interaction, known: void.known, kind });
        }
        for reach in columns.reach.iter() {
            let (from, until, known) = reach.days();
            if between(known) {
                let kind = MovementKind::Reached { service: reach.service().clone(), from, until };
                movements.push(Movement { interaction: None, known, kind });
            }
        }
        // The order of the entries must not show (R12).
        movements.sort_by(|a, b| {
            let key = |movement: &Movement| (movement.known, movement.interaction.clone(), movement.kind.sort_key());
            key(a).cmp(&key(b))
        });
        Movements { from, to, movements }
    }
}

impl MovementKind {
    /// The kind as files and tables write it.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Appraised { .. } => "appraised",
            Self::Voided { .. } => "voided",
            Self::Reached { .. } => "reached",
        }
    }

    /// The order of the entries of one interaction and day, and of all counts of people reached of one day.
    fn sort_key(&self) -> SortKey {
        match self {
            Self::Recorded => SortKey::Recorded,
            Self::Appraised { beneficiary, measure, follow_up, .. } => {
                SortKey::Appraised(beneficiary.clone(), measure.clone(), *follow_up)
            }
            Self::Voided { .. } => SortKey::Voided,
            Self::Reached { service, from, until } => SortKey::Reached(service.clone(), *from, *until),
        }
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum SortKey {
    Recorded,
    Appraised(ActorId, MeasureId, u32),
    Voided,
    Reached(ServiceId, Date, Date),
}
