//! Why a game has no values.

use crate::rule::Rule;

use super::Coalition;

/// Why the value of a game, or a coalition, is not given.
///
/// # Errors, as examples
///
/// - a game of 0 players: no players;
/// - [`shapley`](crate::game::shapley) of 21 players: too many;
/// - a table of 6 worths: no table;
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
    /// A game without players has nobody to give anything to.
    #[error("form: a game has one player at least")]
    NoPlayers,
    /// More players than there may be.
    #[error("form: {players} players are more than {most}, the most of {of}")]
    TooManyPlayers {
        /// How many there are.
        players: usize,
        /// How many there may be.
        most: usize,
        /// Of what that is the limit.
        of: &'static str,
    },
    /// The length of a table is no power of two.
    #[error("form: {worths} worths are no table: of n players there are 2^n coalitions")]
    NoTable {
        /// How many worths there are.
        worths: usize,
    },
    /// Fewer orders than it takes to say how far they differ.
    #[error("form: an estimate from {orders} orders has no standard error: it takes two")]
    TooFewOrders {
        /// How many were asked for.
        orders: u64,
    },
    /// A coalition is worth what is no finite number.
    #[error("R3: worth of {coalition} is {worth}, which is not finite")]
    NotFinite {
        /// The coalition.
        coalition: Coalition,
        /// What it was said to be worth.
        worth: String,
    },
    /// The kind of number does not hold a player's value, or the standard error of it.
    #[error("R3: value of player {player} is more than {kind} holds")]
    Overflow {
        /// The player.
        player: usize,
        /// The kind of number.
        kind: &'static str,
    },
}

impl GameError {
    /// What is wrong, without the rule: for a message that has named it.
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
