//! The stored state of an analysis that merges: its scope and its lines, and for each line totals, counts and people. A
//! state that is read is refused if its parts contradict each other.

use super::AnalysisError;
use super::scope::Scope;
use crate::catalogue::Catalogue;
use crate::ledger::{ReachError, distinct_parts};
use crate::number::{Number, StateError, Total};
use crate::statement::lines_state::{self, Of, require};
use crate::statement::{Index, Labels, People, Terms, TermsError};

/// The largest count that a state may have. 2¹⁶ analyses can then be merged before a 64-bit count overflows.
const LARGEST_COUNT: u64 = 1 << 48;

/// The texts of labels, as they are stored.
pub(super) fn texts(labels: &Labels) -> Vec<String> {
    labels.texts().map(str::to_owned).collect()
}

/// The error if a state is not that of an analysis.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AnalysisStateError {
    #[error("form: state of an analysis is broken: {0}")]
    Broken(&'static str),
    #[error(transparent)]
    Total(#[from] StateError),
    #[error(transparent)]
    Terms(#[from] TermsError),
    #[error(transparent)]
    Analysis(#[from] AnalysisError),
    #[error(transparent)]
    Reach(#[from] ReachError),
}

impl From<&'static str> for AnalysisStateError {
    fn from(why: &'static str) -> Self {
        Self::Broken(why)
    }
}

/// The scope of an analysis in the form in which it is stored.
#[derive(Debug)]
pub(crate) struct ScopeState<N> {
    pub(crate) terms: Terms,
    pub(crate) catalogue: Catalogue<N>,
    /// The names of the parts; `None` for a part without a name.
    pub(crate) parts: Vec<Option<String>>,
}

impl<N: Number> ScopeState<N> {
    pub(super) fn of(scope: &Scope<N>) -> Self {
        Self { terms: scope.terms.clone(), catalogue: scope.catalogue.clone(), parts: scope.part_names() }
    }

    /// The scope, if it is valid.
    pub(super) fn scope(&self) -> Result<Scope<N>, AnalysisStateError> {
        let terms = self.terms.clone().checked()?;
        let parts = distinct_parts(&self.parts).ok_or("its parts are not one or several distinct names")?;
        Ok(Scope::of_parts(terms, self.catalogue.clone(), parts))
    }
}

/// The fields of an analysis in the form in which they are stored.
#[derive(Debug)]
pub(crate) struct AnalysisState<N> {
    pub(crate) scope: ScopeState<N>,
    /// What was asked for besides the terms: a dimension, two measures, the people that a share needs, a rule.
    pub(crate) asked: Vec<String>,
    pub(crate) labels: Vec<Vec<String>>,
    pub(crate) codes: Vec<u32>,
    /// The number of lines: without a grouping a line has no code.
    pub(crate) lines: u64,
    /// The totals of each line in turn.
    pub(crate) totals: Vec<Vec<u8>>,
    /// The counts of each line in turn.
    pub(crate) counts: Vec<u64>,
    /// The sorted hashes of people: of each line in turn, or of all lines together.
    pub(crate) people: Vec<Vec<u64>>,
}

/// An analysis that is stored as an [`AnalysisState`].
pub(crate) trait Stored<N: Number>: Sized {
    /// Its name in the state.
    const NAME: &'static str;

    fn to_state(&self) -> AnalysisState<N>;

    fn from_state(state: AnalysisState<N>) -> Result<Self, AnalysisStateError>;
}

impl<N: Number> AnalysisState<N> {
    /// The state of a scope and an index, without figures.
    pub(super) fn of(scope: &Scope<N>, index: &Index, lines: usize) -> Self {
        Self {
            scope: ScopeState::of(scope),
            asked: Vec::new(),
            labels: index.labels().iter().map(texts).collect(),
            codes: index.codes().to_vec(),
            lines: lines as u64,
            totals: Vec::new(),
            counts: Vec::new(),
            people: Vec::new(),
        }
    }

    /// The scope and the lines, if they are valid.
    pub(super) fn scope_and_index(&self) -> Result<(Scope<N>, Index), AnalysisStateError> {
        let (scope, labels) = self.scope_and_labels(Of::Lines)?;
        // Without words there is one line, or none.
        let lines = if labels.is_empty() { self.lines.min(1) } else { (self.codes.len() / labels.len()) as u64 };
        require(lines == self.lines, "the number of its lines is wrong")?;
        Ok((scope, Index::new(labels, self.codes.clone(), lines as usize)))
    }

    /// The scope and the labels of each word of the rows, if these are valid.
    pub(super) fn scope_and_labels(&self, of: Of) -> Result<(Scope<N>, Vec<Labels>), AnalysisStateError> {
        let scope = self.scope.scope()?;
        let labels = lines_state::labels(&self.labels, &self.codes, &scope.terms, &scope.catalogue, of)?;
        Ok((scope, labels))
    }

    /// The totals of each line, `K` for each, all of them zero or more.
    pub(super) fn totals<const K: usize>(&self) -> Result<Vec<[N::Total; K]>, AnalysisStateError> {
        let totals = self.totals_of::<N::Total, K>()?;
        let are_amounts = totals.iter().flatten().all(|total| *total >= N::Total::default());
        require(are_amounts, "a total is below zero")?;
        Ok(totals)
    }

    /// The totals of a kind of each line, `K` for each.
    pub(super) fn totals_of<T: Total, const K: usize>(&self) -> Result<Vec<[T; K]>, AnalysisStateError> {
        let (chunks, odd) = self.totals.as_chunks::<K>();
        require(odd.is_empty() && chunks.len() as u64 == self.lines, "the number of its totals is wrong")?;
        let of_line = |states: &[Vec<u8>; K]| {
            let totals = states.iter().map(|state| T::from_state(state)).collect::<Result<Vec<_>, _>>()?;
            Ok(totals.try_into().unwrap_or_else(|_| unreachable!("as many totals as states")))
        };
        chunks.iter().map(of_line).collect()
    }

    /// The counts of each line, `K` for each.
    pub(super) fn counts<const K: usize>(&self) -> Result<&[[u64; K]], AnalysisStateError> {
        let counts = self.counts_of::<K>()?;
        require(counts.len() as u64 == self.lines, "the number of its counts is wrong")?;
        Ok(counts)
    }

    /// The counts, `K` at a time.
    pub(super) fn counts_of<const K: usize>(&self) -> Result<&[[u64; K]], AnalysisStateError> {
        let (chunks, odd) = self.counts.as_chunks::<K>();
        require(odd.is_empty(), "the number of its counts is wrong")?;
        require(self.counts.iter().all(|&count| count <= LARGEST_COUNT), "a count is too large")?;
        Ok(chunks)
    }

    /// The sets of people.
    pub(super) fn people(&mut self, sets: usize) -> Result<Vec<People>, AnalysisStateError> {
        require(self.people.len() == sets, "the number of its sets of people is wrong")?;
        let sets = std::mem::take(&mut self.people).into_iter().map(People::from_hashes);
        Ok(sets.collect::<Option<_>>().ok_or("its people are not sorted and distinct")?)
    }

    /// What was asked for besides the terms, in `K` words.
    pub(super) fn asked<const K: usize>(&self) -> Result<&[String; K], AnalysisStateError> {
        Ok(self.asked.as_slice().try_into().map_err(|_| "what was asked for is incomplete")?)
    }
}
