//! Error messages: each begins with the broken rule and contains the value that broke it.

use covalue::attribution::{ByGame, Equal, Participants};
use covalue::catalogue::InteractionId;
use covalue::certainty::{Drawing, Draws, Effects, Options, Resampling};
use covalue::engagement::Threshold;
use covalue::error::{CertaintyError, GameError, OptionsFault, ReadError, Reason, RowFault, WeighError};
use covalue::game::Coalition;
use covalue::impact::{Assumption, Discount, ImpactMap, Proxy, Row, Spread};
use covalue::number::FloatTotal;
use covalue::record::Role;
use covalue::risk::{Bearer, Risk, RiskTerms};
use covalue::{
    Appraisal, By, Catalogue, Cooperation, Error, Interaction, Ledger, Measure, ReachCounts, Rule, Service, Terms,
    User, date, journal,
};

/// Draws of a map whose only quantity has this spread.
fn drawn(spread: Spread, draws: u32) -> Result<Draws, CertaintyError> {
    let row = Row::new("a", 1.0, Proxy::amount(1.0)).spread(Assumption::Quantity, spread);
    ImpactMap::new([row]).draws(Discount::none(), Drawing::default().draws(draws)?)
}

/// Covers every operation that can fail. The message names exactly one rule, the one that `rule()` returns, and
/// contains the value.
#[test]
#[allow(clippy::too_many_lines, reason = "a list")]
fn every_message_begins_with_its_rule_and_names_no_other() {
    let (day, later) = (date(2026, 3, 2), date(2026, 3, 9));
    let mobility = || Measure::higher_is_better("mobility", "points").range(0.0, 10.0);
    let catalogue = Catalogue::new([mobility()], [Service::new("physio", "clinic")]).unwrap();
    let other = Catalogue::new([mobility().tolerance(1.0)], [Service::new("physio", "clinic")]).unwrap();
    let visit = || Interaction::between("ana", "physio", day).id("v1");
    let books = |part: &str, catalogue: &Catalogue| {
        let mut ledger = Ledger::part(catalogue, part);
        ledger.record(visit().id(part).appraisal(Appraisal::of("mobility").change(1.0))).unwrap();
        ledger
    };
    let ledger = || books("v1", &catalogue);
    let statement = |part: &str, catalogue: &Catalogue| books(part, catalogue).statement(By::Service).unwrap();
    let read = |journal: &str| {
        Error::from(journal::read(&mut Ledger::<f64>::new(&catalogue), journal.as_bytes()).unwrap_err())
    };
    let huge = || Interaction::between("ana", "physio", day).appraisal(Appraisal::of("strength").change(f64::MAX));
    let unranged = Catalogue::new([Measure::higher_is_better("strength", "kg")], [Service::new("physio", "clinic")]);
    let mut overflowing = Ledger::new(&unranged.unwrap());
    overflowing.record(huge().id("a")).unwrap();
    overflowing.record(huge().id("b")).unwrap();
    let overflowing_books = overflowing;
    let overflowing = overflowing_books.statement(By::Service).unwrap();
    let crowd = {
        let crowd = (1..=20).fold(visit().id("crowd"), |visit, number| visit.other(format!("helper-{number}")));
        let mut ledger = Ledger::new(&catalogue);
        ledger.record(crowd.appraisal(Appraisal::of("mobility").change(1.0))).unwrap();
        ledger
    };
    let to_her = |parties: &Participants<'_, f64>, coalition: Coalition| {
        if coalition.contains(parties.beneficiary()) { 1.0 } else { 0.0 }
    };
    let attributed = |part: &str| books(part, &catalogue).attribution(Equal).unwrap();
    let crossed = |part: &str| {
        let pain =
            Catalogue::new([mobility(), Measure::lower_is_better("pain", "points")], catalogue.services().cloned());
        books(part, &pain.unwrap()).cross(By::Service, "mobility", "pain").unwrap()
    };
    let mut void = ledger();
    void.void("v1", "why").unwrap();
    let mut closed = ledger();
    closed.close(later);
    let mut closed_elsewhere = Ledger::part(&catalogue, "elsewhere");
    closed_elsewhere.close(later);
    let appraisal = || Appraisal::of("mobility");
    let errors: Vec<(Error, &str)> = vec![
        (InteractionId::new("").unwrap_err().into(), "interaction"),
        (appraisal().observed("").checked().unwrap_err().into(), "instrument"),
        (User::new("ana").with("", "north").checked().unwrap_err().into(), "dimension"),
        (mobility().tolerance(f64::NAN).checked().unwrap_err().into(), "NaN"),
        (mobility().range(2.0, 1.0).checked().unwrap_err().into(), "2.0"),
        (Catalogue::new([mobility(), mobility().tolerance(1.0)], []).unwrap_err().into(), "mobility"),
        (Catalogue::<f64>::new([], [Service::new("s", "p").promises("m", 1.0)]).unwrap_err().into(), "m"),
        (ledger().record(visit()).unwrap_err().into(), "v1"),
        (ledger().record(Interaction::between("ana", "yoga", day)).unwrap_err().into(), "yoga"),
        (ledger().record_all([visit().id("v2"), visit()]).unwrap_err().into(), "v1"),
        (ledger().record(visit().id("v2").user("ana")).unwrap_err().into(), "ana"),
        (closed.record(visit().id("v2")).unwrap_err().into(), "2026-03-09"),
        (ledger().appraise("v9", appraisal().before(1.0)).unwrap_err().into(), "v9"),
        (ledger().appraise("v1", appraisal().before(11.0)).unwrap_err().into(), "11.0"),
        (ledger().appraise("v1", appraisal()).unwrap_err().into(), "mobility"),
        (ledger().appraise("v1", appraisal().beneficiary("ben").before(1.0)).unwrap_err().into(), "ben"),
        (ledger().appraise("v1", appraisal().change(2.0)).unwrap_err().into(), "mobility"),
        (ledger().void("v9", "why").unwrap_err().into(), "v9"),
        (void.void("v1", "why").unwrap_err().into(), "v1"),
        (ledger().publish(1).statement(By::Service).unwrap_err().into(), "1"),
        (ledger().forget("dora").unwrap_err().into(), "dora"),
        (ReachCounts::of("physio").checked().unwrap_err().into(), "physio"),
        (ReachCounts::of("physio").on(day).checked().unwrap_err().into(), "physio"),
        (ReachCounts::of("physio").period(later..=day).asked(1).checked().unwrap_err().into(), "2026-03-09"),
        (ledger().record_reach(ReachCounts::of("yoga").on(day).asked(1)).unwrap_err().into(), "yoga"),
        (closed.record_reach(ReachCounts::of("physio").on(day).asked(1)).unwrap_err().into(), "2026-03-09"),
        (ledger().reach(By::Role).unwrap_err().into(), "role"),
        (ledger().reach(By::Service).unwrap().comparisons().unwrap_err().into(), "service"),
        (ledger().trace_reach(By::Service, "yoga").unwrap_err().into(), "yoga"),
        (read(r#"{"reach":{"service":"physio","from":"2026-03-02","asked":-1}}"#), "-1"),
        (read(r#"{"reach":{"service":"physio","from":"2026-03-02"}}"#), "no count"),
        (ledger().engagement(By::Role).unwrap_err().into(), "role"),
        (ledger().cross(By::Service, "mood", "mobility").unwrap_err().into(), "mood"),
        (ledger().cross(By::Service, "mobility", "mobility").unwrap_err().into(), "mobility"),
        (crossed("a").merge(crossed("b")).unwrap_err().into(), "1"),
        (ledger().engagement(By::Service).unwrap().paths(Threshold::default()).unwrap_err().into(), "service"),
        (Threshold::new(0, 2).unwrap_err().into(), "0/2"),
        (RiskTerms::of(By::Service).level(3, 2).unwrap_err().into(), "3/2"),
        (ledger().intervals(By::Service).unwrap().line("physio", "mobility").unwrap().net().unwrap_err().into(), "20"),
        (
            statement("v1", &catalogue).bar_chart_with(&ledger().intervals(By::User).unwrap()).unwrap_err().into(),
            "user",
        ),
        (
            statement("v1", &catalogue)
                .bar_chart_with(&Ledger::new(&catalogue).intervals(By::Service).unwrap())
                .unwrap_err()
                .into(),
            "mobility",
        ),
        (Resampling::default().level(2, 2).unwrap_err().into(), "2/2"),
        (Resampling::seeded(1).replicates(9).unwrap().ratio([("a", 1.0, 1.0)]).unwrap_err().into(), "39"),
        (Resampling::seeded(1).by("class").ratio([("a", 1.0, 1.0)]).unwrap_err().into(), "class"),
        (Drawing::default().draws(0).unwrap_err().into(), "draw"),
        (drawn(Spread::normal(1.0, -2.0), 1).unwrap_err().into(), "-2.0"),
        (drawn(Spread::given([1.0]), 2).unwrap_err().into(), "a/quantity"),
        (drawn(Spread::given([1.0]), 1).unwrap().assumption("b").unwrap_err().into(), "b"),
        (Options::new([("a", [1.0]); 0]).unwrap_err().into(), "option"),
        (Options::new([("a", vec![1.0]), ("b", vec![])]).unwrap_err().into(), "b"),
        (Options::new([("a", [1.0]), ("a", [1.0])]).unwrap_err().into(), "a"),
        (Effects::new([("a", [1.0], [1.0])]).unwrap().at(-2.5).unwrap_err().into(), "-2.5"),
        (drawn(Spread::given([1.0]), 1).unwrap().net().percentile(3, 2).unwrap_err().into(), "3/2"),
        (ledger().attribution(ByGame::new("none", |_: &Participants<'_, f64>, _| 0.0)).unwrap_err().into(), "none"),
        (crowd.attribution(ByGame::new("all", |_: &Participants<'_, f64>, _| 1.0)).unwrap_err().into(), "22"),
        (overflowing_books.attribution(ByGame::new("all to her", to_her)).unwrap_err().into(), "strength"),
        (attributed("v1").merge(attributed("v1")).unwrap_err().into(), "v1"),
        (
            attributed("v1").merge(books("v2", &catalogue).attribution(Cooperation).unwrap()).unwrap_err().into(),
            "equal",
        ),
        (Risk::new("a fall", Bearer::User, 1.5, 1.0).unwrap_err().into(), "1.5"),
        (ledger().merge(&ledger()).unwrap_err().into(), "v1"),
        (ledger().merge(&books("v2", &other)).unwrap_err().into(), "mobility"),
        (ledger().merge(&closed_elsewhere).unwrap_err().into(), "v1"),
        (Terms::by(By::with("")).checked().unwrap_err().into(), "dimension"),
        (ledger().drivers(Terms::default(), "").unwrap_err().into(), "dimension"),
        (ledger().engagement_drivers(Terms::default(), "").unwrap_err().into(), "dimension"),
        (ledger().cross(By::Service, "", "mobility").unwrap_err().into(), "``"),
        (ledger().trace_attribution(By::Service, Equal, "yoga", "mobility").unwrap_err().into(), "yoga"),
        (Terms::by(By::Year.and(By::Year)).checked().unwrap_err().into(), "year"),
        (Terms::by(By::Year).follow_up(0).checked().unwrap_err().into(), "0"),
        (statement("v1", &catalogue).line("yoga", "mobility").unwrap_err().into(), "yoga"),
        (statement("v1", &catalogue).total("mood").unwrap_err().into(), "mood"),
        (statement("v1", &catalogue).time_chart().unwrap_err().into(), "service"),
        (overflowing.line("physio", "strength").unwrap_err().into(), "strength"),
        (statement("v1", &catalogue).merge(statement("v1", &catalogue)).unwrap_err().into(), "v1"),
        (statement("v1", &catalogue).merge(statement("v2", &other)).unwrap_err().into(), "mobility"),
        (<f64 as covalue::number::Number>::parse("1e999").unwrap_err().into(), "1e999"),
        (<FloatTotal as covalue::number::Total>::from_state(&[2]).unwrap_err().into(), "2"),
        ("patient".parse::<Role>().unwrap_err().into(), "patient"),
        (read("nonsense"), "line 1"),
        (read(r#"{"service":{"id":"physio","provider":"b"}}"#), "physio"),
        (read(r#"{"interaction":{"service":"physio","users":["ana"],"on":"2026-03-02","use":"online"}}"#), "online"),
        (read(r#"{"void":{"interaction":"v9","reason":"why"}}"#), "v9"),
        (read(r#"{"appraisal":{"interaction":"v9","measure":"m","before":1e999}}"#), "1e999"),
    ];
    for (error, value) in errors {
        let text = error.to_string();
        let message = text.strip_prefix("line 1: ").unwrap_or(&text);
        let rule = format!("{}: ", error.rule());
        assert!(message.starts_with(&rule) && text.contains(value), "{text}");
        let is_rule =
            |word: &str| word == "form" || word.strip_prefix('R').is_some_and(|rest| rest.parse::<u8>().is_ok());
        assert_eq!(message.split(": ").filter(|word| is_rule(word)).count(), 1, "{text}");
    }
}

#[track_caller]
fn check(fault: impl std::error::Error, rule: Rule, expected: Rule) {
    assert_eq!(rule, expected);
    assert!(fault.to_string().starts_with(&format!("{expected}: ")), "{fault}");
}

/// Errors that are contained in other errors name exactly one rule as well.
#[test]
fn contained_errors_name_their_rule() {
    let error = InteractionId::new("").unwrap_err();
    check(error, error.rule(), Rule::R1);
    for text in ["1e999", "four", "0.5"] {
        let error = <i64 as covalue::number::Number>::parse(text).unwrap_err();
        check(error.clone(), error.rule(), Rule::R3);
    }
    for state in [&[2][..], &[]] {
        let error = <FloatTotal as covalue::number::Total>::from_state(state).unwrap_err();
        check(error.clone(), error.rule(), Rule::Form);
    }
    let error = "patient".parse::<Role>().unwrap_err();
    check(error.clone(), error.rule(), Rule::Form);
    let error = WeighError::Overflow { party: "ana".to_owned(), kind: "f64" };
    check(error.clone(), error.rule(), Rule::R3);
    for (game, rule) in [(GameError::NoPlayers, Rule::Form), (GameError::Overflow { player: 0, kind: "f64" }, Rule::R3)]
    {
        let error = WeighError::from(game);
        check(error.clone(), error.rule(), rule);
    }
    let text = str::to_owned;
    for fault in [
        RowFault::NoHeader,
        RowFault::MixedLineEnds,
        RowFault::MissingColumn { column: "on" },
        RowFault::UnknownColumn { column: text("colour"), nearest: None, known: text("on") },
        RowFault::RepeatedColumn { column: text("on") },
        RowFault::Ragged { found: 1, expected: 2 },
        RowFault::BlankCells { found: 3, expected: 2 },
        RowFault::OpenQuote { cell: 1 },
        RowFault::TextBehindQuote { cell: 1 },
        RowFault::SpacesBeforeQuote { cell: 1 },
        RowFault::Repeat { line: 2 },
        RowFault::DayOfNoLevel { column: text("seen"), levels: text("`end`") },
        RowFault::LevelOfNoDay { column: text("seen"), level: text("`end`") },
        RowFault::UnnamedColumn { number: 8 },
        RowFault::BlankRow,
        RowFault::Padded { column: text("on"), text: text(" 1") },
        RowFault::DecimalPoint { column: text("before"), text: text("1.5") },
        RowFault::LostText { byte: 3 },
        RowFault::NoDayInForm { column: text("on"), text: text("today"), forms: text("%d/%m/%Y") },
        RowFault::AmbiguousDay {
            column: text("on"),
            text: text("01/02/2026"),
            one: date(2026, 1, 2).into(),
            two: date(2026, 2, 1).into(),
        },
        RowFault::PartialDate { column: text("on"), text: text("2026-01") },
        RowFault::DecimalComma { column: text("before"), text: text("6,5") },
        RowFault::CommaOfThousands { column: text("before"), text: text("1,240") },
        RowFault::OtherUser { column: text("user"), here: text("ben"), above: text("ana"), id: text("v1") },
        RowFault::SecondLevel { id: text("v1"), measure: text("pain"), on: date(2026, 1, 2) },
        RowFault::EmptyCell { column: text("on") },
        RowFault::NoMeasure { column: text("measure") },
        RowFault::NoFullDay { column: text("on"), text: text("2025") },
        RowFault::SameColumn { first: text("a"), second: text("b"), column: text("user") },
        RowFault::OneColumn { separators: "tabs" },
        RowFault::NoDay { column: text("on"), text: text("today") },
        RowFault::NoCount { column: text("asked"), text: text("-1") },
        RowFault::NoYear { column: text("year"), text: text("11") },
        RowFault::OneEnd { stated: text("low"), other: text("high") },
        RowFault::NoFollowUp { column: text("follow_up"), text: text("0") },
        RowFault::NoSource { column: text("source"), text: text("hearsay") },
        RowFault::OtherThanAbove { column: text("on"), here: text("2026-03-02"), above: text(""), id: text("v1") },
        RowFault::OtherOfParty { column: text("integrated"), of: text("ana"), id: text("v1") },
        RowFault::OfNoAppraisal { column: text("made") },
        RowFault::OfNoMisuse { column: text("cause") },
        RowFault::OfRefused { id: text("v1"), line: 2 },
        RowFault::Full,
    ] {
        check(fault.clone(), fault.rule(), Rule::Form);
        assert_eq!(Reason::from(fault.clone()).to_string(), fault.to_string());
    }
}

#[test]
fn faults_of_maps_in_files_name_their_rule() {
    let text = str::to_owned;
    let error = Reason::FirstYear { column: text("impact_year1"), stated: text("625.20"), given: text("625.10") };
    check(error.clone(), error.rule(), Rule::R33);
    let file = "outcome,quantity,proxy_value,deadweight\nclub,1,1,2\n";
    let Err(ReadError::Refusal(refused)) = covalue::impact::table::read::<f64>(file.as_bytes()) else {
        panic!("a deadweight of 2 is refused")
    };
    check(refused.reason().clone(), refused.rule(), Rule::R31);
}

#[test]
fn faults_of_options_name_their_rule() {
    let text = str::to_owned;
    for fault in [
        OptionsFault::NoColumn { column: text("Client"), nearest: Some(text("Clients")), known: text("`Clients`") },
        OptionsFault::ReadAndIgnored { column: text("Client") },
        OptionsFault::ReadTwice { column: text("Client") },
        OptionsFault::NoLevels { measure: text("`pain`") },
        OptionsFault::SecondWide { measure: text("`pain`") },
        OptionsFault::NoFollowUp { column: text("post"), measure: text("`pain`") },
        OptionsFault::MadeLate { measure: text("`pain`"), latest: 36_525 },
        OptionsFault::TwoLayouts,
        OptionsFault::GroupCases,
        OptionsFault::Reasons,
        OptionsFault::DaysOfSheet,
        OptionsFault::Delimiter { text: text("a") },
        OptionsFault::HeaderLine,
        OptionsFault::Days { form: text("today") },
        OptionsFault::PartialDates { form: text("%Y") },
        OptionsFault::Constant { column: text("service"), name: text("Team") },
        OptionsFault::UnknownTarget {
            name: text("Team"),
            column: text("servce"),
            nearest: Some(text("service")),
            known: text("service"),
        },
        OptionsFault::UnknownConstant {
            column: text("servce"),
            nearest: Some(text("service")),
            known: text("service"),
        },
        OptionsFault::SecondConstant { column: text("service") },
        OptionsFault::EmptyConstant { column: text("service") },
        OptionsFault::NotOf { file: "a journal", option: "wide" },
    ] {
        check(fault.clone(), fault.rule(), Rule::Form);
        assert_eq!(Reason::from(fault.clone()).to_string(), fault.to_string());
    }
}

/// Text of a caller may hold line breaks, escape sequences of a terminal, and letters that reverse a text.
#[test]
fn every_message_is_one_line() {
    const HOSTILE: &str = "a\nb\r\u{1b}[31m\u{202e}";
    let day = date(2026, 3, 2);
    let catalogue: Catalogue = Catalogue::new(
        [Measure::higher_is_better("mobility", "points"), Measure::higher_is_better(HOSTILE, "points")],
        [Service::new("physio", "clinic")],
    )
    .unwrap();
    let visit = |id: &str| Interaction::between(HOSTILE, "physio", day).id(id);
    let ledger = |part: &str| {
        let mut ledger = Ledger::part(&catalogue, part);
        ledger.record(visit(HOSTILE).appraisal(Appraisal::of("mobility").change(1.0))).unwrap();
        ledger
    };
    let hostile_rule = ByGame::new(HOSTILE, |_: &Participants<'_, f64>, _: Coalition| -1.0);
    let statement = || ledger(HOSTILE).statement(By::Service).unwrap();
    let dimension = By::with(HOSTILE);
    let mut errors: Vec<Error> = vec![
        Catalogue::<f64>::new([], [Service::new(HOSTILE, "a"), Service::new(HOSTILE, "b")]).unwrap_err().into(),
        ledger("").record(Interaction::between("ana", HOSTILE, day)).unwrap_err().into(),
        ledger("").record(visit(HOSTILE)).unwrap_err().into(),
        ledger("").record(visit("v").appraisal(Appraisal::of(HOSTILE).change(f64::NAN))).unwrap_err().into(),
        ledger("").appraise(HOSTILE, Appraisal::of(HOSTILE).beneficiary("ben").change(1.0)).unwrap_err().into(),
        ledger("").void("\n", "why").unwrap_err().into(),
        ledger("").forget("\u{1b}").unwrap_err().into(),
        ledger(HOSTILE).merge(&ledger(HOSTILE)).unwrap_err().into(),
        statement().merge(statement()).unwrap_err().into(),
        statement().line(HOSTILE, HOSTILE).unwrap_err().into(),
        statement().total(HOSTILE).unwrap_err().into(),
        ledger("").trace(By::User, "\n", HOSTILE).unwrap_err().into(),
        ledger("").trace_attribution(By::Service, Equal, HOSTILE, HOSTILE).unwrap_err().into(),
        ledger("").attribution(Equal).unwrap().created("\u{1b}", "mobility").unwrap_err().into(),
        ledger("").attribution(Equal).unwrap().created(HOSTILE, "\u{1b}").unwrap_err().into(),
        ledger("").attribution(hostile_rule).unwrap_err().into(),
        ledger("").cross(By::Service, HOSTILE, HOSTILE).unwrap_err().into(),
        ledger("").statement(dimension.clone().and(dimension.clone())).unwrap_err().into(),
        ledger("").engagement(dimension).unwrap().paths(Threshold::default()).unwrap_err().into(),
        HOSTILE.parse::<Role>().unwrap_err().into(),
        HOSTILE.parse::<By>().unwrap_err().into(),
        Risk::new(HOSTILE, Bearer::User, 2.0, 1.0).unwrap_err().into(),
    ];
    let quoted = serde_json::to_string(HOSTILE).unwrap();
    for line in [
        "{\"measure\":{\"id\":\"m\",\"unit\":\"p\",\"better\":HOSTILE}}",
        "{\"measure\":{\"id\":\"m\",\"unit\":\"p\",\"better\":\"higher\",HOSTILE:1}}",
        "{HOSTILE:1}",
        "{\"interaction\":{\"service\":HOSTILE,\"users\":[\"ana\"],\"on\":\"2026-03-02\"}}",
        "{\"interaction\":{\"service\":\"physio\",\"users\":[\"ana\"],\"on\":HOSTILE}}",
        "{\"interaction\":{\"service\":\"physio\",\"users\":[\"ana\"],\"on\":\"2026-03-02\",\"use\":HOSTILE}}",
        "{\"void\":{\"interaction\":\"v\",\"reason\":\"why\",\"known\":HOSTILE}}",
    ] {
        let line = line.replace("HOSTILE", &quoted);
        errors.push(journal::read(&mut ledger(""), line.as_bytes()).unwrap_err().into());
    }
    for (header, row) in [
        ("id,service,user,on,measure,before,after", "v,physio,ana,\"HOSTILE\",mobility,1,2"),
        ("id,service,user,on,measure,before,after", "v,physio,ana,2026-03-02,mobility,\"HOSTILE\",2"),
        ("id,service,user,on,measure,before,after", "v,\"HOSTILE\",ana,2026-03-02,mobility,1,2"),
        ("id,service,user,on,measure,before,after,use", "v,physio,ana,2026-03-02,mobility,1,2,HOSTILE"),
        ("id,service,user,on,measure,before,after,source", "v,physio,ana,2026-03-02,mobility,1,2,HOSTILE"),
        ("id,service,user,on,measure,before,after,\"HOSTILE\"", "v,physio,ana,2026-03-02,mobility,1,2,3"),
        (
            "id,service,user,on,measure,before,after,\"with.HOSTILE\",\"with.HOSTILE\"",
            "v,physio,ana,2026-03-02,mobility,1,2,3,4",
        ),
    ] {
        // A row of a table is one line of text.
        let text = [header, row].join("\n").replace("HOSTILE", "a\rb\u{1b}[31m\u{202e}");
        errors.push(covalue::table::read(&mut ledger(""), text.as_bytes()).unwrap_err().into());
    }
    for error in errors {
        let message = error.to_string();
        let acts = |letter: char| letter.is_control() || ('\u{202a}'..='\u{202e}').contains(&letter);
        assert!(!message.contains(acts), "{message:?}");
        assert!(message.contains("\\u{1b}") || message.contains("\\n"), "{message:?} hides the text");
    }
}
