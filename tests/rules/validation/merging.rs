//! Merging ledgers: which fault the error names first.

use covalue::error::MergeLedgersError;
use covalue::{Catalogue, Ledger, Measure, Rule, Service};

use super::{march, plain};

/// Two ledgers with up to four faults: an entry in the other's closed period, a common id, another definition and a
/// common part name.
fn merged(faults: usize) -> Result<(), MergeLedgersError> {
    let physio = || Service::new("physio", "clinic");
    let pain = Measure::lower_is_better("pain", "points");
    let there = if faults > 2 { Measure::lower_is_better("pain", "cm") } else { pain.clone() };
    let mut here = Ledger::part(&Catalogue::new([pain], [physio()]).unwrap(), "march");
    let mut other =
        Ledger::part(&Catalogue::new([there], [physio()]).unwrap(), if faults > 3 { "march" } else { "april" });
    here.record(plain("v1")).unwrap();
    other.record(plain(if faults > 1 { "v1" } else { "v2" })).unwrap();
    if faults > 0 {
        other.close(march(9));
    }
    let before = here.clone();
    let result = here.merge(&other);
    assert_eq!(result.is_err(), here == before, "a refused merge leaves the ledger unchanged");
    result
}

#[test]
fn the_error_of_a_merge_names_the_first_fault() {
    assert_eq!(merged(0), Ok(()));
    let messages = [
        "R9: interaction `v1` is known on 2026-03-09, and the other books are closed up to and including 2026-03-09",
        "R1: interaction `v1` is recorded already, with the same content: a repeat",
        "R1: measure `pain` is already defined differently: a conflict",
        "R17: the part `march` is in both ledgers: it counts once, and another part needs another name",
    ];
    for (faults, message) in messages.into_iter().enumerate() {
        let error = merged(faults + 1).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert!(message.starts_with(&format!("{}: ", error.rule())));
    }
    assert_eq!(merged(4).unwrap_err().rule(), Rule::R17);
}
