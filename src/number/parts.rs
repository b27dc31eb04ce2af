//! Changes put in order of their lines, part by part, so that where lines are very many each part's totals stay in the cache.

/// Lines of one part, in bits: their rows fit the second-level cache.
const PART_BITS: u32 = 12;
/// How many that are.
pub(super) const LINES_IN_PART: usize = 1 << PART_BITS;
/// So many changes of any size are whole pages.
const PAGE: usize = 1 << 11;
/// So many are a few lines of the cache, and no two of some dozen parts then meet.
const APART: usize = 56;

#[inline]
fn part_of(line: u32) -> usize {
    (line >> PART_BITS) as usize
}

/// A line's place in its part.
#[inline]
fn place_of(line: u32) -> u16 {
    (line as usize % LINES_IN_PART) as u16
}

/// Changes of one part, column by column: what is written and read again is a third less than as pairs.
pub(super) struct Part<'a, C> {
    /// The part's first line, from which its lines are counted.
    pub(super) first: usize,
    lines: &'a [u16],
    changes: &'a [C],
}

impl<'a, C> Part<'a, C> {
    /// How many changes there are.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// The changes, each with its line.
    pub(super) fn rows(&self) -> impl Iterator<Item = (u32, &'a C)> + Clone + use<'a, C> {
        let first = self.first as u32;
        self.lines.iter().map(move |&line| first + u32::from(line)).zip(self.changes)
    }
}

/// Changes that come one by one, kept part by part until they are added.
#[derive(Debug)]
pub(crate) struct Parts<C> {
    parts: Vec<Growing<C>>,
    count: usize,
}

#[derive(Debug)]
struct Growing<C> {
    lines: Vec<u16>,
    changes: Vec<C>,
}

impl<C> Growing<C> {
    /// With room for at least so many changes, or none.
    fn with_room(changes: usize) -> Self {
        // Parts fill up together. Were they whole pages apart, what is written next to each would be kept in the same few
        // places of the cache, which is indexed by the place in a page.
        let room = if changes == 0 { 0 } else { changes.next_multiple_of(PAGE) + APART };
        Self { lines: Vec::with_capacity(room), changes: Vec::with_capacity(room) }
    }
}

impl<C> Default for Parts<C> {
    fn default() -> Self {
        Self { parts: Vec::new(), count: 0 }
    }
}

impl<C> Parts<C> {
    #[inline]
    pub(crate) fn push(&mut self, line: u32, change: C) {
        let part = part_of(line);
        if part >= self.parts.len() {
            self.add_parts_to(part);
        }
        let part = &mut self.parts[part];
        part.lines.push(place_of(line));
        part.changes.push(change);
        self.count += 1;
    }

    /// One part grows by itself. Where there are several, about a change for each line will wait: growing would use more
    /// memory than that, and memory that is not used yet is none.
    #[cold]
    fn add_parts_to(&mut self, part: usize) {
        let room = if part == 0 { 0 } else { LINES_IN_PART * 3 / 2 };
        self.parts.resize_with(part + 1, || Growing::with_room(room));
    }

    /// The number of changes.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// Every line is before this.
    pub(super) fn end(&self) -> usize {
        end(self.parts())
    }

    /// Every change and its line, part by part.
    pub(crate) fn changes(&self) -> impl Iterator<Item = (u32, &C)> {
        self.parts().flat_map(|part| part.rows())
    }

    pub(super) fn parts(&self) -> impl Iterator<Item = Part<'_, C>> {
        let starts = (0..).step_by(LINES_IN_PART);
        starts.zip(&self.parts).map(|(first, part)| Part { first, lines: &part.lines, changes: &part.changes })
    }

    pub(crate) fn clear(&mut self) {
        for part in &mut self.parts {
            part.lines.clear();
            part.changes.clear();
        }
        self.count = 0;
    }
}

/// Every line of some parts, which come in their order, is before this.
fn end<'a, C: 'a>(parts: impl Iterator<Item = Part<'a, C>>) -> usize {
    let end_of = |part: Part<'_, C>| Some(part.first + usize::from(*part.lines.iter().max()?) + 1);
    parts.filter(|part| part.len() > 0).last().and_then(end_of).unwrap_or(0)
}

/// Changes that are all at hand, in order of their parts: counted first, so that each has its place and nothing grows.
#[derive(Debug)]
pub(super) struct Ordered<C> {
    lines: Vec<u16>,
    changes: Vec<C>,
    /// Where the next change of each part goes, and in the end where the part ends.
    ends: Vec<usize>,
}

impl<C> Default for Ordered<C> {
    fn default() -> Self {
        Self { lines: Vec::new(), changes: Vec::new(), ends: Vec::new() }
    }
}

impl<C: Clone> Ordered<C> {
    /// Puts changes, each of the line at its place, in order in place of those that were.
    pub(super) fn fill(&mut self, lines: &[u32], changes: &[C]) {
        self.ends.fill(0);
        for &line in lines {
            let part = part_of(line);
            if part >= self.ends.len() {
                self.ends.resize(part + 1, 0);
            }
            self.ends[part] += 1;
        }
        let mut start = 0;
        for end in &mut self.ends {
            start += std::mem::replace(end, start);
        }
        self.lines.resize(lines.len(), 0);
        // Each is written over: any will do, and only what the last ones had no place for is new.
        self.changes.truncate(changes.len());
        self.changes.extend_from_slice(&changes[self.changes.len()..]);
        for (&line, change) in lines.iter().zip(changes) {
            let next = &mut self.ends[part_of(line)];
            self.lines[*next] = place_of(line);
            self.changes[*next] = change.clone();
            *next += 1;
        }
    }

    /// Every line is before this.
    pub(super) fn end(&self) -> usize {
        end(self.parts())
    }

    pub(super) fn parts(&self) -> impl Iterator<Item = Part<'_, C>> {
        let (starts, mut start) = ((0..).step_by(LINES_IN_PART), 0);
        starts.zip(&self.ends).map(move |(first, &end)| {
            let range = std::mem::replace(&mut start, end)..end;
            Part { first, lines: &self.lines[range.clone()], changes: &self.changes[range] }
        })
    }
}
