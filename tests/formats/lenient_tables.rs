//! Lenient reads of tables: an interaction is kept as a whole or not at all.

use covalue::table;

use super::table_input::{HEADER, empty, read, read_sessions};

#[test]
fn an_interaction_is_kept_whole_or_not_at_all() {
    let with = |id: &str, line: u32| {
        format!(
            "form: `{id}` is refused because of line {line}, and so is this row: an interaction is recorded whole or not at all"
        )
    };
    keeps(
        "v1,physio,ana,2026-03-02,pain,6,4
v2,physio,ben,2026-03-02,pain,6,4
v1,physio,ana,2026-03-02,mobility,four,8
v1,physio,ana,2026-03-02,mobility,4,8
v1,physio,ana,2026-03-03,mobility,4,8
v3,physio,cai,2026-03-02,mobility,4,8
v3,physio,cai,2026-03-02,pain,6,12
v3,physio,cai,2026-03-02,mobility,4,9
",
        &[
            (2, &with("v1", 4)),
            (4, "R3: before: `four` is not a number: if it stands for a missing value, say so (option `missing`)"),
            (5, &with("v1", 4)),
            (6, "form: `on` is `2026-03-03`, but `2026-03-02` in the rows of `v1` above"),
            (7, &with("v3", 8)),
            (
                8,
                "R2: level after of `pain` is 12.0, outside its range from 0.0 to 10.0: if it stands for a missing value, say so (option `missing`)",
            ),
            (9, &with("v3", 8)),
        ],
        &["v2"],
    );
}

#[test]
fn an_interaction_with_a_malformed_row_is_not_kept() {
    let with = |line: u32| {
        format!(
            "form: `v1` is refused because of line {line}, and so is this row: an interaction is recorded whole or not at all"
        )
    };
    let row = "v1,physio,ana,2026-03-02,pain,6,4\n";
    for (line, reason) in [
        (&b"v1,physio,ana"[..], "form: the row has 3 cells, and the header 7"),
        (b"v1", "form: the row has 1 cells, and the header 7"),
        (b"v1,physio,ana,2026-03-02,mobility,1,2,3", "form: the row has 8 cells, and the header 7"),
        (b"\"v1\",physio,\"ana,2026-03-02", "form: cell 3 opens a quote that nothing closes"),
        (
            b"v1,physio,an\xe9,2026-03-02,mobility,1,2",
            "form: byte 13 of the row is not UTF-8: if the table is in another encoding, such as windows-1252, name it (option `encoding`)",
        ),
        (&[b"v1,physio,", &vec![b'x'; 9 << 20][..]].concat(), "form: the line is longer than 8 MiB"),
    ] {
        // The invalid line precedes, separates or follows the other rows.
        for index in 0..3_u32 {
            let mut lines = [row.as_bytes(), b"v2,physio,ben,2026-03-02,pain,6,4\n"].to_vec();
            let broken = [line, b"\n"].concat();
            lines.insert(index as usize, &broken);
            let mut expected = [(if index == 0 { 3 } else { 2 }, with(index + 2)), (index + 2, reason.to_owned())];
            expected.sort();
            let expected: Vec<(u32, &str)> = expected.iter().map(|(line, reason)| (*line, reason.as_str())).collect();
            keeps(lines.concat(), &expected, &["v2"]);
        }
    }
    // Lines without a readable id, and a line with another id, do not affect the interaction v1.
    for (line, reason) in [
        (&b""[..], ""),
        (b",physio", "form: the row has 2 cells, and the header 7"),
        (b"\"v1", "form: cell 1 opens a quote that nothing closes"),
        (
            b"v1\xe9,physio,ana,2026-03-02,mobility,1,2",
            "form: byte 3 of the row is not UTF-8: if the table is in another encoding, such as windows-1252, name it (option `encoding`)",
        ),
        (b"v9,physio", "form: the row has 2 cells, and the header 7"),
    ] {
        let expected: &[_] = if line.is_empty() { &[] } else { &[(3, reason)] };
        keeps([row.as_bytes(), line, b"\n"].concat(), expected, &["v1"]);
    }
    // The reasons of all invalid rows are listed.
    keeps(
        "v1,physio,ana,2026-03-02,pain,6,four\nv1,physio\nv1,physio,ana,2026-03-02,mobility,1,2\n",
        &[
            (2, "R3: after: `four` is not a number: if it stands for a missing value, say so (option `missing`)"),
            (3, "form: the row has 2 cells, and the header 7"),
            (4, &with(2)),
        ],
        &[],
    );
}

/// Checks that a lenient read lists these refusals, and keeps exactly the interactions `kept`.
#[track_caller]
fn keeps(rows: impl AsRef<[u8]>, expected: &[(u32, &str)], kept: &[&str]) {
    let table = [HEADER.as_bytes(), b"\n", rows.as_ref()].concat();
    let mut ledger = empty::<f64>();
    let intake = table::read_lenient(&mut ledger, &table[..]).unwrap();
    let refused: Vec<String> = intake.refused().iter().map(ToString::to_string).collect();
    let expected: Vec<String> = expected.iter().map(|(line, reason)| format!("line {line}: {reason}")).collect();
    assert_eq!(refused, expected, "{}", String::from_utf8_lossy(&table[..table.len().min(400)]));
    assert_eq!((ledger.len(), intake.interaction_count()), (kept.len(), kept.len() as u64));
    assert!(kept.iter().all(|id| ledger.interaction(id).is_some()));
    let error = read::<f64>(&table);
    match error {
        Ok(_) => assert!(expected.is_empty()),
        // It names the first line with a fault of its own.
        Err(error) => {
            let first = expected.iter().find(|message| !message.contains("and so is this row"));
            assert_eq!(Some(&error.to_string()), first);
        }
    }
}

#[test]
fn a_refusal_among_many_interactions_names_its_own_line() {
    let rows = |number: u32| {
        let row = |measure: &str| format!("w{number},physio,ana,2026-03-02,{measure},6,4\n");
        row("pain") + "\n" + &row("mobility")
    };
    let table = format!("{HEADER}\n{}", (0..10_000).map(rows).collect::<String>());
    assert_eq!(read::<f64>(&table).unwrap().len(), 10_000);
    let wrong = table.replace("w9000,physio,ana,2026-03-02,mobility", "w9000,physio,ana,2026-03-02,sleep");
    let error = read::<f64>(wrong).unwrap_err().to_string();
    assert_eq!(error, format!("line {}: R2: `sleep` is not a measure of the catalogue", 4 + 3 * 9000));
    // A row that belongs to an interaction at the beginning of the table.
    let apart = format!("{table}w0,physio,ben,2026-03-02,mobility,6,4\n");
    assert_eq!(read_sessions::<f64>(&apart).unwrap().interaction("w0").unwrap().users().count(), 2);
}
