//! A row of a reach: the steps of a line, and the people with an appraisal of a measure.

use std::fmt;

use crate::catalogue::MeasureId;
use crate::getters::getters;
use crate::record::{ReachStep, STATED};
use crate::statement::Line;

/// How many people a service reached on a line, step by step, and how many of them have an appraisal of a measure.
///
/// # Example
///
/// ```
/// # use covalue::record::ReachStep;
/// # use covalue::{By, Catalogue, Ledger, Measure, ReachCounts, Service, date};
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")],
/// #     [Service::new("physio", "clinic").promises("pain", 2.0)])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// ledger.record_reach(ReachCounts::of("physio").on(date(2026, 3, 2)).eligible(40).offered(20))?;
/// ledger.record_reach(ReachCounts::of("physio").on(date(2026, 3, 3)).eligible(40))?;
/// let reach = ledger.reach(By::Service)?;
/// let physio = reach.line("physio", "pain")?;
/// // Only one of two entries states who was offered the service: 20 would not be the number of the line.
/// assert_eq!((physio.count(ReachStep::Offered), physio.stated_count(ReachStep::Offered)), (None, 1));
/// assert_eq!((physio.count(ReachStep::Eligible), physio.entry_count()), (Some(80), 2));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct ReachLine {
    pub(super) line: Line,
    pub(super) measure: Option<MeasureId>,
    pub(super) steps: Steps,
    pub(super) appraised: u64,
    pub(super) missing: u64,
    pub(super) outside: u64,
}

/// The sums of the entries of a line, in the order of [`ReachStep::STATED`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Steps {
    pub(super) entries: u64,
    pub(super) people: [u64; STATED],
    /// The number of entries that state each step.
    pub(super) stated: [u64; STATED],
}

impl ReachLine {
    getters! { self:
        /// The line.
        line: &Line = &self.line;
        /// The measure of the appraisals; `None` if the services of the line promise none and none is appraised.
        measure: Option<&MeasureId> = self.measure.as_ref();
        /// The number of entries that count on the line.
        entry_count: u64 = self.steps.entries;
        /// The number of people with a counted appraisal of the measure on the line. A person counts once in each entry,
        /// as in the other steps: a person who returns is asked again.
        appraised_count: u64 = self.appraised;
        /// The number of people with an appraisal of the measure that is due on the line and not counted. A person with
        /// several uses may have one that is counted and one that is missing.
        missing_count: u64 = self.missing;
        /// The number of people whose appraisal, counted or missing, is of an interaction that no entry of the line
        /// holds: of another service, on another day or with other values.
        outside_count: u64 = self.outside;
    }

    /// The number of people in a step; `None` if an entry of the line does not state it, or if there is no entry.
    pub fn count(&self, step: ReachStep) -> Option<u64> {
        let Some(&people) = self.steps.people.get(step as usize) else { return Some(self.appraised) };
        (self.steps.entries > 0 && self.stated_count(step) == self.steps.entries).then_some(people)
    }

    /// The number of entries of the line that state a step. It is zero for people with an appraisal, who are counted in
    /// the books.
    pub fn stated_count(&self, step: ReachStep) -> u64 {
        self.steps.stated.get(step as usize).copied().unwrap_or(0)
    }

    /// The count of a step divided by that of [`share_of`](Self::share_of). It is above 1 if the step is the larger one.
    /// `None` if there is no such earlier step, or if its count is zero.
    ///
    /// # Formula
    ///
    /// `share = count ÷ count of the last step before it that is stated`, as the nearest float. Ours.
    pub fn share(&self, step: ReachStep) -> Option<f64> {
        let whole = self.count(self.share_of(step)?)?;
        let share = self.count(step)? as f64 / whole as f64;
        (whole > 0).then_some(share)
    }

    /// The step that the share of a step is of: the last before it that each entry states. Declined is never that step,
    /// since later steps count other people. `None` if there is no such step, if the step is not stated
    /// itself, or if people with an appraisal are [outside](Self::outside_count) all entries.
    pub fn share_of(&self, step: ReachStep) -> Option<ReachStep> {
        self.count(step)?;
        if step == ReachStep::Appraised && self.outside > 0 {
            return None;
        }
        let before = ReachStep::STATED.into_iter().rev().filter(|before| *before < step);
        before.filter(|before| *before != ReachStep::Declined).find(|before| self.count(*before).is_some())
    }
}

impl fmt::Display for ReachLine {
    /// The values of the line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.line.fmt(f)
    }
}

// Without the values of its line, which may be personal.
impl fmt::Debug for ReachLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReachLine")
            .field("line", &self.line)
            .field("measure", &self.measure)
            .field("steps", &self.steps)
            .field("appraised", &self.appraised)
            .field("missing", &self.missing)
            .field("outside", &self.outside)
            .finish()
    }
}
