//! Intervals of the figures of a statement.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::difference::Difference;
use super::error::CertaintyError;
use super::figure::LineFigure;
use super::interval::{EXPECTED_SIZE, Interval, NoInterval, is_of_size};
use super::line_ratios::extended;
use super::resampling::{Per, Resampling, value_error};
use super::sample::{Sample, Unit};
use crate::analysis::FINITE;
use crate::analysis::changes::{Change, Changes, for_each_person};
use crate::catalogue::MeasureId;
use crate::getters::getters;
use crate::ledger::Ledger;
use crate::number::{Fraction, Total};
use crate::statement::{Bounds, Cell, Index, IntoLine, Line, LineError, Overflow, Terms};

/// The number of figures of each line and measure.
pub(super) const FIGURES: usize = LineFigure::COUNT;

/// An interval of each figure, or the reason for none.
pub(super) type Results = [Result<Interval, NoInterval>; FIGURES];

/// Intervals of the amounts created and destroyed, for each person or each appraisal, on each line and measure of a statement.
///
/// Made by [`Ledger::intervals`] and [`Ledger::intervals_on`]. They tell how far figures could be otherwise by chance, if other people of the same kind had
/// come. Missing appraisals are another doubt: see [`Statement::bounds`](crate::Statement::bounds).
///
/// # Example
///
/// ```
/// use covalue::certainty::Resampling;
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// for user in 0..40 {
///     let visit = Interaction::between(format!("user {user}"), "physio", date(2026, 3, 2));
///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(f64::from(user % 8) - 2.0)))?;
/// }
/// let intervals = ledger.intervals_on(By::Service, Resampling::seeded(1))?;
/// let physio = intervals.line("physio", "mobility")?;
/// let created = physio.created()?; // or why there is no interval
/// assert_eq!((physio.people(), created.estimate()), (40, 1.875));
/// assert_eq!(format!("{:.2} to {:.2}", created.low(), created.high()), "1.29 to 2.52");
/// assert_eq!(
///     intervals.to_string(),
///     "change from before; users' own appraisals
/// 95 % confidence intervals: 4,999 replicates of people, seed 1
/// service  measure   unit    users  created for each person  destroyed for each person  net for each person
/// physio   mobility  points     40      1.88 (1.29 to 2.52)        0.38 (0.19 to 0.66)  1.50 (0.73 to 2.26)
/// in brackets: confidence intervals, which say how far chance could move a figure; missing appraisals are another doubt
/// ",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Intervals {
    terms: Terms,
    resampling: Resampling,
    /// Sorted by line and measure.
    lines: Vec<LineIntervals>,
    pub(super) differences: Vec<Difference>,
}

/// The intervals of a line and measure.
#[derive(Clone, PartialEq)]
pub struct LineIntervals {
    line: Line,
    measure: MeasureId,
    unit: Box<str>,
    people: u64,
    unstated: u64,
    missing: Option<u64>,
    bounds: Option<Bounds<f64>>,
    pub(super) sample: Sample<FIGURES>,
    results: Results,
}

/// The totals of the figures of a line in each replicate, as for [`Spread::resampled`](crate::impact::Spread::resampled). A
/// figure without an interval has none.
///
/// # Example
///
/// ```
/// use covalue::certainty::{Drawing, Resampling};
/// use covalue::impact::{Assumption::Quantity, Discount, ImpactMap, Proxy, Row, Spread};
/// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// # let catalogue = Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// # for user in 0..40 {
/// #     let visit = Interaction::between(format!("user {user}"), "physio", date(2026, 3, 2));
/// #     ledger.record(visit.appraisal(Appraisal::of("mobility").change(f64::from(user % 8) - 2.0)))?;
/// # }
/// let intervals = ledger.intervals_on(By::Service, Resampling::seeded(1))?;
/// let totals = intervals.totals("physio", "mobility")?;
/// let row = |outcome, stated, totals: &[f64]| {
///     let quantities: Vec<f64> = totals.iter().map(|total| f64::signum(stated) * total).collect();
///     Row::new(outcome, stated, Proxy::amount(50.0)).spread(Quantity, Spread::resampled(quantities))
/// };
/// // The same people are behind both rows, so that a draw takes both from one replicate.
/// let map = ImpactMap::new([row("created", 75.0, totals.created()?), row("destroyed", -15.0, totals.destroyed()?)]);
/// let draws = map.draws(Discount::none(), Drawing::seeded(1))?;
/// assert_eq!(format!("{:.0}", draws.net().mean()), "3010"); // 60 points net, at 50 each, are 3,000
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ReplicateTotals {
    results: Results,
    totals: [Vec<f64>; FIGURES],
}

/// Writes the getters of the totals, each with its figure.
macro_rules! total_getters {
    ($($(#[$about:meta])* $name:ident $figure:ident;)+) => {
        impl ReplicateTotals {
            $(
                $(#[$about])*
                ///
                /// # Errors
                ///
                /// - the reason for which there is no interval.
                pub fn $name(&self) -> Result<&[f64], NoInterval> {
                    let figure = LineFigure::$figure as usize;
                    self.results[figure].map(|_| &self.totals[figure][..])
                }
            )+
        }
    };
}

total_getters! {
    /// The amount created by all units together, in each replicate.
    created Created;
    /// The amount destroyed, without its sign.
    destroyed Destroyed;
    /// The gains of people who did not co-operate.
    windfall_gain WindfallGain;
    /// The losses of people who did not co-operate, without their sign.
    windfall_loss WindfallLoss;
    /// Created and windfall gains, less destroyed and windfall losses.
    net Net;
}

/// Writes the getters of the intervals of a type with a field `results`.
macro_rules! interval_getters {
    ($type:ident) => {
        impl $type {
            getters! { self:
                /// The amount created, for each person or appraisal.
                ///
                /// # Errors
                ///
                /// - the reason for which there is no interval.
                created: Result<Interval, NoInterval> = self.result(LineFigure::Created);
                /// The amount destroyed, for each person or appraisal, without its sign.
                ///
                /// # Errors
                ///
                /// - the reason for which there is no interval.
                destroyed: Result<Interval, NoInterval> = self.result(LineFigure::Destroyed);
                /// The gains of people who did not co-operate, for each person or appraisal.
                ///
                /// # Errors
                ///
                /// - the reason for which there is no interval.
                windfall_gain: Result<Interval, NoInterval> = self.result(LineFigure::WindfallGain);
                /// The losses of people who did not co-operate, for each person or appraisal, without their sign.
                ///
                /// # Errors
                ///
                /// - the reason for which there is no interval.
                windfall_loss: Result<Interval, NoInterval> = self.result(LineFigure::WindfallLoss);
                /// Created and windfall gains, less destroyed and windfall losses.
                ///
                /// # Errors
                ///
                /// - the reason for which there is no interval.
                net: Result<Interval, NoInterval> = self.result(LineFigure::Net);
            }

            pub(crate) fn result(&self, figure: LineFigure) -> Result<Interval, NoInterval> {
                self.results[figure as usize]
            }
        }
    };
}

pub(super) use interval_getters;

interval_getters!(LineIntervals);

impl LineIntervals {
    getters! { self:
        /// The line.
        line: &Line = &self.line;
        /// The measure.
        measure: &MeasureId = &self.measure;
        /// The unit of the measure.
        unit: &str = &self.unit;
        /// The number of people with a counted appraisal.
        people: u64 = self.people;
        /// The number of units: people, or values of the dimension that is resampled.
        units: u64 = self.sample.len();
        /// The number of counted appraisals that do not state the dimension that is resampled.
        unstated: u64 = self.unstated;
        /// The number of appraisals that are due and missing, of which intervals know nothing; `None` without a coverage.
        missing: Option<u64> = self.missing;
        /// The bounds of the totals if no appraisal were missing, in the unit of the measure; `None` without a coverage, if the
        /// measure has no range, and with survey weights.
        bounds: Option<&Bounds<f64>> = self.bounds.as_ref();
    }
}

impl LineIntervals {
    /// A figure of all units together, whether it has an interval or not.
    #[cfg(feature = "chart")]
    pub(crate) fn total(&self, figure: LineFigure) -> f64 {
        self.sample.amount(figure as usize)
    }

    /// Whether there is a change of people who did not co-operate.
    pub(crate) fn has_windfalls(&self) -> bool {
        [LineFigure::WindfallGain, LineFigure::WindfallLoss]
            .into_iter()
            .any(|figure| self.sample.has_amount(figure as usize))
    }
}

impl<N: Fraction> Ledger<N> {
    /// Intervals of the figures that a statement of these terms has, by resampling the people behind them: 4,999 replicates
    /// with the seed 0, a level of 95 %, at least 20 people.
    ///
    /// # Errors
    ///
    /// - invalid terms;
    /// - an amount that no float holds: R3.
    pub fn intervals(&self, terms: impl Into<Terms>) -> Result<Intervals, CertaintyError> {
        self.intervals_on(terms, Resampling::default())
    }

    /// Intervals of the figures that a statement of these terms has, by this resampling.
    ///
    /// # Errors
    ///
    /// - invalid terms, a grouping by the dimension that is resampled;
    /// - a person without a survey weight, and an amount that no float holds: R3;
    /// - too few replicates for the level: R42.
    pub fn intervals_on(&self, terms: impl Into<Terms>, resampling: Resampling) -> Result<Intervals, CertaintyError> {
        let terms = terms.into().checked()?;
        let method = *resampling.method()?;
        let mut lines = lines(self, &terms, &resampling)?;
        let statement = self.statement(terms.clone())?;
        for cell in statement.cells() {
            // All appraisals of a cell may be missing: then it has no units.
            lines.entry((cell.line().clone(), cell.measure().clone())).or_default();
        }
        let lines = lines.into_iter().map(|((line, measure), units)| {
            let cell = statement.cell(line.clone(), &measure).expect("a counted appraisal has a cell");
            let missing = cell.coverage().map(|coverage| coverage.missing());
            // Those of a statement are of people without weights.
            let bounds = if resampling.weights.is_some() { None } else { bounds(&cell)? };
            let sample = Sample::new(units.units);
            let results = sample.intervals(&method);
            let known = self.catalogue.measure(&measure).expect("measures of changes are in the catalogue");
            let (unit, people) = (known.unit().into(), units.people.len() as u64);
            let unstated = units.unstated;
            Ok(LineIntervals { line, measure, unit, people, unstated, missing, bounds, sample, results })
        });
        let lines = lines.collect::<Result<_, CertaintyError>>()?;
        Ok(Intervals { terms, resampling, lines, differences: Vec::new() })
    }
}

impl Intervals {
    getters! { self:
        /// The terms of the statement.
        terms: &Terms = &self.terms;
        /// How the figures were resampled.
        resampling: &Resampling = &self.resampling;
        /// The lines, sorted as the cells of the statement are. One whose appraisals are all missing has no units.
        lines: impl ExactSizeIterator<Item = &LineIntervals> = self.lines.iter();
    }

    /// The intervals of a line and measure.
    ///
    /// # Errors
    ///
    /// - a line that the statement does not have: an error, not a zero (R20).
    pub fn line(&self, line: impl IntoLine, measure: impl AsRef<str>) -> Result<&LineIntervals, LineError> {
        let (line, measure) = (line.into_line(), measure.as_ref());
        let found = self.lines.binary_search_by(|known| (&known.line, known.measure.as_str()).cmp(&(&line, measure)));
        found.map(|row| &self.lines[row]).map_err(|_| LineError::not_in_analysis(&line, &self.terms, measure))
    }

    /// The totals of the figures of a line in each replicate. They are computed when they are asked for.
    ///
    /// # Errors
    ///
    /// - a line that the statement does not have: R20.
    pub fn totals(&self, line: impl IntoLine, measure: impl AsRef<str>) -> Result<ReplicateTotals, LineError> {
        let line = self.line(line, measure)?;
        Ok(ReplicateTotals { results: line.results, totals: line.sample.totals(&self.resampling.method) })
    }
}

/// The bounds of a cell as floats.
fn bounds<N: Fraction>(cell: &Cell<N>) -> Result<Option<Bounds<f64>>, Overflow> {
    let Some(bounds) = cell.bounds()? else { return Ok(None) };
    bounds.to_floats().map(Some).ok_or_else(|| cell.overflow::<f64>("a bound"))
}

/// The units of a line and measure.
#[derive(Default)]
struct Units {
    units: Vec<Unit<FIGURES>>,
    /// The codes of all people.
    people: BTreeSet<u32>,
    unstated: u64,
}

/// A line and measure.
type Key = (Line, MeasureId);

/// The units of each line and measure.
fn lines<N: Fraction>(
    ledger: &Ledger<N>,
    terms: &Terms,
    resampling: &Resampling,
) -> Result<BTreeMap<Key, Units>, CertaintyError> {
    let (words, by) = (terms.grouping().words().len(), resampling.get_by());
    let extended = extended(terms, resampling)?;
    let Changes { changes, index, .. } = Changes::collect(ledger, &extended, |_| Some(()), |_| {})?;
    let keys: Vec<Key> = (0..index.len()).map(|row| key(&index, row, words, &extended)).collect();
    // The appraisals of each person on a line and measure, over all values of the dimension.
    let mut numbers = BTreeMap::new();
    let number = |key| {
        let next = numbers.len();
        *numbers.entry(key).or_insert(next)
    };
    let numbers: Vec<usize> = keys.iter().map(number).collect();
    let mut appraisals: BTreeMap<(usize, u32), u64> = BTreeMap::new();
    for change in &changes {
        *appraisals.entry((numbers[change.row as usize], change.beneficiary)).or_default() += 1;
    }
    let (mut lines, mut fault): (BTreeMap<Key, Units>, _) = (BTreeMap::new(), None);
    for_each_person(&changes, |changes| {
        let (row, person) = (changes[0].row as usize, changes[0].beneficiary);
        let (person_id, key) = (ledger.columns.actors.text(person), &keys[row]);
        let (value, count) = (by.and_then(|_| index.text(row, words)), changes.len() as u64);
        let base = match resampling.get_per() {
            Per::Appraisal => count as f64,
            // A person with several values counts once: each value has the part of its appraisals.
            Per::Person => count as f64 / appraisals[&(numbers[row], person)] as f64,
        };
        match weighted_amounts::<N>(changes, person_id, (key, terms), resampling) {
            Ok((amounts, weight)) => {
                let stream = resampling.stream_of(value, person_id);
                let units = lines.entry(key.clone()).or_default();
                units.people.insert(person);
                units.unstated += if by.is_some() && value.is_none() { count } else { 0 };
                units.units.push(Unit { stream, amounts, base: base * weight });
            }
            Err(error) => {
                fault.get_or_insert(error);
            }
        }
    });
    fault.map_or(Ok(lines), Err)
}

/// The line and measure of a row. Only the first `words` of its words are of the statement.
fn key(index: &Index, row: usize, words: usize, extended: &Terms) -> Key {
    (Line::new(index.texts(row).take(words)), index.measure(row, extended.grouping().words().len()))
}

/// The amounts of one person on one row, times the person's weight, and that weight.
fn weighted_amounts<N: Fraction>(
    changes: &[Change<N::Change>],
    person: &str,
    ((line, measure), terms): (&Key, &Terms),
    resampling: &Resampling,
) -> Result<([f64; FIGURES], f64), CertaintyError> {
    let mut totals: [N::Total; FIGURES] = std::array::from_fn(|_| N::Total::default());
    for change in changes {
        let size = N::magnitude(&change.change);
        if let Some(figure) = LineFigure::of(change.counts_as) {
            totals[figure as usize].add(&size).expect(FINITE);
            totals[LineFigure::Net as usize].add(&change.change).expect(FINITE);
        }
    }
    let weight = resampling.weight_of(person)?;
    let mut amounts = [0.0; FIGURES];
    for ((amount, total), figure) in amounts.iter_mut().zip(&totals).zip(LineFigure::ALL) {
        let float = N::divided(total, 1).map(|number| number.to_float()).filter(|float| float.is_finite());
        let overflow = || Overflow::on::<f64>(figure.name(), line.clone(), measure.clone(), terms);
        *amount = float.ok_or_else(overflow)? * weight;
        if !is_of_size(*amount) {
            return Err(value_error("the amount", person, *amount, EXPECTED_SIZE));
        }
    }
    Ok((amounts, weight))
}

impl fmt::Debug for Intervals {
    /// Its terms and size, without the values of its lines, which may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Intervals")
            .field("terms", &self.terms)
            .field("lines", &self.lines.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for LineIntervals {
    /// Its measure and units, without the values of its line, which may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LineIntervals")
            .field("measure", &self.measure)
            .field("units", &self.units())
            .finish_non_exhaustive()
    }
}
