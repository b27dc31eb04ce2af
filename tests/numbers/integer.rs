//! `i64` and `i128`: totals wider than the changes, and changes that are exact or `None`.

use covalue::number::{IntegerTotal, LongIntegerTotal, Number, Total, TotalsRow};
use num_bigint::BigInt;
use proptest::prelude::*;

use crate::numbers::laws::{
    assert_error_or_same_state, assert_far_overflow_is_final, assert_ordered, assert_overflow_is_final, assert_same,
    assert_same_in_any_order_and_partition, assert_state_reads_back, total_of,
};

fn level() -> impl Strategy<Value = i64> {
    prop_oneof![any::<i64>(), -1_000..1_000_i64, Just(i64::MIN), Just(i64::MAX), Just(0)]
}

/// Changes between two levels, the largest of 65 bits.
fn changes() -> impl Strategy<Value = Vec<i128>> {
    let change = (level(), level()).prop_map(|(after, before)| i64::change(&after, &before).expect("always held"));
    proptest::collection::vec(change, 0..40)
}

fn long_changes() -> impl Strategy<Value = Vec<i128>> {
    let change = prop_oneof![any::<i128>(), -1_000..1_000_i128, Just(i128::MIN), Just(i128::MAX), Just(i128::MIN + 1)];
    proptest::collection::vec(change, 0..40)
}

fn sum(changes: &[i128]) -> BigInt {
    changes.iter().map(|&change| BigInt::from(change)).sum()
}

proptest! {
    #[test]
    fn r12_total_is_the_same_in_any_order_and_partition(changes in changes(), seed: u64) {
        assert_same_in_any_order_and_partition::<i64>(&changes, seed);
    }

    #[test]
    fn r12_long_total_is_the_same_in_any_order_and_partition(changes in long_changes(), seed: u64) {
        assert_same_in_any_order_and_partition::<i128>(&changes, seed);
    }

    #[test]
    fn total_is_the_sum(changes in changes(), long_changes in long_changes()) {
        prop_assert_eq!(i64::rounded(&total_of(&changes)), i64::try_from(sum(&changes)).ok());
        prop_assert_eq!(i128::rounded(&total_of(&changes)), i128::try_from(sum(&changes)).ok());
        prop_assert_eq!(i128::rounded(&total_of(&long_changes)), i128::try_from(sum(&long_changes)).ok());
    }

    #[test]
    fn totals_compare_as_their_sums(changes in changes(), others in changes(), more in long_changes()) {
        assert_ordered::<i64, _>(&changes, &others, sum);
        assert_ordered::<i128, _>(&changes, &others, sum);
        assert_ordered::<i128, _>(&changes, &more, sum);
    }

    /// Any change, also one larger than the distance of any two levels in an `i64`.
    #[test]
    fn state_of_any_change_reads_back(change: i128, far in 0..100_i128) {
        for change in [change, i128::MIN + 1 + far, i128::MAX - far, (i128::from(i64::MIN) << 64) + far] {
            assert_state_reads_back(&total_of::<IntegerTotal>(&[change]));
            assert_state_reads_back(&total_of::<LongIntegerTotal>(&[change]));
        }
    }

    #[test]
    fn broken_state_is_an_error(noise: Vec<u8>, limbs in 0..6_usize, byte: u8) {
        let mut state = vec![1, byte & 1, byte >> 6];
        state.extend(noise.iter().copied().cycle().take(if noise.is_empty() { 0 } else { limbs * 8 }));
        for state in [&noise, &state] {
            assert_error_or_same_state::<IntegerTotal>(state);
            assert_error_or_same_state::<LongIntegerTotal>(state);
        }
    }

    #[test]
    fn change_is_exact_or_none(after: i128, reference: i128, near in level(), other in level()) {
        prop_assert_eq!(i128::change(&after, &reference), i128::try_from(BigInt::from(after) - reference).ok());
        prop_assert_eq!(i64::change(&near, &other), Some(i128::from(near) - i128::from(other)));
    }
}

#[test]
fn ends_of_i64() {
    let largest = i64::change(&i64::MAX, &i64::MIN).expect("always held");
    assert_eq!(largest, i128::from(u64::MAX));
    assert_eq!(i64::from_change(&largest), None);
    let mut total: IntegerTotal = total_of(&[largest, largest]);
    assert_eq!(i64::rounded(&total), None, "it reads as an overflow ..");
    total.add(&-largest).expect("an integer");
    total.add(&i128::from(i64::MIN)).expect("an integer");
    assert_eq!(i64::rounded(&total), Some(i64::MAX), ".. until it fits again");
    assert_eq!(i64::rounded(&total_of(&[i128::from(i64::MIN)])), Some(i64::MIN));
    assert_eq!(i64::rounded(&total_of(&[i128::from(i64::MIN), -1])), None);
}

#[test]
fn ends_of_i128() {
    assert_eq!(i128::rounded(&total_of(&[i128::MIN])), Some(i128::MIN));
    assert_eq!(i128::rounded(&total_of(&[i128::MAX])), Some(i128::MAX));
    assert_eq!(i128::rounded(&total_of(&[i128::MIN, -1])), None);
    assert_eq!(i128::rounded(&total_of(&[i128::MIN, i128::MIN, i128::MAX, i128::MAX, 2])), Some(0));
    assert_eq!(i128::change(&0, &i128::MIN), None);
    assert_eq!(i128::change(&-1, &i128::MIN), Some(i128::MAX));
    let mut total: LongIntegerTotal = total_of(&[0]);
    total.subtract(&i128::MIN).expect("an integer");
    assert_eq!(i128::rounded(&total), None);
    total.add(&i128::MIN).expect("an integer");
    assert!(total.is_zero());
}

#[test]
fn overflow_by_doubling_is_final_and_never_wraps() {
    for change in [1, -1, i128::MAX, i128::MIN] {
        assert_overflow_is_final::<i64>(&change);
        assert_overflow_is_final::<i128>(&change);
    }
    assert_far_overflow_is_final::<i64>(&1);
    assert_far_overflow_is_final::<i128>(&1);
    let mut total: IntegerTotal = total_of(&[i128::MAX]);
    total.add(&1).expect("an integer");
    total.subtract(&1).expect("an integer");
    assert_eq!(i64::rounded(&total), None);
    assert_same(&total, &IntegerTotal::from_state(&total.state()).expect("a state this crate wrote"));
}

#[test]
fn sizes_in_bytes() {
    assert_eq!(size_of::<IntegerTotal>(), 16);
    assert_eq!(size_of::<TotalsRow<IntegerTotal>>(), 24);
    assert_eq!(size_of::<LongIntegerTotal>(), 32);
}
