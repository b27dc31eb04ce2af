//! Errors of analyses.

use crate::analysis::game::GameError;
use crate::catalogue::{InteractionId, MeasureId};
use crate::ledger::ReachError;
use crate::number::NumberError;
use crate::printable::{clip, quoted};
use crate::rule::Rule;
use crate::statement::{Line, LineError, MergeError, Overflow, Terms, TermsError};

/// The reason why an analysis failed.
///
/// If several apply, the first in this list is reported.
///
/// # Errors, as examples
///
/// - `ledger.engagement(By::Role)`: contributions have no role of an appraisal;
/// - `ledger.cross(By::Service, "pain", "pain")`: the same measure twice;
/// - `ledger.attribution(Cooperation)` over `f64`, where two parties integrated 1e308 each: R3;
/// - `ledger.attribution(rule)`, where the caller's rule gives every party the weight 0: R24.
///
/// # Example
///
/// ```
/// # use covalue::{By, Catalogue, Ledger, Rule, Service};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let refused = ledger.engagement(By::Role).unwrap_err();
/// assert_eq!(refused.to_string(), "form: engagement cannot be grouped or filtered by `role`, which only appraisals have");
/// assert_eq!(refused.rule(), Rule::Form);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnalysisError {
    /// The terms are invalid.
    #[error(transparent)]
    Terms(#[from] TermsError),
    /// Engagement is grouped or filtered by a word that only appraisals have.
    #[error("form: engagement cannot be grouped or filtered by {}, which only appraisals have", quoted(.word))]
    Grouping {
        /// The word.
        word: String,
    },
    /// Reach is grouped or filtered by a word that only people or their appraisals have.
    #[error(
        "form: reach cannot be grouped or filtered by {}, since its counts name no person and no appraisal",
        quoted(.word)
    )]
    ReachGrouping {
        /// The word.
        word: String,
    },
    /// The grouping of a comparison has no dimension, or several.
    #[error("form: a comparison needs one dimension, such as with.district, but the grouping is {}", quoted(.grouping))]
    NoDimension {
        /// The grouping.
        grouping: String,
    },
    /// The grouping of a path has no period, or several.
    #[error("form: a path needs one period (year, quarter or month), but the grouping is {}", quoted(.grouping))]
    NoPeriod {
        /// The grouping.
        grouping: String,
    },
    /// A measure is not in the catalogue.
    #[error("R2: measure {} is not in the catalogue", quoted(.measure))]
    UnknownMeasure {
        /// The measure given.
        measure: String,
    },
    /// A party is neither an actor of the ledger nor a provider of the catalogue.
    #[error("R2: party {} is neither an actor of the ledger nor a provider of the catalogue", quoted(.party))]
    UnknownParty {
        /// The party given.
        party: String,
    },
    /// Both measures of a cross are the same.
    #[error("form: a cross needs two measures, but both are {}", quoted(.measure))]
    SameMeasure {
        /// The measure given twice.
        measure: MeasureId,
    },
    /// A threshold or a level is not a share.
    #[error("form: {what} is {}, but must be above 0 and at most 1", clip(.found))]
    NoShare {
        /// `a threshold`, `a share of stated interactions` or `a level of risk`.
        what: &'static str,
        /// The number given.
        found: String,
    },
    /// The quantities that the parties of an interaction integrated, or the weights that a rule gives them, exceed the
    /// number.
    #[error(
        "R3: overflow: the weights of the parties of {} by rule {} are more than {kind} holds",
        quoted(.interaction),
        quoted(.rule)
    )]
    Weights {
        /// The interaction.
        interaction: InteractionId,
        /// The rule's name.
        rule: String,
        /// The kind of number.
        kind: &'static str,
    },
    /// A rule gave unusable weights: more or fewer than there are parties, one below zero, or zeros only.
    #[error(
        "R24: rule {} gave the parties of {} weights that divide no amount: {weights}; \
         each party needs one, none below zero and one above",
        quoted(.rule),
        quoted(.interaction)
    )]
    NoWeights {
        /// The interaction.
        interaction: InteractionId,
        /// The rule's name.
        rule: String,
        /// The weights, in the order of the parties' ids.
        weights: String,
    },
    /// The amounts of an interaction, shared out among its parties, would make too many shares.
    #[error(
        "form: by rule {} the amounts of {} would make {shares} shares, more than {most}: group by fewer lines, ask for \
         fewer people with a filter, or record it as several interactions",
        quoted(.rule),
        quoted(.interaction)
    )]
    TooManyShares {
        /// The interaction.
        interaction: InteractionId,
        /// The name of the rule.
        rule: String,
        /// The number of shares: for each amount, one for each party; or for each line and measure, if only their sums
        /// are kept.
        shares: u64,
        /// The most shares of one interaction.
        most: u64,
    },
    /// The game of a rule has no Shapley values for the parties of an interaction.
    #[error(
        "{}: rule {} cannot weigh the parties of {}: {}",
        .error.rule(),
        quoted(.rule),
        quoted(.interaction),
        .error.fault()
    )]
    Game {
        /// The interaction.
        interaction: InteractionId,
        /// The rule's name.
        rule: String,
        /// The error of the game.
        error: GameError,
    },
    /// No number of the kind holds a figure.
    #[error(transparent)]
    Overflow(#[from] Overflow),
    /// An analysis without measures counts no person on the line. This is not a zero.
    #[error("R20: the {of} has no line {line}")]
    NoLine {
        /// Of which the line was asked, such as `analysis by service, quarter`.
        of: String,
        /// The line asked for, with `…` for its values in dimensions.
        line: String,
    },
    /// An attribution has no share on the line, since nothing was created or destroyed there. This is not a zero.
    #[error("R20: the attribution has no line {line} for {}: nothing was created or destroyed there", quoted(.measure))]
    NothingAttributed {
        /// The line asked for, quoted, with `…` for its values in dimensions.
        line: String,
        /// The measure asked for.
        measure: String,
    },
    /// The line does not exist.
    #[error(transparent)]
    Line(#[from] LineError),
    /// Two analyses do not merge.
    #[error(transparent)]
    Merge(#[from] MergeError),
    /// Two parts have counts of people reached that one ledger would refuse.
    #[error(transparent)]
    Reach(#[from] ReachError),
    /// The counts of a line add up to more people than 64 bits hold.
    #[error("R3: overflow: {step} on line {line} is more than 18446744073709551615 people")]
    TooManyPeople {
        /// The word of the step.
        step: &'static str,
        /// The line, with `…` for its values in dimensions.
        line: String,
    },
    /// The kind of number asked for does not hold a number of the catalogue.
    #[error("R3: a measure or a service: {}", .error.fault())]
    Number {
        /// The fault.
        error: NumberError,
    },
    /// No number of the kind holds a contributed quantity.
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
    /// The error for a line and measure on which nothing was created or destroyed.
    pub(crate) fn nothing_attributed(line: &Line, terms: &Terms, measure: &str) -> Self {
        Self::NothingAttributed { line: line.redacted_under(terms), measure: measure.to_owned() }
    }

    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Terms(error) => error.rule(),
            Self::Grouping { .. }
            | Self::ReachGrouping { .. }
            | Self::NoDimension { .. }
            | Self::NoPeriod { .. }
            | Self::SameMeasure { .. }
            | Self::NoShare { .. }
            | Self::TooManyShares { .. } => Rule::Form,
            Self::UnknownMeasure { .. } | Self::UnknownParty { .. } => Rule::R2,
            Self::Weights { .. } | Self::Quantity { .. } | Self::Number { .. } | Self::TooManyPeople { .. } => Rule::R3,
            Self::Overflow(error) => error.rule(),
            Self::NoWeights { .. } => Rule::R24,
            Self::Merge(error) => error.rule(),
            Self::Reach(error) => error.rule(),
            Self::Line(error) => error.rule(),
            Self::NoLine { .. } | Self::NothingAttributed { .. } => Rule::R20,
            Self::Game { error, .. } => error.rule(),
        }
    }
}
