//! Errors of pictures.

use crate::printable::quoted;
use crate::rule::Rule;
use crate::statement::Overflow;

/// The reason why a picture cannot be drawn.
///
/// # Errors, as examples
///
/// - `statement.time_chart()` of books by service: there is no period;
/// - a figure that no number of the kind holds: R3.
///
/// # Example
///
/// ```
/// # use covalue::{By, Catalogue, Ledger, Rule, Service};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// let refused = Ledger::new(&catalogue).statement(By::Service)?.time_chart().unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     "form: a picture over time needs one period (year, quarter or month), but the grouping is `service`; \
///      take By::Service.and(By::Quarter), for example",
/// );
/// assert_eq!(refused.rule(), Rule::Form);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChartError {
    /// The grouping of a picture over time has no period, or several.
    #[error(
        "form: a picture over time needs one period (year, quarter or month), but the grouping is {}; \
         take By::Service.and(By::Quarter), for example",
        quoted(.grouping)
    )]
    NoPeriod {
        /// The grouping; `empty` if it has no word.
        grouping: String,
    },
    /// The intervals have other terms than the statement that is drawn.
    #[error(
        "form: the intervals are {}, but the statement is {}; take both from the same terms",
        quoted(.intervals), quoted(.statement)
    )]
    OtherTerms {
        /// The terms of the intervals.
        intervals: String,
        /// The terms of the statement.
        statement: String,
    },
    /// The intervals have other figures than the statement that is drawn.
    #[error(
        "form: the intervals of {} have other figures than the statement; take both from the same ledger, and the \
         intervals without survey weights",
        quoted(.measure)
    )]
    OtherIntervals {
        /// The measure.
        measure: String,
    },
    /// No number of the kind holds a figure.
    #[error(transparent)]
    Overflow(#[from] Overflow),
}

impl ChartError {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::NoPeriod { .. } | Self::OtherTerms { .. } | Self::OtherIntervals { .. } => Rule::Form,
            Self::Overflow(error) => error.rule(),
        }
    }
}
