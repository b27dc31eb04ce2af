//! Records and states through `serde`: values round-trip, and deserialization refuses what constructors refuse.

use std::fmt::Debug;

use covalue::number::{FloatTotal, IntegerTotal, LongIntegerTotal, Number, Total};
use covalue::record::Cause;
use covalue::statement::Grouping;
use covalue::{
    Appraisal, By, Catalogue, Contribution, Date, Interaction, Ledger, Measure, Month, Service, Source, Statement,
    Terms, User, Void, date, journal,
};
use num_rational::BigRational;
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::support::case::{Case, Scale};
use crate::support::compare::part_of;
use crate::support::generate::written;

/// Serializes to JSON and to `MessagePack`, and reads the value back.
#[track_caller]
fn round_trips<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value, "{text}");
    let bytes = rmp_serde::to_vec_named(value).unwrap();
    assert_eq!(&rmp_serde::from_slice::<T>(&bytes).unwrap(), value, "{text}");
}

#[track_caller]
fn refuses<T: DeserializeOwned + Debug>(json: &Value, message: &str) {
    let error = serde_json::from_str::<T>(&json.to_string()).unwrap_err().to_string();
    assert!(error.starts_with(message), "{error}");
}

#[test]
fn deserialization_refuses_what_constructors_refuse() {
    refuses::<Interaction>(
        &json!({"service": "physio", "users": [], "on": "2026-03-02"}),
        "R4: an interaction with `physio` has no user, and the user is a party to every interaction",
    );
    refuses::<Interaction>(
        &json!({"service": "", "users": ["ana"], "on": "2026-03-02"}),
        "R1: the service id is empty",
    );
    refuses::<Interaction>(&json!({"service": "a", "users": ["ana"], "on": "20260302"}), "`20260302` is not a day");
    refuses::<Measure>(
        &json!({"id": "pain", "unit": "points", "better": "lower", "tolerance": -1}),
        "R3: tolerance of `pain` is -1.0, below zero",
    );
    refuses::<Service>(&json!({"id": "physio", "provider": ""}), "R1: the actor id is empty");
    refuses::<Catalogue>(
        &json!({"measures": [], "services": [{"id": "physio", "provider": "clinic", "promises": {"pain": 1}}]}),
        "R2: service `physio` promises `pain`, which is not a measure of the catalogue",
    );
    refuses::<User>(&json!({"id": ""}), "R1: the actor id is empty");
    refuses::<Contribution>(
        &json!({"party": "ana", "misintegrated": [{"amount": -2}]}),
        "R3: mis-integrated quantity of `ana` is -2.0, below zero",
    );
    refuses::<Appraisal>(&json!({"measure": "pain"}), "form: an appraisal of `pain` has neither a level nor a change");
    refuses::<Appraisal>(
        &json!({"measure": "pain", "before": 1, "interaction": "v1"}),
        "form: unknown field `interaction`",
    );
    refuses::<Appraisal<Decimal>>(
        &json!({"measure": "pain", "before": 0.1}),
        "invalid type: floating point `0.1`, expected a whole number or the text of a Decimal",
    );
    refuses::<Appraisal<i64>>(
        &json!({"measure": "pain", "before": 0.5}),
        "R3: before: `0.5` is not held exactly by i64",
    );
    refuses::<Appraisal<i64>>(&json!({"measure": "pain", "before": 1e17}), "invalid type: floating point");
    refuses::<Source>(&json!({"observed": ""}), "R1: the instrument name is empty");
    refuses::<Void>(&json!({"reason": 17}), "expected text");
    refuses::<Terms>(
        &json!({"by": ["year", "year"], "baseline": "before", "logic": "service", "including": [], "follow_up": "last", "as_of": null}),
        "R13: `year` occurs twice in one grouping",
    );
    refuses::<By>(&json!("with."), "form: unknown grouping `with.`");
    refuses::<FloatTotal>(&json!("0A"), "form: a state is written in pairs of the digits 0 to 9 and a to f");
    refuses::<FloatTotal>(&json!("02"), "form: state of a total has version 2, and this crate reads version 1");
    refuses::<FloatTotal>(&json!(""), "form: state of a total is broken: it is empty");
}

#[test]
fn small_values_round_trip() {
    round_trips(&date(2026, 3, 2));
    round_trips::<Date>(&Date::MIN);
    round_trips(&By::with("a b"));
    round_trips::<Grouping>(&By::Service.and(By::with("district")));
    round_trips(&Terms::by(By::none()).as_of(date(2026, 3, 2)).follow_up(3));
    round_trips(&Source::observed("scale"));
    round_trips(&Cause::MISTAKE);
    round_trips(&Void::because("another patient's file").known(date(2026, 6, 2)));
    round_trips(&Appraisal::of("a").change(i128::MAX));
    round_trips(&Appraisal::of("a").change(i64::MIN));
    round_trips(&Appraisal::of("a").change(5e-324));
    round_trips(&Contribution::<BigRational>::of("ana"));
}

fn total_of<N: Number>(texts: &[&str]) -> N::Total {
    let mut total = N::Total::default();
    for text in texts {
        total.add(&N::parse(text).unwrap().as_change()).unwrap();
    }
    total
}

#[test]
fn totals_round_trip() {
    for texts in [&[][..], &["1"], &["-1", "3"], &["9223372036854775807", "9223372036854775807"]] {
        round_trips::<FloatTotal>(&total_of::<f64>(texts));
        round_trips::<IntegerTotal>(&total_of::<i64>(texts));
        round_trips::<LongIntegerTotal>(&total_of::<i128>(texts));
        round_trips(&total_of::<Decimal>(texts));
        round_trips(&total_of::<BigRational>(texts));
    }
    for texts in [&["5e-324"][..], &["1e308", "1e308", "-5e-324"], &["-0.1", "-1e300"]] {
        round_trips(&total_of::<f64>(texts));
        round_trips(&total_of::<BigRational>(texts));
    }
}

fn terms() -> [Terms; 4] {
    let wide = |by: Grouping| {
        let roles = covalue::record::Role::ALL.iter().fold(Terms::by(by), |terms, &role| terms.including(role));
        covalue::record::SourceKind::ALL.iter().fold(roles, |terms, &kind| terms.including(kind))
    };
    [
        Terms::by(By::Service),
        wide(By::none()),
        wide(By::Role.and(By::Source).and(By::Element).and(By::Month)),
        wide(By::with("district").and(By::User)).as_of(date(2026, 9, 1)),
    ]
}

/// The statement of every second interaction, as a part of its own.
fn half<N: Number>(ledger: &Ledger<N>, odd: usize, terms: &Terms) -> Statement<N> {
    let mut part = Ledger::part(ledger.catalogue(), format!("half {odd}"));
    for interaction in ledger.interactions().skip(odd).step_by(2) {
        part.record(interaction).unwrap();
    }
    part.statement(terms).unwrap()
}

fn states_round_trip<N: Number>(case: &Case) {
    let ledger = part_of::<N>(case, Scale::Whole);
    ledger.interactions().for_each(|interaction| round_trips(&interaction));
    round_trips(ledger.catalogue());
    for terms in terms() {
        round_trips(&terms);
        let (one, two) = (half(&ledger, 0, &terms), half(&ledger, 1, &terms));
        round_trips(&one);
        let stored = |statement: &Statement<N>| {
            let read: Statement<N> = serde_json::from_str(&serde_json::to_string(statement).unwrap()).unwrap();
            assert_eq!(read.parts().collect::<Vec<_>>(), statement.parts().collect::<Vec<_>>());
            assert_eq!(read.catalogue(), statement.catalogue());
            read
        };
        // Deserialized statements merge bit for bit like the original ones.
        let whole = one.clone().merge(two.clone()).unwrap();
        let (here, there) = (stored(&one), stored(&two));
        assert_eq!(here.clone().merge(there).unwrap(), whole);
        assert_eq!(stored(&whole).to_json(), whole.to_json());
        assert!(here.merge(one).unwrap_err().to_string().starts_with("R17: the part `half 0`"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn states_round_trip_and_merge(case in written()) {
        states_round_trip::<f64>(&case);
        states_round_trip::<BigRational>(&case);
        states_round_trip::<Decimal>(&case);
        states_round_trip::<i64>(&case);
    }

    /// A state with one changed value is refused, or gives a statement that can be printed and merged.
    #[test]
    fn changed_states_are_refused_or_usable(case in written(), index in any::<u32>(), way in 0..8_u32) {
        let ledger = part_of::<f64>(&case, Scale::Tenths);
        for terms in terms() {
            let mut state = serde_json::to_value(ledger.statement(terms).unwrap()).unwrap();
            change(&mut state, &mut (index as usize % 200), way);
            if let Ok(statement) = serde_json::from_value::<Statement>(state) {
                let _ = (statement.to_json(), statement.to_csv(), statement.to_string(), statement.bounds("m2"));
                round_trips(&statement);
                let _ = statement.clone().merge(ledger.statement(By::Service).unwrap());
                let _ = statement.hidden("m1");
            }
        }
    }
}

/// Changes the value at index `index` of a depth-first traversal.
pub fn change(value: &mut Value, index: &mut usize, way: u32) {
    if *index == 0 {
        *value = match (way, &*value) {
            (0, Value::Number(number)) => json!(number.as_u64().unwrap_or(0) + 1),
            (1, Value::Number(number)) => json!(number.as_u64().unwrap_or(0).saturating_sub(1)),
            (2, Value::Array(array)) => json!(array.iter().skip(1).collect::<Vec<_>>()),
            (3, Value::Array(array)) => json!(array.iter().rev().collect::<Vec<_>>()),
            (4, Value::Array(array)) => json!(array.iter().chain(array.first()).collect::<Vec<_>>()),
            (0, Value::String(text)) => json!(text.chars().rev().collect::<String>()),
            (1, Value::String(text)) => json!(text.replace('0', "f")),
            (5, _) => Value::Null,
            (6, _) => json!(u64::MAX),
            _ => json!("m1"),
        };
    }
    *index = index.wrapping_sub(1);
    match value {
        Value::Array(array) => array.iter_mut().for_each(|value| change(value, index, way)),
        Value::Object(map) => map.values_mut().for_each(|value| change(value, index, way)),
        _ => {}
    }
}

#[test]
fn states_of_another_version_or_kind_are_refused() {
    let mut ledger = Ledger::<f64>::new(&Catalogue::empty());
    let _ = journal::read(&mut ledger, &br#"{"service":{"id":"physio","provider":"clinic"}}"#[..]).unwrap();
    let mut state = serde_json::to_value(ledger.statement(By::Service).unwrap()).unwrap();
    refuses::<Statement<i64>>(&state, "form: the state is of a statement over `f64`, not over i64");
    for other in [1, 2, 3, 5] {
        state["version"] = json!(other);
        let message = format!("form: state of a statement has version {other}, and this crate reads version 4");
        refuses::<Statement>(&state, &message);
    }
    state["version"] = json!(4);
    state["parts"] = json!([]);
    refuses::<Statement>(
        &state,
        "form: state of a statement is broken: its parts are not one or several distinct names",
    );
    round_trips(&Statement::<f64>::empty());
}

/// Checks that the state is refused after replacing the values at these JSON pointers.
#[track_caller]
fn broken(state: &Value, changes: &[(&str, Value)], message: &str) {
    let mut broken = state.clone();
    for (path, value) in changes {
        *broken.pointer_mut(path).expect("a path of the state") = value.clone();
    }
    refuses::<Statement>(&broken, &format!("form: state of a statement is broken: {message}"));
}

/// The row of an amount: the number of changes and their total.
fn row(count: u64, total: &[&str]) -> Value {
    let count = hex(count.to_le_bytes());
    let total = serde_json::to_value(total_of::<f64>(total)).unwrap();
    json!(count + total.as_str().unwrap())
}

fn hashes(hashes: &[u64]) -> Value {
    json!(hex(hashes.iter().flat_map(|hash| hash.to_le_bytes())))
}

/// The state of a statement in which physio has one gain, one left out and one missing of three due appraisals, and
/// yoga has one gain and none due.
fn stated(terms: impl Into<Terms>) -> Value {
    let pain =
        Measure::lower_is_better("pain", "points").range(0.0, 10.0).element(covalue::catalogue::Element::Outcome);
    let services = [Service::new("physio", "clinic").promises("pain", 2.0), Service::new("yoga", "studio")];
    let catalogue = Catalogue::new([pain, Measure::higher_is_better("mood", "points")], services).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    let appraisals = [
        ("ana", "physio", Some(Appraisal::of("pain").before(6.0).after(4.0))),
        ("ben", "physio", Some(Appraisal::of("pain").after(4.0))),
        ("cai", "physio", None),
        ("ana", "yoga", Some(Appraisal::of("pain").change(-1.0))),
    ];
    for (user, service, appraisal) in appraisals {
        let visit = Interaction::between(user, service, date(2026, 3, 2));
        ledger.record(appraisal.into_iter().fold(visit, Interaction::appraisal)).unwrap();
    }
    let statement = ledger.statement(terms.into()).unwrap();
    round_trips(&statement);
    serde_json::to_value(statement).unwrap()
}

#[test]
fn an_empty_statement_with_contents_is_refused() {
    let empty = serde_json::to_value(Statement::<f64>::empty()).unwrap();
    let mood =
        json!({"id": "mood", "unit": "points", "better": "higher", "tolerance": "0", "range": null, "element": null});
    for (path, value) in [
        ("/parts", json!([null])),
        ("/people", hashes(&[1])),
        ("/labels", json!([[]])),
        ("/codes", json!([1])),
        ("/amounts/0", json!([row(1, &["1"])])),
        ("/tallies", json!([[1, 0, 0]])),
        ("/beyond", json!([[0, 1]])),
        ("/asked", json!("01")),
        ("/measures", json!([mood])),
    ] {
        broken(&empty, &[(path, value)], "it has no terms, but other fields are not empty");
    }
}

#[test]
fn labels_are_known_sorted_and_distinct() {
    let state = stated(By::Service);
    assert_eq!(state["labels"], json!([["physio", "yoga"], ["pain"]]));
    broken(&state, &[("/labels", json!([["pain"]]))], "it does not have one list of labels for each word of its rows");
    for labels in [["physio", "physio"], ["yoga", "physio"]] {
        broken(&state, &[("/labels/0", json!(labels))], "its labels are not sorted and distinct");
    }
    let unknown = "it has a label that its terms and catalogue do not know";
    broken(&state, &[("/labels/0/1", json!("yogi"))], unknown);
    broken(&state, &[("/labels/1/0", json!("paint"))], unknown);
    for (by, known, label) in [
        (By::Provider, json!(["clinic", "studio"]), "yoga"),
        (By::Role, json!(["user"]), "nobody"),
        (By::Source, json!(["own"]), "nobody's"),
        (By::Element, json!(["outcome"]), "relational"),
        (By::User, json!(["ana", "ben", "cai"]), ""),
        (By::Beneficiary, json!(["ana", "ben", "cai"]), ""),
    ] {
        let state = stated(by);
        assert_eq!(state["labels"][0], known);
        broken(&state, &[("/labels/0", json!([label]))], unknown);
    }
    // A picture over time reads the numbers of periods.
    let april = Month::April;
    for (by, labels) in [
        (By::Year, ["", "26", "+2026", "year", "99999"]),
        (By::Quarter, ["2026-01", "2026-Q0", "2026-Q5", "2026-Q", "Q1"]),
        (By::Month, ["2026-Q1", "2026-13", "2026-3", "2026-00", "03"]),
        (By::year_starting(april), ["2026-01", "2025/27", "2025/2026", "/26", "2025/"]),
        (By::quarter_of_year_starting(april), ["2025-Q1", "2025/26", "2025/26 Q5", "2025/26Q1", "2025/27 Q1"]),
    ] {
        let state = stated(by);
        for label in labels {
            broken(&state, &[("/labels/0", json!([label]))], unknown);
        }
    }
}

/// A ledger gives only lines that the terms ask for.
#[test]
fn lines_are_possible_under_the_terms() {
    let left_out = "a line has a value that its terms leave out";
    let april = Month::April;
    for by in [
        By::Service,
        By::Provider,
        By::Role,
        By::Source,
        By::Year,
        By::Quarter,
        By::Month,
        By::year_starting(april),
        By::quarter_of_year_starting(april),
    ] {
        broken(&stated(by), &[("/labels/0", json!([])), ("/codes", json!([0, 1]))], left_out);
    }
    let possible = |state: &Value, changes: &[(&str, Value)]| {
        let mut changed = state.clone();
        for (path, value) in changes {
            *changed.pointer_mut(path).unwrap() = value.clone();
        }
        serde_json::from_value::<Statement>(changed).unwrap()
    };
    for (by, excluded, included) in
        [(By::Role, "affected", json!(["affected"])), (By::Source, "proxy", json!(["proxy"]))]
    {
        let state = stated(by);
        let label = ("/labels/0/0", json!(excluded));
        broken(&state, std::slice::from_ref(&label), left_out);
        possible(&state, &[label, ("/terms/including", included)]);
    }
    for (by, asked, other) in [(By::Service, "physio", "yoga"), (By::User, "ana", "zoe")] {
        let only = stated(Terms::by(by.clone()).only(by, asked));
        broken(&only, &[("/labels/0/0", json!(other))], left_out);
    }
    let district = By::with("district");
    let not_stated = stated(Terms::by(district.clone()).only(district, [None::<&str>]));
    broken(&not_stated, &[("/labels/0", json!(["north"])), ("/codes", json!([1, 1]))], left_out);

    let no_day = "the periods of a line and of its terms share no day";
    let march = Terms::by(By::Month).period(date(2026, 3, 2)..=date(2026, 3, 2));
    for month in ["2026-02", "2026-04"] {
        broken(&stated(march.clone()), &[("/labels/0/0", json!(month))], no_day);
        possible(&stated(By::Month), &[("/labels/0/0", json!(month))]);
    }
    for (by, possible_year, impossible_year) in [
        (By::Year.and(By::Month), "2026", "2025"),
        (By::year_starting(april).and(By::Quarter), "2025/26", "2026/27"),
        (By::Year.and(By::quarter_of_year_starting(april)), "2026", "2027"),
    ] {
        let state = stated(by);
        assert_eq!(state["labels"][0], json!([possible_year]));
        broken(&state, &[("/labels/0/0", json!(impossible_year))], no_day);
    }

    // An interaction that is known to the year only is in periods and terms that hold the year whole.
    let year = || ("/labels/0/0", json!("2026"));
    possible(&stated(By::Month), &[year()]);
    possible(&stated(Terms::by(By::Month).period(date(2026, 1, 1)..=date(2026, 12, 31))), &[year()]);
    for days in [date(2026, 1, 2)..=date(2026, 12, 31), date(2026, 1, 1)..=date(2026, 12, 30)] {
        broken(&stated(Terms::by(By::Month).period(days)), &[year()], no_day);
    }
    for (by, is_possible) in [(By::Year, true), (By::Quarter, false), (By::year_starting(april), false)] {
        let (state, year) = (stated(by.and(By::Month)), ("/labels/1/0", json!("2026")));
        if is_possible {
            possible(&state, &[year]);
        } else {
            broken(&state, &[year], no_day);
        }
    }

    let of_providers = stated(By::Service.and(By::Provider));
    assert_eq!(of_providers["codes"], json!([1, 1, 1, 2, 2, 1]));
    let swapped = [("/codes", json!([1, 2, 1, 2, 1, 1]))];
    broken(&of_providers, &swapped, "a line has a service of another provider");
    let without = [("/labels/0", json!([])), ("/codes", json!([0, 1]))];
    broken(&stated(By::Element), &without, "a line has an element that is not its measure's");
}

#[test]
fn cells_have_known_labels_and_are_sorted() {
    let state = stated(By::Service);
    assert_eq!(state["codes"], json!([1, 1, 2, 1]));
    broken(&state, &[("/codes", json!([1, 1, 2]))], "its cells do not all have the same number of codes");
    for codes in [[1, 1, 3, 1], [1, 1, 2, 2], [1, 0, 2, 1]] {
        broken(&state, &[("/codes", json!(codes))], "a cell has a code without a label");
    }
    for codes in [[2, 1, 1, 1], [1, 1, 1, 1]] {
        broken(&state, &[("/codes", json!(codes))], "its cells are not sorted and distinct");
    }
    broken(&state, &[("/codes", json!([0, 1, 1, 1]))], "a label has no cell");
    for parts in [json!([]), json!(["march", "march"]), json!([null, null])] {
        broken(&state, &[("/parts", parts)], "its parts are not one or several distinct names");
    }
    for people in [[7, 7], [8, 7]] {
        broken(&state, &[("/people", hashes(&people))], "its people are not sorted and distinct");
    }
    broken(&state, &[("/people", json!("00"))], "its people are not whole hashes");
}

#[test]
fn amounts_and_counts_are_consistent() {
    const LARGEST: u64 = 1 << 48;
    let state = stated(By::Service);
    // Left out, due and made.
    assert_eq!(state["tallies"], json!([[1, 3, 1], [0, 0, 0]]));
    let columns = state["amounts"].as_array().unwrap();
    assert_eq!((columns.len(), &columns[0]), (13, &json!([row(1, &["2"]), row(1, &["1"])])));
    // The possible additions of missing appraisals to created and destroyed amounts, and then to windfalls. No
    // contribution is stated, so the latter are empty.
    let missing = json!([row(2, &["10", "10"]), row(0, &[])]);
    assert_eq!(columns[9..], [missing.clone(), missing, json!([]), json!([])]);
    broken(&state, &[("/amounts", json!(columns[1..]))], "the number of its columns is wrong");
    broken(&state, &[("/amounts/0", json!([row(1, &["2"])]))], "a column does not have one row for each cell");
    for wrong in [row(1, &["-2"]), row(0, &["2"]), row(LARGEST + 1, &["2"])] {
        broken(&state, &[("/amounts/0/0", wrong)], "an amount is below zero, or contradicts its count");
    }
    let counts = "its counts are not three for each cell, or one is too large";
    broken(&state, &[("/tallies", json!([[1, 3, 1]]))], counts);
    broken(&state, &[("/tallies/0/0", json!(LARGEST + 1))], counts);
    for beyond in [json!([[2, 1]]), json!([[0, 0]]), json!([[0, 1 << 13]]), json!([[0, 1], [0, 1]])] {
        broken(&state, &[("/beyond", beyond)], "an overflow has no cell or no column, or occurs twice");
    }
    let fit = "the counts of a cell contradict each other";
    let nothing = json!([row(1, &["2"]), row(0, &[])]);
    broken(&state, &[("/amounts/0", nothing)], fit);
    broken(&stated(By::Role), &[("/tallies/0/1", json!(1))], fit);
    broken(&state, &[("/tallies/0/2", json!(4)), ("/amounts/9", json!([])), ("/amounts/10", json!([]))], fit);
    for made in [2, 3] {
        broken(&state, &[("/tallies/0/2", json!(made))], fit);
    }
    for column in [9, 10] {
        broken(&state, &[(&*format!("/amounts/{column}/0"), row(3, &["10"]))], fit);
    }
    // The gain of a missing appraisal is either created or a windfall gain, and its loss is either destroyed or a
    // windfall loss.
    for column in [11, 12] {
        broken(&state, &[(&*format!("/amounts/{column}"), json!([row(1, &["10"]), row(0, &[])]))], fit);
    }
    broken(&state, &[("/beyond", json!([[0, 2]]))], fit);
    // The mark for stated contributions belongs to a cell with counted appraisals.
    assert_eq!(state["asked"], json!(""));
    for mark in ["04", "0100"] {
        broken(&state, &[("/asked", json!(mark))], "its bitset has a bit without a cell");
    }
    let uncounted = ("/amounts/0/0", row(0, &[]));
    broken(&state, &[("/asked", json!("01")), uncounted.clone()], fit);
    // Consistent states are accepted, and an empty column equals one of zeros.
    let read = |changes: &[(&str, Value)]| {
        let mut changed = state.clone();
        for (path, value) in changes {
            *changed.pointer_mut(path).unwrap() = value.clone();
        }
        serde_json::from_value::<Statement>(changed).unwrap()
    };
    let whole = read(&[]);
    assert!(read(&[("/asked", json!("01"))]) != whole);
    let none_made = ("/tallies/0/2", json!(0));
    assert_eq!(read(&[uncounted, none_made]).cell("physio", "pain").unwrap().gain_count(), 0);
    assert!(read(&[("/amounts/1", json!([row(0, &[]), row(0, &[])]))]) == whole);
    assert_eq!(read(&[("/tallies/0/0", json!(LARGEST))]).cell("physio", "pain").unwrap().left_out_count(), LARGEST);
    assert_eq!(read(&[("/amounts/0/0", row(LARGEST, &["2"]))]).cell("physio", "pain").unwrap().gain_count(), LARGEST);
    assert_eq!(read(&[("/beyond", json!([[0, 1]]))]).cell("physio", "pain").unwrap().created().ok(), None);
    let only = |amounts: Value, tallies: Value| read(&[("/amounts/0/1", amounts), ("/tallies/1", tallies)]).len();
    for tallies in [json!([1, 0, 0]), json!([0, 1, 0])] {
        assert_eq!(only(row(0, &[]), tallies), 2);
    }
    // An appraisal that is made is counted, by one of the people.
    broken(&state, &[("/amounts/0/1", row(0, &[])), ("/tallies/1", json!([0, 1, 1]))], fit);
    for people in [&[][..], &[1, 2, 3]] {
        broken(&state, &[("/people", hashes(people))], "its people contradict its counts");
    }
    let none_counted = [("/amounts/0", json!([])), ("/tallies", json!([[1, 3, 0], [1, 0, 0]]))];
    broken(&state, &none_counted, "its people contradict its counts");
    read(&[&none_counted[..], &[("/people", hashes(&[]))]].concat());
    // Under the service-dominant logic nobody creates or destroys alone.
    for alone in ["/amounts/1", "/amounts/5"] {
        let moved = [("/amounts/0", json!([])), (alone, state["amounts"][0].clone())];
        broken(&state, &moved, "it has amounts that its logic does not have");
        let mut by_service = state.clone();
        by_service["terms"]["logic"] = json!("service");
        for (path, value) in &moved {
            *by_service.pointer_mut(path).unwrap() = value.clone();
        }
        serde_json::from_value::<Statement>(by_service).unwrap();
    }
    let none_due = [("/amounts/9", json!([])), ("/amounts/10", json!([]))];
    let no_tallies = [("/tallies", json!([])), none_due[0].clone(), none_due[1].clone()];
    let zeros = [("/tallies", json!([[0, 0, 0], [0, 0, 0]])), none_due[0].clone(), none_due[1].clone()];
    assert!(read(&no_tallies) == read(&zeros));
}

fn hex(bytes: impl IntoIterator<Item = u8>) -> String {
    bytes.into_iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}
