//! The exact state of reach through `serde`, which another process can read and merge.

use jiff::civil::Date;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::analysis_state::{HeadWire, ScopeWire, hashes};
use super::state::Bytes;
use super::wire::{OnDay, Text};
use crate::analysis::reach::Reach;
use crate::analysis::reach::stored::{PeopleState, ReachState};
use crate::catalogue::{Builder, Fault};
use crate::number::Number;
use crate::record::{PartialDate, ReachCounts, ReachStep};

/// The name of reach in its state.
const REACH: &str = "reach";

/// No field is left out, here and below: some formats know fields by their order.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Reach", deny_unknown_fields)]
struct ReachWire<'a> {
    #[serde(borrow)]
    head: HeadWire<'a>,
    #[serde(borrow)]
    scope: ScopeWire<'a>,
    #[serde(borrow)]
    entries: Vec<EntryWire<'a>>,
    #[serde(borrow)]
    people: Vec<PeopleWire<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryWire<'a> {
    #[serde(borrow)]
    service: Text<'a>,
    from: Date,
    until: Date,
    known: Date,
    #[serde(borrow)]
    with: Vec<(Text<'a>, Text<'a>)>,
    /// In the order of [`ReachStep::STATED`].
    counts: [Option<u64>; ReachStep::STATED.len()],
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PeopleWire<'a> {
    line: Vec<Option<String>>,
    #[serde(borrow)]
    measure: Text<'a>,
    #[serde(borrow)]
    service: Text<'a>,
    /// Each day with its users with a counted appraisal, and those with a missing one.
    days: Vec<(OnDay, [Bytes; 2])>,
}

impl<'a> EntryWire<'a> {
    fn of(entry: &'a ReachCounts) -> Self {
        let (from, until, known) = entry.days();
        Self {
            service: Text::of(entry.service().as_str()),
            from,
            until,
            known,
            with: entry.dimensions().map(|(dimension, value)| (Text::of(dimension), Text::of(value))).collect(),
            counts: ReachStep::STATED.map(|step| entry.get(step)),
        }
    }

    fn entry(self) -> Result<ReachCounts, Fault> {
        let counts = ReachStep::STATED.into_iter().zip(self.counts);
        let counts = counts.filter_map(|(step, people)| Some((step, people?)));
        ReachCounts::of(&*self.service)
            .period(self.from..=self.until)
            .known(self.known)
            .with_each(&self.with, |entry, (dimension, value)| entry.with(&**dimension, &**value))
            .with_each(counts, |entry, (step, people)| entry.count(step, people))
            .checked()
    }
}

impl<'a> PeopleWire<'a> {
    fn of(people: &'a PeopleState) -> Self {
        let bytes = |(on, people): &(PartialDate, [Vec<u64>; 2])| {
            (OnDay(*on), people.each_ref().map(|hashes| Bytes::of_hashes(hashes)))
        };
        Self {
            line: people.line.clone(),
            measure: Text::of(&people.measure),
            service: Text::of(&people.service),
            days: people.days.iter().map(bytes).collect(),
        }
    }

    fn people<E: Error>(self) -> Result<PeopleState, E> {
        let of_day = |(on, [counted, missing]): &(OnDay, [Bytes; 2])| Ok((on.0, [hashes(counted)?, hashes(missing)?]));
        Ok(PeopleState {
            line: self.line,
            measure: self.measure.to_string(),
            service: self.service.to_string(),
            days: self.days.iter().map(of_day).collect::<Result<_, E>>()?,
        })
    }
}

impl<N: Number> Serialize for Reach<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ReachState { scope, entries, people } = self.to_state();
        let wire = ReachWire {
            head: HeadWire::of::<N>(REACH),
            scope: ScopeWire::of(&scope),
            entries: entries.iter().map(EntryWire::of).collect(),
            people: people.iter().map(PeopleWire::of).collect(),
        };
        wire.serialize(serializer)
    }
}

impl<'de, N: Number> Deserialize<'de> for Reach<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = ReachWire::deserialize(deserializer)?;
        wire.head.check::<N>(REACH).map_err(D::Error::custom)?;
        let entries = wire.entries.into_iter().map(EntryWire::entry).collect::<Result<_, _>>();
        let state = ReachState {
            scope: wire.scope.scope()?,
            entries: entries.map_err(D::Error::custom)?,
            people: wire.people.into_iter().map(PeopleWire::people).collect::<Result<_, _>>()?,
        };
        Self::from_state(state).map_err(D::Error::custom)
    }
}
