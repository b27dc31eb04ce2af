//! What goes wrong with a course or a report.

use covalue::error::RecordError;

/// What goes wrong with a course or a report.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClassError {
    /// A course has neither an attended nor a missed session.
    #[error("the course of {person} has no session: state how many were attended and how many were missed")]
    NoSession {
        /// Whose course it is.
        person: String,
    },
    /// The books refuse a course.
    #[error("the course of {person} is refused: {reason}")]
    Refused {
        /// Whose course it is.
        person: String,
        /// The rule, the place and the value.
        reason: RecordError,
    },
    /// Any other error of the books.
    #[error(transparent)]
    Books(covalue::Error),
}

/// Each operation of `covalue` has an error of its own, and all of them turn into `covalue::Error`.
impl<E: Into<covalue::Error>> From<E> for ClassError {
    fn from(error: E) -> Self {
        Self::Books(error.into())
    }
}
