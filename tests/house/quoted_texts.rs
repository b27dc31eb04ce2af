//! Text of a caller in messages: each message quotes it, shows all of its letters, and does not grow with it. The cause of
//! an error is printed once.

use covalue::attribution::{ByGame, Equal, Participants};
use covalue::catalogue::{ActorId, InteractionId, MeasureId, ServiceId};
use covalue::certainty::Drawing;
use covalue::disclosure::Disclosure;
use covalue::engagement::Threshold;
use covalue::error::{
    AnalysisError, AppraiseError, CatalogueError, CertaintyError, ChartError, DiscloseError, Fault, ForgetError,
    GameError, HazardError, ImpactError, LineError, MergeError, MergeLedgersError, NumberError, ReachError,
    RecordError, TermsError, VoidError, WeighError,
};
use covalue::game::Coalition;
use covalue::impact::{Assumption, Deflator, Discount, ImpactMap, Proxy, Row, Spread, Valuation};
use covalue::number::Number;
use covalue::printable::quoted;
use covalue::record::{Role, SourceKind};
use covalue::risk::{Bearer, Risk};
use covalue::statement::Unseen;
use covalue::{
    Appraisal, Baseline, By, Catalogue, Contribution, Error, Interaction, Ledger, Measure, ReachCounts, Service, Terms,
    User, date,
};

/// The most characters of a message. The longest has the terms of two statements.
const LONGEST: usize = 1_000;

/// Every variant that has text of a caller, with this text wherever it can stand.
#[allow(clippy::too_many_lines, reason = "a list")]
fn variants(text: &str) -> Vec<Box<dyn std::error::Error>> {
    let day = date(2026, 3, 2);
    let own = || text.to_owned();
    // A number may have many digits.
    let number = || if text.len() > 1_000 { text.to_owned() } else { "1.0".to_owned() };
    let measure = || MeasureId::new(text).unwrap();
    let service = || ServiceId::new(text).unwrap();
    let id = || InteractionId::new(text).unwrap();
    let actor = || ActorId::new(text).unwrap();
    let (known, made, on, closed, interaction_known, from, until) = (day, day, day, day, day, day, day);
    let kind = "f64";
    let mut errors: Vec<Box<dyn std::error::Error>> = Vec::new();
    macro_rules! all {
        ($($error:expr),+ $(,)?) => { $(errors.push(Box::new($error));)+ };
    }
    all![
        Fault::NotFinite { what: "change".into(), of: own(), value: number() },
        Fault::BelowZero { what: "change", of: own(), value: number() },
        Fault::ReversedRange { of: own(), lowest: number(), highest: number() },
        Fault::NoUser { service: own() },
        Fault::RepeatedPromise { service: own(), measure: own() },
        Fault::NothingAppraised { measure: own() },
        Fault::ChangeAndLevel { measure: own() },
        Fault::FollowUpZero { measure: own() },
        Fault::ExcusedWithPart { party: own() },
        Fault::RepeatedReference { measure: own(), name: own() },
        Fault::ReferenceIsField { name: own() },
        Fault::NoPeriod { service: own() },
        Fault::ReversedPeriod { service: own(), from, until },
        Fault::NothingCounted { service: own() },
        Fault::StatedAppraised { service: own() },
        CatalogueError::Conflict { kind: "measure", id: own() },
        CatalogueError::UnknownMeasure { service: service(), measure: measure() },
        MergeError::Definition(CatalogueError::Conflict { kind: "measure", id: own() }),
        MergeError::SamePart { part: own() },
        RecordError::Repeat { id: id() },
        RecordError::Conflict { id: id() },
        RecordError::UnknownService { service: service(), nearest: Some(service()) },
        RecordError::RepeatedUser { user: actor() },
        RecordError::AffectedParty { actor: actor() },
        RecordError::KnownBefore { service: service(), known, on: on.into() },
        RecordError::Closed { service: service(), known, closed },
        AppraiseError::UnknownInteraction { id: own() },
        AppraiseError::UnknownMeasure { measure: measure(), nearest: Some(measure()) },
        AppraiseError::OutOfRange {
            level: "level before".to_owned(),
            measure: measure(),
            value: number(),
            lowest: number(),
            highest: number(),
        },
        AppraiseError::WiderThanRange { measure: measure(), value: number(), lowest: number(), highest: number() },
        AppraiseError::NoBeneficiary { measure: measure(), users: 2 },
        AppraiseError::UnknownBeneficiary { measure: measure(), beneficiary: actor() },
        AppraiseError::EqualDays {
            measure: measure(),
            beneficiary: actor(),
            follow_up: 1,
            source_kind: SourceKind::Own,
            known,
            made: made.into(),
        },
        AppraiseError::MadeBefore { measure: measure(), made, on: on.into() },
        AppraiseError::KnownBeforeMade { measure: measure(), known, made: made.into() },
        AppraiseError::KnownBeforeInteraction { measure: measure(), known, interaction_known },
        AppraiseError::Closed { measure: measure(), known, closed },
        VoidError::AlreadyVoid { id: id() },
        VoidError::UnknownInteraction { id: own() },
        VoidError::KnownBeforeInteraction { id: id(), known, interaction_known },
        VoidError::Closed { id: id(), known, closed },
        ForgetError::UnknownActor { actor: own() },
        MergeLedgersError::SamePart { part: own() },
        MergeLedgersError::ClosedThere { id: id(), known, closed },
        MergeLedgersError::ReachClosedThere { service: service(), known, closed },
        ReachError::UnknownService { service: service(), nearest: Some(service()) },
        ReachError::EqualKnown { service: service(), from, until, known },
        ReachError::KnownBefore { service: service(), known, until },
        ReachError::Closed { service: service(), known, closed },
        ReachError::Overlap { service: service(), from, until, other_from: from, other_until: until },
        TermsError::RepeatedWord { word: own() },
        TermsError::NoValue { word: own() },
        AnalysisError::Grouping { word: own() },
        AnalysisError::ReachGrouping { word: own() },
        AnalysisError::NoDimension { grouping: own() },
        AnalysisError::NoPeriod { grouping: own() },
        AnalysisError::UnknownMeasure { measure: own() },
        AnalysisError::UnknownParty { party: own() },
        AnalysisError::SameMeasure { measure: measure() },
        AnalysisError::Weights { interaction: id(), rule: own(), kind },
        AnalysisError::NoWeights { interaction: id(), rule: own(), weights: "[1.0]".to_owned() },
        AnalysisError::Game { interaction: id(), rule: own(), error: GameError::NoPlayers },
        AnalysisError::NothingAttributed { line: "all".to_owned(), measure: own() },
        LineError::NoLine { of: "statement".to_owned(), line: "all".to_owned(), measure: own() },
        LineError::NoMeasure { measure: own(), known: "no measure".to_owned() },
        DiscloseError::Filter { word: By::with(text) },
        HazardError::NotFinite { what: "loss", name: own(), value: number() },
        HazardError::NoProbability { name: own(), value: number() },
        HazardError::BelowZero { what: "loss", name: own(), value: number() },
        HazardError::Overflow { name: own(), kind },
        WeighError::Overflow { party: own(), kind },
        NumberError::NotANumber { text: own() },
        NumberError::NotFinite { text: own(), kind },
        NumberError::NotExact { text: own(), kind },
        ChartError::NoPeriod { grouping: own() },
        ChartError::OtherTerms { intervals: own(), statement: own() },
        ChartError::OtherIntervals { measure: own() },
        ImpactError::Units { one: own(), other: own(), of: None },
        ImpactError::NoIndex { deflator: own(), year: 2011 },
        ImpactError::IndexBelow { deflator: own(), year: 2011, index: "0.0".to_owned() },
        ImpactError::RepeatedYear { deflator: own(), year: 2011 },
        ImpactError::PerOtherUnit { measure: quoted(text), per: own(), unit: own() },
        ImpactError::UnknownMeasure { measure: own(), nearest: Some(measure()) },
        ImpactError::Weight { stakeholder: own(), weight: "-1.0".to_owned() },
        ImpactError::Unknown { kind: "row", name: own(), nearest: Some(own()) },
        ImpactError::SeveralRows { outcome: own() },
        CertaintyError::OptionWithoutDraws { option: own() },
        CertaintyError::Lengths { one: own(), other: own(), draws: [1, 2] },
        CertaintyError::Seeds { one: own(), other: own(), seeds: [1, 2] },
        CertaintyError::OtherValues { option: own(), name: own() },
        CertaintyError::Repeated { kind: "option", name: own() },
        CertaintyError::DimensionOfUnits { dimension: own() },
        CertaintyError::NoWeight { unit: own() },
        CertaintyError::Value { figure: "the amount", unit: own(), value: "1.0".into(), expected: "finite" },
        CertaintyError::NoBase { line: Some(own()) },
        CertaintyError::UnlikeReplicates { one: own(), other: own(), replicates: [1, 2] },
        CertaintyError::TooFewGiven { name: own(), found: 2, draws: 3 },
        CertaintyError::RateOverflow { rate: "1".into(), option: own() },
        CertaintyError::Unknown { kind: "assumption", name: own(), nearest: Some(own()) },
    ];
    errors
}

/// The error of a map of this row.
fn impact(row: Row<f64>) -> Error {
    ImpactMap::new([row]).value(Discount::none()).unwrap_err().into()
}

/// A row whose quantity is drawn under this name.
fn drawn(name: &str, outcome: &str, sd: f64) -> Row<f64> {
    let row = Row::new(outcome, 1.0, Proxy::amount(1.0));
    row.spread(Assumption::Quantity, Spread::normal(1.0, sd)).named(Assumption::Quantity, name)
}

/// A map with values for two draws under this name.
fn drawn_map(name: &str) -> ImpactMap<f64> {
    ImpactMap::new([drawn(name, "a", 1.0).spread(Assumption::Quantity, Spread::given([1.0, 2.0]))])
}

fn two_draws() -> Drawing {
    Drawing::default().draws(2).unwrap()
}

/// Errors of operations with this text wherever a caller can write one.
#[allow(clippy::too_many_lines, reason = "a list")]
fn refusals(text: &str) -> Vec<Error> {
    let day = date(2026, 3, 2);
    let measure = || Measure::higher_is_better(text, "points").range(0.0, 10.0);
    let catalogue = Catalogue::new([measure()], [Service::new(text, "clinic")]).unwrap();
    let visit = || Interaction::between(User::new(text).with(text, text), text, day).id(text);
    let appraisal = || Appraisal::of(text);
    let books = |change: f64| {
        let catalogue = Catalogue::new([Measure::higher_is_better(text, "points")], [Service::new(text, "clinic")]);
        let mut ledger = Ledger::part(&catalogue.unwrap(), text);
        for id in ["a", "b"] {
            ledger.record(visit().id(id).appraisal(appraisal().change(change))).unwrap();
        }
        ledger
    };
    let ledger = || {
        let mut ledger = Ledger::part(&catalogue, text);
        ledger.record(visit().appraisal(appraisal().change(1.0))).unwrap();
        ledger
    };
    let rule = |worth: f64| ByGame::new(text, move |_: &Participants<'_, f64>, _: Coalition| worth);
    let by_size = ByGame::new(text, |_: &Participants<'_, f64>, coalition: Coalition| coalition.len() as f64);
    let dimension = || By::with(text);
    let many: Vec<String> = (0..1000).map(|number| format!("{number}{text}")).collect();
    let statement = |terms: Terms| ledger().statement(terms).unwrap();
    let terms = || Terms::by(dimension().and(By::Service)).only(By::Service, text).baseline(Baseline::named(text));
    vec![
        ledger().record(visit()).unwrap_err().into(),
        ledger().record_all([visit()]).unwrap_err().into(),
        ledger().record(Interaction::between("ana", "yoga", day)).unwrap_err().into(),
        ledger().record(visit().id("v").appraisal(appraisal().before(11.0))).unwrap_err().into(),
        ledger().record(visit().id("v").appraisal(appraisal().reference(text, 11.0))).unwrap_err().into(),
        appraisal().reference(text, f64::NAN).checked().unwrap_err().into(),
        appraisal().reference(text, 1.0).reference(text, 1.0).checked().unwrap_err().into(),
        User::new(text).with(text, text).with(text, text).checked().unwrap_err().into(),
        ReachCounts::of(text).on(day).with(text, text).with(text, text).checked().unwrap_err().into(),
        Contribution::of(text).integrated(-1.0).checked().unwrap_err().into(),
        measure().tolerance(-1.0).checked().unwrap_err().into(),
        Catalogue::new([measure(), measure().tolerance(1.0)], []).unwrap_err().into(),
        ledger().appraise("v", appraisal().change(1.0)).unwrap_err().into(),
        ledger().void(format!("{text}v"), "why").unwrap_err().into(),
        ledger().forget(format!("{text}v")).unwrap_err().into(),
        ledger().merge(&ledger()).unwrap_err().into(),
        statement(Terms::by(dimension())).merge(statement(Terms::by(dimension()))).unwrap_err().into(),
        statement(terms()).merge(statement(terms().only(By::Service, many.as_slice()))).unwrap_err().into(),
        statement(terms()).change_since(&statement(Terms::default())).unwrap_err().into(),
        statement(Terms::default()).line(many.as_slice(), text).unwrap_err().into(),
        statement(Terms::by(dimension())).line(text, "mood").unwrap_err().into(),
        statement(Terms::default()).total("mood").unwrap_err().into(),
        statement(Terms::by(dimension())).time_chart().unwrap_err().into(),
        books(1e308).statement(By::Service).unwrap().line(text, text).unwrap_err().into(),
        ledger().trace(By::User, "nobody", text).unwrap_err().into(),
        ledger().trace_attribution(By::Service, Equal, "yoga", text).unwrap_err().into(),
        ledger().attribution(Equal).unwrap().created("nobody", text).unwrap_err().into(),
        ledger().attribution(Equal).unwrap().created(text, "mood").unwrap_err().into(),
        ledger().attribution(rule(-1.0)).unwrap_err().into(),
        ledger().attribution(rule(f64::NAN)).unwrap_err().into(),
        ledger().attribution(Equal).unwrap().merge(books(1.0).attribution(by_size).unwrap()).unwrap_err().into(),
        ledger().cross(By::Service, text, text).unwrap_err().into(),
        ledger().statement(dimension().and(dimension())).unwrap_err().into(),
        ledger().engagement(dimension()).unwrap().paths(Threshold::default()).unwrap_err().into(),
        ledger().publish(Disclosure::default()).statement(Terms::default().only(By::User, text)).unwrap_err().into(),
        text.parse::<Role>().unwrap_err().into(),
        text.parse::<By>().unwrap_err().into(),
        <f64 as Number>::parse(text).unwrap_err().into(),
        <i64 as Number>::parse(text).unwrap_err().into(),
        Risk::new(text, Bearer::User, 2.0, 1.0).unwrap_err().into(),
        Deflator::new(text, [(2011, f64::NAN)]).unwrap_err().into(),
        Valuation::new([(text, Proxy::amount(-1.0))]).unwrap_err().into(),
        Valuation::new([(text, Proxy::amount(1.0).unit(text)), ("b", Proxy::amount(1.0))]).unwrap_err().into(),
        impact(Row::new(text, 1.0, Proxy::amount(1.0)).deadweight(2.0)),
        impact(Row::new(text, 1.0, Proxy::amount(1.0)).spread(Assumption::Deadweight, Spread::normal(0.5, 0.1))),
        impact(Row::new(text, -1.0, Proxy::amount(1.0)).spread(Assumption::Proxy, Spread::normal(1.0, 0.1))),
        impact(Row::new(text, 1.0, Proxy::amount(1.0)).named(Assumption::Proxy, text)),
        ImpactMap::new([drawn(text, "a", 1.0), drawn(text, text, 2.0)]).check().remove(0).into(),
        drawn_map(text).draws(Discount::none(), Drawing::default()).unwrap_err().into(),
        drawn_map(text)
            .draws(Discount::none(), two_draws())
            .unwrap()
            .assumption(&format!("{text}c"))
            .unwrap_err()
            .into(),
        impact(Row::new("o", 1.0, Proxy::amount(1.0)).stakeholder(text).range(Assumption::Quantity, 2.0, 3.0)),
    ]
}

/// Texts that must not be shown as they are, beside a long one.
const HOSTILE: [&str; 7] = [
    "a\u{1b}[31mred",
    "a\rb\nc\0",
    "a\u{202e}turned",
    "a\u{200b}hidden\u{feff}",
    "a` is recorded: see `b",
    "\u{301}combines",
    "a\u{2028}line",
];

#[test]
fn no_message_grows_with_the_text_of_a_caller() {
    let long = "x".repeat(1_000_000);
    let shown = "x".repeat(40) + "..";
    let operations = refusals(&long).into_iter().map(|error| error.to_string());
    for message in operations.chain(variants(&long).iter().map(ToString::to_string)) {
        assert!(message.chars().count() < LONGEST, "{}", message.chars().take(2 * LONGEST).collect::<String>());
    }
    for error in variants(&long) {
        let message = error.to_string();
        assert!(message.contains(&shown) || message.contains("with.xxx"), "{message}");
    }
    for unseen in [Unseen::Value(By::Service, long.clone()), Unseen::Value(By::with(&long), "a".to_owned())] {
        assert!(unseen.to_string().chars().count() < LONGEST);
    }
}

#[test]
fn every_letter_of_a_text_is_seen_inside_its_quotes() {
    for text in HOSTILE {
        let is_hidden =
            |letter: char| letter.is_control() || matches!(letter, '\u{200b}' | '\u{202e}' | '\u{2028}' | '\u{feff}');
        let operations = refusals(text).into_iter().map(|error| error.to_string());
        for message in operations.chain(variants(text).iter().map(ToString::to_string)) {
            assert!(!message.contains(is_hidden) && !message.contains("`\u{301}"), "{message:?}");
            // A backquote of the caller would make the number odd, or put words of the caller outside.
            let outside: String = message.split('`').step_by(2).collect();
            assert_eq!(message.matches('`').count() % 2, 0, "{message}");
            for word in ["31m", "turned", "hidden", "recorded: see", "combines"] {
                assert!(!outside.contains(word), "{message}");
            }
        }
        for error in variants(text) {
            let message = error.to_string();
            // Behind another letter, a combining one is seen.
            let is_seen = text.starts_with('\u{301}') && message.contains(".\u{301}");
            assert!(message.contains("\\u{") || message.contains("\\n") || is_seen, "{message} hides a letter");
        }
    }
}

#[test]
fn an_empty_text_is_a_pair_of_quotes() {
    let catalogue = Catalogue::<f64>::empty();
    let refused = Ledger::new(&catalogue).forget("").unwrap_err();
    assert_eq!(refused.to_string(), "R28: `` is no actor of the ledger");
    let merged = Ledger::new(&catalogue).merge(&Ledger::new(&catalogue)).unwrap_err();
    assert!(merged.to_string().starts_with("R17: the part without a name is in both ledgers"), "{merged}");
}

#[test]
fn a_clipped_text_is_not_clipped_again() {
    for text in ["\u{202e}".repeat(50), "x".repeat(39) + "\u{1b}..", "`".repeat(100), "é".repeat(41)] {
        let once = quoted(&text);
        assert!(once.chars().count() <= 44, "{once}");
        let inside = once.trim_matches('`');
        assert!(quoted(inside).trim_end_matches("..`").starts_with(once.trim_end_matches("..`").trim_end_matches('.')));
    }
}

/// The messages of an error and of its causes, as `{:#}` of a crate that prints chains writes them.
fn chain(error: &dyn std::error::Error) -> Vec<String> {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect()
}

/// A message that has its cause in it does not give the cause as its source, so that a chain has every sentence once.
#[test]
fn a_chain_of_causes_repeats_no_message() {
    let operations = refusals("a text").into_iter().map(|error| Box::new(error) as Box<dyn std::error::Error>);
    for error in operations.chain(variants("a text")) {
        let messages = chain(&*error);
        for (index, message) in messages.iter().enumerate() {
            assert!(!messages[..index].iter().any(|earlier| earlier.contains(message.as_str())), "{messages:?}");
        }
    }
}
