//! The rules of the model by number, which every refusal names.

use std::fmt;

/// A rule of the [model](crate::_documentation::model), as errors name it.
///
/// # Example
///
/// ```
/// use covalue::{Measure, Rule};
///
/// let refused = Measure::higher_is_better("mobility", "points").tolerance(-1.0).checked().unwrap_err();
/// assert_eq!(refused.rule(), Rule::R3);
/// assert_eq!(refused.to_string(), "R3: tolerance of mobility is -1.0, below zero");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// The form of a record or of what is written, which has no number: what a thing holds at most and at least.
    Form,
    /// Identity: an id is recorded once.
    R1,
    /// Services, measures and interactions are known; levels lie within their range.
    R2,
    /// Numbers are finite, and quantities not below zero.
    R3,
    /// The user is a party to every interaction.
    R4,
    /// An appraisal names a beneficiary that the interaction names; users are distinct; the affected are nothing else.
    R6,
    /// One appraisal stands: two of equal days are refused.
    R8,
    /// Days are in order, and closed periods stay closed.
    R9,
    /// Lines add up, for groupings that name each word once.
    R13,
    /// Measures, terms, definitions, parts and people counted in both parts never mix.
    R17,
    /// Two clocks: what was known by a day.
    R19,
    /// Every figure can be traced to a line that exists.
    R20,
    /// Shares are efficient, symmetric and additive, and a null party has none.
    R24,
    /// No published figure is of few people.
    R26,
    /// Who is forgotten is somebody whom the ledger names.
    R28,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => f.write_str("form"),
            numbered => fmt::Debug::fmt(numbered, f),
        }
    }
}
