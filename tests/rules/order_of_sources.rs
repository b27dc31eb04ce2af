//! R49: a proxy's or an observed appraisal fills a gap in a person's own appraisals, and never replaces one.

use std::collections::BTreeMap;

use covalue::number::Number;
use covalue::record::SourceKind;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
use num_rational::BigRational;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::case::{Case, Scale};
use crate::support::compare::record;
use crate::support::figures::{in_both_kinds, statement_of};
use crate::support::generate::{cases, ledger};
use crate::support::generate_terms::terms;
use crate::support::oracle::{Arithmetic, Classification, books, counted_appraisals};
use crate::support::plain_terms::{Line, PlainTerms};
use crate::support::validation;

/// The rank of a source: own, proxy, observed.
fn distance(source: SourceKind) -> usize {
    [SourceKind::Own, SourceKind::Proxy, SourceKind::Observed].iter().position(|kind| *kind == source).expect("three")
}

/// Interaction, beneficiary and measure of a counted appraisal.
type AppraisalKey = (String, String, String);
/// Line, classification, amount and source of a counted appraisal.
type AppraisalValue = (Line, String, String, SourceKind);

fn counted_here<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) -> BTreeMap<AppraisalKey, AppraisalValue> {
    let ledger = record::<N>(case, scale).ledger;
    let mut all = BTreeMap::new();
    for cell in statement_of(&ledger, terms).cells() {
        let line: Line = cell.line().values().map(|value| value.map(str::to_owned)).collect();
        let trace = ledger.trace(Terms::from(terms), cell.line(), cell.measure()).expect("a line");
        for entry in trace.entries().filter(|entry| entry.counts_as() != covalue::statement::Classification::LeftOut) {
            let key = (entry.interaction().to_string(), entry.beneficiary().to_string(), cell.measure().to_string());
            let amount = entry.amount().map(|amount| format!("{amount:?}")).unwrap_or_default();
            let counted = (line.clone(), entry.counts_as().word().to_owned(), amount, entry.source());
            assert!(all.insert(key, counted).is_none(), "at most one appraisal counts");
        }
    }
    all
}

/// The counted appraisals of the second implementation, as fractions.
fn counted_there(case: &Case, scale: Scale, terms: &PlainTerms) -> BTreeMap<AppraisalKey, AppraisalValue> {
    let accepted: Vec<bool> = validation::refusals(case).iter().map(Option::is_none).collect();
    let books = books(case, &accepted);
    let all = counted_appraisals(case, &books, Arithmetic::Exact(scale), terms).into_iter();
    all.filter(|one| one.entry.counts_as != Classification::LeftOut)
        .map(|one| {
            let entry = one.entry;
            let measure = one.appraisal.row.measure.clone();
            let (kind, amount) = (format!("{:?}", entry.counts_as), format!("{:?}", entry.change));
            let key = (entry.interaction.to_string(), entry.beneficiary, measure);
            (key, (one.line, kind, amount, one.appraisal.row.source.kind()))
        })
        .collect()
}

/// Including a source must not change an appraisal of a source with a lower rank.
#[track_caller]
fn lower_ranks_stay(
    here: &BTreeMap<AppraisalKey, AppraisalValue>,
    there: &BTreeMap<AppraisalKey, AppraisalValue>,
    included: SourceKind,
) -> usize {
    let nearer = here.iter().filter(|(_, (.., source))| distance(*source) < distance(included));
    let nearer: Vec<_> = nearer.collect();
    for (key, counted) in &nearer {
        assert_eq!(there.get(key), Some(*counted), "{key:?}, with {included} included");
    }
    nearer.len()
}

#[track_caller]
fn further_sources_replace_no_own_appraisal<N: Number>(
    case: &Case,
    scale: Scale,
    terms: &PlainTerms,
    included: SourceKind,
) {
    let sources = terms.sources.iter().copied().filter(|kind| *kind != included).collect();
    let without = PlainTerms { sources, ..terms.clone() };
    let mut with = without.clone();
    with.sources.push(included);
    lower_ranks_stay(&counted_here::<N>(case, scale, &without), &counted_here::<N>(case, scale, &with), included);
    lower_ranks_stay(&counted_there(case, scale, &without), &counted_there(case, scale, &with), included);
    // Including the source with the highest rank only fills gaps, so no due appraisal becomes missing.
    if without.sources.iter().all(|kind| distance(*kind) < distance(included)) {
        let ledger = record::<N>(case, scale).ledger;
        let (before, after) = (statement_of(&ledger, &without), statement_of(&ledger, &with));
        for cell in before.cells() {
            let Some(coverage) = cell.coverage() else { continue };
            let after = after.cell(cell.line(), cell.measure()).expect("the due appraisals stay the same");
            assert!(
                after.coverage().is_some_and(|after| after.made() >= coverage.made()),
                "including {included} made a due appraisal missing"
            );
        }
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn r49_further_sources_replace_no_own_appraisal(
        case in ledger(),
        terms in terms(),
        included in select(&[SourceKind::Proxy, SourceKind::Observed][..]),
    ) {
        in_both_kinds!(further_sources_replace_no_own_appraisal(&case, &terms, included));
    }
}

fn pain() -> Appraisal {
    Appraisal::of("pain")
}

/// Gains, losses, left out and net of one visit with these appraisals. The terms include all sources.
fn read(appraisals: impl IntoIterator<Item = Appraisal>, follow_up: Option<u32>) -> (u64, u64, u64, f64) {
    let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")]);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
    ledger.record(appraisals.into_iter().fold(visit, Interaction::appraisal)).unwrap();
    let terms = Terms::by(By::Service).including(SourceKind::Proxy).including(SourceKind::Observed);
    let terms = follow_up.into_iter().fold(terms, Terms::follow_up);
    let line = ledger.statement(terms).unwrap().line("physio", "pain").unwrap();
    (line.gain_count(), line.loss_count(), line.left_out_count(), line.net())
}

#[test]
fn r49_a_later_appraisal_by_proxy_does_not_replace_her_own() {
    let own = || pain().before(6.0).after(4.0);
    let proxy = |number| pain().before(6.0).after(9.0).follow_up(number).by_proxy("clinic");
    assert_eq!(read([own()], None), (1, 0, 0, 2.0));
    assert_eq!(read([own(), proxy(2)], None), (1, 0, 0, 2.0));
    assert_eq!(read([own(), pain().before(6.0).after(9.0).follow_up(3).observed("scale")], None), (1, 0, 0, 2.0));
    // A proxy's appraisal without a level before does not replace her gain either.
    assert_eq!(read([own(), pain().after(9.0).follow_up(2).by_proxy("clinic")], None), (1, 0, 0, 2.0));
    // A filter by follow-up selects one point in time.
    assert_eq!(read([own(), proxy(2)], Some(2)), (0, 1, 0, -3.0));
    // Her last own appraisal counts. A proxy's appraisal precedes an observed one.
    assert_eq!(read([own(), pain().before(6.0).after(5.0).follow_up(2)], None), (1, 0, 0, 1.0));
    let scale = pain().before(6.0).after(1.0).follow_up(3).observed("scale");
    assert_eq!(read([proxy(1), scale], None), (0, 1, 0, -3.0));
}

#[test]
fn r49_a_proxy_fills_a_gap() {
    // She did not return, so the proxy's outcome precedes her appraisal without an outcome.
    let proxy = || pain().before(7.0).after(5.0).by_proxy("clinic");
    assert_eq!(read([pain().before(6.0), proxy()], None), (1, 0, 0, 2.0));
    assert_eq!(read([pain().before(6.0).follow_up(2), proxy()], None), (1, 0, 0, 2.0));
    // Her own outcome without a level before is left out, and the proxy's appraisal does not replace it.
    assert_eq!(read([pain().after(4.0), proxy()], None), (0, 0, 1, 0.0));
}
