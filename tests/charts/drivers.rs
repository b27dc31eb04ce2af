//! The dots of drivers.

use covalue::drivers::Drivers;
use covalue::risk::ProbabilityInterval;
use covalue::{Appraisal, Catalogue, Interaction, Ledger, Measure, Service, Terms, User, date};
use proptest::prelude::*;

use super::svg::{Element, elements, title};
use crate::support::case::Scale;
use crate::support::compare::record;
use crate::support::generate::{cases, ledger};
use crate::support::generate_terms::terms;

fn percent(share: f64) -> String {
    match (share * 100.0).round() {
        0.0 if share > 0.0 => "<1 %".to_owned(),
        100.0 if share < 1.0 => ">99 %".to_owned(),
        share => format!("{share:.0} %"),
    }
}

proptest! {
    #![proptest_config(cases(32))]

    /// The description has all counts of both groups, and the picture is XML.
    #[test]
    fn all_counts_of_drivers_are_in_the_description(case in ledger(), terms in terms()) {
        let drivers = record::<f64>(&case, Scale::Eighths).ledger.drivers(Terms::from(&terms), "district").unwrap();
        let chart = drivers.chart();
        let description = chart.description();
        for line in drivers.lines() {
            for group in [line.with(), line.without()].into_iter().filter(|group| group.appraisal_count() > 0) {
                let part = |count: u64, interval: Option<ProbabilityInterval>| {
                    let share = 100.0 * count as f64 / group.appraisal_count() as f64;
                    let ends = interval.map(|interval| [interval.low(), interval.high()].map(percent)).expect("appraisals");
                    format!("{count} ({share:.0} %, 95 % confidence {} to {})", ends[0], ends[1])
                };
                let text = format!(
                    "{} {}, {} better, {} worse",
                    group.appraisal_count(), if group.appraisal_count() == 1 { "appraisal" } else { "appraisals" },
                    part(group.better_count(), group.better_interval()), part(group.worse_count(), group.worse_interval()),
                );
                prop_assert!(description.contains(&text), "{text}: {description}");
            }
        }
        let svg = chart.to_svg();
        prop_assert_eq!(&svg, &drivers.chart().to_svg());
        elements(&svg);
    }
}

/// A ledger with the numbers of better, unchanged and worse appraisals of each value.
fn drivers_of(values: &[(&str, [u32; 3])]) -> Drivers {
    let catalogue = Catalogue::new([Measure::higher_is_better("m", "points")], [Service::new("s", "p")]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for (value, counts) in values {
        for (change, count) in [1.0, 0.0, -1.0].into_iter().zip(counts) {
            for person in 0..*count {
                let user = User::new(format!("user {person} {change}")).with("d", *value);
                let visit = Interaction::between(user, "s", date(2026, 3, 2));
                ledger.record(visit.appraisal(Appraisal::of("m").change(change))).unwrap();
            }
        }
    }
    ledger.drivers(Terms::default(), "d").unwrap()
}

fn shapes(svg: &str, name: &str, fill: &str) -> Vec<Element> {
    elements(svg).into_iter().filter(|element| element.is(name, fill)).collect()
}

/// Dots stand at distances from zero that are proportional to their shares.
#[test]
fn dots_stand_at_their_shares() {
    let svg = drivers_of(&[("a", [30, 10, 0]), ("b", [10, 10, 20])]).chart().to_svg();
    // The first marks of each shape are those of the headings.
    let better: Vec<f64> = shapes(&svg, "circle", "#2a6f97").iter().skip(1).map(|mark| mark.number("cx")).collect();
    let worse: Vec<f64> = shapes(&svg, "rect", "#c8611a")
        .iter()
        .skip(1)
        .map(|mark| mark.number("x") + mark.number("width") / 2.0)
        .collect();
    let zero = worse[0];
    let unit = (better[0] - zero) / 0.75;
    assert!((better[1] - zero - 0.25 * unit).abs() < 0.02 && (worse[1] - zero - 0.5 * unit).abs() < 0.02);
}

/// Whiskers go from end to end of their intervals. Both shapes of a row have one, drawn as a line with two caps.
#[test]
fn whiskers_stand_at_their_intervals() {
    let drivers = drivers_of(&[("a", [30, 10, 0]), ("b", [10, 10, 20])]);
    let svg = drivers.chart().to_svg();
    let better: Vec<f64> = shapes(&svg, "circle", "#2a6f97").iter().skip(1).map(|mark| mark.number("cx")).collect();
    let square = shapes(&svg, "rect", "#c8611a").remove(1);
    let zero = square.number("x") + square.number("width") / 2.0;
    let unit = (better[0] - zero) / 0.75;
    let starts: Vec<f64> = elements(&svg)
        .into_iter()
        .filter(|path| path.name == "path" && path.get("stroke") == "#2a6f97")
        .map(|path| path.get("d").trim_start_matches('M').split([' ', ',', 'H']).next().unwrap().parse().unwrap())
        .collect();
    let lows: Vec<f64> =
        drivers.lines().map(|line| zero + unit * line.with().better_interval().expect("appraisals").low()).collect();
    assert_eq!(starts.len(), lows.len());
    assert!(starts.iter().zip(&lows).all(|(start, low)| (start - low).abs() < 0.02), "{starts:?} {lows:?}");
}

/// A measure on which a single appraisal makes the largest difference does not give the title.
#[test]
fn the_title_of_drivers_is_of_values_that_it_names() {
    let catalogue =
        Catalogue::new(["few", "many"].map(|id| Measure::higher_is_better(id, "points")), [Service::new("s", "p")]);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    for person in 0..120 {
        let value = ["a", "b", "c"][if person == 0 { 2 } else { person % 2 }];
        let visit = Interaction::between(User::new(format!("user {person}")).with("d", value), "s", date(2026, 3, 2));
        let few = Appraisal::of("few").change(if person == 0 { -1.0 } else { 1.0 });
        let many = Appraisal::of("many").change(if value == "b" && person % 3 == 0 { -1.0 } else { 1.0 });
        ledger.record(visit.appraisal(few).appraisal(many)).unwrap();
    }
    let title = title(&ledger.drivers(Terms::default(), "d").unwrap().chart().to_svg());
    assert!(title.contains("better on many"), "{title}");
}

/// The title states shares of values with at least 30 people, if there are two, and whether their intervals overlap.
#[test]
fn the_title_of_drivers_is_true() {
    let title = |values: &[(&str, [u32; 3])]| title(&drivers_of(values).chart().to_svg());
    assert_eq!(title(&[]), "No appraisal has a value of d");
    assert_eq!(title(&[("a", [1, 0, 1])]), "D “a”: 50 % of 2 appraisals better");
    assert_eq!(title(&[("a", [1, 0, 1]), ("b", [2, 1, 1])]), "With each value of d, 50 % of the appraisals are better");
    let few = title(&[("a", [1, 0, 0]), ("b", [0, 0, 1])]);
    assert_eq!(few, "D “a”: 100 % of 1 appraisal better; “b”: 0 % of 1; the intervals overlap");
    let values = [("a", [1, 0, 0]), ("b", [15, 0, 15]), ("c", [0, 0, 40]), ("d", [0, 0, 1])];
    assert_eq!(title(&values), "D “b”: 50 % of 30 appraisals better; “c”: 0 % of 40");
    let equal = title(&[("a", [20, 0, 20]), ("b", [15, 0, 15]), ("c", [1, 0, 0])]);
    assert_eq!(equal, "With 2 of 3 values of d, 50 % of the appraisals are better");
}

/// Intervals of the highest and the lowest share overlap, and those of other values lie apart: the title has these.
#[test]
fn the_title_of_drivers_names_values_whose_intervals_lie_apart() {
    let title = |values: &[(&str, [u32; 3])]| title(&drivers_of(values).chart().to_svg());
    let (highest, lowest) = (("a", [18, 12, 0]), ("d", [9, 21, 0]));
    let ends = "D “a”: 60 % of 30 appraisals better; “d”: 30 % of 30; the intervals overlap";
    assert_eq!(title(&[highest, lowest]), ends);
    let values = [highest, ("b", [275, 225, 0]), ("c", [200, 300, 0]), lowest];
    assert_eq!(title(&values), "D “b”: 55 % of 500 appraisals better; “d”: 30 % of 30");
}

/// Many appraisals of few people bear little: the title names the people.
#[test]
fn the_title_of_drivers_names_the_people_behind_many_appraisals() {
    let catalogue = Catalogue::new([Measure::higher_is_better("m", "points")], [Service::new("s", "p")]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for (value, change, people) in [("a", 1.0, 1), ("b", -1.0, 2)] {
        for visit in 0..40 {
            let user = User::new(format!("user {value} {}", visit % people)).with("d", value);
            let visit = Interaction::between(user, "s", date(2026, 3, 2)).id(format!("{value} {visit}"));
            ledger.record(visit.appraisal(Appraisal::of("m").change(change))).unwrap();
        }
    }
    let title = title(&ledger.drivers(Terms::default(), "d").unwrap().chart().to_svg());
    let told = "By d, 100 % (1 person) and 0 % (2 people) of the appraisals are better; the intervals overlap";
    assert_eq!(title, told);
}

/// Above 50 values, those with the fewest appraisals are one row.
#[test]
fn small_values_are_one_row() {
    let names: Vec<String> = (0..63).map(|number| format!("value {number:02}")).collect();
    let values: Vec<_> = (0..).zip(&names).map(|(number, name)| (name.as_str(), [number + 1, 0, 0])).collect();
    let svg = drivers_of(&values).chart().to_svg();
    let texts: Vec<String> =
        elements(&svg).into_iter().filter(|element| element.name == "text").map(|element| element.text).collect();
    assert_eq!(texts.iter().filter(|text| text.starts_with("value ")).count(), 50);
    assert!(texts.contains(&"13 others together".to_owned()) && texts.contains(&"91".to_owned()), "{texts:?}");
}

/// A value that is not drawn is not in the title.
#[test]
fn the_title_names_values_of_the_picture() {
    let names: Vec<String> = (0..60).map(|number| format!("value {number:02}")).collect();
    let values: Vec<_> = (0..).zip(&names).map(|(number, name)| (name.as_str(), [number, 0, 60 - number])).collect();
    let svg = drivers_of(&values).chart().to_svg();
    assert_eq!(title(&svg), "D “value 49”: 82 % of 60 appraisals better; “value 00”: 0 % of 60");
    assert!(elements(&svg).iter().all(|element| element.name != "text" || element.text != "value 50"));
}

#[test]
fn values_are_only_text() {
    let svg = drivers_of(&[("<script>", [1, 0, 0]), ("a\u{202e}", [1, 0, 0])]).chart().to_svg();
    assert!(!svg.contains("<script") && !svg.contains('\u{202e}'));
    assert!(elements(&svg).iter().any(|element| element.name == "text" && element.text == "<script>"));
}

/// Values that are not drawn are values.
#[test]
fn equal_shares_are_counted_among_all_values() {
    let names: Vec<String> = (0..50).map(|number| format!("value {number}")).collect();
    let title = |equal: [u32; 3], other: [u32; 3]| {
        let equal = names.iter().map(|name| (name.as_str(), equal));
        let values: Vec<_> = equal.chain([("other", other)]).collect();
        title(&drivers_of(&values).chart().to_svg())
    };
    assert_eq!(title([2, 0, 2], [0, 0, 3]), "With 50 of 51 values of d, 50 % of the appraisals are better");
    assert_eq!(title([17, 0, 17], [0, 0, 30]), "With 50 of 51 values of d, 50 % of the appraisals are better");
    assert_eq!(title([2, 0, 2], [1, 0, 1]), "With each value of d, 50 % of the appraisals are better");
}

/// Two shares of a title without names are not the ends of all shares, and shares that look equal are equal.
#[test]
fn shares_of_a_title_without_names_are_no_range() {
    let title = |values: &[(&str, [u32; 3])]| title(&drivers_of(values).chart().to_svg());
    let [one, other] =
        ["north of the river and of the railway", "south of the river, of the railway and of the old town"];
    let values = [(one, [450, 0, 550]), (other, [600, 0, 400]), ("few", [0, 0, 12]), ("some", [12, 0, 0])];
    assert_eq!(title(&values), "With two values of d, 60 % and 45 % of the appraisals are better");
    for names in [["x", "y"], [one, other]] {
        let found = title(&[(names[0], [751, 0, 249]), (names[1], [749, 0, 251])]);
        assert_eq!(found, "With each value of d, 75 % of the appraisals are better");
    }
}
