//! `check` and `record` agree for every kind of entry (section 5 of the model).

use std::fmt::Debug;

use covalue::number::Number;
use covalue::{Interaction, Ledger};
use num_rational::BigRational;
use proptest::prelude::*;

use crate::support::case::{Case, Entry, Scale, void};
use crate::support::figures::in_both_kinds;
use crate::support::generate::{cases, ledger};

/// An entry is accepted if `check` finds no fault. Otherwise the error is the first fault.
#[track_caller]
fn same<T, E: PartialEq + Debug>(faults: Vec<E>, entered: Result<T, E>) {
    assert_eq!(faults.into_iter().next(), entered.err());
}

#[track_caller]
fn check_agrees_with_record<N: Number>(case: &Case, scale: Scale) {
    let mut ledger = Ledger::<N>::new(&case.catalogue(scale));
    for (index, entry) in case.entries.iter().enumerate() {
        if index == case.entries.len() / 2 {
            ledger.close(crate::support::case::day(20));
        }
        match entry {
            Entry::Interaction(row) => {
                let interaction: Interaction<N> = row.build(scale);
                same(ledger.check(&interaction), ledger.record(interaction));
            }
            Entry::Appraisal(id, row) => {
                let appraisal = row.build(scale);
                same(ledger.check_appraisal(id, &appraisal), ledger.appraise(id, appraisal));
            }
            Entry::Void(id, reason, known) => {
                let void = void(reason, *known);
                same(ledger.check_void(id, &void), ledger.void(id, void));
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn check_finds_the_fault_that_record_refuses(case in ledger()) {
        in_both_kinds!(check_agrees_with_record(&case));
    }
}
