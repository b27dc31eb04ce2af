//! The surface that callers build on: what can go to another thread, how large small things are, and what a log may
//! show.

use covalue::analysis::{Figure, OutcomeCounts};
use covalue::attribution::{AttributedEntry, Attribution, Basis, ByGame, Equal, Participants, Proportional, Share};
use covalue::catalogue::{ActorId, Direction, Element, InteractionId, MeasureId, ServiceId};
use covalue::cross::{Cross, CrossLine};
use covalue::disclosure::{Disclosure, Publication, PublicationRow};
use covalue::drivers::{ComparisonGroup, Drivers, DriversLine, Factor, Side};
use covalue::engagement::{Engagement, EngagementLine, Path, Scenario, Threshold};
use covalue::engagement_drivers::{EngagementDrivers, EngagementDriversLine, Participation};
use covalue::error::{
    AnalysisError, AppraiseError, BatchError, CatalogueError, DiscloseError, EmptyId, Fault, ForgetError, GameError,
    HazardError, LineError, MergeError, MergeLedgersError, NumberError, Overflow, ReadError, Reason, RecordError,
    Refusal, RowFault, StateError, TermsError, UnknownWord, VoidError, WeighError,
};
use covalue::game::{Coalition, Estimate, FnGame, Numerators, TableGame};
use covalue::journal::Intake;
use covalue::ledger::{Movement, MovementKind, Symbol};
use covalue::number::{
    DecimalTotal, FloatTotal, IntegerTotal, JsonForm, LongIntegerTotal, RationalTotal, Totals, TotalsRow,
};
use covalue::record::{Cause, Instrument, Intent, MisusedPart, Part, Role, SourceKind};
use covalue::relations::{Detriment, Relations, RelationsLine, TransitionCounts};
use covalue::risk::{
    Bearer, Decision, FailedLimit, Hazard, Limit, ProbabilityInterval, Risk, RiskFigures, RiskLine, RiskTerms, Risks,
    TooFewPeople, Uncertainty,
};
use covalue::statement::{
    Bounds, Cell, Classification, CountedRow, CountedRows, Coverage, Dimension, Entry, FigureRange, Figures, Grouping,
    Line, Trace,
};
use covalue::{
    Appraisal, Baseline, By, Catalogue, Contribution, Cooperation, Date, Error, FollowUp, Include, Interaction, Ledger,
    Logic, Measure, Misuse, Rule, Service, Source, Statement, Tally, Terms, Use, User, Void, date, journal,
};

#[test]
#[allow(clippy::too_many_lines, reason = "a list")]
fn everything_can_go_to_another_thread() {
    fn check<T: Send + Sync + Unpin>() {}
    macro_rules! each {
        ($($kind:ty),+ $(,)?) => { $(check::<$kind>();)+ };
    }
    each!(
        ActorId,
        Appraisal,
        AppraiseError,
        Attribution,
        Baseline,
        Basis,
        BatchError,
        Bearer,
        FigureRange<f64>,
        Bounds<f64>,
        By,
        ByGame<fn()>,
        Catalogue,
        CatalogueError,
        Cause,
        Cell,
        Coalition,
        ComparisonGroup<f64>,
        Contribution,
        Cooperation,
        Classification,
        CountedRow<'static>,
        CountedRows<'static>,
        Coverage,
        Cross,
        CrossLine,
        DecimalTotal,
        Decision,
        Detriment,
        Dimension,
        Direction,
        Drivers,
        DriversLine<f64>,
        DiscloseError,
        Publication,
        PublicationRow,
        Disclosure,
        Element,
        EmptyId,
        OutcomeCounts,
        Engagement,
        EngagementDrivers,
        EngagementDriversLine,
        EngagementLine,
        Entry,
        Equal,
        Error,
        Estimate<f64>,
        Factor,
        FailedLimit,
        Figure<f64>,
        Fault,
        Figures,
        FloatTotal,
        FollowUp,
        ForgetError,
        GameError,
        FnGame<fn(Coalition) -> f64>,
        Grouping,
        Hazard,
        HazardError,
        Include,
        Instrument,
        Intake,
        IntegerTotal,
        Intent,
        Interaction,
        InteractionId,
        Ledger,
        Limit,
        Line,
        LineError,
        Logic,
        LongIntegerTotal,
        Measure,
        MeasureId,
        MergeError,
        MergeLedgersError,
        Misuse,
        MisusedPart,
        Movement,
        MovementKind,
        TransitionCounts,
        NumberError,
        Numerators<f64>,
        Overflow,
        Part,
        Participation,
        Path,
        ProbabilityInterval,
        Proportional,
        RationalTotal,
        ReadError,
        AnalysisError,
        Reason,
        RecordError,
        Refusal,
        Relations,
        RelationsLine,
        Risk,
        RiskFigures<f64>,
        RiskLine<f64>,
        RiskTerms,
        Risks,
        Role,
        RowFault,
        Rule,
        Scenario,
        Service,
        ServiceId,
        Share<f64>,
        AttributedEntry,
        Side,
        Source,
        SourceKind,
        StateError,
        Statement,
        Symbol,
        TableGame<f64>,
        Participants<'static, f64>,
        Tally,
        Terms,
        TermsError,
        Threshold,
        TooFewPeople,
        Totals<FloatTotal>,
        TotalsRow<FloatTotal>,
        Trace,
        Uncertainty,
        UnknownWord,
        Use,
        User,
        Void,
        VoidError,
        WeighError,
        JsonForm,
        journal::Entries<f64, &[u8]>,
        journal::Entry,
    );
}

#[test]
#[cfg(target_pointer_width = "64")]
fn small_things_are_small() {
    assert_eq!(size_of::<FloatTotal>(), 16);
    assert_eq!(size_of::<TotalsRow<FloatTotal>>(), 24);
    assert_eq!(size_of::<IntegerTotal>(), 16);
    assert_eq!(size_of::<LongIntegerTotal>(), 32);
    assert_eq!(size_of::<DecimalTotal>(), 32);
    assert_eq!(size_of::<Symbol>(), 4);
    assert_eq!(size_of::<Date>(), 4);
    assert_eq!(size_of::<ActorId>(), 24);
    assert_eq!(size_of::<Catalogue>(), 8);
    assert_eq!(size_of::<Coverage>(), 16);
    assert_eq!(size_of::<Coalition>(), 8);
}

/// Names that are no types, and so not in the lists above.
const OTHER_NAMES: [&str; 21] = [
    "Apportion",
    "AttributionRule",
    "Expectation",
    "Fraction",
    "Game",
    "IntoId",
    "IntoLine",
    "IntoUser",
    "Number",
    "Portion",
    "Total",
    "date",
    "decisionistic",
    "estimate",
    "game",
    "journal",
    "shapley",
    "shapley_numerators",
    "table",
    "technocratic",
    "transparent",
];

#[test]
fn no_public_type_is_forgotten() {
    let exported = include_str!("../src/lib.rs").split("pub use ").skip(1).filter_map(|rest| rest.split(';').next());
    let names =
        exported.flat_map(|path| path.rsplit("::").next().unwrap_or_default().split([',', '{', '}', '\n', ' ']));
    let checked: Vec<&str> = include_str!("surface.rs").split(|letter: char| !letter.is_alphanumeric()).collect();
    let mut count = 0;
    for name in names.filter(|name| !name.is_empty() && !OTHER_NAMES.contains(name)) {
        let times = checked.iter().filter(|word| **word == name).count();
        assert!(times >= 2, "{name} is public, and not checked here");
        count += 1;
    }
    assert!(count > 70, "{count} names are few");
}

/// What nobody who reads a log should learn: a dimension's value, and why an interaction was void.
const SECRETS: [&str; 3] = ["lives with her sister", "another patient's file", "he was drunk"];

#[track_caller]
fn keeps_its_secrets(shown: impl std::fmt::Debug) {
    none_is_in([format!("{shown:?}"), format!("{shown:#?}")]);
}

/// An error, as a log has it and as people read it.
#[track_caller]
fn refuses_in_secret(error: impl std::error::Error + Into<Error>) {
    none_is_in([error.to_string(), format!("{error:?}"), format!("{error:#?}")]);
    let error = error.into();
    none_is_in([error.to_string(), format!("{error:?}")]);
}

#[track_caller]
fn none_is_in(logs: impl IntoIterator<Item = String>) {
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
    keeps_its_secrets(&user);
    let visit = Interaction::between(user, "physio", date(2026, 3, 2))
        .id("v1")
        .with("note", value)
        .contribution(Contribution::of("ana").misintegrated(1.0, Misuse::intentional().cause(cause)))
        .appraisal(Appraisal::of("pain").before(6.0).after(4.0));
    keeps_its_secrets(&visit);
    keeps_its_secrets(Void::because(reason));

    let mut ledger = Ledger::new(&catalogue);
    ledger.record(visit.clone())?;
    refuses_in_secret(ledger.record(visit.clone()).unwrap_err());
    refuses_in_secret(ledger.record(visit.clone().with("note", value)).unwrap_err());
    refuses_in_secret(ledger.record_all([visit.clone().id("v2"), visit.clone()]).unwrap_err());
    keeps_its_secrets(ledger.check(&visit));
    let by_home = ledger.statement(By::with("home"))?;
    keeps_its_secrets(&by_home);
    for (shown, line) in [("…", value), ("…", "nowhere")] {
        let error = by_home.line(line, "mood").unwrap_err();
        assert_eq!(error.to_string(), format!("R20: the statement has no line {shown} for mood"));
        refuses_in_secret(error);
        refuses_in_secret(by_home.trace(&ledger, line, "mood").unwrap_err());
        refuses_in_secret(Statement::<f64>::empty().line(line, "pain").unwrap_err());
        refuses_in_secret(ledger.statement(By::none())?.line(line, "pain").unwrap_err());
        refuses_in_secret(ledger.statement(By::Service)?.line(["physio", line], "pain").unwrap_err());
    }
    keeps_its_secrets(by_home.line(value, "pain")?);
    keeps_its_secrets(by_home.cell(value, "pain")?);
    keeps_its_secrets(by_home.cell(value, "pain")?.line());
    keeps_its_secrets(by_home.trace(&ledger, value, "pain")?);
    keeps_its_secrets(by_home.bounds("pain")?);
    let published = ledger.publish(2).statement(By::with("home"))?;
    assert_eq!(published.withheld().len(), 1);
    keeps_its_secrets(published);
    let service_and_home = ledger.statement(By::Service.and(By::with("home")))?;
    let error = service_and_home.line(["physio", value], "mood").unwrap_err();
    assert_eq!(error.to_string(), "R20: the statement has no line physio, … for mood");
    ledger.void("v1", Void::because(reason).known(date(2026, 6, 2)))?;
    keeps_its_secrets(&ledger);
    keeps_its_secrets(ledger.diff(date(2026, 5, 31), date(2026, 6, 30)));
    refuses_in_secret(ledger.void("v1", reason).unwrap_err());
    refuses_in_secret(ledger.void("v9", reason).unwrap_err());
    refuses_in_secret(ledger.clone().merge(&ledger).unwrap_err());
    let mut tally = Tally::new(&catalogue, By::with("home"))?;
    tally.record(Interaction::between(User::new("ana").with("home", value), "physio", date(2026, 3, 2)))?;
    keeps_its_secrets(tally);
    Ok(())
}

#[test]
fn readings_show_no_dimensions_in_logs() -> Result<(), Error> {
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
    keeps_its_secrets(&attribution);
    keeps_its_secrets(attribution.shares().collect::<Vec<_>>());
    let engagement = ledger.engagement(by_home())?;
    keeps_its_secrets(&engagement);
    keeps_its_secrets(engagement.lines().collect::<Vec<_>>());
    keeps_its_secrets(engagement.paths(Threshold::default())?);
    let engagement_drivers = ledger.engagement_drivers(by_home(), "home")?;
    keeps_its_secrets(&engagement_drivers);
    keeps_its_secrets(engagement_drivers.lines().collect::<Vec<_>>());
    let relations = ledger.relations(by_home())?;
    keeps_its_secrets(&relations);
    keeps_its_secrets(relations.lines().collect::<Vec<_>>());
    let cross = ledger.cross(by_home(), "pain", "mood")?;
    keeps_its_secrets(&cross);
    keeps_its_secrets(cross.lines().collect::<Vec<_>>());
    refuses_in_secret(cross.line([value, "2026-04"]).unwrap_err());
    let drivers = ledger.drivers(by_home(), "home")?;
    keeps_its_secrets(&drivers);
    keeps_its_secrets(drivers.lines().collect::<Vec<_>>());
    let risks = ledger.risk(by_home())?;
    keeps_its_secrets(&risks);
    keeps_its_secrets(risks.lines().collect::<Vec<_>>());

    ledger.record(
        Interaction::between(User::new("ana").with("home", value), "physio", date(2026, 3, 9))
            .contribution(Contribution::of("ana").integrated(f64::MAX).misintegrated(f64::MAX, misuse()))
            .contribution(Contribution::of("clinic").integrated(f64::MAX))
            .appraisal(Appraisal::of("pain").before(f64::MAX).after(-f64::MAX)),
    )?;
    let error = ledger.relations(by_home()).unwrap_err();
    assert_eq!(error.to_string(), "R3: overflow: change of pain on line …, 2026-03 is more than f64 holds");
    refuses_in_secret(error);
    let error = ledger.cross(by_home(), "pain", "mood").unwrap_err();
    assert_eq!(error.to_string(), "R3: overflow: change of pain on line …, 2026-03 is more than f64 holds");
    refuses_in_secret(error);
    refuses_in_secret(ledger.attribution_of(by_home(), Cooperation).unwrap_err());
    refuses_in_secret(ledger.risk(by_home()).unwrap_err());
    refuses_in_secret(ledger.drivers(by_home(), "home").unwrap_err());
    let error = ledger.engagement(by_home()).unwrap_err();
    assert_eq!(error.to_string(), "R3: overflow: user_contributed on line …, 2026-03 is more than f64 holds");
    refuses_in_secret(error);
    let error = ledger.engagement_drivers(by_home(), "home").unwrap_err();
    assert_eq!(error.to_string(), "R3: overflow: with_contributed on line … is more than f64 holds");
    refuses_in_secret(error);
    Ok(())
}

/// Neither the input that is left, nor the line that was read last, nor what was wrong with it.
#[test]
fn a_journal_that_is_read_tells_nothing_of_its_text() {
    let [value, reason, cause] = SECRETS;
    let void = format!(r#"{{"void":{{"interaction":"v1","reason":"{reason}"}}}}"#);
    let mut entries = journal::Entries::<f64, _>::new(void.as_bytes());
    keeps_its_secrets(entries.next());
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
        refuses_in_secret(journal::read(&mut ledger, line.as_bytes()).expect_err(&line));
    }
}

#[test]
fn an_overflow_tells_its_line_to_who_asks_and_no_log() -> Result<(), Error> {
    let [value, ..] = SECRETS;
    let catalogue = Catalogue::new([Measure::higher_is_better("m", "units")], [Service::new("physio", "clinic")])?;
    let mut ledger = Ledger::new(&catalogue);
    ledger.record(
        Interaction::between(User::new("ana").with("home", value), "physio", date(2026, 3, 2))
            .appraisal(Appraisal::of("m").before(-f64::MAX).after(f64::MAX)),
    )?;
    let statement = ledger.statement(By::Month.and(By::with("home")))?;
    let error = statement.cell(["2026-03", value], "m")?.created().unwrap_err();
    assert_eq!(error.to_string(), "R3: overflow: created of m on line 2026-03, … is more than f64 holds");
    assert_eq!((error.line().to_string(), error.rule()), (format!("2026-03, {value}"), Rule::R3));
    refuses_in_secret(error);
    refuses_in_secret(statement.line(["2026-03", value], "m").unwrap_err());
    refuses_in_secret(statement.to_json().unwrap_err());
    refuses_in_secret(statement.to_csv().unwrap_err());
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
fn what_is_not_zero_is_not_shown_as_zero() -> Result<(), Error> {
    let catalogue = Catalogue::new([Measure::higher_is_better("m", "units")], [Service::new("physio", "clinic")])?;
    let mut ledger = Ledger::new(&catalogue);
    for (user, change) in [("ana", 2.5), ("ben", -0.0004)] {
        ledger.record(
            Interaction::between(user, "physio", date(2026, 3, 2)).appraisal(Appraisal::of("m").change(change)),
        )?;
    }
    let statement = ledger.statement(By::User)?;
    let rows = |text: String| text.lines().skip(2).map(str::to_owned).collect::<Vec<_>>();
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
    let appraised = r#"Appraised { beneficiary: "ana", measure: "pain", follow_up: 1 }"#;
    assert_eq!(shown, ["Recorded", appraised, "Voided { .. }"]);
    Ok(())
}
