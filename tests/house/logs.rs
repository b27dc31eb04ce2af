//! What logs show: no text that a caller keeps private, and figures as they are.

use covalue::catalogue::ActorId;
use covalue::engagement::Threshold;
use covalue::number::FloatTotal;
use covalue::{
    Appraisal, By, Catalogue, Contribution, Cooperation, Error, Interaction, Ledger, Measure, Misuse, ReachCounts,
    Rule, Service, Statement, Tally, User, Void, date, journal,
};

/// Texts that must not appear in a log: a dimension's value, the reason of a void and the cause of a misuse.
const SECRETS: [&str; 3] = ["lives with her sister", "another patient's file", "he was drunk"];

#[track_caller]
fn debug_has_no_secrets(shown: impl std::fmt::Debug) {
    no_secret_is_in([format!("{shown:?}"), format!("{shown:#?}")]);
}

/// Checks the message and the debug output of an error.
#[track_caller]
fn error_has_no_secrets(error: impl std::error::Error + Into<Error>) {
    no_secret_is_in([error.to_string(), format!("{error:?}"), format!("{error:#?}")]);
    let error = error.into();
    no_secret_is_in([error.to_string(), format!("{error:?}")]);
}

#[track_caller]
fn no_secret_is_in(logs: impl IntoIterator<Item = String>) {
    for shown in logs {
        for secret in SECRETS {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

#[test]
fn debug_shows_neither_reasons_nor_dimensions() -> Result<(), Error> {
    let [value, reason, cause] = SECRETS;
    let catalogue = Catalogue::new(
        [Measure::lower_is_better("pain", "points")],
        [Service::new("physio", "clinic").promises("pain", 2.0)],
    )?;
    let user = User::new("ana").with("home", value);
    debug_has_no_secrets(&user);
    let visit = Interaction::between(user, "physio", date(2026, 3, 2))
        .id("v1")
        .with("note", value)
        .contribution(Contribution::of("ana").misintegrated(1.0, Misuse::intentional().cause(cause)))
        .appraisal(Appraisal::of("pain").before(6.0).after(4.0));
    debug_has_no_secrets(&visit);
    debug_has_no_secrets(Void::because(reason));

    let mut ledger = Ledger::new(&catalogue);
    ledger.record(visit.clone())?;
    error_has_no_secrets(ledger.record(visit.clone()).unwrap_err());
    error_has_no_secrets(ledger.record(visit.clone().with("note", value)).unwrap_err());
    error_has_no_secrets(ledger.record_all([visit.clone().id("v2"), visit.clone()]).unwrap_err());
    debug_has_no_secrets(ledger.check(&visit));
    let by_home = ledger.statement(By::with("home"))?;
    debug_has_no_secrets(&by_home);
    for (shown, line) in [("…", value), ("…", "nowhere")] {
        let error = by_home.line(line, "mood").unwrap_err();
        assert_eq!(error.to_string(), format!("R20: the statement by `with.home` has no line {shown} for `mood`"));
        error_has_no_secrets(error);
        error_has_no_secrets(by_home.trace(&ledger, line, "mood").unwrap_err());
        error_has_no_secrets(Statement::<f64>::empty().line(line, "pain").unwrap_err());
        error_has_no_secrets(ledger.statement(By::none())?.line(line, "pain").unwrap_err());
        error_has_no_secrets(ledger.statement(By::Service)?.line(["physio", line], "pain").unwrap_err());
    }
    debug_has_no_secrets(by_home.line(value, "pain")?);
    debug_has_no_secrets(by_home.cell(value, "pain")?);
    debug_has_no_secrets(by_home.cell(value, "pain")?.line());
    debug_has_no_secrets(by_home.trace(&ledger, value, "pain")?);
    debug_has_no_secrets(by_home.change_since(&by_home)?);
    debug_has_no_secrets(by_home.change_since(&by_home)?.cells().next());
    debug_has_no_secrets(by_home.bounds("pain")?);
    let published = ledger.publish(2).statement(By::with("home"))?;
    assert_eq!(published.withheld().len(), 1);
    debug_has_no_secrets(published);
    let service_and_home = ledger.statement(By::Service.and(By::with("home")))?;
    let error = service_and_home.line(["physio", value], "mood").unwrap_err();
    assert_eq!(error.to_string(), "R20: the statement by service, `with.home` has no line `physio`, … for `mood`");
    ledger.void("v1", Void::because(reason).known(date(2026, 6, 2)))?;
    debug_has_no_secrets(&ledger);
    debug_has_no_secrets(ledger.diff(date(2026, 5, 31), date(2026, 6, 30)));
    let counts = ReachCounts::of("physio").on(date(2026, 3, 2)).with("home", value).eligible(3).offered(2);
    debug_has_no_secrets(&counts);
    ledger.record_reach(counts.clone())?;
    ledger.record_reach(counts.clone().on(date(2026, 3, 3)).with("home", "elsewhere")).unwrap_err();
    ledger.record_reach(
        ReachCounts::of("physio").on(date(2026, 3, 2)).with("home", "elsewhere").eligible(3).offered(3),
    )?;
    error_has_no_secrets(ledger.record_reach(counts.clone()).unwrap_err());
    error_has_no_secrets(ledger.record_reach(counts.clone().with("home", value).known(date(2026, 5, 1))).unwrap_err());
    error_has_no_secrets(ledger.record_reach(counts.period(date(2026, 3, 1)..=date(2026, 3, 9))).unwrap_err());
    let reach = ledger.reach(By::with("home"))?;
    debug_has_no_secrets(&reach);
    debug_has_no_secrets(reach.lines().next());
    debug_has_no_secrets(reach.comparisons()?);
    error_has_no_secrets(reach.line(value, "mood").unwrap_err());
    error_has_no_secrets(reach.line(format!("{value}!"), "mood").unwrap_err());
    debug_has_no_secrets(ledger.diff(date(2026, 1, 1), date(2026, 12, 31)));
    error_has_no_secrets(ledger.void("v1", reason).unwrap_err());
    error_has_no_secrets(ledger.void("v9", reason).unwrap_err());
    error_has_no_secrets(ledger.clone().merge(&ledger).unwrap_err());
    let mut tally = Tally::new(&catalogue, By::with("home"))?;
    tally.record(Interaction::between(User::new("ana").with("home", value), "physio", date(2026, 3, 2)))?;
    debug_has_no_secrets(tally);
    Ok(())
}

#[test]
fn debug_of_analyses_shows_no_dimensions() -> Result<(), Error> {
    let [value, _, cause] = SECRETS;
    let measures = [Measure::lower_is_better("pain", "points"), Measure::higher_is_better("mood", "points")];
    let catalogue = Catalogue::new(measures, [Service::new("physio", "clinic")])?;
    let mut ledger = Ledger::new(&catalogue);
    let misuse = || Misuse::intentional().cause(cause);
    ledger.record(
        Interaction::between(User::new("ana").with("home", value), "physio", date(2026, 3, 2))
            .contribution(Contribution::of("ana").integrated(1.0).misintegrated(1.0, misuse()))
            .contribution(Contribution::of("clinic").integrated(1.0))
            .appraisal(Appraisal::of("pain").before(6.0).after(4.0)),
    )?;
    let by_home = || By::with("home").and(By::Month);
    let attribution = ledger.attribution_of(by_home(), Cooperation)?;
    debug_has_no_secrets(&attribution);
    debug_has_no_secrets(attribution.shares().collect::<Vec<_>>());
    let engagement = ledger.engagement(by_home())?;
    debug_has_no_secrets(&engagement);
    debug_has_no_secrets(engagement.lines().collect::<Vec<_>>());
    debug_has_no_secrets(engagement.paths(Threshold::default())?);
    let engagement_drivers = ledger.engagement_drivers(by_home(), "home")?;
    debug_has_no_secrets(&engagement_drivers);
    debug_has_no_secrets(engagement_drivers.lines().collect::<Vec<_>>());
    let relations = ledger.relations(by_home())?;
    debug_has_no_secrets(&relations);
    debug_has_no_secrets(relations.lines().collect::<Vec<_>>());
    let cross = ledger.cross(by_home(), "pain", "mood")?;
    debug_has_no_secrets(&cross);
    debug_has_no_secrets(cross.lines().collect::<Vec<_>>());
    error_has_no_secrets(cross.line([value, "2026-04"]).unwrap_err());
    let drivers = ledger.drivers(by_home(), "home")?;
    debug_has_no_secrets(&drivers);
    debug_has_no_secrets(drivers.lines().collect::<Vec<_>>());
    let risks = ledger.risk(by_home())?;
    debug_has_no_secrets(&risks);
    debug_has_no_secrets(risks.lines().collect::<Vec<_>>());

    ledger.record(
        Interaction::between(User::new("ana").with("home", value), "physio", date(2026, 3, 9))
            .contribution(Contribution::of("ana").integrated(f64::MAX).misintegrated(f64::MAX, misuse()))
            .contribution(Contribution::of("clinic").integrated(f64::MAX))
            .appraisal(Appraisal::of("pain").before(f64::MAX).after(-f64::MAX)),
    )?;
    let error = ledger.relations(by_home()).unwrap_err();
    assert_eq!(error.to_string(), "R3: overflow: change of `pain` on line …, `2026-03` is more than f64 holds");
    error_has_no_secrets(error);
    let error = ledger.cross(by_home(), "pain", "mood").unwrap_err();
    assert_eq!(error.to_string(), "R3: overflow: change of `pain` on line …, `2026-03` is more than f64 holds");
    error_has_no_secrets(error);
    error_has_no_secrets(ledger.attribution_of(by_home(), Cooperation).unwrap_err());
    error_has_no_secrets(ledger.risk(by_home()).unwrap_err());
    error_has_no_secrets(ledger.drivers(by_home(), "home").unwrap_err());
    let error = ledger.engagement(by_home()).unwrap_err();
    assert_eq!(error.to_string(), "R3: overflow: user_contributed on line …, `2026-03` is more than f64 holds");
    error_has_no_secrets(error);
    let error = ledger.engagement_drivers(by_home(), "home").unwrap_err();
    assert_eq!(error.to_string(), "R3: overflow: with_contributed on line … is more than f64 holds");
    error_has_no_secrets(error);
    Ok(())
}

/// Errors contain neither the rest of the input, nor the last line, nor the invalid value.
#[test]
fn journal_errors_do_not_quote_the_journal() {
    let [value, reason, cause] = SECRETS;
    let void = format!(r#"{{"void":{{"interaction":"v1","reason":"{reason}"}}}}"#);
    let mut entries = journal::Entries::<f64, _>::new(void.as_bytes());
    debug_has_no_secrets(entries.next());
    assert_eq!(format!("{entries:?}"), "Entries { lines: 1, .. }");
    let interaction =
        |rest: &str| format!(r#"{{"interaction":{{"service":"physio","on":"2026-03-02","users":[{{"id":"ana"{rest}"#);
    for line in [
        interaction(&format!(r#","with":{{"home":["{value}"]}}}}]}}}}"#)),
        interaction(&format!(r#","with":{{"home":"{value}","home":"{value}"}}}}]}}}}"#)),
        interaction(&format!(r#","with":"{value}"}}]}}}}"#)),
        interaction(&format!(r#","with":{{"home":"{value}"#)),
        interaction(&format!(r#"}}],"with":"{value}"}}}}"#)),
        interaction(&format!(
            r#"}}],"contributions":[{{"party":"ana","misintegrated":[{{"amount":-1,"cause":"{cause}"}}]}}]}}}}"#
        )),
        format!(r#"{{"void":{{"interaction":"v1","reason":["{reason}"]}}}}"#),
    ] {
        let mut ledger = Ledger::new(&Catalogue::<f64>::empty());
        error_has_no_secrets(journal::read(&mut ledger, line.as_bytes()).expect_err(&line));
    }
}

#[test]
fn an_overflow_gives_its_line_to_the_caller_but_not_to_logs() -> Result<(), Error> {
    let [value, ..] = SECRETS;
    let catalogue = Catalogue::new([Measure::higher_is_better("m", "units")], [Service::new("physio", "clinic")])?;
    let mut ledger = Ledger::new(&catalogue);
    ledger.record(
        Interaction::between(User::new("ana").with("home", value), "physio", date(2026, 3, 2))
            .appraisal(Appraisal::of("m").before(-f64::MAX).after(f64::MAX)),
    )?;
    let statement = ledger.statement(By::Month.and(By::with("home")))?;
    let error = statement.cell(["2026-03", value], "m")?.created().unwrap_err();
    assert_eq!(error.to_string(), "R3: overflow: created of `m` on line `2026-03`, … is more than f64 holds");
    assert_eq!((error.line().to_string(), error.rule()), (format!("2026-03, {value}"), Rule::R3));
    error_has_no_secrets(error);
    error_has_no_secrets(statement.line(["2026-03", value], "m").unwrap_err());
    error_has_no_secrets(statement.to_json().unwrap_err());
    error_has_no_secrets(statement.to_csv().unwrap_err());
    Ok(())
}

#[test]
fn debug_shows_ids() {
    assert_eq!(format!("{:?}", ActorId::new("ana").unwrap()), r#""ana""#);
    assert_eq!(format!("{:?}", User::new("ana").with("district", "north")), r#"User { id: "ana", with: 1 stated }"#);
    assert_eq!(format!("{:?}", Void::because("a mistake")), "Void { known: None, .. }");
    assert_eq!(format!("{:?}", FloatTotal::new()), "FloatTotal(0.0, exact)");
}

#[test]
fn nonzero_figures_are_not_printed_as_zero() -> Result<(), Error> {
    let catalogue = Catalogue::new([Measure::higher_is_better("m", "units")], [Service::new("physio", "clinic")])?;
    let mut ledger = Ledger::new(&catalogue);
    for (user, change) in [("ana", 2.5), ("ben", -0.0004)] {
        ledger.record(
            Interaction::between(user, "physio", date(2026, 3, 2)).appraisal(Appraisal::of("m").change(change)),
        )?;
    }
    let statement = ledger.statement(By::User)?;
    let rows = |text: String| text.lines().skip(2).take(2).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        rows(statement.to_string()),
        [
            "ana   m        units           1  1 (100 %)   0 (0 %)    0 (0 %)      2.5      0.000    2.500        2.500        -",
            "ben   m        units           1    0 (0 %)   0 (0 %)  1 (100 %)      0.0     <0.001  >-0.001      >-0.001        -",
        ]
    );
    assert_eq!(
        rows(format!("{statement:.0}")),
        [
            "ana   m        units           1  1 (100 %)   0 (0 %)    0 (0 %)        2          0    2            2        -",
            "ben   m        units           1    0 (0 %)   0 (0 %)  1 (100 %)        0         <1  >-1          >-1        -",
        ]
    );
    Ok(())
}

#[test]
fn debug_shows_sizes_and_ids_of_the_books() -> Result<(), Error> {
    let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
    let mut ledger = Ledger::part(&catalogue, "march");
    let visit = Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1");
    ledger.record(visit.appraisal(Appraisal::of("pain").before(6.0).after(4.0)))?;
    let shown = format!("{:?}", ledger.statement(By::Service)?);
    assert!(shown.contains(r#"parts: ["march"], beneficiaries: 1, cells: 1"#), "{shown}");
    ledger.void("v1", "a mistake")?;
    let shown = format!("{ledger:?}");
    assert!(shown.contains(r#"parts: ["march"], closed: None"#) && shown.contains(r#""v1""#), "{shown}");
    assert!(shown.contains("later_appraisals: 0, voids: 1"), "{shown}");
    let shown: Vec<_> =
        ledger.diff(date(2026, 3, 1), date(2026, 3, 2)).iter().map(|moved| format!("{:?}", moved.kind())).collect();
    let appraised = r#"Appraised { beneficiary: "ana", measure: "pain", follow_up: 1, lends_to: [] }"#;
    assert_eq!(shown, ["Recorded", appraised, "Voided { .. }"]);
    Ok(())
}
