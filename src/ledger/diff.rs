//! The entries that moved the books between two days.

use std::fmt;

use jiff::civil::Date;

use super::Ledger;
use super::lending::LentLevels;
use crate::catalogue::{ActorId, InteractionId, MeasureId, ServiceId};
use crate::getters::{getters, list};
use crate::number::Number;
use crate::record::{Appraisal, Dimensions, PartialDate, ReachCounts};

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
/// let MovementKind::Appraised { appraisal, .. } = moved[2].kind() else { panic!("an appraisal") };
/// assert_eq!((appraisal.get_follow_up(), appraisal.get_change()), (1, Some(&-2.0)));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum MovementKind<N = f64> {
    /// An interaction was recorded.
    Recorded,
    /// A change of a measure was appraised.
    Appraised {
        /// The beneficiary.
        beneficiary: ActorId,
        /// The appraisal as it was recorded, with its measure, follow-up, levels and source.
        appraisal: Appraisal<N>,
        /// The later follow-ups that take a level before, expected or the like from this one, or took one on the first day
        /// from the version that stood in its place (R47), in ascending order: their figures may have moved as well.
        lends_to: Vec<u32>,
    },
    /// The interaction was voided.
    Voided {
        /// The reason of the void.
        reason: String,
    },
    /// Counts of people reached were recorded: the first of a period, or a new version.
    Reached {
        /// The counts as they were recorded, with their period and dimensions.
        counts: ReachCounts,
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
/// assert_eq!((moved[0].service().as_str(), moved[0].on()), ("physio", Some(date(2026, 3, 2).into())));
/// assert_eq!(moved[0].known(), date(2026, 3, 2));
/// assert_eq!(moved[0].kind(), &MovementKind::Recorded);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Movement<N: Number = f64> {
    /// The interaction and its day.
    interaction: Option<(InteractionId, PartialDate)>,
    service: ServiceId,
    known: Date,
    kind: MovementKind<N>,
}

impl<N: Number> Movement<N> {
    getters! { self:
        /// The id of the interaction that was recorded, appraised or voided; `None` for counts of people reached.
        interaction: Option<&InteractionId> = self.interaction.as_ref().map(|(id, _)| id);
        /// The day of the interaction; `None` for counts of people reached, which have a period.
        on: Option<PartialDate> = self.interaction.as_ref().map(|(_, on)| *on);
        /// The service.
        service: &ServiceId = &self.service;
        /// The day the entry was known.
        known: Date = self.known;
        /// The kind of entry.
        kind: &MovementKind<N> = &self.kind;
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
///      known       entry     interaction  service  on          reason\n\
///      2026-03-02  recorded  v1           physio   2026-03-02  -\n\
///      2026-06-02  voided    v1           physio   2026-03-02  another patient's file\n",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Movements<N: Number = f64> {
    from: Date,
    to: Date,
    movements: Vec<Movement<N>>,
}

impl<N: Number> Movements<N> {
    getters! { self:
        /// The day after which the entries were known.
        from: Date = self.from;
        /// The last day on which the entries were known.
        to: Date = self.to;
    }
}

list!(impl[N: Number] Movements<N>: movements, Movement<N>);

impl<N: Number> fmt::Debug for MovementKind<N> {
    /// Without levels and the reason of a void, which may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Recorded => f.write_str("Recorded"),
            Self::Appraised { beneficiary, appraisal, lends_to } => f
                .debug_struct("Appraised")
                .field("beneficiary", beneficiary)
                .field("measure", appraisal.measure())
                .field("follow_up", &appraisal.get_follow_up())
                .field("lends_to", lends_to)
                .finish(),
            Self::Voided { .. } => f.write_str("Voided { .. }"),
            Self::Reached { counts } => {
                f.debug_struct("Reached").field("period", &counts.get_period()).finish_non_exhaustive()
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
    pub fn diff(&self, from: Date, to: Date) -> Movements<N> {
        let columns = &self.columns;
        let between = |known: Date| from < known && known <= to;
        let mut movements = Vec::new();
        let movement = |interaction: u32, known, kind| {
            let row = interaction as usize;
            let service = self.catalogue.service_at(columns.service[row]).id().clone();
            Movement { interaction: Some((self.id_at(interaction), columns.on(row))), service, known, kind }
        };
        for interaction in 0..columns.interactions() as u32 {
            let defaults = columns.default_days(interaction as usize);
            let inside = columns.appraisals_of(interaction as usize);
            let has_several = inside.len() + columns.later_of(interaction).take(2).count() > 1;
            let mut lent = None;
            let later = columns.later_of(interaction).map(|row| (&columns.later, row));
            for (appraisals, row) in inside.map(|row| (&columns.inside, row)).chain(later) {
                let (_, known, _) = appraisals.days_and_follow_up(row, defaults);
                if !between(known) {
                    continue;
                }
                let lent =
                    lent.get_or_insert_with(|| has_several.then(|| LentLevels::new(columns, interaction, [from, to])));
                let kind = MovementKind::Appraised {
                    beneficiary: ActorId::new(columns.actors.text(appraisals.beneficiary[row]))
                        .expect("recorded ids are not empty"),
                    appraisal: self.appraisal_at(appraisals, row, interaction),
                    lends_to: lent.as_ref().map_or_else(Vec::new, |lent| lent.lends_to((appraisals, row))),
                };
                movements.push(movement(interaction, known, kind));
            }
        }
        for (interaction, &known) in columns.known.iter().enumerate().filter(|&(_, &known)| between(known)) {
            movements.push(movement(interaction as u32, known, MovementKind::Recorded));
        }
        for void in columns.voids.iter().filter(|void| between(void.known)) {
            let kind = MovementKind::Voided { reason: void.reason.to_string() };
            movements.push(movement(void.interaction, void.known, kind));
        }
        for reach in columns.reach.iter() {
            let (_, _, known) = reach.days();
            if between(known) {
                let kind = MovementKind::Reached { counts: reach.clone() };
                movements.push(Movement { interaction: None, service: reach.service().clone(), known, kind });
            }
        }
        // The order of the entries must not show (R12).
        movements.sort_by_cached_key(Movement::sort_key);
        Movements { from, to, movements }
    }
}

impl<N: Number> Movement<N> {
    /// The day known, the interaction, and the order of its entries or of counts of people reached.
    fn sort_key(&self) -> (Date, Option<InteractionId>, SortKey) {
        let kind = match &self.kind {
            MovementKind::Recorded => SortKey::Recorded,
            MovementKind::Appraised { beneficiary, appraisal, .. } => {
                // All else that an appraisal states, since several may have the same follow-up and day.
                let rest = (appraisal.get_made(), content(appraisal));
                SortKey::Appraised(beneficiary.clone(), appraisal.measure().clone(), appraisal.get_follow_up(), rest)
            }
            MovementKind::Voided { .. } => SortKey::Voided,
            MovementKind::Reached { counts } => {
                let (from, until, _) = counts.days();
                SortKey::Reached(self.service.clone(), (from, until), counts.dimension_set().clone())
            }
        };
        (self.known, self.interaction().cloned(), kind)
    }
}

impl<N> MovementKind<N> {
    /// The kind as files and tables write it.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Appraised { .. } => "appraised",
            Self::Voided { .. } => "voided",
            Self::Reached { .. } => "reached",
        }
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum SortKey {
    Recorded,
    Appraised(ActorId, MeasureId, u32, (Option<Date>, String)),
    Voided,
    Reached(ServiceId, (Date, Date), Dimensions),
}

/// The source and the levels of an appraisal.
fn content<N: Number>(appraisal: &Appraisal<N>) -> String {
    let levels = [
        appraisal.get_before(),
        appraisal.get_after(),
        appraisal.get_change(),
        appraisal.get_expected(),
        appraisal.get_without(),
    ];
    let levels: Vec<Option<String>> = levels.into_iter().map(|level| level.map(N::text)).collect();
    let references: Vec<(&str, String)> =
        appraisal.references().map(|(name, level)| (name.as_str(), level.text())).collect();
    format!("{:?} {levels:?} {references:?}", appraisal.get_source())
}
