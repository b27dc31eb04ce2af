//! The Shapley value of a game, exactly.

use crate::number::{Fraction, Number};

use super::fold::{self, Weights};
use super::table::checked;
use super::{Game, GameError};

/// The most players that exact values are worked out for: their coalitions are some million.
pub(super) const MOST_PLAYERS: usize = 20;

/// The Shapley value of each player: what they add to the coalition before them, on average over all orders of coming.
///
/// In the unit of the worths. Every coalition is asked once, which is `2^n` times for `n` players, and it takes about as
/// long as that and `n · 2^(n/2)` totals of memory; numbers that leave the ordinary range of `f64`, and fractions, take
/// longer.
///
/// Exact totals are divided once, in the end: a value in `f64` is the float nearest to the exact value for these worths,
/// ties to even, and a value in fractions is that value. So of two players who are alike both have the same bits, a
/// player who adds nothing has zero, and what is left of efficiency and additivity in `f64` is the last rounding of each
/// value: `n` of them differ from `v(all) − v(none)` by the sum of their half last places at most.
///
/// # Formula
///
/// `φᵢ = Σ s! (n − s − 1)! / n! · (v(S ∪ {i}) − v(S))` over the coalitions `S` without `i`, `s` players in each (Shapley
/// 1953). The coalition of nobody need not be worth zero: the values add up to `v(all) − v(none)`.
///
/// # Errors
///
/// - 0 players: [`GameError::NoPlayers`];
/// - 21 players: [`GameError::TooManyPlayers`]; [`estimate`](crate::game::estimate) takes up to 64;
/// - a coalition worth NaN: [`GameError::NotFinite`];
/// - a value of 1/2 beside a worth of `i64::MAX` in `Ratio<i64>`: [`GameError::Overflow`].
///
/// # Example
///
/// ```
/// use covalue::game::{Coalition, game, shapley};
///
/// // Four votes are needed; the parties have three, two and one.
/// let votes = [3, 2, 1];
/// let council = game(3, |coalition: Coalition| {
///     let sum: u32 = coalition.players().map(|player| votes[player]).sum();
///     f64::from(u8::from(sum >= 4))
/// });
/// assert_eq!(shapley(&council)?, [2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]);
/// # Ok::<(), covalue::error::GameError>(())
/// ```
pub fn shapley<N: Fraction>(game: &impl Game<N>) -> Result<Vec<N>, GameError> {
    let Numerators { totals, denominator } = shapley_numerators(game)?;
    let value = |(player, total)| N::divided(total, denominator).ok_or(GameError::Overflow { player, kind: N::KIND });
    totals.iter().enumerate().map(value).collect()
}

/// Shapley values over one denominator, exactly: for whole numbers, which are not divided without losing units.
///
/// # Example
///
/// ```
/// use covalue::game::{Coalition, game, shapley_numerators};
///
/// // Ten pounds for whichever two of three come together.
/// let pairs = game(3, |coalition: Coalition| if coalition.len() > 1 { 10_i64 } else { 0 });
/// let values = shapley_numerators(&pairs)?;
/// assert_eq!(values.denominator(), 6);
/// assert_eq!(values.numerators()?, [20, 20, 20]); // 20/6 each
/// # Ok::<(), covalue::error::GameError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numerators<N: Number> {
    totals: Vec<N::Total>,
    denominator: u64,
}

impl<N: Number> Numerators<N> {
    /// The numerators, player by player, as exact totals.
    pub fn totals(&self) -> &[N::Total] {
        &self.totals
    }

    /// The denominator of them all: the least common multiple of one to the number of players, 232792560 for 20.
    pub fn denominator(&self) -> u64 {
        self.denominator
    }

    /// The numerators, player by player, each rounded once.
    ///
    /// # Errors
    ///
    /// - a worth of 2^40 of 20 players in `i64`: [`GameError::Overflow`].
    pub fn numerators(&self) -> Result<Vec<N>, GameError> {
        let numerator = |(player, total)| N::rounded(total).ok_or(GameError::Overflow { player, kind: N::KIND });
        self.totals.iter().enumerate().map(numerator).collect()
    }
}

/// The Shapley values of a game in numbers of any kind, as [`shapley`] gives them, before they are divided.
///
/// # Formula
///
/// `L · φᵢ`, where `L` is the least common multiple of `1..=n`. With the whole numbers `w(s) = L / (n · C(n − 1, s))`,
/// and `w(n) = 0`,
///
/// > `L · φᵢ = Σ v(S) (w(s − 1) + w(s))` over the coalitions `S` with `i`, less `Σ v(S) w(s)` over all coalitions.
///
/// That is the formula of `shapley` with its terms in another order. The sums by size are exact, and so are these.
/// Ours; that `n · C(n − 1, s)` divides `L` is well known.
///
/// # Errors
///
/// - 0 players: [`GameError::NoPlayers`];
/// - 21 players: [`GameError::TooManyPlayers`];
/// - a coalition worth NaN: [`GameError::NotFinite`].
///
/// # Example
///
/// ```
/// use covalue::game::{Coalition, game, shapley_numerators};
///
/// // More than an `i64` holds, once it is over a denominator: the exact total has it.
/// let large = game(20, |coalition: Coalition| if coalition.len() == 20 { i64::MAX } else { 0 });
/// let values = shapley_numerators(&large)?;
/// assert_eq!(values.totals()[0].value(), Some(i128::from(i64::MAX) * 232_792_560 / 20));
/// assert!(values.numerators().is_err());
/// # Ok::<(), covalue::error::GameError>(())
/// ```
pub fn shapley_numerators<N: Number>(game: &impl Game<N>) -> Result<Numerators<N>, GameError> {
    let players = checked(game.players())?;
    let (all, denominator) = weights(players);
    let with = (0..=players).map(|size| all[size] + size.checked_sub(1).map_or(0, |fewer| all[fewer])).collect();
    let totals = fold::numerators(game, players, &Weights { with, all })?;
    Ok(Numerators { totals, denominator })
}

/// `w(0)` to `w(n)`, and the denominator that they are over.
fn weights(players: usize) -> (Vec<u64>, u64) {
    let players = players as u64;
    let denominator = (1..=players).try_fold(1, least_common_multiple).expect("28 bits for twenty players");
    let mut choices = 1;
    let mut weights = Vec::new();
    for size in 0..players {
        weights.push(denominator / (players * choices));
        choices = choices * (players - 1 - size) / (size + 1);
    }
    weights.push(0);
    (weights, denominator)
}

/// The least common multiple of two numbers that are not zero; `None` beyond 64 bits.
pub(super) fn least_common_multiple(a: u64, b: u64) -> Option<u64> {
    if a.is_multiple_of(b) {
        return Some(a);
    }
    let (mut divisor, mut rest) = (a, b);
    while rest > 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    (a / divisor).checked_mul(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_whole_and_those_of_the_formula() {
        let factorial = |n: usize| (1..=n as u128).product::<u128>();
        for players in 1..=MOST_PLAYERS {
            let (weights, denominator) = weights(players);
            assert_eq!(weights.len(), players + 1);
            assert_eq!(weights[players], 0);
            for (size, &weight) in weights[..players].iter().enumerate() {
                let numerator = factorial(size) * factorial(players - size - 1);
                assert_eq!(u128::from(weight) * factorial(players), u128::from(denominator) * numerator);
            }
        }
        assert_eq!(weights(20).1, 232_792_560);
    }
}
