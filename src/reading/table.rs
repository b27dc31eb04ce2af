//! What readings share as tables: columns, and how a line is found.

use crate::catalogue::{Catalogue, MeasureId};
use crate::number::Number;
use crate::statement::{Column, Index, Line, LineError, Terms, of_lines};

/// A column for each word of the grouping.
pub(super) fn line_columns<'a>(terms: &Terms, lines: impl Iterator<Item = &'a Line> + Clone) -> Vec<Column> {
    of_lines(Some(terms), lines.map(Ok))
}

/// The units of measures.
pub(super) fn unit_column<'a, N: Number>(
    catalogue: &Catalogue<N>,
    measures: impl Iterator<Item = &'a MeasureId>,
) -> Column {
    let unit = |measure: &MeasureId| catalogue.measure(measure).map_or("", |measure| measure.unit()).to_owned();
    Column::left("unit", measures.map(unit).collect())
}

/// The place of a line and measure in an index.
pub(super) fn place(index: &Index, terms: &Terms, line: &Line, measure: &str) -> Result<usize, LineError> {
    let fits = line.values().len() == terms.grouping().words().len();
    let row = Some(()).filter(|()| fits).and_then(|()| index.place(line.values().chain([Some(measure)])));
    row.ok_or_else(|| LineError::of_no_line(line, terms, measure))
}
