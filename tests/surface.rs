//! The surface that callers build on: what can go to another thread, how large small things are, and what a log may
//! show.

use covalue::{
    ActorId, Appraisal, AppraiseError, Baseline, BatchError, Between, Bounds, By, Catalogue, CatalogueError, Cause,
    Cell, Contribution, CountsAs, Coverage, Date, DecimalTotal, Dimension, Direction, Element, EmptyId, Entry, Error,
    Fault, Figures, FloatTotal, FollowUp, Grouping, Include, Instrument, Intake, IntegerTotal, Intent, Interaction,
    InteractionId, Ledger, Line, LineError, Logic, LongIntegerTotal, Measure, MeasureId, MergeError, MergeLedgersError,
    Misuse, MisusedPart, Movement, MovementKind, NumberError, Overflow, Part, RationalTotal, ReadError, Reason,
    RecordError, Refused, Role, RowFault, Rule, Service, ServiceId, Source, SourceKind, StateError, Statement, Symbol,
    Tally, Terms, TermsError, Totals, TotalsRow, Trace, UnknownWord, Use, User, Void, VoidError, WrittenAs, date,
    journal,
};

#[test]
fn everything_can_go_to_another_thread() {
    fn check<T: Send + Sync + Unpin>() {}
    macro_rules! each {
        ($($kind:ty),+ $(,)?) => { $(check::<$kind>();)+ };
    }
    each!(
        ActorId,
        Appraisal,
        AppraiseError,
        Baseline,
        BatchError,
        Between<f64>,
        Bounds<f64>,
        By,
        Catalogue,
        CatalogueError,
        Cause,
        Cell,
        Contribution,
        CountsAs,
        Coverage,
        DecimalTotal,
        Dimension,
        Direction,
        Element,
        EmptyId,
        Entry,
        Error,
        Fault,
        Figures,
        FloatTotal,
        FollowUp,
        Grouping,
        Include,
        Instrument,
        IntegerTotal,
        Intent,
        Interaction,
        InteractionId,
        Ledger,
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
        NumberError,
        Overflow,
        Part,
        RationalTotal,
        RecordError,
        Role,
        Rule,
        Service,
        ServiceId,
        Source,
        SourceKind,
        StateError,
        Statement,
        Symbol,
        Tally,
        Terms,
        TermsError,
        Totals<FloatTotal>,
        TotalsRow<FloatTotal>,
        Trace,
        UnknownWord,
        Use,
        User,
        Void,
        VoidError,
        WrittenAs,
        Intake,
        ReadError,
        Reason,
        Refused,
        RowFault,
        journal::Entry,
        journal::Entries<f64, &[u8]>,
    );
}

#[test]
#[cfg(target_pointer_width = "64")]
fn small_things_are_small() {
    assert_eq!(size_of::<FloatTotal>(), 24);
    assert_eq!(size_of::<TotalsRow<FloatTotal>>(), 32);
    assert_eq!(size_of::<IntegerTotal>(), 16);
    assert_eq!(size_of::<LongIntegerTotal>(), 32);
    assert_eq!(size_of::<DecimalTotal>(), 32);
    assert_eq!(size_of::<Symbol>(), 4);
    assert_eq!(size_of::<Date>(), 4);
    assert_eq!(size_of::<ActorId>(), 24);
    assert_eq!(size_of::<Catalogue>(), 8);
    assert_eq!(size_of::<Coverage>(), 16);
}

/// Names that are no types, and so not in the lists above.
const OTHER_NAMES: [&str; 9] =
    ["Fraction", "IntoId", "IntoLine", "IntoUser", "Number", "Total", "date", "journal", "table"];

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
const SECRETS: [&str; 2] = ["lives with her sister", "another patient's file"];

#[track_caller]
fn keeps_its_secrets(shown: impl std::fmt::Debug) {
    for shown in [format!("{shown:?}"), format!("{shown:#?}")] {
        for secret in SECRETS {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

#[test]
fn debug_shows_neither_reasons_nor_dimensions() -> Result<(), Error> {
    let [value, reason] = SECRETS;
    let catalogue = Catalogue::new(
        [Measure::lower_is_better("pain", "points")],
        [Service::new("physio", "clinic").promises("pain", 2.0)],
    )?;
    let user = User::new("ana").with("home", value);
    keeps_its_secrets(&user);
    let visit = Interaction::between(user, "physio", date(2026, 3, 2))
        .id("v1")
        .with("note", value)
        .appraisal(Appraisal::of("pain").before(6.0).after(4.0));
    keeps_its_secrets(&visit);
    keeps_its_secrets(Void::because(reason));

    let mut ledger = Ledger::new(&catalogue);
    ledger.record(visit.clone())?;
    keeps_its_secrets(ledger.record(visit.clone()).unwrap_err());
    keeps_its_secrets(ledger.record(visit.with("note", value)).unwrap_err());
    let by_home = ledger.statement(By::with("home"))?;
    keeps_its_secrets(&by_home);
    ledger.void("v1", Void::because(reason).known(date(2026, 6, 2)))?;
    keeps_its_secrets(&ledger);
    keeps_its_secrets(ledger.diff(date(2026, 5, 31), date(2026, 6, 30)));
    keeps_its_secrets(ledger.void("v1", reason).unwrap_err());
    let mut tally = Tally::new(&catalogue, By::with("home"))?;
    tally.record(Interaction::between(User::new("ana").with("home", value), "physio", date(2026, 3, 2)))?;
    keeps_its_secrets(tally);
    Ok(())
}

#[test]
fn debug_shows_ids() {
    assert_eq!(format!("{:?}", ActorId::new("ana").unwrap()), r#""ana""#);
    assert_eq!(format!("{:?}", User::new("ana").with("district", "north")), r#"User { id: "ana", with: 1 stated }"#);
    assert_eq!(format!("{:?}", Void::because("a mistake")), "Void { known: None, .. }");
    assert_eq!(format!("{:?}", FloatTotal::new()), "FloatTotal(0.0, exact)");
}
