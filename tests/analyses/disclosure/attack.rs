//! An attacker who combines all published tables of a ledger, and computes withheld figures from them.

use std::collections::{BTreeMap, BTreeSet};

use covalue::analysis::Figure as PublishedFigure;
use covalue::attribution::Equal;
use covalue::disclosure::{Disclosure, Publication, PublicationRow};
use covalue::engagement_drivers::ParticipationTerms;
use covalue::risk::RiskTerms;
use covalue::{Ledger, Terms};
use num_rational::BigRational;

use super::linear_span::{Span, Sum};
use super::truth::{Figure, MOVES, OUTCOMES, Party, Scope, Truth, Unknown, with_outcomes};
use super::ways::WAYS;
use crate::support::compare::values;
use crate::support::plain_terms::{Key, Label, PlainTerms};

/// The publications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Analysis {
    Statement,
    Risk,
    Relations,
    Cross,
    Engagement,
    Drivers,
    EngagementDrivers,
    Attribution,
}

type Table = (Analysis, bool, Publication<BigRational>);

/// All publications of a ledger, once with the grouping and once without. All other terms are the same.
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
        let mut add = |of: Analysis, table: Result<Publication<BigRational>, covalue::error::DiscloseError>| {
            tables.push((of, is_whole, table.expect("the terms are valid for all analyses")));
        };
        add(Analysis::Statement, ledger.publish(disclosure).statement(&of));
        add(Analysis::Risk, ledger.publish(disclosure).risk(risk));
        add(Analysis::Relations, ledger.publish(disclosure).relations(&of));
        add(Analysis::Cross, ledger.publish(disclosure).cross(&of, measures[0], measures[1]));
        add(Analysis::Attribution, ledger.publish(disclosure).attribution_of(&of, Equal));
        if crate::support::analyses::engagement::can_be_grouped(&terms.by) {
            add(Analysis::Engagement, ledger.publish(disclosure).engagement(&of));
        }
        if let [Key::With(dimension)] = terms.by[..] {
            add(Analysis::Drivers, ledger.publish(disclosure).drivers(&of, dimension));
            add(
                Analysis::EngagementDrivers,
                ledger.publish(disclosure).engagement_drivers(ParticipationTerms::of(&of).at_least(2), dimension),
            );
        }
    }
    tables
}

/// The attacker's knowledge: the linear span of all shown figures, and the withheld figures.
#[derive(Default)]
pub struct Attack {
    span: Span,
    /// Equations that hold for every ledger.
    structure: Span,
    zeros: BTreeSet<usize>,
    withheld: Vec<(String, Figure)>,
    /// Whether services promise different measures.
    promises_differ: bool,
    pub findings: Vec<String>,
}

impl Attack {
    /// The attack on all published tables. If a row has as many appraisals as people, the attacker knows that each
    /// person has one appraisal.
    pub fn of(truth: &mut Truth, tables: &[Table], measures: [&str; 2], least: u64) -> Self {
        let mut attack = Self { promises_differ: truth.promises_differ, ..Self::default() };
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
        attack.add_absent_rows(truth, tables, measures);
        attack
    }

    fn know(&mut self, figure: &Figure) {
        self.span.add(&figure.sum);
        if figure.is_of_nobody() {
            self.zeros.extend(figure.sum.keys());
        }
    }

    /// Adds the equations that hold for every ledger under these terms.
    fn add_structure(&mut self, truth: &mut Truth) {
        for line in 0..truth.lines.len() {
            let at = Scope::Lines(BTreeSet::from([line]));
            for measure in 0..2 {
                let mut nothing = Vec::new();
                if truth.logic == Label::ServiceDominant {
                    nothing.extend([1, 7].map(|way| Unknown::Count(measure, way)));
                    let unattributed = [(Unknown::Amount(measure, 6), 1), (Unknown::Share(measure, true, 0), -1)];
                    let figure = truth.sum(&at, unattributed);
                    self.span.add(&figure.sum);
                }
                if !truth.has_tolerance[measure] {
                    nothing.extend([
                        Unknown::Count(measure, 4),
                        Unknown::Amount(measure, 3),
                        Unknown::Amount(measure, 4),
                    ]);
                }
                if truth.users_are_counted {
                    let parts = (0..3).map(|part| (Unknown::Part(part), 1));
                    let users = with_outcomes(0, &[0, 1, 2, 3]).into_iter().map(|kind| (kind, -1));
                    let figure = truth.sum(&at, parts.chain(users).collect::<Vec<_>>());
                    self.span.add(&figure.sum);
                }
                for kind in nothing {
                    let figure = truth.plus(&at, [kind]);
                    self.zeros.extend(figure.sum.keys());
                }
                for figure in truth.dues(line, measure) {
                    self.know(&figure);
                }
                for is_destroyed in [false, true] {
                    let ways = if is_destroyed { 5..8 } else { 0..2 };
                    let amounts = ways.map(|way| (Unknown::Amount(measure, way), 1));
                    let columns = 0..truth.parties.len();
                    let shares = columns.map(|column| (Unknown::Share(measure, is_destroyed, column), -1));
                    let figure = truth.sum(&at, amounts.chain(shares).collect::<Vec<_>>());
                    self.span.add(&figure.sum);
                }
            }
        }
    }

    fn add_row(
        &mut self,
        truth: &mut Truth,
        (of, is_whole): (Analysis, bool),
        row: &PublicationRow<BigRational>,
        rows: &[&PublicationRow<BigRational>],
        measures: [&str; 2],
        least: u64,
    ) {
        let measure =
            row.measure().map(|id| measures.iter().position(|known| *known == id.as_str()).expect("one of two"));
        let (at, others) = scope(truth, of, is_whole, row, rows, measure);
        let label = |name: &str| format!("{of:?} {at:?} {measure:?} {name}");
        let people = match of {
            Analysis::Cross => truth.plus(&at, (1..16).map(|code| Unknown::People([code / 4, code % 4]))),
            Analysis::Engagement | Analysis::EngagementDrivers => truth.users(&at),
            _ => truth.counted(&at, measure.expect("the row has a measure")),
        };
        if (people.people.len() as u64) < least {
            self.findings.push(format!("{} is of {} people", label("row"), people.people.len()));
        }
        match row.person_count() {
            Some(_) => self.know(&people),
            None => self.withheld.push((label("people of the row"), people)),
        }
        let figures: BTreeMap<String, PublishedFigure<BigRational>> = row.figures().collect();
        let all = [measure.unwrap_or(0); 1];
        for (name, published) in &figures {
            let is_driver = matches!(of, Analysis::Drivers | Analysis::EngagementDrivers);
            let side = if name.starts_with("without_") && is_driver { &others } else { &at };
            let Some(figure) = figure(truth, of, side, all[0], name, (row, rows)) else { continue };
            let number = figure.people.len() as u64;
            match published {
                PublishedFigure::Withheld => self.withheld.push((label(name), figure)),
                PublishedFigure::NotGiven => {}
                PublishedFigure::Count(count) if (1..least).contains(count) => {
                    self.findings.push(format!("{} is shown as {count}", label(name)));
                }
                _ if (1..least).contains(&number) => {
                    self.findings.push(format!("{} is shown of {number} people", label(name)));
                }
                // A zero in a cross does not tell which parts of it are zero (section 15).
                _ if of == Analysis::Cross => self.span.add(&figure.sum),
                _ => self.know(&figure),
            }
        }
        let is_shown = |name: &str| figures.get(name).is_some_and(|figure| *figure != PublishedFigure::Withheld);
        if of == Analysis::Statement {
            if is_shown("hidden") || is_shown("net") {
                // Net and hidden together give the sum of all gains and the sum of all losses.
                for ways in [0..3, 5..9] {
                    let figure = truth.plus(&at, ways.map(|way| Unknown::Amount(all[0], way)));
                    self.know(&figure);
                }
            }
            if ["better", "unchanged", "worse"].iter().all(|name| is_shown(name)) {
                // The printed table shows the mean change.
                let ways = [0, 1, 2, 3].map(|way| (way, 1)).into_iter().chain([4, 5, 6, 7, 8].map(|way| (way, -1)));
                let figure = truth.sum(&at, ways.map(|(way, factor)| (Unknown::Amount(all[0], way), factor)));
                self.know(&figure);
            }
        }
    }

    /// If a measure has no pool in the statement, the lines without a row have nothing of the measure.
    fn add_absent_rows(&mut self, truth: &mut Truth, tables: &[Table], measures: [&str; 2]) {
        let is_statement = |of: Analysis, is_whole: bool| of == Analysis::Statement && !is_whole;
        for (_, _, table) in tables.iter().filter(|(of, is_whole, _)| is_statement(*of, *is_whole)) {
            for (measure, id) in measures.iter().enumerate() {
                let of_measure = || table.rows().filter(|row| row.measure().is_some_and(|known| known.as_str() == *id));
                if of_measure().next().is_none() || of_measure().any(|row| row.line().is_none()) {
                    continue;
                }
                let absent: BTreeSet<usize> =
                    (0..truth.lines.len()).filter(|line| !truth.has(*line, measure)).collect();
                let counts = (0..WAYS.len()).map(|way| Unknown::Count(measure, way));
                let figure = truth.plus(&Scope::Lines(absent), counts.chain([Unknown::Due(measure)]));
                self.know(&figure);
            }
        }
    }

    /// If a row has as many appraisals as people, every count of appraisals equals a count of people.
    fn add_single_appraisals(&mut self, truth: &mut Truth, tables: &[Table], measures: [&str; 2]) {
        let mut known = Vec::new();
        for (of, is_whole, table) in tables.iter().filter(|(of, ..)| *of == Analysis::Risk) {
            let rows: Vec<_> = table.rows().collect();
            for row in &rows {
                let Some(PublishedFigure::Count(appraisals)) = row.figure("appraisals") else { continue };
                let measure = row.measure().and_then(|id| measures.iter().position(|known| *known == id.as_str()));
                let (at, _) = scope(truth, *of, *is_whole, row, &rows, measure);
                known.push((at, measure.expect("the row has a measure"), Some(appraisals) == row.person_count()));
            }
        }
        for (at, measure, is_single) in known {
            let ways = [vec![0, 1, 2], vec![3, 4], vec![5, 6, 7, 8]];
            for (sign, ways) in (1..).zip(ways).filter(|_| is_single) {
                let appraisals = ways.iter().map(|way| (Unknown::Count(measure, *way), 1));
                let people = with_outcomes(measure, &[sign]).into_iter().map(|kind| (kind, -1));
                let figure = truth.sum(&at, appraisals.chain(people).collect::<Vec<_>>());
                self.span.add(&figure.sum);
            }
            let windfalls = if truth.no_misuse { &[(1, 2), (3, 8)][..] } else { &[(1, 2)] };
            for &(sign, way) in windfalls.iter().filter(|_| is_single) {
                let bystanders = [false, true].map(|affected| (Unknown::Bystander(measure, affected, sign), -1));
                let figure = truth.sum(&at, bystanders.into_iter().chain([(Unknown::Count(measure, way), 1)]));
                self.span.add(&figure.sum);
            }
            // If there are no windfalls and no unchanged appraisals, every appraisal of a person after the first is a
            // transition.
            let still = truth.plus(&at, [2, 3, 4, 8].map(|way| Unknown::Count(measure, way)));
            let is_still = still.sum.keys().all(|unknown| self.zeros.contains(unknown));
            if is_still && truth.days_are_distinct && truth.by.iter().all(|key| *key != Key::Service) {
                let moves = (0..4).map(|step| (Unknown::Move(measure, step), 1));
                let appraisals = (0..9).map(|way| (Unknown::Count(measure, way), -1));
                let people = with_outcomes(measure, &[1, 2, 3]).into_iter().map(|kind| (kind, 1));
                let figure = truth.sum(&at, moves.chain(appraisals).chain(people).collect::<Vec<_>>());
                self.span.add(&figure.sum);
            }
        }
    }

    /// A sum of nonnegative unknowns without people is zero, and so is each of them. Zeros of the cross are excluded:
    /// section 15 says that those remain open.
    pub fn close_zeros(&mut self, truth: &mut Truth, measures: [&str; 2]) {
        let is_open = |name: &str| name.contains(" and ") || name.starts_with("without");
        let scopes = scopes(truth);
        loop {
            let before = self.zeros.len();
            for at in &scopes {
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

    /// Readers may know that a service records no co-operation or no misuse. They then know that it has no windfalls
    /// or no destroyed amount with misuse.
    pub fn know_silence(&mut self, truth: &mut Truth) {
        for (line, kind) in truth.none_by_silence() {
            let figure = truth.plus(&Scope::Lines(BTreeSet::from([line])), [kind]);
            self.know(&figure);
        }
    }

    /// Finds the withheld figures that follow from the shown figures.
    pub fn follow(&mut self) {
        for (label, figure) in std::mem::take(&mut self.withheld) {
            // A figure without people reveals nothing by itself. [`Attack::search`] finds the figures that follow
            // from it. If promises differ, the appraisals made on a line may be all that are counted there (section 15).
            let is_open = self.promises_differ && label.ends_with(" made");
            if !is_open && !figure.people.is_empty() && self.span.has(&figure.sum) && !self.structure.has(&figure.sum) {
                self.findings.push(format!("{label} of {} people follows", figure.people.len()));
            }
        }
    }

    /// Finds the figures of fewer than `least` people that follow from the published figures. `is_sought` selects
    /// them by name.
    pub fn search(&mut self, truth: &mut Truth, measures: [&str; 2], least: u64, is_sought: impl Fn(&str) -> bool) {
        for at in scopes(truth) {
            for (name, figure) in secrets(truth, &at, measures).into_iter().filter(|(name, _)| is_sought(name)) {
                let number = figure.people.len() as u64;
                if (1..least).contains(&number) && self.span.has(&figure.sum) && !self.structure.has(&figure.sum) {
                    self.findings.push(format!("{name} at {at:?}, of {number} people, follows"));
                }
            }
        }
    }

    /// The attack on tables with naive disclosure control, which withhold figures of few people and no others.
    pub fn of_naive_tables(truth: &mut Truth, measures: [&str; 2], least: u64) -> Self {
        let mut attack = Self::default();
        for at in scopes(truth).into_iter().filter(|at| !matches!(at, Scope::Lines(lines) if lines.len() > 1)) {
            for (_, figure) in secrets(truth, &at, measures) {
                if !(1..least).contains(&(figure.people.len() as u64)) {
                    attack.know(&figure);
                }
            }
        }
        attack
    }
}

/// The whole and every line. With four lines or fewer, every union of lines instead.
fn scopes(truth: &Truth) -> Vec<Scope> {
    let lines = truth.lines.len();
    let mut scopes: Vec<Scope> = if lines <= 4 {
        let unions = (1..1_usize << lines).map(|bits| (0..lines).filter(|line| bits >> line & 1 == 1).collect());
        unions.map(Scope::Lines).collect()
    } else {
        (0..lines).map(|line| Scope::Lines(BTreeSet::from([line]))).collect()
    };
    scopes.push(Scope::Whole);
    scopes
}

/// Every figure that a table could contain in a scope.
pub fn secrets(truth: &mut Truth, at: &Scope, measures: [&str; 2]) -> Vec<(String, Figure)> {
    let mut secrets = Vec::new();
    for (measure, id) in measures.iter().enumerate() {
        let mut add = |name: &str, figure: Figure| secrets.push((format!("{id} {name}"), figure));
        for (way, name) in WAYS.iter().enumerate() {
            add(name, truth.plus(at, [Unknown::Count(measure, way)]));
            if way < 9 {
                add(&format!("amount {name}"), truth.plus(at, [Unknown::Amount(measure, way)]));
            }
        }
        for name in ["created", "destroyed", "better", "worse", "unchanged", "gains", "losses"] {
            add(name, statement(truth, at, measure, name).expect("a name of a statement"));
        }
        for name in ["due", "made", "missing"] {
            add(name, truth.coverage(at, measure, name));
        }
        for (sign, name) in OUTCOMES.iter().enumerate().skip(1) {
            add(&format!("outcome {name}"), truth.plus(at, with_outcomes(measure, &[sign])));
            for affected in [false, true] {
                add(
                    &format!("bystanders {affected} {name}"),
                    truth.plus(at, [Unknown::Bystander(measure, affected, sign)]),
                );
            }
        }
        for (step, name) in MOVES.iter().enumerate() {
            add(name, truth.plus(at, [Unknown::Move(measure, step)]));
        }
        add("conflicts", truth.plus(at, [Unknown::Conflicts(measure)]));
        for party in 0..truth.parties.len() {
            for is_destroyed in [false, true] {
                add(
                    &format!("share {party} {is_destroyed}"),
                    truth.plus(at, [Unknown::Share(measure, is_destroyed, party)]),
                );
            }
        }
        add("people", truth.counted(at, measure));
        if truth.promised[measure] && truth.users_are_counted {
            add("users not counted", truth.plus(at, with_outcomes(measure, &[0])));
        }
    }
    for (part, name) in ["silent", "stated", "took part"].iter().enumerate() {
        secrets.push(((*name).to_owned(), truth.plus(at, [Unknown::Part(part)])));
    }
    for (one, other) in (0..4).flat_map(|one| (0..4).map(move |other| (one, other))).filter(|pair| *pair != (0, 0)) {
        let figure = truth.plus(at, [Unknown::People([one, other])]);
        secrets.push((format!("{} and {}", OUTCOMES[one], OUTCOMES[other]), figure));
    }
    for (name, signs) in [("without_measure", with_outcomes(0, &[0])), ("without_other", with_outcomes(1, &[0]))] {
        let signs = signs.into_iter().filter(|kind| *kind != Unknown::People([0, 0]));
        secrets.push((name.to_owned(), truth.plus(at, signs)));
    }
    for (name, kind) in [("interactions", Unknown::Interactions), ("stated", Unknown::Stated)] {
        secrets.push((name.to_owned(), truth.plus(at, [kind])));
    }
    for number in 0..4 {
        secrets.push((format!("quantity {number}"), truth.plus(at, [Unknown::Quantity(number)])));
    }
    secrets
}

/// The scope of a row, and the scope of the comparison group of a driver.
fn scope(
    truth: &Truth,
    of: Analysis,
    is_whole: bool,
    row: &PublicationRow<BigRational>,
    rows: &[&PublicationRow<BigRational>],
    measure: Option<usize>,
) -> (Scope, Scope) {
    let whole = Scope::Whole;
    if is_whole {
        return (whole.clone(), whole);
    }
    let find = |line: &Vec<Option<String>>| truth.lines.iter().position(|known| known == line).expect("a line");
    if matches!(of, Analysis::Drivers | Analysis::EngagementDrivers) {
        let Some(PublishedFigure::Text(value)) = row.figure("value") else { unreachable!("a driver has a value") };
        let line = find(&vec![value]);
        let stated = (0..truth.lines.len()).filter(|other| truth.lines[*other] != [None]);
        let others = stated.filter(|other| *other != line).collect();
        return (Scope::Lines(BTreeSet::from([line])), Scope::Lines(others));
    }
    if let Some(line) = row.line() {
        return (Scope::Lines(BTreeSet::from([find(&values(line))])), whole);
    }
    let alone: BTreeSet<usize> = rows
        .iter()
        .filter(|other| other.measure() == row.measure())
        .filter_map(|other| other.line().map(|line| find(&values(line))))
        .collect();
    let measure = measure.expect("a pool has a measure");
    let pooled = (0..truth.lines.len()).filter(|line| !alone.contains(line) && truth.has(*line, measure));
    (Scope::Lines(pooled.collect()), whole)
}

fn statement(truth: &mut Truth, at: &Scope, measure: usize, name: &str) -> Option<Figure> {
    let amounts = |ways: &[usize]| ways.iter().map(|way| Unknown::Amount(measure, *way)).collect::<Vec<_>>();
    let counts = |ways: &[usize]| ways.iter().map(|way| Unknown::Count(measure, *way)).collect::<Vec<_>>();
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
            return Some(truth.sum(at, ways.map(|(way, factor)| (Unknown::Amount(measure, way), factor))));
        }
        _ => return None,
    };
    Some(truth.plus(at, kinds))
}

/// The unknowns and people of a figure, or `None` if the figure is not a linear sum.
fn figure(
    truth: &mut Truth,
    of: Analysis,
    at: &Scope,
    measure: usize,
    name: &str,
    (row, rows): (&PublicationRow<BigRational>, &[&PublicationRow<BigRational>]),
) -> Option<Figure> {
    let plus = |truth: &mut Truth, kinds: Vec<Unknown>| Some(truth.plus(at, kinds));
    match of {
        Analysis::Statement => statement(truth, at, measure, name),
        Analysis::Drivers => {
            statement(truth, at, measure, name.strip_prefix("with_").or(name.strip_prefix("without_"))?)
        }
        Analysis::EngagementDrivers => {
            let name = name.strip_prefix("with_").or(name.strip_prefix("without_"))?;
            match name {
                _ if !truth.people_add_up => None,
                "people" => plus(truth, vec![Unknown::Part(1), Unknown::Part(2)]),
                "took_part" => plus(truth, vec![Unknown::Part(2)]),
                "integrated" => plus(truth, vec![Unknown::Quantity(0)]),
                "contributed" => plus(truth, vec![Unknown::Quantity(0), Unknown::Quantity(1)]),
                _ => None,
            }
        }
        Analysis::Risk => match name {
            "appraisals" => statement(truth, at, measure, name),
            "losses" | "probability" | "low" | "high" => statement(truth, at, measure, "worse"),
            "mean_loss" | "expected_loss" => plus(truth, (5..9).map(|way| Unknown::Amount(measure, way)).collect()),
            _ => None,
        },
        Analysis::Relations => {
            if let Some(step) = MOVES.iter().position(|step| *step == name) {
                return plus(truth, vec![Unknown::Move(measure, step)]);
            }
            let sign = |name: &str| OUTCOMES.iter().position(|sign| *sign == name);
            if let Some(name) = name.strip_prefix("integrated_nothing_") {
                return plus(truth, vec![Unknown::Bystander(measure, false, sign(name)?)]);
            }
            if let Some(name) = name.strip_prefix("affected_") {
                return plus(truth, vec![Unknown::Bystander(measure, true, sign(name)?)]);
            }
            match name {
                "conflicts" => plus(truth, vec![Unknown::Conflicts(measure)]),
                _ => plus(truth, with_outcomes(measure, &[sign(name)?])),
            }
        }
        Analysis::Cross => {
            let some =
                |kinds: Vec<Unknown>| kinds.into_iter().filter(|kind| *kind != Unknown::People([0, 0])).collect();
            let sign =
                |name: &str| OUTCOMES.iter().position(|sign| *sign == name || name == "same" && *sign == "unchanged");
            match name {
                "people" => plus(truth, (0..9).map(|code| Unknown::People([1 + code / 3, 1 + code % 3])).collect()),
                "without_measure" => plus(truth, some(with_outcomes(0, &[0]))),
                "without_other" => plus(truth, some(with_outcomes(1, &[0]))),
                _ => {
                    let (one, other) = name.strip_prefix("both_")?.split_once('_')?;
                    plus(truth, vec![Unknown::People([sign(one)?, sign(other)?])])
                }
            }
        }
        Analysis::Engagement => match name {
            "interactions" => plus(truth, vec![Unknown::Interactions]),
            "stated" => plus(truth, vec![Unknown::Stated]),
            "user_integrated" => plus(truth, vec![Unknown::Quantity(0)]),
            "user_contributed" => plus(truth, vec![Unknown::Quantity(0), Unknown::Quantity(1)]),
            "provider_integrated" => plus(truth, vec![Unknown::Quantity(2)]),
            "provider_contributed" => plus(truth, vec![Unknown::Quantity(2), Unknown::Quantity(3)]),
            _ => None,
        },
        Analysis::Attribution => {
            let is_destroyed = match name {
                "created" => false,
                "destroyed" => true,
                _ => return None,
            };
            let column = |row: &PublicationRow<BigRational>| column(&truth.parties, row);
            let columns: Vec<usize> = match column(row) {
                Some(column) => vec![column],
                None => {
                    // A pooled party has all shares of the line and measure that are not shown.
                    let same = |other: &&&PublicationRow<BigRational>| {
                        other.line() == row.line() && other.measure() == row.measure()
                    };
                    let is_shown =
                        |row: &PublicationRow<BigRational>| row.figure(name) != Some(PublishedFigure::Withheld);
                    let shown: Vec<usize> =
                        rows.iter().filter(same).filter(|row| is_shown(row)).filter_map(|row| column(row)).collect();
                    (0..truth.parties.len()).filter(|column| !shown.contains(column)).collect()
                }
            };
            plus(truth, columns.into_iter().map(|column| Unknown::Share(measure, is_destroyed, column)).collect())
        }
    }
}

/// The column of a party, or `None` for pooled parties.
fn column(parties: &[Party], row: &PublicationRow<BigRational>) -> Option<usize> {
    let text = |name: &str| match row.figure(name) {
        Some(PublishedFigure::Text(text)) => text,
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
