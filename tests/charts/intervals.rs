//! Confidence intervals on the bars of a statement.

use covalue::certainty::{Intervals, LineIntervals, Resampling};
use covalue::error::ChartError;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Rule, Service, Terms, date};
use proptest::prelude::*;

use super::svg::{Element, elements, title};
use crate::support::data_sets::trial;
use crate::support::generate::cases;

const INK: &str = "#1b2733";

/// Services, each with the changes of its people.
fn ledger<S: AsRef<str>>(services: &[(S, Vec<f64>)]) -> Ledger {
    let known = services.iter().map(|(name, _)| Service::new(name.as_ref(), "clinic").promises("mood", 1.0));
    let catalogue = Catalogue::new([Measure::higher_is_better("mood", "points")], known).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for (name, changes) in services {
        for (person, change) in changes.iter().enumerate() {
            let visit = Interaction::between(format!("user {person}"), name.as_ref(), date(2026, 3, 2));
            ledger.record(visit.appraisal(Appraisal::of("mood").change(*change))).unwrap();
        }
    }
    ledger
}

fn resampling() -> Resampling {
    Resampling::seeded(1).replicates(199).unwrap()
}

fn intervals(ledger: &Ledger) -> Intervals {
    ledger.intervals_on(By::Service, resampling()).unwrap()
}

fn picture(ledger: &Ledger) -> (String, String) {
    let chart = ledger.statement(By::Service).unwrap().bar_chart_with(&intervals(ledger)).unwrap();
    (chart.to_svg(), chart.description())
}

/// The ends of the whiskers, and the position of each diamond.
fn marks(elements: &[Element]) -> (Vec<[f64; 2]>, Vec<f64>) {
    let number = |text: &str| text.parse::<f64>().unwrap();
    let ends = |line: &Element| {
        let path = line.get("d")[1..].split('M').next().unwrap();
        let (from, to) = path.split_once('H').unwrap();
        [number(from.split(' ').next().unwrap()), number(to)]
    };
    let is_whisker = |line: &&Element| line.get("stroke") == INK && line.get("d").contains('H');
    let diamond = |path: &Element| number(path.get("d").split('L').nth(1).unwrap().split(' ').next().unwrap());
    let whiskers = elements.iter().filter(is_whisker).map(ends).collect();
    // The first one is that of the heading.
    let diamonds = elements.iter().filter(|path| path.is("path", INK)).skip(1).map(diamond).collect();
    (whiskers, diamonds)
}

fn limits(line: &LineIntervals) -> [f64; 3] {
    let net = line.net().unwrap();
    [net.total_low(), net.total(), net.total_high()]
}

proptest! {
    #![proptest_config(cases(24))]

    /// Whiskers go from limit to limit of the total, on the scale of the diamonds.
    #[test]
    fn whiskers_go_from_limit_to_limit(
        changes in prop::collection::vec(prop::collection::vec(-9..=12_i32, 25..60), 2..6),
    ) {
        let services: Vec<(String, Vec<f64>)> = changes
            .into_iter()
            .enumerate()
            .map(|(index, changes)| (format!("service {index}"), changes.into_iter().map(f64::from).collect()))
            .collect();
        let ledger = ledger(&services);
        let intervals = intervals(&ledger);
        let known: Vec<[f64; 3]> = intervals.lines().map(limits).collect();
        let (svg, description) = picture(&ledger);
        let elements = elements(&svg);
        let (whiskers, diamonds) = marks(&elements);
        prop_assert_eq!((whiskers.len(), diamonds.len()), (known.len(), known.len()));
        // All positions lie on one line over the figures.
        let places = known.iter().zip(whiskers).zip(diamonds).flat_map(|(([low, net, high], [from, to]), x)| {
            [(*low, from), (*net, x), (*high, to)]
        });
        let places: Vec<(f64, f64)> = places.collect();
        let least = places.iter().copied().reduce(|one, other| if other.0 < one.0 { other } else { one }).unwrap();
        let most = places.iter().copied().reduce(|one, other| if other.0 > one.0 { other } else { one }).unwrap();
        let unit = (most.1 - least.1) / (most.0 - least.0);
        for (figure, x) in places {
            prop_assert!((x - least.1 - (figure - least.0) * unit).abs() < 0.05, "{figure} is at {x}");
            prop_assert!((23.0..=697.0).contains(&x), "{figure} is at {x}");
        }
        prop_assert!(description.contains("In brackets: 95 % confidence intervals: 199 replicates of people, seed 1."));
    }
}

/// The picture of the trial: 463 points net from 52 patients, with the limits of its interval for each patient times 52.
#[test]
fn intervals_of_the_trial_are_limits_of_totals() {
    let ledger = trial::read().unwrap();
    let intervals = ledger.intervals_on(By::Service, Resampling::seeded(1)).unwrap();
    let chart = ledger.statement(By::Service).unwrap().bar_chart_with(&intervals).unwrap();
    let [low, net, high] = limits(intervals.line(trial::THERAPY, trial::DEPRESSION).unwrap());
    assert!((net - 463.0).abs() < 1e-9);
    let text = format!("({low:.0} to {high:.0})");
    assert!(chart.description().contains(&format!("net 463 {text}")), "{}", chart.description());
    let texts: Vec<String> = elements(&chart.to_svg()).into_iter().map(|element| element.text).collect();
    for words in [text.as_str(), "463", "net (95 % interval)"] {
        assert!(texts.iter().any(|text| text == words), "{words}: {texts:?}");
    }
    // The units, the replicates, and the other doubt.
    let svg = chart.to_svg().replace(['\n', '\u{a0}'], " ");
    for words in ["4,999 replicates", "of people, seed 1", "Missing", "another doubt."] {
        assert!(svg.contains(words), "{words}: {svg}");
    }
}

/// A line without an interval says so, and the description says why. Narrow lines have their intervals in the description.
#[test]
fn lines_without_an_interval_say_so() {
    let many = |people: u32| (0..people).map(|person| f64::from(person % 7) - 2.0).collect::<Vec<f64>>();
    let (svg, description) = picture(&ledger(&[("bus", many(30)), ("tram", many(12)), ("boat", vec![2.0; 40])]));
    assert_eq!(elements(&svg).iter().filter(|element| element.text == "no interval").count(), 2);
    for words in ["net 7 (no interval: too few units: 12 of 20)", "net 80 (no interval: all alike)"] {
        assert!(description.contains(words), "{words}: {description}");
    }
    let words = |svg: &str| elements(svg).into_iter().map(|element| element.text + " ").collect::<String>();
    assert!(words(&svg).contains("No interval: all alike, too few units."), "{}", words(&svg));
    assert_eq!(marks(&elements(&svg)).0.len(), 1);

    let sixteen: Vec<(String, Vec<f64>)> = (0..16).map(|number| (format!("service {number}"), many(30))).collect();
    let (svg, description) = picture(&ledger(&sixteen));
    assert!(marks(&elements(&svg)).0.is_empty() && !svg.contains("95 % interval"));
    assert!(words(&svg).contains("Intervals are in the description of the picture."), "{}", words(&svg));
    assert_eq!(description.matches("net 25 (").count(), 16, "{description}");
}

/// A line whose appraisals are all missing has no net, and no interval.
#[test]
fn lines_without_an_appraisal_are_drawn() {
    let many = (0..30).map(|person| f64::from(person % 7) - 2.0).collect::<Vec<f64>>();
    let mut ledger = ledger(&[("bus", many), ("tram", Vec::new())]);
    ledger.record(Interaction::between("ana", "tram", date(2026, 3, 2))).unwrap();
    let (svg, description) = picture(&ledger);
    assert_eq!(marks(&elements(&svg)).0.len(), 1);
    assert!(description.contains("tram: no appraisal made, 1 due") && !svg.contains("no interval"), "{description}");
}

/// Intervals of other terms, of other books and of weighted people are refused; without intervals the picture is as it was.
#[test]
fn intervals_of_other_figures_are_refused() {
    let changes = |shift: f64| (0..30).map(|person| f64::from(person % 7) - shift).collect::<Vec<f64>>();
    let (one, other) = (ledger(&[("bus", changes(2.0))]), ledger(&[("bus", changes(1.0))]));
    let statement = one.statement(By::Service).unwrap();
    let terms = one.intervals_on(Terms::by(By::Service).follow_up(1), resampling()).unwrap();
    let refused = statement.bar_chart_with(&terms).unwrap_err();
    assert!(matches!(refused, ChartError::OtherTerms { .. }) && refused.rule() == Rule::Form, "{refused}");
    let weights = (0..30).map(|person| (format!("user {person}"), 2.0));
    let weighted = one.intervals_on(By::Service, resampling().weighted(weights).unwrap()).unwrap();
    let further = intervals(&ledger(&[("bus", changes(2.0)), ("tram", changes(2.0))]));
    let fewer = intervals(&ledger(&[("tram", changes(2.0))]));
    for unlike in [intervals(&other), weighted, further, fewer] {
        let refused = statement.bar_chart_with(&unlike).unwrap_err();
        let expected = ChartError::OtherIntervals { measure: "mood".to_owned() };
        assert_eq!((refused.rule(), &refused), (Rule::Form, &expected));
    }
    let plain = statement.bar_chart().unwrap();
    let with = statement.bar_chart_with(&intervals(&one)).unwrap();
    assert_eq!(title(&plain.to_svg()), title(&with.to_svg()));
    assert!(!plain.to_svg().contains("interval") && format!("{with:?}") == "BarChart { .. }");
}
