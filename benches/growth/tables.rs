//! How the time of reading a table grows with its rows of one interaction, its refused rows and its columns.

use std::fmt::Write;

use covalue::Ledger;
use covalue::table::{Options, Wide};

use super::{Subject, catalogue, day_after, subject};

const HEADER: &str = "id,service,user,on,measure,before,after";

pub(super) fn subjects() -> Vec<Subject> {
    vec![
        // One row has a fault, so that the rows are grouped.
        reading("table/one_refused_row", Options::new, |size| {
            rows(size, |index| {
                format!("v{index},physio,u{index},2026-03-02,pain,6,{}", if index == 7 { "x" } else { "4" })
            })
        }),
        reading("table/all_rows_refused", Options::new, |size| {
            rows(size, |index| format!("v{index},physio,u{index},2026-03-02,pain,6,11"))
        }),
        reading(
            "table/group_session",
            || Options::new().group_sessions(),
            |size| rows(size, |index| format!("v,physio,u{index},2026-03-02,pain,6,4")),
        ),
        reading(
            "table/group_session_last_row_refused",
            || Options::new().group_sessions(),
            |size| {
                rows(size, |index| {
                    format!("v,physio,u{index},2026-03-02,pain,6,{}", if index + 1 == size { "11" } else { "4" })
                })
            },
        ),
        reading(
            "table/repeated_row",
            || Options::new().skip_repeats(),
            |size| rows(size, |_| "v,physio,ana,2026-03-02,pain,6,4".to_owned()),
        ),
        reading(
            "table/dated_case",
            || Options::new().dated(0),
            |size| {
                let row = |index| format!("physio,ana,{},pain,6\n", day_after(index));
                (0..size).map(row).fold("service,user,on,measure,level\n".to_owned(), |file, row| file + &row)
            },
        ),
        reading("table/columns", Options::new, |size| columns(size, "with.d")),
        reading("table/unknown_columns", || Options::new().ignore_unknown(), |size| columns(size, "note ")),
        of_size("table/ignored_columns", |size| {
            let options = (0..size).fold(Options::new(), |options, index| options.ignore(format!("note {index}")));
            (options, columns(size, "note "))
        }),
        of_size("table/wide_follow_ups", |size| {
            let wide = (0..size).fold(Wide::of("pain"), |wide, index| wide.follow_up(format!("level {index}")));
            let mut file = "service,user,on".to_owned();
            (0..size).for_each(|index| write!(file, ",level {index}").expect("a text"));
            file += "\nphysio,ana,2026-03-02";
            (0..size).for_each(|_| file += ",4");
            (Options::new().wide(wide), file)
        }),
    ]
}

/// A table of `size` rows in the crate's own form.
fn rows(size: usize, row: impl Fn(usize) -> String) -> String {
    (0..size).map(row).fold(HEADER.to_owned(), |file, row| file + "\n" + &row)
}

/// A table of one row with `size` further columns.
fn columns(size: usize, name: &str) -> String {
    let mut file = HEADER.to_owned();
    (0..size).for_each(|index| write!(file, ",{name}{index}").expect("a text"));
    file += "\nv,physio,ana,2026-03-02,pain,6,4";
    (0..size).for_each(|index| write!(file, ",x{index}").expect("a text"));
    file
}

fn reading(
    name: &'static str,
    options: impl Fn() -> Options + Copy + 'static,
    file: impl Fn(usize) -> String + Copy + 'static,
) -> Subject {
    of_size(name, move |size| (options(), file(size)))
}

/// Reads a table leniently into an empty ledger.
fn of_size(name: &'static str, state: impl Fn(usize) -> (Options, String) + Copy + 'static) -> Subject {
    subject(name, state, |_, (options, file)| {
        let mut ledger = Ledger::<f64>::new(&catalogue());
        let intake = options.read_lenient(&mut ledger, file.as_bytes()).expect("a sound header");
        assert!(intake.interaction_count() + intake.refused().len() as u64 > 0);
    })
}
