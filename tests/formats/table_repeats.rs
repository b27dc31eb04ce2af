//! Rows that repeat others of the file or of the ledger.

use covalue::table::{self, Options};

use super::table_input::{HEADER, empty};
use super::table_options::{ROW, refuses};

#[test]
fn repeats_are_skipped_and_counted_on_request() {
    let other = "v2,physio,ben,2026-03-09,pain,6,4";
    let second = "v1,physio,ana,2026-03-02,mobility,1,2";
    let march = format!("{HEADER}\n{ROW}\n{second}\n");
    let cumulative = format!("{HEADER}\n{ROW}\n{other}\n{second}\n{ROW}\n{other}\n");
    let options = Options::new().skip_repeats();
    let mut once = empty::<f64>();
    let _ = table::read(&mut once, format!("{HEADER}\n{ROW}\n{second}\n{other}\n").as_bytes()).unwrap();
    // Within a file, in any order, and of what the ledger has already.
    for (first, repeats) in [("", 2), (march.as_str(), 4)] {
        for lenient in [false, true] {
            let mut ledger = empty::<f64>();
            if !first.is_empty() {
                let _ = options.read(&mut ledger, first.as_bytes()).unwrap();
            }
            let read = if lenient {
                options.read_lenient(&mut ledger, cumulative.as_bytes())
            } else {
                options.read(&mut ledger, cumulative.as_bytes())
            };
            assert_eq!(read.unwrap().repeat_count(), repeats, "{first} {lenient}");
            assert!(ledger == once);
        }
    }
    // Adjacent repeats, and rows without an id.
    let mut ledger = empty::<f64>();
    let table = format!(
        "{HEADER}\n{ROW}\n{ROW}\n{second}\n{second}\n,physio,ben,2026-03-09,pain,6,4\n,physio,ben,2026-03-09,pain,6,4\n"
    );
    let intake = options.read(&mut ledger, table.as_bytes()).unwrap();
    assert_eq!((intake.repeat_count(), intake.interaction_count()), (3, 2));
    // Other content under the same id is a conflict, and is not skipped.
    let changed = march.replace("6.5", "6");
    let error = options.read(&mut once.clone(), changed.as_bytes()).unwrap_err().to_string();
    assert_eq!(error, "line 2: R1: interaction `v1` is recorded already, with other content: a conflict");
    refuses(
        &Options::new(),
        format!("{HEADER}\n{ROW}\n{ROW}\n"),
        "line 3: form: the row repeats line 2: remove it, or skip repeats (option `skip_repeats`)",
    );
}

/// A row repeats another one by the cells that are read, wherever it stands.
#[test]
fn repeats_are_found_by_the_cells_that_are_read() {
    let options = Options::new().skip_repeats().trim().ignore("Printed").missing("after", "n/a");
    let header = format!("Printed,{HEADER}");
    let first = "monday,v1,physio,ana,2026-03-02,pain,6.5,";
    let other = "monday,v2,physio,ben,2026-03-02,pain,6,4";
    for second in [
        "tuesday,v1,physio,ana,2026-03-02,pain,6.5,n/a",
        "monday,v1,\"physio\",ana , 2026-03-02,pain,6.5,",
        "monday,\"v1\",physio,ana,2026-03-02,pain,6.5, ",
    ] {
        for rows in [[first, second, other], [first, other, second]] {
            let file = format!("{header}\n{}\n", rows.join("\n"));
            let intake = options.read(&mut empty::<f64>(), file.as_bytes()).unwrap();
            assert_eq!((intake.interaction_count(), intake.repeat_count()), (2, 1), "{file}");
            assert_eq!(intake.missing_code_count(), 0, "of rows that are recorded");
        }
    }
    // A part of an interaction of the same file repeats its rows, beside it or not.
    let part = "monday,v1,physio,ana,2026-03-02,mobility,1,2";
    for rows in [[first, part, first, other], [first, part, other, first]] {
        let file = format!("{header}\n{}\n", rows.join("\n"));
        let intake = options.read(&mut empty::<f64>(), file.as_bytes()).unwrap();
        assert_eq!((intake.interaction_count(), intake.repeat_count()), (2, 1), "{file}");
    }
}
