//! Figures that are withheld together, row by row.

use super::policy::Disclosure;
use crate::analysis::people::PeopleSet;

/// The figures of a row that are shown together or not at all: the people behind each, and how many things it counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    pub(super) figures: Vec<(PeopleSet, u64)>,
}

impl Block {
    /// Figures that count their people.
    pub(super) fn of_people(people: impl IntoIterator<Item = PeopleSet>) -> Self {
        let figures = people.into_iter().map(|people| {
            let count = people.len();
            (people, count)
        });
        Self { figures: figures.collect() }
    }

    /// The figures of several rows together.
    fn all<'a>(blocks: impl Iterator<Item = &'a Self>) -> Self {
        let mut all = Self::default();
        blocks.for_each(|block| all.merge(block));
        all
    }

    /// Whether anybody stands behind a figure.
    fn has(&self, place: usize) -> bool {
        self.figures.get(place).is_some_and(|(people, _)| !people.is_empty())
    }

    fn merge(&mut self, other: &Self) {
        let missing = other.figures.len().saturating_sub(self.figures.len());
        self.figures.extend(std::iter::repeat_n((PeopleSet::new(), 0), missing));
        for ((people, count), (more, more_count)) in self.figures.iter_mut().zip(&other.figures) {
            *people |= more;
            *count += more_count;
        }
    }

    /// Whether each figure is zero or stands for enough people.
    fn is_safe(&self, disclosure: Disclosure) -> bool {
        let is_few = |(people, count): &(PeopleSet, u64)| disclosure.is_few(people.len()) || disclosure.is_few(*count);
        !self.figures.iter().any(is_few)
    }

    fn people(&self) -> u64 {
        self.figures.iter().map(|(people, _)| people.len()).sum()
    }
}

/// Whether a reader who subtracts the shown rows from all of them learns nothing of few people about the rest: each figure of
/// the rest stands for enough people, or is zero in all rows.
pub(super) fn is_rest_safe(blocks: &[Block], shown: &[bool], disclosure: Disclosure) -> bool {
    let rest = blocks.iter().zip(shown).filter(|(_, shown)| !**shown).map(|(block, _)| block);
    Block::all(rest.clone()).is_safe(disclosure) && (rest.count() == 0 || lacking(blocks, shown).is_empty())
}

/// Figures that are zero in all hidden rows and not in all rows: a reader who subtracts knows each of them.
fn lacking(blocks: &[Block], shown: &[bool]) -> Vec<usize> {
    let rest = Block::all(blocks.iter().zip(shown).filter(|(_, shown)| !**shown).map(|(block, _)| block));
    let all = Block::all(blocks.iter());
    (0..all.figures.len()).filter(|&place| all.has(place) && !rest.has(place)).collect()
}

/// Decides which rows show their block. The withheld rows together must also stand for enough people, since a reader can
/// subtract the shown rows from the whole. If that cannot be reached, no row is shown. `hidden` rows are withheld in any case.
///
/// # Formula
///
/// Hidden are the rows asked for and those with a figure of 1 to threshold − 1 people. Then the shown row with the fewest people
/// is hidden as well, while only one hidden row has any people, or a figure of the hidden rows together stands for 1 to
/// threshold − 1 people, or for nobody where that of all rows does not: a row that has the figure goes first. Ours.
pub(super) fn shown(blocks: &[Block], hidden: &[bool], disclosure: Disclosure) -> Vec<bool> {
    shown_beside(blocks, hidden, &vec![true; blocks.len()], disclosure)
}

/// As [`shown`]. A withheld row protects other withheld rows only if `cover` says that its figures cannot be known from
/// elsewhere.
pub(super) fn shown_beside(blocks: &[Block], hidden: &[bool], cover: &[bool], disclosure: Disclosure) -> Vec<bool> {
    let mut shown: Vec<bool> =
        blocks.iter().zip(hidden).map(|(block, hidden)| !hidden && block.is_safe(disclosure)).collect();
    loop {
        let hidden: Vec<usize> = (0..blocks.len()).filter(|&row| !shown[row] && blocks[row].people() > 0).collect();
        let covering = hidden.iter().filter(|&&row| cover[row]).count();
        if hidden.is_empty() || covering != 1 && is_rest_safe(blocks, &shown, disclosure) {
            return shown;
        }
        let lacking = lacking(blocks, &shown);
        let has_lacking = |row: usize| lacking.iter().any(|&place| blocks[row].has(place));
        let with_people = (0..blocks.len()).filter(|&row| shown[row] && blocks[row].people() > 0);
        let helps = with_people.filter(|&row| cover[row] || has_lacking(row));
        match helps.min_by_key(|&row| (!has_lacking(row), blocks[row].people())) {
            Some(next) => shown[next] = false,
            // A blank on one row alone would tell that few people stand behind it.
            None => return vec![false; blocks.len()],
        }
    }
}
