//! Tables as other programs write them: each option, and what is refused without it.

use covalue::table::{Encoding, Options, Wide};
use covalue::{Ledger, Source, journal, table};

use super::table_input::{HEADER, empty};

pub(super) const ROW: &str = "v1,physio,ana,2026-03-02,pain,6.5,4";

/// The ledger of the row above, as every file of this page states it.
fn expected() -> Ledger {
    let mut ledger = empty();
    let _ = table::read(&mut ledger, format!("{HEADER}\n{ROW}\n").as_bytes()).unwrap();
    ledger
}

#[track_caller]
fn reads(options: &Options, file: impl AsRef<[u8]>) -> table::Intake {
    let mut ledger = empty();
    let intake = options.read(&mut ledger, file.as_ref()).unwrap();
    assert!(ledger == expected());
    let mut lenient = empty();
    assert_eq!(options.read_lenient(&mut lenient, file.as_ref()).unwrap(), intake);
    assert!(lenient == ledger);
    intake
}

#[track_caller]
pub(super) fn refuses(options: &Options, file: impl AsRef<[u8]>, message: &str) {
    let mut ledger = empty::<f64>();
    assert_eq!(options.read(&mut ledger, file.as_ref()).unwrap_err().to_string(), message);
    assert!(ledger == empty());
}

#[test]
fn columns_have_names_of_the_file() {
    let file = "Ref,Team,Client ID,Seen on,Tool,Start,End\nv1,physio,ana,2026-03-02,pain,6.5,4\n";
    let names = [
        ("Ref", "id"),
        ("Team", "service"),
        ("Client ID", "user"),
        ("Seen on", "on"),
        ("Tool", "measure"),
        ("Start", "before"),
        ("End", "after"),
    ];
    let options = names.into_iter().fold(Options::new(), |options, (name, column)| options.column(name, column));
    reads(&options, file);
    // A message names the column as the file does.
    refuses(
        &options,
        file.replace("6.5", "six"),
        "line 2: R3: Start: `six` is not a number: if it stands for a missing value, say so (option `missing`)",
    );
    refuses(&options, file.replace("ana", ""), "line 2: form: the cell `Client ID` is empty");
    let error = options.read_lenient(&mut empty::<f64>(), file.replace("physio", "dance").as_bytes()).unwrap();
    assert_eq!(error.refused()[0].column(), Some("Team"));
    // Two columns of the file for one of the crate's.
    let both = options.clone().column("Notes", "user");
    let with_notes = file.replace("End\n", "End,Notes\n").replace(",4\n", ",4,eve\n");
    refuses(&both, with_notes, "line 1: form: the columns `Client ID` and `Notes` are both read as `user`");
    // A name that the file does not have, and a column that the crate does not have.
    refuses(
        &options,
        file.replace("Seen on", "Seen"),
        "line 1: form: the table has no column `Seen on`, which the options name: it has `Ref`, `Team`, `Client ID`, `Seen`, `Tool`, `Start`, `End`",
    );
    refuses(&options.clone().column("Start", "after"), file, "line 1: form: the options read the column `Start` twice");
    let (file, misspelt) = (format!("{HEADER}\n{ROW}\n"), Options::new().column("before", "befor"));
    let mut ledger = empty::<f64>();
    let error = misspelt.read(&mut ledger, file.as_bytes()).unwrap_err().to_string();
    let stated =
        "line 1: form: the option `column` names `befor` for `before`, and such tables have no column of that name";
    assert_eq!(error, format!("{stated} (is `before` meant?)"));
}

#[test]
fn columns_are_ignored_by_name_or_if_they_are_unknown() {
    let file = format!("{HEADER},Notes,Colour\n{ROW},moved away,\"red, or blue\"\n");
    let options = Options::new().ignore("Notes").ignore("Shape").ignore("Colour");
    assert_eq!(reads(&options, &file).ignored_column_count(), 2);
    assert_eq!(reads(&Options::new().ignore_unknown(), &file).ignored_column_count(), 2);
    assert_eq!(reads(&Options::new(), format!("{HEADER}\n{ROW}\n")).ignored_column_count(), 0);
    // A dimension is not unknown, and a column that was given a meaning is not ignored for a misspelt one.
    let mut ledger = empty::<f64>();
    let _ =
        Options::new().ignore_unknown().read(&mut ledger, format!("{HEADER},with.a\n{ROW},b\n").as_bytes()).unwrap();
    assert_eq!(ledger.interactions().next().unwrap().users().next().unwrap().value("a"), Some("b"));
    let error =
        Options::new().ignore_unknown().column("Notes", "notes").read(&mut ledger, file.as_bytes()).unwrap_err();
    assert!(error.to_string().contains("the option `column` names `notes` for `Notes`, and such tables"), "{error}");
}

#[test]
fn cells_are_separated_by_other_characters() {
    for delimiter in [';', '\t', '|', ' '] {
        let file = format!("{HEADER}\n{ROW}\n").replace(',', &delimiter.to_string());
        reads(&Options::new().delimiter(delimiter), file);
    }
    for (delimiter, separators) in [("\t", "tabs"), (";", "semicolons"), ("|", "bars")] {
        let file = format!("{HEADER}\n{ROW}\n").replace(',', delimiter);
        let one = format!(
            "line 1: form: the header has one column: if {separators} separate its columns, say so (option `delimiter`); if it is a title, state the line of the header (option `header_line`)"
        );
        refuses(&Options::new(), &file, &one);
        refuses(&Options::new().column("user", "with.district").ignore_unknown(), &file, &one);
    }
    for delimiter in ['"', '\n', '\r', '\u{1f}', 'x', '7', '→'] {
        let text = delimiter.escape_debug();
        let shown = if delimiter == '"' { "\"".to_owned() } else { text.to_string() };
        refuses(
            &Options::new().delimiter(delimiter),
            format!("{HEADER}\n{ROW}\n"),
            &format!(
                "line 1: form: `{shown}` cannot separate cells: a delimiter is a tab, a space or one sign of ASCII, but no letter, digit or double quote (option `delimiter`)"
            ),
        );
    }
}

#[test]
fn decimal_commas_are_read_and_nothing_is_guessed() {
    let file = format!("{HEADER}\n{ROW}\n").replace(',', ";").replace("6.5", "6,5");
    let options = Options::new().delimiter(';');
    refuses(
        &options,
        &file,
        "line 2: form: before: `6,5` has a comma: if it is a decimal comma, say so (option `decimal_comma`)",
    );
    refuses(
        &options,
        file.replace("6,5", "1,240"),
        "line 2: form: before: `1,240` has a comma: write 1240 if the comma separates thousands, or read 1.240 with the \
         option `decimal_comma`",
    );
    let options = options.decimal_comma();
    reads(&options, &file);
    for text in ["6.5", "1.234"] {
        let message = format!(
            "line 2: form: before: `{text}` has a point, and the options state decimal commas (option `decimal_comma`)"
        );
        refuses(&options, file.replace("6,5", text), &message);
    }
    for (text, day) in [(" 6,5", "2026-03-02"), ("6,5", "2026-03-02 ")] {
        let file = file.replace("6,5", text).replace("2026-03-02", day);
        let error = options.read(&mut empty::<f64>(), file.as_bytes()).unwrap_err().to_string();
        assert!(error.ends_with(" has spaces around it: remove them (option `trim`)"), "{error}");
        reads(&options.clone().trim(), file);
    }
    let grouped = "line 2: R3: before: `1.234,5` is not a number: write it without separators of thousands, as 1234,5";
    refuses(&options, file.replace("6,5", "1.234,5"), grouped);
    let otherwise = [("6,5,0", ""), ("6,5.0", ""), (",5", ": write it as 0,5"), ("6,", ": write it as 6")];
    for (text, advice) in otherwise {
        refuses(&options, file.replace("6,5", text), &format!("line 2: R3: before: `{text}` is not a number{advice}"));
    }
    reads(&options, file.replace("6,5", "65e-1"));
    // In quotes, beside commas that separate cells.
    reads(&Options::new().decimal_comma(), format!("{HEADER}\n{ROW}\n").replace("6.5", "\"6,5\""));
}

#[test]
fn days_are_read_in_the_form_that_is_stated() {
    let file = |day: &str| format!("{HEADER}\n{ROW}\n").replace("2026-03-02", day);
    for (form, day) in [
        ("%d/%m/%Y", "02/03/2026"),
        ("%m/%d/%Y", "3/2/2026"),
        ("%d.%m.%y", "2.3.26"),
        ("%Y%m%d", "20260302"),
        ("%d %B %Y", "2 March 2026"),
        ("%Y-%m-%d %H:%M:%S", "2026-03-02 09:30:00"),
    ] {
        reads(&Options::new().days(form), file(day));
    }
    let options = Options::new().days("%d/%m/%Y");
    // Days of ISO 8601 are read beside other forms, unless a form reads them too.
    reads(&options, file("2026-03-02"));
    reads(&Options::new().days("%Y-%d-%m"), file("2026-02-03"));
    // A form with a time of day or a weekday stands alone, if it has the day and the month in another order.
    for form in ["%Y-%d-%m %H:%M", "%H:%M %Y-%d-%m", "%a %Y-%d-%m"] {
        let message = format!("line 2: form: on: `2026-02-03` is not a day in the form {form}");
        refuses(&Options::new().days(form), file("2026-02-03"), &message);
    }
    refuses(&options, file("31/02/2026"), "line 2: form: on: `31/02/2026` is not a day in the form %d/%m/%Y");
    // A short year is not guessed.
    for day in ["02/03/26", "02/03/026", "02/03/-026"] {
        refuses(&options, file(day), &format!("line 2: form: on: `{day}` is not a day in the form %d/%m/%Y"));
    }
    refuses(&options, file("03/2026"), "line 2: form: on: `03/2026` is not a day in the form %d/%m/%Y");
    // Two forms: a day that both read differently is not guessed.
    let both = options.days("%m/%d/%Y");
    refuses(
        &both,
        file("03/04/2026"),
        "line 2: form: on: `03/04/2026` may be 2026-04-03 or 2026-03-04: state one form of days",
    );
    reads(&Options::new().days("%d/%m/%Y").days("%Y-%m-%d"), file("2026-03-02"));
    let mut ledger = empty::<f64>();
    let _ = both.read(&mut ledger, file("25/12/2026").as_bytes()).unwrap();
    let _ = both.read(&mut ledger, file("05/05/2026").replace("v1", "v2").as_bytes()).unwrap();
}

#[test]
fn spaces_are_removed_on_request() {
    let file = " id ,service, user,on,measure,before,after\n v1 , physio,ana ,2026-03-02 ,pain,\t6.5, 4\n";
    reads(&Options::new().trim(), file);
    let error = table::read(&mut empty::<f64>(), file.as_bytes()).unwrap_err().to_string();
    assert!(error.starts_with("line 1: form: unknown column ` id `"), "{error}");
}

#[test]
fn other_encodings_are_read_if_they_are_named_or_marked() {
    let text = format!("{HEADER},with.café\n{ROW},\n");
    let utf_16 = |swap: bool| -> Vec<u8> {
        let units = text.encode_utf16();
        units.flat_map(|unit| if swap { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let latin: Vec<u8> = text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    let default = Options::new();
    reads(&default, text.as_bytes());
    reads(&default, [b"\xff\xfe".as_slice(), &utf_16(false)].concat());
    reads(&default, [b"\xfe\xff".as_slice(), &utf_16(true)].concat());
    reads(&default.clone().encoding(Encoding::UTF_16LE), utf_16(false));
    reads(&default.clone().encoding(Encoding::UTF_16BE), utf_16(true));
    reads(&default.clone().encoding(Encoding::WINDOWS_1252), &latin);
    let garbled = "line 1: form: the file is in UTF-8, and the options name windows-1252: remove the option `encoding`";
    refuses(&default.clone().encoding(Encoding::WINDOWS_1252), &text, garbled);
    reads(&default.clone().encoding(Encoding::WINDOWS_1252), text.replace('é', "e"));
    // A mark goes before the name.
    reads(&default.clone().encoding(Encoding::WINDOWS_1252), format!("\u{feff}{text}"));
    let zero = "line 1: form: the file begins with a zero byte: if it is in UTF-16, name UTF-16LE or UTF-16BE (option `encoding`)";
    refuses(&default, utf_16(false), zero);
    refuses(&default, utf_16(true), zero);
    refuses(
        &default,
        &latin,
        "line 1: form: byte 49 of the row is not UTF-8: if the table is in another encoding, such as windows-1252, name it (option `encoding`)",
    );
    let cut = &utf_16(false)[..51];
    refuses(&default.clone().encoding(Encoding::UTF_16LE), cut, "line 1: form: the file is not in UTF-16LE");
    for name in ["windows-1252", "Latin1", "ISO-8859-1"] {
        assert_eq!(name.parse::<Encoding>().unwrap(), Encoding::WINDOWS_1252);
    }
    // A name would be garbled in silence.
    for name in ["windows-1252", "shift_jis", "gbk", "big5", "euc-kr", "gb18030"] {
        let options = Options::new().encoding(name.parse().unwrap());
        let error = options.read(&mut empty::<f64>(), format!("{HEADER}\n{ROW}\n").replace("ana", "Köln").as_bytes());
        assert!(
            error.unwrap_err().to_string().starts_with("line 1: form: the file is in UTF-8, and the options name ")
        );
    }
    assert!(
        "windows-1525"
            .parse::<Encoding>()
            .unwrap_err()
            .to_string()
            .starts_with("form: unknown encoding `windows-1525`")
    );
}

#[test]
fn lines_above_the_header_are_skipped_and_counted() {
    let file = format!("Export of \"March\nby team\n\n{HEADER}\n{ROW}\n");
    assert_eq!(reads(&Options::new().header_line(4), &file).skipped_line_count(), 3);
    assert_eq!(reads(&Options::new().header_line(4), &file).line_count(), 5);
    // The message has the line of the file.
    refuses(
        &Options::new().header_line(4),
        file.replace("6.5", "x"),
        "line 5: R3: before: `x` is not a number: if it stands for a missing value, say so (option `missing`)",
    );
    refuses(&Options::new().header_line(9), &file, "line 5: form: the table has no header");
}

#[test]
fn lines_of_a_table_end_in_one_way() {
    // The whole file would be its header.
    let file = format!("{HEADER},Notes\r{ROW},x\rv2,physio,ben,2026-03-02,pain,6,4,y\r\n");
    let message =
        "form: the line contains a carriage return outside quotes: end all lines of the table in the same way";
    refuses(&Options::new().ignore_unknown(), file, &format!("line 1: {message}"));
    // The rows would be one row of many cells, and the next file's ids would begin with a carriage return.
    let second = ROW.replace("v1", "v2");
    refuses(&Options::new(), format!("{HEADER}\n{ROW}\r{second}\r"), &format!("line 2: {message}"));
    let quoted = format!("{HEADER}\n{}\r{}\n", ROW.replace(",4", ",\"4\""), second.replace(",4", ",\"4\""));
    refuses(&Options::new(), quoted, &format!("line 2: {message}"));
    // A quote inside a cell opens none.
    refuses(&Options::new().ignore_unknown(), format!("{HEADER},in\"\r{ROW},x\n"), &format!("line 1: {message}"));
    // In quotes it is a part of its cell.
    let quoted = format!("{HEADER},Not e\"s,\"No\rte\"\n{ROW},x,y\n");
    assert_eq!(reads(&Options::new().ignore_unknown(), &quoted).interaction_count(), 1);
    // Some programs end lines with two returns, or with one behind the line feed.
    for row in [ROW.to_owned(), ROW.replace("6.5,4", "6.5,\"4\""), ROW.replace("v1", "\"v1\"")] {
        for end in ["\n", "\r\n", "\r", "\r\r\n", "\n\r"] {
            let intake = reads(&Options::new(), [HEADER, end, &row, end].concat());
            assert_eq!((intake.interaction_count(), intake.refused().len()), (1, 0), "{end:?}");
        }
    }
    // Programs for the Mac write a line break inside a cell as a line feed.
    let quoted = format!("{HEADER},Notes\r{ROW},\"a\nb\"\r");
    assert_eq!(reads(&Options::new().ignore_unknown(), quoted).line_count(), 2);
}

#[test]
fn codes_of_missing_values_are_empty_cells_and_counted() {
    // A column that an option names is not ignored as unknown, and codes are trimmed as cells are.
    let misspelt = format!("{HEADER},expectd\n{ROW},999\n");
    let unknown = "line 1: form: unknown column `expectd` (is `expected` meant?): name it ";
    let options = Options::new().missing("expectd", "999").ignore_unknown();
    let error = options.read(&mut empty::<f64>(), misspelt.as_bytes()).unwrap_err().to_string();
    assert!(error.starts_with(unknown), "{error}");
    let spaced = format!("{HEADER},expected\n{ROW},999 \n");
    assert_eq!(reads(&Options::new().trim().missing("expected", "999 "), &spaced).missing_code_count(), 1);
    let file = format!("{HEADER},expected,with.age\n{ROW},999,n/a\n");
    let options = Options::new().missing("expected", "999").missing("expected", "*").missing("with.age", "n/a");
    let mut ledger = empty::<f64>();
    let intake = options.read(&mut ledger, file.as_bytes()).unwrap();
    assert_eq!(intake.missing_code_count(), 2);
    assert!(ledger == expected());
    // A code is one of its column only.
    let _ = options
        .read(&mut ledger, file.replace("v1", "v2").replace("6.5", "9").replace("n/a", "999").as_bytes())
        .unwrap();
    assert_eq!(ledger.interaction("v2").unwrap().users().next().unwrap().value("age"), Some("999"));
    refuses(
        &Options::new().missing("expcted", "999"),
        &file,
        "line 1: form: the table has no column `expcted`, which the options name (is `expected` meant?): it has `id`, `service`, `user`, `on`, `measure`, `before`, `after`, `expected`, 1 more",
    );
}

#[test]
fn r50_months_and_years_are_read_on_request() {
    let file = |on: &str| format!("{HEADER}\n{ROW}\n").replace("2026-03-02", on);
    let asked = Options::new().partial_dates();
    let on = |options: &Options, on: &str| {
        let mut ledger = empty::<f64>();
        let _ = options.read(&mut ledger, file(on).as_bytes()).unwrap();
        ledger.interaction("v1").unwrap().on().to_string()
    };
    for text in ["2026-03", "2026", "2026-03-02"] {
        assert_eq!(on(&asked, text), text);
    }
    let forms = || Options::new().days("%d/%m/%Y").days("%m/%Y").days("%Y");
    for (text, read) in [("02/03/2026", "2026-03-02"), ("03/2026", "2026-03"), ("2026", "2026")] {
        assert_eq!(on(&forms().partial_dates(), text), read);
    }
    let remedy = "is a month or a year, and not a day: if the day is not known, say so (option `partial_dates`)";
    for text in ["2026-03", "2026"] {
        refuses(&Options::new(), file(text), &format!("line 2: form: on: `{text}` {remedy}"));
    }
    let no_day =
        "line 1: form: the form `%m/%Y` has no day: if the days are not known, say so (option `partial_dates`)";
    refuses(&forms(), file("03/2026"), no_day);
    // A name that is perhaps a dimension's, and one that is of another layout.
    let rest = "for `before`, and such tables have no column of that name";
    for (column, hint) in [("district", " (is `with.district` meant?)"), ("level", ", expected one of id, ")] {
        let named = Options::new().column("before", column);
        let error = named.read(&mut empty::<f64>(), file("2026-03-02").as_bytes()).unwrap_err().to_string();
        assert!(
            error.starts_with(&format!("line 1: form: the option `column` names `{column}` {rest}{hint}")),
            "{error}"
        );
    }
    // Months and years of ISO 8601 are read beside other forms, unless a form reads them as others.
    let months = Options::new().days("%y%m").partial_dates();
    assert_eq!(on(&months, "2503"), "2025-03");
    let iso = Options::new().days("%Y-%m-%d").partial_dates();
    assert_eq!(on(&iso, "2026-03"), "2026-03");
    let days = Options::new().days("%d/%m/%Y").partial_dates();
    assert_eq!((on(&days, "2026"), on(&days, "2026-03")), ("2026".to_owned(), "2026-03".to_owned()));
    refuses(&days, file("03/2026"), "line 2: form: on: `03/2026` is not a day in the form %d/%m/%Y");
    let weeks = Options::new().days("%Y-W%W").partial_dates();
    refuses(
        &weeks,
        file("2026-W10"),
        "line 1: form: `%Y-W%W` is not a form of days with a year, a month and a day, such as %d/%m/%Y (option `days`)",
    );
    for text in ["2026-13", "26", "2026-3", "202", "20266", "+026", "2026-0"] {
        let remedy = match text {
            "2026-13" => "the calendar does not have it",
            _ => "if days are written so, state their form, such as %d/%m/%Y (option `days`)",
        };
        refuses(
            &asked,
            file(text),
            &format!("line 2: form: on: `{text}` is not a day written as YYYY-MM-DD: {remedy}"),
        );
    }
    refuses(
        &asked,
        file("2026-02-30"),
        "line 2: form: on: `2026-02-30` is not a day written as YYYY-MM-DD: the calendar does not have it",
    );
    let both = days.clone().days("%m/%Y").partial_dates();
    for (text, read) in [("11/2025", "2025-11"), ("2025", "2025"), ("2025-11", "2025-11"), ("03/02/2026", "2026-02-03")]
    {
        let mut ledger = empty::<f64>();
        let _ = both.read(&mut ledger, file(text).as_bytes()).unwrap();
        assert_eq!(ledger.interaction("v1").unwrap().on().to_string(), read);
    }
    let forms = [
        ("%y%m", "2012", "2020-12"),
        ("%m%y", "0325", "2025-03"),
        ("%Y-%-d-%-m", "2012-11-12", "2012-12-11"),
        ("%Y-%d-%m %H:%M", "2026-02-03 10:00", "2026-03-02"),
    ];
    for (form, text, read) in forms {
        assert_eq!(on(&Options::new().days(form).partial_dates(), text), read);
    }
    refuses(
        &asked,
        format!("{HEADER},known\n{ROW},2026-03\n"),
        "line 2: form: known: `2026-03` is a month or a year, and a full day is needed here",
    );
    // Levels have days of their own.
    let dated = "service,user,on,measure,level\nphysio,ana,2026-03,pain,6\n";
    let no_full_day = "line 2: form: on: `2026-03` is a month or a year, and a full day is needed here";
    refuses(&asked.clone().dated(14), dated, no_full_day);
    refuses(
        &asked.clone().days("%m/%Y").dated(14),
        dated.replace("2026-03", "03/2026"),
        &no_full_day.replace("2026-03", "03/2026"),
    );
    let wide = "service,user,on,pre,post\nphysio,ana,2026-03,6,4\n";
    let after = asked.clone().wide(table::Wide::of("pain").before("pre").follow_up("post").made_after(91));
    refuses(&after, wide, no_full_day);
    // Rows of one interaction agree in it.
    let rows = format!("{HEADER}\n{}\n{}\n", ROW.replace("-02,", ","), ROW.replace("pain", "mobility"));
    refuses(&asked, rows, "line 3: form: `on` is `2026-03-02`, but `2026-03` in the rows of `v1` above");
    assert_eq!(serde_json::from_str::<Options>(r#"{"partial_dates":true}"#).unwrap(), asked);
}

#[test]
fn options_are_written_as_json_and_read_back() {
    let options = Options::new()
        .column("Client ID", "user")
        .ignore("Notes")
        .delimiter(';')
        .decimal_comma()
        .days("%d/%m/%Y")
        .partial_dates()
        .trim()
        .encoding(Encoding::WINDOWS_1252)
        .header_line(3)
        .sheet("Visits")
        .skip_blank()
        .skip_repeats()
        .group_sessions()
        .missing("Start", "999")
        .wide(table::Wide::of("pain").before("pre").follow_up("3 months"));
    let text = serde_json::to_string(&options).unwrap();
    assert_eq!(serde_json::from_str::<Options>(&text).unwrap(), options);
    assert_eq!(serde_json::from_str::<Options>("{}").unwrap(), Options::new());
    // Messages name the methods.
    let (plural, by_methods) = (
        r#"{"columns":{"a":"user"},"constants":{"service":"b"}}"#,
        r#"{"column":{"a":"user"},"constant":{"service":"b"}}"#,
    );
    assert_eq!(serde_json::from_str::<Options>(by_methods).unwrap(), serde_json::from_str(plural).unwrap());
    let both = r#"{"columns":{"a":"user"},"column":{"b":"user"}}"#;
    assert!(serde_json::from_str::<Options>(both).unwrap_err().to_string().contains("duplicate field `columns`"));
    let dated = serde_json::from_str::<Options>(r#"{"delimiter":"\t","dated":14}"#).unwrap();
    assert_eq!(dated, Options::new().delimiter('\t').dated(14));
    for wrong in [
        r#"{"columns":{"a":"user","a":"id"}}"#,
        r#"{"missing":{"a":["9"],"a":["8"]}}"#,
        r#"{"delimeter":";"}"#,
        r#"{"delimiter":";;"}"#,
        r#"{"encoding":"windows-1525"}"#,
        r#"{"header_line":-1}"#,
    ] {
        assert!(serde_json::from_str::<Options>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn reach_is_read_with_options_too() {
    let options = Options::new()
        .delimiter(';')
        .column("Team", "service")
        .column("Month", "from")
        .days("%d/%m/%Y")
        .ignore_unknown();
    let mut ledger = empty::<f64>();
    let file = "Team;Month;eligible;Notes\nphysio;01/03/2026;400;x\n";
    let intake = options.read_reach(&mut ledger, file.as_bytes()).unwrap();
    assert_eq!((intake.reach_count(), intake.ignored_column_count()), (1, 1));
    let mut written = Vec::new();
    journal::write(&ledger, &mut written).unwrap();
    assert!(String::from_utf8(written).unwrap().contains(r#""from":"2026-03-01","eligible":400"#));
    let again = format!("{file}physio;01/04/2026;500;\n");
    let intake = options.clone().skip_repeats().read_reach(&mut ledger, again.as_bytes()).unwrap();
    assert_eq!((intake.reach_count(), intake.repeat_count()), (1, 1));
    let error = options.read_reach(&mut ledger, file.replace("400", "many").as_bytes()).unwrap_err().to_string();
    assert_eq!(error, "line 2: form: eligible: `many` is not a whole number from 0 to 18446744073709551615");
}

#[test]
fn rows_of_tabs_and_blank_lines_are_counted() {
    let tabs = format!("{HEADER}\n{ROW}\n,,,,,,\n\n  \n").replace(',', "\t");
    let options = Options::new().delimiter('\t');
    refuses(&options, &tabs, "line 3: form: the row is blank: remove it, or skip blank rows (option `skip_blank`)");
    assert_eq!(reads(&options.skip_blank(), &tabs).blank_row_count(), 3);
    assert_eq!(reads(&Options::new(), format!("{HEADER}\n\n{ROW}\n\n")).blank_row_count(), 2);
}

/// Columns whose names are swapped are told by their names in the file.
#[test]
fn a_refusal_names_the_column_of_the_file() {
    let options = Options::new().column("before", "after").column("after", "before");
    let file = format!("{HEADER}\nv1,physio,ana,2026-03-02,pain,6,x\nv2,physio,ana,2026-03-02,pain,99,6\n");
    let intake = options.read_lenient(&mut empty::<f64>(), file.as_bytes()).unwrap();
    let columns: Vec<Option<&str>> = intake.refused().iter().map(covalue::error::Refusal::column).collect();
    assert_eq!(columns, [Some("after"), Some("before")], "{:?}", intake.refused());
}

/// A file of one service has no column for it. A constant is as good as a column.
#[test]
fn constants_stand_for_columns_that_the_file_does_not_have() {
    let with_columns =
        "service,user,on,pre,with.district\nphysio,ana,2026-03-02,6,north\nphysio,ben,2026-03-02,7,north\n";
    let without = "user,on,pre\nana,2026-03-02,6\nben,2026-03-02,7\n";
    let wide = Options::new().wide(Wide::of("pain").before("pre"));
    let constants = wide.clone().constant("service", "physio").constant("with.district", "north");
    let (mut one, mut two) = (empty::<f64>(), empty::<f64>());
    let _ = wide.read(&mut one, with_columns.as_bytes()).unwrap();
    let _ = constants.read(&mut two, without.as_bytes()).unwrap();
    assert!(one == two);
    // In the crate's own form too, also for the simplest rows.
    let plain = format!("{HEADER}\n{ROW}\n");
    let without = plain.replace("service,", "").replace("physio,", "");
    let (mut one, mut two) = (empty::<f64>(), empty::<f64>());
    let _ = Options::new().read(&mut one, plain.as_bytes()).unwrap();
    let _ = Options::new().constant("service", "physio").read(&mut two, without.as_bytes()).unwrap();
    assert!(one == two);
    let _ = Options::new()
        .constant("service", "physio")
        .constant("source", "proxy:eve")
        .read(&mut two, without.replace("v1", "v2").as_bytes())
        .unwrap();
    let interaction = two.interaction("v2").unwrap();
    let source = interaction.appraisals().next().unwrap().get_source();
    assert!(matches!(source, Source::Proxy(actor) if actor.as_str() == "eve"), "{source:?}");
    for (options, message) in [
        (
            Options::new().constant("service", "physio"),
            "form: the options state a text of `service` for all rows, and the table has the column `service` for it",
        ),
        (
            Options::new().constant("cause", "a").constant("cause", "b"),
            "form: the options state two texts of `cause` for all rows",
        ),
    ] {
        refuses(&options, &plain, &format!("line 1: {message}"));
    }
    // A constant is one of the crate's columns, whatever the file and the other options are.
    let options = [Options::new(), Options::new().ignore_unknown(), Options::new().column("user", "user")];
    for options in options {
        let unknown = options.constant("servce", "physio").read(&mut two, without.as_bytes()).unwrap_err().to_string();
        let message = "line 1: form: the options state a text of `servce` for all rows, and such tables have no column of that name (is `service` meant?)";
        assert_eq!(unknown, message);
    }
    // No code of a missing value can be stated for it.
    let levels = plain.replace(",before", "").replace("6.5,", "");
    refuses(&Options::new().constant("before", "six"), levels, "line 2: R3: before: `six` is not a number");
    // A column of the file may have the name of a constant.
    let renamed = Options::new().column("before", "after").constant("before", "6");
    let file = plain.replace(",before,after", ",before").replace("6.5,4", "n/a");
    let advice =
        "line 2: R3: before: `n/a` is not a number: if it stands for a missing value, say so (option `missing`)";
    refuses(&renamed, file, advice);
    let renamed = without.replace("user", "service");
    let options = Options::new().column("service", "user").constant("service", " physio ").trim();
    let mut three = empty::<f64>();
    let _ = options.read(&mut three, renamed.as_bytes()).unwrap();
    assert!(one == three);
    refuses(
        &Options::new().constant("service", " "),
        &without,
        "line 1: form: the options state an empty text of `service` for all rows",
    );
}
