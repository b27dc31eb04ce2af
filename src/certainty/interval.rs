//! An interval of a ratio, and the reasons for none.

use libm::{frexp, ldexp, sqrt};

use super::{normal, student};
use crate::getters::getters;
use crate::number::{FloatTotal, Total};
use crate::rule::Rule;

/// A figure with the range that holds it at the stated level, as far as chance in the choice of units goes. Missing appraisals
/// are another doubt: see [`Statement::bounds`](crate::Statement::bounds).
///
/// # Formula
///
/// The figure is `θ = Σ a ÷ Σ b` over units; `u = a − θ·b`. A replicate weights each unit with a number of mean and variance 1
/// (`w`), and deviates by `δ = Σ w·u ÷ Σ w·b`. The limits are `θ + δ` at two ranks of the replicates:
///
/// - `z₀ = Φ⁻¹((#{δ < 0} + ½ #{δ = 0}) ÷ R)` over the `R` replicates;
/// - `g = Σ u³ ÷ (6 (Σ u²)^(3/2))`;
/// - `e = √(n ÷ (n − 1)) · t`, with `t` the quantile of Student's distribution with `n − 1` degrees of freedom;
/// - levels `Φ(z₀ + (z₀ ∓ e) ÷ (1 − g·(z₀ ∓ e)))`, and ranks `⌊(R + 1)·low⌋` and `⌈(R + 1)·high⌉`.
///
/// That is `BCa` (Efron 1987, second hand) with the influence values of a ratio, at levels widened for few units (Hesterberg,
/// second hand).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub(super) estimate: f64,
    pub(super) low: f64,
    pub(super) high: f64,
    /// The sum of `b`, by which a total is the estimate.
    pub(super) base: f64,
    pub(super) units: u64,
    pub(super) replicates: u64,
}

impl Interval {
    getters! { self:
        /// The figure.
        estimate: f64 = self.estimate;
        /// The lower limit.
        low: f64 = self.low;
        /// The upper limit.
        high: f64 = self.high;
        /// The figure of all units together: the estimate times the sum of `b`. For a difference it is the estimate.
        total: f64 = self.estimate * self.base;
        /// The lower limit of the total.
        total_low: f64 = self.low * self.base;
        /// The upper limit of the total.
        total_high: f64 = self.high * self.base;
        /// The number of units; of a difference, that of the side with fewer.
        units: u64 = self.units;
        /// The number of replicates.
        replicates: u64 = self.replicates;
    }
}

/// The reason for which a figure has no interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoInterval {
    /// There are too few units.
    #[error(
        "R42: an interval needs {least} units, and this figure has {found}: record more, or ask for fewer with `at_least`"
    )]
    TooFewUnits {
        /// The number of units.
        found: u64,
        /// The number that is needed.
        least: u64,
    },
    /// Too few units have an amount that is not zero.
    #[error(
        "R42: an interval needs {least} units with an amount, and this figure has {found}: record more, or join lines"
    )]
    TooFewAmounts {
        /// The number of units with an amount; of a difference, that of the side with fewer.
        found: u64,
        /// The number that is needed.
        least: u64,
    },
    /// More than 1 in 100 replicates have no unit with a base.
    #[error(
        "R42: in {found} of {replicates} replicates no unit has a base, so there is no interval: record more units with a base"
    )]
    EmptyReplicates {
        /// The number of replicates without a unit.
        found: u64,
        /// The number of all replicates.
        replicates: u64,
    },
    /// All units are alike.
    #[error("R42: all units are alike, so chance does not move this figure: state it without an interval")]
    NoSpread,
    /// A few units decide the figure.
    #[error(
        "R42: a few units decide this figure, so it has no interval: record more, ask for a lower level, or draw more replicates"
    )]
    TooSkewed,
}

impl NoInterval {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        Rule::R42
    }
}

/// The units with an amount that a figure needs. Ours: a figure of fewer rests on too few people.
pub(super) const LEAST_AMOUNTS: u64 = 5;

/// A deviation of this part of the standard error counts as none: rounding to whole numbers may make it.
const NO_DEVIATION: f64 = 1e-6;

/// Influences are rounded: a root of the sum of their squares below this part of their size is none.
const ROUNDING: f64 = 1e-12;

/// How far each unit moves a figure.
pub(super) struct Spread<'u> {
    /// The `u` of all units.
    pub(super) influences: &'u [f64],
    /// The sum of `b`.
    pub(super) base: f64,
    pub(super) units: u64,
    /// The root of the sum of `(|a| + |θ|·b)²`, which bounds the rounding of the `u`.
    pub(super) size: f64,
}

/// The limits of a figure, as deviations from it. `deviations` are those of the replicates.
pub(super) fn limits(spread: &Spread<'_>, deviations: &mut [f64], level: f64) -> Result<[f64; 2], NoInterval> {
    let &Spread { influences, base, units, size } = spread;
    let (scaled, exponent) = scaled(influences.iter().copied());
    let squares = total(scaled.iter().map(|u| u * u));
    let root = ldexp(sqrt(squares), exponent);
    if root <= ROUNDING * size {
        return Err(NoInterval::NoSpread);
    }
    let replicates = deviations.len() as f64;
    let none = NO_DEVIATION * root / base;
    let below = deviations.iter().filter(|deviation| **deviation < -none).count() as f64;
    let above = deviations.iter().filter(|deviation| **deviation > none).count() as f64;
    if below == 0.0 || above == 0.0 {
        return Err(NoInterval::TooSkewed);
    }
    // The smaller of two complements, so that limits swap exactly if the sign does.
    let half = (replicates - below - above) / 2.0;
    let bias = if below <= above {
        normal::quantile((below + half) / replicates)
    } else {
        -normal::quantile((above + half) / replicates)
    };
    let acceleration = total(scaled.iter().map(|u| u * u * u)) / (6.0 * squares * sqrt(squares));
    let n = units as f64;
    let reach = sqrt(n / (n - 1.0)) * student::quantile(normal::quantile(0.5 + level / 2.0), n - 1.0);
    let widened = |reach: f64| {
        let distance = bias + reach;
        let scale = 1.0 - acceleration * distance;
        if scale > 0.0 { Ok(bias + distance / scale) } else { Err(NoInterval::TooSkewed) }
    };
    let (low, high) = (widened(-reach)?, widened(reach)?);
    deviations.sort_unstable_by(f64::total_cmp);
    // The high rank is counted from above, for the same symmetry.
    let rank = |x: f64| {
        let rank = ((replicates + 1.0) * normal::probability(x)).floor();
        (rank.max(1.0).min(replicates) as usize) - 1
    };
    Ok([deviations[rank(low)], deviations[deviations.len() - 1 - rank(-high)]])
}

/// The size of a number of a unit, if it is not 0: quotients of larger or smaller ones are no floats.
const SIZES: std::ops::RangeInclusive<f64> = 1e-80..=1e90;

/// The condition that a number of a unit has to meet, in the words of a message.
pub(super) const EXPECTED_SIZE: &str = "0, or from 1e-80 to 1e90 in size";

/// Whether a number of a unit is 0 or of a size that can be computed with.
pub(super) fn is_of_size(number: f64) -> bool {
    number == 0.0 || SIZES.contains(&number.abs())
}

/// The root of the sum of squares.
pub(super) fn root_of_squares(numbers: impl IntoIterator<Item = f64>) -> f64 {
    let (scaled, exponent) = scaled(numbers);
    ldexp(sqrt(total(scaled.iter().map(|number| number * number))), exponent)
}

/// The numbers without a power of two, with which the largest is below 1, and its exponent. The square of a large or a small
/// number is no float, and without the power the digits of squares and cubes are the same.
fn scaled(numbers: impl IntoIterator<Item = f64>) -> (Vec<f64>, i32) {
    let mut numbers: Vec<f64> = numbers.into_iter().collect();
    let largest = numbers.iter().fold(0.0, |largest: f64, number| largest.max(number.abs()));
    let (_, exponent) = frexp(largest);
    for number in &mut numbers {
        *number = ldexp(*number, -exponent);
    }
    (numbers, exponent)
}

/// The exact sum, rounded once.
pub(super) fn total(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut total = FloatTotal::new();
    for number in numbers {
        total.add(&number).expect("numbers of units are finite");
    }
    total.value().expect("sums of units are finite")
}
