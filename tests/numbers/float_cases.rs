//! `FloatTotal` on chosen sums: every triple of a list, ties, overflows, sizes.

use covalue::number::{FloatTotal, IntegerTotal, Number, Total, TotalsRow};

use crate::numbers::laws::{
    assert_far_overflow_is_final, assert_overflow_is_final, assert_same, assert_state_reads_back, total_of,
};
use crate::numbers::reference;

/// The ends of the floats, the borders of the window, ties, and ordinary numbers.
const DIFFICULT: [f64; 24] = [
    0.0,
    -0.0,
    5e-324,
    -5e-324,
    2.225_073_858_507_201e-308,
    2.225_073_858_507_201_4e-308,
    5.293_955_920_339_377e-23,
    -2.646_977_960_169_688_6e-23,
    2.384_185_791_015_625e-7,
    2.384_185_791_015_624_7e-7,
    0.1,
    -0.3,
    1.0,
    1.000_000_000_000_000_2,
    -1.110_223_024_625_156_5e-16,
    4_503_599_627_370_496.0,
    -4_503_599_627_370_496.0,
    9_007_199_254_740_991.0,
    9_007_199_254_740_992.0,
    -9_007_199_254_740_994.0,
    1e300,
    f64::from_bits((1023 + 970) << 52), // half of the distance from the largest float to 2^1024
    f64::MAX,
    -f64::MAX,
];

#[test]
fn sums_of_every_triple_of_difficult_floats() {
    let quanta = DIFFICULT.map(reference::quanta);
    let mut cases = 0;
    for (one, exact_one) in DIFFICULT.iter().zip(&quanta) {
        for (two, exact_two) in DIFFICULT.iter().zip(&quanta) {
            let pair: FloatTotal = total_of(&[*one, *two]);
            let exact_pair = exact_one + exact_two;
            for (three, exact_three) in DIFFICULT.iter().zip(&quanta) {
                let mut total = pair.clone();
                total.add(three).expect("finite");
                let expected = reference::round(&(&exact_pair + exact_three));
                let found = total.value();
                assert_eq!(found.map(f64::to_bits), expected.map(f64::to_bits), "{one:?}, {two:?}, {three:?}");
                cases += 1;
            }
        }
    }
    assert_eq!(cases, 24 * 24 * 24);
}

#[track_caller]
fn assert_sum(floats: &[f64], expected: f64) {
    let total: FloatTotal = total_of(floats);
    assert_eq!(total.value().map(f64::to_bits), Some(expected.to_bits()), "{total:?}");
    let reversed: Vec<f64> = floats.iter().rev().copied().collect();
    assert_same(&total, &total_of(&reversed));
    let opposite: Vec<f64> = floats.iter().map(|float| -float).collect();
    let opposite: FloatTotal = total_of(&opposite);
    assert_eq!(opposite.value().map(f64::to_bits), Some((0.0 - expected).to_bits()), "{opposite:?}");
    assert_state_reads_back(&total);
}

#[test]
fn ties_go_to_even_unless_a_tiny_entry_decides() {
    let end = 9_007_199_254_740_992.0; // 2^53
    assert_sum(&[end, 1.0], end);
    assert_sum(&[end, 1.0, 5e-324], end + 2.0);
    assert_sum(&[end, 1.0, -5e-324], end);
    assert_sum(&[end, 3.0], end + 4.0);
    assert_sum(&[end, 3.0, -5e-324], end + 2.0);
    assert_sum(&[end, 3.0, 5e-324], end + 4.0);
    assert_sum(&[1.0, f64::EPSILON / 2.0], 1.0);
    assert_sum(&[1.0, f64::EPSILON / 2.0, 5e-324], 1.0 + f64::EPSILON);
    assert_sum(&[1.0 + f64::EPSILON, f64::EPSILON / 2.0], 1.0 + 2.0 * f64::EPSILON);
    assert_sum(&[1.0 + f64::EPSILON, f64::EPSILON / 2.0, -5e-324], 1.0 + f64::EPSILON);
    assert_sum(&[1e300, 1e284, -1e300], 1e284);
}

#[test]
fn sums_that_a_loop_over_floats_gets_wrong() {
    assert_sum(&[0.1, 0.2, 0.3], 0.6);
    assert_sum(&[0.1; 10], 1.0);
    assert_sum(&[1e16, 1.0, -1e16], 1.0);
    // A published exact summation gives -2510.9600000000005 for these five.
    assert_sum(&[-300.48, -670.45, -605.33, -565.2, -369.5], -2510.96);
    assert_sum(&[], 0.0);
    assert_sum(&[-0.0], 0.0);
    assert_sum(&[-0.0, -0.0, -5e-324, 5e-324], 0.0);
}

#[test]
fn sum_beyond_the_largest_float_is_an_overflow_until_it_fits_again() {
    // Half of the distance from the largest float to 2^1024.
    let half_a_step = 2.0_f64.powi(970);
    let overflow = |floats: &[f64]| total_of::<FloatTotal>(floats).value().is_none();
    assert!(overflow(&[f64::MAX, f64::MAX]));
    assert!(overflow(&[f64::MAX, half_a_step]), "a tie goes to even, which is beyond");
    assert!(overflow(&[-f64::MAX, -half_a_step]));
    assert!(overflow(&[f64::MAX, f64::MAX, 2.0 * half_a_step]), "rounded up to the next power of two");
    assert!(overflow(&[-f64::MAX, -f64::MAX, -2.0 * half_a_step]));
    for times in 2..100 {
        assert!(overflow(&vec![f64::MAX; times]));
    }
    assert_sum(&[f64::MAX, half_a_step, -5e-324], f64::MAX);
    assert_sum(&[f64::MAX, f64::MAX, -f64::MAX], f64::MAX);
    assert_sum(&[f64::MAX, f64::MAX, f64::MAX, 0.1, -f64::MAX, -f64::MAX, -f64::MAX], 0.1);
}

#[test]
fn overflow_by_doubling_is_final_and_never_wraps() {
    for change in [f64::MAX, -f64::MAX, 1.0, -0.1, 5e-324] {
        assert_overflow_is_final::<f64>(&change);
    }
    assert_far_overflow_is_final::<f64>(&5e-324);
    let overflow = || {
        let mut total: FloatTotal = total_of(&[f64::MAX]);
        for _ in 0..200 {
            let before = total.clone();
            total.merge(&before);
        }
        total
    };
    let mut total = overflow();
    total.remove(&overflow());
    assert_eq!(total.value(), None, "an overflow less an overflow is an overflow");
    assert!(!total.is_zero());
}

#[test]
fn sizes_in_bytes() {
    assert_eq!(size_of::<FloatTotal>(), 16);
    assert_eq!(size_of::<TotalsRow<FloatTotal>>(), 24);
    assert_eq!(size_of::<TotalsRow<IntegerTotal>>(), 24);
    assert_eq!(total_of::<FloatTotal>(&[0.1, 1e15, -4e-7]).size(), 16);
    for beyond in [5e-324, 1e-30, 1e17, f64::MAX] {
        assert_eq!(total_of::<FloatTotal>(&[0.1, beyond]).size(), 16 + 288);
    }
}

/// The window holds −2^126 quanta of 2^−74 to 2^126 − 1.
#[test]
fn totals_at_both_ends_of_the_window() {
    let end = 4_503_599_627_370_496.0; // 2^52
    let quantum = 2.0_f64.powi(-74);
    for sign in [1.0, -1.0] {
        let at_the_end = if sign > 0.0 { 304 } else { 16 };
        for (above, bytes) in [(0.0, at_the_end), (quantum, 304), (-quantum, 16), (-0.5, 16), (0.5, 304)] {
            let parts = [end / 2.0, above, end / 2.0].map(|part| sign * part);
            let whole = total_of::<FloatTotal>(&parts);
            let back = FloatTotal::from_state(&whole.state()).expect("a state this crate wrote");
            assert_eq!((whole.size(), back.size()), (bytes, bytes), "{above:e} {sign}");
            assert_same(&whole, &back);
            let mut rest = whole.clone();
            rest.subtract(&(sign * end)).expect("finite");
            assert_eq!(rest.value(), Some(sign * above + 0.0));
            // Away from the end and back, in a total with a window and in one of full range.
            for mut again in [whole.clone(), back] {
                again.remove(&total_of(&parts[..2]));
                assert_same(&again, &total_of(&parts[2..]));
                again.merge(&total_of(&parts[..2]));
                assert_same(&again, &whole);
            }
        }
    }
}

#[test]
fn r03_message_names_the_change_that_is_not_finite() {
    let mut total: FloatTotal = total_of(&[0.1]);
    for (refused, message) in [
        (f64::NAN, "R3: `NaN` is not a finite f64"),
        (f64::INFINITY, "R3: `inf` is not a finite f64"),
        (f64::NEG_INFINITY, "R3: `-inf` is not a finite f64"),
    ] {
        assert_eq!(total.add(&refused).expect_err("not finite").to_string(), message);
        assert_eq!(total.subtract(&refused).expect_err("not finite").to_string(), message);
        assert!(!refused.is_finite());
    }
    assert_eq!(total.value(), Some(0.1));
}

#[test]
fn change_is_rounded_once_or_none() {
    assert_eq!(f64::change(&0.3, &0.1), Some(0.3 - 0.1));
    assert_eq!(f64::change(&f64::MAX, &-f64::MAX), None);
    assert_eq!(<f64 as Number>::from_change(&-0.0).map(f64::to_bits), Some(0));
}

#[test]
fn debug_form_shows_the_sum() {
    assert_eq!(format!("{:?}", total_of::<FloatTotal>(&[0.1, 0.2])), "FloatTotal(0.30000000000000004, exact)");
    assert_eq!(format!("{:?}", total_of::<FloatTotal>(&[f64::MAX, f64::MAX])), "FloatTotal(overflow)");
}
