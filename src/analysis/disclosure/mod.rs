//! Disclosure control: publications withhold each figure of few people, and further figures from which it could be
//! computed.
//!
//! 1. `policy` has the threshold;
//! 2. `people` finds the people behind each cell of a statement, and `lines` decides which lines are pooled;
//! 3. `plan` decides which figures of a statement are withheld, with `grid` for categories that split people, `block`
//!    for figures that are withheld together, and `coverage` for appraisals due and missing. Every analysis of the same
//!    terms follows this plan;
//! 4. each analysis has a file that withholds its figures.

mod attribution;
mod block;
mod coverage;
mod cross;
mod drivers;
mod engagement;
mod engagement_drivers;
pub(crate) mod error;
mod grid;
mod lines;
mod people;
mod plan;
mod policy;
mod relations;
mod risk;
mod statement;

pub(crate) use error::DiscloseError;
pub use policy::Disclosure;

use super::{Analysis, Figure, Kind, NamedFigures, Rows, flat_figures};
use crate::catalogue::{Catalogue, MeasureId};
use crate::getters::{debug_fields, getters};
use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{By, Line, Terms};

use plan::StatementPlan;

/// A statement or an analysis, ready to publish. It withholds figures of fewer people than the threshold, and further
/// figures until none of these can be computed. It prints itself as a table.
///
/// Made by a [`Publisher`].
///
/// # Features
///
/// | feature | methods |
/// |---|---|
/// | `json` | `to_json` |
/// | `csv` | `to_csv` |
/// | `chart` | `people_chart` of a statement, `to_html` |
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
    /// The heading of its table.
    pub(crate) heading: String,
    /// The analysis and its rule, in words; `None` for a statement.
    pub(crate) analysis: Option<(Kind, String)>,
    /// The names of all figures that a row may have; empty for a statement, whose figures are always the same.
    #[cfg_attr(not(feature = "csv"), allow(dead_code, reason = "only CSV has a header"))]
    pub(crate) columns: Vec<&'static str>,
    pub(crate) disclosure: Disclosure,
    pub(crate) catalogue: Catalogue<N>,
    pub(crate) rows: Vec<PublicationRow<N>>,
    pub(crate) withheld: Vec<MeasureId>,
    pub(crate) lines_withheld: Option<u64>,
}

/// Makes publications of a ledger: its methods have the names of the ledger's statement and analyses. Reach has none.
///
/// Publications under different terms can be subtracted from each other: [`statement`](Self::statement) lists which.
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
    /// A publisher of the ledger. A number is taken as the threshold: `ledger.publish(10)` withholds figures of fewer
    /// than ten people, and further figures until none of these can be computed.
    pub fn publish(&self, disclosure: impl Into<Disclosure>) -> Publisher<'_, N> {
        Publisher { ledger: self, disclosure: disclosure.into() }
    }
}

/// A row of a publication: a line, or several pooled lines of a measure.
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
/// // One person is unchanged. Better and worse are withheld too, since five minus two and two would reveal it.
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
    /// The number of appraisals counted, the mean change, and whether any contribution is stated. The table of a
    /// statement shows them, its JSON and CSV do not.
    pub(crate) appraisals: Figure<N>,
    pub(crate) mean: Figure<N>,
    pub(crate) states_contributions: bool,
}

impl<N: Number> PublicationRow<N> {
    /// A row with a line and a measure.
    fn of_line(people: u64, line: &Line, measure: &MeasureId, figures: NamedFigures<N>) -> Self {
        Self::new(people, Some(line.clone()), Some(measure.clone()), figures)
    }

    fn new(people: u64, line: Option<Line>, measure: Option<MeasureId>, figures: NamedFigures<N>) -> Self {
        Self {
            line,
            lines: Some(1),
            people: Some(people),
            measure,
            figures,
            appraisals: Figure::NotGiven,
            mean: Figure::NotGiven,
            states_contributions: true,
        }
    }

    /// The row, with its number of people only if it is shown.
    fn with_people_if(mut self, shown: bool) -> Self {
        self.people = self.people.filter(|_| shown);
        self
    }

    /// Whether it pools several lines.
    pub(crate) fn is_pooled(&self) -> bool {
        self.lines != Some(1)
    }

    getters! { self:
        /// The line; `None` for pooled lines, and for an analysis without lines.
        line: Option<&Line> = self.line.as_ref();
        /// The number of its lines; `None` for a pool by user or beneficiary, in which each line is a person.
        line_count: Option<u64> = self.lines;
        /// The number of its distinct people; `None` if it is withheld, since another table shows how many of them it
        /// counts.
        person_count: Option<u64> = self.people;
        /// The measure; `None` for an analysis without measures.
        measure: Option<&MeasureId> = self.measure.as_ref();
        /// The figures by name, in the order in which they are written. A figure inside a group has both names, such as
        /// `with_better`.
        figures: impl ExactSizeIterator<Item = (String, Figure<N>)> = flat_figures(&self.figures);
    }

    /// The figure of a name; `None` if the row has none.
    pub fn figure(&self, name: &str) -> Option<Figure<N>> {
        self.figures().find(|(known, _)| known == name).map(|(_, figure)| figure)
    }
}

/// The number of lines, or `None` if each line is a person, since it would be a number of people.
fn published_line_count(terms: &Terms, lines: u64) -> Option<u64> {
    let are_people = terms.grouping().words().iter().any(|word| matches!(word, By::User | By::Beneficiary));
    if are_people { None } else { Some(lines) }
}

impl<N: Number> Publication<N> {
    /// The publication of an analysis, from its rows and from the measures and the number of lines that are withheld.
    fn new(
        analysis: &impl Analysis<N>,
        disclosure: Disclosure,
        rows: Vec<PublicationRow<N>>,
        withheld: Vec<MeasureId>,
    ) -> Self {
        let Rows { kind, rule, columns, rows: lines, .. } = analysis.rows();
        // An attribution may have more rows than lines, and counts its withheld lines itself.
        let lines_withheld = lines.len().saturating_sub(rows.len()) as u64;
        // Every row has its number of people already.
        let columns = columns.iter().copied().filter(|name| *name != "beneficiaries").collect();
        Self {
            terms: analysis.terms().clone(),
            heading: analysis.subject(),
            analysis: Some((kind, rule)),
            columns,
            disclosure,
            catalogue: analysis.catalogue().clone(),
            rows,
            withheld,
            lines_withheld: published_line_count(analysis.terms(), lines_withheld),
        }
    }

    getters! { self:
        /// The terms of the statement, or of the analysis.
        terms: &Terms = &self.terms;
        /// The rule of the analysis, in words; `None` for a statement.
        rule_text: Option<&str> = self.analysis.as_ref().map(|(_, rule)| rule.as_str());
        /// The policy: the threshold, and the base to which counts are rounded.
        disclosure: Disclosure = self.disclosure;
        /// The rows: single lines in order, then the pools, by measure.
        rows: impl ExactSizeIterator<Item = &PublicationRow<N>> = self.rows.iter();
        /// The number of rows.
        len: usize = self.rows.len();
        /// Whether it has no row.
        is_empty: bool = self.rows.is_empty();
        /// The measures without a row, since all their lines together have too few people; sorted by id.
        withheld: impl ExactSizeIterator<Item = &MeasureId> = self.withheld.iter();
        /// The number of lines of the analysis without a row, since they have too few people; `None` by user or
        /// beneficiary, where each line is a person.
        withheld_line_count: Option<u64> = self.lines_withheld;
    }
}

// Without the values of its line, which may be personal.
debug_fields! { self: impl[N: Number] PublicationRow<N> {
    lines: self.lines,
    people: self.people,
    measure: self.measure,
} }

// Its terms and size, without the values of its lines, which may be personal.
debug_fields! { self: impl[N: Number] Publication<N> {
    terms: self.terms,
    disclosure: self.disclosure,
    rows: self.len(),
    withheld: self.withheld,
} }

impl Disclosure {
    /// The count, or [`Figure::Withheld`] if it is not shown or of few people.
    fn count<N>(self, shown: bool, count: u64) -> Figure<N> {
        if shown && !self.is_few(count) { Figure::Count(self.rounded(count)) } else { Figure::Withheld }
    }

    /// Withholds the figures that are not shown. The figures of a group are shown all or none, by the name of the
    /// group.
    fn withhold<N>(self, figures: NamedFigures<N>, shows: &dyn Fn(&str) -> bool) -> NamedFigures<N> {
        let published = |(name, figure)| {
            let figure = match figure {
                Figure::Group(figures) => Figure::Group(self.withhold(figures, &|_| shows(name))),
                Figure::Count(count) => self.count(shows(name), count),
                figure if shows(name) => figure,
                _ => Figure::Withheld,
            };
            (name, figure)
        };
        figures.into_iter().map(published).collect()
    }

    /// The figures of a comparison as they are published. `with` and `without` decide by the names inside each side.
    fn withhold_sides<N>(
        self,
        figures: NamedFigures<N>,
        with: &dyn Fn(&str) -> bool,
        without: &dyn Fn(&str) -> bool,
    ) -> NamedFigures<N> {
        let published = |(side, figure)| match figure {
            Figure::Group(figures) => {
                let shows = if side == "with" { with } else { without };
                (side, Figure::Group(self.withhold(figures, shows)))
            }
            figure => (side, figure),
        };
        figures.into_iter().map(published).collect()
    }
}

impl<N: Number> Publisher<'_, N> {
    /// The checked policy, and the plan of the statement of these terms. A table names its filters, and must name no person.
    fn plan(&self, terms: &Terms) -> Result<(Disclosure, StatementPlan<N>), DiscloseError> {
        let disclosure = self.disclosure.checked()?;
        if let Some(word) =
            terms.get_only().map(|(word, _)| word).find(|word| matches!(word, By::User | By::Beneficiary))
        {
            return Err(DiscloseError::Filter { word: word.clone() });
        }
        Ok((disclosure, StatementPlan::of(self.ledger, terms, disclosure)?))
    }
}

debug_fields! { self: impl[N: Number] Publisher<'_, N> {
    disclosure: self.disclosure,
} }
