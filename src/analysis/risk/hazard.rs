//! Hazards that the caller states: a risk has a probability, an uncertainty has none.

use std::fmt;

use smol_str::SmolStr;

use crate::catalogue::{ActorId, short_text};
use crate::getters::{conversions, getters};
use crate::number::{Fraction, Number};
use crate::printable::{clip, quoted};
use crate::rule::Rule;

/// The bearer of a hazard: one of the three that Brown & Osborne (2013, second hand) name, or a party by id, which is
/// ours.
///
/// Bearers do not include each other: a limit of [`User`](Self::User) is not Ana's limit.
///
/// # Example
///
/// ```
/// use covalue::catalogue::ActorId;
/// use covalue::risk::Bearer;
///
/// assert_eq!(Bearer::Community.to_string(), "the community");
/// assert_eq!(Bearer::from(ActorId::new("ana")?).to_string(), "ana");
/// # Ok::<(), covalue::error::EmptyId>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Bearer {
    /// Each user of the service.
    User,
    /// The organisation that offers the service.
    Organisation,
    /// The community around the service.
    Community,
    /// One party, by id.
    Party(ActorId),
}

conversions! { Bearer:
    ActorId => Bearer::Party;
    &ActorId => |actor: &ActorId| Bearer::Party(actor.clone());
}

impl fmt::Display for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User => f.pad("the user"),
            Self::Organisation => f.pad("the organisation"),
            Self::Community => f.pad("the community"),
            Self::Party(actor) => actor.fmt(f),
        }
    }
}

/// The reason why a hazard or a limit is invalid.
/// If several apply, the one declared first is reported.
///
/// # Errors, as examples
///
/// - `Risk::new("", ..)`: form;
/// - a probability of 1.5, a loss of −1, a limit that is not a number: R3.
///
/// # Example
///
/// ```
/// use covalue::Rule;
/// use covalue::risk::{Bearer, Limit, Risk};
///
/// let refused = Risk::new("a fall", Bearer::User, 0.25, -1.0).unwrap_err();
/// assert_eq!(refused.to_string(), "R3: loss of `a fall` is -1.0, below zero");
/// assert_eq!(refused.rule(), Rule::R3);
/// assert_eq!(Limit::new("", 3.0).unwrap_err().to_string(), "form: a limit has no name");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HazardError {
    /// The name is empty.
    #[error("form: a {kind} has no name")]
    NoName {
        /// `hazard` or `limit`.
        kind: &'static str,
    },
    /// A number is NaN or infinite.
    #[error("R3: {what} of {} is {}, not a finite number", quoted(.name), clip(.value))]
    NotFinite {
        /// The quantity.
        what: &'static str,
        /// The name of the hazard, limit or decision.
        name: String,
        /// The number.
        value: String,
    },
    /// A probability is below zero or above one.
    #[error("R3: probability of {} is {}, not from 0 to 1", quoted(.name), clip(.value))]
    NoProbability {
        /// The hazard.
        name: String,
        /// The number.
        value: String,
    },
    /// A loss is below zero.
    #[error("R3: {what} of {} is {}, below zero", quoted(.name), clip(.value))]
    BelowZero {
        /// The quantity.
        what: &'static str,
        /// The hazard.
        name: String,
        /// The number.
        value: String,
    },
    /// No number of the kind holds the expected loss.
    #[error("R3: overflow: {kind} cannot hold the expected loss of {}", quoted(.name))]
    Overflow {
        /// The hazard.
        name: String,
        /// The kind of number.
        kind: &'static str,
    },
}

impl HazardError {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::NoName { .. } => Rule::Form,
            Self::NotFinite { .. } | Self::NoProbability { .. } | Self::BelowZero { .. } | Self::Overflow { .. } => {
                Rule::R3
            }
        }
    }
}

/// The name, unless it is empty.
pub(super) fn checked_name(name: &str, kind: &'static str) -> Result<SmolStr, HazardError> {
    if name.is_empty() { Err(HazardError::NoName { kind }) } else { Ok(short_text(name)) }
}

/// The number in the form that the ledger stores, if it is finite.
pub(super) fn finite<N: Number>(number: &N, what: &'static str, name: &str) -> Result<N, HazardError> {
    let not_finite = || HazardError::NotFinite { what, name: name.to_owned(), value: number.text() };
    number.held().ok_or_else(not_finite)
}

/// The loss, if it is finite and not below zero.
fn checked_loss<N: Number>(number: &N, what: &'static str, name: &str) -> Result<N, HazardError> {
    let loss = finite(number, what, name)?;
    if loss < N::zero() {
        return Err(HazardError::BelowZero { what, name: name.to_owned(), value: loss.text() });
    }
    Ok(loss)
}

/// An expected loss. A stated [`Risk`] and the [`RiskFigures`](crate::risk::RiskFigures) of the books have one,
/// [`Uncertainty`] has none.
///
/// The distinction between a hazard with a probability and an uncertain one is ours, after Knight (1921, from memory).
/// An uncertainty has no probability to multiply by, so this does not compile:
///
/// ```compile_fail,E0599
/// use covalue::risk::{Bearer, Expectation, Uncertainty};
///
/// let uncertain = Uncertainty::new("no user comes", Bearer::Organisation)?.worst_loss(40.0)?;
/// println!("{}", uncertain.expected_loss());
/// # Ok::<(), covalue::Error>(())
/// ```
///
/// With a probability the hazard is a risk, and the call compiles:
///
/// ```
/// use covalue::risk::{Bearer, Expectation, Risk};
///
/// let risk = Risk::new("no user comes", Bearer::Organisation, 0.25, 40.0)?;
/// println!("{}", risk.expected_loss());
/// # Ok::<(), covalue::Error>(())
/// ```
pub trait Expectation<N> {
    /// The expected loss, in the unit of the loss: zero or more.
    fn expected_loss(&self) -> N;
}

/// A hazard with a stated probability.
///
/// # Example
///
/// ```
/// use covalue::risk::{Bearer, Risk};
///
/// let fall = Risk::new("a fall", Bearer::User, 0.25, 8.0)?;
/// assert_eq!(fall.expected_loss(), 2.0);
/// let refused = Risk::new("a fall", Bearer::User, 1.5, 8.0).unwrap_err();
/// assert_eq!(refused.to_string(), "R3: probability of `a fall` is 1.5, not from 0 to 1");
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Risk<N = f64> {
    name: SmolStr,
    bearer: Bearer,
    probability: N,
    loss: N,
    expected: N,
}

impl<N: Fraction> Risk<N> {
    /// A risk with a name, a bearer, a probability from 0 to 1 and a loss of zero or more. The unit of the loss is the
    /// caller's. All risks and limits of a decision must have the same unit.
    ///
    /// # Errors
    ///
    /// See [`HazardError`].
    ///
    /// - `""` as a name: form;
    /// - a probability of −0.1 or 1.1, a loss of −1, a number that is not finite: R3;
    /// - an expected loss that no number of the kind holds, as can happen with fractions of machine integers: R3.
    pub fn new(
        name: impl AsRef<str>,
        bearer: impl Into<Bearer>,
        probability: N,
        loss_then: N,
    ) -> Result<Self, HazardError> {
        let name = checked_name(name.as_ref(), "hazard")?;
        let probability = finite(&probability, "probability", &name)?;
        // A loss that is not finite is reported before a probability out of range.
        finite(&loss_then, "loss", &name)?;
        if probability < N::zero() || probability > N::one() {
            return Err(HazardError::NoProbability { name: name.to_string(), value: probability.text() });
        }
        let loss = checked_loss(&loss_then, "loss", &name)?;
        let overflow = || HazardError::Overflow { name: name.to_string(), kind: N::KIND };
        let expected = N::product(&probability, &loss).ok_or_else(overflow)?;
        Ok(Self { name, bearer: bearer.into(), probability, loss, expected })
    }
}

impl<N> Risk<N> {
    /// A risk whose figures were each computed from exact totals of the books.
    pub(super) fn from_books(
        name: impl AsRef<str>,
        bearer: impl Into<Bearer>,
        (probability, loss, expected): (N, N, N),
    ) -> Result<Self, HazardError> {
        let name = checked_name(name.as_ref(), "hazard")?;
        Ok(Self { name, bearer: bearer.into(), probability, loss, expected })
    }
}

impl<N: Clone> Risk<N> {
    getters! { self:
        /// The name.
        name: &str = &self.name;
        /// The bearer.
        bearer: &Bearer = &self.bearer;
        /// The probability, from 0 to 1.
        probability: &N = &self.probability;
        /// The loss if the hazard occurs, in the caller's unit.
        loss: &N = &self.loss;
        /// The expected loss, in the unit of the loss.
        ///
        /// # Formula
        ///
        /// `expected loss = probability · loss`, rounded once. Ours.
        expected_loss: N = self.expected.clone();
    }
}

impl<N: Clone> Expectation<N> for Risk<N> {
    fn expected_loss(&self) -> N {
        self.expected.clone()
    }
}

/// A named hazard without a probability. It has no expected loss, and may have a worst loss.
///
/// *Uncertain* is meant in Knight's sense (1921, from memory; its use for a stated hazard is ours). In LIPSE
/// uncertainty means *unknown unknowns* and risk *known unknowns* (Flemig, Osborne & Kinder, working paper 4). An
/// unknown unknown has no name, so this type cannot represent one.
///
/// # Example
///
/// ```
/// use covalue::risk::{Bearer, Uncertainty};
///
/// let flood = Uncertainty::new("a flood", Bearer::Community)?;
/// assert_eq!(flood.get_worst_loss(), None);
/// assert_eq!(flood.worst_loss(40.0)?.get_worst_loss(), Some(&40.0));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertainty<N = f64> {
    name: SmolStr,
    bearer: Bearer,
    worst_loss: Option<N>,
}

impl<N: Number> Uncertainty<N> {
    /// An uncertainty with a name and a bearer.
    ///
    /// # Errors
    ///
    /// - `""` as a name: form.
    pub fn new(name: impl AsRef<str>, bearer: impl Into<Bearer>) -> Result<Self, HazardError> {
        Ok(Self { name: checked_name(name.as_ref(), "hazard")?, bearer: bearer.into(), worst_loss: None })
    }

    /// Sets the largest possible loss: zero or more, in the caller's unit.
    ///
    /// # Errors
    ///
    /// - a worst loss of −1, or one that is not finite: R3.
    pub fn worst_loss(mut self, worst_loss: N) -> Result<Self, HazardError> {
        self.worst_loss = Some(checked_loss(&worst_loss, "worst loss", &self.name)?);
        Ok(self)
    }

    getters! { self:
        /// The name.
        name: &str = &self.name;
        /// The bearer.
        bearer: &Bearer = &self.bearer;
        /// The largest possible loss, if it is stated.
        get_worst_loss: Option<&N> = self.worst_loss.as_ref();
    }
}

/// A risk or an uncertainty. A `Hazard` has no expected loss; its [risk](Self::risk) has one.
///
/// # Example
///
/// ```
/// use covalue::risk::{Bearer, Hazard, Risk, Uncertainty};
///
/// let hazards: [Hazard; 2] = [
///     Risk::new("a fall", Bearer::User, 0.25, 8.0)?.into(),
///     Uncertainty::new("a flood", Bearer::Community)?.into(),
/// ];
/// let expected: f64 = hazards.iter().filter_map(Hazard::risk).map(Risk::expected_loss).sum();
/// let uncertain: Vec<&str> = hazards.iter().filter(|hazard| hazard.risk().is_none()).map(Hazard::name).collect();
/// assert_eq!((expected, uncertain), (2.0, vec!["a flood"]));
/// # Ok::<(), covalue::Error>(())
/// ```
///
/// ```compile_fail,E0599
/// use covalue::risk::{Bearer, Expectation, Hazard, Risk};
///
/// let hazard: Hazard = Risk::new("a fall", Bearer::User, 0.25, 8.0)?.into();
/// println!("{}", hazard.expected_loss());
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Hazard<N = f64> {
    /// A hazard with a probability.
    Risk(Risk<N>),
    /// A hazard without a probability.
    Uncertainty(Uncertainty<N>),
}

impl<N: Number> Hazard<N> {
    /// The name.
    pub fn name(&self) -> &str {
        match self {
            Self::Risk(risk) => risk.name(),
            Self::Uncertainty(uncertain) => uncertain.name(),
        }
    }

    /// The bearer.
    pub fn bearer(&self) -> &Bearer {
        match self {
            Self::Risk(risk) => risk.bearer(),
            Self::Uncertainty(uncertain) => uncertain.bearer(),
        }
    }

    /// The risk; `None` for an uncertainty.
    pub fn risk(&self) -> Option<&Risk<N>> {
        match self {
            Self::Risk(risk) => Some(risk),
            Self::Uncertainty(_) => None,
        }
    }
}

impl<N> From<Risk<N>> for Hazard<N> {
    fn from(risk: Risk<N>) -> Self {
        Self::Risk(risk)
    }
}

impl<N> From<Uncertainty<N>> for Hazard<N> {
    fn from(uncertain: Uncertainty<N>) -> Self {
        Self::Uncertainty(uncertain)
    }
}
