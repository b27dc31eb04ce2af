//! Changes put in order of their lines, part by part, so that where lines are very many each part's totals stay in the cache.

/// Lines of one part, in bits: their rows fit the second-level cache.
const PART_BITS: u32 = 12;
/// How many that are.
pub(super) const LINES_IN_PART: usize = 1 << PART_BITS;
/// So many changes of any size are whole pages.
const PAGE: usize = 1 << 11;
/// So many are a few lines of the cache, and no two of some dozen parts then meet.
const APART: usize = 56;

/// Changes put in order of the part that their line is in.
#[derive(Debug)]
pub(crate) struct Parts<C> {
    parts: Vec<Part<C>>,
    count: usize,
}

/// Changes of one part, column by column: what is written and read again is a third less than as pairs.
#[derive(Debug)]
pub(super) struct Part<C> {
    /// Counted from the part's first.
    lines: Vec<u16>,
    changes: Vec<C>,
}

impl<C> Part<C> {
    /// How many changes there are.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// With room for at least so many changes, or none.
    fn with_room(changes: usize) -> Self {
        // Parts fill up together. Were they whole pages apart, what is written next to each would be kept in the same few
        // places of the cache, which is indexed by the place in a page.
        let room = if changes == 0 { 0 } else { changes.next_multiple_of(PAGE) + APART };
        Self { lines: Vec::with_capacity(room), changes: Vec::with_capacity(room) }
    }

    #[inline]
    pub(super) fn push(&mut self, line: u32, change: C) {
        self.lines.push((line as usize % LINES_IN_PART) as u16);
        self.changes.push(change);
    }

    /// The changes, with their lines counted from the part's first.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, &C)> + Clone {
        self.lines.iter().map(|&line| usize::from(line)).zip(&self.changes)
    }
}

impl<C> Default for Parts<C> {
    fn default() -> Self {
        Self { parts: Vec::new(), count: 0 }
    }
}

impl<C> Parts<C> {
    /// Parts of the lines before `end`, with room for so many changes in all.
    pub(super) fn with_room(end: usize, changes: usize) -> Self {
        let count = (end >> PART_BITS) + 1;
        // An eighth to spare: lines are about as frequent as each other, or the part grows.
        let part = |_| Part::with_room(changes / count * 9 / 8);
        Self { parts: (0..count).map(part).collect(), count: 0 }
    }

    #[inline]
    pub(crate) fn push(&mut self, line: u32, change: C) {
        self.part(line).push(line, change);
        self.count += 1;
    }

    /// The part that a line is in.
    #[inline]
    pub(super) fn part(&mut self, line: u32) -> &mut Part<C> {
        let part = (line >> PART_BITS) as usize;
        if part >= self.parts.len() {
            self.add_parts_to(part);
        }
        &mut self.parts[part]
    }

    /// One part grows by itself. Where there are several, about a change for each line will wait: growing would use more
    /// memory than that, and memory that is not used yet is none.
    #[cold]
    fn add_parts_to(&mut self, part: usize) {
        let room = if part == 0 { 0 } else { LINES_IN_PART * 3 / 2 };
        self.parts.resize_with(part + 1, || Part::with_room(room));
    }

    /// The number of changes.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// Every line is before this.
    pub(crate) fn end(&self) -> usize {
        let last = self.parts.iter().rposition(|part| !part.lines.is_empty());
        last.map_or(0, |last| {
            let lines = self.parts[last].lines.iter();
            (last << PART_BITS) + lines.max().map_or(0, |&line| usize::from(line) + 1)
        })
    }

    /// Every change and its line, part by part.
    pub(crate) fn changes(&self) -> impl Iterator<Item = (u32, &C)> {
        self.all().flat_map(|(first, part)| part.rows().map(move |(line, change)| ((first + line) as u32, change)))
    }

    /// The parts, each with its first line.
    pub(super) fn all(&self) -> impl Iterator<Item = (usize, &Part<C>)> {
        self.parts.iter().enumerate().map(|(index, part)| (index << PART_BITS, part))
    }

    pub(crate) fn clear(&mut self) {
        for part in &mut self.parts {
            part.lines.clear();
            part.changes.clear();
        }
        self.count = 0;
    }
}
