//! Readers accept arbitrary input without a panic, and keep all of it or nothing. Written ledgers can be read back.

use covalue::error::ReadError;
use covalue::journal::Intake;
use covalue::number::Number;
use covalue::{Catalogue, Ledger, Measure, Service, journal, table};
use num_rational::{BigRational, Ratio};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::support::case::{Case, Scale};
use crate::support::compare::part_of;
use crate::support::generate::{cases, written};

/// A ledger with entries, into which the tests read more.
fn known() -> Ledger {
    let file = include_str!("../conformance/mixed.jsonl");
    let mut ledger = Ledger::part(&Catalogue::empty(), "a part");
    journal::read(&mut ledger, file.as_bytes()).expect("it is valid");
    for service in [Service::new("s8", "p"), Service::new("s9", "q")] {
        ledger.declare_service(service).expect("it is new");
    }
    for measure in [Measure::higher_is_better("m8", "points"), Measure::lower_is_better("m9", "points")] {
        ledger.declare_measure(measure).expect("it is new");
    }
    ledger
}

fn journal_of<N: Number>(ledger: &Ledger<N>) -> Vec<u8> {
    let mut written = Vec::new();
    journal::write(ledger, &mut written).unwrap();
    written
}

fn round_trips<N: Number>(case: &Case) {
    let ledger = part_of::<N>(case, Scale::Whole);
    let mut again = Ledger::part(&Catalogue::empty(), "a part");
    let options = journal::Options::new().partial_dates();
    let intake = options.read(&mut again, &journal_of(&ledger)[..]).unwrap();
    assert_eq!(intake.interaction_count(), ledger.len() as u64);
    assert!(again == ledger, "{}", String::from_utf8_lossy(&journal_of(&ledger)));
    assert_eq!(journal_of(&again), journal_of(&ledger));
}

/// A function that reads bytes into a ledger.
type Reader = fn(&mut Ledger, &[u8]) -> Result<Intake, ReadError>;

/// A strict read that fails must leave the ledger unchanged. A lenient read must keep exactly the interactions that
/// it counts.
fn check_reading(bytes: &[u8], is_table: bool) {
    let [read, lenient]: [Reader; 2] = if is_table {
        [|ledger, bytes| table::read(ledger, bytes), |ledger, bytes| table::read_lenient(ledger, bytes)]
    } else {
        [|ledger, bytes| journal::read(ledger, bytes), |ledger, bytes| journal::read_lenient(ledger, bytes)]
    };
    let before = known();
    let mut ledger = before.clone();
    let strict = read(&mut ledger, bytes);
    let mut kept = before.clone();
    let lenient = lenient(&mut kept, bytes);
    match (&strict, &lenient) {
        (Ok(intake), Ok(same)) => {
            assert_eq!(intake, same);
            assert!(ledger == kept);
        }
        (Err(ReadError::Refusal(refused)), Ok(intake)) => {
            assert!(ledger == before);
            assert!(intake.refused().contains(refused), "{refused} is not among {:?}", intake.refused());
            assert!(intake.refused().iter().all(|refused| refused.line() <= intake.line_count()));
        }
        (Err(error), Err(same)) => {
            assert!(ledger == before && kept == before);
            assert_eq!(error, same);
        }
        (strict, lenient) => panic!("strict {strict:?}, lenient {lenient:?}"),
    }
    if let Ok(intake) = &lenient {
        assert_eq!(kept.len() as u64, before.len() as u64 + intake.interaction_count());
    }
}

/// Replaces, inserts, removes or repeats bytes.
fn mutated(mut bytes: Vec<u8>, changes: &[(u8, u16, u8)]) -> Vec<u8> {
    for &(way, index, byte) in changes {
        if bytes.is_empty() {
            break;
        }
        let index = usize::from(index) % bytes.len();
        let length = usize::from(byte) % 40;
        let end = bytes.len().min(index + length);
        let word = b"{}[],:\"\n\r\\0-1e9.null\xff\xef\xbb\xbfinteraction2026";
        match way % 5 {
            0 => bytes[index] = byte,
            1 => bytes.insert(index, word[usize::from(byte) % word.len()]),
            2 => drop(bytes.drain(index..end)),
            3 => {
                let copy = bytes[index..end].to_vec();
                bytes.splice(index..index, copy);
            }
            _ => bytes.truncate(index),
        }
    }
    bytes
}

const TABLE: &str = "id,service,user,on,measure,before,after,change,expected,without,beneficiary,follow_up,source,made,known,use,user_integrated,user_misintegrated,user_not_integrated,provider_integrated,provider_misintegrated,provider_not_integrated,misused_by,intent,cause,with.a
w1,s8,ana,2026-03-02,m8,6,4,,,,,,,,,,3,1,,,,,p,accidental,\"x, y\",north
w2,s9,ben,2026-03-02,m9,,,-2,,,,2,proxy:cai,2026-03-04,2026-03-05,indirect,,,,,,2,,,,
w1,s8,ana,2026-03-02,m9,6,4,,5,2,,,own,,,direct,3,1,,,,,p,accidental,\"x, y\",
,s8,ana,2026-03-02,,,,,,,,,,,,,,,,,,,,,,
";

fn changes() -> impl Strategy<Value = Vec<(u8, u16, u8)>> {
    proptest::collection::vec(any::<(u8, u16, u8)>(), 0..6)
}

proptest! {
    #[test]
    fn floats_round_trip_bit_for_bit(bits in any::<u64>()) {
        let level = f64::from_bits(bits);
        prop_assume!(level.is_finite());
        let mut ledger = known();
        let visit = covalue::Interaction::between("ana", "s9", covalue::date(2026, 3, 2)).id("a float");
        ledger.record(visit.appraisal(covalue::Appraisal::of("m9").before(level))).unwrap();
        let mut again = Ledger::part(&Catalogue::empty(), "a part");
        let _ = journal::read(&mut again, &journal_of(&ledger)[..]).unwrap();
        let recorded = again.interaction("a float").unwrap();
        let before: f64 = *recorded.appraisals().next().unwrap().get_before().unwrap();
        prop_assert_eq!(before.to_bits(), (level + 0.0).to_bits());
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn journals_round_trip(case in written()) {
        round_trips::<f64>(&case);
        round_trips::<Decimal>(&case);
        round_trips::<BigRational>(&case);
        round_trips::<Ratio<i128>>(&case);
        round_trips::<i64>(&case);
        round_trips::<i128>(&case);
    }

    #[test]
    fn any_bytes_are_read_or_refused_as_a_whole(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        check_reading(&bytes, false);
        check_reading(&bytes, true);
        check_reading(&[TABLE.as_bytes(), &bytes].concat(), true);
    }

    #[test]
    fn changed_journals_are_read_or_refused_as_a_whole(case in written(), changes in changes()) {
        check_reading(&mutated(journal_of(&part_of::<f64>(&case, Scale::Tenths)), &changes), false);
    }

    #[test]
    fn changed_tables_are_read_or_refused_as_a_whole(changes in changes()) {
        check_reading(&mutated(TABLE.as_bytes().to_vec(), &changes), true);
    }
}

#[test]
fn the_unchanged_table_is_valid() {
    let mut ledger = known();
    let before = ledger.len();
    let intake = table::read(&mut ledger, TABLE.replace("q \"\"r\"\", s", "").as_bytes()).unwrap();
    assert_eq!((intake.interaction_count(), ledger.len()), (3, before + 3));
}
