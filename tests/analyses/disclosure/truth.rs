//! The true figures of a publication, from the second implementation: the linear combination of unknowns and the
//! people of each figure.

use std::collections::{BTreeMap, BTreeSet};

use covalue::record::{Role, SourceKind};
use num_rational::BigRational;

use super::linear_span::Sum;
use super::ways::{LEFT_OUT, is_windfall, shares, way};
use crate::support::case::{Case, Scale, ServiceRow, UserRow};
use crate::support::oracle::{
    Arithmetic, BETTER, Classification, CountedAppraisal, InteractionHistory, WORSE, books, by_day, counted_appraisals,
    integrated, role, stated,
};
use crate::support::plain_terms::{Key, Label, Line, PlainTerms, line};

pub type People = BTreeSet<u32>;

pub const MOVES: [&str; 4] = ["reinforces", "recovers", "reduces", "destroys"];
/// The outcome of a person on a measure.
pub const OUTCOMES: [&str; 4] = ["none", "better", "unchanged", "worse"];

/// An unknown of a line. Its first number is the index of the measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unknown {
    /// The number of appraisals of a class of the ways.
    Count(usize, usize),
    /// The amount of a class of the ways.
    Amount(usize, usize),
    /// People by their outcomes on both measures, as indices of [`OUTCOMES`].
    People([usize; 2]),
    /// All users of a service, if the terms also count other people.
    Users,
    /// Users without a stated contribution, users who integrated nothing, and users who integrated more.
    Part(usize),
    /// Pairs of an interaction and a user.
    Uses,
    Due(usize),
    Made(usize),
    Move(usize, usize),
    Conflicts(usize),
    /// People who integrated nothing (`false`) or were affected (`true`), by outcome.
    Bystander(usize, bool, usize),
    Interactions,
    Stated,
    /// Quantities of users (0 integrated, 1 misused) and of providers (2 integrated, 3 misused).
    Quantity(usize),
    /// The share of a party in created amounts (`false`) or destroyed amounts (`true`).
    Share(usize, bool, usize),
}

/// The lines of a figure, or the ungrouped table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    Lines(BTreeSet<usize>),
    Whole,
}

/// The line of ungrouped figures that are not sums over lines.
const WHOLE: usize = usize::MAX;

/// All figures of a case under some terms, as linear combinations of unknowns, and their people.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "what a reader may know is independent")]
pub struct Truth {
    pub lines: Vec<Line>,
    /// The index of each unknown.
    numbers: BTreeMap<(usize, Unknown), usize>,
    names: Vec<(usize, Unknown)>,
    beneficiaries: BTreeMap<(usize, Unknown), People>,
    pub parties: Vec<Party>,
    /// Whether every person is on one line only. The next field is the same for interactions.
    pub people_add_up: bool,
    interactions_add_up: bool,
    /// Whether every person has at most one change of a service on a day.
    pub days_are_distinct: bool,
    pub single_users: bool,
    pub no_misuse: bool,
    pub users_are_counted: bool,
    /// Whether every service promises the measure.
    pub promised: [bool; 2],
    /// Whether services promise different measures.
    pub promises_differ: bool,
    pub has_tolerance: [bool; 2],
    pub logic: Label,
    pub by: Vec<Key>,
    pub missing: BTreeMap<(usize, usize), People>,
    /// Lines and measures with a use for which the measure is due. The next field has those with another use.
    due: BTreeSet<(usize, usize)>,
    not_due: BTreeSet<(usize, usize)>,
    /// Lines and measures for which a beneficiary stated a contribution. The next field is the same for contributions
    /// of any party.
    of_theirs: BTreeSet<(usize, usize)>,
    of_any: BTreeSet<(usize, usize)>,
}

/// The party that a share is published for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    Nobody,
    Users,
    Other(String),
}

/// The linear combination and the people of a figure.
#[derive(Clone, Debug, Default)]
pub struct Figure {
    pub sum: Sum,
    pub people: People,
}

impl Figure {
    /// Whether the figure is a sum of nonnegative unknowns without people. All of its unknowns are then zero.
    pub fn is_of_nobody(&self) -> bool {
        self.people.is_empty() && self.sum.values().all(|factor| *factor > 0)
    }
}

/// The users who pass the filters, which are by words that each use has.
fn passing_users(case: &Case, history: &InteractionHistory, terms: &PlainTerms) -> Vec<String> {
    let passes = |user: &&UserRow| terms.pass(case, history, &user.id, SourceKind::Own, &case.measures[0]);
    history.row.users.iter().filter(passes).map(|user| user.id.clone()).collect()
}

impl Truth {
    pub fn of(case: &Case, accepted: &[bool], terms: &PlainTerms, measures: [&str; 2]) -> Self {
        let arithmetic = Arithmetic::Exact(Scale::Whole);
        let books = books(case, accepted);
        let books: Vec<InteractionHistory> = books.into_iter().filter(|history| history.counts(terms)).collect();
        let all = counted_appraisals(case, &books, arithmetic, terms);
        let promises = |service: &str, measure: &str| {
            let service = case.services.iter().find(|row| row.id == service).expect("known");
            service.promises.iter().any(|(promised, _)| promised == measure)
        };
        let line_of = |history: &InteractionHistory, user: &str| {
            line(case, history, user, SourceKind::Own, &case.measures[0], terms)
        };
        let users = |history: &InteractionHistory| passing_users(case, history, terms);
        let lines = books
            .iter()
            .flat_map(|history| users(history).into_iter().map(|user| line_of(history, &user)).collect::<Vec<_>>());
        let lines = lines.chain(all.iter().map(|one| one.line.clone())).collect::<BTreeSet<Line>>();
        let is_user = |actor: &str| books.iter().any(|history| history.row.users.iter().any(|user| user.id == actor));
        let mut truth = Self {
            lines: lines.into_iter().collect(),
            numbers: BTreeMap::new(),
            names: Vec::new(),
            beneficiaries: BTreeMap::new(),
            parties: vec![Party::Nobody, Party::Users],
            people_add_up: true,
            interactions_add_up: true,
            days_are_distinct: true,
            single_users: books.iter().all(|history| history.row.users.len() == 1),
            no_misuse: !books.iter().any(|history| {
                history.row.contributions.iter().any(|row| row.misused.iter().any(|part| part.amount > 0))
            }),
            users_are_counted: all.iter().all(|one| role(one.history, one.appraisal.beneficiary) == Role::User),
            promised: measures.map(|measure| case.services.iter().all(|row| promises(&row.id, measure))),
            promises_differ: promises_differ(case),
            has_tolerance: measures.map(|measure| case.measure(measure).is_some_and(|row| row.tolerance > 0)),
            logic: terms.logic,
            by: terms.by.clone(),
            missing: BTreeMap::new(),
            due: BTreeSet::new(),
            not_due: BTreeSet::new(),
            of_theirs: BTreeSet::new(),
            of_any: BTreeSet::new(),
        };
        let mut people = PersonNumbers::default();
        let mut on_lines: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
        for history in &books {
            let mut here = BTreeSet::new();
            for user in users(history) {
                let at = truth.position(&line_of(history, &user));
                here.insert(at);
                on_lines.entry(people.of(&user)).or_default().insert(at);
            }
            for one in all.iter().filter(|one| one.history.index == history.index) {
                let at = truth.position(&one.line);
                here.insert(at);
                on_lines.entry(people.of(one.appraisal.beneficiary)).or_default().insert(at);
            }
            truth.interactions_add_up &= here.len() <= 1;
        }
        truth.people_add_up = on_lines.values().all(|lines| lines.len() == 1);
        let measure_of = |one: &CountedAppraisal| measures.iter().position(|id| *id == one.appraisal.row.measure);
        for one in &all {
            let Some(measure) = measure_of(one) else { continue };
            let (at, person, way) = (truth.position(&one.line), people.of(one.appraisal.beneficiary), way(one));
            truth.put(at, Unknown::Count(measure, way), person);
            truth.put(at, Unknown::Amount(measure, way), person);
            if integrated(one.history, one.appraisal.beneficiary).is_some() {
                truth.of_theirs.insert((at, measure));
            }
            if !one.history.row.contributions.is_empty() {
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
                truth.put(at, Unknown::Share(measure, is_destroyed, column), person);
            }
        }
        for at in (0..truth.lines.len()).chain([WHOLE]) {
            let here: Vec<&CountedAppraisal> = all
                .iter()
                .filter(|one| at == WHOLE || truth.lines[at] == one.line)
                .filter(|one| one.entry.counts_as != Classification::LeftOut)
                .collect();
            let users: Vec<(&InteractionHistory, String)> = books
                .iter()
                .flat_map(|history| users(history).into_iter().map(move |user| (history, user)))
                .filter(|(history, user)| at == WHOLE || truth.lines[at] == line_of(history, user))
                .collect();
            truth.add_people(at, case, &here, &users, &mut people, measures);
            truth.add_uses(at, &users, &all, &mut people, (measures, &promises));
        }
        truth
    }

    /// The unknowns that are zero because contributions are not stated: windfalls of users, and amounts destroyed
    /// with misuse.
    pub fn none_by_silence(&self) -> Vec<(usize, Unknown)> {
        let mut none = Vec::new();
        for (line, measure) in (0..self.lines.len()).flat_map(|line| [(line, 0), (line, 1)]) {
            if self.users_are_counted && !self.of_theirs.contains(&(line, measure)) {
                none.extend([Unknown::Count(measure, 2), Unknown::Amount(measure, 2)].map(|kind| (line, kind)));
                none.extend([Unknown::Count(measure, 8), Unknown::Amount(measure, 8)].map(|kind| (line, kind)));
            }
            if !self.of_any.contains(&(line, measure)) {
                none.extend([Unknown::Count(measure, 5), Unknown::Amount(measure, 5)].map(|kind| (line, kind)));
            }
        }
        none
    }

    fn position(&self, line: &Line) -> usize {
        self.lines.binary_search(line).expect("all lines were found")
    }

    fn put(&mut self, at: usize, kind: Unknown, person: u32) {
        self.beneficiaries.entry((at, kind)).or_default().insert(person);
    }

    fn add_people(
        &mut self,
        at: usize,
        case: &Case,
        here: &[&CountedAppraisal],
        users: &[(&InteractionHistory, String)],
        people: &mut PersonNumbers,
        measures: [&str; 2],
    ) {
        let sum = |of: &[&CountedAppraisal]| {
            of.iter().map(|one| one.entry.change.clone().expect("counted")).sum::<BigRational>()
        };
        let outcome = |of: &[&CountedAppraisal], measure: usize| {
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
        let mut of_people: BTreeMap<u32, [Vec<&CountedAppraisal>; 2]> = BTreeMap::new();
        for (_, user) in users {
            of_people.entry(people.of(user)).or_default();
            if !self.users_are_counted {
                self.put(at, Unknown::Users, people.of(user));
            }
        }
        for one in here {
            if let Some(measure) = measures.iter().position(|id| *id == one.appraisal.row.measure) {
                of_people.entry(people.of(one.appraisal.beneficiary)).or_default()[measure].push(one);
            }
        }
        for (person, changes) in of_people {
            let signs = [0, 1].map(|measure| outcome(&changes[measure], measure));
            self.put(at, Unknown::People(signs), person);
            for (measure, changes) in changes.iter().enumerate() {
                for affected in [false, true] {
                    let is_one = |one: &&CountedAppraisal| {
                        let is_affected = role(one.history, one.appraisal.beneficiary) == Role::Affected;
                        is_affected == affected
                            && (affected || integrated(one.history, one.appraisal.beneficiary) == Some(0))
                    };
                    let theirs: Vec<&CountedAppraisal> = changes.iter().copied().filter(is_one).collect();
                    if !theirs.is_empty() {
                        self.put(at, Unknown::Bystander(measure, affected, outcome(&theirs, measure)), person);
                    }
                }
                let mut relations: BTreeMap<&str, Vec<_>> = BTreeMap::new();
                for one in changes.iter().filter(|one| !is_windfall(one)) {
                    relations.entry(&one.history.row.service).or_default().push((one.appraisal, *one));
                }
                for days in relations.into_values().map(by_day) {
                    self.days_are_distinct &= days.iter().all(|day| day.len() == 1);
                    let signs: Vec<usize> =
                        days.iter().map(|day| outcome(day, measure)).filter(|sign| *sign != 2).collect();
                    for pair in signs.windows(2) {
                        let step = match (pair[0], pair[1]) {
                            (1, 1) => 0,
                            (3, 1) => 1,
                            (1, _) => 2,
                            _ => 3,
                        };
                        self.put(at, Unknown::Move(measure, step), person);
                    }
                }
            }
        }
        for (measure, id) in measures.iter().enumerate() {
            let of_measure: Vec<_> = here.iter().filter(|one| one.appraisal.row.measure == *id).collect();
            for one in &of_measure {
                let same = |other: &&&&CountedAppraisal| other.history.index == one.history.index;
                let signs = |of: &[Classification]| {
                    of_measure.iter().filter(same).any(|other| of.contains(&other.entry.counts_as))
                };
                if signs(&BETTER) && signs(&WORSE) {
                    self.put(at, Unknown::Conflicts(measure), people.of(one.appraisal.beneficiary));
                }
            }
        }
    }

    fn add_uses(
        &mut self,
        at: usize,
        users: &[(&InteractionHistory, String)],
        all: &[CountedAppraisal],
        people: &mut PersonNumbers,
        (measures, promises): ([&str; 2], &dyn Fn(&str, &str) -> bool),
    ) {
        for user in users.iter().map(|(_, user)| user).collect::<BTreeSet<_>>() {
            let theirs =
                users.iter().filter(|(_, other)| other == user).filter_map(|(history, _)| stated(history, user));
            let part = theirs.map(|integrated| 1 + usize::from(integrated > 0)).max().unwrap_or(0);
            self.put(at, Unknown::Part(part), people.of(user));
        }
        for (history, user) in users {
            let person = people.of(user);
            self.put(at, Unknown::Uses, person);
            self.put(at, Unknown::Interactions, person);
            for (measure, id) in measures.iter().enumerate() {
                if !promises(&history.row.service, id) {
                    self.not_due.insert((at, measure));
                    continue;
                }
                self.due.insert((at, measure));
                self.put(at, Unknown::Due(measure), person);
                let is_theirs = |one: &&CountedAppraisal| {
                    one.history.index == history.index
                        && one.appraisal.beneficiary == user
                        && one.appraisal.row.measure == *id
                };
                if all.iter().find(is_theirs).is_some_and(|one| one.entry.counts_as != Classification::LeftOut) {
                    self.put(at, Unknown::Made(measure), person);
                } else {
                    self.missing.entry((at, measure)).or_default().insert(person);
                }
            }
            let mut sides = [None, None];
            for row in
                history.row.contributions.iter().filter(|row| row.integrated.is_some() || !row.misused.is_empty())
            {
                let is_user = history.row.users.iter().any(|user| user.id == row.party);
                let side = usize::from(!is_user);
                if is_user && row.party != *user || !is_user && row.party != history.provider {
                    continue;
                }
                let misused: i32 = row.misused.iter().map(|part| part.amount).sum();
                let (integrated, rest) = sides[side].unwrap_or((0, 0));
                sides[side] = Some((integrated + row.integrated.unwrap_or(0), rest + misused));
            }
            for (side, brought) in sides.iter().enumerate() {
                let Some((integrated, rest)) = brought else { continue };
                for (position, _) in [integrated, rest].into_iter().enumerate().filter(|(_, amount)| **amount > 0) {
                    self.put(at, Unknown::Quantity(2 * side + position), person);
                }
            }
            let by_users =
                users.iter().any(|(other, user)| other.index == history.index && stated(history, user).is_some());
            if by_users && sides[1].is_some() {
                self.put(at, Unknown::Stated, person);
            }
        }
    }

    /// The index of an unknown. A new unknown has the next index.
    fn number(&mut self, at: usize, kind: Unknown) -> usize {
        let names = &mut self.names;
        *self.numbers.entry((at, kind)).or_insert_with(|| {
            names.push((at, kind));
            names.len() - 1
        })
    }

    /// The lines over which an unknown is summed in a scope.
    fn spread(&self, at: &Scope, kind: Unknown) -> Vec<usize> {
        let adds_up = match kind {
            Unknown::People(_) | Unknown::Users | Unknown::Part(_) | Unknown::Move(..) | Unknown::Bystander(..) => {
                self.people_add_up
            }
            Unknown::Conflicts(_) | Unknown::Interactions | Unknown::Stated | Unknown::Quantity(2..) => {
                self.interactions_add_up
            }
            _ => true,
        };
        match at {
            Scope::Lines(lines) => lines.iter().copied().collect(),
            Scope::Whole if adds_up => (0..self.lines.len()).collect(),
            Scope::Whole => vec![WHOLE],
        }
    }

    /// A linear combination of unknowns in a scope.
    pub fn sum(&mut self, at: &Scope, kinds: impl IntoIterator<Item = (Unknown, i64)>) -> Figure {
        let mut figure = Figure::default();
        for (kind, factor) in kinds {
            for line in self.spread(at, kind) {
                let number = self.number(line, kind);
                *figure.sum.entry(number).or_default() += factor;
                figure.people.extend(self.beneficiaries.get(&(line, kind)).into_iter().flatten());
            }
        }
        figure.sum.retain(|_, factor| *factor != 0);
        figure
    }

    pub fn plus(&mut self, at: &Scope, kinds: impl IntoIterator<Item = Unknown>) -> Figure {
        self.sum(at, kinds.into_iter().map(|kind| (kind, 1)))
    }

    /// The amount of a count and the count of an amount. One is zero if the other is.
    pub fn twin(&self, number: usize) -> Option<usize> {
        let (position, kind) = self.names[number];
        let twin = match kind {
            Unknown::Count(measure, way) => Unknown::Amount(measure, way),
            // A change within the tolerance may be zero, so its amount does not determine the count.
            Unknown::Amount(measure, way) if !(3..5).contains(&way) => Unknown::Count(measure, way),
            _ => return None,
        };
        self.numbers.get(&(position, twin)).copied()
    }

    /// The appraisals that are better on the first measure.
    pub fn better(&mut self, at: &Scope) -> Figure {
        self.plus(at, (0..3).map(|way| Unknown::Count(0, way)))
    }

    /// The people with a counted appraisal of a measure.
    pub fn counted(&mut self, at: &Scope, measure: usize) -> Figure {
        self.plus(at, with_outcomes(measure, &[1, 2, 3]))
    }

    pub fn users(&mut self, at: &Scope) -> Figure {
        if self.users_are_counted {
            self.plus(at, with_outcomes(0, &[0, 1, 2, 3]))
        } else {
            self.plus(at, [Unknown::Users])
        }
    }

    /// The sums that are zero because a measure is due for every use on a line, or for none. A reader knows this if
    /// the lines are services, or use one service each.
    pub fn dues(&mut self, line: usize, measure: usize) -> Vec<Figure> {
        let at = Scope::Lines(BTreeSet::from([line]));
        match [&self.due, &self.not_due].map(|lines| lines.contains(&(line, measure))) {
            [false, _] => [Unknown::Due(measure), Unknown::Made(measure)].map(|kind| self.plus(&at, [kind])).into(),
            [true, true] => Vec::new(),
            [true, false] => {
                let uses = self.uses();
                let mut sums = vec![self.sum(&at, [(Unknown::Due(measure), 1), (uses, -1)])];
                if self.users_are_counted {
                    let counted = (0..LEFT_OUT).map(|way| (Unknown::Count(measure, way), -1));
                    sums.push(self.sum(&at, counted.chain([(Unknown::Made(measure), 1)])));
                }
                sums
            }
        }
    }

    fn uses(&self) -> Unknown {
        if self.single_users { Unknown::Interactions } else { Unknown::Uses }
    }

    /// The numbers of due, made and missing appraisals.
    pub fn coverage(&mut self, at: &Scope, measure: usize, name: &str) -> Figure {
        let due = if self.promised[measure] { self.uses() } else { Unknown::Due(measure) };
        // If every service promises the measure and only users count, every counted appraisal was due.
        let made: Vec<Unknown> = if self.promised[measure] && self.users_are_counted {
            (0..LEFT_OUT).map(|way| Unknown::Count(measure, way)).collect()
        } else {
            vec![Unknown::Made(measure)]
        };
        let (due, made) = (vec![(due, 1)], made.into_iter().map(|kind| (kind, 1)).collect::<Vec<_>>());
        match name {
            "due" => self.sum(at, due),
            "made" => self.sum(at, made),
            _ => {
                let sum = self.sum(at, due.into_iter().chain(made.into_iter().map(|(kind, _)| (kind, -1)))).sum;
                let lines = match at {
                    Scope::Lines(lines) => lines.iter().copied().collect(),
                    Scope::Whole => vec![WHOLE],
                };
                let people = lines.iter().filter_map(|line| self.missing.get(&(*line, measure))).flatten().copied();
                Figure { sum, people: people.collect() }
            }
        }
    }

    /// Whether a line has a counted, left out or due appraisal of a measure.
    pub fn has(&self, line: usize, measure: usize) -> bool {
        let is_on = |(at, kind): &(usize, Unknown)| {
            *at == line && matches!(kind, Unknown::Count(one, _) | Unknown::Due(one) if *one == measure)
        };
        self.beneficiaries.keys().any(is_on)
    }
}

/// The people with these outcomes on a measure, with any outcome on the other.
pub fn with_outcomes(measure: usize, signs: &[usize]) -> Vec<Unknown> {
    let pairs = signs.iter().flat_map(|&sign| (0..4).map(move |other| [sign, other]));
    pairs.map(|[sign, other]| Unknown::People(if measure == 0 { [sign, other] } else { [other, sign] })).collect()
}

/// Whether services promise different measures.
fn promises_differ(case: &Case) -> bool {
    let promised = |row: &ServiceRow| row.promises.iter().map(|(measure, _)| measure.clone()).collect();
    case.services.iter().map(promised).collect::<BTreeSet<BTreeSet<String>>>().len() > 1
}

/// An index for each person.
#[derive(Default)]
struct PersonNumbers(BTreeMap<String, u32>);

impl PersonNumbers {
    fn of(&mut self, person: &str) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(person.to_owned()).or_insert(next)
    }
}
