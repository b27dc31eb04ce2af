//! Sheets of spreadsheets: `cases/visits.xlsx` was written by openpyxl, `cases/visits.ods` by odfpy, with the same cells.
//! Above the header is a title and a blank row. Days, numbers and a time of day are cells of their kinds, one id is a
//! number and another one text, and cells contain quotes, commas and a line break.

use covalue::table::Options;
use covalue::{Ledger, date};

use super::table_input::empty;

const FILES: [(&str, &[u8]); 2] =
    [("xlsx", include_bytes!("cases/visits.xlsx")), ("ods", include_bytes!("cases/visits.ods"))];

fn options() -> Options {
    Options::new()
        .sheet("Visits")
        .header_line(3)
        .column("Ref", "id")
        .column("Team", "service")
        .column("Client ID", "user")
        .column("Seen on", "on")
        .column("Tool", "measure")
        .column("Start", "before")
        .column("End", "after")
        .missing("End", "n/a")
        .ignore("Notes")
}

fn check(ledger: &Ledger, file: &str) {
    let one = |id: &str| ledger.interaction(id).unwrap_or_else(|| panic!("{file}: {id}"));
    let levels = |id: &str| {
        let interaction = one(id);
        let appraisal = interaction.appraisals().next().unwrap();
        (appraisal.get_before().copied(), appraisal.get_after().copied())
    };
    assert_eq!(levels("101"), (Some(6.5), Some(4.0)), "{file}");
    assert_eq!(levels("102"), (Some(7.0), None), "{file}");
    assert_eq!(levels("103"), (Some(0.1), Some(0.3)), "{file}");
    let days = ["101", "102", "103"].map(|id| one(id).on());
    assert_eq!(days, [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 10)], "{file}");
    assert_eq!(one("103").users().next().unwrap().id().as_str(), "Zoë\nMaria", "{file}");
}

#[test]
fn a_sheet_is_read_as_a_table_is() {
    for (file, bytes) in FILES {
        let mut ledger = empty();
        let intake = options().read(&mut ledger, bytes).unwrap();
        check(&ledger, file);
        assert_eq!(
            (intake.line_count(), intake.skipped_line_count(), intake.missing_code_count()),
            (7, 2, 1),
            "{file}"
        );
        // Options for text leave the cells of other kinds as they are.
        let mut as_in_text = empty();
        let _ = options().decimal_comma().days("%d.%m.%Y").delimiter(';').read(&mut as_in_text, bytes).unwrap();
        check(&as_in_text, file);
    }
}

#[test]
fn rejects_of_a_sheet_are_a_table() {
    for (file, bytes) in FILES {
        let mut ledger = empty::<f64>();
        let strict = Options::new().sheet("Visits").header_line(3);
        let columns = [
            ("Ref", "id"),
            ("Team", "service"),
            ("Client ID", "user"),
            ("Seen on", "on"),
            ("Tool", "measure"),
            ("Start", "before"),
            ("End", "after"),
        ];
        let strict =
            columns.into_iter().fold(strict, |options, (name, column)| options.column(name, column)).ignore("Notes");
        let intake = strict.read_lenient(&mut ledger, bytes).unwrap();
        let [refused] = intake.refused() else { panic!("{file}: one row is refused") };
        assert_eq!(
            refused.to_string(),
            "line 5: R3: End: `n/a` is not a number: if it stands for a missing value, say so (option `missing`)",
            "{file}"
        );
        assert_eq!(refused.text(), "102,physio,ben,2026-03-09,pain,7,n/a,", "{file}");
        let rejects = intake.rejects().unwrap();
        assert_eq!(
            rejects,
            "Export of March\n\nrefused by covalue,Ref,Team,Client ID,Seen on,Tool,Start,End,Notes\n\"line 5: R3: End: `n/a` is not a number: if it stands for a missing value, say so (option `missing`)\",102,physio,ben,2026-03-09,pain,7,n/a,\n",
            "{file}"
        );
        // Mended, it is read with the same options.
        let _ = strict.read(&mut ledger, rejects.replace("n/a,\n", "6,\n").as_bytes()).unwrap();
        assert_eq!(ledger.len(), 3, "{file}");
    }
}

#[test]
fn a_sheet_that_is_not_there_is_named() {
    let message = |options: &Options, bytes: &[u8]| options.read(&mut empty::<f64>(), bytes).unwrap_err().to_string();
    for (_, bytes) in FILES {
        let known = "`Visits`, `Codes & keys`";
        assert_eq!(
            message(&Options::new(), bytes),
            format!("line 1: form: the file is a spreadsheet: name the sheet to read (option `sheet`), one of {known}")
        );
        assert_eq!(
            message(&Options::new().sheet("visits"), bytes),
            format!("line 1: form: the file is a spreadsheet: it has no sheet `visits`, only {known}")
        );
        assert_eq!(
            message(&Options::new().sheet("Codes & keys"), bytes),
            format!(
                "line {}: form: unknown column `pain`, expected one of id, service, user, on, measure, before, after, with.NAME, ref.NAME and 20 others (see docs/journal.md): name it (option `column`), ignore it (option `ignore`), or state the line of the header (option `header_line`)",
                if bytes == FILES[0].1 { 3 } else { 1 }
            )
        );
    }
    for broken in [&b"PK\x03\x04\x14\0\x06\0"[..], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", &FILES[0].1[..4_000]] {
        let message = message(&Options::new().sheet("Visits"), broken);
        assert!(message.starts_with("line 1: form: the file is a spreadsheet: it cannot be read: "), "{message}");
    }
    // A text file is read as text.
    let file = "id,service,user,on,measure,before,after\nv1,physio,ana,2026-03-02,,,\n";
    assert!(Options::new().sheet("Visits").read(&mut empty::<f64>(), file.as_bytes()).is_ok());
}

/// `cases/days-and-far-cells.xlsx` was written by openpyxl.
const DAYS_AND_FAR_CELLS: &[u8] = include_bytes!("cases/days-and-far-cells.xlsx");

/// A cell of a sheet is a day, or a text in a form of days that the options state.
#[test]
fn days_of_a_sheet_are_days_beside_those_of_its_text() {
    let options = Options::new().sheet("Visits").days("%d/%m/%Y").days("%d/%m/%y");
    let mut ledger = empty::<f64>();
    let intake = options.read_lenient(&mut ledger, DAYS_AND_FAR_CELLS).unwrap();
    let days: Vec<_> = ["v1", "v2", "v3", "v5"].map(|id| ledger.interaction(id).unwrap().on()).into();
    assert_eq!(days, [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 12)]);
    // A time of day alone is no day, and no number of another kind.
    let [refused] = intake.refused() else { panic!("one row is refused: {:?}", intake.refused()) };
    assert_eq!((refused.line(), refused.column()), (5, Some("on")));
    assert_eq!(intake.blank_row_count(), 1);
}

/// One cell far from the others costs neither time nor memory, unless the blank cells between them are of the table.
#[test]
fn cells_far_from_the_others_are_refused_or_cost_nothing() {
    let read = |sheet| Options::new().sheet(sheet).read_lenient(&mut empty::<f64>(), DAYS_AND_FAR_CELLS);
    let intake = read("Far").unwrap();
    assert_eq!((intake.interaction_count(), intake.line_count()), (3, 1_048_576));
    let refused = intake.refused()[0].to_string();
    assert_eq!(refused, "line 1048576: form: the row has 16384 cells, and the header 7");
    let refused = read("Wide header").unwrap_err().to_string();
    assert!(refused.contains("its table would have 131055616 cells, most of them blank"), "{refused}");
}

/// Days of a sheet are ISO 8601 in its rejects, and are read again with the forms of its text.
#[test]
fn rejects_of_a_sheet_are_read_again_with_forms_of_days() {
    let options = Options::new().sheet("Visits").days("%d/%m/%Y");
    let mut ledger = empty::<f64>();
    let rejects = options.read_lenient(&mut ledger, DAYS_AND_FAR_CELLS).unwrap().rejects().unwrap();
    let (before, time_of_day) = rejects.split_once(",dee,").unwrap();
    let (_, behind) = time_of_day.split_once(',').unwrap();
    let mended = format!("{before},dee,2026-03-11,{behind}");
    let intake = options.read(&mut ledger, mended.as_bytes()).unwrap();
    assert_eq!((intake.interaction_count(), ledger.interactions().count()), (1, 5), "{rejects}");
    let other = Options::new().sheet("Visits").days("%Y-%d-%m").read(&mut ledger, DAYS_AND_FAR_CELLS).unwrap_err();
    assert!(other.to_string().starts_with("line 1: form: days of a sheet are read as 2026-03-02"), "{other}");
}

/// `cases/formulas.xlsx` was written by openpyxl, which stores no values of formulas; those of one sheet were added, one of
/// them an empty text.
#[test]
fn a_formula_has_the_value_that_the_file_stores() {
    const FORMULAS: &[u8] = include_bytes!("cases/formulas.xlsx");
    let mut ledger = empty::<f64>();
    let read = |ledger: &mut Ledger, sheet| Options::new().sheet(sheet).read(ledger, FORMULAS);
    let _ = read(&mut ledger, "Stored").unwrap();
    let after = |id| ledger.interaction(id).unwrap().appraisals().next().unwrap().get_after().copied();
    assert_eq!((after("v1"), after("v2")), (Some(4.0), None));
    assert_eq!(
        read(&mut ledger, "Not stored").unwrap_err().to_string(),
        "line 1: form: the file is a spreadsheet: cell G2 has a formula, and the file does not have its value: open the file in a spreadsheet program and save it"
    );
}
