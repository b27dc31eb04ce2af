//! Strategies of proptest for ledgers and terms.
//!
//! Raw random values are first fitted to the rules, so that validation accepts most entries. About one entry in fifty
//! is then made invalid.

use std::collections::BTreeSet;

use covalue::catalogue::{Direction, Element};
use covalue::record::{Intent, Part, PartialDate, Precision, SourceKind};
use covalue::{Date, Source, Use};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::support::case::{
    AppraisalRow, Case, ContributionRow, Entry, InteractionRow, MeasureRow, MisuseRow, ServiceRow, UserRow, day,
};
use crate::support::case_edits::with_odd_texts;

/// The actors of all roles. A user of one interaction may provide or be affected by another.
pub const ACTORS: [&str; 7] = ["a0", "a1", "a2", "a3", "p0", "p1", "n0"];
pub const MEASURES: [&str; 4] = ["m0", "m1", "m2", "m3"];
pub const SERVICES: [(&str, &str); 4] = [("s0", "p0"), ("s1", "p1"), ("s2", "a0"), ("s3", "p0")];
/// The range of every measure with a range.
const RANGE: (i32, i32) = (-2, 10);
/// A level outside the range.
const FAR_OUT: i32 = 11;

/// The number of random cases of a law that takes long: `few`, or the number in the environment variable
/// `PROPTEST_CASES`, as for the laws without a number of their own.
pub fn cases(few: u32) -> ProptestConfig {
    match std::env::var_os("PROPTEST_CASES") {
        None => ProptestConfig::with_cases(few),
        Some(_) => ProptestConfig::default(),
    }
}

pub const DIMENSION_VALUES: [&str; 4] = ["north", "south", "east", "over 80"];

/// The names of references.
pub const REFERENCES: [&str; 2] = ["aim", "model"];

/// Two dimensions with values, and one without.
pub const DIMENSIONS: [&str; 3] = ["district", "age", "unheard"];

#[derive(Clone, Debug)]
struct RawAppraisal {
    measure: usize,
    beneficiary: Option<usize>,
    /// Whether it has the measure, the beneficiary and the kind of source of the interaction's first appraisal.
    continues: bool,
    /// A bit set of the stated levels. 0 means a bare change.
    stated: u8,
    levels: [i32; 4],
    /// The levels of two references.
    references: [Option<i32>; 2],
    follow_up: u32,
    source: usize,
    made: Option<u16>,
    known: Option<u16>,
}

#[derive(Clone, Debug)]
pub struct RawContribution {
    party: usize,
    resource: bool,
    integrated: Option<i32>,
    misused: Vec<(bool, i32, Option<usize>, usize, bool)>,
    excused: bool,
}

#[derive(Clone, Debug)]
struct RawInteraction {
    users: Vec<(usize, Option<usize>, bool)>,
    service: usize,
    days: (u16, Option<u16>, Precision),
    indirect: bool,
    others: Vec<usize>,
    affected: Vec<usize>,
    district: Option<usize>,
    contributions: Vec<RawContribution>,
    appraisals: Vec<RawAppraisal>,
}

#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "raw draws")]
enum RawEntry {
    Interaction(RawInteraction, u8),
    Appraisal(usize, RawAppraisal, u8),
    Void(usize, Option<u16>, u8),
}

fn raw_appraisal() -> impl Strategy<Value = RawAppraisal> {
    let what = (0..MEASURES.len(), any::<bool>());
    let which = (what, option::of(0..8_usize), 0..16_u8, [-3..=11, -3..=11, -3..=11, -3..=11]);
    let follow_up = prop_oneof![3 => Just(1), 2 => Just(2), 1 => Just(3)];
    let source = prop_oneof![4 => Just(0), 1 => Just(1), 1 => Just(2), 1 => Just(3)];
    let days = (option::weighted(0.3, 0..40_u16), option::weighted(0.3, 0..40_u16));
    let references = [option::weighted(0.2, -3..=11), option::weighted(0.1, -3..=11)];
    let rest = (follow_up, source, days, references);
    (which, rest).prop_map(
        |(((measure, continues), beneficiary, stated, levels), (follow_up, source, days, references))| {
            let (made, known) = days;
            // Levels before and after are stated more often than other levels.
            let stated = if stated >= 12 { 0b11 } else { stated };
            RawAppraisal { measure, beneficiary, continues, stated, levels, references, follow_up, source, made, known }
        },
    )
}

pub fn raw_contribution() -> impl Strategy<Value = RawContribution> {
    let misuse = (any::<bool>(), 0..3_i32, option::of(0..ACTORS.len()), 0..3_usize, any::<bool>());
    let stated = (option::weighted(0.7, 0..4_i32), vec(misuse, 0..=2));
    (0..8_usize, any::<bool>(), stated, proptest::bool::weighted(0.15)).prop_map(
        |(party, resource, (integrated, misused), excused)| RawContribution {
            party,
            resource,
            // An excused party has no part.
            integrated: integrated.filter(|_| !excused),
            misused: if excused { Vec::new() } else { misused },
            excused,
        },
    )
}

fn raw_interaction() -> impl Strategy<Value = RawInteraction> {
    let user = (0..ACTORS.len(), option::of(0..2_usize), any::<bool>());
    let users = prop_oneof![3 => vec(user.clone(), 1), 2 => vec(user, 2..=3)];
    let precision = prop_oneof![6 => Just(Precision::Day), 1 => Just(Precision::Month), 1 => Just(Precision::Year)];
    let where_and_when = (0..SERVICES.len(), (0..120_u16, option::weighted(0.4, 0..40_u16), precision), any::<bool>());
    let around = (vec(0..ACTORS.len(), 0..=1), vec(0..ACTORS.len(), 0..=2), option::weighted(0.2, 0..2_usize));
    (users, where_and_when, around, vec(raw_contribution(), 0..=4), vec(raw_appraisal(), 0..=4)).prop_map(
        |(users, (service, days, indirect), (others, affected, district), contributions, appraisals)| RawInteraction {
            users,
            service,
            days,
            indirect,
            others,
            affected,
            district,
            contributions,
            appraisals,
        },
    )
}

fn spoiled(kinds: u8) -> impl Strategy<Value = u8> {
    prop_oneof![50 => Just(0), 1 => 1..=kinds]
}

fn raw_entry() -> impl Strategy<Value = RawEntry> {
    let interaction = (raw_interaction(), spoiled(13)).prop_map(|(raw, spoiled)| RawEntry::Interaction(raw, spoiled));
    let appraisal = (0..32_usize, raw_appraisal(), spoiled(7))
        .prop_map(|(which, raw, spoiled)| RawEntry::Appraisal(which, raw, spoiled));
    let void = (0..32_usize, option::of(0..60_u16), spoiled(3))
        .prop_map(|(which, known, spoiled)| RawEntry::Void(which, known, spoiled));
    prop_oneof![8 => interaction, 5 => appraisal, 1 => void]
}

fn measures() -> impl Strategy<Value = Vec<MeasureRow>> {
    let one =
        (any::<bool>(), prop_oneof![2 => Just(0), 2 => 1..4_i32], any::<bool>(), option::of(select(Element::ALL)));
    vec(one, MEASURES.len()).prop_map(|rows| {
        let measure =
            |(id, (lower, tolerance, range, element)): (&&str, (bool, i32, bool, Option<Element>))| MeasureRow {
                id: (*id).to_owned(),
                direction: if lower { Direction::LowerIsBetter } else { Direction::HigherIsBetter },
                tolerance,
                range: range.then_some(RANGE),
                element,
            };
        MEASURES.iter().zip(rows).map(measure).collect()
    })
}

fn services() -> impl Strategy<Value = Vec<ServiceRow>> {
    vec(subsequence(&MEASURES[..], 0..=2), SERVICES.len()).prop_map(|promises| {
        let service = |((id, provider), promises): (&(&str, &str), Vec<&str>)| ServiceRow {
            id: (*id).to_owned(),
            provider: (*provider).to_owned(),
            promises: promises.into_iter().map(|measure| (measure.to_owned(), 3)).collect(),
        };
        SERVICES.iter().zip(promises).map(service).collect()
    })
}

/// Neighbours of a crowd: enough mentions and appraisals that an interaction is looked up by an index, not searched.
const CROWD: u8 = 17;

/// Adds a crowd of affected actors to every other interaction. Some of them appraise.
fn add_crowd(case: &mut Case) {
    let interactions = case.entries.iter_mut().filter_map(|entry| match entry {
        Entry::Interaction(row) => Some(row),
        _ => None,
    });
    for row in interactions.step_by(2) {
        for number in 0..CROWD {
            let neighbour = format!("x{}", char::from(b'a' + number));
            if number % 2 == 0 {
                let change = Some(i32::from(number % 4 == 0) * 4 - 2);
                let beneficiary = Some(neighbour.clone());
                row.appraisals.push(AppraisalRow { beneficiary, change, ..AppraisalRow::of(MEASURES[0]) });
            }
            row.affected.push(neighbour);
        }
    }
}

/// A ledger with entries of every kind.
pub fn ledger() -> impl Strategy<Value = Case> {
    let crowd = proptest::bool::weighted(0.15);
    (small_ledger(), crowd).prop_map(|(mut case, has_crowd)| {
        if has_crowd {
            add_crowd(&mut case);
        }
        case
    })
}

fn small_ledger() -> impl Strategy<Value = Case> {
    (measures(), services(), vec(raw_entry(), 1..=14)).prop_map(|(measures, services, raw)| {
        let mut fitting =
            CaseBuilder { case: Case { measures, services, entries: Vec::new() }, ..CaseBuilder::default() };
        for (number, raw) in raw.iter().enumerate() {
            fitting.add(number, raw);
        }
        fitting.case
    })
}

/// A ledger with texts that files must escape.
pub fn written() -> impl Strategy<Value = Case> {
    ledger().prop_map(with_odd_texts)
}

/// A ledger without later appraisals and voids, for tallies.
pub fn stream() -> impl Strategy<Value = Case> {
    ledger().prop_map(|mut case| {
        case.entries.retain(|entry| matches!(entry, Entry::Interaction(_)));
        case
    })
}

/// A ledger in which every interaction has one user and one own appraisal.
///
/// Most appraisals are of the measure that the service promises. In some ledgers all appraisals have one of two sets
/// of levels, in some no appraisal has a day or a follow-up of its own, and in some one or two interactions are of
/// another kind. The crate stores such runs in a compact form.
pub fn plain() -> impl Strategy<Value = Case> {
    let others = vec((0..14_usize, 1..8_u8), 0..=2);
    // 0 means a bare change, as in [`RawAppraisal`].
    let levels = || prop_oneof![Just(0), Just(0b11), Just(0b1111), 0..16_u8];
    (ledger(), option::of((levels(), levels(), any::<u16>())), any::<bool>(), proptest::bool::weighted(0.8), others)
        .prop_map(|(mut case, stated, plainest, kept, others)| {
            for service in &mut case.services {
                service.promises.truncate(1);
            }
            let promises: Vec<_> = case.services.iter().map(|row| (row.id.clone(), row.promises.clone())).collect();
            let measure_of = |service: &str| {
                let (_, promises) = promises.iter().find(|(of, _)| of == service)?;
                promises.first().map(|(measure, _)| measure.clone())
            };
            let mut indices = 0..;
            case.entries.retain_mut(|entry| {
                let Entry::Interaction(row) = entry else { return false };
                let index: u32 = indices.next().unwrap_or(0);
                row.on = row.on.first().into();
                row.users.truncate(1);
                row.others.clear();
                row.affected.clear();
                row.appraisals.truncate(1);
                for appraisal in &mut row.appraisals {
                    appraisal.beneficiary = None;
                    appraisal.source = Source::Own;
                    if let Some(measure) = measure_of(&row.service).filter(|_| kept) {
                        appraisal.measure = measure;
                    }
                    if plainest {
                        (appraisal.follow_up, appraisal.made, appraisal.known) = (1, None, None);
                    }
                    let stated = stated.map(|(one, two, which)| if which >> (index % 16) & 1 == 0 { one } else { two });
                    fit_levels(appraisal, stated);
                }
                !row.appraisals.is_empty()
            });
            for (index, kind) in others {
                make_less_plain(&mut case.entries, index, kind);
            }
            case
        })
}

/// Changes one interaction so that it no longer has one user with one own appraisal.
fn make_less_plain(entries: &mut Vec<Entry>, index: usize, kind: u8) {
    let index = index % entries.len().max(1);
    let Some(Entry::Interaction(row)) = entries.get_mut(index) else { return };
    if row.appraisals.is_empty() {
        return;
    }
    match kind {
        1 => {
            // Two successive interactions with the same deviation.
            for entry in entries.iter_mut().skip(index).take(2) {
                let Entry::Interaction(row) = entry else { continue };
                row.appraisals.iter_mut().for_each(|appraisal| appraisal.source = Source::observed("scale"));
            }
        }
        2 => {
            row.appraisals[0].beneficiary = Some(row.users[0].id.clone());
            row.users.push(UserRow::of("a second"));
        }
        3 => row.on = PartialDate::year_of(row.on.first()),
        4 => row.affected.push("a neighbour".to_owned()),
        5 => {
            row.others.push("another".to_owned());
            row.appraisals[0].beneficiary = row.others.last().cloned();
        }
        6 => {
            let more = AppraisalRow { follow_up: row.appraisals[0].follow_up + 1, ..row.appraisals[0].clone() };
            row.appraisals.push(more);
            // One interaction with two appraisals and the next without, so that the number of appraisals stays the
            // same.
            if let Some(Entry::Interaction(next)) = entries.get_mut(index + 1) {
                next.appraisals.clear();
            }
        }
        _ => {
            let id = row.id.clone();
            entries.extend(id.map(|id| Entry::Void(id, "taken back".to_owned(), None)));
        }
    }
}

/// Clamps the levels to the range that a measure may have. If `stated` is given, exactly these levels are stated.
fn fit_levels(row: &mut AppraisalRow, stated: Option<u8>) {
    let levels = [&mut row.before, &mut row.after, &mut row.expected, &mut row.without];
    for (index, level) in levels.into_iter().enumerate() {
        let fitting = level.map(|level| level.clamp(RANGE.0, RANGE.1));
        *level = match stated {
            Some(stated) => (stated & 1 << index != 0).then(|| fitting.unwrap_or(index as i32)),
            None => fitting,
        };
    }
    for (_, level) in &mut row.references {
        *level = (*level).clamp(RANGE.0, RANGE.1);
    }
    if let Some(stated) = stated {
        row.references.retain(|_| stated != 0);
        row.change = (stated == 0).then(|| row.change.unwrap_or(2));
    }
}

#[derive(Default)]
struct CaseBuilder {
    case: Case,
    /// The accepted interactions with an id, to which later entries can refer.
    earlier: Vec<EarlierInteraction>,
    versions: BTreeSet<(String, String, String, u32, SourceKind, Date, Date)>,
}

#[derive(Clone)]
struct EarlierInteraction {
    row: InteractionRow,
    named: Vec<String>,
    on: u16,
    known: u16,
    is_void: bool,
}

impl CaseBuilder {
    fn add(&mut self, number: usize, raw: &RawEntry) {
        match raw {
            RawEntry::Interaction(raw, spoiled) => self.add_interaction(number, raw, *spoiled),
            _ if self.earlier.is_empty() => {}
            RawEntry::Appraisal(which, raw, spoiled) => {
                let earlier = self.earlier[which % self.earlier.len()].clone();
                let id = earlier.row.id.clone().expect("the interaction has an id");
                let mut row = self.appraisal(&id, raw, &earlier);
                if *spoiled > 0 {
                    spoil_appraisal(&mut row, *spoiled);
                }
                let id = if *spoiled == 7 { "unheard".to_owned() } else { id };
                self.case.entries.push(Entry::Appraisal(id, row));
            }
            RawEntry::Void(which, known, spoiled) => {
                let index = which % self.earlier.len();
                let earlier = &mut self.earlier[index];
                if earlier.is_void != (*spoiled == 1) {
                    return;
                }
                earlier.is_void = true;
                let known = match spoiled {
                    2 if earlier.known > 0 => Some(day(earlier.known - 1)),
                    _ => known.map(|later| day(earlier.known + later)),
                };
                let id = if *spoiled == 3 { Some("unheard".to_owned()) } else { earlier.row.id.clone() };
                self.case.entries.push(Entry::Void(
                    id.expect("the interaction has an id"),
                    "taken back".to_owned(),
                    known,
                ));
            }
        }
    }

    fn add_interaction(&mut self, number: usize, raw: &RawInteraction, spoiled: u8) {
        let (service, provider) = SERVICES[raw.service];
        let mut users: Vec<UserRow> = Vec::new();
        for (actor, district, old) in &raw.users {
            if users.iter().any(|user| user.id == ACTORS[*actor]) {
                continue;
            }
            let mut user = UserRow::of(ACTORS[*actor]);
            user.with.extend(district.map(|district| dimension(0, ["north", "south"][district])));
            user.with.extend(old.then(|| dimension(1, "over 80")));
            users.push(user);
        }
        let (on, known, precision) = (raw.days.0, raw.days.1.map(|later| raw.days.0 + later), raw.days.2);
        // The number of a day on which it is known by default, or one of the next days.
        let (partial, by_default) = match precision {
            Precision::Month => (PartialDate::month_of(day(on)), (on / 28 + 1) * 28),
            Precision::Year => (PartialDate::year_of(day(on)), if on < 56 { 56 } else { 56 + 12 * 28 }),
            _ => (PartialDate::from(day(on)), on),
        };
        let mut row = InteractionRow {
            // One interaction in eight has no id, so no entry refers to it.
            id: (!raw.days.0.is_multiple_of(8)).then(|| format!("i{number}")),
            service: service.to_owned(),
            users,
            on: partial,
            known: known.map(day),
            how: if raw.indirect { Use::Indirect } else { Use::Direct },
            others: raw.others.iter().map(|actor| ACTORS[*actor].to_owned()).collect(),
            affected: Vec::new(),
            with: raw.district.map(|district| dimension(0, ["north", "east"][district])).into_iter().collect(),
            contributions: Vec::new(),
            appraisals: Vec::new(),
        };
        if row.id.is_none() {
            // Without an id the content must be unique (R1).
            row.with.push(("number".to_owned(), number.to_string()));
        }
        let mut named: Vec<String> = row.users.iter().map(|user| user.id.clone()).collect();
        named.push(provider.to_owned());
        named.extend(row.others.iter().cloned());
        let mut contributors = named.clone();
        contributors.extend(ACTORS.map(str::to_owned));
        row.contributions = raw.contributions.iter().map(|raw| contribution(raw, &contributors)).collect();
        named.extend(row.contributions.iter().map(|brought| brought.party.clone()));
        let affected = raw.affected.iter().map(|actor| ACTORS[*actor].to_owned());
        row.affected = affected.filter(|actor| !named.contains(actor)).collect();
        row.affected.dedup();
        named.extend(row.affected.iter().cloned());
        let mut earlier = EarlierInteraction { row, named, on, known: known.unwrap_or(by_default), is_void: false };
        let key = earlier.row.id.clone().unwrap_or_else(|| format!("i{number}"));
        for raw in &raw.appraisals {
            let appraisal = self.appraisal(&key, raw, &earlier);
            earlier.row.appraisals.push(appraisal);
        }
        if spoiled > 0 {
            self.spoil(&mut earlier.row, spoiled);
        } else if earlier.row.id.is_some() {
            self.earlier.push(earlier.clone());
        }
        self.case.entries.push(Entry::Interaction(earlier.row));
    }

    fn appraisal(&mut self, interaction: &str, raw: &RawAppraisal, earlier: &EarlierInteraction) -> AppraisalRow {
        let first = earlier.row.appraisals.first().filter(|_| raw.continues);
        let measure = first.map_or(MEASURES[raw.measure], |first| &first.measure).to_owned();
        let range = self.case.measure(&measure).expect("known").range;
        let fitting = |level: i32| range.map_or(level, |(lowest, highest): (i32, i32)| level.clamp(lowest, highest));
        let level = |bit: usize| (raw.stated & (1 << bit) != 0).then(|| fitting(raw.levels[bit]));
        let named = REFERENCES.iter().zip(raw.references).filter(|_| raw.stated != 0);
        let references = named.filter_map(|(name, level)| Some(((*name).to_owned(), fitting(level?)))).collect();
        let beneficiary = match raw.beneficiary {
            _ if first.is_some() => first.and_then(|first| first.beneficiary.clone()),
            None if earlier.row.users.len() == 1 => None,
            which => Some(earlier.named[which.unwrap_or(0) % earlier.named.len()].clone()),
        };
        let made_number = raw.made.map_or(earlier.on, |later| earlier.on + later);
        let mut known_number = made_number.max(earlier.known);
        let source = match first.map_or(raw.source, |first| first.source.kind() as usize) {
            0 => Source::Own,
            1 => Source::Proxy(ACTORS[raw.follow_up as usize].parse().expect("not empty")),
            2 => Source::observed("scale"),
            _ => Source::observed("meter"),
        };
        let kind = source.kind();
        let mut known = raw.known.map(|later| known_number + later);
        known_number = known.unwrap_or(known_number);
        let about = beneficiary.clone().unwrap_or_else(|| earlier.row.users[0].id.clone());
        let key = |known: u16| {
            let days = (day(known), day(made_number));
            (interaction.to_owned(), about.clone(), measure.clone(), raw.follow_up, kind, days.0, days.1)
        };
        while !self.versions.insert(key(known_number)) {
            known_number += 1;
            known = Some(known_number);
        }
        AppraisalRow {
            measure,
            beneficiary,
            before: level(0),
            after: level(1),
            expected: level(2),
            without: level(3),
            references,
            change: (raw.stated == 0).then_some(raw.levels[0]),
            follow_up: raw.follow_up,
            source,
            made: raw.made.map(|_| day(made_number)),
            known: known.map(day),
        }
    }

    fn spoil(&self, row: &mut InteractionRow, spoiled: u8) {
        let first = row.users[0].clone();
        match spoiled {
            1 => row.id = self.earlier.first().and_then(|earlier| earlier.row.id.clone()),
            2 => "unheard".clone_into(&mut row.service),
            3 => row.users.push(first),
            4 => row.affected.push(first.id),
            5 => row.known = row.on.first().yesterday().ok(),
            _ => {
                if let Some(appraisal) = row.appraisals.last_mut() {
                    spoil_appraisal(appraisal, spoiled - 5);
                }
                if spoiled >= 11 {
                    row.appraisals.extend(row.appraisals.last().cloned());
                }
            }
        }
    }
}

fn spoil_appraisal(row: &mut AppraisalRow, spoiled: u8) {
    match spoiled {
        1 => "unheard".clone_into(&mut row.measure),
        2 => row.beneficiary = Some("unheard".to_owned()),
        3 => row.made = Some(covalue::date(2020, 1, 1)),
        4 => row.known = Some(covalue::date(2020, 1, 1)),
        5 if row.change.is_none() => row.expected = Some(FAR_OUT),
        _ => {}
    }
}

fn dimension(which: usize, value: &str) -> (String, String) {
    (DIMENSIONS[which].to_owned(), value.to_owned())
}

pub fn contribution(raw: &RawContribution, parties: &[String]) -> ContributionRow {
    let misused = raw.misused.iter().map(|(not_integrated, amount, by, intent, cause)| MisuseRow {
        part: if *not_integrated { Part::NotIntegrated } else { Part::Misintegrated },
        amount: *amount,
        by: by.map(|actor| ACTORS[actor].to_owned()),
        intent: Intent::ALL[*intent],
        cause: cause.then(|| "a mistake".to_owned()),
    });
    ContributionRow {
        party: parties[raw.party % parties.len()].clone(),
        resource: raw.resource.then(|| "time".to_owned()),
        integrated: raw.integrated,
        misused: misused.collect(),
        excused: raw.excused,
    }
}
