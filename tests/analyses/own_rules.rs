//! What a rule of attribution of a caller sees: the parties with their roles and resources, the service, the day and the
//! measure.

use covalue::attribution::{AttributionRule, Basis, Participants};
use covalue::error::WeighError;
use covalue::{Appraisal, Catalogue, Contribution, Interaction, Ledger, Measure, Misuse, Service, date};

/// Writes down what it sees, and weighs all parties alike.
#[derive(Default)]
struct Notes(std::cell::RefCell<Vec<String>>);

impl AttributionRule<f64> for Notes {
    fn name(&self) -> &'static str {
        "notes"
    }

    fn basis(&self) -> Basis {
        Basis::Heads
    }

    fn weigh(&self, parties: &Participants<'_, f64>, weights: &mut Vec<f64>) -> Result<(), WeighError> {
        let of_party = |index: usize| {
            let resources = parties.resources(index).map(|(resource, integrated)| {
                let integrated = integrated.map_or_else(|| "?".to_owned(), ToString::to_string);
                format!("{}={integrated}", resource.unwrap_or("-"))
            });
            format!("{} {} [{}]", parties.id(index), parties.role(index), resources.collect::<Vec<_>>().join(" "))
        };
        let all: Vec<String> = (0..parties.len()).map(of_party).collect();
        let (service, on, measure) = (parties.service(), parties.on(), parties.measure());
        self.0.borrow_mut().push(format!("{service} {on} {measure}: {}", all.join(", ")));
        weights.resize(parties.len(), 1.0);
        Ok(())
    }
}

#[test]
fn r24_a_rule_sees_service_day_measure_and_resources() {
    let measures = ["mobility", "mood"].map(|measure| Measure::higher_is_better(measure, "points"));
    let services =
        [("physio", "clinic"), ("choir", "church")].map(|(service, provider)| Service::new(service, provider));
    let mut ledger = Ledger::new(&Catalogue::new(measures, services).unwrap());
    // A choir before, so that rows and codes of the two interactions differ.
    let evening = Interaction::between("ben", "choir", date(2026, 2, 1)).user("ana").other("pianist");
    ledger.record(evening.appraisal(Appraisal::of("mood").beneficiary("ana").change(2.0))).unwrap();
    let visit = Interaction::between("ana", "physio", date(2026, 3, 2))
        .contribution(Contribution::of("ana").resource("time").integrated(4.0))
        .contribution(Contribution::of("ana").resource("exercise").not_integrated(1.0, Misuse::unknown()))
        .contribution(Contribution::of("clinic").integrated(1.5))
        .appraisal(Appraisal::of("mood").change(1.0))
        .appraisal(Appraisal::of("mobility").change(6.0));
    ledger.record(visit).unwrap();
    let notes = Notes::default();
    let attribution = ledger.attribution(&notes).unwrap();
    assert_eq!(attribution.created("ana", "mobility").unwrap(), 3.0);
    let mut notes = notes.0.into_inner();
    notes.sort();
    notes.dedup();
    assert_eq!(
        notes,
        [
            "choir 2026-02-01 mood: ana user [], ben user [], church provider [], pianist other []",
            "physio 2026-03-02 mobility: ana user [time=4 exercise=?], clinic provider [-=1.5]",
            "physio 2026-03-02 mood: ana user [time=4 exercise=?], clinic provider [-=1.5]",
        ]
    );
}
