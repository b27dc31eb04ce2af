//! The distribution of changes.

use covalue::risk::RiskTerms;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
use proptest::prelude::*;

use super::svg::{elements, title};
use crate::support::case::Scale;
use crate::support::compare::record;
use crate::support::generate::{cases, written};
use crate::support::generate_terms::terms;

proptest! {
    #![proptest_config(cases(32))]

    /// The description has how many are worse on each line, as the analysis counts them.
    #[test]
    fn counts_are_those_of_the_analysis(case in written(), terms in terms()) {
        let ledger = record::<f64>(&case, Scale::Whole).ledger;
        let terms = RiskTerms::of(Terms::from(&terms)).at_least(1);
        let risks = ledger.risk(terms.clone()).unwrap();
        let chart = ledger.risk_chart(terms.clone()).unwrap();
        prop_assert_eq!(chart.to_svg(), ledger.risk_chart(terms).unwrap().to_svg());
        let description = chart.description();
        for line in risks.lines() {
            let Ok(figures) = line.figures() else { continue };
            let is = if figures.loss_count() == 1 || figures.appraisal_count() == 1 { "is" } else { "are" };
            let text = format!("{} of {} {is} worse", figures.loss_count(), figures.appraisal_count());
            prop_assert!(description.contains(&text), "{text}: {description}");
        }
        elements(&chart.to_svg());
    }
}

/// Forty people, of whom the two worst lost 9 and 7: the worst 5 % are these two, the worst 2 of 50 are one and a part.
#[test]
fn the_worst_share_is_dark() {
    let catalogue =
        Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")]);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    for person in 0..40 {
        let change = match person {
            0 => -9.0,
            1 => -7.0,
            person => f64::from(person % 5),
        };
        let visit = Interaction::between(format!("person {person}"), "physio", date(2026, 3, 2));
        ledger.record(visit.appraisal(Appraisal::of("mobility").change(change))).unwrap();
    }
    let dark = |part: u32, whole: u32| {
        let terms = RiskTerms::of(By::Service).level(part, whole).unwrap();
        let svg = ledger.risk_chart(terms).unwrap().to_svg();
        assert_eq!(title(&svg), "2 of 40 appraisals are worse");
        let shapes = elements(&svg);
        let dark = shapes.iter().filter(|shape| shape.is("rect", "#6e2f04"));
        dark.map(|shape| shape.number("height") / shape.number("width")).sum::<f64>()
    };
    for ((part, whole), people) in [((5, 100), 2.0), ((2, 50), 1.6), ((1, 10), 4.0)] {
        assert!((dark(part, whole) - people).abs() < 0.01, "{part} of {whole}: {}", dark(part, whole));
    }
    let svg = ledger.risk_chart(By::Service).unwrap().to_svg();
    assert!(elements(&svg).iter().any(|element| element.text == "8 points lost on average"));
    // Too few people have no worst share.
    let few = ledger.risk_chart(RiskTerms::of(By::Service).at_least(41)).unwrap().to_svg();
    assert!(!few.contains("#6e2f04"));
}

/// The note about squares stands where there are squares: a bin with more than twelve is a column.
#[test]
fn the_note_about_squares_is_true() {
    let note_of = |people: u32| {
        let catalogue =
            Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")]);
        let mut ledger = Ledger::new(&catalogue.unwrap());
        for person in 0..people {
            let visit = Interaction::between(format!("user {person}"), "physio", date(2026, 3, 2));
            ledger.record(visit.appraisal(Appraisal::of("mobility").change(2.0))).unwrap();
        }
        ledger.risk_chart(RiskTerms::of(By::Service)).unwrap().to_svg().contains("A square is an appraisal")
    };
    assert!(note_of(12) && !note_of(13));
}

#[test]
fn the_description_counts_the_bins() {
    let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")]);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    for (person, (before, after)) in [(5.0, 4.0), (5.0, 5.0), (5.0, 7.0), (5.0, 6.5)].into_iter().enumerate() {
        let visit = Interaction::between(format!("user {person}"), "physio", date(2026, 3, 2));
        ledger.record(visit.appraisal(Appraisal::of("pain").before(before).after(after))).unwrap();
    }
    let description = ledger.risk_chart(RiskTerms::of(By::Service)).unwrap().description();
    assert!(
        description.ends_with("Worse by up to 2.00: 1, worse by up to 1.60: 1, the same: 1, better by up to 1.00: 1."),
        "{description}"
    );
}
