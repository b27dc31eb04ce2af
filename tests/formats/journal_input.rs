//! Journals as input: the message of each invalid line, and skipped lines.

use std::io::{BufReader, Cursor, Read};

use covalue::error::ReadError;
use covalue::number::Number;
use covalue::{Catalogue, Ledger, Rule, journal};
use num_rational::BigRational;
use rust_decimal::Decimal;

/// Three valid lines, to which the tests add one more.
pub const GOOD: &str = r#"{"measure":{"id":"pain","unit":"points","better":"lower","range":[0,10]}}
{"service":{"id":"physio","provider":"clinic"}}
{"interaction":{"id":"v1","service":"physio","users":["ana"],"on":"2026-03-02","appraisals":[{"measure":"pain","before":6,"after":4}]}}
"#;

fn empty<N: Number>() -> Ledger<N> {
    Ledger::part(&Catalogue::empty(), "a journal")
}

pub fn read<N: Number>(journal: impl AsRef<[u8]>) -> Result<Ledger<N>, ReadError> {
    let mut ledger = empty();
    journal::read(&mut ledger, journal.as_ref()).map(|_| ledger)
}

/// Checks that a fourth line is refused with this message. A strict read keeps nothing, and a lenient read keeps all
/// other lines.
#[track_caller]
fn refuses_in<N: Number>(line: impl AsRef<[u8]>, message: &str) {
    let good = read::<N>(GOOD).unwrap();
    let journal = [GOOD.as_bytes(), line.as_ref(), b"\n"].concat();

    let mut ledger = empty::<N>();
    ledger.declare_measure(covalue::Measure::lower_is_better("other", "points")).unwrap();
    let before = ledger.clone();
    let error = journal::read(&mut ledger, &journal[..]).unwrap_err();
    assert_eq!(error.to_string(), message);
    assert_eq!(error.line(), 4);
    assert!(message.starts_with(&format!("line 4: {}: ", error.rule())));
    assert!(ledger == before, "something was kept");

    let mut ledger = empty::<N>();
    let more = br#"{"void":{"interaction":"v1","reason":"another patient's file"}}"#;
    let intake = journal::read_lenient(&mut ledger, &[&journal[..], more].concat()[..]).unwrap();
    let refused: Vec<String> = intake.refused().iter().map(ToString::to_string).collect();
    assert_eq!(refused, [message]);
    assert_eq!(
        (intake.line_count(), intake.declaration_count(), intake.interaction_count(), intake.void_count()),
        (5, 2, 1, 1)
    );
    let mut kept = good;
    kept.void("v1", "another patient's file").unwrap();
    assert!(ledger == kept, "something else was kept");
}

#[track_caller]
fn refuses(line: impl AsRef<[u8]>, message: &str) {
    refuses_in::<f64>(line, message);
}

/// A visit with further fields.
pub fn visit(more: &str) -> String {
    format!(r#"{{"interaction":{{"id":"v2","service":"physio","users":["ben"],"on":"2026-03-09",{more}}}}}"#)
}

/// A visit with an appraisal of these fields.
fn appraised(fields: &str) -> String {
    visit(&format!(r#""appraisals":[{{"measure":"pain",{fields}}}]"#))
}

#[test]
fn broken_lines_are_refused() {
    refuses("nonsense", "line 4: form: not JSON (column 1)");
    refuses("{", "line 4: form: the line ends inside its entry (column 1)");
    refuses(&visit("")[..40], "line 4: form: the line ends inside its entry (column 40)");
    refuses(r#"{"void":"#, "line 4: form: the line ends inside its entry (column 8)");
    refuses(r#"{"void":{}} {}"#, "line 4: form: missing field `reason` (column 10)");
    refuses(r#"{"service":{"id":"a","provider":"b"}} {}"#, "line 4: form: unexpected further text (column 39)");
    refuses("[]", "line 4: form: expected an entry with one key, as {\"interaction\":{..}} (column 1)");
    refuses("{}", "line 4: form: expected an entry with one key, as {\"interaction\":{..}} (column 2)");
    refuses("\"void\"", "line 4: form: expected an entry with one key, as {\"interaction\":{..}} (column 1)");
}

#[test]
fn other_encodings_are_refused() {
    refuses(b"{\"void\":{\"interaction\":\"v\xff\"}}", "line 4: form: byte 26 of the line is not UTF-8");
    refuses(
        r#"{"void":{"interaction":"\ud800","reason":""}}"#,
        "line 4: form: unexpected end of hex escape (column 31)",
    );
    let utf_16: Vec<u8> = std::iter::once(0xfeff).chain(GOOD.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let message = "line 1: form: the file is in UTF-16, but has to be in UTF-8";
    assert_eq!(read::<f64>(&utf_16).unwrap_err().to_string(), message);
    let utf_16: Vec<u8> = std::iter::once(0xfeff).chain(GOOD.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    assert_eq!(read::<f64>(&utf_16).unwrap_err().to_string(), message);
}

#[test]
fn unknown_kinds_and_fields_are_refused() {
    refuses(
        r#"{"visit":{}}"#,
        "line 4: form: unknown word `visit`, expected one of `measure`, `service`, `interaction`, `appraisal`, `void`, `reach` (column 8)",
    );
    refuses(
        r#"{"service":{"id":"a","provider":"b"},"void":{}}"#,
        "line 4: form: expected an entry with one key, as {\"interaction\":{..}} (column 36)",
    );
    refuses(
        r#"{"measure":{"id":"a","unit":"b","better":"lower","colour":"red"}}"#,
        "line 4: form: unknown field `colour`, expected one of `id`, `unit`, `better`, `tolerance`, `range`, `element` \
         (column 57)",
    );
    refuses(
        visit(r#""users_":[]"#),
        "line 4: form: unknown field `users_`, expected one of `id`, `service`, `users`, `on`, `known`, `use`, `with`, \
         `others`, `affected`, `contributions`, `appraisals` (column 87)",
    );
    refuses(
        appraised(r#""befor":1"#),
        "line 4: form: unknown field `befor`, expected one of `interaction`, `beneficiary`, `measure`, `before`, `after`, \
         `change`, `expected`, `without`, `references`, `follow_up`, `source`, `made`, `known` (column 118)",
    );
    refuses(
        appraised(r#""interaction":"v1","before":1"#),
        "line 4: form: unknown field `interaction`: an appraisal inside an interaction must not name one",
    );
    refuses(
        r#"{"void":{"interaction":"v1","reason":"a","by":"ben"}}"#,
        "line 4: form: unknown field `by`, expected one of `interaction`, `reason`, `known` (column 45)",
    );
}

#[test]
fn missing_fields_are_refused() {
    refuses(r#"{"measure":{"id":"a","unit":"b"}}"#, "line 4: form: missing field `better` (column 32)");
    refuses(r#"{"service":{"id":"a"}}"#, "line 4: form: missing field `provider` (column 21)");
    refuses(
        r#"{"interaction":{"service":"physio","on":"2026-03-02"}}"#,
        "line 4: form: missing field `users` (column 53)",
    );
    refuses(
        r#"{"appraisal":{"measure":"pain","before":1}}"#,
        "line 4: form: missing field `interaction`: a later appraisal must name its interaction",
    );
    refuses(
        r#"{"void":{"reason":"another file"}}"#,
        "line 4: form: missing field `interaction`: a void must name its interaction",
    );
    refuses(visit(r#""contributions":[{"integrated":1}]"#), "line 4: form: missing field `party` (column 112)");
    refuses(
        visit(r#""contributions":[{"party":"ben","misintegrated":[{"by":"clinic"}]}]"#),
        "line 4: form: missing field `amount` (column 145)",
    );
}

#[test]
fn repeated_keys_are_refused() {
    refuses(r#"{"service":{"id":"a","provider":"b","id":"c"}}"#, "line 4: form: duplicate field `id` (column 40)");
    refuses(visit(r#""on":"2026-03-02""#), "line 4: form: duplicate field `on` (column 83)");
    refuses(
        r#"{"service":{"id":"a","provider":"b","promises":{"pain":1,"pain":1}}}"#,
        "line 4: form: service `a` promises `pain` twice",
    );
    refuses(
        visit(r#""with":{"weather":"rain","weather":"rain"}"#),
        "line 4: form: an interaction has two values in one dimension",
    );
    refuses(
        r#"{"interaction":{"service":"physio","users":[{"id":"ana","with":{"a":"b","a":"c"}}],"on":"2026-03-02"}}"#,
        "line 4: form: user `ana` has two values in one dimension",
    );
}

#[test]
fn invalid_days_are_refused() {
    for day in
        ["2026-3-2", "2026-02-29", "20260302", "2026-03-02T00:00", "2026-13-01", "02.03.2026", "+002026-03-02", ""]
    {
        refuses(
            format!(r#"{{"interaction":{{"service":"physio","users":["ben"],"on":"{day}"}}}}"#),
            &format!("line 4: form: on: `{day}` is not a day written as YYYY-MM-DD (column {})", 59 + day.len()),
        );
    }
    refuses(visit(r#""known":20260302"#), "line 4: form: known: expected text, found a number (column 95)");
    refuses(
        visit(r#""known":null"#),
        "line 4: form: known: expected text, found null: state it, or leave the field out if it may be absent (column 91)",
    );
    refuses(
        visit(r#""known":"soon","with":{"weather":"rain"}"#),
        "line 4: form: known: `soon` is not a day written as YYYY-MM-DD (column 93)",
    );
    refuses(
        appraised(r#""before":1,"source":{"observed":"a \"b\": {"},"made":"soon""#),
        "line 4: form: made: `soon` is not a day written as YYYY-MM-DD (column 171)",
    );
}

#[test]
fn numbers_out_of_range_are_refused() {
    refuses(appraised(r#""before":1e999"#), "line 4: R3: before: `1e999` is not a finite f64");
    refuses(appraised(r#""before":-1e999,"after":1"#), "line 4: R3: before: `-1e999` is not a finite f64");
    refuses(appraised(r#""before":"6""#), "line 4: R3: before: `\"6\"` is not a number");
    refuses(
        appraised(r#""before":null"#),
        "line 4: form: before: expected a number, found null: state it, or leave the field out if it may be absent (column 125)",
    );
    refuses(appraised(r#""before":[1]"#), "line 4: form: before: expected a number, found a list (column 124)");
    refuses(appraised(r#""before":true"#), "line 4: form: before: expected a number, found a boolean (column 125)");
    refuses(
        appraised(r#""after":1,"references":{"aim":{}}"#),
        "line 4: form: aim: expected a number, found an object (column 144)",
    );
    refuses(
        visit(r#""contributions":[{"party":"ben","misintegrated":[{"amount":null}]}]"#),
        "line 4: form: amount: expected a number, found null: state it, or leave the field out if it may be absent (column 145)",
    );
    refuses(appraised(r#""before":NaN"#), "line 4: form: `NaN` is not a number (column 121)");
    refuses(appraised(r#""before":Infinity"#), "line 4: form: `Infinity` is not a number (column 121)");
    refuses(appraised(r#""before":six"#), "line 4: form: not JSON (column 121)");
    refuses(appraised(r#""before":01"#), "line 4: form: invalid number (column 122)");
    refuses(
        visit(r#""contributions":[{"party":"ben","integrated":-1}]"#),
        "line 4: R3: integrated quantity of `ben` is -1.0, below zero",
    );
    refuses(
        visit(r#""contributions":[{"party":"ben","not_integrated":[{"amount":1e400}]}]"#),
        "line 4: R3: not_integrated: `1e400` is not a finite f64",
    );
    refuses(
        visit(r#""contributions":[{"party":"ben","not_integrated":[{"amount":1,"why":""}]}]"#),
        "line 4: form: unknown field `why`, expected one of `amount`, `by`, `intent`, `cause` (column 152)",
    );
    refuses(
        r#"{"measure":{"id":"a","unit":"b","better":"lower","tolerance":-1}}"#,
        "line 4: R3: tolerance of `a` is -1.0, below zero",
    );
    refuses(
        r#"{"measure":{"id":"a","unit":"b","better":"lower","range":[10,0]}}"#,
        "line 4: R3: range of `a` is from 10.0 to 0.0: the lowest level is above the highest",
    );
    for range in ["[]", "[1]", "[1,2,3]"] {
        let line = format!(r#"{{"measure":{{"id":"a","unit":"b","better":"lower","range":{range}}}}}"#);
        let message = read::<f64>(format!("{GOOD}{line}")).unwrap_err().to_string();
        let expected = "line 4: form: range: a range has two numbers, the lowest and the highest level (column ";
        assert!(message.starts_with(expected), "{message}");
    }
    refuses(
        r#"{"measure":{"id":"a","unit":"b","better":"lower","range":"0-10"}}"#,
        "line 4: form: range: expected a list of two numbers, found text (column 63)",
    );
    refuses_in::<i64>(appraised(r#""before":0.5"#), "line 4: R3: before: `0.5` is not held exactly by i64");
    refuses_in::<i64>(
        appraised(r#""before":9223372036854775808"#),
        "line 4: R3: before: `9223372036854775808` is not held exactly by i64",
    );
    refuses_in::<Decimal>(appraised(r#""before":1e-29"#), "line 4: R3: before: `1e-29` is not held exactly by Decimal");
    refuses_in::<BigRational>(appraised(r#""before":"1/0""#), "line 4: R3: before: `1/0` is not a finite BigRational");
    refuses_in::<BigRational>(appraised(r#""before":"a third""#), "line 4: R3: before: `a third` is not a number");
}

#[test]
fn invalid_words_and_types_are_refused() {
    refuses(
        r#"{"measure":{"id":"a","unit":"b","better":"more"}}"#,
        "line 4: form: unknown direction `more`, expected one of higher, lower (column 48)",
    );
    refuses(
        visit(r#""use":"online""#),
        "line 4: form: unknown use `online`, expected one of direct, indirect (column 94)",
    );
    refuses(
        appraised(r#""before":1,"source":"mine""#),
        "line 4: form: unknown word `mine`, expected one of `own`, `proxy`, `observed` (column 137)",
    );
    refuses(
        appraised(r#""before":1,"follow_up":0"#),
        "line 4: form: an appraisal of `pain` has follow-up 0, but follow-ups are numbered from 1",
    );
    refuses(
        appraised(r#""before":1,"follow_up":-1"#),
        "line 4: form: follow_up: expected a whole number from 1 to 4294967295, found `-1` (column 136)",
    );
    refuses(appraised(r#""follow_up":2"#), "line 4: form: an appraisal of `pain` has neither a level nor a change");
    refuses(
        appraised(r#""before":1,"change":1"#),
        "line 4: form: an appraisal of `pain` has both a change and a level, but may have only one of them",
    );
    refuses(
        r#"{"interaction":{"service":"physio","users":"ana","on":"2026-03-02"}}"#,
        "line 4: form: users: expected a list, found text (column 48)",
    );
    for field in ["others", "affected", "contributions", "appraisals"] {
        let error = read::<f64>(visit(&format!(r#""{field}":"ana""#))).unwrap_err().to_string();
        assert!(error.contains(&format!("form: {field}: expected a list, found text (column")), "{error}");
    }
}

#[test]
fn messages_do_not_quote_text_in_place_of_fields() {
    refuses(r#"{"void":"a secret"}"#, "line 4: form: void: expected the fields of a void, found text (column 18)");
    refuses(
        visit(r#""contributions":[{"party":"clinic","misintegrated":["a secret"]}]"#),
        "line 4: form: expected the fields of a part that was not integrated, found text (column 143)",
    );
}

#[test]
fn messages_do_not_quote_dimensions_and_reasons() {
    let expected = "line 4: form: expected text (column";
    let map = "line 4: form: with: expected an object, found";
    for value in ["17.5", "true", "null", "-17", "17", "[\"north\"]", "{\"north\":1}", "\"north"] {
        for line in [
            visit(&format!(r#""with":{{"district":{value}}}"#)),
            format!(
                r#"{{"interaction":{{"service":"physio","users":[{{"id":"a","with":{{"b":{value}}}}}],"on":"2026-03-02"}}}}"#
            ),
            format!(r#"{{"void":{{"interaction":"v1","reason":{value}}}}}"#),
        ] {
            let message = read::<f64>(format!("{GOOD}{line}")).unwrap_err().to_string();
            assert!(message.starts_with(expected) || value == "\"north", "{message}");
            assert!(!message.contains("17") && !message.contains("north") && !message.contains("true"), "{message}");
        }
        let message = read::<f64>(format!("{GOOD}{}", visit(&format!(r#""with":{value}"#)))).unwrap_err().to_string();
        assert!(message.starts_with(map) || value.starts_with("{\"") || value == "\"north", "{message}");
        assert!(!message.contains("17") && !message.contains("true"), "{message}");
    }
    refuses(visit(r#""with":"north""#), "line 4: form: with: expected an object, found text (column 93)");
}

#[test]
fn errors_of_validation_name_their_line_and_rule() {
    refuses(visit(r#""others":[""]"#), "line 4: R1: the actor id is empty");
    refuses(r#"{"void":{"interaction":"","reason":"a"}}"#, "line 4: R1: the interaction id is empty");
    refuses(
        r#"{"measure":{"id":"pain","unit":"marks","better":"lower"}}"#,
        "line 4: R1: measure `pain` is already defined differently: a conflict",
    );
    refuses(
        r#"{"service":{"id":"physio","provider":"another"}}"#,
        "line 4: R1: service `physio` is already defined differently: a conflict",
    );
    refuses(
        r#"{"interaction":{"id":"v1","service":"physio","users":["ana"],"on":"2026-03-02","appraisals":[{"measure":"pain","after":4,"before":6}]}}"#,
        "line 4: R1: interaction `v1` is recorded already, with the same content: a repeat (option `skip_repeats`)",
    );
    refuses(
        r#"{"interaction":{"id":"v1","service":"physio","users":["ana"],"on":"2026-03-03"}}"#,
        "line 4: R1: interaction `v1` is recorded already, with other content: a conflict",
    );
    refuses(
        r#"{"service":{"id":"a","provider":"b","promises":{"mobility":1}}}"#,
        "line 4: R2: service `a` promises `mobility`, which is not a measure of the catalogue",
    );
    refuses(
        r#"{"interaction":{"service":"dance","users":["ana"],"on":"2026-03-03"}}"#,
        "line 4: R2: `dance` is not a service of the catalogue",
    );
    refuses(
        r#"{"appraisal":{"interaction":"v9","measure":"pain","before":1}}"#,
        "line 4: R2: interaction `v9` is not recorded",
    );
    refuses(
        r#"{"appraisal":{"interaction":"v1","measure":"pain","before":11}}"#,
        "line 4: R2: level before of `pain` is 11.0, outside its range from 0.0 to 10.0",
    );
    refuses(r#"{"void":{"interaction":"v9","reason":"secret"}}"#, "line 4: R2: interaction `v9` is not recorded");
    refuses(
        r#"{"interaction":{"service":"physio","users":[],"on":"2026-03-02"}}"#,
        "line 4: R4: an interaction with `physio` has no user, and the user is a party to every interaction",
    );
    refuses(
        appraised(r#""beneficiary":"cai","before":1"#),
        "line 4: R6: `cai`, the beneficiary of an appraisal of `pain`, is not named in the interaction",
    );
    refuses(
        r#"{"appraisal":{"interaction":"v1","measure":"pain","before":6,"after":5}}"#,
        "line 4: R8: follow-up 1 of `pain` for `ana`, own, is appraised twice with equal days (known 2026-03-02, made \
         2026-03-02): one of them needs a later day, or another follow-up; skip it if it is a repeat (option `skip_repeats`)",
    );
    refuses(
        r#"{"appraisal":{"interaction":"v1","measure":"pain","before":6,"made":"2026-03-01"}}"#,
        "line 4: R9: an appraisal of `pain` was made on 2026-03-01, before the interaction on 2026-03-02",
    );
    refuses(
        r#"{"void":{"interaction":"v1","reason":"secret","known":"2026-03-01"}}"#,
        "line 4: R9: the void of `v1` is known on 2026-03-01, before the interaction is known on 2026-03-02",
    );
}

#[test]
fn the_error_names_the_first_refused_line() {
    // Validation runs on a batch of lines after parsing. The error must still name the first line.
    let by_the_ledger = r#"{"interaction":{"service":"dance","users":["ana"],"on":"2026-03-03"}}"#;
    let error = read::<f64>(format!("{GOOD}{by_the_ledger}\nnonsense\n")).unwrap_err();
    assert_eq!(error.to_string(), "line 4: R2: `dance` is not a service of the catalogue");
    let error = read::<f64>(format!("{GOOD}nonsense\n{by_the_ledger}\n")).unwrap_err();
    assert_eq!((error.line(), error.rule()), (4, Rule::Form));
}

#[test]
fn byte_order_marks_and_blank_lines_are_skipped() {
    let expected = read::<f64>(GOOD).unwrap();
    let mark = "\u{feff}";
    for journal in [
        GOOD.trim_end().to_owned(),
        GOOD.replace('\n', "\r\n"),
        GOOD.replace('\n', "\n \t\r\n\n"),
        format!("{mark}{GOOD}"),
        format!("\n\n{GOOD}\n\n"),
    ] {
        assert!(read(&journal).unwrap() == expected, "{journal:?}");
    }
    // Concatenated files repeat their declarations and may contain a second byte order mark. A repeated interaction
    // is refused.
    let declarations = GOOD.lines().take(2).collect::<Vec<_>>().join("\r\n") + "\r\n";
    assert!(read(format!("{mark}{declarations}{mark}{GOOD}")).unwrap() == expected);
    // In other positions a byte order mark is not skipped.
    for entry in [format!("{mark}{mark}{{}}"), format!(" {mark}{{}}"), format!("{{}}{mark}")] {
        let error = read::<f64>(format!("{GOOD}{entry}\n")).unwrap_err();
        assert_eq!((error.line(), error.rule()), (4, Rule::Form), "{entry:?}");
    }
    let error = read::<f64>(format!("{GOOD}\n\r\n{GOOD}")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 8: R1: interaction `v1` is recorded already, with the same content: a repeat (option `skip_repeats`)"
    );
}

#[test]
fn a_file_without_entries_is_an_empty_journal() {
    for journal in ["", "\n", "\u{feff}", "\r\n\n  "] {
        assert!(read::<f64>(journal).unwrap() == empty());
    }
}

/// The result of reading a journal whose last line has `length` bytes.
fn long_line(length: usize) -> Result<Ledger, ReadError> {
    let [before, after] = [r#"{"void":{"interaction":"v1","reason":""#, r#""}}"#];
    let reason = "x".repeat(length - before.len() - after.len());
    read(format!("{GOOD}{before}{reason}{after}\r\n"))
}

#[test]
fn a_line_may_be_8_mib_long() {
    const LONGEST: usize = 8 << 20;
    assert!(long_line(LONGEST).is_ok());
    let message = "line 4: form: the line is longer than 8 MiB";
    for length in [LONGEST + 1, LONGEST + 2, LONGEST + 3, 9 << 20, 17 << 20] {
        assert_eq!(long_line(length).unwrap_err().to_string(), message);
    }
    let line = vec![b'x'; 9 << 20];
    refuses(&line, message);
    // A byte order mark and leading blanks count towards the length of a line.
    let marked = |length: usize| {
        let entry = GOOD.lines().next().unwrap();
        read::<f64>(format!("\u{feff}{entry}{}\r\n", " ".repeat(length - entry.len())))
    };
    assert!(marked(LONGEST).is_ok());
    let message = "line 1: form: the line is longer than 8 MiB";
    for length in [LONGEST + 1, LONGEST + 2, LONGEST + 3, LONGEST + 4, 9 << 20] {
        assert_eq!(marked(length).unwrap_err().to_string(), message);
    }
    for length in [LONGEST + 1, LONGEST + 6, 9 << 20] {
        assert_eq!(read::<f64>(" ".repeat(length) + GOOD).unwrap_err().to_string(), message);
    }
    assert!(read::<f64>(" ".repeat(LONGEST) + "\n" + GOOD).is_ok());
}

/// An input that fails after some bytes.
struct FailingReader<R>(R);

impl<R: Read> Read for FailingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(std::io::Error::other("the disk is gone")),
            count => Ok(count),
        }
    }
}

#[test]
fn an_input_error_leaves_the_ledger_unchanged() {
    for lenient in [false, true] {
        let mut ledger = empty::<f64>();
        let input = BufReader::new(FailingReader(GOOD.as_bytes()));
        let read = if lenient { journal::read_lenient(&mut ledger, input) } else { journal::read(&mut ledger, input) };
        assert_eq!(read.unwrap_err().to_string(), "line 4: form: the input could not be read: the disk is gone");
        assert!(ledger == empty());
    }
}

#[test]
fn a_journal_can_be_read_with_a_small_buffer() {
    for capacity in [1, 7, 64] {
        let mut ledger = empty::<f64>();
        let _ = journal::read(&mut ledger, BufReader::with_capacity(capacity, Cursor::new(GOOD))).unwrap();
        assert!(ledger == read(GOOD).unwrap());
    }
}

#[test]
fn numbers_are_parsed_from_their_text() {
    let third = read::<BigRational>(format!("{GOOD}{}", appraised(r#""before":"1/3","after":0.1"#))).unwrap();
    let recorded = third.interaction("v2").unwrap();
    let appraisal = recorded.appraisals().next().unwrap();
    assert_eq!(appraisal.get_before(), Some(&BigRational::new(1.into(), 3.into())));
    assert_eq!(appraisal.get_after(), Some(&BigRational::new(1.into(), 10.into())));

    // A conversion to a float would lose the last digits.
    let decimal =
        read::<Decimal>(format!("{GOOD}{}", appraised(r#""before":0.1234567890123456789012345678"#))).unwrap();
    let digits = decimal.interaction("v2").unwrap().appraisals().next().unwrap().get_before().unwrap().to_string();
    assert_eq!(digits, "0.1234567890123456789012345678");

    // A fast parser rounds this number to the next float instead of the nearest.
    let nearest =
        read::<f64>(format!("{GOOD}{}", visit(r#""contributions":[{"party":"ben","integrated":5.0034e-299}]"#)))
            .unwrap();
    let recorded = nearest.interaction("v2").unwrap();
    assert_eq!(recorded.contributions().next().unwrap().get_integrated(), Some(&5.0034e-299));

    let long = read::<i128>(GOOD.replace("[0,10]", "[0,170141183460469231731687303715884105727]")).unwrap();
    let range = long.catalogue().measure("pain").unwrap().get_range();
    assert_eq!(range, Some((&0, &i128::MAX)));
}

#[test]
fn a_refusal_among_many_interactions_names_its_own_line() {
    // More interactions than one batch, with blank lines in between.
    let mut journal = GOOD.to_owned();
    for number in 0..10_000 {
        let line = visit("").replace("v2", &format!("w{number}")).replace(",}}", "}}");
        journal += &line;
        journal += "\n\n";
    }
    assert_eq!(read::<f64>(&journal).unwrap().len(), 10_001);
    let error =
        read::<f64>(journal.replace(r#""w9000","service":"physio""#, r#""w9000","service":"dance""#)).unwrap_err();
    assert_eq!(error.to_string(), format!("line {}: R2: `dance` is not a service of the catalogue", 4 + 2 * 9000));
}
