//! Errors of publications.

use super::policy::SMALLEST_THRESHOLD;
use crate::analysis::AnalysisError;
use crate::printable::quoted;
use crate::rule::Rule;
use crate::statement::By;

/// The reason why a publication failed.
///
/// If several apply, the first in this list is reported.
///
/// # Errors, as examples
///
/// - `ledger.publish(5).statement(By::Year.and(By::Year))`: R13, the error of the statement;
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
///     "R26: the threshold is 1, but a figure of one person reveals that person: use 2 or more",
/// );
/// assert_eq!(refused.rule(), Rule::R26);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DiscloseError {
    /// The statement or the analysis failed.
    #[error(transparent)]
    Analysis(#[from] AnalysisError),
    /// The threshold would allow a figure of one person.
    #[error(
        "R26: the threshold is {threshold}, but a figure of one person reveals that person: use {SMALLEST_THRESHOLD} or more"
    )]
    Threshold {
        /// The threshold given.
        threshold: u64,
    },
    /// A filter by user or by beneficiary.
    #[error(
        "R26: a publication names its filters, so a filter by {} would name people: filter by another word",
        quoted(.word.to_string())
    )]
    Filter {
        /// The word of the filter.
        word: By,
    },
    /// The base is below 2 or above the threshold.
    #[error("form: the base for rounding counts is {base}, but must be from 2 to the threshold, {threshold}")]
    Base {
        /// The base given.
        base: u64,
        /// The threshold.
        threshold: u64,
    },
}

impl DiscloseError {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Analysis(error) => error.rule(),
            Self::Threshold { .. } | Self::Filter { .. } => Rule::R26,
            Self::Base { .. } => Rule::Form,
        }
    }
}
