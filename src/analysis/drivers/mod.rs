//! Drivers and barriers: appraisals that have a value in a dimension, beside those that state another.

mod factor;
mod rows;

use std::fmt;

pub use factor::{Factor, Side};
use smol_str::SmolStr;

use super::{Analysis, AnalysisError};
use crate::catalogue::MeasureId;
use crate::ledger::Ledger;
use crate::number::{Fraction, Number};
use crate::statement::{By, Cell, Dimension, Overflow, Statement, Terms};

/// Each value of a dimension compared with the others that are stated, measure by measure. A comparison, and no claim of
/// cause.
///
/// Made by [`Ledger::drivers`]. A value with which more is created than without may be a driver, and one with which more is
/// destroyed a barrier.
///
/// # Example
///
/// ```
/// use covalue::{Appraisal, Catalogue, Interaction, Ledger, Measure, Service, Terms, User, date};
///
/// let catalogue =
///     Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
/// let mut ledger = Ledger::new(&catalogue);
/// for (user, district, change) in [("ana", "north", 4.0), ("ben", "north", 2.0), ("cai", "south", -1.0)] {
///     let visit = Interaction::between(User::new(user).with("district", district), "physio", date(2026, 3, 2));
///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
/// }
/// let drivers = ledger.drivers(Terms::default(), "district")?;
/// let north = drivers.line("north", "mobility").expect("it is stated");
/// assert_eq!((north.value(), north.with().created_each()), ("north", Some(3.0)));
/// assert_eq!(north.without().share_worse(), Some(1.0));
/// assert_eq!(
///     drivers.to_string(),
///     "district, against before, users' own appraisals; each value beside the others that are stated\n\
///      measure   unit    district  appraisals with it  better  worse  created each  destroyed each  net each  appraisals with others  better  worse  created each  destroyed each  net each\n\
///      mobility  points  north                      2   100 %    0 %           3.0             0.0       3.0                       1     0 %  100 %           0.0             1.0      -1.0\n\
///      mobility  points  south                      1     0 %  100 %           0.0             1.0      -1.0                       2   100 %    0 %           3.0             0.0       3.0\n",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone)]
pub struct Drivers<N: Number = f64> {
    dimension: Dimension,
    statement: Statement<N>,
    lines: Vec<DriversLine<N>>,
}

/// A value of a dimension, and what is compared of a measure.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Service, Terms, User, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (user, district, change) in [("ana", "north", 4.0), ("ben", "north", -1.0), ("cai", "south", -1.0)] {
///     let visit = Interaction::between(User::new(user).with("district", district), "physio", date(2026, 3, 2));
///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
/// }
/// let drivers = ledger.drivers(Terms::default(), "district")?;
/// let values: Vec<_> = drivers.lines().map(|line| (line.value().to_owned(), line.with().appraisal_count())).collect();
/// assert_eq!(values, [("north".to_owned(), 2), ("south".to_owned(), 1)]);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct DriversLine<N: Number = f64> {
    value: SmolStr,
    measure: MeasureId,
    with: ComparisonGroup<N>,
    without: ComparisonGroup<N>,
}

/// The appraisals of one side of a comparison, in counts and in the measure's unit. Without intervals: how surely the
/// sides differ is not said.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Contribution, Interaction, Ledger, Measure, Service, Terms, User, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (user, district, change) in [("ana", "north", 4.0), ("ben", "north", -1.0), ("cai", "south", -1.0)] {
///     let visit = Interaction::between(User::new(user).with("district", district), "physio", date(2026, 3, 2));
///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
/// }
/// let drivers = ledger.drivers(Terms::default(), "district")?;
/// let north = drivers.line("north", "mobility").expect("it is stated").with().clone();
/// assert_eq!((north.gain_count(), north.loss_count(), north.share_worse()), (1, 1, Some(0.5)));
/// assert_eq!((north.created(), north.created_each(), north.destroyed_each()), (&4.0, Some(2.0), Some(0.5)));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonGroup<N: Number = f64> {
    appraisals: u64,
    gains: u64,
    losses: u64,
    better: u64,
    worse: u64,
    created: N,
    destroyed: N,
    net: N,
    /// The exact totals of created, destroyed and net.
    totals: [N::Total; 3],
}

impl<N: Number> ComparisonGroup<N> {
    fn of(cell: &Cell<N>) -> Result<Self, Overflow> {
        let (created, destroyed, net) = (cell.created()?, cell.destroyed()?, cell.net()?);
        Ok(Self {
            appraisals: cell.appraisal_count(),
            gains: cell.gain_count(),
            losses: cell.loss_count(),
            better: cell.better_count(),
            worse: cell.worse_count(),
            created,
            destroyed,
            net,
            totals: cell.totals().expect("figures that were read have totals"),
        })
    }

    fn nothing() -> Self {
        let totals = std::array::from_fn(|_| N::Total::default());
        Self {
            appraisals: 0,
            gains: 0,
            losses: 0,
            better: 0,
            worse: 0,
            created: N::zero(),
            destroyed: N::zero(),
            net: N::zero(),
            totals,
        }
    }
}

impl<N: Number> ComparisonGroup<N> {
    /// The appraisals counted: better, unchanged and worse.
    pub fn appraisal_count(&self) -> u64 {
        self.appraisals
    }

    /// Those that count as created.
    pub fn gain_count(&self) -> u64 {
        self.gains
    }

    /// Those that count as destroyed.
    pub fn loss_count(&self) -> u64 {
        self.losses
    }

    /// Those better by more than the tolerance: gains and windfall gains.
    pub fn better_count(&self) -> u64 {
        self.better
    }

    /// Those worse by more than the tolerance: losses and windfall losses.
    pub fn worse_count(&self) -> u64 {
        self.worse
    }

    /// What was created in all.
    pub fn created(&self) -> &N {
        &self.created
    }

    /// What was destroyed in all.
    pub fn destroyed(&self) -> &N {
        &self.destroyed
    }

    /// All gains less all losses.
    pub fn net(&self) -> &N {
        &self.net
    }
}

impl<N: Fraction> ComparisonGroup<N> {
    /// Created for each appraisal; none where there is no appraisal.
    ///
    /// # Formula
    ///
    /// `created ÷ appraisals`, in the measure's unit, of the exact total and rounded once. Ours.
    pub fn created_each(&self) -> Option<N> {
        N::divided(&self.totals[0], self.appraisals)
    }

    /// Destroyed for each appraisal; none where there is no appraisal.
    ///
    /// # Formula
    ///
    /// `destroyed ÷ appraisals`, in the measure's unit, of the exact total and rounded once. Ours.
    pub fn destroyed_each(&self) -> Option<N> {
        N::divided(&self.totals[1], self.appraisals)
    }

    /// Net for each appraisal; none where there is no appraisal.
    ///
    /// # Formula
    ///
    /// `net ÷ appraisals`, in the measure's unit, of the exact total and rounded once. Ours.
    pub fn net_each(&self) -> Option<N> {
        N::divided(&self.totals[2], self.appraisals)
    }

    /// The share that is better, from 0 to 1; none where there is no appraisal.
    ///
    /// # Formula
    ///
    /// `better ÷ appraisals`, without a unit, rounded once. Ours.
    pub fn share_better(&self) -> Option<N> {
        N::share(self.better, self.appraisals)
    }

    /// The share that is worse, from 0 to 1; none where there is no appraisal.
    ///
    /// # Formula
    ///
    /// `worse ÷ appraisals`, without a unit, rounded once. Ours.
    pub fn share_worse(&self) -> Option<N> {
        N::share(self.worse, self.appraisals)
    }
}

impl<N: Number> DriversLine<N> {
    /// The value of the dimension.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The measure.
    pub fn measure(&self) -> &MeasureId {
        &self.measure
    }

    /// The appraisals that have the value.
    pub fn with(&self) -> &ComparisonGroup<N> {
        &self.with
    }

    /// The appraisals that state another value; those that state none are in neither.
    pub fn without(&self) -> &ComparisonGroup<N> {
        &self.without
    }
}

impl<N: Number> fmt::Debug for DriversLine<N> {
    /// Without its value, which is a dimension's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DriversLine")
            .field("measure", &self.measure)
            .field("with", &self.with)
            .field("without", &self.without)
            .finish_non_exhaustive()
    }
}

impl<N: Number> Ledger<N> {
    /// Each value of a dimension compared with the others that are stated, of just the appraisals that a statement of these
    /// terms counts. Their grouping gives way to the dimension.
    ///
    /// The dimension is the interaction's own, or else the beneficiary's as a user, as in a statement by
    /// [`By::With`](crate::By::With).
    ///
    /// # Errors
    ///
    /// - terms that no statement can be of;
    /// - a figure that no number of the kind holds.
    pub fn drivers(&self, terms: impl Into<Terms>, dimension: impl AsRef<str>) -> Result<Drivers<N>, AnalysisError> {
        let dimension = Dimension::new(dimension);
        let terms = terms.into().grouped_by(By::With(dimension.clone()));
        Drivers { dimension, statement: self.statement(terms)?, lines: Vec::new() }.read()
    }
}

impl<N: Number> Drivers<N> {
    /// With its figures read, once and for all.
    fn read(mut self) -> Result<Self, AnalysisError> {
        let mut cells: Vec<Cell<N>> = self.statement.cells().filter(|cell| value(cell).is_some()).collect();
        cells.sort_by(|one, two| (one.measure(), one.line()).cmp(&(two.measure(), two.line())));
        cells.retain(|cell| cell.appraisal_count() > 0);
        self.lines = Vec::with_capacity(cells.len());
        for of_measure in cells.chunk_by(|one, two| one.measure() == two.measure()) {
            for (cell, others) in of_measure.iter().zip(others(of_measure)) {
                self.lines.push(DriversLine {
                    value: SmolStr::new(value(cell).unwrap_or_default()),
                    measure: cell.measure().clone(),
                    with: ComparisonGroup::of(cell)?,
                    without: others.as_ref().map_or_else(|| Ok(ComparisonGroup::nothing()), ComparisonGroup::of)?,
                });
            }
        }
        Ok(self)
    }

    /// The dimension.
    pub fn dimension(&self) -> &str {
        self.dimension.as_str()
    }

    /// The names of the parts it is of; an unnamed one is not listed.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.statement.parts()
    }

    /// Its lines, sorted by measure and value: a value with a counted appraisal each.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = &DriversLine<N>> {
        self.lines.iter()
    }

    /// The line of a value and a measure; none where no appraisal that has it is counted.
    pub fn line(&self, value: impl AsRef<str>, measure: impl AsRef<str>) -> Option<&DriversLine<N>> {
        let (value, measure) = (value.as_ref(), measure.as_ref());
        self.lines.iter().find(|line| line.value == value && line.measure.as_str() == measure)
    }

    /// Both as one: the same as of one ledger of all their entries (R12).
    ///
    /// # Errors
    ///
    /// - of other terms or another dimension, a part that is in both, or another definition of a measure or a service;
    /// - a figure of both together that no number of the kind holds.
    pub fn merge(mut self, other: Self) -> Result<Self, AnalysisError> {
        self.statement = self.statement.merge(other.statement)?;
        self.read()
    }
}

/// The value of a cell's line; none where it is not stated.
fn value<N: Number>(cell: &Cell<N>) -> Option<&str> {
    cell.line().values().next().flatten()
}

/// All other cells together, of each cell; none where there is no other.
fn others<N: Number>(cells: &[Cell<N>]) -> Vec<Option<Cell<N>>> {
    let together = |before: &Option<Cell<N>>, cell: &Cell<N>| match before {
        Some(before) => Some(before.together(cell)),
        None => Some(cell.clone()),
    };
    let mut before = Vec::with_capacity(cells.len());
    let mut sum = None;
    for cell in cells {
        before.push(sum.clone());
        sum = together(&sum, cell);
    }
    let mut behind: Option<Cell<N>> = None;
    for (cell, before) in cells.iter().zip(&mut before).rev() {
        if let Some(behind) = &behind {
            *before = together(before, behind);
        }
        behind = together(&behind, cell);
    }
    before
}

impl<N: Number> PartialEq for Drivers<N> {
    /// Of equal statements by the dimension.
    fn eq(&self, other: &Self) -> bool {
        self.statement == other.statement
    }
}

impl<N: Number> fmt::Debug for Drivers<N> {
    /// Its terms and size; values are dimensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Drivers").field("terms", self.terms()).field("lines", &self.lines.len()).finish_non_exhaustive()
    }
}
