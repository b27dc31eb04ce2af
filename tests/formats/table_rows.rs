//! The rows of one interaction.

use covalue::table::{self, Options};

use super::table_input::{HEADER, empty, of_journal, read, read_sessions, refuses};

#[test]
fn rows_of_one_interaction_must_agree() {
    refuses(
        "",
        "v1,yoga,ana,2026-03-02,mobility,1,2",
        "line 3: form: `service` is `yoga`, but `physio` in the rows of `v1` above",
    );
    // An unknown service is the fault, not that it differs.
    refuses("", "v1,dance,ana,2026-03-02,mobility,1,2", "line 3: R2: `dance` is not a service of the catalogue");
    refuses(
        "",
        "v1,physio,ana,2026-03-03,mobility,1,2",
        "line 3: form: `on` is `2026-03-03`, but `2026-03-02` in the rows of `v1` above",
    );
    refuses(
        ",use",
        "v1,physio,ana,2026-03-02,mobility,1,2,indirect",
        "line 3: form: `use` is `indirect`, but not stated in the rows of `v1` above",
    );
    refuses(
        ",known",
        "v1,physio,ana,2026-03-02,mobility,1,2,2026-03-04",
        "line 3: form: `known` is `2026-03-04`, but not stated in the rows of `v1` above",
    );
    let disagree = |columns: &str, one: &str, two: &str, message: &str| {
        let row = |measure: &str, cells: &str| format!("v1,physio,ana,2026-03-02,{measure},1,2,{cells}\n");
        let table = format!("{HEADER},{columns}\n{}{}", row("pain", one), row("mobility", two));
        assert_eq!(read::<f64>(table).unwrap_err().to_string(), format!("line 3: form: {message}"));
    };
    // An empty `use` or `known` means the default in every row. It does not repeat the row above.
    disagree("use", "indirect", "", "`use` is not stated, but `indirect` in the rows of `v1` above");
    disagree("use", "direct", "indirect", "`use` is `indirect`, but `direct` in the rows of `v1` above");
    disagree("known", "2026-03-04", "", "`known` is not stated, but `2026-03-04` in the rows of `v1` above");
    disagree(
        "user_integrated",
        "1",
        "2",
        "`user_integrated` of `ana` differs from the rows of `v1` above: an interaction has one value of it",
    );
    disagree(
        "provider_integrated",
        "1",
        "2",
        "`provider_integrated` of the provider differs from the rows of `v1` above: an interaction has one value of it",
    );
    disagree(
        "user_misintegrated,intent",
        "1,",
        "1,accidental",
        "`user_misintegrated` of `ana` differs from the rows of `v1` above: an interaction has one value of it",
    );
    // A part that is empty beside a stated part is zero, and a later row must not change it.
    for (one, two) in [("3,,", ",1,"), ("3,,", "3,,1"), (",,2", "1,,2")] {
        let parts =
            |party: &str| ["integrated", "misintegrated", "not_integrated"].map(|part| format!("{party}_{part}"));
        for (party, of) in [("user", "`ana`"), ("provider", "the provider")] {
            let other =
                two.split(',').zip(one.split(',')).position(|(two, one)| two != one && !two.is_empty()).unwrap();
            let message = format!(
                "`{}` of {of} differs from the rows of `v1` above: an interaction has one value of it",
                parts(party)[other]
            );
            disagree(&parts(party).join(","), one, two, &message);
        }
    }
    // The message names the dimension and not its values.
    disagree(
        "with.district",
        "north",
        "south",
        "`with.district` of `ana` differs from the rows of `v1` above: an interaction has one value of it",
    );
}

#[test]
fn contributions_may_be_repeated_in_other_rows() {
    let of = |rows: [&str; 3]| {
        let columns = "user_integrated,user_misintegrated,user_not_integrated";
        let row = |(number, cells): (usize, &&str)| {
            let measure = ["pain", "mobility", ""][number];
            let level = if measure.is_empty() { "" } else { "1" };
            format!("v1,physio,ana,2026-03-02,{measure},{level},,{cells}\n")
        };
        read::<f64>(format!("{HEADER},{columns}\n{}", rows.iter().enumerate().map(row).collect::<String>())).unwrap()
    };
    let once = of(["3,1,", ",,", ",,"]);
    // Contributions may be stated in any row, and repeated in full, in part or with zeros.
    for rows in [[",,", "3,1,", ",,"], [",,", ",,", "3,1,"], ["3,1,", "3,1,", "3,1,"], ["3,1,", ",1,", "3,1,0"]] {
        assert!(of(rows) == once, "{rows:?}");
    }
}

#[test]
fn rows_of_one_interaction_may_be_in_any_position() {
    let expected = of_journal::<f64>(&[
        r#"{"interaction":{"id":"v1","service":"physio","users":["ana","ben"],"on":"2026-03-02","appraisals":[{"beneficiary":"ana","measure":"pain","before":6,"after":4},{"beneficiary":"ben","measure":"pain","before":1},{"beneficiary":"ana","measure":"mobility","before":4,"after":8}]}}"#,
        r#"{"interaction":{"id":"v2","service":"physio","users":["ben"],"on":"2026-03-09"}}"#,
    ]);
    let rows = [
        "v1,physio,ana,2026-03-02,pain,6,4",
        "v1,physio,ben,2026-03-02,pain,1,",
        "v1,physio,ana,2026-03-02,mobility,4,8",
    ];
    let other = "v2,physio,ben,2026-03-09,,,";
    for index in 0..=3 {
        let mut all = rows.to_vec();
        all.insert(index, other);
        let table = format!("{HEADER}\n{}", all.join("\n"));
        assert!(read_sessions(&table).unwrap() == expected, "{table}");
        assert!(read_sessions(table.replace('\n', "\r\n\r\n")).unwrap() == expected);
        assert!(read_sessions(table.replace('\n', "\r")).unwrap() == expected, "an old Mac's line ends");
        assert!(read_sessions(format!("\u{feff}{table}\n\n")).unwrap() == expected);
        let mut lenient = empty();
        let intake = Options::new().group_sessions().read_lenient(&mut lenient, table.as_bytes()).unwrap();
        assert_eq!(intake.interaction_count(), 2);
        assert!(lenient == expected);
    }
}

#[test]
fn rows_without_an_id_are_separate_interactions() {
    let expected = of_journal::<f64>(&[
        r#"{"interaction":{"service":"physio","users":["ana"],"on":"2026-03-02","appraisals":[{"beneficiary":"ana","measure":"pain","before":6,"after":4}]}}"#,
        r#"{"interaction":{"service":"physio","users":["ana"],"on":"2026-03-02","appraisals":[{"beneficiary":"ana","measure":"pain","before":6,"after":5}]}}"#,
    ]);
    let rows = ",physio,ana,2026-03-02,pain,6,4\n,physio,ana,2026-03-02,pain,6,5\n";
    assert!(read(format!("{HEADER}\n{rows}")).unwrap() == expected);
    let error = read::<f64>(format!("{HEADER}\n{rows}{rows}")).unwrap_err().to_string();
    assert!(
        error.starts_with("line 4: R1: interaction ")
            && error.ends_with("with the same content: a repeat (option `skip_repeats`)"),
        "{error}"
    );
    // Each row without an id is an interaction of its own, so a lenient read refuses only the repeats and the malformed
    // row.
    let mut ledger = empty::<f64>();
    let intake = table::read_lenient(&mut ledger, format!("{HEADER}\n{rows}{rows},physio\n").as_bytes()).unwrap();
    let refused: Vec<u64> = intake.refused().iter().map(covalue::error::Refusal::line).collect();
    assert_eq!((refused, intake.interaction_count()), (vec![4, 5, 6], 2));
    assert!(ledger == expected);
}
