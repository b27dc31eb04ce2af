//! Columns that tables of readings share.

use crate::catalogue::{Catalogue, MeasureId};
use crate::number::Number;
use crate::statement::{Column, Line, Terms};

/// A column for each word of the grouping.
pub(super) fn line_columns<'a>(terms: &Terms, lines: impl Iterator<Item = &'a Line> + Clone) -> Vec<Column> {
    let column = |(place, word): (usize, &crate::statement::By)| {
        let value = |line: &Line| line.values().nth(place).flatten().unwrap_or("not stated").to_owned();
        Column::left(&word.to_string(), lines.clone().map(value).collect())
    };
    terms.grouping().words().iter().enumerate().map(column).collect()
}

/// The units of measures.
pub(super) fn unit_column<'a, N: Number>(
    catalogue: &Catalogue<N>,
    measures: impl Iterator<Item = &'a MeasureId>,
) -> Column {
    let unit = |measure: &MeasureId| catalogue.measure(measure).map_or("", |measure| measure.unit()).to_owned();
    Column::left("unit", measures.map(unit).collect())
}
