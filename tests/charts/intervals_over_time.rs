//! Confidence intervals on the picture of a statement over time.

use covalue::certainty::{Intervals, Resampling};
use covalue::error::ChartError;
use covalue::record::PartialDate;
use covalue::statement::Grouping;
use covalue::{Appraisal, By, Catalogue, Date, Interaction, Ledger, Measure, Rule, Service, date};
use proptest::prelude::*;

use super::svg::{Element, elements, title};
use crate::support::generate::cases;

const INK: &str = "#1b2733";
const CREATED_WORDS: &str = "#215a7b";
const DESTROYED_WORDS: &str = "#9c450b";

/// A quarter by its number from the first one of 2020 on.
fn quarter(number: usize) -> Date {
    date(2020 + (number / 4) as i16, (number % 4 * 3) as i8 + 2, 3)
}

/// Services, each with the changes of the people of each quarter.
fn ledger(services: &[(&str, Vec<Vec<f64>>)]) -> Ledger {
    let known = services.iter().map(|(name, _)| Service::new(*name, "clinic").promises("mood", 1.0));
    let mut ledger = Ledger::new(&Catalogue::new([Measure::higher_is_better("mood", "points")], known).unwrap());
    for (name, quarters) in services {
        for (number, changes) in quarters.iter().enumerate() {
            for (person, change) in changes.iter().enumerate() {
                let visit = Interaction::between(format!("user {number} {person}"), *name, quarter(number));
                ledger.record(visit.appraisal(Appraisal::of("mood").change(*change))).unwrap();
            }
        }
    }
    ledger
}

fn intervals(ledger: &Ledger, by: impl Into<Grouping>) -> Intervals {
    ledger.intervals_on(by.into(), Resampling::seeded(1).replicates(199).unwrap()).unwrap()
}

fn picture(ledger: &Ledger, by: impl Into<Grouping>) -> (Vec<Element>, String) {
    let by = by.into();
    let intervals = intervals(ledger, by.clone());
    let chart = ledger.statement(by).unwrap().time_chart_with(&intervals).unwrap();
    (elements(&chart.to_svg()), chart.description())
}

fn words(elements: &[Element]) -> String {
    elements.iter().filter(|element| element.name == "text").map(|element| element.text.clone() + " ").collect()
}

fn numbers(path: &str) -> Vec<f64> {
    path.split(|letter: char| letter == ' ' || letter.is_ascii_uppercase())
        .filter_map(|text| text.parse().ok())
        .collect()
}

/// The position of each whisker, and its foot and its top.
fn whiskers(elements: &[Element]) -> Vec<[f64; 3]> {
    let of = |line: &Element| {
        let [x, from, to, ..] = numbers(line.get("d"))[..] else { panic!("{line:?}") };
        [x, from, to]
    };
    let is_whisker = |line: &&Element| line.get("stroke") == INK && line.get("d").contains('V');
    elements.iter().filter(is_whisker).map(of).collect()
}

/// The middles of all diamonds.
fn diamonds(elements: &[Element]) -> Vec<[f64; 2]> {
    let of = |path: &Element| {
        let [_, y, x, ..] = numbers(path.get("d"))[..] else { panic!("{path:?}") };
        [x, y]
    };
    elements.iter().filter(|path| path.is("path", INK)).map(of).collect()
}

/// Changes of people from −2 to 4: those of 7 people in a row sum to 7.
fn changes(people: u32) -> Vec<f64> {
    (0..people).map(|person| f64::from(person % 7) - 2.0).collect()
}

proptest! {
    #![proptest_config(cases(24))]

    /// Whiskers go from limit to limit of the total, on the scale of the diamonds. The plot holds them, and numbers of columns
    /// stand outside of them.
    #[test]
    fn whiskers_go_from_limit_to_limit(
        quarters in prop::collection::vec(prop::collection::vec(-9..=12_i32, 25..60), 2..9), shift in -12..=9_i32,
    ) {
        let quarters: Vec<Vec<f64>> = quarters
            .into_iter()
            .map(|changes| changes.into_iter().map(|change| f64::from(change + shift)).collect())
            .collect();
        let ledger = ledger(&[("bus", quarters)]);
        let known: Vec<[f64; 3]> = intervals(&ledger, By::Quarter)
            .lines()
            .filter_map(|line| line.net().ok())
            .map(|net| [net.total_low(), net.total(), net.total_high()])
            .collect();
        let (elements, description) = picture(&ledger, By::Quarter);
        let (whiskers, diamonds) = (whiskers(&elements), diamonds(&elements));
        prop_assert_eq!((whiskers.len(), diamonds.len()), (known.len(), known.len()));
        // All heights lie on one line over the figures.
        let heights = known.iter().zip(&whiskers).zip(&diamonds).flat_map(|(([low, net, high], [_, from, to]), [_, y])| {
            [(*low, *from), (*net, *y), (*high, *to)]
        });
        let heights: Vec<(f64, f64)> = heights.collect();
        let least = heights.iter().copied().reduce(|one, other| if other.0 < one.0 { other } else { one }).unwrap();
        let most = heights.iter().copied().reduce(|one, other| if other.0 > one.0 { other } else { one }).unwrap();
        let unit = (most.1 - least.1) / (most.0 - least.0);
        let heading = |name: &str| elements.iter().find(|element| element.text == name).unwrap().number("y");
        let (top, bottom) = (heading("created") + 8.0, heading("destroyed") - 16.0);
        for (figure, y) in heights {
            prop_assert!((y - least.1 - (figure - least.0) * unit).abs() < 0.05, "{figure} is at {y}");
            prop_assert!((top..=bottom).contains(&y), "{figure} is at {y}, outside of {top} to {bottom}");
        }
        for ([x, from, to], [middle, _]) in whiskers.into_iter().zip(diamonds) {
            prop_assert_eq!(x, middle);
            for number in elements.iter().filter(|text| text.name == "text" && (text.number("x") - x).abs() < 3.0) {
                let y = number.number("y");
                // Letters are 13 high.
                prop_assert!(number.get("fill") != CREATED_WORDS || y < to, "{number:?} is in {from} to {to}");
                prop_assert!(number.get("fill") != DESTROYED_WORDS || y - 13.0 > from, "{number:?} is in {from} to {to}");
            }
        }
        prop_assert!(description.contains("In brackets: 95 % confidence intervals: 199 replicates of people, seed 1."));
    }
}

/// The figures of the description are the limits of the intervals, and the note says what they are of and what they are not.
#[test]
fn the_description_has_the_limits_of_totals() {
    let ledger = ledger(&[("bus", vec![changes(28), Vec::new(), changes(35)])]);
    let known = intervals(&ledger, By::Quarter);
    let (elements, description) = picture(&ledger, By::Quarter);
    for (line, name, net) in [("2020-Q1", "Q1 2020", 28.0), ("2020-Q3", "Q3 2020", 35.0)] {
        let interval = known.line(line, "mood").unwrap().net().unwrap();
        let text = format!("net {net} ({:.1} to {:.1})", interval.total_low(), interval.total_high());
        let period = description.split("; ").find(|period| period.contains(name)).unwrap();
        assert!(period.contains(&text), "{text}: {description}");
    }
    assert!(description.contains("Q2 2020: no appraisal;"), "{description}");
    let words = words(&elements).replace('\u{a0}', " ");
    let note = "Diamonds: net, all gains less all losses. Upright line: how far chance could move it (95 % confidence \
                intervals: 199 replicates of people, seed 1). Missing appraisals are another doubt. Hatched: no \
                appraisal is counted.";
    assert!(words.contains(note), "{words}");
    assert_eq!((whiskers(&elements).len(), diamonds(&elements).len()), (2, 2));
}

/// A net without an interval is a diamond alone, and description and note have the reason.
#[test]
fn periods_without_an_interval_say_so() {
    let zero: Vec<f64> = (0..40).map(|person| f64::from(person % 2 * 2 - 1)).collect();
    let quarters = vec![changes(28), changes(12), vec![2.0; 40], zero];
    let (elements, description) = picture(&ledger(&[("bus", quarters)]), By::Quarter);
    for words in ["net 7 (no interval: too few units: 12 of 20)", "net 80 (no interval: all alike)", "net 0 (\u{2212}"]
    {
        assert!(description.contains(words), "{words}: {description}");
    }
    assert_eq!((whiskers(&elements).len(), diamonds(&elements).len()), (2, 4));
    assert!(
        words(&elements).contains("A diamond alone has no interval: all alike, too few units."),
        "{}",
        words(&elements)
    );
    // A net of 0 is on the zero line, within its interval.
    let (whisker, diamond) = (whiskers(&elements)[1], diamonds(&elements)[3]);
    assert!(whisker[2] < diamond[1] && diamond[1] < whisker[1], "{whisker:?} {diamond:?}");

    let (elements, description) = picture(&ledger(&[("bus", vec![changes(5); 3])]), By::Quarter);
    assert_eq!(
        (whiskers(&elements).len(), description.matches("(no interval: too few units: 5 of 20)").count()),
        (0, 3)
    );
    let words = words(&elements);
    assert!(words.contains("A diamond alone has no interval: too few units.") && !words.contains("Upright"), "{words}");
}

/// Where periods are too narrow for diamonds, intervals are in the description, and change nothing else.
#[test]
fn narrow_periods_have_their_intervals_in_the_description() {
    let ledger = ledger(&[("bus", vec![changes(28); 40])]);
    let (elements, description) = picture(&ledger, By::Quarter);
    let plain = ledger.statement(By::Quarter).unwrap().time_chart().unwrap();
    assert_eq!((whiskers(&elements).len(), diamonds(&elements).len()), (0, 1));
    assert!(words(&elements).contains("Intervals are in the description of the picture."), "{}", words(&elements));
    assert_eq!(description.matches("net 28 (").count(), 40, "{description}");
    let shapes = |elements: &[Element]| -> Vec<String> {
        elements.iter().filter(|element| element.name == "path").map(|path| path.get("d").to_owned()).collect()
    };
    assert_eq!(shapes(&elements), shapes(&super::svg::elements(&plain.to_svg())));
}

/// Each line has its own intervals, on the scale that all lines share.
#[test]
fn lines_have_their_own_intervals() {
    let more = |people: u32| changes(people).into_iter().map(|change| 10.0 * change).collect::<Vec<f64>>();
    let (bus, tram) = (vec![changes(28), changes(35)], vec![more(28), Vec::new(), more(12)]);
    let ledger = ledger(&[("bus", bus), ("tram", tram)]);
    let (elements, description) = picture(&ledger, By::Service.and(By::Quarter));
    let whiskers = whiskers(&elements);
    assert_eq!((whiskers.len(), diamonds(&elements).len()), (3, 4));
    let length = |[_, from, to]: [f64; 3]| from - to;
    assert!((length(whiskers[2]) / length(whiskers[0]) - 10.0).abs() < 0.1, "{whiskers:?}");
    assert!(description.contains("net 70 (no interval: too few units: 12 of 20)"), "{description}");
}

/// Intervals of other terms and of other books are refused. Those of whole years among months have no place in the picture.
#[test]
fn intervals_of_other_figures_are_refused() {
    let (one, other) = (ledger(&[("bus", vec![changes(28); 2])]), ledger(&[("bus", vec![changes(29); 2])]));
    let statement = one.statement(By::Quarter).unwrap();
    let refused = statement.time_chart_with(&intervals(&one, By::Month)).unwrap_err();
    assert!(matches!(refused, ChartError::OtherTerms { .. }) && refused.rule() == Rule::Form, "{refused}");
    let refused = statement.time_chart_with(&intervals(&other, By::Quarter)).unwrap_err();
    assert_eq!(refused, ChartError::OtherIntervals { measure: "mood".to_owned() });
    let refused = one.statement(By::Service).unwrap().time_chart_with(&intervals(&one, By::Service)).unwrap_err();
    assert!(matches!(refused, ChartError::NoPeriod { .. }), "{refused}");

    let mut with_years = one.clone();
    for (person, change) in changes(28).into_iter().enumerate() {
        let visit = Interaction::between(format!("user {person}"), "bus", PartialDate::year_of(date(2021, 5, 3)));
        with_years.record(visit.appraisal(Appraisal::of("mood").change(change))).unwrap();
    }
    let (drawn, _) = picture(&with_years, By::Quarter);
    assert_eq!((whiskers(&drawn).len(), diamonds(&drawn).len()), (2, 2));

    let with = statement.time_chart_with(&intervals(&one, By::Quarter)).unwrap();
    let plain = statement.time_chart().unwrap();
    assert_eq!(title(&plain.to_svg()), title(&with.to_svg()));
    assert!(!plain.to_svg().contains("interval") && format!("{with:?}") == "TimeChart { .. }");
}
