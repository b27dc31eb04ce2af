//! R49, own word first: appraisals by others fill what a person did not say, and replace nothing.

use std::collections::BTreeMap;

use covalue::number::Number;
use covalue::record::SourceKind;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
use num_rational::BigRational;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::case::{Case, Scale};
use crate::support::compare::record;
use crate::support::figures::{in_both_kinds, stated};
use crate::support::generate::{ledger, terms};
use crate::support::oracle::{Arithmetic, Classification, Line, PlainTerms, books, counted};
use crate::support::validation;

/// How near a source is to the person whom it is about.
fn distance(source: SourceKind) -> usize {
    [SourceKind::Own, SourceKind::Proxy, SourceKind::Observed].iter().position(|kind| *kind == source).expect("three")
}

/// An appraisal that is counted: interaction, beneficiary, measure.
type Whose = (String, String, String);
/// Its line, what it counts as, its amount, its source.
type Counted = (Line, String, String, SourceKind);

fn counted_here<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) -> BTreeMap<Whose, Counted> {
    let ledger = record::<N>(case, scale).ledger;
    let mut all = BTreeMap::new();
    for cell in stated(&ledger, terms).cells() {
        let line: Line = cell.line().values().map(|value| value.map(str::to_owned)).collect();
        let trace = ledger.trace(Terms::from(terms), cell.line(), cell.measure()).expect("a line");
        for entry in trace.entries().filter(|entry| entry.counts_as() != covalue::statement::Classification::LeftOut) {
            let whose = (entry.interaction().to_string(), entry.beneficiary().to_string(), cell.measure().to_string());
            let amount = entry.amount().map(|amount| format!("{amount:?}")).unwrap_or_default();
            let counted = (line.clone(), entry.counts_as().word().to_owned(), amount, entry.source());
            assert!(all.insert(whose, counted).is_none(), "one counts at the most");
        }
    }
    all
}

/// The same of the second implementation, over fractions.
fn counted_there(case: &Case, scale: Scale, terms: &PlainTerms) -> BTreeMap<Whose, Counted> {
    let let_in: Vec<bool> = validation::refusals(case).iter().map(Option::is_none).collect();
    let books = books(case, &let_in);
    let all = counted(case, &books, Arithmetic::Exact(scale), terms).into_iter();
    all.filter(|one| one.behind.counts_as != Classification::LeftOut)
        .map(|one| {
            let behind = one.behind;
            let measure = one.said.row.measure.clone();
            let (kind, amount) = (format!("{:?}", behind.counts_as), format!("{:?}", behind.change));
            let whose = (behind.interaction.to_string(), behind.beneficiary, measure);
            (whose, (one.line, kind, amount, one.said.row.source.kind()))
        })
        .collect()
}

/// Whoever is nearer stays, on the same line and as the same, whatever kind of source is included beside it.
#[track_caller]
fn nearer_words_stay(here: &BTreeMap<Whose, Counted>, there: &BTreeMap<Whose, Counted>, included: SourceKind) -> usize {
    let nearer = here.iter().filter(|(_, (.., source))| distance(*source) < distance(included));
    let nearer: Vec<_> = nearer.collect();
    for (whose, counted) in &nearer {
        assert_eq!(there.get(whose), Some(*counted), "{whose:?}, with {included} included");
    }
    nearer.len()
}

#[track_caller]
fn own_word_first<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms, included: SourceKind) {
    let sources = terms.sources.iter().copied().filter(|kind| *kind != included).collect();
    let without = PlainTerms { sources, ..terms.clone() };
    let mut with = without.clone();
    with.sources.push(included);
    nearer_words_stay(&counted_here::<N>(case, scale, &without), &counted_here::<N>(case, scale, &with), included);
    nearer_words_stay(&counted_there(case, scale, &without), &counted_there(case, scale, &with), included);
    // The furthest kind that is included only fills: nobody is missing who was not.
    if without.sources.iter().all(|kind| distance(*kind) < distance(included)) {
        let ledger = record::<N>(case, scale).ledger;
        let (before, after) = (stated(&ledger, &without), stated(&ledger, &with));
        for cell in before.cells() {
            let Some(coverage) = cell.coverage() else { continue };
            let after = after.cell(cell.line(), cell.measure()).expect("what is due stays due");
            assert!(after.coverage().is_some_and(|after| after.made() >= coverage.made()), "{included} takes away");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn r49_own_word_first(
        case in ledger(),
        terms in terms(),
        included in select(&[SourceKind::Proxy, SourceKind::Observed][..]),
    ) {
        in_both_kinds!(own_word_first(&case, &terms, included));
    }
}

fn pain() -> Appraisal {
    Appraisal::of("pain")
}

/// Gains, losses, left out and net of one visit with these appraisals, everyone's word included.
fn read(said: impl IntoIterator<Item = Appraisal>, follow_up: Option<u32>) -> (u64, u64, u64, f64) {
    let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")]);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
    ledger.record(said.into_iter().fold(visit, Interaction::appraisal)).unwrap();
    let terms = Terms::by(By::Service).including(SourceKind::Proxy).including(SourceKind::Observed);
    let terms = follow_up.into_iter().fold(terms, Terms::follow_up);
    let line = ledger.statement(terms).unwrap().line("physio", "pain").unwrap();
    (line.gains(), line.losses(), line.left_out(), line.net())
}

#[test]
fn r49_a_proxys_later_word_does_not_take_the_place_of_her_own() {
    let own = || pain().before(6.0).after(4.0);
    let proxy = |number| pain().before(6.0).after(9.0).follow_up(number).by_proxy("clinic");
    assert_eq!(read([own()], None), (1, 0, 0, 2.0));
    assert_eq!(read([own(), proxy(2)], None), (1, 0, 0, 2.0));
    assert_eq!(read([own(), pain().before(6.0).after(9.0).follow_up(3).observed("scale")], None), (1, 0, 0, 2.0));
    // Nor does one without a level before lose her gain.
    assert_eq!(read([own(), pain().after(9.0).follow_up(2).by_proxy("clinic")], None), (1, 0, 0, 2.0));
    // Who wants one point in time asks for that follow-up.
    assert_eq!(read([own(), proxy(2)], Some(2)), (0, 1, 0, -3.0));
    // Of her own words the last counts, of two others the nearer.
    assert_eq!(read([own(), pain().before(6.0).after(5.0).follow_up(2)], None), (1, 0, 0, 1.0));
    let scale = pain().before(6.0).after(1.0).follow_up(3).observed("scale");
    assert_eq!(read([proxy(1), scale], None), (0, 1, 0, -3.0));
}

#[test]
fn r49_others_fill_what_she_did_not_say() {
    // She did not come back: the proxy's outcome goes before her level alone.
    let proxy = || pain().before(7.0).after(5.0).by_proxy("clinic");
    assert_eq!(read([pain().before(6.0), proxy()], None), (1, 0, 0, 2.0));
    assert_eq!(read([pain().before(6.0).follow_up(2), proxy()], None), (1, 0, 0, 2.0));
    // Her outcome without a level before is her word, and is left out.
    assert_eq!(read([pain().after(4.0), proxy()], None), (0, 0, 1, 0.0));
}
