//! Titles count all lines that their pictures show, and each person once.

use covalue::chart::ControlKind;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};

use super::svg::{elements, title};

/// Books with services that promise the first measure.
fn books(measures: &[&str], services: &[&str]) -> Ledger {
    let promised = services.iter().map(|service| Service::new(*service, "clinic").promises(measures[0], 1.0));
    let measures = measures.iter().map(|measure| Measure::higher_is_better(*measure, "points"));
    Ledger::new(&Catalogue::new(measures, promised.collect::<Vec<_>>()).unwrap())
}

/// Changes of measures in an interaction in this month.
fn visit(ledger: &mut Ledger, user: &str, service: &str, month: i8, changes: &[(&str, f64)]) {
    let visit = Interaction::between(user, service, date(2026, month, 2));
    let visit =
        changes.iter().fold(visit, |visit, (measure, change)| visit.appraisal(Appraisal::of(*measure).change(*change)));
    ledger.record(visit).unwrap();
}

/// A line or a measure without an appraisal is shown, so that titles count it.
#[test]
fn lines_without_an_appraisal_are_counted() {
    let mut ledger = books(&["m", "n", "o"], &["a", "b", "c"]);
    for service in ["a", "b"] {
        visit(&mut ledger, "ana", service, 1, &[("m", -1.0)]);
        visit(&mut ledger, "ben", service, 3, &[("m", -2.0)]);
    }
    visit(&mut ledger, "cai", "c", 1, &[]);
    let lines = ledger.statement(By::Service).unwrap();
    let over_time = ledger.statement(By::Service.and(By::Month)).unwrap();
    assert_eq!(title(&lines.bar_chart().unwrap().to_svg()), "2 of 3 services destroyed more than they created");
    assert_eq!(
        title(&lines.people_chart().unwrap().to_svg()),
        "In 2 of 3 services more appraisals are worse than better"
    );
    assert_eq!(
        title(&over_time.time_chart().unwrap().to_svg()),
        "Over all periods more was destroyed than created on 2 of 3 services"
    );

    let mut ledger = Ledger::new(ledger.catalogue());
    visit(&mut ledger, "ana", "a", 1, &[("n", -1.0), ("o", 2.0)]);
    visit(&mut ledger, "ana", "a", 3, &[("n", -1.0), ("o", 2.0)]);
    let months = |ledger: &Ledger| title(&ledger.statement(By::Month).unwrap().time_chart().unwrap().to_svg());
    assert_eq!(months(&ledger), "Over all periods more was destroyed than created on 1 of 3 measures");
    let mut ledger = Ledger::new(ledger.catalogue());
    visit(&mut ledger, "ana", "a", 1, &[("n", 1.0), ("o", 2.0)]);
    assert_eq!(months(&ledger), "Over all periods more was created than destroyed on 2 of 3 measures");
    // Of two measures, one is appraised in one of four months only.
    let mut ledger = Ledger::new(
        &Catalogue::new(
            ["n", "o"].map(|measure| Measure::higher_is_better(measure, "points")),
            [Service::new("a", "clinic")],
        )
        .unwrap(),
    );
    for month in 1..=4 {
        visit(&mut ledger, "ana", "a", month, if month == 2 { &[("n", -1.0), ("o", -1.0)] } else { &[("n", -1.0)] });
    }
    assert_eq!(months(&ledger), "More was destroyed than created on n in 4 of 4 months, on o in 1 of 4");
}

#[test]
fn control_charts_count_lines_without_limits() {
    let title_of = |services: &[&str], last: f64| {
        let mut ledger = books(&["m"], services);
        let [few, many @ ..] = services else { panic!("no service") };
        for month in 1..=12 {
            for service in many {
                let change = if month == 12 { last } else { f64::from(month % 3) };
                visit(&mut ledger, "ana", service, month, &[("m", change)]);
            }
        }
        visit(&mut ledger, "ben", few, 3, &[("m", 1.0)]);
        let statement = ledger.statement(By::Service.and(By::Month)).unwrap();
        title(&statement.control_chart(ControlKind::MeanChange).unwrap().to_svg())
    };
    let none = "No month stands out from the usual ups and downs";
    assert_eq!(title_of(&["a", "b"], 0.0), format!("{none} on the only service with enough months"));
    assert_eq!(title_of(&["a", "b", "c"], 0.0), format!("{none} on either service with enough months"));
    assert_eq!(title_of(&["a", "b", "c", "d"], 0.0), format!("{none} on any of 3 services with enough months"));
    let some = "Months stand out from the usual ups and downs on 3 of 4 services";
    assert_eq!(title_of(&["a", "b", "c", "d"], 50.0), some);
}

/// A person is counted on each line on which she has appraisals, so that people of several lines do not add up.
#[test]
fn people_of_several_lines_are_not_added_up() {
    let mut ledger = books(&["m", "n"], &["a"]);
    for (month, change) in [(1, -1.0), (4, -1.0), (7, 1.0)] {
        visit(&mut ledger, "ana", "a", month, &[("m", 1.0), ("n", change)]);
    }
    let cross = |ledger: &Ledger, by: By| title(&ledger.cross(by, "m", "n").unwrap().chart().to_svg());
    let apart = "better on one measure and worse on the other";
    assert_eq!(cross(&ledger, By::Quarter), format!("In 2 of 3 quarters at least one person is {apart}"));
    assert_eq!(cross(&ledger, By::Service), format!("1 of 1 person is {apart}"));
    assert_eq!(cross(&ledger, By::Beneficiary), format!("1 of 1 person is {apart}"));
    let mut ledger = books(&["m", "n"], &["a", "b"]);
    visit(&mut ledger, "ana", "a", 1, &[("m", 1.0), ("n", -1.0)]);
    visit(&mut ledger, "ben", "a", 1, &[("m", 1.0), ("n", 1.0)]);
    visit(&mut ledger, "cai", "b", 1, &[("m", 1.0), ("n", 1.0)]);
    assert_eq!(cross(&ledger, By::Service), format!("In 1 of 2 services at least one person is {apart}"));
    assert_eq!(cross(&ledger, By::Beneficiary), format!("1 of 3 people is {apart}"));
    let mut ledger = books(&["m", "n"], &["a", "b"]);
    for service in ["a", "b"] {
        visit(&mut ledger, "ana", service, 1, &[("m", 1.0), ("n", 1.0)]);
    }
    assert_eq!(cross(&ledger, By::Service), format!("In none of 2 services is a person {apart}"));

    // Fourteen months of one person.
    let mut ledger = books(&["m"], &["a"]);
    for year in [2025, 2026] {
        for month in 1..=7 {
            for day in [1, 2] {
                let visit = Interaction::between("ana", "a", date(year, month, day));
                ledger.record(visit.appraisal(Appraisal::of("m").change(1.0))).unwrap();
            }
        }
    }
    let svg = ledger.relations(By::Month).unwrap().flow_chart().to_svg();
    let texts: Vec<String> = elements(&svg).into_iter().map(|element| element.text).collect();
    let remark = texts.iter().position(|text| text.starts_with("2 smaller panels together:")).unwrap();
    let remark = texts[remark..remark + 3].join(" ");
    assert!(remark.contains("reinforces 2, recovers 0, reduces 0, destroys 0."), "{remark}");
    assert!(!remark.contains("people"), "{remark}");
}
