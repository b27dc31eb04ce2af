//! Weighted sums of a game's worths, in exact totals; each worth is added twice.
//!
//! A coalition is split into a *low* half, its players among the first `n/2`, and a *high* half, the others. Each worth
//! is added to one sum by its low half and the size of its high half, and to one by its high half and the size of its
//! low half. Every sum then holds coalitions of one size, and a player's coalitions are those of the halves with the
//! player. So `2^n` worths make about `n · 2^(n/2)` sums, and only those are merged and weighted for each player.

#[cfg(feature = "rational")]
use crate::number::times;
use crate::number::{Number, Total};

#[cfg(feature = "rational")]
use super::fractions::Fractions;
use super::{Coalition, Game, GameError};

/// The weights of a coalition by its size, as whole numbers over one denominator.
pub(super) struct Weights {
    /// In the sum of a player, of a coalition with that player.
    pub(super) with: Vec<u64>,
    /// In the common sum of all coalitions, which is subtracted from the sum of every player.
    pub(super) all: Vec<u64>,
}

/// How many players each half has.
#[derive(Clone, Copy)]
pub(super) struct Halves {
    low: usize,
    high: usize,
}

impl Halves {
    fn of(players: usize) -> Self {
        Self { low: players / 2, high: players - players / 2 }
    }

    /// The number of low halves.
    fn width(self) -> usize {
        1 << self.low
    }

    fn coalition(self, high: usize, low: usize) -> Coalition {
        Coalition::from_bits((high << self.low | low) as u64)
    }
}

/// For each player, the weighted sum of the coalitions with the player less that of all.
pub(super) fn numerators<N: Number>(
    game: &impl Game<N>,
    players: usize,
    weights: &Weights,
) -> Result<Vec<N::Total>, GameError> {
    let halves = Halves::of(players);
    let mut sums = Sums::<N::Total>::new(halves);
    #[cfg(feature = "rational")]
    let mut fractions = Fractions::new(halves);
    let (mut worths, mut changes) = (Vec::with_capacity(halves.width()), Vec::with_capacity(halves.width()));
    for high in 0..1 << halves.high {
        worths.clear();
        for low in 0..halves.width() {
            let coalition = halves.coalition(high, low);
            let worth = game.worth(coalition);
            if !worth.is_finite() {
                return Err(GameError::NotFinite { coalition, worth: worth.to_string() });
            }
            worths.push(worth);
        }
        #[cfg(feature = "rational")]
        if fractions.add_row(high, &worths).is_some() {
            continue;
        }
        changes.clear();
        changes.extend(worths.iter().map(N::as_change));
        sums.add_row(high, &changes);
    }
    let numerators = sums.numerators(weights);
    #[cfg(feature = "rational")]
    let numerators = fractions.added_to(numerators, weights);
    Ok(numerators)
}

/// The sums by half; empty until the first row is added.
pub(super) struct Sums<T: Total> {
    halves: Halves,
    /// A row of low halves for each size of the high half.
    by_low: Vec<T>,
    /// A row of sizes of the low half for each high half.
    by_high: Vec<T>,
    /// The low halves of each size.
    lows: Vec<Vec<u32>>,
}

impl<T: Total> Sums<T> {
    pub(super) fn new(halves: Halves) -> Self {
        Self { halves, by_low: Vec::new(), by_high: Vec::new(), lows: Vec::new() }
    }

    #[cold]
    fn allocate(&mut self) {
        let Halves { low, high } = self.halves;
        self.by_low = vec![T::default(); (high + 1) * self.halves.width()];
        self.by_high = vec![T::default(); (low + 1) << high];
        self.lows = vec![Vec::new(); low + 1];
        (0..1_u32 << low).for_each(|low| self.lows[low.count_ones() as usize].push(low));
    }

    /// Adds the worths of all coalitions with a high half, in the order of their low halves. They must be finite.
    pub(super) fn add_row(&mut self, high: usize, worths: &[T::Change]) {
        const FINITE: &str = "the worths are finite";
        if self.by_low.is_empty() {
            self.allocate();
        }
        let row = &mut self.by_low[high.count_ones() as usize * worths.len()..][..worths.len()];
        for (sum, worth) in row.iter_mut().zip(worths) {
            sum.add(worth).expect(FINITE);
        }
        let by_size = &mut self.by_high[high * (self.halves.low + 1)..][..=self.halves.low];
        // Size by size, so that the one sum that is added to stays in the first-level cache.
        for (sum, lows) in by_size.iter_mut().zip(&self.lows) {
            for &low in lows {
                sum.add(&worths[low as usize]).expect(FINITE);
            }
        }
    }

    /// Multiplies every sum.
    #[cfg(feature = "rational")]
    pub(super) fn multiply(&mut self, factor: u64) {
        self.by_low.iter_mut().chain(&mut self.by_high).for_each(|sum| *sum = times(sum, factor));
    }

    /// The weighted sums. Sums of one size are merged before they are weighted, so that there are few to weight.
    pub(super) fn numerators(&self, weights: &Weights) -> Vec<T> {
        let Halves { low, high } = self.halves;
        if self.by_low.is_empty() {
            return vec![T::default(); low + high];
        }
        let zeros = vec![T::default(); low + high + 1];
        let (mut all, mut with) = (zeros.clone(), vec![zeros; low + high]);
        for (index, sum) in self.by_low.iter().enumerate() {
            let half = Coalition::from_bits((index % self.halves.width()) as u64);
            let size = index / self.halves.width() + half.len();
            all[size].merge(sum);
            half.players().for_each(|player| with[player][size].merge(sum));
        }
        for (index, sum) in self.by_high.iter().enumerate() {
            let half = Coalition::from_bits((index / (low + 1)) as u64);
            let size = index % (low + 1) + half.len();
            half.players().for_each(|player| with[low + player][size].merge(sum));
        }
        let common = weighted(&all, &weights.all);
        let numerator = |sums: &Vec<T>| {
            let mut numerator = weighted(sums, &weights.with);
            numerator.remove(&common);
            numerator
        };
        with.iter().map(numerator).collect()
    }
}

/// `Σ weight · sum`. A total cannot be multiplied, so the weights are taken bit by bit, the highest first: double, then
/// add the sums whose weight has the bit.
fn weighted<T: Total>(sums: &[T], weights: &[u64]) -> T {
    let bits = weights.iter().map(|weight| u64::BITS - weight.leading_zeros()).max().unwrap_or(0);
    let mut total = T::default();
    for bit in (0..bits).rev() {
        total.merge(&total.clone());
        for (sum, _) in sums.iter().zip(weights).filter(|(_, weight)| *weight >> bit & 1 == 1) {
            total.merge(sum);
        }
    }
    total
}
