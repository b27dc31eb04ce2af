//! The crate's side of the comparison, and the only module that knows how its readings are called: they come as they
//! are written (section 16), and by their methods where nothing is written.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use covalue::analysis::Figure;
use covalue::attribution::{Attribution, Equal, Proportional};
use covalue::cross::Cross;
use covalue::engagement::Threshold;
use covalue::engagement_drivers::ParticipationTerms;
use covalue::game::Coalition;
use covalue::number::{Apportion, Fraction, Number};
use covalue::risk::RiskTerms;
use covalue::{Cooperation, Ledger, Terms};
use num_rational::BigRational;
use serde_json::Value;

use super::attribution::{Attributed, Sharing};
use super::engagement_drivers::share_follows;
use super::relations::DETRIMENT;
use super::side::{Asked, Readings, Side};
use super::{Place, Table, written};
use crate::support::case::{Case, Scale};
use crate::support::compare::{Kind, record, values};
use crate::support::oracle::{Line, PlainTerms};

/// A kind of number that all readings are of.
pub trait Divides: Kind + Fraction + Apportion {}

impl<N: Kind + Fraction + Apportion> Divides for N {}

/// The crate over one kind of number.
pub struct Crate<N>(PhantomData<N>);

impl<N: Divides> Side for Crate<N> {
    type Amount = N;

    fn let_in(case: &Case, scale: Scale) -> Vec<bool> {
        record::<N>(case, scale).let_in
    }

    fn attribution(case: &Case, scale: Scale, terms: &PlainTerms, rule: Sharing) -> Attributed<N> {
        attribution(&record::<N>(case, scale).ledger, terms, rule)
    }

    fn readings(case: &Case, scale: Scale, terms: &PlainTerms, asked: &Asked) -> Readings<N> {
        readings(&record::<N>(case, scale).ledger, terms, asked)
    }

    fn figures(case: &Case, scale: Scale, terms: &PlainTerms) -> BTreeMap<Place, [N; 2]> {
        figures(&record::<N>(case, scale).ledger, terms)
    }
}

/// The crate over whole numbers, which are shared but not divided.
pub struct CrateOfWhole;

impl Side for CrateOfWhole {
    type Amount = i64;

    fn let_in(case: &Case, scale: Scale) -> Vec<bool> {
        record::<i64>(case, scale).let_in
    }

    fn attribution(case: &Case, scale: Scale, terms: &PlainTerms, rule: Sharing) -> Attributed<i64> {
        attribution(&record::<i64>(case, scale).ledger, terms, rule)
    }

    fn readings(case: &Case, scale: Scale, terms: &PlainTerms, asked: &Asked) -> Readings<i64> {
        let ledger = record::<i64>(case, scale).ledger;
        Readings {
            engagement: engagement(&ledger, terms, asked),
            engagement_drivers: engagement_drivers(&ledger, terms, asked),
            attribution: super::attribution::RULES.iter().map(|rule| attribution(&ledger, terms, *rule)).collect(),
            relations: relations(&ledger, terms),
            cross: cross(&ledger, terms, asked),
            drivers: drivers(&ledger, terms, asked),
            risk: Table::new(),
        }
    }

    fn figures(case: &Case, scale: Scale, terms: &PlainTerms) -> BTreeMap<Place, [i64; 2]> {
        figures(&record::<i64>(case, scale).ledger, terms)
    }
}

pub fn readings<N: Divides>(ledger: &Ledger<N>, terms: &PlainTerms, asked: &Asked) -> Readings<N> {
    Readings {
        engagement: engagement(ledger, terms, asked),
        engagement_drivers: engagement_drivers(ledger, terms, asked),
        attribution: super::attribution::RULES.iter().map(|rule| attribution(ledger, terms, *rule)).collect(),
        relations: relations(ledger, terms),
        cross: cross(ledger, terms, asked),
        drivers: drivers(ledger, terms, asked),
        risk: risk(ledger, terms, asked),
    }
}

fn rows<N: Number>(json: &str, terms: &PlainTerms) -> Table<N> {
    let json: Value = serde_json::from_str(json).expect("JSON");
    written::rows(&json, &terms.by)
}

pub fn figures<N: Kind>(ledger: &Ledger<N>, terms: &PlainTerms) -> BTreeMap<Place, [N; 2]> {
    let statement = ledger.statement(Terms::from(terms)).expect("generated terms are valid");
    let figures = |cell: covalue::statement::Cell<N>| {
        let place = Place::of(&values(cell.line()), cell.measure().as_str());
        (place, [cell.created().expect("no overflow"), cell.destroyed().expect("no overflow")])
    };
    statement.cells().map(figures).collect()
}

fn engagement<N: Kind>(ledger: &Ledger<N>, terms: &PlainTerms, asked: &Asked) -> Option<Table<N>> {
    let engagement = ledger.engagement(Terms::from(terms)).ok()?;
    let mut table: Table<N> = rows(&engagement.to_json(), terms);
    let (p, q) = asked.threshold;
    let threshold = Threshold::new(p, q).expect("p of q");
    for line in &engagement {
        let row = table.get_mut(&Place::of(&values(line.line()), "")).expect("what is listed is written");
        let at_half = line.scenario().map(|scenario| scenario.word().to_owned());
        assert_eq!(row.word, at_half, "as written and as asked for");
        row.word = line.scenario_at(threshold).map(|scenario| scenario.word().to_owned());
    }
    Some(table)
}

/// As it is written, with its shares held to its counts.
fn engagement_drivers<N: Kind>(ledger: &Ledger<N>, terms: &PlainTerms, asked: &Asked) -> Table<N> {
    let terms = ParticipationTerms::of(Terms::from(terms)).at_least(asked.minimum);
    let drivers = ledger.engagement_drivers(terms, asked.dimension).expect("generated terms are valid");
    let json: Value = serde_json::from_str(&drivers.to_json()).expect("JSON");
    for line in json["lines"].as_array().expect("a list") {
        share_follows(&line["with"], asked.minimum);
        share_follows(&line["without"], asked.minimum);
    }
    written::rows(&json, &[])
}

pub fn attribution<N: Kind + Apportion>(ledger: &Ledger<N>, terms: &PlainTerms, rule: Sharing) -> Attributed<N> {
    attributed(&attribution_of(ledger, terms, rule), terms)
}

pub fn attribution_of<N: Kind + Apportion>(ledger: &Ledger<N>, terms: &PlainTerms, rule: Sharing) -> Attribution<N> {
    let terms = Terms::from(terms);
    match rule {
        Sharing::Equal => ledger.attribution_of(terms, Equal),
        Sharing::Proportional => ledger.attribution_of(terms, Proportional),
        Sharing::Cooperation => ledger.attribution_of(terms, Cooperation),
    }
    .expect("generated terms are valid")
}

pub fn attributed<N: Kind + Apportion>(attribution: &Attribution<N>, terms: &PlainTerms) -> Attributed<N> {
    Attributed { table: rows(&attribution.to_json(), terms), counted_equally: attribution.equal_split_count() }
}

fn relations<N: Kind>(ledger: &Ledger<N>, terms: &PlainTerms) -> Table<N> {
    let relations = ledger.relations(Terms::from(terms)).expect("generated terms are valid");
    let mut table: Table<N> = rows(&relations.to_json(), terms);
    for line in relations.lines() {
        let place = Place::of(&values(line.line()), line.measure().as_str());
        let row = table.get_mut(&place).expect("what is listed is written");
        let (nothing, affected) = (line.detriment().integrated_nothing(), line.detriment().affected());
        let counts = [nothing, affected].map(|ended| [ended.better(), ended.worse(), ended.unchanged()]);
        row.counts.extend(DETRIMENT.into_iter().zip(counts.into_iter().flatten()));
    }
    table
}

fn cross<N: Kind>(ledger: &Ledger<N>, terms: &PlainTerms, asked: &Asked) -> Table<N> {
    let [measure, other] = asked.crossed;
    rows(&crossed(ledger, terms, [measure, other]).to_json(), terms)
}

pub fn crossed<N: Kind>(ledger: &Ledger<N>, terms: &PlainTerms, [measure, other]: [&str; 2]) -> Cross<N> {
    ledger.cross(Terms::from(terms), measure, other).expect("generated terms are valid")
}

fn drivers<N: Kind>(ledger: &Ledger<N>, terms: &PlainTerms, asked: &Asked) -> Table<N> {
    let drivers = ledger.drivers(Terms::from(terms), asked.dimension).expect("generated terms are valid");
    let json: Value = serde_json::from_str(&drivers.to_json()).expect("JSON");
    written::rows(&json, &[])
}

fn risk<N: Kind + Fraction>(ledger: &Ledger<N>, terms: &PlainTerms, asked: &Asked) -> Table<N> {
    let risk = RiskTerms::of(Terms::from(terms)).level(asked.level, 8).expect("eighths").at_least(asked.minimum);
    let risks = ledger.risk(risk).expect("generated terms are valid");
    rows(&risks.to_json(), terms)
}

/// Shapley values of the game with these worths, by the coalitions' bits.
pub fn shapley(players: usize, worths: &[BigRational]) -> Vec<BigRational> {
    let game = covalue::game::game(players, |coalition: Coalition| worths[coalition.bits() as usize].clone());
    covalue::game::shapley(&game).expect("few players")
}

/// Shares by the game in which a coalition is worth its heads: those of `Equal`.
pub fn attribution_by_heads(ledger: &Ledger<BigRational>, terms: &PlainTerms) -> Attributed<BigRational> {
    let heads = covalue::attribution::ByGame::new(
        "heads",
        |_: &covalue::attribution::Participants<'_, BigRational>, coalition: Coalition| {
            BigRational::from_integer(coalition.len().into())
        },
    );
    let attribution = ledger.attribution_of(Terms::from(terms), heads).expect("generated terms are valid");
    attributed(&attribution, terms)
}

/// A published row: its line (none of a pool), its measure, created and destroyed where they are shown, and how many people
/// it is of.
pub type PublishedRow<N> = (Option<Line>, String, [Option<N>; 2], Option<usize>);

pub fn disclosed<N: Kind>(ledger: &Ledger<N>, terms: &PlainTerms, k: usize) -> Vec<PublishedRow<N>> {
    let disclosed = ledger.publish(k as u64).statement(Terms::from(terms)).expect("generated terms are valid");
    let published = |row: &covalue::disclosure::PublicationRow<N>| {
        let amounts = ["created", "destroyed"].map(|name| match row.figure(name) {
            Some(Figure::Amount(amount)) => Some(amount),
            Some(Figure::Withheld) => None,
            other => panic!("{name} is {other:?}"),
        });
        let measure = row.measure().expect("a row of a statement is of a measure").to_string();
        (row.line().map(values), measure, amounts, row.person_count().map(|people| people as usize))
    };
    disclosed.rows().map(published).collect()
}

/// The tombstone, or none where nobody of that id is in the books or the catalogue.
pub fn forget<N: Kind>(ledger: &mut Ledger<N>, actor: &str) -> Option<String> {
    ledger.forget(actor).ok().map(|tombstone| tombstone.to_string())
}
