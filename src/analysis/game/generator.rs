//! The random generator for orders: the same on every machine and in every version.

/// `SplitMix64` (Steele, Lea & Flood 2014) with the usual increment. Its 64 bits of state run through one cycle, which
/// each of the 2^64 seeds enters at another point.
pub(super) struct SplitMix64(u64);

impl SplitMix64 {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ bits >> 31
    }

    /// A number below `end`, all equally likely.
    ///
    /// The upper half of `draw · end` is such a number, except that 2^64 draws do not spread evenly over it: `2^64 mod
    /// end` draws are one too many. Those are rejected by the lower half.
    fn below(&mut self, end: u64) -> u64 {
        let excess = end.wrapping_neg() % end;
        loop {
            let product = u128::from(self.next()) * u128::from(end);
            if product as u64 >= excess {
                return (product >> 64) as u64;
            }
        }
    }

    /// Shuffles items; all orders are equally likely (Fisher and Yates).
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for index in (1..items.len()).rev() {
            items.swap(index, self.below(index as u64 + 1) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_the_published_ones() {
        // The first five of seed 1234567, as Rosetta Code has them ("Pseudo-random numbers/Splitmix64").
        let mut generator = SplitMix64::new(1_234_567);
        let drawn = [(); 5].map(|()| generator.next());
        let published = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(drawn, published);
    }

    #[test]
    fn all_orders_are_about_equally_likely() {
        let mut generator = SplitMix64::new(7);
        let mut counts = [0_u32; 27];
        for _ in 0..60_000 {
            let mut order = [0, 1, 2];
            generator.shuffle(&mut order);
            counts[order[0] * 9 + order[1] * 3 + order[2]] += 1;
        }
        let counts: Vec<u32> = counts.into_iter().filter(|&count| count > 0).collect();
        assert_eq!(counts.len(), 6);
        // 10,000 each, with a standard deviation of 91.
        assert!(counts.iter().all(|count| count.abs_diff(10_000) < 500), "{counts:?}");
    }
}
