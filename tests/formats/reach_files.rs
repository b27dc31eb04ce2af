//! Counts of people reached in journals and in their own table.

use covalue::error::{ReadError, Reason, RowFault};
use covalue::{Catalogue, Error, Ledger, ReachCounts, Rule, Service, date, journal, table};
use proptest::prelude::*;

use crate::support::generate::cases;
use crate::support::reach::{PlainBooks, PlainReach, books, catalogue};

fn physio() -> Ledger {
    Ledger::new(&Catalogue::new([], [Service::new("physio", "clinic")]).unwrap())
}

fn journal_of(ledger: &Ledger) -> String {
    let mut written = Vec::new();
    journal::write(ledger, &mut written).unwrap();
    String::from_utf8(written).unwrap()
}

/// The entries as a table, written without the crate.
fn table_of(books: &PlainBooks) -> String {
    let header = "with.age,known,service,from,until,asked,started,declined,offered,eligible,with.district";
    let row = |entry: &PlainReach| {
        let count = |step: usize| entry.counts[step].map_or_else(String::new, |count| count.to_string());
        let value = |name: &str| entry.with.get(name).copied().unwrap_or_default().to_owned();
        let days = [entry.known.to_string(), entry.service.to_owned(), entry.from.to_string(), entry.until.to_string()];
        let cells = [value("age")].into_iter().chain(days).chain((0..5).rev().map(count)).chain([value("district")]);
        cells.collect::<Vec<_>>().join(",") + "\n"
    };
    let rows: String = books.entries.iter().map(row).collect();
    format!("{header}\n{rows}")
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn reach_round_trips_through_a_journal_and_serde(books in books()) {
        let ledger = books.valid().ledger();
        let written = journal_of(&ledger);
        let mut again = Ledger::new(&Catalogue::empty());
        let intake = journal::read(&mut again, written.as_bytes()).unwrap();
        prop_assert_eq!(intake.reach_count(), ledger.reach_counts().count() as u64);
        prop_assert!(again == ledger, "{}", written);
        prop_assert_eq!(journal_of(&again), written);
        for reach in ledger.reach_counts() {
            let json = serde_json::to_string(reach).unwrap();
            let read: ReachCounts = serde_json::from_str(&json).unwrap();
            let known = read.get_known().or(read.get_period().map(|(_, until)| until)).unwrap();
            prop_assert_eq!(&read.known(known), reach);
        }
    }

    #[test]
    fn a_table_of_reach_equals_its_entries(books in books()) {
        let books = PlainBooks { uses: Vec::new(), ..books };
        let valid = books.clone().valid();
        let mut ledger = Ledger::new(&catalogue());
        table::read_reach(&mut ledger, table_of(&valid).as_bytes()).unwrap();
        prop_assert!(ledger == valid.ledger());
        // Read leniently, invalid rows are left out and counted; read strictly, no row is kept.
        let mut lenient = Ledger::new(&catalogue());
        let intake = table::read_reach_lenient(&mut lenient, table_of(&books).as_bytes()).unwrap();
        prop_assert!(lenient == valid.ledger());
        prop_assert_eq!(intake.reach_count(), valid.entries.len() as u64);
        prop_assert_eq!(intake.refused().len(), books.entries.len() - valid.entries.len());
        let mut strict = Ledger::new(&catalogue());
        let read = table::read_reach(&mut strict, table_of(&books).as_bytes());
        match intake.refused().first() {
            None => prop_assert!(read.is_ok()),
            Some(first) => {
                prop_assert_eq!(read.unwrap_err(), ReadError::Refusal(first.clone()));
                prop_assert!(strict.is_empty());
            }
        }
    }

    #[test]
    fn any_table_of_reach_is_read_or_refused_as_a_whole(
        bytes in prop::collection::vec(prop::sample::select(&b"service,from\nphysio,2026-03-02,1\"\xff;"[..]), 0..120)
    ) {
        let header = b"service,from,asked\n";
        for bytes in [bytes.clone(), [&header[..], &bytes].concat()] {
            let mut ledger = physio();
            if table::read_reach(&mut ledger, &bytes[..]).is_err() {
                prop_assert!(ledger.is_empty());
            }
            let mut lenient = physio();
            if let Ok(intake) = table::read_reach_lenient(&mut lenient, &bytes[..]) {
                prop_assert_eq!(intake.reach_count(), lenient.reach_counts().count() as u64);
                prop_assert!(!intake.refused().is_empty() || lenient == ledger);
            }
        }
    }
}

#[test]
fn a_journal_states_reach_in_full() -> Result<(), Error> {
    let mut ledger = physio();
    let march = ReachCounts::of("physio").period(date(2026, 3, 1)..=date(2026, 3, 31)).with("district", "north");
    ledger.record_reach(march.eligible(400).offered(120).declined(30).started(80).asked(80).known(date(2026, 4, 7)))?;
    ledger.record_reach(ReachCounts::of("physio").on(date(2026, 3, 2)).asked(0))?;
    let lines: Vec<String> = journal_of(&ledger).lines().skip(1).map(str::to_owned).collect();
    assert_eq!(
        lines,
        [
            r#"{"reach":{"service":"physio","from":"2026-03-01","until":"2026-03-31","with":{"district":"north"},"eligible":400,"offered":120,"declined":30,"started":80,"asked":80,"known":"2026-04-07"}}"#,
            r#"{"reach":{"service":"physio","from":"2026-03-02","asked":0}}"#,
        ]
    );
    Ok(())
}

/// A journal that is refused as a whole leaves no period behind that a later entry would overlap.
#[test]
fn a_refused_journal_leaves_no_reach() -> Result<(), Error> {
    let mut ledger = physio();
    let day = |day: i8| ReachCounts::of("physio").on(date(2026, 3, day)).asked(1);
    ledger.record_reach(day(1))?;
    let before = ledger.clone();
    let file = r#"{"reach":{"service":"physio","from":"2026-03-01","asked":2,"known":"2026-03-05"}}
{"reach":{"service":"physio","from":"2026-03-02","until":"2026-03-09","asked":2}}
{"reach":{"service":"physio","from":"2026-03-02","until":"2026-03-09","asked":2,"with":{"district":"north"}}}
{"reach":{"service":"physio","from":"2026-03-09","asked":2}}
"#;
    let refused = journal::read(&mut ledger, file.as_bytes()).unwrap_err();
    assert_eq!((refused.line(), refused.rule()), (4, Rule::R48));
    assert!(ledger == before);
    for more in [day(3), day(4), day(4).with("district", "north"), day(1).known(date(2026, 3, 5))] {
        ledger.record_reach(more)?;
    }
    assert_eq!(ledger.record_reach(day(1)).unwrap_err().rule(), Rule::R8);
    Ok(())
}

#[test]
fn refused_reach_names_its_line_and_its_rule() {
    let read = |reach: &str| {
        let refused = journal::read(&mut physio(), format!(r#"{{"reach":{reach}}}"#).as_bytes()).unwrap_err();
        (refused.rule(), refused.to_string())
    };
    for (reach, rule, message) in [
        (r#"{"from":"2026-03-02","asked":1}"#, Rule::Form, "missing field `service`"),
        (r#"{"service":"physio","asked":1}"#, Rule::Form, "reach of `physio` has neither a day nor a period"),
        (r#"{"service":"physio","from":"2026-03-02"}"#, Rule::Form, "reach of `physio` has no count"),
        (r#"{"service":"physio","from":"2026-03-02","asked":1.5}"#, Rule::Form, "expected a whole number from 0 to"),
        (r#"{"service":"physio","from":"2026-03-02","asked":null}"#, Rule::Form, "expected a whole number from 0 to"),
        (r#"{"service":"physio","from":"2026-03-02","asked":"1"}"#, Rule::Form, "expected a whole number from 0 to"),
        (r#"{"service":"physio","from":"2026-03-02","appraised":1}"#, Rule::Form, "unknown field `appraised`"),
        (r#"{"service":"yoga","from":"2026-03-02","asked":1}"#, Rule::R2, "`yoga` is not a service of the catalogue"),
        (
            r#"{"service":"physio","from":"2026-03-02","until":"2026-03-01","asked":1}"#,
            Rule::Form,
            "which ends before it starts",
        ),
        (
            r#"{"service":"physio","from":"2026-03-02","until":"2026-03-09","asked":1,"known":"2026-03-03"}"#,
            Rule::R9,
            "before its period ends on 2026-03-09",
        ),
        (
            r#"{"service":"physio","from":"2026-03-02","with":{"a":"b","a":"c"},"asked":1}"#,
            Rule::Form,
            "two values in one dimension",
        ),
    ] {
        let (found, text) = read(reach);
        assert!(found == rule && text.contains(message) && text.starts_with("line 1: "), "{text}");
    }
}

#[test]
fn refused_rows_of_reach_name_their_line_and_their_rule() {
    let read = |file: &str| table::read_reach(&mut physio(), file.as_bytes()).unwrap_err().to_string();
    for (file, message) in [
        ("", "line 1: form: the table has no header"),
        (
            "service,asked\n",
            "line 1: form: the table has no column `from`: if it has another name there, say so (option `column`)",
        ),
        ("service,from,from\n", "line 1: form: the column `from` is repeated"),
        ("service,from,with.a,with.a\n", "line 1: form: the column `with.a` is repeated"),
        (
            "service,from,offred\n",
            "line 1: form: unknown column `offred` (is `offered` meant?): name it (option `column`), ignore it (option `ignore`), or state the line of the header (option `header_line`)",
        ),
        ("service,from,asked\nphysio,2026-03-02\n", "line 2: form: the row has 2 cells, and the header 3"),
        ("service,from,asked\n\n,2026-03-02,1\n", "line 3: form: the cell `service` is empty"),
        ("service,from,asked\nphysio,,1\n", "line 2: form: the cell `from` is empty"),
        (
            "service,from,asked\nphysio,02/03/2026,1\n",
            "line 2: form: from: `02/03/2026` is not a day written as YYYY-MM-DD: if days are written so, state their form, such as %d/%m/%Y (option `days`)",
        ),
        (
            "service,from,asked\nphysio,2026-03-02,+1\n",
            "line 2: form: asked: `+1` is not a whole number from 0 to 18446744073709551615",
        ),
        (
            "service,from,asked\nphysio,2026-03-02,1\nphysio,2026-03-02,2\n",
            "line 3: R8: reach of `physio` from 2026-03-02 until 2026-03-02 is recorded already for the same values, known \
             on 2026-03-02: a new version needs a later day; skip it if it is a repeat (option `skip_repeats`)",
        ),
    ] {
        assert_eq!(read(file), message);
    }
    let refused = table::read_reach(&mut physio(), "service,from,asked\nphysio,2026-03-02,x\n".as_bytes()).unwrap_err();
    let ReadError::Refusal(refused) = refused else { panic!("the input can be read") };
    assert_eq!(refused.reason(), &Reason::Row(RowFault::NoCount { column: "asked".to_owned(), text: "x".to_owned() }));
}
