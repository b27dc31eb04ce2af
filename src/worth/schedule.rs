//! The yearly impact of a row.

use super::error::ImpactError;
use super::{Assumption, FirstYear, ImpactMap, Row};
use crate::number::Fraction;
use crate::printable::quoted;

/// The impact of a row in its first year, and how it goes on.
pub(super) struct Schedule<'r, N> {
    row: &'r Row<N>,
    /// The amount of the proxy in the map's prices.
    pub(super) price: N,
    /// The impact of the first year, after all deductions.
    pub(super) first: N,
    /// One less the drop-off.
    keep: N,
    /// The number of the first year, by the convention of the discount.
    pub(super) first_year: u32,
    years: u32,
}

/// The impact of a row in a year.
pub(super) struct YearImpact<N> {
    pub(super) year: u32,
    pub(super) impact: N,
    /// The impact divided by the factor of the year.
    pub(super) present: N,
}

impl<'r, N: Fraction> Schedule<'r, N> {
    /// The schedule of a row. Products are taken from left to right: quantity, proxy, one less each share, weight.
    pub(super) fn new(
        map: &ImpactMap<N>,
        row: &'r Row<N>,
        weight: &N,
        convention: FirstYear,
    ) -> Result<Self, ImpactError> {
        let price = map.in_prices(&row.proxy.amount, row.proxy.price_year)?;
        let overflow = || overflow("the first year", row);
        let first = row.impact_at(&price).and_then(|impact| N::product(&impact, weight)).ok_or_else(overflow)?;
        let (keep, years) = (remaining(row.share(Assumption::DropOff)), row.years());
        Ok(Self { row, price, first, keep, first_year: convention.number() + row.get_starts_after(), years })
    }

    /// The last year.
    pub(super) fn last_year(&self) -> u32 {
        self.first_year + self.years - 1
    }

    /// Visits the years in their order. `factors` are those of the years from 0 on.
    pub(super) fn each_year(
        &self,
        factors: &[N],
        mut visit: impl FnMut(YearImpact<N>) -> Result<(), ImpactError>,
    ) -> Result<(), ImpactError> {
        let mut impact = self.first.clone();
        for year in self.first_year..=self.last_year() {
            if year > self.first_year {
                impact = self.after(&impact, &self.keep, year)?;
            }
            let present = self.present(&impact, &factors[year as usize], year)?;
            visit(YearImpact { year, impact: impact.clone(), present })?;
        }
        Ok(())
    }

    /// The impact of a year, from that of the year before and the part that is kept.
    pub(super) fn after(&self, impact: &N, keep: &N, year: u32) -> Result<N, ImpactError> {
        N::product(impact, keep).ok_or_else(|| self.overflow(year))
    }

    /// The present value of an impact of a year.
    pub(super) fn present(&self, impact: &N, factor: &N, year: u32) -> Result<N, ImpactError> {
        N::quotient(impact, factor).ok_or_else(|| self.overflow(year))
    }

    fn overflow(&self, year: u32) -> ImpactError {
        overflow(&format!("the present value of year {year}"), self.row)
    }
}

/// One less a share, after it is checked. The arithmetic of some kinds needs the held form, such as a fraction in lowest
/// terms.
pub(super) fn remaining<N: Fraction>(share: &N) -> N {
    N::one() - share.held().expect("a share is finite")
}

pub(super) fn overflow<N: Fraction>(figure: &str, row: &Row<N>) -> ImpactError {
    ImpactError::overflow::<N>(figure, quoted(row.name()))
}
