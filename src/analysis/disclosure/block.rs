//! Figures that are withheld together, row by row.

use super::policy::Disclosure;
use crate::analysis::people::PeopleSet;

/// The figures of a row that are shown together or not at all: the people behind each, and the number that it counts,
/// which may be a number of interactions.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    pub(super) figures: Vec<(PeopleSet, u64)>,
}

impl Block {
    /// Figures that count people.
    pub(super) fn of_people(people: impl IntoIterator<Item = PeopleSet>) -> Self {
        let figures = people.into_iter().map(|people| {
            let count = people.len();
            (people, count)
        });
        Self { figures: figures.collect() }
    }

    /// The figures of several rows, added up.
    fn sum<'a>(blocks: impl Iterator<Item = &'a Self>) -> Self {
        let mut sum = Self::default();
        blocks.for_each(|block| sum.merge(block));
        sum
    }

    /// Whether a figure has people behind it.
    fn has_people(&self, figure: usize) -> bool {
        self.figures.get(figure).is_some_and(|(people, _)| !people.is_empty())
    }

    fn merge(&mut self, other: &Self) {
        let missing = other.figures.len().saturating_sub(self.figures.len());
        self.figures.extend(std::iter::repeat_n((PeopleSet::new(), 0), missing));
        for ((people, count), (more, more_count)) in self.figures.iter_mut().zip(&other.figures) {
            *people |= more;
            *count += more_count;
        }
    }

    /// Whether each figure is zero or has enough people behind it, and counts enough.
    fn is_safe(&self, disclosure: Disclosure) -> bool {
        let is_few = |(people, count): &(PeopleSet, u64)| disclosure.is_few(people.len()) || disclosure.is_few(*count);
        !self.figures.iter().any(is_few)
    }

    /// The number of people behind all figures. A person behind two figures counts twice.
    fn people(&self) -> u64 {
        self.figures.iter().map(|(people, _)| people.len()).sum()
    }
}

/// Whether a reader who subtracts the visible rows from the sum of all rows learns nothing about few people: each
/// figure of the hidden rows together has enough people behind it, or is zero in all rows.
pub(super) fn is_remainder_safe(blocks: &[Block], visible: &[bool], disclosure: Disclosure) -> bool {
    let hidden = blocks.iter().zip(visible).filter(|(_, visible)| !**visible).map(|(block, _)| block);
    Block::sum(hidden.clone()).is_safe(disclosure)
        && (hidden.count() == 0 || figures_without_cover(blocks, visible).is_empty())
}

/// The figures that are zero in all hidden rows but not in all rows: by subtraction a reader knows that they are zero
/// in each hidden row.
fn figures_without_cover(blocks: &[Block], visible: &[bool]) -> Vec<usize> {
    let hidden = Block::sum(blocks.iter().zip(visible).filter(|(_, visible)| !**visible).map(|(block, _)| block));
    let all = Block::sum(blocks.iter());
    (0..all.figures.len()).filter(|&figure| all.has_people(figure) && !hidden.has_people(figure)).collect()
}

/// Decides which rows show their block. A reader can subtract the visible rows from the sum of all rows, so the hidden
/// rows must have enough people together. If they cannot, no row is visible. The rows in `hidden` are hidden in any
/// case.
///
/// # Formula
///
/// The rows in `hidden` and the rows with a figure of 1 to threshold − 1 people are hidden. The visible row with the
/// fewest people is hidden next, as long as only one hidden row has people, or a figure of the hidden rows together has
/// 1 to threshold − 1 people, or none although some visible row has; then a row with this figure goes first. Ours.
pub(super) fn visibility(blocks: &[Block], hidden: &[bool], disclosure: Disclosure) -> Vec<bool> {
    visibility_with_cover(blocks, hidden, &vec![true; blocks.len()], disclosure)
}

/// Decides as [`visibility`]. A hidden row protects another one only if `cover` is true for it, which means that a
/// reader cannot know its figures from elsewhere.
pub(super) fn visibility_with_cover(
    blocks: &[Block],
    hidden: &[bool],
    cover: &[bool],
    disclosure: Disclosure,
) -> Vec<bool> {
    let mut visible: Vec<bool> =
        blocks.iter().zip(hidden).map(|(block, hidden)| !hidden && block.is_safe(disclosure)).collect();
    loop {
        let hidden: Vec<usize> = (0..blocks.len()).filter(|&row| !visible[row] && blocks[row].people() > 0).collect();
        // A single hidden row could be computed by subtraction.
        let covering = hidden.iter().filter(|&&row| cover[row]).count();
        if hidden.is_empty() || covering != 1 && is_remainder_safe(blocks, &visible, disclosure) {
            return visible;
        }
        let without_cover = figures_without_cover(blocks, &visible);
        let gives_cover = |row: usize| without_cover.iter().any(|&figure| blocks[row].has_people(figure));
        let with_people = (0..blocks.len()).filter(|&row| visible[row] && blocks[row].people() > 0);
        let helps = with_people.filter(|&row| cover[row] || gives_cover(row));
        match helps.min_by_key(|&row| (!gives_cover(row), blocks[row].people())) {
            Some(next) => visible[next] = false,
            // No further row protects the hidden ones. If only they were blank, a reader would know that their people
            // are few.
            None => return vec![false; blocks.len()],
        }
    }
}
