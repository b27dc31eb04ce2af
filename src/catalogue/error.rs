//! The error of a catalogue.

use super::{Fault, MeasureId, ServiceId};
use crate::printable::quoted;
use crate::rule::Rule;

/// Why a measure or a service was not added to a catalogue.
///
/// The first refused definition is reported; of its faults, the first in this list.
///
/// # Errors, as examples
///
/// - `Measure::lower_is_better("pain", "points").tolerance(-1.0)`: R3;
/// - pain in points, then in centimetres: R1;
/// - a service that promises `mood`, which is not a measure: R2.
///
/// # Example
///
/// ```
/// use covalue::{Catalogue, Measure, Rule, Service};
///
/// let refused = Catalogue::<f64>::new([], [Service::new("physio", "clinic").promises("mood", 1.0)]).unwrap_err();
/// assert_eq!(refused.to_string(), "R2: service `physio` promises `mood`, which is not a measure of the catalogue");
/// assert_eq!(refused.rule(), Rule::R2);
///
/// let twice = ["points", "centimetres"].map(|unit| Measure::<f64>::lower_is_better("pain", unit));
/// let refused = Catalogue::new(twice, []).unwrap_err();
/// assert_eq!(refused.to_string(), "R1: measure `pain` is already defined differently: a conflict");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// A definition breaks a rule of its type.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The id has another definition already.
    #[error("R1: {kind} {} is already defined differently: a conflict", quoted(.id))]
    Conflict {
        /// `measure` or `service`.
        kind: &'static str,
        /// The id.
        id: String,
    },
    /// A service promises a change of a measure that is not in the catalogue.
    #[error("R2: service {} promises {}, which is not a measure of the catalogue", quoted(.service), quoted(.measure))]
    UnknownMeasure {
        /// The service.
        service: ServiceId,
        /// The measure of the promise.
        measure: MeasureId,
    },
}

impl CatalogueError {
    /// The message without its rule, for a message that names another rule.
    pub(crate) fn fault(&self) -> String {
        match self {
            Self::Conflict { kind, id } => format!("{kind} {} is already defined differently", quoted(id)),
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
