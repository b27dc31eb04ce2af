//! The distribution of changes.

use covalue::risk::RiskTerms;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
use proptest::prelude::*;

use super::svg::{Element, elements, title};
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
        description.ends_with("Worse by up to 2.0: 1, worse by up to 1.6: 1, the same: 1, better by up to 1.0: 1."),
        "{description}"
    );
}

/// Books of a service with a measure in this unit, with a person for each change.
fn books(unit: &str, changes: impl IntoIterator<Item = f64>) -> Ledger {
    let catalogue = Catalogue::new([Measure::higher_is_better("gain", unit)], [Service::new("physio", "clinic")]);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    for (person, change) in changes.into_iter().enumerate() {
        let visit = Interaction::between(format!("user {person}"), "physio", date(2026, 3, 2));
        ledger.record(visit.appraisal(Appraisal::of("gain").change(change))).unwrap();
    }
    ledger
}

/// Differences of levels that are equal but for the rounding of floats stand in one column.
#[test]
fn equal_changes_are_in_one_bin() {
    let levels = [(1.1, 1.4), (2.2, 2.5), (3.3, 3.6), (4.7, 5.0), (5.6, 5.9)];
    for (worse, expected) in [(false, "Better by up to 0.30: 40."), (true, "Worse by up to 0.30: 40.")] {
        let changes = (0..40).map(|person| levels[person % levels.len()]);
        let ledger = books("points", changes.map(|(low, high)| if worse { low - high } else { high - low }));
        let description = ledger.risk_chart(By::Service).unwrap().description();
        assert!(description.ends_with(expected), "{description}");
    }
    // A change that is far smaller than a column is still not the same.
    let description = books("points", [-1e-12, 1.0]).risk_chart(By::Service).unwrap().description();
    assert!(description.contains("Worse by up to 0.05: 1, better by up to 1.00: 1."), "{description}");
}

/// The subtitle explains what is dark only if a line that is drawn has a worst share.
#[test]
fn what_is_not_drawn_is_not_explained() {
    let names: Vec<String> = (0..13).map(|number| format!("service {number:02}")).collect();
    let subtitle_of = |many: usize| {
        let services = names.iter().map(|name| Service::new(name.as_str(), "clinic"));
        let catalogue = Catalogue::new([Measure::higher_is_better("gain", "points")], services.collect::<Vec<_>>());
        let mut ledger = Ledger::new(&catalogue.unwrap());
        for (index, name) in names.iter().enumerate() {
            for person in 0..if index == many { 40 } else { 1 } {
                let visit = Interaction::between(format!("user {person}"), name.as_str(), date(2026, 3, 2));
                ledger.record(visit.appraisal(Appraisal::of("gain").change(-1.0))).unwrap();
            }
        }
        let svg = ledger.risk_chart(By::Service).unwrap().to_svg();
        (svg.contains("Dark: the worst 5 in 100"), svg.contains("#6e2f04"))
    };
    assert_eq!(subtitle_of(11), (true, true));
    assert_eq!(subtitle_of(12), (false, false));
}

/// The texts that are drawn.
fn texts(svg: &str) -> Vec<Element> {
    elements(svg).into_iter().filter(|element| element.name == "text").collect()
}

/// Large and small amounts have their multiplier wherever they are named: in the heading, on the axis, at the bracket and
/// in the description.
#[test]
fn amounts_have_their_multiplier() {
    let of = |unit: &str, loss: f64| {
        let ledger = books(unit, (0..40).map(|person| if person < 2 { loss } else { -loss / 2.0 }));
        ledger.risk_chart(By::Service).unwrap()
    };
    for (unit, loss, heading, shortfall, bin) in [
        ("pounds", -2.5e6, "gain in pounds, in millions", "2.50 millions of pounds lost on average", "2.6"),
        ("points", -0.004, "gain in points, in thousandths", "4 thousandths of points lost on average", "4.0"),
        ("points", -4.0, "gain in points.", "4 points lost on average", "4.0"),
    ] {
        let chart = of(unit, loss);
        let description = chart.description();
        assert!(description.contains(&format!("physio: {heading}")), "{description}");
        assert!(description.contains(shortfall), "{description}");
        assert!(description.contains(&format!("Worse by up to {bin}: 2,")), "{description}");
        let texts = texts(&chart.to_svg());
        assert!(texts.iter().any(|text| text.text == shortfall), "{texts:?}");
        let is_tick = |text: &Element| text.text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.'));
        assert!(
            texts.iter().filter(|text| is_tick(text) && text.text != "38").all(|tick| tick
                .text
                .parse::<f64>()
                .unwrap()
                < 5.0)
        );
    }
}

/// Percentages are those of every other picture: half a per cent is rounded up, few are not none, and most are not all.
#[test]
fn percentages_are_those_of_other_pictures() {
    for (worse, people, expected) in
        [(1, 400, "<1 %"), (399, 400, ">99 %"), (5, 40, "13 %"), (29, 200, "15 %"), (0, 40, "0 %"), (40, 40, "100 %")]
    {
        let ledger = books("points", (0..people).map(|person| if person < worse { -1.0 } else { 1.0 }));
        let text = format!("{worse} of {people} are worse: {expected}, with a 95 % confidence interval from ");
        let description = ledger.risk_chart(By::Service).unwrap().description().replace("is worse", "are worse");
        assert!(description.contains(&text), "{text}: {description}");
        if (1..people).contains(&worse) {
            let people = ledger.statement(By::Service).unwrap().people_chart().unwrap().to_svg();
            let people = people.replace("&lt;", "<").replace("&gt;", ">").replace('\u{a0}', " ");
            assert!(people.contains(&format!("{worse} worse ({expected})")), "{people}");
        }
    }
    let ledger = books("points", (0..400).map(|person| if person == 0 { -1.0 } else { 1.0 }));
    let description = ledger.risk_chart(By::Service).unwrap().description();
    assert!(description.contains("interval from <1 % to 1 %"), "{description}");
}

/// A title names the measure where lines are of several measures, and the line where lines differ.
#[test]
fn titles_tell_measures_apart() {
    let of = |losses: &[(&str, &str, u32)], grouping: &Terms| {
        let measures = ["joy", "mob", "zip"].map(|measure| Measure::higher_is_better(measure, "points"));
        let services = ["a", "b"].map(|service| Service::new(service, "clinic"));
        let mut ledger = Ledger::new(&Catalogue::new(measures, services).unwrap());
        for (service, measure, losses) in losses {
            for person in 0..40 {
                let visit = Interaction::between(format!("user {person}"), *service, date(2026, 3, 2));
                let change = if person < *losses { -1.0 } else { 1.0 };
                ledger.record(visit.appraisal(Appraisal::of(*measure).change(change))).unwrap();
            }
        }
        title(&ledger.risk_chart(grouping.clone()).unwrap().to_svg())
    };
    let (by_service, ungrouped) = (Terms::by(By::Service), Terms::default());
    let two = [("a", "joy", 5), ("a", "mob", 9)];
    for grouping in [&by_service, &ungrouped] {
        assert_eq!(of(&two, grouping), "Worse: 5 of 40 appraisals of joy, 9 of 40 of mob");
    }
    let three = [("a", "joy", 5), ("a", "mob", 9), ("a", "zip", 4)];
    assert_eq!(of(&three, &by_service), "Worse most often: 9 of 40 appraisals of mob");
    let apart = [("a", "joy", 5), ("b", "mob", 9)];
    assert_eq!(of(&apart, &by_service), "Worse: 5 of 40 appraisals of joy on a, 9 of 40 of mob on b");
    let lines = [("a", "joy", 5), ("b", "joy", 9)];
    assert_eq!(of(&lines, &by_service), "Worse: 5 of 40 appraisals on a, 9 of 40 on b");
}

/// A long unit at the bracket is broken into lines, all of them inside of the picture.
#[test]
fn long_units_stay_inside() {
    let long = "points on the EQ-5D visual analogue scale, from 0 to 100";
    for unit in [long, &long.repeat(3), &"נקודות בסולם ".repeat(6), &"視覚的アナログ尺度の点".repeat(8)]
    {
        let ledger = books(unit, (0..40).map(|person| if person < 2 { -2.0 } else { 40.0 }));
        let texts = texts(&ledger.risk_chart(By::Service).unwrap().to_svg());
        assert!(texts.iter().all(|text| text.number("x") >= 24.0), "{texts:?}");
        let last = texts.iter().find(|text| text.text.contains("average")).unwrap();
        assert_eq!(last.get("font-weight"), "700");
        assert!(
            texts.iter().filter(|text| text.get("font-weight") == "700").all(|text| text.text.chars().count() < 75)
        );
    }
}
