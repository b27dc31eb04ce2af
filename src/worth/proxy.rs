//! The worth of one unit of an outcome.

use super::error::ImpactError;
use crate::catalogue::Measure;
use crate::getters::getters;
use crate::number::{Number, clip};
use crate::printable::quoted;

/// The worth of one unit of an outcome or of a measure: an amount of money, with its source. A proxy below zero is a loss.
///
/// # Example
///
/// ```
/// use covalue::impact::Proxy;
///
/// let visit = Proxy::new(19.0, "GBP", 2011, "SROI guide").named("GP consultation");
/// assert_eq!((visit.get_unit(), visit.get_price_year(), visit.get_name()), (Some("GBP"), Some(2011), Some("GP consultation")));
/// assert_eq!(Proxy::amount(19.0).get_source(), None);
/// assert_eq!(Proxy::new(19.0, "GBP", 2011, " ").get_source(), None);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Proxy<N> {
    pub(super) amount: N,
    pub(super) unit: Option<Box<str>>,
    pub(super) price_year: Option<i16>,
    pub(super) source: Option<Box<str>>,
    pub(super) per: Option<Box<str>>,
    pub(super) name: Option<Box<str>>,
}

impl<N: Number> Proxy<N> {
    /// An amount in a unit such as `GBP`, in prices of a year, and the source that states it.
    pub fn new(amount: N, unit: impl Into<Box<str>>, price_year: i16, source: impl Into<Box<str>>) -> Self {
        Self::amount(amount).unit(unit).price_year(price_year).source(source)
    }

    /// An amount of which neither a unit nor a price year nor a source is stated.
    pub fn amount(amount: N) -> Self {
        Self { amount, unit: None, price_year: None, source: None, per: None, name: None }
    }

    /// The unit of the amount, such as `GBP`.
    pub fn unit(self, unit: impl Into<Box<str>>) -> Self {
        Self { unit: Some(unit.into()), ..self }
    }

    /// The year in whose prices the amount is stated.
    pub fn price_year(self, year: i16) -> Self {
        Self { price_year: Some(year), ..self }
    }

    /// The source that states the amount. A blank text states none.
    pub fn source(self, source: impl Into<Box<str>>) -> Self {
        let source = source.into();
        Self { source: if source.trim().is_empty() { None } else { Some(source) }, ..self }
    }

    /// The unit of the measure of which one is worth the amount, such as `points`. A valuation compares it with that of
    /// its measure (R32).
    pub fn per(self, unit: impl Into<Box<str>>) -> Self {
        Self { per: Some(unit.into()), ..self }
    }

    /// The good whose price stands for the outcome, such as `GP consultation`.
    pub fn named(self, name: impl Into<Box<str>>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    getters! { self:
        /// The amount.
        get_amount: &N = &self.amount;
        /// The unit of the amount, if it is stated.
        get_unit: Option<&str> = self.unit.as_deref();
        /// The year in whose prices the amount is, if it is stated.
        get_price_year: Option<i16> = self.price_year;
        /// The source, if it is stated.
        get_source: Option<&str> = self.source.as_deref();
        /// The unit of the measure of which one is worth the amount, if it is stated.
        get_per: Option<&str> = self.per.as_deref();
        /// The good whose price it is, if it is stated.
        get_name: Option<&str> = self.name.as_deref();
    }

    /// The fault of an amount that one unit of a measure cannot be worth.
    pub(super) fn fault_of_amount(measure: &str, amount: &N) -> Option<ImpactError> {
        if !amount.is_finite() {
            return Some(ImpactError::not_finite("the proxy", quoted(measure), amount));
        }
        let fault = || ImpactError::ProxyBelow { measure: quoted(measure), amount: clip(&amount.text()) };
        (*amount < N::zero()).then(fault)
    }

    /// The fault of a proxy that is per another unit than that of a measure.
    pub(super) fn fault_of_unit(&self, measure: &Measure<N>) -> Option<ImpactError> {
        let (per, unit) = (self.get_per()?, measure.unit());
        let fault = || ImpactError::PerOtherUnit {
            measure: quoted(measure.id().as_str()),
            per: per.to_owned(),
            unit: unit.to_owned(),
        };
        (per != unit).then(fault)
    }
}
