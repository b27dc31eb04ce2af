//! The worst and the best that the ranges of a map allow.

use super::error::ImpactError;
use super::map::Element;
use super::{Assumption, Discount, ImpactMap, Row, Worth};
use crate::getters::getters;
use crate::number::Fraction;

/// A map as it is stated, and with every range at the end that is worse, or better, for its row. The rate stays. No other
/// choice of values within the ranges gives a lower net present value than the worst, or a higher one than the best.
///
/// # Example
///
/// ```
/// use covalue::impact::{Assumption, Discount, ImpactMap, Proxy, Row};
///
/// let visits = Row::new("visits", 10.0, Proxy::amount(100.0)).range(Assumption::Quantity, 6.0, 12.0);
/// let noise = Row::new("noise", -2.0, Proxy::amount(50.0)).range(Assumption::Quantity, -4.0, -1.0);
/// let extremes = ImpactMap::new([visits, noise]).extremes(Discount::none())?;
/// let nets = [extremes.worst(), extremes.central(), extremes.best()].map(|worth| *worth.net());
/// assert_eq!(nets, [400.0, 900.0, 1_150.0]);
/// # Ok::<(), covalue::error::ImpactError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Extremes<N: Fraction> {
    worst: Worth<N>,
    central: Worth<N>,
    best: Worth<N>,
}

impl<N: Fraction> Extremes<N> {
    getters! { self:
        /// Every range at the end that is worse.
        worst: &Worth<N> = &self.worst;
        /// Every number as it is stated.
        central: &Worth<N> = &self.central;
        /// Every range at the end that is better.
        best: &Worth<N> = &self.best;
    }
}

/// The direction in which all assumptions are moved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Worst,
    Best,
}

impl<N: Fraction> ImpactMap<N> {
    /// The worst, the central and the best worth that the ranges allow.
    ///
    /// # Errors
    ///
    /// - those of [`value`](Self::value).
    pub fn extremes(&self, discount: Discount<N>) -> Result<Extremes<N>, ImpactError> {
        Ok(Extremes {
            central: self.value(discount.clone())?,
            worst: self.moved(Direction::Worst).value(discount.clone())?,
            best: self.moved(Direction::Best).value(discount)?,
        })
    }

    /// The map with each assumption at an end of its range.
    fn moved(&self, direction: Direction) -> Self {
        let mut map = self.clone();
        for (index, row) in self.rows().enumerate() {
            for (assumption, low, high) in row.ranges() {
                let is_low_worse = is_low_worse(row, assumption);
                let end = if is_low_worse == (direction == Direction::Worst) { low } else { high };
                map.set(Element::Row(index), assumption, end.clone());
            }
        }
        for (index, input) in self.get_inputs().enumerate() {
            if let Some((low, high)) = input.get_range() {
                let end = if direction == Direction::Worst { high } else { low };
                map.set(Element::Input(index), Assumption::Input, end.clone());
            }
        }
        map
    }
}

/// Whether the low end of a range is worse. A worth is a product: it rises with a factor if the other one is not below
/// zero. More years make a gain and a loss larger, and so do smaller deductions.
fn is_low_worse<N: Fraction>(row: &Row<N>, assumption: Assumption) -> bool {
    let may_be_below = |assumption| row.low_end(assumption).is_some_and(|low| low < N::zero());
    let (quantity, proxy) = (may_be_below(Assumption::Quantity), may_be_below(Assumption::Proxy));
    match assumption {
        Assumption::Quantity => !proxy,
        Assumption::Proxy => !quantity,
        Assumption::Lasts => quantity == proxy,
        _ => quantity != proxy,
    }
}
