//! A second implementation, written from the definition: the mean over all orders.

use covalue::game::{Coalition, Game};
use num_rational::BigRational;
use num_traits::Zero;

/// A fraction.
pub(crate) fn ratio(numerator: i64, denominator: i64) -> BigRational {
    BigRational::new(numerator.into(), denominator.into())
}

/// What each player adds to those before, on average over all orders of the players.
pub(crate) fn over_all_orders(game: &impl Game<BigRational>) -> Vec<BigRational> {
    let players = game.players();
    let mut sums = vec![BigRational::zero(); players];
    let mut order: Vec<usize> = (0..players).collect();
    let mut orders = 0;
    each_order(&mut order, 0, &mut |order| {
        let mut before = Coalition::EMPTY;
        for &player in order {
            let after = before.with(player).unwrap();
            sums[player] += game.worth(after) - game.worth(before);
            before = after;
        }
        orders += 1;
    });
    sums.into_iter().map(|sum| sum / BigRational::from_integer(orders.into())).collect()
}

fn each_order(order: &mut [usize], settled: usize, see: &mut impl FnMut(&[usize])) {
    if settled == order.len() {
        return see(order);
    }
    for place in settled..order.len() {
        order.swap(settled, place);
        each_order(order, settled + 1, see);
        order.swap(settled, place);
    }
}

#[test]
fn all_orders_are_seen_once() {
    let mut seen = Vec::new();
    each_order(&mut [0, 1, 2, 3], 0, &mut |order| seen.push(order.to_vec()));
    assert_eq!(seen.len(), 24);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 24);
}
