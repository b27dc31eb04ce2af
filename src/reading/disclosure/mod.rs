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
mod display;
mod drivers;
mod engagement;
mod engagement_drivers;
mod error;
mod grid;
mod lines;
mod people;
mod policy;
mod relations;
mod risk;
mod statement;

use std::fmt;

pub use error::DiscloseError;
pub use policy::Disclosure;

use super::fields::{Analysis, Fields, Rows, Value};
use crate::catalogue::{Catalogue, MeasureId};
use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{By, Line, Terms};

/// A statement or an analysis for publishing: no figure of it is of fewer people than the threshold, and none that is withheld
/// follows from the others. It prints itself as a table. See [`Ledger::disclose`](crate::Ledger::disclose).
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
/// let published = ledger.disclose(By::Service, 5)?;
/// assert_eq!((published.disclosure().threshold(), published.len()), (5, 0));
/// assert_eq!(published.withheld().map(|measure| measure.as_str()).collect::<Vec<_>>(), ["pain"]);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Disclosed<N: Number = f64> {
    terms: Terms,
    /// What it is of, in words.
    heading: String,
    /// The analysis and its rule, in words; none of a statement.
    analysis: Option<(Analysis, String)>,
    /// The names of all figures that a row may have; none of a statement, whose figures are always the same.
    #[cfg_attr(not(feature = "csv"), allow(dead_code, reason = "a table of texts has the same columns always"))]
    columns: Vec<&'static str>,
    disclosure: Disclosure,
    catalogue: Catalogue<N>,
    rows: Vec<DisclosedRow<N>>,
    withheld: Vec<MeasureId>,
    lines_withheld: Option<u64>,
}

/// A row of a table for publishing: a line, or several lines of a measure in one.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Figure, Interaction, Ledger, Measure, Service, date};
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (user, change) in [("ana", -2.0), ("ben", -1.0), ("cai", 3.0), ("dee", 1.0), ("eve", 0.0)] {
///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
///     ledger.record(visit.appraisal(Appraisal::of("pain").change(change)))?;
/// }
/// let published = ledger.disclose(By::Service, 2)?;
/// let row = published.rows().next().expect("five are enough");
/// assert_eq!((row.lines(), row.people()), (Some(1), Some(5)));
/// // One person is unchanged. That two are worse is withheld as well: five less two and two would tell.
/// assert_eq!(row.figure("unchanged"), Some(Figure::Withheld));
/// assert_eq!(row.figure("better"), Some(Figure::Withheld));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct DisclosedRow<N: Number = f64> {
    line: Option<Line>,
    lines: Option<u64>,
    people: Option<u64>,
    measure: Option<MeasureId>,
    fields: Fields<N>,
    /// The appraisals that are counted, the mean change, and whether contributions are stated: a statement's table shows
    /// them, and its files do not.
    appraisals: Value<N>,
    mean: Value<N>,
    asked: bool,
}

/// A figure as it is published.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Figure<N> {
    /// An amount or a quantity, in its unit.
    Amount(N),
    /// A count.
    Count(u64),
    /// A share or another figure without a unit.
    Share(f64),
    /// Text; none where it is not stated.
    Text(Option<String>),
    /// There is nothing to work it out from.
    NotGiven,
    /// It would tell of few people, or let a figure be worked out that does.
    Withheld,
}

impl<N: Number> DisclosedRow<N> {
    /// A line of an analysis.
    fn of_line(people: u64, line: &Line, measure: &MeasureId, fields: Fields<N>) -> Self {
        Self::of(people, Some(line.clone()), Some(measure.clone()), fields)
    }

    fn of(people: u64, line: Option<Line>, measure: Option<MeasureId>, fields: Fields<N>) -> Self {
        Self {
            line,
            lines: Some(1),
            people: Some(people),
            measure,
            fields,
            appraisals: Value::NotGiven,
            mean: Value::NotGiven,
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
    pub fn lines(&self) -> Option<u64> {
        self.lines
    }

    /// Whether it is of several lines.
    pub(crate) fn is_pooled(&self) -> bool {
        self.lines != Some(1)
    }

    /// The distinct people it is of; none where that is withheld, since another table beside it has how many of them are
    /// counted there.
    pub fn people(&self) -> Option<u64> {
        self.people
    }

    /// The measure, if it is of one.
    pub fn measure(&self) -> Option<&MeasureId> {
        self.measure.as_ref()
    }

    /// Its figures by name, in the order in which they are written; one inside another under both names, as `with_better`.
    pub fn figures(&self) -> impl ExactSizeIterator<Item = (String, Figure<N>)> {
        let mut figures = Vec::new();
        flatten(&self.fields, "", &mut figures);
        figures.into_iter()
    }

    /// The figure of a name, if there is one.
    pub fn figure(&self, name: &str) -> Option<Figure<N>> {
        self.figures().find(|(known, _)| known == name).map(|(_, figure)| figure)
    }

    #[cfg(any(feature = "json", feature = "csv"))]
    pub(crate) fn fields(&self) -> &Fields<N> {
        &self.fields
    }
}

fn flatten<N: Number>(fields: &Fields<N>, before: &str, figures: &mut Vec<(String, Figure<N>)>) {
    for (name, value) in fields {
        let name = format!("{before}{name}");
        let figure = match value {
            Value::Group(fields) => {
                flatten(fields, &format!("{name}_"), figures);
                continue;
            }
            Value::Amount(number) => Figure::Amount(number.clone()),
            Value::Count(count) => Figure::Count(*count),
            Value::Float(number) => Figure::Share(*number),
            Value::Text(text) => Figure::Text(text.clone()),
            Value::NotGiven => Figure::NotGiven,
            Value::Withheld => Figure::Withheld,
        };
        figures.push((name, figure));
    }
}

/// A number of lines; none where each line is of one person, since it would count people.
fn count_of_lines(terms: &Terms, lines: u64) -> Option<u64> {
    let are_people = terms.grouping().words().iter().any(|word| matches!(word, By::User | By::Beneficiary));
    if are_people { None } else { Some(lines) }
}

impl<N: Number> Disclosed<N> {
    /// Rows of an analysis, with the measures and the number of lines that are withheld.
    fn of_rows(
        analysis: &Rows<'_, N>,
        ledger: &Ledger<N>,
        disclosure: Disclosure,
        rows: Vec<DisclosedRow<N>>,
        (withheld, lines_withheld): (Vec<MeasureId>, u64),
    ) -> Self {
        let terms = analysis.terms.clone();
        let heading = terms.without_grouping();
        // Each row says itself how many people it is of.
        let columns = analysis.columns.iter().copied().filter(|name| *name != "beneficiaries").collect();
        Self {
            terms,
            heading,
            analysis: Some((analysis.analysis, analysis.rule.clone())),
            columns,
            disclosure,
            catalogue: ledger.catalogue.clone(),
            rows,
            withheld,
            lines_withheld: count_of_lines(analysis.terms, lines_withheld),
        }
    }

    /// The terms of the statement, or of the analysis.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The names of all figures that a row of the analysis may have; none of a statement.
    #[cfg(feature = "csv")]
    pub(crate) fn columns(&self) -> Option<&[&'static str]> {
        self.analysis.as_ref().map(|_| &self.columns[..])
    }

    /// The rule of the analysis, in words; none of a statement.
    pub fn rule(&self) -> Option<&str> {
        self.analysis.as_ref().map(|(_, rule)| rule.as_str())
    }

    /// The threshold it was made with, and what counts are rounded to.
    pub fn disclosure(&self) -> Disclosure {
        self.disclosure
    }

    /// The rows: lines that stand alone in their order, then those that are pooled, by measure.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &DisclosedRow<N>> {
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
    pub fn lines_withheld(&self) -> Option<u64> {
        self.lines_withheld
    }
}

impl<N: Number> fmt::Debug for DisclosedRow<N> {
    /// Without the values of its line, which may be dimensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DisclosedRow")
            .field("lines", &self.lines)
            .field("people", &self.people)
            .field("measure", &self.measure)
            .finish_non_exhaustive()
    }
}

impl<N: Number> fmt::Debug for Disclosed<N> {
    /// Its terms and size; lines may be dimensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Disclosed")
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
    fn count<N>(self, shown: bool, count: u64) -> Value<N> {
        if shown && !self.is_few(count) { Value::Count(self.rounded(count)) } else { Value::Withheld }
    }

    /// Figures, each if it is shown; of a group all or none.
    fn fields<N>(self, fields: Fields<N>, shows: &dyn Fn(&str) -> bool) -> Fields<N> {
        let published = |(name, value)| {
            let value = match value {
                Value::Group(fields) => Value::Group(self.fields(fields, &|_| shows(name))),
                Value::Count(count) => self.count(shows(name), count),
                value if shows(name) => value,
                _ => Value::Withheld,
            };
            (name, value)
        };
        fields.into_iter().map(published).collect()
    }
}
