//! A journal written by these tests gives the same ledger as its entries, and a journal written by the crate can be
//! read back.

use std::collections::BTreeMap;

use covalue::number::Number;
use covalue::record::{Intent, Part};
use covalue::{Catalogue, Ledger, Source, Terms, Use, journal};
use num_rational::BigRational;
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::support::case::{AppraisalRow, Case, ContributionRow, Entry, InteractionRow, Scale};
use crate::support::compare::record;
use crate::support::figures::bits;
use crate::support::figures::statement_of;
use crate::support::generate::{cases, ledger};
use crate::support::generate_terms::terms;
use crate::support::plain_terms::PlainTerms;

/// The text of a number between marks, which are removed later. A JSON value would convert it to a float.
fn number(units: i32, scale: Scale) -> Value {
    json!(format!("#{}#", scale.text(units)))
}

fn unmarked(line: &str) -> String {
    line.replace("\"#", "").replace("#\"", "")
}

fn object(fields: Vec<(&str, Option<Value>)>) -> Value {
    let stated = fields.into_iter().filter_map(|(name, value)| value.map(|value| (name.to_owned(), value)));
    Value::Object(stated.collect::<Map<_, _>>())
}

fn day(day: Option<covalue::Date>) -> Option<Value> {
    day.map(|day| json!(day.to_string()))
}

fn with(dimensions: &[(String, String)]) -> Option<Value> {
    let fields = dimensions.iter().map(|(dimension, value)| (dimension.as_str(), Some(json!(value)))).collect();
    (!dimensions.is_empty()).then(|| object(fields))
}

fn appraisal(row: &AppraisalRow, of: Option<&str>, scale: Scale) -> Value {
    let level = |level: Option<i32>| level.map(|level| number(level, scale));
    let references = row.references.iter().map(|(name, level)| (name.clone(), number(*level, scale)));
    object(vec![
        ("interaction", of.map(|of| json!(of))),
        ("measure", Some(json!(row.measure))),
        ("beneficiary", row.beneficiary.as_ref().map(|actor| json!(actor))),
        ("before", level(row.before)),
        ("after", level(row.after)),
        ("expected", level(row.expected)),
        ("without", level(row.without)),
        ("references", (!row.references.is_empty()).then(|| references.collect())),
        ("change", level(row.change)),
        ("follow_up", (row.follow_up != 1).then(|| json!(row.follow_up))),
        (
            "source",
            match &row.source {
                Source::Proxy(actor) => Some(json!({ "proxy": actor.as_str() })),
                Source::Observed(instrument) => Some(json!({ "observed": instrument.as_str() })),
                // The default may be written or omitted.
                _ => (row.follow_up == 2).then(|| json!("own")),
            },
        ),
        ("made", day(row.made)),
        ("known", day(row.known)),
    ])
}

fn contribution(row: &ContributionRow, scale: Scale) -> Value {
    let parts = |of: Part| {
        let parts: Vec<_> = row.misused.iter().filter(|part| part.part == of).collect();
        match parts[..] {
            [] => None,
            // The short form, if nothing else is stated about the part.
            [part] if part.by.is_none() && part.intent == Intent::Unknown && part.cause.is_none() => {
                Some(number(part.amount, scale))
            }
            _ => Some(Value::Array(
                parts
                    .iter()
                    .map(|part| {
                        object(vec![
                            ("amount", Some(number(part.amount, scale))),
                            ("by", part.by.as_ref().map(|by| json!(by))),
                            ("intent", (part.intent != Intent::Unknown).then(|| json!(part.intent.word()))),
                            ("cause", part.cause.as_ref().map(|cause| json!(cause))),
                        ])
                    })
                    .collect(),
            )),
        }
    };
    object(vec![
        ("party", Some(json!(row.party))),
        ("resource", row.resource.as_ref().map(|resource| json!(resource))),
        ("integrated", row.integrated.map(|amount| number(amount, scale))),
        ("misintegrated", parts(Part::Misintegrated)),
        ("not_integrated", parts(Part::NotIntegrated)),
        ("excused", row.excused.then_some(json!(true))),
    ])
}

fn interaction(row: &InteractionRow, scale: Scale) -> Value {
    let list = |items: &[String]| (!items.is_empty()).then(|| json!(items));
    let users: Vec<Value> = row
        .users
        .iter()
        .map(|user| match with(&user.with) {
            Some(with) => json!({ "id": user.id, "with": with }),
            None => json!(user.id),
        })
        .collect();
    object(vec![
        ("id", row.id.as_ref().map(|id| json!(id))),
        ("service", Some(json!(row.service))),
        ("users", Some(Value::Array(users))),
        ("on", Some(json!(row.on.to_string()))),
        ("known", day(row.known)),
        ("use", (row.how == Use::Indirect).then(|| json!("indirect"))),
        ("with", with(&row.with)),
        ("others", list(&row.others)),
        ("affected", list(&row.affected)),
        ("contributions", Some(row.contributions.iter().map(|row| contribution(row, scale)).collect())),
        ("appraisals", Some(row.appraisals.iter().map(|row| appraisal(row, None, scale)).collect())),
    ])
}

/// The lines of the declarations and of the entries.
fn lines(case: &Case, scale: Scale) -> (Vec<String>, Vec<String>) {
    let measures = case.measures.iter().map(|row| {
        let range = row.range.map(|(lowest, highest)| json!([number(lowest, scale), number(highest, scale)]));
        let measure = object(vec![
            ("id", Some(json!(row.id))),
            ("unit", Some(json!("units"))),
            ("better", Some(json!(row.direction.word()))),
            ("tolerance", (row.tolerance > 0).then(|| number(row.tolerance, scale))),
            ("range", range),
            ("element", row.element.map(|element| json!(element.word()))),
        ]);
        json!({ "measure": measure }).to_string()
    });
    let services = case.services.iter().map(|row| {
        let promises = row.promises.iter().map(|(measure, change)| (measure.as_str(), Some(number(*change, scale))));
        let service = object(vec![
            ("id", Some(json!(row.id))),
            ("provider", Some(json!(row.provider))),
            ("promises", Some(object(promises.collect()))),
        ]);
        json!({ "service": service }).to_string()
    });
    let entry = |entry: &Entry| match entry {
        Entry::Interaction(row) => json!({ "interaction": interaction(row, scale) }).to_string(),
        Entry::Appraisal(id, row) => json!({ "appraisal": appraisal(row, Some(id), scale) }).to_string(),
        Entry::Void(id, reason, known) => {
            let fields =
                vec![("interaction", Some(json!(id))), ("reason", Some(json!(reason))), ("known", day(*known))];
            json!({ "void": object(fields) }).to_string()
        }
    };
    let declarations = measures.chain(services).map(|line| unmarked(&line)).collect();
    (declarations, case.entries.iter().map(|row| unmarked(&entry(row))).collect())
}

fn empty<N: Number>() -> Ledger<N> {
    Ledger::new(&Catalogue::empty())
}

#[track_caller]
fn a_journal_equals_its_entries<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) {
    let recorded = record::<N>(case, scale);
    let (declarations, entries) = lines(case, scale);
    let journal = [declarations.clone(), entries.clone()].concat().join("\n");
    let mut lenient = empty::<N>();
    let options = journal::Options::new().partial_dates();
    let intake = options.read_lenient(&mut lenient, journal.as_bytes()).expect("no fault of the input");
    assert!(lenient == recorded.ledger, "a journal of the same entries gives the same ledger");
    let refused: Vec<_> = intake.refused().iter().map(|refused| (refused.line(), refused.rule())).collect();
    let line = |index: usize| (declarations.len() + index + 1) as u64;
    let expected = recorded.refused.iter().enumerate();
    let expected: Vec<_> = expected.filter_map(|(index, rule)| rule.map(|rule| (line(index), rule))).collect();
    assert_eq!(refused, expected, "the crate's are on the left");
    assert_eq!(bits(&statement_of(&lenient, terms)), bits(&statement_of(&recorded.ledger, terms)));
    // A strict read names the first refused entry and keeps nothing. Without the refused entries it succeeds.
    let mut strict = empty::<N>();
    match expected.first() {
        Some((line, rule)) => {
            let error = options.read(&mut strict, journal.as_bytes()).expect_err("an entry is refused");
            assert_eq!((error.line(), error.rule()), (*line, *rule));
            assert!(error.to_string().starts_with(&format!("line {line}: {rule}: ")), "{error}");
            assert!(strict == empty(), "a refused journal changed the ledger");
            let good =
                entries.iter().zip(&recorded.accepted).filter(|(_, accepted)| **accepted).map(|(entry, _)| entry);
            let good = declarations.iter().chain(good).cloned().collect::<Vec<_>>().join("\r\n");
            let _ = options.read(&mut strict, good.as_bytes()).expect("every entry is valid");
        }
        None => {
            let _ = options.read(&mut strict, journal.as_bytes()).expect("every entry is valid");
        }
    }
    assert!(strict == recorded.ledger);
    // The journal written by the crate gives the same ledger, which writes the same journal.
    let mut written = Vec::new();
    journal::write(&recorded.ledger, &mut written).expect("writing to memory succeeds");
    let mut back = empty::<N>();
    let _ = options.read(&mut back, &written[..]).expect("the crate reads its own journals");
    assert!(back == recorded.ledger, "{}", String::from_utf8_lossy(&written));
    let mut again = Vec::new();
    journal::write(&back, &mut again).expect("writing to memory succeeds");
    assert_eq!(String::from_utf8(again), String::from_utf8(written));
    json_has_every_figure(&recorded.ledger, terms);
}

#[track_caller]
fn json_has_every_figure<N: Number>(ledger: &Ledger<N>, terms: &PlainTerms) {
    let statement = ledger.statement(Terms::from(terms)).expect("valid terms");
    let json = statement.to_json().expect("no overflow");
    let written: WrittenStatement = serde_json::from_str(&json).expect("JSON");
    assert_eq!(written.cells.len(), statement.len());
    for (cell, written) in statement.cells().zip(written.cells) {
        let figures = cell.figures().expect("no overflow");
        for (name, figure) in [
            ("created", figures.created()),
            ("destroyed", figures.destroyed()),
            ("net", figures.net()),
            ("hidden", figures.hidden()),
            ("windfall_gain", figures.windfall_gain()),
            ("windfall_loss", figures.windfall_loss()),
            ("within_down", figures.within_down()),
        ] {
            let text = written[name].get().trim_matches('"');
            assert_eq!(N::parse(text).expect("a number").text(), figure.text(), "{name}");
        }
        let coverage = cell.coverage();
        let count = |count: Option<u64>| count.map_or_else(|| "null".to_owned(), |count| count.to_string());
        assert_eq!(written["measure"].get(), format!("\"{}\"", cell.measure()));
        for (name, number) in [
            ("windfall_gains", cell.windfall_gain_count()),
            ("windfall_losses", cell.windfall_loss_count()),
            ("better", cell.better_count()),
            ("worse", cell.worse_count()),
            ("left_out", cell.left_out_count()),
        ] {
            assert_eq!(written[name].get(), number.to_string(), "{name}");
        }
        assert_eq!(written["missing"].get(), count(coverage.map(|coverage| coverage.missing())));
    }
}

/// Figures are kept as text, because a JSON value would convert them to floats and lose digits.
#[derive(serde::Deserialize)]
struct WrittenStatement {
    cells: Vec<BTreeMap<String, Box<RawValue>>>,
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn r01_a_journal_equals_its_entries(case in ledger(), terms in terms()) {
        a_journal_equals_its_entries::<BigRational>(&case, Scale::Tenths, &terms);
        a_journal_equals_its_entries::<f64>(&case, Scale::Tenths, &terms);
        a_journal_equals_its_entries::<Decimal>(&case, Scale::Eighths, &terms);
        a_journal_equals_its_entries::<i64>(&case, Scale::Whole, &terms);
        a_journal_equals_its_entries::<f64>(&case.without_ranges(), Scale::Wild, &terms);
    }
}
