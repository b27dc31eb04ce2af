//! The dots of engagement drivers.

use covalue::engagement_drivers::{EngagementDrivers, ParticipationTerms};
use covalue::{Catalogue, Contribution, Interaction, Ledger, Misuse, Service, Terms, User, date};
use proptest::prelude::*;

use super::svg::{elements, title};
use crate::support::case::Scale;
use crate::support::compare::record;
use crate::support::generate::{cases, ledger};
use crate::support::generate_terms::terms;

proptest! {
    #![proptest_config(cases(32))]

    /// The description has the counts, quantities and intervals of both sides, and the picture is XML.
    #[test]
    fn all_sides_are_in_the_description(case in ledger(), terms in terms(), least in 1..=4_u64) {
        let terms = ParticipationTerms::of(Terms::from(&terms)).at_least(least);
        let drivers = record::<f64>(&case, Scale::Whole).ledger.engagement_drivers(terms, "district").unwrap();
        let chart = drivers.chart();
        let description = chart.description();
        for side in drivers.lines().flat_map(|line| [line.with(), line.without()]) {
            let share = match side.share().zip(side.interval()) {
                Some((share, interval)) => {
                    format!("{:.0} % (95 % confidence {:.0} % to {:.0} %)", 100.0 * share, 100.0 * interval.low(), 100.0 * interval.high())
                }
                None => "too few for a share".to_owned(),
            };
            let text = format!(
                "{} of {} took part, {share}, integrated {} of {}",
                side.participant_count(), side.person_count(), side.integrated(), side.contributed(),
            );
            prop_assert!(description.contains(&text), "{text}: {description}");
        }
        let svg = chart.to_svg();
        prop_assert_eq!(&svg, &drivers.chart().to_svg());
        elements(&svg);
    }
}

/// Users with a value: those who took part, and those who did not.
fn drivers_of(values: &[(&str, u32, u32)]) -> EngagementDrivers {
    let catalogue = Catalogue::new([], [Service::new("s", "p")]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for (value, took_part, did_not) in values {
        for person in 0..took_part + did_not {
            let user = format!("{value} {person}");
            let did = if person < *took_part { 1.0 } else { 0.0 };
            let own = Contribution::of(&user).integrated(did).not_integrated(1.0, Misuse::unknown());
            let visit = Interaction::between(User::new(&user).with("d", *value), "s", date(2026, 3, 2));
            ledger.record(visit.contribution(own)).unwrap();
        }
    }
    ledger.engagement_drivers(Terms::default(), "d").unwrap()
}

/// A whisker reaches from the lower to the upper end of the interval, on the scale of the dots.
#[test]
fn whiskers_reach_over_their_intervals() {
    let drivers = drivers_of(&[("a", 30, 10), ("b", 10, 30), ("c", 20, 20)]);
    let svg = drivers.chart().to_svg();
    let elements = elements(&svg);
    // The first mark of each shape is that of the heading.
    let dots: Vec<f64> =
        elements.iter().filter(|mark| mark.is("circle", "#1b2733")).skip(1).map(|mark| mark.number("cx")).collect();
    let unit = (dots[0] - dots[1]) / 0.5;
    let zero = dots[0] - 0.75 * unit;
    let whiskers = elements.iter().filter(|path| path.get("stroke") == "#1b2733" && path.get("stroke-width") == "3");
    for (whisker, line) in whiskers.zip(drivers.lines()) {
        let interval = line.with().interval().unwrap();
        let low: f64 = whisker.get("d").trim_start_matches('M').split(' ').next().unwrap().parse().unwrap();
        let high: f64 = whisker.get("d").split(['H', 'M']).nth(2).unwrap().parse().unwrap();
        assert!((low - zero - interval.low() * unit).abs() < 0.05, "{whisker:?}");
        assert!((high - zero - interval.high() * unit).abs() < 0.05, "{whisker:?}");
    }
}

/// A share of few people is no dot.
#[test]
fn few_people_have_no_dot() {
    let svg = drivers_of(&[("a", 3, 2), ("b", 30, 10), ("c", 2, 3)]).chart().to_svg();
    assert_eq!(title(&svg), "D “b”: 75 % of 40 users took part");
    let elements = elements(&svg);
    let few = elements.iter().filter(|element| element.text == "too few for a share").count();
    assert_eq!(few, 3); // with a, with c, and with another value than b
    assert_eq!(elements.iter().filter(|element| element.name == "circle").count(), 2);
    let nothing = drivers_of(&[("a", 3, 2)]).chart().to_svg();
    assert_eq!(title(&nothing), "Too few people for a share by d");
    assert_eq!(title(&drivers_of(&[]).chart().to_svg()), "No user with a value of d states a contribution");
}

/// Of two values, each is what the other one is compared with: it has one dot, and no mark needs a heading.
#[test]
fn two_values_have_one_dot_each() {
    let svg = drivers_of(&[("a", 30, 10), ("b", 10, 30)]).chart().to_svg();
    let elements = elements(&svg);
    assert_eq!(elements.iter().filter(|element| element.name == "circle").count(), 2);
    assert!(!svg.contains("all other values"));
}

#[test]
fn values_of_users_are_only_text() {
    let svg = drivers_of(&[("<script>", 1, 0), ("a\u{202e}", 1, 1)]).chart().to_svg();
    assert!(!svg.contains("<script") && !svg.contains('\u{202e}'));
}

/// Values with too few people for a share, and values that are not drawn, are values.
#[test]
fn equal_shares_are_counted_among_all_values() {
    let title = |values: &[(&str, u32, u32)]| title(&drivers_of(values).chart().to_svg());
    let values = [("x", 20, 20), ("y", 20, 20), ("z", 0, 3)];
    assert_eq!(title(&values), "With 2 of 3 values of d, 50 % of the users took part");
    assert_eq!(title(&values[..2]), "With each value of d, 50 % of the users took part");
    let names: Vec<String> = (0..50).map(|number| format!("value {number}")).collect();
    let equal = names.iter().map(|name| (name.as_str(), 20, 20));
    let values: Vec<_> = equal.chain([("other", 1, 31)]).collect();
    assert_eq!(title(&values), "With 50 of 51 values of d, 50 % of the users took part");
}
