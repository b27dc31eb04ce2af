//! The flows of relations.

use covalue::relations::Relations;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
use proptest::prelude::*;

use super::svg::{elements, title};
use crate::support::case::{Case, Scale};
use crate::support::compare::record;
use crate::support::generate::{cases, ledger};
use crate::support::generate_terms::terms;
use crate::support::plain_terms::PlainTerms;

fn relations(case: &Case, terms: &PlainTerms) -> Relations {
    record::<f64>(case, Scale::Eighths).ledger.relations(Terms::from(terms)).expect("valid terms")
}

proptest! {
    #![proptest_config(cases(32))]

    /// The description has all transitions and outcomes, and the title is true.
    #[test]
    fn all_transitions_are_in_the_description(case in ledger(), terms in terms()) {
        let relations = relations(&case, &terms);
        let chart = relations.flow_chart();
        let description = chart.description();
        let mut sums = [0, 0, 0, 0];
        for line in relations.lines() {
            let transitions = line.transitions();
            let counts = [transitions.reinforces(), transitions.recovers(), transitions.reduces(), transitions.destroys()];
            let [reinforces, recovers, reduces, destroys] = counts;
            let outcomes = line.outcomes();
            let text = format!(
                "reinforces {reinforces}, recovers {recovers}, reduces {reduces}, destroys {destroys}, people by the sum of their \
                 changes: {} better, {} the same, {} worse",
                outcomes.better(), outcomes.unchanged(), outcomes.worse(),
            );
            prop_assert!(description.contains(&text), "{text}: {description}");
            sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        let [reinforces, recovers, reduces, destroys] = sums;
        let finding = match (recovers + destroys, reinforces + reduces) {
            (0, 0) => "no gain or loss followed another".to_owned(),
            (0, gains) if reduces == 0 => format!("after a gain, a gain came next {}", cases_text(reinforces, gains)),
            (0, gains) => format!("after a gain, a loss came next {}", cases_text(reduces, gains)),
            (losses, _) => format!("after a loss, a loss came next {}", cases_text(destroys, losses)),
        };
        let svg = chart.to_svg();
        prop_assert!(title(&svg).to_lowercase().ends_with(&finding), "{} {finding}", title(&svg));
        prop_assert_eq!(&svg, &relations.flow_chart().to_svg());
        elements(&svg);
    }
}

fn cases_text(some: u64, all: u64) -> String {
    match (some, all) {
        (1, 1) => "in the one case".to_owned(),
        _ if some == all => format!("in all {all} cases"),
        _ => format!("in {some} of {all} {}", if all == 1 { "case" } else { "cases" }),
    }
}

/// People with a change each of the signs, on each line.
fn ledger_of(lines: &[(&str, [u32; 4])]) -> Ledger {
    let services: Vec<_> = lines.iter().map(|(name, _)| Service::new(*name, "town")).collect();
    let catalogue = Catalogue::new([Measure::higher_is_better("m", "points")], services).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for (name, counts) in lines {
        for (pair, count) in [[1.0, 1.0], [-1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]].into_iter().zip(counts) {
            for person in 0..*count {
                for (day, change) in (1..).zip(pair) {
                    let user = format!("user {person} of {pair:?}");
                    let visit = Interaction::between(user, *name, date(2026, 3, day));
                    ledger.record(visit.appraisal(Appraisal::of("m").change(change))).unwrap();
                }
            }
        }
    }
    ledger
}

/// The heights of bars are proportional to the transitions on each side.
#[test]
fn bars_are_as_high_as_their_transitions() {
    let svg = ledger_of(&[("a", [20, 10, 5, 15])]).relations(By::Service).unwrap().flow_chart().to_svg();
    let bars = |fill: &str| -> Vec<f64> {
        elements(&svg)
            .iter()
            .filter(|element| element.is("rect", fill))
            .map(|element| element.number("height"))
            .collect()
    };
    let (gains, losses) = (bars("#2a6f97"), bars("#c8611a"));
    let unit = gains[0] / 25.0;
    for (height, number) in [(gains[1], 30.0), (losses[0], 25.0), (losses[1], 20.0)] {
        assert!((height - unit * number).abs() < 0.02, "{height} for {number}");
    }
    assert_eq!(title(&svg), "A: after a loss, a loss came next in 15 of 25 cases");
}

/// Above twelve panels, those with the fewest transitions are words only.
#[test]
fn small_panels_are_folded() {
    let names: Vec<String> = (0..15).map(|number| format!("line {number:02}")).collect();
    let lines: Vec<_> = (0..).zip(&names).map(|(number, name)| (name.as_str(), [number + 1, 0, 0, 1])).collect();
    let relations = ledger_of(&lines).relations(By::Service).unwrap();
    let svg = relations.flow_chart().to_svg();
    let texts: Vec<String> =
        elements(&svg).into_iter().filter(|element| element.name == "text").map(|element| element.text).collect();
    let headings = texts.iter().filter(|text| text.starts_with("line ")).count();
    assert_eq!(headings, 12);
    assert!(
        texts.join(" ").contains("3 smaller panels together: reinforces 6, recovers 0, reduces 0, destroys 3"),
        "{texts:?}"
    );
    assert!(!texts.contains(&"line 02".to_owned()) && texts.contains(&"line 03".to_owned()));
}

#[test]
fn names_of_flows_are_only_text() {
    let svg = ledger_of(&[("<script>", [1, 1, 1, 1]), ("a\u{202e}", [1, 0, 0, 0])])
        .relations(By::Service)
        .unwrap()
        .flow_chart()
        .to_svg();
    assert!(!svg.contains("<script") && !svg.contains('\u{202e}'));
    assert!(elements(&svg).iter().any(|element| element.name == "text" && element.text == "<script>"));
}

/// People and conflicts are told in sentences, of one and of several.
#[test]
fn people_who_did_not_co_operate_are_a_sentence() {
    use covalue::record::Role;

    let description = |people: u32| {
        let catalogue = Catalogue::new([Measure::higher_is_better("m", "points")], [Service::new("physio", "town")]);
        let mut ledger = Ledger::new(&catalogue.unwrap());
        for person in 0..people {
            let neighbour = format!("neighbour {person}");
            let visit = Interaction::between("ana", "physio", date(2026, 3, 2))
                .affected(&neighbour)
                .appraisal(Appraisal::of("m").beneficiary("ana").change(2.0))
                .appraisal(Appraisal::of("m").beneficiary(&neighbour).change(-1.0));
            ledger.record(visit).unwrap();
        }
        ledger.relations(Terms::by(By::Service).including(Role::Affected)).unwrap().flow_chart().description()
    };
    let one = "1 better, 0 the same, 1 worse. 1 person who did not co-operate is worse. 1 interaction is a conflict: one \
               person gained and another lost.";
    let two = "1 better, 0 the same, 2 worse. 2 people who did not co-operate are worse. 2 interactions are conflicts: in \
               each, one person gained and another lost.";
    assert!(description(1).ends_with(one), "{}", description(1));
    assert!(description(2).ends_with(two), "{}", description(2));
}
