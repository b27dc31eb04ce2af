//! The picture of a published statement shows nothing that its table does not show.

use std::collections::BTreeSet;

use covalue::disclosure::{Disclosure, Publication};
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
use proptest::prelude::*;

use super::svg::{Element, elements, title};
use crate::support::case::Scale;
use crate::support::compare::record;
use crate::support::generate::{cases, ledger, written};
use crate::support::generate_terms::terms;

const BETTER: &str = "#2a6f97";
const SAME: &str = "#7a8591";
const WORSE: &str = "#c8611a";
/// The bars go from edge to edge.
const WHOLE: f64 = 672.0;
/// The width of the edge of stripes, of which one half lies on each side inside of the bar.
const EDGE: f64 = 1.5;

/// A person for each count of these lines, with a service for each line.
fn books(lines: &[(&str, [usize; 3])]) -> Ledger {
    let services = lines.iter().map(|(name, _)| Service::new(*name, "council"));
    let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], services).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for (name, counts) in lines {
        for (count, change) in counts.iter().zip([-2.0, 0.0, 1.0]) {
            for _ in 0..*count {
                let visit = Interaction::between(format!("person {}", ledger.len()), *name, date(2026, 3, 2));
                ledger.record(visit.appraisal(Appraisal::of("pain").change(change))).unwrap();
            }
        }
    }
    ledger
}

fn published(lines: &[(&str, [usize; 3])], disclosure: impl Into<Disclosure>) -> Publication {
    books(lines).publish(disclosure).statement(By::Service).unwrap()
}

/// The numbers in a text, such as `12` and `1,234`.
fn numbers(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !letter.is_ascii_digit() && letter != ',');
    words.map(|word| word.trim_matches(',').to_owned()).filter(|word| !word.is_empty()).collect()
}

/// The rectangles of bars in order: each with its fill and width. Stripes are a reference to a pattern.
fn bars(svg: &str) -> Vec<(String, f64)> {
    let is_bar = |element: &Element| element.name == "rect" && !element.get("x").is_empty();
    let fill = |element: &Element| {
        if element.get("fill").starts_with('#') { element.get("fill") } else { "stripes" }.to_owned()
    };
    elements(svg).iter().filter(|element| is_bar(element)).map(|bar| (fill(bar), bar.number("width"))).collect()
}

proptest! {
    #![proptest_config(cases(48))]

    /// Every number of the picture, in its description and in its texts, is a number of the table. The title and the
    /// note on rows count rows.
    #[test]
    fn every_number_is_a_number_of_the_table(
        case in prop_oneof![ledger(), written()],
        terms in terms(),
        threshold in 2..6_u64,
        base in prop_oneof![Just(None), Just(Some(5))],
    ) {
        let recorded = record::<f64>(&case, Scale::Eighths);
        let disclosure = Disclosure::from(threshold);
        let disclosure = base.map_or(disclosure, |base| disclosure.rounded_to(base));
        let Ok(publication) = recorded.ledger.publish(disclosure).statement(Terms::from(&terms)) else { return Ok(()) };
        let chart = publication.people_chart().expect("a statement");
        let table = numbers(&publication.to_string());
        let description = chart.description();
        for number in numbers(&description) {
            prop_assert!(table.contains(&number), "{number}\n{description}\n{publication}");
        }
        let svg = chart.clone().title("").to_svg();
        for text in elements(&svg).iter().filter(|element| element.name == "text") {
            prop_assert!(numbers(&text.text).iter().all(|number| table.contains(number)), "{}\n{publication}", text.text);
        }
        let rows: BTreeSet<String> = (0..=publication.len()).map(|rows| rows.to_string()).collect();
        prop_assert!(numbers(&title(&chart.to_svg())).is_subset(&rows));
    }
}

/// The same table from other books gives the same bytes, also where withheld figures differ.
#[test]
fn withheld_figures_leave_no_trace() {
    for (one, other) in [([11, 0, 1], [10, 0, 2]), ([20, 6, 7], [20, 7, 6]), ([6, 7, 20], [7, 6, 20])] {
        let [one, other] = [one, other].map(|counts| published(&[("physio", counts)], 10));
        let counts_shown = |table: &Publication| {
            let rows = table.rows().map(|row| ["better", "unchanged", "worse"].map(|name| row.figure(name)));
            rows.collect::<Vec<_>>()
        };
        assert_eq!(counts_shown(&one), counts_shown(&other));
        let [one, other] = [one, other].map(|publication| publication.people_chart().unwrap().to_svg());
        assert_eq!(one, other);
    }
}

#[test]
fn bars_have_the_proportions_of_shown_counts() {
    let chart = published(&[("physio", [40, 20, 20])], 10).people_chart().unwrap();
    let pieces = [(BETTER, 0.5), (SAME, 0.25), (WORSE, 0.25)].map(|(fill, share)| (fill.to_owned(), share * WHOLE));
    assert_eq!(bars(&chart.to_svg()), pieces);
    let text = "Pain, lower is better. physio: 40 better (50 %), 20 the same (25 %), 20 worse (25 %).";
    assert!(chart.description().contains(text), "{}", chart.description());
    // Of 43 appraisals 30 are better, and the other 13 are withheld.
    let chart = published(&[("yoga", [30, 6, 7])], 10).people_chart().unwrap();
    let [(fill, better), (stripes, withheld)] = bars(&chart.to_svg()).try_into().expect("two pieces");
    assert_eq!((fill.as_str(), stripes.as_str()), (BETTER, "stripes"));
    assert!((better - WHOLE * 30.0 / 43.0).abs() < 0.01 && (better + withheld + EDGE - WHOLE).abs() < 0.01);
    assert_eq!(title(&chart.to_svg()), "The number of worse appraisals is withheld");
    let text = "yoga: 30 better (70 %), the same and worse withheld.";
    assert!(chart.description().contains(text), "{}", chart.description());
}

#[test]
fn a_row_that_shows_no_count_is_one_striped_bar_with_its_people() {
    let chart = published(&[("physio", [11, 0, 1])], 10).people_chart().unwrap();
    assert_eq!(bars(&chart.to_svg()), [("stripes".to_owned(), WHOLE - EDGE)]);
    assert!(
        chart.description().contains("physio: 0 the same (0 %), better and worse withheld."),
        "{}",
        chart.description()
    );
    assert_eq!(title(&chart.to_svg()), "The numbers of better and worse appraisals are withheld");
    let none = published(&[("physio", [3, 0, 0])], 10).people_chart().unwrap();
    assert!(none.description().contains("Not shown, with fewer than 10 users: pain."));
    assert!(bars(&none.to_svg()).is_empty());
}

#[test]
fn rounded_counts_have_no_shares() {
    let publication = published(&[("physio", [41, 21, 22])], Disclosure::from(10).rounded_to(5));
    let chart = publication.people_chart().unwrap();
    let description = chart.description();
    assert!(description.contains("physio: 40 better, 20 the same, 20 worse"), "{description}");
    let title_of = |counts| {
        let publication = published(&[("physio", counts)], Disclosure::from(10).rounded_to(5));
        title(&publication.people_chart().unwrap().to_svg())
    };
    let none = "In no row of the table are more appraisals worse than better, by rounded counts";
    assert_eq!(title_of([41, 0, 42]), none, "41 and 42 are both 40");
    let only = "In the only row of the table more appraisals are worse than better, by rounded counts";
    assert_eq!(title_of([20, 0, 42]), only);
    // A count that is withheld does not withhold the others.
    let publication = published(&[("yoga", [30, 6, 7])], Disclosure::from(10).rounded_to(5));
    let description = publication.people_chart().unwrap().description();
    assert!(description.contains("yoga: 30 better, the same and worse withheld."), "{description}");
    assert!(description.contains("Counts are rounded to 5."));
}

/// Measures are never added up, so that one is shown whole beside one that is not.
#[test]
fn the_only_row_that_shows_both_is_one() {
    let measures = ["joy", "pain"].map(|measure| Measure::higher_is_better(measure, "points"));
    let mut ledger = Ledger::new(&Catalogue::new(measures, [Service::new("physio", "council")]).unwrap());
    for person in 0..40 {
        for (measure, worse) in [("joy", 4), ("pain", 25)] {
            let visit = Interaction::between(format!("person {person}"), "physio", date(2026, 3, 2));
            let change = if person < worse { -1.0 } else { 1.0 };
            ledger.record(visit.appraisal(Appraisal::of(measure).change(change))).unwrap();
        }
    }
    let publication = ledger.publish(10).statement(By::Service).unwrap();
    let only = "In the only row of the table that shows both, more appraisals are worse than better";
    assert_eq!(title(&publication.people_chart().unwrap().to_svg()), only);
}

#[test]
fn many_rows_are_counted_and_findings_are_those_of_shown_rows() {
    let names: Vec<String> = (0..60).map(|line| format!("line {line:02}")).collect();
    let lines: Vec<(&str, [usize; 3])> =
        names.iter().enumerate().map(|(line, name)| (name.as_str(), [2 + line, 0, 40])).collect();
    let svg = published(&lines, 2).people_chart().unwrap().to_svg();
    assert_eq!(title(&svg), "In 38 of 60 rows of the table more appraisals are worse than better");
    assert_eq!(bars(&svg).len(), 100);
    assert!(svg.contains("Not drawn: 10 rows with fewer appraisals shown. The table has them."));
}

#[test]
fn an_analysis_has_no_such_picture() {
    let publication = books(&[("physio", [40, 20, 20])]).publish(10).relations(By::Service).unwrap();
    assert!(publication.people_chart().is_none());
}

/// Nothing is withheld of empty books, and all of few people.
#[test]
fn empty_books_withhold_nothing() {
    let of = |lines: &[(&str, [usize; 3])]| {
        let publication = published(lines, 10);
        title(&publication.people_chart().unwrap().to_svg())
    };
    assert_eq!(of(&[]), "Nothing is counted");
    assert_eq!(of(&[("physio", [1, 1, 1])]), "Too few people are recorded to show how many are better or worse");
}
