//! The picture of a statement over time.

use std::collections::BTreeMap;

use covalue::error::ChartError;
use covalue::statement::Cell;
use covalue::{By, Rule, Terms};
use proptest::prelude::*;
use proptest::sample::select;

use super::svg::{elements, title};
use crate::support::case::Scale;
use crate::support::compare::record;
use crate::support::generate::{cases, written};
use crate::support::generate_terms::terms;
use crate::support::plain_terms::{Key, PlainTerms};

const PERIODS: [Key; 5] = [Key::Year, Key::Quarter, Key::Month, Key::YearFrom(4), Key::QuarterFrom(4)];

fn with_period(terms: PlainTerms, period: Key) -> PlainTerms {
    let by = terms.by.into_iter().filter(|key| !PERIODS.contains(key)).chain([period]).collect();
    PlainTerms { by, ..terms }
}

/// Whether a line is of interactions that are known to the year only, among shorter or other periods.
fn is_year_among(period: Key, cell: &Cell) -> bool {
    period != Key::Year && cell.line().values().last().flatten().is_some_and(|text| text.len() == 4)
}

proptest! {
    #![proptest_config(cases(32))]

    /// A grouping with one period is drawn, and any other refused. Description and picture have all figures.
    #[test]
    fn all_periods_are_in_the_description(case in written(), terms in terms(), period in select(&PERIODS[..])) {
        let recorded = record::<f64>(&case, Scale::Whole);
        let statement = recorded.ledger.statement(Terms::from(&terms)).unwrap();
        let periods = terms.by.iter().filter(|key| PERIODS.contains(key)).count();
        match statement.time_chart() {
            Ok(_) => prop_assert_eq!(periods, 1),
            Err(error @ ChartError::NoPeriod { .. }) => {
                prop_assert!(periods != 1 && error.rule() == Rule::Form);
            }
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        }
        let statement = recorded.ledger.statement(Terms::from(&with_period(terms, period))).unwrap();
        let chart = statement.time_chart().unwrap();
        let description = chart.description().replace('\u{2212}', "-");
        // Years among months, whose interactions have no month, are not drawn.
        let is_year = |cell: &Cell| is_year_among(period, cell);
        let left_out: u64 = statement.cells().filter(is_year).map(|cell| cell.appraisal_count()).sum();
        prop_assert_eq!(chart.to_svg().contains("of whole years left out"), left_out > 0);
        for cell in statement.cells().filter(|cell| !is_year(cell) && cell.appraisal_count() > 0) {
            let figures = cell.figures().unwrap();
            let net = if figures.net() == 0.0 { 0.0 } else { figures.net() };
            let text = format!(": created {}, destroyed {}, net {net}", figures.created(), figures.destroyed());
            prop_assert!(description.contains(&text), "{text}: {description}");
        }
        let svg = chart.to_svg();
        prop_assert_eq!(&svg, &statement.time_chart().unwrap().to_svg());
        let elements = elements(&svg);
        // With few lines, there is a column for every amount.
        if statement.len() <= 12 {
            let drawn = statement.cells().filter(|cell| !is_year(cell));
            let some = drawn.filter(|cell| cell.created().unwrap() > 0.0).count();
            prop_assert_eq!(elements.iter().filter(|shape| shape.is("rect", "#2a6f97")).count(), some);
        }
        // Dark pages stay behind a white background.
        prop_assert!(elements.iter().any(|shape| shape.is("rect", "#ffffff") && shape.number("width") == 720.0));
    }

    /// The title counts the periods in which more was destroyed than created.
    #[test]
    fn the_title_is_true(case in written(), period in select(&PERIODS[..])) {
        let recorded = record::<f64>(&case, Scale::Eighths);
        let statement = recorded.ledger.statement(Terms::from(&PlainTerms::by(&[period]))).unwrap();
        let title = title(&statement.time_chart().unwrap().to_svg());
        let mut measures: BTreeMap<_, Vec<Cell>> = BTreeMap::new();
        for cell in statement.cells() {
            measures.entry(cell.measure().clone()).or_default().push(cell);
        }
        let [cells] = &measures.values().collect::<Vec<_>>()[..] else { return Ok(()) };
        let is_drawn = |cell: &&Cell| !is_year_among(period, cell) && cell.appraisal_count() > 0;
        let counted: Vec<&Cell> = cells.iter().filter(is_drawn).collect();
        let is_losing = |cell: &&&Cell| cell.destroyed().unwrap() > cell.created().unwrap();
        let losing = counted.iter().filter(is_losing).count();
        let words: Vec<&str> = title.split(' ').collect();
        match words[..] {
            ["In", "each", ..] => prop_assert!(counted.iter().rev().take(2).all(|cell| is_losing(&cell)), "{title}"),
            ["In", "no", _, "was", "more", "destroyed", ..] => prop_assert_eq!(losing, 0),
            ["In", some, ..] if title.ends_with("destroyed than created") => {
                let is_true = if ["both", "all"].contains(&some) {
                    losing == counted.len()
                } else {
                    some == losing.to_string()
                };
                prop_assert!(is_true, "{title}");
            }
            ["In", "both" | "all", ..] => prop_assert_eq!(losing, 0),
            _ if counted.len() > 1 => {
                let is_still = |cell: &&&Cell| cell.created().unwrap() == 0.0 && cell.destroyed().unwrap() == 0.0;
                prop_assert!(counted.iter().all(|cell| is_still(&cell)), "{title}");
            }
            _ => {}
        }
    }
}

/// 0.1 and 0.2 are 0.3, which their floats are not.
#[test]
fn the_title_compares_exact_sums() {
    use covalue::number::Number;
    use covalue::{Appraisal, Catalogue, Interaction, Ledger, Measure, Service, date};
    use num_rational::BigRational;

    let services = ["a", "b"].map(|service| Service::new(service, "town"));
    let catalogue = Catalogue::new([Measure::higher_is_better("mood", "points")], services).unwrap();
    let mut ledger = Ledger::<BigRational>::new(&catalogue);
    for service in ["a", "b"] {
        for (month, change) in (1..).zip(["0.1", "0.2", "-0.3"]) {
            let change = BigRational::parse(change).unwrap();
            let visit = Interaction::between("ana", service, date(2025, month, 2));
            ledger.record(visit.appraisal(Appraisal::of("mood").change(change))).unwrap();
        }
    }
    let chart = ledger.statement(By::Service.and(By::Month)).unwrap().time_chart().unwrap();
    assert_eq!(title(&chart.to_svg()), "Over all periods as much was created as destroyed");
}

#[test]
fn gaps_are_gaps() {
    use covalue::{Appraisal, Catalogue, Interaction, Ledger, Measure, Service, date};
    let catalogue = Catalogue::new([Measure::higher_is_better("mood", "points")], [Service::new("a", "b")]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for (year, month) in [(2024, 11), (2025, 2), (2025, 3)] {
        let visit = Interaction::between("ana", "a", date(year, month, 2));
        ledger.record(visit.appraisal(Appraisal::of("mood").change(2.0))).unwrap();
    }
    let chart = ledger.statement(By::Month).unwrap().time_chart().unwrap();
    assert!(
        chart.description().contains("Nov 2024: created 2, destroyed 0, net 2; Dec 2024 to Jan 2025: no appraisal;")
    );
    let svg = chart.to_svg();
    assert_eq!(elements(&svg).iter().filter(|shape| shape.get("fill").starts_with("url(#")).count(), 1);
    // The line of the net joins February and March, and no other months.
    let joined = |shape: &&super::svg::Element| shape.name == "path" && shape.get("stroke") == "#1b2733";
    assert_eq!(elements(&svg).iter().filter(joined).count(), 1);
}
