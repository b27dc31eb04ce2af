//! Errors of intervals, draws and decisions.

use super::NoInterval;
use crate::nearest::meant;
use crate::printable::quoted;
use crate::rule::Rule;
use crate::statement::{LineError, Overflow, TermsError};
use crate::worth::error::ImpactError;

/// The error if an interval, a draw or a decision was refused.
///
/// # Errors, as examples
///
/// - `.level(1, 1)`, `.replicates(0)`: form;
/// - a person without a survey weight: R3;
/// - a line that the books do not have: R20;
/// - a figure of too few people: R42.
///
/// # Example
///
/// ```
/// use covalue::Rule;
/// use covalue::certainty::Resampling;
///
/// let refused = Resampling::seeded(1).level(1, 1).unwrap_err();
/// assert_eq!(refused.to_string(), "form: a level is 1/1, and has to be above 0 and below 1");
/// assert_eq!(refused.rule(), Rule::Form);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertaintyError {
    /// A level is not above 0 and below 1.
    #[error("form: a level is {found}, and has to be above 0 and below 1")]
    Level {
        /// The level as it was stated.
        found: String,
    },
    /// No replicates were asked for.
    #[error("form: an interval needs at least one replicate")]
    NoReplicates,
    /// A unit has no weight.
    #[error("R3: {} has no weight", quoted(.unit))]
    NoWeight {
        /// The unit.
        unit: String,
    },
    /// A number of a unit is not finite, or is below its least value.
    #[error("R3: {figure} of {} is {value}, and has to be {expected}", quoted(.unit))]
    Value {
        /// `the amount`, `the base` or `the weight`.
        figure: &'static str,
        /// The unit.
        unit: String,
        /// The stated value.
        value: String,
        /// `finite`, `0 or more` or `above 0`.
        expected: &'static str,
    },
    /// The bases of all units are 0.
    #[error("R3: the bases of all units are 0, so they have no ratio")]
    NoBase,
    /// No draws were asked for.
    #[error("form: at least one draw is needed")]
    NoDraws,
    /// A percentile is not above 0 and up to 1.
    #[error("form: a percentile is {found}, and has to be above 0 and up to 1")]
    Percentile {
        /// The percentile as it was stated.
        found: String,
    },
    /// Values are given for fewer draws than are asked for.
    #[error("R39: {} has {found} given values, and {draws} draws need as many", quoted(.name))]
    TooFewGiven {
        /// The name under which they are drawn.
        name: String,
        /// The number of values.
        found: u64,
        /// The number of draws.
        draws: u64,
    },
    /// A name was not drawn, or is not that of an option.
    #[error("R20: no {kind} is named {}{}", quoted(.name), meant(.nearest.as_ref()))]
    Unknown {
        /// `assumption` or `option`.
        kind: &'static str,
        /// The name.
        name: String,
        /// A name that is almost the same.
        nearest: Option<String>,
    },
    /// A map was refused.
    #[error(transparent)]
    Impact(#[from] ImpactError),
    /// There is no interval.
    #[error(transparent)]
    NoInterval(#[from] NoInterval),
    /// A line or a measure is not in the books.
    #[error(transparent)]
    Line(#[from] LineError),
    /// Terms were refused.
    #[error(transparent)]
    Terms(#[from] TermsError),
    /// A figure is larger than its number can hold.
    #[error(transparent)]
    Overflow(#[from] Overflow),
}

impl CertaintyError {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Level { .. } | Self::NoReplicates | Self::NoDraws | Self::Percentile { .. } => Rule::Form,
            Self::TooFewGiven { .. } => Rule::R39,
            Self::Unknown { .. } => Rule::R20,
            Self::Impact(error) => error.rule(),
            Self::NoWeight { .. } | Self::Value { .. } | Self::NoBase => Rule::R3,
            Self::NoInterval(error) => error.rule(),
            Self::Line(error) => error.rule(),
            Self::Terms(error) => error.rule(),
            Self::Overflow(error) => error.rule(),
        }
    }
}
