//! Journals that are read with options: months and years, and repeats.

use covalue::{Catalogue, Ledger, journal};

#[test]
fn r50_months_and_years_are_read_on_request() {
    let lines = |on: &str| {
        let visit = format!(r#"{{"interaction":{{"id":"v1","service":"physio","users":["ana"],"on":"{on}"}}}}"#);
        format!("{}\n{visit}\n", r#"{"service":{"id":"physio","provider":"clinic"}}"#)
    };
    let asked = journal::Options::new().partial_dates();
    for on in ["2026-03-02", "2026-03", "2026"] {
        let mut ledger = Ledger::<f64>::new(&Catalogue::empty());
        let _ = asked.read(&mut ledger, lines(on).as_bytes()).unwrap();
        assert_eq!(ledger.interaction("v1").unwrap().on().to_string(), on);
        let mut written = Vec::new();
        journal::write(&ledger, &mut written).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), lines(on));
        let strict = journal::read(&mut Ledger::<f64>::new(&Catalogue::empty()), lines(on).as_bytes());
        let intake = asked.read_lenient(&mut Ledger::<f64>::new(&Catalogue::empty()), lines(on).as_bytes()).unwrap();
        assert_eq!((strict.is_ok(), intake.interaction_count()), (on.len() == 10, 1));
        if let Err(error) = strict {
            assert_eq!(
                error.to_string(),
                format!(
                    "line 2: form: on: `{on}` is a month or a year, and not a day: if the day is not known, say so \
                     (option `partial_dates`)"
                )
            );
        }
    }
    for on in ["2026-13", "26", "2026-3", "+026", "2026-", "20266"] {
        let error = asked.read(&mut Ledger::<f64>::new(&Catalogue::empty()), lines(on).as_bytes()).unwrap_err();
        assert!(error.to_string().starts_with(&format!("line 2: form: on: `{on}` is not a day written as YYYY-MM-DD")));
    }
    // Only the day of an interaction may be partial.
    let known = lines("2026-03").replace(r#""on":"2026-03""#, r#""on":"2026-03","known":"2026-04""#);
    let error = asked.read(&mut Ledger::<f64>::new(&Catalogue::empty()), known.as_bytes()).unwrap_err();
    assert!(
        error.to_string().starts_with("line 2: form: known: `2026-04` is not a day written as YYYY-MM-DD"),
        "{error}"
    );
}

#[test]
fn repeats_are_skipped_and_counted_on_request() {
    let visit = |after: &str| {
        format!(
            r#"{{"interaction":{{"id":"v1","service":"physio","users":["ana"],"on":"2026-03-02","appraisals":[{{"measure":"pain","before":6,"after":{after}}}]}}}}"#
        )
    };
    let later = |after: &str, days: &str| {
        let levels = format!(r#""measure":"pain","after":{after},"follow_up":2"#);
        format!(r#"{{"appraisal":{{"interaction":"v1",{levels}{days}}}}}"#)
    };
    let (june, void) = (r#","made":"2026-06-01""#, r#"{"void":{"interaction":"v1","reason":"why"}}"#);
    let reach = |asked: &str| {
        format!(r#"{{"reach":{{"service":"physio","from":"2026-03-01","until":"2026-03-31","asked":{asked}}}}}"#)
    };
    let anonymous = r#"{"interaction":{"service":"physio","users":["ben"],"on":"2026-03-03"}}"#.to_owned();
    let declared = [
        r#"{"measure":{"id":"pain","unit":"points","better":"lower"}}"#.to_owned(),
        r#"{"service":{"id":"physio","provider":"clinic"}}"#.to_owned(),
    ];
    let observed = |instrument: &str| {
        later("5", &format!(r#"{june},"source":{{"observed":"{instrument}"}},"references":{{"aim":3}}"#))
    };
    let all = [visit("4"), anonymous, later("5", june), observed("scale"), void.to_owned(), reach("9")];
    let file = [&declared[..], &all].concat().join("\n");
    let options = journal::Options::new().skip_repeats();
    let mut once = Ledger::<f64>::new(&Catalogue::empty());
    let intake = options.read(&mut once, file.as_bytes()).unwrap();
    assert_eq!((intake.repeat_count(), intake.interaction_count(), intake.later_appraisal_count()), (0, 2, 2));
    // The file again, what the crate writes of it, and defaults that are stated.
    let mut written = Vec::new();
    journal::write(&once, &mut written).unwrap();
    let stated = [
        later("5", r#","made":"2026-06-01","known":"2026-06-01","beneficiary":"ana","source":"own""#),
        r#"{"appraisal":{"interaction":"v1","measure":"pain","before":6,"after":4}}"#.to_owned(),
        observed("scale").replace(r#""after":5"#, r#""after":5.0,"beneficiary":"ana""#),
        void.replace("}}", r#","known":"2026-03-02"}}"#),
        reach("9").replace("}}", r#","known":"2026-03-31"}}"#),
    ];
    for (again, repeats) in [(file.clone(), 6), (String::from_utf8(written).unwrap(), 6), (stated.join("\n"), 5)] {
        let mut twice = once.clone();
        let intake = options.read(&mut twice, again.as_bytes()).unwrap();
        assert_eq!((intake.repeat_count(), intake.interaction_count(), intake.reach_count()), (repeats, 0, 0));
        assert_eq!(options.read_lenient(&mut twice, again.as_bytes()).unwrap().repeat_count(), repeats);
        assert!(twice == once);
    }
    // Within one file too. Without the request they are refused.
    let doubled = [&declared[..], &all, &all].concat().join("\n");
    assert_eq!(
        options.read(&mut Ledger::<f64>::new(&Catalogue::empty()), doubled.as_bytes()).unwrap().repeat_count(),
        6
    );
    assert_eq!(journal::read(&mut once.clone(), file.as_bytes()).unwrap_err().line(), 3);
    // Other content is no repeat.
    for (other, rule) in [
        (visit("3"), "R1"),
        (later("4", june), "R8"),
        (later("5", &format!(r#"{june},"before":6"#)), "R8"),
        (later("5", &format!(r#"{june},"references":{{"aim":3}}"#)), "R8"),
        (observed("other"), "R8"),
        (void.replace("why", "another"), "R1"),
        (void.replace("}}", r#","known":"2026-03-03"}}"#), "R1"),
        (reach("8"), "R8"),
    ] {
        let error = options.read(&mut once.clone(), other.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with(&format!("line 1: {rule}: ")), "{other}: {error}");
    }
    // A correction states another day.
    let corrected = later("4", r#","made":"2026-06-01","known":"2026-07-01""#);
    assert_eq!(options.read(&mut once, corrected.as_bytes()).unwrap().later_appraisal_count(), 1);
}
