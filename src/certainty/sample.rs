//! The units behind a line, and the intervals of its figures.

use super::interval::{Interval, LEAST_AMOUNTS, NoInterval, Spread, limits, root_of_squares, total};
use super::random::StreamId;
use super::replicates::{Column, weighted_sums};

/// The units of one line, each with `K` amounts and a base by which they are divided.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sample<const K: usize> {
    /// Sorted by stream.
    units: Vec<Unit<K>>,
}

/// A unit, by its random stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Unit<const K: usize> {
    pub(super) stream: StreamId,
    pub(super) amounts: [f64; K],
    pub(super) base: f64,
}

/// How replicates are made, and what an interval needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Method {
    pub(super) seed: u64,
    pub(super) replicates: u32,
    pub(super) level: (u32, u32),
    pub(super) least: u64,
}

impl Method {
    pub(super) fn level(&self) -> f64 {
        f64::from(self.level.0) / f64::from(self.level.1)
    }
}

/// A figure of a sample: its value, and how far each unit moves it.
struct Ratio {
    estimate: f64,
    influences: Vec<f64>,
    /// Units with an amount.
    amounts: u64,
    /// The root of the sum of `(|a| + |θ|·b)²`, which bounds the rounding of the influences `a − θ·b`.
    size: f64,
    /// The values that the figure may have: amounts of one sign have no replicate of the other.
    range: [f64; 2],
}

/// The deviations of each figure in the replicates that have units. `None` where all weights are zero.
type Deviations<const K: usize> = [Vec<Option<f64>>; K];

impl<const K: usize> Sample<K> {
    /// The units, of which those of one stream are one.
    pub(super) fn new(mut units: Vec<Unit<K>>) -> Self {
        units.sort_unstable_by_key(|unit| unit.stream);
        let same = |units: &[Unit<K>]| Unit {
            stream: units[0].stream,
            amounts: std::array::from_fn(|figure| total(units.iter().map(|unit| unit.amounts[figure]))),
            base: total(units.iter().map(|unit| unit.base)),
        };
        Self { units: units.chunk_by(|one, other| one.stream == other.stream).map(same).collect() }
    }

    /// The units of several samples.
    pub(super) fn together<'s>(samples: impl Iterator<Item = &'s Self>) -> Self {
        Self::new(samples.flat_map(|sample| sample.units.iter().copied()).collect())
    }

    pub(super) fn len(&self) -> u64 {
        self.units.len() as u64
    }

    /// Whether a unit has an amount of a figure.
    pub(super) fn has_amount(&self, figure: usize) -> bool {
        self.units.iter().any(|unit| unit.amounts[figure] != 0.0)
    }

    /// The sum of the amounts of a figure.
    #[cfg(feature = "chart")]
    pub(super) fn amount(&self, figure: usize) -> f64 {
        total(self.units.iter().map(|unit| unit.amounts[figure]))
    }

    /// The sum of the bases.
    pub(super) fn base(&self) -> f64 {
        total(self.units.iter().map(|unit| unit.base))
    }

    fn ratios(&self) -> [Ratio; K] {
        let base = self.base();
        std::array::from_fn(|figure| {
            let amounts = || self.units.iter().map(|unit| unit.amounts[figure]);
            let estimate = total(amounts()) / base;
            let influences = self.units.iter().map(|unit| unit.amounts[figure] - estimate * unit.base).collect();
            let size = |unit: &Unit<K>| unit.amounts[figure].abs() + estimate.abs() * unit.base;
            let has = |is: fn(&f64) -> bool| amounts().any(|amount| is(&amount));
            Ratio {
                estimate,
                influences,
                amounts: amounts().filter(|amount| *amount != 0.0).count() as u64,
                size: root_of_squares(self.units.iter().map(size)),
                range: [
                    if has(|amount| *amount < 0.0) { f64::NEG_INFINITY } else { 0.0 },
                    if has(|amount| *amount > 0.0) { f64::INFINITY } else { 0.0 },
                ],
            }
        })
    }

    fn deviations(&self, ratios: &[Ratio; K], method: &Method) -> Deviations<K> {
        let streams: Vec<StreamId> = self.units.iter().map(|unit| unit.stream).collect();
        let bases: Vec<f64> = self.units.iter().map(|unit| unit.base).collect();
        let influences = ratios.iter().map(|ratio| Column::new(&ratio.influences));
        let columns: Vec<Column> = std::iter::once(Column::new(&bases)).chain(influences).collect();
        let sums = weighted_sums(method.seed, &streams, &columns, method.replicates as usize);
        std::array::from_fn(|figure| {
            let deviation = |(&sum, &base): (&f64, &f64)| (base != 0.0).then(|| sum / base);
            sums[figure + 1].iter().zip(&sums[0]).map(deviation).collect()
        })
    }

    /// The interval of each figure, or the reason for none.
    pub(super) fn intervals(&self, method: &Method) -> [Result<Interval, NoInterval>; K] {
        let ratios = self.ratios();
        let checked = ratios.each_ref().map(|ratio| check(self.len(), ratio.amounts, method));
        if let Some(none) = none_of(checked) {
            return none;
        }
        let (base, mut deviations) = (self.base(), self.deviations(&ratios, method));
        std::array::from_fn(|figure| {
            checked[figure]?;
            let (ratio, deviations) = (&ratios[figure], std::mem::take(&mut deviations[figure]));
            let spread = Spread { influences: &ratio.influences, base, units: self.len(), size: ratio.size };
            let interval = interval(ratio.estimate, &spread, deviations, base, method)?;
            let [least, most] = ratio.range;
            Ok(Interval { low: interval.low.clamp(least, most), high: interval.high.clamp(least, most), ..interval })
        })
    }

    /// The total of each figure in each replicate. A replicate without units has the estimate.
    pub(super) fn totals(&self, method: &Method) -> [Vec<f64>; K] {
        let (ratios, base) = (self.ratios(), self.base());
        // The sums of amounts themselves: a replicate without an amount has 0, and not the rounding of a difference.
        let column = |read: &dyn Fn(&Unit<K>) -> f64| Column::new(&self.units.iter().map(read).collect::<Vec<f64>>());
        let columns: Vec<Column> = std::iter::once(column(&|unit| unit.base))
            .chain((0..K).map(|figure| column(&|unit| unit.amounts[figure])))
            .collect();
        let streams: Vec<StreamId> = self.units.iter().map(|unit| unit.stream).collect();
        let sums = weighted_sums(method.seed, &streams, &columns, method.replicates as usize);
        std::array::from_fn(|figure| {
            let total = |(&sum, &of_base): (&f64, &f64)| {
                if of_base == 0.0 { ratios[figure].estimate * base } else { sum / of_base * base }
            };
            sums[figure + 1].iter().zip(&sums[0]).map(total).collect()
        })
    }

    /// The interval of each figure less that of another sample. A unit of both has the same weights on both sides.
    pub(super) fn differences(&self, other: &Self, method: &Method) -> [Result<Interval, NoInterval>; K] {
        let (one, two) = (self.ratios(), other.ratios());
        let units = self.len().min(other.len());
        let checked: [_; K] =
            std::array::from_fn(|figure| check(units, one[figure].amounts.min(two[figure].amounts), method));
        if let Some(none) = none_of(checked) {
            return none;
        }
        let (base, other_base) = (self.base(), other.base());
        let (deviations, other_deviations) = (self.deviations(&one, method), other.deviations(&two, method));
        std::array::from_fn(|figure| {
            checked[figure]?;
            let mut influences = Vec::new();
            let here = self.units.iter().zip(&one[figure].influences).map(|(unit, u)| (unit.stream, u / base));
            let there = other.units.iter().zip(&two[figure].influences).map(|(unit, u)| (unit.stream, -u / other_base));
            merge_by_stream(here, there, &mut influences);
            let pairs = deviations[figure].iter().zip(&other_deviations[figure]);
            let deviations = pairs.map(|(one, other)| Some((*one)? - (*other)?)).collect();
            let estimate = one[figure].estimate - two[figure].estimate;
            let size = root_of_squares([one[figure].size / base, two[figure].size / other_base]);
            let spread = Spread { influences: &influences, base: 1.0, units, size };
            interval(estimate, &spread, deviations, 1.0, method)
        })
    }
}

/// Adds up the numbers of units that are on both sides, and keeps the others.
fn merge_by_stream(
    here: impl Iterator<Item = (StreamId, f64)>,
    there: impl Iterator<Item = (StreamId, f64)>,
    merged: &mut Vec<f64>,
) {
    let (mut here, mut there) = (here.peekable(), there.peekable());
    loop {
        merged.push(match (here.peek(), there.peek()) {
            (Some((one, _)), Some((other, _))) if one == other => {
                here.next().map_or(0.0, |(_, u)| u) + there.next().map_or(0.0, |(_, u)| u)
            }
            (Some((one, _)), Some((other, _))) if one > other => there.next().map_or(0.0, |(_, u)| u),
            (Some(_), _) => here.next().map_or(0.0, |(_, u)| u),
            (None, Some(_)) => there.next().map_or(0.0, |(_, u)| u),
            (None, None) => return,
        });
    }
}

fn check(units: u64, amounts: u64, method: &Method) -> Result<(), NoInterval> {
    if units < method.least {
        return Err(NoInterval::TooFewUnits { found: units, least: method.least });
    }
    if amounts < LEAST_AMOUNTS {
        return Err(NoInterval::TooFewAmounts { found: amounts, least: LEAST_AMOUNTS });
    }
    Ok(())
}

/// The reasons, if no figure can have an interval: then nothing is drawn.
fn none_of<const K: usize>(checked: [Result<(), NoInterval>; K]) -> Option<[Result<Interval, NoInterval>; K]> {
    let is_none = checked.iter().all(Result::is_err);
    is_none.then(|| checked.map(|checked| Err(checked.expect_err("all are errors"))))
}

/// One in this many replicates may have no unit.
const EMPTY: usize = 100;

fn interval(
    estimate: f64,
    spread: &Spread<'_>,
    deviations: Vec<Option<f64>>,
    base: f64,
    method: &Method,
) -> Result<Interval, NoInterval> {
    let replicates = deviations.len();
    let mut deviations: Vec<f64> = deviations.into_iter().flatten().collect();
    if (replicates - deviations.len()) * EMPTY > replicates {
        let found = (replicates - deviations.len()) as u64;
        return Err(NoInterval::EmptyReplicates { found, replicates: replicates as u64 });
    }
    let [low, high] = limits(spread, &mut deviations, method.level())?;
    let replicates = deviations.len() as u64;
    Ok(Interval { estimate, low: estimate + low, high: estimate + high, base, units: spread.units, replicates })
}
