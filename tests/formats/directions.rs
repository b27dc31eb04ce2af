//! Tables name the measures of which lower levels are better.

use std::fmt::Display;

use covalue::{Appraisal, By, Catalogue, Cooperation, Interaction, Ledger, Measure, Service, Terms, User, date};

const LOWER: [&str; 2] = ["pain", "wor\nry"];
const HIGHER: &str = "mobility";

/// Books of a dozen people, each better on the measures of this list.
fn books(measures: &[&str]) -> Ledger {
    let measure = |id: &&str| {
        let is_lower = LOWER.contains(id);
        if is_lower { Measure::lower_is_better(*id, "points") } else { Measure::higher_is_better(*id, "points") }
    };
    let all = [LOWER[1], HIGHER, LOWER[0]];
    let catalogue = Catalogue::new(all.iter().map(measure), [Service::new("physio", "clinic")]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for person in 0..12 {
        let user = User::new(format!("person {person}")).with("district", if person < 6 { "north" } else { "south" });
        let mut visit = Interaction::between(user, "physio", date(2026, 3, 2));
        for measure in measures {
            visit = visit.appraisal(Appraisal::of(*measure).change(if LOWER.contains(measure) { -1.0 } else { 1.0 }));
        }
        ledger.record(visit).unwrap();
    }
    ledger
}

/// The lines of a table that name a direction.
fn said(table: &impl Display) -> Vec<String> {
    table.to_string().lines().filter(|line| line.contains("lower is better")).map(str::to_owned).collect()
}

#[test]
fn a_table_names_its_measures_of_which_lower_levels_are_better() {
    for (measures, named) in [
        (&[HIGHER][..], None),
        (&["pain"], Some("pain")),
        (&["pain", HIGHER], Some("pain")),
        (&["pain", HIGHER, LOWER[1]], Some("wor\\nry, pain")),
    ] {
        let ledger = books(measures);
        let line: Vec<String> = named.map(|named| format!("lower is better: {named}")).into_iter().collect();
        let of_nets: Vec<String> =
            line.iter().map(|line| format!("{line}; a change for the better is above zero")).collect();

        let statement = ledger.statement(By::Service).unwrap();
        assert_eq!(said(&statement), of_nets);
        assert_eq!(said(&format!("{statement:#}")), of_nets);
        assert_eq!(said(&ledger.publish(3).statement(By::Service).unwrap()), of_nets);
        assert_eq!(said(&ledger.drivers(Terms::default(), "district").unwrap()), of_nets);
        assert_eq!(said(&ledger.publish(3).drivers(Terms::default(), "district").unwrap()), of_nets);
        // Tables without nets.
        assert_eq!(said(&ledger.attribution(Cooperation).unwrap()), line);
        assert_eq!(said(&ledger.publish(3).attribution(Cooperation).unwrap()), line);
        assert_eq!(said(&ledger.risk(By::Service).unwrap()), line);
        assert_eq!(said(&ledger.relations(By::Service).unwrap()), line);
        assert_eq!(said(&ledger.engagement(By::Service).unwrap()), Vec::<String>::new());
    }
}

#[test]
fn a_cross_names_the_direction_of_both_measures() {
    let ledger = books(&["pain", HIGHER, LOWER[1]]);
    for ([measure, other], named) in
        [([HIGHER, "pain"], "pain"), (["pain", HIGHER], "pain"), (["pain", LOWER[1]], "wor\\nry, pain")]
    {
        let cross = ledger.cross(Terms::default(), measure, other).unwrap();
        assert_eq!(said(&cross), [format!("lower is better: {named}")]);
    }
}

#[test]
fn a_withheld_measure_is_not_named_as_a_direction() {
    let table = books(&["pain"]).publish(13).statement(By::Service).unwrap();
    assert_eq!(said(&table), Vec::<String>::new());
    assert!(table.to_string().contains("not shown, with fewer than 13 users: pain"));
}
