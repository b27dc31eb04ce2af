//! Values in `f64` are the exact values rounded once, for ordinary worths and for worths far apart, tiny or huge.

use covalue::game::{Coalition, Game, TableGame, game, shapley};
use covalue::number::{FloatTotal, Fraction, Total};
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use proptest::collection::vec;
use proptest::prelude::*;

/// The float nearest to a fraction, ties to even, by comparing floats: another algorithm than the crate's.
fn nearest(exact: &BigRational) -> f64 {
    let near = exact.to_f64().unwrap();
    let distance = |float: f64| (BigRational::from_float(float).unwrap() - exact).abs();
    let candidates = [near.next_down(), near, near.next_up()];
    let finite = candidates.into_iter().filter(|float| float.is_finite());
    let even = |float: f64| float.to_bits() & 1;
    finite.min_by(|a, b| distance(*a).cmp(&distance(*b)).then(even(*a).cmp(&even(*b)))).unwrap() + 0.0
}

fn exact_values(table: &TableGame<f64>) -> Vec<BigRational> {
    let exact = game(table.player_count(), |coalition| BigRational::from_float(table.worth(coalition)).unwrap());
    shapley(&exact).unwrap()
}

#[track_caller]
fn assert_rounded_once(table: &TableGame<f64>) {
    let values = shapley(table).unwrap();
    for (value, exact) in values.iter().zip(exact_values(table)) {
        let expected = nearest(&exact);
        assert_eq!(value.to_bits(), expected.to_bits(), "{value:e} is not {expected:e}, of {:?}", table.worths());
    }
}

/// A float of any finite size.
fn any_size() -> impl Strategy<Value = f64> {
    any::<f64>().prop_map(|float| if float.is_finite() { float / 16.0 } else { 1.0 })
}

/// Hundredths, integers, and any floats around one.
fn ordinary() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-100_000_i32..=100_000).prop_map(|cents| f64::from(cents) / 100.0),
        (-9_i32..=9).prop_map(f64::from),
        -1e6..1e6,
        -1e-3..1e-3,
    ]
}

/// Mostly ordinary floats, some tiny, huge or of any size.
fn mixed() -> impl Strategy<Value = f64> {
    let tiny = prop_oneof![Just(f64::from_bits(1)), Just(-f64::MIN_POSITIVE), Just(3e-310), Just(-0.0)];
    let huge = prop_oneof![Just(1e300), Just(-1e305)];
    prop_oneof![8 => ordinary(), 1 => tiny, 1 => huge, 1 => any_size()]
}

fn tables<S: Strategy<Value = f64>>(worths: impl Fn() -> S) -> impl Strategy<Value = TableGame<f64>> {
    (1..=9_usize).prop_flat_map(move |players| vec(worths(), 1 << players)).prop_map(|w| TableGame::new(w).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn values_of_ordinary_worths_are_rounded_once(table in tables(ordinary)) {
        assert_rounded_once(&table);
    }

    #[test]
    fn values_of_worths_of_any_size_are_rounded_once(table in tables(any_size)) {
        assert_rounded_once(&table);
    }

    #[test]
    fn values_of_mixed_worths_are_rounded_once(table in tables(mixed)) {
        assert_rounded_once(&table);
    }

    #[test]
    fn divided_total_is_rounded_once(floats in vec(mixed(), 1..6), divisor in prop_oneof![1..=40_u64, any::<u64>()]) {
        let mut total = FloatTotal::new();
        let mut exact = BigRational::zero();
        for float in &floats {
            total.add(float).unwrap();
            exact += BigRational::from_float(*float).unwrap();
        }
        if divisor == 0 {
            prop_assert_eq!(f64::divided(&total, divisor), None);
        } else {
            let expected = nearest(&(exact / BigRational::from_integer(divisor.into())));
            prop_assert_eq!(f64::divided(&total, divisor).map(f64::to_bits), Some(expected.to_bits()));
        }
    }
}

#[test]
fn ties_of_the_smallest_floats_go_to_even() {
    let quantum = f64::from_bits(1);
    for (quanta, divisor, expected) in [(1, 2, 0), (3, 2, 2), (5, 2, 2), (5, 3, 2), (7, 4, 2), (1, 3, 0), (2, 3, 1)] {
        let mut total = FloatTotal::new();
        (0..quanta).for_each(|_| total.add(&quantum).unwrap());
        assert_eq!(f64::divided(&total, divisor), Some(f64::from_bits(expected)), "{quanta}/{divisor}");
        let mut negative = FloatTotal::new();
        negative.remove(&total);
        let expected = if expected == 0 { 0 } else { expected | 1 << 63 };
        assert_eq!(f64::divided(&negative, divisor).map(f64::to_bits), Some(expected), "-{quanta}/{divisor}");
    }
}

#[test]
fn ties_of_ordinary_floats_go_to_even() {
    // (2^53 + 1) · 2 divided by two is a tie between two floats; a little more or less is not.
    let large = 2.0_f64.powi(53);
    for (added, expected) in [(2.0, 0.0), (6.0, 4.0), (2.5, 2.0), (1.5, 0.0)] {
        let mut total = FloatTotal::new();
        total.add(&(large * 2.0)).unwrap();
        total.add(&added).unwrap();
        assert_eq!(f64::divided(&total, 2), Some(large + expected), "{added}");
    }
}

/// The sum of the worths exceeds every float, and the value does not.
#[test]
fn sum_beyond_the_largest_float_is_not_an_overflow() {
    let huge = game(20, |coalition: Coalition| if coalition.is_empty() { 0.0 } else { f64::MAX });
    let values = shapley(&huge).unwrap();
    assert!(values.iter().all(|&value| value == f64::MAX / 20.0), "{values:?}");
}

#[test]
fn values_of_a_large_game_with_a_few_far_worths_are_rounded_once() {
    let worth = |coalition: Coalition| {
        let bits = coalition.bits().wrapping_mul(0x9e37_79b9_7f4a_7c15);
        match bits >> 52 {
            0 => 1e-200 * (bits & 0xffff) as f64,
            1 => 1e200,
            2 => -1e200,
            _ => (bits >> 40) as f64 / 100.0,
        }
    };
    let table = TableGame::of(&game(14, worth)).unwrap();
    assert_rounded_once(&table);
}

#[test]
fn values_of_games_with_mostly_zero_worths() {
    // All large coalitions are worth zero.
    let small = game(12, |coalition: Coalition| if coalition.len() == 1 && coalition.contains(0) { 0.1 } else { 0.0 });
    assert_rounded_once(&TableGame::of(&small).unwrap());
    let none = game(12, |_| -0.0);
    assert!(shapley(&none).unwrap().iter().all(|value| value.to_bits() == 0));
}

#[test]
fn table_and_function_give_the_same_values() {
    let worth = |coalition: Coalition| (coalition.bits() % 97) as f64 / 7.0;
    let by_function = shapley(&game(11, worth)).unwrap();
    assert_eq!(by_function, shapley(&TableGame::of(&game(11, worth)).unwrap()).unwrap());
}
