//! A second implementation by the definition: the mean over all orders.

use covalue::game::{Coalition, Game};
use num_rational::BigRational;
use num_traits::Zero;

/// The fraction of two integers.
pub(crate) fn ratio(numerator: i64, denominator: i64) -> BigRational {
    BigRational::new(numerator.into(), denominator.into())
}

/// How much each player adds to the players before, on average over all orders.
pub(crate) fn over_all_orders(game: &impl Game<BigRational>) -> Vec<BigRational> {
    let players = game.player_count();
    let mut sums = vec![BigRational::zero(); players];
    let mut order: Vec<usize> = (0..players).collect();
    let mut orders = 0;
    for_each_order(&mut order, 0, &mut |order| {
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

/// Calls `visit` with each order in which the first `fixed` items stay where they are.
fn for_each_order(order: &mut [usize], fixed: usize, visit: &mut impl FnMut(&[usize])) {
    if fixed == order.len() {
        return visit(order);
    }
    for index in fixed..order.len() {
        order.swap(fixed, index);
        for_each_order(order, fixed + 1, visit);
        order.swap(fixed, index);
    }
}

#[test]
fn every_order_is_visited_once() {
    let mut visited = Vec::new();
    for_each_order(&mut [0, 1, 2, 3], 0, &mut |order| visited.push(order.to_vec()));
    assert_eq!(visited.len(), 24);
    visited.sort();
    visited.dedup();
    assert_eq!(visited.len(), 24);
}
