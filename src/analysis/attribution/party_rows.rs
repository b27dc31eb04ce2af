//! Rows by line, measure and party.

use std::sync::Arc;

use super::column::range_of;
use crate::statement::{Index, Labels, Union, union_of_sorted};

/// Rows by cell, which is a line and measure, and in each cell by party. There are very many, so each is one code.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PartyRows {
    pub(super) cells: Index,
    /// Where the rows of each cell end.
    ends: Vec<usize>,
    /// Those of the rows without lines are the same.
    labels: Arc<Labels>,
    /// The code of each row's party; 0 is nobody.
    parties: Vec<u32>,
}

/// The rows of two in one, and the place there of each row of the one and of the other.
pub(super) struct PartyUnion {
    pub(super) both: PartyRows,
    pub(super) here: Vec<u32>,
    pub(super) there: Vec<u32>,
}

impl PartyRows {
    /// Rows of cells that end there, by the code of each, which sort as the cells and parties do.
    pub(super) fn new(cells: Index, ends: Vec<usize>, labels: Arc<Labels>, parties: Vec<u32>) -> Self {
        debug_assert_eq!((cells.len(), ends.last().copied().unwrap_or(0)), (ends.len(), parties.len()));
        Self { cells, ends, labels, parties }
    }

    /// The number of rows.
    pub(super) fn len(&self) -> usize {
        self.parties.len()
    }

    pub(super) fn ends(&self) -> &[usize] {
        &self.ends
    }

    pub(super) fn labels(&self) -> &Arc<Labels> {
        &self.labels
    }

    /// The code of a row's party.
    pub(super) fn code(&self, row: usize) -> u32 {
        self.parties[row]
    }

    /// The party of a row; none of nobody.
    pub(super) fn party(&self, row: usize) -> Option<&str> {
        self.labels.text(self.parties[row])
    }

    /// The cell of a row.
    pub(super) fn cell(&self, row: usize) -> usize {
        self.ends.partition_point(|&end| end <= row)
    }

    /// The row of a party, or of nobody, in the cell of these texts.
    pub(super) fn place<'a>(&self, cell: impl Iterator<Item = Option<&'a str>>, party: Option<&str>) -> Option<usize> {
        let rows = range_of(&self.ends, self.cells.place(cell)?);
        let place = self.parties[rows.clone()].binary_search(&self.labels.code(party)?).ok()?;
        Some(rows.start + place)
    }

    /// The rows of both.
    pub(super) fn union(&self, other: &Self) -> PartyUnion {
        let Union { both: cells, here, there } = self.cells.union(&other.cells);
        let (labels, here_codes, there_codes) = self.labels.union(&other.labels);
        let (mut ends, mut parties) = (vec![0; cells.len()], Vec::new());
        let (here, there) = (self.keys(&here, &here_codes), other.keys(&there, &there_codes));
        let [here, there] = union_of_sorted(here, there, |(cell, party)| {
            parties.push(party);
            ends[cell as usize] = parties.len();
        });
        PartyUnion { both: Self { cells, ends, labels: Arc::new(labels), parties }, here, there }
    }

    /// The cell and party of each row, by the places and codes that they have elsewhere.
    fn keys(&self, cells: &[u32], codes: &[u32]) -> impl Iterator<Item = (u32, u32)> {
        let of_cell =
            move |(cell, &there)| range_of(&self.ends, cell).map(move |row| (there, codes[self.code(row) as usize]));
        cells.iter().enumerate().flat_map(of_cell)
    }
}
