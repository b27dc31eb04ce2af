//! All that is published of books side by side, and what follows from it.

use std::collections::{BTreeMap, BTreeSet};

use covalue::analysis::Figure as Published;
use covalue::attribution::Equal;
use covalue::disclosure::{Disclosure, Publication, PublicationRow};
use covalue::engagement_drivers::ParticipationTerms;
use covalue::risk::RiskTerms;
use covalue::{Ledger, Terms};
use num_rational::BigRational;

use super::span::{Span, Sum};
use super::truth::{At, ENDED, Figure, Kind, MOVES, Party, Truth, WAYS, ended_on};
use crate::support::compare::values;
use crate::support::oracle::{Key, Label, PlainTerms};

/// The analyses that disclose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Statement,
    Risk,
    Relations,
    Cross,
    Engagement,
    Drivers,
    EngagementDrivers,
    Attribution,
}

type Table = (Of, bool, Publication<BigRational>);

/// All that is published of books by a grouping and by none, under the same terms otherwise.
pub fn publish(
    ledger: &Ledger<BigRational>,
    terms: &PlainTerms,
    disclosure: Disclosure,
    measures: [&str; 2],
) -> Vec<Table> {
    let mut tables = Vec::new();
    let whole = PlainTerms { by: Vec::new(), ..terms.clone() };
    for (is_whole, terms) in [(false, terms), (true, &whole)] {
        let of = Terms::from(terms);
        let risk = RiskTerms::of(&of).at_least(2).level(1, 4).expect("a share");
        let mut add = |of: Of, table: Result<Publication<BigRational>, covalue::error::DiscloseError>| {
            tables.push((of, is_whole, table.expect("terms that all analyses can be of")));
        };
        add(Of::Statement, ledger.publish(disclosure).statement(&of));
        add(Of::Risk, ledger.publish(disclosure).risk(risk));
        add(Of::Relations, ledger.publish(disclosure).relations(&of));
        add(Of::Cross, ledger.publish(disclosure).cross(&of, measures[0], measures[1]));
        add(Of::Attribution, ledger.publish(disclosure).attribution(&of, Equal));
        if crate::support::analyses::engagement::can_be_grouped(&terms.by) {
            add(Of::Engagement, ledger.publish(disclosure).engagement(&of));
        }
        if let [Key::With(dimension)] = terms.by[..] {
            add(Of::Drivers, ledger.publish(disclosure).drivers(&of, dimension));
            add(
                Of::EngagementDrivers,
                ledger.publish(disclosure).engagement_drivers(ParticipationTerms::of(&of).at_least(2), dimension),
            );
        }
    }
    tables
}

/// What an attacker has: all figures that are shown, and all that are not.
#[derive(Default)]
pub struct Attack {
    span: Span,
    /// What holds in any books.
    structure: Span,
    zeros: BTreeSet<usize>,
    withheld: Vec<(String, Figure)>,
    pub findings: Vec<String>,
}

impl Attack {
    /// Of all published tables, with whatever else everybody knows: where as many people as appraisals are published, each
    /// person has one.
    pub fn of(truth: &mut Truth, tables: &[Table], measures: [&str; 2], least: u64) -> Self {
        let mut attack = Self::default();
        attack.add_structure(truth);
        for &unknown in &attack.zeros {
            attack.span.add(&Sum::from([(unknown, 1)]));
        }
        attack.structure = attack.span.clone();
        for (of, is_whole, table) in tables {
            let rows: Vec<_> = table.rows().collect();
            for row in &rows {
                attack.add_row(truth, (*of, *is_whole), row, &rows, measures, least);
            }
        }
        attack.add_single_appraisals(truth, tables, measures);
        attack
    }

    fn know(&mut self, figure: &Figure) {
        self.span.add(&figure.sum);
        if figure.is_of_nobody() {
            self.zeros.extend(figure.sum.keys());
        }
    }

    /// What holds in any books of these terms.
    fn add_structure(&mut self, truth: &mut Truth) {
        for line in 0..truth.lines.len() {
            let at = At::Lines(BTreeSet::from([line]));
            for measure in 0..2 {
                let mut nothing = Vec::new();
                if truth.logic == Label::ServiceDominant {
                    nothing.extend([1, 7].map(|way| Kind::Count(measure, way)));
                    let unattributed = [(Kind::Amount(measure, 6), 1), (Kind::Share(measure, true, 0), -1)];
                    let figure = truth.sum(&at, unattributed);
                    self.span.add(&figure.sum);
                }
                if !truth.has_tolerance[measure] {
                    nothing.extend([Kind::Count(measure, 4), Kind::Amount(measure, 3), Kind::Amount(measure, 4)]);
                }
                if truth.users_are_counted {
                    let parts = (0..3).map(|part| (Kind::Part(part), 1));
                    let users = ended_on(0, &[0, 1, 2, 3]).into_iter().map(|kind| (kind, -1));
                    let figure = truth.sum(&at, parts.chain(users).collect::<Vec<_>>());
                    self.span.add(&figure.sum);
                }
                for kind in nothing {
                    let figure = truth.plus(&at, [kind]);
                    self.zeros.extend(figure.sum.keys());
                }
                for is_destroyed in [false, true] {
                    let ways = if is_destroyed { 5..8 } else { 0..2 };
                    let amounts = ways.map(|way| (Kind::Amount(measure, way), 1));
                    let columns = 0..truth.parties.len();
                    let shares = columns.map(|column| (Kind::Share(measure, is_destroyed, column), -1));
                    let figure = truth.sum(&at, amounts.chain(shares).collect::<Vec<_>>());
                    self.span.add(&figure.sum);
                }
            }
        }
    }

    fn add_row(
        &mut self,
        truth: &mut Truth,
        (of, is_whole): (Of, bool),
        row: &PublicationRow<BigRational>,
        rows: &[&PublicationRow<BigRational>],
        measures: [&str; 2],
        least: u64,
    ) {
        let measure =
            row.measure().map(|id| measures.iter().position(|known| *known == id.as_str()).expect("one of two"));
        let (at, others) = place(truth, of, is_whole, row, rows, measure);
        let label = |name: &str| format!("{of:?} {at:?} {measure:?} {name}");
        let people = match of {
            Of::Cross => truth.plus(&at, (1..16).map(|code| Kind::People([code / 4, code % 4]))),
            Of::Engagement | Of::EngagementDrivers => truth.users(&at),
            _ => truth.counted(&at, measure.expect("of a measure")),
        };
        if (people.people.len() as u64) < least {
            self.findings.push(format!("{} is of {} people", label("row"), people.people.len()));
        }
        match row.person_count() {
            Some(_) => self.know(&people),
            None => self.withheld.push((label("people of the row"), people)),
        }
        let figures: BTreeMap<String, Published<BigRational>> = row.figures().collect();
        let all = [measure.unwrap_or(0); 1];
        for (name, published) in &figures {
            let is_driver = matches!(of, Of::Drivers | Of::EngagementDrivers);
            let side = if name.starts_with("without_") && is_driver { &others } else { &at };
            let Some(figure) = figure(truth, of, side, all[0], name, (row, rows)) else { continue };
            let number = figure.people.len() as u64;
            match published {
                Published::Withheld => self.withheld.push((label(name), figure)),
                Published::NotGiven => {}
                Published::Count(count) if (1..least).contains(count) => {
                    self.findings.push(format!("{} is shown as {count}", label(name)));
                }
                _ if (1..least).contains(&number) => {
                    self.findings.push(format!("{} is shown of {number} people", label(name)));
                }
                // Zeros of two measures side by side are no part of what zeros tell.
                _ if of == Of::Cross => self.span.add(&figure.sum),
                _ => self.know(&figure),
            }
        }
        let is_shown = |name: &str| figures.get(name).is_some_and(|figure| *figure != Published::Withheld);
        if of == Of::Statement {
            if is_shown("hidden") || is_shown("net") {
                // The larger and the smaller of what was gained and lost.
                for ways in [0..3, 5..9] {
                    let figure = truth.plus(&at, ways.map(|way| Kind::Amount(all[0], way)));
                    self.know(&figure);
                }
            }
            if ["better", "unchanged", "worse"].iter().all(|name| is_shown(name)) {
                // The table shows the mean change.
                let ways = [0, 1, 2, 3].map(|way| (way, 1)).into_iter().chain([4, 5, 6, 7, 8].map(|way| (way, -1)));
                let figure = truth.sum(&at, ways.map(|(way, factor)| (Kind::Amount(all[0], way), factor)));
                self.know(&figure);
            }
        }
    }

    /// Where as many appraisals as people are published, each has one.
    fn add_single_appraisals(&mut self, truth: &mut Truth, tables: &[Table], measures: [&str; 2]) {
        let mut known = Vec::new();
        for (of, is_whole, table) in tables.iter().filter(|(of, ..)| *of == Of::Risk) {
            let rows: Vec<_> = table.rows().collect();
            for row in &rows {
                let Some(Published::Count(appraisals)) = row.figure("appraisals") else { continue };
                let measure = row.measure().and_then(|id| measures.iter().position(|known| *known == id.as_str()));
                let (at, _) = place(truth, *of, *is_whole, row, &rows, measure);
                known.push((at, measure.expect("of a measure"), Some(appraisals) == row.person_count()));
            }
        }
        for (at, measure, is_single) in known {
            let ways = [vec![0, 1, 2], vec![3, 4], vec![5, 6, 7, 8]];
            for (sign, ways) in (1..).zip(ways).filter(|_| is_single) {
                let appraisals = ways.iter().map(|way| (Kind::Count(measure, *way), 1));
                let people = ended_on(measure, &[sign]).into_iter().map(|kind| (kind, -1));
                let figure = truth.sum(&at, appraisals.chain(people).collect::<Vec<_>>());
                self.span.add(&figure.sum);
            }
            let windfalls = if truth.no_misuse { &[(1, 2), (3, 8)][..] } else { &[(1, 2)] };
            for &(sign, way) in windfalls.iter().filter(|_| is_single) {
                let bystanders = [false, true].map(|affected| (Kind::Bystander(measure, affected, sign), -1));
                let figure = truth.sum(&at, bystanders.into_iter().chain([(Kind::Count(measure, way), 1)]));
                self.span.add(&figure.sum);
            }
            // Without windfalls and where all changed, each change but the first of a person is a move.
            let still = truth.plus(&at, [2, 3, 4, 8].map(|way| Kind::Count(measure, way)));
            let is_still = still.sum.keys().all(|unknown| self.zeros.contains(unknown));
            if is_still && truth.days_are_distinct && truth.by.iter().all(|key| *key != Key::Service) {
                let moves = (0..4).map(|step| (Kind::Move(measure, step), 1));
                let appraisals = (0..9).map(|way| (Kind::Count(measure, way), -1));
                let people = ended_on(measure, &[1, 2, 3]).into_iter().map(|kind| (kind, 1));
                let figure = truth.sum(&at, moves.chain(appraisals).chain(people).collect::<Vec<_>>());
                self.span.add(&figure.sum);
            }
        }
    }

    /// A sum of nobody that follows is zero, and so is each of its unknowns. That nobody is so on one of two measures and so on
    /// the other, or on one alone, is left out: the model says that it stays open.
    pub fn close_zeros(&mut self, truth: &mut Truth, measures: [&str; 2]) {
        let is_open = |name: &str| name.contains(" and ") || name.starts_with("without");
        let places = places(truth);
        loop {
            let before = self.zeros.len();
            for at in &places {
                for (name, figure) in secrets(truth, at, measures) {
                    if !is_open(&name) && figure.is_of_nobody() && self.span.has(&figure.sum) {
                        self.zeros.extend(figure.sum.keys());
                    }
                }
            }
            let twins: Vec<usize> = self.zeros.iter().filter_map(|unknown| truth.twin(*unknown)).collect();
            self.zeros.extend(twins);
            for unknown in &self.zeros {
                self.span.add(&Sum::from([(*unknown, 1)]));
            }
            if self.zeros.len() == before {
                return;
            }
        }
    }

    /// Everybody may know where no co-operation and no misuse is recorded: there are no windfalls then, and none with misuse.
    pub fn know_silence(&mut self, truth: &mut Truth) {
        for (line, kind) in truth.none_by_silence() {
            let figure = truth.plus(&At::Lines(BTreeSet::from([line])), [kind]);
            self.know(&figure);
        }
    }

    /// Every withheld figure that follows from the others.
    pub fn follow(&mut self) {
        for (label, figure) in std::mem::take(&mut self.withheld) {
            // A figure of nobody tells of nobody, and what follows from it is looked at by itself.
            if !figure.people.is_empty() && self.span.has(&figure.sum) && !self.structure.has(&figure.sum) {
                self.findings.push(format!("{label} of {} people follows", figure.people.len()));
            }
        }
    }

    /// Every figure of these names that stands for too few people and follows from what is published.
    pub fn search(&mut self, truth: &mut Truth, measures: [&str; 2], least: u64, is_sought: impl Fn(&str) -> bool) {
        for at in places(truth) {
            for (name, figure) in secrets(truth, &at, measures).into_iter().filter(|(name, _)| is_sought(name)) {
                let number = figure.people.len() as u64;
                if (1..least).contains(&number) && self.span.has(&figure.sum) && !self.structure.has(&figure.sum) {
                    self.findings.push(format!("{name} at {at:?}, of {number} people, follows"));
                }
            }
        }
    }

    /// Of all figures of each line and of the whole, but for those of too few: nothing is withheld that they follow from.
    pub fn of_naive_tables(truth: &mut Truth, measures: [&str; 2], least: u64) -> Self {
        let mut attack = Self::default();
        for at in places(truth).into_iter().filter(|at| !matches!(at, At::Lines(lines) if lines.len() > 1)) {
            for (_, figure) in secrets(truth, &at, measures) {
                if !(1..least).contains(&(figure.people.len() as u64)) {
                    attack.know(&figure);
                }
            }
        }
        attack
    }
}

/// Every place: the whole, and each line or, where they are few, all unions of lines.
fn places(truth: &Truth) -> Vec<At> {
    let lines = truth.lines.len();
    let mut places: Vec<At> = if lines <= 4 {
        let unions = (1..1_usize << lines).map(|bits| (0..lines).filter(|line| bits >> line & 1 == 1).collect());
        unions.map(At::Lines).collect()
    } else {
        (0..lines).map(|line| At::Lines(BTreeSet::from([line]))).collect()
    };
    places.push(At::Whole);
    places
}

/// Every figure that any table may have at a place.
pub fn secrets(truth: &mut Truth, at: &At, measures: [&str; 2]) -> Vec<(String, Figure)> {
    let mut secrets = Vec::new();
    for (measure, id) in measures.iter().enumerate() {
        let mut add = |name: &str, figure: Figure| secrets.push((format!("{id} {name}"), figure));
        for (way, name) in WAYS.iter().enumerate() {
            add(name, truth.plus(at, [Kind::Count(measure, way)]));
            if way < 9 {
                add(&format!("amount {name}"), truth.plus(at, [Kind::Amount(measure, way)]));
            }
        }
        for name in ["created", "destroyed", "better", "worse", "unchanged", "gains", "losses"] {
            add(name, statement(truth, at, measure, name).expect("a name of a statement"));
        }
        for name in ["due", "made", "missing"] {
            add(name, truth.coverage(at, measure, name));
        }
        for (sign, name) in ENDED.iter().enumerate().skip(1) {
            add(&format!("ended {name}"), truth.plus(at, ended_on(measure, &[sign])));
            for affected in [false, true] {
                add(
                    &format!("bystanders {affected} {name}"),
                    truth.plus(at, [Kind::Bystander(measure, affected, sign)]),
                );
            }
        }
        for (step, name) in MOVES.iter().enumerate() {
            add(name, truth.plus(at, [Kind::Move(measure, step)]));
        }
        add("conflicts", truth.plus(at, [Kind::Conflicts(measure)]));
        for party in 0..truth.parties.len() {
            for is_destroyed in [false, true] {
                add(
                    &format!("share {party} {is_destroyed}"),
                    truth.plus(at, [Kind::Share(measure, is_destroyed, party)]),
                );
            }
        }
        add("people", truth.counted(at, measure));
        if truth.promised[measure] && truth.users_are_counted {
            add("users not counted", truth.plus(at, ended_on(measure, &[0])));
        }
    }
    for (part, name) in ["silent", "stated", "took part"].iter().enumerate() {
        secrets.push(((*name).to_owned(), truth.plus(at, [Kind::Part(part)])));
    }
    for (one, other) in (0..4).flat_map(|one| (0..4).map(move |other| (one, other))).filter(|pair| *pair != (0, 0)) {
        let figure = truth.plus(at, [Kind::People([one, other])]);
        secrets.push((format!("{} and {}", ENDED[one], ENDED[other]), figure));
    }
    for (name, signs) in [("without_measure", ended_on(0, &[0])), ("without_other", ended_on(1, &[0]))] {
        let signs = signs.into_iter().filter(|kind| *kind != Kind::People([0, 0]));
        secrets.push((name.to_owned(), truth.plus(at, signs)));
    }
    for (name, kind) in [("interactions", Kind::Interactions), ("stated", Kind::Stated)] {
        secrets.push((name.to_owned(), truth.plus(at, [kind])));
    }
    for place in 0..4 {
        secrets.push((format!("quantity {place}"), truth.plus(at, [Kind::Quantity(place)])));
    }
    secrets
}

/// Where a row stands, and where the other values of a driver do.
fn place(
    truth: &Truth,
    of: Of,
    is_whole: bool,
    row: &PublicationRow<BigRational>,
    rows: &[&PublicationRow<BigRational>],
    measure: Option<usize>,
) -> (At, At) {
    let whole = At::Whole;
    if is_whole {
        return (whole.clone(), whole);
    }
    let find = |line: &Vec<Option<String>>| truth.lines.iter().position(|known| known == line).expect("a line");
    if matches!(of, Of::Drivers | Of::EngagementDrivers) {
        let Some(Published::Text(value)) = row.figure("value") else { unreachable!("a driver is a value") };
        let line = find(&vec![value]);
        let stated = (0..truth.lines.len()).filter(|other| truth.lines[*other] != [None]);
        let others = stated.filter(|other| *other != line).collect();
        return (At::Lines(BTreeSet::from([line])), At::Lines(others));
    }
    if let Some(line) = row.line() {
        return (At::Lines(BTreeSet::from([find(&values(line))])), whole);
    }
    let alone: BTreeSet<usize> = rows
        .iter()
        .filter(|other| other.measure() == row.measure())
        .filter_map(|other| other.line().map(|line| find(&values(line))))
        .collect();
    let measure = measure.expect("pools are of a measure");
    let pooled = (0..truth.lines.len()).filter(|line| !alone.contains(line) && truth.has(*line, measure));
    (At::Lines(pooled.collect()), whole)
}

fn statement(truth: &mut Truth, at: &At, measure: usize, name: &str) -> Option<Figure> {
    let amounts = |ways: &[usize]| ways.iter().map(|way| Kind::Amount(measure, *way)).collect::<Vec<_>>();
    let counts = |ways: &[usize]| ways.iter().map(|way| Kind::Count(measure, *way)).collect::<Vec<_>>();
    if let Some(way) = WAYS[..9].iter().position(|way| *way == name) {
        return Some(truth.plus(at, amounts(&[way])));
    }
    let kinds = match name {
        "created" => amounts(&[0, 1]),
        "destroyed" => amounts(&[5, 6, 7]),
        "gains" => counts(&[0, 1]),
        "losses" => counts(&[5, 6, 7]),
        "unchanged" => counts(&[3, 4]),
        "windfall_gains" => counts(&[2]),
        "windfall_losses" => counts(&[8]),
        "better" => counts(&[0, 1, 2]),
        "worse" => counts(&[5, 6, 7, 8]),
        "appraisals" => counts(&[0, 1, 2, 3, 4, 5, 6, 7, 8]),
        "left_out" => counts(&[9]),
        "due" | "made" | "missing" => return Some(truth.coverage(at, measure, name)),
        "net" => {
            let ways = [0, 1, 2].map(|way| (way, 1)).into_iter().chain([5, 6, 7, 8].map(|way| (way, -1)));
            return Some(truth.sum(at, ways.map(|(way, factor)| (Kind::Amount(measure, way), factor))));
        }
        _ => return None,
    };
    Some(truth.plus(at, kinds))
}

/// The unknowns and the people of a figure by its name; none of what is no sum.
fn figure(
    truth: &mut Truth,
    of: Of,
    at: &At,
    measure: usize,
    name: &str,
    (row, rows): (&PublicationRow<BigRational>, &[&PublicationRow<BigRational>]),
) -> Option<Figure> {
    let plus = |truth: &mut Truth, kinds: Vec<Kind>| Some(truth.plus(at, kinds));
    match of {
        Of::Statement => statement(truth, at, measure, name),
        Of::Drivers => statement(truth, at, measure, name.strip_prefix("with_").or(name.strip_prefix("without_"))?),
        Of::EngagementDrivers => {
            let name = name.strip_prefix("with_").or(name.strip_prefix("without_"))?;
            match name {
                _ if !truth.people_add_up => None,
                "people" => plus(truth, vec![Kind::Part(1), Kind::Part(2)]),
                "took_part" => plus(truth, vec![Kind::Part(2)]),
                "integrated" => plus(truth, vec![Kind::Quantity(0)]),
                "contributed" => plus(truth, vec![Kind::Quantity(0), Kind::Quantity(1)]),
                _ => None,
            }
        }
        Of::Risk => match name {
            "appraisals" => statement(truth, at, measure, name),
            "losses" | "probability" | "low" | "high" => statement(truth, at, measure, "worse"),
            "mean_loss" | "expected_loss" => plus(truth, (5..9).map(|way| Kind::Amount(measure, way)).collect()),
            _ => None,
        },
        Of::Relations => {
            if let Some(step) = MOVES.iter().position(|step| *step == name) {
                return plus(truth, vec![Kind::Move(measure, step)]);
            }
            let sign = |name: &str| ENDED.iter().position(|sign| *sign == name);
            if let Some(name) = name.strip_prefix("integrated_nothing_") {
                return plus(truth, vec![Kind::Bystander(measure, false, sign(name)?)]);
            }
            if let Some(name) = name.strip_prefix("affected_") {
                return plus(truth, vec![Kind::Bystander(measure, true, sign(name)?)]);
            }
            match name {
                "conflicts" => plus(truth, vec![Kind::Conflicts(measure)]),
                _ => plus(truth, ended_on(measure, &[sign(name)?])),
            }
        }
        Of::Cross => {
            let some = |kinds: Vec<Kind>| kinds.into_iter().filter(|kind| *kind != Kind::People([0, 0])).collect();
            let sign =
                |name: &str| ENDED.iter().position(|sign| *sign == name || name == "same" && *sign == "unchanged");
            match name {
                "people" => plus(truth, (0..9).map(|code| Kind::People([1 + code / 3, 1 + code % 3])).collect()),
                "without_measure" => plus(truth, some(ended_on(0, &[0]))),
                "without_other" => plus(truth, some(ended_on(1, &[0]))),
                _ => {
                    let (one, other) = name.strip_prefix("both_")?.split_once('_')?;
                    plus(truth, vec![Kind::People([sign(one)?, sign(other)?])])
                }
            }
        }
        Of::Engagement => match name {
            "interactions" => plus(truth, vec![Kind::Interactions]),
            "stated" => plus(truth, vec![Kind::Stated]),
            "user_integrated" => plus(truth, vec![Kind::Quantity(0)]),
            "user_contributed" => plus(truth, vec![Kind::Quantity(0), Kind::Quantity(1)]),
            "provider_integrated" => plus(truth, vec![Kind::Quantity(2)]),
            "provider_contributed" => plus(truth, vec![Kind::Quantity(2), Kind::Quantity(3)]),
            _ => None,
        },
        Of::Attribution => {
            let is_destroyed = match name {
                "created" => false,
                "destroyed" => true,
                _ => return None,
            };
            let column = |row: &PublicationRow<BigRational>| column(&truth.parties, row);
            let columns: Vec<usize> = match column(row) {
                Some(column) => vec![column],
                None => {
                    // All that is not shown of the same line and measure.
                    let same = |other: &&&PublicationRow<BigRational>| {
                        other.line() == row.line() && other.measure() == row.measure()
                    };
                    let is_shown = |row: &PublicationRow<BigRational>| row.figure(name) != Some(Published::Withheld);
                    let shown: Vec<usize> =
                        rows.iter().filter(same).filter(|row| is_shown(row)).filter_map(|row| column(row)).collect();
                    (0..truth.parties.len()).filter(|column| !shown.contains(column)).collect()
                }
            };
            plus(truth, columns.into_iter().map(|column| Kind::Share(measure, is_destroyed, column)).collect())
        }
    }
}

/// Whose a share is; none of what is pooled.
fn column(parties: &[Party], row: &PublicationRow<BigRational>) -> Option<usize> {
    let text = |name: &str| match row.figure(name) {
        Some(Published::Text(text)) => text,
        _ => None,
    };
    let party = match text("whose")?.as_str() {
        "unattributed" => Party::Nobody,
        "users" => Party::Users,
        "party" => Party::Other(text("party")?),
        _ => return None,
    };
    parties.iter().position(|known| *known == party)
}
