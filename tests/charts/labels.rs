//! Texts of a caller that could be taken for a label of the crate: a picture shows them in quotes, beside its own label.

use covalue::attribution::Equal;
use covalue::record::{Contribution, Misuse};
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, User, date};

use super::svg::elements;

/// Districts and parties with the names of labels, beside visits without a district and without a misuse on record.
fn books() -> Ledger {
    let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")]);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    for (index, label) in LABELS.into_iter().enumerate() {
        let month = 1 + 3 * (index as i8 % 4);
        let user = |id: &str| User::new(id).with("district", label);
        let own = Contribution::of(label).integrated(3.0).misintegrated(1.0, Misuse::unknown());
        let clinic = Contribution::of("clinic").integrated(2.0);
        let visit = |user: User, day: i8| Interaction::between(user, "physio", date(2026, month, day));
        let better = visit(user(label), 2).contribution(own.clone()).contribution(clinic.clone());
        ledger.record(better.appraisal(Appraisal::of("pain").change(-4.0 - index as f64))).unwrap();
        let worse = visit(user(label), 3).contribution(own).contribution(clinic.clone());
        ledger.record(worse.appraisal(Appraisal::of("pain").change(2.0 + index as f64))).unwrap();
        // Not stated, and unattributed.
        let other = format!("person {index}");
        let plain = visit(User::new(&other), 4).contribution(Contribution::of(&other).integrated(1.0));
        ledger.record(plain.contribution(clinic).appraisal(Appraisal::of("pain").change(1.0))).unwrap();
    }
    ledger
}

const LABELS: [&str; 6] =
    ["not stated", "unattributed", "pooled", "withheld", "2 lines pooled", "3 smaller parties together"];

/// The texts that a picture draws.
fn drawn(svg: &str) -> Vec<String> {
    elements(svg).into_iter().filter(|element| element.name == "text").map(|element| element.text).collect()
}

#[test]
fn pictures_tell_a_label_from_a_name_of_a_caller() {
    let ledger = books();
    let district = || Terms::by(By::with("district"));
    let by_quarter = || Terms::by(By::with("district").and(By::Quarter));
    let statement = ledger.statement(district()).unwrap();
    let shares = ledger.share_chart(district(), "pain", &[&Equal]).unwrap().by_party();
    let published = ledger.publish(2).statement(district()).unwrap();
    let pictures = [
        ("bars", statement.bar_chart().unwrap().to_svg()),
        ("people", statement.people_chart().unwrap().to_svg()),
        ("time", ledger.statement(by_quarter()).unwrap().time_chart().unwrap().to_svg()),
        ("shares", shares.to_svg()),
        ("scenarios", ledger.engagement(district()).unwrap().scenario_map().to_svg()),
        ("flows", ledger.relations(district()).unwrap().flow_chart().to_svg()),
        ("drivers", ledger.drivers(Terms::default(), "district").unwrap().chart().to_svg()),
        ("risk", ledger.risk_chart(district()).unwrap().to_svg()),
        ("published", published.people_chart().unwrap().to_svg()),
    ];
    for (name, svg) in pictures {
        let texts = drawn(&svg).join("\n");
        for label in LABELS {
            // A picture may leave a line out, but where it has one of a caller, it stands in quotes.
            let is_own = label == "not stated" || label == "unattributed" || name == "published";
            let bare = texts.lines().filter(|text| *text == label || text.starts_with(&format!("{label}\u{a0}")));
            assert!(bare.count() <= usize::from(is_own), "{name}: {label}: {texts}");
        }
        if name != "published" {
            assert!(texts.contains("\"not stated\"") || texts.contains("\"unattributed\""), "{name}: {texts}");
        }
    }
    let texts = drawn(&shares.to_svg());
    assert!(texts.iter().any(|text| text == "unattributed") && texts.iter().any(|text| text == "\"unattributed\""));
    let texts = drawn(&statement.bar_chart().unwrap().to_svg());
    assert!(texts.iter().any(|text| text == "not stated") && texts.iter().any(|text| text == "\"not stated\""));
}
