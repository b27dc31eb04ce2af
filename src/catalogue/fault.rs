//! What breaks a rule of type, and the place in a builder where it is kept until someone asks.

use crate::number::Number;
use crate::rule::Rule;

/// A rule of type that a record or a definition breaks.
///
/// Builders go on after a fault, so that a record reads as one sentence; whatever takes the record refuses it.
/// When several apply, the first that the builder met is reported.
///
/// # Errors, as examples
///
/// - `User::new("")`, `User::new("ana").with("", "north")`, `Appraisal::of("pain").observed("")`: R1;
/// - `Appraisal::of("pain").before(f64::NAN)`, `Contribution::of("ana").integrated(-1.0)`, `Measure::range(10.0, 0.0)`: R3;
/// - an interaction that is written without a user: R4;
/// - `Appraisal::of("pain").before(6.0).change(-2.0)`, `.follow_up(0)`: form.
///
/// # Example
///
/// ```
/// use covalue::{Appraisal, Rule};
///
/// let refused = Appraisal::of("pain").before(f64::NAN).checked().unwrap_err();
/// assert_eq!(refused.to_string(), "R3: level before of pain is NaN, not a finite number");
/// assert_eq!(refused.rule(), Rule::R3);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// An empty id does not exist.
    #[error("R1: the id of {of} is empty, and an empty id does not exist")]
    EmptyId {
        /// What the id is of.
        of: &'static str,
    },
    /// A number is NaN or infinite.
    #[error("R3: {what} of {of} is {value}, not a finite number")]
    NotFinite {
        /// The quantity.
        what: &'static str,
        /// What it is a quantity of.
        of: String,
        /// The number.
        value: String,
    },
    /// A quantity that cannot be below zero is.
    #[error("R3: {what} of {of} is {value}, below zero")]
    BelowZero {
        /// The quantity.
        what: &'static str,
        /// What it is a quantity of.
        of: String,
        /// The number.
        value: String,
    },
    /// A range whose lowest level is above its highest.
    #[error("R3: range of {of} is from {lowest} to {highest}, which is no range")]
    ReversedRange {
        /// The measure.
        of: String,
        /// The level given as the lowest.
        lowest: String,
        /// The level given as the highest.
        highest: String,
    },
    /// An interaction without a user.
    #[error("R4: an interaction with {service} has no user, and the user is a party to every interaction")]
    NoUser {
        /// The service.
        service: String,
    },
    /// One dimension has two values.
    #[error("form: {of} has two values in one dimension")]
    RepeatedDimension {
        /// The user or interaction.
        of: String,
    },
    /// One service promises something of a measure twice.
    #[error("form: service {service} promises {measure} twice")]
    RepeatedPromise {
        /// The service.
        service: String,
        /// The measure.
        measure: String,
    },
    /// An appraisal that says nothing.
    #[error("form: an appraisal of {measure} has neither a level nor a change")]
    NothingAppraised {
        /// The measure.
        measure: String,
    },
    /// An appraisal that states a bare change and a level.
    #[error("form: an appraisal of {measure} has a bare change and a level, and may have only one of them")]
    ChangeAndLevel {
        /// The measure.
        measure: String,
    },
    /// Follow-ups are numbered from one.
    #[error("form: an appraisal of {measure} is follow-up 0, and they are numbered from 1")]
    FollowUpZero {
        /// The measure.
        measure: String,
    },
    /// An instrument or a dimension, which has a name and no id, has an empty one.
    #[error("R1: the name of {of} is empty, and an empty name does not exist")]
    EmptyName {
        /// What the name is of.
        of: &'static str,
    },
}

impl Fault {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::EmptyId { .. } | Self::EmptyName { .. } => Rule::R1,
            Self::NotFinite { .. } | Self::BelowZero { .. } | Self::ReversedRange { .. } => Rule::R3,
            Self::NoUser { .. } => Rule::R4,
            Self::RepeatedDimension { .. }
            | Self::RepeatedPromise { .. }
            | Self::NothingAppraised { .. }
            | Self::ChangeAndLevel { .. }
            | Self::FollowUpZero { .. } => Rule::Form,
        }
    }
}

/// The faults of a draft: none for nearly all, and then one word wide.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(clippy::box_collection, reason = "one word in every record, for what nearly none has")]
pub(crate) struct Faults(Option<Box<Vec<Fault>>>);

impl Faults {
    pub(crate) fn push(&mut self, fault: Fault) {
        self.0.get_or_insert_default().push(fault);
    }

    pub(crate) fn append(&mut self, mut other: Self) {
        if let Some(faults) = other.0.take() {
            self.0.get_or_insert_default().extend(*faults);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.0.iter().flat_map(|faults| faults.iter())
    }

    pub(crate) fn first(&self) -> Result<(), Fault> {
        self.iter().next().map_or(Ok(()), |fault| Err(fault.clone()))
    }

    /// Keeps an id, or the fault it had and a placeholder for it.
    pub(crate) fn id<I>(&mut self, id: Result<I, super::EmptyId>, placeholder: I) -> I {
        id.unwrap_or_else(|empty| {
            self.push(empty.into());
            placeholder
        })
    }

    /// A finite number, as the books hold it.
    pub(crate) fn finite<N: Number>(&mut self, number: N, what: &'static str, of: &str) -> N {
        number.held().unwrap_or_else(|| {
            self.push(Fault::NotFinite { what, of: of.to_owned(), value: number.text() });
            N::zero()
        })
    }

    /// A finite number that is not below zero.
    pub(crate) fn quantity<N: Number>(&mut self, number: N, what: &'static str, of: &str) -> N {
        let number = self.finite(number, what, of);
        if number < N::zero() {
            self.push(Fault::BelowZero { what, of: of.to_owned(), value: number.text() });
        }
        number
    }
}
