//! Inputs: money, or time and goods in money.

use super::error::ImpactError;
use super::row::{MOST_YEARS, check_range};
use super::spread::NamedSpread;
use super::{Assumption, Spread};
use crate::getters::getters;
use crate::number::{Fraction, clip};
use crate::printable::quoted;

/// An input: money, or time and goods in money.
///
/// # Example
///
/// ```
/// use covalue::impact::Input;
///
/// let time = Input::new("volunteers' time", 18_000.0).from("volunteers").at(1);
/// assert_eq!((time.get_amount(), time.get_from(), time.get_at()), (&18_000.0, Some("volunteers"), 1));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Input<N> {
    pub(super) name: Option<Box<str>>,
    pub(super) amount: N,
    stakeholder: Option<Box<str>>,
    pub(super) at: u32,
    pub(super) unit: Option<Box<str>>,
    pub(super) price_year: Option<i16>,
    pub(super) range: Option<(N, N)>,
    pub(super) spread: Option<NamedSpread>,
}

impl<N: Fraction> Input<N> {
    /// An amount, in the unit and the prices of its map, at the base date.
    pub fn new(name: impl Into<Box<str>>, amount: N) -> Self {
        Self { name: Some(name.into()), ..Self::without_name(amount) }
    }

    /// An amount without a name, at the base date.
    pub(super) fn without_name(amount: N) -> Self {
        let (name, stakeholder, unit, price_year) = (None, None, None, None);
        Self { name, amount, stakeholder, at: 0, unit, price_year, range: None, spread: None }
    }

    /// The stakeholder who put it in.
    pub fn from(self, stakeholder: impl Into<Box<str>>) -> Self {
        Self { stakeholder: Some(stakeholder.into()), ..self }
    }

    /// The number of years from the base date until it is put in, at most 1000.
    pub fn at(self, years: u32) -> Self {
        Self { at: years, ..self }
    }

    /// The unit of the amount, if it is not that of the map. It has to be the same (R32).
    pub fn unit(self, unit: impl Into<Box<str>>) -> Self {
        Self { unit: Some(unit.into()), ..self }
    }

    /// The year in whose prices the amount is stated, if it is not that of the map.
    pub fn price_year(self, year: i16) -> Self {
        Self { price_year: Some(year), ..self }
    }

    /// The lowest and the highest amount that are plausible.
    pub fn range(self, low: N, high: N) -> Self {
        Self { range: Some((low, high)), ..self }
    }

    /// The distribution of the amount, from which draws take it.
    pub fn spread(self, spread: Spread) -> Self {
        let named = NamedSpread { spread: Some(spread), ..self.spread.unwrap_or_default() };
        Self { spread: Some(named), ..self }
    }

    /// The name under which the amount is drawn: all of one name have one value in a draw, so they need equal spreads. Unless
    /// it is stated, it is `input/NAME`.
    pub fn named(self, name: impl Into<Box<str>>) -> Self {
        let named = NamedSpread { name: Some(name.into()), ..self.spread.unwrap_or_default() };
        Self { spread: Some(named), ..self }
    }

    getters! { self:
        /// The name; `None` if only an amount was stated.
        get_name: Option<&str> = self.name.as_deref();
        /// The amount.
        get_amount: &N = &self.amount;
        /// The stakeholder who put it in, if it is stated.
        get_from: Option<&str> = self.stakeholder.as_deref();
        /// The number of years from the base date.
        get_at: u32 = self.at;
        /// The year in whose prices the amount is, if it is not that of the map.
        get_price_year: Option<i16> = self.price_year;
        /// The lowest and the highest amount that are plausible, if they are stated.
        get_range: Option<(&N, &N)> = self.range.as_ref().map(|(low, high)| (low, high));
        /// The distribution of the amount, if it is stated.
        get_spread: Option<&Spread> = self.spread.as_ref()?.spread.as_ref();
    }

    /// The input in a message.
    pub(super) fn label(&self) -> String {
        self.name.as_deref().map_or_else(|| "the input".to_owned(), |name| format!("input {}", quoted(name)))
    }

    pub(crate) fn check(&self, faults: &mut Vec<ImpactError>) {
        if self.get_name() == Some("") {
            faults.push(ImpactError::NoInputName);
        }
        if !self.amount.is_finite() {
            faults.push(ImpactError::not_finite("amount", self.label(), &self.amount));
        } else if self.amount < N::zero() {
            faults.push(ImpactError::InputBelow { input: self.label(), amount: clip(&self.amount.text()) });
        } else if self.at > MOST_YEARS {
            faults.push(ImpactError::LateInput { input: self.label(), years: self.at.to_string() });
        } else if let Some(range) = &self.range {
            check_range(&|| self.label(), (Assumption::Input, &self.amount), (&range.0, &range.1), faults);
        }
        if let Some(named) = &self.spread {
            named.check(Assumption::Input, &|| self.label(), faults);
        }
    }
}
