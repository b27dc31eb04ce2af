//! Statements: the amounts that a set of appraisals created and destroyed, line by line.

mod amounts;
mod baseline;
mod beneficiary_set;
mod bounds;
mod cell_set;
mod cells;
mod change;
mod classify;
mod coverage;
mod distinct_pairs;
mod engine;
pub(crate) mod error;
mod exclusions;
pub(crate) mod fields;
pub(crate) mod figures;
mod filter;
mod group_keys;
mod grouping;
mod index;
mod interner;
mod key_fields;
mod labels;
mod line;
#[cfg(feature = "serde")]
mod line_terms;
#[cfg(feature = "serde")]
pub(crate) mod lines_state;
pub(crate) mod merge;
mod period;
mod promises;
mod rows;
mod seen;
mod selection;
mod sorted_union;
#[cfg(feature = "serde")]
mod state;
mod tally;
pub(crate) mod terms;
mod terms_text;
mod trace;
mod unseen;
mod user_lines;
mod walk;

use std::collections::BTreeSet;

pub use baseline::Baseline;
pub(crate) use beneficiary_set::People;
pub use bounds::{Bounds, FigureRange};
pub use change::{CellChange, CountChange, FigureChange, StatementChange};
pub use classify::Classification;
pub use coverage::Coverage;
pub(crate) use distinct_pairs::DistinctPairs;
pub(crate) use error::LineError;
pub use exclusions::Exclusions;
pub(crate) use figures::Overflow;
pub use figures::{Cell, Figures};
pub use grouping::{By, Dimension, Grouping};
pub(crate) use index::{Index, Union};
pub(crate) use labels::Labels;
pub use line::{IntoLine, Line};
pub(crate) use merge::MergeError;
pub use period::{FirstMonth, Month};
#[cfg(feature = "chart")]
pub(crate) use period::{Period, financial_year};
pub use rows::{CountedRow, CountedRows};
#[cfg(feature = "serde")]
pub(crate) use state::State;
pub use tally::Tally;
pub(crate) use terms::TermsError;
pub use terms::{FollowUp, Include, Logic, Terms};
pub use trace::{Entry, Trace};
pub use unseen::Unseen;
pub(crate) use user_lines::{UserLines, UserOnLine};
pub(crate) use walk::{Counts, Order, Row};

use crate::catalogue::{Catalogue, MeasureId};
use crate::getters::{debug_fields, getters};
use crate::ledger::{Ledger, PartName, name_of_parts};
use crate::number::{Number, Total};
use crate::printable::{listed, quoted};

use cells::Cells;
use exclusions::ExclusionCounts;
use line::Redaction;

/// The created and the destroyed amounts of a set of appraisals, line by line and measure by measure.
///
/// [`Ledger::statement`](crate::Ledger::statement) and [`Tally`] make it. It does not borrow the ledger, and holds
/// exact totals, so that the statements of parts merge to the statement of the whole, bit for bit (R12). `Display`
/// prints it as a table.
///
/// # Features
///
/// | feature | methods |
/// |---|---|
/// | `json` | `to_json` |
/// | `csv` | `to_csv` |
/// | `chart` | `bar_chart`, `people_chart`, `waterfall`, `time_chart`, `control_chart`, `to_html` |
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
    /// `None` in the empty statement, which merges with any other.
    terms: Option<Terms>,
    catalogue: Catalogue<N>,
    parts: BTreeSet<PartName>,
    people: People,
    /// The line and the measure of each cell.
    index: Index,
    cells: Cells<N>,
    /// The appraisals that the terms exclude.
    excluded: ExclusionCounts,
}

impl<N: Number> Ledger<N> {
    /// The statement of these terms: a grouping, or [`Terms`] with further options.
    ///
    /// # Formula
    ///
    /// Sums are over the appraisals that count in the cell. `c = after − reference` is their change, with its sign such
    /// that better is positive, and `t` is the tolerance of the measure. A beneficiary *co-operated* if they are stated
    /// to have integrated something, or if nothing is stated of them.
    ///
    /// - `created = Σ c`, where `c > t` and the beneficiary co-operated;
    /// - `destroyed = Σ −c`, where `c < −t` and the beneficiary co-operated; or where they did not, and a part is on
    ///   record that any party mis-integrated, or that an actor who is not a user did not integrate;
    /// - `windfall_gain = Σ c` of the others with `c > t`;
    /// - `windfall_loss = Σ −c` of the others with `c < −t`;
    /// - all other changes are within the tolerance.
    ///
    /// Ours, after the sources named with [`Baseline`], [`Logic`] and [`Classification`].
    ///
    /// # Errors
    ///
    /// - `By::Year.and(By::Year)`, `.follow_up(0)`: see [`TermsError`].
    pub fn statement(&self, terms: impl Into<Terms>) -> Result<Statement<N>, TermsError> {
        Ok(engine::statement(self, terms.into().checked()?))
    }
}

impl<N: Number> Statement<N> {
    /// The empty statement. It has no terms, and merging it with another statement changes nothing.
    pub fn empty() -> Self {
        Self {
            terms: None,
            catalogue: Catalogue::empty(),
            parts: BTreeSet::new(),
            people: People::default(),
            index: Index::default(),
            cells: Cells::default(),
            excluded: ExclusionCounts::default(),
        }
    }

    getters! { self:
        /// The terms; `None` for the empty statement.
        terms: Option<&Terms> = self.terms.as_ref();
        /// The names of the parts that were merged. A part without a name is not listed.
        parts: impl Iterator<Item = &str> = name_of_parts(&self.parts);
        /// The services and measures.
        catalogue: &Catalogue<N> = &self.catalogue;
        /// The number of beneficiaries with a counted appraisal, each counted once over all lines and parts.
        beneficiary_count: usize = self.people.count();
        /// The cells, sorted by line, then measure. Values of a line sort by their bytes, after *not stated*.
        cells: impl ExactSizeIterator<Item = Cell<N>> = (0..self.len()).map(|cell| self.cell_at(cell));
        /// The number of cells.
        len: usize = self.index.len();
        /// Whether there are no cells.
        is_empty: bool = self.len() == 0;
    }

    /// The appraisals that the terms exclude, counted by reason. They are in no cell.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
    /// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// let visit = Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1");
    /// ledger.record(visit.appraisal(Appraisal::of("pain").before(6.0).after(4.0)))?;
    /// ledger.appraise("v1", Appraisal::of("pain").after(5.0).follow_up(2).made(date(2026, 6, 1)))?;
    /// let first = ledger.statement(Terms::by(By::Service).follow_up(1))?;
    /// assert_eq!(first.excluded().to_string(), "1 appraisal of other follow-ups");
    /// let last = ledger.statement(By::Service)?;
    /// assert!(last.excluded().is_empty());
    /// assert_eq!(last.excluded().replaced_count(), 1); // by the second follow-up
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn excluded(&self) -> Exclusions {
        Exclusions { terms: self.terms.clone(), counts: self.excluded }
    }

    /// The cell of a line and measure, whose figures can be read one by one.
    ///
    /// # Errors
    ///
    /// - a line that the statement does not have: R20, and not a zero.
    pub fn cell(&self, line: impl IntoLine, measure: impl AsRef<str>) -> Result<Cell<N>, LineError> {
        let line = line.into_line();
        let measure = measure.as_ref();
        let found = self.row(&line, measure).map(|cell| self.cell_at(cell));
        found.ok_or_else(|| LineError::not_in_statement(&line, self.terms(), measure))
    }

    /// All figures of a line and measure.
    ///
    /// # Errors
    ///
    /// - a line that the statement does not have: R20, and not a zero;
    /// - a figure that no number of the kind holds: R3.
    pub fn line(&self, line: impl IntoLine, measure: impl AsRef<str>) -> Result<Figures<N>, LineError> {
        Ok(self.cell(line, measure)?.figures()?)
    }

    /// The figures of a measure over all lines: those of the ungrouped statement (R13). Its `hidden` is that of one
    /// line, and so at most [`Statement::hidden`], which adds up the lines.
    ///
    /// # Errors
    ///
    /// - a measure without a line: R20;
    /// - a figure that no number of the kind holds: R3.
    pub fn total(&self, measure: impl AsRef<str>) -> Result<Figures<N>, LineError> {
        Ok(self.total_cell(measure.as_ref())?.figures()?)
    }

    /// The bounds of a measure's total figures if no appraisal were missing; `None` without a coverage, or if the
    /// measure has no range.
    ///
    /// # Errors
    ///
    /// The same as for [`total`](Statement::total).
    pub fn bounds(&self, measure: impl AsRef<str>) -> Result<Option<Bounds<N>>, LineError> {
        Ok(self.total_cell(measure.as_ref())?.bounds()?)
    }

    /// The amount that net figures would hide: the smaller of all gains and all losses, added up over the lines.
    ///
    /// # Formula
    ///
    /// `hidden = Σ min(created + windfall_gain, destroyed + windfall_loss)` over the lines of the measure, in its unit,
    /// rounded once. Ours.
    ///
    /// # Errors
    ///
    /// - a measure without a line: R20;
    /// - a figure that no number of the kind holds: R3.
    pub fn hidden(&self, measure: impl AsRef<str>) -> Result<N, LineError> {
        let whole = self.total_cell(measure.as_ref())?;
        let mut hidden = N::Total::default();
        for cell in self.cells_of(measure.as_ref()) {
            let cell = self.cell_at(cell);
            hidden.merge(&cell.hidden_total().ok_or_else(|| cell.overflow::<N>("hidden"))?);
        }
        N::rounded(&hidden).ok_or_else(|| whole.overflow::<N>("hidden").into())
    }

    /// The cell of a measure over all lines.
    pub(crate) fn total_cell(&self, measure: &str) -> Result<Cell<N>, LineError> {
        let mut cells = self.cells_of(measure).map(|cell| self.cell_at(cell));
        let mut total = cells.next().ok_or_else(|| self.no_measure(measure))?;
        total.line = ().into_line();
        cells.for_each(|cell| total.totals.merge(&cell.totals));
        Ok(total)
    }

    fn no_measure(&self, measure: &str) -> LineError {
        let measures = self.catalogue.measures().map(|measure| measure.id().as_str());
        // The index has labels of its rows only.
        let has_cells =
            |measure: &&str| self.index.labels().last().is_some_and(|all| all.code(Some(measure)).is_some());
        let known: Vec<&str> = measures.filter(has_cells).collect();
        let known = if known.is_empty() { "no measure".to_owned() } else { listed(known.iter().map(quoted), ", ") };
        LineError::NoMeasure { measure: measure.to_owned(), known }
    }

    /// The cells of a measure.
    fn cells_of(&self, measure: &str) -> impl Iterator<Item = usize> {
        let words = self.index.labels().len();
        self.index.rows_with(words.saturating_sub(1), Some(measure))
    }

    /// The row of a cell, if the statement has it.
    pub(crate) fn row(&self, line: &Line, measure: &str) -> Option<usize> {
        if line.values().len() + 1 != self.index.labels().len() {
            return None;
        }
        self.index.position(line.values().chain([Some(measure)]))
    }

    /// The row of a cell, by the values of its line and then the measure. The statement must have it.
    pub(crate) fn row_of<'a>(&self, texts: impl Iterator<Item = Option<&'a str>>) -> usize {
        self.index.position(texts).expect("every appraisal that is counted, left out or due has a cell")
    }

    /// Several cells of one measure as one, on a line named *pooled*. A single cell keeps its line. Returns `None` if
    /// `cells` is empty.
    pub(crate) fn pooled(&self, cells: &[usize]) -> Option<Cell<N>> {
        let mut cells = cells.iter().map(|&cell| self.cell_at(cell));
        let first = cells.next()?;
        if cells.len() == 0 {
            return Some(first);
        }
        Some(cells.fold(first, |pooled, cell| pooled.together(&cell)).named("pooled"))
    }

    /// The values of lines that messages replace by `…`.
    fn redaction(&self) -> Redaction {
        self.terms.as_ref().map_or(Redaction::ALL, |terms| Redaction::of(terms.grouping().words()))
    }

    fn cell_at(&self, cell: usize) -> Cell<N> {
        let texts = self.index.texts(cell);
        let words = texts.len() - 1;
        let measure = texts.clone().last().flatten().expect("every cell has a measure");
        let has_range = self.catalogue.measure(measure).is_some_and(|measure| measure.get_range().is_some());
        Cell {
            line: Line::new(texts.take(words)),
            redaction: self.redaction(),
            measure: MeasureId::new(measure).expect("an id in a catalogue is not empty"),
            totals: self.cells.at(cell),
            has_coverage: self.terms.as_ref().is_some_and(|terms| terms.grouping().has_coverage()),
            has_range,
        }
    }
}

impl<N: Number> PartialEq for Statement<N> {
    /// Compares terms, lines, exact totals, counts, excluded appraisals and beneficiaries. Names of parts and catalogues are not compared.
    fn eq(&self, other: &Self) -> bool {
        self.terms == other.terms
            && self.people == other.people
            && self.index == other.index
            && self.cells == other.cells
            && self.excluded == other.excluded
    }
}

// The terms, the parts and sizes. Lines are not shown, since they may hold values of dimensions.
debug_fields! { self: impl[N: Number] Statement<N> {
    terms: self.terms,
    parts: self.parts().collect::<Vec<_>>(),
    beneficiaries: self.beneficiary_count(),
    cells: self.len(),
} }
