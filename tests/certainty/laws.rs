//! The laws of intervals, bit by bit.

use std::collections::BTreeMap;

use covalue::certainty::{Interval, NoInterval, Resampling};
use covalue::number::Fraction;
use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
use num_rational::BigRational;
use proptest::prelude::*;

use crate::support::generate::cases;

/// The changes of people in whole numbers: each person has one or more.
fn changes() -> impl Strategy<Value = Vec<(u64, i64)>> {
    prop::collection::vec((0..40_u64, -9..=9_i64), 40..80)
}

fn catalogue<N: Fraction>() -> Catalogue<N> {
    let measures = [Measure::higher_is_better("mobility", "points")];
    Catalogue::new(measures, [Service::new("physio", "clinic"), Service::new("yoga", "studio")]).unwrap()
}

fn record<N: Fraction>(ledger: &mut Ledger<N>, id: usize, (person, change): (u64, i64)) {
    record_as(ledger, id, &format!("person {person}"), (person, change));
}

fn record_as<N: Fraction>(ledger: &mut Ledger<N>, id: usize, name: &str, (person, change): (u64, i64)) {
    let service = ["physio", "yoga"][person as usize % 3 / 2];
    let visit = Interaction::between(name, service, date(2026, 3, 2)).id(format!("{id}"));
    let change = N::parse(&change.to_string()).unwrap();
    ledger.record(visit.appraisal(Appraisal::of("mobility").change(change))).unwrap();
}

fn resampling() -> Resampling {
    Resampling::seeded(3).replicates(199).unwrap().at_least(5)
}

/// The bits of all figures, or the reason for none.
fn bits(result: Result<Interval, NoInterval>) -> Result<[u64; 5], NoInterval> {
    result.map(|interval| {
        let figures =
            [interval.estimate(), interval.low(), interval.high(), interval.total_low(), interval.total_high()];
        figures.map(f64::to_bits)
    })
}

fn figures<N: Fraction>(ledger: &Ledger<N>, resampling: Resampling) -> Vec<Result<Interval, NoInterval>> {
    let intervals = ledger.intervals_on(By::Service, resampling).unwrap();
    let figures = intervals
        .lines()
        .flat_map(|line| [line.created(), line.destroyed(), line.windfall_gain(), line.windfall_loss(), line.net()]);
    figures.collect()
}

fn all_bits<N: Fraction>(ledger: &Ledger<N>) -> Vec<Result<[u64; 5], NoInterval>> {
    figures(ledger, resampling()).into_iter().map(bits).collect()
}

/// The changes as books in order, in reverse, and as two parts that are merged.
fn in_three_ways(changes: &[(u64, i64)], cut: usize) -> [Ledger<f64>; 3] {
    let [mut whole, mut reversed] = [0, 1].map(|_| Ledger::<f64>::new(&catalogue()));
    let (mut here, mut there) = (Ledger::<f64>::part(&catalogue(), "here"), Ledger::part(&catalogue(), "there"));
    for (id, &change) in changes.iter().enumerate() {
        record(&mut whole, id, change);
        record(if id < cut { &mut here } else { &mut there }, id, change);
    }
    for (id, &change) in changes.iter().enumerate().rev() {
        record(&mut reversed, id, change);
    }
    here.merge(&there).unwrap();
    [whole, reversed, here]
}

/// The bits of the estimates and totals of all figures, with the number of units, or the reason for none.
fn estimates(ledger: &Ledger<f64>) -> Vec<Result<(u64, [u64; 2]), NoInterval>> {
    let of = |interval: Interval| (interval.units(), [interval.estimate(), interval.total()].map(f64::to_bits));
    figures(ledger, resampling()).into_iter().map(|figure| figure.map(of)).collect()
}

/// Units that are sure to have an interval: twelve of them have amounts of both signs.
fn sure_units() -> impl Strategy<Value = Vec<(u64, i64)>> {
    let sure = (40..52).map(|unit| (unit, 2 * (unit as i64 - 40) - 11));
    changes().prop_map(move |changes| sure.clone().chain(changes).collect())
}

fn stated(units: &[(u64, i64)], factor: f64) -> impl Iterator<Item = (String, f64, f64)> {
    units.iter().map(move |(unit, amount)| (format!("{unit}"), *amount as f64 * factor, 1.0))
}

fn ratio(units: &[(u64, i64)], factor: f64) -> Interval {
    resampling().ratio(stated(units, factor)).unwrap()
}

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn r30_order_partition_and_kind_of_number_change_no_bit(changes in changes(), cut in 0..40_usize) {
        let mut exact = Ledger::<BigRational>::new(&catalogue());
        changes.iter().enumerate().for_each(|(id, &change)| record(&mut exact, id, change));
        let expected = all_bits(&exact);
        for ledger in in_three_ways(&changes, cut) {
            prop_assert_eq!(&all_bits(&ledger), &expected);
        }
    }

    /// The weights of a person go by the id, so only the limits move.
    #[test]
    fn r30_a_renamed_or_forgotten_person_moves_no_estimate(changes in changes(), forgotten in 0..40_u64) {
        let [mut known, mut forgetting, mut renamed] = [0, 1, 2].map(|_| Ledger::<f64>::new(&catalogue()));
        for (id, &change) in changes.iter().enumerate() {
            record(&mut known, id, change);
            record(&mut forgetting, id, change);
            record_as(&mut renamed, id, &format!("new name {}", change.0), change);
        }
        let expected = estimates(&known);
        prop_assert_eq!(&estimates(&renamed), &expected);
        if changes.iter().any(|(person, _)| *person == forgotten) {
            forgetting.forget(format!("person {forgotten}")).unwrap();
        }
        prop_assert_eq!(&estimates(&forgetting), &expected);
    }

    /// Amounts and bases of any size that is admitted: limits of a ratio and of a difference scale with both.
    #[test]
    fn r41_limits_scale_with_amounts_and_bases_of_any_size(changes in changes(), amount in -230..260_i32, base in -230..260_i32) {
        let (amount, base) = (2.0_f64.powi(amount), 2.0_f64.powi(base));
        let units = |amount: f64, base: f64, more: i64| {
            let unit = move |(unit, change): &(u64, i64)| {
                (format!("{unit}"), (change + more * (*unit as i64 % 5)) as f64 * amount, (1 + unit % 3) as f64 * base)
            };
            changes.iter().map(unit).collect::<Vec<_>>()
        };
        let limits = |amount: f64, base: f64| {
            let [one, other] = [0, 1].map(|more| units(amount, base, more));
            let results = [resampling().ratio(one.clone()), resampling().difference(one, other)];
            results.map(|interval| interval.map(|interval| [interval.low(), interval.high()]))
        };
        let scaled = limits(1.0, 1.0).map(|result| result.map(|limits| limits.map(|limit| limit * (amount / base))));
        prop_assert_eq!(limits(amount, base), scaled);
    }

    #[test]
    fn r41_limits_scale_with_the_unit_and_swap_with_the_sign(units in sure_units(), power in -3..4_i32) {
        let (interval, factor) = (ratio(&units, 1.0), 2.0_f64.powi(power));
        let scaled = ratio(&units, factor);
        prop_assert_eq!([scaled.low(), scaled.high()], [interval.low() * factor, interval.high() * factor]);
        let turned = ratio(&units, -1.0);
        prop_assert_eq!([turned.low(), turned.high()], [-interval.high(), -interval.low()]);
    }

    #[test]
    fn r41_weights_of_one_are_none(units in sure_units()) {
        let weighted = resampling().weighted((0..99).map(|unit| (format!("{unit}"), 1.0))).unwrap();
        prop_assert_eq!(weighted.ratio(stated(&units, 1.0)).unwrap(), ratio(&units, 1.0));
    }

    /// The units of both sides are alike but for a constant, or not at all.
    #[test]
    fn r41_what_is_alike_on_both_sides_of_a_difference_cancels(units in sure_units(), better in -9..=9_i64) {
        let alone: BTreeMap<u64, i64> = units.iter().copied().collect();
        let of = |amount: &dyn Fn(u64, i64) -> i64| -> Vec<(u64, i64)> {
            alone.iter().map(|(unit, own)| (*unit, amount(*unit, *own))).collect()
        };
        let difference = |one: &[(u64, i64)], other: &[(u64, i64)]| resampling().difference(stated(one, 1.0), stated(other, 1.0));
        let (here, there) = (of(&|_, own| own), of(&|unit, _| unit as i64 * 5 % 13 + 1));
        let none = covalue::error::CertaintyError::NoInterval(NoInterval::NoSpread);
        prop_assert_eq!(difference(&here, &here).unwrap_err(), none.clone());
        prop_assert_eq!(difference(&there, &of(&|unit, _| unit as i64 * 5 % 13 + 1 + 13 + better)).unwrap_err(), none);
        // Each unit has one weight, so the difference is that of the changes of each.
        let found = difference(&here, &there).unwrap();
        let of_each = ratio(&of(&|unit, own| own - unit as i64 * 5 % 13 - 1), 1.0);
        for (one, other) in [(found.low(), of_each.low()), (found.high(), of_each.high())] {
            prop_assert!((one - other).abs() < 1e-9, "{found:?}, {of_each:?}");
        }
    }
}

#[test]
fn r30_more_replicates_begin_with_the_fewer() {
    let mut ledger = Ledger::<f64>::new(&catalogue());
    (0..60).for_each(|id| record(&mut ledger, id, (id as u64, (id as i64 * 7) % 19 - 9)));
    let totals = |replicates: u32| {
        let resampling = Resampling::seeded(3).replicates(replicates).unwrap();
        let totals = ledger.intervals_on(By::Service, resampling).unwrap().totals("physio", "mobility").unwrap();
        totals.net().unwrap().to_vec()
    };
    // Replicates are computed in blocks of 1,024.
    let all = totals(2_100);
    for fewer in [39, 40, 1_023, 1_024, 1_025, 2_048] {
        assert_eq!(totals(fewer), all[..fewer as usize], "{fewer}");
    }
}

fn on_threads<T: Send>(threads: usize, of: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(of)
}

/// Replicates are computed in blocks of 1,024, of which these are five, and the last is not whole.
const OF_FIVE_BLOCKS: u32 = 4_999;

/// The intervals of stated units on one thread and on several.
#[test]
fn r30_the_number_of_threads_changes_no_bit() {
    let units = || (0..500_u32).map(|unit| (format!("{unit}"), f64::from(unit % 17) - 5.0, f64::from(unit % 3 + 1)));
    let resampling = Resampling::seeded(1).replicates(OF_FIVE_BLOCKS).unwrap();
    let on = |threads: usize| on_threads(threads, || bits(Ok(resampling.ratio(units()).unwrap())));
    for threads in [2, 3, 8] {
        assert_eq!(on(threads), on(1), "{threads} threads");
    }
}

/// Books in order, in reverse, and merged of parts, each on one thread and on several.
#[test]
fn r30_the_number_of_threads_changes_no_bit_of_any_order_or_merge() {
    let changes: Vec<(u64, i64)> = (0..400).map(|id| (id % 150, (id as i64 * 7) % 19 - 9)).collect();
    let all_bits = |ledger: &Ledger<f64>| {
        let resampling = Resampling::seeded(3).replicates(OF_FIVE_BLOCKS).unwrap();
        figures(ledger, resampling).into_iter().map(bits).collect::<Vec<_>>()
    };
    let ledgers = in_three_ways(&changes, 130);
    let expected = on_threads(1, || all_bits(&ledgers[0]));
    // Both services have intervals of created, destroyed and net.
    assert_eq!(expected.iter().filter(|figure| figure.is_ok()).count(), 6);
    for threads in [1, 2, 8] {
        for ledger in &ledgers {
            assert_eq!(on_threads(threads, || all_bits(ledger)), expected, "{threads} threads");
        }
    }
}

/// Another id has other weights: the limits of a line move if one of its people is forgotten, and those of other lines do not.
#[test]
fn r30_limits_move_if_a_person_is_forgotten() {
    let mut ledger = Ledger::<f64>::new(&catalogue());
    (0..90).for_each(|id| record(&mut ledger, id, (id as u64, (id as i64 * 7) % 19 - 9)));
    let limits = |ledger: &Ledger<f64>, service: &str| {
        let intervals = ledger.intervals_on(By::Service, resampling()).unwrap();
        let net = intervals.line(service, "mobility").unwrap().net().unwrap();
        [net.low(), net.high()]
    };
    let before = ["physio", "yoga"].map(|service| limits(&ledger, service));
    ledger.forget("person 0").unwrap();
    assert_ne!(limits(&ledger, "physio"), before[0]);
    assert_eq!(limits(&ledger, "yoga"), before[1]);
}
