//! Options with effects and costs, which are compared at a rate.

use super::error::CertaintyError;
use super::options::{Column, Options, check, check_length};
use crate::getters::getters;
use crate::number::clip;

/// The effects and the costs of options in every draw. At a rate, which says what one of the effect is worth, they are
/// [`Options`].
///
/// # Example
///
/// ```
/// use covalue::certainty::Effects;
///
/// // Two draws: hours of independence, and what they cost.
/// let effects = Effects::new([("visits", [3.0, 5.0], [40.0, 50.0]), ("as is", [2.0, 2.0], [10.0, 10.0])])?;
/// let options = effects.at(20.0)?;
/// assert_eq!((options.mean("visits")?, options.best()), (35.0, vec!["visits"])); // (3 x 20 - 40 + 5 x 20 - 50) / 2
/// let acceptability = effects.acceptability([0.0, 20.0, 40.0])?;
/// let wins: Vec<_> = acceptability.iter().map(|(rate, options)| (*rate, options.wins("visits").unwrap())).collect();
/// assert_eq!(wins, [(0.0, 0), (20.0, 1), (40.0, 2)]);
/// # Ok::<(), covalue::error::CertaintyError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Effects {
    /// By option, in their order.
    effects: Vec<Column>,
    /// Those of the same options.
    costs: Vec<Column>,
}

impl Effects {
    /// Options, each with its effect and its cost in every draw.
    ///
    /// # Errors
    ///
    /// - no option, an option without draws, effects and costs of unlike length: R40;
    /// - a number that is not finite: R3; two options of one name: form.
    pub fn new<S: Into<Box<str>>, V: Into<Vec<f64>>>(
        options: impl IntoIterator<Item = (S, V, V)>,
    ) -> Result<Self, CertaintyError> {
        let columns = options.into_iter().map(|(name, effects, costs)| {
            let name: Box<str> = name.into();
            ((name.clone(), effects.into()), (name, costs.into()))
        });
        let (effects, costs): (Vec<Column>, Vec<Column>) = columns.unzip();
        check(&effects)?;
        for ((name, effects), (_, costs)) in effects.iter().zip(&costs) {
            check_length((name, effects), (&format!("costs of {name}"), costs))?;
        }
        check(&costs)?;
        Ok(Self { effects, costs })
    }

    /// The options at a rate: in every draw they are worth `rate · effect − cost`, the product and the difference rounded once.
    ///
    /// # Errors
    ///
    /// - a rate that is not finite or below 0, a worth that a float does not hold: R3.
    pub fn at(&self, rate: f64) -> Result<Options, CertaintyError> {
        if !(rate.is_finite() && rate >= 0.0) {
            return Err(CertaintyError::Rate { rate: clip(&rate.to_string()) });
        }
        let options = self.effects.iter().zip(&self.costs).map(|((name, effects), (_, costs))| {
            let worth: Vec<f64> = effects.iter().zip(costs).map(|(effect, cost)| rate * effect - cost).collect();
            if worth.iter().all(|worth| worth.is_finite()) {
                return Ok((name.clone(), worth));
            }
            Err(CertaintyError::RateOverflow { rate: clip(&rate.to_string()), option: name.to_string() })
        });
        Options::new(options.collect::<Result<Vec<Column>, _>>()?)
    }

    /// The options at each of several rates, as for a curve of acceptability: the share of draws in which an option wins,
    /// over rates.
    ///
    /// # Errors
    ///
    /// - those of [`at`](Self::at).
    pub fn acceptability(&self, rates: impl IntoIterator<Item = f64>) -> Result<Vec<(f64, Options)>, CertaintyError> {
        rates.into_iter().map(|rate| Ok((rate, self.at(rate)?))).collect()
    }

    getters! { self:
        /// The names of the options in their order.
        names: impl ExactSizeIterator<Item = &str> = self.effects.iter().map(|(name, _)| &**name);
    }
}
