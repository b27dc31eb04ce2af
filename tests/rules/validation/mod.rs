//! Validation (section 5): the exact message of each refusal, the rule that it names, and the unchanged ledger
//! afterwards.

mod entries;
mod identity;
mod merging;

use covalue::{Appraisal, Catalogue, Contribution, Date, Interaction, Ledger, Measure, Misuse, Service, Void, date};

pub(super) fn catalogue() -> Catalogue {
    let mobility = Measure::higher_is_better("mobility", "points");
    let pain = Measure::lower_is_better("pain", "points").range(0.0, 10.0);
    Catalogue::new([mobility, pain], [Service::new("physio", "clinic"), Service::new("gym", "ana")]).unwrap()
}

pub(super) fn march(day: i8) -> Date {
    date(2026, 3, day)
}

/// Ana's visit, which is the only entry of [`books`].
pub(super) fn visit() -> Interaction {
    Interaction::between("ana", "physio", march(2))
        .id("v1")
        .contribution(Contribution::of("ana").integrated(3.0).not_integrated(1.0, Misuse::unknown()))
        .contribution(Contribution::of("driver").resource("car"))
        .affected("neighbour")
        .known(march(5))
        .appraisal(Appraisal::of("pain").before(6.0).after(4.0))
        .appraisal(Appraisal::of("mobility").change(1.0))
}

pub(super) fn plain(id: &str) -> Interaction {
    Interaction::between("ben", "physio", march(9)).id(id)
}

pub(super) fn pain() -> Appraisal {
    Appraisal::of("pain").before(6.0).after(4.0)
}

pub(super) fn books() -> Ledger {
    let mut ledger = Ledger::new(&catalogue());
    ledger.record(visit()).unwrap();
    ledger
}

#[track_caller]
pub(super) fn refused_by(ledger: &mut Ledger, interaction: Interaction, message: &str) {
    let before = ledger.clone();
    let all = ledger.check(&interaction);
    let error = ledger.record(interaction.clone()).unwrap_err();
    assert_eq!(error.to_string(), message);
    assert!(message.starts_with(&format!("{}: ", error.rule())), "{message} does not name {}", error.rule());
    assert_eq!(all.first(), Some(&error), "the first fault of check is the error");
    assert!(*ledger == before, "a refused entry changed the ledger");
    let batch = ledger.record_all([plain("fresh").known(march(30)), interaction]).unwrap_err();
    assert_eq!((batch.index(), batch.error()), (1, &error));
    assert!(*ledger == before, "a refused batch changed the ledger");
}

#[track_caller]
pub(super) fn refused(interaction: Interaction, message: &str) {
    refused_by(&mut books(), interaction, message);
}

#[track_caller]
pub(super) fn accepted(interaction: Interaction) {
    let mut ledger = books();
    assert_eq!(ledger.check(&interaction), []);
    ledger.record(interaction).unwrap();
    assert_eq!(ledger.len(), 2);
}

#[track_caller]
pub(super) fn later_refused_by(ledger: &mut Ledger, id: &str, appraisal: Appraisal, message: &str) {
    let before = ledger.clone();
    let all = ledger.check_appraisal(id, &appraisal);
    let error = ledger.appraise(id, appraisal).unwrap_err();
    assert_eq!(error.to_string(), message);
    assert_eq!(all.first(), Some(&error), "the first fault of check is the error");
    assert!(message.starts_with(&format!("{}: ", error.rule())));
    assert!(*ledger == before, "a refused appraisal changed the ledger");
}

#[track_caller]
pub(super) fn later_refused(appraisal: Appraisal, message: &str) {
    later_refused_by(&mut books(), "v1", appraisal, message);
}

#[track_caller]
pub(super) fn void_refused(ledger: &mut Ledger, id: &str, void: Void, message: &str) {
    let before = ledger.clone();
    let all = ledger.check_void(id, &void);
    let error = ledger.void(id, void).unwrap_err();
    assert_eq!(error.to_string(), message);
    assert_eq!(all.first(), Some(&error), "the first fault of check is the error");
    assert!(message.starts_with(&format!("{}: ", error.rule())));
    assert!(*ledger == before, "a refused void changed the ledger");
}
