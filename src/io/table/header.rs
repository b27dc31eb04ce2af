//! The header of a table.

use super::cells::Row;
use crate::io::error::{Reason, RowFault};
use crate::number::{Number, clip};

macro_rules! columns {
    ($($column:ident = $name:literal,)+) => {
        /// The columns of a table other than dimensions.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Column {
            $($column,)+
        }

        const ALL: &[Column] = &[$(Column::$column,)+];
        const NAMES: &[&str] = &[$($name,)+];
    };
}

columns! {
    Id = "id",
    Service = "service",
    User = "user",
    On = "on",
    Measure = "measure",
    Before = "before",
    After = "after",
    Change = "change",
    Expected = "expected",
    Without = "without",
    Beneficiary = "beneficiary",
    FollowUp = "follow_up",
    Source = "source",
    Made = "made",
    Known = "known",
    Use = "use",
    UserIntegrated = "user_integrated",
    UserMisintegrated = "user_misintegrated",
    UserNotIntegrated = "user_not_integrated",
    UserExcused = "user_excused",
    ProviderIntegrated = "provider_integrated",
    ProviderMisintegrated = "provider_misintegrated",
    ProviderNotIntegrated = "provider_not_integrated",
    ProviderExcused = "provider_excused",
    MisusedBy = "misused_by",
    Intent = "intent",
    Cause = "cause",
}

/// The columns that every table has. Their cells may be empty: a row without an id is an interaction of its own.
const REQUIRED: [Column; 7] =
    [Column::Id, Column::Service, Column::User, Column::On, Column::Measure, Column::Before, Column::After];

impl Column {
    pub(super) fn name(self) -> &'static str {
        NAMES[self as usize]
    }
}

/// The columns of a table by their indices.
#[derive(Debug)]
pub(super) struct Header {
    /// The index of each column, plus one; 0 if the table does not have it.
    indices: [u32; ALL.len()],
    dimensions: Vec<(String, usize)>,
    references: Vec<(String, usize)>,
    width: usize,
}

impl Header {
    pub(super) fn new(row: Row<'_>) -> Result<Self, RowFault> {
        let mut header =
            Self { indices: [0; ALL.len()], dimensions: Vec::new(), references: Vec::new(), width: row.len() };
        for index in 0..row.len() {
            let name = row.cell(index);
            let prefixes = [("with.", &mut header.dimensions), ("ref.", &mut header.references)];
            let named = prefixes.into_iter().find_map(|(prefix, columns)| {
                Some((name.strip_prefix(prefix).filter(|name| !name.is_empty())?, columns))
            });
            if let Some((of_prefix, columns)) = named {
                if columns.iter().any(|(known, _)| known == of_prefix) {
                    return Err(RowFault::RepeatedColumn { column: clip(name) });
                }
                columns.push((of_prefix.to_owned(), index));
                continue;
            }
            let Some(column) = NAMES.iter().position(|known| *known == name) else {
                return Err(RowFault::UnknownColumn { column: clip(name), known: NAMES });
            };
            if header.indices[column] != 0 {
                return Err(RowFault::RepeatedColumn { column: clip(name) });
            }
            header.indices[column] = index as u32 + 1;
        }
        match REQUIRED.iter().find(|&&column| header.indices[column as usize] == 0) {
            Some(column) => Err(RowFault::MissingColumn { column: column.name() }),
            None => Ok(header),
        }
    }

    /// Whether a row has as many cells as the header.
    #[inline]
    pub(super) fn fits(&self, row: Row<'_>) -> Result<(), RowFault> {
        let (found, expected) = (row.len(), self.width);
        if found == expected { Ok(()) } else { Err(RowFault::Ragged { found, expected }) }
    }

    /// The text of a cell; `None` if it is empty, or the table does not have the column.
    #[inline]
    pub(super) fn cell<'a>(&self, row: Row<'a>, column: Column) -> Option<&'a str> {
        let index = self.indices[column as usize].checked_sub(1)?;
        Some(row.cell(index as usize)).filter(|text| !text.is_empty())
    }

    /// The id in a line that may have too few cells.
    pub(super) fn id_in<'a>(&self, row: Row<'a>) -> Option<&'a str> {
        let index = self.indices[Column::Id as usize].checked_sub(1)? as usize;
        if index < row.len() { self.cell(row, Column::Id) } else { None }
    }

    /// The text of a required cell.
    pub(super) fn required<'a>(&self, row: Row<'a>, column: Column) -> Result<&'a str, RowFault> {
        self.cell(row, column).ok_or(RowFault::EmptyCell { column: column.name() })
    }

    /// The number in a cell.
    #[inline]
    pub(super) fn number<N: Number>(&self, row: Row<'_>, column: Column) -> Result<Option<N>, Reason> {
        let Some(text) = self.cell(row, column) else { return Ok(None) };
        N::parse(text).map(Some).map_err(|error| Reason::Number { field: column.name().into(), error })
    }

    /// The levels with names of a row.
    pub(super) fn references<'a, N: Number>(
        &'a self,
        row: Row<'a>,
    ) -> impl Iterator<Item = Result<(&'a str, N), Reason>> {
        let stated = self.references.iter().filter(move |(_, index)| !row.cell(*index).is_empty());
        stated.map(move |(name, index)| {
            let field = || format!("ref.{}", clip(name)).into();
            let level = N::parse(row.cell(*index)).map_err(|error| Reason::Number { field: field(), error })?;
            Ok((name.as_str(), level))
        })
    }

    /// The dimensions of a row, with their values.
    pub(super) fn dimensions<'a>(&'a self, row: Row<'a>) -> impl Iterator<Item = (&'a str, &'a str)> {
        let stated = self.dimensions.iter().map(move |(dimension, index)| (dimension.as_str(), row.cell(*index)));
        stated.filter(|(_, value)| !value.is_empty())
    }
}
