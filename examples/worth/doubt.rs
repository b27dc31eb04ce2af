//! Intervals of the caller's units, and decisions between options in the caller's draws.

use std::path::PathBuf;

use covalue::certainty::{Options, Resampling};
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

/// A decision between the columns of a table.
pub(super) struct DecisionJob {
    pub(super) options: PathBuf,
    /// The columns that are assumptions.
    pub(super) on: Vec<String>,
    pub(super) blocks: Option<usize>,
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

impl DecisionJob {
    pub(super) fn answer(&self, format: Format) -> Result<String, Failure> {
        let table = Columns::read(&self.options)?;
        let on: Vec<usize> = self.on.iter().map(|name| table.column(name)).collect::<Result<_, _>>()?;
        let columns = (0..table.header.len()).filter(|column| !on.contains(column));
        let options = columns.map(|column| Ok((table.header[column].as_str(), table.numbers(column)?)));
        let options = options.collect::<Result<Vec<_>, Failure>>()?;
        let failure = |error: CertaintyError| error.to_string();
        let mut options = Options::new(options).map_err(failure)?;
        for &column in &on {
            options = options.assuming(table.header[column].as_str(), table.numbers(column)?).map_err(failure)?;
        }
        if let Some(blocks) = self.blocks {
            options = options.in_blocks(blocks).map_err(|error| format!("--blocks: {error}"))?;
        }
        Ok(match format {
            Format::Table => options.to_string(),
            Format::Csv => options.to_csv(),
            Format::Json => options.to_json() + "\n",
        })
    }
}
