//! Games: the worth of each coalition of players, and the share of it that each player adds.

mod coalition;
pub(crate) mod error;
mod estimate;
mod fold;
#[cfg(feature = "rational")]
mod fractions;
mod generator;
mod shapley;
mod table;

pub use coalition::Coalition;
pub(crate) use error::GameError;
pub use estimate::{Estimate, estimate};
pub use shapley::{Numerators, shapley, shapley_numerators};
pub use table::TableGame;

/// A game: players, numbered from zero, and the worth of each coalition of them.
///
/// Worths are numbers of any kind, in any one unit. The worth of the coalition without players need not be zero: the
/// values of the players add up to `v(all) − v(none)`.
///
/// # Example
///
/// ```
/// use covalue::game::{Coalition, Game, shapley};
///
/// /// A runway must be as long as the most demanding aircraft of a coalition needs it.
/// struct Runway([f64; 3]);
///
/// impl Game<f64> for Runway {
///     fn player_count(&self) -> usize {
///         3
///     }
///
///     fn worth(&self, coalition: Coalition) -> f64 {
///         coalition.players().map(|player| self.0[player]).fold(0.0, f64::max)
///     }
/// }
/// assert_eq!(shapley(&Runway([1500.0, 2200.0, 3000.0]))?, [500.0, 850.0, 1650.0]);
/// # Ok::<(), covalue::error::GameError>(())
/// ```
pub trait Game<N> {
    /// The number of players.
    fn player_count(&self) -> usize;

    /// The worth of a coalition of these players. It must be the same each time.
    fn worth(&self, coalition: Coalition) -> N;
}

impl<N, G: Game<N> + ?Sized> Game<N> for &G {
    fn player_count(&self) -> usize {
        (**self).player_count()
    }

    fn worth(&self, coalition: Coalition) -> N {
        (**self).worth(coalition)
    }
}

/// A game whose worths a function computes, made by [`game`].
///
/// # Example
///
/// ```
/// use covalue::game::{Coalition, Game, game};
///
/// let pairs = game(3, |coalition: Coalition| if coalition.len() > 1 { 6.0 } else { 0.0 });
/// assert_eq!((pairs.player_count(), pairs.worth(Coalition::all(2)?)), (3, 6.0));
/// # Ok::<(), covalue::error::GameError>(())
/// ```
#[derive(Clone, Copy)]
pub struct FnGame<F> {
    players: usize,
    worth: F,
}

impl<F> std::fmt::Debug for FnGame<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FnGame").field("players", &self.players).finish()
    }
}

impl<N, F: Fn(Coalition) -> N> Game<N> for FnGame<F> {
    fn player_count(&self) -> usize {
        self.players
    }

    #[inline]
    fn worth(&self, coalition: Coalition) -> N {
        (self.worth)(coalition)
    }
}

/// A game with this many players, whose worths a function computes.
///
/// The number of players is checked when values are asked for.
///
/// # Example
///
/// ```
/// use covalue::game::{Coalition, game, shapley};
///
/// // Players 0 and 1 each have a right-hand glove, and player 2 a left-hand one. Only a pair has a worth.
/// let gloves = game(3, |coalition: Coalition| {
///     let pair = coalition.contains(2) && coalition.len() > 1;
///     if pair { 6.0 } else { 0.0 }
/// });
/// assert_eq!(shapley(&gloves)?, [1.0, 1.0, 4.0]);
/// # Ok::<(), covalue::error::GameError>(())
/// ```
pub fn game<N, F: Fn(Coalition) -> N>(players: usize, worth: F) -> FnGame<F> {
    FnGame { players, worth }
}
