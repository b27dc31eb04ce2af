//! `Decimal`: totals without silent rounding, over all scales.

use covalue::number::{DecimalTotal, Number, Total};
use num_bigint::BigInt;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::numbers::laws::{
    assert_error_or_same_state, assert_far_overflow_is_final, assert_ordered, assert_overflow_is_final, assert_same,
    assert_same_in_any_order_and_partition, total_of,
};

fn decimal() -> impl Strategy<Value = Decimal> {
    let any = || (any::<[u32; 3]>(), any::<bool>(), 0..=28_u32);
    prop_oneof![
        3 => any().prop_map(|([low, middle, high], negative, scale)| Decimal::from_parts(low, middle, high, negative, scale)),
        3 => (-100_000..=100_000_i64).prop_map(|cents| Decimal::new(cents, 2)),
        1 => (-20..=20_i64, 0..=28_u32).prop_map(|(digits, scale)| Decimal::new(digits, scale)),
        1 => proptest::sample::select(vec![Decimal::MAX, Decimal::MIN, -Decimal::ZERO, Decimal::new(1, 28)]),
    ]
}

fn decimals() -> impl Strategy<Value = Vec<Decimal>> {
    proptest::collection::vec(decimal(), 0..30)
}

/// In units of 10^−28.
fn sum(decimals: &[Decimal]) -> BigInt {
    let units = |decimal: &Decimal| BigInt::from(decimal.mantissa()) * BigInt::from(10).pow(28 - decimal.scale());
    decimals.iter().map(units).sum()
}

/// Whether a decimal holds this many units: the digits without trailing zeros must fit 96 bits.
fn is_held(units: &BigInt) -> bool {
    let mut units = units.clone();
    for _ in 0..28 {
        if &units % 10 == 0.into() {
            units /= 10;
        }
    }
    units.magnitude().bits() <= 96
}

proptest! {
    #[test]
    fn r12_total_is_the_same_in_any_order_and_partition(decimals in decimals(), seed: u64) {
        assert_same_in_any_order_and_partition::<Decimal>(&decimals, seed);
    }

    #[test]
    fn total_is_the_sum_or_an_overflow(decimals in decimals()) {
        let exact = sum(&decimals);
        match Decimal::rounded(&total_of(&decimals)) {
            Some(value) => prop_assert_eq!(sum(&[value]), exact),
            None => prop_assert!(!is_held(&exact)),
        }
    }

    #[test]
    fn totals_compare_as_their_sums(decimals in decimals(), others in decimals()) {
        assert_ordered::<Decimal, _>(&decimals, &others, sum);
    }

    #[test]
    fn change_is_exact_or_none(after in decimal(), reference in decimal()) {
        let exact = sum(&[after]) - sum(&[reference]);
        match Decimal::change(&after, &reference) {
            Some(change) => prop_assert_eq!(sum(&[change]), exact),
            None => prop_assert!(!is_held(&exact)),
        }
    }

    #[test]
    fn broken_state_is_an_error(noise: Vec<u8>, limbs in 0..6_usize, byte: u8) {
        let mut state = vec![1, byte & 1, byte >> 6];
        state.extend(noise.iter().copied().cycle().take(if noise.is_empty() { 0 } else { limbs * 8 }));
        assert_error_or_same_state::<DecimalTotal>(&noise);
        assert_error_or_same_state::<DecimalTotal>(&state);
    }

    #[test]
    fn equal_decimals_have_equal_texts_and_bytes(decimal in decimal(), scale in 0..=28_u32) {
        let mut rescaled = decimal;
        rescaled.rescale(scale);
        prop_assume!(rescaled == decimal);
        prop_assert_eq!(rescaled.text(), decimal.text());
        let mut bytes = [Vec::new(), Vec::new()];
        rescaled.stable_bytes(&mut bytes[0]);
        decimal.stable_bytes(&mut bytes[1]);
        prop_assert_eq!(&bytes[0], &bytes[1]);
        assert_same(&total_of::<DecimalTotal>(&[rescaled]), &total_of(&[decimal]));
    }
}

#[test]
fn sum_that_no_decimal_holds_is_an_overflow_until_it_fits_again() {
    let mut total: DecimalTotal = total_of(&[Decimal::MAX, Decimal::MAX]);
    assert_eq!(Decimal::rounded(&total), None);
    total.subtract(&Decimal::MAX).expect("a decimal");
    assert_eq!(Decimal::rounded(&total), Some(Decimal::MAX));
    let last = Decimal::new(1, 28);
    total.add(&last).expect("a decimal");
    assert_eq!(Decimal::rounded(&total), None, "57 digits, and none is rounded away");
    total.subtract(&Decimal::MAX).expect("a decimal");
    assert_eq!(Decimal::rounded(&total), Some(last));
    assert_eq!(Decimal::change(&Decimal::MAX, &last), None);
    assert_eq!(Decimal::change(&Decimal::MAX, &Decimal::MIN), None);
    assert_eq!(Decimal::change(&Decimal::new(3, 1), &Decimal::new(1, 1)), Some(Decimal::new(2, 1)));
}

#[test]
fn overflow_by_doubling_is_final_and_never_wraps() {
    for change in [Decimal::MAX, Decimal::MIN, Decimal::new(1, 28), Decimal::new(-1, 28)] {
        assert_overflow_is_final::<Decimal>(&change);
    }
    assert_far_overflow_is_final::<Decimal>(&Decimal::new(1, 28));
}
