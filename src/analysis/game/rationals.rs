//! The fold for fractions: exact, in whole numbers over one denominator for all of them.
//!
//! The denominator grows with the game as far as it is small. What is not over it, or too large, is left to exact totals.

use std::any::Any;

use num_bigint::BigInt;
use num_rational::{BigRational, Ratio};
use num_traits::ToPrimitive;

use crate::number::{RationalTotal, Total};

use super::Coalition;
use super::fold::{Halves, Weights};
use super::shapley::least_common_multiple;

/// What a worth may have of units, so that 2^20 of them, weighed with less than 2^29, are within an `i128`.
const MOST_UNITS: u128 = 1 << 70;
/// The largest denominator.
const LARGEST: u64 = 1 << 48;

/// The numerator and the denominator of a fraction, if they are short.
type Parts = Option<(i128, u64)>;

/// The parts of a row of fractions; none of other numbers.
pub(super) fn parts(row: &dyn Any, parts: &mut Vec<Parts>) -> Option<()> {
    parts.clear();
    if let Some(row) = row.downcast_ref::<Vec<Ratio<i64>>>() {
        let part = |ratio: &Ratio<i64>| Some((i128::from(*ratio.numer()), u64::try_from(*ratio.denom()).ok()?));
        parts.extend(row.iter().map(part));
    } else if let Some(row) = row.downcast_ref::<Vec<Ratio<i128>>>() {
        let part = |ratio: &Ratio<i128>| Some((*ratio.numer(), u64::try_from(*ratio.denom()).ok()?));
        parts.extend(row.iter().map(part));
    } else {
        let part = |ratio: &BigRational| Some((ratio.numer().to_i128()?, ratio.denom().to_u64()?));
        parts.extend(row.downcast_ref::<Vec<BigRational>>()?.iter().map(part));
    }
    Some(())
}

/// The fold of a game's fractions.
pub(super) struct Rationals<'a> {
    halves: Halves,
    weights: &'a Weights,
    /// All units are one over this.
    denominator: u64,
    /// More units than any worth so far has.
    bound: u128,
    /// A row of low halves for each size of the high half.
    by_low: Vec<i128>,
    /// Weighted sums of all coalitions, and of those with each player.
    all: i128,
    with: Vec<i128>,
}

impl<'a> Rationals<'a> {
    pub(super) fn new(halves: Halves, weights: &'a Weights) -> Self {
        Self {
            halves,
            weights,
            denominator: 1,
            bound: 1,
            by_low: vec![0; (halves.high + 1) * halves.width()],
            all: 0,
            with: vec![0; halves.low + halves.high],
        }
    }

    /// Adds the worths of all coalitions with a high half. Those that are left out go to `beyond`, with their place.
    pub(super) fn add(
        &mut self,
        high: usize,
        worths: &[Parts],
        mut beyond: impl FnMut(usize) -> Result<(), usize>,
    ) -> Result<(), usize> {
        let size = high.count_ones() as usize;
        let row = size * self.halves.width();
        let mut by_size = vec![0; self.halves.low + 1];
        // Mostly one denominator comes after itself.
        let (mut last, mut factor) = (0, 0);
        for (low, &parts) in worths.iter().enumerate() {
            let units = parts.and_then(|(numerator, denominator)| {
                if denominator != last {
                    if let Some(grown) = self.grown(denominator) {
                        for sum in &mut by_size {
                            *sum *= grown;
                        }
                    }
                    (last, factor) = (denominator, self.factor(denominator)?);
                }
                numerator
                    .checked_mul(i128::from(factor))
                    .filter(|units| units.unsigned_abs() < MOST_UNITS && factor > 0)
            });
            let Some(units) = units else {
                beyond(low)?;
                continue;
            };
            self.bound = self.bound.max(units.unsigned_abs() + 1);
            self.by_low[row + low] += units;
            by_size[low.count_ones() as usize] += units;
        }
        let mut with = 0;
        for (sizes, sum) in by_size.into_iter().enumerate() {
            self.all += sum * i128::from(self.weights.all[size + sizes]);
            with += sum * i128::from(self.weights.with[size + sizes]);
        }
        Coalition::from_bits(high as u64).players().for_each(|player| self.with[self.halves.low + player] += with);
        Ok(())
    }

    /// How many units one over a denominator is; none if it is no whole number of them.
    fn factor(&self, denominator: u64) -> Option<u64> {
        let divides = denominator > 0 && self.denominator.is_multiple_of(denominator);
        divides.then(|| self.denominator / denominator)
    }

    /// Makes the units so small that they go into a denominator, if it and all sums allow it; the factor of that.
    fn grown(&mut self, denominator: u64) -> Option<i128> {
        if denominator == 0 || denominator > LARGEST || self.denominator.is_multiple_of(denominator) {
            return None;
        }
        // Two of at most 2^48 have a divisor in common, or a multiple that is checked in the longer kind.
        let multiple = least_common_multiple(u128::from(self.denominator), u128::from(denominator));
        let multiple = u64::try_from(multiple).ok().filter(|multiple| *multiple <= LARGEST)?;
        let factor = multiple / self.denominator;
        let bound = self.bound * u128::from(factor);
        if bound > MOST_UNITS {
            return None;
        }
        (self.denominator, self.bound) = (multiple, bound);
        let factor = i128::from(factor);
        self.all *= factor;
        self.by_low.iter_mut().chain(&mut self.with).for_each(|sum| *sum *= factor);
        Some(factor)
    }

    /// Adds what was counted to each player's numerator.
    pub(super) fn add_to(mut self, numerators: &mut [RationalTotal]) {
        for low in 0..self.halves.width() {
            let half = Coalition::from_bits(low as u64);
            let sums = self.by_low.iter().skip(low).step_by(self.halves.width());
            let weighted = sums.zip(&self.weights.with[half.len()..]).map(|(sum, weight)| sum * i128::from(*weight));
            let with: i128 = weighted.sum();
            half.players().for_each(|player| self.with[player] += with);
        }
        for (numerator, with) in numerators.iter_mut().zip(&self.with) {
            let sum = BigRational::new(BigInt::from(with - self.all), self.denominator.into());
            numerator.add(&sum).expect("the denominator is not zero");
        }
    }
}
