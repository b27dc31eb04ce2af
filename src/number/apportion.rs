//! Kinds of number whose amounts can be apportioned, so that the shares add up.

use super::portion::{float_portion, float_rest};
use super::{FloatTotal, Number, Total};

/// A kind of number whose amounts can be apportioned among parties, so that nothing is gained or lost (R21).
///
/// A kind that can be divided rounds each portion once, when an amount is apportioned; the party with the largest share
/// takes the exact rest. An integer cannot be divided: its shares are added up as floats, and rounded when they are
/// read, by largest remainder, so that they still add up.
///
/// # Example
///
/// ```
/// use covalue::number::{Apportion, Total};
///
/// // Ten pence among three: a float's portion is rounded at once, an integer's share when all are read.
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
    /// The exact total that shares are added up in.
    type Shares: Total<Change: Clone>;

    /// The portion of an amount that a part of a whole has, rounded; `None` if the kind does not hold it.
    ///
    /// Portions of the smallest numbers of the kind can add up to more than the amount: of 2.5e-323 among eight, seven
    /// have 5e-324 each, which leaves −1e-323 for the one who takes the rest.
    ///
    /// # Formula
    ///
    /// `portion = amount · part ÷ whole`, in the amount's unit, where `0 ≤ part ≤ whole` and `whole > 0`. Fractions are
    /// exact. `f64` is rounded to the nearest, except for results within a thousandth of a place of a tie. `Decimal`
    /// rounds the product and the quotient, each to its last place. Ours.
    fn portion(amount: &Self::Change, part: &Self, whole: &Self) -> Option<Portion<Self>>;

    /// Calls `take` with portions that add up to the amount: one, or for an integer several floats.
    ///
    /// # Formula
    ///
    /// `Σ portion = amount`, exactly, in the amount's unit. Ours.
    fn whole(amount: &Self::Change, take: impl FnMut(Portion<Self>));

    /// The opposite of a portion, which subtracts it when it is added.
    ///
    /// # Formula
    ///
    /// `less = −portion`. Ours.
    fn less(portion: &Portion<Self>) -> Portion<Self>;

    /// The rest of a portion after another one is subtracted; `None` unless a portion holds the rest exactly. A kind
    /// that always returns `None` gives the same shares, more slowly.
    ///
    /// # Formula
    ///
    /// `rest = from − portion`, exactly, in the amount's unit. Ours.
    fn exact_rest(from: &Portion<Self>, portion: &Portion<Self>) -> Option<Portion<Self>> {
        let _ = (from, portion);
        None
    }

    /// Appends the figure of each share to `figures`, in the same order. The shares must be all those of some amounts.
    /// `None` if the kind does not hold a figure; the appended figures then have no meaning.
    ///
    /// # Formula
    ///
    /// If the kind can be divided, each share is rounded once. An integer's share has its whole units, and one more if
    /// its remainder is among the largest `r`, where `r` is the sum of all remainders, a whole number. Equal remainders
    /// take turns in the order of the shares; they are equal if they agree to a millionth of a unit. The method of
    /// largest remainders is a textbook's; the precision is ours.
    fn apportion(shares: &[Self::Shares], figures: &mut Vec<Self>) -> Option<()>;
}

/// A portion of an amount of some kind of number: of the type of its changes if it can be divided, else a float.
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

/// Implements [`Apportion`] for a kind that can be divided: its shares are totals of its changes.
macro_rules! divides {
    ($kind:ty, $portion:expr, $rounded:expr $(, $more:item)*) => {
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

            $($more)*

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

divides!(
    f64,
    |amount: &f64, part: &f64, whole: &f64| float_portion(*amount, *part, *whole),
    Self::rounded,
    #[inline]
    fn exact_rest(from: &f64, portion: &f64) -> Option<f64> {
        float_rest(*from, *portion)
    }
);

#[cfg(feature = "decimal")]
mod decimals {
    use rust_decimal::Decimal;

    use super::{Apportion, Number};
    use crate::number::Fraction;

    /// The product first, which is mostly exact; the quotient first if no decimal holds the product.
    fn portion(amount: &Decimal, part: &Decimal, whole: &Decimal) -> Option<Decimal> {
        let (part, whole) = whole_numbers(*part, *whole);
        match amount.checked_mul(part) {
            Some(product) => product.checked_div(whole),
            None => amount.checked_mul(part.checked_div(whole)?),
        }
    }

    /// Two numbers of the same proportion, without decimals where a decimal holds them so. A product with a small
    /// number would lose its digits below the last decimal.
    fn whole_numbers(part: Decimal, whole: Decimal) -> (Decimal, Decimal) {
        let scale = part.scale().max(whole.scale());
        let aligned = [part, whole].map(|mut number| {
            number.rescale(scale);
            (number.scale() == scale).then(|| number.set_scale(0).ok().map(|()| number)).flatten()
        });
        match aligned {
            [Some(part), Some(whole)] => (part, whole),
            _ => (part, whole),
        }
    }

    // A sum of shares may have one digit more than a decimal holds. Division by one rounds it; `rounded` would refuse
    // it.
    divides!(Decimal, portion, |share| Self::divided(share, 1));
}

#[cfg(feature = "rational")]
mod rationals {
    use num_rational::{BigRational, Ratio};

    use super::{Apportion, Number};

    /// Exact, since changes are fractions of any size.
    #[allow(clippy::unnecessary_wraps, reason = "as the trait has it")]
    fn portion<N: Number<Change = BigRational>>(amount: &BigRational, part: &N, whole: &N) -> Option<BigRational> {
        Some(amount * part.as_change() / whole.as_change())
    }

    divides!(BigRational, portion, Self::rounded);
    divides!(Ratio<i64>, portion, Self::rounded);
    divides!(Ratio<i128>, portion, Self::rounded);
}

/// A share split into whole units and a remainder from 0 to below 1.
struct SplitShare {
    whole: i128,
    remainder: FloatTotal,
}

/// The first float beyond an `i128`.
const I128_END: f64 = (1_u128 << 127) as f64;
/// From here on every float is a whole number.
const WHOLE_FROM: f64 = (1_u64 << 53) as f64;
/// Steps of a unit in which remainders are compared, 2^20. A smaller difference is taken for the rounding of the
/// portions.
const STEPS_IN_UNIT: f64 = 1_048_576.0;

impl SplitShare {
    /// Splits a share that is not below zero; `None` if an `i128` does not hold its whole units.
    fn of(share: &FloatTotal) -> Option<Self> {
        let (mut whole, mut remainder) = (0_i128, share.clone());
        let (zero, mut one) = (FloatTotal::new(), FloatTotal::new());
        one.add(&1.0).expect("one is finite");
        // Each round moves the 53 highest bits of the remainder to the whole units. Reading may round up, and there may
        // be no room for that in an `i128`, so for a large remainder the next float below is taken.
        while remainder < zero || remainder >= one {
            let value = remainder.value().filter(|value| *value <= I128_END)?;
            let moved = if value < WHOLE_FROM { value.floor() } else { value.next_down() };
            whole = whole.checked_add(moved as i128)?;
            remainder.subtract(&moved).expect("a float that was read is finite");
        }
        Some(Self { whole, remainder })
    }

    /// The remainder in steps of [`STEPS_IN_UNIT`].
    fn steps(&self) -> i64 {
        self.remainder.value().map_or(0, |value| (value * STEPS_IN_UNIT).round() as i64)
    }
}

/// Four floats that add up to an integer: its digits to the base 2^32, which floats hold exactly.
fn as_floats(integer: i128) -> [f64; 4] {
    const DIGIT: f64 = 4_294_967_296.0;
    let digit = |place: u32| (integer >> (32 * place) & 0xffff_ffff) as f64;
    // The highest digit has the sign, since the shift to the right is arithmetic.
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

            fn exact_rest(from: &f64, portion: &f64) -> Option<f64> {
                float_rest(*from, *portion)
            }

            fn apportion(shares: &[FloatTotal], figures: &mut Vec<$kind>) -> Option<()> {
                let mut split = shares.iter().map(SplitShare::of).collect::<Option<Vec<_>>>()?;
                let mut remainders = FloatTotal::new();
                for share in &split {
                    remainders.merge(&share.remainder);
                }
                // Whole, since the amounts were, and less than the number of shares.
                let units_left = remainders.value()? as usize;
                let mut order: Vec<usize> = (0..split.len()).collect();
                // The sort is stable, so the first of equal remainders comes first.
                order.sort_by_key(|&index| std::cmp::Reverse(split[index].steps()));
                for &index in order.iter().take(units_left) {
                    split[index].whole = split[index].whole.checked_add(1)?;
                }
                for share in split {
                    figures.push($kind::try_from(share.whole).ok()?);
                }
                Some(())
            }
        }
    };
}

integer!(i64);
integer!(i128);
