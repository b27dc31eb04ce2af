//! The error of counts of people reached.

use jiff::civil::Date;

use crate::catalogue::{Fault, ServiceId};
use crate::nearest::meant;
use crate::printable::quoted;
use crate::rule::Rule;

/// Why counts of people reached were refused.
///
/// When several apply, the first in this list is reported; [`check_reach`](crate::Ledger::check_reach) lists all. No
/// message has a value of a dimension, which may be personal.
///
/// # Errors, as examples
///
/// - `ReachCounts::of("physio")`, without a day and a count: form;
/// - a service that is not in the catalogue: R2;
/// - counts of the same service, period and values that are known on the same day: R8;
/// - `.known(day)` before the last day of the period, or in a closed period: R9;
/// - counts of March and of the first quarter, of the same service and values: R48.
///
/// # Example
///
/// ```
/// # use covalue::{Catalogue, Ledger, ReachCounts, Rule, Service, date};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// ledger.record_reach(ReachCounts::of("physio").on(date(2026, 3, 2)).eligible(400))?;
/// let march = ReachCounts::of("physio").period(date(2026, 3, 1)..=date(2026, 3, 31)).eligible(400);
/// let refused = ledger.record_reach(march).unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     "R48: reach of `physio` from 2026-03-01 until 2026-03-31 overlaps that from 2026-03-02 until 2026-03-02 of the \
///      same values: state the same period for a new version, or periods that do not overlap",
/// );
/// assert_eq!(refused.rule(), Rule::R48);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReachError {
    /// A rule of type is broken.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The service is not in the catalogue.
    #[error("R2: {} is not a service of the catalogue{}", quoted(.service), meant(.nearest.as_ref()))]
    UnknownService {
        /// The service given.
        service: ServiceId,
        /// A service of the catalogue with almost the same name.
        nearest: Option<ServiceId>,
    },
    /// Counts of the same service, period and values are known on the same day, so that neither supersedes the other.
    #[error(
        "R8: reach of {} from {from} until {until} is recorded already for the same values, known on {known}: \
         a new version needs a later day",
        quoted(.service)
    )]
    EqualKnown {
        /// The service.
        service: ServiceId,
        /// The first day of the period.
        from: Date,
        /// The last day of the period.
        until: Date,
        /// The day both are known.
        known: Date,
    },
    /// Known before the period ended.
    #[error("R9: reach of {} is known on {known}, before its period ends on {until}", quoted(.service))]
    KnownBefore {
        /// The service.
        service: ServiceId,
        /// The day it is known.
        known: Date,
        /// The last day of the period.
        until: Date,
    },
    /// The period in which it is known is closed.
    #[error(
        "R9: reach of {} is known on {known}, and the books are closed up to and including {closed}",
        quoted(.service)
    )]
    Closed {
        /// The service.
        service: ServiceId,
        /// The day it is known.
        known: Date,
        /// The last day of the closed period.
        closed: Date,
    },
    /// The period overlaps another one of the same service and values.
    #[error(
        "R48: reach of {} from {from} until {until} overlaps that from {other_from} until {other_until} of the \
         same values: state the same period for a new version, or periods that do not overlap",
        quoted(.service)
    )]
    Overlap {
        /// The service.
        service: ServiceId,
        /// The first day of the period.
        from: Date,
        /// The last day of the period.
        until: Date,
        /// The first day of the recorded period.
        other_from: Date,
        /// The last day of the recorded period.
        other_until: Date,
    },
}

impl ReachError {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Fault(fault) => fault.rule(),
            Self::UnknownService { .. } => Rule::R2,
            Self::EqualKnown { .. } => Rule::R8,
            Self::KnownBefore { .. } | Self::Closed { .. } => Rule::R9,
            Self::Overlap { .. } => Rule::R48,
        }
    }
}
