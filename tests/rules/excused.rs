//! R7 and section 10: an excused party did not co-operate, and misused nothing.

use covalue::attribution::Equal;
use covalue::engagement::{EngagementLine, Scenario, Threshold};
use covalue::statement::Classification;
use covalue::{
    Appraisal, By, Catalogue, Contribution, Cooperation, Interaction, Ledger, Measure, Misuse, Service, Terms, User,
    date, journal,
};

fn catalogue() -> Catalogue {
    let wellbeing = Measure::higher_is_better("wellbeing", "points").range(0.0, 35.0);
    Catalogue::new([wellbeing], [Service::new("home visits", "council").promises("wellbeing", 2.0)]).unwrap()
}

fn visit(contributions: impl IntoIterator<Item = Contribution>) -> Interaction {
    let visit =
        Interaction::between(User::new("ben").with("district", "south"), "home visits", date(2026, 4, 1)).id("h2");
    contributions.into_iter().fold(visit, Interaction::contribution)
}

/// How a loss of two points counts, and the figures of engagement: stated, excused, integrated and contributed of users.
fn books(contributions: impl IntoIterator<Item = Contribution>) -> (Classification, [u64; 2], [f64; 2]) {
    let mut ledger = Ledger::new(&catalogue());
    ledger.record(visit(contributions).appraisal(Appraisal::of("wellbeing").before(18.0).after(16.0))).unwrap();
    let trace = ledger.trace(By::Service, "home visits", "wellbeing").unwrap();
    let counts_as = trace.entries().next().unwrap().counts_as();
    let engagement = ledger.engagement(By::Service).unwrap();
    let line = engagement.line("home visits").unwrap();
    let counts = [line.user_stated_count(), line.user_excused_count()];
    (counts_as, counts, [*line.user_integrated(), *line.user_contributed()])
}

#[test]
fn r07_an_excused_absence_is_no_co_operation_and_no_misuse() {
    let ben = || Contribution::of("ben");
    assert_eq!(books([ben().excused()]), (Classification::WindfallLoss, [0, 1], [0.0, 0.0]));
    // An absence that is not excused is no co-operation either. It is due, and counts in engagement.
    let absent = || ben().not_integrated(1.0, Misuse::unknown());
    assert_eq!(books([absent()]), (Classification::WindfallLoss, [1, 0], [0.0, 1.0]));
    // A contribution that is stated decides, whatever its place; one that is not stated decides nothing.
    let did = || ben().integrated(3.0);
    let together = (Classification::WithoutMisuse, [1, 0], [3.0, 3.0]);
    assert_eq!(books([ben().excused(), did()]), together);
    assert_eq!(books([did(), ben().excused()]), together);
    assert_eq!(books([ben().excused(), absent()]), (Classification::WindfallLoss, [1, 0], [0.0, 1.0]));
    assert_eq!(books([ben(), ben().excused()]), (Classification::WindfallLoss, [0, 1], [0.0, 0.0]));
    // A provider who works from the wrong file destroys value also for a person who was excused.
    let wrong = Contribution::of("council").misintegrated(1.0, Misuse::accidental());
    assert_eq!(books([ben().excused(), wrong]).0, Classification::WithMisuse);
}

#[test]
fn r24_an_excused_party_has_no_share() {
    let mut ledger = Ledger::new(&catalogue());
    let present = [Contribution::of("ben").integrated(1.0), Contribution::of("council").excused()];
    ledger.record(visit(present).appraisal(Appraisal::of("wellbeing").before(16.0).after(18.0))).unwrap();
    for attribution in [ledger.attribution(Cooperation).unwrap(), ledger.attribution(Equal).unwrap()] {
        assert_eq!(attribution.created("ben", "wellbeing").unwrap(), 2.0);
        assert_eq!(attribution.created("council", "wellbeing").unwrap(), 0.0);
    }
}

#[test]
fn drivers_of_engagement_leave_excused_people_out() {
    let mut ledger = Ledger::new(&catalogue());
    ledger.record(visit([Contribution::of("ben").excused()])).unwrap();
    let ana = Interaction::between(User::new("ana").with("district", "south"), "home visits", date(2026, 4, 1));
    ledger.record(ana.contribution(Contribution::of("ana").integrated(1.0))).unwrap();
    let drivers = ledger.engagement_drivers(Terms::default(), "district").unwrap();
    let south = drivers.lines().next().unwrap().with();
    assert_eq!((south.person_count(), south.participant_count()), (1, 1));
}

#[test]
fn an_excused_contribution_has_no_part() {
    for contribution in [
        Contribution::of("ben").excused().integrated(0.0),
        Contribution::of("ben").not_integrated(1.0, Misuse::unknown()).excused(),
    ] {
        let message =
            "form: a contribution of `ben` is excused and has a part; an excused party integrated and owed nothing";
        assert_eq!(contribution.clone().checked().unwrap_err().to_string(), message);
        let refused = Ledger::new(&catalogue()).record(visit([contribution])).unwrap_err();
        assert_eq!(refused.to_string(), message);
    }
}

/// Journals and tables have the same ledger, and an interaction with an excused user is another than one without.
#[test]
fn r01_files_state_who_was_excused() {
    let mut recorded = Ledger::new(&catalogue());
    recorded.record(visit([Contribution::of("ben").excused(), Contribution::of("council").excused()])).unwrap();
    let mut file = Vec::new();
    journal::write(&recorded, &mut file).unwrap();
    let text = String::from_utf8(file.clone()).unwrap();
    assert!(
        text.contains(r#""contributions":[{"party":"ben","excused":true},{"party":"council","excused":true}]"#),
        "{text}"
    );
    let mut read = Ledger::new(&Catalogue::empty());
    let _ = journal::read(&mut read, &file[..]).unwrap();
    assert_eq!(read.interaction("h2"), recorded.interaction("h2"));
    let mut table = Ledger::new(&catalogue());
    let header =
        "id,service,user,on,measure,before,after,with.district,user_excused,provider_excused,user_integrated\n";
    let rows = |rows: &str| format!("{header}{rows}");
    let text = rows("h2,home visits,ben,2026-04-01,,,,south,true,true,\n");
    let _ = covalue::table::read(&mut table, text.as_bytes()).unwrap();
    assert_eq!(table.interaction("h2"), recorded.interaction("h2"));
    let mut again = recorded.clone();
    let conflict = again.record(visit([Contribution::of("ben"), Contribution::of("council")])).unwrap_err();
    assert_eq!(conflict.to_string(), "R1: interaction `h2` is recorded already, with other content: a conflict");
    for (row, message) in [
        (
            "h3,home visits,ben,2026-04-01,,,,south,yes,,\n",
            "line 2: form: user_excused: `yes` is neither `true` nor `false`",
        ),
        (
            "h3,home visits,ben,2026-04-01,,,,south,true,,1\n",
            "line 2: form: a contribution of `ben` is excused and has a part; an excused party integrated and owed nothing",
        ),
        (
            "h3,home visits,ben,2026-04-01,,,,south,true,,\nh3,home visits,ben,2026-04-01,,,,south,,,1\n",
            "line 3: form: `user_excused` of `ben` differs from the rows of `h3` above: an interaction has one value of it",
        ),
    ] {
        let refused = covalue::table::read(&mut Ledger::new(&catalogue()), rows(row).as_bytes()).unwrap_err();
        assert_eq!(refused.to_string(), message);
    }
}

/// Where only failures are noted, four visits with one absence are no "Waste Land".
#[test]
fn a_scenario_needs_enough_behind_it() {
    let missed = |party: &str| Contribution::of(party).not_integrated(1.0, Misuse::unknown());
    let scenario = |noted: u32, excused: u32| {
        let mut ledger = Ledger::new(&catalogue());
        for number in 0..4 {
            let visit = Interaction::between("ana", "home visits", date(2026, 4, 1 + number as i8));
            let visit = if number < noted {
                visit.contribution(missed("ana")).contribution(missed("council"))
            } else if number < noted + excused {
                visit
                    .contribution(Contribution::of("ana").excused())
                    .contribution(Contribution::of("council").excused())
            } else {
                visit
            };
            ledger.record(visit).unwrap();
        }
        let engagement = ledger.engagement(By::Service).unwrap();
        let line = engagement.line("home visits").unwrap();
        (line.scenario(), line.scenario_at(Threshold::default().stated_in(1, 4).unwrap()))
    };
    assert_eq!(scenario(1, 0), (None, Some(Scenario::WasteLand)));
    assert_eq!(scenario(2, 0), (Some(Scenario::WasteLand), Some(Scenario::WasteLand)));
    // Of the two visits in which ana was not excused, one is stated.
    assert_eq!(scenario(1, 2), (Some(Scenario::WasteLand), Some(Scenario::WasteLand)));
    assert_eq!(scenario(0, 4), (None, None));
    for (part, whole) in [(0, 2), (3, 2), (1, 0)] {
        let refused = Threshold::default().stated_in(part, whole).unwrap_err();
        let message =
            format!("form: a share of stated interactions is {part}/{whole}, but must be above 0 and at most 1");
        assert_eq!(refused.to_string(), message);
    }
}

/// Of several users, one who was not excused could have been stated.
#[test]
fn users_are_excused_together() {
    let excused = |who: &[&str]| {
        let mut ledger = Ledger::new(&catalogue());
        let visit = Interaction::between("ana", "home visits", date(2026, 4, 1)).user("ben");
        let visit = who.iter().fold(visit, |visit, user| visit.contribution(Contribution::of(*user).excused()));
        ledger.record(visit).unwrap();
        let by = |by: By| {
            let engagement = ledger.engagement(by).unwrap();
            engagement.lines().map(EngagementLine::user_excused_count).collect::<Vec<_>>()
        };
        (by(By::Service), by(By::User))
    };
    assert_eq!(excused(&["ana"]), (vec![0], vec![1, 0]));
    assert_eq!(excused(&["ana", "ana"]), (vec![0], vec![1, 0]));
    assert_eq!(excused(&["ben", "ana"]), (vec![1], vec![1, 1]));
}

/// A trace tells an excused side from one that states nothing.
#[test]
fn r20_a_trace_of_engagement_names_who_was_excused() {
    let mut ledger = Ledger::new(&catalogue());
    for (id, contributions) in [("v1", vec![Contribution::of("ana").excused()]), ("v2", vec![])] {
        let visit = Interaction::between("ana", "home visits", date(2026, 4, 1)).id(id);
        ledger.record(contributions.into_iter().fold(visit, Interaction::contribution)).unwrap();
    }
    assert_eq!(
        ledger.trace_engagement(By::Service, "home visits").unwrap().to_string(),
        "home visits; interactions that are known and not void\n\
         interaction  service      on          users  user excused\n\
         v1           home visits  2026-04-01  ana    yes\n\
         v2           home visits  2026-04-01  ana    -\n",
    );
}
