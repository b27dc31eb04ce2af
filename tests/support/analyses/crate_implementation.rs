//! The crate as an [`Implementation`]. It reads the analyses from their JSON (section 16), and calls methods only for
//! values that the JSON does not contain. No other module depends on the names of the crate's analyses.

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

use super::attribution::{AttributionResult, AttributionRule};
use super::engagement_drivers::share_follows;
use super::implementation::{Analyses, AnalysisOptions, Implementation};
use super::relations::DETRIMENT;
use super::{RowKey, Table, json_tables};
use crate::support::case::{Case, Scale};
use crate::support::compare::{NumberKind, record, values};
use crate::support::plain_terms::{Line, PlainTerms};

/// A number type that supports all analyses.
pub trait FractionKind: NumberKind + Fraction + Apportion {}

impl<N: NumberKind + Fraction + Apportion> FractionKind for N {}

/// The crate with one number type.
pub struct CrateImplementation<N>(PhantomData<N>);

impl<N: FractionKind> Implementation for CrateImplementation<N> {
    type Amount = N;

    fn accepted(case: &Case, scale: Scale) -> Vec<bool> {
        record::<N>(case, scale).accepted
    }

    fn attribution(case: &Case, scale: Scale, terms: &PlainTerms, rule: AttributionRule) -> AttributionResult<N> {
        attribution(&record::<N>(case, scale).ledger, terms, rule)
    }

    fn analyses(case: &Case, scale: Scale, terms: &PlainTerms, options: &AnalysisOptions) -> Analyses<N> {
        analyses(&record::<N>(case, scale).ledger, terms, options)
    }

    fn figures(case: &Case, scale: Scale, terms: &PlainTerms) -> BTreeMap<RowKey, [N; 2]> {
        figures(&record::<N>(case, scale).ledger, terms)
    }
}

/// The crate with integers, which can be apportioned but not divided.
pub struct IntegerCrateImplementation;

impl Implementation for IntegerCrateImplementation {
    type Amount = i64;

    fn accepted(case: &Case, scale: Scale) -> Vec<bool> {
        record::<i64>(case, scale).accepted
    }

    fn attribution(case: &Case, scale: Scale, terms: &PlainTerms, rule: AttributionRule) -> AttributionResult<i64> {
        attribution(&record::<i64>(case, scale).ledger, terms, rule)
    }

    fn analyses(case: &Case, scale: Scale, terms: &PlainTerms, options: &AnalysisOptions) -> Analyses<i64> {
        let ledger = record::<i64>(case, scale).ledger;
        Analyses {
            engagement: engagement(&ledger, terms, options),
            engagement_drivers: engagement_drivers(&ledger, terms, options),
            attribution: super::attribution::RULES.iter().map(|rule| attribution(&ledger, terms, *rule)).collect(),
            relations: relations(&ledger, terms),
            cross: cross(&ledger, terms, options),
            drivers: drivers(&ledger, terms, options),
            risk: Table::new(),
        }
    }

    fn figures(case: &Case, scale: Scale, terms: &PlainTerms) -> BTreeMap<RowKey, [i64; 2]> {
        figures(&record::<i64>(case, scale).ledger, terms)
    }
}

pub fn analyses<N: FractionKind>(ledger: &Ledger<N>, terms: &PlainTerms, options: &AnalysisOptions) -> Analyses<N> {
    Analyses {
        engagement: engagement(ledger, terms, options),
        engagement_drivers: engagement_drivers(ledger, terms, options),
        attribution: super::attribution::RULES.iter().map(|rule| attribution(ledger, terms, *rule)).collect(),
        relations: relations(ledger, terms),
        cross: cross(ledger, terms, options),
        drivers: drivers(ledger, terms, options),
        risk: risk(ledger, terms, options),
    }
}

fn rows<N: Number>(json: &str, terms: &PlainTerms) -> Table<N> {
    let json: Value = serde_json::from_str(json).expect("JSON");
    json_tables::rows(&json, &terms.by)
}

pub fn figures<N: NumberKind>(ledger: &Ledger<N>, terms: &PlainTerms) -> BTreeMap<RowKey, [N; 2]> {
    let statement = ledger.statement(Terms::from(terms)).expect("generated terms are valid");
    let figures = |cell: covalue::statement::Cell<N>| {
        let key = RowKey::of(&values(cell.line()), cell.measure().as_str());
        (key, [cell.created().expect("no overflow"), cell.destroyed().expect("no overflow")])
    };
    statement.cells().map(figures).collect()
}

fn engagement<N: NumberKind>(ledger: &Ledger<N>, terms: &PlainTerms, options: &AnalysisOptions) -> Option<Table<N>> {
    let engagement = ledger.engagement(Terms::from(terms)).ok()?;
    let mut table: Table<N> = rows(&engagement.to_json(), terms);
    let (p, q) = options.threshold;
    let (part, whole) = options.stated_in;
    let threshold = Threshold::new(p, q).and_then(|at| at.stated_in(part, whole)).expect("shares");
    for line in engagement.lines() {
        let row =
            table.get_mut(&RowKey::of(&values(line.line()), "")).expect("every line of the analysis is in its JSON");
        let at_half = line.scenario().map(|scenario| scenario.word().to_owned());
        assert_eq!(row.word, at_half, "the scenario in JSON and the one of the method");
        row.word = line.scenario_at(threshold).map(|scenario| scenario.word().to_owned());
    }
    Some(table)
}

/// Reads the JSON, and checks its shares against its counts.
fn engagement_drivers<N: NumberKind>(ledger: &Ledger<N>, terms: &PlainTerms, options: &AnalysisOptions) -> Table<N> {
    let terms = ParticipationTerms::of(Terms::from(terms)).at_least(options.minimum);
    let drivers = ledger.engagement_drivers(terms, options.dimension).expect("generated terms are valid");
    let json: Value = serde_json::from_str(&drivers.to_json()).expect("JSON");
    for line in json["lines"].as_array().expect("a list") {
        share_follows(&line["with"], options.minimum);
        share_follows(&line["without"], options.minimum);
    }
    json_tables::rows(&json, &[])
}

pub fn attribution<N: NumberKind + Apportion>(
    ledger: &Ledger<N>,
    terms: &PlainTerms,
    rule: AttributionRule,
) -> AttributionResult<N> {
    attribution_result(&attribution_of(ledger, terms, rule), terms)
}

pub fn attribution_of<N: NumberKind + Apportion>(
    ledger: &Ledger<N>,
    terms: &PlainTerms,
    rule: AttributionRule,
) -> Attribution<N> {
    let terms = Terms::from(terms);
    match rule {
        AttributionRule::Equal => ledger.attribution_of(terms, Equal),
        AttributionRule::Proportional => ledger.attribution_of(terms, Proportional),
        AttributionRule::Cooperation => ledger.attribution_of(terms, Cooperation),
    }
    .expect("generated terms are valid")
}

pub fn attribution_result<N: NumberKind + Apportion>(
    attribution: &Attribution<N>,
    terms: &PlainTerms,
) -> AttributionResult<N> {
    AttributionResult { table: rows(&attribution.to_json(), terms), equal_split_count: attribution.equal_split_count() }
}

fn relations<N: NumberKind>(ledger: &Ledger<N>, terms: &PlainTerms) -> Table<N> {
    let relations = ledger.relations(Terms::from(terms)).expect("generated terms are valid");
    let mut table: Table<N> = rows(&relations.to_json(), terms);
    for line in relations.lines() {
        let key = RowKey::of(&values(line.line()), line.measure().as_str());
        let row = table.get_mut(&key).expect("every line of the analysis is in its JSON");
        let (nothing, affected) = (line.detriment().integrated_nothing(), line.detriment().affected());
        let counts = [nothing, affected].map(|outcomes| [outcomes.better(), outcomes.worse(), outcomes.unchanged()]);
        row.counts.extend(DETRIMENT.into_iter().zip(counts.into_iter().flatten()));
    }
    table
}

fn cross<N: NumberKind>(ledger: &Ledger<N>, terms: &PlainTerms, options: &AnalysisOptions) -> Table<N> {
    let [measure, other] = options.crossed;
    rows(&crossed(ledger, terms, [measure, other]).to_json(), terms)
}

pub fn crossed<N: NumberKind>(ledger: &Ledger<N>, terms: &PlainTerms, [measure, other]: [&str; 2]) -> Cross<N> {
    ledger.cross(Terms::from(terms), measure, other).expect("generated terms are valid")
}

fn drivers<N: NumberKind>(ledger: &Ledger<N>, terms: &PlainTerms, options: &AnalysisOptions) -> Table<N> {
    let drivers = ledger.drivers(Terms::from(terms), options.dimension).expect("generated terms are valid");
    let json: Value = serde_json::from_str(&drivers.to_json()).expect("JSON");
    json_tables::rows(&json, &[])
}

fn risk<N: NumberKind + Fraction>(ledger: &Ledger<N>, terms: &PlainTerms, options: &AnalysisOptions) -> Table<N> {
    let risk = RiskTerms::of(Terms::from(terms)).level(options.level, 8).expect("eighths").at_least(options.minimum);
    let risks = ledger.risk(risk).expect("generated terms are valid");
    rows(&risks.to_json(), terms)
}

/// The Shapley values of a game. The index of a worth is the bit set of its coalition.
pub fn shapley(players: usize, worths: &[BigRational]) -> Vec<BigRational> {
    let game = covalue::game::game(players, |coalition: Coalition| worths[coalition.bits() as usize].clone());
    covalue::game::shapley(&game).expect("the game has few players")
}

/// Attribution by a game in which a coalition is worth its number of players. Its shares are those of `Equal`.
pub fn attribution_by_heads(ledger: &Ledger<BigRational>, terms: &PlainTerms) -> AttributionResult<BigRational> {
    let heads = covalue::attribution::ByGame::new(
        "heads",
        |_: &covalue::attribution::Participants<'_, BigRational>, coalition: Coalition| {
            BigRational::from_integer(coalition.len().into())
        },
    );
    let attribution = ledger.attribution_of(Terms::from(terms), heads).expect("generated terms are valid");
    attribution_result(&attribution, terms)
}

/// A published row: line (`None` for the pool), measure, created and destroyed amounts (`None` if withheld), and
/// number of people.
pub type PublishedRow<N> = (Option<Line>, String, [Option<N>; 2], Option<usize>);

pub fn disclosed<N: NumberKind>(ledger: &Ledger<N>, terms: &PlainTerms, k: usize) -> Vec<PublishedRow<N>> {
    let disclosed = ledger.publish(k as u64).statement(Terms::from(terms)).expect("generated terms are valid");
    let published = |row: &covalue::disclosure::PublicationRow<N>| {
        let amounts = ["created", "destroyed"].map(|name| match row.figure(name) {
            Some(Figure::Amount(amount)) => Some(amount),
            Some(Figure::Withheld) => None,
            other => panic!("{name} is {other:?}"),
        });
        let measure = row.measure().expect("a row of a statement has a measure").to_string();
        (row.line().map(values), measure, amounts, row.person_count().map(|people| people as usize))
    };
    disclosed.rows().map(published).collect()
}

/// The tombstone, or `None` if neither the books nor the catalogue contain the actor.
pub fn forget<N: NumberKind>(ledger: &mut Ledger<N>, actor: &str) -> Option<String> {
    ledger.forget(actor).ok().map(|tombstone| tombstone.to_string())
}
