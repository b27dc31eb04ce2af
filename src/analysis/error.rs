//! Why a reading could not be made.

use crate::analysis::game::GameError;
use crate::catalogue::{InteractionId, MeasureId};
use crate::rule::Rule;
use crate::statement::{LineError, MergeError, Overflow, TermsError};

/// Why a reading could not be made.
///
/// When several apply, the first in this list is reported.
///
/// # Errors, as examples
///
/// - `ledger.engagement(By::Role)`: who was engaged has no role of an appraisal;
/// - `ledger.cross(By::Service, "pain", "pain")`: one measure, and no second one;
/// - `ledger.attribution(Cooperation)` over `f64`, where two parties integrated 1e308 each: R3;
/// - `ledger.attribution(rule)`, where a rule of the caller's gives everybody nothing: R24.
///
/// # Example
///
/// ```
/// # use covalue::{By, Catalogue, Ledger, Rule, Service};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let refused = ledger.engagement(By::Role).unwrap_err();
/// assert_eq!(refused.to_string(), "form: engagement needs no appraisal, and cannot be grouped by role");
/// assert_eq!(refused.rule(), Rule::Form);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnalysisError {
    /// No statement can be of the terms.
    #[error(transparent)]
    Terms(#[from] TermsError),
    /// The reading is of users, and cannot be grouped by what only an appraisal has.
    #[error("form: engagement needs no appraisal, and cannot be grouped by {word}")]
    Grouping {
        /// The word of the grouping.
        word: String,
    },
    /// The lines have no period, so nothing moves along them.
    #[error("form: a path needs periods, and the grouping has no year, quarter or month, or more than one: {grouping}")]
    NoPeriod {
        /// The grouping.
        grouping: String,
    },
    /// A measure that is to be crossed with another is not in the catalogue.
    #[error("R2: {measure} is no measure of the catalogue: name one that is declared")]
    UnknownMeasure {
        /// The measure given.
        measure: String,
    },
    /// Both measures that are to be crossed are the same.
    #[error("form: {measure} is crossed with itself: name two measures")]
    SameMeasure {
        /// The measure that was given twice.
        measure: MeasureId,
    },
    /// What a share or a level can be.
    #[error("form: {what} is {found}, and has to be above 0 and 1 at the most")]
    NoShare {
        /// What was given.
        what: &'static str,
        /// The number given.
        found: String,
    },
    /// What the parties of an interaction brought, or a rule's weights of them, is more than the number holds.
    #[error("R3: overflow: the weights of the parties of {interaction} by rule {rule} are more than {kind} holds")]
    Weights {
        /// The interaction.
        interaction: InteractionId,
        /// The rule's name.
        rule: String,
        /// The kind of number.
        kind: &'static str,
    },
    /// A rule gave weights by which nothing can be shared out: another number of them than there are parties, one
    /// below zero, or nothing but zeros.
    #[error("R24: rule {rule} gave the parties of {interaction} weights that share nothing out: {weights}")]
    NoWeights {
        /// The interaction.
        interaction: InteractionId,
        /// The rule's name.
        rule: String,
        /// The weights, in the order of the parties' ids.
        weights: String,
    },
    /// The game by which a rule weighs the parties of an interaction has no values.
    #[error("{}: rule {rule} cannot weigh the parties of {interaction}: {}", .error.rule(), .error.fault())]
    Game {
        /// The interaction.
        interaction: InteractionId,
        /// The rule's name.
        rule: String,
        /// What is wrong with the game.
        error: GameError,
    },
    /// A figure is more than the number holds.
    #[error(transparent)]
    Overflow(#[from] Overflow),
    /// A reading whose lines have no measure has no such line: it counts no person there. That is no zero.
    #[error("R20: the reading has no line {line}")]
    NoLine {
        /// The line asked for, with `…` for its values in dimensions.
        line: String,
    },
    /// An attribution has no shares on the line: nothing was created or destroyed there. That is no zero.
    #[error("R20: the attribution has no line {line} for {measure}: nothing was created or destroyed there")]
    NothingAttributed {
        /// The line asked for, clipped, with `…` for its values in dimensions.
        line: String,
        /// The measure asked for.
        measure: String,
    },
    /// There is no such line to trace.
    #[error(transparent)]
    Line(#[from] LineError),
    /// Two readings do not merge.
    #[error(transparent)]
    Merge(#[from] MergeError),
    /// A contributed quantity is more than the number holds.
    #[error("R3: overflow: {figure} on line {line} is more than {kind} holds")]
    Quantity {
        /// The figure's name.
        figure: &'static str,
        /// The line, with `…` for its values in dimensions.
        line: String,
        /// The kind of number.
        kind: &'static str,
    },
}

impl AnalysisError {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Terms(error) => error.rule(),
            Self::Grouping { .. } | Self::NoPeriod { .. } | Self::SameMeasure { .. } | Self::NoShare { .. } => {
                Rule::Form
            }
            Self::UnknownMeasure { .. } => Rule::R2,
            Self::Weights { .. } | Self::Quantity { .. } => Rule::R3,
            Self::Overflow(error) => error.rule(),
            Self::NoWeights { .. } => Rule::R24,
            Self::Merge(error) => error.rule(),
            Self::Line(error) => error.rule(),
            Self::NoLine { .. } | Self::NothingAttributed { .. } => Rule::R20,
            Self::Game { error, .. } => error.rule(),
        }
    }
}
