//! Lists that grow block by block: nothing is moved when one grows, and little memory is taken that is not used.

/// A list of anything, first block by block.
pub(super) struct Blocks<T>(Vec<Vec<T>>);

/// In the first block of a list, and in a large one.
const LEAST: usize = 8;
const MOST: usize = 1 << 8;

impl<T> Default for Blocks<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Blocks<T> {
    #[inline]
    pub(super) fn push(&mut self, one: T) {
        match self.0.last_mut() {
            Some(last) if last.len() < last.capacity() => last.push(one),
            _ => self.push_first(one),
        }
    }

    /// Pushes to a new block, twice as large as the one before.
    #[cold]
    fn push_first(&mut self, one: T) {
        let room = self.0.last().map_or(LEAST, |last| (2 * last.len()).min(MOST));
        let mut block = Vec::with_capacity(room);
        block.push(one);
        self.0.push(block);
    }

    pub(super) fn len(&self) -> usize {
        self.0.iter().map(Vec::len).sum()
    }

    /// Moves all behind a list, and lets each block's memory be used again at once.
    pub(super) fn move_behind(self, list: &mut Vec<T>) {
        self.0.into_iter().for_each(|block| list.extend(block));
    }
}
