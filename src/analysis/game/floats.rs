//! The fold for floats of ordinary size: exact, in plain `f64` additions.
//!
//! A float is cut in two, a multiple of one quantum and a smaller multiple of another, each of 45 bits at the most. Of
//! such parts up to 2^8 can be added in `f64` without rounding, and no sum here is of more than `C(10, 5) = 252`. What does
//! not go into two such parts is left to exact totals. The sums are then counted in their quanta, as whole numbers, and
//! weighed.

use crate::number::FloatTotal;

use super::Coalition;
use super::fold::{Halves, Weights};
use super::shapley::MOST_PLAYERS;

/// Bits of a part, so that 2^8 parts add up within the 53 bits of a float.
const PART_BITS: i32 = 45;
/// How many times the largest worth of the first row, as a power of two, another may have and still be cut.
const HEADROOM: i32 = 6;
/// The most players of a low half.
const MOST_LOW: usize = MOST_PLAYERS / 2;

/// `2^exponent`, for exponents of ordinary floats.
fn power(exponent: i32) -> f64 {
    f64::from_bits(((1023 + exponent) as u64) << 52)
}

/// How floats are cut: all below `2^top` in magnitude, into multiples of `2^(top − 45)` and of `2^(top − 91)`.
#[derive(Clone, Copy)]
struct Cut {
    top: i32,
    /// `1.5 · 2^52` of either quantum: what is added to it is rounded to a multiple of the quantum.
    rounders: [f64; 2],
}

impl Cut {
    /// Such that a magnitude has room above it.
    fn above(magnitude: f64) -> Self {
        // The exponent of a float is at most one below that of the power of two above it. The ends keep all quanta, and
        // what is one over them, ordinary floats.
        let exponent = (magnitude.to_bits() >> 52) as i32 - 1022;
        let top = (exponent + HEADROOM).clamp(-900, 1000);
        let rounder = |part| 1.5 * power(Self { top, rounders: [0.0; 2] }.quantum(part) + 52);
        Self { top, rounders: [rounder(0), rounder(1)] }
    }

    /// The exponent of a part's quantum. The first part leaves half its quantum, and so one bit less than 45 below it.
    fn quantum(self, part: usize) -> i32 {
        self.top - PART_BITS - part as i32 * (PART_BITS + 1)
    }

    /// The two parts of a worth, and whether they are all of it.
    #[inline]
    fn cut(self, worth: f64) -> ([f64; 2], bool) {
        let [large, small] = self.rounders;
        let first = (worth + large) - large;
        let second = worth - first;
        // Not so of infinities and of what is not a number either.
        let whole = (worth.abs() < power(self.top)) & ((second + small) - small == second);
        ([first, second], whole)
    }
}

/// Weighted sums in quanta: of all coalitions, and of those with each player.
#[derive(Clone)]
struct Counted {
    all: i128,
    with: Vec<i128>,
}

/// The fold of a game's floats.
pub(super) struct Floats<'a> {
    halves: Halves,
    weights: &'a Weights,
    /// None before the first row that is not all zero.
    cut: Option<Cut>,
    /// For each part, a row of low halves for each size of the high half.
    by_low: [Vec<f64>; 2],
    /// For each part, the sums that are counted already.
    counted: [Counted; 2],
    parts: [Vec<f64>; 2],
}

impl<'a> Floats<'a> {
    pub(super) fn new(halves: Halves, weights: &'a Weights) -> Self {
        let width = halves.width();
        let row = vec![0.0; width];
        let rows = vec![0.0; (halves.high + 1) * width];
        let counted = Counted { all: 0, with: vec![0; halves.low + halves.high] };
        Self {
            halves,
            weights,
            cut: None,
            by_low: [rows.clone(), rows],
            counted: [counted.clone(), counted],
            parts: [row.clone(), row],
        }
    }

    /// Adds the worths of all coalitions with a high half. Those that cannot be cut go to `beyond`, with their place.
    pub(super) fn add(
        &mut self,
        high: usize,
        worths: &[f64],
        beyond: impl FnMut(usize) -> Result<(), usize>,
    ) -> Result<(), usize> {
        let Some(cut) = self.cut.or_else(|| cut_for(worths)) else {
            return Ok(());
        };
        self.cut = Some(cut);
        let size = high.count_ones() as usize;
        let [firsts, seconds] = &mut self.parts;
        let [first_sums, second_sums] =
            self.by_low.each_mut().map(|rows| &mut rows[size * worths.len()..][..worths.len()]);
        let parts = firsts.iter_mut().zip(seconds.iter_mut());
        let sums = first_sums.iter_mut().zip(second_sums);
        let mut all_whole = true;
        for ((&worth, (first, second)), (first_sum, second_sum)) in worths.iter().zip(parts).zip(sums) {
            let (parts, whole) = cut.cut(worth);
            [*first, *second] = if whole { parts } else { [0.0; 2] };
            *first_sum += *first;
            *second_sum += *second;
            all_whole &= whole;
        }
        if !all_whole {
            let left = worths.iter().enumerate().filter(|(_, worth)| !cut.cut(**worth).1);
            left.map(|(low, _)| low).try_for_each(beyond)?;
        }
        for part in 0..2 {
            let by_size = by_size(&mut self.parts[part]);
            self.count(part, high, size, &by_size[..=self.halves.low], cut);
        }
        Ok(())
    }

    /// Counts the sums of a high half, by size of the low one.
    fn count(&mut self, part: usize, high: usize, size: usize, by_size: &[f64], cut: Cut) {
        let in_quanta = power(-cut.quantum(part));
        let counted = &mut self.counted[part];
        let (mut all, mut with) = (0, 0);
        for ((sum, weight_all), weight_with) in
            by_size.iter().zip(&self.weights.all[size..]).zip(&self.weights.with[size..])
        {
            let quanta = i128::from((sum * in_quanta) as i64);
            all += quanta * i128::from(*weight_all);
            with += quanta * i128::from(*weight_with);
        }
        counted.all += all;
        for player in Coalition::from_bits(high as u64).players() {
            counted.with[self.halves.low + player] += with;
        }
    }

    /// Adds what was counted to each player's numerator.
    pub(super) fn add_to(mut self, numerators: &mut [FloatTotal]) {
        let Some(cut) = self.cut else { return };
        for part in 0..2 {
            let in_quanta = power(-cut.quantum(part));
            for low in 0..self.halves.width() {
                let half = Coalition::from_bits(low as u64);
                let sums = self.by_low[part].iter().skip(low).step_by(self.halves.width());
                let weighted = sums.zip(&self.weights.with[half.len()..]);
                let with: i128 =
                    weighted.map(|(sum, weight)| i128::from((sum * in_quanta) as i64) * i128::from(*weight)).sum();
                for player in half.players() {
                    self.counted[part].with[player] += with;
                }
            }
            for (numerator, with) in numerators.iter_mut().zip(&self.counted[part].with) {
                numerator.add_scaled(with - self.counted[part].all, cut.quantum(part));
            }
        }
    }
}

/// For the largest of some worths; none where all are zero.
fn cut_for(worths: &[f64]) -> Option<Cut> {
    let magnitudes = worths.iter().map(|worth| if worth.is_finite() { worth.abs() } else { 0.0 });
    let largest = magnitudes.fold(0.0, f64::max);
    // Nothing to cut, unless there is something that is no number: any cut refuses that.
    let all_zero = worths.iter().all(|&worth| worth == 0.0);
    (!all_zero).then(|| Cut::above(largest))
}

/// The sums of a row by the size of the low half, without rounding; of the row nothing is left.
///
/// Halved by the last player, and again: each halving puts those that have the player one size further, so that a row
/// becomes, for each size, a shorter row. It takes as many additions as there are worths, side by side in memory.
fn by_size(row: &mut [f64]) -> [f64; MOST_LOW + 1] {
    let mut by_size = [0.0; MOST_LOW + 1];
    let (row, rest) = row.as_chunks_mut::<8>();
    for (place, sum) in rest.iter().enumerate() {
        by_size[place.count_ones() as usize] += sum;
    }
    let (mut width, mut sizes) = (row.len(), 1);
    while width > 1 {
        let half = width / 2;
        // With none of them, the first half stays where it is; of one size they are in place as well, but for the sum.
        if sizes > 1 {
            let (having, lacking) = row[half..].split_at_mut(half);
            having.iter_mut().zip(&lacking[..half]).for_each(|(having, lacking)| *having = sums(having, lacking));
        }
        for size in 2..sizes {
            let (before, after) = row.split_at_mut(size * width - half);
            let (having, lacking) = after.split_at(half);
            let both = having.iter().zip(lacking);
            before[size * half..]
                .iter_mut()
                .zip(both)
                .for_each(|(sum, (having, lacking))| *sum = sums(having, lacking));
        }
        row.copy_within(sizes * width - half..sizes * width, sizes * half);
        (width, sizes) = (half, sizes + 1);
    }
    for (size, [none, a, b, ab, c, ac, bc, abc]) in row[..sizes * width].iter().enumerate() {
        by_size[size] += none;
        by_size[size + 1] += a + b + c;
        by_size[size + 2] += ab + ac + bc;
        by_size[size + 3] += abc;
    }
    by_size
}

#[inline]
fn sums(having: &[f64; 8], lacking: &[f64; 8]) -> [f64; 8] {
    std::array::from_fn(|place| having[place] + lacking[place])
}
