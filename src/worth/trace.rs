//! Every step of the worth of a row.

use std::sync::Arc;

use super::error::ImpactError;
use super::schedule::Schedule;
use super::sums::{Figures, figure_getters};
use super::{Discount, Row, RowWorth, Worth};
use crate::getters::getters;
use crate::number::Fraction;

/// Every step of the worth of a row: its product, and what each year adds. It prints as a table.
///
/// # Example
///
/// See [`Worth::trace`](super::Worth::trace).
#[derive(Clone, Debug, PartialEq)]
pub struct RowTrace<N: Fraction> {
    row: Arc<Row<N>>,
    unit: Option<Box<str>>,
    price_year: Option<i16>,
    deflator: Option<Box<str>>,
    discount: Discount<N>,
    weight: Option<N>,
    weights_source: Option<Box<str>>,
    indices: Option<(N, N)>,
    price: N,
    first_year: N,
    years: Vec<TraceYear<N>>,
    figures: Figures<N>,
}

/// A year in the trace of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceYear<N> {
    year: u32,
    impact: N,
    factor: N,
    present: N,
}

figure_getters!(RowTrace);

impl<N: Fraction> TraceYear<N> {
    getters! { self:
        /// The year, by the convention of the discount.
        year: u32 = self.year;
        /// The impact of the year, before it is discounted; below zero for a loss.
        impact: &N = &self.impact;
        /// The factor by which it is divided.
        factor: &N = &self.factor;
        /// The present value.
        present: &N = &self.present;
    }
}

impl<N: Fraction> RowTrace<N> {
    pub(super) fn new(worth: &Worth<N>, of_row: &RowWorth<N>) -> Result<Self, ImpactError> {
        let (row, map) = (&of_row.row, worth.map());
        let weight = worth.weight_of(row.get_stakeholder());
        let factor = weight.clone().unwrap_or_else(N::one);
        let first_year = worth.discount().first_year();
        let schedule = Schedule::new(map, row, &factor, first_year)?;
        let discount = row.get_discount().unwrap_or(worth.discount()).counted_from(first_year);
        let factors = discount.factors(schedule.last_year())?;
        let mut years = Vec::new();
        schedule.each_year(&factors, |year| {
            let factor = factors[year.year as usize].clone();
            years.push(TraceYear { year: year.year, impact: year.impact, factor, present: year.present });
            Ok(())
        })?;
        Ok(Self {
            row: Arc::clone(row),
            unit: worth.unit().map(Into::into),
            price_year: worth.price_year(),
            deflator: worth.deflator().map(Into::into),
            discount,
            weight,
            weights_source: worth.weights_source().map(Into::into),
            indices: map.indices(row.get_proxy().get_price_year())?,
            price: schedule.price.clone(),
            first_year: schedule.first.clone(),
            years,
            figures: of_row.figures.clone(),
        })
    }

    getters! { self:
        /// The row.
        row: &Row<N> = &self.row;
        /// The unit of all amounts, if it is stated.
        unit: Option<&str> = self.unit.as_deref();
        /// The year in whose prices all amounts are, if it is stated.
        price_year: Option<i16> = self.price_year;
        /// The name of the index by which amounts are taken to these prices, if there is one.
        deflator: Option<&str> = self.deflator.as_deref();
        /// How its later years are discounted: its own discount, or that of the map.
        discount: &Discount<N> = &self.discount;
        /// The weight of its stakeholder, if the worth is weighted.
        weight: Option<&N> = self.weight.as_ref();
        /// The source of the weights, if the worth is weighted.
        weights_source: Option<&str> = self.weights_source.as_deref();
        /// The indices by which the amount of its proxy is taken to the prices of the map: that of the proxy's year, by which it
        /// is divided, and that of the map's. `None` if it is not.
        indices: Option<(&N, &N)> = self.indices.as_ref().map(|(from, to)| (from, to));
        /// The amount of its proxy, in the prices of the map: that of the proxy, unless they are prices of another year.
        price: &N = &self.price;
        /// Its impact in its first year, before it is discounted; below zero for a loss.
        first_year: &N = &self.first_year;
        /// The years in their order.
        years: impl ExactSizeIterator<Item = &TraceYear<N>> = self.years.iter();
    }
}
