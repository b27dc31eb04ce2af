//! Hazards that a caller states: with a probability a risk, without one an uncertainty.

use std::fmt;

use smol_str::SmolStr;

use crate::catalogue::{ActorId, short_text};
use crate::number::{Fraction, Number, clip};
use crate::rule::Rule;

/// Who bears a hazard: one of the three that Brown & Osborne (2013, second hand) name, or a party by id, which is ours.
///
/// Each is itself: what users as such accept, nobody has accepted for Ana.
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
    /// Whoever uses the service, each of them.
    User,
    /// The organisation that offers it.
    Organisation,
    /// The community around it.
    Community,
    /// One party.
    Party(ActorId),
}

impl From<ActorId> for Bearer {
    fn from(actor: ActorId) -> Self {
        Self::Party(actor)
    }
}

impl From<&ActorId> for Bearer {
    fn from(actor: &ActorId) -> Self {
        Self::Party(actor.clone())
    }
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

/// Why a hazard, or a limit for it, was not stated.
///
/// When several apply, the first in this list is reported.
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
/// assert_eq!(refused.to_string(), "R3: loss of a fall is -1.0, below zero");
/// assert_eq!(refused.rule(), Rule::R3);
/// assert_eq!(Limit::new("", 3.0).unwrap_err().to_string(), "form: a limit has no name");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HazardError {
    /// What has no name cannot be told apart.
    #[error("form: a {kind} has no name")]
    NoName {
        /// `hazard` or `limit`.
        kind: &'static str,
    },
    /// A number is NaN or infinite.
    #[error("R3: {what} of {name} is {value}, not a finite number")]
    NotFinite {
        /// The quantity.
        what: &'static str,
        /// What it is a quantity of.
        name: String,
        /// The number.
        value: String,
    },
    /// A probability is below zero or above one.
    #[error("R3: probability of {name} is {value}, not from 0 to 1")]
    NoProbability {
        /// The hazard.
        name: String,
        /// The number.
        value: String,
    },
    /// A loss is below zero: a gain is no hazard.
    #[error("R3: {what} of {name} is {value}, below zero")]
    BelowZero {
        /// The quantity.
        what: &'static str,
        /// The hazard.
        name: String,
        /// The number.
        value: String,
    },
    /// No number of the kind holds the expected loss.
    #[error("R3: overflow: expected loss of {name} is no number that {kind} holds")]
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

/// A name that is one.
pub(super) fn named(name: &str, kind: &'static str) -> Result<SmolStr, HazardError> {
    if name.is_empty() { Err(HazardError::NoName { kind }) } else { Ok(short_text(name)) }
}

/// A finite number, as the books hold it.
pub(super) fn finite<N: Number>(number: &N, what: &'static str, name: &str) -> Result<N, HazardError> {
    let not_finite = || HazardError::NotFinite { what, name: clip(name), value: number.text() };
    number.held().ok_or_else(not_finite)
}

fn loss<N: Number>(number: &N, what: &'static str, name: &str) -> Result<N, HazardError> {
    let loss = finite(number, what, name)?;
    if loss < N::zero() {
        return Err(HazardError::BelowZero { what, name: clip(name), value: loss.text() });
    }
    Ok(loss)
}

/// What has an expected loss: a [`Risk`] that is stated, [`RiskFigures`](crate::risk::RiskFigures) of the books, and nothing that
/// is [`Uncertainty`].
///
/// That a named hazard either has a probability or is uncertain is ours, after Knight (1921, from memory). What is uncertain
/// has nothing to multiply, and the compiler refuses to:
///
/// ```compile_fail,E0599
/// use covalue::risk::{Bearer, Expectation, Uncertainty};
///
/// let uncertain = Uncertainty::new("nobody comes", Bearer::Organisation)?.worst_loss(40.0)?;
/// println!("{}", uncertain.expected_loss());
/// # Ok::<(), covalue::Error>(())
/// ```
///
/// With a probability it is a risk, and the same compiles:
///
/// ```
/// use covalue::risk::{Bearer, Expectation, Risk};
///
/// let risk = Risk::new("nobody comes", Bearer::Organisation, 0.25, 40.0)?;
/// println!("{}", risk.expected_loss());
/// # Ok::<(), covalue::Error>(())
/// ```
pub trait Expectation<N> {
    /// What is lost on the whole, in the unit of the loss: zero or more.
    fn expected_loss(&self) -> N;
}

/// A hazard of which a probability is stated.
///
/// # Example
///
/// ```
/// use covalue::risk::{Bearer, Risk};
///
/// let fall = Risk::new("a fall", Bearer::User, 0.25, 8.0)?;
/// assert_eq!(fall.expected_loss(), 2.0);
/// let refused = Risk::new("a fall", Bearer::User, 1.5, 8.0).unwrap_err();
/// assert_eq!(refused.to_string(), "R3: probability of a fall is 1.5, not from 0 to 1");
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
    /// A risk by its name, who bears it, its probability from 0 to 1, and what is lost if it comes about: zero or more, in
    /// the caller's unit, which all that is weighed together has to be in.
    ///
    /// # Errors
    ///
    /// See [`HazardError`].
    ///
    /// - `""` for a name: form;
    /// - a probability of −0.1 or 1.1, a loss of −1, what is not finite: R3;
    /// - an expected loss that no number of the kind holds, as of fractions of machine integers: R3.
    pub fn new(
        name: impl AsRef<str>,
        bearer: impl Into<Bearer>,
        probability: N,
        loss_then: N,
    ) -> Result<Self, HazardError> {
        let name = named(name.as_ref(), "hazard")?;
        let probability = finite(&probability, "probability", &name)?;
        let _ = finite(&loss_then, "loss", &name)?;
        if probability < N::zero() || probability > N::one() {
            return Err(HazardError::NoProbability { name: clip(&name), value: probability.text() });
        }
        let loss = loss(&loss_then, "loss", &name)?;
        let overflow = || HazardError::Overflow { name: clip(&name), kind: N::KIND };
        let expected = N::product(&probability, &loss).ok_or_else(overflow)?;
        Ok(Self { name, bearer: bearer.into(), probability, loss, expected })
    }
}

impl<N> Risk<N> {
    /// A risk that the books show, by figures that were each worked out from exact totals.
    pub(super) fn shown(
        name: impl AsRef<str>,
        bearer: impl Into<Bearer>,
        (probability, loss, expected): (N, N, N),
    ) -> Result<Self, HazardError> {
        let name = named(name.as_ref(), "hazard")?;
        Ok(Self { name, bearer: bearer.into(), probability, loss, expected })
    }
}

impl<N: Clone> Risk<N> {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Who bears it.
    pub fn bearer(&self) -> &Bearer {
        &self.bearer
    }

    /// How probable it is, from 0 to 1.
    pub fn probability(&self) -> &N {
        &self.probability
    }

    /// What is lost if it comes about, in the caller's unit.
    pub fn loss(&self) -> &N {
        &self.loss
    }

    /// What is lost on the whole, in the unit of the loss.
    ///
    /// # Formula
    ///
    /// `expected loss = probability · loss`, rounded once. Ours.
    pub fn expected_loss(&self) -> N {
        self.expected.clone()
    }
}

impl<N: Clone> Expectation<N> for Risk<N> {
    fn expected_loss(&self) -> N {
        self.expected.clone()
    }
}

/// A named hazard without a stated probability: it has no expected loss, and may have a worst one.
///
/// Uncertain in Knight's sense (1921, from memory; that a hazard is stated so is ours). In LIPSE uncertainty is *unknown
/// unknowns* and risk *known unknowns* (Flemig, Osborne & Kinder, working paper 4). An unknown unknown has no name, so no
/// value of this type stands for one.
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
    /// An uncertainty by its name, and who bears it.
    ///
    /// # Errors
    ///
    /// - `""` for a name: form.
    pub fn new(name: impl AsRef<str>, bearer: impl Into<Bearer>) -> Result<Self, HazardError> {
        Ok(Self { name: named(name.as_ref(), "hazard")?, bearer: bearer.into(), worst_loss: None })
    }

    /// The most that can be lost: zero or more, in the caller's unit.
    ///
    /// # Errors
    ///
    /// - a worst loss of −1, or one that is not finite: R3.
    pub fn worst_loss(mut self, worst_loss: N) -> Result<Self, HazardError> {
        self.worst_loss = Some(loss(&worst_loss, "worst loss", &self.name)?);
        Ok(self)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Who bears it.
    pub fn bearer(&self) -> &Bearer {
        &self.bearer
    }

    /// The most that can be lost, if stated.
    pub fn get_worst_loss(&self) -> Option<&N> {
        self.worst_loss.as_ref()
    }
}

/// A hazard of either kind. As such it has no expected loss: whoever wants one has to look first which it is.
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
    /// With a probability.
    Risk(Risk<N>),
    /// Without one.
    Uncertainty(Uncertainty<N>),
}

impl<N: Number> Hazard<N> {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Risk(risk) => risk.name(),
            Self::Uncertainty(uncertain) => uncertain.name(),
        }
    }

    /// Who bears it.
    pub fn bearer(&self) -> &Bearer {
        match self {
            Self::Risk(risk) => risk.bearer(),
            Self::Uncertainty(uncertain) => uncertain.bearer(),
        }
    }

    /// The risk, if it is one.
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
