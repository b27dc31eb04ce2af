//! How often intervals hold the truth, by simulation.

use covalue::certainty::{Interval, Resampling};
use covalue::error::CertaintyError;
use rayon::prelude::*;

use crate::support::data_sets::trial;

/// Samples for each kind of data. With 1,000 the share of intervals that hold the truth has a standard error of 0.7 %.
const SAMPLES: u64 = 1_000;

/// Reproducible numbers above 0 and below 1 (`SplitMix64`), so that a failure can be repeated.
pub(super) struct Numbers(u64);

impl Numbers {
    pub(super) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ mixed >> 31) >> 11) as f64 / (1_u64 << 53) as f64 + f64::EPSILON / 4.0
    }

    /// A whole number below `count`.
    pub(super) fn below(&mut self, count: usize) -> usize {
        (self.next() * count as f64) as usize
    }

    /// A number of the standard normal distribution (Box and Muller).
    pub(super) fn normal(&mut self) -> f64 {
        let (radius, angle) = ((-2.0 * self.next().ln()).sqrt(), std::f64::consts::TAU * self.next());
        radius * angle.cos()
    }

    /// A number of the exponential distribution with the mean 1.
    pub(super) fn exponential(&mut self) -> f64 {
        -self.next().ln()
    }
}

/// A unit of a sample: an id, an amount and a base.
pub(super) type Unit = (u64, f64, f64);

/// The units of a sample, and those whose ratio is taken off, if there are any.
pub(super) type Units = (Vec<Unit>, Vec<Unit>);

/// How many intervals of simulated samples hold the truth, are too low, are too high, or are none.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Coverage {
    pub(super) held: u64,
    pub(super) low: u64,
    pub(super) high: u64,
    pub(super) none: u64,
}

impl Coverage {
    fn of(truth: f64, interval: Result<Interval, CertaintyError>) -> Self {
        let none = Self::default();
        match interval {
            Err(CertaintyError::NoInterval(_)) => Self { none: 1, ..none },
            Err(error) => panic!("{error}"),
            Ok(interval) if interval.high() < truth => Self { low: 1, ..none },
            Ok(interval) if truth < interval.low() => Self { high: 1, ..none },
            Ok(_) => Self { held: 1, ..none },
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            held: self.held + other.held,
            low: self.low + other.low,
            high: self.high + other.high,
            none: self.none + other.none,
        }
    }

    /// A number of intervals, as a share of all intervals.
    pub(super) fn share(self, intervals: u64) -> f64 {
        intervals as f64 / (self.held + self.low + self.high) as f64
    }
}

/// The intervals of many samples. Sample `n` is drawn with the numbers of the seed `first + n`, and its units have ids of their
/// own, and so weights of their own.
pub(super) fn coverage(
    resampling: &Resampling,
    seeds: std::ops::Range<u64>,
    truth: f64,
    draw: impl Fn(&mut Numbers) -> Units + Sync,
) -> Coverage {
    let of_sample = |seed: u64| {
        let named = |units: Vec<Unit>| units.into_iter().map(move |(id, a, b)| (format!("{seed}/{id}"), a, b));
        let (units, less) = draw(&mut Numbers(seed));
        let interval = if less.is_empty() {
            resampling.ratio(named(units))
        } else {
            resampling.difference(named(units), named(less))
        };
        Coverage::of(truth, interval)
    };
    seeds.into_par_iter().map(of_sample).reduce(Coverage::default, Coverage::plus)
}

/// The changes of the 52 patients of the real trial's therapy.
pub(super) fn trial_changes() -> Vec<f64> {
    let patients = trial::patients().unwrap();
    let therapy = patients.iter().filter(|patient| patient.treatment == trial::THERAPY);
    let change = |patient: &trial::Patient| {
        let last = patient.after.iter().rev().flatten().next()?;
        Some(f64::from(patient.before - last))
    };
    let changes: Vec<f64> = therapy.filter_map(change).collect();
    assert_eq!(changes.len(), 52);
    changes
}

/// Pupils of classes of ten, or of other sizes, whose changes have a mean of 0, a variance of 1 and a correlation within a class.
/// The changes of a class are moved by a number of the mean 0 and the variance 1, times the root of the correlation.
pub(super) struct Classes {
    pub(super) correlation: f64,
    pub(super) size: fn(&mut Numbers) -> u64,
    pub(super) of_class: fn(&mut Numbers) -> f64,
}

impl Classes {
    pub(super) const fn of_ten(correlation: f64) -> Self {
        Self { correlation, size: |_| 10, of_class: Numbers::normal }
    }

    /// The class and the change of each pupil.
    pub(super) fn pupils(&self, numbers: &mut Numbers, classes: u64) -> Vec<(u64, f64)> {
        let mut pupils = Vec::new();
        let (of_class, of_pupil) = (self.correlation.sqrt(), (1.0 - self.correlation).sqrt());
        for class in 0..classes {
            let (moved, size) = (of_class * (self.of_class)(numbers), (self.size)(numbers));
            pupils.extend((0..size).map(|_| (class, moved + of_pupil * numbers.normal())));
        }
        pupils
    }
}

/// The share of samples whose interval holds the truth. `draw` gives the amounts of one sample: an id and an amount each.
#[track_caller]
fn assert_between(truth: f64, [low, high]: [f64; 2], draw: impl Fn(&mut Numbers) -> Vec<(u64, f64)> + Sync) {
    let units = |numbers: &mut Numbers| {
        let amounts = draw(numbers).into_iter();
        (amounts.map(|(id, amount)| (id, amount, 1.0)).collect(), vec![])
    };
    let coverage = coverage(&Resampling::seeded(7).replicates(999).unwrap(), 0..SAMPLES, truth, units);
    let share = coverage.share(coverage.held);
    assert!(coverage.none == 0 && (low..=high).contains(&share), "{share}: {coverage:?}");
}

#[test]
fn r42_intervals_of_exponential_changes_hold_their_mean() {
    assert_between(1.0, [0.915, 0.97], |numbers| (0..30).map(|unit| (unit, numbers.exponential())).collect());
}

/// Samples of 52 patients of the real trial, who stand for its population.
#[test]
fn r42_intervals_of_patients_hold_the_mean_of_the_trial() {
    let changes = trial_changes();
    let truth = changes.iter().sum::<f64>() / 52.0;
    assert_between(truth, [0.935, 0.98], |numbers| (0..52).map(|unit| (unit, changes[numbers.below(52)])).collect());
}

/// Twenty classes of ten pupils, whose changes have a correlation of 0.3 within a class. The classes are resampled.
#[test]
fn r42_intervals_over_classes_hold_the_mean() {
    assert_between(0.0, [0.935, 0.98], |numbers| Classes::of_ten(0.3).pupils(numbers, 20));
}
