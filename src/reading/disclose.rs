//! A statement for publishing: no line of few people.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::catalogue::{Catalogue, MeasureId};
use crate::ledger::Ledger;
use crate::number::Number;
use crate::rule::Rule;
use crate::statement::{
    Cell, Column, Line, ShownFigures, Statement, Terms, TermsError, of_cells, of_lines, shown, thousands, write_columns,
};

/// The fewest people of whom a line can be asked to be: a line of one is that person's.
const FEWEST: u64 = 2;

/// Why nothing was disclosed.
///
/// When several apply, the first in this list is reported.
///
/// # Errors, as examples
///
/// - `ledger.disclose(By::Year.and(By::Year), 5)`: R13, as of a statement;
/// - `ledger.disclose(By::Service, 1)`: R26.
///
/// # Example
///
/// ```
/// # use covalue::{By, Catalogue, Ledger, Rule, Service};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let refused = ledger.disclose(By::Service, 1).unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     "R26: lines of 1 are asked for at the least, and whoever publishes asks for 2 or more",
/// );
/// assert_eq!(refused.rule(), Rule::R26);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DiscloseError {
    /// No statement can be of the terms.
    #[error(transparent)]
    Terms(#[from] TermsError),
    /// A line of one person, or of none, would be published.
    #[error("R26: lines of {least} are asked for at the least, and whoever publishes asks for {FEWEST} or more")]
    TooFew {
        /// The number asked for.
        least: u64,
    },
}

impl DiscloseError {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Terms(error) => error.rule(),
            Self::TooFew { .. } => Rule::R26,
        }
    }
}

/// A line's measure as it is published, or several lines of a measure in one.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, User, date};
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (user, district, change) in [("ana", "north", -2.0), ("ben", "north", 1.0), ("cai", "south", -3.0)] {
///     let visit = Interaction::between(User::new(user).with("district", district), "physio", date(2026, 3, 2));
///     ledger.record(visit.appraisal(Appraisal::of("pain").change(change)))?;
/// }
/// let published = ledger.disclose(By::with("district"), 2)?;
/// let row = published.rows().next().expect("three are enough");
/// assert_eq!((row.line(), row.lines(), row.beneficiaries()), (None, 2, 3)); // Cai alone would be too few
/// assert_eq!((row.cell().created()?, row.cell().destroyed()?), (5.0, 1.0));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct DisclosedRow<N: Number = f64> {
    cell: Cell<N>,
    lines: u64,
    beneficiaries: u64,
}

impl<N: Number> DisclosedRow<N> {
    /// The line; none where several are pooled.
    pub fn line(&self) -> Option<&Line> {
        (self.lines == 1).then(|| self.cell.line())
    }

    /// How many lines it is of.
    pub fn lines(&self) -> u64 {
        self.lines
    }

    /// The beneficiaries of whom an appraisal is counted in it, each once.
    pub fn beneficiaries(&self) -> u64 {
        self.beneficiaries
    }

    /// The measure.
    pub fn measure(&self) -> &MeasureId {
        self.cell.measure()
    }

    /// Its figures, as of a statement's cell; of several lines those of their totals together, each rounded once. An
    /// overflow of theirs tells the line as `pooled`.
    pub fn cell(&self) -> &Cell<N> {
        &self.cell
    }
}

/// A statement for publishing: no row of it is of fewer people than were asked for, and each measure's totals are those of
/// the statement. It prints itself as a table. See [`Ledger::disclose`].
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
/// assert_eq!((published.least(), published.len()), (5, 0));
/// assert_eq!(published.withheld().map(|measure| measure.as_str()).collect::<Vec<_>>(), ["pain"]);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Disclosed<N: Number = f64> {
    terms: Terms,
    least: u64,
    catalogue: Catalogue<N>,
    rows: Vec<DisclosedRow<N>>,
    withheld: Vec<MeasureId>,
}

impl<N: Number> Ledger<N> {
    /// The statement of these terms for publishing: lines of fewer than `least` beneficiaries are pooled, of each measure
    /// by itself, and then the smallest others, until the pool has that many (R26). Totals stay, and no row is of fewer. A
    /// measure of which all lines together have fewer has no rows, and is named as [withheld](Disclosed::withheld).
    ///
    /// Rows of a measure are disjoint sets of its lines, each of `least` beneficiaries or more: whatever is added and
    /// subtracted of them and of the totals gives no figure of lines that have fewer between them.
    ///
    /// **What it does not do**:
    ///
    /// - **Tables published side by side can still be subtracted**: by service, and by service and month; last month's and
    ///   this month's; of two measures that are one. Publish one table of one set of books, or see to it yourself;
    /// - a row of many may hold one loss, and its `destroyed` is then that one person's; whoever knows of all but one person
    ///   in a row knows of the last;
    /// - values of lines stand as they are. A line named after a person names them, if it is of enough people;
    /// - it does not merge, since two pools hide lines that the other may show, and nobody could tell how many people are in
    ///   both. Merge ledgers, and disclose the whole. That would be another table beside those of the parts: see above.
    ///
    /// # Formula
    ///
    /// Of a measure's lines, by how many distinct beneficiaries are counted in each (of equal ones the first in the
    /// statement's order): all below `least`, and if there are any, as many more, the smallest first, as it takes until
    /// `|∪ beneficiaries| ≥ least`. Who is only left out or missing is not counted. Ours.
    ///
    /// # Errors
    ///
    /// See [`DiscloseError`].
    ///
    /// - terms that no statement can be of;
    /// - a `least` of 0 or 1, with which nobody would be hidden: R26.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, User, date};
    ///
    /// let catalogue =
    ///     Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for (user, district, change) in [
    ///     ("ana", "north", -2.0),
    ///     ("ben", "north", 1.0),
    ///     ("cai", "south", -3.0),
    ///     ("dora", "east", -1.0),
    ///     ("eve", "west", 2.0),
    ///     ("finn", "west", -4.0),
    /// ] {
    ///     let visit = Interaction::between(User::new(user).with("district", district), "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("pain").change(change)))?;
    /// }
    /// let published = ledger.disclose(By::with("district"), 2)?;
    /// assert_eq!(
    ///     published.to_string(),
    ///     "against before, users' own appraisals, lines of fewer than 2 users pooled\n\
    ///      with.district   users  measure  unit    created  destroyed  net  windfall  missing\n\
    ///      north               2  pain     points      2.0        1.0  1.0       0.0        -\n\
    ///      west                2  pain     points      4.0        2.0  2.0       0.0        -\n\
    ///      2 lines pooled      2  pain     points      4.0        0.0  4.0       0.0        -\n",
    /// );
    /// // For three each line is of too few, and for seven all are together.
    /// let published = ledger.disclose(By::with("district"), 3)?;
    /// let row = published.rows().next().expect("all in one");
    /// assert_eq!((row.line(), row.lines(), row.beneficiaries(), row.cell().created()?), (None, 4, 6, 10.0));
    /// assert!(ledger.disclose(By::with("district"), 7)?.is_empty());
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn disclose(&self, terms: impl Into<Terms>, least: u64) -> Result<Disclosed<N>, DiscloseError> {
        let terms = terms.into().checked()?;
        let statement = self.statement(&terms)?;
        if least < FEWEST {
            return Err(DiscloseError::TooFew { least });
        }
        let people = self.beneficiaries_of(&statement);
        let mut of_measures: BTreeMap<MeasureId, Vec<usize>> = BTreeMap::new();
        for (place, cell) in statement.cells().enumerate() {
            of_measures.entry(cell.measure().clone()).or_default().push(place);
        }
        let mut alone = vec![false; statement.len()];
        let (mut pooled, mut withheld) = (Vec::new(), Vec::new());
        for (measure, cells) in of_measures {
            let Some(Pool { cells: in_pool, beneficiaries }) = Pool::of(&cells, &people, least) else {
                withheld.push(measure);
                continue;
            };
            for cell in cells {
                alone[cell] = !in_pool.contains(&cell);
            }
            pooled.extend(row_of(&statement, &in_pool.into_iter().collect::<Vec<_>>(), beneficiaries));
        }
        let row =
            |(place, cell): (usize, _)| DisclosedRow { cell, lines: 1, beneficiaries: people[place].len() as u64 };
        let mut rows: Vec<_> = statement.cells().enumerate().filter(|(place, _)| alone[*place]).map(row).collect();
        rows.append(&mut pooled);
        Ok(Disclosed { terms, least, catalogue: self.catalogue.clone(), rows, withheld })
    }
}

/// Cells of a measure that are published as one, and how many people they are of; no cell where each has enough.
struct Pool {
    cells: BTreeSet<usize>,
    beneficiaries: u64,
}

impl Pool {
    /// None where all together are too few.
    fn of(cells: &[usize], people: &[Vec<u32>], least: u64) -> Option<Self> {
        let mut order = cells.to_vec();
        // Stable: of lines with as many people, the first of the statement goes first.
        order.sort_by_key(|&cell| people[cell].len());
        let is_small = |cell: &usize| (people[*cell].len() as u64) < least;
        let small = order.partition_point(is_small);
        let (mut pool, mut pooled) = (BTreeSet::new(), BTreeSet::<u32>::new());
        if small == 0 {
            return Some(Self { cells: pool, beneficiaries: 0 });
        }
        for (place, &cell) in order.iter().enumerate() {
            if place >= small && pooled.len() as u64 >= least {
                break;
            }
            pool.insert(cell);
            pooled.extend(&people[cell]);
        }
        let beneficiaries = pooled.len() as u64;
        (beneficiaries >= least).then_some(Self { cells: pool, beneficiaries })
    }
}

/// The row of pooled cells, if there are any: one that has too few people by itself, and so another one at least.
fn row_of<N: Number>(statement: &Statement<N>, cells: &[usize], beneficiaries: u64) -> Option<DisclosedRow<N>> {
    statement.pooled(cells).map(|cell| DisclosedRow { cell, lines: cells.len() as u64, beneficiaries })
}

impl<N: Number> Disclosed<N> {
    /// The terms of the statement.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// How many beneficiaries each row is of at the least.
    pub fn least(&self) -> u64 {
        self.least
    }

    /// The rows: lines that stand alone in the statement's order, then those that are pooled, by measure.
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

    /// Measures of which all lines together have too few beneficiaries, and that have no row for it, by id.
    pub fn withheld(&self) -> impl ExactSizeIterator<Item = &MeasureId> {
        self.withheld.iter()
    }
}

impl<N: Number> fmt::Debug for Disclosed<N> {
    /// Its terms and size; lines may be dimensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Disclosed")
            .field("terms", &self.terms)
            .field("least", &self.least)
            .field("rows", &self.len())
            .field("withheld", &self.withheld)
            .finish_non_exhaustive()
    }
}

impl<N: Number> fmt::Display for Disclosed<N> {
    /// An aligned table under its terms, and below it the measures that are withheld. Figures are shown as those of a
    /// [`Statement`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, people) = self.terms.people();
        let least = thousands(&self.least.to_string());
        writeln!(f, "{}, lines of fewer than {least} {people} pooled", self.terms.without_grouping())?;
        if self.is_empty() {
            writeln!(f, "no lines")?;
        } else {
            let cells: Vec<Cell<N>> = self.rows().map(|row| row.cell().clone()).collect();
            let lines = self.rows.iter().map(|row| row.line().ok_or_else(|| format!("{} lines pooled", row.lines())));
            let mut columns = of_lines(Some(&self.terms), lines);
            columns.push(Column::counts(people, self.rows().map(DisclosedRow::beneficiaries)));
            columns.extend(of_cells(&self.catalogue, &cells, ShownFigures::PeopleFirst, f.precision()));
            write_columns(f, &columns)?;
        }
        if self.withheld.is_empty() {
            return Ok(());
        }
        let measures: Vec<&str> = self.withheld.iter().map(MeasureId::as_str).collect();
        writeln!(f, "withheld, of fewer than {least} {people}: {}", shown(&measures.join(", ")))
    }
}
