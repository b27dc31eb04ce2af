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
/// use covalue::{Apportion, Number, Total};
///
/// // Ten pence among three: a float's share is rounded once, an integer's when all are read.
/// assert_eq!(f64::portion(&10.0, &1.0, &3.0), Some(10.0 / 3.0));
/// let mut shares = vec![<i64 as Apportion>::Shares::default(); 3];
/// for share in &mut shares {
///     share.add(&i64::portion(&10, &1, &3).expect("a third")).expect("finite");
/// }
/// let mut ten = <i64 as Number>::Total::default();
/// ten.add(&10)?;
/// assert_eq!(i64::apportioned(&shares, &ten), Some(vec![4, 3, 3])); // the first of equals takes the odd one
/// # Ok::<(), covalue::NumberError>(())
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
    fn portion(amount: &Self::Change, part: &Self, whole: &Self) -> Option<<Self::Shares as Total>::Change>;

    /// Adds an amount to a share, exactly.
    fn add_amount(amount: &Self::Change, share: &mut Self::Shares);

    /// The figures of shares that add up to a total, in their order; none where a number of the kind does not hold one.
    ///
    /// # Formula
    ///
    /// Of kinds that divide, each share rounded once. Of integers each share's whole units, and one more for those with
    /// the largest remainders (of equal ones the first), as many as the total has left. Remainders are floats, and equal
    /// if they are so to a millionth. Ours; the method of largest remainders is a textbook's.
    fn apportioned(shares: &[Self::Shares], total: &Self::Total) -> Option<Vec<Self>>;
}

/// Kinds that divide add shares up as they add changes up.
macro_rules! divides {
    ($kind:ty, $portion:expr, $rounded:expr) => {
        impl Apportion for $kind {
            type Shares = <$kind as Number>::Total;

            fn portion(amount: &Self::Change, part: &Self, whole: &Self) -> Option<Self::Change> {
                $portion(amount, part, whole)
            }

            #[inline]
            fn add_amount(amount: &Self::Change, share: &mut Self::Shares) {
                share.add(amount).expect("the door lets only finite numbers in");
            }

            fn apportioned(shares: &[Self::Shares], _total: &Self::Total) -> Option<Vec<Self>> {
                // Not collected, which would grow it on the way.
                let mut figures = Vec::with_capacity(shares.len());
                for share in shares {
                    figures.push($rounded(share)?);
                }
                Some(figures)
            }
        }
    };
}

/// `amount · part ÷ whole`, as if rounded once: the quotient's and the product's own errors are added back in, which
/// leaves less than a thousandth of the last place for a tie to be missed by.
#[inline]
fn float_portion(amount: f64, part: f64, whole: f64) -> Option<f64> {
    let quotient = part / whole;
    let rest = quotient.mul_add(-whole, part);
    let product = amount * quotient;
    let error = amount.mul_add(quotient, -product);
    let portion = product + (error + amount * (rest / whole));
    portion.is_finite().then_some(portion)
}

divides!(f64, |amount: &f64, part: &f64, whole: &f64| float_portion(*amount, *part, *whole), Self::rounded);

#[cfg(feature = "decimal")]
mod decimals {
    use rust_decimal::Decimal;

    use super::{Apportion, Number, Total};
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

    use super::{Apportion, Number, Total};

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

            fn add_amount(amount: &i128, share: &mut FloatTotal) {
                for digit in as_floats(*amount) {
                    share.add(&digit).expect("an integer is finite");
                }
            }

            fn apportioned(shares: &[FloatTotal], total: &Self::Total) -> Option<Vec<$kind>> {
                let total = i128::from(Self::rounded(total)?);
                let mut units = shares.iter().map(Units::of).collect::<Option<Vec<_>>>()?;
                let given: i128 = units.iter().try_fold(0_i128, |sum, units| sum.checked_add(units.whole))?;
                let left = usize::try_from(total.checked_sub(given)?).ok()?;
                let mut order: Vec<usize> = (0..units.len()).collect();
                order.sort_by_key(|&place| std::cmp::Reverse(units[place].parts()));
                for &place in order.iter().take(left) {
                    units[place].whole += 1;
                }
                units.iter().map(|units| $kind::try_from(units.whole).ok()).collect()
            }
        }
    };
}

integer!(i64);
integer!(i128);
