//! The prices of one year, in which all amounts are stated on request.

use covalue::error::ImpactError;
use covalue::impact::Deflator;
use covalue::number::Fraction;
use covalue::printable::quoted;

use super::Failure;
use super::table_file::TableFile;

/// The year that is asked for, and the table of an index of prices.
pub(super) struct Prices {
    pub(super) year: i16,
    index: TableFile,
}

impl Prices {
    /// The prices of `--prices` and `--deflator`.
    pub(super) fn new(year: &str, index: TableFile) -> Result<Self, Failure> {
        let known = year.parse().ok().filter(|year| (1_000..=9_999).contains(year));
        let year =
            known.ok_or_else(|| format!("--prices: {} is not a year of four digits, such as 2024", quoted(year)))?;
        Ok(Self { year, index })
    }

    /// The index of prices, by the name of its file.
    pub(super) fn deflator<N: Fraction>(&self) -> Result<Deflator<N>, Failure> {
        self.index.read(|written, file| written.read_deflator(self.index.name(), file))
    }
}

/// The option that helps with a message about prices.
pub(super) fn advice(error: &ImpactError) -> &'static str {
    match error {
        ImpactError::PriceYears { .. } => ": state --prices YEAR with --deflator FILE",
        ImpactError::NoPriceYear { .. } => ": state it in the column year, or remove --prices",
        ImpactError::NoIndex { .. } => ": add the year to the file of --deflator",
        _ => "",
    }
}
