//! Errors of intervals, draws and decisions.

use super::NoInterval;
use crate::analysis::AnalysisError;
use crate::nearest::{meant, nearest};
use crate::printable::{number_of, quoted};
use crate::rule::Rule;
use crate::statement::{LineError, Overflow, TermsError};
use crate::worth::error::ImpactError;

/// The error if an interval, a draw or a decision was refused.
///
/// # Errors, as examples
///
/// - `.level(1, 1)`, `.replicates(0)`: form;
/// - a person without a survey weight: R3;
/// - a line that the books do not have: R20;
/// - a figure of too few people: R42.
///
/// # Example
///
/// ```
/// use covalue::Rule;
/// use covalue::certainty::Resampling;
///
/// let refused = Resampling::seeded(1).level(1, 1).unwrap_err();
/// assert_eq!(refused.to_string(), "form: a level is 1/1, and has to be above 0 and below 1");
/// assert_eq!(refused.rule(), Rule::Form);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertaintyError {
    /// A level is not above 0 and below 1.
    #[error("form: a level is {found}, and has to be above 0 and below 1")]
    Level {
        /// The level as it was stated.
        found: String,
    },
    /// No replicates were asked for.
    #[error("form: 0 replicates are asked for, and an interval needs at least 1")]
    NoReplicates,
    /// So few replicates are asked for that none is as far out as the limits of the level.
    #[error(
        "R42: a level of {level} needs at least {least} replicates, and the resampling has {found}: ask for more, or for a \
         lower level"
    )]
    TooFewReplicates {
        /// The level as it was stated.
        level: String,
        /// The number of replicates.
        found: u64,
        /// The number that is needed.
        least: u64,
    },
    /// Units are stated, and are to be resampled by a dimension, which they do not have.
    #[error(
        "form: stated units have no dimension {}: leave out `by`, and state each of its values as a unit", quoted(.dimension)
    )]
    DimensionOfUnits {
        /// The dimension.
        dimension: String,
    },
    /// Amounts are to be divided by appraisals, in ratios that have bases of their own.
    #[error("form: these ratios have bases of their own, and are not for each appraisal: leave out `per`")]
    OwnBases,
    /// A line is compared with all others together, for each person.
    #[error(
        "form: a person may be on several of the other lines: compare a line with all others for each appraisal (`per`)"
    )]
    OthersPerPerson,
    /// A unit has no weight.
    #[error("R3: {} has no weight: state a weight for every person or unit", quoted(.unit))]
    NoWeight {
        /// The unit.
        unit: String,
    },
    /// A number of a unit is not finite, or is below its least value.
    #[error("R3: {figure} of {} is {value}, and has to be {expected}", quoted(.unit))]
    Value {
        /// `the amount`, `the base` or `the weight`.
        figure: &'static str,
        /// The unit.
        unit: String,
        /// The stated value.
        value: String,
        /// The condition, such as `finite` or `0 or more`.
        expected: &'static str,
    },
    /// The bases of all units are 0.
    #[error(
        "R3: the bases of all units{} are 0, so they have no ratio: state at least one that is above 0",
        of_line(.line.as_deref())
    )]
    NoBase {
        /// The line of the units, if they have one.
        line: Option<String>,
    },
    /// No draws were asked for.
    #[error("form: 0 draws are asked for, and at least 1 is needed")]
    NoDraws,
    /// A percentile is not above 0 and up to 1.
    #[error("form: a percentile is {found}, and has to be above 0 and up to 1")]
    Percentile {
        /// The percentile as it was stated.
        found: String,
    },
    /// Values are given for fewer draws than are asked for.
    #[error(
        "R39: {} has {} for {}: give one for each draw, or ask for fewer draws",
        quoted(.name), number_of(*.found, "given value"), number_of(*.draws, "draw")
    )]
    TooFewGiven {
        /// The name under which they are drawn.
        name: String,
        /// The number of values.
        found: u64,
        /// The number of draws.
        draws: u64,
    },
    /// Resampled totals are of unlike numbers of replicates.
    #[error(
        "R39: {} is resampled from {}, and {} from {}, so no draw can take one replicate for both: resample both with one \
         number of replicates",
        quoted(.one), number_of(.replicates[0], "replicate"), quoted(.other), .replicates[1]
    )]
    UnlikeReplicates {
        /// A name under which totals are drawn.
        one: String,
        /// Another one.
        other: String,
        /// The numbers of replicates of both.
        replicates: [u64; 2],
    },
    /// There is no option.
    #[error("R40: no option is stated: state at least one")]
    NoOptions,
    /// An option has no draws.
    #[error("R40: option {} has no draws: give it a value for each draw", quoted(.option))]
    OptionWithoutDraws {
        /// The option.
        option: String,
    },
    /// Options are of different numbers of draws.
    #[error(
        "R40: {} has {}, and {} has {}: give each a value for each draw",
        quoted(.one), number_of(.draws[0], "draw"), quoted(.other), .draws[1]
    )]
    Lengths {
        /// An option.
        one: String,
        /// Another one, or an assumption.
        other: String,
        /// The number of draws of both.
        draws: [u64; 2],
    },
    /// Options are drawn with different seeds.
    #[error(
        "R40: {} is drawn with the seed {}, and {} with {}: draw both with one seed",
        quoted(.one), .seeds[0], quoted(.other), .seeds[1]
    )]
    Seeds {
        /// An option.
        one: String,
        /// Another one.
        other: String,
        /// The seeds of both.
        seeds: [u64; 2],
    },
    /// One name has other values in the map of another option.
    #[error("R40: {} has other values for option {} than for one before it: give it another name there", quoted(.name), quoted(.option))]
    OtherValues {
        /// The option.
        option: String,
        /// The name of the assumption.
        name: String,
    },
    /// An option, an assumption or a weight is stated twice.
    #[error("form: {kind} {} is stated twice: leave one out", quoted(.name))]
    Repeated {
        /// `option`, `assumption` or `the weight of`.
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// Draws cannot be cut into this number of blocks.
    #[error(
        "form: {} cannot be cut into {}: ask for 1 to {draws}", number_of(*.draws, "draw"), number_of(*.found, "block")
    )]
    Blocks {
        /// The number of blocks.
        found: u64,
        /// The number of draws.
        draws: u64,
    },
    /// A rate is not a number from 0 on.
    #[error("R3: the rate is {rate}, and has to be 0 or more")]
    Rate {
        /// The rate.
        rate: String,
    },
    /// The worth of an option in a draw is more than a float holds at a rate.
    #[error("R3: overflow: at the rate {rate}, a draw of {} is more than f64 holds: state effects in a larger unit", quoted(.option))]
    RateOverflow {
        /// The rate.
        rate: String,
        /// The option.
        option: String,
    },
    /// The worth of perfect information is more than a float holds.
    #[error("R3: overflow: the worth of perfect information is more than f64 holds")]
    InformationOverflow,
    /// A name was not drawn, or is not that of an option.
    #[error("R20: no {kind} is named {}{}", quoted(.name), meant(.nearest.as_ref()))]
    Unknown {
        /// `assumption`, `option` or `line`.
        kind: &'static str,
        /// The name.
        name: String,
        /// A name that is almost the same.
        nearest: Option<String>,
    },
    /// A map was refused.
    #[error(transparent)]
    Impact(#[from] ImpactError),
    /// There is no interval.
    #[error(transparent)]
    NoInterval(#[from] NoInterval),
    /// A line or a measure is not in the books.
    #[error(transparent)]
    Line(#[from] LineError),
    /// An analysis of the books was refused.
    #[error(transparent)]
    Analysis(#[from] AnalysisError),
    /// Terms were refused.
    #[error(transparent)]
    Terms(#[from] TermsError),
    /// A figure is larger than its number can hold.
    #[error(transparent)]
    Overflow(#[from] Overflow),
}

/// The line of units, if they have one.
fn of_line(line: Option<&str>) -> String {
    line.map_or_else(String::new, |line| format!(" of {}", quoted(line)))
}

impl CertaintyError {
    /// The error for a name that is not one of the known ones.
    pub(super) fn unknown<'n>(kind: &'static str, name: &str, known: impl IntoIterator<Item = &'n str>) -> Self {
        Self::Unknown { kind, name: name.to_owned(), nearest: nearest(name, known).map(str::to_owned) }
    }

    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Level { .. }
            | Self::NoReplicates
            | Self::NoDraws
            | Self::Percentile { .. }
            | Self::Repeated { .. }
            | Self::DimensionOfUnits { .. }
            | Self::OwnBases
            | Self::OthersPerPerson
            | Self::Blocks { .. } => Rule::Form,
            Self::NoOptions
            | Self::OptionWithoutDraws { .. }
            | Self::Lengths { .. }
            | Self::Seeds { .. }
            | Self::OtherValues { .. } => Rule::R40,
            Self::TooFewGiven { .. } | Self::UnlikeReplicates { .. } => Rule::R39,
            Self::Unknown { .. } => Rule::R20,
            Self::Impact(error) => error.rule(),
            Self::NoWeight { .. }
            | Self::Value { .. }
            | Self::NoBase { .. }
            | Self::Rate { .. }
            | Self::RateOverflow { .. }
            | Self::InformationOverflow => Rule::R3,
            Self::TooFewReplicates { .. } => Rule::R42,
            Self::NoInterval(error) => error.rule(),
            Self::Line(error) => error.rule(),
            Self::Analysis(error) => error.rule(),
            Self::Terms(error) => error.rule(),
            Self::Overflow(error) => error.rule(),
        }
    }
}
