//! A refused journal leaves the ledger as it was.

use covalue::{Appraisal, By, Contribution, Interaction, Logic, Misuse, Terms, date, journal};

use super::journal_input::{GOOD, read, visit};

#[test]
fn a_closed_period_stays_closed() {
    let mut ledger = read::<f64>(GOOD).unwrap();
    ledger.close(date(2026, 3, 31));
    let before = ledger.clone();
    let error = journal::read(&mut ledger, visit("").replace(",}}", "}}").as_bytes()).unwrap_err();
    let message = "line 1: R9: an interaction with `physio` is known on 2026-03-09, and the books are closed up to and including 2026-03-31";
    assert_eq!(error.to_string(), message);
    assert!(ledger == before);
}

#[test]
fn a_refused_journal_leaves_earlier_entries_unchanged() {
    let mut ledger = read::<f64>(GOOD).unwrap();
    let visit = Interaction::between("ben", "physio", date(2026, 3, 9)).id("v2");
    ledger.record(visit.appraisal(Appraisal::of("pain").before(3.0).after(6.0))).unwrap();
    let later = r#"{"appraisal":{"interaction":"v2","measure":"pain","before":3,"after":2,"made":"2026-06-01"}}"#;
    let void = r#"{"void":{"interaction":"v1","reason":"a"}}"#;
    let before = ledger.clone();
    assert!(journal::read(&mut ledger, format!("{later}\n{void}\n{void}\n").as_bytes()).is_err());
    assert!(ledger == before);
    assert_eq!(ledger.statement(By::Service).unwrap(), before.statement(By::Service).unwrap());
    let _ = journal::read(&mut ledger, format!("{later}\n{void}\n").as_bytes()).unwrap();
    let pain = ledger.statement(By::Service).unwrap().line("physio", "pain").unwrap();
    assert_eq!((pain.created(), pain.destroyed()), (1.0, 0.0));
}

/// Later appraisals of a refused journal are undone, for interactions with and without earlier ones. Use and misuse
/// of the interaction stay unchanged.
#[test]
fn a_refused_journal_leaves_later_appraisals_unchanged() {
    let mut ledger = read::<f64>(GOOD).unwrap();
    for (id, user) in [("v2", "ben"), ("v3", "cai")] {
        let visit = Interaction::between(user, "physio", date(2026, 3, 9)).id(id).indirect();
        let misused = Contribution::of(user).misintegrated(1.0, Misuse::unknown());
        ledger.record(visit.contribution(misused).appraisal(Appraisal::of("pain").before(3.0).after(6.0))).unwrap();
    }
    let later = |interaction: &str, after: u32, made: &str| {
        format!(
            r#"{{"appraisal":{{"interaction":"{interaction}","measure":"pain","before":3,"after":{after},"made":"{made}"}}}}"#
        )
    };
    let _ = journal::read(&mut ledger, later("v2", 7, "2026-06-01").as_bytes()).unwrap();
    let before = ledger.clone();
    let lines = [
        later("v2", 8, "2026-06-02"),
        later("v3", 9, "2026-06-02"),
        later("v2", 9, "2026-06-03"),
        later("v2", 9, "2026-06-03"),
    ];
    assert!(journal::read(&mut ledger, lines.join("\n").as_bytes()).is_err());
    assert!(ledger == before);
    for terms in [Terms::by(By::User), Terms::by(By::User).logic(Logic::Service)] {
        assert_eq!(ledger.statement(&terms).unwrap(), before.statement(&terms).unwrap());
    }
    let _ = journal::read(&mut ledger, lines[..3].join("\n").as_bytes()).unwrap();
    let statement = ledger.statement(By::User).unwrap();
    assert_eq!(statement.line("ben", "pain").unwrap().with_misuse(), 6.0);
    assert_eq!(statement.line("cai", "pain").unwrap().with_misuse(), 6.0);
    assert_eq!(ledger.later_appraisals().count(), 4);
}
