//! Shapley values by definition: the marginal contribution of each player, averaged over all orders.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;

/// The argument of `worth` is a bit set of players.
pub fn brute_force(players: usize, worth: impl Fn(u32) -> BigRational) -> Vec<BigRational> {
    assert!(players <= 8, "all orders of {players} are too many");
    let worths: Vec<BigRational> = (0..1_u32 << players).map(worth).collect();
    // Counts how often each player joins each coalition. A sum over all orders would add the same few differences
    // thousands of times.
    let mut joins = vec![vec![0_u32; worths.len()]; players];
    let mut orders = 0_u32;
    each_order(&mut (0..players).collect::<Vec<_>>(), 0, &mut |order| {
        orders += 1;
        let mut there = 0_usize;
        for &player in order {
            joins[player][there] += 1;
            there |= 1 << player;
        }
    });
    let mean = |(player, joins): (usize, Vec<u32>)| {
        let joined = joins.iter().enumerate().filter(|(_, times)| **times > 0);
        let marginal = |(there, times): (usize, &u32)| (&worths[there | 1 << player] - &worths[there]) * whole(*times);
        joined.map(marginal).sum::<BigRational>() / whole(orders)
    };
    joins.into_iter().enumerate().map(mean).collect()
}

fn each_order(order: &mut [usize], from: usize, visit: &mut impl FnMut(&[usize])) {
    if from == order.len() {
        return visit(order);
    }
    for other in from..order.len() {
        order.swap(from, other);
        each_order(order, from + 1, visit);
        order.swap(from, other);
    }
}

/// A coalition without the beneficiary is worth nothing. Others are worth their integrated quantities. The weights
/// have the sum 1.
pub fn cooperation_worth(weights: &[BigRational], beneficiary: usize, coalition: u32) -> BigRational {
    if coalition & 1 << beneficiary == 0 {
        return BigRational::zero();
    }
    weights.iter().enumerate().filter(|(player, _)| coalition & 1 << player != 0).map(|(_, weight)| weight).sum()
}

fn whole(number: u32) -> BigRational {
    BigRational::from_integer(BigInt::from(number))
}

/// The formula of section 8: half of the weight, and another half for the beneficiary.
fn closed_form(weights: &[BigRational], beneficiary: usize) -> Vec<BigRational> {
    let share = |(player, weight): (usize, &BigRational)| {
        (if player == beneficiary { weight + whole(1) } else { weight.clone() }) / whole(2)
    };
    weights.iter().enumerate().map(share).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn r22_the_formula_of_the_model_equals_the_shapley_value(
        integrated in prop::collection::vec(1..20_u32, 1..=8),
        which in 0..8_usize,
    ) {
        let sum = whole(integrated.iter().sum());
        let weights: Vec<_> = integrated.iter().map(|integrated| whole(*integrated) / &sum).collect();
        let beneficiary = which % weights.len();
        let worked = brute_force(weights.len(), |coalition| cooperation_worth(&weights, beneficiary, coalition));
        prop_assert_eq!(worked, closed_form(&weights, beneficiary));
    }
}
