//! The value of an assumption at which a net present value is 0.

use super::error::ImpactError;
use crate::number::{Fraction, Total};

/// The value of an assumption at which a net present value is 0.
///
/// # Example
///
/// ```
/// use covalue::impact::{Assumption, Discount, ImpactMap, Proxy, Row, Switching};
///
/// let map = ImpactMap::new([Row::new("visits", 10.0, Proxy::amount(100.0))]).inputs(400.0);
/// assert_eq!(map.switching("visits", Assumption::Quantity, Discount::none())?, Switching::At(4.0));
/// assert_eq!(map.switching("visits", Assumption::DropOff, Discount::none())?, Switching::Never); // it lasts one year
/// # Ok::<(), covalue::error::ImpactError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Switching<N> {
    /// At this value, exactly in an exact kind of number.
    At(N),
    /// Within 1e-12 of this value, for an assumption in which the net present value is not linear.
    Near(f64),
    /// At no value that the assumption may have.
    Never,
}

/// The distance of the bounds between which a switching value is found.
const TOLERANCE: f64 = 1e-12;

/// The number of equal steps from 0 to 1 in which a rate is looked for.
const RATE_STEPS: u64 = 1_000;

/// The switching value of a net present value that is linear in its assumption. `at` gives it as an exact total, and
/// `overflow` is the answer if the kind of number does not hold the value.
///
/// # Formula
///
/// `v = −n(0) ÷ (n(1) − n(0))`
pub(super) fn linear<N: Fraction>(
    at: impl Fn(&N) -> Result<N::Total, ImpactError>,
    is_admissible: impl Fn(&N) -> bool,
    overflow: impl FnOnce() -> Result<Switching<N>, ImpactError>,
) -> Result<Switching<N>, ImpactError> {
    let (zero, mut slope) = (at(&N::zero())?, at(&N::one())?);
    slope.remove(&zero);
    let mut opposite = N::Total::default();
    opposite.remove(&zero);
    if slope.is_zero() {
        return Ok(Switching::Never);
    }
    let Some(value) = N::quotient(&round(&opposite)?, &round(&slope)?) else { return overflow() };
    Ok(if is_admissible(&value) { Switching::At(value) } else { Switching::Never })
}

/// The switching value of a net present value that only rises or only falls from 0 to 1.
pub(super) fn between_shares<N: Fraction>(
    at: impl Fn(&N) -> Result<N::Total, ImpactError>,
) -> Result<Switching<N>, ImpactError> {
    let (low, high) = (round::<N>(&at(&N::zero())?)?, round::<N>(&at(&N::one())?)?);
    if low.is_zero() {
        return Ok(Switching::At(N::zero()));
    }
    if high.is_zero() {
        return Ok(Switching::At(N::one()));
    }
    if is_above(&low) == is_above(&high) {
        return Ok(Switching::Never);
    }
    bisected(&at, (0.0, 1.0), is_above(&low))
}

/// The least rate at which a net present value changes its sign, in equal steps from 0 to 1.
pub(super) fn least_rate<N: Fraction>(
    at: impl Fn(&N) -> Result<N::Total, ImpactError>,
) -> Result<Switching<N>, ImpactError> {
    let rate =
        |step: u64| N::share(step, RATE_STEPS).expect("every kind of fraction holds thousandths, or rounds them");
    let mut before: N = round(&at(&N::zero())?)?;
    if before.is_zero() {
        return Ok(Switching::At(N::zero()));
    }
    for step in 1..=RATE_STEPS {
        let here = round(&at(&rate(step))?)?;
        if N::is_zero(&here) {
            return Ok(Switching::At(rate(step)));
        }
        if is_above(&here) != is_above(&before) {
            let bounds = ((step - 1) as f64 / RATE_STEPS as f64, step as f64 / RATE_STEPS as f64);
            return bisected(&at, bounds, is_above(&before));
        }
        before = here;
    }
    Ok(Switching::Never)
}

/// Halves the distance of two bounds with different signs until they are near.
fn bisected<N: Fraction>(
    at: &impl Fn(&N) -> Result<N::Total, ImpactError>,
    (mut low, mut high): (f64, f64),
    is_low_above: bool,
) -> Result<Switching<N>, ImpactError> {
    while high - low > TOLERANCE {
        let middle = low.midpoint(high);
        // The decimal text of the float: another kind of number holds it, or the nearest number.
        let value = N::parse(&format!("{middle:.15}")).map_err(|_| overflow::<N>())?;
        let here = round(&at(&value)?)?;
        if N::is_zero(&here) {
            return Ok(Switching::At(value));
        }
        if is_above(&here) == is_low_above {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(Switching::Near(low.midpoint(high)))
}

fn round<N: Fraction>(total: &N::Total) -> Result<N, ImpactError> {
    N::divided(total, 1).ok_or_else(overflow::<N>)
}

pub(super) fn overflow<N: Fraction>() -> ImpactError {
    ImpactError::overflow::<N>("a net present value", "the map")
}

fn is_above<N: Fraction>(number: &N) -> bool {
    *number > N::zero()
}
