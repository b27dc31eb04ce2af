//! Rows and inputs as a file states them: their years may not be whole.

use super::error::ImpactError;
use super::row::{whole_years, years_text};
use super::schedule::overflow;
use super::{Input, Row};
use crate::number::{self, Fraction, Total};
use crate::printable::quoted;

/// How a program may have computed an impact that a file states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    /// Without errors, but for the last decimal that it writes.
    Exact,
    /// In floats, as spreadsheets do: 0.1 x 3 is 0.30000000000000004.
    Floats,
}

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

    /// Whether a stated impact of the first year is at most `distance` from the one that is `given`. Kinds of number that
    /// round have the error of their arithmetic beside, and so has a program with the `arithmetic` of floats that states the impact.
    pub(crate) fn is_near(&self, given: &N, stated: &N, distance: &N, arithmetic: Arithmetic) -> bool {
        /// The row's numbers, the differences and products of them, and the stated number are 13 roundings. Each is at most
        /// half the relative error of the kind, times quantity and proxy: no share is above 1, so no product is larger.
        const ERRORS: u64 = 7;
        let amount = N::product(&self.quantity, &self.get_proxy().amount);
        let of_program = match arithmetic {
            Arithmetic::Exact => N::zero(),
            Arithmetic::Floats => N::share(1, 1 << (f64::MANTISSA_DIGITS - 1)).unwrap_or_else(N::zero),
        };
        let of_kind = relative_error();
        let larger = if of_kind < of_program { of_program } else { of_kind };
        let most = N::share(ERRORS, 1).and_then(|errors| N::product(&errors, &larger));
        let error = amount.zip(most).and_then(|(amount, most)| N::product(&amount, &most)).unwrap_or_else(N::zero);
        let mut bound = N::Total::default();
        let added =
            [distance.as_change(), N::magnitude(&error.as_change())].iter().try_for_each(|part| bound.add(part));
        added.is_ok() && number::difference(given, stated) <= bound && number::difference(stated, given) <= bound
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

/// The relative error of a kind of number; 0 for exact kinds. 4/3 is rounded, and the rest of this is exact (Kahan's
/// test, from memory).
fn relative_error<N: Fraction>() -> N {
    let third = N::share(4, 3).unwrap_or_else(N::one) - N::one();
    N::one() - third.clone() - third.clone() - third
}
