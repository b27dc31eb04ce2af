//! Two statements compared, figure by figure.

#[cfg(any(feature = "json", feature = "csv"))]
use super::fields;
use super::figures::{Cell, Overflow};
use super::{Line, MergeError, Statement, Terms};
use crate::catalogue::{Catalogue, MeasureId};
use crate::getters::{debug_fields, getters};
use crate::number::{Number, Total};

/// A figure of two statements: then, now, and the change. The change is that of the exact totals, rounded once, so that it
/// can differ from the difference of the rounded figures in the last place.
///
/// Where a statement does not have the line, it has no figure, and there is no change: nothing was due there, which is
/// not the same as zero.
///
/// # Example
///
/// ```
/// # use covalue::statement::Cell;
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (month, change) in [(3, 2.0), (6, 1.5)] {
///     let visit = Interaction::between("ana", "physio", date(2026, month, 2));
///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
/// }
/// let then = ledger.statement(Terms::by(By::Service).as_of(date(2026, 3, 31)))?;
/// let change = ledger.statement(By::Service)?.change_since(&then)?;
/// let created = change.cells().next().expect("one line").created()?;
/// assert_eq!((created.then(), created.now(), created.change()), (Some(&2.0), Some(&3.5), Some(&1.5)));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct FigureChange<N = f64> {
    then: Option<N>,
    now: Option<N>,
    change: Option<N>,
}

impl<N> FigureChange<N> {
    getters! { self:
        /// The figure of the earlier statement; `None` if it does not have the line.
        then: Option<&N> = self.then.as_ref();
        /// The figure of the later statement; `None` if it does not have the line.
        now: Option<&N> = self.now.as_ref();
        /// The later figure minus the earlier one; `None` if a statement does not have the line.
        change: Option<&N> = self.change.as_ref();
    }
}

/// A count of two statements: then, now, and the change.
///
/// # Example
///
/// ```
/// # use covalue::statement::Cell;
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (month, change) in [(3, 2.0), (6, 1.5)] {
///     let visit = Interaction::between("ana", "physio", date(2026, month, 2));
///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
/// }
/// let then = ledger.statement(Terms::by(By::Service).as_of(date(2026, 3, 31)))?;
/// let change = ledger.statement(By::Service)?.change_since(&then)?;
/// let gains = change.cells().next().expect("one line").count(Cell::gain_count);
/// assert_eq!((gains.then(), gains.now(), gains.change()), (Some(1), Some(2), Some(1)));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountChange {
    then: Option<u64>,
    now: Option<u64>,
}

impl CountChange {
    getters! { self:
        /// The count of the earlier statement; `None` if it does not have the line, or the line has no such count.
        then: Option<u64> = self.then;
        /// The count of the later statement; `None` if it does not have the line, or the line has no such count.
        now: Option<u64> = self.now;
        /// The later count minus the earlier one; `None` if one of them is.
        change: Option<i64> = Some(self.now?.cast_signed() - self.then?.cast_signed());
    }
}

/// A line and measure of two statements. At least one of them has it.
///
/// # Example
///
/// ```
/// # use covalue::statement::Cell;
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (month, change) in [(3, 2.0), (6, 1.5)] {
///     let visit = Interaction::between("ana", "physio", date(2026, month, 2));
///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
/// }
/// let then = ledger.statement(Terms::by(By::Service).as_of(date(2026, 3, 31)))?;
/// let change = ledger.statement(By::Service)?.change_since(&then)?;
/// let physio = change.cells().next().expect("one line");
/// assert_eq!((physio.line().to_string(), physio.is_new(), physio.is_gone()), ("physio".to_owned(), false, false));
/// assert_eq!(physio.net()?.change(), Some(&1.5));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CellChange<N: Number = f64> {
    then: Option<Cell<N>>,
    now: Option<Cell<N>>,
}

/// Methods that compare an amount.
macro_rules! amounts {
    ($($(#[$about:meta])* $name:ident;)+) => {
        impl<N: Number> CellChange<N> {
            $(
                $(#[$about])*
                ///
                /// # Errors
                ///
                /// - a figure or a change that no number of the kind holds.
                pub fn $name(&self) -> Result<FigureChange<N>, Overflow> {
                    self.amount(stringify!($name), Cell::$name)
                }
            )+

            /// The amounts by name, in the order of files.
            #[cfg(any(feature = "json", feature = "csv"))]
            pub(crate) fn amounts(&self) -> Result<[(&'static str, FigureChange<N>); fields::AMOUNTS.len()], Overflow> {
                Ok([$((stringify!($name), self.$name()?),)+])
            }
        }
    };
}

amounts! {
    /// The amount created together with the service.
    co_created;
    /// The amount created alone.
    created_alone;
    /// The gains of people who did not co-operate.
    windfall_gain;
    /// The amount destroyed in interactions with a misuse on record.
    with_misuse;
    /// The amount destroyed in interactions without a misuse on record.
    without_misuse;
    /// The amount destroyed alone.
    destroyed_alone;
    /// The losses of people who did not co-operate.
    windfall_loss;
    /// The changes for the better within the tolerance.
    within_up;
    /// The changes for the worse within the tolerance.
    within_down;
    /// The amount created, together and alone.
    created;
    /// The amount destroyed, with and without misuse, and alone.
    destroyed;
    /// All gains minus all losses.
    net;
    /// The smaller of all gains and all losses.
    hidden;
}

impl<N: Number> CellChange<N> {
    getters! { self:
        /// The line.
        line: &Line = &self.either().line;
        /// The measure.
        measure: &MeasureId = &self.either().measure;
        /// The cell of the earlier statement; `None` if it does not have the line.
        then: Option<&Cell<N>> = self.then.as_ref();
        /// The cell of the later statement; `None` if it does not have the line.
        now: Option<&Cell<N>> = self.now.as_ref();
        /// Whether only the later statement has the line.
        is_new: bool = self.then.is_none();
        /// Whether only the earlier statement has the line.
        is_gone: bool = self.now.is_none();
    }

    /// A count of both, read by a method of [`Cell`]: `cell.count(Cell::gain_count)`.
    pub fn count(&self, read: impl Fn(&Cell<N>) -> u64) -> CountChange {
        self.optional_count(|cell| Some(read(cell)))
    }

    pub(crate) fn optional_count(&self, read: impl Fn(&Cell<N>) -> Option<u64>) -> CountChange {
        CountChange { then: self.then.as_ref().and_then(&read), now: self.now.as_ref().and_then(&read) }
    }

    /// The counts by name, in the order of files.
    #[cfg(any(feature = "json", feature = "csv"))]
    pub(crate) fn counts(&self) -> impl Iterator<Item = (&'static str, CountChange)> {
        let beneficiaries = ("beneficiaries", self.optional_count(Cell::beneficiary_count));
        let is_counted = beneficiaries.1.then.is_some() || beneficiaries.1.now.is_some();
        let counts = (0..fields::COUNTS.len()).map(|index| (fields::COUNTS[index], self.count_at(index)));
        counts.chain(is_counted.then_some(beneficiaries))
    }

    #[cfg(any(feature = "json", feature = "csv"))]
    fn count_at(&self, index: usize) -> CountChange {
        self.optional_count(|cell| fields::counts(cell)[index].1)
    }

    fn either(&self) -> &Cell<N> {
        self.now.as_ref().or(self.then.as_ref()).expect("one of the statements has the line")
    }

    fn amount(
        &self,
        name: &'static str,
        read: fn(&Cell<N>) -> Result<N, Overflow>,
    ) -> Result<FigureChange<N>, Overflow> {
        let figure = |cell: &Option<Cell<N>>| cell.as_ref().map(read).transpose();
        let (then, now) = (figure(&self.then)?, figure(&self.now)?);
        let change = match (&self.then, &self.now) {
            (Some(then), Some(now)) => {
                let difference = now.exact(name).zip(then.exact(name)).and_then(|(mut change, then)| {
                    change.remove(&then);
                    N::rounded(&change)
                });
                Some(difference.ok_or_else(|| now.overflow::<N>(name))?)
            }
            _ => None,
        };
        Ok(FigureChange { then, now, change })
    }
}

/// Two statements compared, cell by cell: made by [`Statement::change_since`]. `Display` prints a table.
///
/// A change between two statements is not an effect: other people may have been counted, and more entries become known.
///
/// # Example
///
/// ```
/// # use covalue::statement::Cell;
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (month, change) in [(3, 2.0), (6, 1.5)] {
///     let visit = Interaction::between("ana", "physio", date(2026, month, 2));
///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
/// }
/// let then = ledger.statement(Terms::by(By::Service).as_of(date(2026, 3, 31)))?;
/// let change = ledger.statement(By::Service)?.change_since(&then)?;
/// assert_eq!((change.len(), change.earlier_terms()), (1, then.terms()));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct StatementChange<N: Number = f64> {
    earlier: Option<Terms>,
    later: Option<Terms>,
    catalogue: Catalogue<N>,
    cells: Vec<CellChange<N>>,
}

impl<N: Number> StatementChange<N> {
    getters! { self:
        /// The terms of the earlier statement; `None` for the empty one.
        earlier_terms: Option<&Terms> = self.earlier.as_ref();
        /// The terms of the later statement; `None` for the empty one.
        terms: Option<&Terms> = self.later.as_ref();
        /// The services and measures of both.
        catalogue: &Catalogue<N> = &self.catalogue;
        /// The cells that either statement has, sorted by line, then measure.
        cells: impl ExactSizeIterator<Item = &CellChange<N>> = self.cells.iter();
        /// The number of cells.
        len: usize = self.cells.len();
        /// Whether neither statement has a cell.
        is_empty: bool = self.cells.is_empty();
    }
}

impl<N: Number> Statement<N> {
    /// This statement compared with an earlier one, figure by figure: then, now, and the change of the exact totals. Their
    /// terms are equal but for the as-of day and the period.
    ///
    /// # Formula
    ///
    /// `change = now − then` of the exact totals of each figure, rounded once, in the measure's unit. Ours.
    ///
    /// # Errors
    ///
    /// - terms that differ in more than the as-of day and the period, or that one of them does not have, since it is empty;
    /// - different definitions of a measure or a service.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Terms, date};
    ///
    /// let catalogue = Catalogue::new(
    ///     [Measure::lower_is_better("pain", "points")],
    ///     [Service::new("physio", "clinic"), Service::new("yoga", "studio")],
    /// )?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for (user, service, day, change) in [
    ///     ("ana", "physio", date(2026, 3, 2), -2.0),
    ///     ("ben", "physio", date(2026, 6, 2), 1.0),
    ///     ("cai", "yoga", date(2026, 6, 9), -3.0),
    /// ] {
    ///     ledger.record(Interaction::between(user, service, day).appraisal(Appraisal::of("pain").change(change)))?;
    /// }
    /// let as_of = |day| ledger.statement(Terms::by(By::Service).as_of(day));
    /// let change = as_of(date(2026, 6, 30))?.change_since(&as_of(date(2026, 3, 31))?)?;
    /// let physio = change.cells().next().expect("physio is on both");
    /// assert_eq!((physio.destroyed()?.change(), physio.net()?.change()), (Some(&1.0), Some(&-1.0)));
    /// assert!(change.cells().nth(1).is_some_and(|yoga| yoga.is_new()));
    /// assert_eq!(
    ///     change.to_string(),
    ///     "then: change from before; users' own appraisals; as of 2026-03-31\n\
    ///      now: change from before; users' own appraisals; as of 2026-06-30\n\
    ///      lower is better: pain; a change for the better is above zero\n\
    ///      service  measure  unit    line  appraisals  created           destroyed         net               missing\n\
    ///      physio   pain     points  kept  1 → 2 (+1)  2.0 → 2.0 (+0.0)  0.0 → 1.0 (+1.0)  2.0 → 1.0 (-1.0)  0 → 0 (+0)\n\
    ///      yoga     pain     points  new   - → 1       - → 3.0           - → 0.0           - → 3.0           - → 0\n",
    /// );
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn change_since(&self, earlier: &Self) -> Result<StatementChange<N>, MergeError> {
        let undated = |statement: &Self| statement.terms.as_ref().map(Terms::without_days);
        if undated(self) != undated(earlier) {
            let text = |terms: Option<&Terms>| terms.map_or_else(|| "an empty statement".to_owned(), Terms::to_string);
            return Err(MergeError::Terms { here: text(self.terms()), there: text(earlier.terms()) });
        }
        let mut catalogue = self.catalogue.clone();
        catalogue.merge(&earlier.catalogue).map_err(MergeError::Definition)?;
        let both = self.index.union(&earlier.index);
        let mut cells: Vec<CellChange<N>> = vec![CellChange { then: None, now: None }; both.both.len()];
        for (cell, row) in both.here.into_iter().enumerate() {
            cells[row as usize].now = Some(self.cell_at(cell));
        }
        for (cell, row) in both.there.into_iter().enumerate() {
            cells[row as usize].then = Some(earlier.cell_at(cell));
        }
        Ok(StatementChange { earlier: earlier.terms.clone(), later: self.terms.clone(), catalogue, cells })
    }
}

// The terms and the number of cells. Lines are not shown, since they may hold values of dimensions.
debug_fields! { self: impl[N: Number] StatementChange<N> {
    earlier: self.earlier,
    later: self.later,
    cells: self.cells.len(),
} }
