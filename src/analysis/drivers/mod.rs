//! Drivers and barriers: the appraisals with a value of a dimension, compared with the appraisals with its other
//! values.

mod factor;
mod people;
mod rows;
#[cfg(feature = "serde")]
mod stored;

pub use factor::{Factor, Side};
use smol_str::SmolStr;

use super::comparison::sums_of_others;
use super::risk::ProbabilityInterval;
use super::rows::into_lines;
use super::{Analysis, AnalysisError};
use crate::catalogue::MeasureId;
use crate::getters::{debug_fields, getters};
use crate::ledger::Ledger;
use crate::number::{Fraction, Number};
use crate::statement::{By, Cell, Dimension, IntoLine, LineError, Overflow, People, Statement, Terms};
use people::PeopleByCell;

/// Each value of a dimension compared with its other stated values, measure by measure. A comparison does not show a
/// cause.
///
/// Made by [`Ledger::drivers`]. A value that goes with more created may be a driver, a value that goes with more
/// destroyed a barrier.
///
/// Two are equal if their statements by the dimension are, and the people of each value.
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
/// let north = drivers.line("north", "mobility")?;
/// assert_eq!((north.value(), north.with().created_each()), ("north", Some(3.0)));
/// assert_eq!(north.without().share_worse(), Some(1.0));
/// assert_eq!(
///     drivers.to_string(),
///     "each value of district compared with the others; change from before; users' own appraisals\n\
///      measure   unit    district  users  appraisals               better                worse  created each  destroyed each  net each  others: users  others: appraisals       others: better        others: worse  others: created each  others: destroyed each  others: net each\n\
///      mobility  points  north         2           2  100 % (34 to 100 %)      0 % (0 to 66 %)           3.0             0.0       3.0              1                   1      0 % (0 to 79 %)  100 % (21 to 100 %)                   0.0                     1.0              -1.0\n\
///      mobility  points  south         1           1      0 % (0 to 79 %)  100 % (21 to 100 %)           0.0             1.0      -1.0              2                   2  100 % (34 to 100 %)      0 % (0 to 66 %)                   3.0                     0.0               3.0\n\
///      in brackets: 95 % confidence intervals, for which each user counts once\n",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Drivers<N: Number = f64> {
    dimension: Dimension,
    statement: Statement<N>,
    people: PeopleByCell,
    lines: Vec<DriversLine<N>>,
}

/// The comparison of a value with the other values of its dimension, on one measure.
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

/// The appraisals on one side of a comparison, as counts and as amounts in the unit of the measure.
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
/// let north = drivers.line("north", "mobility")?.with().clone();
/// assert_eq!((north.gain_count(), north.loss_count(), north.share_worse()), (1, 1, Some(0.5)));
/// assert_eq!((north.created(), north.created_each(), north.destroyed_each()), (&4.0, Some(2.0), Some(0.5)));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonGroup<N: Number = f64> {
    people: u64,
    appraisals: u64,
    gains: u64,
    losses: u64,
    better: u64,
    worse: u64,
    created: N,
    destroyed: N,
    net: N,
    /// The exact totals of created, destroyed and net. The means divide them by the number of appraisals.
    totals: [N::Total; 3],
}

impl<N: Number> ComparisonGroup<N> {
    /// The figures of a cell and the number of its people; without a cell, those of no appraisal.
    fn of(cell: Option<&Cell<N>>, people: u64) -> Result<Self, Overflow> {
        let count = |count: fn(&Cell<N>) -> u64| cell.map_or(0, count);
        let amount = |amount: fn(&Cell<N>) -> Result<N, Overflow>| cell.map_or_else(|| Ok(N::zero()), amount);
        let totals = |cell: &Cell<N>| cell.totals().expect("a cell with rounded figures has totals");
        Ok(Self {
            people,
            appraisals: count(Cell::appraisal_count),
            gains: count(Cell::gain_count),
            losses: count(Cell::loss_count),
            better: count(Cell::better_count),
            worse: count(Cell::worse_count),
            created: amount(Cell::created)?,
            destroyed: amount(Cell::destroyed)?,
            net: amount(Cell::net)?,
            totals: cell.map(totals).unwrap_or_default(),
        })
    }

    /// The 95 % confidence interval of the share of better appraisals; `None` without an appraisal.
    ///
    /// # Formula
    ///
    /// Wilson's score interval, with the number of people and not of appraisals as `n`: see [`ProbabilityInterval`].
    /// Intervals of two values that do not overlap are a difference that chance rarely makes. Ours.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, User, date};
    /// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// for (user, district, change) in [("ana", "north", 4.0), ("ben", "north", -1.0), ("cai", "south", -1.0)] {
    ///     let visit = Interaction::between(User::new(user).with("district", district), "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
    /// }
    /// let drivers = ledger.drivers(Terms::default(), "district")?;
    /// let north = drivers.line("north", "mobility")?.with();
    /// let interval = north.better_interval().expect("two appraisals");
    /// assert_eq!((north.person_count(), (interval.low() * 100.0).round(), (interval.high() * 100.0).round()), (2, 9.0, 91.0));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn better_interval(&self) -> Option<ProbabilityInterval> {
        self.interval(self.better)
    }

    /// The 95 % confidence interval of the share of worse appraisals, as for [`better_interval`](Self::better_interval).
    pub fn worse_interval(&self) -> Option<ProbabilityInterval> {
        self.interval(self.worse)
    }

    fn interval(&self, counted: u64) -> Option<ProbabilityInterval> {
        (self.appraisals > 0).then(|| ProbabilityInterval::of(counted, self.appraisals, self.people))
    }

    getters! { self:
        /// The number of people whose appraisals are counted, each once.
        person_count: u64 = self.people;
        /// The number of appraisals counted: better, unchanged and worse.
        appraisal_count: u64 = self.appraisals;
        /// The number of appraisals that count as created.
        gain_count: u64 = self.gains;
        /// The number of appraisals that count as destroyed.
        loss_count: u64 = self.losses;
        /// The number of appraisals that are better by more than the tolerance: gains and windfall gains.
        better_count: u64 = self.better;
        /// The number of appraisals that are worse by more than the tolerance: losses and windfall losses.
        worse_count: u64 = self.worse;
        /// The total created.
        created: &N = &self.created;
        /// The total destroyed.
        destroyed: &N = &self.destroyed;
        /// All gains minus all losses, windfalls included.
        net: &N = &self.net;
    }
}

impl<N: Fraction> ComparisonGroup<N> {
    getters! { self:
        /// The mean amount created per appraisal; `None` without an appraisal.
        ///
        /// # Formula
        ///
        /// `created ÷ appraisals`, in the unit of the measure, from the exact total and rounded once. Ours.
        created_each: Option<N> = N::divided(&self.totals[0], self.appraisals);
        /// The mean amount destroyed per appraisal; `None` without an appraisal.
        ///
        /// # Formula
        ///
        /// `destroyed ÷ appraisals`, in the unit of the measure, from the exact total and rounded once. Ours.
        destroyed_each: Option<N> = N::divided(&self.totals[1], self.appraisals);
        /// The mean net per appraisal; `None` without an appraisal.
        ///
        /// # Formula
        ///
        /// `net ÷ appraisals`, in the unit of the measure, from the exact total and rounded once. Ours.
        net_each: Option<N> = N::divided(&self.totals[2], self.appraisals);
        /// The share of better appraisals, from 0 to 1; `None` without an appraisal.
        ///
        /// # Formula
        ///
        /// `better ÷ appraisals`, without a unit, rounded once. Ours.
        share_better: Option<N> = N::share(self.better, self.appraisals);
        /// The share of worse appraisals, from 0 to 1; `None` without an appraisal.
        ///
        /// # Formula
        ///
        /// `worse ÷ appraisals`, without a unit, rounded once. Ours.
        share_worse: Option<N> = N::share(self.worse, self.appraisals);
    }
}

impl<N: Number> DriversLine<N> {
    getters! { self:
        /// The value of the dimension.
        value: &str = &self.value;
        /// The measure.
        measure: &MeasureId = &self.measure;
        /// The appraisals with the value.
        with: &ComparisonGroup<N> = &self.with;
        /// The appraisals with another value. Appraisals without a value are in neither group.
        without: &ComparisonGroup<N> = &self.without;
    }
}

into_lines!(Drivers: Number, DriversLine<N>, |drivers| drivers.lines);

// Without the value, which may be personal: debug output may reach a log.
debug_fields! { self: impl[N: Number] DriversLine<N> {
    measure: self.measure,
    with: self.with,
    without: self.without,
} }

impl<N: Number> Ledger<N> {
    /// Each value of a dimension compared with its other stated values, computed from the appraisals that a statement
    /// of these terms counts. The dimension replaces the grouping of the terms.
    ///
    /// The value is the interaction's, or else the beneficiary's as a user, as in a statement by
    /// [`By::With`].
    ///
    /// # Errors
    ///
    /// - invalid terms;
    /// - a figure that no number of the kind holds.
    pub fn drivers(&self, terms: impl Into<Terms>, dimension: impl AsRef<str>) -> Result<Drivers<N>, AnalysisError> {
        let dimension = Dimension::new(dimension);
        let terms = terms.into().grouped_by(By::With(dimension.clone()));
        let statement = self.statement(&terms)?;
        Drivers { dimension, statement, people: people::people_by_cell(self, &terms), lines: Vec::new() }.with_lines()
    }
}

impl<N: Number> Drivers<N> {
    /// Rounds the figures of all lines, so that reading them cannot fail.
    fn with_lines(mut self) -> Result<Self, AnalysisError> {
        let mut cells: Vec<Cell<N>> = self.statement.cells().filter(|cell| value(cell).is_some()).collect();
        cells.sort_by(|one, two| (one.measure(), one.line()).cmp(&(two.measure(), two.line())));
        cells.retain(|cell| cell.appraisal_count() > 0);
        self.lines = Vec::with_capacity(cells.len());
        for of_measure in cells.chunk_by(|one, two| one.measure() == two.measure()) {
            let others = sums_of_others(of_measure, |sum, cell| *sum = sum.together(cell).named("others"));
            let of_cell = |cell: &Cell<N>| {
                self.people.get(&(cell.line().clone(), cell.measure().clone())).expect("a counted cell has people")
            };
            let people: Vec<&People> = of_measure.iter().map(of_cell).collect();
            let other_people = People::in_the_others(people.iter().copied());
            for (((cell, others), people), other_people) in of_measure.iter().zip(others).zip(people).zip(other_people)
            {
                self.lines.push(DriversLine {
                    value: SmolStr::new(value(cell).unwrap_or_default()),
                    measure: cell.measure().clone(),
                    with: ComparisonGroup::of(Some(cell), people.count() as u64)?,
                    without: ComparisonGroup::of(others.as_ref(), other_people)?,
                });
            }
        }
        Ok(self)
    }

    getters! { self:
        /// The dimension whose values are compared.
        dimension: &str = self.dimension.as_str();
        /// The names of the parts of the books that it covers. A part without a name is not listed.
        parts: impl Iterator<Item = &str> = self.statement.parts();
        /// The lines, sorted by measure and value: one for each value with a counted appraisal.
        lines: impl ExactSizeIterator<Item = &DriversLine<N>> = self.lines.iter();
    }

    /// The line of a value and a measure.
    ///
    /// # Errors
    ///
    /// - a value without a counted appraisal of the measure: an error, not a zero (R20).
    pub fn line(&self, value: impl AsRef<str>, measure: impl AsRef<str>) -> Result<&DriversLine<N>, LineError> {
        let (value, measure) = (value.as_ref(), measure.as_ref());
        // Lines are sorted by measure, then by value.
        let asked = (measure, value);
        let found = self.lines.binary_search_by(|line| (line.measure.as_str(), &*line.value).cmp(&asked));
        found
            .map(|index| &self.lines[index])
            .map_err(|_| LineError::not_in_analysis(&Some(value).into_line(), self.terms(), measure))
    }

    /// The drivers of both parts, equal to those of one ledger with all their entries (R12).
    ///
    /// # Errors
    ///
    /// - a difference in the terms, the dimension, or the definition of a measure or a service; or a part that is in
    ///   both;
    /// - a figure of both parts together that no number of the kind holds.
    pub fn merge(mut self, other: Self) -> Result<Self, AnalysisError> {
        self.statement = self.statement.merge(other.statement)?;
        people::merge(&mut self.people, other.people);
        self.with_lines()
    }
}

/// The value of the dimension on the line of a cell; `None` if it is not stated.
fn value<N: Number>(cell: &Cell<N>) -> Option<&str> {
    cell.line().values().next().flatten()
}

// Its terms and size, without values of the dimension.
debug_fields! { self: impl[N: Number] Drivers<N> {
    terms: *self.terms(),
    lines: self.lines.len(),
} }
