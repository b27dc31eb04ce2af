//! Rules of attribution: how a created amount is shared out among the parties that took part.

use super::party_index::PartyIndex;
use crate::analysis::game::GameError;
use crate::catalogue::{MeasureId, ServiceId};
use crate::getters::getters;
use crate::ledger::{ContributionRow, Ledger};
use crate::number::{Number, Total};
use crate::printable::quoted;
use crate::record::{PartialDate, Role};
use crate::rule::Rule;

/// The basis of the weights that a rule gives.
///
/// # Example
///
/// ```
/// use covalue::Cooperation;
/// use covalue::attribution::{AttributionRule, Basis, Equal};
///
/// assert_eq!(AttributionRule::<f64>::basis(&Equal), Basis::Heads);
/// assert_eq!(AttributionRule::<f64>::basis(&Cooperation), Basis::Integrated);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Basis {
    /// The number of parties that took part.
    Heads,
    /// The quantity that each party integrated. If the books do not state it for one of them, all weigh the same.
    Integrated,
}

/// A rule that shares created value out among the parties that took part in creating it.
///
/// A rule gives each party a weight. A party with the weight `w` gets `amount · w ÷ W`, where `W` is the sum of all
/// weights. Implement this trait to add a rule of your own. No rule changes the books.
///
/// # Example
///
/// ```
/// use covalue::attribution::{AttributionRule, Basis, Participants};
/// use covalue::error::WeighError;
/// use covalue::number::Number;
///
/// /// Gives the whole amount to the beneficiary.
/// struct Beneficiary;
///
/// impl<N: Number> AttributionRule<N> for Beneficiary {
///     fn name(&self) -> &str {
///         "beneficiary"
///     }
///
///     fn basis(&self) -> Basis {
///         Basis::Heads
///     }
///
///     fn weigh(&self, parties: &Participants<'_, N>, weights: &mut Vec<N>) -> Result<(), WeighError> {
///         let is_beneficiary = |index: usize| index == parties.beneficiary();
///         weights.extend((0..parties.len()).map(|index| if is_beneficiary(index) { N::one() } else { N::zero() }));
///         Ok(())
///     }
/// }
/// ```
pub trait AttributionRule<N: Number> {
    /// The name of the rule. Every table of the attribution shows it.
    fn name(&self) -> &str;

    /// The basis of its weights. With [`Basis::Integrated`] the attribution counts the interactions that do not state
    /// the quantity of each party.
    fn basis(&self) -> Basis;

    /// Appends the weight of each party to `weights`, in the order of the parties. Weights have no unit. Each is zero
    /// or more, and at least one is above zero.
    ///
    /// # Errors
    ///
    /// - a weight that no number of the kind holds;
    /// - a game whose values cannot be computed, such as one with too many players.
    fn weigh(&self, parties: &Participants<'_, N>, weights: &mut Vec<N>) -> Result<(), WeighError>;
}

impl<N: Number, R: AttributionRule<N> + ?Sized> AttributionRule<N> for &R {
    fn name(&self) -> &str {
        (**self).name()
    }

    fn basis(&self) -> Basis {
        (**self).basis()
    }

    fn weigh(&self, parties: &Participants<'_, N>, weights: &mut Vec<N>) -> Result<(), WeighError> {
        (**self).weigh(parties, weights)
    }
}

/// The reason why a rule could not weigh the parties that took part.
///
/// # Errors, as examples
///
/// - over `f64`, two parties that integrated 1e308 each: overflow;
/// - [`ByGame`](crate::attribution::ByGame) with 21 parties: too many players.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, Catalogue, Contribution, Interaction, Ledger, Measure, Service, date};
/// use covalue::{Cooperation, Rule};
/// use covalue::error::WeighError;
///
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// ledger.record(
///     Interaction::between("ana", "physio", date(2026, 3, 2))
///         .id("v1")
///         .contribution(Contribution::of("ana").integrated(1e308))
///         .contribution(Contribution::of("clinic").integrated(1e308))
///         .appraisal(Appraisal::of("mobility").change(4.0)),
/// )?;
/// let refused = ledger.attribution(Cooperation).unwrap_err(); // this error names the interaction
/// assert_eq!(
///     refused.to_string(),
///     "R3: overflow: the weights of the parties of `v1` by rule `cooperation` are more than f64 holds",
/// );
/// let overflow = WeighError::Overflow { party: "ana".to_owned(), kind: "f64" }; // the rule's own error
/// assert_eq!(overflow.to_string(), "R3: overflow: the weight of `ana` is more than f64 holds");
/// assert_eq!(overflow.rule(), Rule::R3);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WeighError {
    /// No number of the kind holds a weight.
    #[error("R3: overflow: the weight of {} is more than {kind} holds", quoted(.party))]
    Overflow {
        /// The party with this weight.
        party: String,
        /// The kind of number.
        kind: &'static str,
    },
    /// The values of the game that gives the weights cannot be computed.
    #[error(transparent)]
    Game(#[from] GameError),
}

impl WeighError {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Overflow { .. } => Rule::R3,
            Self::Game(error) => error.rule(),
        }
    }
}

/// The parties that took part in an interaction, sorted by id: its users, the provider and the others, with the service,
/// the day and the measure. A party that is stated to have integrated nothing is left out.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, Catalogue, Contribution, Interaction, Ledger, Measure, Service, date};
/// use covalue::attribution::{AttributionRule, Basis, Participants};
/// use covalue::error::WeighError;
/// use covalue::record::Role;
///
/// /// Gives the whole amount to the users, in equal shares.
/// struct Users;
///
/// impl AttributionRule<f64> for Users {
/// #     fn name(&self) -> &str {
/// #         "users"
/// #     }
/// #
/// #     fn basis(&self) -> Basis {
/// #         Basis::Heads
/// #     }
/// #
///     fn weigh(&self, parties: &Participants<'_, f64>, weights: &mut Vec<f64>) -> Result<(), WeighError> {
///         let is_user = |index: usize| parties.role(index) == Role::User;
///         weights.extend((0..parties.len()).map(|index| if is_user(index) { 1.0 } else { 0.0 }));
///         Ok(())
///     }
/// }
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
/// ledger.record(visit.appraisal(Appraisal::of("mobility").change(4.0)))?;
/// assert_eq!(ledger.attribution(Users)?.created("ana", "mobility")?, 4.0);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Participants<'a, N: Number> {
    pub(super) ledger: &'a Ledger<N>,
    /// The row of the interaction, and the index of the measure.
    pub(super) interaction: usize,
    pub(super) measure: u32,
    pub(super) index: &'a PartyIndex,
    /// Sorted by code, and so by id.
    pub(super) members: &'a [Member<N>],
    /// The contributions by party code, if there are many.
    pub(super) by_party: &'a [(u32, u32)],
    /// The index of the beneficiary among the members.
    pub(super) beneficiary: usize,
}

/// A party that took part.
#[derive(Clone, Debug)]
pub(super) struct Member<N> {
    /// The code of its id in the [`PartyIndex`].
    pub(super) code: u32,
    pub(super) role: Role,
    pub(super) integrated: N,
}

impl<'a, N: Number> Participants<'a, N> {
    getters! { self:
        /// The number of parties; at least one.
        #[allow(clippy::len_without_is_empty, reason = "the beneficiary is always among them")]
        len: usize = self.members.len();
        /// The index of the beneficiary: the person whose change the appraisal states.
        beneficiary: usize = self.beneficiary;
        /// The id of the service.
        service: &'a ServiceId = self.ledger.catalogue.service_at(self.ledger.columns.service[self.interaction]).id();
        /// The day of the interaction, or its month or year.
        on: PartialDate = self.ledger.columns.on(self.interaction);
        /// The id of the measure whose change is shared out.
        measure: &'a MeasureId = self.ledger.catalogue.measure_at(self.measure).id();
    }

    /// The id of the party at an index.
    pub fn id(&self, index: usize) -> &str {
        self.index.id(self.members[index].code).expect("each member has an id")
    }

    /// The role of the party at an index.
    pub fn role(&self, index: usize) -> Role {
        self.members[index].role
    }

    /// The resources of the party's contributions, in the order of the record, each with the quantity that the party
    /// integrated of it (in the unit of contributed quantities). `None` if the record does not state it.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, Catalogue, Contribution, Interaction, Ledger, Measure, Service, date};
    /// use covalue::attribution::{AttributionRule, Basis, Participants};
    /// use covalue::error::WeighError;
    ///
    /// /// An hour of knowledge weighs four hours of time, since a rule of the clinic says so.
    /// struct Knowledge;
    ///
    /// impl AttributionRule<f64> for Knowledge {
    /// #     fn name(&self) -> &str {
    /// #         "knowledge"
    /// #     }
    /// #
    /// #     fn basis(&self) -> Basis {
    /// #         Basis::Integrated
    /// #     }
    /// #
    ///     fn weigh(&self, parties: &Participants<'_, f64>, weights: &mut Vec<f64>) -> Result<(), WeighError> {
    ///         let weight = |(resource, integrated): (Option<&str>, Option<&f64>)| {
    ///             integrated.copied().unwrap_or_default() * if resource == Some("knowledge") { 4.0 } else { 1.0 }
    ///         };
    ///         weights.extend((0..parties.len()).map(|party| parties.resources(party).map(weight).sum::<f64>()));
    ///         Ok(())
    ///     }
    /// }
    /// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// let visit = Interaction::between("ana", "physio", date(2026, 3, 2))
    ///     .contribution(Contribution::of("ana").resource("time").integrated(4.0))
    ///     .contribution(Contribution::of("clinic").resource("knowledge").integrated(1.0));
    /// ledger.record(visit.appraisal(Appraisal::of("mobility").change(6.0)))?;
    /// assert_eq!(ledger.attribution(Knowledge)?.created("ana", "mobility")?, 3.0);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn resources(&self, index: usize) -> impl Iterator<Item = (Option<&'a str>, Option<&'a N>)> {
        let (columns, codes, code) = (&self.ledger.columns, self.index, self.members[index].code);
        let of_party = move |row: &ContributionRow<'a, N>| codes.actor(row.party()) == code;
        let all = self.by_party.is_empty().then(|| columns.contributions_of(self.interaction).filter(of_party));
        let start = self.by_party.partition_point(|(party, _)| *party < code);
        let sorted = self.by_party[start..].iter().take_while(move |(party, _)| *party == code);
        let interaction = self.interaction;
        let sorted = sorted.map(move |(_, index)| columns.contribution_at(interaction, *index as usize));
        all.into_iter().flatten().chain(sorted).map(|row| {
            let resource = row.resource().map(|resource| columns.texts.text(resource));
            (resource, row.integrated())
        })
    }

    /// The quantity that each party integrated, above zero and in the unit of contributed quantities. If the books do
    /// not state it for all of them, it is one for each.
    pub fn integrated(&self) -> impl ExactSizeIterator<Item = &N> + Clone {
        self.members.iter().map(|member| &member.integrated)
    }
}

/// The exact sum of numbers, rounded once. Returns `None` if no number of the kind holds it.
#[inline]
pub(super) fn sum<'a, N: Number>(mut numbers: impl Iterator<Item = &'a N> + Clone) -> Option<N> {
    let all = numbers.clone();
    // One or two numbers, the usual case, need no exact total: they are rounded at most once.
    match [numbers.next(), numbers.next(), numbers.next()] {
        [Some(only), None, _] => Some(only.clone()),
        [Some(one), Some(other), None] => N::plus(one, other),
        _ => sum_of_many(all),
    }
}

fn sum_of_many<'a, N: Number>(numbers: impl Iterator<Item = &'a N>) -> Option<N> {
    let mut total = N::Total::default();
    for number in numbers {
        total.add(&number.as_change()).ok()?;
    }
    N::rounded(&total)
}
