//! Lists that grow block by block: nothing is moved when one grows, and little memory is taken that is not used.

/// A list of anything, first block by block.
pub(super) struct Blocks<T> {
    /// Those that are full, and the one that is not: at hand, since it is pushed to.
    full: Vec<Vec<T>>,
    last: Vec<T>,
}

/// In the first block of a list, and in a large one.
const LEAST: usize = 8;
const MOST: usize = 1 << 8;

impl<T> Default for Blocks<T> {
    fn default() -> Self {
        Self { full: Vec::new(), last: Vec::new() }
    }
}

impl<T> Blocks<T> {
    #[inline]
    pub(super) fn push(&mut self, one: T) {
        if self.last.len() == self.last.capacity() {
            self.begin();
        }
        self.last.push(one);
    }

    /// Begins a new block, twice as large as the one before.
    #[cold]
    fn begin(&mut self) {
        let room = (2 * self.last.len()).clamp(LEAST, MOST);
        let full = std::mem::replace(&mut self.last, Vec::with_capacity(room));
        if !full.is_empty() {
            self.full.push(full);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.full.iter().map(Vec::len).sum::<usize>() + self.last.len()
    }

    /// All of the list, from its beginning.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.full.iter().chain([&self.last]).flatten()
    }
}
