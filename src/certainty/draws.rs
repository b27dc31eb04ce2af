//! The worth of a map in many draws.

use std::collections::BTreeMap;

use super::distribution::values;
use super::drawing::Drawing;
use super::drawn::Drawn;
use super::error::CertaintyError;
use crate::getters::getters;
use crate::worth::{Discount, Distribution, ImpactMap, Row, RowWorth, Varied, Worth};

/// The worth of a map in many draws of the assumptions that have a spread: how sure its figures are, as far as these are not
/// known.
///
/// A draw is a map. Each assumption with a spread has the value of the draw, all else is as stated, and the figures are those
/// of [`assume`](ImpactMap::assume), bit for bit (R39). One name is one value: assumptions of one name move together. In a
/// draw a row is on the side that its sign has there.
///
/// # Example
///
/// ```
/// use covalue::certainty::Drawing;
/// use covalue::impact::Assumption::{Deadweight, Quantity};
/// use covalue::impact::{Discount, ImpactMap, Proxy, Row, Spread};
///
/// let visits = Row::new("visits", 10.0, Proxy::new(100.0, "GBP", 2024, "unit costs 2024"))
///     .deadweight(0.2)
///     .spread(Quantity, Spread::triangular(6.0, 10.0, 12.0))
///     .spread(Deadweight, Spread::beta(20.0, 80.0));
/// let map = ImpactMap::new([visits]).inputs(400.0);
/// let draws = map.draws(Discount::none(), Drawing::seeded(1))?;
/// let surplus = draws.net_present_value();
/// assert_eq!(format!("{:.0}", surplus.mean()), "347"); // 400 as stated
/// assert_eq!(surplus.above(0.0), 10_000); // of 10,000
/// let deadweight = draws.assumption("visits/deadweight")?;
/// assert_eq!(format!("{:.2}", deadweight.percentile(39, 40)?), "0.28");
///
/// // The first draw by hand.
/// let quantity = draws.assumption("visits/quantity")?.values()[0];
/// let first = map.assume("visits", Quantity, quantity)?.assume("visits", Deadweight, deadweight.values()[0])?;
/// assert_eq!(first.value(Discount::none())?.net_present_value(), &surplus.values()[0]);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Draws {
    drawing: Drawing,
    central: Worth<f64>,
    assumptions: BTreeMap<Box<str>, Drawn>,
    rows: Vec<Drawn>,
    /// Created, destroyed, the net, the inputs and the net present value.
    figures: [Drawn; 5],
    /// The ratio and the net ratio.
    ratios: Option<[Drawn; 2]>,
    /// The resampled totals that were drawn from, if there are any.
    replicates: Option<Replicates>,
}

/// The number of replicates of resampled totals, with the first name that is drawn from such.
#[derive(Clone, Debug, PartialEq)]
struct Replicates {
    name: Box<str>,
    count: usize,
}

impl Replicates {
    /// A draw takes one replicate for all totals, so these are of one number of replicates.
    fn check(&self, other: &Self) -> Result<(), CertaintyError> {
        let (one, other_name) = (self.name.to_string(), other.name.to_string());
        let replicates = [self.count as u64, other.count as u64];
        let fault = || CertaintyError::UnlikeReplicates { one, other: other_name, replicates };
        if self.count == other.count { Ok(()) } else { Err(fault()) }
    }
}

impl Draws {
    getters! { self:
        /// The seed and the number of draws.
        drawing: Drawing = self.drawing;
        /// The worth of the map as it is stated.
        central: &Worth<f64> = &self.central;
        /// The amount created, as a present value.
        created: &Drawn = &self.figures[0];
        /// The amount destroyed, as a present value without its sign.
        destroyed: &Drawn = &self.figures[1];
        /// Created less destroyed.
        net: &Drawn = &self.figures[2];
        /// The inputs, as a present value.
        inputs: &Drawn = &self.figures[3];
        /// The net less the inputs.
        net_present_value: &Drawn = &self.figures[4];
        /// The net divided by the inputs; `None` if these are 0 in some draw.
        ratio: Option<&Drawn> = self.ratios.as_ref().map(|ratios| &ratios[0]);
        /// The net present value divided by the inputs; `None` if these are 0 in some draw.
        net_ratio: Option<&Drawn> = self.ratios.as_ref().map(|ratios| &ratios[1]);
        /// The rows of the map in their order, each with its present value in every draw: below zero where it is a loss.
        rows: impl ExactSizeIterator<Item = (&Row<f64>, &Drawn)> =
            self.central.rows().map(RowWorth::row).zip(&self.rows);
        /// The assumptions that were drawn, by name, each with its value in every draw.
        assumptions: impl ExactSizeIterator<Item = (&str, &Drawn)> =
            self.assumptions.iter().map(|(name, drawn)| (&**name, drawn));
    }

    /// Both are drawn from totals of one number of replicates, if they are drawn from such.
    pub(super) fn check_replicates(&self, other: &Self) -> Result<(), CertaintyError> {
        let both = self.replicates.as_ref().zip(other.replicates.as_ref());
        both.map_or(Ok(()), |(one, other)| one.check(other))
    }

    /// The present value of a row in each draw, below zero where it is a loss. A row is named by its outcome, or by its
    /// stakeholder and outcome (`"residents/fewer falls"`).
    ///
    /// # Errors
    ///
    /// - a row that the map does not have, or an outcome of several stakeholders: R20.
    pub fn row(&self, name: &str) -> Result<&Drawn, CertaintyError> {
        Ok(&self.rows[self.central.row_index(name)?])
    }

    /// The value of an assumption in each draw, by the name under which it is drawn: `stakeholder/outcome/assumption` or
    /// `input/NAME`, unless the map states another.
    ///
    /// # Errors
    ///
    /// - a name under which nothing was drawn: R20.
    pub fn assumption(&self, name: &str) -> Result<&Drawn, CertaintyError> {
        let known = self.assumptions.keys().map(|known| &**known);
        self.assumptions.get(name).ok_or_else(|| CertaintyError::unknown("assumption", name, known))
    }
}

impl ImpactMap<f64> {
    /// The worth of the map in many draws of the assumptions that have a spread.
    ///
    /// # Errors
    ///
    /// - those of [`value`](Self::value);
    /// - values that are given for fewer draws, totals of unlike numbers of replicates: R39;
    /// - a figure of a draw that a float does not hold: R3.
    pub fn draws(&self, discount: Discount<f64>, drawing: Drawing) -> Result<Draws, CertaintyError> {
        let central = self.value(discount)?;
        let count = drawing.get_draws() as usize;
        let (mut assumptions, mut replicates): (BTreeMap<Box<str>, Drawn>, Option<Replicates>) = Default::default();
        let uncertain: Vec<_> = self.uncertain().collect();
        for uncertain in &uncertain {
            if let Distribution::Resampled(totals) = &uncertain.spread.0 {
                let found = Replicates { name: (&*uncertain.name).into(), count: totals.values.len() };
                replicates.get_or_insert_with(|| found.clone()).check(&found)?;
            }
            if !assumptions.contains_key(&*uncertain.name) {
                let values = values(uncertain.spread, &uncertain.name, drawing.seed(), count);
                let values = values.ok_or_else(|| too_few_given(&uncertain.name, uncertain.spread, count))?;
                assumptions.insert((&*uncertain.name).into(), Drawn::new(values));
            }
        }
        let varied: Vec<Varied<'_, f64>> = uncertain
            .iter()
            .map(|uncertain| Varied {
                element: uncertain.element,
                assumption: uncertain.assumption,
                values: assumptions[&*uncertain.name].values(),
            })
            .collect();
        let worth = self.varied(central.discount(), &varied, count)?;
        let rows = worth.rows.into_iter().map(Drawn::new).collect();
        let (figures, ratios) = (worth.figures.map(Drawn::new), worth.ratios.map(|ratios| ratios.map(Drawn::new)));
        Ok(Draws { drawing, central, assumptions, rows, figures, ratios, replicates })
    }
}

/// The fault of given values that are fewer than the draws.
fn too_few_given(name: &str, spread: &crate::worth::Spread, draws: usize) -> CertaintyError {
    let found = match &spread.0 {
        Distribution::Given(values) => values.values.len(),
        _ => draws,
    };
    CertaintyError::TooFewGiven { name: name.to_owned(), found: found as u64, draws: draws as u64 }
}
