//! Shapley values estimated from random orders, for games with too many coalitions.

use crate::number::{Fraction, Total};

use super::generator::SplitMix64;
use super::{Coalition, Game, GameError};

/// A value estimated from a sample of orders, with its standard error.
///
/// # Example
///
/// ```
/// use covalue::game::{Coalition, estimate, game};
///
/// // The player who comes first gets one. Each player is first in half of the orders.
/// let first = game(2, |coalition: Coalition| if coalition.is_empty() { 0.0 } else { 1.0 });
/// let values = estimate(&first, 7, 400)?;
/// assert!((values[0].value() - 0.5).abs() < 0.1);
/// assert!((values[0].standard_error() - 0.025).abs() < 0.001); // √(½ · ½ / 400), or near it
/// # Ok::<(), covalue::error::GameError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate<N> {
    value: N,
    standard_error: f64,
}

impl<N> Estimate<N> {
    /// The estimated value, in the unit of the worths.
    pub fn value(&self) -> &N {
        &self.value
    }

    /// The standard error of the value, in the unit of the worths: the standard deviation of estimates from this many
    /// orders, itself estimated from the orders drawn. Zero means that no two of them differed, not that the value is
    /// exact.
    pub fn standard_error(&self) -> f64 {
        self.standard_error
    }
}

/// Estimates the Shapley value of each player from `orders` random orders of the players.
///
/// Works for games of up to 64 players; [`shapley`](crate::game::shapley) is exact for up to 20. With `n` players and
/// `m` orders it asks for `m · n` worths. All orders are equally likely and drawn independently, so the estimates are
/// unbiased. The same seed gives the same bits on every machine.
///
/// # Formula
///
/// For player `i` and order `j`, let `Sⱼ` be the players before `i`, and `xⱼ = v(Sⱼ ∪ {i}) − v(Sⱼ)`. With `m` orders
/// the value is `x̄ = Σ xⱼ / m`, in the unit of the worths. The sum is exact and divided once, so before the division
/// the values of all players add up to `m (v(all) − v(none))`.
///
/// The standard error is `√(Σ (xⱼ − x̄)² / (m − 1) / m)`, as usual for the mean of independent draws. It is computed in
/// `f64`, from each `xⱼ` rounded to a nearest float or the one beside it.
///
/// Orders come from `SplitMix64` (Steele, Lea & Flood 2014) and the shuffle of Fisher and Yates. Estimating values by
/// random orders is common; this combination is ours.
///
/// # Errors
///
/// - 0 players: [`GameError::NoPlayers`];
/// - 65 players: [`GameError::TooManyPlayers`];
/// - 1 order: [`GameError::TooFewOrders`], since one order has no deviation;
/// - a coalition worth NaN: [`GameError::NotFinite`];
/// - worths of `1e200` and `-1e200`: [`GameError::Overflow`], since no `f64` holds the square of their difference.
///
/// # Example
///
/// ```
/// use covalue::game::{Coalition, estimate, game};
///
/// // Each pair of 40 players talks for an hour; pairs with player 0 talk for two.
/// let talks = game(40, |coalition: Coalition| {
///     let others = coalition.without(0).len() as f64;
///     others * (others - 1.0) / 2.0 + if coalition.contains(0) { 2.0 * others } else { 0.0 }
/// });
/// // Each player has half of every talk: 39 hours for player 0, and 38/2 + 1 for each of the others.
/// let values = estimate(&talks, 2026, 1000)?;
/// assert!((values[0].value() - 39.0).abs() < 4.0 * values[0].standard_error());
/// assert!((values[1].value() - 20.0).abs() < 4.0 * values[1].standard_error());
/// assert_eq!(values, estimate(&talks, 2026, 1000)?);
/// # Ok::<(), covalue::error::GameError>(())
/// ```
pub fn estimate<N: Fraction>(game: &impl Game<N>, seed: u64, orders: u64) -> Result<Vec<Estimate<N>>, GameError> {
    let players = game.player_count();
    if players == 0 {
        return Err(GameError::NoPlayers);
    }
    if players > Coalition::MOST_PLAYERS {
        return Err(GameError::TooManyPlayers { players, most: Coalition::MOST_PLAYERS, of: "a coalition" });
    }
    if orders < 2 {
        return Err(GameError::TooFewOrders { orders });
    }
    let worth = |coalition| {
        let worth = game.worth(coalition);
        let not_finite = |worth: N| GameError::NotFinite { coalition, worth: worth.to_string() };
        if worth.is_finite() { Ok(worth) } else { Err(not_finite(worth)) }
    };
    let worth_of_none = worth(Coalition::EMPTY)?;
    let mut samples = vec![Sample::<N>::default(); players];
    let mut order: Vec<usize> = (0..players).collect();
    let mut generator = SplitMix64::new(seed);
    for drawn in 1..=orders {
        generator.shuffle(&mut order);
        let (mut before, mut worth_before) = (Coalition::EMPTY, worth_of_none.clone());
        for &player in &order {
            let after = before.with(player)?;
            let worth_after = worth(after)?;
            samples[player].add(&worth_after, &worth_before, drawn);
            (before, worth_before) = (after, worth_after);
        }
    }
    let estimate = |(player, sample): (usize, &Sample<N>)| {
        sample.estimate(orders).ok_or(GameError::Overflow { player, kind: N::KIND })
    };
    samples.iter().enumerate().map(estimate).collect()
}

/// The contributions of one player in the orders drawn.
#[derive(Clone)]
struct Sample<N: Fraction> {
    total: N::Total,
    /// The mean so far.
    mean: f64,
    /// The sum of squared deviations from the mean.
    squares: f64,
}

impl<N: Fraction> Default for Sample<N> {
    fn default() -> Self {
        Self { total: N::Total::default(), mean: 0.0, squares: 0.0 }
    }
}

impl<N: Fraction> Sample<N> {
    fn add(&mut self, after: &N, before: &N, drawn: u64) {
        let added = self.total.add(&after.as_change()).and_then(|()| self.total.subtract(&before.as_change()));
        added.expect("the worths are finite");
        // If the kind does not hold the change, NaN makes the standard error an overflow.
        let change = N::change(after, before).and_then(|change| N::from_change(&change));
        let change = change.map_or(f64::NAN, |change| change.to_float());
        // Welford's update, which does not subtract two large sums of squares.
        let deviation = change - self.mean;
        self.mean += deviation / drawn as f64;
        self.squares += deviation * (change - self.mean);
    }

    fn estimate(&self, orders: u64) -> Option<Estimate<N>> {
        let value = N::divided(&self.total, orders)?;
        let standard_error = (self.squares / (orders - 1) as f64 / orders as f64).sqrt();
        standard_error.is_finite().then_some(Estimate { value, standard_error })
    }
}
