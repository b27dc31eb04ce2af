//! Rows and inputs as a file states them: with years that may be no whole numbers.

use super::error::ImpactError;
use super::row::{whole_years, years_text};
use super::schedule::overflow;
use super::{Input, Row};
use crate::number::Fraction;
use crate::printable::quoted;

impl<N: Fraction> Row<N> {
    /// The row that starts after a number of years.
    pub(crate) fn starting_after(self, years: &N) -> Result<Self, ImpactError> {
        let fault = || ImpactError::Starts { row: quoted(self.name()), years: years_text(years) };
        let years = whole_years(years, 0).ok_or_else(fault)?;
        Ok(self.starts_after(years))
    }

    /// The impact of the first year in the prices of the proxy, after the row is checked.
    pub(crate) fn first_year(&self) -> Result<N, ImpactError> {
        self.impact_at(&self.get_proxy().amount).ok_or_else(|| overflow("the first year", self))
    }
}

impl<N: Fraction> Input<N> {
    /// The input that is put in after a number of years.
    pub(crate) fn put_in_after(self, years: &N) -> Result<Self, ImpactError> {
        let fault = || ImpactError::LateInput { input: self.label(), years: years_text(years) };
        let years = whole_years(years, 0).ok_or_else(fault)?;
        Ok(self.at(years))
    }
}
