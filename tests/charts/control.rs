//! Control charts: limits and signals, computed a second time.

use covalue::chart::ControlKind;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
use proptest::prelude::*;

use super::svg::{elements, title};
use crate::support::generate::cases;

/// Books of months from January 2020, with the changes of each.
fn books(months: &[Vec<i8>]) -> Ledger {
    let catalogue = Catalogue::new([Measure::higher_is_better("mood", "points")], [Service::new("a", "b")]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for (month, changes) in months.iter().enumerate() {
        for (number, change) in changes.iter().enumerate() {
            let on = date(2020 + (month / 12) as i16, (month % 12 + 1) as i8, 3);
            let visit = Interaction::between(format!("u{month}-{number}"), "a", on);
            ledger.record(visit.appraisal(Appraisal::of("mood").change(f64::from(*change)))).unwrap();
        }
    }
    ledger
}

/// Whether each month with changes is outside of its limits, as the formulas of [`covalue::Statement::control_chart`]
/// have it. `None` if a figure is so near to a limit that rounding decides.
fn outside(months: &[Vec<i8>], kind: ControlKind, baseline: usize) -> Option<Vec<bool>> {
    let heard: Vec<(usize, &Vec<i8>)> = months.iter().enumerate().filter(|(_, changes)| !changes.is_empty()).collect();
    let based = &heard[..baseline.min(heard.len())];
    let worse = |changes: &[i8]| changes.iter().filter(|change| **change < 0).count() as f64;
    let figure = |changes: &[i8]| match kind {
        ControlKind::MeanChange => changes.iter().map(|change| f64::from(*change)).sum::<f64>() / changes.len() as f64,
        _ => worse(changes) / changes.len() as f64,
    };
    let ranges: Vec<f64> = based
        .windows(2)
        .filter(|pair| pair[1].0 - pair[0].0 == 1)
        .map(|pair| (figure(pair[1].1) - figure(pair[0].1)).abs())
        .collect();
    let figures: f64 = based.iter().map(|(_, changes)| figure(changes)).sum();
    let all: usize = based.iter().map(|(_, changes)| changes.len()).sum();
    let mut flags = Vec::new();
    for (_, changes) in &heard {
        let (centre, reach) = match kind {
            ControlKind::MeanChange if ranges.is_empty() => (0.0, f64::INFINITY),
            ControlKind::MeanChange => {
                (figures / based.len() as f64, 2.66 * ranges.iter().sum::<f64>() / ranges.len() as f64)
            }
            _ => {
                let share = based.iter().map(|(_, changes)| worse(changes)).sum::<f64>() / all as f64;
                (share, 3.0 * (share * (1.0 - share) / changes.len() as f64).sqrt())
            }
        };
        let distance = (figure(changes) - centre).abs();
        if (distance - reach).abs() < 1e-6 && distance > 0.0 {
            return None;
        }
        flags.push(distance > reach + 1e-9);
    }
    Some(flags)
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn limits_are_those_of_the_formula(
        months in prop::collection::vec(prop::collection::vec(-4..6_i8, 0..5), 1..30),
        baseline in 1..30_usize,
    ) {
        prop_assume!(months.iter().any(|changes| !changes.is_empty()));
        let statement = books(&months).statement(By::Month).unwrap();
        for kind in [ControlKind::MeanChange, ControlKind::ShareWorse] {
            let Some(flags) = outside(&months, kind, baseline) else { continue };
            let chart = statement.control_chart(kind).unwrap().baseline(baseline);
            let description = chart.description();
            let (_, periods) = description.split_once("verage").unwrap_or(("", &description));
            let found = periods.matches(", outside of the limits").count();
            prop_assert_eq!(found, flags.iter().filter(|flag| **flag).count(), "{}", description);
            let svg = chart.to_svg();
            elements(&svg);
            prop_assert_eq!(&svg, &statement.control_chart(kind).unwrap().baseline(baseline).to_svg());
            let title = title(&svg);
            let some = flags.iter().filter(|flag| **flag).count();
            let of = match (some == flags.len(), some) {
                (true, 1) => "The only month".to_owned(),
                (true, 2) => "Both months".to_owned(),
                (true, all) => format!("All {all} months"),
                (false, some) => format!("{some} of {} months", flags.len()),
            };
            let expected = format!("{of} {} out", if some == 1 { "stands" } else { "stand" });
            prop_assert!(if some > 0 { title.starts_with(&expected) } else { !title.contains("of") }, "{expected}: {title}");
        }
    }
}

#[test]
fn eight_in_a_row_are_a_signal() {
    let flags = |changes: &[i8]| {
        let months: Vec<Vec<i8>> = changes.iter().map(|change| vec![*change]).collect();
        let chart = books(&months).statement(By::Month).unwrap().control_chart(ControlKind::MeanChange).unwrap();
        chart.description().matches("in a row on one side").count()
    };
    assert_eq!(flags(&[5, 5, 5, 5, 5, 5, 5, 5, 1, 1, 1, 1, 1, 1, 1]), 8);
    assert_eq!(flags(&[5, 5, 5, 5, 5, 5, 5, 1, 1, 1, 1, 1, 1, 1]), 0);
    // Equal figures are on their mean, though floats round it.
    assert_eq!(flags(&[3; 30]), 0);
}

/// The title speaks without words of statistics, and says on which side of the average a long run is.
#[test]
fn the_title_of_a_control_chart_is_plain() {
    let title_of = |changes: &[i8], baseline: usize| {
        let months: Vec<Vec<i8>> = changes.iter().map(|change| vec![*change]).collect();
        let statement = books(&months).statement(By::Month).unwrap();
        title(&statement.control_chart(ControlKind::MeanChange).unwrap().baseline(baseline).to_svg())
    };
    assert_eq!(title_of(&[1, 2, 1, 2, 1, 2], 6), "No month stands out from the usual ups and downs");
    assert_eq!(title_of(&[1, 2, 1, 2, 9], 4), "1 of 5 months stands out from the usual ups and downs");
    assert_eq!(title_of(&[1], 1), "Too few months to tell what is usual");
    let above = [0, 4, 0, 4, 3, 3, 3, 3, 3, 3, 3, 3];
    assert_eq!(title_of(&above, 4), "Eight or more months in a row are above average");
    assert_eq!(title_of(&above.map(|change| 3 - change), 4), "Eight or more months in a row are below average");
    let both = [0, 4, 0, 4, 3, 3, 3, 3, 3, 3, 3, 3, 2, 1, 1, 1, 1, 1, 1, 1, 1];
    assert_eq!(title_of(&both, 4), "Eight or more months in a row are on one side of the average");
}

#[test]
fn the_title_tells_two_measures_apart() {
    let measures = ["home", "trust"].map(|measure| Measure::higher_is_better(measure, "points"));
    let catalogue = Catalogue::new(measures, [Service::new("a", "b")]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for month in 1..=12_i8 {
        // The home is far worse in December. Trust is lower from the fourth month on.
        let home = if month == 12 { -9.0 } else { f64::from(month % 2) };
        let trust = if month < 4 { 2.0 } else { -1.0 };
        let visit = Interaction::between("ana", "a", date(2025, month, 3));
        let visit = visit.appraisal(Appraisal::of("home").change(home));
        ledger.record(visit.appraisal(Appraisal::of("trust").change(trust))).unwrap();
    }
    let statement = ledger.statement(By::Month).unwrap();
    let chart = statement.control_chart(ControlKind::MeanChange).unwrap().baseline(11);
    let found = title(&chart.to_svg());
    assert_eq!(found, "Home: 1 of 12 months stands out; trust: all 12 months stand out");
    let found = title(&statement.time_chart().unwrap().to_svg());
    assert_eq!(found, "More was destroyed than created on home in 1 of 12 months, on trust in 9 of 12");
}

/// Books of a month for each list of changes.
fn float_books(months: &[&[f64]]) -> Ledger {
    let catalogue = Catalogue::new([Measure::higher_is_better("mood", "points")], [Service::new("a", "b")]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for (month, changes) in months.iter().enumerate() {
        for (number, change) in changes.iter().enumerate() {
            let on = date(2020 + (month / 12) as i16, (month % 12 + 1) as i8, 3);
            let visit = Interaction::between(format!("u{month}-{number}"), "a", on);
            ledger.record(visit.appraisal(Appraisal::of("mood").change(*change))).unwrap();
        }
    }
    ledger
}

/// Figures that differ by the rounding of floats alone are one level, and no signal.
#[test]
fn rounding_is_one_level() {
    let none: &[f64] = &[0.1, 0.2, -0.3];
    let mixed: Vec<&[f64]> = [none].into_iter().chain([&[0.0][..]; 11]).collect();
    for (months, average) in [(vec![&[0.1][..]; 12], "0.10"), (vec![none; 12], "0"), (mixed, "0")] {
        let statement = float_books(&months).statement(By::Month).unwrap();
        let chart = statement.control_chart(ControlKind::MeanChange).unwrap();
        let svg = chart.to_svg();
        assert_eq!(title(&svg), "No month stands out from the usual ups and downs");
        let description = chart.description();
        assert!(description.contains(&format!("Average {average}, limits {average} to {average}. ")), "{description}");
        assert!(!description.contains("in a row") && !description.contains("outside"), "{description}");
        let elements = elements(&svg);
        let heights: Vec<&str> =
            elements.iter().filter(|shape| shape.name == "circle").map(|dot| dot.get("cy")).collect();
        assert!(heights.len() == 12 && heights.iter().all(|height| *height == heights[0]), "{heights:?}");
        let named =
            |text: &str| elements.iter().filter(|element| element.name == "text" && element.text == text).count();
        assert_eq!((named(average), named(&format!("average {average}"))), (1, 1));
        assert_eq!(named(&format!("limit {average}")), 0);
    }
    // A true difference is drawn, with ticks that differ, however small it is.
    let steps: Vec<Vec<f64>> = (0..12).map(|month| vec![0.1 + 1e-9 * f64::from(month % 3)]).collect();
    let steps: Vec<&[f64]> = steps.iter().map(Vec::as_slice).collect();
    let svg =
        float_books(&steps).statement(By::Month).unwrap().control_chart(ControlKind::MeanChange).unwrap().to_svg();
    let elements = elements(&svg);
    let ticks: Vec<&str> = elements
        .iter()
        .filter(|element| element.name == "text" && element.text.starts_with("0."))
        .map(|tick| tick.text.as_str())
        .collect();
    assert!(ticks.len() > 2 && ticks.windows(2).all(|pair| pair[0] != pair[1]), "{ticks:?}");
}

/// A large month does not make the differences of others rounding: the points beyond the lines are those with a ring.
#[test]
fn every_point_is_judged_as_it_is_drawn() {
    let large: Vec<Vec<f64>> =
        (1..=12).map(|month| if month == 12 { vec![1e9, -1e9] } else { vec![0.1 * f64::from(month)] }).collect();
    let high: Vec<Vec<f64>> = (1..=12).map(|month| vec![1e6 + 0.0001 * f64::from(month)]).collect();
    let opposite: Vec<Vec<f64>> = (1..=12).map(|month| vec![1e6 + 0.001 * f64::from(month), -1e6]).collect();
    for (months, first, outside) in [(large, "0.10 of 1", 2), (high, "1.00 of 1", 6), (opposite, "0.50 of 2", 6)] {
        let months: Vec<&[f64]> = months.iter().map(Vec::as_slice).collect();
        let statement = float_books(&months).statement(By::Month).unwrap();
        let chart = statement.control_chart(ControlKind::MeanChange).unwrap();
        let description = chart.description();
        assert!(description.contains(&format!("Jan 2020: {first}")), "{description}");
        assert_eq!(description.matches(", outside of the limits").count(), outside, "{description}");
        let elements = elements(&chart.to_svg());
        let limits: Vec<f64> = elements
            .iter()
            .filter(|element| element.name == "path" && !element.get("stroke-dasharray").is_empty())
            .map(|limit| limit.get("d")[1..].split([' ', ',', 'H', 'V']).nth(1).unwrap().parse().unwrap())
            .collect();
        let [low, high] = limits[..] else { panic!("{limits:?}") };
        let circles = || elements.iter().filter(|element| element.name == "circle");
        let places: std::collections::BTreeSet<&str> = circles().map(|circle| circle.get("cx")).collect();
        let beyond = |x: &str| {
            let y = circles().find(|circle| circle.get("cx") == x).unwrap().number("cy");
            y > low + 0.1 || y < high - 0.1
        };
        let ringed = |x: &str| circles().filter(|circle| circle.get("cx") == x).count() == 2;
        assert_eq!(places.len(), 12);
        for x in &places {
            assert_eq!(beyond(x), ringed(x), "{x}: {description}");
        }
    }
}

/// Small percentages have no multiplier: their heading has no room for one.
#[test]
fn small_shares_are_percentages() {
    let people: Vec<f64> = (0..50_000).map(|person| if person == 0 { -1.0 } else { 1.0 }).collect();
    let statement = float_books(&[&people]).statement(By::Month).unwrap();
    let description = statement.control_chart(ControlKind::ShareWorse).unwrap().description();
    assert!(description.contains("Jan 2020: <0.01 % of 50000"), "{description}");
}

/// A baseline of one period is not several.
#[test]
fn a_baseline_of_one_month_is_named() {
    let statement = books(&[vec![1, 1, -1], vec![1, 1, -1]]).statement(By::Month).unwrap();
    let chart = statement.control_chart(ControlKind::ShareWorse).unwrap().baseline(1);
    assert!(chart.description().contains("to 100.0 %, from Jan 2020 alone. "), "{}", chart.description());
    let texts: Vec<String> = elements(&chart.to_svg()).into_iter().map(|element| element.text).collect();
    assert!(texts.join(" ").contains("Limits: from the first month with appraisals."), "{texts:?}");
}

/// A single period has no limits to stand out of.
#[test]
fn a_single_period_has_no_limits() {
    let statement = books(&[vec![1, 1, -1, -1, 2]]).statement(By::Month).unwrap();
    for kind in [ControlKind::MeanChange, ControlKind::ShareWorse] {
        let chart = statement.control_chart(kind).unwrap();
        assert_eq!(title(&chart.to_svg()), "Too few months to tell what is usual");
        assert!(chart.description().contains("No limits."));
    }
    let two = books(&[vec![1, 1, -1, -1, 2], vec![1]]).statement(By::Month).unwrap();
    let found = title(&two.control_chart(ControlKind::ShareWorse).unwrap().to_svg());
    assert_eq!(found, "No month stands out from the usual ups and downs");
}
