//! A set of cells as a bitset: with a hundred thousand cells it is 12 KiB, and stays in the L1 cache.

/// A set of cells, one bit each.
#[derive(Clone, Debug, Default)]
pub(super) struct CellSet {
    words: Vec<u64>,
}

impl CellSet {
    #[inline]
    pub(super) fn insert(&mut self, cell: u32) {
        let word = cell as usize / 64;
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= 1 << (cell % 64);
    }

    #[inline]
    pub(super) fn contains(&self, cell: usize) -> bool {
        self.words.get(cell / 64).is_some_and(|word| word >> (cell % 64) & 1 == 1)
    }

    /// The cells in ascending order.
    pub(super) fn cells(&self) -> impl Iterator<Item = u32> {
        let of_word = |(index, &word): (usize, &u64)| {
            let bits = (0..64).filter(move |bit| word >> bit & 1 == 1);
            bits.map(move |bit| index as u32 * 64 + bit)
        };
        self.words.iter().enumerate().flat_map(of_word)
    }

    /// Adds the cells of another set.
    pub(super) fn merge(&mut self, other: &Self) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        self.words.iter_mut().zip(&other.words).for_each(|(word, more)| *word |= more);
    }

    /// The same cells under other numbers: cell `i` becomes `targets[i]`, or is dropped if that is `u32::MAX`.
    pub(super) fn renumbered(&self, targets: &[u32]) -> Self {
        let mut renumbered = Self::default();
        let cells = self.cells().filter_map(|cell| targets.get(cell as usize).copied());
        cells.filter(|&target| target != u32::MAX).for_each(|target| renumbered.insert(target));
        renumbered
    }

    /// The bitset in little-endian order, without zero bytes at the end.
    #[cfg(feature = "serde")]
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes: Vec<u8> = self.words.iter().flat_map(|word| word.to_le_bytes()).collect();
        while bytes.last() == Some(&0) {
            bytes.pop();
        }
        bytes
    }

    /// The inverse of [`to_bytes`](Self::to_bytes); `None` if the bytes end in a zero byte or hold a cell at or above
    /// `end`.
    #[cfg(feature = "serde")]
    pub(super) fn from_bytes(bytes: &[u8], end: usize) -> Option<Self> {
        let word = |bytes: &[u8]| bytes.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
        let set = Self { words: bytes.chunks(8).map(word).collect() };
        let fits = set.cells().last().is_none_or(|last| (last as usize) < end);
        (fits && bytes.last() != Some(&0)).then_some(set)
    }
}

impl PartialEq for CellSet {
    /// Compares the cells: trailing zero words are ignored.
    fn eq(&self, other: &Self) -> bool {
        self.cells().eq(other.cells())
    }
}
