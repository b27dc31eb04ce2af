//! Statements: what a set of appraisals created and destroyed, line by line.

mod amounts;
mod beneficiary_set;
mod bounds;
mod cell_set;
mod cells;
mod classify;
mod counts;
mod coverage;
mod engine;
pub(crate) mod error;
pub(crate) mod fields;
pub(crate) mod figures;
mod group_keys;
mod grouping;
mod index;
mod labels;
mod line;
pub(crate) mod merge;
mod numbering;
mod pairs;
mod pooled;
mod promises;
mod selection;
mod standing;
#[cfg(feature = "serde")]
mod state;
mod tally;
pub(crate) mod terms;
mod trace;
mod union;
mod users;
mod wording;

use std::collections::BTreeSet;
use std::fmt;

pub(crate) use beneficiary_set::People;
pub use bounds::{Bounds, FigureRange};
pub use classify::Classification;
pub(crate) use counts::{Counts, Order, Row};
pub use coverage::Coverage;
pub(crate) use error::LineError;
pub(crate) use figures::Overflow;
pub use figures::{Cell, Figures};
pub use grouping::{By, Dimension, Grouping};
pub(crate) use index::{Index, Union};
pub(crate) use labels::Labels;
pub use line::{IntoLine, Line};
pub(crate) use merge::MergeError;
pub(crate) use pairs::DistinctPairs;
#[cfg(feature = "serde")]
pub(crate) use state::State;
pub use tally::Tally;
pub(crate) use terms::TermsError;
pub use terms::{Baseline, FollowUp, Include, Logic, Terms};
pub use trace::{Entry, Trace};
pub(crate) use users::{UserLines, UserOnLine};

use crate::catalogue::{Catalogue, MeasureId};
use crate::ledger::{Ledger, PartName, name_of_parts};
use crate::number::{Number, Total};

use cells::Cells;
use line::Redaction;

/// What a set of appraisals created and destroyed, line by line and measure by measure: two amounts, and never one net.
/// The one thing that merges.
///
/// Made by [`Ledger::statement`](crate::Ledger::statement) or a [`Tally`]; it owns all it needs, and holds exact totals,
/// so statements of parts merge to the bits of the statement of the whole (R12). It prints itself as a table.
///
/// # Example
///
/// ```
/// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
///
/// let catalogue =
///     Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
/// let mut ledger = Ledger::new(&catalogue);
/// for (user, before, after) in [("ana", 4.0, 8.0), ("ben", 5.0, 4.0)] {
///     let appraisal = Appraisal::of("mobility").before(before).after(after);
///     ledger.record(Interaction::between(user, "physio", date(2026, 3, 2)).appraisal(appraisal))?;
/// }
/// let books = ledger.statement(By::Service)?;
/// let mobility = books.line("physio", "mobility")?;
/// assert_eq!((mobility.created(), mobility.destroyed()), (4.0, 1.0));
/// assert_eq!(
///     books.to_string(),
///     "change from before; users' own appraisals; 2 users\n\
///      service  measure   unit    appraisals    better  the same     worse  created  destroyed  net  mean change  missing\n\
///      physio   mobility  points           2  1 (50 %)   0 (0 %)  1 (50 %)      4.0        1.0  3.0          1.5        -\n",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone)]
pub struct Statement<N: Number = f64> {
    /// None of the empty statement, which merges with any.
    terms: Option<Terms>,
    catalogue: Catalogue<N>,
    parts: BTreeSet<PartName>,
    people: People,
    /// Of each cell the values of the grouping's words, then the measure.
    index: Index,
    cells: Cells<N>,
}

impl<N: Number> Ledger<N> {
    /// The books under these terms: a grouping, or more.
    ///
    /// # Formula
    ///
    /// For each cell, a line and a measure, with sums over the appraisals that count there, turned so that better is
    /// positive, `c = after − reference` and the measure's tolerance `t`:
    ///
    /// - `created = Σ c` of those with `c > t` whose beneficiary integrated something or of whom nothing is stated;
    /// - `destroyed = Σ −c` of those with `c < −t` whose beneficiary integrated something or of whom nothing is stated, or in
    ///   whose interaction a part is on record that any party mis-integrated, or that an actor who is no user there did not
    ///   integrate;
    /// - `windfall_gain = Σ c` of the others with `c > t`, and `windfall_loss = Σ −c` of the others with `c < −t`: their
    ///   beneficiaries are stated to have integrated nothing, or were only affected;
    /// - the rest is within the tolerance.
    ///
    /// Ours, after the sources named with [`Baseline`], [`Logic`] and [`Classification`].
    ///
    /// # Errors
    ///
    /// - `By::Year.and(By::Year)`, `.follow_up(0)`: see [`TermsError`].
    pub fn statement(&self, terms: impl Into<Terms>) -> Result<Statement<N>, TermsError> {
        Ok(engine::state(self, terms.into().checked()?))
    }
}

impl<N: Number> Statement<N> {
    /// The statement of nothing: it has no terms, and any statement merged with it stays what it is.
    pub fn empty() -> Self {
        Self {
            terms: None,
            catalogue: Catalogue::empty(),
            parts: BTreeSet::new(),
            people: People::default(),
            index: Index::default(),
            cells: Cells::default(),
        }
    }

    /// The terms it is of; none of the empty statement.
    pub fn terms(&self) -> Option<&Terms> {
        self.terms.as_ref()
    }

    /// The names of the parts it is of; an unnamed one is not listed.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        name_of_parts(&self.parts)
    }

    /// What is offered and appraised in it.
    pub fn catalogue(&self) -> &Catalogue<N> {
        &self.catalogue
    }

    /// The beneficiaries of whom an appraisal is counted, each once, however many parts they are in.
    pub fn beneficiary_count(&self) -> usize {
        self.people.count()
    }

    /// Its cells, sorted by line (not stated first, then by the texts' bytes, in the grouping's order), then measure.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = Cell<N>> {
        (0..self.len()).map(|cell| self.cell_at(cell))
    }

    /// The number of cells.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether it has no cell.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cell of a line and measure, from which each figure can be read by itself.
    ///
    /// # Errors
    ///
    /// - a line that the statement does not have: an error, and no zero (R20).
    pub fn cell(&self, line: impl IntoLine, measure: impl AsRef<str>) -> Result<Cell<N>, LineError> {
        let line = line.into_line();
        let measure = measure.as_ref();
        let found = self.row(&line, measure).map(|cell| self.cell_at(cell));
        found.ok_or_else(|| LineError::no_line(&line, self.untold(), measure))
    }

    /// All figures of a line and measure.
    ///
    /// # Errors
    ///
    /// - a line that the statement does not have: an error, and no zero (R20);
    /// - a figure that no number of the kind holds.
    pub fn line(&self, line: impl IntoLine, measure: impl AsRef<str>) -> Result<Figures<N>, LineError> {
        Ok(self.cell(line, measure)?.figures()?)
    }

    /// All figures of a measure over all lines together: those of the ungrouped statement (R13). Its `hidden` is that of
    /// one line, and so no more than [`hidden`](Statement::hidden) of the lines apart.
    ///
    /// # Errors
    ///
    /// - a measure of which the statement has no line;
    /// - a figure that no number of the kind holds.
    pub fn total(&self, measure: impl AsRef<str>) -> Result<Figures<N>, LineError> {
        Ok(self.total_cell(measure.as_ref())?.figures()?)
    }

    /// What the total of a measure could be, had nobody been missing; none without a coverage or a range.
    ///
    /// # Errors
    ///
    /// As [`total`](Statement::total).
    pub fn bounds(&self, measure: impl AsRef<str>) -> Result<Option<Bounds<N>>, LineError> {
        Ok(self.total_cell(measure.as_ref())?.bounds()?)
    }

    /// What net figures would keep from the reader: the smaller of all gains and all losses, summed over the lines.
    ///
    /// # Formula
    ///
    /// `hidden = Σ min(created + windfall_gain, destroyed + windfall_loss)` over the lines of the measure, in its unit,
    /// rounded once. Ours.
    ///
    /// # Errors
    ///
    /// - a measure of which the statement has no line;
    /// - a figure that no number of the kind holds.
    pub fn hidden(&self, measure: impl AsRef<str>) -> Result<N, LineError> {
        let whole = self.total_cell(measure.as_ref())?;
        let mut hidden = N::Total::default();
        for cell in self.cells_of(measure.as_ref()) {
            let cell = self.cell_at(cell);
            hidden.merge(&cell.hidden_total().ok_or_else(|| cell.overflow("hidden"))?);
        }
        N::rounded(&hidden).ok_or_else(|| whole.overflow("hidden").into())
    }

    fn total_cell(&self, measure: &str) -> Result<Cell<N>, LineError> {
        let mut cells = self.cells_of(measure).map(|cell| self.cell_at(cell));
        let no_measure = || LineError::NoMeasure { measure: crate::number::clip_name(measure) };
        let mut total = cells.next().ok_or_else(no_measure)?;
        total.line = ().into_line();
        cells.for_each(|cell| total.sums.merge(&cell.sums));
        Ok(total)
    }

    /// The cells of a measure.
    fn cells_of(&self, measure: &str) -> impl Iterator<Item = usize> {
        let words = self.index.labels().len();
        self.index.rows_with(words.saturating_sub(1), Some(measure))
    }

    /// The row of a cell.
    pub(crate) fn row(&self, line: &Line, measure: &str) -> Option<usize> {
        if line.values().len() + 1 != self.index.labels().len() {
            return None;
        }
        self.index.place(line.values().chain([Some(measure)]))
    }

    /// The row of a cell that the statement has, by its texts.
    pub(crate) fn row_of<'a>(&self, texts: impl Iterator<Item = Option<&'a str>>) -> usize {
        self.index.place(texts).expect("what is counted or due has a cell")
    }

    /// Which values of its lines messages do not tell.
    fn untold(&self) -> Redaction {
        self.terms.as_ref().map_or(Redaction::ALL, |terms| Redaction::of(terms.grouping().words()))
    }

    fn cell_at(&self, cell: usize) -> Cell<N> {
        let texts = self.index.texts(cell);
        let words = texts.len() - 1;
        let measure = texts.clone().last().flatten().expect("every cell has a measure");
        let ranged = self.catalogue.measure(measure).is_some_and(|measure| measure.get_range().is_some());
        Cell {
            line: Line::new(texts.take(words)),
            untold: self.untold(),
            measure: MeasureId::new(measure).expect("the catalogue takes no empty id"),
            sums: self.cells.at(cell),
            covered: self.terms.as_ref().is_some_and(|terms| terms.grouping().has_coverage()),
            ranged,
        }
    }
}

impl<N: Number> PartialEq for Statement<N> {
    /// Equal terms, lines, exact totals, counts and beneficiaries; of whichever parts, and with what else the catalogues
    /// define.
    fn eq(&self, other: &Self) -> bool {
        self.terms == other.terms
            && self.people == other.people
            && self.index == other.index
            && self.cells == other.cells
    }
}

impl<N: Number> fmt::Debug for Statement<N> {
    /// Its terms and size; lines may be dimensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Statement")
            .field("terms", &self.terms)
            .field("parts", &self.parts().collect::<Vec<_>>())
            .field("beneficiaries", &self.beneficiary_count())
            .field("cells", &self.len())
            .finish_non_exhaustive()
    }
}
