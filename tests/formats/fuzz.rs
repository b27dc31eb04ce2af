//! Whatever comes in: no panic, and never half a change. What goes out comes back.

use covalue::error::ReadError;
use covalue::journal::Intake;
use covalue::number::Number;
use covalue::{Catalogue, Ledger, Measure, Service, journal, table};
use num_rational::{BigRational, Ratio};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::support::case::{Case, Scale};
use crate::support::compare::part_of;
use crate::support::generate::written;

/// A ledger that something is read into.
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

fn comes_back<N: Number>(case: &Case) {
    let ledger = part_of::<N>(case, Scale::Whole);
    let mut again = Ledger::part(&Catalogue::empty(), "a part");
    let intake = journal::read(&mut again, &journal_of(&ledger)[..]).unwrap();
    assert_eq!(intake.interaction_count(), ledger.len() as u64);
    assert!(again == ledger, "{}", String::from_utf8_lossy(&journal_of(&ledger)));
    assert_eq!(journal_of(&again), journal_of(&ledger));
}

/// A way to read bytes into a ledger.
type Reader = fn(&mut Ledger, &[u8]) -> Result<Intake, ReadError>;

/// Reads something; where it is refused, nothing is kept, and leniently no more is kept than is counted.
fn is_read_or_not(bytes: &[u8], is_table: bool) {
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
        (strict, lenient) => panic!("{strict:?}, and leniently {lenient:?}"),
    }
    if let Ok(intake) = &lenient {
        assert_eq!(kept.len() as u64, before.len() as u64 + intake.interaction_count());
    }
}

/// Bytes put in, taken out, doubled or exchanged somewhere.
fn mutated(mut bytes: Vec<u8>, changes: &[(u8, u16, u8)]) -> Vec<u8> {
    for &(way, place, byte) in changes {
        if bytes.is_empty() {
            break;
        }
        let place = usize::from(place) % bytes.len();
        let length = usize::from(byte) % 40;
        let end = bytes.len().min(place + length);
        let word = b"{}[],:\"\n\r\\0-1e9.null\xff\xef\xbb\xbfinteraction2026";
        match way % 5 {
            0 => bytes[place] = byte,
            1 => bytes.insert(place, word[usize::from(byte) % word.len()]),
            2 => drop(bytes.drain(place..end)),
            3 => {
                let copy = bytes[place..end].to_vec();
                bytes.splice(place..place, copy);
            }
            _ => bytes.truncate(place),
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
    fn journals_come_back(case in written()) {
        comes_back::<f64>(&case);
        comes_back::<Decimal>(&case);
        comes_back::<BigRational>(&case);
        comes_back::<Ratio<i128>>(&case);
        comes_back::<i64>(&case);
        comes_back::<i128>(&case);
    }

    #[test]
    fn floats_come_back_to_the_bit(bits in any::<u64>()) {
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

    #[test]
    fn any_bytes_are_read_or_not(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        is_read_or_not(&bytes, false);
        is_read_or_not(&bytes, true);
        is_read_or_not(&[TABLE.as_bytes(), &bytes].concat(), true);
    }

    #[test]
    fn changed_journals_are_read_or_not(case in written(), changes in changes()) {
        is_read_or_not(&mutated(journal_of(&part_of::<f64>(&case, Scale::Tenths)), &changes), false);
    }

    #[test]
    fn changed_tables_are_read_or_not(changes in changes()) {
        is_read_or_not(&mutated(TABLE.as_bytes().to_vec(), &changes), true);
    }
}

#[test]
fn the_table_that_is_changed_is_a_good_one() {
    let mut ledger = known();
    let before = ledger.len();
    let intake = table::read(&mut ledger, TABLE.replace("q \"\"r\"\", s", "").as_bytes()).unwrap();
    assert_eq!((intake.interaction_count(), ledger.len()), (3, before + 3));
}
