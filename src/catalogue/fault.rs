//! Faults of type, and the list in which a builder collects them.

use std::borrow::Cow;

use jiff::civil::Date;

use super::EmptyId;
use crate::number::Number;
use crate::printable::{clip, quoted};
use crate::rule::Rule;

/// A rule of type that a record or a definition breaks.
///
/// Builders collect faults and go on, so that a record is written as one expression. `checked`, a catalogue and a
/// ledger report the first fault.
///
/// # Errors, as examples
///
/// - `User::new("")`, `User::new("ana").with("", "north")`, `Appraisal::of("pain").observed("")`: R1;
/// - `Appraisal::of("pain").before(f64::NAN)`, `Contribution::of("ana").integrated(-1.0)`, `Measure::range(10.0, 0.0)`:
///   R3;
/// - an interaction in a journal without a user: R4;
/// - `Appraisal::of("pain").before(6.0).change(-2.0)`, `.follow_up(0)`, `ReachCounts::of("physio")`: form.
///
/// # Example
///
/// ```
/// use covalue::{Appraisal, Rule};
///
/// let refused = Appraisal::of("pain").before(f64::NAN).checked().unwrap_err();
/// assert_eq!(refused.to_string(), "R3: level before of `pain` is NaN, not a finite number");
/// assert_eq!(refused.rule(), Rule::R3);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// An id is empty.
    #[error(transparent)]
    EmptyId(#[from] EmptyId),
    /// A number is NaN or infinite.
    #[error("R3: {what} of {} is {}, not a finite number", quoted(.of), clip(.value))]
    NotFinite {
        /// The quantity.
        what: Cow<'static, str>,
        /// The id of the measure, party or service it belongs to.
        of: String,
        /// The number.
        value: String,
    },
    /// A quantity is below zero.
    #[error("R3: {what} of {} is {}, below zero", quoted(.of), clip(.value))]
    BelowZero {
        /// The quantity.
        what: &'static str,
        /// The id of the measure, party or service it belongs to.
        of: String,
        /// The number.
        value: String,
    },
    /// The lowest level of a range is above its highest.
    #[error(
        "R3: range of {} is from {} to {}: the lowest level is above the highest",
        quoted(.of),
        clip(.lowest),
        clip(.highest)
    )]
    ReversedRange {
        /// The measure.
        of: String,
        /// The lowest level given.
        lowest: String,
        /// The highest level given.
        highest: String,
    },
    /// An interaction without a user.
    #[error("R4: an interaction with {} has no user, and the user is a party to every interaction", quoted(.service))]
    NoUser {
        /// The service.
        service: String,
    },
    /// A user, an interaction or counts of people reached have two values in one dimension.
    #[error("form: {of} has two values in one dimension")]
    RepeatedDimension {
        /// The user, the interaction or the counts, with the id in quotes.
        of: String,
    },
    /// A service promises a change of one measure twice.
    #[error("form: service {} promises {} twice", quoted(.service), quoted(.measure))]
    RepeatedPromise {
        /// The service.
        service: String,
        /// The measure.
        measure: String,
    },
    /// An appraisal has neither a level nor a change.
    #[error("form: an appraisal of {} has neither a level nor a change", quoted(.measure))]
    NothingAppraised {
        /// The measure.
        measure: String,
    },
    /// An appraisal has a bare change and a level.
    #[error("form: an appraisal of {} has both a change and a level, but may have only one of them", quoted(.measure))]
    ChangeAndLevel {
        /// The measure.
        measure: String,
    },
    /// An appraisal has follow-up 0.
    #[error("form: an appraisal of {} has follow-up 0, but follow-ups are numbered from 1", quoted(.measure))]
    FollowUpZero {
        /// The measure.
        measure: String,
    },
    /// A contribution is excused and has a part.
    #[error(
        "form: a contribution of {} is excused and has a part; an excused party integrated and owed nothing",
        quoted(.party)
    )]
    ExcusedWithPart {
        /// The contributor.
        party: String,
    },
    /// An appraisal has two references with one name.
    #[error("form: an appraisal of {} has two references called {}", quoted(.measure), quoted(.name))]
    RepeatedReference {
        /// The measure.
        measure: String,
        /// The name of the references.
        name: String,
    },
    /// A reference has the name of a field that every appraisal can have.
    #[error("form: a reference is called {}, which an appraisal has a field for; give it another name", quoted(.name))]
    ReferenceIsField {
        /// The name.
        name: String,
    },
    /// Counts of people reached have neither a day nor a period.
    #[error("form: reach of {} has neither a day nor a period", quoted(.service))]
    NoPeriod {
        /// The service.
        service: String,
    },
    /// The period of counts of people reached ends before it starts.
    #[error(
        "form: reach of {} is of a period from {from} until {until}, which ends before it starts",
        quoted(.service)
    )]
    ReversedPeriod {
        /// The service.
        service: String,
        /// The first day given.
        from: Date,
        /// The last day given.
        until: Date,
    },
    /// Counts of people reached state no count.
    #[error("form: reach of {} has no count: state eligible, offered, declined, started or asked", quoted(.service))]
    NothingCounted {
        /// The service.
        service: String,
    },
    /// Counts of people reached state how many have an appraisal.
    #[error(
        "form: reach of {} states how many are appraised, but these people are counted in the books",
        quoted(.service)
    )]
    StatedAppraised {
        /// The service.
        service: String,
    },
    /// The name of an instrument, a dimension or a reference is empty.
    #[error("R1: the {of} name is empty")]
    EmptyName {
        /// `instrument`, `dimension` or `reference`.
        of: &'static str,
    },
}

impl Fault {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::EmptyId(_) | Self::EmptyName { .. } => Rule::R1,
            Self::NotFinite { .. } | Self::BelowZero { .. } | Self::ReversedRange { .. } => Rule::R3,
            Self::NoUser { .. } => Rule::R4,
            Self::RepeatedDimension { .. }
            | Self::RepeatedPromise { .. }
            | Self::NothingAppraised { .. }
            | Self::ChangeAndLevel { .. }
            | Self::ExcusedWithPart { .. }
            | Self::RepeatedReference { .. }
            | Self::ReferenceIsField { .. }
            | Self::FollowUpZero { .. }
            | Self::NoPeriod { .. }
            | Self::ReversedPeriod { .. }
            | Self::NothingCounted { .. }
            | Self::StatedAppraised { .. } => Rule::Form,
        }
    }
}

/// The faults that a builder collected, in the order of its calls.
///
/// Boxed, and `None` without a fault: builders move their record with each call, and nearly none has a fault.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::box_collection, reason = "a vector by itself takes three times the bytes of each record")]
pub(crate) struct Faults(Option<Box<Vec<Fault>>>);

impl Faults {
    pub(crate) fn push(&mut self, fault: Fault) {
        self.0.get_or_insert_default().push(fault);
    }

    #[inline]
    pub(crate) fn append(&mut self, other: Self) {
        if let Some(mut other) = other.0 {
            self.0.get_or_insert_default().append(&mut other);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.0.iter().flat_map(|faults| faults.iter())
    }

    pub(crate) fn first(&self) -> Result<(), Fault> {
        self.iter().next().map_or(Ok(()), |fault| Err(fault.clone()))
    }

    /// The id; if it is refused, its fault is added and the placeholder returned.
    pub(crate) fn id<I>(&mut self, id: Result<I, EmptyId>, placeholder: I) -> I {
        id.unwrap_or_else(|empty| {
            self.push(empty.into());
            placeholder
        })
    }

    /// The number as the books hold it; if it is not finite, the fault is added and zero returned.
    pub(crate) fn finite<N: Number>(&mut self, number: N, what: impl Into<Cow<'static, str>>, of: &str) -> N {
        number.held().unwrap_or_else(|| {
            self.push(Fault::NotFinite { what: what.into(), of: of.to_owned(), value: number.text() });
            N::zero()
        })
    }

    /// A number as [`finite`](Self::finite) returns it, with a fault if it is below zero.
    pub(crate) fn quantity<N: Number>(&mut self, number: N, what: &'static str, of: &str) -> N {
        let number = self.finite(number, what, of);
        if number < N::zero() {
            self.push(Fault::BelowZero { what, of: of.to_owned(), value: number.text() });
        }
        number
    }
}
