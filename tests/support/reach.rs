//! Generated counts of people reached, and the second implementation of their analysis: simple, and written from the
//! model alone (section 10, *Reach*).

use std::collections::{BTreeMap, BTreeSet};

use covalue::reach::Reach;
use covalue::record::ReachStep;
use covalue::{
    Appraisal, By, Catalogue, Date, Interaction, Ledger, Measure, Month, ReachCounts, Service, Terms, User, date,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Services, their providers and the measures that they promise. Some ids have marks that are escaped where they are
/// shown, and only there.
const SERVICES: [(&str, &str, &[&str]); 3] =
    [("s0", "p\u{200f}0", &["m0"]), ("s\u{200f}1", "p\u{200f}0", &["m0", "m1"]), ("s2", "p1", &[])];
const MEASURES: [&str; 2] = ["m0", "m1"];
const DISTRICTS: [&str; 2] = ["north", "south"];
const AGES: [&str; 2] = ["young", "old"];
/// The number of days from 2025-11-01 on which entries lie: two years, and several quarters.
const DAYS: u16 = 270;

/// One entry as it is given to the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct PlainReach {
    pub service: &'static str,
    pub from: Date,
    pub until: Date,
    pub known: Date,
    pub with: BTreeMap<&'static str, &'static str>,
    pub counts: [Option<u64>; 5],
}

/// A use of a service by one person, with at most one appraisal.
#[derive(Clone, Debug)]
pub struct PlainUse {
    pub user: usize,
    pub service: &'static str,
    pub on: Date,
    pub with: BTreeMap<&'static str, &'static str>,
    pub measure: Option<&'static str>,
    pub has_outcome: bool,
}

#[derive(Clone, Debug)]
pub struct PlainBooks {
    pub entries: Vec<PlainReach>,
    pub uses: Vec<PlainUse>,
}

/// Terms as the second implementation reads them.
#[derive(Clone, Debug)]
pub struct PlainReachTerms {
    pub words: Vec<By>,
    pub period: Option<(Date, Date)>,
    pub only: Vec<(By, String)>,
    pub as_of: Option<Date>,
}

pub fn day(number: u16) -> Date {
    (0..number).fold(date(2025, 11, 1), |day, _| day.tomorrow().unwrap())
}

fn with() -> impl Strategy<Value = BTreeMap<&'static str, &'static str>> {
    // Half of all entries are of no value, so that a breakdown stands beside the whole.
    let values = (option::of(select(&DISTRICTS[..])), option::weighted(0.2, select(&AGES[..])));
    values.prop_map(|(district, age)| {
        district.map(|value| ("district", value)).into_iter().chain(age.map(|value| ("age", value))).collect()
    })
}

/// Entries that begin on days of months mostly, so that some have the same period and some overlap.
fn entry() -> impl Strategy<Value = PlainReach> {
    let periods = prop_oneof![
        3 => (0..8_u16).prop_map(|month| (day(30 * month), day(30 * month + 29))),
        1 => (0..DAYS, 0..40_u16).prop_map(|(from, length)| (day(from), day(from + length))),
        1 => (0..DAYS).prop_map(|on| (day(on), day(on))),
    ];
    let services = SERVICES.map(|(service, ..)| service).to_vec();
    let counts = [(); 5].map(|()| option::weighted(0.8, 0..50_u64));
    (select(services), periods, 0..3_u16, with(), counts).prop_map(|(service, (from, until), late, with, counts)| {
        let known = (0..60 * late).fold(until, |day, _| day.tomorrow().unwrap());
        PlainReach { service, from, until, known, with, counts }
    })
}

fn one_use() -> impl Strategy<Value = PlainUse> {
    let services = SERVICES.map(|(service, ..)| service).to_vec();
    let measure = option::weighted(0.8, select(&MEASURES[..]));
    (0..6_usize, select(services), 0..DAYS, with(), measure, any::<bool>()).prop_map(
        |(user, service, on, with, measure, has_outcome)| PlainUse {
            user,
            service,
            on: day(on),
            with,
            measure,
            has_outcome,
        },
    )
}

pub fn books() -> impl Strategy<Value = PlainBooks> {
    (vec(entry(), 0..16), vec(one_use(), 0..16)).prop_map(|(entries, uses)| PlainBooks { entries, uses })
}

fn words() -> Vec<By> {
    let financial = By::year_starting(Month::April);
    let dimensions = [By::with("district"), By::with("age")];
    [By::Service, By::Provider, By::Year, By::Quarter, By::Month, financial].into_iter().chain(dimensions).collect()
}

pub fn terms() -> impl Strategy<Value = PlainReachTerms> {
    let only = prop_oneof![
        select(&["s0", "s1"][..]).prop_map(|value| (By::Service, value)),
        select(&DISTRICTS[..]).prop_map(|value| (By::with("district"), value)),
        select(&["2025-Q4", "2026-Q1"][..]).prop_map(|value| (By::Quarter, value)),
    ];
    let only = vec(only.prop_map(|(word, value)| (word, value.to_owned())), 0..3);
    let period =
        option::weighted(0.3, (0..DAYS, 0..200_u16).prop_map(|(from, length)| (day(from), day(from + length))));
    let as_of = option::weighted(0.3, (0..DAYS + 120).prop_map(day));
    (subsequence(words(), 0..4), period, only, as_of).prop_map(|(words, period, only, as_of)| PlainReachTerms {
        words,
        period,
        only,
        as_of,
    })
}

impl PlainReachTerms {
    pub fn terms(&self) -> Terms {
        let mut terms = Terms::by(self.words.iter().cloned().collect::<covalue::statement::Grouping>());
        if let Some((from, until)) = self.period {
            terms = terms.period(from..=until);
        }
        if let Some(day) = self.as_of {
            terms = terms.as_of(day);
        }
        self.only.iter().fold(terms, |terms, (word, value)| terms.only(word.clone(), value.as_str()))
    }
}

impl PlainReach {
    pub fn counts(&self) -> ReachCounts {
        let reach = ReachCounts::of(self.service).period(self.from..=self.until).known(self.known);
        let reach = self.with.iter().fold(reach, |reach, (dimension, value)| reach.with(dimension, value));
        let stated = ReachStep::STATED.into_iter().zip(self.counts);
        stated.fold(reach, |reach, (step, people)| {
            people.into_iter().fold(reach, |reach, count| reach.count(step, count))
        })
    }

    /// Whether a ledger with the other entry accepts this one (R8, R48).
    pub fn fits(&self, other: &Self) -> bool {
        let is_same_subject = self.service == other.service && self.with == other.with;
        let is_same_period = (self.from, self.until) == (other.from, other.until);
        let overlaps = self.from <= other.until && other.from <= self.until;
        !is_same_subject || !overlaps || (is_same_period && self.known != other.known)
    }

    fn is_version_of(&self, other: &Self) -> bool {
        (self.service, &self.with, self.from, self.until) == (other.service, &other.with, other.from, other.until)
    }
}

impl PlainUse {
    pub fn interaction(&self, id: usize) -> Interaction {
        let user = User::new(format!("a{}", self.user));
        let user = self.with.iter().fold(user, |user, (dimension, value)| user.with(dimension, value));
        let visit = Interaction::between(user, self.service, self.on).id(format!("v{id}"));
        match self.measure {
            None => visit,
            Some(measure) if self.has_outcome => visit.appraisal(Appraisal::of(measure).before(1.0).after(2.0)),
            Some(measure) => visit.appraisal(Appraisal::of(measure).before(1.0)),
        }
    }
}

pub fn catalogue() -> Catalogue {
    let service = |(id, provider, measures): (&str, &str, &[&str])| {
        measures.iter().fold(Service::new(id, provider), |service, measure| service.promises(*measure, 1.0))
    };
    Catalogue::new(MEASURES.map(|id| Measure::higher_is_better(id, "points")), SERVICES.map(service)).unwrap()
}

impl PlainBooks {
    /// The entries that a ledger accepts in this order.
    pub fn accepted(&self) -> Vec<PlainReach> {
        let mut accepted: Vec<PlainReach> = Vec::new();
        for entry in &self.entries {
            let has_count = entry.counts.iter().any(Option::is_some);
            if has_count && accepted.iter().all(|other| entry.fits(other)) {
                accepted.push(entry.clone());
            }
        }
        accepted
    }

    /// The books without the entries that a ledger refuses.
    pub fn valid(self) -> Self {
        Self { entries: self.accepted(), uses: self.uses }
    }

    /// A ledger of these books, whose entries must be valid.
    pub fn ledger(&self) -> Ledger {
        self.part("", |_| true)
    }

    /// A part of the ledger: the uses and the entries whose index passes.
    pub fn part(&self, name: &str, is_in: impl Fn(usize) -> bool) -> Ledger {
        let mut ledger = Ledger::part(&catalogue(), name);
        for (id, one) in self.uses.iter().enumerate().filter(|(id, _)| is_in(*id)) {
            ledger.record(one.interaction(id)).unwrap();
        }
        for (_, entry) in self.entries.iter().enumerate().filter(|(index, _)| is_in(*index)) {
            ledger.record_reach(entry.counts()).unwrap();
        }
        ledger
    }
}

/// The figures of a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlainRow {
    pub entries: u64,
    pub counts: [Option<u64>; 5],
    pub stated: [u64; 5],
    pub appraised: u64,
    pub missing: u64,
    pub outside: u64,
}

pub type PlainLine = Vec<Option<String>>;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlainTable {
    pub rows: BTreeMap<(PlainLine, Option<String>), PlainRow>,
    pub other_breakdown: u64,
    pub not_whole: u64,
}

/// The table of the crate's analysis.
pub fn table_of(reach: &Reach) -> PlainTable {
    let row = |line: &covalue::reach::ReachLine| {
        let key = line.line().values().map(|value| value.map(str::to_owned)).collect();
        let measure = line.measure().map(ToString::to_string);
        let row = PlainRow {
            entries: line.entry_count(),
            counts: ReachStep::STATED.map(|step| line.count(step)),
            stated: ReachStep::STATED.map(|step| line.stated_count(step)),
            appraised: line.appraised_count(),
            missing: line.missing_count(),
            outside: line.outside_count(),
        };
        ((key, measure), row)
    };
    PlainTable {
        rows: reach.lines().map(row).collect(),
        other_breakdown: reach.other_breakdown_count(),
        not_whole: reach.not_whole_count(),
    }
}

fn promised(service: &str) -> &'static [&'static str] {
    SERVICES.iter().find(|(id, ..)| *id == service).unwrap().2
}

/// The period of a day as text.
fn period_text(word: &By, day: Date) -> String {
    let (year, month) = (day.year(), day.month());
    match word {
        By::Year => format!("{year}"),
        By::Quarter => format!("{year}-Q{}", (month + 2) / 3),
        By::Month => format!("{year}-{month:02}"),
        By::FinancialYear(_) => {
            let first = if month >= 4 { year } else { year - 1 };
            format!("{first}/{:02}", (first + 1) % 100)
        }
        _ => unreachable!("{word} is no period"),
    }
}

/// The value of a word on a day, for a service and values.
fn value(word: &By, service: &str, with: &BTreeMap<&str, &str>, on: Date) -> Option<String> {
    match word {
        By::Service => Some(service.to_owned()),
        By::Provider => Some(SERVICES.iter().find(|(id, ..)| *id == service).unwrap().1.to_owned()),
        By::With(dimension) => with.get(dimension.as_str()).map(|value| (*value).to_owned()),
        word => Some(period_text(word, on)),
    }
}

fn days_between(from: Date, until: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(from), |day| day.tomorrow().ok()).take_while(move |day| *day <= until)
}

impl PlainReachTerms {
    /// Whether a service and values pass the filters on a day. Values of one word are joined by *or*.
    fn passes(&self, service: &str, with: &BTreeMap<&str, &str>, on: Date) -> bool {
        let is_in_period = self.period.is_none_or(|(from, until)| from <= on && on <= until);
        is_in_period
            && self.only.iter().all(|(word, _)| {
                let asked = self.only.iter().filter(|(other, _)| other == word).map(|(_, asked)| asked);
                let found = value(word, service, with, on);
                asked.into_iter().any(|asked| found.as_ref() == Some(asked))
            })
    }

    /// The dimensions that the grouping and the filters name.
    fn dimensions(&self) -> BTreeSet<&str> {
        let words = self.words.iter().chain(self.only.iter().map(|(word, _)| word));
        let mut names = BTreeSet::new();
        for word in words {
            if let By::With(name) = word {
                names.insert(name.as_str());
            }
        }
        names
    }

    fn line(&self, service: &str, with: &BTreeMap<&str, &str>, on: Date) -> PlainLine {
        self.words.iter().map(|word| value(word, service, with, on)).collect()
    }
}

/// The second implementation. It goes through the days of each entry one by one.
pub fn table_of_books(books: &PlainBooks, terms: &PlainReachTerms) -> PlainTable {
    let is_known = |day: Date| terms.as_of.is_none_or(|as_of| day <= as_of);
    let known: Vec<&PlainReach> = books.entries.iter().filter(|entry| is_known(entry.known)).collect();
    let stands =
        |entry: &&PlainReach| !known.iter().any(|other| other.is_version_of(entry) && other.known > entry.known);
    let standing: Vec<&PlainReach> = known.iter().copied().filter(stands).collect();
    let mut table = PlainTable::default();
    let mut counted: Vec<&PlainReach> = Vec::new();
    for entry in standing {
        // A dimension that the entry does not state could have any value.
        let mut asked = terms.clone();
        asked.only.retain(|(word, _)| !matches!(word, By::With(name) if !entry.with.contains_key(name.as_str())));
        let days: Vec<Date> = days_between(entry.from, entry.until).collect();
        let passing = days.iter().filter(|on| asked.passes(entry.service, &entry.with, **on)).count();
        // Each word of a period holds the entry in one of its periods, also a word of a filter.
        let words = terms.words.iter().chain(terms.only.iter().map(|(word, _)| word));
        let periods: Vec<&By> =
            words.filter(|word| !matches!(word, By::Service | By::Provider | By::With(_))).collect();
        let is_split = periods.iter().any(|word| period_text(word, entry.from) != period_text(word, entry.until));
        // A period of several filters: no day may pass all of them, and each be passed by some day.
        let is_asked = |(word, _): &(By, String)| {
            days.iter().any(|on| {
                let values = asked.only.iter().filter(|(other, _)| other == word).map(|(_, value)| value);
                let found = value(word, entry.service, &entry.with, *on);
                values.into_iter().any(|asked| found.as_ref() == Some(asked))
            })
        };
        let overlaps = terms.period.is_none_or(|(from, until)| entry.from <= until && from <= entry.until);
        if !overlaps || !asked.only.iter().all(is_asked) {
            continue;
        }
        if entry.with.keys().copied().collect::<BTreeSet<&str>>() != terms.dimensions() {
            table.other_breakdown += 1;
        } else if passing < days.len() || is_split {
            table.not_whole += 1;
        } else {
            counted.push(entry);
        }
    }
    let mut lines: BTreeMap<PlainLine, Vec<&PlainReach>> = BTreeMap::new();
    for entry in &counted {
        lines.entry(terms.line(entry.service, &entry.with, entry.from)).or_default().push(entry);
    }
    let mut people: BTreeMap<(PlainLine, String), Vec<(&PlainUse, bool)>> = BTreeMap::new();
    let uses = books.uses.iter().filter(|one| is_known(one.on) && terms.passes(one.service, &one.with, one.on));
    for one in uses {
        let line = terms.line(one.service, &one.with, one.on);
        for measure in MEASURES {
            let is_counted = one.measure == Some(measure) && one.has_outcome;
            if is_counted || promised(one.service).contains(&measure) {
                people.entry((line.clone(), measure.to_owned())).or_default().push((one, is_counted));
            }
        }
    }
    let mut keys: BTreeSet<(PlainLine, Option<String>)> =
        people.keys().map(|(line, measure)| (line.clone(), Some(measure.clone()))).collect();
    for (line, entries) in &lines {
        let measures = entries.iter().flat_map(|entry| promised(entry.service));
        keys.extend(measures.map(|measure| (line.clone(), Some((*measure).to_owned()))));
        if !keys.iter().any(|(known, _)| known == line) {
            keys.insert((line.clone(), None));
        }
    }
    let no_entries = Vec::new();
    for (line, measure) in keys {
        let entries = lines.get(&line).unwrap_or(&no_entries);
        let of_row = measure.as_ref().and_then(|measure| people.get(&(line.clone(), measure.clone())));
        let of_row = of_row.map_or(&[][..], Vec::as_slice);
        let holder = |one: &PlainUse| {
            let dimensions = terms.dimensions();
            entries.iter().position(|entry| {
                let is_of_values = dimensions.iter().all(|name| entry.with.get(name) == one.with.get(name));
                is_of_values && entry.service == one.service && entry.from <= one.on && one.on <= entry.until
            })
        };
        let distinct = |take: &dyn Fn(&PlainUse, bool) -> bool| {
            // A person counts once in each entry.
            let taken = of_row.iter().filter(|(one, counted)| take(one, *counted));
            taken.map(|(one, _)| (holder(one), one.user)).collect::<BTreeSet<_>>().len() as u64
        };
        let mut row = PlainRow {
            entries: entries.len() as u64,
            appraised: distinct(&|_, counted| counted),
            missing: distinct(&|_, counted| !counted),
            outside: distinct(&|one, _| holder(one).is_none()),
            ..PlainRow::default()
        };
        for step in 0..5 {
            let stated: Vec<u64> = entries.iter().filter_map(|entry| entry.counts[step]).collect();
            row.stated[step] = stated.len() as u64;
            row.counts[step] = (!entries.is_empty() && stated.len() == entries.len()).then(|| stated.iter().sum());
        }
        table.rows.insert((line, measure), row);
    }
    table
}
