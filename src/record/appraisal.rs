//! What changed for whom.

use jiff::civil::Date;

use super::Source;
use crate::catalogue::{ActorId, Fault, Faults, IntoId, MeasureId};
use crate::number::Number;

/// What an interaction changed for a beneficiary on one measure, and on whose word.
///
/// It has levels, at least one of `before`, `after`, `expected` and `without`, or a bare `change` and none of them. A
/// bare change runs the measure's own way, as after − before does: pain −2 is better. An appraisal that has neither
/// `after` nor `change` records that someone did not come back.
///
/// # Example
///
/// ```
/// use covalue::{Appraisal, date};
///
/// let appraisal = Appraisal::of("pain").before(6.0).after(4.0).follow_up(2).made(date(2026, 6, 1)).checked()?;
/// assert_eq!((appraisal.get_before(), appraisal.get_after()), (Some(&6.0), Some(&4.0)));
/// assert!(Appraisal::of("pain").before(6.0).change(-2.0).checked().is_err()); // a change or levels
/// # Ok::<(), covalue::error::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Appraisal<N = f64> {
    measure: MeasureId,
    beneficiary: Option<ActorId>,
    before: Option<N>,
    after: Option<N>,
    expected: Option<N>,
    without: Option<N>,
    change: Option<N>,
    follow_up: u32,
    source: Source,
    made: Option<Date>,
    known: Option<Date>,
    faults: Faults,
}

/// The first follow-up, and the default.
const FIRST: u32 = 1;

impl<N: Number> Appraisal<N> {
    /// An appraisal of that measure, which says nothing yet.
    pub fn of(measure: impl IntoId<MeasureId>) -> Self {
        let mut faults = Faults::default();
        let measure = faults.id(measure.into_id(), MeasureId::refused());
        Self {
            measure,
            beneficiary: None,
            before: None,
            after: None,
            expected: None,
            without: None,
            change: None,
            follow_up: FIRST,
            source: Source::Own,
            made: None,
            known: None,
            faults,
        }
    }

    /// Whom it is about; where there is one user, that is the default.
    pub fn beneficiary(mut self, beneficiary: impl IntoId<ActorId>) -> Self {
        self.beneficiary = Some(self.faults.id(beneficiary.into_id(), ActorId::refused()));
        self
    }

    /// The level before (in the measure's unit).
    pub fn before(mut self, level: N) -> Self {
        self.before = Some(self.faults.finite(level, "level before", self.measure.as_str()));
        self
    }

    /// The level after (in the measure's unit).
    pub fn after(mut self, level: N) -> Self {
        self.after = Some(self.faults.finite(level, "level after", self.measure.as_str()));
        self
    }

    /// The level the beneficiary expected (in the measure's unit).
    pub fn expected(mut self, level: N) -> Self {
        self.expected = Some(self.faults.finite(level, "level expected", self.measure.as_str()));
        self
    }

    /// The level the same time would have brought without the service (in the measure's unit).
    pub fn without(mut self, level: N) -> Self {
        self.without = Some(self.faults.finite(level, "level without", self.measure.as_str()));
        self
    }

    /// A bare change, as after − before is (in the measure's unit).
    pub fn change(mut self, change: N) -> Self {
        self.change = Some(self.faults.finite(change, "change", self.measure.as_str()));
        self
    }

    /// Which reading after the interaction it is, from 1, which is the default.
    pub fn follow_up(mut self, number: u32) -> Self {
        if number < FIRST {
            self.faults.push(Fault::FollowUpZero { measure: self.measure.to_string() });
        }
        self.follow_up = number.max(FIRST);
        self
    }

    /// On whose word it stands, if not the beneficiary's own.
    pub fn source(mut self, source: Source) -> Self {
        if let Source::Observed(instrument) = &source
            && instrument.as_str().is_empty()
        {
            self.faults.push(Fault::EmptyName { of: "an instrument" });
        }
        self.source = source;
        self
    }

    /// It stands on the word of another actor in the beneficiary's place.
    pub fn by_proxy(mut self, actor: impl IntoId<ActorId>) -> Self {
        self.source = Source::Proxy(self.faults.id(actor.into_id(), ActorId::refused()));
        self
    }

    /// An instrument of that name read it.
    pub fn observed(self, instrument: impl AsRef<str>) -> Self {
        self.source(Source::observed(instrument))
    }

    /// The day it was appraised, if not the day of the interaction.
    pub fn made(mut self, day: Date) -> Self {
        self.made = Some(day);
        self
    }

    /// The day it entered the books, if not as soon as it could.
    pub fn known(mut self, day: Date) -> Self {
        self.known = Some(day);
        self
    }

    /// The appraisal, if it breaks no rule.
    ///
    /// # Errors
    ///
    /// - `Appraisal::of("")`: an empty id, `.observed("")`: an empty name (R1);
    /// - `.before(f64::NAN)`: R3;
    /// - `Appraisal::of("pain")`: nothing said; `.before(6.0).change(-2.0)`: a change and a level; `.follow_up(0)`
    ///   (form).
    pub fn checked(self) -> Result<Self, Fault> {
        let first = self.all_faults().next();
        first.map_or(Ok(self), Err)
    }

    /// Its faults: those its builder met, then what its parts amount to.
    pub(crate) fn all_faults(&self) -> impl Iterator<Item = Fault> {
        self.faults.iter().cloned().chain(self.whole_fault())
    }

    /// What is wrong with the parts taken together.
    pub(crate) fn whole_fault(&self) -> Option<Fault> {
        let measure = || self.measure.to_string();
        let levels = self.before.is_some() || self.after.is_some() || self.expected.is_some() || self.without.is_some();
        match (self.change.is_some(), levels) {
            (true, true) => Some(Fault::ChangeAndLevel { measure: measure() }),
            (false, false) => Some(Fault::NothingAppraised { measure: measure() }),
            _ => None,
        }
    }

    /// The measure.
    pub fn measure(&self) -> &MeasureId {
        &self.measure
    }

    /// Whom it is about, if stated.
    pub fn get_beneficiary(&self) -> Option<&ActorId> {
        self.beneficiary.as_ref()
    }

    /// The level before, if stated.
    pub fn get_before(&self) -> Option<&N> {
        self.before.as_ref()
    }

    /// The level after, if stated.
    pub fn get_after(&self) -> Option<&N> {
        self.after.as_ref()
    }

    /// The level expected, if stated.
    pub fn get_expected(&self) -> Option<&N> {
        self.expected.as_ref()
    }

    /// The level without the service, if stated.
    pub fn get_without(&self) -> Option<&N> {
        self.without.as_ref()
    }

    /// The bare change, if stated.
    pub fn get_change(&self) -> Option<&N> {
        self.change.as_ref()
    }

    /// Which reading it is, from 1.
    pub fn follow_up_number(&self) -> u32 {
        self.follow_up
    }

    /// On whose word it stands.
    pub fn get_source(&self) -> &Source {
        &self.source
    }

    /// The day it was appraised, if stated.
    pub fn get_made(&self) -> Option<Date> {
        self.made
    }

    /// The day it entered the books, if stated.
    pub fn get_known(&self) -> Option<Date> {
        self.known
    }

    pub(crate) fn take_faults(&mut self) -> Faults {
        std::mem::take(&mut self.faults)
    }
}
