//! What all analyses have in common: terms, a rule in words, and rows of named figures.

use super::figure::{Figure, NamedFigures, flatten};
use crate::catalogue::Catalogue;
use crate::number::Number;
use crate::statement::{Line, Terms};

/// What every analysis has: [`Attribution`](crate::attribution::Attribution), [`Cross`](crate::cross::Cross),
/// [`Drivers`](crate::drivers::Drivers), [`Engagement`](crate::engagement::Engagement),
/// [`EngagementDrivers`](crate::engagement_drivers::EngagementDrivers), [`Relations`](crate::relations::Relations) and
/// [`Risks`](crate::risk::Risks).
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
///     "by service, against before, users' own appraisals: signs against the tolerance by day made",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
pub trait Analysis<N: Number> {
    /// The terms that select what it counts, and group it.
    fn terms(&self) -> &Terms;

    /// The rule by which it was computed, in words.
    fn rule_text(&self) -> String;

    /// The measures and services of the ledger.
    fn catalogue(&self) -> &Catalogue<N>;

    /// Its lines as named figures: what is printed, and what is written as JSON and CSV.
    fn rows(&self) -> Rows<'_, N>;

    /// What it covers, in words: the first part of its heading.
    fn subject(&self) -> String {
        self.terms().without_grouping()
    }
}

/// Which analysis rows are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Attribution,
    Cross,
    Drivers,
    Engagement,
    EngagementDrivers,
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

    /// The names of all figures that a row may have, in order; a figure inside a group has the names of both.
    pub fn columns(&self) -> &'static [&'static str] {
        self.columns
    }

    /// The rows, sorted as the analysis' lines are.
    pub fn iter(&self) -> std::slice::Iter<'_, Row<N>> {
        self.rows.iter()
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
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
    /// The line; `None` if the analysis has one line for each value of a dimension.
    pub fn line(&self) -> Option<&Line> {
        self.line.as_ref()
    }

    /// The figures by name; a figure inside a group has the names of both, joined by `_`.
    pub fn figures(&self) -> impl ExactSizeIterator<Item = (String, Figure<N>)> {
        flatten(&self.figures).into_iter().map(|(name, figure)| (name, figure.clone())).collect::<Vec<_>>().into_iter()
    }

    /// The figure of a name; `None` if the row has none.
    pub fn figure(&self, name: &str) -> Option<Figure<N>> {
        self.figures().find(|(known, _)| known == name).map(|(_, figure)| figure)
    }
}
