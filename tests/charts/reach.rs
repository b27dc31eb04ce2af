//! The cascade of reach.

use covalue::chart::ReachChart;
use covalue::record::ReachStep;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, ReachCounts, Service, User, date};
use proptest::prelude::*;

use super::svg::{elements, title};
use crate::support::generate::cases;
use crate::support::reach::{books, terms};

/// Digits with a comma between thousands.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

proptest! {
    #![proptest_config(cases(64))]

    /// The description has all counts, shares and missing people of each line, and the picture is XML.
    #[test]
    fn all_figures_of_reach_are_in_the_description(books in books(), terms in terms()) {
        let reach = books.valid().ledger().reach(terms.terms()).unwrap();
        let chart = reach.cascade_chart();
        let description = chart.description();
        for line in reach.lines() {
            let values: Vec<&str> = line.line().values().map(|value| value.unwrap_or("not stated")).collect();
            let name = if values.is_empty() { "all".to_owned() } else { values.join(", ") };
            // A mark without a letter of its own is escaped.
            let name = name.replace('\u{200f}', "\\u{200f}");
            prop_assert!(description.contains(&name), "{name}: {description}");
            for &step in ReachStep::ALL {
                let measure = line.measure().filter(|_| step == ReachStep::Appraised);
                let label = measure.map_or_else(|| step.to_string(), |measure| format!("{step}: {measure}"));
                let text = match (line.count(step), line.share(step).zip(line.share_of(step))) {
                    // 0.5 % and 99.5 % are rounded in a way of their own, which `shares` tests.
                    (Some(people), Some((_, of))) => {
                        prop_assert!(description.contains(&format!(" % of {of})")), "{description}");
                        format!("{label} {}", thousands(people))
                    }
                    (Some(people), None) => format!("{label} {}", thousands(people)),
                    (None, _) if line.stated_count(step) > 0 => format!("{label} stated by {} of ", line.stated_count(step)),
                    (None, _) => format!("{label} not stated"),
                };
                prop_assert!(description.contains(&text), "{text}: {description}");
            }
            if line.missing_count() > 0 {
                let text = format!(", {} with a missing appraisal", line.missing_count());
                prop_assert!(description.contains(&text));
            }
        }
        let svg = chart.to_svg();
        prop_assert_eq!(&svg, &reach.cascade_chart().to_svg());
        elements(&svg);
    }
}

/// A ledger with one service `s`, which promises these measures.
fn service(measures: &[&str]) -> Ledger {
    let promised = measures.iter().fold(Service::new("s", "p"), |service, measure| service.promises(*measure, 1.0));
    let measures = measures.iter().map(|measure| Measure::higher_is_better(*measure, "points"));
    Ledger::new(&Catalogue::new(measures, [promised]).unwrap())
}

/// People of a district with an appraisal, and without.
fn visits(ledger: &mut Ledger, district: &str, appraised: u32, missing: u32) {
    for person in 0..appraised + missing {
        let user = User::new(format!("{district} {person}")).with("district", district);
        let visit = Interaction::between(user, "s", date(2026, 3, 2));
        let visit = if person < appraised { visit.appraisal(Appraisal::of("m").change(1.0)) } else { visit };
        ledger.record(visit).unwrap();
    }
}

fn counts() -> ReachCounts {
    ReachCounts::of("s").on(date(2026, 3, 2))
}

fn by_service(ledger: &Ledger) -> ReachChart {
    ledger.reach(By::Service).unwrap().cascade_chart()
}

#[test]
fn bars_have_the_lengths_of_their_counts() {
    let mut ledger = service(&["m"]);
    visits(&mut ledger, "north", 20, 5);
    ledger.record_reach(counts().eligible(400).offered(200).declined(40).asked(100)).unwrap();
    let svg = by_service(&ledger).to_svg();
    assert_eq!(title(&svg), "20 of 400 eligible people have an appraisal (5 %)");
    let elements = elements(&svg);
    let bars = |fill: &str| -> Vec<f64> {
        elements
            .iter()
            .filter(|shape| shape.is("rect", fill) && shape.get("height") != "100%")
            .map(|shape| shape.number("width"))
            .collect()
    };
    let (ink, violet) = (bars("#1b2733"), bars("#6a4691"));
    assert_eq!((ink.len(), violet.len()), (3, 1)); // started is not stated
    for (bar, people) in [(ink[1], 200.0), (ink[2], 100.0), (violet[0], 20.0)] {
        assert!((bar / ink[0] - people / 400.0).abs() < 0.001, "{bar}: {people}");
    }
    let texts: Vec<&str> = elements.iter().map(|element| element.text.as_str()).collect();
    for text in [
        "400",
        "200 (50 % of eligible)",
        "40 (20 % of offered)",
        "not stated",
        "100 (50 % of offered)",
        "20 (20 % of asked)",
        "5 with a missing appraisal",
    ] {
        assert!(texts.contains(&text), "{text}: {texts:?}");
    }
}

#[test]
fn titles_of_reach_are_true() {
    let mut ledger = service(&["m"]);
    assert_eq!(title(&by_service(&ledger).to_svg()), "No entry states how many people were reached");
    visits(&mut ledger, "north", 1, 0);
    assert_eq!(title(&by_service(&ledger).to_svg()), "No entry states how many people were reached");
    ledger.record_reach(counts().declined(3)).unwrap();
    assert_eq!(title(&by_service(&ledger).to_svg()), "The share of people with an appraisal is not known");
    ledger.record_reach(counts().asked(1).known(date(2026, 3, 3))).unwrap();
    assert_eq!(title(&by_service(&ledger).to_svg()), "1 of 1 person who was asked has an appraisal (100 %)");
    ledger.record_reach(counts().started(1200).asked(7).known(date(2026, 3, 4))).unwrap();
    assert_eq!(title(&by_service(&ledger).to_svg()), "1 of 1,200 people who started has an appraisal (<1 %)");
    // More people with an appraisal than in the step are not a part of it.
    visits(&mut ledger, "south", 9, 0);
    ledger.record_reach(counts().eligible(4).known(date(2026, 3, 5))).unwrap();
    assert_eq!(title(&by_service(&ledger).to_svg()), "10 people have an appraisal, more than the 4 eligible people");
    // A person whom no entry holds is among none of the counted people.
    ledger.record_reach(counts().eligible(40).known(date(2026, 3, 6))).unwrap();
    assert_eq!(title(&by_service(&ledger).to_svg()), "10 of 40 eligible people have an appraisal (25 %)");
    ledger.record(Interaction::between("eva", "s", date(2026, 3, 3))).unwrap();
    let chart = by_service(&ledger);
    assert_eq!(title(&chart.to_svg()), "The share of people with an appraisal is not known");
    let remark = ", 1 with a missing appraisal, 1 outside all entries, so there is no share";
    assert!(chart.description().contains(remark));
}

#[test]
fn a_title_of_several_lines_has_the_lowest_and_the_highest_share() {
    let mut ledger = service(&["m"]);
    for (district, eligible, appraised) in [("north", 40, 10), ("south", 50, 5), ("west", 10, 2)] {
        visits(&mut ledger, district, appraised, 1);
        ledger.record_reach(counts().with("district", district).eligible(eligible)).unwrap();
    }
    let districts = |ledger: &Ledger| ledger.reach(By::with("district")).unwrap().cascade_chart().to_svg();
    assert_eq!(
        title(&districts(&ledger)),
        "south: 10 % of 50 eligible people have an appraisal of m; north: 25 % of 40"
    );
    // The lowest share of another step is not compared with them.
    ledger.record_reach(counts().with("district", "south").asked(50).known(date(2026, 3, 3))).unwrap();
    assert_eq!(
        title(&districts(&ledger)),
        "west: 20 % of 10 eligible people have an appraisal of m; north: 25 % of 40"
    );
    ledger.record_reach(counts().with("district", "north").asked(50).known(date(2026, 3, 3))).unwrap();
    ledger.record_reach(counts().with("district", "west").declined(1).known(date(2026, 3, 3))).unwrap();
    assert_eq!(
        title(&districts(&ledger)),
        "south: 10 % of 50 people who were asked have an appraisal of m; north: 20 % of 50"
    );
    ledger.record_reach(counts().with("district", "north").declined(1).known(date(2026, 3, 4))).unwrap();
    assert_eq!(title(&districts(&ledger)), "Reach is stated for 3 of 3 lines");
}

#[test]
fn a_title_with_long_names_has_the_shares_only() {
    let mut ledger = service(&["m"]);
    for (district, appraised) in [("the quarters north of the river and of the railway", 1), ("the others", 2)] {
        visits(&mut ledger, district, appraised, 0);
        ledger.record_reach(counts().with("district", district).eligible(8)).unwrap();
    }
    let svg = ledger.reach(By::with("district")).unwrap().cascade_chart().to_svg();
    assert_eq!(title(&svg), "On each of 2 lines, 13 % to 25 % of eligible people have an appraisal of m");
}

/// Above twelve lines the smallest are not drawn, and above six measures of a line the last.
#[test]
fn small_lines_and_many_measures_are_said_in_words() {
    let names: Vec<String> = (0..15).map(|number| format!("d{number:02}")).collect();
    let mut ledger = service(&["m"]);
    for (index, district) in names.iter().enumerate() {
        ledger.record_reach(counts().with("district", district).eligible(100 + index as u64)).unwrap();
    }
    let chart = ledger.reach(By::with("district")).unwrap().cascade_chart();
    let svg = chart.to_svg();
    let headings = |name: &str| elements(&svg).iter().filter(|element| element.text == name).count();
    assert_eq!((headings("d02"), headings("d03"), headings("d14")), (0, 1, 1));
    assert!(svg.contains("Not drawn: 3 lines with fewer people."));
    assert!(names.iter().all(|name| chart.description().contains(name.as_str())));

    let measures: Vec<String> = (0..9).map(|number| format!("m{number}")).collect();
    let mut ledger = service(&measures.iter().map(String::as_str).collect::<Vec<_>>());
    ledger.record_reach(counts().eligible(3)).unwrap();
    let chart = by_service(&ledger);
    assert!(chart.to_svg().contains("3 further measures: see the description"));
    assert!(measures.iter().all(|measure| chart.description().contains(&format!("appraised: {measure} 0"))));
    assert_eq!(title(&chart.to_svg()), "0 of 3 eligible people have an appraisal of m0 (0 %)");
}

#[test]
fn values_of_reach_are_only_text() {
    let mut ledger = service(&["m"]);
    ledger.record_reach(counts().with("district", "</text><script>a\u{202e}").eligible(u64::MAX)).unwrap();
    ledger.record_reach(counts().with("district", "b").offered(1)).unwrap();
    let chart = ledger.reach(By::with("district")).unwrap().cascade_chart();
    let svg = chart.title("<b>").to_svg();
    assert!(!svg.contains("<script") && !svg.contains('\u{202e}') && !svg.contains("<b>"));
    let elements = elements(&svg);
    assert!(
        elements
            .iter()
            .flat_map(|element| &element.attributes)
            .all(|(_, value)| !value.contains("NaN") && !value.contains("inf"))
    );
}

/// Lines of services `s0`, `s1`, ..: the number of eligible people, and of people with an appraisal.
fn services(lines: &[(u64, u32)]) -> ReachChart {
    let services = (0..lines.len()).map(|line| Service::new(format!("s{line}"), "p").promises("m", 1.0));
    let mut ledger = Ledger::new(&Catalogue::new([Measure::higher_is_better("m", "points")], services).unwrap());
    for (line, (eligible, appraised)) in lines.iter().enumerate() {
        let (service, day) = (format!("s{line}"), date(2026, 3, 2));
        ledger.record_reach(ReachCounts::of(&service).on(day).eligible(*eligible)).unwrap();
        for person in 0..*appraised {
            let visit = Interaction::between(format!("{line} {person}"), &service, day);
            ledger.record(visit.appraisal(Appraisal::of("m").change(1.0))).unwrap();
        }
    }
    by_service(&ledger)
}

/// The title compares all lines, also those that are not drawn, and does not name one line twice.
#[test]
fn the_title_compares_all_lines() {
    let title = |lines: &[(u64, u32)]| title(&services(lines).to_svg());
    assert_eq!(title(&[(20, 5), (10, 9)]), "s0: 25 % of 20 eligible people have an appraisal of m; s1: 90 % of 10");
    assert_eq!(title(&[(20, 5), (40, 10)]), "On each of 2 services, 25 % of eligible people have an appraisal of m");
    assert_eq!(title(&[(1, 0), (10, 5)]), "s0: 0 % of 1 eligible person has an appraisal of m; s1: 50 % of 10");
    assert_eq!(title(&[(1, 0)]), "0 of 1 eligible person has an appraisal (0 %)");
    // Thirteen lines: the smallest, of which all people have an appraisal, is not drawn.
    let mut many = vec![(50, 10); 12];
    many.push((4, 4));
    assert_eq!(title(&many), "s0: 20 % of 50 eligible people have an appraisal of m; s12: 100 % of 4");
}

#[test]
fn the_title_says_that_entries_are_left_out() {
    let mut ledger = service(&["m"]);
    ledger.record_reach(counts().with("district", "north").eligible(20)).unwrap();
    visits(&mut ledger, "north", 1, 0);
    assert_eq!(title(&by_service(&ledger).to_svg()), "No entry of reach counts on a line");
}

/// More people than in the first step are more than all of it, and the bar has a share of the step before it.
#[test]
fn more_people_than_in_the_first_step_are_said() {
    let mut ledger = service(&["m"]);
    ledger.record_reach(counts().eligible(3).offered(2)).unwrap();
    visits(&mut ledger, "north", 5, 0);
    let svg = by_service(&ledger).to_svg();
    assert_eq!(title(&svg), "5 people have an appraisal, more than the 3 eligible people");
    assert!(elements(&svg).iter().any(|element| element.text == "5 (250 % of offered)"));
}
