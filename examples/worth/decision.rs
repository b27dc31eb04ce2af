//! A decision between options in the caller's draws.

use std::path::PathBuf;

use covalue::certainty::Options;
use covalue::error::CertaintyError;

use super::Failure;
use super::columns::Columns;
use super::format::Format;

/// A decision between the columns of a table.
pub(super) struct DecisionJob {
    pub(super) options: PathBuf,
    /// The columns that are assumptions.
    pub(super) on: Vec<String>,
    pub(super) blocks: Option<usize>,
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
