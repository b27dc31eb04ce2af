//! Statements as JSON and CSV.

use covalue::number::Number;
use covalue::record::{Role, SourceKind};
use covalue::statement::Line;
use covalue::{
    Appraisal, Baseline, By, Catalogue, FollowUp, Interaction, Ledger, Logic, Measure, Service, Statement, Terms, User,
    date, journal,
};
use num_rational::BigRational;
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::support::case::Scale;
use crate::support::compare::part_of;
use crate::support::generate::written;

/// The journal of section 16 of the model.
const JOURNAL: &str = r#"{"measure":{"id":"pain","unit":"points","better":"lower","element":"outcome"}}
{"service":{"id":"physio","provider":"clinic","promises":{"pain":2}}}
{"interaction":{"id":"v1","service":"physio","users":[{"id":"ana","with":{"district":"north"}}],"on":"2026-03-02","contributions":[{"party":"ana","integrated":3},{"party":"clinic","misintegrated":[{"amount":1,"by":"clinic","intent":"accidental","cause":"mistake"}]}],"appraisals":[{"measure":"pain","before":6,"after":4}]}}
{"appraisal":{"interaction":"v1","measure":"pain","before":6,"after":5,"made":"2026-06-01"}}
{"void":{"interaction":"v1","reason":"another patient's file","known":"2026-06-02"}}
"#;

fn read<N: Number>(journal: &str) -> Ledger<N> {
    let mut ledger = Ledger::new(&Catalogue::empty());
    let _ = journal::read(&mut ledger, journal.as_bytes()).unwrap();
    ledger
}

/// The JSON of section 16, with one line for each cell.
const AS_OF_MAY: &str = r#"{"terms":{"by":["service"],"baseline":"before","logic":"service-dominant","including":[],"follow_up":"last","as_of":"2026-05-31"},
 "cells":[
 {"line":{"service":"physio"},"measure":"pain","co_created":2.0,"created_alone":0.0,"windfall_gain":0.0,"with_misuse":0.0,"without_misuse":0.0,"destroyed_alone":0.0,"windfall_loss":0.0,"within_up":0.0,"within_down":0.0,"created":2.0,"destroyed":0.0,"net":2.0,"hidden":0.0,"gains":1,"losses":0,"unchanged":0,"windfall_gains":0,"windfall_losses":0,"better":1,"worse":0,"left_out":0,"due":1,"made":1,"missing":0}]}"#;

#[test]
fn the_journal_of_the_model_gives_the_statement_of_the_model() {
    let ledger = read::<f64>(JOURNAL);
    let as_of_may = ledger.statement(Terms::by(By::Service).as_of(date(2026, 5, 31))).unwrap();
    assert_eq!(as_of_may.to_json().unwrap(), AS_OF_MAY);
    let now = ledger.statement(By::Service).unwrap();
    let nothing = r#"{"terms":{"by":["service"],"baseline":"before","logic":"service-dominant","including":[],"follow_up":"last","as_of":null},
 "cells":[]}"#;
    assert_eq!(now.to_json().unwrap(), nothing);
    assert_eq!(now.to_csv().unwrap().lines().count(), 1);
    assert_eq!(Statement::<f64>::empty().to_json().unwrap(), "{\"terms\":null,\n \"cells\":[]}");
}

/// The first cell of a statement as JSON, up to the first amount.
fn first_cell<N: Number>(terms: impl Into<Terms>, journal: &str) -> String {
    let json = read::<N>(journal).statement(terms).unwrap().to_json().unwrap();
    let cell = json.lines().nth(2).unwrap();
    cell.split(",\"created_alone\"").next().unwrap().trim().to_owned()
}

#[test]
fn json_lines_have_the_words_of_the_grouping() {
    let journal = JOURNAL.lines().take(3).collect::<Vec<_>>().join("\n");
    for (by, line) in [
        (By::none(), "{}"),
        (By::Service.and(By::Provider), r#"{"service":"physio","provider":"clinic"}"#),
        (By::User.and(By::Beneficiary), r#"{"user":"ana","beneficiary":"ana"}"#),
        (By::Role.and(By::Source), r#"{"role":"user","source":"own"}"#),
        (By::Element.into(), r#"{"element":"outcome"}"#),
        (By::Year.and(By::Quarter).and(By::Month), r#"{"year":"2026","quarter":"2026-Q1","month":"2026-03"}"#),
        (By::with("district").and(By::with("age")), r#"{"with.district":"north","with.age":null}"#),
    ] {
        let expected = format!(r#"{{"line":{line},"measure":"pain","co_created":2.0"#);
        assert_eq!(first_cell::<f64>(by, &journal), expected);
    }
}

#[test]
fn number_types_are_written_as_json_numbers_or_text() {
    let journal = JOURNAL.lines().take(3).collect::<Vec<_>>().join("\n");
    let cell = |amount: &str| format!(r#"{{"line":{{}},"measure":"pain","co_created":{amount}"#);
    assert_eq!(first_cell::<i64>(By::none(), &journal), cell("2"));
    assert_eq!(first_cell::<Decimal>(By::none(), &journal), cell("\"2\""));
    assert_eq!(first_cell::<BigRational>(By::none(), &journal), cell("\"2\""));
    let journal = journal.replace("\"before\":6,\"after\":4", "\"change\":-0.25");
    assert_eq!(first_cell::<f64>(By::none(), &journal), cell("0.25"));
    assert_eq!(first_cell::<Decimal>(By::none(), &journal), cell("\"0.25\""));
    assert_eq!(first_cell::<BigRational>(By::none(), &journal), cell("\"1/4\""));
}

#[test]
fn terms_round_trip_through_json() {
    let terms = Terms::by(By::with("a \"b\""))
        .baseline(Baseline::Expected)
        .logic(Logic::Service)
        .including(SourceKind::Proxy)
        .including(Role::Affected)
        .including(Role::Provider)
        .follow_up(2);
    let json = read::<f64>(JOURNAL).statement(&terms).unwrap().to_json().unwrap();
    let first = r#"{"terms":{"by":["with.a \"b\""],"baseline":"expected","logic":"service","including":["provider","affected","proxy"],"follow_up":"2","as_of":null},"#;
    assert_eq!(json.lines().next(), Some(first));
    let written: Value = serde_json::from_str(&json).unwrap();
    let read: Terms = serde_json::from_value(written["terms"].clone()).unwrap();
    assert_eq!((read.get_follow_up(), &read), (FollowUp::Number(2), &terms));
}

#[test]
fn follow_ups_are_parsed_from_their_words() {
    for (word, follow_up) in
        [("last", FollowUp::Last), ("1", FollowUp::Number(1)), ("4294967295", FollowUp::Number(u32::MAX))]
    {
        assert_eq!((word.parse::<FollowUp>(), follow_up.to_string().as_str()), (Ok(follow_up), word));
    }
    for word in ["", "0", "+1", "-1", "1.0", " 1", "first", "4294967296"] {
        let error = word.parse::<FollowUp>().unwrap_err().to_string();
        assert!(error.contains("follow-up") && error.contains("last, a number from 1"), "{error}");
    }
}

/// For each district, a user with one visit for each change.
fn visited<N: Number>(districts: &[Option<&str>], changes: &[&str]) -> Statement<N> {
    let catalogue =
        Catalogue::new([Measure::higher_is_better("a, \"b\"", "points")], [Service::new("physio", "clinic")]).unwrap();
    let mut ledger = Ledger::new(&catalogue);
    for (index, district) in districts.iter().enumerate() {
        let user = User::new("ana");
        let user = match district {
            Some(district) => user.with("district", district),
            None => user,
        };
        for (more, change) in changes.iter().enumerate() {
            let visit = Interaction::between(&user, "physio", date(2026, 3, 2)).id(format!("{index} {more}"));
            ledger.record(visit.appraisal(Appraisal::of("a, \"b\"").change(N::parse(change).unwrap()))).unwrap();
        }
    }
    ledger.statement(Terms::by(By::with("district")).including(Role::Other).including(SourceKind::Proxy)).unwrap()
}

#[test]
fn csv_cells_are_quoted_if_necessary() {
    let statement = visited::<f64>(&[None, Some(""), Some("line\nbreak"), Some("north")], &["0.5"]);
    let row = |district: &str| {
        format!(
            "{district},\"a, \"\"b\"\"\",0.5,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.5,0.0,0.5,0.0,1,0,0,0,0,1,0,0,0,0,0,before,\
             service-dominant,other proxy,last,\n"
        )
    };
    let rows: String = ["", "\"\"", "\"line\nbreak\"", "north"].map(row).concat();
    let csv = statement.to_csv().unwrap();
    assert_eq!(csv.split_once('\n').unwrap().1, rows);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let lines: Vec<String> = reader.records().map(|record| record.unwrap()[0].to_owned()).collect();
    assert_eq!(lines, ["", "", "line\nbreak", "north"]);
}

#[test]
fn control_characters_are_escaped_in_printed_tables() {
    let dimension = "a\tb";
    let named = |part: &str, district: &str| {
        let catalogue = Catalogue::new([Measure::higher_is_better("m\r", "\u{7}s")], [Service::new("s", "p")]).unwrap();
        let mut ledger = Ledger::part(&catalogue, part);
        let visit = Interaction::between(User::new("ana").with(dimension, district), "s", date(2026, 3, 2));
        ledger.record(visit.appraisal(Appraisal::of("m\r").change(0.5))).unwrap();
        ledger.statement(Terms::by(By::with(dimension))).unwrap()
    };
    let districts = ["line\nbreak", "\u{1b}[31mred", "\u{202e}turned", "\u{2028}", "Żółć \"日本\" \\n"];
    let parts = districts.iter().enumerate().map(|(index, district)| named(&format!("part\n{index}"), district));
    let statement = parts.fold(Statement::empty(), |whole, part| whole.merge(part).unwrap());
    let shown = statement.to_string();
    assert!(!shown.contains(|letter: char| letter.is_control() && letter != '\n'));
    assert_eq!(
        shown,
        r#"change from before; users' own appraisals; 1 user
5 parts: part\n0, part\n1, part\n2, part\n3, part\n4
with.a\tb       measure  unit    appraisals     better  the same    worse  created  destroyed  net  mean change  missing
\u{1b}[31mred   m\r      \u{7}s           1  1 (100 %)   0 (0 %)  0 (0 %)      0.5        0.0  0.5          0.5        -
line\nbreak     m\r      \u{7}s           1  1 (100 %)   0 (0 %)  0 (0 %)      0.5        0.0  0.5          0.5        -
Żółć "日本" \n  m\r      \u{7}s           1  1 (100 %)   0 (0 %)  0 (0 %)      0.5        0.0  0.5          0.5        -
\u{2028}        m\r      \u{7}s           1  1 (100 %)   0 (0 %)  0 (0 %)      0.5        0.0  0.5          0.5        -
\u{202e}turned  m\r      \u{7}s           1  1 (100 %)   0 (0 %)  0 (0 %)      0.5        0.0  0.5          0.5        -
"#
    );
    assert!(statement.terms().unwrap().to_string().starts_with(r"by `with.a\tb`, "));
    // JSON and CSV contain the unescaped text.
    let json: Value = serde_json::from_str(&statement.to_json().unwrap()).unwrap();
    assert_eq!(json["cells"][1]["line"][format!("with.{dimension}")], districts[0]);
    let csv = statement.to_csv().unwrap();
    let read: Vec<String> =
        csv::Reader::from_reader(csv.as_bytes()).records().map(|row| row.unwrap()[0].to_owned()).collect();
    assert!(districts.iter().all(|district| read.iter().any(|read| read == district)), "{read:?}");
}

#[test]
fn an_overflow_is_an_error_and_nothing_is_written() {
    let message = "R3: overflow: co_created of `a, \"b\"` on line … is more than f64 holds";
    let statement = visited::<f64>(&[None, Some("north")], &["1e308", "1e308"]);
    assert_eq!(statement.to_json().unwrap_err().to_string(), message.replace("…", "not stated"));
    assert_eq!(statement.to_csv().unwrap_err().to_string(), message.replace("…", "not stated"));
    let whole = visited::<i64>(&[Some("north")], &["9223372036854775807", "1"]);
    assert_eq!(whole.to_json().unwrap_err().to_string(), message.replace("f64", "i64"));
}

#[test]
fn counts_of_coverage_are_null_without_coverage() {
    let ledger = read::<f64>(&JOURNAL.lines().take(3).collect::<Vec<_>>().join("\n"));
    let statement = ledger.statement(By::Role).unwrap();
    assert!(statement.to_json().unwrap().ends_with(r#""left_out":0,"due":null,"made":null,"missing":null}]}"#));
    assert!(statement.to_csv().unwrap().ends_with(",0,,,,before,service-dominant,,last,\n"));
}

proptest! {
    #[test]
    fn figures_round_trip_bit_for_bit(case in written()) {
        let ledger = part_of::<f64>(&case, Scale::Tenths);
        let terms = Terms::by(By::Service.and(By::with("district"))).including(SourceKind::Proxy);
        let statement = ledger.statement(terms).unwrap();
        let json: Value = serde_json::from_str(&statement.to_json().unwrap()).unwrap();
        let csv = statement.to_csv().unwrap();
        let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(csv.as_bytes()).records().map(Result::unwrap).collect();
        prop_assert_eq!(rows.len(), statement.len());
        for (index, cell) in statement.cells().enumerate() {
            let written = &json["cells"][index];
            let figures = [
                ("co_created", 3, cell.co_created()),
                ("created", 12, cell.created()),
                ("destroyed", 13, cell.destroyed()),
                ("net", 14, cell.net()),
                ("hidden", 15, cell.hidden()),
            ];
            for (name, column, figure) in figures {
                let figure = figure.unwrap().to_bits();
                prop_assert_eq!(written[name].as_f64().unwrap().to_bits(), figure, "{}", name);
                prop_assert_eq!(rows[index][column].parse::<f64>().unwrap().to_bits(), figure, "{}", name);
            }
            let values: Vec<Option<&str>> = cell.line().values().collect();
            prop_assert_eq!(values, [written["line"]["service"].as_str(), written["line"]["with.district"].as_str()]);
        }
    }
}

/// The cell of the filters tells an empty value from *not stated*, and one value from two.
#[test]
fn filters_in_csv_are_told_apart() {
    let catalogue = Catalogue::<f64>::new([Measure::lower_is_better("pain", "points")], [Service::new("s", "p")]);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    let user = User::new("ana").with("d", "n");
    ledger
        .record(Interaction::between(user, "s", date(2026, 3, 2)).appraisal(Appraisal::of("pain").change(1.0)))
        .unwrap();
    let cell = |values: &[Option<&str>]| {
        let terms =
            Terms::by(By::none()).only(By::with("d"), values.iter().copied().chain([Some("n")]).collect::<Line>());
        let csv = ledger.statement(terms).unwrap().to_csv().unwrap();
        csv.lines().nth(1).expect("a row").rsplit_once(",with.d=").map(|(_, cell)| cell.to_owned()).unwrap_or(csv)
    };
    let cells =
        [&[][..], &[None], &[Some("")], &[None, Some("")], &[Some("o; with.d=p")], &[Some("o"), Some("p")]].map(cell);
    for (index, one) in cells.iter().enumerate() {
        assert!(cells[..index].iter().all(|other| other != one), "{cells:?}");
    }
}
