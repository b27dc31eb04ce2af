//! A table beside the main file, and how it is written.

use std::fmt::Display;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use covalue::printable::printable;
use covalue::table;

use super::Failure;
use super::options_file::of_file;

/// The endings of the names of tables.
const TABLES: [&str; 5] = ["csv", "tsv", "txt", "xlsx", "ods"];

/// A table, and how it is written.
pub(super) struct TableFile {
    pub(super) path: PathBuf,
    written: table::Options,
}

impl TableFile {
    /// A table that is written as a file of options says.
    pub(super) fn new(path: PathBuf, options: Option<&Path>) -> Result<Self, Failure> {
        Ok(Self { path, written: options.map(of_file).transpose()?.unwrap_or_default() })
    }

    /// The content of the table.
    pub(super) fn read<T, E: Display>(
        &self,
        read: impl FnOnce(&table::Options, BufReader<File>) -> Result<T, E>,
    ) -> Result<T, Failure> {
        let is_table = |ending: &str| TABLES.iter().any(|known| known.eq_ignore_ascii_case(ending));
        if !self.path.extension().and_then(|ending| ending.to_str()).is_some_and(is_table) {
            return Err(self.message(&"not a table (.csv) or a spreadsheet (.xlsx, .ods)"));
        }
        let file = File::open(&self.path).map_err(|error| self.message(&error))?;
        read(&self.written, BufReader::new(file)).map_err(|error| self.message(&error))
    }

    /// The name of the file, which is that of its series or the source of its weights.
    pub(super) fn name(&self) -> String {
        self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy().into_owned()
    }

    /// A message about the file.
    pub(super) fn message(&self, message: &dyn Display) -> Failure {
        format!("{}: {message}", printable(&self.path.display().to_string()))
    }
}
