//! Fractions in units of one common denominator, added up as whole numbers.
//!
//! The common denominator grows row by row. A row that does not fit goes to the exact totals of its kind, so that no
//! result depends on this.

use std::any::Any;

use num_bigint::BigInt;
use num_rational::{BigRational, Ratio};
use num_traits::ToPrimitive;

use crate::number::{LongIntegerTotal, Number, Total};

use super::fold::{Halves, Sums, Weights};
use super::shapley::least_common_multiple;

/// The sums of a game's fractions.
pub(super) struct Fractions {
    denominator: u64,
    /// In units of one over the denominator. They fit 256 bits: 128 of a numerator, 64 of the denominator, 20 for 2^20
    /// coalitions and 29 of a weight.
    sums: Sums<LongIntegerTotal>,
}

impl Fractions {
    pub(super) fn new(halves: Halves) -> Self {
        Self { denominator: 1, sums: Sums::new(halves) }
    }

    /// Adds a row. `None`, and nothing is added, if a worth is not a short fraction or the common denominator exceeds
    /// 64 bits.
    pub(super) fn add_row<N: Number>(&mut self, high: usize, worths: &[N]) -> Option<()> {
        let parts: Vec<_> = worths.iter().map(|worth| parts(worth)).collect::<Option<_>>()?;
        let common = parts.iter().try_fold(self.denominator, |common, &(_, own)| least_common_multiple(common, own))?;
        let units = |&(numerator, own): &(i128, u64)| numerator.checked_mul((common / own).into());
        let units: Vec<i128> = parts.iter().map(units).collect::<Option<_>>()?;
        if common > self.denominator {
            self.sums.multiply(common / self.denominator);
            self.denominator = common;
        }
        self.sums.add_row(high, &units);
        Some(())
    }

    /// The numerators with each player's weighted sum added.
    pub(super) fn added_to<T: Total<Change: 'static>>(&self, mut numerators: Vec<T>, weights: &Weights) -> Vec<T> {
        for (numerator, units) in numerators.iter_mut().zip(self.sums.numerators(weights)) {
            let fraction: &dyn Any = &BigRational::new(units.to_big(), self.denominator.into());
            if let Some(fraction) = fraction.downcast_ref() {
                numerator.add(fraction).expect("the denominator is not zero");
            }
        }
        numerators
    }
}

/// Numerator and denominator of a fraction, if they are short; `None` for any other number.
fn parts(worth: &dyn Any) -> Option<(i128, u64)> {
    fn short<I: ToPrimitive>(ratio: &Ratio<I>) -> Option<(i128, u64)> {
        Some((ratio.numer().to_i128()?, ratio.denom().to_u64()?))
    }
    let [of_i64, of_i128] = [worth.downcast_ref().map(short::<i64>), worth.downcast_ref().map(short::<i128>)];
    of_i64.or(of_i128).or_else(|| worth.downcast_ref().map(short::<BigInt>))?
}
