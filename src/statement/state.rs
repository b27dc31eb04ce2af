//! The stored state of a statement, and the validation of a state that is read: it is refused if its parts contradict each
//! other.

use std::sync::Arc;

use super::amounts::Amounts;
use super::beneficiary_set::People;
use super::cell_set::CellSet;
use super::cells::{
    COLUMNS, CellCount, Cells, MISSING_CREATED, MISSING_DESTROYED, MISSING_WINDFALL_GAIN, MISSING_WINDFALL_LOSS,
};
use super::classify::{AMOUNTS, Classification};
use super::exclusions::{ExclusionCounts, REASONS};
use super::index::Index;
use super::lines_state::{self, Of, require};
use super::{Logic, Statement, Terms, TermsError};
use crate::catalogue::Catalogue;
use crate::ledger::distinct_parts;
use crate::number::{Number, StateError, Total, TotalsRow};

/// The largest count that a state may have. 2¹⁶ statements can then be merged before a 64-bit count overflows.
const LARGEST_COUNT: u64 = 1 << 48;

/// The error if a state is not that of a statement.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StatementStateError {
    #[error("form: state of a statement is broken: {0}")]
    Broken(&'static str),
    #[error(transparent)]
    Total(#[from] StateError),
    #[error(transparent)]
    Terms(#[from] TermsError),
}

use StatementStateError::Broken;

impl From<&'static str> for StatementStateError {
    fn from(why: &'static str) -> Self {
        Broken(why)
    }
}

/// The fields of a statement in the form in which they are stored.
#[derive(Debug)]
pub(crate) struct State<N> {
    pub(crate) terms: Option<Terms>,
    pub(crate) catalogue: Catalogue<N>,
    /// The names of the parts; `None` for a part without a name.
    pub(crate) parts: Vec<Option<String>>,
    pub(crate) people: Vec<u64>,
    pub(crate) labels: Vec<Vec<String>>,
    pub(crate) codes: Vec<u32>,
    /// Indexed by column, then by cell. A column in which no cell has changes is empty.
    pub(crate) amounts: Vec<Vec<Vec<u8>>>,
    /// For each cell the numbers of appraisals left out, due and made; empty if all are zero.
    pub(crate) tallies: Vec<[u64; 3]>,
    /// The cells with an overflow, and the columns that have it, a bit each.
    pub(crate) beyond: Vec<(u32, u16)>,
    /// A bitset of the cells that count an interaction in which a contribution is stated.
    pub(crate) asked: Vec<u8>,
    /// The hashes of the beneficiaries of each cell; empty if they are not counted.
    pub(crate) beneficiaries: Vec<Vec<u64>>,
    /// The appraisals that the terms exclude, by reason.
    pub(crate) excluded: [u64; REASONS],
}

impl<N: Number> Statement<N> {
    pub(crate) fn state(&self) -> State<N> {
        // No `..`: a new field must be stored.
        let Self { terms, catalogue, parts, people, index, cells, excluded } = self;
        State {
            terms: terms.clone(),
            catalogue: catalogue.clone(),
            parts: parts.iter().map(|part| part.name().map(str::to_owned)).collect(),
            people: people.hashes().to_vec(),
            labels: index.labels().iter().map(|labels| labels.texts().map(str::to_owned).collect()).collect(),
            codes: index.codes().to_vec(),
            amounts: cells.amounts.iter().map(|amounts| amounts.states(self.len())).collect(),
            tallies: cells.stored_counts(self.len()),
            beyond: cells.overflows.iter().map(|(&cell, &columns)| (cell, columns)).collect(),
            asked: cells.with_contributions.to_bytes(),
            beneficiaries: cells.people.iter().map(|people| people.hashes().to_vec()).collect(),
            excluded: excluded.0,
        }
    }

    /// The people with a counted appraisal.
    pub(crate) fn people(&self) -> &People {
        &self.people
    }
}

impl<N: Number> State<N> {
    pub(crate) fn statement(self) -> Result<Statement<N>, StatementStateError> {
        let Some(terms) = self.terms.clone() else { return self.empty() };
        let terms = terms.checked()?;
        let labels = lines_state::labels(&self.labels, &self.codes, &terms, &self.catalogue, Of::LinesAndMeasures)?;
        let mut cells = self.cells(&terms, labels.len())?;
        let parts = distinct_parts(&self.parts).ok_or(Broken("its parts are not one or several distinct names"))?;
        let people = People::from_hashes(self.people).ok_or(Broken("its people are not sorted and distinct"))?;
        let rows = self.codes.len() / labels.len();
        require(are_possible_people(&cells, rows, &people), "its people contradict its counts")?;
        if terms.counts_beneficiaries() {
            cells.people = people_of_cells(self.beneficiaries, &cells, rows, &people)?;
        } else {
            require(self.beneficiaries.is_empty(), "it has beneficiaries of cells, which its terms do not count")?;
        }
        let index = Index::new(labels, self.codes, rows);
        let excluded = ExclusionCounts(self.excluded);
        let is_small = self.excluded.iter().all(|&count| count <= LARGEST_COUNT);
        require(
            is_small && excluded.are_possible(&terms),
            "it excludes appraisals that its terms include, or too many",
        )?;
        Ok(Statement { terms: Some(terms), catalogue: self.catalogue, parts, people, index, cells, excluded })
    }

    /// The empty statement, if every field is empty.
    fn empty(self) -> Result<Statement<N>, StatementStateError> {
        let is_empty = self.parts.is_empty()
            && self.people.is_empty()
            && self.labels.is_empty()
            && self.codes.is_empty()
            && self.amounts.iter().all(Vec::is_empty)
            && self.tallies.is_empty()
            && self.beyond.is_empty()
            && self.asked.is_empty()
            && self.beneficiaries.is_empty()
            && self.excluded == [0; REASONS]
            && self.catalogue == Catalogue::empty();
        require(is_empty, "it has no terms, but other fields are not empty")?;
        Ok(Statement::empty())
    }

    fn cells(&self, terms: &Terms, width: usize) -> Result<Cells<N>, StatementStateError> {
        let len = self.codes.len() / width;
        let mut cells = Cells::default();
        require(self.amounts.len() == cells.amounts.len(), "the number of its columns is wrong")?;
        for (column, states) in cells.amounts.iter_mut().zip(&self.amounts) {
            require(states.is_empty() || states.len() == len, "a column does not have one row for each cell")?;
            let rows = states.iter().map(|state| row::<N>(state)).collect::<Result<Vec<_>, _>>()?;
            // A column without changes stays empty, as in a statement that was not stored.
            if rows.iter().any(|row| row.count > 0) {
                *column = Amounts::from_rows(rows);
            }
        }
        let is_complete = self.tallies.is_empty() || self.tallies.len() == len;
        let is_small = self.tallies.iter().flatten().all(|&count| count <= LARGEST_COUNT);
        require(is_complete && is_small, "its counts are not three for each cell, or one is too large")?;
        require(self.tallies.iter().all(|[_, due, made]| made <= due), "the counts of a cell contradict each other")?;
        cells.restore_counts(&self.tallies);
        // `insert` returns the old columns of a cell that occurs twice.
        for &(cell, columns) in &self.beyond {
            let exists = (cell as usize) < len && columns != 0 && columns >> COLUMNS == 0;
            let is_first = exists && cells.overflows.insert(cell, columns).is_none();
            require(is_first, "an overflow has no cell or no column, or occurs twice")?;
        }
        let alone = [Classification::CreatedAlone, Classification::DestroyedAlone];
        let has_alone = alone.iter().any(|&counts_as| !cells.amounts[counts_as as usize].is_empty());
        require(terms.get_logic() == Logic::Service || !has_alone, "it has amounts that its logic does not have")?;
        cells.with_contributions =
            CellSet::from_bytes(&self.asked, len).ok_or(Broken("its bitset has a bit without a cell"))?;
        let has_coverage = terms.grouping().has_coverage();
        let are_possible = (0..len).all(|cell| is_possible(&cells, cell, has_coverage));
        require(are_possible, "the counts of a cell contradict each other")?;
        Ok(cells)
    }
}

/// The beneficiaries of each cell, if each counted appraisal of a cell can have one, and together they are the people of
/// the statement.
fn people_of_cells<N: Number>(
    hashes: Vec<Vec<u64>>,
    cells: &Cells<N>,
    rows: usize,
    people: &People,
) -> Result<Vec<Arc<People>>, StatementStateError> {
    let of_cells: Option<Vec<Arc<People>>> =
        hashes.into_iter().map(|hashes| People::from_hashes(hashes).map(Arc::new)).collect();
    let of_cells = of_cells.ok_or(Broken("the beneficiaries of a cell are not sorted and distinct"))?;
    require(of_cells.len() == rows, "it does not have beneficiaries for each cell")?;
    let is_possible = |(cell, people): (usize, &Arc<People>)| {
        let counted = counted(cells, cell);
        people.count() as u64 <= counted && (counted == 0 || people.count() > 0)
    };
    require(of_cells.iter().enumerate().all(is_possible), "the beneficiaries of a cell contradict its counts")?;
    let mut all = People::default();
    for people in &of_cells {
        all.merge(people);
    }
    require(all == *people, "the beneficiaries of its cells are not its people")?;
    Ok(of_cells)
}

/// The number of counted appraisals of a cell.
fn counted<N: Number>(cells: &Cells<N>, cell: usize) -> u64 {
    let count = |amounts: &Amounts<N::Total>| amounts.row(cell).map_or(0, |row| row.count);
    cells.amounts[..AMOUNTS].iter().map(count).sum()
}

/// Whether each of the people can have a counted appraisal, and each counted appraisal one of the people.
fn are_possible_people<N: Number>(cells: &Cells<N>, rows: usize, people: &People) -> bool {
    let all = (0..rows).fold(0_u64, |all, cell| all.saturating_add(counted(cells, cell)));
    people.count() as u64 <= all && (all == 0 || people.count() > 0)
}

/// A row of a column, if its total is zero or more, and its count fits the total.
fn row<N: Number>(state: &[u8]) -> Result<TotalsRow<N::Total>, StatementStateError> {
    let row = TotalsRow::<N::Total>::from_state(state)?;
    let is_positive = row.total >= N::Total::default() && (row.count > 0 || row.total.is_zero());
    require(is_positive && row.count <= LARGEST_COUNT, "an amount is below zero, or contradicts its count")?;
    Ok(row)
}

/// Whether the counts of a cell are possible: an appraisal is counted, left out or due; each made one is counted; each
/// missing one has at most one move for the better and one for the worse; and only columns with changes have overflows.
fn is_possible<N: Number>(cells: &Cells<N>, cell: usize, has_coverage: bool) -> bool {
    let totals = cells.at(cell);
    let count = |column: usize| totals.amounts[column].count;
    let (due, made) = totals.due_and_made();
    let all: u64 = (0..AMOUNTS).map(count).sum();
    let counted = all > 0;
    let is_used = counted || totals.count(CellCount::LeftOut) > 0 || due > 0;
    let better = count(MISSING_CREATED) + count(MISSING_WINDFALL_GAIN);
    let worse = count(MISSING_DESTROYED) + count(MISSING_WINDFALL_LOSS);
    is_used
        && (counted || !totals.has_contributions)
        && (has_coverage || due == 0)
        && made <= all
        && better.max(worse) <= due - made
        && (0..COLUMNS).all(|column| totals.overflows & 1 << column == 0 || count(column) > 0)
}
