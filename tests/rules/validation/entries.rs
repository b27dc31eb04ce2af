//! Validation by R2 to R6, R8 and R9, and the rule that an error names.

use covalue::error::Fault;
use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Misuse, Rule, Service, User, Void};

use super::{accepted, books, later_refused, later_refused_by, march, pain, plain, refused, refused_by, void_refused};

#[test]
fn r02_services_and_measures_must_be_in_the_catalogue() {
    refused(Interaction::between("ana", "yoga", march(2)), "R2: `yoga` is not a service of the catalogue");
    let message = "R2: `mood` is not a measure of the catalogue";
    refused(plain("v2").appraisal(Appraisal::of("mood").change(1.0)), message);
    later_refused(Appraisal::of("mood").change(1.0), message);
    let error = Catalogue::<f64>::new([], [Service::new("physio", "clinic").promises("mood", 1.0)]).unwrap_err();
    assert_eq!(error.to_string(), "R2: service `physio` promises `mood`, which is not a measure of the catalogue");
}

#[test]
fn r02_levels_must_lie_within_the_range() {
    let outside =
        |level: &str, value: &str| format!("R2: {level} of `pain` is {value}, outside its range from 0.0 to 10.0");
    let of = || Appraisal::of("pain");
    for (appraisal, message) in [
        (of().before(-0.5), outside("level before", "-0.5")),
        (of().after(10.5), outside("level after", "10.5")),
        (of().expected(f64::MAX), outside("level expected", "1.7976931348623157e308")),
        (of().without(-1.0), outside("level without", "-1.0")),
        (of().change(10.5), "R2: change of `pain` is 10.5, more than its range from 0.0 to 10.0 is wide".to_owned()),
        (of().change(-10.5), "R2: change of `pain` is -10.5, more than its range from 0.0 to 10.0 is wide".to_owned()),
    ] {
        refused(plain("v2").appraisal(appraisal.clone()), &message);
        later_refused(appraisal.made(march(8)), &message);
    }
    accepted(plain("v2").appraisal(of().before(0.0).after(10.0).expected(-0.0).without(10.0)));
    accepted(plain("v2").appraisal(of().change(10.0)));
    accepted(plain("v2").appraisal(of().change(-10.0)));
    // A measure without a range accepts every finite number.
    accepted(plain("v2").appraisal(Appraisal::of("mobility").before(f64::MIN).after(f64::MAX)));
}

#[test]
fn r02_a_later_entry_must_refer_to_a_recorded_interaction() {
    later_refused_by(&mut books(), "v9", pain(), "R2: interaction `v9` is not recorded");
    void_refused(&mut books(), "v9", Void::because("why"), "R2: interaction `v9` is not recorded");
}

#[test]
fn r03_numbers_must_be_finite_and_quantities_not_negative() {
    let of = || Appraisal::of("mobility");
    for (number, text) in [(f64::NAN, "NaN"), (f64::INFINITY, "inf"), (f64::NEG_INFINITY, "-inf")] {
        for (appraisal, what) in [
            (of().before(number), "level before"),
            (of().after(number), "level after"),
            (of().expected(number), "level expected"),
            (of().without(number), "level without"),
            (of().change(number), "change"),
        ] {
            let message = format!("R3: {what} of `mobility` is {text}, not a finite number");
            refused(plain("v2").appraisal(appraisal.clone()), &message);
            later_refused(appraisal, &message);
        }
    }
    let ana = || Contribution::of("ana");
    for (contribution, message) in [
        (ana().integrated(-0.5), "R3: integrated quantity of `ana` is -0.5, below zero"),
        (ana().misintegrated(-0.5, Misuse::unknown()), "R3: mis-integrated quantity of `ana` is -0.5, below zero"),
        (ana().not_integrated(-0.5, Misuse::unknown()), "R3: not integrated quantity of `ana` is -0.5, below zero"),
        (ana().integrated(f64::NAN), "R3: integrated quantity of `ana` is NaN, not a finite number"),
    ] {
        refused(plain("v2").contribution(contribution), message);
    }
    accepted(plain("v2").contribution(ana().integrated(-0.0).misintegrated(0.0, Misuse::unknown())));
}

#[test]
fn r04_every_interaction_has_a_user() {
    // The API cannot build an interaction without a user, and the ledger must keep the users of every interaction.
    assert_eq!(Interaction::<f64>::between("ana", "physio", march(2)).users().count(), 1);
    let ledger = books();
    assert!(ledger.interactions().all(|interaction| interaction.users().count() > 0));
}

#[test]
fn r05_a_contribution_is_the_sum_of_three_parts() {
    let part = |contribution: &Contribution| contribution.parts().map(|part| *part.amount()).sum::<f64>();
    let ana = Contribution::of("ana").misintegrated(1.0, Misuse::unknown()).not_integrated(2.0, Misuse::accidental());
    assert_eq!((ana.is_stated(), ana.get_integrated(), part(&ana)), (true, None, 3.0));
    let ana = ana.integrated(4.0);
    assert_eq!((ana.get_integrated(), part(&ana)), (Some(&4.0), 3.0));
    assert!(!Contribution::<f64>::of("ana").resource("car").is_stated());
}

#[test]
fn r06_users_must_be_distinct_and_affected_people_have_no_other_role() {
    refused(plain("v2").user("cai").user("ben"), "R6: `ben` is named twice as a user of one interaction");
    let also = |actor: &str| format!("R6: `{actor}` is listed as affected, and is a party of the same interaction");
    refused(plain("v2").affected("ben"), &also("ben"));
    refused(plain("v2").affected("clinic"), &also("clinic"));
    refused(plain("v2").affected("cai").other("cai"), &also("cai"));
    refused(plain("v2").affected("cai").contribution(Contribution::of("cai")), &also("cai"));
    // An other party may be listed twice. An actor named only in a misuse is not a party.
    accepted(plain("v2").other("cai").other("cai").other("ben").other("clinic"));
    accepted(
        plain("v2")
            .affected("cai")
            .contribution(Contribution::of("ben").misintegrated(1.0, Misuse::unknown().by("cai"))),
    );
}

#[test]
fn r06_a_beneficiary_must_be_named_by_the_interaction() {
    let not_named = "R6: `cai`, the beneficiary of an appraisal of `pain`, is not named in the interaction";
    refused(plain("v2").appraisal(pain().beneficiary("cai")), not_named);
    later_refused(pain().beneficiary("cai"), not_named);
    let misused = Contribution::of("ben").misintegrated(1.0, Misuse::unknown().by("cai"));
    refused(plain("v2").contribution(misused).appraisal(pain().beneficiary("cai")), not_named);
    let several = "R6: an appraisal of `pain` names no beneficiary, and the interaction has 2 users";
    refused(plain("v2").user("cai").appraisal(pain()), several);
    for who in ["ana", "clinic", "driver", "neighbour"] {
        books().appraise("v1", pain().beneficiary(who).made(march(8))).unwrap();
    }
    accepted(plain("v2").user("cai").appraisal(pain().beneficiary("cai")));
    accepted(plain("v2").other("cai").appraisal(pain().beneficiary("cai")));
}

#[test]
fn r08_two_versions_with_equal_days_are_refused() {
    let twice = |follow_up: u32, kind: &str| {
        format!(
            "R8: follow-up {follow_up} of `pain` for `ana`, {kind}, is appraised twice with equal days \
             (known 2026-03-05, made 2026-03-02): one of them needs a later day, or another follow-up"
        )
    };
    later_refused(pain(), &twice(1, "own"));
    later_refused(pain().after(9.0), &twice(1, "own"));
    later_refused(pain().made(march(2)).known(march(5)).beneficiary("ana"), &twice(1, "own"));
    for fresh in [
        pain().follow_up(2),
        pain().by_proxy("driver"),
        pain().observed("scale"),
        pain().beneficiary("clinic"),
        pain().made(march(3)),
        pain().known(march(6)),
    ] {
        let mut ledger = books();
        ledger.appraise("v1", fresh).unwrap();
    }
    // The kind of the source decides, not its name.
    let mut ledger = books();
    ledger.appraise("v1", pain().by_proxy("driver")).unwrap();
    later_refused_by(&mut ledger, "v1", pain().by_proxy("neighbour"), &twice(1, "proxy"));
    ledger.appraise("v1", pain().follow_up(2).observed("scale")).unwrap();
    later_refused_by(&mut ledger, "v1", pain().follow_up(2).observed("meter"), &twice(2, "observed"));
    // Two versions inside one interaction, whose days are equal by default.
    refused(
        plain("v2").appraisal(pain()).appraisal(pain().after(3.0)),
        "R8: follow-up 1 of `pain` for `ben`, own, is appraised twice with equal days (known \
         2026-03-09, made 2026-03-09): one of them needs a later day, or another follow-up",
    );
    accepted(plain("v2").appraisal(pain()).appraisal(pain().made(march(10))));
    // R8 is checked among many appraisals too, and for measures that are not in the catalogue.
    let others = (0..10).map(|number| Appraisal::of(format!("unknown-{}", number % 9)).change(1.0));
    let faults = books().check(&others.fold(plain("v2"), Interaction::appraisal));
    assert_eq!(faults.iter().filter(|fault| fault.rule() == Rule::R8).count(), 1, "{faults:?}");
}

#[test]
fn a_batch_may_begin_with_unusually_large_interactions() {
    /// An iterator that claims at least four million items and has three. A batch must not allocate by that claim.
    struct LongSizeHint(std::vec::IntoIter<Interaction>);
    impl Iterator for LongSizeHint {
        type Item = Interaction;

        fn next(&mut self) -> Option<Interaction> {
            self.0.next()
        }

        fn size_hint(&self) -> (usize, Option<usize>) {
            (1 << 22, None)
        }
    }
    let long = (1..=3_000).map(|number| pain().follow_up(number)).fold(plain("long"), Interaction::appraisal);
    let named = plain(&"name".repeat(1 << 18));
    let mut ledger = books();
    assert_eq!(ledger.record_all(LongSizeHint(vec![long, named, plain("v2")].into_iter())).unwrap(), 3);
    assert_eq!(ledger.len(), 4);
}

#[test]
fn r08_equal_days_are_found_among_up_to_twelve_appraisals() {
    for count in 2..=12 {
        let visit = |last: u32| {
            let numbers = (1..count).chain([last]);
            numbers.fold(plain("v2"), |visit, number| visit.appraisal(pain().follow_up(number)))
        };
        accepted(visit(count));
        for twice in [1, count / 2, count - 1].into_iter().filter(|&twice| twice > 0) {
            let message = format!(
                "R8: follow-up {twice} of `pain` for `ben`, own, is appraised twice with equal days \
                 (known 2026-03-09, made 2026-03-09): one of them needs a later day, or another follow-up"
            );
            refused(visit(twice), &message);
        }
    }
}

#[test]
fn r08_the_version_with_the_last_known_then_made_day_counts() {
    let of = |after: f64, made: i8, known: i8| pain().after(after).made(march(made)).known(march(known));
    // In each list one appraisal has the last days, the one with the level 2.0. It counts, so 4.0 is created.
    for rows in [
        vec![of(3.0, 6, 6), of(2.0, 6, 7)],
        vec![of(3.0, 9, 10), of(2.0, 6, 11)],
        vec![of(3.0, 6, 11), of(2.0, 7, 11)],
        vec![of(2.0, 7, 11), of(3.0, 6, 11)],
    ] {
        let mut ledger = books();
        for row in rows {
            ledger.appraise("v1", row).unwrap();
        }
        assert_eq!(ledger.statement(By::Service).unwrap().line("physio", "pain").unwrap().created(), 4.0);
    }
}

#[test]
fn r09_days_must_be_in_order() {
    refused(
        plain("v2").known(march(8)),
        "R9: an interaction with `physio` is known on 2026-03-08, before it happened on 2026-03-09",
    );
    let made = "R9: an appraisal of `pain` was made on 2026-03-08, before the interaction on 2026-03-09";
    refused(plain("v2").appraisal(pain().made(march(8))), made);
    let known = "R9: an appraisal of `pain` is known on 2026-03-10, before it was made on 2026-03-11";
    refused(plain("v2").appraisal(pain().made(march(11)).known(march(10))), known);
    let late = "R9: an appraisal of `pain` is known on 2026-03-12, before its interaction is known on 2026-03-13";
    refused(plain("v2").known(march(13)).appraisal(pain().known(march(12))), late);
    accepted(plain("v2").known(march(13)).appraisal(pain().made(march(9)).known(march(13))));
    later_refused(
        pain().made(march(1)),
        "R9: an appraisal of `pain` was made on 2026-03-01, before the interaction on 2026-03-02",
    );
    later_refused(
        pain().known(march(4)),
        "R9: an appraisal of `pain` is known on 2026-03-04, before its interaction is known on 2026-03-05",
    );
    void_refused(
        &mut books(),
        "v1",
        Void::because("why").known(march(4)),
        "R9: the void of `v1` is known on 2026-03-04, before the interaction is known on 2026-03-05",
    );
    books().void("v1", Void::because("why").known(march(5))).unwrap();
}

#[test]
fn r09_nothing_enters_a_closed_period() {
    let closed = || {
        let mut ledger = books();
        ledger.close(march(9));
        ledger.close(march(3));
        assert_eq!(ledger.closed(), Some(march(9)));
        ledger
    };
    refused_by(
        &mut closed(),
        Interaction::between("ben", "physio", march(9)).id("v2"),
        "R9: an interaction with `physio` is known on 2026-03-09, and the books are closed up to and including 2026-03-09",
    );
    later_refused_by(
        &mut closed(),
        "v1",
        pain().made(march(8)),
        "R9: an appraisal of `pain` is known on 2026-03-08, and the books are closed up to and including 2026-03-09",
    );
    void_refused(
        &mut closed(),
        "v1",
        Void::because("why"),
        "R9: the void of `v1` is known on 2026-03-05, and the books are closed up to and including 2026-03-09",
    );
    // An entry that happened in the closed period but is known later is accepted.
    let mut ledger = closed();
    ledger.record(plain("v2").known(march(10)).appraisal(pain())).unwrap();
    ledger.appraise("v1", pain().made(march(8)).known(march(10))).unwrap();
    ledger.void("v1", Void::because("why").known(march(10))).unwrap();
}

#[test]
fn record_names_the_first_rule_and_check_lists_all() {
    // An interaction that breaks the first `faults` rules of `all`.
    let wrong = |faults: usize| {
        let mut interaction = Interaction::between("ben", if faults > 3 { "yoga" } else { "physio" }, march(9));
        interaction = interaction.id(if faults > 4 { "v1" } else { "v2" });
        if faults > 5 {
            interaction = interaction.contribution(Contribution::of("ana").integrated(-1.0));
        }
        if faults > 2 {
            interaction = interaction.user("ben").appraisal(pain().beneficiary("ben"));
        }
        if faults > 1 {
            interaction = interaction.appraisal(pain().beneficiary("ben").follow_up(2).known(march(20)));
            interaction = interaction.appraisal(pain().beneficiary("ben").follow_up(2).known(march(20)));
        }
        if faults > 0 {
            interaction = interaction.appraisal(pain().beneficiary("ben").made(march(1)));
        }
        interaction
    };
    let all = [Rule::R9, Rule::R8, Rule::R6, Rule::R2, Rule::R1, Rule::R3];
    for faults in 1..=all.len() {
        let mut ledger = books();
        let mut listed: Vec<_> = ledger.check(&wrong(faults)).iter().map(covalue::error::RecordError::rule).collect();
        listed.reverse();
        assert_eq!(listed, all[..faults]);
        assert_eq!(ledger.record(wrong(faults)).unwrap_err().rule(), all[faults - 1]);
        assert!(ledger == books());
    }
    accepted(wrong(0));
}

#[test]
fn check_lists_all_rules_that_later_entries_break() {
    let mut ledger = books();
    ledger.close(march(8));
    let wrong = pain().after(11.0).follow_up(0).beneficiary("cai").made(march(1)).known(march(4));
    let rules = |faults: Vec<covalue::error::AppraiseError>| {
        faults.iter().map(covalue::error::AppraiseError::rule).collect::<Vec<_>>()
    };
    let all = rules(ledger.check_appraisal("v1", &wrong));
    assert_eq!(all, [Rule::Form, Rule::R2, Rule::R6, Rule::R9, Rule::R9, Rule::R9]);
    assert_eq!(rules(ledger.check_appraisal("v9", &wrong)), [Rule::Form, Rule::R2, Rule::R2]);
    assert_eq!(rules(ledger.check_appraisal("v1", &pain())), [Rule::R8, Rule::R9]);
    assert_eq!(ledger.check_appraisal("v1", &pain().made(march(9))), []);

    let why = || Void::because("why");
    let rules =
        |faults: Vec<covalue::error::VoidError>| faults.iter().map(covalue::error::VoidError::rule).collect::<Vec<_>>();
    assert_eq!(ledger.check_void("v1", &why().known(march(9))), []);
    assert_eq!(rules(ledger.check_void("v9", &why())), [Rule::R2]);
    ledger.void("v1", why().known(march(9))).unwrap();
    assert_eq!(rules(ledger.check_void("v1", &why().known(march(4)))), [Rule::R1, Rule::R9, Rule::R9]);
}

#[test]
fn checked_finds_the_faults_of_a_draft() {
    let fault: Fault = plain("v2").appraisal(Appraisal::of("pain")).checked().unwrap_err();
    assert_eq!(fault.to_string(), "form: an appraisal of `pain` has neither a level nor a change");
    refused(plain("v2").appraisal(Appraisal::of("pain")), &fault.to_string());
    later_refused(Appraisal::of("pain"), &fault.to_string());
    let both = "form: an appraisal of `pain` has both a change and a level, but may have only one of them";
    refused(plain("v2").appraisal(pain().change(1.0)), both);
    later_refused(pain().change(1.0), both);
    let zero = "form: an appraisal of `pain` has follow-up 0, but follow-ups are numbered from 1";
    refused(plain("v2").appraisal(pain().follow_up(0)), zero);
    later_refused(pain().follow_up(0), zero);
    refused(
        plain("v2").with("weather", "rain").with("weather", "sun"),
        "form: an interaction has two values in one dimension",
    );
    let twice = User::new("cai").with("district", "north").with("district", "north");
    refused(plain("v2").user(twice), "form: user `cai` has two values in one dimension");
}
