//! Coalitions: sets of players.

use std::fmt;

use super::GameError;

/// A set of players of a game. Players are numbered from 0, up to 63.
///
/// # Example
///
/// ```
/// use covalue::game::Coalition;
///
/// let coalition = Coalition::of([2, 0])?;
/// assert!(coalition.contains(0) && !coalition.contains(1));
/// assert_eq!(coalition.players().collect::<Vec<_>>(), [0, 2]);
/// assert_eq!(coalition.with(1)?, Coalition::all(3)?);
/// assert_eq!(coalition.without(0).without(2), Coalition::EMPTY);
/// assert_eq!(coalition.to_string(), "{0, 2}");
/// let refused = coalition.with(64).unwrap_err();
/// assert_eq!(refused.to_string(), "form: 65 players are more than 64, the most of a coalition");
/// # Ok::<(), covalue::error::GameError>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coalition(u64);

impl Coalition {
    /// The coalition without players.
    pub const EMPTY: Self = Self(0);
    /// The largest number of players of a coalition: one for each bit.
    pub const MOST_PLAYERS: usize = u64::BITS as usize;

    /// The coalition with one player for each bit that is set; player 0 is the lowest bit.
    #[inline]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The players as bits; player 0 is the lowest bit.
    #[inline]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// The coalition of the players `0..players`.
    ///
    /// # Errors
    ///
    /// - 65 players: [`GameError::TooManyPlayers`].
    pub const fn all(players: usize) -> Result<Self, GameError> {
        match players {
            0 => Ok(Self::EMPTY),
            1..=Self::MOST_PLAYERS => Ok(Self(u64::MAX >> (Self::MOST_PLAYERS - players))),
            _ => Err(GameError::TooManyPlayers { players, most: Self::MOST_PLAYERS, of: "a coalition" }),
        }
    }

    /// The coalition of these players. Their order does not matter, nor do repetitions.
    ///
    /// # Errors
    ///
    /// - player 64: [`GameError::TooManyPlayers`], since it would be the 65th.
    pub fn of(players: impl IntoIterator<Item = usize>) -> Result<Self, GameError> {
        players.into_iter().try_fold(Self::EMPTY, Self::with)
    }

    /// Whether the coalition has a player.
    #[inline]
    pub const fn contains(self, player: usize) -> bool {
        player < Self::MOST_PLAYERS && self.0 >> player & 1 == 1
    }

    /// The players in ascending order.
    pub fn players(self) -> impl Iterator<Item = usize> + Clone {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let player = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
            // Clears the lowest bit that is set.
            rest &= rest - 1;
            Some(player)
        })
    }

    /// The number of players.
    #[inline]
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether the coalition has no players.
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether every player of this coalition is in the other one.
    #[inline]
    pub const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// This coalition with a player, who may be in it already.
    ///
    /// # Errors
    ///
    /// - player 64: [`GameError::TooManyPlayers`], since it would be the 65th.
    #[inline]
    pub const fn with(self, player: usize) -> Result<Self, GameError> {
        if player < Self::MOST_PLAYERS {
            return Ok(Self(self.0 | 1 << player));
        }
        let players = player.saturating_add(1);
        Err(GameError::TooManyPlayers { players, most: Self::MOST_PLAYERS, of: "a coalition" })
    }

    /// This coalition without a player, who need not be in it.
    #[inline]
    pub const fn without(self, player: usize) -> Self {
        if player < Self::MOST_PLAYERS { Self(self.0 & !(1 << player)) } else { self }
    }
}

impl fmt::Display for Coalition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{")?;
        for (index, player) in self.players().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{player}")?;
        }
        f.write_str("}")
    }
}

impl fmt::Debug for Coalition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Coalition{self}")
    }
}
