//! Small files of the kinds in which other ledgers, survey and import tools were reported to fail: what each gives.

use covalue::error::Refusal;
use covalue::table::{Intake, Options};
use covalue::{By, Catalogue, FollowUp, Ledger, Rule, Terms, journal};

fn ledger() -> Ledger {
    let mut ledger = Ledger::part(&Catalogue::empty(), "a table");
    let catalogue = include_bytes!("cases/00-catalogue.jsonl");
    journal::read(&mut ledger, &catalogue[..]).expect("it is valid");
    ledger
}

fn read(file: &[u8], options: &Options) -> Result<(Ledger, Intake), String> {
    let mut ledger = ledger();
    let intake = options.read(&mut ledger, file).map_err(|error| error.to_string())?;
    Ok((ledger, intake))
}

#[track_caller]
fn refuses(file: &[u8], message: &str) {
    assert_eq!(read(file, &Options::new()).map(|_| ()), Err(message.to_owned()));
}

#[test]
fn byte_order_marks_are_skipped_and_utf_32_is_named() {
    let (ledger, _) = read(include_bytes!("cases/02-double-bom.csv"), &Options::new()).unwrap();
    assert_eq!(ledger.len(), 1);
    let message = "line 1: form: the file is in UTF-32: save it in UTF-8";
    refuses(include_bytes!("cases/02b-utf32.csv"), message);
    let mut books = Ledger::<f64>::new(&Catalogue::empty());
    assert_eq!(journal::read(&mut books, &b"\xff\xfe\0\0{\0\0\0"[..]).unwrap_err().to_string(), message);
    assert_eq!(journal::read(&mut books, "\u{feff}\u{feff}\n".as_bytes()).unwrap().line_count(), 1);
}

#[test]
fn a_quoted_cell_may_contain_line_breaks() {
    let file = include_bytes!("cases/03-quoted-newline.csv");
    let (ledger, intake) = read(file, &Options::new()).unwrap();
    assert_eq!(intake.line_count(), 3);
    let statement = ledger.statement(By::User).unwrap();
    assert_eq!(statement.line("ana\nmaria", "pain").unwrap().created(), 2.0);
    assert!(statement.to_string().contains("ana\\nmaria"), "{statement}");
    // The line of a message is the one on which the record begins.
    let more =
        [&file[..], b"v2,physio,\"a\n\n\"\"b\"\"\",2026-03-02,pain,6,4\r\nv3,physio,eve,2026-03-02,pain,six,4\n"]
            .concat();
    refuses(
        &more,
        "line 7: R3: before: `six` is not a number: if it stands for a missing value, say so (option `missing`)",
    );
}

#[test]
fn text_behind_a_quote_is_refused_and_costs_one_line() {
    let file = include_bytes!("cases/03b-text-behind-quote.csv");
    let message = "form: cell 3 has text behind the quote that closes it: a quote inside a quoted cell is doubled";
    refuses(file, &format!("line 2: {message}"));
    // A quote that is never closed, and one that another row closes, refuse no other row than their own.
    let rows = "v1,physio,\"ana,2026-03-02,pain,6,4\nv2,physio,\"ben\",2026-03-02,pain,6,4\nv3,physio,\"cai,2026-03-02,pain,6,4\nv4,physio,dee,2026-03-02,pain,6,4\n";
    let header = "id,service,user,on,measure,before,after\n";
    let mut books = ledger();
    let intake = Options::new().read_lenient(&mut books, [header, rows].concat().as_bytes()).unwrap();
    let refused: Vec<(u64, &str)> = intake.refused().iter().map(|refused| (refused.line(), refused.text())).collect();
    assert_eq!(refused, [(2, "v1,physio,\"ana,2026-03-02,pain,6,4"), (4, "v3,physio,\"cai,2026-03-02,pain,6,4")]);
    assert!(books.interaction("v2").is_some() && books.interaction("v4").is_some());
}

#[test]
fn a_follow_up_takes_its_level_before_from_an_earlier_one() {
    let (ledger, _) = read(include_bytes!("cases/21-follow-up-without-baseline.csv"), &Options::new()).unwrap();
    let last = ledger.statement(Terms::by(By::Service).follow_up(FollowUp::Last)).unwrap();
    assert_eq!(last.line("physio", "pain").unwrap().created(), 3.0);
}

#[test]
fn a_misspelt_measure_is_refused_in_a_row_without_levels() {
    let file = include_bytes!("cases/21c-unknown-measure.csv");
    let mut books = ledger();
    let intake = Options::new().read_lenient(&mut books, &file[..]).unwrap();
    let [refused] = intake.refused() else { panic!("one row is refused") };
    assert_eq!((refused.rule(), refused.line(), refused.column()), (Rule::R2, 3, Some("measure")));
    assert_eq!((refused.id(), refused.text()), (Some("v2"), "v2,physio,ben,2026-03-02,mobilty,,"));
}

#[test]
fn an_id_with_two_users_is_refused_unless_group_sessions_are_read() {
    let file = include_bytes!("cases/27-id-reused.csv");
    refuses(
        file,
        "line 3: form: `user` is `ben`, but `ana` in the rows of `1` above: give each visit its own id, or read group sessions (option `group_sessions`)",
    );
    let (ledger, _) = read(file, &Options::new().group_sessions()).unwrap();
    assert_eq!(ledger.interaction("1").unwrap().users().count(), 2);
}

#[test]
fn blank_rows_and_columns_are_skipped_on_request() {
    let rows = include_bytes!("cases/28-blank-rows.csv");
    let columns = include_bytes!("cases/28b-padded-header.csv");
    refuses(rows, "line 3: form: the row is blank: remove it, or skip blank rows (option `skip_blank`)");
    refuses(
        columns,
        "line 1: form: column 8 has no name: name it, ignore it (option `ignore`, with an empty name), or skip blank columns at the end (option `skip_blank`)",
    );
    let options = Options::new().skip_blank();
    let (_, intake) = read(rows, &options).unwrap();
    assert_eq!((intake.interaction_count(), intake.blank_row_count()), (1, 1));
    let (_, intake) = read(columns, &options).unwrap();
    assert_eq!((intake.interaction_count(), intake.ignored_column_count()), (1, 2));
    // A cell in a column without a name is not lost.
    let stray = [&columns[..], b"\nv2,physio,ben,2026-03-02,pain,6,4,,a note\n"].concat();
    let error = read(&stray, &options).map(|_| ()).unwrap_err();
    assert_eq!(error, "line 4: form: the row has 9 cells, and the header 7");
}

#[test]
fn a_refusal_is_debugged_without_its_text() {
    let mut books = ledger();
    let file = "id,service,user,on,measure,before,after,with.note\nv1,physio,ana,2026-03-02,pain,x,4,a secret\n";
    let intake = Options::new().read_lenient(&mut books, file.as_bytes()).unwrap();
    let refused: &Refusal = &intake.refused()[0];
    assert!(refused.text().contains("a secret"));
    assert!(!format!("{refused:?} {refused} {intake:?}").contains("secret"));
    let titled = format!("a secret title\n{file}");
    let intake = Options::new().header_line(2).read_lenient(&mut books, titled.as_bytes()).unwrap();
    assert!(!format!("{intake:?}").contains("secret"));
}

#[test]
fn ids_and_names_that_look_alike_are_reported_with_their_lines() {
    let messages = |file: &[u8]| -> Vec<String> {
        let (ledger, intake) = read(file, &Options::new()).unwrap();
        // The books stay as they are.
        assert_eq!(ledger.len() as u64, intake.interaction_count());
        let mut through_a_journal = self::ledger();
        let mut written = Vec::new();
        journal::write(&ledger, &mut written).unwrap();
        let of_journal = journal::read(&mut through_a_journal, &written[..]).unwrap();
        assert_eq!(of_journal.look_alikes().len(), intake.look_alikes().len());
        intake.look_alikes().iter().map(ToString::to_string).collect()
    };
    assert_eq!(
        messages(include_bytes!("cases/05b-lookalike-ids.csv")),
        [
            "the interaction `v1 ` (line 3) looks like `v1` (line 2)",
            r"the interaction `v1\u{200b}` (line 4) looks like `v1` (line 2)",
        ]
    );
    // Values of dimensions may be personal, so messages name their lines only. Letters of other scripts, and other
    // accents, are other letters.
    let (_, intake) = read(include_bytes!("cases/10-lookalike-districts.csv"), &Options::new()).unwrap();
    let seen: Vec<(&str, u64)> = intake.look_alikes().iter().map(|pair| (pair.second(), pair.second_line())).collect();
    assert_eq!(seen, [("north ", 3), ("nor\u{ad}th", 4), ("no\u{200b}rth", 5), ("\u{61c}north", 6), ("Sa\u{303}o", 8)]);
    let message = "the dimension value of `district` (line 3) looks like that of line 2";
    assert_eq!(messages(include_bytes!("cases/10-lookalike-districts.csv"))[0], message);
    assert!(!format!("{intake:?}").contains("north"), "{intake:?}");

    // An interaction of several rows has the line of its first row; one that the ledger had before has none.
    let mut books = ledger();
    let file = "id,service,user,on,measure,before,after\nv1,physio,ana,2026-03-02,pain,6,4\n";
    let _ = Options::new().read(&mut books, file.as_bytes()).unwrap();
    let more = file.replace("v1,physio,ana", "V2,physio,Ana")
        + "V2,physio,Ana,2026-03-02,mobility,1,2\nv2,physio,ben,2026-03-02,,,\n";
    let intake = Options::new().read(&mut books, more.as_bytes()).unwrap();
    let seen: Vec<String> = intake.look_alikes().iter().map(ToString::to_string).collect();
    assert_eq!(
        seen,
        [
            "the actor `Ana` (line 2) looks like `ana` in the books before",
            "the interaction `v2` (line 4) looks like `V2` (line 2)"
        ]
    );
    // A pair that the ledger had before is not reported again.
    let third = file.replace("v1", "v3");
    assert_eq!(Options::new().read(&mut books, third.as_bytes()).unwrap().look_alikes(), []);
}

#[test]
fn declared_services_and_measures_that_look_alike_are_reported() {
    let lines = [
        r#"{"service":{"id":"physio","provider":"clinic"}}"#,
        r#"{"measure":{"id":"pain","unit":"points","better":"lower"}}"#,
        r#"{"service":{"id":"Physio ","provider":"clinic"}}"#,
        r#"{"measure":{"id":"physio","unit":"points","better":"lower"}}"#,
        r#"{"measure":{"id":"PAIN","unit":"points","better":"lower"}}"#,
    ];
    let mut ledger = Ledger::<f64>::new(&Catalogue::empty());
    let intake = journal::read(&mut ledger, lines.join("\n").as_bytes()).unwrap();
    let seen: Vec<String> = intake.look_alikes().iter().map(ToString::to_string).collect();
    let expected = [
        "the service `Physio ` (line 3) looks like `physio` (line 1)",
        "the measure `PAIN` (line 5) looks like `pain` (line 2)",
    ];
    assert_eq!(seen, expected);
    // An id of the catalogue is not new.
    let intake = journal::read(&mut ledger, lines.join("\n").as_bytes()).unwrap();
    assert_eq!(intake.look_alikes(), []);
}

/// Values look alike within their dimension only, in visits and in counts of people reached.
#[test]
fn values_that_look_alike_are_of_one_dimension() {
    let visits = format!(
        "{},with.district,with.ward
v1,physio,ana,2026-03-02,pain,6,4,North,north
v2,physio,ben,2026-03-02,pain,6,4,Straße,South
v3,physio,cai,2026-03-02,pain,6,4,STRASSE,south
v4,physio,dee,2026-03-02,pain,6,4,ΟΔΟΣ,İzmir
v5,physio,eve,2026-03-02,pain,6,4,οδος,izmir
",
        super::table_input::HEADER
    );
    let mut ledger = super::table_input::empty::<f64>();
    let seen = |intake: &Intake| {
        let shown = intake.look_alikes().iter().map(|pair| format!("{}/{}/{pair}", pair.first(), pair.second()));
        shown.collect::<Vec<_>>()
    };
    let intake = Options::new().read(&mut ledger, visits.as_bytes()).unwrap();
    let alike = |one: &str, two: &str, dimension: &str, lines: (u64, u64)| {
        let value = format!("the dimension value of `{dimension}` (line {})", lines.1);
        format!("{one}/{two}/{value} looks like that of line {}", lines.0)
    };
    assert_eq!(
        seen(&intake),
        [
            alike("Straße", "STRASSE", "district", (3, 4)),
            alike("South", "south", "ward", (3, 4)),
            alike("ΟΔΟΣ", "οδος", "district", (5, 6)),
            alike("İzmir", "izmir", "ward", (5, 6)),
        ]
    );
    let reach = "service,from,with.district,with.District,eligible
physio,2026-03-01,north,,10
physio,2026-03-02,,x,10
";
    let intake = Options::new().read_reach(&mut ledger, reach.as_bytes()).unwrap();
    let in_reach = [
        "North/north/the dimension value of `district` (line 2) looks like one in the books before",
        "district/District/the dimension `District` (line 3) looks like `district` in the books before",
    ];
    assert_eq!(seen(&intake), in_reach);
}
