//! The trait of all analyses: terms, a rule in words, and rows of named figures.

use std::fmt;

use super::AnalysisError;
use super::figure::{Figure, NamedFigures, flat_figures};
use crate::catalogue::Catalogue;
use crate::getters::getters;
use crate::number::Number;
use crate::statement::{Index, IntoLine, Line, Terms, Union};

/// Terms, rule and rows of an analysis: [`Attribution`](crate::attribution::Attribution),
/// [`Cross`](crate::cross::Cross), [`Drivers`](crate::drivers::Drivers), [`Engagement`](crate::engagement::Engagement),
/// [`EngagementDrivers`](crate::engagement_drivers::EngagementDrivers), [`Reach`](crate::reach::Reach),
/// [`Relations`](crate::relations::Relations) and [`Risks`](crate::risk::Risks).
///
/// Each of them also has `to_json` and `to_csv`, with the features `json` and `csv`. With the feature `chart` it has
/// `to_html` and its picture: `chart`, or `scenario_map`, `flow_chart` and `cascade_chart`. Without its feature a method does
/// not exist. Only this crate makes [`Rows`], so only its analyses implement the trait.
///
/// # Example
///
/// ```
/// # use covalue::{By, Catalogue, Ledger, Service};
/// use covalue::analysis::Analysis;
///
/// fn caption(analysis: &impl Analysis<f64>) -> String {
///     format!("{}: {}", analysis.terms(), analysis.rule_text())
/// }
///
/// # let catalogue = Catalogue::new([], [Service::new("physio", "clinic")])?;
/// # let ledger = Ledger::new(&catalogue);
/// assert_eq!(
///     caption(&ledger.relations(By::Service)?),
///     "by service, change from before, users' own appraisals: signs against the tolerance by day made",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
pub trait Analysis<N: Number>: fmt::Display {
    /// The terms that select what it counts, and group it.
    fn terms(&self) -> &Terms;

    /// The rule by which it was computed, in words.
    fn rule_text(&self) -> String;

    /// The measures and services of the ledger.
    fn catalogue(&self) -> &Catalogue<N>;

    /// Its lines as named figures, from which its table, its JSON and its CSV are made.
    fn rows(&self) -> Rows<'_, N>;

    /// What it covers and how it is computed, in words: the heading of its table.
    fn subject(&self) -> String {
        self.terms().without_grouping()
    }
}

/// The analysis that rows belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Attribution,
    Cross,
    Drivers,
    Engagement,
    EngagementDrivers,
    Reach,
    Relations,
    Risks,
}

/// The lines of an analysis as named figures.
#[derive(Clone, Debug)]
pub struct Rows<'a, N> {
    pub(crate) kind: Kind,
    pub(crate) terms: &'a Terms,
    pub(crate) rule: String,
    /// The names of all figures that a row may have, without groups.
    pub(crate) columns: &'static [&'static str],
    /// Figures of the analysis as a whole.
    #[cfg_attr(not(any(feature = "json", feature = "csv")), allow(dead_code, reason = "only files have them"))]
    pub(crate) whole: NamedFigures<N>,
    pub(crate) rows: Vec<Row<N>>,
}

/// A line of an analysis as named figures.
#[derive(Clone, Debug)]
pub struct Row<N> {
    /// `None` if the analysis has one line for each value of a dimension.
    pub(crate) line: Option<Line>,
    pub(crate) figures: NamedFigures<N>,
}

impl<'a, N: Number> Rows<'a, N> {
    pub(crate) fn new(
        kind: Kind,
        analysis: &'a impl Analysis<N>,
        columns: &'static [&'static str],
        rows: impl Iterator<Item = (Option<Line>, NamedFigures<N>)>,
    ) -> Self {
        Self {
            kind,
            terms: analysis.terms(),
            rule: analysis.rule_text(),
            columns,
            whole: Vec::new(),
            rows: rows.map(|(line, figures)| Row { line, figures }).collect(),
        }
    }

    getters! { self:
        /// The names of all figures that a row may have, in order; a figure inside a group has the names of both.
        columns: &'static [&'static str] = self.columns;
        /// The rows, sorted as the lines of the analysis are.
        iter: std::slice::Iter<'_, Row<N>> = self.rows.iter();
        /// The number of rows.
        len: usize = self.rows.len();
        /// Whether there is no row.
        is_empty: bool = self.rows.is_empty();
    }
}

impl<'a, N: Number> IntoIterator for &'a Rows<'_, N> {
    type Item = &'a Row<N>;
    type IntoIter = std::slice::Iter<'a, Row<N>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<N: Number> Row<N> {
    getters! { self:
        /// The line; `None` if the analysis has one line for each value of a dimension.
        line: Option<&Line> = self.line.as_ref();
        /// The figures by name; a figure inside a group has the names of both, joined by `_`.
        figures: impl ExactSizeIterator<Item = (String, Figure<N>)> = flat_figures(&self.figures);
    }

    /// The figure of a name; `None` if the row has none.
    pub fn figure(&self, name: &str) -> Option<Figure<N>> {
        self.figures().find(|(known, _)| known == name).map(|(_, figure)| figure)
    }
}

/// Makes an analysis an iterator over its lines.
macro_rules! into_lines {
    ($analysis:ident: $bound:ident, $line:ty, $lines:expr) => {
        impl<N: $bound> IntoIterator for $analysis<N> {
            type Item = $line;
            type IntoIter = std::vec::IntoIter<$line>;

            fn into_iter(self) -> Self::IntoIter {
                let lines: fn(Self) -> Vec<$line> = $lines;
                lines(self).into_iter()
            }
        }
    };
}

pub(super) use into_lines;

/// The row of a line in an index without measures.
///
/// # Errors
///
/// - a line that the index does not have: R20.
pub(super) fn find_line(index: &Index, terms: &Terms, line: impl IntoLine) -> Result<usize, AnalysisError> {
    let line = line.into_line();
    let fits = line.values().len() == terms.grouping().words().len();
    let row = if fits { index.position(line.values()) } else { None };
    row.ok_or_else(|| AnalysisError::NoLine { of: terms.grouped("analysis"), line: line.redacted_under(terms) })
}

/// The rows of two parts together. `merge` adds up those that are in both.
pub(super) fn merge_rows<T: Clone + Default>(
    (index, results): (&Index, &[T]),
    (other_index, other_results): (&Index, &[T]),
    merge: impl Fn(&mut T, &T),
) -> (Index, Vec<T>) {
    let Union { both, here, there } = index.union(other_index);
    let mut merged = vec![T::default(); both.len()];
    for (results, rows) in [(results, here), (other_results, there)] {
        for (more, row) in results.iter().zip(rows) {
            merge(&mut merged[row as usize], more);
        }
    }
    (both, merged)
}
