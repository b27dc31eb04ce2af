//! The laws of intervals, bit by bit.

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
    let service = ["physio", "yoga"][person as usize % 3 / 2];
    let visit = Interaction::between(format!("person {person}"), service, date(2026, 3, 2)).id(format!("{id}"));
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

fn all_bits<N: Fraction>(ledger: &Ledger<N>) -> Vec<Result<[u64; 5], NoInterval>> {
    let intervals = ledger.intervals_on(By::Service, resampling()).unwrap();
    let figures = intervals
        .lines()
        .flat_map(|line| [line.created(), line.destroyed(), line.windfall_gain(), line.windfall_loss(), line.net()]);
    figures.map(bits).collect()
}

fn ratio(units: &[(u64, i64)], factor: f64) -> Result<Interval, covalue::error::CertaintyError> {
    resampling().ratio(units.iter().map(|(unit, amount)| (format!("{unit}"), *amount as f64 * factor, 1.0)))
}

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn r30_order_partition_and_kind_of_number_change_no_bit(changes in changes(), cut in 0..40_usize) {
        let (mut whole, mut reversed) = (Ledger::<f64>::new(&catalogue()), Ledger::<f64>::new(&catalogue()));
        let mut exact = Ledger::<BigRational>::new(&catalogue());
        let (mut here, mut there) = (Ledger::<f64>::part(&catalogue(), "here"), Ledger::part(&catalogue(), "there"));
        for (id, &change) in changes.iter().enumerate() {
            record(&mut whole, id, change);
            record(&mut exact, id, change);
            record(if id < cut { &mut here } else { &mut there }, id, change);
        }
        for (id, &change) in changes.iter().enumerate().rev() {
            record(&mut reversed, id, change);
        }
        here.merge(&there).unwrap();
        let expected = all_bits(&whole);
        prop_assert_eq!(&all_bits(&reversed), &expected);
        prop_assert_eq!(&all_bits(&here), &expected);
        prop_assert_eq!(&all_bits(&exact), &expected);
    }

    #[test]
    fn r41_limits_scale_with_the_unit_and_swap_with_the_sign(changes in changes(), power in -3..4_i32) {
        let Ok(interval) = ratio(&changes, 1.0) else { return Ok(()) };
        let factor = 2.0_f64.powi(power);
        let scaled = ratio(&changes, factor).unwrap();
        prop_assert_eq!([scaled.low(), scaled.high()], [interval.low() * factor, interval.high() * factor]);
        let turned = ratio(&changes, -1.0).unwrap();
        prop_assert_eq!([turned.low(), turned.high()], [-interval.high(), -interval.low()]);
    }

    #[test]
    fn r41_weights_of_one_are_none_and_a_difference_to_itself_has_no_spread(changes in changes()) {
        let units = || changes.iter().map(|(unit, amount)| (format!("{unit}"), *amount as f64, 1.0));
        let weighted = resampling().weighted((0..99).map(|unit| (format!("{unit}"), 1.0))).unwrap();
        prop_assert_eq!(weighted.ratio(units()), resampling().ratio(units()));
        if resampling().ratio(units()).is_ok() {
            let none = resampling().difference(units(), units()).unwrap_err();
            prop_assert_eq!(none, covalue::error::CertaintyError::NoInterval(NoInterval::NoSpread));
        }
        // Changes that are one better on one side, for each unit alike, differ by one and by no chance.
        let ids: std::collections::BTreeSet<u64> = changes.iter().map(|(unit, _)| *unit).collect();
        let base = |better: f64| ids.iter().map(move |unit| (format!("{unit}"), better + (unit % 7) as f64, 1.0));
        if let Ok(difference) = resampling().difference(base(1.0), base(0.0)) {
            prop_assert!((difference.low() - 1.0).abs() < 1e-9 && (difference.high() - 1.0).abs() < 1e-9);
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

/// The intervals of the same books on one thread and on several.
#[test]
fn r30_the_number_of_threads_changes_no_bit() {
    let units = || (0..500_u32).map(|unit| (format!("{unit}"), f64::from(unit % 17) - 5.0, f64::from(unit % 3 + 1)));
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| Resampling::seeded(1).ratio(units()).unwrap())
    };
    let one = on(1);
    for threads in [2, 3, 8] {
        let several = on(threads);
        assert_eq!([one.low(), one.high()].map(f64::to_bits), [several.low(), several.high()].map(f64::to_bits));
    }
}
