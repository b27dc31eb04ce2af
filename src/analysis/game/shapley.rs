//! The Shapley value of a game, exactly.

use crate::getters::getters;
use crate::number::{Fraction, Number};

use super::fold::{self, Weights};
use super::table::checked;
use super::{Game, GameError};

/// The largest number of players for exact values: they have a million coalitions.
pub(super) const MOST_PLAYERS: usize = 20;

/// The Shapley value of each player, in the unit of the worths: how much the player adds to the coalition of those who
/// came before, on average over all orders of coming.
///
/// With `n` players each of the `2^n` worths is asked for once and added to two exact totals. There are about `n ·
/// 2^(n/2)` totals. Floats outside the ordinary range (see [`FloatTotal`](crate::number::FloatTotal)) take longer, and
/// so do fractions.
///
/// The totals are divided once, at the end. A value in `f64` is therefore the float nearest to the exact value for
/// these worths, ties to even, and a value in fractions is exact. Two players who are alike have the same bits, and a
/// player who adds nothing has zero. Values in `f64` add up to `v(all) − v(none)` except for the last rounding of each,
/// which is at most half of its last place.
///
/// # Formula
///
/// `φᵢ = Σ s! (n − s − 1)! / n! · (v(S ∪ {i}) − v(S))` over the coalitions `S` without player `i`, where `s` is the
/// number of players in `S` (Shapley 1953). The worth `v(none)` need not be zero: the values add up to `v(all) −
/// v(none)`.
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
/// // Four votes win; the parties have three, two and one.
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

/// Exact Shapley values over one denominator, for whole numbers, which cannot be divided without losing units.
///
/// # Example
///
/// ```
/// use covalue::game::{Coalition, game, shapley_numerators};
///
/// // Ten pounds for any two of three players together.
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
    getters! { self:
        /// The numerator of each player, as an exact total.
        totals: &[N::Total] = &self.totals;
        /// The denominator of all values: the least common multiple of 1 to the number of players, 232792560 for 20.
        denominator: u64 = self.denominator;
    }

    /// The numerator of each player, rounded once.
    ///
    /// # Errors
    ///
    /// - a worth of 2^40 of 20 players in `i64`: [`GameError::Overflow`].
    pub fn numerators(&self) -> Result<Vec<N>, GameError> {
        let numerator = |(player, total)| N::rounded(total).ok_or(GameError::Overflow { player, kind: N::KIND });
        self.totals.iter().enumerate().map(numerator).collect()
    }
}

/// The Shapley values of a game in numbers of any kind, before the division that [`shapley`] makes.
///
/// # Formula
///
/// `L · φᵢ`, where `L` is the least common multiple of `1..=n`. With the whole numbers `w(s) = L / (n · C(n − 1, s))`,
/// and `w(n) = 0`,
///
/// > `L · φᵢ = Σ v(S) (w(s − 1) + w(s))` over the coalitions `S` with player `i`, less `Σ v(S) w(s)` over all
/// > coalitions.
///
/// This is the formula of `shapley` with its terms in another order. Ours; that `n · C(n − 1, s)` divides `L` is well
/// known.
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
/// // Over the denominator the value is more than an `i64` holds. The exact total holds it.
/// let large = game(20, |coalition: Coalition| if coalition.len() == 20 { i64::MAX } else { 0 });
/// let values = shapley_numerators(&large)?;
/// assert_eq!(values.totals()[0].value(), Some(i128::from(i64::MAX) * 232_792_560 / 20));
/// assert!(values.numerators().is_err());
/// # Ok::<(), covalue::error::GameError>(())
/// ```
pub fn shapley_numerators<N: Number>(game: &impl Game<N>) -> Result<Numerators<N>, GameError> {
    let players = checked(game.player_count())?;
    let (all, denominator) = weights(players);
    let with = (0..=players).map(|size| all[size] + size.checked_sub(1).map_or(0, |fewer| all[fewer])).collect();
    let totals = fold::numerators(game, players, &Weights { with, all })?;
    Ok(Numerators { totals, denominator })
}

/// The weights `w(0)` to `w(n)`, and their denominator `L`.
fn weights(players: usize) -> (Vec<u64>, u64) {
    let players = players as u64;
    let denominator = (1..=players).try_fold(1, least_common_multiple).expect("28 bits for twenty players");
    // C(n − 1, size), by the recurrence from one size to the next.
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
    fn weights_are_whole_numbers_and_match_the_formula() {
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
