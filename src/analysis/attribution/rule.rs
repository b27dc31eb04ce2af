//! Rules of attribution: how a created amount is shared out among those who took part.

use super::party_names::PartyNames;
use crate::analysis::game::GameError;
use crate::number::{Number, Total};
use crate::record::Role;
use crate::rule::Rule;

/// What a rule goes by.
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
    /// How many took part.
    Heads,
    /// What each integrated, or how many took part where that is not stated of all.
    Integrated,
}

/// How created value is shared out among those who took part in creating it.
///
/// A rule gives each of them a weight; who has a weight `w` of all weights `W` gets `amount · w ÷ W`. To add a rule of
/// your own, implement this; the books are not touched by any.
///
/// # Example
///
/// ```
/// use covalue::attribution::{AttributionRule, Basis, Participants};
/// use covalue::error::WeighError;
/// use covalue::number::Number;
///
/// /// All to the one who is better for it.
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
///         let is_theirs = |place: usize| place == parties.beneficiary();
///         weights.extend((0..parties.len()).map(|place| if is_theirs(place) { N::one() } else { N::zero() }));
///         Ok(())
///     }
/// }
/// ```
pub trait AttributionRule<N: Number> {
    /// Its name, which every table of it shows.
    fn name(&self) -> &str;

    /// What it goes by.
    fn basis(&self) -> Basis;

    /// Adds the weight of each party to `weights`, in their order: zero or more, and not all of them zero; without a unit.
    ///
    /// # Errors
    ///
    /// - a weight that no number of the kind holds;
    /// - a game that has no values.
    fn weigh(&self, parties: &Participants<'_, N>, weights: &mut Vec<N>) -> Result<(), WeighError>;
}

/// Why a rule could not weigh those who took part.
///
/// # Errors, as examples
///
/// - over `f64`, two parties who integrated 1e308 each: overflow;
/// - [`ByGame`](crate::attribution::ByGame), of 21 parties: too many players.
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
/// let refused = ledger.attribution(Cooperation).unwrap_err(); // the reading tells of whom
/// assert_eq!(
///     refused.to_string(),
///     "R3: overflow: the weights of the parties of v1 by rule cooperation are more than f64 holds",
/// );
/// let overflow = WeighError::Overflow { party: "ana".to_owned(), kind: "f64" }; // what the rule tells the reading
/// assert_eq!(overflow.to_string(), "R3: overflow: the weight of ana is more than f64 holds");
/// assert_eq!(overflow.rule(), Rule::R3);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WeighError {
    /// A weight is more than the number holds.
    #[error("R3: overflow: the weight of {party} is more than {kind} holds")]
    Overflow {
        /// Whose weight it is.
        party: String,
        /// The kind of number.
        kind: &'static str,
    },
    /// The game that gives the weights has no values.
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

/// Those who took part in an interaction, sorted by id: its users, the provider and the others, but for who is stated to
/// have integrated nothing.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, Catalogue, Contribution, Interaction, Ledger, Measure, Service, date};
/// use covalue::attribution::{AttributionRule, Basis, Participants};
/// use covalue::error::WeighError;
/// use covalue::record::Role;
///
/// /// All to the users.
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
///         let is_user = |place: usize| parties.role(place) == Role::User;
///         weights.extend((0..parties.len()).map(|place| if is_user(place) { 1.0 } else { 0.0 }));
///         Ok(())
///     }
/// }
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
/// ledger.record(visit.appraisal(Appraisal::of("mobility").change(4.0)))?;
/// assert_eq!(ledger.attribution(Users)?.created("ana", "mobility"), 4.0);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Participants<'a, N> {
    pub(super) names: &'a PartyNames<'a>,
    pub(super) members: &'a [Member<N>],
    pub(super) beneficiary: usize,
}

/// One who took part.
#[derive(Clone, Debug)]
pub(super) struct Member<N> {
    /// By the reading's number.
    pub(super) party: u32,
    /// By the order of ids.
    pub(super) code: u32,
    pub(super) role: Role,
    pub(super) integrated: N,
}

impl<N> Participants<'_, N> {
    /// How many they are: one at the least.
    #[allow(clippy::len_without_is_empty, reason = "the beneficiary is always among them")]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// The place of the one whose appraisal it is.
    pub fn beneficiary(&self) -> usize {
        self.beneficiary
    }

    /// The id of the party at a place.
    pub fn id(&self, place: usize) -> &str {
        self.names.text(self.members[place].party)
    }

    /// The role of the party at a place.
    pub fn role(&self, place: usize) -> Role {
        self.members[place].role
    }

    /// What each integrated, in the unit of contributed quantities and above zero; one for each where that is not stated
    /// of all.
    pub fn integrated(&self) -> impl ExactSizeIterator<Item = &N> + Clone {
        self.members.iter().map(|member| &member.integrated)
    }
}

/// The exact sum of numbers, rounded once; none where no number of the kind holds it.
#[inline]
pub(super) fn sum<'a, N: Number>(mut numbers: impl Iterator<Item = &'a N> + Clone) -> Option<N> {
    let all = numbers.clone();
    match [numbers.next(), numbers.next(), numbers.next()] {
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
