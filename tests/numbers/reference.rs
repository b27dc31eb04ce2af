//! Sums of floats in big integers, and their rounding: slow, plain, and independent of the crate.

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::Signed;
use proptest::prelude::*;

/// A float in units of 2^−1074, the smallest float: always a whole number.
pub(crate) fn quanta(float: f64) -> BigInt {
    let bits = float.to_bits();
    let (field, fraction) = (bits >> 52 & 0x7ff, bits & ((1 << 52) - 1));
    let magnitude = match field {
        0 => BigInt::from(fraction),
        _ => BigInt::from(fraction + (1 << 52)) << (field - 1),
    };
    if float.is_sign_negative() { -magnitude } else { magnitude }
}

pub(crate) fn sum(floats: &[f64]) -> BigInt {
    floats.iter().map(|&float| quanta(float)).sum()
}

/// The nearest float, ties to even; `None` beyond the largest.
///
/// Floats of one sign are ordered as their bits, so a binary search finds the float below, which is compared with the next.
pub(crate) fn round(sum: &BigInt) -> Option<f64> {
    let magnitude = sum.abs();
    let (mut below, mut above) = (0_u64, f64::INFINITY.to_bits());
    while above - below > 1 {
        let middle = below + (above - below) / 2;
        if quanta(f64::from_bits(middle)) <= magnitude { below = middle } else { above = middle }
    }
    // By the rule of `quanta`, the bits of infinity stand for 2^1024, which is the next number after the largest float.
    let [from_below, to_above] =
        [&magnitude - quanta(f64::from_bits(below)), quanta(f64::from_bits(above)) - &magnitude];
    let nearest = match from_below.cmp(&to_above) {
        std::cmp::Ordering::Less => below,
        std::cmp::Ordering::Equal => below + below % 2,
        std::cmp::Ordering::Greater => above,
    };
    let nearest = f64::from_bits(nearest);
    let signed = if sum.sign() == Sign::Minus && nearest != 0.0 { -nearest } else { nearest };
    signed.is_finite().then_some(signed)
}

proptest! {
    #[test]
    fn quanta_equal_the_float(bits: u64) {
        let float = f64::from_bits(bits);
        prop_assume!(float.is_finite());
        let fraction = BigRational::from_float(float).expect("finite");
        prop_assert_eq!(&fraction, &BigRational::new(quanta(float), BigInt::from(1) << 1074_u32));
        prop_assert_eq!(round(&quanta(float)).map(f64::to_bits), Some((float + 0.0).to_bits()));
    }

    /// One addition of the processor is rounded once too.
    #[test]
    fn sum_of_two_floats_rounds_as_the_processor_rounds_it(one: u64, other: u64, near in -60_i64..60) {
        let one = f64::from_bits(one);
        let exponent = (one.to_bits() >> 52 & 0x7ff) as i64 + near;
        let other = f64::from_bits(other & !(0x7ff << 52) | (exponent.clamp(0, 0x7fe) as u64) << 52);
        prop_assume!(one.is_finite());
        let added = one + other;
        let expected = added.is_finite().then(|| (added + 0.0).to_bits());
        prop_assert_eq!(round(&sum(&[one, other])).map(f64::to_bits), expected);
    }
}
