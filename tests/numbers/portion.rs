//! Portions of an amount, compared with exact fractions over the whole range of floats.

use covalue::number::{Apportion, FloatTotal, Portion, Total};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Signed;
use proptest::prelude::*;

/// Any float above zero, from several ranges, so that small and large ones and neighbours are frequent.
fn above_zero() -> impl Strategy<Value = f64> {
    prop_oneof![
        2 => (1..1_u64 << 54).prop_map(f64::from_bits), // subnormal floats, and the next few powers
        3 => (1..f64::INFINITY.to_bits()).prop_map(f64::from_bits),
        2 => (1..4_000_u32).prop_map(|hundredths| f64::from(hundredths) / 100.0),
        1 => (1..4_u64).prop_map(f64::from_bits),
        1 => (0..4_u64).prop_map(|steps| f64::from_bits(f64::MAX.to_bits() - steps)),
        1 => (0..52_u64).prop_map(|power| f64::from_bits(1 << power)),
        1 => (1..2047_u64).prop_map(|field| f64::from_bits(field << 52)),
    ]
}

fn fraction(float: f64) -> BigRational {
    BigRational::from_float(float).expect("finite")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn portion_is_the_nearest_float_except_close_to_a_tie(
        amount in above_zero(), one in above_zero(), other in above_zero(), negative: bool
    ) {
        let (part, whole) = (one.min(other), one.max(other));
        let amount = if negative { -amount } else { amount };
        let portion = f64::portion(&amount, &part, &whole).expect("no more than the amount");
        let exact = fraction(amount) * fraction(part) / fraction(whole);
        // Half of the last place, and a thousandth of it more.
        let size = portion.abs();
        let place = if size == f64::MAX { size - size.next_down() } else { size.next_up() - size };
        let most = fraction(place) * BigRational::new(BigInt::from(501), BigInt::from(1000));
        prop_assert!((fraction(portion) - exact).abs() <= most, "{amount:?} · {part:?} ÷ {whole:?} = {portion:?}");
    }

    /// There is a rest if and only if a float holds the exact difference.
    #[test]
    fn exact_rest_is_the_exact_difference_or_none(from in above_zero(), portion in above_zero()) {
        let mut difference = FloatTotal::new();
        difference.add(&from).expect("finite");
        difference.subtract(&portion).expect("finite");
        let mut rounded = FloatTotal::new();
        rounded.add(&difference.value().expect("smaller than one of them")).expect("finite");
        let rest = (rounded == difference).then(|| difference.value()).flatten();
        prop_assert_eq!(f64::exact_rest(&from, &portion), rest);
        prop_assert_eq!(i64::exact_rest(&from, &portion), rest);
    }

    /// The portions of `whole` add up to the amount, and `less` cancels a portion, both exactly.
    #[test]
    fn portions_of_whole_add_up_and_less_cancels(amount: i128, portion in above_zero()) {
        let mut parts = Vec::<Portion<i128>>::new();
        i128::whole(&amount, |part| parts.push(part));
        let exact: BigRational = parts.iter().map(|part| fraction(*part)).sum();
        prop_assert_eq!(exact, BigRational::from_integer(BigInt::from(amount)));
        let mut nothing = FloatTotal::new();
        nothing.add(&portion).expect("finite");
        nothing.add(&i128::less(&portion)).expect("finite");
        prop_assert!(nothing.is_zero());
    }
}

#[test]
fn portions_at_the_ends_of_the_floats() {
    let cases = [
        (4e300, 1e-20, 1e300, 4e-20),
        (1e300, 1e-75, 1e250, 1e-25),
        (1e308, 5e-20, 1e307, 5e-19),
        (f64::MAX, 1.0, 1.0, f64::MAX),
        (f64::MAX, f64::MAX, f64::MAX, f64::MAX),
        (f64::MIN_POSITIVE, 1.0, 2.0, f64::MIN_POSITIVE / 2.0),
        (5e-324, 5e-324, 5e-324, 5e-324),
        (5e-324, 1.0, 2.0, 0.0), // a tie, which goes to even
        (1.5e-323, 1.0, 2.0, 1e-323),
        (1e-300, 1e-300, 1e300, 0.0),
        (0.0, 1.0, 2.0, 0.0),
        (1.0, 0.0, 2.0, 0.0),
        // A third above a whole number of the smallest floats: rounded twice it would be the next one.
        (f64::from_bits(0x0018_0000_0000_0004), 1.0, 3.0, f64::from_bits((1 << 51) + 1)),
    ];
    for (amount, part, whole, expected) in cases {
        let portion = f64::portion(&amount, &part, &whole);
        assert_eq!(portion.map(f64::to_bits), Some(f64::to_bits(expected)), "{amount:?} · {part:?} ÷ {whole:?}");
    }
    let none = [(1.0, 1.0, 0.0), (1.0, 0.0, 0.0), (1.0, -1.0, 2.0), (1.0, 1.0, -2.0), (1.0, f64::NAN, 2.0)];
    for (amount, part, whole) in none {
        assert_eq!(f64::portion(&amount, &part, &whole), None, "{part:?} is no part of {whole:?}");
    }
    assert_eq!(f64::portion(&f64::INFINITY, &1.0, &2.0), None);
    assert_eq!(i64::portion(&1, &1, &0), None);
}
