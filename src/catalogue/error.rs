//! Why a definition was refused.

use super::{Fault, MeasureId, ServiceId};
use crate::rule::Rule;

/// Why a measure or a service was not taken into a catalogue.
///
/// The first definition that has a fault is reported, and of several faults of one the first in this list.
///
/// # Errors, as examples
///
/// - `Measure::lower_is_better("pain", "points").tolerance(-1.0)`: R3;
/// - pain in points, and then in centimetres: R1;
/// - a service that promises a mood that is no measure: R2.
///
/// # Example
///
/// ```
/// use covalue::{Catalogue, Measure, Rule, Service};
///
/// let refused = Catalogue::<f64>::new([], [Service::new("physio", "clinic").promises("mood", 1.0)]).unwrap_err();
/// assert_eq!(refused.to_string(), "R2: service physio promises mood, which is no measure of the catalogue");
/// assert_eq!(refused.rule(), Rule::R2);
///
/// let twice = ["points", "centimetres"].map(|unit| Measure::<f64>::lower_is_better("pain", unit));
/// let refused = Catalogue::new(twice, []).unwrap_err();
/// assert_eq!(refused.to_string(), "R1: measure pain is defined already, and otherwise: a conflict");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// A definition broke a rule of its type.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The id stands for another definition already.
    #[error("R1: {kind} {id} is defined already, and otherwise: a conflict")]
    Conflict {
        /// `measure` or `service`.
        kind: &'static str,
        /// The id.
        id: String,
    },
    /// A service promises something of a measure that is not in the catalogue.
    #[error("R2: service {service} promises {measure}, which is no measure of the catalogue")]
    UnknownMeasure {
        /// The service.
        service: ServiceId,
        /// The measure it promises something of.
        measure: MeasureId,
    },
}

impl CatalogueError {
    /// What is wrong, without the rule: for a message that names another.
    pub(crate) fn fault(&self) -> String {
        match self {
            Self::Conflict { kind, id } => format!("{kind} {id} is defined already, and otherwise"),
            other => other.to_string(),
        }
    }

    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Fault(fault) => fault.rule(),
            Self::Conflict { .. } => Rule::R1,
            Self::UnknownMeasure { .. } => Rule::R2,
        }
    }
}
