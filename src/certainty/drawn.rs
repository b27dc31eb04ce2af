//! A figure in many draws.

use super::error::CertaintyError;
use crate::getters::getters;
use crate::number::{FloatTotal, Total};

/// A figure, or the value of an assumption, in each draw.
///
/// # Example
///
/// ```
/// use covalue::certainty::Drawing;
/// use covalue::impact::{Assumption::Quantity, Discount, ImpactMap, Proxy, Row, Spread};
///
/// let visits = Row::new("visits", 3.0, Proxy::amount(10.0)).spread(Quantity, Spread::given([3.0, -1.0, 4.0, 2.0]));
/// let draws = ImpactMap::new([visits]).draws(Discount::none(), Drawing::default().draws(4)?)?;
/// let net = draws.net();
/// assert_eq!((net.values(), net.mean(), net.above(0.0)), (&[30.0, -10.0, 40.0, 20.0][..], 20.0, 3));
/// assert_eq!((net.percentile(1, 4)?, net.percentile(1, 2)?), (-10.0, 20.0)); // always a value of some draw
/// # Ok::<(), covalue::error::CertaintyError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// At least one, and all finite.
    values: Vec<f64>,
}

impl Drawn {
    pub(super) fn new(values: Vec<f64>) -> Self {
        Self { values }
    }

    getters! { self:
        /// The value in each draw, in the order of draws.
        values: &[f64] = &self.values;
        /// The mean: the exact sum divided by the number of draws, rounded once.
        mean: f64 = mean(&total(&self.values), self.values.len());
    }

    /// The number of draws in which it is above a number. Divided by the number of draws it is the chance of that.
    pub fn above(&self, number: f64) -> u64 {
        self.values.iter().filter(|value| **value > number).count() as u64
    }

    /// The percentile `part ÷ whole`, such as 1 ÷ 40 for 2.5 %: the `⌈part · D ÷ whole⌉`-th smallest value of `D` draws.
    ///
    /// # Errors
    ///
    /// - 0 ÷ 2, 3 ÷ 2: form.
    pub fn percentile(&self, part: u32, whole: u32) -> Result<f64, CertaintyError> {
        if part == 0 || part > whole {
            return Err(CertaintyError::Percentile { found: format!("{part}/{whole}") });
        }
        let rank = (u128::from(part) * self.values.len() as u128).div_ceil(u128::from(whole));
        let mut values = self.values.clone();
        let (_, value, _) = values.select_nth_unstable_by(rank as usize - 1, f64::total_cmp);
        Ok(*value)
    }

    /// The mean, and the percentiles of 2.5 %, 50 % and 97.5 %.
    pub(crate) fn summary(&self) -> [f64; 4] {
        let percentile = |part, whole| self.percentile(part, whole).expect("it is a share");
        [self.mean(), percentile(1, 40), percentile(1, 2), percentile(39, 40)]
    }
}

/// The exact sum.
pub(super) fn total(values: &[f64]) -> FloatTotal {
    let mut total = FloatTotal::new();
    for value in values {
        total.add(value).expect("drawn values are finite");
    }
    total
}

/// An exact sum of `count` values, divided and rounded once.
pub(super) fn mean(total: &FloatTotal, count: usize) -> f64 {
    total.divided(count as u64).expect("a mean of finite values is finite")
}
