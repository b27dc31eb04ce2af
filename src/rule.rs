//! The rules of the model by number. Every error names one.

use std::fmt;

/// A rule of the [model](crate::_documentation::model) that an error names.
///
/// # Example
///
/// ```
/// use covalue::{Measure, Rule};
///
/// let refused = Measure::higher_is_better("mobility", "points").tolerance(-1.0).checked().unwrap_err();
/// assert_eq!(refused.rule(), Rule::R3);
/// assert_eq!(refused.to_string(), "R3: tolerance of `mobility` is -1.0, below zero");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// The form of a record or of a file: what it must and may contain. It has no number.
    Form,
    /// Identity: every id is recorded once.
    R1,
    /// Services, measures and interactions are known; levels lie within their range.
    R2,
    /// Numbers are finite, and quantities are not below zero.
    R3,
    /// The user is a party to every interaction.
    R4,
    /// The interaction names the beneficiary of each appraisal; users are distinct; the affected have no other role.
    R6,
    /// One appraisal of several counts: two with equal days are refused.
    R8,
    /// Days are in order, and closed periods stay closed.
    R9,
    /// Lines add up to totals; a grouping names each word once.
    R13,
    /// Measures never mix. Only equal terms, agreeing definitions and distinct parts are merged.
    R17,
    /// Statements as of a day count the entries known by then.
    R19,
    /// Every figure can be traced to entries; the line has to exist.
    R20,
    /// Shares are efficient, symmetric and additive, and a null party has a share of zero.
    R24,
    /// No published figure is about fewer people than the threshold.
    R26,
    /// Only an actor whom the ledger names can be forgotten.
    R28,
    /// Shares lie from 0 to 1, years are whole, one sign is below zero at most, inputs and rates are not below zero, and
    /// ranges hold their value.
    R31,
    /// Amounts of money are in one unit and in prices of one year, or a deflator knows them all.
    R32,
    /// The parts of a worth add up, and the impact that a row of a file states is that of its numbers.
    R33,
    /// Nothing is deducted or valued twice.
    R34,
    /// A draw is a map: spreads have values that their assumptions may have, and one name has one value.
    R39,
    /// Options are compared in the same draws.
    R40,
    /// Intervals hold the truth about as often as they say; figures that do not allow it have none.
    R42,
    /// Periods of reach of one service and the same values do not overlap.
    R48,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => f.write_str("form"),
            numbered => fmt::Debug::fmt(numbered, f),
        }
    }
}
