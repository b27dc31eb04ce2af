//! Figures: exact totals, each rounded once into a number.

use super::Terms;
use super::bounds::{Bounds, FigureRange};
use super::cells::{MISSING_CREATED, MISSING_DESTROYED, MISSING_WINDFALL_GAIN, MISSING_WINDFALL_LOSS, Sums, Tally};
use super::classify::Classification;
use super::coverage::Coverage;
use super::index::Index;
use super::line::{Line, Redaction};
use crate::catalogue::MeasureId;
use crate::number::Number;
use crate::rule::Rule;

const CREATED: &[usize] = &columns(Classification::CREATED);
const DESTROYED: &[usize] = &columns(Classification::DESTROYED);
const WINDFALL_GAIN: &[usize] = &columns([Classification::WindfallGain]);
const WINDFALL_LOSS: &[usize] = &columns([Classification::WindfallLoss]);
const BETTER: &[usize] = &columns(Classification::BETTER);
const WORSE: &[usize] = &columns(Classification::WORSE);

/// The columns of amounts.
const fn columns<const K: usize>(ways: [Classification; K]) -> [usize; K] {
    let mut columns = [0; K];
    let mut place = 0;
    while place < K {
        columns[place] = ways[place] as usize;
        place += 1;
    }
    columns
}

/// Some columns and others.
fn with(columns: &[usize], more: &[usize]) -> Vec<usize> {
    [columns, more].concat()
}

/// A figure is more than its number holds. Its exact total is on record all the same: another kind of number can read
/// it.
///
/// # Errors, as examples
///
/// - `f64`, two changes of 1e308 on one line: `created`;
/// - `i64`, a change from `i64::MIN` to `i64::MAX`: `created`; `destroyed` of that line is 0.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Rule, Service, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")],
/// #     [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for user in ["ana", "ben"] {
///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(1e308)))?;
/// }
/// let cell = ledger.statement(By::Service)?.cell("physio", "mobility")?;
/// let refused = cell.created().unwrap_err();
/// assert_eq!(refused.to_string(), "R3: overflow: created of mobility on line physio is more than f64 holds");
/// assert_eq!((refused.figure(), refused.measure().as_str()), ("created", "mobility"));
/// assert_eq!(refused.rule(), Rule::R3);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("R3: overflow: {figure} of {measure} on line {told} is more than {kind} holds")]
pub struct Overflow {
    figure: &'static str,
    measure: MeasureId,
    line: Line,
    /// The line as the message tells it.
    told: String,
    kind: &'static str,
}

impl Overflow {
    /// Of a row of an index that has so many words before its measure. The terms say what a message may not tell.
    pub(crate) fn at<N: Number>(
        figure: &'static str,
        index: &Index,
        (row, words): (usize, usize),
        terms: &Terms,
    ) -> Self {
        let line = Line::new(index.texts(row).take(words));
        let measure = index.measure(row, words);
        let told = line.redacted(Redaction::of(terms.grouping().words()));
        Self { figure, measure, line, told, kind: N::KIND }
    }

    /// The rule that was broken: that of numbers.
    pub fn rule(&self) -> Rule {
        Rule::R3
    }

    /// The figure's name.
    pub fn figure(&self) -> &'static str {
        self.figure
    }

    /// The measure it is of.
    pub fn measure(&self) -> &MeasureId {
        &self.measure
    }

    /// The line it is on, with its values in dimensions too, which the message does not tell.
    pub fn line(&self) -> &Line {
        &self.line
    }
}

/// One cell of a statement, a line's measure: its exact totals, from which each figure is rounded when it is read.
/// Amounts are in the measure's unit, zero or more but for the net; the rest are counts.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points").range(0.0, 10.0)],
/// #     [Service::new("physio", "clinic").promises("pain", 2.0)])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (user, appraisal) in [
///     ("ana", Appraisal::of("pain").before(6.0).after(4.0)),
///     ("ben", Appraisal::of("pain").before(3.0)), // he did not come back
/// ] {
///     ledger.record(Interaction::between(user, "physio", date(2026, 3, 2)).appraisal(appraisal))?;
/// }
/// let cell = ledger.statement(By::Service)?.cell("physio", "pain")?;
/// assert_eq!((cell.created()?, cell.gain_count(), cell.left_out_count()), (2.0, 1, 1));
/// let coverage = cell.coverage().expect("by service there is one");
/// assert_eq!((coverage.due(), coverage.made(), coverage.share()), (2, 1, Some(0.5)));
/// // Ben could have gone down to 0, or up to 10.
/// let net = *cell.bounds()?.expect("pain has a range").net();
/// assert_eq!((net.lowest(), net.highest()), (&-5.0, &5.0));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Cell<N: Number = f64> {
    pub(super) line: Line,
    pub(super) untold: Redaction,
    pub(super) measure: MeasureId,
    pub(super) sums: Sums<N>,
    pub(super) covered: bool,
    pub(super) ranged: bool,
}

/// A figure that is read from a cell.
macro_rules! figure {
    ($($(#[$about:meta])* $name:ident = $columns:expr, $less:expr;)+) => {
        impl<N: Number> Cell<N> {
            $(
                $(#[$about])*
                ///
                /// # Errors
                ///
                /// - a total that no number of the kind holds, as of `f64`s above 1.8e308.
                pub fn $name(&self) -> Result<N, Overflow> {
                    self.figure(stringify!($name), $columns, $less)
                }
            )+
        }
    };
}

figure! {
    /// Created together (in the measure's unit, zero or more).
    co_created = &columns([Classification::CoCreated]), &[];
    /// Created alone; zero under the service-dominant logic.
    created_alone = &columns([Classification::CreatedAlone]), &[];
    /// Better by more than the tolerance without co-operation; in no created total, and in the net.
    windfall_gain = WINDFALL_GAIN, &[];
    /// Destroyed with a misuse on record.
    with_misuse = &columns([Classification::WithMisuse]), &[];
    /// Destroyed without a misuse on record.
    without_misuse = &columns([Classification::WithoutMisuse]), &[];
    /// Destroyed alone; zero under the service-dominant logic.
    destroyed_alone = &columns([Classification::DestroyedAlone]), &[];
    /// Worse by more than the tolerance without co-operation; in no destroyed total, and in the net.
    windfall_loss = WINDFALL_LOSS, &[];
    /// Better within the tolerance.
    within_up = &columns([Classification::WithinUp]), &[];
    /// Worse within the tolerance.
    within_down = &columns([Classification::WithinDown]), &[];
    /// Created: together and alone.
    ///
    /// # Formula
    ///
    /// `created = co_created + created_alone`, rounded once. Ours.
    created = CREATED, &[];
    /// Destroyed: with and without misuse, and alone.
    ///
    /// # Formula
    ///
    /// `destroyed = with_misuse + without_misuse + destroyed_alone`, rounded once. Ours.
    destroyed = DESTROYED, &[];
    /// All gains less all losses: negative where more was lost. Never stored. What is recorded of co-operation moves none
    /// of it (R44).
    ///
    /// # Formula
    ///
    /// `net = created + windfall_gain − destroyed − windfall_loss` of the exact totals, rounded once. Ours.
    net = BETTER, WORSE;
}

impl<N: Number> Cell<N> {
    /// The mean change of the appraisals that are counted, better above zero, as a float in the measure's unit; none where
    /// no appraisal is counted.
    ///
    /// # Formula
    ///
    /// `mean change = (net + within_up − within_down) ÷ counted`: the quotient of an exact total and a count, for every kind
    /// of number. Ours.
    ///
    /// # Errors
    ///
    /// - a change that no number of the kind holds, or a total that was lost.
    pub fn mean_change(&self) -> Result<Option<f64>, Overflow> {
        let (counted, overflow) = (self.appraisal_count(), || self.overflow("mean change"));
        if counted == 0 {
            return Ok(None);
        }
        let sum = self
            .sums
            .sum(
                &with(BETTER, &columns([Classification::WithinUp])),
                &with(WORSE, &columns([Classification::WithinDown])),
            )
            .ok_or_else(overflow)?;
        N::mean(&sum, counted).map(Some).ok_or_else(overflow)
    }

    /// Whether a contribution is stated in any of the interactions that count here. Where none is, nobody was asked who
    /// co-operated: a zero windfall is then no finding.
    pub fn co_operation_is_stated(&self) -> bool {
        self.sums.asked
    }

    /// The exact totals of created, destroyed and net; none where a change is more than a number holds.
    pub(crate) fn totals(&self) -> Option<[N::Total; 3]> {
        Some([self.sums.sum(CREATED, &[])?, self.sums.sum(DESTROYED, &[])?, self.sums.sum(BETTER, WORSE)?])
    }

    /// This cell and another of its measure together, on this one's line.
    pub(crate) fn together(&self, other: &Self) -> Self {
        debug_assert_eq!(self.measure, other.measure, "measures are never added together (R17)");
        let mut both = self.clone();
        both.sums.merge(&other.sums);
        both
    }

    /// The line it is on.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// The measure it is of.
    pub fn measure(&self) -> &MeasureId {
        &self.measure
    }

    /// What a net figure would have kept from the reader: the smaller of all gains and all losses.
    ///
    /// # Formula
    ///
    /// `hidden = min(created + windfall_gain, destroyed + windfall_loss)` of the exact totals, rounded once. Ours.
    ///
    /// # Errors
    ///
    /// - a total that no number of the kind holds.
    pub fn hidden(&self) -> Result<N, Overflow> {
        self.hidden_total().and_then(|total| N::rounded(&total)).ok_or_else(|| self.overflow("hidden"))
    }

    pub(super) fn hidden_total(&self) -> Option<N::Total> {
        Some(self.sums.sum(BETTER, &[])?.min(self.sums.sum(WORSE, &[])?))
    }

    fn figure(&self, name: &'static str, columns: &[usize], less: &[usize]) -> Result<N, Overflow> {
        let total = self.sums.sum(columns, less);
        total.and_then(|total| N::rounded(&total)).ok_or_else(|| self.overflow(name))
    }

    pub(super) fn overflow(&self, figure: &'static str) -> Overflow {
        let (line, told) = (self.line.clone(), self.line.redacted(self.untold));
        Overflow { figure, measure: self.measure.clone(), line, told, kind: N::KIND }
    }

    /// Appraisals that count as created.
    pub fn gain_count(&self) -> u64 {
        self.sums.number(&Classification::CREATED)
    }

    /// Appraisals that count as destroyed.
    pub fn loss_count(&self) -> u64 {
        self.sums.number(&Classification::DESTROYED)
    }

    /// Appraisals within the tolerance.
    pub fn unchanged_count(&self) -> u64 {
        self.sums.number(&Classification::UNCHANGED)
    }

    /// Appraisals that count as windfall gains.
    pub fn windfall_gain_count(&self) -> u64 {
        self.sums.number(&[Classification::WindfallGain])
    }

    /// Appraisals that count as windfall losses.
    pub fn windfall_loss_count(&self) -> u64 {
        self.sums.number(&[Classification::WindfallLoss])
    }

    /// Appraisals better by more than the tolerance.
    ///
    /// # Formula
    ///
    /// `better = gains + windfall_gains`. Ours.
    pub fn better_count(&self) -> u64 {
        self.gain_count() + self.windfall_gain_count()
    }

    /// Appraisals worse by more than the tolerance.
    ///
    /// # Formula
    ///
    /// `worse = losses + windfall_losses`. Ours.
    pub fn worse_count(&self) -> u64 {
        self.loss_count() + self.windfall_loss_count()
    }

    /// The appraisals that are counted.
    ///
    /// # Formula
    ///
    /// `counted = better + unchanged + worse`. Ours.
    pub fn appraisal_count(&self) -> u64 {
        self.better_count() + self.unchanged_count() + self.worse_count()
    }

    /// Appraisals that lack their outcome or the reference of the baseline.
    pub fn left_out_count(&self) -> u64 {
        self.sums.tally(Tally::LeftOut)
    }

    /// How many were due, made and missing; none where the grouping has no coverage (by role, by source).
    pub fn coverage(&self) -> Option<Coverage> {
        let (due, made) = self.sums.due_and_made();
        self.covered.then_some(Coverage { due, made })
    }

    /// What the figures could be, had nobody been missing; none without a coverage, or without a range of the measure.
    ///
    /// # Errors
    ///
    /// - a bound that no number of the kind holds.
    pub fn bounds(&self) -> Result<Option<Bounds<N>>, Overflow> {
        if !self.covered || !self.ranged {
            return Ok(None);
        }
        Ok(Some(Bounds {
            created: FigureRange {
                lowest: self.created()?,
                highest: self.figure("highest created", &with(CREATED, &[MISSING_CREATED]), &[])?,
            },
            destroyed: FigureRange {
                lowest: self.destroyed()?,
                highest: self.figure("highest destroyed", &with(DESTROYED, &[MISSING_DESTROYED]), &[])?,
            },
            windfall_gain: FigureRange {
                lowest: self.windfall_gain()?,
                highest: self.figure("highest windfall gain", &with(WINDFALL_GAIN, &[MISSING_WINDFALL_GAIN]), &[])?,
            },
            windfall_loss: FigureRange {
                lowest: self.windfall_loss()?,
                highest: self.figure("highest windfall loss", &with(WINDFALL_LOSS, &[MISSING_WINDFALL_LOSS]), &[])?,
            },
            net: FigureRange {
                lowest: self.figure("lowest net", BETTER, &with(WORSE, &[MISSING_DESTROYED, MISSING_WINDFALL_LOSS]))?,
                highest: self.figure("highest net", &with(BETTER, &[MISSING_CREATED, MISSING_WINDFALL_GAIN]), WORSE)?,
            },
        }))
    }

    /// All figures at once.
    ///
    /// # Errors
    ///
    /// - a total that no number of the kind holds: the first such figure.
    pub fn figures(&self) -> Result<Figures<N>, Overflow> {
        Ok(Figures {
            co_created: self.co_created()?,
            created_alone: self.created_alone()?,
            windfall_gain: self.windfall_gain()?,
            with_misuse: self.with_misuse()?,
            without_misuse: self.without_misuse()?,
            destroyed_alone: self.destroyed_alone()?,
            windfall_loss: self.windfall_loss()?,
            within_up: self.within_up()?,
            within_down: self.within_down()?,
            created: self.created()?,
            destroyed: self.destroyed()?,
            net: self.net()?,
            hidden: self.hidden()?,
            mean_change: self.mean_change()?,
            gains: self.gain_count(),
            losses: self.loss_count(),
            unchanged: self.unchanged_count(),
            windfall_gains: self.windfall_gain_count(),
            windfall_losses: self.windfall_loss_count(),
            left_out: self.left_out_count(),
            coverage: self.coverage(),
        })
    }
}

/// Every figure of a cell, or of a whole statement for one measure, each rounded once from its own exact total: rounded
/// figures need not add up to a rounded total.
///
/// # Formula
///
/// With all amounts in the measure's unit, and the sums over the appraisals that count as the column says:
///
/// - `created = co_created + created_alone`
/// - `destroyed = with_misuse + without_misuse + destroyed_alone`
/// - `net = created + windfall_gain − destroyed − windfall_loss`
/// - `hidden = min(created + windfall_gain, destroyed + windfall_loss)`
///
/// Ours; that creation and destruction are two amounts: Cabiddu and others 2019, Gheduzzi and others 2021.
///
/// # Example
///
/// ```
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for (user, change) in [("ana", -4.0), ("ben", 1.0)] {
///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
///     ledger.record(visit.appraisal(Appraisal::of("pain").change(change)))?;
/// }
/// let pain = ledger.statement(By::Service)?.line("physio", "pain")?;
/// assert_eq!((pain.created(), pain.destroyed(), pain.net(), pain.hidden()), (4.0, 1.0, 3.0, 1.0));
/// assert_eq!((pain.without_misuse(), pain.gains(), pain.losses()), (1.0, 1, 1));
/// assert_eq!((pain.appraisal_count(), pain.mean_change()), (2, Some(1.5)));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures<N = f64> {
    co_created: N,
    created_alone: N,
    windfall_gain: N,
    with_misuse: N,
    without_misuse: N,
    destroyed_alone: N,
    windfall_loss: N,
    within_up: N,
    within_down: N,
    created: N,
    destroyed: N,
    net: N,
    hidden: N,
    mean_change: Option<f64>,
    gains: u64,
    losses: u64,
    unchanged: u64,
    windfall_gains: u64,
    windfall_losses: u64,
    left_out: u64,
    coverage: Option<Coverage>,
}

macro_rules! getters {
    ($($(#[$about:meta])* $name:ident: $kind:ty;)+) => {
        $($(#[$about])* pub fn $name(&self) -> $kind {
            self.$name.clone()
        })+
    };
}

#[allow(clippy::clone_on_copy, reason = "one macro for amounts, which may not be Copy, and counts, which are")]
impl<N: Clone> Figures<N> {
    getters! {
        /// Created together.
        co_created: N;
        /// Created alone.
        created_alone: N;
        /// Better without co-operation.
        windfall_gain: N;
        /// Destroyed with a misuse on record.
        with_misuse: N;
        /// Destroyed without a misuse on record.
        without_misuse: N;
        /// Destroyed alone.
        destroyed_alone: N;
        /// Worse without co-operation.
        windfall_loss: N;
        /// Better within the tolerance.
        within_up: N;
        /// Worse within the tolerance.
        within_down: N;
        /// Created: together and alone.
        created: N;
        /// Destroyed: with and without misuse, and alone.
        destroyed: N;
        /// All gains less all losses.
        net: N;
        /// The smaller of all gains and all losses.
        hidden: N;
        /// The mean change of the appraisals that are counted, better above zero; none where no appraisal is counted. See
        /// [`Cell::mean_change`].
        mean_change: Option<f64>;
        /// Appraisals that count as created.
        gains: u64;
        /// Appraisals that count as destroyed.
        losses: u64;
        /// Appraisals within the tolerance.
        unchanged: u64;
        /// Appraisals that count as windfall gains.
        windfall_gains: u64;
        /// Appraisals that count as windfall losses.
        windfall_losses: u64;
        /// Appraisals that lack their outcome or reference.
        left_out: u64;
        /// How many were due, made and missing, where the grouping has a coverage.
        coverage: Option<Coverage>;
    }

    /// Appraisals that are counted.
    ///
    /// # Formula
    ///
    /// `counted = better + unchanged + worse`. Ours.
    pub fn appraisal_count(&self) -> u64 {
        self.better_count() + self.unchanged + self.worse_count()
    }

    /// Appraisals better by more than the tolerance.
    ///
    /// # Formula
    ///
    /// `better = gains + windfall_gains`. Ours.
    pub fn better_count(&self) -> u64 {
        self.gains + self.windfall_gains
    }

    /// Appraisals worse by more than the tolerance.
    ///
    /// # Formula
    ///
    /// `worse = losses + windfall_losses`. Ours.
    pub fn worse_count(&self) -> u64 {
        self.losses + self.windfall_losses
    }
}
