//! How often intervals hold the truth, by simulation.

use covalue::certainty::Resampling;

use crate::support::data_sets::trial;

/// Samples for each kind of data. With 1,000 the share of intervals that hold the truth has a standard error of 0.7 %.
const SAMPLES: u64 = 1_000;

/// Reproducible numbers above 0 and below 1 (`SplitMix64`), so that a failure can be repeated.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ mixed >> 31) >> 11) as f64 / (1_u64 << 53) as f64 + f64::EPSILON / 4.0
    }

    /// A number of the standard normal distribution (Box and Muller).
    fn normal(&mut self) -> f64 {
        let (radius, angle) = ((-2.0 * self.next().ln()).sqrt(), std::f64::consts::TAU * self.next());
        radius * angle.cos()
    }
}

/// The share of samples whose interval holds the truth. `draw` gives the amounts of one sample: an id and an amount each.
fn coverage(truth: f64, mut draw: impl FnMut(&mut Numbers) -> Vec<(u64, f64)>) -> f64 {
    let mut held = 0;
    for sample in 0..SAMPLES {
        let amounts = draw(&mut Numbers(sample));
        let units = amounts.into_iter().map(|(unit, amount)| (format!("{sample}/{unit}"), amount, 1.0));
        let interval = Resampling::seeded(7).replicates(999).unwrap().ratio(units).unwrap();
        held += u64::from((interval.low()..=interval.high()).contains(&truth));
    }
    held as f64 / SAMPLES as f64
}

#[track_caller]
fn assert_between(share: f64, low: f64, high: f64) {
    assert!((low..=high).contains(&share), "{share}");
}

#[test]
fn r42_intervals_of_exponential_changes_hold_their_mean() {
    let share = coverage(1.0, |numbers| (0..30).map(|unit| (unit, -numbers.next().ln())).collect());
    assert_between(share, 0.915, 0.97);
}

/// Samples of 52 patients of the real trial, who stand for its population.
#[test]
fn r42_intervals_of_patients_hold_the_mean_of_the_trial() {
    let patients = trial::patients().unwrap();
    let therapy = patients.iter().filter(|patient| patient.treatment == trial::THERAPY);
    let change = |patient: &trial::Patient| {
        let last = patient.after.iter().rev().flatten().next()?;
        Some(f64::from(patient.before - last))
    };
    let changes: Vec<f64> = therapy.filter_map(change).collect();
    assert_eq!(changes.len(), 52);
    let truth = changes.iter().sum::<f64>() / 52.0;
    let share =
        coverage(truth, |numbers| (0..52).map(|unit| (unit, changes[(numbers.next() * 52.0) as usize])).collect());
    assert_between(share, 0.935, 0.98);
}

/// Twenty classes of ten pupils, whose changes have a correlation of 0.3 within a class. The classes are resampled.
#[test]
fn r42_intervals_over_classes_hold_the_mean() {
    let share = coverage(0.0, |numbers| {
        let pupil =
            |class: u64, of_class: f64, numbers: &mut Numbers| (class, of_class + 0.7_f64.sqrt() * numbers.normal());
        let mut pupils = Vec::new();
        for class in 0..20 {
            let of_class = 0.3_f64.sqrt() * numbers.normal();
            pupils.extend((0..10).map(|_| pupil(class, of_class, numbers)));
        }
        pupils
    });
    assert_between(share, 0.935, 0.98);
}
