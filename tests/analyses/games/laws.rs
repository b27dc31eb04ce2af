//! R24 in exact fractions: efficiency, symmetry, null party and additivity, and values that match the definition.

use covalue::game::{Coalition, Game, TableGame, game, shapley, shapley_numerators};
use num_rational::{BigRational, Ratio};
use num_traits::Zero;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::analyses::games::brute::{over_all_orders, ratio};

type Table = TableGame<BigRational>;

/// Fractions with several denominators, many of them zero or equal, and some that are long.
fn worths() -> impl Strategy<Value = BigRational> {
    let fractions = (-60_i64..=60, 1_i64..=12).prop_map(|(numerator, denominator)| ratio(numerator, denominator));
    let long = (any::<i64>(), 1..=i64::MAX).prop_map(|(numerator, denominator)| ratio(numerator, denominator));
    let large = any::<i128>().prop_map(|whole| BigRational::from_integer(whole.into()) * ratio(i64::MAX, 3));
    let far = (-3..=3_i64, 30..=50_u32).prop_map(|(numerator, bits)| ratio(numerator, 1 << bits));
    let short = prop_oneof![2 => Just(BigRational::zero()), 1 => Just(ratio(1, 1)), 5 => fractions];
    prop_oneof![30 => short, 1 => long, 1 => large, 1 => far]
}

fn tables(players: impl Strategy<Value = usize>) -> impl Strategy<Value = Table> {
    players.prop_flat_map(|players| vec(worths(), 1 << players)).prop_map(|worths| TableGame::new(worths).unwrap())
}

/// The amount that is divided: `v(all) − v(none)`.
fn all_less_none(table: &Table) -> BigRational {
    table.worths().last().unwrap() - &table.worths()[0]
}

/// The coalition with player `a` in the position of `b`, and `b` in that of `a`.
fn exchanged(coalition: Coalition, a: usize, b: usize) -> Coalition {
    let moved = |player| {
        if player == a {
            b
        } else if player == b {
            a
        } else {
            player
        }
    };
    Coalition::of(coalition.players().map(moved)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn r24_values_are_the_mean_over_all_orders(table in tables(1..=6_usize)) {
        prop_assert_eq!(shapley(&table).unwrap(), over_all_orders(&table));
    }

    #[test]
    fn r24_efficiency(table in tables(1..=9_usize)) {
        let sum: BigRational = shapley(&table).unwrap().into_iter().sum();
        prop_assert_eq!(sum, all_less_none(&table));
    }

    #[test]
    fn r24_symmetry(table in tables(2..=8_usize), a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
        let players = table.player_count();
        let (a, b) = (a.index(players), b.index(players));
        // A worth that does not change when the two players are exchanged.
        let alike = game(players, |coalition| table.worth(coalition) + table.worth(exchanged(coalition, a, b)));
        let values = shapley(&alike).unwrap();
        prop_assert_eq!(&values[a], &values[b]);
    }

    #[test]
    fn r24_renamed_players_keep_their_values(table in tables(2..=8_usize), a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
        let players = table.player_count();
        let (a, b) = (a.index(players), b.index(players));
        let renamed = game(players, |coalition| table.worth(exchanged(coalition, a, b)));
        let mut values = shapley(&table).unwrap();
        values.swap(a, b);
        prop_assert_eq!(shapley(&renamed).unwrap(), values);
    }

    #[test]
    fn r24_null_party(table in tables(1..=8_usize), party in any::<prop::sample::Index>()) {
        let party = party.index(table.player_count());
        let without = game(table.player_count(), |coalition| table.worth(coalition.without(party)));
        prop_assert!(shapley(&without).unwrap()[party].is_zero());
    }

    #[test]
    fn r24_a_party_that_adds_a_fixed_worth_gets_it(
        table in tables(1..=8_usize), party in any::<prop::sample::Index>(), fixed in worths(),
    ) {
        let party = party.index(table.player_count());
        let added = game(table.player_count(), |coalition: Coalition| {
            let own = if coalition.contains(party) { fixed.clone() } else { BigRational::zero() };
            table.worth(coalition.without(party)) + own
        });
        prop_assert_eq!(&shapley(&added).unwrap()[party], &fixed);
    }

    #[test]
    fn r24_additivity(pair in (1..=8_usize).prop_flat_map(|players| (tables(Just(players)), tables(Just(players))))) {
        let (one, other) = pair;
        let both = game(one.player_count(), |coalition| one.worth(coalition) + other.worth(coalition));
        let added = shapley(&one).unwrap().into_iter().zip(shapley(&other).unwrap()).map(|(one, other)| one + other);
        prop_assert_eq!(shapley(&both).unwrap(), added.collect::<Vec<_>>());
    }

    #[test]
    fn r24_numerators_of_whole_numbers(worths in (1..=9_usize).prop_flat_map(|players| vec(any::<i64>(), 1 << players))) {
        let (first, last) = (worths[0], *worths.last().unwrap());
        let table = TableGame::new(worths).unwrap();
        let values = shapley_numerators(&table).unwrap();
        let denominator = i128::from(values.denominator());
        let numerators: Vec<i128> = values.totals().iter().map(|total| total.value().unwrap()).collect();
        prop_assert_eq!(numerators.iter().sum::<i128>(), denominator * (i128::from(last) - i128::from(first)));
        let big = game(table.player_count(), |coalition| BigRational::from_integer(table.worth(coalition).into()));
        let exact = numerators.into_iter().map(|numerator| Ratio::new(numerator.into(), denominator.into()));
        prop_assert_eq!(shapley(&big).unwrap(), exact.collect::<Vec<BigRational>>());
    }
}

#[test]
fn r24_values_are_the_mean_over_all_orders_of_seven() {
    let mut bits = 7_u64;
    let mut worth = || {
        bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ratio((bits >> 40) as i64, (bits >> 33 & 7) as i64 + 1)
    };
    let table = TableGame::new((0..128).map(|_| worth()).collect()).unwrap();
    assert_eq!(shapley(&table).unwrap(), over_all_orders(&table));
}

/// A game whose values are known, for every number of players, so that every size of both halves and every weight is used.
#[test]
fn r24_values_of_unanimity_games_of_every_size() {
    for players in 1..=20_usize {
        let needed = Coalition::of((0..players).step_by(3)).unwrap();
        let all_needed = game(players, |coalition: Coalition| f64::from(u8::from(needed.is_within(coalition))));
        let share = 1.0 / needed.len() as f64;
        let expected: Vec<f64> = (0..players).map(|player| if player % 3 == 0 { share } else { 0.0 }).collect();
        assert_eq!(shapley(&all_needed).unwrap(), expected, "{players} players");
        let whole = game(players, |coalition: Coalition| i64::from(needed.is_within(coalition)));
        let values = shapley_numerators(&whole).unwrap();
        let share = values.denominator() as i64 / needed.len() as i64;
        let expected: Vec<i64> = (0..players).map(|player| if player % 3 == 0 { share } else { 0 }).collect();
        assert_eq!(values.numerators().unwrap(), expected, "{players} players");
    }
}
