//! Estimates: reproducible by seed, unbiased, with a standard error that matches their deviation.

use covalue::game::{Coalition, Estimate, Game, TableGame, estimate, game, shapley};
use num_rational::BigRational;
use num_traits::Zero;

use crate::analyses::games::brute::ratio;

/// A game in which a player's contribution depends on the order.
fn council() -> impl Game<f64> {
    let votes = [9_u32, 7, 6, 4, 3, 3, 2, 1];
    game(votes.len(), move |coalition: Coalition| {
        let sum: u32 = coalition.players().map(|player| votes[player]).sum();
        f64::from(u8::from(sum >= 18)) + f64::from(sum * sum) / 1000.0
    })
}

#[test]
fn same_seed_gives_the_same_bits() {
    let drawn = estimate(&council(), 2026, 1000).unwrap();
    assert_eq!(drawn, estimate(&council(), 2026, 1000).unwrap());
    assert_ne!(drawn, estimate(&council(), 2027, 1000).unwrap());
    // The same on every machine and in every version.
    let bits = |of: &Estimate<f64>| (of.value().to_bits(), of.standard_error().to_bits());
    assert_eq!(bits(&drawn[0]), PINNED);
}

const PINNED: (u64, u64) = (4_603_572_045_108_341_067, 4_579_989_349_407_370_527);

#[test]
fn r24_estimates_are_efficient_and_give_a_null_party_zero() {
    let third = ratio(1, 3);
    let worth = |coalition: Coalition| {
        let others = coalition.without(4);
        third.clone() * BigRational::from_integer((others.len() * others.len() + 5).into())
    };
    let thirds = game(30, worth);
    let values = estimate(&thirds, 5, 7).unwrap();
    let sum: BigRational = values.iter().map(Estimate::value).sum();
    assert_eq!(sum, worth(Coalition::all(30).unwrap()) - worth(Coalition::EMPTY));
    assert!(values[4].value().is_zero());
    assert_eq!(values[4].standard_error(), 0.0);
}

#[test]
fn estimate_is_exact_if_contributions_do_not_depend_on_the_order() {
    let additive =
        game(3, |coalition: Coalition| coalition.players().map(|player| f64::from(1 << player)).sum::<f64>());
    let values = estimate(&additive, 9, 5).unwrap();
    for (player, estimate) in values.iter().enumerate() {
        assert_eq!((*estimate.value(), estimate.standard_error()), (f64::from(1 << player), 0.0));
    }
    // With one player there is one order.
    let alone = game(1, |coalition: Coalition| if coalition.is_empty() { 0.5 } else { 0.7 });
    assert_eq!(*estimate(&alone, 0, 3).unwrap()[0].value(), shapley(&alone).unwrap()[0]);
}

/// Over many seeds, the deviation from the exact value is as large as the standard errors state, and its mean is near zero.
#[test]
fn standard_error_matches_the_deviation_over_many_seeds() {
    let game = TableGame::of(&council()).unwrap();
    let exact = shapley(&game).unwrap();
    let (seeds, orders) = (400_u32, 100);
    let mut deviations = vec![(0.0, 0.0, 0.0); exact.len()];
    for seed in 0..seeds {
        for ((sum, squares, stated), (estimate, exact)) in
            deviations.iter_mut().zip(estimate(&game, u64::from(seed), orders).unwrap().iter().zip(&exact))
        {
            let error = estimate.value() - exact;
            *sum += error;
            *squares += error * error;
            *stated += estimate.standard_error() * estimate.standard_error();
        }
    }
    for (player, (sum, squares, stated)) in deviations.into_iter().enumerate() {
        // The ratio of two variances of 400 estimates is one, with a deviation of about a tenth.
        let ratio = squares / stated;
        assert!((0.75..1.33).contains(&ratio), "player {player}: {ratio}");
        let mean = sum / f64::from(seeds);
        let error = (stated / f64::from(seeds) / f64::from(seeds)).sqrt();
        assert!(mean.abs() < 4.0 * error, "player {player}: {mean} against {error}");
    }
}

#[test]
fn standard_error_of_two_orders() {
    // The player who comes first gets one. In two orders a player is first 0, 1 or 2 times.
    let first = game(2, |coalition: Coalition| f64::from(u8::from(!coalition.is_empty())));
    for seed in 0..50 {
        let values = estimate(&first, seed, 2).unwrap();
        let (value, error) = (*values[0].value(), values[0].standard_error());
        // The variance of {0, 1} is 1/2, that of a mean of two 1/4.
        assert_eq!(error, if value == 0.5 { 0.5 } else { 0.0 });
    }
}
