//! Computes the lines of a reach: which entries count, and who has an appraisal.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_64;

use super::line::{ReachLine, Steps};
use crate::analysis::AnalysisError;
use crate::catalogue::{Catalogue, MeasureId, Service, ServiceId};
use crate::ledger::{Ledger, ReachEntries};
use crate::number::Number;
use crate::record::{PartialDate, ReachCounts, ReachStep, Role};
#[cfg(feature = "serde")]
use crate::statement::lines_state::is_known;
use crate::statement::{By, Counts, Grouping, Line, Terms};

/// A user with an appraisal that is counted or missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct AppraisedPerson {
    /// The day of the interaction, or its month or year.
    pub(super) on: PartialDate,
    /// A hash of the id, as statements store it: a person in several parts counts once.
    pub(super) person: u64,
    pub(super) is_missing: bool,
}

/// The users with an appraisal, deduplicated and sorted, by [full line](Breakdown), measure and service.
pub(super) type AppraisedPeople = BTreeMap<(Line, MeasureId, ServiceId), Vec<AppraisedPerson>>;

/// The grouping of terms, with the dimensions that only the filters name.
///
/// An entry has the dimensions of both. A *full line* has a value for each word of the grouping, and then for each of
/// the further dimensions. Without them, an entry of the north would seem to hold an interaction in the south if both pass
/// the filter.
pub(super) struct Breakdown {
    words: Vec<By>,
    /// The number of words of the grouping.
    grouped: usize,
    dimensions: BTreeSet<String>,
    /// The values that the filters ask for, by word. They are collected once, and not for each entry.
    only: Vec<(By, BTreeSet<Option<String>>)>,
}

/// Whether an entry counts, or why it is left out.
pub(super) enum EntryStatus {
    /// It counts on this full line.
    Counted(Line),
    /// The terms ask for other days, or for another value.
    NotAsked,
    OtherBreakdown,
    NotWhole,
}

impl Breakdown {
    pub(super) fn new(terms: &Terms) -> Self {
        let mut words = terms.grouping().words().to_vec();
        let grouped = words.len();
        for (word, _) in terms.get_only() {
            if matches!(word, By::With(_)) && !words.contains(word) {
                words.push(word.clone());
            }
        }
        let dimension = |word: &By| match word {
            By::With(dimension) => Some(dimension.as_str().to_owned()),
            _ => None,
        };
        let dimensions = words.iter().filter_map(dimension).collect();
        let mut only: BTreeMap<&By, BTreeSet<Option<String>>> = BTreeMap::new();
        for (word, value) in terms.get_only() {
            only.entry(word).or_default().insert(value.map(str::to_owned));
        }
        let only = only.into_iter().map(|(word, values)| (word.clone(), values)).collect();
        Self { words, grouped, dimensions, only }
    }

    /// The line of a full line.
    pub(super) fn line(&self, full: &Line) -> Line {
        full.values().take(self.grouped).collect()
    }

    /// Whether a full line has a value of each word, or *not stated*.
    #[cfg(feature = "serde")]
    pub(super) fn is_known<N: Number>(&self, full: &Line, catalogue: &Catalogue<N>) -> bool {
        full.values().len() == self.words.len()
            && self.values(full).all(|(word, value)| value.is_none_or(|value| is_known(word, value, catalogue)))
    }

    /// The words of a full line, each with its value.
    #[cfg(feature = "serde")]
    pub(super) fn values<'a>(&'a self, full: &'a Line) -> impl Iterator<Item = (&'a By, Option<&'a str>)> {
        self.words.iter().zip(full.values())
    }

    /// Whether an entry counts, and on which line.
    pub(super) fn status<N: Number>(
        &self,
        entry: &ReachCounts,
        terms: &Terms,
        catalogue: &Catalogue<N>,
    ) -> EntryStatus {
        let (from, until, _) = entry.days();
        let (first, last) = (terms.get_from().unwrap_or(Date::MIN), terms.get_until().unwrap_or(Date::MAX));
        let is_disjoint = until < first || last < from;
        if is_disjoint || !passes(entry, &self.only, catalogue) {
            return EntryStatus::NotAsked;
        }
        if !entry.dimensions().map(|(dimension, _)| dimension).eq(self.dimensions.iter().map(String::as_str)) {
            return EntryStatus::OtherBreakdown;
        }
        let is_whole = first <= from && until <= last;
        let only_words = self.only.iter().map(|(word, _)| word);
        let is_in_one_period = |word: &By| word.period().is_none_or(|one| one.number(from) == one.number(until));
        if !is_whole || !self.words.iter().chain(only_words).all(is_in_one_period) {
            return EntryStatus::NotWhole;
        }
        let values: Vec<Option<String>> = self.words.iter().map(|word| value(word, entry, catalogue)).collect();
        EntryStatus::Counted(values.iter().map(Option::as_deref).collect())
    }
}

/// The value of a word of the grouping for an entry; of a period, that of its first day.
fn value<N: Number>(word: &By, entry: &ReachCounts, catalogue: &Catalogue<N>) -> Option<String> {
    match word {
        By::Service => Some(entry.service().as_str().to_owned()),
        By::Provider => catalogue.service(entry.service()).map(|service| service.provider().as_str().to_owned()),
        By::With(dimension) => entry.value(dimension.as_str()).map(str::to_owned),
        word => word.period().map(|period| period.text(period.number(entry.days().0))),
    }
}

/// Whether an entry may pass the filters by value: a period passes if any of its days does, and a dimension that the
/// entry does not state passes, so that the entry is counted as left out and not dropped in silence.
fn passes<N: Number>(entry: &ReachCounts, only: &[(By, BTreeSet<Option<String>>)], catalogue: &Catalogue<N>) -> bool {
    only.iter().all(|(word, asked)| match (word, word.period()) {
        (_, Some(period)) => {
            let (from, until, _) = entry.days();
            (period.number(from)..=period.number(until)).any(|number| asked.contains(&Some(period.text(number))))
        }
        (By::With(dimension), None) => {
            entry.value(dimension.as_str()).is_none_or(|value| asked.contains(&Some(value.to_owned())))
        }
        (word, None) => asked.contains(&value(word, entry, catalogue)),
    })
}

/// The users of a ledger with an appraisal that is counted under the terms, or due and missing.
pub(super) fn appraised_people<N: Number>(ledger: &Ledger<N>, terms: &Terms) -> AppraisedPeople {
    let columns = &ledger.columns;
    let breakdown = Breakdown::new(terms);
    let terms = terms.clone().grouped_by(breakdown.words.iter().cloned().collect::<Grouping>());
    let mut counts = Counts::new(ledger, &terms);
    // Users by cell, service and day, and the counted appraisals for the lookup of due ones.
    let (mut people, mut counted) = (Vec::new(), Vec::new());
    let key = |interaction: usize| (columns.service[interaction], columns.on(interaction));
    counts.each(|rows| {
        for row in rows.iter().filter(|row| row.role() == Role::User) {
            let interaction = row.interaction();
            counted.push((interaction as u32, row.beneficiary, row.measure));
            let (service, on) = key(interaction);
            people.push((row.cell, service, on, row.beneficiary, row.measure, false));
        }
    });
    counted.sort_unstable();
    counts.each_due(&terms, |due| {
        if counted.binary_search(&(due.interaction, due.user, due.measure)).is_err() {
            let (service, on) = key(due.interaction as usize);
            people.push((due.cell, service, on, due.user, due.measure, true));
        }
    });
    people.sort_unstable();
    people.dedup();
    let order = counts.in_order(people.iter().map(|(cell, ..)| *cell));
    let (positions, index) = (order.positions(), order.index());
    let mut appraised = AppraisedPeople::new();
    for group in people.chunk_by(|one, two| (one.0, one.1) == (two.0, two.1)) {
        let (cell, service, _, _, measure, _) = group[0];
        let texts = index.texts(positions[cell as usize] as usize);
        let line = texts.take(breakdown.words.len()).collect();
        let key = (line, ledger.catalogue.measure_at(measure).id().clone(), ledger.catalogue.service_at(service).id());
        let person = |&(_, _, on, user, _, is_missing): &(u32, u32, PartialDate, u32, u32, bool)| AppraisedPerson {
            on,
            person: xxh3_64(columns.actors.text(user).as_bytes()),
            is_missing,
        };
        let of_key = appraised.entry((key.0, key.1, key.2.clone())).or_default();
        of_key.extend(group.iter().map(person));
    }
    appraised.values_mut().for_each(sort);
    appraised
}

fn sort(people: &mut Vec<AppraisedPerson>) {
    people.sort_unstable();
    people.dedup();
}

/// Adds the people of another part.
pub(super) fn merge_people(people: &mut AppraisedPeople, other: AppraisedPeople) {
    for (key, more) in other {
        let of_key = people.entry(key).or_default();
        of_key.extend(more);
        sort(of_key);
    }
}

/// The rows of a reach, and the numbers of entries that count, of those with other dimensions, and of those that the
/// period of the terms or of a line does not hold whole.
pub(super) struct Computed {
    pub(super) lines: Vec<ReachLine>,
    pub(super) entries: [u64; 3],
}

/// The entries of a line.
#[derive(Default)]
struct LineEntries {
    steps: Steps,
    services: BTreeSet<ServiceId>,
}

/// The periods of the entries that count, by full line and service: for each first day, the last day and the number of the
/// entry.
type EntryPeriods = BTreeMap<(Line, ServiceId), BTreeMap<Date, (Date, u64)>>;

/// A person by a hash, in the entry that holds their interaction.
type PersonInEntry = (Option<u64>, u64);

/// The people of a line and measure. A person may be there several times.
#[derive(Default)]
struct LinePeople {
    appraised: Vec<PersonInEntry>,
    missing: Vec<PersonInEntry>,
    outside: Vec<PersonInEntry>,
}

/// The number of people, each once in each entry: the steps of a line count them in the same way.
fn distinct(mut people: Vec<PersonInEntry>) -> u64 {
    people.sort_unstable();
    people.dedup();
    people.len() as u64
}

/// Computes the rows, sorted by line and measure.
pub(super) fn lines<N: Number>(
    entries: &ReachEntries,
    people: &AppraisedPeople,
    terms: &Terms,
    catalogue: &Catalogue<N>,
) -> Result<Computed, AnalysisError> {
    let breakdown = Breakdown::new(terms);
    let (mut by_line, mut entry_periods) = (BTreeMap::<Line, LineEntries>::new(), EntryPeriods::new());
    let [mut counted, mut other_breakdown, mut not_whole] = [0; 3];
    for entry in entries.standing(terms.get_as_of()) {
        match breakdown.status(entry, terms, catalogue) {
            EntryStatus::NotAsked => {}
            EntryStatus::OtherBreakdown => other_breakdown += 1,
            EntryStatus::NotWhole => not_whole += 1,
            EntryStatus::Counted(full) => {
                counted += 1;
                let line = breakdown.line(&full);
                let of_line = by_line.entry(line.clone()).or_default();
                of_line.services.insert(entry.service().clone());
                add(&mut of_line.steps, entry, &line, terms)?;
                let (from, until, _) = entry.days();
                entry_periods.entry((full, entry.service().clone())).or_default().insert(from, (until, counted));
            }
        }
    }
    let mut rows: BTreeMap<(Line, Option<MeasureId>), LinePeople> = BTreeMap::new();
    for (line, of_line) in &by_line {
        let services = of_line.services.iter().filter_map(|service| catalogue.service(service));
        for (measure, _) in services.flat_map(Service::get_promises) {
            rows.entry((line.clone(), Some(measure.clone()))).or_default();
        }
    }
    for ((full, measure, service), people) in people {
        let row = rows.entry((breakdown.line(full), Some(measure.clone()))).or_default();
        let periods = entry_periods.get(&(full.clone(), service.clone()));
        for person in people {
            // The last period that starts by the first day is the only one that can hold all days.
            let period = periods.and_then(|periods| periods.range(..=person.on.first()).next_back());
            let entry = period.filter(|(_, (until, _))| person.on.last() <= *until).map(|(_, (_, entry))| *entry);
            let in_entry = (entry, person.person);
            if person.is_missing { &mut row.missing } else { &mut row.appraised }.push(in_entry);
            if entry.is_none() {
                row.outside.push(in_entry);
            }
        }
    }
    let with_measure: BTreeSet<Line> = rows.keys().map(|(line, _)| line.clone()).collect();
    for line in by_line.keys().filter(|line| !with_measure.contains(line)) {
        rows.entry((line.clone(), None)).or_default();
    }
    let row = |((line, measure), people): ((Line, Option<MeasureId>), LinePeople)| ReachLine {
        steps: by_line.get(&line).map(|of_line| of_line.steps).unwrap_or_default(),
        line,
        measure,
        appraised: distinct(people.appraised),
        missing: distinct(people.missing),
        outside: distinct(people.outside),
    };
    Ok(Computed { lines: rows.into_iter().map(row).collect(), entries: [counted, other_breakdown, not_whole] })
}

/// Adds an entry to the sums of its line.
fn add(steps: &mut Steps, entry: &ReachCounts, line: &Line, terms: &Terms) -> Result<(), AnalysisError> {
    steps.entries += 1;
    for (index, step) in ReachStep::STATED.into_iter().enumerate() {
        if let Some(people) = entry.get(step) {
            let sum = steps.people[index].checked_add(people);
            let error = || AnalysisError::TooManyPeople { step: step.word(), line: line.redacted_under(terms) };
            steps.people[index] = sum.ok_or_else(error)?;
            steps.stated[index] += 1;
        }
    }
    Ok(())
}
