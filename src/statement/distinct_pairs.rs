//! A buffer of distinct pairs of a line or cell and an actor.

/// The buffer is deduplicated when it first reaches this many pairs: 8 MiB, at two 32-bit codes each.
const BUFFERED: usize = 1 << 20;

/// Distinct pairs of a line or cell and an actor. Memory follows the number of distinct pairs, and not how often each
/// was pushed: the buffer is deduplicated whenever it has doubled.
pub(crate) struct DistinctPairs {
    pairs: Vec<(u32, u32)>,
    /// The length at which the buffer is deduplicated next.
    limit: usize,
}

impl DistinctPairs {
    pub(crate) fn new() -> Self {
        Self { pairs: Vec::new(), limit: BUFFERED }
    }

    #[inline]
    pub(crate) fn push(&mut self, pair: (u32, u32)) {
        self.pairs.push(pair);
        if self.pairs.len() >= self.limit {
            self.deduplicate();
            self.limit = BUFFERED.max(2 * self.pairs.len());
        }
    }

    /// The pairs in ascending order.
    pub(crate) fn into_sorted(mut self) -> Vec<(u32, u32)> {
        self.deduplicate();
        self.pairs
    }

    fn deduplicate(&mut self) {
        self.pairs.sort_unstable();
        self.pairs.dedup();
    }
}
