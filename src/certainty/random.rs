//! Random numbers that a seed, a purpose and a name give: the same on every machine, in any order, on any thread.

use chacha20::ChaCha8Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use xxhash_rust::xxh3::xxh3_64;

/// The purpose of the numbers, as a part of the key: numbers for another purpose will tell nothing about them.
const PURPOSE: &[u8; 8] = b"interval";

/// The random numbers of a seed: a stream for each name.
///
/// The cipher `ChaCha8` by a seed and a purpose as its key, and a name, hashed with XXH3, as its stream. Each number is read by
/// its index alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source {
    key: [u8; 32],
}

impl Source {
    pub(super) fn new(seed: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(PURPOSE);
        Self { key }
    }

    /// The random numbers of a name, by its stream number.
    pub(super) fn stream_at(&self, number: u64) -> Stream {
        let mut generator = ChaCha8Rng::from_seed(self.key);
        generator.set_stream(number);
        Stream(generator)
    }
}

/// The number of the stream of a name.
pub(super) fn stream_number(name: &str) -> u64 {
    xxh3_64(name.as_bytes())
}

/// The random numbers of one name.
pub(super) struct Stream(ChaCha8Rng);

/// The 16-bit numbers of a block of the cipher, which has 64 bytes. Weights are read by whole blocks.
pub(super) const LANES: usize = 32;

/// A weight is the number of these that are not above a random number of 16 bits. So 0 to 8 come 24113, 24099, 12062, 4020,
/// 1003, 200, 33, 5 and 1 times in 65,536: the Poisson distribution of mean 1 in whole numbers, with a mean and a variance
/// of 1 exactly. Ours.
const THRESHOLDS: [u16; 8] = [24_113, 48_212, 60_274, 64_294, 65_297, 65_497, 65_530, 65_535];

/// The largest weight.
pub(super) const MOST_WEIGHT: u32 = THRESHOLDS.len() as u32;

/// The weights of a unit in some replicates, and the memory to compute them.
pub(super) struct Weights {
    bytes: Vec<u8>,
    counts: Vec<u16>,
    weights: Vec<f64>,
}

impl Weights {
    /// Memory for the weights of this many replicates.
    pub(super) fn new(replicates: usize) -> Self {
        Self { bytes: vec![0; 2 * replicates], counts: vec![0; replicates], weights: vec![0.0; replicates] }
    }

    /// The weights of a unit in the replicates from `first` on, which is a multiple of [`LANES`].
    pub(super) fn read(&mut self, mut stream: Stream, first: usize) -> &[f64] {
        debug_assert!(first.is_multiple_of(LANES));
        // Two lanes are a word of the cipher.
        stream.0.set_word_pos(first as u128 / 2);
        stream.0.fill_bytes(&mut self.bytes);
        // Three loops without branches, of each of which the compiler makes vectors: 0.6 ns a weight, and 4 ns in one loop.
        for (count, lane) in self.counts.iter_mut().zip(self.bytes.chunks_exact(2)) {
            *count = u16::from_le_bytes([lane[0], lane[1]]);
        }
        for count in &mut self.counts {
            *count = THRESHOLDS.iter().map(|&least| u16::from(*count >= least)).sum();
        }
        for (weight, count) in self.weights.iter_mut().zip(&self.counts) {
            *weight = f64::from(*count);
        }
        &self.weights
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first weights of a name: they are the same in every release.
    #[test]
    fn r30_numbers_are_those_of_the_seed_and_the_name() {
        let mut weights = Weights::new(32);
        let weights = weights.read(Source::new(1).stream_at(stream_number("ana")), 0);
        assert_eq!(weights[..12], [2.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 0.0]);
    }

    #[test]
    fn weights_have_a_mean_and_a_variance_of_one() {
        let mut counts = [0_i64; 9];
        for lane in 0..=u16::MAX {
            counts[THRESHOLDS.iter().filter(|least| lane >= **least).count()] += 1;
        }
        assert_eq!(counts, [24_113, 24_099, 12_062, 4_020, 1_003, 200, 33, 5, 1]);
        let moment = |power: u32| (0_i64..).zip(counts).map(|(weight, count)| weight.pow(power) * count).sum::<i64>();
        assert_eq!((moment(1), moment(2)), (1 << 16, 2 << 16));
    }
}
