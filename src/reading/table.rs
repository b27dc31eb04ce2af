//! Columns that tables of readings share.

use crate::catalogue::{Catalogue, MeasureId};
use crate::number::Number;
use crate::statement::{Column, Line, Terms, of_lines};

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
