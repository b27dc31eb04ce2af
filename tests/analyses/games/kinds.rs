//! Shapley values of decimals, fractions and integers: each is exact, rounded once or an overflow error.

use covalue::error::GameError;
use covalue::game::{Coalition, TableGame, game, shapley, shapley_numerators};
use covalue::number::{DecimalTotal, Fraction, Number, Total};
use num_bigint::BigInt;
use num_rational::{BigRational, Ratio};
use num_traits::Signed;
use proptest::collection::vec;
use proptest::prelude::*;
use rust_decimal::Decimal;

fn big(decimal: Decimal) -> BigRational {
    BigRational::new(decimal.mantissa().into(), BigInt::from(10).pow(decimal.scale()))
}

fn decimals() -> impl Strategy<Value = Decimal> {
    let magnitude = prop_oneof![-(1_i128 << 96) + 1..1_i128 << 96, -1_000_000..1_000_000_i128];
    (magnitude, 0_u32..=28).prop_map(|(digits, scale)| Decimal::from_i128_with_scale(digits, scale))
}

proptest! {
    #[test]
    fn divided_decimal_is_rounded_to_its_last_place(changes in vec(decimals(), 1..4), divisor in 1..=u64::MAX) {
        let mut total = DecimalTotal::default();
        let mut exact = BigRational::from_integer(0.into());
        for change in &changes {
            total.add(change).unwrap();
            exact += big(*change);
        }
        exact /= BigRational::from_integer(divisor.into());
        let Some(quotient) = Decimal::divided(&total, divisor) else {
            prop_assert!(exact.abs() >= big(Decimal::MAX));
            return Ok(());
        };
        // The error is at most half of the last place that a `Decimal` of this size can have.
        let mut widest = quotient;
        widest.rescale(28);
        let place = BigRational::new(1.into(), BigInt::from(10).pow(widest.scale()));
        prop_assert!((big(quotient) - &exact).abs() * BigInt::from(2) <= place, "{} is not {} rounded to its last place", quotient, exact);
    }

    #[test]
    fn values_in_short_fractions_are_exact_or_an_overflow(
        worths in (1..=5_usize).prop_flat_map(|players| vec((any::<i64>(), 1..=i64::MAX), 1 << players)),
    ) {
        let exact = worths.iter().map(|&(a, b)| BigRational::new(a.into(), b.into())).collect();
        let exact = shapley(&TableGame::new(exact).unwrap()).unwrap();
        let short = worths.iter().map(|&(a, b)| Ratio::new_raw(a, b)).collect();
        match shapley(&TableGame::<Ratio<i64>>::new(short).unwrap()) {
            Ok(values) => prop_assert_eq!(values.iter().map(Number::as_change).collect::<Vec<_>>(), exact),
            Err(GameError::Overflow { player, kind }) => {
                prop_assert_eq!(kind, "Ratio<i64>");
                prop_assert!(Ratio::<i64>::from_change(&exact[player]).is_none());
                prop_assert!(exact[..player].iter().all(|value| Ratio::<i64>::from_change(value).is_some()));
            }
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}

/// The ends of `i128`, and denominators whose common multiple exceeds 64 bits.
#[test]
fn values_of_fractions_of_all_sizes_match_the_definition() {
    let worth = |coalition: Coalition| match coalition.bits() {
        bits @ 0..60 => Ratio::new(3, 1_i128 << bits),
        60 => Ratio::new_raw(i128::MIN, 1),
        61 => Ratio::new_raw(i128::MAX, i128::MAX - 1),
        62 => Ratio::new_raw(-4, -6),
        63 => Ratio::new_raw(7 << 69, 1),
        bits => Ratio::new(bits.cast_signed().into(), 7),
    };
    let table = TableGame::of(&game(8, worth)).unwrap();
    let exact = game(8, |coalition| covalue::game::Game::worth(&table, coalition).as_change());
    // The expected values by the definition, with factorials as weights.
    let factorial = |end: usize| (1..=end).map(BigInt::from).product::<BigInt>();
    let values = (0..8).map(|player| {
        let without = (0..256).map(Coalition::from_bits).filter(|coalition| !coalition.contains(player));
        without.fold(BigRational::from_integer(0.into()), |sum, coalition| {
            let weight = BigRational::new(factorial(coalition.len()) * factorial(7 - coalition.len()), factorial(8));
            let with = coalition.with(player).unwrap();
            sum + weight * (covalue::game::Game::worth(&exact, with) - covalue::game::Game::worth(&exact, coalition))
        })
    });
    assert_eq!(shapley(&exact).unwrap(), values.collect::<Vec<_>>());
    // `Ratio<i128>` has the same totals as `BigRational`.
    let numerators = shapley_numerators(&table).unwrap();
    assert_eq!(numerators.totals(), shapley_numerators(&exact).unwrap().totals());
}

#[test]
fn values_in_decimals_are_exact_if_they_fit() {
    let decimal = |text: &str| text.parse::<Decimal>().unwrap();
    let duo = TableGame::new(["0", "100.10", "200.20", "700.80"].map(decimal).to_vec()).unwrap();
    assert_eq!(shapley(&duo).unwrap(), [decimal("300.35"), decimal("400.45")]);
    let three = game(3, |coalition: Coalition| Decimal::from(u8::from(coalition.len() == 3)));
    assert_eq!(shapley(&three).unwrap(), [decimal("0.3333333333333333333333333333"); 3]);
    let large = game(2, |coalition: Coalition| if coalition.len() == 2 { Decimal::MAX } else { Decimal::ZERO });
    // `Decimal::MAX` is odd and has no room for decimals, so its half is a tie. It is rounded to the even neighbour.
    assert_eq!(shapley(&large).unwrap(), [decimal("39614081257132168796771975168"); 2]);
}

#[test]
fn value_too_long_for_a_short_fraction_is_an_overflow() {
    let large = game(2, |coalition: Coalition| match coalition.len() {
        0 => Ratio::new(1_i64, 2),
        1 => Ratio::new(1, 3),
        _ => Ratio::new(i64::MAX, 1),
    });
    let refused = shapley(&large).unwrap_err();
    assert_eq!(refused, GameError::Overflow { player: 0, kind: "Ratio<i64>" });
    assert_eq!(refused.to_string(), "R3: the value of player 0 does not fit Ratio<i64>");
    let long = game(2, |coalition| {
        let short = covalue::game::Game::worth(&large, coalition);
        Ratio::new(i128::from(*short.numer()), i128::from(*short.denom()))
    });
    let half = Ratio::new((i128::from(i64::MAX) * 2 - 1) / 2 * 2 + 1, 4);
    assert_eq!(shapley(&long).unwrap(), [half; 2]);
}

#[test]
fn numerator_too_large_for_its_kind_is_an_overflow() {
    let large = game(20, |coalition: Coalition| i64::from(coalition.len() == 20) << 62);
    let values = shapley_numerators(&large).unwrap();
    assert_eq!(values.denominator(), 232_792_560);
    assert_eq!(values.totals()[7].value(), Some((1_i128 << 62) / 20 * 232_792_560 + (1_i128 << 62) % 20 * 11_639_628));
    assert_eq!(values.numerators().unwrap_err(), GameError::Overflow { player: 0, kind: "i64" });
    let longer = game(20, |coalition: Coalition| i128::from(covalue::game::Game::worth(&large, coalition)));
    assert_eq!(shapley_numerators(&longer).unwrap().numerators().unwrap(), [(1_i128 << 62) * 11_639_628; 20]);
}
