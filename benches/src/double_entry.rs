//! A peer of `record`: a double-entry journal in memory, with one entry for each interaction.

use doubleentry::prelude::*;

use crate::contest::{self, Runner};
use crate::rows::Row;

fn journal() -> Journal {
    let mut books = Journal::new(LedgerId::new("example.com/books").expect("a sound name"));
    books.declare_currency(EUR, 2, date!("2019-01-01")).expect("a currency");
    for year in 2020..2025 {
        books.define_months(year, 1..=12).expect("a year");
    }
    books.open("Assets:Level", AccountKind::Asset, date!("2019-01-01")).expect("an account");
    books.open("Income:Level", AccountKind::Income, date!("2019-01-01")).expect("an account");
    books
}

fn entry(row: &Row) -> Entry {
    Entry::new(row.id.as_str(), date!("2020-03-15")).debit("Assets:Level", amount!("11.90"), EUR).credit(
        "Income:Level",
        amount!("11.90"),
        EUR,
    )
}

/// Records one entry for each row, one by one.
pub fn runner(rows: &[Row]) -> Runner<'_> {
    contest::runner(
        || (rows.iter().map(entry).collect::<Vec<_>>(), journal()),
        |(entries, books)| {
            for entry in std::mem::take(entries) {
                books.record(entry).expect("ids differ");
            }
        },
    )
}
