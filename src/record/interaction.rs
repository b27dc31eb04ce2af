//! Interactions.

use jiff::civil::Date;

use super::content::Content;
use super::{Appraisal, Contribution, Dimensions, IntoUser, PartialDate, User};
use crate::catalogue::{ActorId, Fault, Faults, InteractionId, IntoId, ServiceId};
use crate::getters::getters;
use crate::number::Number;
use crate::word::words;

words! {
    /// The role of an actor in an interaction: the first that applies.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
    /// # use covalue::record::Role;
    /// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// ledger.record(
    ///     Interaction::between("ana", "physio", date(2026, 3, 2))
    ///         .affected("the neighbour")
    ///         .appraisal(Appraisal::of("pain").beneficiary("ana").change(-2.0))
    ///         .appraisal(Appraisal::of("pain").beneficiary("the neighbour").change(1.0)),
    /// )?;
    /// let statement = ledger.statement(Terms::by(By::Role).including(Role::Affected))?;
    /// assert_eq!(statement.line(Role::User.word(), "pain")?.created(), 2.0);
    /// assert_eq!(statement.line(Role::Affected.word(), "pain")?.windfall_loss(), 1.0); // they took no part
    /// # Ok::<(), covalue::Error>(())
    /// ```
    Role is "role" {
        /// A user of the service.
        User = "user",
        /// The provider of the service.
        Provider = "provider",
        /// Another party: listed as one, or with a contribution.
        Other = "other",
        /// Only affected, and may appraise: the neighbour.
        Affected = "affected",
    }
}

words! {
    /// Whether provider and user interacted directly. Direct interactions are an opportunity to co-create (Grönroos &
    /// Voima 2013).
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Interaction, Use, date};
    ///
    /// let visit = || Interaction::<f64>::between("ana", "physio", date(2026, 3, 2));
    /// assert_eq!(visit().how(), Use::Direct);
    /// assert_eq!(visit().indirect().how(), Use::Indirect); // her exercises at home
    /// ```
    Use is "use" {
        /// Provider and user interacted.
        Direct = "direct",
        /// The user used the service alone.
        Indirect = "indirect",
    }
}

/// One use of a service by one or more users.
///
/// [`between`](Interaction::between) makes a complete record: the user and the provider took part, and no contribution
/// is stated. Every interaction has a user (R4): a user who did not do their part is a party who did not integrate, not
/// an absent one. The catalogue says who provides the service.
///
/// # Example
///
/// ```
/// use covalue::{Appraisal, Contribution, Interaction, User, date};
///
/// let visit = Interaction::between(User::new("ana").with("district", "north"), "physio", date(2026, 3, 2))
///     .id("v1")
///     .contribution(Contribution::of("ana").integrated(3.0))
///     .affected("the neighbour")
///     .appraisal(Appraisal::of("mobility").beneficiary("ana").before(4.0).after(8.0))
///     .checked()?;
/// assert_eq!(visit.users().count(), 1);
/// # Ok::<(), covalue::error::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Interaction<N = f64> {
    id: Option<InteractionId>,
    service: ServiceId,
    // Not one list: every interaction has a user (R4).
    user: User,
    more_users: Vec<User>,
    on: PartialDate,
    known: Option<Date>,
    how: Use,
    contributions: Vec<Contribution<N>>,
    appraisals: Vec<Appraisal<N>>,
    others: Vec<ActorId>,
    affected: Vec<ActorId>,
    with: Dimensions,
    faults: Faults,
}

impl<N: Number> Interaction<N> {
    /// A use of a service by a user on a day. If it took several days, state the first. If the day is not known, state
    /// its month or year: [`PartialDate::month_of`].
    pub fn between(user: impl IntoUser, service: impl IntoId<ServiceId>, on: impl Into<PartialDate>) -> Self {
        let mut faults = Faults::default();
        let service = faults.id(service.into_id(), ServiceId::refused());
        let mut user = user.into_user();
        faults.append(user.take_faults());
        Self {
            id: None,
            service,
            user,
            more_users: Vec::new(),
            on: on.into(),
            known: None,
            how: Use::Direct,
            contributions: Vec::new(),
            appraisals: Vec::new(),
            others: Vec::new(),
            affected: Vec::new(),
            with: Dimensions::default(),
            faults,
        }
    }

    /// The id. The default is a stable hash of the content: of two interactions with equal content, the second is a
    /// repeat.
    pub fn id(mut self, id: impl IntoId<InteractionId>) -> Self {
        self.id = Some(self.faults.id(id.into_id(), InteractionId::refused()));
        self
    }

    /// Adds a user: a group session, a couple.
    pub fn user(mut self, user: impl IntoUser) -> Self {
        let mut user = user.into_user();
        self.faults.append(user.take_faults());
        self.more_users.push(user);
        self
    }

    /// Adds another party. A party with a contribution need not be added.
    pub fn other(mut self, actor: impl IntoId<ActorId>) -> Self {
        let actor = self.faults.id(actor.into_id(), ActorId::refused());
        self.others.push(actor);
        self
    }

    /// Adds an affected actor, who takes no part.
    pub fn affected(mut self, actor: impl IntoId<ActorId>) -> Self {
        let actor = self.faults.id(actor.into_id(), ActorId::refused());
        self.affected.push(actor);
        self
    }

    /// The user used the service alone.
    pub fn indirect(self) -> Self {
        self.used(Use::Indirect)
    }

    /// Whether provider and user interacted directly, which is the default.
    pub fn used(mut self, how: Use) -> Self {
        self.how = how;
        self
    }

    /// States the interaction's own value in a dimension, which overrides its users'.
    pub fn with(mut self, dimension: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.with.set(dimension.as_ref(), value.as_ref(), &mut self.faults, || "an interaction".to_owned());
        self
    }

    /// Adds a contribution. A party may have several, one for each resource.
    pub fn contribution(mut self, contribution: Contribution<N>) -> Self {
        self.push_contribution(contribution);
        self
    }

    /// Adds a contribution without moving the interaction, which is large.
    pub(crate) fn push_contribution(&mut self, mut contribution: Contribution<N>) {
        self.faults.append(contribution.take_faults());
        self.contributions.push(contribution);
    }

    /// Adds an appraisal.
    pub fn appraisal(mut self, appraisal: Appraisal<N>) -> Self {
        self.push_appraisal(appraisal);
        self
    }

    /// Adds an appraisal without moving the interaction.
    pub(crate) fn push_appraisal(&mut self, mut appraisal: Appraisal<N>) {
        self.faults.append(appraisal.take_faults());
        if let Some(fault) = appraisal.whole_fault() {
            self.faults.push(fault);
        }
        self.appraisals.push(appraisal);
    }

    /// The day on which the interaction was known. The default is the day it happened, or the last day of its month or
    /// year: before, it need not have happened.
    pub fn known(mut self, day: Date) -> Self {
        self.known = Some(day);
        self
    }

    /// The interaction, if it breaks no rule of type.
    ///
    /// # Errors
    ///
    /// The faults of its users, contributions and appraisals; and
    ///
    /// - `Interaction::between("", "physio", day)`, `.id("")`, `.other("")`: an empty id (R1);
    /// - `.with("", "rain")`: an empty name of a dimension (R1);
    /// - `.with("weather", "rain").with("weather", "sun")`: two values in one dimension (form).
    pub fn checked(self) -> Result<Self, Fault> {
        self.faults.first().map(|()| self)
    }

    getters! { self:
        /// The id, if stated.
        get_id: Option<&InteractionId> = self.id.as_ref();
        /// The id, stated or by default. The default is equal for interactions that differ only in `known` and in the
        /// order of their parts.
        ///
        /// # Formula
        ///
        /// The default is the 128-bit XXH3 hash of the content in a canonical order, as 32 hexadecimal digits. Ours.
        id_or_hash: InteractionId = self.id.clone().unwrap_or_else(|| Content::of(self).id());
        /// The id of the service.
        service: &ServiceId = &self.service;
        /// The users, at least one.
        users: impl Iterator<Item = &User> = std::iter::once(&self.user).chain(&self.more_users);
        /// The user, if there is only one.
        only_user: Option<&User> = self.more_users.is_empty().then_some(&self.user);
        /// The day it happened, or the month or year if that is known only.
        on: PartialDate = self.on;
        /// The day on which the interaction was known, if stated.
        get_known: Option<Date> = self.known;
        /// The day on which the interaction was known: stated, or the day it happened, or the last day of its month or
        /// year.
        known_or_on: Date = self.known.unwrap_or_else(|| self.on.last());
        /// Whether provider and user interacted directly.
        how: Use = self.how;
        /// The contributions.
        contributions: impl ExactSizeIterator<Item = &Contribution<N>> = self.contributions.iter();
        /// The appraisals.
        appraisals: impl ExactSizeIterator<Item = &Appraisal<N>> = self.appraisals.iter();
        /// The actors added as other parties.
        others: impl ExactSizeIterator<Item = &ActorId> = self.others.iter();
        /// The actors added as affected.
        all_affected: impl ExactSizeIterator<Item = &ActorId> = self.affected.iter();
        /// The interaction's own dimensions and values, sorted by dimension.
        dimensions: impl ExactSizeIterator<Item = (&str, &str)> = self.with.iter();
    }

    /// The interaction's own value in a dimension, if stated.
    pub fn value(&self, dimension: &str) -> Option<&str> {
        self.with.get(dimension)
    }

    pub(crate) fn dimension_set(&self) -> &Dimensions {
        &self.with
    }

    pub(crate) fn faults(&self) -> &Faults {
        &self.faults
    }

    /// The beneficiary of an appraisal: stated, or the only user.
    pub(crate) fn beneficiary<'a>(&'a self, appraisal: &'a Appraisal<N>) -> Option<&'a ActorId> {
        appraisal.get_beneficiary().or_else(|| self.only_user().map(User::id))
    }

    /// The number of times that the interaction names an actor as a user, another party, affected or a contributor.
    pub(crate) fn mention_count(&self) -> usize {
        1 + self.more_users.len() + self.others.len() + self.affected.len() + self.contributions.len()
    }

    /// The role of an actor who is not the provider; `None` if the interaction does not name them. For many lookups see
    /// [`ActorLookup`](super::ActorLookup).
    pub(crate) fn named_role(&self, actor: &ActorId) -> Option<Role> {
        if self.users().any(|user| user.id() == actor) {
            Some(Role::User)
        } else if self.others.contains(actor)
            || self.contributions.iter().any(|contribution| contribution.party() == actor)
        {
            Some(Role::Other)
        } else if self.affected.contains(actor) {
            Some(Role::Affected)
        } else {
            None
        }
    }

    /// Whether two interactions differ only in their ids, in `known` and in the order of their parts.
    pub(crate) fn has_content_of(&self, other: &Self) -> bool {
        Content::of(self) == Content::of(other)
    }
}
