//! Terms of drawing.

use super::error::CertaintyError;
use crate::getters::getters;

/// How the assumptions of a map are drawn: a seed, and the number of draws.
///
/// # Example
///
/// ```
/// use covalue::certainty::Drawing;
///
/// let drawing = Drawing::seeded(1).draws(1_000)?;
/// assert_eq!((drawing.seed(), drawing.get_draws()), (1, 1_000));
/// assert_eq!(Drawing::default().get_draws(), 10_000);
/// # Ok::<(), covalue::error::CertaintyError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawing {
    seed: u64,
    draws: u32,
}

/// The draws by default. Ours: a percentile of 2.5 % then has 250 draws beyond it.
const DRAWS: u32 = 10_000;

impl Default for Drawing {
    fn default() -> Self {
        Self::seeded(0)
    }
}

impl Drawing {
    /// 10,000 draws.
    pub fn seeded(seed: u64) -> Self {
        Self { seed, draws: DRAWS }
    }

    /// Sets the number of draws. Those of a smaller number are the first of them (R30).
    ///
    /// # Errors
    ///
    /// - 0: form.
    pub fn draws(self, draws: u32) -> Result<Self, CertaintyError> {
        if draws == 0 { Err(CertaintyError::NoDraws) } else { Ok(Self { draws, ..self }) }
    }

    getters! { self:
        /// The seed.
        seed: u64 = self.seed;
        /// The number of draws.
        get_draws: u32 = self.draws;
    }
}
