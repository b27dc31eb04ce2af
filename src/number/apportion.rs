//! Kinds of number whose amounts can be shared out, so that the shares add up.

use super::{FloatTotal, Number, Total};

/// A kind of number whose amounts can be shared out among parties, so that nothing is gained or lost by it (R21).
///
/// Kinds that can be divided round a share once, when an amount is shared out; whoever has the largest takes the exact
/// rest. Integers add shares up as floats, and are rounded where a figure is read: by largest remainder, so that they
/// still add up.
///
/// # Example
///
/// ```
/// use covalue::number::{Apportion, Total};
///
/// // Ten pence among three: a float's share is rounded once, an integer's when all are read.
/// assert_eq!(f64::portion(&10.0, &1.0, &3.0), Some(10.0 / 3.0));
/// let third = i64::portion(&10, &1, &3).expect("in range");
/// let mut shares = vec![<i64 as Apportion>::Shares::default(); 3];
/// shares[1].add(&third)?;
/// shares[2].add(&third)?;
/// i64::whole(&10, |part| shares[0].add(&part).expect("finite"));
/// shares[0].add(&i64::less(&third))?;
/// shares[0].add(&i64::less(&third))?;
/// let mut figures = Vec::new();
/// i64::apportion(&shares, &mut figures).expect("in range");
/// assert_eq!(figures, [4, 3, 3]); // the first of equals takes the odd one
/// # Ok::<(), covalue::error::NumberError>(())
/// ```
pub trait Apportion: Number {
    /// What shares are added up in, exactly.
    type Shares: Total<Change: Clone>;

    /// A part of a whole of an amount, rounded to what shares are added up in; none where that does not hold it.
    ///
    /// # Formula
    ///
    /// `portion = amount · part ÷ whole`, in the amount's unit, where `0 ≤ part ≤ whole` and `whole > 0`. Exact in fractions;
    /// in `f64` to the nearest but for what is nearly half-way; in `Decimal` to its last place, since the product and the
    /// quotient are each rounded there. Ours.
    ///
    /// Of an amount of a few of the smallest numbers of the kind, equal portions may be rounded up to more than all of it:
    /// of 2.5e-323 among eight, seven have 5e-324 each, which leaves −1e-323 for the one who takes the rest.
    fn portion(amount: &Self::Change, part: &Self, whole: &Self) -> Option<Portion<Self>>;

    /// Hands an amount over in parts that shares are added up of.
    ///
    /// # Formula
    ///
    /// `Σ part = amount`, exactly, in the amount's unit. Ours.
    fn whole(amount: &Self::Change, take: impl FnMut(Portion<Self>));

    /// What takes a portion away again.
    ///
    /// # Formula
    ///
    /// `less = −portion`. Ours.
    fn less(portion: &Portion<Self>) -> Portion<Self>;

    /// Adds the figures of all shares of some amounts to `figures`, in their order; none where a number of the kind does not
    /// hold one, and what was added is of no use then.
    ///
    /// # Formula
    ///
    /// Of kinds that divide, each share rounded once. Of integers each share's whole units, and one more for those with
    /// the largest remainders (of equal ones the first), as many as the sum of all shares has left, which is whole.
    /// Remainders are floats, and equal if they are so to a millionth. Ours; the method of largest remainders is a
    /// textbook's.
    fn apportion(shares: &[Self::Shares], figures: &mut Vec<Self>) -> Option<()>;
}

/// What shares of a kind of number are added up of: the number itself where it can be divided, or a float.
///
/// # Example
///
/// ```
/// use covalue::number::{Apportion, Portion};
///
/// let third: Portion<i64> = i64::portion(&10, &1, &3).expect("in range");
/// assert_eq!(third, 10.0 / 3.0);
/// ```
pub type Portion<N> = <<N as Apportion>::Shares as Total>::Change;

/// Kinds that divide add shares up as they add changes up.
macro_rules! divides {
    ($kind:ty, $portion:expr, $rounded:expr) => {
        impl Apportion for $kind {
            type Shares = <$kind as Number>::Total;

            fn portion(amount: &Self::Change, part: &Self, whole: &Self) -> Option<Self::Change> {
                $portion(amount, part, whole)
            }

            #[inline]
            fn whole(amount: &Self::Change, mut take: impl FnMut(Self::Change)) {
                take(amount.clone());
            }

            #[inline]
            fn less(portion: &Self::Change) -> Self::Change {
                Self::negated(portion)
            }

            #[inline]
            fn apportion(shares: &[Self::Shares], figures: &mut Vec<Self>) -> Option<()> {
                for share in shares {
                    figures.push($rounded(share)?);
                }
                Some(())
            }
        }
    };
}

/// Between these sizes nothing that a portion is worked out from comes near the ends of what a float holds.
const ORDINARY: std::ops::RangeInclusive<f64> = 1e-60..=1e60;

/// `amount · part ÷ whole`, as if rounded once.
#[inline]
fn float_portion(amount: f64, part: f64, whole: f64) -> Option<f64> {
    let is_ordinary = ORDINARY.contains(&amount) & ORDINARY.contains(&part) & ORDINARY.contains(&whole);
    if !is_ordinary {
        return scaled_portion(amount, part, whole);
    }
    let (product, correction) = product_and_correction(amount, part, whole);
    Some(product + correction)
}

/// A portion, and what it is off by: the quotient's and the product's own errors, which leave less than a thousandth of the
/// last place for a tie to be missed by.
#[inline]
fn product_and_correction(amount: f64, part: f64, whole: f64) -> (f64, f64) {
    // Both at a time: a second division that waits for the first would take as long again.
    let (quotient, inverse) = (part / whole, 1.0 / whole);
    let rest = quotient.mul_add(-whole, part);
    let product = amount * quotient;
    let error = amount.mul_add(quotient, -product);
    (product, error + amount * (rest * inverse))
}

/// With the powers of two set apart, which are exact.
#[cold]
fn scaled_portion(amount: f64, part: f64, whole: f64) -> Option<f64> {
    let is_part = part >= 0.0 && whole > 0.0;
    if !is_part {
        return None;
    }
    if amount == 0.0 || part == 0.0 {
        return Some(0.0);
    }
    let [(fraction, amounts), (part, parts), (whole, wholes)] = [amount.abs(), part, whole].map(fraction_and_power);
    let (product, correction) = product_and_correction(fraction, part, whole);
    let power = amounts + parts - wholes;
    let scaled = times_power(product + correction, power);
    let portion = if scaled > f64::MIN_POSITIVE { scaled } else { below_normal((product, correction), power) };
    portion.is_finite().then_some(portion.copysign(amount))
}

/// A portion that has fewer places than floats mostly have: rounded at once to those that it has.
fn below_normal((product, correction): (f64, f64), power: i32) -> f64 {
    const SMALLEST: f64 = f64::from_bits(1);
    let portion = times_power(product, power);
    let left = (product - times_power(portion, -power)) + correction;
    let half = times_power(SMALLEST, -power) / 2.0;
    if left > half {
        portion.next_up()
    } else if left < -half {
        portion.next_down()
    } else {
        portion
    }
}

/// A float that is above zero as a fraction from one to below two, and the power of two that it is multiplied by.
fn fraction_and_power(float: f64) -> (f64, i32) {
    const BELOW_NORMAL: i32 = 64;
    if float < f64::MIN_POSITIVE {
        let (fraction, power) = fraction_and_power(float * power_of_two(BELOW_NORMAL));
        return (fraction, power - BELOW_NORMAL);
    }
    let power = (float.to_bits() >> 52) as i32 - 1023;
    // In two steps, since the inverse of the largest power is no normal float.
    (float * power_of_two(-power / 2) * power_of_two(-power - -power / 2), power)
}

/// Two to a power from -1022 to 1023.
fn power_of_two(power: i32) -> f64 {
    f64::from_bits(((power + 1023) as u64) << 52)
}

/// A number times a power of two, no larger than four; or any that gets larger. Only the last step may round.
fn times_power(number: f64, power: i32) -> f64 {
    const STEP: i32 = 1000;
    match power {
        ..-1100 => 0.0,
        -1100..-900 => number * power_of_two(power + STEP) * power_of_two(-STEP),
        -900..=STEP => number * power_of_two(power),
        _ => number * power_of_two(STEP) * power_of_two((power - STEP).min(STEP)),
    }
}

divides!(f64, |amount: &f64, part: &f64, whole: &f64| float_portion(*amount, *part, *whole), Self::rounded);

#[cfg(feature = "decimal")]
mod decimals {
    use rust_decimal::Decimal;

    use super::{Apportion, Number};
    use crate::number::Fraction;

    /// To 28 digits: the product first, unless a decimal does not hold it.
    fn portion(amount: &Decimal, part: &Decimal, whole: &Decimal) -> Option<Decimal> {
        match amount.checked_mul(*part) {
            Some(product) => product.checked_div(*whole),
            None => amount.checked_mul(part.checked_div(*whole)?),
        }
    }

    // Shares have as many places as a decimal holds, and their sum one more digit: it is rounded, as what is divided is.
    divides!(Decimal, portion, |share| Self::divided(share, 1));
}

#[cfg(feature = "rational")]
mod rationals {
    use num_rational::{BigRational, Ratio};

    use super::{Apportion, Number};

    /// Exactly: changes of fractions are held as fractions of any size.
    #[allow(clippy::unnecessary_wraps, reason = "as the trait has it")]
    fn portion<N: Number<Change = BigRational>>(amount: &BigRational, part: &N, whole: &N) -> Option<BigRational> {
        Some(amount * part.as_change() / whole.as_change())
    }

    divides!(BigRational, portion, Self::rounded);
    divides!(Ratio<i64>, portion, Self::rounded);
    divides!(Ratio<i128>, portion, Self::rounded);
}

/// A share of whole units: those that are whole, and what is left of one more.
struct Units {
    whole: i128,
    remainder: FloatTotal,
}

/// More than an `i128` holds.
const MOST_UNITS: f64 = (1_u128 << 127) as f64;
/// Floats from here on are whole.
const WHOLE_FROM: f64 = (1_u64 << 53) as f64;
/// Remainders are told apart by as much: less is what floats lose or gain.
const PARTS_OF_A_UNIT: f64 = 1_048_576.0;

impl Units {
    /// The remainder in parts of a unit.
    fn parts(&self) -> i64 {
        self.remainder.value().map_or(0, |value| (value * PARTS_OF_A_UNIT).round() as i64)
    }

    /// The whole units of a share that is not below zero; none beyond what 128 bits hold.
    fn of(share: &FloatTotal) -> Option<Self> {
        let (mut whole, mut remainder) = (0_i128, share.clone());
        let (nothing, mut one) = (FloatTotal::new(), FloatTotal::new());
        one.add(&1.0).expect("one is finite");
        // A float has 53 bits of what is left, so each round leaves that many fewer. It may be rounded up, and in an `i128`
        // there may be no room for that: of a large one the float below is taken.
        while remainder < nothing || remainder >= one {
            let value = remainder.value().filter(|value| *value <= MOST_UNITS)?;
            let more = if value < WHOLE_FROM { value.floor() } else { value.next_down() };
            whole = whole.checked_add(more as i128)?;
            remainder.subtract(&more).expect("a float that was read is finite");
        }
        Some(Self { whole, remainder })
    }
}

/// An integer as floats that add up to it.
fn as_floats(integer: i128) -> [f64; 4] {
    const DIGIT: f64 = 4_294_967_296.0;
    let digit = |place: u32| (integer >> (32 * place) & 0xffff_ffff) as f64;
    // The highest has the sign.
    [digit(0), digit(1) * DIGIT, digit(2) * DIGIT * DIGIT, (integer >> 96) as f64 * DIGIT * DIGIT * DIGIT]
}

macro_rules! integer {
    ($kind:ident) => {
        impl Apportion for $kind {
            type Shares = FloatTotal;

            fn portion(amount: &i128, part: &$kind, whole: &$kind) -> Option<f64> {
                float_portion(*amount as f64, *part as f64, *whole as f64)
            }

            fn whole(amount: &i128, take: impl FnMut(f64)) {
                as_floats(*amount).into_iter().filter(|digit| *digit != 0.0).for_each(take);
            }

            fn less(portion: &f64) -> f64 {
                -portion
            }

            fn apportion(shares: &[FloatTotal], figures: &mut Vec<$kind>) -> Option<()> {
                let mut units = shares.iter().map(Units::of).collect::<Option<Vec<_>>>()?;
                let mut remainders = FloatTotal::new();
                for share in &units {
                    remainders.merge(&share.remainder);
                }
                // As many as there are shares at the most, and whole, since what was shared out is.
                let left = remainders.value()? as usize;
                let mut order: Vec<usize> = (0..units.len()).collect();
                order.sort_by_key(|&place| std::cmp::Reverse(units[place].parts()));
                for &place in order.iter().take(left) {
                    units[place].whole += 1;
                }
                for units in units {
                    figures.push($kind::try_from(units.whole).ok()?);
                }
                Some(())
            }
        }
    };
}

integer!(i64);
integer!(i128);
