//! What readings share as tables: columns, and how a line is found.

use crate::catalogue::{Catalogue, MeasureId};
use crate::number::{Fraction, Number};
use crate::statement::{Column, Index, Line, LineError, Terms, of_lines, or_dash};

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

/// A share as a percentage without decimals.
pub(super) fn percent<N: Fraction>(share: &N) -> String {
    or_dash(hundredths(share).map(|hundredths| hundredths + " %"))
}

/// The ends of an interval of shares as percentages without decimals.
pub(super) fn percent_between(low: f64, high: f64) -> String {
    or_dash(hundredths(&low).map(|low| format!("{low} to {}", percent(&high))))
}

/// How many hundredths a share has, without decimals.
fn hundredths<N: Fraction>(share: &N) -> Option<String> {
    // `x ÷ (1 ÷ 100)`: kinds of number promise no product that holds.
    let each = N::share(1, 100)?;
    Some(N::quotient(share, &each)?.fixed(0))
}

/// The place of a line and measure in an index.
pub(super) fn place(index: &Index, terms: &Terms, line: &Line, measure: &str) -> Result<usize, LineError> {
    let fits = line.values().len() == terms.grouping().words().len();
    let row = Some(()).filter(|()| fits).and_then(|()| index.place(line.values().chain([Some(measure)])));
    row.ok_or_else(|| LineError::of_no_line(line, terms, measure))
}
