//! Who stands behind each figure, and which unknowns each figure is a sum of; from the second implementation.

use std::collections::{BTreeMap, BTreeSet};

use covalue::record::{Role, SourceKind};
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::span::Sum;
use crate::support::case::{Case, Scale};
use crate::support::oracle::{
    Arithmetic, BETTER, Classification, Counted, DESTROYED, Held, Key, Label, Line, PlainTerms, WORSE, books, counted,
    integrated, line, misuses, role,
};

pub type People = BTreeSet<u32>;

/// What an appraisal counts as; within the tolerance by which side it is on.
pub const WAYS: [&str; 10] = [
    "co_created",
    "created_alone",
    "windfall_gain",
    "within_up",
    "within_down",
    "with_misuse",
    "without_misuse",
    "destroyed_alone",
    "windfall_loss",
    "left_out",
];
const LEFT_OUT: usize = 9;
pub const MOVES: [&str; 4] = ["reinforces", "recovers", "reduces", "destroys"];
/// How somebody ended: not counted, better, unchanged or worse.
pub const ENDED: [&str; 4] = ["none", "better", "unchanged", "worse"];

/// An unknown of a line; the first number is that of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// How many appraisals count as one of [`WAYS`].
    Count(usize, usize),
    /// How much that is.
    Amount(usize, usize),
    /// People by how they ended on each of two measures, as places in [`ENDED`].
    People([usize; 2]),
    /// Everybody who uses a service, where the counted are not all users.
    Users,
    /// Users of whom nothing is stated, who integrated nothing, and who took part.
    Part(usize),
    /// Uses of a service by a user.
    Uses,
    Due(usize),
    Made(usize),
    Move(usize, usize),
    Conflicts(usize),
    /// Those who did not co-operate: integrated nothing, or were affected; by place in [`ENDED`].
    Bystander(usize, bool, usize),
    Interactions,
    Stated,
    /// Integrated, and not integrated or mis-integrated, of users; the same of providers.
    Quantity(usize),
    /// What a party has of what was created (`false`), or destroyed.
    Share(usize, bool, usize),
}

/// Where a figure stands: on some lines together, or in the table of no grouping.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    Lines(BTreeSet<usize>),
    Whole,
}

/// The place of figures of no grouping that are not the sums of those of lines.
const WHOLE: usize = usize::MAX;

/// The figures of books under some terms, as sums of unknowns, and the people behind each.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "what a reader may know is independent")]
pub struct Truth {
    pub lines: Vec<Line>,
    /// The unknowns by line and kind.
    numbers: BTreeMap<(usize, Kind), usize>,
    names: Vec<(usize, Kind)>,
    behind: BTreeMap<(usize, Kind), People>,
    pub parties: Vec<Party>,
    /// Each person stands on one line, and each interaction does.
    pub people_add_up: bool,
    interactions_add_up: bool,
    /// Nobody has two changes of one service on a day.
    pub days_are_distinct: bool,
    pub single_users: bool,
    pub no_misuse: bool,
    pub users_are_counted: bool,
    /// Measures that every service promises.
    pub promised: [bool; 2],
    pub has_tolerance: [bool; 2],
    pub logic: Label,
    pub by: Vec<Key>,
    pub missing: BTreeMap<(usize, usize), People>,
    /// Lines and measures on which of a beneficiary something is stated, and on which anything is, where their appraisal counts.
    of_theirs: BTreeSet<(usize, usize)>,
    of_any: BTreeSet<(usize, usize)>,
}

/// To whom a share is told to belong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    Nobody,
    Users,
    Other(String),
}

/// A figure: unknowns, and who stands behind it.
#[derive(Clone, Debug, Default)]
pub struct Figure {
    pub sum: Sum,
    pub people: People,
}

impl Figure {
    /// Whether it is a sum, and of nobody: then it is zero, and so is each of its unknowns.
    pub fn is_of_nobody(&self) -> bool {
        self.people.is_empty() && self.sum.values().all(|factor| *factor > 0)
    }
}

impl Truth {
    pub fn of(case: &Case, let_in: &[bool], terms: &PlainTerms, measures: [&str; 2]) -> Self {
        let arithmetic = Arithmetic::Exact(Scale::Whole);
        let books = books(case, let_in);
        let books: Vec<Held> = books.into_iter().filter(|held| held.counts(terms)).collect();
        let all = counted(case, &books, arithmetic, terms);
        let promises = |service: &str, measure: &str| {
            let service = case.services.iter().find(|row| row.id == service).expect("known");
            service.promises.iter().any(|(promised, _)| promised == measure)
        };
        let stands = |held: &Held, user: &str| line(case, held, user, SourceKind::Own, &case.measures[0], terms);
        let users = |held: &Held| held.row.users.iter().map(|user| user.id.clone()).collect::<Vec<_>>();
        let lines =
            books.iter().flat_map(|held| users(held).into_iter().map(|user| stands(held, &user)).collect::<Vec<_>>());
        let lines: BTreeSet<Line> = lines.chain(all.iter().map(|one| one.line.clone())).collect();
        let lines: Vec<Line> = lines.into_iter().collect();
        let is_user = |actor: &str| books.iter().any(|held| held.row.users.iter().any(|user| user.id == actor));
        let mut truth = Self {
            lines,
            numbers: BTreeMap::new(),
            names: Vec::new(),
            behind: BTreeMap::new(),
            parties: vec![Party::Nobody, Party::Users],
            people_add_up: true,
            interactions_add_up: true,
            days_are_distinct: true,
            single_users: books.iter().all(|held| held.row.users.len() == 1),
            no_misuse: !books
                .iter()
                .any(|held| held.row.contributions.iter().any(|row| row.misused.iter().any(|part| part.amount > 0))),
            users_are_counted: all.iter().all(|one| role(one.held, one.said.beneficiary) == Role::User),
            promised: measures.map(|measure| case.services.iter().all(|row| promises(&row.id, measure))),
            has_tolerance: measures.map(|measure| case.measure(measure).is_some_and(|row| row.tolerance > 0)),
            logic: terms.logic,
            by: terms.by.clone(),
            missing: BTreeMap::new(),
            of_theirs: BTreeSet::new(),
            of_any: BTreeSet::new(),
        };
        let mut people = Numbers::default();
        let mut on_lines: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
        for held in &books {
            let mut here = BTreeSet::new();
            for user in users(held) {
                let at = truth.place(&stands(held, &user));
                here.insert(at);
                on_lines.entry(people.of(&user)).or_default().insert(at);
            }
            for one in all.iter().filter(|one| one.held.place == held.place) {
                let at = truth.place(&one.line);
                here.insert(at);
                on_lines.entry(people.of(one.said.beneficiary)).or_default().insert(at);
            }
            truth.interactions_add_up &= here.len() <= 1;
        }
        truth.people_add_up = on_lines.values().all(|lines| lines.len() == 1);
        let measure_of = |one: &Counted| measures.iter().position(|id| *id == one.said.row.measure);
        for one in &all {
            let Some(measure) = measure_of(one) else { continue };
            let (at, person, way) = (truth.place(&one.line), people.of(one.said.beneficiary), way(one));
            truth.put(at, Kind::Count(measure, way), person);
            truth.put(at, Kind::Amount(measure, way), person);
            if integrated(one.held, one.said.beneficiary).is_some() {
                truth.of_theirs.insert((at, measure));
            }
            if !one.held.row.contributions.is_empty() {
                truth.of_any.insert((at, measure));
            }
            for (party, is_destroyed) in shares(one) {
                let party = match party {
                    None => Party::Nobody,
                    Some(party) if is_user(&party) => Party::Users,
                    Some(party) => Party::Other(party),
                };
                let column = truth.parties.iter().position(|known| *known == party).unwrap_or_else(|| {
                    truth.parties.push(party);
                    truth.parties.len() - 1
                });
                truth.put(at, Kind::Share(measure, is_destroyed, column), person);
            }
        }
        for at in (0..truth.lines.len()).chain([WHOLE]) {
            let here: Vec<&Counted> = all
                .iter()
                .filter(|one| at == WHOLE || truth.lines[at] == one.line)
                .filter(|one| one.behind.counts_as != Classification::LeftOut)
                .collect();
            let users: Vec<(&Held, String)> = books
                .iter()
                .flat_map(|held| users(held).into_iter().map(move |user| (held, user)))
                .filter(|(held, user)| at == WHOLE || truth.lines[at] == stands(held, user))
                .collect();
            truth.add_people(at, case, &here, &users, &mut people, measures);
            truth.add_uses(at, &users, &all, &mut people, (measures, &promises));
        }
        truth
    }

    /// What is none on a line because nothing is stated there: windfalls of users, and what was destroyed with misuse.
    pub fn none_by_silence(&self) -> Vec<(usize, Kind)> {
        let mut none = Vec::new();
        for (line, measure) in (0..self.lines.len()).flat_map(|line| [(line, 0), (line, 1)]) {
            if self.users_are_counted && !self.of_theirs.contains(&(line, measure)) {
                none.extend([Kind::Count(measure, 2), Kind::Amount(measure, 2)].map(|kind| (line, kind)));
                none.extend([Kind::Count(measure, 8), Kind::Amount(measure, 8)].map(|kind| (line, kind)));
            }
            if !self.of_any.contains(&(line, measure)) {
                none.extend([Kind::Count(measure, 5), Kind::Amount(measure, 5)].map(|kind| (line, kind)));
            }
        }
        none
    }

    fn place(&self, line: &Line) -> usize {
        self.lines.binary_search(line).expect("all lines were found")
    }

    fn put(&mut self, at: usize, kind: Kind, person: u32) {
        self.behind.entry((at, kind)).or_default().insert(person);
    }

    fn add_people(
        &mut self,
        at: usize,
        case: &Case,
        here: &[&Counted],
        users: &[(&Held, String)],
        people: &mut Numbers,
        measures: [&str; 2],
    ) {
        let sum =
            |of: &[&Counted]| of.iter().map(|one| one.behind.change.clone().expect("counted")).sum::<BigRational>();
        let ended = |of: &[&Counted], measure: usize| {
            let tolerance = BigRational::from_integer(case.measure(measures[measure]).expect("known").tolerance.into());
            let sum = sum(of);
            if of.is_empty() {
                0
            } else if sum > tolerance {
                1
            } else if -sum > tolerance {
                3
            } else {
                2
            }
        };
        let mut of_people: BTreeMap<u32, [Vec<&Counted>; 2]> = BTreeMap::new();
        for (_, user) in users {
            of_people.entry(people.of(user)).or_default();
            if !self.users_are_counted {
                self.put(at, Kind::Users, people.of(user));
            }
        }
        for one in here {
            if let Some(measure) = measures.iter().position(|id| *id == one.said.row.measure) {
                of_people.entry(people.of(one.said.beneficiary)).or_default()[measure].push(one);
            }
        }
        for (person, changes) in of_people {
            let signs = [0, 1].map(|measure| ended(&changes[measure], measure));
            self.put(at, Kind::People(signs), person);
            for (measure, changes) in changes.iter().enumerate() {
                for affected in [false, true] {
                    let is_one = |one: &&Counted| {
                        let is_affected = role(one.held, one.said.beneficiary) == Role::Affected;
                        is_affected == affected && (affected || integrated(one.held, one.said.beneficiary) == Some(0))
                    };
                    let theirs: Vec<&Counted> = changes.iter().copied().filter(is_one).collect();
                    if !theirs.is_empty() {
                        self.put(at, Kind::Bystander(measure, affected, ended(&theirs, measure)), person);
                    }
                }
                let mut relations: BTreeMap<&str, BTreeMap<covalue::Date, Vec<&Counted>>> = BTreeMap::new();
                for one in changes.iter().filter(|one| !is_windfall(one)) {
                    relations.entry(&one.held.row.service).or_default().entry(one.said.made).or_default().push(one);
                }
                for days in relations.values() {
                    self.days_are_distinct &= days.values().all(|day| day.len() == 1);
                    let signs: Vec<usize> =
                        days.values().map(|day| ended(day, measure)).filter(|sign| *sign != 2).collect();
                    for pair in signs.windows(2) {
                        let step = match (pair[0], pair[1]) {
                            (1, 1) => 0,
                            (3, 1) => 1,
                            (1, _) => 2,
                            _ => 3,
                        };
                        self.put(at, Kind::Move(measure, step), person);
                    }
                }
            }
        }
        for (measure, id) in measures.iter().enumerate() {
            let of_measure: Vec<_> = here.iter().filter(|one| one.said.row.measure == *id).collect();
            for one in &of_measure {
                let same = |other: &&&&Counted| other.held.place == one.held.place;
                let signs = |of: &[Classification]| {
                    of_measure.iter().filter(same).any(|other| of.contains(&other.behind.counts_as))
                };
                if signs(&BETTER) && signs(&WORSE) {
                    self.put(at, Kind::Conflicts(measure), people.of(one.said.beneficiary));
                }
            }
        }
    }

    fn add_uses(
        &mut self,
        at: usize,
        users: &[(&Held, String)],
        all: &[Counted],
        people: &mut Numbers,
        (measures, promises): ([&str; 2], &dyn Fn(&str, &str) -> bool),
    ) {
        for user in users.iter().map(|(_, user)| user).collect::<BTreeSet<_>>() {
            let theirs = users.iter().filter(|(_, other)| other == user).filter_map(|(held, _)| integrated(held, user));
            let part = theirs.map(|integrated| 1 + usize::from(integrated > 0)).max().unwrap_or(0);
            self.put(at, Kind::Part(part), people.of(user));
        }
        for (held, user) in users {
            let person = people.of(user);
            self.put(at, Kind::Uses, person);
            self.put(at, Kind::Interactions, person);
            for (measure, id) in measures.iter().enumerate().filter(|(_, id)| promises(&held.row.service, id)) {
                self.put(at, Kind::Due(measure), person);
                let is_theirs = |one: &&Counted| {
                    one.held.place == held.place && one.said.beneficiary == user && one.said.row.measure == *id
                };
                if all.iter().find(is_theirs).is_some_and(|one| one.behind.counts_as != Classification::LeftOut) {
                    self.put(at, Kind::Made(measure), person);
                } else {
                    self.missing.entry((at, measure)).or_default().insert(person);
                }
            }
            let mut sides = [None, None];
            for row in held.row.contributions.iter().filter(|row| row.integrated.is_some() || !row.misused.is_empty()) {
                let is_user = held.row.users.iter().any(|user| user.id == row.party);
                let side = usize::from(!is_user);
                if is_user && row.party != *user || !is_user && row.party != held.provider {
                    continue;
                }
                let misused: i32 = row.misused.iter().map(|part| part.amount).sum();
                let (integrated, rest) = sides[side].unwrap_or((0, 0));
                sides[side] = Some((integrated + row.integrated.unwrap_or(0), rest + misused));
            }
            for (side, brought) in sides.iter().enumerate() {
                let Some((integrated, rest)) = brought else { continue };
                for (place, _) in [integrated, rest].into_iter().enumerate().filter(|(_, amount)| **amount > 0) {
                    self.put(at, Kind::Quantity(2 * side + place), person);
                }
            }
            let by_users =
                users.iter().any(|(other, user)| other.place == held.place && integrated(held, user).is_some());
            if by_users && sides[1].is_some() {
                self.put(at, Kind::Stated, person);
            }
        }
    }

    /// The number of an unknown.
    fn number(&mut self, at: usize, kind: Kind) -> usize {
        let names = &mut self.names;
        *self.numbers.entry((at, kind)).or_insert_with(|| {
            names.push((at, kind));
            names.len() - 1
        })
    }

    /// The lines that an unknown of a place is the sum of.
    fn spread(&self, at: &At, kind: Kind) -> Vec<usize> {
        let adds_up = match kind {
            Kind::People(_) | Kind::Users | Kind::Part(_) | Kind::Move(..) | Kind::Bystander(..) => self.people_add_up,
            Kind::Conflicts(_) | Kind::Interactions | Kind::Stated | Kind::Quantity(2..) => self.interactions_add_up,
            _ => true,
        };
        match at {
            At::Lines(lines) => lines.iter().copied().collect(),
            At::Whole if adds_up => (0..self.lines.len()).collect(),
            At::Whole => vec![WHOLE],
        }
    }

    /// The sum of some unknowns at a place, each added or subtracted.
    pub fn sum(&mut self, at: &At, kinds: impl IntoIterator<Item = (Kind, i64)>) -> Figure {
        let mut figure = Figure::default();
        for (kind, factor) in kinds {
            for line in self.spread(at, kind) {
                let number = self.number(line, kind);
                *figure.sum.entry(number).or_default() += factor;
                figure.people.extend(self.behind.get(&(line, kind)).into_iter().flatten());
            }
        }
        figure.sum.retain(|_, factor| *factor != 0);
        figure
    }

    pub fn plus(&mut self, at: &At, kinds: impl IntoIterator<Item = Kind>) -> Figure {
        self.sum(at, kinds.into_iter().map(|kind| (kind, 1)))
    }

    /// What an amount of zero says of a count, and the other way round.
    pub fn twin(&self, number: usize) -> Option<usize> {
        let (place, kind) = self.names[number];
        let twin = match kind {
            Kind::Count(measure, way) => Kind::Amount(measure, way),
            // Of changes within the tolerance each may be nothing.
            Kind::Amount(measure, way) if !(3..5).contains(&way) => Kind::Count(measure, way),
            _ => return None,
        };
        self.numbers.get(&(place, twin)).copied()
    }

    /// Appraisals that are better on the first measure.
    pub fn better(&mut self, at: &At) -> Figure {
        self.plus(at, (0..3).map(|way| Kind::Count(0, way)))
    }

    /// The people of a measure: of them something is counted.
    pub fn counted(&mut self, at: &At, measure: usize) -> Figure {
        self.plus(at, ended_on(measure, &[1, 2, 3]))
    }

    pub fn users(&mut self, at: &At) -> Figure {
        if self.users_are_counted { self.plus(at, ended_on(0, &[0, 1, 2, 3])) } else { self.plus(at, [Kind::Users]) }
    }

    /// How many are due, made and missing.
    pub fn coverage(&mut self, at: &At, measure: usize, name: &str) -> Figure {
        let due = if !self.promised[measure] {
            Kind::Due(measure)
        } else if self.single_users {
            Kind::Interactions
        } else {
            Kind::Uses
        };
        // Where every service promises it and users alone are counted, each that is counted was due.
        let made: Vec<Kind> = if self.promised[measure] && self.users_are_counted {
            (0..LEFT_OUT).map(|way| Kind::Count(measure, way)).collect()
        } else {
            vec![Kind::Made(measure)]
        };
        let (due, made) = (vec![(due, 1)], made.into_iter().map(|kind| (kind, 1)).collect::<Vec<_>>());
        match name {
            "due" => self.sum(at, due),
            "made" => self.sum(at, made),
            _ => {
                let sum = self.sum(at, due.into_iter().chain(made.into_iter().map(|(kind, _)| (kind, -1)))).sum;
                let lines = match at {
                    At::Lines(lines) => lines.iter().copied().collect(),
                    At::Whole => vec![WHOLE],
                };
                let people = lines.iter().filter_map(|line| self.missing.get(&(*line, measure))).flatten().copied();
                Figure { sum, people: people.collect() }
            }
        }
    }

    /// Whether anything of a measure is on a line, or due there.
    pub fn has(&self, line: usize, measure: usize) -> bool {
        let is_on = |(at, kind): &(usize, Kind)| {
            *at == line && matches!(kind, Kind::Count(one, _) | Kind::Due(one) if *one == measure)
        };
        self.behind.keys().any(is_on)
    }
}

/// People by how they ended on a measure, whatever the other.
pub fn ended_on(measure: usize, signs: &[usize]) -> Vec<Kind> {
    let pairs = signs.iter().flat_map(|&sign| (0..4).map(move |other| [sign, other]));
    pairs.map(|[sign, other]| Kind::People(if measure == 0 { [sign, other] } else { [other, sign] })).collect()
}

/// Whose the shares of what was created or destroyed are, and whether it was destroyed.
fn shares(one: &Counted) -> Vec<(Option<String>, bool)> {
    let held = one.held;
    if DESTROYED.contains(&one.behind.counts_as) {
        let by: BTreeSet<String> = misuses(held, one.said.beneficiary).into_iter().map(|(by, _)| by).collect();
        let by: Vec<_> = by.into_iter().map(|by| (Some(by), true)).collect();
        return if by.is_empty() { vec![(None, true)] } else { by };
    }
    if !BETTER[..2].contains(&one.behind.counts_as) {
        return Vec::new();
    }
    let users = held.row.users.iter().map(|user| user.id.clone());
    let others = held.row.others.iter().cloned().chain(held.row.contributions.iter().map(|row| row.party.clone()));
    let parties: BTreeSet<String> = users.chain([held.provider.to_owned()]).chain(others).collect();
    let takes_part = |party: &String| integrated(held, party).is_none_or(|integrated| integrated > 0);
    parties.into_iter().filter(takes_part).map(|party| (Some(party), false)).collect()
}

fn is_windfall(one: &Counted) -> bool {
    [Classification::WindfallGain, Classification::WindfallLoss].contains(&one.behind.counts_as)
}

fn way(one: &Counted) -> usize {
    let is_down = one.behind.change.as_ref().is_some_and(|change| change.is_negative() && !change.is_zero());
    match one.behind.counts_as {
        Classification::CoCreated => 0,
        Classification::CreatedAlone => 1,
        Classification::WindfallGain => 2,
        Classification::WithinTolerance => 3 + usize::from(is_down),
        Classification::WithMisuse => 5,
        Classification::WithoutMisuse => 6,
        Classification::DestroyedAlone => 7,
        Classification::WindfallLoss => 8,
        Classification::LeftOut => LEFT_OUT,
    }
}

/// People by number.
#[derive(Default)]
struct Numbers(BTreeMap<String, u32>);

impl Numbers {
    fn of(&mut self, person: &str) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(person.to_owned()).or_insert(next)
    }
}
