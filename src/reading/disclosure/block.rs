//! Figures that are withheld together, row by row.

use super::grid::PeopleSet;
use super::policy::Disclosure;

/// The figures of a row that are shown together or not at all: the people behind each, and how many things it counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    pub(super) figures: Vec<(PeopleSet, u64)>,
}

impl Block {
    /// Figures that count their people.
    pub(super) fn of_people(people: impl IntoIterator<Item = PeopleSet>) -> Self {
        let figures = people.into_iter().map(|people| {
            let count = people.len() as u64;
            (people, count)
        });
        Self { figures: figures.collect() }
    }

    fn merge(&mut self, other: &Self) {
        let missing = other.figures.len().saturating_sub(self.figures.len());
        self.figures.extend(std::iter::repeat_n((PeopleSet::new(), 0), missing));
        for ((people, count), (more, more_count)) in self.figures.iter_mut().zip(&other.figures) {
            people.extend(more);
            *count += more_count;
        }
    }

    /// Whether each figure is zero or stands for enough people.
    fn is_safe(&self, disclosure: Disclosure) -> bool {
        let is_few =
            |(people, count): &(PeopleSet, u64)| disclosure.is_few(people.len() as u64) || disclosure.is_few(*count);
        !self.figures.iter().any(is_few)
    }

    fn people(&self) -> usize {
        self.figures.iter().map(|(people, _)| people.len()).sum()
    }
}

/// Whether each figure of all these rows together is zero or stands for enough people.
pub(super) fn are_safe_together<'a>(blocks: impl Iterator<Item = &'a Block>, disclosure: Disclosure) -> bool {
    let mut all = Block::default();
    blocks.for_each(|block| all.merge(block));
    all.is_safe(disclosure)
}

/// Decides which rows show their block. The withheld rows together must also stand for enough people, since a reader can
/// subtract the shown rows from the whole. If that cannot be reached, no row is shown. `hidden` rows are withheld in any case.
///
/// # Formula
///
/// Hidden are the rows asked for and those with a figure of 1 to threshold − 1 people; then, while only one hidden row has
/// any people or the figures of the hidden rows together stand for 1 to threshold − 1 people, the shown row with the fewest.
/// Ours.
pub(super) fn shown(blocks: &[Block], hidden: &[bool], disclosure: Disclosure) -> Vec<bool> {
    shown_beside(blocks, hidden, &vec![true; blocks.len()], disclosure)
}

/// As [`shown`]. A withheld row protects other withheld rows only if `cover` says that its figures cannot be known from
/// elsewhere.
pub(super) fn shown_beside(blocks: &[Block], hidden: &[bool], cover: &[bool], disclosure: Disclosure) -> Vec<bool> {
    let mut shown: Vec<bool> =
        blocks.iter().zip(hidden).map(|(block, hidden)| !hidden && block.is_safe(disclosure)).collect();
    loop {
        let mut rest = Block::default();
        let hidden = (0..blocks.len()).filter(|&row| !shown[row] && blocks[row].people() > 0);
        let covering = hidden.inspect(|&row| rest.merge(&blocks[row])).filter(|&row| cover[row]).count();
        if covering != 1 && rest.is_safe(disclosure) {
            return shown;
        }
        let with_people = (0..blocks.len()).filter(|&row| shown[row] && blocks[row].people() > 0 && cover[row]);
        match with_people.min_by_key(|&row| blocks[row].people()) {
            Some(next) => shown[next] = false,
            None => return shown,
        }
    }
}
