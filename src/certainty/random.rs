//! Random numbers that a seed, a purpose and a name give: the same on every machine, in any order, on any thread.

use chacha20::ChaCha8Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use xxhash_rust::xxh3::xxh3_64;

/// The purpose of the numbers, as a part of the key: those for one purpose tell nothing about those for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Purpose {
    /// The weights of units in replicates: of people, of the values of a dimension, or of stated units.
    Intervals,
    /// The weights of people who state no value of the dimension that is resampled.
    Unstated,
    /// The values of assumptions in draws.
    Draws,
    /// The second gamma of a beta.
    SecondGammas,
}

impl Purpose {
    /// Eight bytes of ASCII, padded with zeros.
    fn bytes(self) -> &'static [u8; 8] {
        match self {
            // A person without a value is another unit than a value of the same name, by the weights of the person.
            Self::Intervals | Self::Unstated => b"interval",
            Self::Draws => b"draws\0\0\0",
            Self::SecondGammas => b"draws2\0\0",
        }
    }
}

/// A stream of random numbers: what they are for, and the name that they are of, as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct StreamId {
    purpose: Purpose,
    number: u64,
}

impl StreamId {
    pub(super) fn new(purpose: Purpose, name: &str) -> Self {
        Self { purpose, number: xxh3_64(name.as_bytes()) }
    }

    /// The random numbers for a seed.
    ///
    /// The cipher `ChaCha8` by the seed and the purpose as its key, and the name, hashed with XXH3, as its stream. Each number is
    /// read by its index alone.
    pub(super) fn seeded(self, seed: u64) -> Stream {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(self.purpose.bytes());
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(self.number);
        Stream(generator)
    }
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

/// Words that are read at a time: four blocks of the cipher, which it computes together.
pub(super) const WORDS: usize = 32;

impl Stream {
    /// Visits the first `count` groups of 32 numbers, each above 0 and below 1, in their order.
    pub(super) fn each_group(&mut self, count: usize, mut visit: impl FnMut(&[f64; WORDS])) {
        let (mut bytes, mut numbers) = ([0; 8 * WORDS], [0.0; WORDS]);
        for _ in 0..count {
            self.0.fill_bytes(&mut bytes);
            for (number, word) in numbers.iter_mut().zip(bytes.as_chunks().0) {
                *number = unit(u64::from_le_bytes(*word));
            }
            visit(&numbers);
        }
    }

    /// The first `count` numbers, each above 0 and below 1: the number of a draw is the 64-bit word of its index.
    pub(super) fn uniforms(&mut self, count: usize) -> Vec<f64> {
        let mut uniforms = Vec::with_capacity(count.next_multiple_of(WORDS));
        self.each_group(count.div_ceil(WORDS), |numbers| uniforms.extend_from_slice(numbers));
        uniforms.truncate(count);
        uniforms
    }
}

/// A word as a number above 0 and below 1: the middle of one of 2⁵² equal steps.
fn unit(word: u64) -> f64 {
    const STEPS: f64 = (1_u64 << 52) as f64;
    ((word >> 12) as f64 + 0.5) / STEPS
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first weights of a name: they are the same in every release.
    #[test]
    fn r30_numbers_are_those_of_the_seed_and_the_name() {
        let mut weights = Weights::new(32);
        let weights = weights.read(StreamId::new(Purpose::Intervals, "ana").seeded(1), 0);
        assert_eq!(weights[..12], [2.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 0.0]);
    }

    /// The first draws of a name: they are the same in every release.
    #[test]
    fn r30_draws_are_those_of_the_seed_and_the_name() {
        let stream = |purpose| StreamId::new(purpose, "ana").seeded(1);
        let draws = stream(Purpose::Draws).uniforms(33);
        assert_eq!(draws[..2], [0.747_602_163_103_562_9, 0.822_638_194_769_696_5]);
        let mut groups = Vec::new();
        stream(Purpose::Draws).each_group(2, |numbers| groups.extend_from_slice(numbers));
        assert_eq!((groups.len(), &groups[..33]), (64, &draws[..]));
        let second = stream(Purpose::SecondGammas).uniforms(2);
        assert_eq!(second, [0.635_095_389_862_118_2, 0.474_068_209_626_136_5]);
    }

    #[test]
    fn numbers_are_above_zero_and_below_one() {
        assert_eq!([unit(0), unit(u64::MAX)], [0.5_f64.powi(53), 1.0 - 0.5_f64.powi(53)]);
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
