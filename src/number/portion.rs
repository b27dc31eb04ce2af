//! `amount · part ÷ whole` in floats, rounded as if once: by products whose rounding error is known exactly.
//!
//! A product of two floats rounds, and [`f64::mul_add`] gives the error of that rounding. The errors of the quotient
//! and of the product are both corrected, which leaves an error of less than a thousandth of the last place.

use std::ops::RangeInclusive;

/// Sizes for which no intermediate result comes near the ends of a float: products and quotients of three of them lie
/// between 1e-180 and 1e180, and their rounding errors, at most 2^106 times smaller, are still normal floats.
const ORDINARY: RangeInclusive<f64> = 1e-60..=1e60;

/// `amount · part ÷ whole`; `None` unless `0 ≤ part` and `0 < whole`, or if no float holds it.
#[inline]
pub(super) fn float_portion(amount: f64, part: f64, whole: f64) -> Option<f64> {
    // `&` and not `&&`: one branch instead of six.
    let is_ordinary = ORDINARY.contains(&amount) & ORDINARY.contains(&part) & ORDINARY.contains(&whole);
    if !is_ordinary {
        return scaled_portion(amount, part, whole);
    }
    let (product, correction) = product_and_correction(amount, part, whole);
    Some(product + correction)
}

/// `from − portion`, unless it has to be rounded.
#[inline]
pub(super) fn float_rest(from: f64, portion: f64) -> Option<f64> {
    let rest = from - portion;
    // The rounding error of a difference of any two floats is a float, and these steps compute it (Knuth's TwoSum).
    let rounded_portion = from - rest;
    let error = (from - (rest + rounded_portion)) + (rounded_portion - portion);
    (error == 0.0).then_some(rest)
}

/// The portion as a rounded product, and the error of that product.
#[inline]
fn product_and_correction(amount: f64, part: f64, whole: f64) -> (f64, f64) {
    // Two divisions that do not depend on each other overlap in the processor. `rest / whole` would wait for the first.
    let (quotient, inverse) = (part / whole, 1.0 / whole);
    // The remainder of the quotient, part − quotient · whole, is exact.
    let rest = quotient.mul_add(-whole, part);
    let product = amount * quotient;
    // The rounding error of the product, amount · quotient − product, is exact.
    let error = amount.mul_add(quotient, -product);
    (product, error + amount * (rest * inverse))
}

/// A portion of any size: works on fractions from 1 to below 2, and applies the powers of two, which is exact, at the
/// end.
#[cold]
fn scaled_portion(amount: f64, part: f64, whole: f64) -> Option<f64> {
    let is_portion = part >= 0.0 && whole > 0.0;
    if !is_portion {
        return None;
    }
    if amount == 0.0 || part == 0.0 {
        return Some(0.0);
    }
    let [(fraction, amount_power), (part, part_power), (whole, whole_power)] =
        [amount.abs(), part, whole].map(fraction_and_power);
    let (product, correction) = product_and_correction(fraction, part, whole);
    let power = amount_power + part_power - whole_power;
    let scaled = times_power(product + correction, power);
    let portion = if scaled > f64::MIN_POSITIVE { scaled } else { subnormal((product, correction), power) };
    portion.is_finite().then_some(portion.copysign(amount))
}

/// A portion below the normal floats, which have fewer places: rounded to those once, and not first to 53 bits.
fn subnormal((product, correction): (f64, f64), power: i32) -> f64 {
    const SMALLEST: f64 = f64::from_bits(1);
    let portion = times_power(product, power);
    // The part that this rounding cut off, and the correction, both before scaling. More than half of a place moves the
    // portion to the next float.
    let cut_off = (product - times_power(portion, -power)) + correction;
    let half = times_power(SMALLEST, -power) / 2.0;
    if cut_off > half {
        portion.next_up()
    } else if cut_off < -half {
        portion.next_down()
    } else {
        portion
    }
}

/// A float above zero as a fraction from 1 to below 2 and a power of two: `float = fraction · 2^power`.
fn fraction_and_power(float: f64) -> (f64, i32) {
    /// A shift by this many bits makes every subnormal, which has at least one bit of 52, a normal float.
    const SHIFT: i32 = 64;
    if float < f64::MIN_POSITIVE {
        let (fraction, power) = fraction_and_power(float * power_of_two(SHIFT));
        return (fraction, power - SHIFT);
    }
    let power = (float.to_bits() >> 52) as i32 - 1023;
    // In two steps, since the inverse of the largest power of two is not a normal float.
    (float * power_of_two(-power / 2) * power_of_two(-power - -power / 2), power)
}

/// `2^power`, for powers from −1022 to 1023.
fn power_of_two(power: i32) -> f64 {
    f64::from_bits(((power + 1023) as u64) << 52)
}

/// `number · 2^power`, for a number of at most four, or a power above zero. Only the last multiplication may round.
fn times_power(number: f64, power: i32) -> f64 {
    /// The largest step: with it, neither the power left nor the result in between leaves the normal floats.
    const STEP: i32 = 1000;
    match power {
        // Less than half of the smallest float, 2^−1074.
        ..-1100 => 0.0,
        -1100..-900 => number * power_of_two(power + STEP) * power_of_two(-STEP),
        -900..=STEP => number * power_of_two(power),
        _ => number * power_of_two(STEP) * power_of_two((power - STEP).min(STEP)),
    }
}
