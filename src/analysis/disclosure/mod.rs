//! Tables for publishing: no figure of few people, and none that follows from the others.
//!
//! 1. `policy` says how few people are too few;
//! 2. `people` finds who stands behind each cell of a statement, and `lines` which lines are published alone;
//! 3. `books` decides which figures of a statement are withheld (`grid`, `block`): every analysis of the same terms goes by
//!    it, so that two of them side by side tell no more than one;
//! 4. each analysis has a file that withholds its figures.

mod attribution;
mod block;
mod books;
mod coverage;
mod cross;
mod drivers;
mod engagement;
mod engagement_drivers;
pub(crate) mod error;
mod grid;
mod lines;
mod people;
mod policy;
mod relations;
mod risk;
mod statement;

use std::fmt;

pub(crate) use error::DiscloseError;
pub use policy::Disclosure;

use super::{Analysis, Figure, Kind, NamedFigures, flatten};
use crate::catalogue::{Catalogue, MeasureId};
use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{By, Line, Terms};

/// A statement or an analysis for publishing: no figure of it is of fewer people than the threshold, and none that is withheld
/// follows from the others. It prints itself as a table. See [`Ledger::publish`].
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (user, change) in [("ana", -2.0), ("ben", 1.0)] {
///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
///     ledger.record(visit.appraisal(Appraisal::of("pain").change(change)))?;
/// }
/// let published = ledger.publish(5).statement(By::Service)?;
/// assert_eq!((published.disclosure().threshold(), published.len()), (5, 0));
/// assert_eq!(published.withheld().map(|measure| measure.as_str()).collect::<Vec<_>>(), ["pain"]);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Publication<N: Number = f64> {
    pub(crate) terms: Terms,
    /// What it is of, in words.
    pub(crate) heading: String,
    /// The analysis and its rule, in words; none of a statement.
    pub(crate) analysis: Option<(Kind, String)>,
    /// The names of all figures that a row may have; none of a statement, whose figures are always the same.
    #[cfg_attr(not(feature = "csv"), allow(dead_code, reason = "a table of texts has the same columns always"))]
    pub(crate) columns: Vec<&'static str>,
    pub(crate) disclosure: Disclosure,
    pub(crate) catalogue: Catalogue<N>,
    pub(crate) rows: Vec<PublicationRow<N>>,
    pub(crate) withheld: Vec<MeasureId>,
    pub(crate) lines_withheld: Option<u64>,
}

/// Makes publications of a ledger: the statement and each analysis, by methods of the same names as the ledger's.
///
/// Made by [`Ledger::publish`].
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (user, change) in [("ana", -2.0), ("ben", 1.0), ("cai", -1.0)] {
///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
///     ledger.record(visit.appraisal(Appraisal::of("pain").change(change)))?;
/// }
/// let publisher = ledger.publish(3);
/// println!("{}", publisher.statement(By::Service)?);
/// println!("{}", publisher.relations(By::Service)?);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Publisher<'a, N> {
    pub(super) ledger: &'a Ledger<N>,
    pub(super) disclosure: Disclosure,
}

impl<N> Ledger<N> {
    /// Makes publications of the ledger: a number of people is a threshold, so `ledger.publish(10)` withholds figures of
    /// fewer than ten people, and further figures until none of these can be computed from others.
    pub fn publish(&self, disclosure: impl Into<Disclosure>) -> Publisher<'_, N> {
        Publisher { ledger: self, disclosure: disclosure.into() }
    }
}

/// A row of a table for publishing: a line, or several lines of a measure in one.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// # use covalue::analysis::Figure;
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (user, change) in [("ana", -2.0), ("ben", -1.0), ("cai", 3.0), ("dee", 1.0), ("eve", 0.0)] {
///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
///     ledger.record(visit.appraisal(Appraisal::of("pain").change(change)))?;
/// }
/// let published = ledger.publish(2).statement(By::Service)?;
/// let row = published.rows().next().expect("five are enough");
/// assert_eq!((row.line_count(), row.person_count()), (Some(1), Some(5)));
/// // One person is unchanged. That two are worse is withheld as well: five less two and two would tell.
/// assert_eq!(row.figure("unchanged"), Some(Figure::Withheld));
/// assert_eq!(row.figure("better"), Some(Figure::Withheld));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct PublicationRow<N: Number = f64> {
    pub(crate) line: Option<Line>,
    lines: Option<u64>,
    people: Option<u64>,
    measure: Option<MeasureId>,
    pub(crate) figures: NamedFigures<N>,
    /// The appraisals that are counted, the mean change, and whether contributions are stated: a statement's table shows
    /// them, and its files do not.
    pub(crate) appraisals: Figure<N>,
    pub(crate) mean: Figure<N>,
    pub(crate) asked: bool,
}

impl<N: Number> PublicationRow<N> {
    /// A line of an analysis.
    fn of_line(people: u64, line: &Line, measure: &MeasureId, figures: NamedFigures<N>) -> Self {
        Self::of(people, Some(line.clone()), Some(measure.clone()), figures)
    }

    fn of(people: u64, line: Option<Line>, measure: Option<MeasureId>, figures: NamedFigures<N>) -> Self {
        Self {
            line,
            lines: Some(1),
            people: Some(people),
            measure,
            figures,
            appraisals: Figure::NotGiven,
            mean: Figure::NotGiven,
            asked: true,
        }
    }

    /// The row, with its people told only if they may be.
    fn with_people_if(mut self, shown: bool) -> Self {
        self.people = self.people.filter(|_| shown);
        self
    }

    /// The line; none where several are pooled, or where the analysis has no lines.
    pub fn line(&self) -> Option<&Line> {
        self.line.as_ref()
    }

    /// How many lines it is of; none of a pool by user or beneficiary, whose lines are people.
    pub fn line_count(&self) -> Option<u64> {
        self.lines
    }

    /// Whether it is of several lines.
    pub(crate) fn is_pooled(&self) -> bool {
        self.lines != Some(1)
    }

    /// The distinct people it is of; none where that is withheld, since another table beside it has how many of them are
    /// counted there.
    pub fn person_count(&self) -> Option<u64> {
        self.people
    }

    /// The measure, if it is of one.
    pub fn measure(&self) -> Option<&MeasureId> {
        self.measure.as_ref()
    }

    /// Its figures by name, in the order in which they are written; one inside another under both names, as `with_better`.
    pub fn figures(&self) -> impl ExactSizeIterator<Item = (String, Figure<N>)> {
        flatten(&self.figures).into_iter().map(|(name, figure)| (name, figure.clone())).collect::<Vec<_>>().into_iter()
    }

    /// The figure of a name, if there is one.
    pub fn figure(&self, name: &str) -> Option<Figure<N>> {
        self.figures().find(|(known, _)| known == name).map(|(_, figure)| figure)
    }
}

/// A number of lines; none where each line is of one person, since it would count people.
fn count_of_lines(terms: &Terms, lines: u64) -> Option<u64> {
    let are_people = terms.grouping().words().iter().any(|word| matches!(word, By::User | By::Beneficiary));
    if are_people { None } else { Some(lines) }
}

impl<N: Number> Publication<N> {
    /// Rows of an analysis, with the measures and the number of lines that are withheld.
    fn of_rows(
        analysis: &impl Analysis<N>,
        disclosure: Disclosure,
        rows: Vec<PublicationRow<N>>,
        (withheld, lines_withheld): (Vec<MeasureId>, u64),
    ) -> Self {
        let all = analysis.rows();
        // Each row says itself how many people it is of.
        let columns = all.columns().iter().copied().filter(|name| *name != "beneficiaries").collect();
        Self {
            terms: analysis.terms().clone(),
            heading: analysis.subject(),
            analysis: Some((all.kind, all.rule)),
            columns,
            disclosure,
            catalogue: analysis.catalogue().clone(),
            rows,
            withheld,
            lines_withheld: count_of_lines(analysis.terms(), lines_withheld),
        }
    }

    /// The terms of the statement, or of the analysis.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The rule of the analysis, in words; none of a statement.
    pub fn rule_text(&self) -> Option<&str> {
        self.analysis.as_ref().map(|(_, rule)| rule.as_str())
    }

    /// The threshold it was made with, and what counts are rounded to.
    pub fn disclosure(&self) -> Disclosure {
        self.disclosure
    }

    /// The rows: lines that stand alone in their order, then those that are pooled, by measure.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &PublicationRow<N>> {
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

    /// Measures of which all lines together have too few people, and that have no row for it, by id.
    pub fn withheld(&self) -> impl ExactSizeIterator<Item = &MeasureId> {
        self.withheld.iter()
    }

    /// How many lines of the analysis have no row, since too few people are on them; none by user or beneficiary, where lines
    /// are people.
    pub fn withheld_line_count(&self) -> Option<u64> {
        self.lines_withheld
    }
}

impl<N: Number> fmt::Debug for PublicationRow<N> {
    /// Without the values of its line, which may be dimensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicationRow")
            .field("lines", &self.lines)
            .field("people", &self.people)
            .field("measure", &self.measure)
            .finish_non_exhaustive()
    }
}

impl<N: Number> fmt::Debug for Publication<N> {
    /// Its terms and size; lines may be dimensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Publication")
            .field("terms", &self.terms)
            .field("disclosure", &self.disclosure)
            .field("rows", &self.len())
            .field("withheld", &self.withheld)
            .finish_non_exhaustive()
    }
}

/// Values as they are published.
impl Disclosure {
    /// A count, if it is shown: zero, or of enough people.
    fn count<N>(self, shown: bool, count: u64) -> Figure<N> {
        if shown && !self.is_few(count) { Figure::Count(self.rounded(count)) } else { Figure::Withheld }
    }

    /// Figures, each if it is shown; of a group all or none.
    fn fields<N>(self, fields: NamedFigures<N>, shows: &dyn Fn(&str) -> bool) -> NamedFigures<N> {
        let published = |(name, value)| {
            let value = match value {
                Figure::Group(fields) => Figure::Group(self.fields(fields, &|_| shows(name))),
                Figure::Count(count) => self.count(shows(name), count),
                value if shows(name) => value,
                _ => Figure::Withheld,
            };
            (name, value)
        };
        fields.into_iter().map(published).collect()
    }
}

impl<N: Number> fmt::Debug for Publisher<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Publisher").field("disclosure", &self.disclosure).finish_non_exhaustive()
    }
}
