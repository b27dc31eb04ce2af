//! The worth of the parts of a map: rows, stakeholders, years and inputs.

use std::sync::Arc;

use super::sums::{Figures, figure_getters};
use super::{Input, Row};
use crate::getters::getters;
use crate::number::Fraction;

/// The worth of a row of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct RowWorth<N: Fraction> {
    pub(super) row: Arc<Row<N>>,
    pub(super) first_year: N,
    pub(super) figures: Figures<N>,
}

/// The worth of a map to a stakeholder.
#[derive(Clone, Debug, PartialEq)]
pub struct StakeholderWorth<N: Fraction> {
    pub(super) stakeholder: Option<Box<str>>,
    pub(super) figures: Figures<N>,
}

/// The worth today of the impact of a year.
#[derive(Clone, Debug, PartialEq)]
pub struct YearWorth<N: Fraction> {
    pub(super) year: u32,
    pub(super) figures: Figures<N>,
}

/// An input, and its present value.
#[derive(Clone, Debug, PartialEq)]
pub struct InputWorth<N: Fraction> {
    pub(super) input: Input<N>,
    pub(super) present: N,
}

figure_getters!(RowWorth);
figure_getters!(StakeholderWorth);
figure_getters!(YearWorth);

impl<N: Fraction> RowWorth<N> {
    getters! { self:
        /// The row.
        row: &Row<N> = &self.row;
        /// Its impact in its first year, before it is discounted; below zero for a loss.
        first_year: &N = &self.first_year;
    }
}

impl<N: Fraction> StakeholderWorth<N> {
    getters! { self:
        /// The stakeholder; `None` for the rows that state none.
        stakeholder: Option<&str> = self.stakeholder.as_deref();
    }
}

impl<N: Fraction> YearWorth<N> {
    getters! { self:
        /// The year, by the convention of the discount.
        year: u32 = self.year;
    }
}

impl<N: Fraction> InputWorth<N> {
    getters! { self:
        /// The input.
        input: &Input<N> = &self.input;
        /// Its present value.
        present: &N = &self.present;
    }
}
