//! Every step of the worth of a row.

use std::sync::Arc;

use super::Row;
use super::error::ImpactError;
use super::schedule::Schedule;
use super::sums::{Figures, figure_getters};
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
    weight: Option<N>,
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
    pub(super) fn new(
        row: &Arc<Row<N>>,
        schedule: &Schedule<'_, N>,
        (unit, weight): (Option<&str>, Option<N>),
        (factors, figures): (&[N], &Figures<N>),
    ) -> Result<Self, ImpactError> {
        let mut years = Vec::new();
        schedule.each_year(factors, |year| {
            let factor = factors[year.year as usize].clone();
            years.push(TraceYear { year: year.year, impact: year.impact, factor, present: year.present });
            Ok(())
        })?;
        Ok(Self {
            row: Arc::clone(row),
            unit: unit.map(Into::into),
            weight,
            price: schedule.price.clone(),
            first_year: schedule.first.clone(),
            years,
            figures: figures.clone(),
        })
    }

    getters! { self:
        /// The row.
        row: &Row<N> = &self.row;
        /// The unit of all amounts, if it is stated.
        unit: Option<&str> = self.unit.as_deref();
        /// The weight of its stakeholder, if the worth is weighted.
        weight: Option<&N> = self.weight.as_ref();
        /// The amount of its proxy, in the prices of the map: that of the proxy, unless they are prices of another year.
        price: &N = &self.price;
        /// Its impact in its first year, before it is discounted; below zero for a loss.
        first_year: &N = &self.first_year;
        /// The years in their order.
        years: impl ExactSizeIterator<Item = &TraceYear<N>> = self.years.iter();
    }
}
