//! How many people a service reached, step by step.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::Dimensions;
use crate::catalogue::{Fault, Faults, IntoId, ServiceId};
use crate::getters::getters;
use crate::printable::quoted;
use crate::word::words;

words! {
    /// A step on the way from being eligible for a service to an appraisal in the books.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::record::ReachStep;
    ///
    /// assert_eq!("offered".parse(), Ok(ReachStep::Offered));
    /// assert_eq!(ReachStep::STATED.len(), 5); // people with an appraisal are counted in the books, and not stated
    /// ```
    ReachStep is "step" {
        /// People who may use the service.
        Eligible = "eligible",
        /// People to whom the service was offered.
        Offered = "offered",
        /// People who declined the offer. Later steps count other people, so no share is of this step.
        Declined = "declined",
        /// People who started to use the service.
        Started = "started",
        /// People who were asked for an appraisal.
        Asked = "asked",
        /// People who have an appraisal in the books.
        Appraised = "appraised",
    }
}

impl ReachStep {
    /// The steps that an entry can state, in order.
    pub const STATED: [Self; STATED] = [Self::Eligible, Self::Offered, Self::Declined, Self::Started, Self::Asked];
}

/// The number of steps that an entry can state.
pub(crate) const STATED: usize = 5;

/// The numbers of people whom a service reached on a day or in a period: eligible, offered, declined, started, asked
/// for an appraisal. At least one of them is stated. They come from elsewhere, such as a register or a booking system,
/// and name no person.
///
/// The steps may come from different sources, and people may start without an offer. A step may therefore be larger
/// than the one before it.
///
/// # Example
///
/// ```
/// use covalue::{ReachCounts, date};
///
/// let march = ReachCounts::of("physio")
///     .period(date(2026, 3, 1)..=date(2026, 3, 31))
///     .with("district", "north")
///     .eligible(400)
///     .offered(120)
///     .started(80)
///     .checked()?;
/// assert_eq!((march.get_offered(), march.get_asked()), (Some(120), None)); // not stated, which is not zero
/// assert!(ReachCounts::of("physio").on(date(2026, 3, 2)).checked().is_err()); // no count
/// # Ok::<(), covalue::error::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ReachCounts {
    service: ServiceId,
    /// The first and the last day.
    period: Option<(Date, Date)>,
    with: Dimensions,
    /// In the order of [`ReachStep::STATED`].
    counts: [Option<u64>; STATED],
    known: Option<Date>,
    faults: Faults,
}

impl ReachCounts {
    /// Counts of a service, without a day and a count yet.
    pub fn of(service: impl IntoId<ServiceId>) -> Self {
        let mut faults = Faults::default();
        let service = faults.id(service.into_id(), ServiceId::refused());
        Self { service, period: None, with: Dimensions::default(), counts: [None; STATED], known: None, faults }
    }

    /// The day that the counts are of.
    pub fn on(self, day: Date) -> Self {
        self.period(day..=day)
    }

    /// The first and the last day that the counts are of.
    pub fn period(mut self, days: RangeInclusive<Date>) -> Self {
        self.period = Some((*days.start(), *days.end()));
        self
    }

    /// States the value in a dimension of all people counted.
    pub fn with(mut self, dimension: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let Self { with, faults, service, .. } = &mut self;
        with.set(dimension.as_ref(), value.as_ref(), faults, || format!("reach of {}", quoted(&*service)));
        self
    }

    /// The number of people in a step. The people with an appraisal are counted in the books, so that step is refused.
    pub fn count(mut self, step: ReachStep, people: u64) -> Self {
        match self.counts.get_mut(step as usize) {
            Some(count) => *count = Some(people),
            None => self.faults.push(Fault::StatedAppraised { service: self.service.as_str().to_owned() }),
        }
        self
    }

    /// The number of people who may use the service.
    pub fn eligible(self, people: u64) -> Self {
        self.count(ReachStep::Eligible, people)
    }

    /// The number of people to whom the service was offered.
    pub fn offered(self, people: u64) -> Self {
        self.count(ReachStep::Offered, people)
    }

    /// The number of people who declined the offer.
    pub fn declined(self, people: u64) -> Self {
        self.count(ReachStep::Declined, people)
    }

    /// The number of people who started to use the service.
    pub fn started(self, people: u64) -> Self {
        self.count(ReachStep::Started, people)
    }

    /// The number of people who were asked for an appraisal, of any measure.
    pub fn asked(self, people: u64) -> Self {
        self.count(ReachStep::Asked, people)
    }

    /// The day on which the counts were known. The default is the last day of the period.
    pub fn known(mut self, day: Date) -> Self {
        self.known = Some(day);
        self
    }

    /// The counts, if they break no rule.
    ///
    /// # Errors
    ///
    /// - `ReachCounts::of("")`, `.with("", "north")`: an empty id or name (R1);
    /// - `.with("district", "north").with("district", "south")`: two values in one dimension (form);
    /// - neither a day nor a period, or one that ends before it starts (form);
    /// - no count, or one of people with an appraisal (form).
    pub fn checked(self) -> Result<Self, Fault> {
        let first = self.all_faults().next();
        first.map_or(Ok(self), Err)
    }

    /// The faults of single values, in the order of the builder's calls, then those of the whole.
    pub(crate) fn all_faults(&self) -> impl Iterator<Item = Fault> {
        let service = || self.service.as_str().to_owned();
        let period = match self.period {
            None => Some(Fault::NoPeriod { service: service() }),
            Some((from, until)) if until < from => Some(Fault::ReversedPeriod { service: service(), from, until }),
            Some(_) => None,
        };
        let is_empty = self.counts.iter().all(Option::is_none);
        let counts = is_empty.then(|| Fault::NothingCounted { service: service() });
        self.faults.iter().cloned().chain(period).chain(counts)
    }

    /// The number of people in a step, if stated. The people with an appraisal are never stated.
    pub fn get(&self, step: ReachStep) -> Option<u64> {
        self.counts.get(step as usize).copied().flatten()
    }

    /// The value in a dimension, if stated.
    pub fn value(&self, dimension: &str) -> Option<&str> {
        self.with.get(dimension)
    }

    /// All stated dimensions and values, sorted by dimension.
    pub fn dimensions(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.with.iter()
    }

    getters! { self:
        /// The service.
        service: &ServiceId = &self.service;
        /// The first and the last day, if stated.
        get_period: Option<(Date, Date)> = self.period;
        /// The number of people who may use the service, if stated.
        get_eligible: Option<u64> = self.get(ReachStep::Eligible);
        /// The number of people to whom the service was offered, if stated.
        get_offered: Option<u64> = self.get(ReachStep::Offered);
        /// The number of people who declined the offer, if stated.
        get_declined: Option<u64> = self.get(ReachStep::Declined);
        /// The number of people who started to use the service, if stated.
        get_started: Option<u64> = self.get(ReachStep::Started);
        /// The number of people who were asked for an appraisal, if stated.
        get_asked: Option<u64> = self.get(ReachStep::Asked);
        /// The day on which the counts were known, if stated.
        get_known: Option<Date> = self.known;
    }

    pub(crate) fn dimension_set(&self) -> &Dimensions {
        &self.with
    }

    /// The first day, the last day and the day known of valid counts.
    pub(crate) fn days(&self) -> (Date, Date, Date) {
        let (from, until) = self.period.unwrap_or_default();
        (from, until, self.known.unwrap_or(until))
    }
}
