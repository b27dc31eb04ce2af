//! Appraisals.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::civil::Date;

use super::{ReferenceName, Source};
use crate::catalogue::{ActorId, Fault, Faults, IntoId, MeasureId};
use crate::getters::getters;
use crate::number::Number;
use crate::printable::quoted;

/// The change of one measure for one beneficiary of an interaction, and its source.
///
/// An appraisal has one or more of the levels `before`, `after`, `expected`, `without` and those with names, or a bare
/// `change` without a level. A bare change is after − before, in the direction of the measure: pain −2 is better. An appraisal without
/// `after` and `change` records that the beneficiary was not reached again.
///
/// # Example
///
/// ```
/// use covalue::{Appraisal, date};
///
/// let appraisal = Appraisal::of("pain").before(6.0).after(4.0).follow_up(2).made(date(2026, 6, 1)).checked()?;
/// assert_eq!((appraisal.get_before(), appraisal.get_after()), (Some(&6.0), Some(&4.0)));
/// assert!(Appraisal::of("pain").before(6.0).change(-2.0).checked().is_err()); // a change or levels, not both
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
    references: BTreeMap<ReferenceName, N>,
    change: Option<N>,
    follow_up: u32,
    source: Source,
    made: Option<Date>,
    known: Option<Date>,
    faults: Faults,
}

/// The number of the first follow-up.
const FIRST: u32 = 1;

impl<N: Number> Appraisal<N> {
    /// An appraisal of a measure, without levels yet.
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
            references: BTreeMap::new(),
            change: None,
            follow_up: FIRST,
            source: Source::Own,
            made: None,
            known: None,
            faults,
        }
    }

    /// The beneficiary. The default is the user, if the interaction has only one.
    pub fn beneficiary(mut self, beneficiary: impl IntoId<ActorId>) -> Self {
        self.beneficiary = Some(self.faults.id(beneficiary.into_id(), ActorId::refused()));
        self
    }

    /// States the levels before, after, expected and without, and the change; those that are `None` stay as they were.
    /// The methods for each of them would move the appraisal, which is large.
    pub(crate) fn state(&mut self, levels: [Option<N>; 5]) {
        let fields = [
            ("level before", &mut self.before),
            ("level after", &mut self.after),
            ("level expected", &mut self.expected),
            ("level without", &mut self.without),
            ("change", &mut self.change),
        ];
        for ((name, field), level) in fields.into_iter().zip(levels) {
            if let Some(level) = level {
                *field = Some(self.faults.finite(level, name, self.measure.as_str()));
            }
        }
    }

    /// The level before the interaction (in the measure's unit).
    pub fn before(mut self, level: N) -> Self {
        self.before = Some(self.faults.finite(level, "level before", self.measure.as_str()));
        self
    }

    /// The level after the interaction (in the measure's unit).
    pub fn after(mut self, level: N) -> Self {
        self.after = Some(self.faults.finite(level, "level after", self.measure.as_str()));
        self
    }

    /// The level that the beneficiary expected (in the measure's unit).
    pub fn expected(mut self, level: N) -> Self {
        self.expected = Some(self.faults.finite(level, "level expected", self.measure.as_str()));
        self
    }

    /// The level at the same time without the service (in the measure's unit).
    pub fn without(mut self, level: N) -> Self {
        self.without = Some(self.faults.finite(level, "level without", self.measure.as_str()));
        self
    }

    /// A level with a name of its own (in the measure's unit): an aim that was agreed with the person, such as to keep
    /// the level or to lose only a little, or what a model predicts. A statement against
    /// [`Baseline::named`](crate::Baseline::named) measures changes from it.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, Baseline, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
    /// # let catalogue = Catalogue::new([Measure::higher_is_better("memory", "points").range(0.0, 30.0)],
    /// #     [Service::new("day centre", "trust")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// // The memory of people with dementia declines. The aim was a slow decline.
    /// let year = Interaction::between("ana", "day centre", date(2026, 3, 2));
    /// ledger.record(year.appraisal(Appraisal::of("memory").before(24.0).reference("aim", 21.0).after(22.0)))?;
    /// let against = |baseline| ledger.statement(Terms::by(By::Service).baseline(baseline));
    /// assert_eq!(against(Baseline::Before)?.line("day centre", "memory")?.destroyed(), 2.0);
    /// assert_eq!(against(Baseline::named("aim"))?.line("day centre", "memory")?.created(), 1.0);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn reference(mut self, name: impl AsRef<str>, level: N) -> Self {
        let name = ReferenceName::new(name);
        if let Some(fault) = name.fault() {
            self.faults.push(fault);
            return self;
        }
        let level = self.faults.finite(level, format!("level {}", quoted(name.as_str())), self.measure.as_str());
        match self.references.entry(name) {
            Entry::Occupied(known) => {
                let (measure, name) = (self.measure.as_str().to_owned(), known.key().as_str().to_owned());
                self.faults.push(Fault::RepeatedReference { measure, name });
            }
            Entry::Vacant(entry) => {
                entry.insert(level);
            }
        }
        self
    }

    /// The change after − before, if the levels are not known (in the measure's unit).
    pub fn change(mut self, change: N) -> Self {
        self.change = Some(self.faults.finite(change, "change", self.measure.as_str()));
        self
    }

    /// The number of the follow-up after the interaction, from 1. The default is 1.
    pub fn follow_up(mut self, number: u32) -> Self {
        if number < FIRST {
            self.faults.push(Fault::FollowUpZero { measure: self.measure.as_str().to_owned() });
        }
        self.follow_up = number.max(FIRST);
        self
    }

    /// The source. The default is the beneficiary's own word.
    pub fn source(mut self, source: Source) -> Self {
        if let Source::Observed(instrument) = &source
            && instrument.as_str().is_empty()
        {
            self.faults.push(Fault::EmptyName { of: "instrument" });
        }
        self.source = source;
        self
    }

    /// The source is a proxy: another actor who speaks for the beneficiary.
    pub fn by_proxy(mut self, actor: impl IntoId<ActorId>) -> Self {
        self.source = Source::Proxy(self.faults.id(actor.into_id(), ActorId::refused()));
        self
    }

    /// The source is an instrument.
    pub fn observed(self, instrument: impl AsRef<str>) -> Self {
        self.source(Source::observed(instrument))
    }

    /// The day on which the appraisal was made. The default is the day of the interaction.
    pub fn made(mut self, day: Date) -> Self {
        self.made = Some(day);
        self
    }

    /// The day on which the appraisal was known. The default is the later of the day it was made and the day its
    /// interaction was known.
    pub fn known(mut self, day: Date) -> Self {
        self.known = Some(day);
        self
    }

    /// The appraisal, if it breaks no rule.
    ///
    /// # Errors
    ///
    /// - `Appraisal::of("")`, `.observed("")`, `.reference("", 21.0)`: an empty id or name (R1);
    /// - `.before(f64::NAN)`: R3;
    /// - `Appraisal::of("pain")`, `.before(6.0).change(-2.0)`: neither a level nor a change, or both (form);
    /// - `.reference("after", 21.0)`: the name of another field; two references with one name (form);
    /// - `.follow_up(0)`: form.
    pub fn checked(self) -> Result<Self, Fault> {
        let first = self.all_faults().next();
        first.map_or(Ok(self), Err)
    }

    /// The faults of single values, in the order of the builder's calls, then that of the whole.
    pub(crate) fn all_faults(&self) -> impl Iterator<Item = Fault> {
        self.faults.iter().cloned().chain(self.whole_fault())
    }

    /// The fault that it has neither a level nor a change, or both.
    pub(crate) fn whole_fault(&self) -> Option<Fault> {
        let measure = || self.measure.as_str().to_owned();
        let levels = self.before.is_some()
            || self.after.is_some()
            || self.expected.is_some()
            || self.without.is_some()
            || !self.references.is_empty();
        match (self.change.is_some(), levels) {
            (true, true) => Some(Fault::ChangeAndLevel { measure: measure() }),
            (false, false) => Some(Fault::NothingAppraised { measure: measure() }),
            _ => None,
        }
    }

    getters! { self:
        /// The measure.
        measure: &MeasureId = &self.measure;
        /// The beneficiary, if stated.
        get_beneficiary: Option<&ActorId> = self.beneficiary.as_ref();
        /// The level before the interaction, if stated.
        get_before: Option<&N> = self.before.as_ref();
        /// The level after the interaction, if stated.
        get_after: Option<&N> = self.after.as_ref();
        /// The level that the beneficiary expected, if stated.
        get_expected: Option<&N> = self.expected.as_ref();
        /// The level at the same time without the service, if stated.
        get_without: Option<&N> = self.without.as_ref();
        /// The levels with names, sorted by name.
        references: impl ExactSizeIterator<Item = (&ReferenceName, &N)> =
            self.references.iter();
        /// The bare change, if stated.
        get_change: Option<&N> = self.change.as_ref();
        /// The number of the follow-up, from 1.
        get_follow_up: u32 = self.follow_up;
        /// The source.
        get_source: &Source = &self.source;
        /// The day on which the appraisal was made, if stated.
        get_made: Option<Date> = self.made;
        /// The day on which the appraisal was known, if stated.
        get_known: Option<Date> = self.known;
    }

    pub(crate) fn take_faults(&mut self) -> Faults {
        std::mem::take(&mut self.faults)
    }
}
