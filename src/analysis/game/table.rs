//! Games as tables.

use super::shapley::MOST_PLAYERS;
use super::{Coalition, Game, GameError};

/// A game whose worths are in a table: one for each coalition, at the index of its [bits](Coalition::bits).
///
/// # Example
///
/// ```
/// use covalue::game::{TableGame, shapley};
///
/// // A singer alone earns 100, a pianist alone 200, both together 700.
/// let duo = TableGame::new(vec![0.0, 100.0, 200.0, 700.0])?;
/// assert_eq!(shapley(&duo)?, [300.0, 400.0]);
/// # Ok::<(), covalue::error::GameError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TableGame<N> {
    worths: Vec<N>,
}

impl<N: Clone> TableGame<N> {
    /// The game with these worths, of `{}`, `{0}`, `{1}`, `{0, 1}`, `{2}` and so on.
    ///
    /// # Errors
    ///
    /// - 1 worth, that of no players: [`GameError::NoPlayers`];
    /// - 6 worths: [`GameError::NoTable`];
    /// - 2^21 worths: [`GameError::TooManyPlayers`].
    pub fn new(worths: Vec<N>) -> Result<Self, GameError> {
        if !worths.len().is_power_of_two() {
            return Err(GameError::NoTable { worths: worths.len() });
        }
        checked(worths.len().trailing_zeros() as usize)?;
        Ok(Self { worths })
    }

    /// The table of any game. Each worth is asked for once.
    ///
    /// # Errors
    ///
    /// - 0 players: [`GameError::NoPlayers`];
    /// - 21 players: [`GameError::TooManyPlayers`].
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::game::{Coalition, TableGame, game};
    ///
    /// let table = TableGame::of(&game(2, |coalition: Coalition| coalition.len()))?;
    /// assert_eq!(table.worths(), [0, 1, 1, 2]);
    /// # Ok::<(), covalue::error::GameError>(())
    /// ```
    pub fn of(game: &impl Game<N>) -> Result<Self, GameError> {
        let players = checked(game.player_count())?;
        Ok(Self { worths: (0..1 << players).map(|bits| game.worth(Coalition::from_bits(bits))).collect() })
    }

    /// The worths, each at the index of its coalition's bits.
    pub fn worths(&self) -> &[N] {
        &self.worths
    }
}

/// The number of players, unless it is zero or too large for exact values.
pub(super) fn checked(players: usize) -> Result<usize, GameError> {
    match players {
        0 => Err(GameError::NoPlayers),
        1..=MOST_PLAYERS => Ok(players),
        _ => Err(GameError::TooManyPlayers { players, most: MOST_PLAYERS, of: "exact values" }),
    }
}

impl<N: Clone> Game<N> for TableGame<N> {
    fn player_count(&self) -> usize {
        self.worths.len().trailing_zeros() as usize
    }

    /// The worth of a coalition. Players that the table does not have are ignored.
    #[inline]
    fn worth(&self, coalition: Coalition) -> N {
        // The length is a power of two, so this mask keeps the bits of the table's players.
        self.worths[coalition.bits() as usize & (self.worths.len() - 1)].clone()
    }
}
