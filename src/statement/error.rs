//! Errors of reading a figure.

use super::line::Redaction;
use super::{Line, Overflow, Terms, TermsError};
use crate::printable::quoted;
use crate::rule::Rule;

/// The error if a figure of a line and measure cannot be read.
///
/// # Errors, as examples
///
/// - `statement.line("yoga", "pain")` in books without an interaction of that service: R20, and not a zero;
/// - `statement.total("mood")` in books without an appraisal of that measure: R20;
/// - a figure that no number of the kind holds: R3.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Rule, Service, date};
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
/// ledger.record(visit.appraisal(Appraisal::of("pain").change(-2.0)))?;
/// let books = ledger.statement(By::Service)?;
/// let refused = books.line("yoga", "pain").unwrap_err();
/// assert_eq!(refused.to_string(), "R20: the statement by service has no line `yoga` for `pain`");
/// assert_eq!(refused.rule(), Rule::R20);
/// assert_eq!(books.total("mood").unwrap_err().to_string(), "R20: the statement has no line for `mood`, only for `pain`");
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LineError {
    /// The statement does not have this line and measure: no appraisal is counted, left out or due there. A zero would
    /// say that one was.
    #[error("R20: the {of} has no line {line} for {}", quoted(.measure))]
    NoLine {
        /// Of which the line was asked, such as `statement by service, quarter`.
        of: String,
        /// The line asked for, quoted, with `…` in place of values of dimensions.
        line: String,
        /// The measure asked for.
        measure: String,
    },
    /// The statement has no line for this measure.
    #[error("R20: the statement has no line for {}, only for {known}", quoted(.measure))]
    NoMeasure {
        /// The measure asked for.
        measure: String,
        /// The measures that have lines, quoted; at most eight.
        known: String,
    },
    /// No number of the kind holds the figure.
    #[error(transparent)]
    Overflow(#[from] Overflow),
    /// The terms of a trace are invalid.
    #[error(transparent)]
    Terms(#[from] TermsError),
}

impl LineError {
    /// The error for a line that a statement of these terms does not have.
    pub(super) fn not_in_statement(line: &Line, terms: Option<&Terms>, measure: &str) -> Self {
        match terms {
            Some(terms) => Self::no_line("statement", line, terms, measure),
            None => Self::NoLine {
                of: "empty statement".to_owned(),
                line: line.redacted(Redaction::ALL),
                measure: measure.to_owned(),
            },
        }
    }

    /// The error for a line that an analysis of these terms does not have.
    pub(crate) fn not_in_analysis(line: &Line, terms: &Terms, measure: &str) -> Self {
        Self::no_line("analysis", line, terms, measure)
    }

    fn no_line(kind: &str, line: &Line, terms: &Terms, measure: &str) -> Self {
        Self::NoLine { of: terms.grouped(kind), line: line.redacted_under(terms), measure: measure.to_owned() }
    }

    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::NoLine { .. } | Self::NoMeasure { .. } => Rule::R20,
            Self::Overflow(error) => error.rule(),
            Self::Terms(error) => error.rule(),
        }
    }
}
