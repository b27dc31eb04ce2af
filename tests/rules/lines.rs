//! Lines: their order, their lookup, and statements with many lines.

use std::collections::BTreeMap;

use covalue::error::LineError;
use covalue::statement::Cell;
use covalue::{
    Appraisal, By, Catalogue, Date, Interaction, Ledger, Measure, Month, Rule, Service, Statement, Terms, User, date,
};
use proptest::prelude::*;

use crate::support::case::Scale;
use crate::support::compare::{agree, record};
use crate::support::many_dimensions::{DIMENSIONS, case_with_many_dimensions};
use crate::support::oracle::Arithmetic;
use crate::support::plain_terms::{Key, PlainTerms, financial_year};

fn physio() -> Catalogue {
    Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")]).unwrap()
}

fn visit(user: impl covalue::record::IntoUser, on: covalue::Date, change: f64) -> Interaction {
    Interaction::between(user, "physio", on).appraisal(Appraisal::of("mobility").change(change))
}

fn lines(statement: &Statement) -> Vec<String> {
    statement.cells().map(|cell| cell.line().to_string()).collect()
}

/// Checks that the lines are in the byte order of the texts, and that the lookup finds each.
#[track_caller]
fn check_byte_order(texts: &[impl AsRef<str>]) {
    let mut ledger = Ledger::new(&physio());
    let mut expected = BTreeMap::new();
    for (number, text) in texts.iter().enumerate() {
        let change = number as f64 + 1.0;
        let user = User::new("ana").with("text", text.as_ref());
        ledger.record(visit(user, date(2026, 3, 2), change).id(number.to_string())).unwrap();
        *expected.entry(text.as_ref().to_owned()).or_insert(0.0) += change;
    }
    let statement = ledger.statement(By::with("text")).unwrap();
    let value = |cell: &Cell| cell.line().values().next().flatten().unwrap().to_owned();
    let stated: Vec<_> = statement.cells().map(|cell| (value(&cell), cell.created().unwrap())).collect();
    assert_eq!(stated, expected.into_iter().collect::<Vec<_>>());
    assert!(texts.iter().all(|text| statement.line(text.as_ref(), "mobility").is_ok()));
}

proptest! {
    /// Texts with common prefixes, texts that are prefixes of others, and texts with trailing zero bytes.
    #[test]
    fn lines_are_in_byte_order(texts in prop::collection::vec("[ab\0é]{0,4}(alike and )?[ab\0]{0,3}", 1..12)) {
        check_byte_order(&texts);
    }
}

#[test]
fn similar_lines_are_in_byte_order() {
    let texts =
        ["", "\0", "a", "a\0", "a\0\0", "a\0b", "aé", "a and some more", "a and some more\0", "a and some mord"];
    for first in texts {
        for second in texts {
            check_byte_order(&[first, second]);
            check_byte_order(&[first, "a", second]);
        }
    }
}

#[test]
fn r20_a_missing_line_is_an_error() {
    let mut ledger = Ledger::new(&physio());
    let districts = ["east", "north", "south", "west"];
    for (month, district) in (1..).zip(districts) {
        ledger.record(visit(User::new("ana").with("district", district), date(2026, month, 2), 1.0)).unwrap();
    }
    let statement = ledger.statement(By::with("district").and(By::Month)).unwrap();
    for (month, district) in (1..).zip(districts) {
        for other in 0..=5 {
            let line = [district.to_owned(), format!("2026-{other:02}")];
            let found = statement.cell(&line[..], "mobility");
            // A message must not contain the value of a dimension.
            let no_line = LineError::NoLine {
                of: "statement by `with.district`, month".to_owned(),
                line: format!("…, `{}`", line[1]),
                measure: "mobility".to_owned(),
            };
            assert_eq!(found.map(|cell| cell.gain_count()), if other == month { Ok(1) } else { Err(no_line) });
        }
    }
    assert!(statement.cell("east", "mobility").is_err(), "a line of too few words");
}

#[test]
fn years_before_the_first_have_a_sign() {
    let mut ledger = Ledger::new(&physio());
    for on in [date(1, 1, 1), date(0, 12, 31), date(0, 1, 1), date(-1, 12, 31), date(-12, 2, 29)] {
        ledger.record(visit("ana", on, 1.0)).unwrap();
    }
    let by = |by: By| lines(&ledger.statement(by).unwrap());
    assert_eq!(by(By::Year), ["-0001", "-0012", "0000", "0001"]);
    assert_eq!(by(By::Quarter), ["-0001-Q4", "-0012-Q1", "0000-Q1", "0000-Q4", "0001-Q1"]);
    assert_eq!(by(By::Month), ["-0001-12", "-0012-02", "0000-01", "0000-12", "0001-01"]);
}

/// The labels of every financial year and quarter around the first and the last day of a month.
#[test]
fn financial_years_start_in_any_month() {
    let days: Vec<Date> =
        (1..=12).flat_map(|month| [date(2025, month, 1), date(2025, month, 1).yesterday().unwrap()]).collect();
    for &month in &Month::ALL[1..] {
        let first = month as i8 + 1;
        for &on in &days {
            let mut ledger = Ledger::new(&physio());
            ledger.record(visit("ana", on, 1.0)).unwrap();
            let line = |by: By| lines(&ledger.statement(by).unwrap()).remove(0);
            let year = financial_year(on, first);
            let quarter = 1 + (12 + on.month() - first) % 12 / 3;
            assert_eq!(line(By::year_starting(month)), year);
            assert_eq!(line(By::quarter_of_year_starting(month)), format!("{year} Q{quarter}"));
        }
    }
    let mut ledger = Ledger::new(&physio());
    for on in [date(1999, 4, 1), date(-2, 5, 1), date(-1, 3, 31), date(9999, 12, 31)] {
        ledger.record(visit("ana", on, 1.0)).unwrap();
    }
    let april = By::quarter_of_year_starting(Month::April);
    assert_eq!(lines(&ledger.statement(april).unwrap()), ["-0002/99 Q1", "-0002/99 Q4", "1999/00 Q1", "9999/00 Q3"]);
}

/// Words of files: January is the calendar year, and a month has two digits.
#[test]
fn financial_years_have_words() {
    for &month in Month::ALL {
        for by in [By::year_starting(month), By::quarter_of_year_starting(month)] {
            assert_eq!(by.to_string().parse(), Ok(by));
        }
    }
    assert_eq!("year.01".parse(), Ok(By::Year));
    assert_eq!("quarter.01".parse(), Ok(By::Quarter));
    for refused in ["year.4", "year.13", "year.00", "year.", "year.april", "month.04", "quarter.04.05"] {
        assert_eq!(refused.parse::<By>().unwrap_err().rule(), Rule::Form, "{refused}");
    }
}

/// A table is headed in words, and files have the word of the grouping.
#[test]
fn headings_name_the_month_in_which_a_year_starts() {
    let mut ledger = Ledger::new(&physio());
    ledger.record(visit("ana", date(2026, 3, 31), 1.0)).unwrap();
    for (by, heading, word) in [
        (By::year_starting(Month::April), "year from April", "year.04"),
        (By::quarter_of_year_starting(Month::October), "quarter from October", "quarter.10"),
        (By::Quarter, "quarter", "quarter"),
    ] {
        let statement = ledger.statement(by.clone().and(By::Service)).unwrap();
        let columns = statement.to_string().lines().nth(1).expect("headings").to_owned();
        assert!(columns.starts_with(&format!("{heading}  service")), "{columns}");
        let risk = ledger.risk(by.clone()).unwrap().to_string();
        assert!(risk.contains(&format!("\n{heading}  measure")), "{risk}");
        let json = statement.to_json().unwrap();
        assert!(json.contains(&format!("\"{word}\"")) && !json.contains("from "), "{json}");
        let csv = statement.to_csv().unwrap();
        assert!(csv.starts_with(&format!("{word},service,")), "{csv}");
    }
}

#[test]
fn lines_of_many_dimensions_agree() {
    let case = case_with_many_dimensions();
    let recorded = record::<f64>(&case, Scale::Whole);
    assert!(recorded.accepted.iter().all(|accepted| *accepted));
    let with = DIMENSIONS.map(Key::With);
    for by in [
        &with[..],
        &with[..14],
        &with[..10],
        &with[..9],
        &with[8..],
        &with[..2],
        &with[9..11],
        &[Key::With("number"), Key::With("d3")],
        // Without coverage, lines are found in ascending order.
        &[Key::With("number"), Key::With("d3"), Key::Role],
        &[Key::With("d3"), Key::With("number")],
    ] {
        let terms = PlainTerms::by(by);
        agree(&recorded, &case, Arithmetic::Exact(Scale::Whole), &terms);
        let statement = recorded.ledger.statement(Terms::from(&terms)).unwrap();
        let stored = serde_json::to_string(&statement).unwrap();
        assert!(serde_json::from_str::<Statement>(&stored).unwrap() == statement, "{by:?}");
    }
}

/// More lines than the blocks in which changes are added up.
#[test]
fn a_statement_of_135_000_lines_has_its_figures() {
    const USERS: usize = 135_000;
    let mut ledger = Ledger::new(&physio());
    let change = |number: usize| [0.5, -0.25, 0.0][number % 3] * (number % 7) as f64;
    let first = (0..USERS).map(|number| visit(format!("u{number:06}"), date(2026, 3, 2), change(number)));
    let again = (0..3_000).map(|number| visit(format!("u{number:06}"), date(2026, 3, 3), change(number + 1)));
    ledger.record_all(first.chain(again)).unwrap();
    let statement = ledger.statement(By::User).unwrap();
    assert_eq!((statement.len(), statement.beneficiary_count()), (USERS, USERS));
    for (number, cell) in statement.cells().enumerate() {
        let changes = [change(number), if number < 3_000 { change(number + 1) } else { 0.0 }];
        let sum = |sign: f64| changes.iter().map(|change| (sign * change).max(0.0)).sum::<f64>();
        assert_eq!((cell.created().unwrap(), cell.destroyed().unwrap()), (sum(1.0), sum(-1.0)), "{number}");
        assert_eq!(cell.gain_count() + cell.loss_count() + cell.unchanged_count(), if number < 3_000 { 2 } else { 1 });
    }
}

/// Each id is a prefix of the next. A radix sort over a few bytes makes no progress on such ids.
#[test]
fn ids_with_common_prefixes_are_in_order() {
    let nested: Vec<String> = (0..300).rev().map(|eights| "a".repeat(8 * eights) + "b").collect();
    check_byte_order(&nested);
    let alike: Vec<String> = (0..100).flat_map(|one| [format!("{one:0120}"), format!("{one:0120}\0")]).collect();
    check_byte_order(&alike);
}
