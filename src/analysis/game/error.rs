//! Why a game cannot be given values.

use super::Coalition;
use crate::printable::clip;
use crate::rule::Rule;

/// Why a game cannot be given values, or a coalition cannot be made.
///
/// # Errors, as examples
///
/// - a game of 0 players: no players;
/// - [`shapley`](crate::game::shapley) of 21 players: too many;
/// - a table of 6 worths: not the table of a game;
/// - a coalition worth NaN: not finite;
/// - a value of 1/232792560 in `Ratio<i64>` beside one of 2^62: an overflow;
/// - an estimate from one order: too few.
///
/// # Example
///
/// ```
/// use covalue::Rule;
/// use covalue::error::GameError;
/// use covalue::game::{Coalition, game, shapley};
///
/// let refused = shapley(&game(21, |coalition: Coalition| coalition.len() as f64)).unwrap_err();
/// assert_eq!(refused, GameError::TooManyPlayers { players: 21, most: 20, of: "exact values" });
/// assert_eq!(refused.to_string(), "form: 21 players are more than 20, the most of exact values");
/// assert_eq!(refused.rule(), Rule::Form);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GameError {
    /// The game has no players.
    #[error("form: a game has one player at least")]
    NoPlayers,
    /// The game has too many players.
    #[error("form: {players} players are more than {most}, the most of {of}")]
    TooManyPlayers {
        /// How many players there are.
        players: usize,
        /// The largest number allowed.
        most: usize,
        /// The thing that has this limit.
        of: &'static str,
    },
    /// The length of a table is not a power of two.
    #[error("form: {worths} worths are no table: of n players there are 2^n coalitions")]
    NoTable {
        /// How many worths there are.
        worths: usize,
    },
    /// Too few orders for a standard error.
    #[error("form: an estimate from {orders} orders has no standard error: it takes two")]
    TooFewOrders {
        /// The number of orders asked for.
        orders: u64,
    },
    /// The worth of a coalition is not finite.
    #[error("R3: worth of {coalition} is {}, which is not finite", clip(.worth))]
    NotFinite {
        /// The coalition.
        coalition: Coalition,
        /// Its worth.
        worth: String,
    },
    /// The kind of number does not hold a player's value or its standard error.
    #[error("R3: the value of player {player} does not fit {kind}")]
    Overflow {
        /// The player.
        player: usize,
        /// The kind of number.
        kind: &'static str,
    },
}

impl GameError {
    /// The message without the rule, for a message that has named the rule.
    pub(crate) fn fault(&self) -> String {
        let text = self.to_string();
        text.split_once(": ").map_or(text.as_str(), |(_, fault)| fault).to_owned()
    }

    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::NoPlayers | Self::TooManyPlayers { .. } | Self::NoTable { .. } | Self::TooFewOrders { .. } => {
                Rule::Form
            }
            Self::NotFinite { .. } | Self::Overflow { .. } => Rule::R3,
        }
    }
}
