//! The unit and the price year of several amounts.

use super::Deflator;
use super::error::ImpactError;
use crate::number::Fraction;

/// The prices that are asked for, if any: a year, and the index that takes amounts of other years there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Prices<N> {
    asked: Option<(i16, Deflator<N>)>,
}

impl<N> Default for Prices<N> {
    fn default() -> Self {
        Self { asked: None }
    }
}

impl<N: Fraction> Prices<N> {
    pub(super) fn of(year: i16, deflator: &Deflator<N>) -> Self {
        Self { asked: Some((year, deflator.clone())) }
    }

    /// The year in whose prices all amounts are, if it is stated.
    pub(super) fn year(&self, mut stated: impl Iterator<Item = Option<i16>>) -> Option<i16> {
        self.asked.as_ref().map(|(year, _)| *year).or_else(|| stated.find_map(|year| year))
    }

    /// An amount of a year in these prices.
    pub(super) fn convert(&self, amount: &N, stated: Option<i16>) -> Result<N, ImpactError> {
        match (&self.asked, stated) {
            (Some((year, deflator)), Some(stated)) if *year != stated => deflator.convert(amount, stated, *year),
            _ => Ok(amount.clone()),
        }
    }

    /// All amounts state their price year, or none does; years differ only if one is asked for.
    pub(super) fn check(&self, amounts: &[(String, Option<i16>)], faults: &mut Vec<ImpactError>) {
        let Some(year) = self.year(amounts.iter().map(|(_, stated)| *stated)) else { return };
        for (label, stated) in amounts {
            match (stated, &self.asked) {
                (None, Some((year, _))) => {
                    faults.push(ImpactError::NoPriceYear { without: label.clone(), year: *year });
                }
                (None, None) => {
                    faults.push(ImpactError::StatedInPart { figure: "price year", without: label.clone() });
                }
                (Some(stated), None) if *stated != year => {
                    faults.push(ImpactError::PriceYears { one: year, other: *stated });
                    return;
                }
                (Some(stated), Some((_, deflator))) => faults.extend(deflator.convert(&N::one(), *stated, year).err()),
                _ => {}
            }
        }
    }
}

/// The fault of an amount in another unit than the others.
pub(super) fn unit_fault(
    unit: Option<&str>,
    stated: Option<&str>,
    label: impl FnOnce() -> String,
) -> Option<ImpactError> {
    match (unit, stated) {
        (Some(one), Some(other)) if one != other => {
            Some(ImpactError::Units { one: one.to_owned(), other: other.to_owned() })
        }
        (Some(_), None) => Some(ImpactError::StatedInPart { figure: "unit", without: label() }),
        _ => None,
    }
}
