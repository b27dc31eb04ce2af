//! R1: an id is recorded once and cannot be used again.

use covalue::record::Intent;
use covalue::{
    Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Misuse, Service, Source, User, Void,
};

use super::{books, catalogue, later_refused_by, march, pain, plain, refused, refused_by, visit, void_refused};

const REPEAT: &str = "R1: interaction `v1` is recorded already, with the same content: a repeat";
const CONFLICT: &str = "R1: interaction `v1` is recorded already, with other content: a conflict";

#[test]
fn r01_the_same_content_is_a_repeat() {
    refused(visit(), REPEAT);
    // `known`, the order of parts, and stated defaults are not part of the content.
    refused(visit().known(march(7)), REPEAT);
    refused(
        Interaction::between("ana", "physio", march(2))
            .id("v1")
            .affected("neighbour")
            .appraisal(Appraisal::of("mobility").change(1.0).beneficiary("ana").follow_up(1).known(march(20)))
            .contribution(Contribution::of("driver").resource("car"))
            .contribution(Contribution::of("ana").not_integrated(1.0, Misuse::unknown().by("ana")).integrated(3.0))
            .appraisal(pain().source(Source::Own).made(march(2))),
        REPEAT,
    );
}

#[test]
fn r01_other_content_is_a_conflict() {
    let others = [
        visit().indirect(),
        visit().with("weather", "rain"),
        visit().user("ben"),
        visit().other("ben"),
        visit().affected("ben"),
        visit().contribution(Contribution::of("ana")),
        visit().contribution(Contribution::of("clinic").misintegrated(0.0, Misuse::unknown())),
        visit().appraisal(pain().follow_up(2)),
        plain("v1"),
        Interaction::between("ana", "gym", march(2)).id("v1"),
        Interaction::between("ana", "physio", march(3)).id("v1"),
        Interaction::between(User::new("ana").with("district", "north"), "physio", march(2)).id("v1"),
    ];
    for other in others {
        refused(other, CONFLICT);
    }
    // Contents that differ in a single property.
    let part = || Contribution::of("ben");
    let contributions = [
        part().integrated(1.0),
        part().integrated(2.0),
        part().integrated(1.0).resource("time"),
        part().integrated(1.0).misintegrated(1.0, Misuse::unknown()),
        part().integrated(1.0).not_integrated(1.0, Misuse::unknown()),
        part().integrated(1.0).not_integrated(1.0, Misuse::new(Intent::Accidental)),
        part().integrated(1.0).not_integrated(1.0, Misuse::unknown().by("clinic")),
        part().integrated(1.0).not_integrated(1.0, Misuse::unknown().cause("a mistake")),
        Contribution::of("clinic").integrated(1.0),
    ];
    all_conflict(contributions.map(|contribution| plain("v1").contribution(contribution)));
    let appraisals = [
        pain(),
        Appraisal::of("pain").before(6.0),
        Appraisal::of("pain").after(4.0),
        Appraisal::of("pain").expected(4.0),
        Appraisal::of("pain").without(4.0),
        Appraisal::of("pain").change(4.0),
        Appraisal::of("mobility").change(4.0),
        pain().follow_up(2),
        pain().made(march(10)),
        pain().beneficiary("clinic"),
        pain().by_proxy("ana"),
        pain().by_proxy("cai"),
        pain().observed("ana"),
    ];
    all_conflict(appraisals.map(|appraisal| plain("v1").appraisal(appraisal)));
}

/// Records each interaction after each other one.
#[track_caller]
fn all_conflict<const COUNT: usize>(interactions: [Interaction; COUNT]) {
    for (position, first) in interactions.iter().enumerate() {
        for (other, second) in interactions.iter().enumerate() {
            let mut ledger = Ledger::new(&catalogue());
            ledger.record(first.clone()).unwrap();
            refused_by(&mut ledger, second.clone(), if position == other { REPEAT } else { CONFLICT });
        }
    }
}

#[test]
fn r01_equal_interactions_without_an_id_are_a_repeat() {
    let bare = || Interaction::between("ana", "physio", march(2));
    let mut ledger = books();
    let id = ledger.record(bare()).unwrap();
    let message = format!("R1: interaction `{id}` is recorded already, with the same content: a repeat");
    refused_by(&mut ledger, bare().known(march(4)), &message);
    ledger.record(bare().id("v2")).unwrap();
    assert_eq!(ledger.record(bare().indirect()).map(|other| other == id), Ok(false));
}

#[test]
fn r01_the_id_of_a_void_interaction_cannot_be_used_again() {
    let mut ledger = books();
    ledger.void("v1", "another patient's file").unwrap();
    refused_by(&mut ledger, visit(), REPEAT);
    refused_by(&mut ledger, plain("v1"), CONFLICT);
    void_refused(&mut ledger, "v1", Void::because("again"), "R1: interaction `v1` is void already");
    void_refused(&mut ledger, "v1", Void::because("again").known(march(9)), "R1: interaction `v1` is void already");
}

#[test]
fn r01_a_later_appraisal_of_a_void_interaction_counts_for_nothing() {
    let later = || pain().after(9.0).made(march(8));
    let (mut void_first, mut void_last) = (books(), books());
    void_first.void("v1", "never was").unwrap();
    void_first.appraise("v1", later()).unwrap();
    void_last.appraise("v1", later()).unwrap();
    void_last.void("v1", "never was").unwrap();
    assert!(void_first == void_last);
    for ledger in [void_first, void_last] {
        assert!(ledger.statement(By::Service).unwrap().is_empty());
    }
}

#[test]
fn r01_empty_ids_are_refused() {
    let of = |what: &str| format!("R1: the {what} id is empty");
    refused(Interaction::between("", "physio", march(2)), &of("actor"));
    refused(Interaction::between("ana", "", march(2)), &of("service"));
    refused(plain(""), &of("interaction"));
    refused(plain("v2").other(""), &of("actor"));
    refused(plain("v2").affected(""), &of("actor"));
    refused(plain("v2").user(""), &of("actor"));
    refused(plain("v2").contribution(Contribution::of("")), &of("actor"));
    refused(
        plain("v2").contribution(Contribution::of("ana").misintegrated(1.0, Misuse::unknown().by(""))),
        &of("actor"),
    );
    refused(plain("v2").appraisal(Appraisal::of("").change(1.0)), &of("measure"));
    refused(plain("v2").appraisal(pain().beneficiary("")), &of("actor"));
    refused(plain("v2").appraisal(pain().by_proxy("")), &of("actor"));
    void_refused(&mut books(), "", Void::because("why"), "R2: interaction `` is not recorded");
    later_refused_by(&mut books(), "", pain(), "R2: interaction `` is not recorded");
}

#[test]
fn r01_empty_names_are_refused() {
    let of = |what: &str| format!("R1: the {what} name is empty");
    refused(plain("v2").appraisal(pain().observed("")), &of("instrument"));
    refused(plain("v2").with("", "north"), &of("dimension"));
    refused(Interaction::between(User::new("ana").with("", "north"), "physio", march(2)), &of("dimension"));
}

#[test]
fn r01_a_repeated_definition_must_be_equal() {
    let error =
        Catalogue::new([Measure::<f64>::lower_is_better("pain", "points"), Measure::lower_is_better("pain", "cm")], []);
    assert_eq!(error.unwrap_err().to_string(), "R1: measure `pain` is already defined differently: a conflict");
    let mut ledger = books();
    ledger.declare_service(Service::new("physio", "clinic")).unwrap();
    let error = ledger.declare_service(Service::new("physio", "ana")).unwrap_err();
    assert_eq!(error.to_string(), "R1: service `physio` is already defined differently: a conflict");
    assert!(ledger == books());
}

/// A refused batch is rolled back completely. Otherwise its contributions would appear in the next interaction.
#[test]
fn r01_a_refused_batch_leaves_no_contributions() {
    let own = || Contribution::of("ben").integrated(2.0).misintegrated(1.0, Misuse::accidental().cause("haste"));
    let with_van = plain("v2").contribution(own().resource("van")).contribution(Contribution::of("driver"));
    let without = plain("v3").contribution(Contribution::of("ben").integrated(1.0));
    let (mut ledger, mut never) = (books(), books());
    ledger.record_all([with_van, plain("v1")]).unwrap_err();
    for ledger in [&mut ledger, &mut never] {
        ledger.record(without.clone()).unwrap();
    }
    assert!(ledger == never);
    assert_eq!(ledger.interactions().collect::<Vec<_>>(), never.interactions().collect::<Vec<_>>());
    assert_eq!(ledger.interactions().last(), Some(without));
}

/// A batch looks up many ids at once. The result must be the same as with single entries.
#[test]
fn r01_a_batch_has_the_error_of_single_entries() {
    let one_by_one = |entries: &[Interaction]| {
        let mut ledger = books();
        entries.iter().enumerate().find_map(|(index, entry)| Some((index, ledger.record(entry.clone()).err()?)))
    };
    let at = |count: usize, fault: &Interaction, position: usize| {
        let mut entries: Vec<_> = (0..count).map(|number| plain(&format!("n{number}"))).collect();
        entries.insert(position, fault.clone());
        entries
    };
    let unknown = Interaction::between("ben", "yoga", march(9)).id("n3");
    for fault in [plain("n3"), plain("n3").known(march(30)), plain("n3").indirect(), plain("v1"), visit(), unknown] {
        for (count, position) in [(4, 0), (4, 2), (4, 4), (600, 2), (600, 511), (600, 512), (600, 513), (600, 600)] {
            let (entries, mut ledger) = (at(count, &fault, position), books());
            let refused = ledger.record_all(entries.clone()).unwrap_err();
            assert_eq!(Some((refused.index(), refused.error().clone())), one_by_one(&entries));
            assert!(ledger == books(), "a refused batch changed the ledger");
            let sound = at(count, &plain("sound"), position);
            assert_eq!(ledger.record_all(sound).unwrap(), count + 1, "a refused batch releases its ids");
        }
    }
}
