//! Codes in their order, without sorting them: a bit for each code that there may be.

/// In a word.
const BITS: usize = 64;

/// The codes that two figures have something of, and which place each has in the order of codes.
#[derive(Debug)]
pub(super) struct Ranks {
    leaves: Vec<Leaf>,
    /// Which leaves have any code, which words of those any, and so on up to a single word.
    above: Vec<Vec<u64>>,
    /// The leaves that have any, in order, once codes are ranked.
    met: Vec<u32>,
}

/// A few codes that follow one another.
#[derive(Clone, Copy, Debug, Default)]
struct Leaf {
    bits: [u64; 2],
    /// The place of the first of them.
    first: [u32; 2],
}

impl Ranks {
    /// Of codes below this.
    pub(super) fn below(codes: usize) -> Self {
        let leaves = vec![Leaf::default(); codes.div_ceil(BITS).max(1)];
        let (mut above, mut words) = (Vec::new(), leaves.len());
        while above.is_empty() || words > 1 {
            words = words.div_ceil(BITS);
            above.push(vec![0; words]);
        }
        Self { leaves, above, met: Vec::new() }
    }

    /// Takes a code of a figure in.
    #[inline]
    pub(super) fn insert(&mut self, figure: usize, code: u32) {
        let (place, bit) = split(code as usize);
        let leaf = &mut self.leaves[place];
        let is_first = leaf.bits == [0; 2];
        leaf.bits[figure] |= bit;
        if is_first {
            self.mark(place);
        }
    }

    /// Marks a leaf that has its first code.
    fn mark(&mut self, mut place: usize) {
        for words in &mut self.above {
            let (word, bit) = split(place);
            let is_first = words[word] == 0;
            words[word] |= bit;
            if !is_first {
                return;
            }
            place = word;
        }
    }

    /// Puts all codes in order behind `codes`, and gives each its place, of each figure from the one that is said on. Hands
    /// over where codes are that a figure has something of, one after the other.
    pub(super) fn rank(
        &mut self,
        mut next: [usize; 2],
        codes: &mut Vec<u32>,
        mut take: impl FnMut(usize, std::ops::Range<u32>),
    ) {
        self.met.clear();
        drain(&mut self.above, 0, &mut self.met);
        for &place in &self.met {
            let leaf = &mut self.leaves[place as usize];
            let (start, all) = (codes.len() as u32, leaf.bits[0] | leaf.bits[1]);
            codes.extend(places(all).map(|bit| place * BITS as u32 + bit));
            for (figure, next) in next.iter_mut().enumerate() {
                let bits = leaf.bits[figure];
                leaf.first[figure] = *next as u32;
                *next += bits.count_ones() as usize;
                if bits == all {
                    // Nearly always, of what was created.
                    take(figure, start..codes.len() as u32);
                } else {
                    let before = |bit: u32| start + (all & ((1 << bit) - 1)).count_ones();
                    places(bits).map(before).for_each(|at| take(figure, at..at + 1));
                }
            }
        }
    }

    /// The place of a code of a figure, once they are ranked.
    #[inline]
    pub(super) fn of(&self, figure: usize, code: u32) -> usize {
        let (place, bit) = split(code as usize);
        let leaf = &self.leaves[place];
        (leaf.first[figure] + (leaf.bits[figure] & (bit - 1)).count_ones()) as usize
    }

    /// Forgets all codes that were ranked.
    pub(super) fn clear(&mut self) {
        for &place in &self.met {
            self.leaves[place as usize] = Leaf::default();
        }
    }
}

/// The places of the bits that are set.
fn places(mut bits: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        if bits == 0 {
            return None;
        }
        let place = bits.trailing_zeros();
        bits &= bits - 1;
        Some(place)
    })
}

/// A number's word, and its bit there.
#[inline]
fn split(number: usize) -> (usize, u64) {
    (number / BITS, 1 << (number % BITS))
}

/// The leaves that are marked below a word of the highest level, in order; none is marked then.
fn drain(above: &mut [Vec<u64>], word: usize, marked: &mut Vec<u32>) {
    let Some((words, below)) = above.split_last_mut() else { return marked.push(word as u32) };
    for bit in places(std::mem::take(&mut words[word])) {
        drain(below, word * BITS + bit as usize, marked);
    }
}
