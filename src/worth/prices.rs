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

    /// The name of the index, if a year is asked for.
    pub(super) fn deflator(&self) -> Option<&str> {
        self.asked.as_ref().map(|(_, deflator)| deflator.name())
    }

    /// Whether both have a deflator, with other indices.
    pub(super) fn has_other_deflator(&self, other: &Self) -> bool {
        matches!((&self.asked, &other.asked), (Some((_, one)), Some((_, other))) if one != other)
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

    /// The indices by which an amount of a year is converted: that of its year, and that of these prices. `None` if it is
    /// not converted.
    pub(super) fn indices(&self, stated: Option<i16>) -> Result<Option<(N, N)>, ImpactError> {
        let Some(((year, deflator), stated)) = self.asked.as_ref().zip(stated) else { return Ok(None) };
        if *year == stated {
            return Ok(None);
        }
        Ok(Some((deflator.index(stated)?.clone(), deflator.index(*year)?.clone())))
    }

    /// All amounts state their price year, or none does; years differ only if one is asked for. Each fault comes with its
    /// amount, and years that differ are one fault. `label` names an amount in a message.
    pub(super) fn check<T>(
        &self,
        amounts: Vec<(T, Option<i16>)>,
        label: impl Fn(&T) -> String,
    ) -> Vec<(T, ImpactError)> {
        let (mut faults, mut differ) = (Vec::new(), false);
        let Some(year) = self.year(amounts.iter().map(|(_, stated)| *stated)) else { return faults };
        for (amount, stated) in amounts {
            let fault = match (stated, &self.asked) {
                (None, Some((year, _))) => Some(ImpactError::NoPriceYear { without: label(&amount), year: *year }),
                (None, None) => Some(ImpactError::StatedInPart { figure: "price year", without: label(&amount) }),
                (Some(other), None) if other != year && !differ => {
                    differ = true;
                    Some(ImpactError::PriceYears { one: year, other })
                }
                (Some(stated), Some((_, deflator))) => deflator.convert(&N::one(), stated, year).err(),
                _ => None,
            };
            faults.extend(fault.map(|fault| (amount, fault)));
        }
        faults
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
            Some(ImpactError::Units { one: one.to_owned(), other: other.to_owned(), of: Some(label()) })
        }
        (Some(_), None) => Some(ImpactError::StatedInPart { figure: "unit", without: label() }),
        _ => None,
    }
}
