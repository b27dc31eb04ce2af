//! The stored state of reach: all entries of the parts, and the people with an appraisal.

use jiff::civil::Date;

use super::engine::{AppraisedPeople, AppraisedPerson, Breakdown};
use super::{Reach, checked};
use crate::analysis::scope::Scope;
use crate::analysis::state::{AnalysisStateError, ScopeState};
use crate::catalogue::{MeasureId, ServiceId};
use crate::ledger::Ledger;
use crate::number::Number;
use crate::record::{PartialDate, ReachCounts};
use crate::statement::lines_state::require;
use crate::statement::{By, Line};

/// The fields of reach in the form in which they are stored.
#[derive(Debug)]
pub(crate) struct ReachState<N> {
    pub(crate) scope: ScopeState<N>,
    pub(crate) entries: Vec<ReachCounts>,
    pub(crate) people: Vec<PeopleState>,
}

/// The users with an appraisal of a measure of interactions with a service, on a full line.
#[derive(Debug)]
pub(crate) struct PeopleState {
    pub(crate) line: Vec<Option<String>>,
    pub(crate) measure: String,
    pub(crate) service: String,
    /// For each day of interactions, or month or year, the sorted hashes of users with a counted appraisal, and of those
    /// with a missing one.
    pub(crate) days: Vec<(PartialDate, [Vec<u64>; 2])>,
}

impl PeopleState {
    /// Whether a full line, which is known, has the service and the days, and whether the terms ask for them.
    fn is_possible<N: Number>(&self, breakdown: &Breakdown, line: &Line, scope: &Scope<N>) -> bool {
        let terms = &scope.terms;
        let (first, last) = (terms.get_from().unwrap_or(Date::MIN), terms.get_until().unwrap_or(Date::MAX));
        let provider = scope.catalogue.service(&self.service).map(|service| service.provider().as_str());
        let on_line: Vec<(&By, Option<&str>)> = breakdown.values(line).collect();
        self.days.iter().all(|&(on, _)| {
            // The value of a word for the interactions of the day. That of a dimension is known from the line alone.
            let value = |word: &By| match word {
                By::Service => Some(self.service.clone()),
                By::Provider => provider.map(str::to_owned),
                By::With(_) => on_line.iter().find(|(other, _)| *other == word)?.1.map(str::to_owned),
                word => word.period().map(|period| period.value(on)),
            };
            let is_own = |(word, own): &(&By, Option<&str>)| value(word).as_deref() == *own;
            let are_asked = terms.get_only().all(|(word, _)| terms.asks_for(word, value(word).as_deref()));
            first <= on.first() && on.last() <= last && on_line.iter().all(is_own) && are_asked
        })
    }
}

impl<N: Number> Reach<N> {
    pub(crate) fn to_state(&self) -> ReachState<N> {
        // No `..`: a new field must be stored. The lines and their counts follow from the others.
        let Self { scope, entries, people, lines: _, counted: _, other_breakdown: _, not_whole: _ } = self;
        let people = people.iter().map(|((line, measure, service), people)| PeopleState {
            line: line.values().map(|value| value.map(str::to_owned)).collect(),
            measure: measure.as_str().to_owned(),
            service: service.as_str().to_owned(),
            days: people.chunk_by(|one, other| one.on == other.on).map(of_day).collect(),
        });
        // Not in the order of recording or merging, so that equal reaches have equal states.
        let mut entries: Vec<ReachCounts> = entries.iter().cloned().collect();
        entries.sort_by_cached_key(|entry| (entry.service().clone(), entry.dimension_set().clone(), entry.days()));
        ReachState { scope: ScopeState::of(scope), entries, people: people.collect() }
    }

    pub(crate) fn from_state(state: ReachState<N>) -> Result<Self, AnalysisStateError> {
        let mut scope = state.scope.scope()?;
        scope.terms = checked(scope.terms)?;
        let breakdown = Breakdown::new(&scope.terms);
        let mut people = AppraisedPeople::new();
        for of_key in state.people {
            let line: Line = of_key.line.iter().map(Option::as_deref).collect();
            let is_known = breakdown.is_known(&line, &scope.catalogue)
                && scope.catalogue.measure(&of_key.measure).is_some()
                && scope.catalogue.service(&of_key.service).is_some();
            require(is_known, "it has people on a line that its terms and catalogue do not know")?;
            require(
                of_key.is_possible(&breakdown, &line, &scope),
                "it has people who are not of their line, or not of its terms",
            )?;
            let key = (line, known(MeasureId::new(of_key.measure)), known(ServiceId::new(of_key.service)));
            let all: Vec<AppraisedPerson> = of_key.days.iter().flat_map(of_state).collect();
            require(
                !all.is_empty() && all.is_sorted_by(|one, two| one < two),
                "its people are not sorted and distinct",
            )?;
            require(people.insert(key, all).is_none(), "it has the people of a line twice")?;
        }
        // A ledger refuses entries that break a rule.
        let mut ledger = Ledger::new(&scope.catalogue);
        for entry in state.entries {
            ledger.record_reach(entry)?;
        }
        let entries = ledger.columns.reach;
        let reach = Self { scope, entries, people, lines: Vec::new(), counted: 0, other_breakdown: 0, not_whole: 0 };
        Ok(reach.with_lines()?)
    }
}

/// An id that is in the catalogue.
fn known<I, E: std::fmt::Debug>(id: Result<I, E>) -> I {
    id.expect("an id in a catalogue is not empty")
}

/// The people of one day.
fn of_day(people: &[AppraisedPerson]) -> (PartialDate, [Vec<u64>; 2]) {
    let of = |missing: bool| people.iter().filter(move |one| one.is_missing == missing).map(|one| one.person).collect();
    (people[0].on, [of(false), of(true)])
}

/// The people of one day, in the order of people; unsorted if their hashes are.
fn of_state((on, [counted, missing]): &(PartialDate, [Vec<u64>; 2])) -> Vec<AppraisedPerson> {
    let person = |is_missing: bool| move |&person: &u64| AppraisedPerson { on: *on, person, is_missing };
    let mut both: Vec<_> = counted.iter().map(person(false)).chain(missing.iter().map(person(true))).collect();
    both.sort_unstable();
    both
}
