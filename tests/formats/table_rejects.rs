//! A table of the rows that are refused: written, mended and read again.

use covalue::table::{self, Encoding, Options};

use super::table_input::{HEADER, empty};

#[test]
fn mended_rejects_complete_the_books() {
    let rows = "v1,physio,ana,2026-03-02,pain,6,4
v2,physio,\"ben, the elder\",2026-03-02,pain,six,4
v2,physio,\"ben, the elder\",2026-03-02,mobility,1,2
v3,physio
v4,physio,\"cai,2026-03-02,pain,6,4
v5,physio,dee,2026-03-02,pain,6,4
";
    let file = format!("{HEADER}\n{rows}");
    let mut ledger = empty::<f64>();
    let intake = table::read_lenient(&mut ledger, file.as_bytes()).unwrap();
    assert_eq!((intake.interaction_count(), intake.refused().len(), intake.echo_count()), (2, 4, 1));
    let echoes: Vec<Option<u64>> = intake.refused().iter().map(covalue::error::Refusal::echo_of).collect();
    assert_eq!(echoes, [None, Some(3), None, None]);
    let columns: Vec<Option<&str>> = intake.refused().iter().map(covalue::error::Refusal::column).collect();
    assert_eq!(columns, [Some("before"), None, None, None]);
    let rejects = intake.rejects().unwrap();
    assert_eq!(
        rejects,
        "refused by covalue,id,service,user,on,measure,before,after
\"line 3: R3: before: `six` is not a number: if it stands for a missing value, say so (option `missing`)\",v2,physio,\"ben, the elder\",2026-03-02,pain,six,4
\"line 4: form: `v2` is refused because of line 3, and so is this row: an interaction is recorded whole or not at all\",v2,physio,\"ben, the elder\",2026-03-02,mobility,1,2
\"line 5: form: the row has 2 cells, and the header 7\",v3,physio
line 6: form: cell 3 opens a quote that nothing closes,v4,physio,\"cai,2026-03-02,pain,6,4
"
    );
    let mended =
        rejects.replace("six", "6").replace("v3,physio", "v3,physio,eve,2026-03-02,,,").replace("\"cai", "cai");
    let intake = table::read(&mut ledger, mended.as_bytes()).unwrap();
    assert_eq!((intake.interaction_count(), intake.ignored_column_count()), (3, 1));
    assert!(intake.rejects().is_none());

    let mut at_once = empty::<f64>();
    let all = rows.replace("six", "6").replace("v3,physio", "v3,physio,eve,2026-03-02,,,").replace("\"cai", "cai");
    let _ = table::read(&mut at_once, format!("{HEADER}\n{all}").as_bytes()).unwrap();
    assert!(ledger == at_once);
}

#[test]
fn rejects_are_read_again_with_the_same_options() {
    let options = Options::new()
        .delimiter(';')
        .encoding(Encoding::WINDOWS_1252)
        .column("Patient", "user")
        .header_line(2)
        .decimal_comma();
    let table =
        b"Export of March\nid;service;Patient;on;measure;before;after\nv1;physio;Zo\xeb;2026-03-02;pain;6,5;vier\n";
    let mut ledger = empty::<f64>();
    let intake = options.read_lenient(&mut ledger, &table[..]).unwrap();
    assert_eq!((intake.skipped_line_count(), intake.refused()[0].line()), (1, 3));
    let rejects = intake.rejects().unwrap();
    assert!(rejects.starts_with("\u{feff}Export of March\nrefused by covalue;id;"), "{rejects}");
    assert!(rejects.ends_with("v1;physio;Zoë;2026-03-02;pain;6,5;vier\n"), "{rejects}");
    let mended = rejects.replace("vier", "4");
    let _ = options.read(&mut ledger, mended.as_bytes()).unwrap();
    assert_eq!(ledger.interaction("v1").unwrap().users().next().unwrap().id().as_str(), "Zoë");
}

/// The rejects of `table` that were not mended are refused again, for the same reasons, with one column of them.
#[track_caller]
fn are_refused_again(options: &Options, table: &[u8], reasons: &[&str]) {
    let mut rejects: Option<String> = None;
    for round in 1..=3 {
        let text = rejects.as_ref().map_or(table, |rejects| rejects.as_bytes());
        let intake = options.read_lenient(&mut empty::<f64>(), text).unwrap();
        let found: Vec<String> = intake.refused().iter().map(|refused| refused.reason().to_string()).collect();
        assert_eq!(found, reasons, "round {round}");
        let again = intake.rejects().unwrap();
        assert_eq!(again.matches("refused by covalue,").count(), 1, "{again}");
        rejects = Some(again);
    }
}

#[test]
fn rejects_that_are_not_mended_are_refused_again() {
    let old_mac = format!("Title\r{HEADER}\rv1,physio,ana,2026-03-02,pain,six,4\r");
    let options = Options::new().header_line(2);
    are_refused_again(&options, old_mac.as_bytes(), &["R3: before: `six` is not a number"]);
    let blank = format!("{HEADER}\n,,,,,,\n");
    are_refused_again(
        &Options::new(),
        blank.as_bytes(),
        &["form: the row is blank: remove it, or skip blank rows (option `skip_blank`)"],
    );
    let quoted = format!("{HEADER}\nv1,\"a\"b,ana,2026-03-02,pain,6,4\n");
    let reason = "form: cell 2 has text behind the quote that closes it: a quote inside a quoted cell is doubled";
    let intake = table::read_lenient(&mut empty::<f64>(), quoted.as_bytes()).unwrap();
    assert_eq!(intake.refused()[0].reason().to_string(), reason);
    let again = intake.rejects().unwrap();
    let intake = table::read_lenient(&mut empty::<f64>(), again.as_bytes()).unwrap();
    // The reasons are a cell in front.
    assert_eq!(intake.refused()[0].reason().to_string(), reason.replace("cell 2", "cell 3"));
    assert_eq!(intake.refused()[0].text(), "v1,\"a\"b,ana,2026-03-02,pain,6,4");
}

/// Bytes that are not UTF-8 are a sign for them in the rejects, which is refused until it is mended.
#[test]
fn text_that_was_lost_is_refused_until_it_is_mended() {
    let mut table = format!("{HEADER}\nv1,physio,Zo").into_bytes();
    table.extend(b"\xeb,2026-03-02,pain,6,4\n");
    let first = table::read_lenient(&mut empty::<f64>(), &table[..]).unwrap();
    let rejects = first.rejects().unwrap();
    let again = table::read_lenient(&mut empty::<f64>(), rejects.as_bytes()).unwrap();
    let reason = again.refused()[0].reason().to_string();
    assert!(reason.ends_with("is U+FFFD, the sign for text that could not be read: write what stood there before"));
    let mended = rejects.replace('\u{fffd}', "ë");
    assert_eq!(table::read(&mut empty::<f64>(), mended.as_bytes()).unwrap().interaction_count(), 1);
}

/// Two rows with an open quote, which were not adjacent in their file, are not joined when their rejects are read.
#[test]
fn open_quotes_of_rejects_stay_apart() {
    let table = format!(
        "{HEADER}\nv1,physio,\"ana,2026-03-02,pain,6,4\nv2,physio,\"ben\",2026-03-02,pain,6,4\nv5,physio,\",2026-03-02,pain,6,4\n"
    );
    let mut ledger = empty::<f64>();
    let rejects = table::read_lenient(&mut ledger, table.as_bytes()).unwrap().rejects().unwrap();
    assert_eq!(ledger.len(), 1);
    let again = table::read_lenient(&mut ledger, rejects.as_bytes()).unwrap();
    assert_eq!((again.interaction_count(), again.refused().len()), (0, 2));
    let mended = rejects.replace("\"ana", "ana").replace("physio,\",", "physio,eve,");
    assert_eq!(table::read(&mut ledger, mended.as_bytes()).unwrap().interaction_count(), 2);
}

/// A file may have a column `refused` of its own.
#[test]
fn the_column_of_reasons_has_a_name_of_its_own() {
    let table = "service,from,eligible,offered,refused\nphysio,2026-03-02,9,8,7\n";
    let options = table::Options::new().column("refused", "declined");
    let mut ledger = empty::<f64>();
    let _ = options.read_reach(&mut ledger, table.as_bytes()).unwrap();
    assert_eq!(ledger.reach_counts().next().unwrap().get_declined(), Some(7));
}

/// A quoted cell of several lines is one cell, whatever stands in it, and spaces before a quote do not end its record.
#[test]
fn a_refused_record_of_several_lines_stays_whole() {
    let note = "\"was before:\nline 3: Room 4\nv9,physio,zoe,2026-03-02,pain,6,4,\"";
    let table = format!(
        "{HEADER},with.note\nv1,physio,ana,2026-03-02,pain,x,4,{note}\nv2,physio,ben,2026-03-02,pain,6,4, {note}\n"
    );
    let mut ledger = empty::<f64>();
    let intake = table::read_lenient(&mut ledger, table.as_bytes()).unwrap();
    let reasons: Vec<String> = intake.refused().iter().map(|refused| refused.reason().to_string()).collect();
    assert_eq!(
        reasons,
        ["R3: before: `x` is not a number", "form: cell 8 has spaces before the quote that opens it: remove them"]
    );
    assert_eq!((intake.interaction_count(), intake.line_count()), (0, 7));
    let rejects = intake.rejects().unwrap();
    assert_eq!(table::read_lenient(&mut ledger, rejects.as_bytes()).unwrap().refused().len(), 2);
    let mended = rejects.replace("pain,x", "pain,6").replace("4, \"", "4,\"");
    assert_eq!(table::read(&mut ledger, mended.as_bytes()).unwrap().interaction_count(), 2);
    let dimension = ledger.interaction("v2").unwrap().users().next().unwrap().value("note").map(str::to_owned);
    assert_eq!(dimension.unwrap(), note.trim_matches('"'));
}

/// The id of a record is found behind a note with spaces before its quote, so that no row of its interaction is recorded.
#[test]
fn an_id_behind_spaces_before_a_quote_is_found() {
    for note in [" \"x\ny\"", " \"x,v2,y\"", "\t\"x\""] {
        let clean = note.trim_start();
        let rows = format!("{clean},v1,physio,ana,2026-03-02,mobility,6,4\nn,v2,physio,ben,2026-03-02,mobility,6,4\n");
        let table = format!("with.note,{HEADER}\n{note},v1,physio,ana,2026-03-02,pain,6,4\n{rows}");
        let mut ledger = empty::<f64>();
        let intake = table::read_lenient(&mut ledger, table.as_bytes()).unwrap();
        let refused: Vec<Option<&str>> = intake.refused().iter().map(covalue::error::Refusal::id).collect();
        assert_eq!(refused, [Some("v1"); 2], "{note}");
        assert!(ledger.interaction("v2").is_some());
        let mended = intake.rejects().unwrap().replace(note, clean);
        assert_eq!(table::read(&mut ledger, mended.as_bytes()).unwrap().interaction_count(), 1);
        assert_eq!(ledger.interaction("v1").unwrap().appraisals().count(), 2);
    }
}

/// The longest record ends in its closing quote, and text behind it is not lost.
#[test]
fn text_behind_the_quote_of_a_longest_record_is_refused() {
    const LONGEST: usize = 8 << 20;
    let start = "v1,physio,ana,2026-03-02,pain,6,4,\"a\n";
    for length in LONGEST - 1..=LONGEST + 1 {
        let note = "b".repeat(length - start.len() - 1);
        for tail in ["x", ",v2,physio,ben,2026-03-02,pain,6,4,q", "\"more\""] {
            let table = format!("{HEADER},with.note\n{start}{note}\"{tail}\n");
            let mut ledger = empty::<f64>();
            let intake = table::read_lenient(&mut ledger, table.as_bytes()).unwrap();
            assert!(!intake.refused().is_empty() && ledger.is_empty(), "{length} {tail}");
        }
    }
}

/// A record of 8 MiB is read with quotes and without, and with each line end.
#[test]
fn a_record_of_the_longest_length_is_read() {
    const LONGEST: usize = 8 << 20;
    let [start, end] = ["v1,physio,ana,2026-03-02,pain,6,4,\"a\",", "c"];
    for line_end in ["\n", "\r\n", ""] {
        let note = "b".repeat(LONGEST - start.len() - end.len());
        let table = format!("{HEADER},with.a,with.b\n{start}{note}{end}{line_end}");
        let mut ledger = empty::<f64>();
        assert_eq!(table::read(&mut ledger, table.as_bytes()).unwrap().interaction_count(), 1, "{line_end:?}");
        let longer = table.replace("\"a\"", "\"aa\"");
        let error = table::read(&mut ledger, longer.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), "line 2: form: the line is longer than 8 MiB");
    }
}

/// A reason that was edited has spaces before its quote, and its row stays whole.
#[test]
fn the_cell_of_reasons_may_have_spaces_before_its_quote() {
    let row = "v1,physio,ana,2026-03-02,pain,six,4";
    let table = format!("refused by covalue,{HEADER}\n \"line 3: R3: a, b\",{row}\n");
    let intake = table::read_lenient(&mut empty::<f64>(), table.as_bytes()).unwrap();
    assert_eq!(intake.refused()[0].text(), row);
}

/// A cell with a fault in its quotes is not an id.
#[test]
fn a_cell_at_fault_is_no_id() {
    for cell in ["\"v1\" ", "\"v1\"z"] {
        let rows = "v2,physio,ana,2026-03-02,pain,6,4\nv1z,physio,ana,2026-03-02,pain,6,4\n";
        let table = format!("{HEADER}\n{cell},physio,ana,2026-03-02,pain,6,4\n{rows}");
        let mut ledger = empty::<f64>();
        let intake = table::read_lenient(&mut ledger, table.as_bytes()).unwrap();
        let [refused] = intake.refused() else { panic!("one row is refused") };
        assert_eq!((refused.id(), ledger.len()), (None, 2), "{cell}");
    }
}
