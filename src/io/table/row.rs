//! A row of a table: its cells by column.

use std::borrow::Cow;
use std::str::FromStr;

use jiff::civil::Date;
use xxhash_rust::xxh3::Xxh3Default;

use super::column::Column;
use super::header::{Header, NamedColumn};
use super::layout::Layout;
use super::number_remedy::has_comma_of_thousands;
use super::records::Cells;
use crate::catalogue::HashedText;
use crate::io::error::{Reason, RowFault};
use crate::ledger::PlainInteraction;
use crate::number::{Number, clip};
use crate::printable::quoted;
use crate::record::PartialDate;

/// A row: its cells, and the columns in which they stand.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) cells: &'a Cells<'a>,
    pub(super) header: &'a Header,
}

/// The columns of a plain row.
pub(super) const PLAIN: [usize; 8] = [
    Column::Id as usize,
    Column::Service as usize,
    Column::User as usize,
    Column::On as usize,
    Column::Measure as usize,
    Column::Before as usize,
    Column::After as usize,
    Column::UserIntegrated as usize,
];

/// A whole number; digits only, without a sign.
pub(super) fn whole_number<T: FromStr>(text: &str) -> Option<T> {
    Some(text).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit())).and_then(|text| text.parse().ok())
}

impl<'a> Row<'a> {
    /// The text of a cell or a constant by its index; `None` if it is empty or has the code of a missing value.
    #[inline]
    pub(super) fn at(self, index: usize) -> Option<&'a str> {
        let reading = &self.header.reading;
        let text = match index.checked_sub(self.header.width) {
            None => reading.text(self.cells, index),
            Some(constant) => &self.header.constants[constant],
        };
        Some(text).filter(|text| !text.is_empty() && (reading.missing.is_empty() || !reading.is_missing(index, text)))
    }

    fn is_empty(self, index: usize) -> bool {
        self.header.reading.text(self.cells, index).is_empty()
    }

    /// Whether there are as many cells as the header has. More may be empty, if blanks are skipped.
    #[inline]
    pub(super) fn check_width(self) -> Result<(), RowFault> {
        let (found, expected) = (self.cells.len(), self.header.width);
        if found == expected {
            return Ok(());
        }
        match found > expected && (expected..found).all(|index| self.is_empty(index)) {
            true if self.header.reading.skips_blank => Ok(()),
            true => Err(RowFault::BlankCells { found, expected }),
            false => Err(RowFault::Ragged { found, expected }),
        }
    }

    /// Whether another row belongs to the same interaction.
    #[inline]
    pub(super) fn is_of_interaction_of(self, other: Row<'_>, layout: Layout<'_>) -> bool {
        self.id(layout).is_some_and(|id| other.id(layout).is_some_and(|other| id == other))
    }

    /// Whether all cells are empty; the reason of a refused row is none.
    pub(super) fn is_blank(self) -> bool {
        let first = usize::from(self.header.begins_with_reasons());
        (first..self.cells.len()).all(|index| self.is_empty(index))
    }

    /// A hash of the cells that are read.
    pub(super) fn content(self) -> u128 {
        let mut content = Xxh3Default::new();
        for cell in self.header.read.iter().map(|&index| self.at(index).unwrap_or_default()) {
            content.update(&(cell.len() as u64).to_le_bytes());
            content.update(cell.as_bytes());
        }
        content.digest128()
    }

    /// The number of cells with the code of a missing value.
    pub(super) fn missing_codes(self) -> u64 {
        let reading = &self.header.reading;
        let is_missing = |&index: &usize| reading.is_missing(index, reading.text(self.cells, index));
        (0..reading.missing.len().min(self.cells.len())).filter(is_missing).count() as u64
    }

    /// The id of the row's interaction.
    #[inline]
    pub(super) fn id(self, layout: Layout<'_>) -> Option<Cow<'a, str>> {
        self.header.id(self.cells, layout)
    }

    /// The name in the file of a column.
    pub(super) fn name(self, column: impl Into<usize>) -> String {
        self.header.name(column.into())
    }

    /// The header of the table.
    pub(super) fn header(self) -> &'a Header {
        self.header
    }

    /// The text of a cell; `None` if it is empty, or the table does not have the column.
    #[inline]
    pub(super) fn text(self, column: impl Into<usize>) -> Option<&'a str> {
        self.at(self.header.indices[column.into()].checked_sub(1)? as usize)
    }

    /// The text of a cell that must not be empty.
    #[inline]
    pub(super) fn required(self, column: impl Into<usize>) -> Result<&'a str, RowFault> {
        let column = column.into();
        self.text(column).ok_or_else(|| RowFault::EmptyCell { column: self.name(column) })
    }

    /// The first of these columns whose cell is not empty.
    pub(super) fn first_stated<C: Copy + Into<usize>>(self, columns: &[C]) -> Option<C> {
        columns.iter().copied().find(|&column| self.text(column).is_some())
    }

    /// The number in a cell.
    #[inline]
    pub(super) fn number<N: Number>(self, column: impl Into<usize>) -> Result<Option<N>, Reason> {
        match self.header.indices[column.into()].checked_sub(1) {
            Some(index) => self.number_at(index as usize),
            None => Ok(None),
        }
    }

    /// The number in a cell by its index in the file.
    #[inline]
    pub(super) fn number_at<N: Number>(self, index: usize) -> Result<Option<N>, Reason> {
        let Some(text) = self.at(index) else { return Ok(None) };
        let reading = &self.header.reading;
        reading.number(text).map(Some).map_err(|error| {
            let (column, shown) = (clip(&self.header.names[index]), clip(text));
            if reading.number::<N>(text.trim()).is_ok() {
                RowFault::Padded { column, text: shown }.into()
            } else if reading.has_decimal_comma && N::parse(text).is_ok() {
                RowFault::DecimalPoint { column, text: shown }.into()
            } else if !reading.has_decimal_comma && has_comma_of_thousands(text) {
                RowFault::CommaOfThousands { column, text: shown }.into()
            } else if !reading.has_decimal_comma && N::parse(&text.replacen(',', ".", 1)).is_ok() {
                RowFault::DecimalComma { column, text: shown }.into()
            } else {
                Reason::Number { field: column.into(), error }
            }
        })
    }

    /// The day in a cell.
    pub(super) fn day(self, column: impl Into<usize>) -> Result<Option<Date>, RowFault> {
        let column = column.into();
        let Some(text) = self.text(column) else { return Ok(None) };
        self.day_of(text, || self.name(column)).map(Some)
    }

    /// The day of the interaction; on request, its month or year.
    pub(super) fn on(self) -> Result<Option<PartialDate>, RowFault> {
        let Some(text) = self.text(Column::On) else { return Ok(None) };
        let (reading, column) = (&self.header.reading, || self.name(Column::On));
        if let Some(on) = reading.on(text) {
            return Ok(Some(on));
        }
        match reading.dates(text)[..] {
            [one, two, ..] => Err(RowFault::AmbiguousDay { column: column(), text: clip(text), one, two }),
            _ if !reading.has_partial_dates && reading.is_partial_date(text) => {
                Err(RowFault::PartialDate { column: column(), text: clip(text) })
            }
            _ => self.day_of(text, column).map(|day| Some(day.into())),
        }
    }

    /// No day of a follow-up is stated without a level that was measured on it: it would be lost.
    pub(super) fn check_days_of_levels(self) -> Result<(), RowFault> {
        let is_lost = |(day, levels): &&(usize, Vec<usize>)| {
            self.at(*day).is_some() && levels.iter().all(|&level| self.at(level).is_none())
        };
        match self.header.days_of_levels.iter().find(is_lost) {
            Some((day, levels)) => {
                let levels: Vec<String> = levels.iter().map(|&level| quoted(&self.header.names[level])).collect();
                let column = clip(&self.header.names[*day]);
                Err(RowFault::DayOfNoLevel { column, levels: levels.join(", ") })
            }
            None => Ok(()),
        }
    }

    /// The name in the file of a dimension's column.
    pub(super) fn dimension_column(self, dimension: &str) -> String {
        let column = self.header.dimensions.iter().find(|column| column.name == dimension);
        column.map_or_else(String::new, |column| clip(&self.header.names[column.index]))
    }

    /// The day on which a level was measured, by the indices in the file.
    pub(super) fn day_of_level(self, day: usize, level: usize) -> Result<Date, RowFault> {
        let column = || clip(&self.header.names[day]);
        let no_day = || RowFault::LevelOfNoDay { column: column(), level: quoted(&self.header.names[level]) };
        self.day_of(self.at(day).ok_or_else(no_day)?, column)
    }

    fn day_of(self, text: &str, column: impl Fn() -> String) -> Result<Date, RowFault> {
        let reading = &self.header.reading;
        if let Some(day) = reading.day(text) {
            return Ok(day);
        }
        let is_padded = reading.day(text.trim()).is_some();
        let is_partial = reading.has_partial_dates && matches!(reading.dates(text)[..], [_]);
        let (column, days, text) = (column(), reading.days(text), clip(text));
        Err(match days[..] {
            _ if is_padded => RowFault::Padded { column, text },
            _ if is_partial => RowFault::NoFullDay { column, text },
            _ if reading.days.is_empty() => RowFault::NoDay { column, text },
            [one, two, ..] => RowFault::AmbiguousDay { column, text, one: one.into(), two: two.into() },
            _ => RowFault::NoDayInForm { column, text, forms: clip(&reading.days.join(", ")) },
        })
    }

    /// The levels with names.
    pub(super) fn references<N: Number>(self) -> impl Iterator<Item = Result<(&'a str, N), Reason>> {
        let level = move |column: &'a NamedColumn| match self.number_at(column.index) {
            Ok(level) => level.map(|level| Ok((column.name.as_str(), level))),
            Err(error) => Some(Err(error)),
        };
        self.header.references.iter().filter_map(level)
    }

    /// The dimensions with their values, sorted by name.
    pub(super) fn dimensions(self) -> impl Iterator<Item = (&'a str, &'a str)> + Clone {
        let value = move |column: &'a NamedColumn| Some((column.name.as_str(), self.at(column.index)?));
        self.header.dimensions.iter().filter_map(value)
    }

    /// The row as an interaction of the simplest kind, without a record in between; `None` if it is another, or if a cell
    /// is refused. A million such rows take 0.4 times the time of rows that go through a record.
    #[inline]
    pub(super) fn plain<N: Number>(self) -> Option<PlainInteraction<'a, N>> {
        let beside = self.header.beside_plain.as_deref()?;
        if self.first_stated(beside).is_some() {
            return None;
        }
        Some(PlainInteraction {
            id: HashedText::new(self.text(Column::Id)?),
            service: self.text(Column::Service)?,
            user: HashedText::new(self.text(Column::User)?),
            on: self.on().ok()??.day()?,
            measure: self.text(Column::Measure)?,
            before: self.number(Column::Before).ok()?,
            after: self.number(Column::After).ok()?,
            integrated: self.number(Column::UserIntegrated).ok()?,
        })
    }
}
