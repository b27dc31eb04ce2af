//! Tables of numbers whose columns the caller names.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use covalue::number::Number;
use covalue::printable::{printable, quoted};

use super::Failure;

/// A table with its header.
pub(super) struct Columns {
    path: PathBuf,
    pub(super) header: Vec<String>,
    /// The rows, each with its line in the file.
    rows: Vec<(u64, csv::StringRecord)>,
}

impl Columns {
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let message = |error: &dyn Display| format!("{}: {error}", printable(&path.display().to_string()));
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path).map_err(|error| message(&error))?;
        let header: Vec<String> =
            reader.headers().map_err(|error| message(&error))?.iter().map(str::to_owned).collect();
        let row = |row: Result<csv::StringRecord, csv::Error>| {
            let row = row.map_err(|error| message(&error))?;
            Ok((row.position().map_or(0, csv::Position::line), row))
        };
        let rows = reader.records().map(row).collect::<Result<_, Failure>>()?;
        let columns = Self { path: path.to_owned(), header, rows };
        let is_repeated = |index: &usize| columns.header[..*index].contains(&columns.header[*index]);
        match (0..columns.header.len()).find(is_repeated) {
            Some(index) => {
                let name = quoted(&columns.header[index]);
                Err(columns.message(1, &format!("form: two columns are named {name}")))
            }
            None => Ok(columns),
        }
    }

    /// The index of a column.
    pub(super) fn column(&self, name: &str) -> Result<usize, Failure> {
        let index = self.header.iter().position(|column| column == name);
        index.ok_or_else(|| {
            let known = self.header.iter().map(|name| printable(name)).collect::<Vec<_>>().join(", ");
            self.message(1, &format!("form: the table has no column {}, only {known}", quoted(name)))
        })
    }

    /// The numbers of a column.
    pub(super) fn numbers(&self, column: usize) -> Result<Vec<f64>, Failure> {
        self.rows.iter().map(|row| self.number(row, column)).collect()
    }

    /// The rows, each with the texts of two columns and the numbers of two others.
    pub(super) fn texts_and_numbers(
        &self,
        texts: [usize; 2],
        numbers: [usize; 2],
    ) -> Result<Vec<(&str, &str, f64, f64)>, Failure> {
        let of_row = |row: &'_ (u64, csv::StringRecord)| -> Result<[f64; 2], Failure> {
            Ok([self.number(row, numbers[0])?, self.number(row, numbers[1])?])
        };
        let mut read = Vec::new();
        for row in &self.rows {
            let [one, other] = of_row(row)?;
            read.push((&row.1[texts[0]], &row.1[texts[1]], one, other));
        }
        Ok(read)
    }

    fn number(&self, (line, cells): &(u64, csv::StringRecord), column: usize) -> Result<f64, Failure> {
        f64::parse(&cells[column]).map_err(|error| {
            let (rule, rest) = (error.rule(), error.to_string());
            let rest = rest.strip_prefix(&format!("{rule}: ")).unwrap_or(&rest);
            self.message(*line, &format!("{rule}: {}: {rest}", printable(&self.header[column])))
        })
    }

    fn message(&self, line: u64, text: &str) -> Failure {
        format!("{}: line {line}: {text}", printable(&self.path.display().to_string()))
    }
}
