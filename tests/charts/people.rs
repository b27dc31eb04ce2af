//! The picture of counts of appraisals.

use covalue::chart::{Order, PeopleScale};
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Statement, Terms, date};
use proptest::prelude::*;

use super::svg::{elements, title, widths};
use crate::support::case::Scale;
use crate::support::compare::record;
use crate::support::generate::{cases, ledger, written};
use crate::support::generate_terms::terms;

const WORSE: &str = "#c8611a";
const BETTER: &str = "#2a6f97";

/// Books with a service for each row, whose figures are better, the same, worse and missing.
fn books(rows: &[(&str, [u64; 4])]) -> Statement {
    let services = rows.iter().map(|(name, _)| Service::new(*name, "council").promises("mood", 1.0));
    let catalogue = Catalogue::new([Measure::higher_is_better("mood", "points")], services).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for (name, counts) in rows {
        for (count, change) in counts.iter().zip([Some(3.0), Some(0.0), Some(-2.0), None]) {
            for number in 0..*count {
                let visit = Interaction::between(format!("{name} {change:?} {number}"), *name, date(2026, 3, 2));
                let appraisal = change.map(|change| Appraisal::of("mood").change(change));
                ledger.record(appraisal.into_iter().fold(visit, Interaction::appraisal)).unwrap();
            }
        }
    }
    ledger.statement(By::Service).unwrap()
}

proptest! {
    #![proptest_config(cases(32))]

    /// The description has the counts of every line, and pictures of the same books have the same bytes.
    #[test]
    fn all_counts_are_in_the_description(case in written(), terms in terms()) {
        let recorded = record::<f64>(&case, Scale::Eighths);
        let statement = recorded.ledger.statement(Terms::from(&terms)).unwrap();
        let Ok(chart) = statement.people_chart() else { return Ok(()) };
        let description = chart.description();
        for cell in statement.cells().filter(|cell| cell.appraisal_count() > 0) {
            let whole = cell.appraisal_count();
            for (count, word) in [(cell.worse_count(), "worse"), (cell.better_count(), "better")] {
                let share = (200.0 * count as f64 / whole as f64 + 1.0).div_euclid(2.0);
                let text = format!("{count} {word} ({share} %)");
                prop_assert!(description.contains(&text) || share == 0.0 || share == 100.0, "{text}: {description}");
            }
            let text = format!("{} the same", cell.unchanged_count());
            prop_assert!(description.contains(&text));
            if let Some(missing) = cell.coverage().map(|coverage| coverage.missing()).filter(|missing| *missing > 0) {
                let text = format!(", {missing} missing");
                prop_assert!(description.contains(&text));
            }
        }
        for scale in [PeopleScale::Counts, PeopleScale::Shares] {
            let svg = chart.clone().scale(scale).sorted_by(Order::Net).to_svg();
            elements(&svg);
            let again = statement.people_chart().unwrap().scale(scale).sorted_by(Order::Net);
            prop_assert_eq!(svg, again.to_svg());
        }
    }

    /// Pieces are as long as their counts, and all start at one zero line.
    #[test]
    fn pieces_are_proportional(rows in prop::collection::vec([3..40_u64, 3..40_u64, 3..40_u64, 3..40_u64], 1..9)) {
        let names: Vec<String> = (0..rows.len()).map(|number| format!("service {number}")).collect();
        let named: Vec<_> = names.iter().map(String::as_str).zip(rows.iter().copied()).collect();
        let elements = elements(&books(&named).people_chart().unwrap().to_svg());
        let sum = |index: usize| rows.iter().map(|row| row[index] as f64).sum::<f64>();
        let unit = widths(&elements, BETTER) / sum(0);
        // Each width is rounded to two decimals.
        prop_assert!((widths(&elements, WORSE) - unit * sum(2)).abs() < 0.02 * rows.len() as f64 + 0.02 * sum(2));
        let starts: Vec<f64> =
            elements.iter().filter(|shape| shape.is("rect", BETTER)).map(|shape| shape.number("x")).collect();
        prop_assert!(starts.iter().all(|start| (start - starts[0]).abs() < 0.011), "{starts:?}");
        for shape in elements.iter().filter(|shape| shape.is("rect", WORSE)) {
            prop_assert!((shape.number("x") + shape.number("width") - starts[0]).abs() < 0.021);
        }
    }

    /// The title counts the lines on which more are worse than better, or states the counts themselves.
    #[test]
    fn the_title_is_true(case in ledger()) {
        let recorded = record::<f64>(&case, Scale::Eighths);
        let statement = recorded.ledger.statement(By::Service).unwrap();
        let title = title(&statement.people_chart().unwrap().to_svg());
        let mut measures: Vec<_> = statement.cells().map(|cell| cell.measure().clone()).collect();
        measures.sort_unstable();
        measures.dedup();
        let [measure] = &measures[..] else { return Ok(()) };
        let figures = statement.total(measure).unwrap();
        let counted: Vec<_> = statement.cells().filter(|cell| cell.appraisal_count() > 0).collect();
        let worse = counted.iter().filter(|cell| cell.worse_count() > cell.better_count()).count();
        if let Some(rest) = title.strip_prefix("Of ") {
            let numbers: Vec<u64> = rest.split(' ').filter_map(|word| word.parse().ok()).collect();
            let all = [figures.appraisal_count(), figures.better_count(), figures.worse_count(), figures.unchanged_count()];
            prop_assert_eq!(&numbers[..], &all[..]);
        } else if let Some(rest) = title.strip_prefix("In ") {
            let some = rest.split(' ').next().unwrap();
            let is_all = ["both", "all", "the"].contains(&some);
            prop_assert!(if is_all { worse == counted.len() } else { some == worse.to_string() }, "{title}");
        } else {
            prop_assert!(title.contains("appraisal"), "{title}");
        }
    }
}

#[test]
fn texts_of_callers_are_only_text() {
    let name = "<script>alert('1')</script>\u{202e}&\u{7}]]>\"";
    let svg = books(&[(name, [1, 2, 3, 4])]).people_chart().unwrap().title(format!("<b>{name}")).to_svg();
    let texts: Vec<String> = elements(&svg).into_iter().map(|element| element.text).collect();
    let shown = "<script>alert('1')</script>\\u{202e}&\\u{7}]]>\"";
    assert!(texts.iter().any(|text| text == shown), "{texts:?}");
    assert!(texts.iter().any(|text| *text == format!("<b>{shown}")));
    assert!(!svg.contains("<script") && !svg.contains('\u{202e}') && !svg.contains('\u{7}'));
}

#[test]
fn small_lines_are_folded_and_counted() {
    let names: Vec<String> = (0..60).map(|number| format!("service {number}")).collect();
    let rows: Vec<_> = names.iter().map(|name| (name.as_str(), [3, 1, 1, 0])).collect();
    let svg = books(&rows).people_chart().unwrap().to_svg();
    assert_eq!(elements(&svg).iter().filter(|element| element.is("rect", BETTER)).count(), 50);
    assert!(svg.contains("10 smaller lines together"));
    assert!(svg.contains("Counted: 300 appraisals, each of a different person."));
}
