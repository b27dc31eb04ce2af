//! R47: a follow-up takes the level before, expected or with a name from the nearest earlier one that states it.

use std::collections::BTreeSet;

use covalue::ledger::MovementKind;
use covalue::number::Number;
use covalue::record::SourceKind;
use covalue::{Appraisal, Baseline, By, Catalogue, Date, Interaction, Ledger, Measure, Service, Terms, date};
use num_rational::BigRational;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::support::case::{AppraisalRow, Case, Entry, Scale};
use crate::support::compare::{Recording, record};
use crate::support::figures::bits;
use crate::support::generate::{REFERENCES, ledger};
use crate::support::generate_terms::{BASELINES, inclusions, terms};
use crate::support::oracle::{Arithmetic, books, counted_appraisals, reference_of, standing};
use crate::support::plain_terms::{self, PlainTerms};

/// The same case, in which each appraisal that counts states its reference itself; and how many did not before.
fn with_own_references(case: &Case, accepted: &[bool], terms: &PlainTerms) -> (Case, usize) {
    let books = books(case, accepted);
    let counted = counted_appraisals(case, &books, Arithmetic::Exact(Scale::Eighths), terms);
    let inherited: Vec<(&AppraisalRow, i32)> = counted
        .iter()
        .filter(|counted| counted.entry.inherited_from.is_some())
        .map(|counted| (counted.appraisal.row, counted.entry.reference.expect("an inherited reference")))
        .collect();
    let mut stated = case.clone();
    let state = |row: &AppraisalRow, copy: &mut AppraisalRow| {
        let Some((_, level)) = inherited.iter().find(|(one, _)| std::ptr::eq(*one, row)) else { return };
        match terms.baseline {
            plain_terms::Baseline::Before => copy.before = Some(*level),
            plain_terms::Baseline::Expected => copy.expected = Some(*level),
            plain_terms::Baseline::Without => panic!("the level without the service is of its own time"),
            plain_terms::Baseline::Named(name) => copy.references.push((name.to_owned(), *level)),
        }
    };
    for (entry, copy) in case.entries.iter().zip(&mut stated.entries) {
        match (entry, copy) {
            (Entry::Interaction(row), Entry::Interaction(copy)) => {
                row.appraisals.iter().zip(&mut copy.appraisals).for_each(|(row, copy)| state(row, copy));
            }
            (Entry::Appraisal(_, row), Entry::Appraisal(_, copy)) => state(row, copy),
            _ => {}
        }
    }
    (stated, inherited.len())
}

proptest! {
    /// It makes no difference whether a follow-up states the level itself or takes it from an earlier one.
    #[test]
    fn r47_an_inherited_level_counts_as_a_stated_one(case in ledger(), terms in terms()) {
        an_inherited_level_counts_as_a_stated_one::<f64>(&case, &terms);
        an_inherited_level_counts_as_a_stated_one::<BigRational>(&case, &terms);
    }

    /// The list of what moved the books names the follow-ups that an entry moved besides its own.
    #[test]
    fn r47_movements_name_the_follow_ups_that_take_a_level(case in ledger(), days in [0..190_u16, 0..190_u16]) {
        let [from, to] = [days[0].min(days[1]), days[0].max(days[1])].map(crate::support::case::day);
        let recorded: Recording<f64> = record(&case, Scale::Eighths);
        let moved = recorded.ledger.diff(from, to);
        let mut lent: Vec<Lent> = moved.iter().filter_map(|movement| match movement.kind() {
            MovementKind::Appraised { beneficiary, appraisal, lends_to } => {
                let (id, known) = (movement.interaction().map_or_else(String::new, ToString::to_string), movement.known());
                let (measure, follow_up) = (appraisal.measure().to_string(), appraisal.get_follow_up());
                Some((id, beneficiary.to_string(), measure, follow_up, known, lends_to.clone()))
            }
            _ => None,
        }).collect();
        lent.sort();
        prop_assert_eq!(lent, all_lent(&case, &recorded, [from, to]));
    }
}

fn an_inherited_level_counts_as_a_stated_one<N: Number>(case: &Case, terms: &PlainTerms) {
    let recorded: Recording<N> = record(case, Scale::Eighths);
    let (stated, _) = with_own_references(case, &recorded.accepted, terms);
    // An id is a hash of the content where none is stated, so that the ids of the two differ, and no figure does.
    let stated: Recording<N> = record(&stated, Scale::Eighths);
    let statement = |recorded: &Recording<N>| recorded.ledger.statement(Terms::from(terms)).unwrap();
    assert_eq!(bits(&statement(&recorded)), bits(&statement(&stated)));
}

/// The appraisals known after a day and by another, each with the follow-ups that take a level from it on the second day,
/// or that took one on the first from the version that stood in its place.
fn all_lent(case: &Case, recorded: &Recording<f64>, [from, to]: [Date; 2]) -> Vec<Lent> {
    let mut all = Vec::new();
    let lending = |day| {
        let as_of = |baseline| PlainTerms { baseline, as_of: Some(day), ..PlainTerms::by(&[]) };
        BASELINES.into_iter().chain([plain_terms::Baseline::Named(REFERENCES[1])]).map(as_of).collect::<Vec<_>>()
    };
    for history in &books(case, &recorded.accepted) {
        let [then, now] = [from, to].map(|day| history.visible(&lending(day)[0]));
        for lender in now.iter().filter(|lender| lender.known > from) {
            let (beneficiary, row) = (lender.beneficiary, lender.row);
            let stands = standing(&now, beneficiary, &row.measure).iter().any(|one| std::ptr::eq(one.row, row));
            let mut lends_to = BTreeSet::new();
            for (visible, day) in [(&then, from), (&now, to)].into_iter().filter(|_| stands) {
                let borrowers = standing(visible, beneficiary, &row.measure);
                for borrower in borrowers.iter().filter(|one| one.row.source.kind() == row.source.kind()) {
                    let takes = |terms: &PlainTerms| reference_of(borrower, visible, terms).1 == Some(row.follow_up);
                    if lending(day).iter().any(takes) {
                        lends_to.insert(borrower.row.follow_up);
                    }
                }
            }
            let id = recorded.ids[&history.index].to_string();
            let lends_to = lends_to.into_iter().collect();
            all.push((id, beneficiary.to_owned(), row.measure.clone(), row.follow_up, lender.known, lends_to));
        }
    }
    all.sort();
    all
}

/// The interaction, the beneficiary, the measure, the follow-up, the day it was known, and the follow-ups that take a
/// level from it.
type Lent = (String, String, String, u32, Date, Vec<u32>);

/// Generated ledgers have references to inherit under every baseline that lends one.
#[test]
fn r47_generated_ledgers_inherit() {
    let mut runner = TestRunner::deterministic();
    let (roles, sources) = inclusions().pop().expect("the last includes all");
    let including_all =
        |baseline| PlainTerms { baseline, roles: roles.clone(), sources: sources.clone(), ..PlainTerms::by(&[]) };
    let baselines = BASELINES.map(including_all);
    let mut inherited = [0; BASELINES.len()];
    for _ in 0..400 {
        let case = ledger().new_tree(&mut runner).expect("a strategy without a filter").current();
        let recorded: Recording<f64> = record(&case, Scale::Eighths);
        for (count, terms) in inherited.iter_mut().zip(&baselines) {
            *count += with_own_references(&case, &recorded.accepted, terms).1;
        }
    }
    let [before, expected, without, named] = inherited;
    assert!(before > 50 && expected > 50 && named > 50 && without == 0, "{inherited:?}");
}

/// A day centre measures memory again and again. Higher is better.
fn memory() -> Appraisal {
    Appraisal::of("memory")
}

/// One interaction on 2 March with these appraisals.
fn year(appraisals: impl IntoIterator<Item = Appraisal>) -> Ledger {
    let measure = Measure::higher_is_better("memory", "points").range(0.0, 30.0);
    let service = Service::new("day centre", "trust").promises("memory", 1.0);
    let mut ledger = Ledger::new(&Catalogue::new([measure], [service]).unwrap());
    ledger.record(Interaction::between("ana", "day centre", date(2026, 3, 2)).id("d1")).unwrap();
    for appraisal in appraisals {
        ledger.appraise("d1", appraisal).unwrap();
    }
    ledger
}

/// The net of the last follow-up, the reference and the follow-up that it is taken from.
fn against(ledger: &Ledger, terms: impl Into<Terms>) -> (f64, Option<f64>, Option<u32>) {
    let terms = terms.into();
    let trace = ledger.trace(&terms, "day centre", "memory").unwrap();
    let entry = trace.entries().next().unwrap();
    let net = ledger.statement(&terms).unwrap().line("day centre", "memory").unwrap().net();
    (net, entry.reference().copied(), entry.inherited_from())
}

#[test]
fn r47_the_level_before_is_that_of_the_nearest_earlier_follow_up() {
    let first = memory().before(20.0).after(24.0);
    let [second, third] = [(2, date(2026, 6, 30)), (3, date(2026, 9, 30))]
        .map(|(number, made)| memory().after(21.0).follow_up(number).made(made));
    let ledger = year([first.clone(), second.clone(), third.clone()]);
    assert_eq!(against(&ledger, By::Service), (1.0, Some(20.0), Some(1)));
    // A level of its own wins, and later follow-ups take that.
    let ledger = year([first.clone(), second.before(23.0), third.clone()]);
    assert_eq!(against(&ledger, Terms::default().follow_up(2)), (-2.0, Some(23.0), None));
    assert_eq!(against(&ledger, By::Service), (-2.0, Some(23.0), Some(2)));
    // Without the second follow-up the first is the nearest. The terms need not ask for it.
    let ledger = year([first, third]);
    assert_eq!(against(&ledger, Terms::default().follow_up(3)), (1.0, Some(20.0), Some(1)));
}

#[test]
fn r47_a_named_level_and_an_expectation_are_lent_and_the_level_without_is_not() {
    let first = memory().before(20.0).expected(25.0).without(15.0).reference("aim", 18.0).after(24.0);
    let second = memory().after(19.0).follow_up(2).made(date(2026, 6, 30));
    let ledger = year([first, second]);
    let terms = |baseline| Terms::default().baseline(baseline);
    assert_eq!(against(&ledger, terms(Baseline::Expected)), (-6.0, Some(25.0), Some(1)));
    assert_eq!(against(&ledger, terms(Baseline::named("aim"))), (1.0, Some(18.0), Some(1)));
    // The level without the service is that of its own time: the second follow-up is left out.
    assert_eq!(against(&ledger, terms(Baseline::Without)), (0.0, None, None));
    assert_eq!(against(&ledger, terms(Baseline::Without).follow_up(1)), (9.0, Some(15.0), None));
    assert_eq!(against(&ledger, terms(Baseline::named("model"))), (0.0, None, None));
}

#[test]
fn r47_no_level_passes_from_one_source_to_another() {
    let by_son = memory().before(22.0).after(20.0).by_proxy("son");
    let own = memory().after(24.0).follow_up(2).made(date(2026, 6, 30));
    let ledger = year([by_son, own]);
    assert_eq!(against(&ledger, Terms::default().including(SourceKind::Proxy)), (0.0, None, None));
    let cell = ledger.statement(By::Service).unwrap().cell("day centre", "memory").unwrap();
    assert_eq!((cell.left_out_count(), cell.coverage().unwrap().missing()), (1, 1));
}

/// A correction of the first follow-up is another version of it. It also moves the figures of the follow-ups that take
/// its level, and the books as of an earlier day stay as they were.
#[test]
fn r47_a_correction_moves_the_follow_ups_that_take_its_level() {
    let first = memory().before(20.0).after(24.0);
    let second = memory().after(24.0).follow_up(2).made(date(2026, 6, 30));
    let correction = first.clone().before(23.0).known(date(2026, 9, 1));
    let mut ledger = year([first, second]);
    assert_eq!(against(&ledger, By::Service), (4.0, Some(20.0), Some(1)));
    ledger.appraise("d1", correction).unwrap();
    assert_eq!(against(&ledger, By::Service), (1.0, Some(23.0), Some(1)));
    assert_eq!(against(&ledger, Terms::default().as_of(date(2026, 8, 31))), (4.0, Some(20.0), Some(1)));

    let lent = |ledger: &Ledger, from, to| {
        let kinds = ledger.diff(from, to).into_iter().map(|movement| movement.kind().clone());
        let lent = kinds.filter_map(|kind| match kind {
            MovementKind::Appraised { appraisal, lends_to, .. } => Some((appraisal.get_follow_up(), lends_to)),
            _ => None,
        });
        lent.collect::<Vec<_>>()
    };
    assert_eq!(lent(&ledger, date(2026, 8, 31), date(2026, 9, 1)), [(1, vec![2])]);
    // By September another version stands in the place of the first, which lends nothing then.
    assert_eq!(lent(&ledger, date(2026, 3, 1), date(2026, 6, 30)), [(1, vec![2]), (2, vec![])]);
    assert_eq!(lent(&ledger, date(2026, 3, 1), date(2026, 9, 1)), [(1, vec![]), (2, vec![]), (1, vec![2])]);
    // A correction that states no level before takes the second follow-up's away.
    ledger.appraise("d1", memory().after(24.0).known(date(2026, 10, 1))).unwrap();
    assert_eq!(against(&ledger, By::Service), (0.0, None, None));
    assert_eq!(lent(&ledger, date(2026, 9, 1), date(2026, 10, 1)), [(1, vec![2])]);
}

/// Two corrections between two days: what was taken on the first day counts, not what the first correction left.
#[test]
fn r47_movements_compare_with_the_first_day() {
    let first = memory().before(20.0).after(24.0);
    let second = memory().before(22.0).after(24.0).follow_up(2).made(date(2026, 4, 1));
    let third = memory().after(26.0).follow_up(3).made(date(2026, 5, 1));
    let mut ledger = year([first, second, third]);
    for (after, known) in [(23.0, date(2026, 6, 1)), (23.5, date(2026, 6, 2))] {
        ledger.appraise("d1", memory().after(after).follow_up(2).made(date(2026, 4, 1)).known(known)).unwrap();
    }
    let moved = ledger.diff(date(2026, 5, 31), date(2026, 6, 30));
    let lent = moved.iter().map(|movement| match movement.kind() {
        MovementKind::Appraised { lends_to, .. } => lends_to.clone(),
        _ => panic!("appraisals"),
    });
    assert_eq!(lent.collect::<Vec<_>>(), [vec![], vec![3]]);
}

/// The order in which entries are recorded does not show, not even of those with the same follow-up and day.
#[test]
fn r12_movements_do_not_show_the_order_of_recording() {
    let own = || memory().before(20.0).after(24.0);
    let others = [
        own(),
        own().by_proxy("eve"),
        own().follow_up(2),
        own().follow_up(2).made(date(2026, 4, 1)).known(date(2026, 4, 1)),
    ];
    let forwards = year(others.clone());
    let backwards = year(others.into_iter().rev());
    assert_eq!(forwards, backwards);
    let days = (date(2026, 1, 1), date(2026, 12, 31));
    assert_eq!(forwards.diff(days.0, days.1), backwards.diff(days.0, days.1));
}

/// A bare change needs no level before, and lends none.
#[test]
fn r47_a_bare_change_takes_and_lends_no_level() {
    let first = memory().before(20.0).after(24.0);
    let change = memory().change(2.0).follow_up(2).made(date(2026, 6, 30));
    let third = memory().after(21.0).follow_up(3).made(date(2026, 9, 30));
    let ledger = year([first, change, third]);
    assert_eq!(against(&ledger, Terms::default().follow_up(2)), (2.0, None, None));
    assert_eq!(against(&ledger, By::Service), (1.0, Some(20.0), Some(1)));
    let kinds = ledger.diff(date(2026, 3, 1), date(2026, 12, 31));
    let lent = kinds.iter().filter_map(|movement| match movement.kind() {
        MovementKind::Appraised { appraisal, lends_to, .. } => Some((appraisal.get_follow_up(), lends_to.clone())),
        _ => None,
    });
    assert_eq!(lent.collect::<Vec<_>>(), [(1, vec![3]), (2, vec![]), (3, vec![])]);
}
