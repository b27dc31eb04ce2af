//! Why nothing was disclosed.

use super::policy::SMALLEST_THRESHOLD;
use crate::analysis::AnalysisError;
use crate::rule::Rule;

/// Why nothing was disclosed.
///
/// When several apply, the first in this list is reported.
///
/// # Errors, as examples
///
/// - `ledger.publish(5).statement(By::Year.and(By::Year))`: R13, as of a statement;
/// - `ledger.publish(1).statement(By::Service)`: R26;
/// - `ledger.publish(Disclosure::default().rounded_to(0)).statement(By::Service)`: form.
///
/// # Example
///
/// ```
/// # use covalue::{By, Catalogue, Ledger, Rule, Service};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let refused = ledger.publish(1).statement(By::Service).unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     "R26: the threshold of a disclosure is 1, and a figure of one person would reveal that person: ask for 2 or more",
/// );
/// assert_eq!(refused.rule(), Rule::R26);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DiscloseError {
    /// What would be disclosed cannot be made.
    #[error(transparent)]
    Reading(#[from] AnalysisError),
    /// A figure of one person would be published.
    #[error(
        "R26: the threshold of a disclosure is {threshold}, and a figure of one person would reveal that person: ask for \
         {SMALLEST_THRESHOLD} or more"
    )]
    Threshold {
        /// The number of people asked for.
        threshold: u64,
    },
    /// Nothing is rounded to a multiple of this.
    #[error("form: counts are to be rounded to multiples of {base}: name a base from 2 to the threshold, {threshold}")]
    Base {
        /// The base asked for.
        base: u64,
        /// The threshold.
        threshold: u64,
    },
}

impl DiscloseError {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Reading(error) => error.rule(),
            Self::Threshold { .. } => Rule::R26,
            Self::Base { .. } => Rule::Form,
        }
    }
}
