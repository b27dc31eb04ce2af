//! R20 for rows: they add up to the statement, and are the entries of its traces.

use std::collections::BTreeMap;

use covalue::number::{Number, Total};
use covalue::statement::{Classification, CountedRow, CountedRows, Line};
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
use num_rational::BigRational;
use proptest::prelude::*;

use crate::support::case::{Case, Scale};
use crate::support::compare::record;
use crate::support::figures::statement_of;
use crate::support::generate::{ledger, plain};
use crate::support::generate_terms::terms;
use crate::support::many_dimensions::{DIMENSIONS, case_with_many_dimensions};
use crate::support::plain_terms::{Key, PlainTerms};

type RowsByCell<'a, N> = BTreeMap<(Line, String), Vec<CountedRow<'a, N>>>;

fn by_cell<N: Number>(rows: CountedRows<'_, N>) -> RowsByCell<'_, N> {
    let mut cells = RowsByCell::new();
    for row in rows {
        cells.entry((row.line().clone(), row.measure().to_string())).or_default().push(row);
    }
    cells
}

/// The sum and the number of the rows with one of these classifications.
fn sum<N: Number>(rows: &[CountedRow<'_, N>], classifications: &[Classification]) -> (Option<N>, u64) {
    let (mut total, mut count) = (N::Total::default(), 0);
    for row in rows.iter().filter(|row| classifications.contains(&row.counts_as())) {
        row.amount().into_iter().for_each(|amount| total.add(amount).expect("a finite amount"));
        count += 1;
    }
    (N::rounded(&total), count)
}

#[track_caller]
fn rows_add_up<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) {
    use Classification::{
        CoCreated, CreatedAlone, DestroyedAlone, LeftOut, WindfallGain, WindfallLoss, WithMisuse, WithinDown, WithinUp,
        WithoutMisuse,
    };
    let recorded = record::<N>(case, scale);
    let statement = statement_of(&recorded.ledger, terms);
    let mut rows = by_cell(recorded.ledger.rows(Terms::from(terms)).expect("valid"));
    for cell in statement.cells() {
        let of_cell = rows.remove(&(cell.line().clone(), cell.measure().to_string())).unwrap_or_default();
        let figures = cell.figures().expect("no overflow");
        let amount = |classifications: &[_]| sum(&of_cell, classifications).0.expect("no overflow");
        let count = |classifications: &[_]| sum(&of_cell, classifications).1;
        for (counts_as, figure) in [
            (CoCreated, figures.co_created()),
            (CreatedAlone, figures.created_alone()),
            (WindfallGain, figures.windfall_gain()),
            (WithMisuse, figures.with_misuse()),
            (WithoutMisuse, figures.without_misuse()),
            (DestroyedAlone, figures.destroyed_alone()),
            (WindfallLoss, figures.windfall_loss()),
            (WithinUp, figures.within_up()),
            (WithinDown, figures.within_down()),
        ] {
            assert_eq!(amount(&[counts_as]), figure, "{counts_as}");
        }
        assert_eq!(amount(&[CoCreated, CreatedAlone]), figures.created());
        assert_eq!(amount(&[WithMisuse, WithoutMisuse, DestroyedAlone]), figures.destroyed());
        assert_eq!(count(&[CoCreated, CreatedAlone]), figures.gain_count());
        assert_eq!(count(&[WithMisuse, WithoutMisuse, DestroyedAlone]), figures.loss_count());
        assert_eq!(count(&[WindfallGain]), figures.windfall_gain_count());
        assert_eq!(count(&[WindfallLoss]), figures.windfall_loss_count());
        assert_eq!(count(&[WithinUp, WithinDown]), figures.unchanged_count());
        assert_eq!(count(&[LeftOut]), figures.left_out_count());
    }
    assert!(rows.is_empty(), "rows without a cell: {rows:?}");
}

#[track_caller]
fn rows_are_traced<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) {
    let recorded = record::<N>(case, scale);
    let statement = statement_of(&recorded.ledger, terms);
    let mut rows = by_cell(recorded.ledger.rows(Terms::from(terms)).expect("valid"));
    for cell in statement.cells() {
        let mut of_cell = rows.remove(&(cell.line().clone(), cell.measure().to_string())).unwrap_or_default();
        of_cell.sort_by_key(|row| (row.interaction(), row.beneficiary()));
        let trace = statement.trace(&recorded.ledger, cell.line(), cell.measure()).expect("the line exists");
        let entries = trace.entries().map(|entry| {
            (entry.interaction().as_str(), entry.beneficiary().as_str(), entry.counts_as(), entry.amount())
        });
        let rows = of_cell.iter().map(|row| (row.interaction(), row.beneficiary(), row.counts_as(), row.amount()));
        assert_eq!(rows.collect::<Vec<_>>(), entries.collect::<Vec<_>>());
    }
}

/// Rows follow the order in which interactions were recorded.
#[track_caller]
fn rows_are_in_order(case: &Case, terms: &PlainTerms) {
    let recorded = record::<f64>(case, Scale::Tenths);
    let order: Vec<&str> = recorded.ids.values().map(|id| id.as_str()).collect();
    let position = |id: &str| order.iter().position(|known| *known == id).expect("recorded");
    let rows = recorded.ledger.rows(Terms::from(terms)).expect("valid");
    assert!(rows.map(|row| position(row.interaction())).is_sorted());
}

proptest! {
    #[test]
    fn r20_rows_add_up_to_the_statement(case in prop_oneof![ledger(), plain()], terms in terms()) {
        rows_add_up::<BigRational>(&case, Scale::Tenths, &terms);
        rows_add_up::<f64>(&case, Scale::Tenths, &terms);
    }

    #[test]
    fn r20_rows_are_the_entries_of_traces(case in prop_oneof![ledger(), plain()], terms in terms()) {
        rows_are_traced::<BigRational>(&case, Scale::Tenths, &terms);
        rows_are_traced::<f64>(&case, Scale::Tenths, &terms);
        rows_are_in_order(&case, &terms);
    }
}

fn mobility() -> Catalogue {
    Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")]).unwrap()
}

/// More interactions than are read at a time, some of them not plain.
#[test]
fn r20_rows_of_many_interactions_add_up() {
    let mut ledger = Ledger::new(&mobility());
    for number in 0..2_000_u32 {
        let mut visit = Interaction::between(format!("u{}", number % 7), "physio", date(2026, 3, 2));
        if number.is_multiple_of(400) {
            visit = visit.affected("neighbour");
        }
        let appraisal = Appraisal::of("mobility").before(f64::from(number % 10) / 10.0).after(0.3);
        ledger.record(visit.id(number.to_string()).appraisal(appraisal)).unwrap();
    }
    let rows = by_cell(ledger.rows(By::User).unwrap());
    assert_eq!((rows.len(), rows.values().map(Vec::len).sum::<usize>()), (7, 2_000));
    for cell in ledger.statement(By::User).unwrap().cells() {
        let rows = &rows[&(cell.line().clone(), "mobility".to_owned())];
        assert_eq!(sum(rows, &[Classification::CoCreated]).0, Some(cell.created().unwrap()));
        assert_eq!(sum(rows, &[Classification::WithoutMisuse]).0, Some(cell.destroyed().unwrap()));
    }
}

/// Lines with more possible values than 64 bits can number.
#[test]
fn r20_rows_of_many_dimensions_are_traced() {
    let (case, terms) = (case_with_many_dimensions(), PlainTerms::by(&DIMENSIONS.map(Key::With)));
    rows_add_up::<f64>(&case, Scale::Whole, &terms);
    rows_are_traced::<f64>(&case, Scale::Whole, &terms);
}

#[test]
fn r20_a_change_that_no_number_holds_has_a_row_without_an_amount() {
    let mut ledger = Ledger::new(&mobility());
    let huge = Appraisal::of("mobility").before(-f64::MAX).after(f64::MAX);
    let without = Appraisal::of("mobility").before(1.0);
    for (id, appraisal) in [("v1", huge), ("v2", without)] {
        let visit = Interaction::between("ana", "physio", date(2026, 3, 2)).id(id);
        ledger.record(visit.appraisal(appraisal)).unwrap();
    }
    let mut rows = ledger.rows(By::none()).unwrap();
    let mut next = || rows.next().map(|row| (row.interaction(), row.counts_as(), row.amount().copied()));
    assert_eq!(next(), Some(("v1", Classification::CoCreated, None)));
    assert_eq!(next(), Some(("v2", Classification::LeftOut, None)));
    assert_eq!((next(), next()), (None, None));
}

#[test]
fn rows_of_invalid_terms_are_refused() {
    let ledger = Ledger::new(&mobility());
    assert!(ledger.rows(By::Year.and(By::Year)).is_err());
    let mut rows = ledger.rows(By::Year).unwrap();
    assert_eq!(format!("{rows:?}"), "CountedRows { unread: 0, .. }");
    assert!(rows.next().is_none());
}
