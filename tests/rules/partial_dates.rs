//! R50: an interaction of a month or a year, of which no day is invented.

use covalue::number::Number;
use covalue::record::PartialDate;
use covalue::{
    Appraisal, By, Catalogue, Contribution, Date, Interaction, Ledger, Measure, Month, ReachCounts, Service, Terms,
    date,
};
use num_rational::BigRational;
use proptest::prelude::*;

use crate::support::case::{Case, Entry, Scale};
use crate::support::compare::record;
use crate::support::figures::{figures, in_both_kinds, statement_of};
use crate::support::generate::{cases, ledger};
use crate::support::generate_terms::terms;
use crate::support::plain_terms::{Key, PlainTerms};

const PERIODS: [Key; 5] = [Key::Year, Key::Quarter, Key::Month, Key::YearFrom(4), Key::QuarterFrom(4)];

/// The case with a day in the place of each month and year, known when these were.
fn with_days(case: &Case) -> Case {
    let mut case = case.clone();
    for entry in &mut case.entries {
        if let Entry::Interaction(row) = entry {
            (row.known, row.on) = (Some(row.known_day()), row.on.first().into());
        }
    }
    case
}

fn a_day_moves_no_amount<N: Number>(case: &Case, scale: Scale, terms: &PlainTerms) {
    let [partial, precise] = [case.clone(), with_days(case)].map(|case| record::<N>(&case, scale));
    assert_eq!(partial.accepted, precise.accepted);
    let [partial, precise] = [partial, precise].map(|recorded| figures(&statement_of(&recorded.ledger, terms)));
    assert_eq!(partial, precise);
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn r50_a_day_that_becomes_known_moves_no_amount(case in ledger(), terms in terms()) {
        let by = terms.by.iter().copied().filter(|key| !PERIODS.contains(key)).collect();
        let terms = PlainTerms { by, ..terms };
        in_both_kinds!(a_day_moves_no_amount(&case, &terms));
    }

    /// Its days, its text, and the last days of February.
    #[test]
    fn r50_a_partial_date_has_the_days_of_its_month_or_year(day in (-9999_i16..=9999, 1..=12_i8, 1..=28_i8)) {
        let day = date(day.0, day.1, day.2);
        let (month, year) = (PartialDate::month_of(day), PartialDate::year_of(day));
        let contains = |partial: PartialDate, day: Date| partial.first() <= day && day <= partial.last();
        for partial in [month, year] {
            prop_assert!(contains(partial, day) && partial != day && partial.day().is_none());
            let outside = [partial.first().yesterday(), partial.last().tomorrow()];
            let is_equal = |day: Date| PartialDate::month_of(day) == partial || PartialDate::year_of(day) == partial;
            prop_assert!(outside.into_iter().flatten().all(|day| !is_equal(day)));
            prop_assert!(is_equal(partial.first()) && is_equal(partial.last()));
            prop_assert!(day.to_string().starts_with(&partial.to_string()));
        }
        prop_assert_eq!(PartialDate::from(day), day);
        prop_assert_eq!(PartialDate::from(day).to_string(), day.to_string());
    }
}

fn empty() -> Ledger {
    let physio = Service::new("physio", "clinic").promises("pain", 2.0);
    Ledger::new(&Catalogue::new([Measure::lower_is_better("pain", "points")], [physio]).unwrap())
}

fn visit(id: &str, on: impl Into<PartialDate>, change: f64) -> Interaction {
    Interaction::between("ana", "physio", on).id(id).appraisal(Appraisal::of("pain").change(change))
}

/// A day, a month and a year, of which 1, 2 and 4 points were created.
fn books() -> Ledger {
    let mut ledger = empty();
    let november = date(2025, 11, 20);
    ledger.record(visit("day", november, -1.0)).unwrap();
    ledger.record(visit("month", PartialDate::month_of(november), -2.0)).unwrap();
    ledger.record(visit("year", PartialDate::year_of(november), -4.0)).unwrap();
    ledger
}

/// The first value of each line and what was created on it.
fn created(terms: impl Into<Terms>) -> Vec<(String, f64)> {
    let statement = books().statement(terms).unwrap();
    let value = |cell: &covalue::statement::Cell| cell.line().values().next().flatten().unwrap_or("all").to_owned();
    statement.cells().map(|cell| (value(&cell), cell.created().unwrap())).collect()
}

#[test]
fn r50_a_year_has_a_line_of_its_own_among_shorter_periods() {
    let line = |name: &str, created: f64| (name.to_owned(), created);
    let april = Month::April;
    assert_eq!(created(By::Year), [line("2025", 7.0)]);
    assert_eq!(created(By::Quarter), [line("2025", 4.0), line("2025-Q4", 3.0)]);
    assert_eq!(created(By::Month), [line("2025", 4.0), line("2025-11", 3.0)]);
    assert_eq!(created(By::year_starting(april)), [line("2025", 4.0), line("2025/26", 3.0)]);
    assert_eq!(created(By::quarter_of_year_starting(april)), [line("2025", 4.0), line("2025/26 Q3", 3.0)]);
    // It is due there too, and can be asked for.
    let statement = books().statement(By::Month).unwrap();
    assert_eq!(statement.cell("2025", "pain").unwrap().coverage().unwrap().due(), 1);
    assert_eq!(created(Terms::by(By::Service).only(By::Month, "2025")), [line("physio", 4.0)]);
    assert_eq!(created(Terms::by(By::Service).only(By::Month, "2025-11")), [line("physio", 3.0)]);
    assert_eq!(books().values(&By::Month).into_iter().collect::<Vec<_>>(), ["2025", "2025-11"]);
}

#[test]
fn r50_a_period_of_days_counts_what_it_holds_whole() {
    let (first, last) = (date(2025, 11, 1), date(2025, 11, 30));
    let of = |from, until| {
        let terms = Terms::by(By::none()).period(from..=until);
        let excluded = books().statement(&terms).unwrap().excluded();
        let created = created(terms).first().map_or(0.0, |(_, created)| *created);
        (created, excluded.period_count(), excluded.straddling_count())
    };
    assert_eq!(of(date(2025, 1, 1), date(2025, 12, 31)), (7.0, 0, 0));
    assert_eq!(of(first, last), (3.0, 0, 1));
    assert_eq!(of(first.tomorrow().unwrap(), last), (1.0, 0, 2));
    assert_eq!(of(first, last.yesterday().unwrap()), (1.0, 0, 2));
    assert_eq!(of(date(2025, 12, 1), date(2026, 12, 31)), (0.0, 2, 1));
    assert_eq!(of(date(2026, 1, 1), date(2026, 12, 31)), (0.0, 3, 0));
    let november = Terms::by(By::none()).period(first..=last);
    assert_eq!(
        books().statement(november).unwrap().excluded().to_string(),
        "1 appraisal of months or years partly outside the period"
    );
}

#[test]
fn r50_it_is_known_from_its_last_day() {
    let as_of = |day| created(Terms::by(By::none()).as_of(day)).first().map_or(0.0, |(_, created)| *created);
    assert_eq!(as_of(date(2025, 11, 29)), 1.0);
    assert_eq!(as_of(date(2025, 11, 30)), 3.0);
    assert_eq!(as_of(date(2025, 12, 30)), 3.0);
    assert_eq!(as_of(date(2025, 12, 31)), 7.0);
    // A day inside it may be stated, and one before it not.
    let year = || visit("stated", PartialDate::year_of(date(2025, 1, 1)), -1.0);
    let mut ledger = books();
    ledger.record(year().known(date(2025, 6, 30))).unwrap();
    let refused = ledger.record(year().id("too early").known(date(2024, 12, 31))).unwrap_err().to_string();
    assert_eq!(refused, "R9: an interaction with `physio` is known on 2024-12-31, before it happened in 2025");
    let refused = ledger.appraise("month", Appraisal::of("pain").after(1.0).made(date(2025, 10, 31))).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "R9: an appraisal of `pain` was made on 2025-10-31, before the interaction in 2025-11"
    );
    ledger.close(date(2025, 12, 30));
    assert!(ledger.record(visit("month again", PartialDate::month_of(date(2025, 11, 1)), 0.0)).is_err());
    ledger.record(visit("year again", PartialDate::year_of(date(2025, 11, 1)), 0.0)).unwrap();
}

#[test]
fn r50_its_text_has_no_day() {
    let mut ledger = books();
    let trace = ledger.trace(By::Service, "physio", "pain");
    let printed = trace.unwrap().to_string();
    assert!(printed.contains("  2025-11  ") && printed.contains("  2025  "), "{printed}");
    assert!(!printed.contains("2025-11-01") && !printed.contains("2025-01-01"), "{printed}");
    // Beside an appraisal that states its day, the others have the month or year of their interactions.
    ledger.appraise("day", Appraisal::of("pain").change(-3.0).follow_up(2).made(date(2026, 1, 9))).unwrap();
    let csv = ledger.trace(By::Service, "physio", "pain").unwrap().to_csv();
    assert!(csv.contains(",2025-11,1,2025-11,2025-11-30,") && csv.contains(",2025,1,2025,2025-12-31,"), "{csv}");
    let moved = ledger.diff(date(2025, 11, 20), date(2025, 12, 31)).to_csv();
    assert!(moved.contains(",2025-11,") && moved.contains(",2025,") && !moved.contains("-01"), "{moved}");
    let again =
        visit("month", PartialDate::month_of(date(2025, 11, 1)), -2.0).appraisal(Appraisal::of("pain").change(1.0));
    let refused = empty().record(again).unwrap_err().to_string();
    assert!(refused.contains("(known 2025-11-30, made 2025-11)"), "{refused}");
    let early = visit("early", PartialDate::year_of(date(2025, 1, 1)), -2.0);
    let early =
        early.known(date(2025, 1, 1)).appraisal(Appraisal::of("pain").follow_up(2).change(1.0).known(date(2024, 1, 1)));
    let faults: Vec<String> = empty().check(&early).iter().map(ToString::to_string).collect();
    assert_eq!(faults[0], "R9: an appraisal of `pain` is known on 2024-01-01, before it was made in 2025");
}

#[test]
fn r50_content_differs_by_precision_and_stays_for_days() {
    let [day, month, year]: [PartialDate; 3] = {
        let first = date(2025, 1, 1);
        [first.into(), PartialDate::month_of(first), PartialDate::year_of(first)]
    };
    let id = |on| Interaction::<f64>::between("ana", "physio", on).id_or_hash();
    assert!(id(day) != id(month) && id(month) != id(year) && id(year) != id(day));
    // Computed outside the crate.
    assert_eq!(id(day).as_str(), "bff5eb2cbe8261a124b8df5591810ea3");
    let mut ledger = empty();
    ledger.record(visit("v1", month, -1.0)).unwrap();
    assert!(ledger.record(visit("v1", day, -1.0)).unwrap_err().to_string().contains("a conflict"));
    // An appraisal made on the first day is as one that states no day.
    let stated = Interaction::between("ana", "physio", month).id("v1");
    let stated = stated.appraisal(Appraisal::of("pain").change(-1.0).made(date(2025, 1, 1)));
    assert!(ledger.record(stated).unwrap_err().to_string().contains("a repeat"));
}

/// Changes in a month and on a day of it are added up, since nothing tells which came first.
#[test]
fn r50_relations_add_up_what_has_no_order() {
    let moves = |month: PartialDate| {
        let mut ledger = empty();
        ledger.record(visit("gain", date(2025, 11, 10), -3.0)).unwrap();
        ledger.record(visit("loss", month, 1.0)).unwrap();
        ledger.record(visit("second gain", date(2025, 12, 2), -1.0)).unwrap();
        let relations = ledger.relations(By::Service).unwrap();
        let transitions = *relations.line("physio", "pain").unwrap().transitions();
        [transitions.reinforces(), transitions.recovers(), transitions.reduces(), transitions.destroys()]
    };
    assert_eq!(moves(date(2025, 11, 11).into()), [0, 1, 1, 0]);
    assert_eq!(moves(PartialDate::month_of(date(2025, 11, 11))), [1, 0, 0, 0]);
    // All three are in the year.
    assert_eq!(moves(PartialDate::year_of(date(2025, 11, 11))), [0, 0, 0, 0]);
}

/// Counts of people reached in a period hold a month or a year if they hold all its days.
#[test]
fn r50_reach_holds_months_and_years_whole() {
    let outside = |until: Date| {
        let mut ledger = books();
        ledger.record_reach(ReachCounts::of("physio").period(date(2025, 1, 1)..=until).asked(9)).unwrap();
        let reach = ledger.reach(By::Service).unwrap();
        reach.lines().next().unwrap().outside_count()
    };
    assert_eq!(outside(date(2025, 12, 31)), 0);
    assert_eq!(outside(date(2025, 12, 30)), 1);
    let mut ledger = books();
    ledger.record_reach(ReachCounts::of("physio").period(date(2025, 11, 1)..=date(2025, 11, 30)).asked(9)).unwrap();
    let by_month = ledger.reach(By::Month).unwrap();
    let lines: Vec<_> = by_month.lines().map(|line| (line.line().to_string(), line.outside_count())).collect();
    assert_eq!(lines, [("2025".to_owned(), 1), ("2025-11".to_owned(), 0)]);
}

/// A path has a step for each period, and none for a year among months.
#[test]
fn r50_a_year_is_no_step_of_a_path_through_months() {
    let mut ledger = empty();
    for (id, on) in
        [("month", PartialDate::month_of(date(2025, 11, 1))), ("year", PartialDate::year_of(date(2025, 1, 1)))]
    {
        let of = |party: &str| Contribution::of(party).integrated(1.0);
        ledger.record(visit(id, on, -1.0).contribution(of("ana")).contribution(of("clinic"))).unwrap();
    }
    let engagement = ledger.engagement(By::Service.and(By::Month)).unwrap();
    assert_eq!(engagement.lines().len(), 2);
    let paths = engagement.paths(covalue::engagement::Threshold::default()).unwrap();
    assert_eq!(paths[0].to_string(), "physio: 2025-11 both sides engaged (Let's Dance)");
}
