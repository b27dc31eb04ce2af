//! `FloatTotal` against sums in big integers, over the whole range of floats.

use covalue::number::{FloatTotal, Number, Total, Totals};
use proptest::prelude::*;

use crate::numbers::laws::{
    assert_error_or_same_state, assert_ordered, assert_same, assert_same_in_any_order_and_partition, shuffled, total_of,
};
use crate::numbers::reference;

/// Powers of two at which a total stores an entry differently: the window's quantum, the smallest and the largest float that
/// always fit the window, the window's end, and the ends of the floats.
const BORDERS: [i32; 14] = [-1022, -1021, -75, -74, -73, -23, -22, -21, 51, 52, 53, 54, 1022, 1023];

fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(u64::try_from(exponent + 1023).expect("a normal float") << 52)
}

/// The float `steps` neighbours further from zero.
fn neighbour(float: f64, steps: i64) -> f64 {
    let moved = f64::from_bits(float.to_bits().saturating_add_signed(steps));
    if moved.is_finite() { moved } else { float }
}

fn any_bits() -> impl Strategy<Value = f64> {
    // Infinities and NaN lose a bit of their exponent, which makes them finite.
    any::<u64>().prop_map(|bits| {
        let float = f64::from_bits(bits);
        if float.is_finite() { float } else { f64::from_bits(bits ^ 1 << 58) }
    })
}

fn cents() -> impl Strategy<Value = f64> {
    (-100_000..=100_000_i32).prop_map(|cents| f64::from(cents) / 100.0)
}

fn border() -> impl Strategy<Value = f64> {
    (proptest::sample::select(BORDERS.to_vec()), -3..=3_i64, any::<bool>()).prop_map(|(exponent, steps, negative)| {
        let float = neighbour(power_of_two(exponent), steps);
        if negative { -float } else { float }
    })
}

fn float() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => any_bits(),
        4 => cents(),
        3 => border(),
        2 => (0..=(1_u64 << 52), any::<bool>()).prop_map(|(fraction, negative)| {
            f64::from_bits(fraction | u64::from(negative) << 63) // subnormals and the first normal float
        }),
        2 => (-999_999..=999_999_i32, -30..=30_i32).prop_map(|(digits, power)| {
            format!("{digits}e{power}").parse().expect("a decimal")
        }),
        1 => (0..4_i64, any::<bool>()).prop_map(|(steps, negative)| {
            let large = neighbour(f64::MAX, -steps);
            if negative { -large } else { large }
        }),
        1 => Just(-0.0),
        1 => Just(5e-324),
        1 => Just(-5e-324),
    ]
}

/// A float, half of the distance to its neighbour added or subtracted, and perhaps a number far smaller, which decides.
fn tie() -> impl Strategy<Value = Vec<f64>> {
    let tiny = proptest::sample::select(vec![0.0, 5e-324, -5e-324, 1e-30, -1e-30, 1e-300]);
    (float(), any::<bool>(), any::<bool>(), tiny).prop_map(|(float, up, negative, tiny)| {
        let step = neighbour(float.abs(), 1) - float.abs();
        let half = if up { step / 2.0 } else { -step / 2.0 };
        let entries = vec![float.abs(), half, tiny];
        if negative { entries.into_iter().map(|entry| -entry).collect() } else { entries }
    })
}

fn floats() -> impl Strategy<Value = Vec<f64>> {
    let some = || proptest::collection::vec(float(), 0..24);
    prop_oneof![
        4 => some(),
        2 => proptest::collection::vec(cents(), 0..200),
        2 => (some(), any::<u64>()).prop_map(|(floats, seed)| {
            let undone: Vec<f64> = floats.iter().chain([&0.1]).flat_map(|&float| [float, -float]).collect();
            shuffled(&undone[..undone.len() - 1], seed)
        }),
        3 => tie(),
        1 => (proptest::collection::vec(tie(), 1..4), any::<u64>()).prop_map(|(ties, seed)| shuffled(&ties.concat(), seed)),
        // The window's sum overflows repeatedly.
        2 => proptest::collection::vec((4e15..9e15_f64, any::<bool>()), 0..40).prop_map(|large| {
            large.into_iter().map(|(float, negative)| if negative { -float } else { float }).collect()
        }),
        // Beyond the largest float, and perhaps back.
        1 => (0..5_usize, 0..5_usize, some()).prop_map(|(up, down, mut floats)| {
            floats.extend(std::iter::repeat_n(f64::MAX, up));
            floats.extend(std::iter::repeat_n(-f64::MAX, down));
            floats
        }),
    ]
}

fn bits(total: &FloatTotal) -> Option<u64> {
    total.value().map(f64::to_bits)
}

fn reference_bits(floats: &[f64]) -> Option<u64> {
    reference::round(&reference::sum(floats)).map(f64::to_bits)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn value_is_the_exact_sum_rounded_once(floats in floats()) {
        let total: FloatTotal = total_of(&floats);
        prop_assert_eq!(bits(&total), reference_bits(&floats), "{:?}", floats);
        prop_assert_eq!(total.is_zero(), reference::sum(&floats) == 0.into());
    }

    #[test]
    fn plus_is_the_total_of_two(one in float(), other in float()) {
        let sum = f64::plus(&one, &other).map(f64::to_bits);
        prop_assert_eq!(sum, bits(&total_of(&[one, other])), "{} + {}", one, other);
    }

    #[test]
    fn r12_total_is_the_same_in_any_order_and_partition(floats in floats(), seed: u64) {
        assert_same_in_any_order_and_partition::<f64>(&floats, seed);
    }

    #[test]
    fn subtract_and_remove_undo_add_and_merge(floats in floats(), others in floats()) {
        let before: FloatTotal = total_of(&floats);
        let more: FloatTotal = total_of(&others);
        let mut total = before.clone();
        for other in &others {
            total.add(other).expect("finite");
        }
        let mut merged = before.clone();
        merged.merge(&more);
        assert_same(&total, &merged);
        for other in &others {
            total.subtract(other).expect("finite");
        }
        merged.remove(&more);
        assert_same(&before, &total);
        assert_same(&before, &merged);
        prop_assert_eq!(bits(&before), bits(&total));
        prop_assert_eq!(bits(&before), bits(&merged));
    }

    #[test]
    fn totals_compare_as_their_sums(floats in floats(), others in floats(), more in float()) {
        assert_ordered::<f64, _>(&floats, &others, reference::sum);
        let longer: Vec<f64> = floats.iter().copied().chain([more]).collect();
        assert_ordered::<f64, _>(&floats, &longer, reference::sum);
    }

    #[test]
    fn state_reads_back_to_an_equal_total_of_at_most_the_same_size(floats in floats()) {
        let total: FloatTotal = total_of(&floats);
        let back = FloatTotal::from_state(&total.state()).expect("a state this crate wrote");
        prop_assert_eq!(&back, &total);
        prop_assert_eq!(bits(&back), bits(&total));
        prop_assert!(back.size() <= total.size());
    }

    #[test]
    fn broken_state_is_an_error(floats in floats(), at: proptest::sample::Index, byte: u8, noise: Vec<u8>) {
        let mut state = total_of::<FloatTotal>(&floats).state();
        let at = at.index(state.len());
        state[at] = byte;
        assert_error_or_same_state::<FloatTotal>(&state);
        assert_error_or_same_state::<FloatTotal>(&noise);
        assert_error_or_same_state::<FloatTotal>(&[&[1], &noise[..]].concat());
        // Whole limbs, which random bytes rarely are.
        let whole = noise.len() / 8 * 8;
        assert_error_or_same_state::<FloatTotal>(&[&[1, byte & 1, byte >> 2], &noise[..whole]].concat());
    }

    #[test]
    fn r03_change_that_is_not_finite_is_refused(floats in floats(), payload: u64) {
        let mut total: FloatTotal = total_of(&floats);
        let before = total.clone();
        let not_a_number = f64::from_bits(f64::NAN.to_bits() | payload);
        for refused in [f64::INFINITY, f64::NEG_INFINITY, not_a_number] {
            prop_assert!(total.add(&refused).is_err());
            prop_assert!(total.subtract(&refused).is_err());
            assert_same(&before, &total);
            prop_assert_eq!(bits(&before), bits(&total));
        }
    }

    #[test]
    fn r12_totals_by_group_are_the_totals_of_each_group(floats in floats(), seed: u64) {
        let groups: Vec<u32> = (0..floats.len()).map(|index| (seed >> (index % 32) & 3) as u32).collect();
        let mut totals = Totals::<FloatTotal>::new();
        totals.add_all(&groups, &floats).expect("finite");
        for (group, row) in &totals {
            let own: Vec<f64> = groups.iter().zip(&floats).filter(|(of, _)| **of == group).map(|(_, float)| *float).collect();
            prop_assert_eq!(row.count, own.len() as u64);
            prop_assert_eq!(bits(&row.total), reference_bits(&own));
        }
    }
}
