//! Weighted sums of units in replicates.

use std::ops::Range;

use libm::{frexp, ldexp, rint};

use super::random::{LANES, MOST_WEIGHT, StreamId, Weights};

/// Replicates that are computed at a time, by one thread. Their weights and the sums of six columns are 60 KiB, which stay in
/// the L2 cache.
const BLOCK: usize = 32 * LANES;

/// A number of each unit, as whole multiples of a power of two: so few that all weighted sums of them are whole numbers
/// below 2⁵³, and exact in any order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    whole: Vec<f64>,
    /// The power of two by which the numbers were multiplied.
    shift: i32,
}

impl Column {
    /// The numbers of all units.
    pub(super) fn new(values: &[f64]) -> Self {
        let largest = values.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
        // `largest` is below 2^exponent, and the weights of all units together are at most 2^bits.
        let (_, exponent) = frexp(largest);
        let bits = u64::BITS - (values.len() as u64 * u64::from(MOST_WEIGHT)).leading_zeros();
        let shift = f64::MANTISSA_DIGITS as i32 - bits as i32 - exponent;
        let whole = values.iter().map(|value| rint(ldexp(*value, shift))).collect();
        Self { whole, shift }
    }

    /// A weighted sum as a number of the values.
    fn value(&self, sum: f64) -> f64 {
        ldexp(sum, -self.shift)
    }
}

/// The weighted sums of each column in each replicate: a list for each column. `streams` has the random stream of each unit.
pub(super) fn weighted_sums(seed: u64, streams: &[StreamId], columns: &[Column], replicates: usize) -> Vec<Vec<f64>> {
    let blocks = (0..replicates).step_by(BLOCK).map(|first| first..replicates.min(first + BLOCK)).collect();
    let blocks = on_all_cores(blocks, |block| block_sums(seed, streams, columns, block));
    let column = |index: usize| blocks.iter().flat_map(|block| block[index].iter().copied()).collect();
    (0..columns.len()).map(column).collect()
}

/// The results for blocks of replicates, in their order. No block depends on another, so threads change no bit.
#[cfg(feature = "rayon")]
fn on_all_cores<T: Send>(blocks: Vec<Range<usize>>, result: impl Fn(Range<usize>) -> T + Send + Sync) -> Vec<T> {
    use rayon::prelude::*;

    blocks.into_par_iter().map(result).collect()
}

/// The same on one core.
#[cfg(not(feature = "rayon"))]
fn on_all_cores<T>(blocks: Vec<Range<usize>>, result: impl Fn(Range<usize>) -> T) -> Vec<T> {
    blocks.into_iter().map(result).collect()
}

/// The same for some replicates.
fn block_sums(seed: u64, streams: &[StreamId], columns: &[Column], replicates: Range<usize>) -> Vec<Vec<f64>> {
    let mut weights = Weights::new(replicates.len());
    let mut sums = vec![vec![0.0; replicates.len()]; columns.len()];
    for (unit, &stream) in streams.iter().enumerate() {
        let weights = weights.read(stream.seeded(seed), replicates.start);
        for (sums, column) in sums.iter_mut().zip(columns) {
            let value = column.whole[unit];
            // Many units have no loss, or no gain.
            if value != 0.0 {
                sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight * value);
            }
        }
    }
    let value = |(sums, column): (Vec<f64>, &Column)| sums.into_iter().map(|sum| column.value(sum)).collect();
    sums.into_iter().zip(columns).map(value).collect()
}
