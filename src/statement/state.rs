//! A statement taken apart, to be stored and put together again, checked: what comes back is a statement that could
//! have been made here.

use super::amounts::Amounts;
use super::beneficiary_set::People;
use super::cell_set::CellSet;
use super::cells::{
    COLUMNS, Cells, MISSING_CREATED, MISSING_DESTROYED, MISSING_WINDFALL_GAIN, MISSING_WINDFALL_LOSS, Tally,
};
use super::classify::AMOUNTS;
use super::index::Index;
use super::labels::Labels;
use super::{By, Statement, Terms, TermsError};
use crate::catalogue::Catalogue;
use crate::ledger::PartName;
use crate::number::{Number, StateError, Total, TotalsRow};
use crate::record::{Role, SourceKind};

/// More of anything than this is no count: with room above it, counts can be added up many times over.
const LARGEST_COUNT: u64 = 1 << 48;

/// Why a stored statement cannot be put together.
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

/// All that a statement holds.
#[derive(Debug)]
pub(crate) struct State<N> {
    pub(crate) terms: Option<Terms>,
    pub(crate) catalogue: Catalogue<N>,
    /// Names; none for the part without one.
    pub(crate) parts: Vec<Option<String>>,
    pub(crate) people: Vec<u64>,
    pub(crate) labels: Vec<Vec<String>>,
    pub(crate) codes: Vec<u32>,
    /// By amount and then by cell; an amount that no cell has is empty.
    pub(crate) amounts: Vec<Vec<Vec<u8>>>,
    /// By cell: left out, due, made; empty where no cell has any.
    pub(crate) tallies: Vec<[u64; 3]>,
    pub(crate) beyond: Vec<(u32, u16)>,
    /// A bit for each cell, least first: whether a contribution is stated in any interaction that counts there.
    pub(crate) asked: Vec<u8>,
}

impl<N: Number> Statement<N> {
    pub(crate) fn state(&self) -> State<N> {
        // No `..`: a part that is new must be stored.
        let Self { terms, catalogue, parts, people, index, cells } = self;
        State {
            terms: terms.clone(),
            catalogue: catalogue.clone(),
            parts: parts.iter().map(|part| part.name().map(str::to_owned)).collect(),
            people: people.hashes().to_vec(),
            labels: index.labels().iter().map(|labels| labels.texts().map(str::to_owned).collect()).collect(),
            codes: index.codes().to_vec(),
            amounts: cells.amounts.iter().map(|amounts| amounts.states(self.len())).collect(),
            tallies: cells.tallies(self.len()),
            beyond: cells.beyond.iter().map(|(&cell, &columns)| (cell, columns)).collect(),
            asked: cells.asked.to_bytes(),
        }
    }
}

impl<N: Number> State<N> {
    pub(crate) fn statement(self) -> Result<Statement<N>, StatementStateError> {
        let Some(terms) = self.terms.clone() else { return self.empty() };
        let terms = terms.checked()?;
        let labels = self.labels(&terms)?;
        let cells = self.cells(&terms, labels.len())?;
        self.codes(&labels)?;
        let parts: Vec<PartName> = self.parts.iter().map(part).collect();
        let count = parts.len();
        let parts: std::collections::BTreeSet<PartName> = parts.into_iter().collect();
        if parts.len() != count || parts.is_empty() {
            return Err(Broken("its parts are not one or more, each once"));
        }
        let people = People::from_hashes(self.people).ok_or(Broken("its people are not in order"))?;
        let rows = self.codes.len() / labels.len();
        let index = Index::new(labels, self.codes, rows);
        Ok(Statement { terms: Some(terms), catalogue: self.catalogue, parts, people, index, cells })
    }

    /// The statement of nothing, which has nothing.
    fn empty(self) -> Result<Statement<N>, StatementStateError> {
        let nothing = self.parts.is_empty()
            && self.people.is_empty()
            && self.labels.is_empty()
            && self.codes.is_empty()
            && self.amounts.iter().all(Vec::is_empty)
            && self.tallies.is_empty()
            && self.beyond.is_empty()
            && self.asked.is_empty()
            && self.catalogue == Catalogue::empty();
        if nothing { Ok(Statement::empty()) } else { Err(Broken("it has no terms, and yet something")) }
    }

    /// The labels of each word and of the measure: sorted, distinct, and of what there is.
    fn labels(&self, terms: &Terms) -> Result<Vec<Labels>, StatementStateError> {
        let words = terms.grouping().words();
        if self.labels.len() != words.len() + 1 {
            return Err(Broken("it has not one list of labels for each word and one for the measures"));
        }
        if self.labels.iter().any(|labels| !labels.is_sorted_by(|one, two| one < two)) {
            return Err(Broken("its labels are not in order, each once"));
        }
        let catalogue = &self.catalogue;
        let known = |word: &By, label: &str| match word {
            By::Service => catalogue.service(label).is_some(),
            By::Provider => catalogue.services().any(|service| service.provider().as_str() == label),
            By::Role => label.parse::<Role>().is_ok(),
            By::Source => label.parse::<SourceKind>().is_ok(),
            By::Element => {
                let elements = catalogue.measures().filter_map(crate::catalogue::Measure::get_element);
                elements.map(crate::catalogue::Element::word).any(|word| word == label)
            }
            By::User | By::Beneficiary => !label.is_empty(),
            By::Year | By::Quarter | By::Month | By::With(_) => true,
        };
        let measures = self.labels.last().into_iter().flatten();
        let all_known =
            words.iter().zip(&self.labels).all(|(word, labels)| labels.iter().all(|label| known(word, label)))
                && measures.into_iter().all(|measure| catalogue.measure(measure).is_some());
        if !all_known {
            return Err(Broken("it has a label of nothing that its terms and catalogue know"));
        }
        let size = |labels: &[String]| (labels.len(), labels.iter().map(String::len).sum());
        let sorted =
            self.labels.iter().map(|labels| Labels::from_sorted(labels.iter().map(String::as_str), size(labels)));
        Ok(sorted.collect())
    }

    /// That cells have codes of labels, and stand in their order; that no label is without a cell.
    fn codes(&self, labels: &[Labels]) -> Result<(), StatementStateError> {
        let rows: Vec<&[u32]> = self.codes.chunks_exact(labels.len()).collect();
        let in_range = |row: &[u32]| row.iter().zip(labels).all(|(&code, labels)| code < labels.codes());
        if !rows.iter().all(|row| in_range(row) && row.last() != Some(&0)) {
            return Err(Broken("a cell has a code that is no label's"));
        }
        if !rows.is_sorted_by(|one, two| one < two) {
            return Err(Broken("its cells are not in order, each once"));
        }
        for (place, labels) in labels.iter().enumerate() {
            let mut used = vec![false; labels.codes() as usize];
            for row in &rows {
                used[row[place] as usize] = true;
            }
            if used.iter().skip(1).any(|used| !used) {
                return Err(Broken("a label has no cell"));
            }
        }
        Ok(())
    }

    fn cells(&self, terms: &Terms, width: usize) -> Result<Cells<N>, StatementStateError> {
        if !self.codes.len().is_multiple_of(width) {
            return Err(Broken("its codes are not so many for each cell"));
        }
        let len = self.codes.len() / width;
        let mut cells = Cells::default();
        if self.amounts.len() != cells.amounts.len() {
            return Err(Broken("it has not as many columns as a statement has"));
        }
        for (column, states) in cells.amounts.iter_mut().zip(&self.amounts) {
            if !states.is_empty() && states.len() != len {
                return Err(Broken("a column has not one row for each cell"));
            }
            let rows = states.iter().map(|state| row::<N>(state)).collect::<Result<Vec<_>, _>>()?;
            // A column of nothing is none, as in a statement that was made here.
            if rows.iter().any(|row| row.count > 0) {
                *column = Amounts::from_rows(rows);
            }
        }
        if !self.tallies.is_empty() && self.tallies.len() != len
            || self.tallies.iter().flatten().any(|&count| count > LARGEST_COUNT)
        {
            return Err(Broken("there are not counts for each cell, or one that is too large"));
        }
        if self.tallies.iter().any(|[_, due, made]| made > due) {
            return Err(Broken("a cell's counts do not fit each other"));
        }
        cells.set_tallies(&self.tallies);
        for &(cell, columns) in &self.beyond {
            if cell as usize >= len
                || columns == 0
                || columns >> COLUMNS != 0
                || cells.beyond.insert(cell, columns).is_some()
            {
                return Err(Broken("it has an overflow that is in no cell"));
            }
        }
        cells.asked = CellSet::from_bytes(&self.asked, len).ok_or(Broken("it has a mark that is in no cell"))?;
        if (0..len).all(|cell| is_possible(&cells, cell, terms.grouping().has_coverage())) {
            Ok(cells)
        } else {
            Err(Broken("a cell's counts do not fit each other"))
        }
    }
}

#[allow(clippy::ref_option, reason = "mapped over a list of them")]
fn part(name: &Option<String>) -> PartName {
    name.as_deref().map_or_else(PartName::unnamed, PartName::named)
}

/// A row whose total is an amount of so many changes.
fn row<N: Number>(state: &[u8]) -> Result<TotalsRow<N::Total>, StatementStateError> {
    let row = TotalsRow::<N::Total>::from_state(state)?;
    if row.count > LARGEST_COUNT || row.total < N::Total::default() || row.count == 0 && !row.total.is_zero() {
        return Err(Broken("an amount is below zero, or its count does not fit it"));
    }
    Ok(row)
}

/// Whether the counts of a cell can be those of one: something is counted, left out or due, no more is made than due,
/// and no more moves are missing than appraisals.
fn is_possible<N: Number>(cells: &Cells<N>, cell: usize, has_coverage: bool) -> bool {
    let sums = cells.at(cell);
    let count = |column: usize| sums.amounts[column].count;
    let (due, made) = sums.due_and_made();
    let counted = (0..AMOUNTS).any(|column| count(column) > 0);
    let something = counted || sums.tally(Tally::LeftOut) > 0 || due > 0;
    let better = count(MISSING_CREATED) + count(MISSING_WINDFALL_GAIN);
    let worse = count(MISSING_DESTROYED) + count(MISSING_WINDFALL_LOSS);
    something
        && (counted || !sums.asked)
        && (has_coverage || due == 0)
        && better.max(worse) <= due - made
        && (0..COLUMNS).all(|column| sums.beyond & 1 << column == 0 || count(column) > 0)
}
