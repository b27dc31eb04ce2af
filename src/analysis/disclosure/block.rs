//! Blocks of figures that are shown or withheld together, and the choice of the rows that show them.

use super::policy::Disclosure;
use crate::analysis::people::PeopleSet;

/// The figures of a row that are shown together or not at all. Each has the set of people behind it, and its count,
/// which may be a count of interactions.
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

    /// The figures of several rows together: for each figure the people of all rows, and the sum of the counts.
    fn sum<'a>(blocks: impl Iterator<Item = &'a Self>) -> Self {
        let mut sum = Self::default();
        blocks.for_each(|block| sum.merge(block));
        sum
    }

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

    /// Whether no figure has too few people behind it, and none too low a count. Zero is neither.
    fn is_safe(&self, disclosure: Disclosure) -> bool {
        let is_few = |(people, count): &(PeopleSet, u64)| disclosure.is_few(people.len()) || disclosure.is_few(*count);
        !self.figures.iter().any(is_few)
    }

    /// The number of people behind all figures. A person behind two figures counts twice.
    fn people(&self) -> u64 {
        self.figures.iter().map(|(people, _)| people.len()).sum()
    }
}

/// Whether subtraction of the visible rows from the sum of all rows reveals no figure of too few people: each figure of
/// the hidden rows together has enough people behind it, or is zero in all rows. True if no row is hidden.
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
/// rows must have enough people together. If no choice of rows achieves this, no row is visible. The rows in `hidden`
/// are never visible.
///
/// # Formula
///
/// 1. Hide the rows in `hidden`, and each row with a figure whose people or count are 1 to threshold − 1.
/// 2. While only one hidden row has people, or the hidden rows together have such a figure, or one that is zero in them
///    and not in all rows: hide one more row. That is the row with the fewest people among the rows with such a zero,
///    if there are any, else among all visible rows.
///
/// Ours.
pub(super) fn visibility(blocks: &[Block], hidden: &[bool], disclosure: Disclosure) -> Vec<bool> {
    visibility_with_cover(blocks, hidden, &vec![true; blocks.len()], disclosure)
}

/// Decides as [`visibility`], where only hidden rows with `cover` protect other rows: a reader may find the figures of
/// the other hidden rows elsewhere. So both must be safe, the hidden rows together and those of them with `cover`
/// together.
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
        let known: Vec<bool> = visible.iter().zip(cover).map(|(visible, cover)| *visible || !cover).collect();
        let is_safe = |known: &[bool]| is_remainder_safe(blocks, known, disclosure);
        if hidden.is_empty() || covering != 1 && is_safe(&visible) && is_safe(&known) {
            return visible;
        }
        let without_cover = figures_without_cover(blocks, if covering == 0 { &visible } else { &known });
        let gives_cover = |row: usize| without_cover.iter().any(|&figure| blocks[row].has_people(figure));
        let with_people = (0..blocks.len()).filter(|&row| visible[row] && blocks[row].people() > 0);
        let helps = with_people.filter(|&row| cover[row] || gives_cover(row));
        match helps.min_by_key(|&row| (!gives_cover(row), blocks[row].people())) {
            Some(next) => visible[next] = false,
            // No other row can protect the hidden ones. With these rows alone blank, a reader would know that few
            // people are behind them, so all rows are hidden.
            None => return vec![false; blocks.len()],
        }
    }
}
