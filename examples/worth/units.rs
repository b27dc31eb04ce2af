//! Intervals of the ratios of the caller's units.

use std::path::PathBuf;

use covalue::certainty::Resampling;
use covalue::error::CertaintyError;

use super::Failure;
use super::columns::Columns;
use super::format::Format;

/// Intervals of the ratios of a table of units.
pub(super) struct UnitsJob {
    pub(super) units: PathBuf,
    /// The differences: a line, and the one that is taken off.
    pub(super) less: Vec<(String, String)>,
    pub(super) resampling: Resampling,
}

impl UnitsJob {
    pub(super) fn answer(&self, format: Format) -> Result<String, Failure> {
        let table = Columns::read(&self.units)?;
        let [line, id, a, b] = ["line", "id", "a", "b"].map(|name| table.column(name));
        let units = table.texts_and_numbers([line?, id?], [a?, b?])?;
        let failure = |error: CertaintyError| error.to_string();
        let mut ratios = self.resampling.ratios(units).map_err(failure)?;
        for (line, less) in &self.less {
            ratios = ratios.less(line, less).map_err(|error| format!("--less: {error}"))?;
        }
        Ok(match format {
            Format::Table => ratios.to_string(),
            Format::Csv => ratios.to_csv(),
            Format::Json => ratios.to_json() + "\n",
        })
    }
}
