//! Weighted sums of a game's worths, each worth added twice and no more.
//!
//! A coalition is a *high* half, some of the last players, and a *low* half, some of the first. Each worth is added to a
//! sum for its low half and the size of the high one, and to one for its high half and the size of the low one. So every
//! sum is of coalitions of one size, and a player's are those of the halves that have the player: `2^n` worths make some
//! `n · 2^(n/2)` sums.

use std::any::Any;

#[cfg(feature = "rational")]
use crate::number::RationalTotal;
use crate::number::{FloatTotal, Number, NumberError, Total};

use super::floats::Floats;
#[cfg(feature = "rational")]
use super::rationals::{self, Rationals};
use super::{Coalition, Game, GameError};

/// What a coalition of a size counts, as whole numbers over one denominator.
pub(super) struct Weights {
    /// In the sum of a player who is in it.
    pub(super) with: Vec<u64>,
    /// In the sum that is taken from every player's.
    pub(super) all: Vec<u64>,
}

/// How the players are halved.
#[derive(Clone, Copy)]
pub(super) struct Halves {
    pub(super) low: usize,
    pub(super) high: usize,
}

impl Halves {
    pub(super) fn of(players: usize) -> Self {
        Self { low: players / 2, high: players - players / 2 }
    }

    /// How many low halves there are.
    pub(super) fn width(self) -> usize {
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
    let mut sums = Sums::<N::Total>::of(halves);
    let mut fast = Fast::of::<N>(halves, weights);
    let mut worths: Vec<N> = Vec::with_capacity(halves.width());
    // The largest coalitions first: they tell the floats what is large in this game.
    for high in (0..1 << halves.high).rev() {
        worths.clear();
        worths.extend((0..halves.width()).map(|low| game.worth(halves.coalition(high, low))));
        let added = fast.add(high, &worths, &mut sums);
        added.map_err(|low| {
            let coalition = halves.coalition(high, low);
            GameError::NotFinite { coalition, worth: worths[low].to_string() }
        })?;
    }
    let mut numerators = sums.numerators(weights);
    fast.add_to(&mut numerators);
    Ok(numerators)
}

/// The ways that are faster than exact totals, for the kinds that have one. What they do not take goes to the totals.
///
/// They are told by their type, and not by a method of `Number`, of which this would be the only use.
enum Fast<'a> {
    None,
    Floats(Box<Floats<'a>>),
    #[cfg(feature = "rational")]
    Rationals(Rationals<'a>, Vec<Option<(i128, u64)>>),
}

impl<'a> Fast<'a> {
    fn of<N: 'static>(halves: Halves, weights: &'a Weights) -> Self {
        let row: &dyn Any = &Vec::<N>::new();
        if row.is::<Vec<f64>>() {
            return Self::Floats(Box::new(Floats::new(halves, weights)));
        }
        #[cfg(feature = "rational")]
        if rationals::parts(row, &mut Vec::new()).is_some() {
            return Self::Rationals(Rationals::new(halves, weights), Vec::with_capacity(halves.width()));
        }
        Self::None
    }

    /// Adds the worths of all coalitions with a high half; the place of one that is not finite comes back.
    #[expect(clippy::ptr_arg, reason = "a whole vector can be told by its type, and a slice cannot")]
    fn add<N: Number>(&mut self, high: usize, worths: &Vec<N>, sums: &mut Sums<N::Total>) -> Result<(), usize> {
        let row: &dyn Any = worths;
        let mut beyond = |low: usize| sums.add(high, low, &worths[low].as_change());
        match self {
            Self::None => sums.add_row(high, worths),
            Self::Floats(floats) => {
                let row = row.downcast_ref::<Vec<f64>>().expect("it was told by its type");
                floats.add(high, row, &mut beyond)
            }
            #[cfg(feature = "rational")]
            Self::Rationals(rationals, parts) => {
                rationals::parts(row, parts).expect("it was told by its type");
                rationals.add(high, parts, &mut beyond)
            }
        }
    }

    /// Adds what was taken to each player's numerator.
    #[expect(clippy::ptr_arg, reason = "a whole vector can be told by its type, and a slice cannot")]
    fn add_to<T: 'static>(self, numerators: &mut Vec<T>) {
        let numerators: &mut dyn Any = numerators;
        match self {
            Self::None => {}
            Self::Floats(floats) => {
                floats.add_to(numerators.downcast_mut::<Vec<FloatTotal>>().expect("floats have this total"));
            }
            #[cfg(feature = "rational")]
            Self::Rationals(rationals, _) => {
                rationals.add_to(numerators.downcast_mut::<Vec<RationalTotal>>().expect("fractions have this total"));
            }
        }
    }
}

/// The sums of the halves in exact totals; none of them is there before the first worth.
struct Sums<T: Total> {
    halves: Halves,
    /// A row of low halves for each size of the high half.
    by_low: Vec<T>,
    /// A row of sizes of the low half for each high half.
    by_high: Vec<T>,
    /// The low halves of each size.
    lows: Vec<Vec<u32>>,
    changes: Vec<T::Change>,
}

impl<T: Total> Sums<T> {
    fn of(halves: Halves) -> Self {
        Self { halves, by_low: Vec::new(), by_high: Vec::new(), lows: Vec::new(), changes: Vec::new() }
    }

    #[cold]
    fn begin(&mut self) {
        let Halves { low, high } = self.halves;
        self.by_low = vec![T::default(); (high + 1) * self.halves.width()];
        self.by_high = vec![T::default(); (low + 1) << high];
        self.lows = vec![Vec::new(); low + 1];
        (0..1_u32 << low).for_each(|low| self.lows[low.count_ones() as usize].push(low));
    }

    /// Adds one worth; its place in the row comes back if it is not finite.
    fn add(&mut self, high: usize, low: usize, worth: &T::Change) -> Result<(), usize> {
        if self.by_low.is_empty() {
            self.begin();
        }
        let high_size = high.count_ones() as usize;
        self.by_low[high_size * self.halves.width() + low].add(worth).map_err(|_| low)?;
        let low_size = low.count_ones() as usize;
        let added = self.by_high[high * (self.halves.low + 1) + low_size].add(worth);
        added.expect("it was added before");
        Ok(())
    }

    /// Adds the worths of all coalitions with a high half; the place of one that is not finite comes back.
    fn add_row<N: Number<Change = T::Change>>(&mut self, high: usize, worths: &[N]) -> Result<(), usize> {
        if self.by_low.is_empty() {
            self.begin();
        }
        self.changes.clear();
        self.changes.extend(worths.iter().map(N::as_change));
        let worths = &self.changes;
        let row = &mut self.by_low[high.count_ones() as usize * worths.len()..][..worths.len()];
        for (low, (sum, worth)) in row.iter_mut().zip(worths).enumerate() {
            sum.add(worth).map_err(|_| low)?;
        }
        let by_size = &mut self.by_high[high * (self.halves.low + 1)..][..=self.halves.low];
        // Those of a size one after the other, so that their sum stays at hand.
        for (sum, lows) in by_size.iter_mut().zip(&self.lows) {
            let added: Result<(), NumberError> = lows.iter().try_for_each(|&low| sum.add(&worths[low as usize]));
            added.expect("they were added before");
        }
        Ok(())
    }

    /// The weighted sums: first by size, so that there is little to weigh.
    fn numerators(&self, weights: &Weights) -> Vec<T> {
        let Halves { low, high } = self.halves;
        if self.by_low.is_empty() {
            return vec![T::default(); low + high];
        }
        let none = vec![T::default(); low + high + 1];
        let (mut all, mut with) = (none.clone(), vec![none; low + high]);
        for (place, sum) in self.by_low.iter().enumerate() {
            let half = Coalition::from_bits((place % self.halves.width()) as u64);
            let size = place / self.halves.width() + half.len();
            all[size].merge(sum);
            half.players().for_each(|player| with[player][size].merge(sum));
        }
        for (place, sum) in self.by_high.iter().enumerate() {
            let half = Coalition::from_bits((place / (low + 1)) as u64);
            let size = place % (low + 1) + half.len();
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

/// `Σ weight · sum`, in additions alone: bit by bit of the weights, the highest first.
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
