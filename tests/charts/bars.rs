//! Diverging bars.

use covalue::chart::Order;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
use proptest::prelude::*;

use super::svg::{elements, title, widths};
use crate::support::case::Scale;
use crate::support::compare::record;
use crate::support::generate::{cases, written};
use crate::support::generate_terms::terms;

const CREATED: &str = "#2a6f97";
const DESTROYED: &str = "#c8611a";

/// A service for each pair of a created and a destroyed amount.
fn ledger(amounts: &[(&str, f64, f64)]) -> Ledger {
    let services = amounts.iter().map(|(service, ..)| Service::new(*service, "council"));
    let catalogue = Catalogue::new([Measure::higher_is_better("wellbeing", "points")], services).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for (service, created, destroyed) in amounts {
        for (user, change) in [("ana", *created), ("ben", -destroyed)] {
            let visit = Interaction::between(user, *service, date(2026, 3, 2));
            ledger.record(visit.appraisal(Appraisal::of("wellbeing").change(change))).unwrap();
        }
    }
    ledger
}

fn svg(ledger: &Ledger) -> String {
    ledger.statement(By::Service).unwrap().bar_chart().unwrap().to_svg()
}

proptest! {
    #![proptest_config(cases(32))]

    /// Bars are as long as their amounts, and the description has the figures of every line.
    #[test]
    fn bars_have_the_proportions_of_their_amounts(case in written(), terms in terms()) {
        let recorded = record::<f64>(&case, Scale::Whole);
        let statement = recorded.ledger.statement(Terms::from(&terms)).unwrap();
        let chart = statement.bar_chart().unwrap();
        prop_assert_eq!(chart.to_svg(), statement.bar_chart().unwrap().to_svg(), "the same books, the same bytes");
        let description = chart.description().replace('\u{2212}', "-").replace(',', "");
        for cell in statement.cells().filter(|cell| cell.appraisal_count() > 0) {
            let [created, destroyed, net] = [cell.created(), cell.destroyed(), cell.net()].map(Result::unwrap);
            let net = if net == 0.0 { 0.0 } else { net };
            let text = format!("created {created} destroyed {destroyed} net {net}");
            prop_assert!(description.contains(&text), "{text}: {description}");
        }
        let elements = elements(&chart.to_svg());
        let measures: std::collections::BTreeSet<_> = statement.cells().map(|cell| cell.measure().clone()).collect();
        if let (1, Ok(total)) = (measures.len(), measures.first().map_or(statement.total(""), |measure| statement.total(measure))) {
            let few = statement.cells().all(|cell| cell.created().unwrap() >= 1.0 || cell.created().unwrap() == 0.0);
            if few && total.created() > 0.0 && total.destroyed() > 0.0 {
                let [right, left] = [(CREATED, total.created()), (DESTROYED, total.destroyed())]
                    .map(|(fill, amount)| widths(&elements, fill) / amount);
                // Each width is rounded to two decimals, and at least 1.5.
                prop_assert!((right - left).abs() < 0.05 * right.max(left) + 1.5, "{right} {left}");
            }
        }
    }
}

#[test]
fn a_title_says_what_the_figures_bear() {
    let title_of = |amounts: &[(&str, f64, f64)]| title(&svg(&ledger(amounts)));
    assert_eq!(title_of(&[("bus", 12.0, 30.0)]), "bus: 12 points created, 30 destroyed");
    assert_eq!(title_of(&[("bus", 0.0, 0.0), ("tram", 0.0, 0.0)]), "Nothing was created and nothing destroyed");
    assert_eq!(title_of(&[("bus", 1.0, 2.0), ("tram", 3.0, 2.0)]), "1 of 2 services destroyed more than it created");
    assert_eq!(
        title_of(&[("bus", 1.0, 2.0), ("tram", 1.0, 2.0), ("boat", 1.0, 2.0)]),
        "All 3 services destroyed more than they created"
    );
    assert_eq!(
        title_of(&[("bus", 9.0, 8.0), ("tram", 9.0, 1.0), ("boat", 9.0, 1.0)]),
        "8 of 10 points destroyed fell on one service: bus"
    );
    assert_eq!(
        title_of(&[("bus", 9.0, 2.0), ("tram", 9.0, 2.0), ("boat", 9.0, 2.0)]),
        "27 points created, 6 destroyed"
    );
    // A part that has the digits of the whole is not said to be the whole.
    assert_eq!(
        title_of(&[("bus", 200.0, 100.0), ("tram", 5.0, 0.01), ("boat", 3.0, 0.0)]),
        "Almost all of 100.0 points destroyed fell on one service: bus"
    );
    let own = ledger(&[("bus", 1.0, 2.0)]).statement(By::Service).unwrap().bar_chart().unwrap().title("Our <own>");
    assert_eq!(title(&own.to_svg()), "Our <own>");
    let nothing = Ledger::new(&Catalogue::<f64>::new([], []).unwrap());
    assert_eq!(title(&svg(&nothing)), "Nothing is counted");
}

/// The title of several measures counts those with a loss; equal and missing amounts are no gain.
#[test]
fn a_title_of_two_measures_is_true() {
    let title_of = |changes: &[(&str, f64)]| {
        let measures = ["ease", "trust"].map(|measure| Measure::higher_is_better(measure, "points"));
        let service = Service::new("bus", "council").promises("ease", 1.0).promises("trust", 1.0);
        let mut ledger = Ledger::new(&Catalogue::new(measures, [service]).unwrap());
        ledger.record(Interaction::between("ana", "bus", date(2026, 3, 2))).unwrap();
        for (number, (measure, change)) in changes.iter().enumerate() {
            let visit = Interaction::between(format!("user {number}"), "bus", date(2026, 3, 2));
            ledger.record(visit.appraisal(Appraisal::of(*measure).change(*change))).unwrap();
        }
        title(&svg(&ledger))
    };
    assert_eq!(title_of(&[]), "No appraisal is counted on any measure");
    assert_eq!(title_of(&[("ease", 0.0)]), "Nothing was created and nothing destroyed");
    assert_eq!(title_of(&[("ease", 2.0)]), "More was created than destroyed on 1 of 2 measures");
    assert_eq!(title_of(&[("ease", 2.0), ("trust", 1.0)]), "More was created than destroyed on both measures");
    assert_eq!(title_of(&[("ease", 2.0), ("trust", -1.0)]), "On 1 of 2 measures more was destroyed than created");
    assert_eq!(title_of(&[("ease", 2.0), ("ease", -2.0)]), "As much was created as destroyed on 1 of 2 measures");
}

#[test]
fn lines_are_in_the_order_that_is_asked_for() {
    let ledger = ledger(&[("a", 5.0, 1.0), ("b", 1.0, 9.0), ("c", 9.0, 8.0)]);
    let chart = ledger.statement(By::Service).unwrap().bar_chart().unwrap();
    let names = |order: Order| {
        let elements = elements(&chart.clone().sorted_by(order).to_svg());
        let names =
            elements.iter().filter(|element| element.name == "text" && ["a", "b", "c"].contains(&&*element.text));
        names.map(|element| element.text.clone()).collect::<Vec<_>>().concat()
    };
    let orders = [Order::Statement, Order::Net, Order::Created, Order::Destroyed].map(names);
    assert_eq!(orders, ["abc", "acb", "cab", "bca"]);
}

/// With two keys, each value of the first is a heading with its sums, and lines have the second value only.
#[test]
fn the_first_of_two_keys_is_a_heading_with_its_sums() {
    let services = ["bus", "tram"].map(|service| Service::new(service, "council"));
    let catalogue = Catalogue::new([Measure::higher_is_better("wellbeing", "points")], services).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    let changes = [("bus", 1, 4.0), ("bus", 1, -1.0), ("bus", 4, -5.0), ("tram", 1, 9.0), ("tram", 4, 2.0)];
    for (number, (service, month, change)) in changes.into_iter().enumerate() {
        let visit = Interaction::between(format!("user {number}"), service, date(2026, month, 2));
        ledger.record(visit.appraisal(Appraisal::of("wellbeing").change(change))).unwrap();
    }
    let texts = |order: Order, by: covalue::statement::Grouping| {
        let svg = ledger.statement(by).unwrap().bar_chart().unwrap().sorted_by(order).to_svg();
        let texts = elements(&svg).into_iter().filter(|element| element.name == "text").map(|element| element.text);
        let starts = ["bus", "tram", "2026", "not stated"];
        texts.filter(|text| starts.iter().any(|start| text.starts_with(start))).collect::<Vec<_>>()
    };
    let [bus, tram] = ["bus\u{a0} 6 destroyed, 4 created", "tram\u{a0} 0 destroyed, 11 created"];
    let [first, second] = ["2026-Q1", "2026-Q2"];
    let by = || By::Service.and(By::Quarter);
    assert_eq!(texts(Order::Statement, by()), [bus, first, second, tram, first, second]);
    assert_eq!(texts(Order::Net, by()), [tram, first, second, bus, first, second]);
    assert_eq!(texts(Order::Destroyed, by()), [bus, second, first, tram, first, second]);
    let three = texts(Order::Statement, by().and(By::with("district")));
    assert_eq!(three[0], "bus, 2026-Q1, not stated");
}

/// Names with the same letters on the picture are still two groups.
#[test]
fn groups_that_look_alike_are_two() {
    let ledger = ledger(&[("a\u{1}", 1.0, 2.0), ("a\\u{1}", 4.0, 0.0)]);
    let svg = ledger.statement(By::Service.and(By::Quarter)).unwrap().bar_chart().unwrap().to_svg();
    let texts: Vec<String> = elements(&svg).into_iter().map(|element| element.text).collect();
    for heading in ["a\\u{1}\u{a0} 2 destroyed, 1 created", "a\\u{1}\u{a0} 0 destroyed, 4 created"] {
        assert_eq!(texts.iter().filter(|text| *text == heading).count(), 1, "{texts:?}");
    }
    assert_eq!(texts.iter().filter(|text| *text == "2026-Q1").count(), 2);
}

/// Letters that combine with the one before them are letters, in all scripts.
#[test]
fn combining_letters_are_shown() {
    for name in ["वृद्धों के लिए", "e\u{301}t\u{e9}", "ผู้สูงอายุ", "d'accord"]
    {
        let picture = svg(&ledger(&[(name, 1.0, 2.0), ("tram", 1.0, 0.0)]));
        assert!(elements(&picture).iter().any(|element| element.name == "text" && element.text == name), "{name}");
    }
}

#[test]
fn lines_beyond_fifty_are_named_as_folded() {
    let names: Vec<String> = (0..63).map(|number| format!("service {number:02}")).collect();
    let amounts: Vec<(&str, f64, f64)> =
        names.iter().zip(1..).map(|(name, number)| (name.as_str(), f64::from(number), 1.0)).collect();
    let elements = elements(&svg(&ledger(&amounts)));
    let has = |text: &str| elements.iter().any(|element| element.name == "text" && element.text.starts_with(text));
    // The 13 smallest created 1 to 13.
    assert!(has("13 smaller lines together\u{a0} 13 destroyed, 91 created"));
    assert!(has("All services\u{a0} 63 destroyed, 2,016 created"));
    assert!(!has("service 12") && has("service 13") && has("service 62"));
}

#[test]
fn text_of_a_caller_is_text() {
    let hostile = "<script>alert(\"1\")</script> & \u{202e}co\u{7}";
    let picture = svg(&ledger(&[(hostile, 1.0, 2.0), ("tram", 1.0, 0.0)]));
    assert!(!picture.contains("<script") && !picture.contains('\u{202e}') && !picture.contains('\u{7}'));
    let shown = "<script>alert(\"1\")</script> & \\u{202e}co\\u{7}";
    assert!(elements(&picture).iter().any(|element| element.name == "text" && element.text == shown));
    assert!(!picture.contains("\n\n"), "documentation tools end an inline picture at a blank line");
}

#[test]
fn figures_of_every_size_are_drawn() {
    for size in [1e-300, 1e-9, 1.0, 1e6, 1e12, 1e300] {
        let picture = svg(&ledger(&[("bus", 3.0 * size, 2.0 * size), ("tram", size, 0.0)]));
        let elements = elements(&picture);
        let (created, destroyed) = (widths(&elements, CREATED), widths(&elements, DESTROYED));
        assert!((created / 4.0 - destroyed / 2.0).abs() < 0.1, "{size}: {created} {destroyed}");
        assert!(!picture.contains("NaN") && !picture.contains("inf"));
    }
}

/// The error names the sum, and not the first of its lines, each of which has a figure.
#[test]
fn a_sum_that_no_number_holds_is_named_by_the_values_of_its_lines() {
    let services = ["physio", "yoga"].map(|service| Service::new(service, "council"));
    let catalogue = Catalogue::new([Measure::higher_is_better("wellbeing", "points")], services).unwrap();
    for (visits, line) in [
        (&[("physio", 2), ("physio", 5)][..], "`physio`"),
        (&[("yoga", 2), ("yoga", 5), ("physio", 2)], "all"),
        (&[("physio", 2), ("yoga", 5)], "all"),
    ] {
        let mut ledger = Ledger::new(&catalogue);
        for (service, month) in visits {
            let visit = Interaction::between("ana", *service, date(2026, *month, 2));
            ledger.record(visit.appraisal(Appraisal::of("wellbeing").change(1e308))).unwrap();
        }
        let error = ledger.statement(By::Service.and(By::Quarter)).unwrap().bar_chart().unwrap_err();
        let message = format!("R3: overflow: created of `wellbeing` on line {line} is more than f64 holds");
        assert_eq!(error.to_string(), message);
    }
}

/// Grid lines stop at the words beside bars: these have an outline.
#[test]
fn words_beside_bars_are_outlined() {
    let services = ["a", "b"].map(|service| Service::new(service, "clinic").promises("mood", 1.0));
    let catalogue = Catalogue::new([Measure::higher_is_better("mood", "points")], services).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    let visit = |service: &str| Interaction::between("ana", service, date(2026, 3, 2));
    ledger.record(visit("a").appraisal(Appraisal::of("mood").change(50.0))).unwrap();
    ledger.record(visit("b")).unwrap();
    let elements = elements(&svg(&ledger));
    for words in ["no appraisal made, 1 due", "50"] {
        let is_outlined = |element: &super::svg::Element| element.get("paint-order") == "stroke";
        assert!(elements.iter().any(|element| element.text == words && is_outlined(element)), "{words}: {elements:?}");
    }
}
