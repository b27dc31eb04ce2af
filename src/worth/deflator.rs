//! Prices of one year in those of another.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::error::ImpactError;
use crate::getters::getters;
use crate::number::{Fraction, clip};
use crate::printable::quoted;

/// An index of prices by year: an amount in prices of one year becomes one in prices of another.
///
/// # Formula
///
/// `amount · index(to) ÷ index(from)`
///
/// # Example
///
/// ```
/// use covalue::impact::Deflator;
///
/// let prices = Deflator::new("GDP deflator, March 2024", [(2011, 80.0), (2019, 100.0)])?;
/// assert_eq!(prices.convert(&8.0, 2011, 2019)?, 10.0);
/// assert_eq!(
///     prices.convert(&8.0, 2012, 2019).unwrap_err().to_string(),
///     "R32: the deflator `GDP deflator, March 2024` has no index of 2012",
/// );
/// # Ok::<(), covalue::error::ImpactError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Deflator<N> {
    name: Box<str>,
    indices: BTreeMap<i16, N>,
}

impl<N: Fraction> Deflator<N> {
    /// The index of each year, and the name of the series with its vintage.
    ///
    /// # Errors
    ///
    /// - an index of 0 or below: R31; one that is not finite: R3;
    /// - a year that is stated twice: `form: ..`.
    pub fn new(name: impl Into<Box<str>>, indices: impl IntoIterator<Item = (i16, N)>) -> Result<Self, ImpactError> {
        let mut deflator = Self::empty(name.into());
        for (year, index) in indices {
            deflator.add(year, index)?;
        }
        Ok(deflator)
    }

    /// An index of no year.
    pub(crate) fn empty(name: Box<str>) -> Self {
        Self { name, indices: BTreeMap::new() }
    }

    /// Adds the index of a year.
    pub(crate) fn add(&mut self, year: i16, index: N) -> Result<(), ImpactError> {
        let deflator = || self.name.to_string();
        if !index.is_finite() {
            return Err(ImpactError::not_finite(format!("the index of {year}"), quoted(&self.name), &index));
        }
        if index <= N::zero() {
            return Err(ImpactError::IndexBelow { deflator: deflator(), year, index: clip(&index.text()) });
        }
        match self.indices.entry(year) {
            Entry::Occupied(_) => Err(ImpactError::RepeatedYear { deflator: deflator(), year }),
            Entry::Vacant(new) => {
                new.insert(index);
                Ok(())
            }
        }
    }

    getters! { self:
        /// The name of the series.
        name: &str = &self.name;
    }

    /// An amount in prices of the year `from` as one in prices of the year `to`.
    ///
    /// # Errors
    ///
    /// - a year without an index: R32;
    /// - an amount that the kind of number does not hold: R3.
    pub fn convert(&self, amount: &N, from: i16, to: i16) -> Result<N, ImpactError> {
        let overflow = || ImpactError::overflow::<N>(format!("an amount in prices of {to}"), &self.name);
        let (numerator, denominator) = (self.index(to)?, self.index(from)?);
        let product = N::product(amount, numerator).ok_or_else(overflow)?;
        N::quotient(&product, denominator).ok_or_else(overflow)
    }

    /// The index of a year.
    pub(super) fn index(&self, year: i16) -> Result<&N, ImpactError> {
        let unknown = || ImpactError::NoIndex { deflator: self.name.to_string(), year };
        self.indices.get(&year).ok_or_else(unknown)
    }
}
