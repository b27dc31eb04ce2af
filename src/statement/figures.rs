//! Cells and their figures: each figure is an exact total, rounded once when it is read.

use super::Terms;
use super::bounds::{Bounds, FigureRange};
use super::cells::{
    CellCount, CellTotals, MISSING_CREATED, MISSING_DESTROYED, MISSING_WINDFALL_GAIN, MISSING_WINDFALL_LOSS,
};
use super::classify::Classification;
use super::coverage::Coverage;
use super::index::Index;
use super::line::{Line, Redaction};
use crate::catalogue::MeasureId;
use crate::getters::getters;
use crate::number::Number;
use crate::printable::quoted;
use crate::rule::Rule;

// The columns that figures add up, as indexes into the amounts of a cell.
const CREATED: &[usize] = &columns(Classification::CREATED);
const DESTROYED: &[usize] = &columns(Classification::DESTROYED);
const WINDFALL_GAIN: &[usize] = &columns([Classification::WindfallGain]);
const WINDFALL_LOSS: &[usize] = &columns([Classification::WindfallLoss]);
const BETTER: &[usize] = &columns(Classification::BETTER);
const WORSE: &[usize] = &columns(Classification::WORSE);

/// The columns of classifications.
const fn columns<const K: usize>(classifications: [Classification; K]) -> [usize; K] {
    let mut columns = [0; K];
    let mut index = 0;
    while index < K {
        columns[index] = classifications[index] as usize;
        index += 1;
    }
    columns
}

fn with(columns: &[usize], more: &[usize]) -> Vec<usize> {
    [columns, more].concat()
}

/// The error if a figure is larger than its kind of number holds. The exact total is kept: the same books over another
/// kind of number can give the figure.
///
/// # Errors, as examples
///
/// - `f64`, two changes of 1e308 on one line: `created`;
/// - `i64`, a change from `i64::MIN` to `i64::MAX`: `created`. The figure `destroyed` of the same line is 0.
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
/// assert_eq!(refused.to_string(), "R3: overflow: created of `mobility` on line `physio` is more than f64 holds");
/// assert_eq!((refused.figure(), refused.measure().as_str()), ("created", "mobility"));
/// assert_eq!(refused.rule(), Rule::R3);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("R3: overflow: {figure} of {} on line {shown} is more than {kind} holds", quoted(.measure))]
pub struct Overflow {
    figure: &'static str,
    measure: MeasureId,
    line: Line,
    /// The line as the message shows it.
    shown: String,
    kind: &'static str,
}

impl Overflow {
    /// An overflow of a figure in a row of an index, whose measure follows `words` words. The terms say which values of
    /// the line the message replaces.
    pub(crate) fn at<N: Number>(
        figure: &'static str,
        index: &Index,
        (row, words): (usize, usize),
        terms: &Terms,
    ) -> Self {
        let line = Line::new(index.texts(row).take(words));
        Self::on::<N>(figure, line, index.measure(row, words), terms)
    }

    /// An overflow of a figure of a line and measure. The terms say which values of the line the message replaces.
    pub(crate) fn on<N: Number>(figure: &'static str, line: Line, measure: MeasureId, terms: &Terms) -> Self {
        let shown = line.redacted(Redaction::of(terms.grouping().words()));
        Self { figure, measure, line, shown, kind: N::KIND }
    }

    getters! { self:
        /// The name of the figure.
        figure: &'static str = self.figure;
        /// The measure of the figure.
        measure: &MeasureId = &self.measure;
        /// The line of the figure, including values of dimensions, which the message replaces by `…`.
        line: &Line = &self.line;
        /// The rule that was broken.
        rule: Rule = Rule::R3;
    }
}

/// One cell of a statement: the exact totals of a line and measure, from which each figure is rounded once.
///
/// Amounts are in the measure's unit, and zero or more except for the net. All other figures are counts.
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
///     ("ben", Appraisal::of("pain").before(3.0)), // no level after
/// ] {
///     ledger.record(Interaction::between(user, "physio", date(2026, 3, 2)).appraisal(appraisal))?;
/// }
/// let cell = ledger.statement(By::Service)?.cell("physio", "pain")?;
/// assert_eq!((cell.created()?, cell.gain_count(), cell.left_out_count()), (2.0, 1, 1));
/// let coverage = cell.coverage().expect("by service there is a coverage");
/// assert_eq!((coverage.due(), coverage.made(), coverage.share()), (2, 1, Some(0.5)));
/// // Ben's pain could have gone down to 0, or up to 10.
/// let net = *cell.bounds()?.expect("pain has a range").net();
/// assert_eq!((net.lowest(), net.highest()), (&-5.0, &5.0));
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Cell<N: Number = f64> {
    pub(super) line: Line,
    pub(super) redaction: Redaction,
    pub(super) measure: MeasureId,
    pub(super) totals: CellTotals<N>,
    pub(super) has_coverage: bool,
    pub(super) has_range: bool,
}

/// Methods that round the sum of some columns minus the sum of others.
macro_rules! figure {
    ($($(#[$about:meta])* $name:ident = $plus:expr, $minus:expr;)+) => {
        impl<N: Number> Cell<N> {
            $(
                $(#[$about])*
                ///
                /// # Errors
                ///
                /// - a figure that no number of the kind holds, such as an `f64` above 1.8e308.
                pub fn $name(&self) -> Result<N, Overflow> {
                    self.figure(stringify!($name), $plus, $minus)
                }
            )+

            /// The exact total of the amount with this name; `None` if it has an overflow.
            pub(super) fn exact(&self, name: &str) -> Option<N::Total> {
                match name {
                    $(stringify!($name) => self.totals.sum($plus, $minus),)+
                    _ => self.hidden_total(),
                }
            }
        }
    };
}

figure! {
    /// The amount created together with the service.
    co_created = &columns([Classification::CoCreated]), &[];
    /// The amount created alone. Zero under the service-dominant logic.
    created_alone = &columns([Classification::CreatedAlone]), &[];
    /// The gains of people who did not co-operate. They are in the net, and not in `created`.
    windfall_gain = WINDFALL_GAIN, &[];
    /// The amount destroyed in interactions with a misuse on record.
    with_misuse = &columns([Classification::WithMisuse]), &[];
    /// The amount destroyed in interactions without a misuse on record.
    without_misuse = &columns([Classification::WithoutMisuse]), &[];
    /// The amount destroyed alone. Zero under the service-dominant logic.
    destroyed_alone = &columns([Classification::DestroyedAlone]), &[];
    /// The losses of people who did not co-operate. They are in the net, and not in `destroyed`.
    windfall_loss = WINDFALL_LOSS, &[];
    /// The changes for the better within the tolerance.
    within_up = &columns([Classification::WithinUp]), &[];
    /// The changes for the worse within the tolerance.
    within_down = &columns([Classification::WithinDown]), &[];
    /// The amount created, together and alone.
    ///
    /// # Formula
    ///
    /// `created = co_created + created_alone`, rounded once. Ours.
    created = CREATED, &[];
    /// The amount destroyed, with and without misuse, and alone.
    ///
    /// # Formula
    ///
    /// `destroyed = with_misuse + without_misuse + destroyed_alone`, rounded once. Ours.
    destroyed = DESTROYED, &[];
    /// All gains minus all losses, windfalls included. It is computed on request and never stored, and recording
    /// co-operation does not change it (R44).
    ///
    /// # Formula
    ///
    /// `net = created + windfall_gain − destroyed − windfall_loss` of the exact totals, rounded once. Ours.
    net = BETTER, WORSE;
}

impl<N: Number> Cell<N> {
    /// The mean change of the counted appraisals in the measure's unit, positive for the better; `None` if none is
    /// counted.
    ///
    /// # Formula
    ///
    /// `mean change = (net + within_up − within_down) ÷ counted`: an exact total divided by a count, as a float for
    /// every kind of number. Ours.
    ///
    /// # Errors
    ///
    /// - a change that no number of the kind holds, or a total beyond its width (see [`Total`](crate::number::Total)).
    pub fn mean_change(&self) -> Result<Option<f64>, Overflow> {
        let (counted, overflow) = (self.appraisal_count(), || self.overflow::<N>("mean change"));
        if counted == 0 {
            return Ok(None);
        }
        let up = with(BETTER, &columns([Classification::WithinUp]));
        let down = with(WORSE, &columns([Classification::WithinDown]));
        let sum = self.totals.sum(&up, &down).ok_or_else(overflow)?;
        N::mean(&sum, counted).map(Some).ok_or_else(overflow)
    }

    /// The exact totals of created, destroyed and net; `None` if no number of the kind holds one of the changes.
    pub(crate) fn totals(&self) -> Option<[N::Total; 3]> {
        Some([self.totals.sum(CREATED, &[])?, self.totals.sum(DESTROYED, &[])?, self.totals.sum(BETTER, WORSE)?])
    }

    /// The sum of this cell and another one of its measure. Its line has the first values that both lines have, so that
    /// an error names neither of them.
    pub(crate) fn together(&self, other: &Self) -> Self {
        debug_assert_eq!(self.measure, other.measure, "measures are never added together (R17)");
        let mut both = self.clone();
        both.totals.merge(&other.totals);
        let shared = self.line.values().zip(other.line.values()).take_while(|(one, other)| one == other);
        both.line = Line::new(shared.map(|(value, _)| value));
        both
    }

    /// The cell of several lines under a name for all of them.
    pub(crate) fn named(self, name: &str) -> Self {
        Self { line: Line::new([Some(name)].into_iter()), redaction: Redaction::NONE, ..self }
    }

    /// The amount that a net figure alone would hide: the smaller of all gains and all losses.
    ///
    /// # Formula
    ///
    /// `hidden = min(created + windfall_gain, destroyed + windfall_loss)` of the exact totals, rounded once. Ours.
    ///
    /// # Errors
    ///
    /// - a figure that no number of the kind holds.
    pub fn hidden(&self) -> Result<N, Overflow> {
        self.hidden_total().and_then(|total| N::rounded(&total)).ok_or_else(|| self.overflow::<N>("hidden"))
    }

    pub(super) fn hidden_total(&self) -> Option<N::Total> {
        Some(self.totals.sum(BETTER, &[])?.min(self.totals.sum(WORSE, &[])?))
    }

    fn figure(&self, name: &'static str, plus: &[usize], minus: &[usize]) -> Result<N, Overflow> {
        let total = self.totals.sum(plus, minus);
        total.and_then(|total| N::rounded(&total)).ok_or_else(|| self.overflow::<N>(name))
    }

    /// The error for a figure that no number of the kind `K` holds.
    pub(crate) fn overflow<K: Number>(&self, figure: &'static str) -> Overflow {
        let (line, shown) = (self.line.clone(), self.line.redacted(self.redaction));
        Overflow { figure, measure: self.measure.clone(), line, shown, kind: K::KIND }
    }

    getters! { self:
        /// The line of the cell.
        line: &Line = &self.line;
        /// The measure of the cell.
        measure: &MeasureId = &self.measure;
        /// Whether a contribution is stated in at least one interaction that counts here. If not, nothing is known of
        /// co-operation, and a windfall of zero is not a finding.
        co_operation_is_stated: bool = self.totals.has_contributions;
        /// The number of appraisals that count as created.
        gain_count: u64 = self.totals.appraisals(&Classification::CREATED);
        /// The number of appraisals that count as destroyed.
        loss_count: u64 = self.totals.appraisals(&Classification::DESTROYED);
        /// The number of appraisals whose change is within the tolerance.
        unchanged_count: u64 = self.totals.appraisals(&Classification::UNCHANGED);
        /// The number of appraisals that count as windfall gains.
        windfall_gain_count: u64 = self.totals.appraisals(&[Classification::WindfallGain]);
        /// The number of appraisals that count as windfall losses.
        windfall_loss_count: u64 = self.totals.appraisals(&[Classification::WindfallLoss]);
        /// The number of appraisals that are better by more than the tolerance.
        ///
        /// # Formula
        ///
        /// `better = gains + windfall_gains`. Ours.
        better_count: u64 = self.gain_count() + self.windfall_gain_count();
        /// The number of appraisals that are worse by more than the tolerance.
        ///
        /// # Formula
        ///
        /// `worse = losses + windfall_losses`. Ours.
        worse_count: u64 = self.loss_count() + self.windfall_loss_count();
        /// The number of appraisals that are counted.
        ///
        /// # Formula
        ///
        /// `counted = better + unchanged + worse`. Ours.
        appraisal_count: u64 = self.better_count() + self.unchanged_count() + self.worse_count();
        /// The number of appraisals that lack the outcome or the reference.
        left_out_count: u64 = self.totals.count(CellCount::LeftOut);
    }

    /// The number of distinct beneficiaries with a counted appraisal; `None` unless the terms
    /// [count them](super::Terms::counting_beneficiaries). People are distinguished by a 64-bit hash of their id: among
    /// ten million people, the probability that two count as one is 3 in a million.
    pub fn beneficiary_count(&self) -> Option<u64> {
        self.totals.people.as_ref().map(|people| people.count() as u64)
    }

    /// The numbers of appraisals that are due, made and missing; `None` by role or by source, which have no coverage.
    pub fn coverage(&self) -> Option<Coverage> {
        let (due, made) = self.totals.due_and_made();
        self.has_coverage.then_some(Coverage { due, made })
    }

    /// The bounds of the figures if no appraisal were missing; `None` without a coverage, or if the measure has no
    /// range.
    ///
    /// # Errors
    ///
    /// - a bound that no number of the kind holds.
    pub fn bounds(&self) -> Result<Option<Bounds<N>>, Overflow> {
        if !self.has_coverage || !self.has_range {
            return Ok(None);
        }
        let range = |lowest: N, name: &'static str, figure: &[usize], missing: usize| {
            let highest = self.figure(name, &with(figure, &[missing]), &[])?;
            Ok(FigureRange { lowest, highest })
        };
        Ok(Some(Bounds {
            created: range(self.created()?, "highest created", CREATED, MISSING_CREATED)?,
            destroyed: range(self.destroyed()?, "highest destroyed", DESTROYED, MISSING_DESTROYED)?,
            windfall_gain: range(self.windfall_gain()?, "highest windfall gain", WINDFALL_GAIN, MISSING_WINDFALL_GAIN)?,
            windfall_loss: range(self.windfall_loss()?, "highest windfall loss", WINDFALL_LOSS, MISSING_WINDFALL_LOSS)?,
            net: FigureRange {
                lowest: self.figure("lowest net", BETTER, &with(WORSE, &[MISSING_DESTROYED, MISSING_WINDFALL_LOSS]))?,
                highest: self.figure("highest net", &with(BETTER, &[MISSING_CREATED, MISSING_WINDFALL_GAIN]), WORSE)?,
            },
        }))
    }
}

/// Declares the figures of a cell: their fields and getters, and how each is read from the cell.
macro_rules! figures {
    ($(#[$about:meta])* struct Figures of $cell:ident { $($(#[$field_about:meta])* $name:ident: $kind:ty = $read:expr;)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Figures<N = f64> {
            $($name: $kind,)+
        }

        impl<N: Number> Cell<N> {
            /// All figures at once.
            ///
            /// # Errors
            ///
            /// - a figure that no number of the kind holds: the first of them.
            pub fn figures(&self) -> Result<Figures<N>, Overflow> {
                let $cell = self;
                Ok(Figures { $($name: $read,)+ })
            }
        }

        impl<N: Clone> Figures<N> {
            getters! { self:
                $($(#[$field_about])* $name: $kind = self.$name.clone();)+
            }
        }
    };
}

figures! {
    /// All figures of a cell, or of a measure over a whole statement.
    ///
    /// Each is rounded once from its own exact total, so that rounded figures need not add up to a rounded total.
    ///
    /// # Formula
    ///
    /// All amounts are in the measure's unit, and are sums over the appraisals with the classification of that name:
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
    /// assert_eq!((pain.without_misuse(), pain.gain_count(), pain.loss_count()), (1.0, 1, 1));
    /// assert_eq!((pain.appraisal_count(), pain.mean_change()), (2, Some(1.5)));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    struct Figures of cell {
        /// The amount created together with the service.
        co_created: N = cell.co_created()?;
        /// The amount created alone.
        created_alone: N = cell.created_alone()?;
        /// The gains of people who did not co-operate.
        windfall_gain: N = cell.windfall_gain()?;
        /// The amount destroyed in interactions with a misuse on record.
        with_misuse: N = cell.with_misuse()?;
        /// The amount destroyed in interactions without a misuse on record.
        without_misuse: N = cell.without_misuse()?;
        /// The amount destroyed alone.
        destroyed_alone: N = cell.destroyed_alone()?;
        /// The losses of people who did not co-operate.
        windfall_loss: N = cell.windfall_loss()?;
        /// The changes for the better within the tolerance.
        within_up: N = cell.within_up()?;
        /// The changes for the worse within the tolerance.
        within_down: N = cell.within_down()?;
        /// The amount created, together and alone.
        created: N = cell.created()?;
        /// The amount destroyed, with and without misuse, and alone.
        destroyed: N = cell.destroyed()?;
        /// All gains minus all losses.
        net: N = cell.net()?;
        /// The smaller of all gains and all losses.
        hidden: N = cell.hidden()?;
        /// The mean change of the counted appraisals; `None` if none is counted. See [`Cell::mean_change`].
        mean_change: Option<f64> = cell.mean_change()?;
        /// The number of appraisals that count as created.
        gain_count: u64 = cell.gain_count();
        /// The number of appraisals that count as destroyed.
        loss_count: u64 = cell.loss_count();
        /// The number of appraisals whose change is within the tolerance.
        unchanged_count: u64 = cell.unchanged_count();
        /// The number of appraisals that count as windfall gains.
        windfall_gain_count: u64 = cell.windfall_gain_count();
        /// The number of appraisals that count as windfall losses.
        windfall_loss_count: u64 = cell.windfall_loss_count();
        /// The number of appraisals that lack the outcome or the reference.
        left_out_count: u64 = cell.left_out_count();
        /// The number of distinct beneficiaries with a counted appraisal; `None` unless the terms count them.
        beneficiary_count: Option<u64> = cell.beneficiary_count();
        /// The numbers of appraisals that are due, made and missing; `None` by role or by source.
        coverage: Option<Coverage> = cell.coverage();
    }
}

impl<N: Clone> Figures<N> {
    getters! { self:
        /// The number of appraisals that are counted.
        ///
        /// # Formula
        ///
        /// `counted = better + unchanged + worse`. Ours.
        appraisal_count: u64 = self.better_count() + self.unchanged_count + self.worse_count();
        /// The number of appraisals that are better by more than the tolerance.
        ///
        /// # Formula
        ///
        /// `better = gains + windfall_gains`. Ours.
        better_count: u64 = self.gain_count + self.windfall_gain_count;
        /// The number of appraisals that are worse by more than the tolerance.
        ///
        /// # Formula
        ///
        /// `worse = losses + windfall_losses`. Ours.
        worse_count: u64 = self.loss_count + self.windfall_loss_count;
    }
}
