//! Tables as input: the message of each invalid row, and the unchanged ledger after a refusal.

use std::io::{BufReader, Read};

use covalue::error::ReadError;
use covalue::number::Number;
use covalue::table::Options;
use covalue::{Catalogue, Ledger, Measure, Service, journal, table};
use num_rational::BigRational;
use rust_decimal::Decimal;

pub(super) const HEADER: &str = "id,service,user,on,measure,before,after";

fn catalogue<N: Number>() -> Catalogue<N> {
    let ten = N::parse("10").unwrap();
    Catalogue::new(
        [
            Measure::lower_is_better("pain", "points").range(N::zero(), ten),
            Measure::higher_is_better("mobility", "points"),
        ],
        [Service::new("physio", "clinic"), Service::new("yoga", "studio")],
    )
    .unwrap()
}

pub(super) fn empty<N: Number>() -> Ledger<N> {
    Ledger::part(&catalogue(), "a table")
}

pub(super) fn read<N: Number>(table: impl AsRef<[u8]>) -> Result<Ledger<N>, ReadError> {
    let mut ledger = empty();
    table::read(&mut ledger, table.as_ref()).map(|_| ledger)
}

/// Reads rows of one id with different users as one interaction.
pub(super) fn read_sessions<N: Number>(table: impl AsRef<[u8]>) -> Result<Ledger<N>, ReadError> {
    let mut ledger = empty();
    Options::new().group_sessions().read(&mut ledger, table.as_ref()).map(|_| ledger)
}

/// The ledger of a journal, with which a table is compared.
pub(super) fn of_journal<N: Number>(lines: &[&str]) -> Ledger<N> {
    let mut ledger = empty();
    let _ = journal::read(&mut ledger, lines.join("\n").as_bytes()).unwrap();
    ledger
}

/// Checks that a third line is refused with this message. A strict read keeps nothing, and a lenient read keeps all
/// other interactions.
#[track_caller]
fn refuses_in<N: Number>(more_columns: &str, row: impl AsRef<[u8]>, message: &str) {
    let header = [HEADER, more_columns].concat();
    let commas = ",".repeat(more_columns.matches(',').count());
    let good = |id: &str| format!("{id},physio,ana,2026-03-02,pain,6,4{commas}\n");
    let table = [header.as_bytes(), b"\n", good("v1").as_bytes(), row.as_ref(), b"\n", good("v9").as_bytes()].concat();

    let mut ledger = empty::<N>();
    let _ = table::read(&mut ledger, [&header, "\n", &good("v0")].concat().as_bytes()).unwrap();
    let before = ledger.clone();
    let error = table::read(&mut ledger, &table[..]).unwrap_err();
    assert_eq!(error.to_string(), message);
    assert!(message.starts_with(&format!("line {}: {}: ", error.line(), error.rule())));
    assert!(ledger == before, "something was kept");

    let mut ledger = empty::<N>();
    let intake = table::read_lenient(&mut ledger, &table[..]).unwrap();
    let refused: Vec<String> = intake.refused().iter().map(ToString::to_string).collect();
    // An interaction is kept as a whole or not at all. If the invalid line belongs to v1, its first row is refused as
    // well.
    let with = "line 2: form: `v1` is refused because of line 3, and so is this row: an interaction is recorded whole or not at all";
    let of_v1 = row.as_ref().starts_with(b"v1,");
    assert_eq!(refused, if of_v1 { vec![with, message] } else { vec![message] });
    assert_eq!((intake.line_count(), intake.interaction_count()), (4, ledger.len() as u64));
    assert!(ledger.interaction("v9").is_some(), "a later interaction was not kept");
}

#[track_caller]
pub(super) fn refuses(more_columns: &str, row: impl AsRef<[u8]>, message: &str) {
    refuses_in::<f64>(more_columns, row, message);
}

/// Checks that the header is refused, also by a lenient read.
#[track_caller]
fn refuses_table(table: impl AsRef<[u8]>, message: &str) {
    assert_eq!(read::<f64>(table.as_ref()).unwrap_err().to_string(), message);
    let mut ledger = empty::<f64>();
    assert_eq!(table::read_lenient(&mut ledger, table.as_ref()).unwrap_err().to_string(), message);
    assert!(ledger == empty());
}

#[test]
fn invalid_headers_are_refused() {
    refuses_table("", "line 1: form: the table has no header");
    refuses_table("\n\r\n\n", "line 3: form: the table has no header");
    for column in ["id", "service", "user", "on", "measure", "before", "after"] {
        let header: Vec<&str> = HEADER.split(',').filter(|name| *name != column).collect();
        refuses_table(
            header.join(","),
            &format!(
                "line 1: form: the table has no column `{column}`: if it has another name there, say so (option `column`)"
            ),
        );
    }
    refuses_table(
        format!("{HEADER},ater"),
        "line 1: form: unknown column `ater` (is `after` meant?): name it (option `column`), ignore it (option `ignore`), or state the line of the header (option `header_line`)",
    );
    refuses_table(
        format!("{HEADER},with."),
        "line 1: form: unknown column `with.`, expected one of id, service, user, on, measure, before, after, with.NAME, ref.NAME \
         and 20 others (see docs/journal.md): name it (option `column`), ignore it (option `ignore`), or state the line of the header (option `header_line`)",
    );
    refuses_table(
        format!("{HEADER}, made"),
        "line 1: form: unknown column ` made` (is `made` meant?): name it (option `column`), ignore it (option `ignore`), or state the line of the header (option `header_line`); if names have spaces around them, remove them (option `trim`)",
    );
    refuses_table(format!("\n{HEADER},on"), "line 2: form: the column `on` is repeated");
    refuses_table(format!("{HEADER},with.a,with.a"), "line 1: form: the column `with.a` is repeated");
    refuses_table(
        format!("{HEADER},"),
        "line 1: form: column 8 has no name: name it, ignore it (option `ignore`, with an empty name), or skip blank columns at the end (option `skip_blank`)",
    );
    let semicolons = HEADER.replace(',', ";");
    refuses_table(
        &semicolons,
        "line 1: form: the header has one column: if semicolons separate its columns, say so (option `delimiter`); if it is a title, state the line of the header (option `header_line`)",
    );
    refuses_table(format!("{HEADER},\"cause"), "line 1: form: cell 8 opens a quote that nothing closes");
}

#[test]
fn malformed_rows_are_refused() {
    refuses("", "v2,physio,ben,2026-03-02,pain,6", "line 3: form: the row has 6 cells, and the header 7");
    refuses("", "v2,physio,ben,2026-03-02,pain,6,4,x", "line 3: form: the row has 8 cells, and the header 7");
    refuses(
        "",
        "v2,physio,ben,2026-03-02,pain,6,4,",
        "line 3: form: the row has 8 cells, and the header 7: skip the empty cells at the end (option `skip_blank`)",
    );
    refuses(
        "",
        "v2,physio, \"ben\",2026-03-02,pain,6,4",
        "line 3: form: cell 3 has spaces before the quote that opens it: remove them",
    );
    refuses("", "v2,physio,\"ben", "line 3: form: cell 3 opens a quote that nothing closes");
    refuses("", "v2,physio,\"ben\"\",2026-03-02,pain,6,4", "line 3: form: cell 3 opens a quote that nothing closes");
    refuses(
        "",
        b"v2,physio,b\xe9n,2026-03-02,pain,6,4",
        "line 3: form: byte 12 of the row is not UTF-8: if the table is in another encoding, such as windows-1252, name it (option `encoding`)",
    );
    refuses("", vec![b','; 9 << 20], "line 3: form: the line is longer than 8 MiB");
}

#[test]
fn invalid_cells_are_refused() {
    refuses("", "v2,,ben,2026-03-02,pain,6,4", "line 3: form: the cell `service` is empty");
    refuses("", "v2,physio,,2026-03-02,pain,6,4", "line 3: form: the cell `user` is empty");
    refuses("", "v2,physio,ben,,pain,6,4", "line 3: form: the cell `on` is empty");
    refuses(
        "",
        "v2,physio,ben,2026-03-02,,6,4",
        "line 3: form: the row has a level or a change, but its cell `measure` is empty",
    );
    refuses(
        "",
        "v2,physio,ben,02.03.2026,pain,6,4",
        "line 3: form: on: `02.03.2026` is not a day written as YYYY-MM-DD: if days are written so, state their form, such as %d/%m/%Y (option `days`)",
    );
    refuses(
        ",made",
        "v2,physio,ben,2026-03-02,pain,6,4,20260302",
        "line 3: form: made: `20260302` is not a day written as YYYY-MM-DD: if days are written so, state their form, such as %d/%m/%Y (option `days`)",
    );
    refuses(
        ",known",
        "v2,physio,ben,2026-03-02,pain,6,4,soon",
        "line 3: form: known: `soon` is not a day written as YYYY-MM-DD: if it stands for a missing value, say so (option `missing`)",
    );
    for word in ["four", "#DIV/0!", "n1"] {
        refuses(
            "",
            format!("v2,physio,ben,2026-03-02,pain,6,{word}"),
            &format!(
                "line 3: R3: after: `{word}` is not a number: if it stands for a missing value, say so (option `missing`)"
            ),
        );
    }
    refuses("", "v2,physio,ben,2026-03-02,pain,6,1.2.3", "line 3: R3: after: `1.2.3` is not a number");
    refuses(
        "",
        "v2,physio,ben,2026-03-02,pain, 6,4",
        "line 3: form: before: ` 6` has spaces around it: remove them (option `trim`)",
    );
    refuses("", "v2,physio,ben,2026-03-02,pain,1e999,4", "line 3: R3: before: `1e999` is not a finite f64");
    refuses(
        "",
        "v2,physio,ben,2026-03-02,pain,NaN,4",
        "line 3: R3: before: `NaN` is not a number: if it stands for a missing value, say so (option `missing`)",
    );
    refuses(
        ",user_integrated",
        "v2,physio,ben,2026-03-02,pain,6,4,-1",
        "line 3: R3: integrated quantity of `ben` is -1.0, below zero",
    );
    refuses(
        ",follow_up",
        "v2,physio,ben,2026-03-02,pain,6,4,+1",
        "line 3: form: follow_up: `+1` is not a follow-up: follow-ups are numbered from 1",
    );
    refuses(
        ",follow_up",
        "v2,physio,ben,2026-03-02,pain,6,4,0",
        "line 3: form: an appraisal of `pain` has follow-up 0, but follow-ups are numbered from 1",
    );
    refuses(
        ",source",
        "v2,physio,ben,2026-03-02,pain,6,4,mine",
        "line 3: form: source: unknown source `mine`, expected one of own, proxy:ACTOR, observed:INSTRUMENT",
    );
    refuses(",source", "v2,physio,ben,2026-03-02,pain,6,4,proxy:", "line 3: R1: the actor id is empty");
    refuses(
        ",use",
        "v2,physio,ben,2026-03-02,pain,6,4,online",
        "line 3: form: unknown use `online`, expected one of direct, indirect",
    );
    refuses(
        ",intent",
        "v2,physio,ben,2026-03-02,pain,6,4,evil",
        "line 3: form: unknown intent `evil`, expected one of accidental, intentional, unknown",
    );
    refuses(
        ",change",
        "v2,physio,ben,2026-03-02,pain,6,4,-2",
        "line 3: form: an appraisal of `pain` has both a change and a level, but may have only one of them",
    );
    refuses_in::<i64>(
        "",
        "v2,physio,ben,2026-03-02,pain,0.5,4",
        "line 3: R3: before: `0.5` is not held exactly by i64",
    );
    refuses_in::<Decimal>(
        "",
        "v2,physio,ben,2026-03-02,pain,1e-29,4",
        "line 3: R3: before: `1e-29` is not held exactly by Decimal",
    );
    refuses_in::<BigRational>(
        "",
        "v2,physio,ben,2026-03-02,pain,1/0,4",
        "line 3: R3: before: `1/0` is not a finite BigRational",
    );
}

#[test]
fn errors_of_validation_name_their_line_and_rule() {
    refuses("", "v2,dance,ben,2026-03-02,pain,6,4", "line 3: R2: `dance` is not a service of the catalogue");
    refuses(
        ",provider_integrated",
        "v2,dance,ben,2026-03-02,pain,6,4,1",
        "line 3: R2: `dance` is not a service of the catalogue",
    );
    refuses("", "v2,physio,ben,2026-03-02,sleep,6,4", "line 3: R2: `sleep` is not a measure of the catalogue");
    // Also in a row without a level, where nothing is appraised.
    refuses("", "v2,physio,ben,2026-03-02,sleep,,", "line 3: R2: `sleep` is not a measure of the catalogue");
    refuses(
        "",
        "v2,physio,ben,2026-03-02,pain,6,11",
        "line 3: R2: level after of `pain` is 11.0, outside its range from 0.0 to 10.0: if it stands for a missing value, say so (option `missing`)",
    );
    refuses(
        ",beneficiary",
        "v2,physio,ben,2026-03-02,pain,6,4,cai",
        "line 3: R6: `cai`, the beneficiary of an appraisal of `pain`, is not named in the interaction",
    );
    refuses(
        ",made",
        "v2,physio,ben,2026-03-02,pain,6,4,2026-03-01",
        "line 3: R9: an appraisal of `pain` was made on 2026-03-01, before the interaction on 2026-03-02",
    );
    refuses(
        "",
        "v1,physio,ana,2026-03-02,pain,6,5",
        "line 3: R8: follow-up 1 of `pain` for `ana`, own, is appraised twice with equal days (known 2026-03-02, made \
         2026-03-02): one of them needs a later day, or another follow-up",
    );
}

#[test]
fn a_byte_order_mark_is_skipped_only_at_the_start_of_a_table() {
    // A byte order mark inside the table is a letter of its cell. Skipping it would change an id.
    let mark = '\u{feff}';
    let row = "v1,physio,ana,2026-03-02,pain,6,4\n";
    let ledger = read::<f64>(format!("{mark}{HEADER}\n{row}{mark}{row}")).unwrap();
    assert!(ledger.interaction("v1").is_some() && ledger.interaction(format!("{mark}v1")).is_some());
    let joined = format!("{mark}{HEADER}\n{row}{mark}{HEADER}\n{}", row.replace("v1", "v2"));
    let message = "line 3: R2: `service` is not a service of the catalogue";
    assert_eq!(read::<f64>(joined).unwrap_err().to_string(), message);
}

#[test]
fn every_column_is_read() {
    let table = r#"id,service,user,on,measure,before,after,change,expected,without,beneficiary,follow_up,source,made,known,use,user_integrated,user_misintegrated,user_not_integrated,provider_integrated,provider_misintegrated,provider_not_integrated,misused_by,intent,cause,with.district,with.age
v1,physio,ana,2026-03-02,pain,6,4,,5,7,,2,own,2026-03-03,2026-03-04,indirect,3,1,2,4,5,6,clinic,accidental,"a ""flat"", tyre",north,
v1,physio,ana,2026-03-02,mobility,,,1,,,clinic,,proxy:her daughter,,2026-03-04,indirect,,1,,4,,,clinic,accidental,"a ""flat"", tyre",,"60,70"
v1,physio,ben,2026-03-02,mobility,,,-1,,,,,observed:scale: left,,2026-03-04,indirect,0,,,,,,,,,south,
"#;
    let expected = of_journal::<f64>(&[
        r#"{"interaction":{"id":"v1","service":"physio","users":[{"id":"ana","with":{"district":"north","age":"60,70"}},{"id":"ben","with":{"district":"south"}}],"on":"2026-03-02","known":"2026-03-04","use":"indirect","contributions":[{"party":"ana","integrated":3,"misintegrated":[{"amount":1,"by":"clinic","intent":"accidental","cause":"a \"flat\", tyre"}],"not_integrated":[{"amount":2,"by":"clinic","intent":"accidental","cause":"a \"flat\", tyre"}]},{"party":"ben","integrated":0},{"party":"clinic","integrated":4,"misintegrated":[{"amount":5,"by":"clinic","intent":"accidental","cause":"a \"flat\", tyre"}],"not_integrated":[{"amount":6,"by":"clinic","intent":"accidental","cause":"a \"flat\", tyre"}]}],"appraisals":[{"beneficiary":"ana","measure":"pain","before":6,"after":4,"expected":5,"without":7,"follow_up":2,"made":"2026-03-03"},{"beneficiary":"clinic","measure":"mobility","change":1,"source":{"proxy":"her daughter"}},{"beneficiary":"ben","measure":"mobility","change":-1,"source":{"observed":"scale: left"}}]}}"#,
    ]);
    assert!(read_sessions(table).unwrap() == expected);
}

#[test]
fn parts_that_are_not_stated_beside_a_stated_one_are_zero() {
    let expected = of_journal::<f64>(&[
        r#"{"interaction":{"id":"v1","service":"physio","users":["ana"],"on":"2026-03-02","contributions":[{"party":"ana","not_integrated":2}]}}"#,
        r#"{"interaction":{"id":"v2","service":"physio","users":["ana"],"on":"2026-03-02"}}"#,
    ]);
    let table = format!("{HEADER},user_not_integrated\nv1,physio,ana,2026-03-02,,,,2\nv2,physio,ana,2026-03-02,,,,\n");
    assert!(read(table).unwrap() == expected);
}

#[test]
fn cells_of_an_appraisal_need_an_appraisal() {
    for (column, cell) in
        [("beneficiary", "physio"), ("follow_up", "2"), ("source", "observed:scale"), ("made", "2026-03-03")]
    {
        // The row is refused with and without a measure.
        for measure in ["", "pain"] {
            refuses(
                &format!(",{column}"),
                format!("v2,physio,ana,2026-03-02,{measure},,,{cell}"),
                &format!("line 3: form: `{column}` is stated, but the row has no level and no change"),
            );
        }
        // A row with only a level before has an appraisal.
        let cell = if column == "beneficiary" { "ana" } else { cell };
        assert!(
            read::<f64>(format!("{HEADER},{column}\nv2,physio,ana,2026-03-02,pain,6,,{cell}\n")).is_ok(),
            "{column}"
        );
    }
    let expected =
        of_journal::<f64>(&[r#"{"interaction":{"id":"v2","service":"physio","users":["ana"],"on":"2026-03-02"}}"#]);
    let columns = "beneficiary,follow_up,source,made";
    for measure in ["", "pain"] {
        assert!(read(format!("{HEADER},{columns}\nv2,physio,ana,2026-03-02,{measure},,,,,,\n")).unwrap() == expected);
        // Cells with the default values are allowed without an appraisal.
        let row = format!("v2,physio,ana,2026-03-02,{measure},,,ana,1,own,2026-03-02");
        assert!(read(format!("{HEADER},{columns}\n{row}\n")).unwrap() == expected);
    }
}

#[test]
fn cells_of_a_misuse_need_a_misused_part() {
    let parts = "user_misintegrated,user_not_integrated,provider_misintegrated,provider_not_integrated";
    for (column, cell) in [("misused_by", "clinic"), ("intent", "unknown"), ("cause", "mistake")] {
        let message = format!("line 3: form: `{column}` is stated, but the row has no misused part above zero");
        refuses(&format!(",{column}"), format!("v2,physio,ana,2026-03-02,pain,6,4,{cell}"), &message);
        refuses(&format!(",user_integrated,{column}"), format!("v2,physio,ana,2026-03-02,pain,6,4,1,{cell}"), &message);
        // A part of zero is no misused part.
        refuses(&format!(",{parts},{column}"), format!("v2,physio,ana,2026-03-02,pain,6,4,0,,0,0.0,{cell}"), &message);
        for part in 0..4 {
            let mut cells = ["", "0", "", ""];
            cells[part] = "1";
            let row = format!("v2,physio,ana,2026-03-02,pain,6,4,{},{cell}", cells.join(","));
            assert!(read::<f64>(format!("{HEADER},{parts},{column}\n{row}\n")).is_ok(), "{row}");
        }
    }
    // A later row may repeat the misuse in full, which counts once, or leave it empty.
    let table = |later: &str| {
        let row = |measure: &str, cells: &str| format!("v1,physio,ana,2026-03-02,{measure},1,2,{cells}\n");
        format!(
            "{HEADER},user_misintegrated,intent,cause\n{}{}",
            row("pain", "1,accidental,mistake"),
            row("mobility", later)
        )
    };
    let once = read::<f64>(table(",,")).unwrap();
    assert!(read::<f64>(table("1,accidental,mistake")).unwrap() == once);
    assert_eq!(once.interaction("v1").unwrap().contributions().count(), 1);
    let message = "line 3: form: `cause` is stated, but the row has no misused part above zero";
    assert_eq!(read::<f64>(table(",,mistake")).unwrap_err().to_string(), message);
}

#[test]
fn number_types_are_parsed_from_their_text() {
    let rational = read::<BigRational>(format!("{HEADER}\nv1,physio,ana,2026-03-02,pain,1/3,0.1\n")).unwrap();
    let recorded = rational.interaction("v1").unwrap();
    assert_eq!(recorded.appraisals().next().unwrap().get_before(), Some(&BigRational::new(1.into(), 3.into())));
}

#[test]
fn cells_are_split_as_the_csv_crate_does() {
    // Every line of up to seven of these characters. A line that leaves a quote open is skipped, and so is one with
    // text behind the quote that closes a cell, which the csv crate reads as part of the cell.
    let letters = ['a', ',', '"'];
    let mut compared = 0;
    for length in 0..=7_u32 {
        for number in 0..letters.len().pow(length) {
            let line: String =
                (0..length).map(|index| letters[number / letters.len().pow(index) % letters.len()]).collect();
            let table = format!("{HEADER},with.a\nv1,physio,ana,2026-03-02,pain,1,2,{line}\n");
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table.as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            let cells = match read::<f64>(&table) {
                Ok(_) => 8,
                Err(error) => match (error.to_string(), record.len()) {
                    (text, _) if text.contains("quote") => continue,
                    (text, cells)
                        if text.starts_with(&format!("line 2: form: the row has {cells} cells, and the header 8")) =>
                    {
                        cells
                    }
                    (text, _) => panic!("{line}: {text}"),
                },
            };
            assert_eq!(cells, record.len(), "{line}");
            compared += 1;
        }
    }
    assert_eq!(compared, 1_693);
}

/// An input that fails once between two sections.
struct ReaderFailingOnce<'a> {
    before: &'a [u8],
    after: &'a [u8],
    has_failed: bool,
}

impl Read for ReaderFailingOnce<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if !self.before.is_empty() {
            self.before.read(buffer)
        } else if self.has_failed {
            self.after.read(buffer)
        } else {
            self.has_failed = true;
            Err(std::io::Error::other("the disk is gone"))
        }
    }
}

#[test]
fn an_input_error_is_reported_even_after_refused_rows() {
    let row = |id: &str| format!("{id},physio,ana,2026-03-02,pain,6,4\n");
    let again = "a,physio,ana,2026-03-02,mobility,4,8\n";
    let other = "a,dance,ana,2026-03-02,mobility,4,8\n";
    // The third row starts an interaction, continues one, contradicts one, or is malformed.
    for third in [row("x").as_str(), again, other, "a,physio\n"] {
        let before = [HEADER, "\n", &row("a"), &row("b"), third, &row("c"), "d,phy"].concat();
        let after = ["sio,ana,2026-03-02,pain,6,4\n", &row("e")].concat();
        for lenient in [false, true] {
            let input = ReaderFailingOnce { before: before.as_bytes(), after: after.as_bytes(), has_failed: false };
            let mut ledger = empty::<f64>();
            let input = BufReader::with_capacity(7, input);
            let read = if lenient { table::read_lenient(&mut ledger, input) } else { table::read(&mut ledger, input) };
            let error = read.unwrap_err().to_string();
            assert_eq!(error, "line 6: form: the input could not be read: the disk is gone", "{third}");
            assert!(ledger == empty());
        }
    }
}
