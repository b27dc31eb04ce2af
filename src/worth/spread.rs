//! How far an assumption may be otherwise, as a distribution.

use std::fmt;
use std::sync::Arc;

use super::Assumption;
use super::error::ImpactError;
use crate::number::{Number, clip};
use crate::printable::{number_of, quoted};

/// The distribution of an assumption that is not known for certain, as plain data. The feature `certainty` draws from it.
///
/// A share needs a spread whose values are from 0 to 1, and an input one whose values are 0 or more (R39).
///
/// # Example
///
/// ```
/// use covalue::impact::Assumption::{Deadweight, Quantity};
/// use covalue::impact::{Discount, ImpactMap, Proxy, Row, Spread};
///
/// let visits = Row::new("visits", 90.0, Proxy::amount(19.0))
///     .spread(Quantity, Spread::triangular(60.0, 90.0, 120.0))
///     .spread(Deadweight, Spread::normal(0.2, 0.1));
/// assert_eq!(visits.spread_of(Quantity).unwrap().to_string(), "triangular 60.0 90.0 120.0");
/// assert_eq!(
///     ImpactMap::new([visits]).value(Discount::none()).unwrap_err().to_string(),
///     "R39: spread of deadweight of `visits` is normal 0.2 0.1, and its values have to be from 0 to 1",
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Spread(pub(crate) Distribution);

/// The kinds of distribution, with their numbers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Distribution {
    Uniform { low: f64, high: f64 },
    Triangular { low: f64, mode: f64, high: f64 },
    Normal { mean: f64, sd: f64 },
    Lognormal { mean: f64, sd: f64 },
    Gamma { mean: f64, sd: f64 },
    Beta { successes: f64, failures: f64 },
    Given(Values),
    Resampled(Values),
}

/// Values of the caller's, with the least and the greatest of them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Values {
    pub(crate) values: Arc<[f64]>,
    ends: [f64; 2],
}

impl Values {
    fn new(values: Arc<[f64]>) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for &value in &*values {
            // One NaN is kept, so that it is found without another pass.
            low = if value < low || value.is_nan() { value } else { low };
            high = if value > high || value.is_nan() { value } else { high };
        }
        Self { values, ends: [low, high] }
    }

    /// `1 value`, `3 values`.
    fn count(&self) -> String {
        number_of(self.values.len() as u64, "value")
    }
}

/// The size of a number of a distribution, if it is not 0. A quotient of two such numbers has a square that a float holds, and
/// so has a width.
const SIZES: std::ops::RangeInclusive<f64> = 1e-75..=1e75;

/// The condition that such a number has to meet, in the words of a message.
const EXPECTED_SIZE: &str = "each of its numbers has to be 0, or from 1e-75 to 1e75 in size";

impl Spread {
    /// Every value from `low` to `high` alike.
    pub fn uniform(low: f64, high: f64) -> Self {
        Self(Distribution::Uniform { low, high })
    }

    /// Values from `low` to `high`, the nearer to `mode` the more likely.
    pub fn triangular(low: f64, mode: f64, high: f64) -> Self {
        Self(Distribution::Triangular { low, mode, high })
    }

    /// The normal distribution of a mean and a standard deviation. It has values on both sides of zero.
    pub fn normal(mean: f64, sd: f64) -> Self {
        Self(Distribution::Normal { mean, sd })
    }

    /// The lognormal distribution: values above zero, skewed to the right. Mean and standard deviation are those of the value,
    /// not those of its logarithm.
    pub fn lognormal(mean: f64, sd: f64) -> Self {
        Self(Distribution::Lognormal { mean, sd })
    }

    /// The gamma distribution of a mean and a standard deviation: values above zero, as for costs.
    pub fn gamma(mean: f64, sd: f64) -> Self {
        Self(Distribution::Gamma { mean, sd })
    }

    /// The beta distribution, for shares: as after `successes` and `failures`. Both are above zero, and need not be whole.
    pub fn beta(successes: f64, failures: f64) -> Self {
        Self(Distribution::Beta { successes, failures })
    }

    /// Draws of the caller's, such as those of a model: the value in draw `d` is the one with the index `d`.
    pub fn given(draws: impl Into<Arc<[f64]>>) -> Self {
        Self(Distribution::Given(Values::new(draws.into())))
    }

    /// The totals of a figure in the replicates of a resampling (`certainty::ReplicateTotals`). A draw takes those of one
    /// replicate for all such spreads of a map, since the same people are behind them. So all are of one number of
    /// replicates (R39), and of one seed.
    pub fn resampled(totals: impl Into<Arc<[f64]>>) -> Self {
        Self(Distribution::Resampled(Values::new(totals.into())))
    }

    /// The numbers that it states. Of values they are the least and the greatest.
    fn numbers(&self) -> Vec<f64> {
        match self.0 {
            Distribution::Uniform { low, high } => vec![low, high],
            Distribution::Triangular { low, mode, high } => vec![low, mode, high],
            Distribution::Normal { mean, sd }
            | Distribution::Lognormal { mean, sd }
            | Distribution::Gamma { mean, sd } => vec![mean, sd],
            Distribution::Beta { successes, failures } => vec![successes, failures],
            Distribution::Given(ref values) | Distribution::Resampled(ref values) => values.ends.to_vec(),
        }
    }

    /// The condition that its numbers break, in the words of a message.
    fn fault(&self) -> Option<&'static str> {
        let is_of_size = |number: &f64| *number == 0.0 || SIZES.contains(&number.abs());
        let (is_sound, expected) = match self.0 {
            // Their values are read, and never squared.
            Distribution::Given(_) | Distribution::Resampled(_) => (true, ""),
            _ if !self.numbers().iter().all(is_of_size) => (false, EXPECTED_SIZE),
            Distribution::Uniform { low, high } => (low <= high, "its low end has to be at most its high end"),
            Distribution::Triangular { low, mode, high } => {
                (low <= mode && mode <= high, "its low end, mode and high end have to ascend")
            }
            Distribution::Lognormal { mean, .. } | Distribution::Gamma { mean, .. } if mean <= 0.0 => {
                (false, "its mean has to be above 0")
            }
            Distribution::Normal { sd, .. } | Distribution::Lognormal { sd, .. } | Distribution::Gamma { sd, .. } => {
                (sd >= 0.0, "its standard deviation has to be 0 or more")
            }
            Distribution::Beta { successes, failures } => {
                (successes > 0.0 && failures > 0.0, "both of its numbers have to be above 0")
            }
        };
        (!is_sound).then_some(expected)
    }

    /// The least and the greatest value that it may have, or the bounds that it does not pass.
    fn ends(&self) -> [f64; 2] {
        match self.0 {
            Distribution::Normal { mean, sd: 0.0 }
            | Distribution::Lognormal { mean, sd: 0.0 }
            | Distribution::Gamma { mean, sd: 0.0 } => [mean; 2],
            Distribution::Uniform { low, high } | Distribution::Triangular { low, high, .. } => [low, high],
            Distribution::Normal { .. } => [f64::NEG_INFINITY, f64::INFINITY],
            Distribution::Lognormal { .. } | Distribution::Gamma { .. } => [0.0, f64::INFINITY],
            Distribution::Beta { .. } => [0.0, 1.0],
            Distribution::Given(ref values) | Distribution::Resampled(ref values) => values.ends,
        }
    }
}

impl fmt::Display for Spread {
    /// Its kind and its numbers: `triangular 60.0 90.0 120.0`; of values how many they are: `given, 3 values`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.0 {
            Distribution::Uniform { .. } => "uniform",
            Distribution::Triangular { .. } => "triangular",
            Distribution::Normal { .. } => "normal",
            Distribution::Lognormal { .. } => "lognormal",
            Distribution::Gamma { .. } => "gamma",
            Distribution::Beta { .. } => "beta",
            Distribution::Given(values) => return write!(f, "given, {}", values.count()),
            Distribution::Resampled(values) => return write!(f, "resampled, {}", values.count()),
        };
        write!(f, "{kind}")?;
        self.numbers().iter().try_for_each(|number| write!(f, " {}", clip(&number.text())))
    }
}

/// The spread of an assumption, and the name under which it is drawn, if they are stated.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct NamedSpread {
    pub(super) spread: Option<Spread>,
    pub(super) name: Option<Box<str>>,
}

impl NamedSpread {
    /// The faults of the spread of an assumption. `of` names its owner in a message.
    pub(super) fn check(&self, assumption: Assumption, of: &impl Fn() -> String, faults: &mut Vec<ImpactError>) {
        // An input has one number, its amount.
        let label = || if assumption == Assumption::Input { "amount".to_owned() } else { assumption.label() };
        let Some(spread) = &self.spread else {
            let name = || self.name.as_deref().map(quoted).unwrap_or_default();
            faults.push(ImpactError::NameWithoutSpread { assumption: label(), of: of(), name: name() });
            return;
        };
        let [low, high] = spread.ends();
        let expected = match assumption {
            Assumption::Lasts => Some("years are whole, so they have no spread"),
            _ if spread.has_no_value() => Some("it needs a value"),
            _ => {
                if let Some(number) = spread.numbers().iter().find(|number| !number.is_finite()) {
                    faults.push(ImpactError::not_finite(
                        format!("a number of the spread of {}", label()),
                        of(),
                        number,
                    ));
                    return;
                }
                let is_outside = |admits: bool, expected| (!admits).then_some(expected);
                spread.fault().or_else(|| match assumption {
                    Assumption::Input => is_outside(low >= 0.0, "its values have to be 0 or more"),
                    share if share.is_share() => {
                        is_outside(low >= 0.0 && high <= 1.0, "its values have to be from 0 to 1")
                    }
                    _ => None,
                })
            }
        };
        if let Some(expected) = expected {
            let (assumption, of, spread) = (label(), of(), spread.to_string());
            faults.push(ImpactError::Spread { assumption, of, spread, expected });
        }
    }

    /// Whether a value may be below zero.
    pub(super) fn may_be_below_zero(&self) -> bool {
        self.spread.as_ref().is_some_and(|spread| spread.ends()[0] < 0.0)
    }
}

impl Spread {
    fn has_no_value(&self) -> bool {
        matches!(&self.0, Distribution::Given(values) | Distribution::Resampled(values) if values.values.is_empty())
    }
}
