//! From the engagement of a line back to its interactions.

use super::engine::{self, TracedInteraction};
use super::{FIGURES, checked};
use crate::analysis::AnalysisError;
use crate::analysis::quantities::rounded_quantities;
use crate::catalogue::{ActorId, InteractionId, ServiceId};
use crate::getters::{getters, list};
use crate::ledger::Ledger;
use crate::number::Number;
use crate::record::PartialDate;
use crate::statement::{IntoLine, Line, Terms};

/// An interaction behind a line of an engagement, with the quantities that it adds to the line.
///
/// # Example
///
/// ```
/// # use covalue::{By, Catalogue, Contribution, Interaction, Ledger, Service, date};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let visit = Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1");
/// ledger.record(visit.contribution(Contribution::of("ana").integrated(3.0)))?;
/// let entry = &ledger.trace_engagement(By::Service, "physio")?[0];
/// assert_eq!((entry.interaction().as_str(), entry.service().as_str()), ("v1", "physio"));
/// assert_eq!((entry.user_integrated(), entry.provider_integrated()), (Some(&3.0), None)); // the clinic's is not stated
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct EngagementEntry<N: Number = f64> {
    interaction: InteractionId,
    service: ServiceId,
    on: PartialDate,
    users: Vec<ActorId>,
    /// In the order of [`FIGURES`]; `None` if the side states no contribution.
    quantities: [Option<N>; 4],
    /// Whether the users on the line are excused, and whether the provider is.
    excused: [bool; 2],
}

impl<N: Number> EngagementEntry<N> {
    getters! { self:
        /// The id of the interaction.
        interaction: &InteractionId = &self.interaction;
        /// The id of the service.
        service: &ServiceId = &self.service;
        /// The day of the interaction, or its month or year.
        on: PartialDate = self.on;
        /// The users of the interaction who are on the line, in ascending order of their ids.
        users: impl ExactSizeIterator<Item = &ActorId> = self.users.iter();
        /// The quantity that these users integrated; `None` if they state no contribution.
        user_integrated: Option<&N> = self.quantities[0].as_ref();
        /// The quantity that these users contributed: integrated, mis-integrated and not integrated.
        user_contributed: Option<&N> = self.quantities[1].as_ref();
        /// The quantity that the provider integrated; `None` if it states no contribution.
        provider_integrated: Option<&N> = self.quantities[2].as_ref();
        /// The quantity that the provider contributed: integrated, mis-integrated and not integrated.
        provider_contributed: Option<&N> = self.quantities[3].as_ref();
    }

    /// Whether the users of the interaction who are on the line were excused: all of them are, and none states a
    /// contribution.
    pub fn are_users_excused(&self) -> bool {
        self.excused[0]
    }

    /// Whether the provider was excused.
    pub fn is_provider_excused(&self) -> bool {
        self.excused[1]
    }

    /// The quantities by name.
    pub(crate) fn quantities(&self) -> impl Iterator<Item = (&'static str, Option<&N>)> {
        FIGURES.into_iter().zip(self.quantities.iter().map(Option::as_ref))
    }
}

/// The interactions behind a line of an engagement, sorted by id.
///
/// `Display` prints one row for each, `to_json` and `to_csv` write them. It has ids of people, so it is not for
/// publication.
///
/// # Example
///
/// ```
/// # use covalue::{By, Catalogue, Contribution, Interaction, Ledger, Service, date};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let visit = Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1");
/// ledger.record(visit.contribution(Contribution::of("ana").integrated(3.0)))?;
/// assert_eq!(
///     ledger.trace_engagement(By::Service, "physio")?.to_string(),
///     "physio; interactions that are known and not void\n\
///      interaction  service  on          users  user integrated  user contributed\n\
///      v1           physio   2026-03-02  ana                3.0               3.0\n",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct EngagementTrace<N: Number = f64> {
    pub(crate) terms: Terms,
    pub(crate) line: Line,
    entries: Vec<EngagementEntry<N>>,
}

list!(impl[N: Number] EngagementTrace<N>: entries, EngagementEntry<N>);

impl<N: Number> Ledger<N> {
    /// The interactions behind a line of an engagement (R20): those that are known, not void, and have a user on the
    /// line, each with the quantities that it adds to the line. The [interaction](Ledger::interaction) has the
    /// contributions of each party.
    ///
    /// # Errors
    ///
    /// - a line without a user: an error, not an empty list;
    /// - a quantity that no number of the kind holds;
    /// - the errors of [`engagement`](Ledger::engagement).
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
    /// assert_eq!(march.iter().map(|entry| entry.interaction().as_str()).collect::<Vec<_>>(), ["v1"]);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn trace_engagement(
        &self,
        terms: impl Into<Terms>,
        line: impl IntoLine,
    ) -> Result<EngagementTrace<N>, AnalysisError> {
        let (terms, line) = (checked(terms.into())?, line.into_line());
        let columns = &self.columns;
        let entry = |TracedInteraction { interaction, users, sides }: TracedInteraction<N::Total>| {
            let rounded = rounded_quantities(FIGURES, &sides.quantities, (&line, &terms))?;
            let mut index = 0;
            let quantities = rounded.map(|quantity| {
                index += 1;
                (sides.stated_by[(index - 1) / 2] > 0).then_some(quantity)
            });
            let user = |user: u32| ActorId::new(columns.actors.text(user)).expect("validation rejects empty ids");
            let mut users: Vec<ActorId> = users.into_iter().map(user).collect();
            users.sort();
            let row = interaction as usize;
            let service = self.catalogue().service_at(columns.service[row]).id().clone();
            Ok(EngagementEntry {
                interaction: self.id_at(interaction),
                service,
                on: columns.on(row),
                users,
                quantities,
                excused: sides.excused.map(|excused| excused > 0),
            })
        };
        let traced = engine::traced(self, &terms, line.clone())?;
        let mut entries = traced.into_iter().map(entry).collect::<Result<Vec<_>, AnalysisError>>()?;
        entries.sort_by(|one, two| one.interaction.cmp(&two.interaction));
        Ok(EngagementTrace { terms, line, entries })
    }
}
