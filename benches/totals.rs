//! Exact totals by group, each beside the naive loop over the same rows.
//!
//! `cargo bench -p covalue-benches --bench totals` measures; `-- --test` runs everything once; `-- --ratios` prints
//! the ratio of their time to the naive loop's.

// The naive loops round.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]

use std::ops::AddAssign;

use covalue::number::{FloatTotal, IntegerTotal, Total, Totals};
use covalue_benches::contest::{Contest, Generator, Host, runner};

/// Changes, each with the group that it belongs to.
struct Rows<C> {
    groups: Vec<u32>,
    changes: Vec<C>,
}

fn rows<C>(groups: u32, count: usize, change: impl Fn(&mut Generator) -> C) -> Rows<C> {
    let mut generator = Generator(u64::from(groups));
    let groups = (0..count).map(|_| generator.below(groups)).collect();
    Rows { groups, changes: (0..count).map(|_| change(&mut generator)).collect() }
}

fn cents(generator: &mut Generator) -> f64 {
    generator.hundredths() as f64 / 100.0
}

/// The exponential of a normal variable with standard deviation 5: seven orders of magnitude either way.
fn wide(generator: &mut Generator) -> f64 {
    let normal = (-2.0 * generator.unit().ln()).sqrt() * (std::f64::consts::TAU * generator.unit()).cos();
    (5.0 * normal).exp() * generator.sign()
}

/// Numbers that rarely fit a window of 127 bits.
fn far(generator: &mut Generator) -> f64 {
    10.0_f64.powf(600.0 * generator.unit() - 300.0) * generator.sign()
}

/// The sums and counts that the naive loop has of a group.
#[derive(Clone, Default)]
struct Slot<S> {
    gained: S,
    lost: S,
    gains: u32,
    losses: u32,
}

fn naive<C: Copy + PartialOrd + Default + Into<S>, S: AddAssign>(slots: &mut [Slot<S>], rows: &Rows<C>) {
    for (&group, &change) in rows.groups.iter().zip(&rows.changes) {
        let slot = &mut slots[group as usize];
        if change > C::default() {
            slot.gained += change.into();
            slot.gains += 1;
        } else if change < C::default() {
            slot.lost += change.into();
            slot.losses += 1;
        }
    }
}

/// The naive loop without a branch on the sign, which is mispredicted half the time: sums and counts of gains, then of losses.
fn naive_by_sign(slots: &mut [([f64; 2], [u32; 2])], rows: &Rows<f64>) {
    for (&group, &change) in rows.groups.iter().zip(&rows.changes) {
        let (sums, counts) = &mut slots[group as usize];
        let sign = usize::from(change < 0.0);
        sums[sign] += change;
        counts[sign] += 1;
    }
}

/// Totals of gains and totals of losses.
type GainsAndLosses<T> = [Totals<T>; 2];

fn zeros<T: Total>(groups: u32) -> GainsAndLosses<T> {
    [Totals::with_groups(groups as usize), Totals::with_groups(groups as usize)]
}

fn one_by_one<C: Copy + PartialOrd + Default + Into<T::Change>, T: Total>(
    totals: &mut GainsAndLosses<T>,
    rows: &Rows<C>,
) {
    for (&group, &change) in rows.groups.iter().zip(&rows.changes) {
        totals[usize::from(change < C::default())].add(group, &change.into()).expect("finite");
    }
}

fn at_once<C, T: Total>(totals: &mut GainsAndLosses<T>, rows: &Rows<C>)
where
    C: Clone + PartialOrd + Default + Into<T::Change>,
{
    let is_loss = |change: &C| usize::from(*change < C::default());
    Totals::add_all_split(totals.each_mut(), &rows.groups, &rows.changes, is_loss).expect("finite");
}

/// Asserts equal counts, and sums close to the naive ones.
#[track_caller]
fn assert_near<T: Total>(exact: &GainsAndLosses<T>, slots: &[Slot<f64>], value: impl Fn(&T) -> Option<f64>) {
    for (group, slot) in (0..).zip(slots) {
        let rows = [exact[0].get(group), exact[1].get(group)].map(|row| row.expect("every group has a row"));
        assert_eq!(rows[1].count, u64::from(slot.losses));
        assert!(rows[0].count >= u64::from(slot.gains), "zeros count too");
        for (row, naive) in rows.into_iter().zip([slot.gained, slot.lost]) {
            let exact = value(&row.total).expect("no overflow");
            assert!((exact - naive).abs() <= 1e-9 * exact.abs(), "{naive} is not near {exact}");
        }
    }
}

fn main() {
    let mut host = Host::from_arguments();
    let sizes = [
        (1, "1", 1 << 20),
        (1_000, "1k", 1 << 20),
        (100_000, "100k", 1 << 22),
        (1_000_000, "1M", 10_000_000),
        (4_000_000, "4M", 1 << 24),
    ];

    for (subject, change) in [("cents", cents as fn(&mut Generator) -> f64), ("wide", wide), ("far", far)] {
        for (groups, size, count) in sizes {
            if !host.wants(subject) || !host.wants_size(size) || (groups >= 1_000_000 && subject == "far") {
                continue;
            }
            let rows = &rows(groups, count, change);
            let slots = || vec![Slot::<f64>::default(); groups as usize];
            let add = if groups >= 1_000_000 || subject == "far" {
                at_once::<f64, FloatTotal>
            } else {
                one_by_one::<f64, FloatTotal>
            };
            let (mut exact, mut near) = (zeros(groups), slots());
            add(&mut exact, rows);
            naive(&mut near, rows);
            assert_near(&exact, &near, FloatTotal::value);
            drop((exact, near));
            host.hold(&Contest {
                subject,
                size,
                count,
                runners: vec![
                    ("exact", runner(move || zeros(groups), move |totals| add(totals, rows))),
                    ("naive", runner(slots, move |slots| naive(slots, rows))),
                    (
                        "naive_by_sign",
                        runner(move || vec![Default::default(); groups as usize], move |s| naive_by_sign(s, rows)),
                    ),
                ],
            });
        }
    }
    for (groups, size, count) in sizes {
        if !host.wants("integers") || !host.wants_size(size) {
            continue;
        }
        let rows = &rows(groups, count, Generator::hundredths);
        let add = if groups >= 1_000_000 { at_once::<i64, IntegerTotal> } else { one_by_one::<i64, IntegerTotal> };
        host.hold(&Contest {
            subject: "integers",
            size,
            count,
            runners: vec![
                ("exact", runner(move || zeros(groups), move |totals| add(totals, rows))),
                (
                    "naive",
                    runner(move || vec![Slot::<i64>::default(); groups as usize], move |slots| naive(slots, rows)),
                ),
                ("naive_long", runner(move || vec![Slot::<i128>::default(); groups as usize], move |s| naive(s, rows))),
            ],
        });
    }
    host.finish();
}
