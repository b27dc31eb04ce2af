//! The people behind a figure.

use std::ops::{BitOrAssign, Sub};

use roaring::RoaringBitmap;

/// People by the ledger's numbers for them: a compressed bitmap, since a table of a million uses has sets of everybody.
///
/// A type of its own keeps the bitmap's code out of every generic function that has a set.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PeopleSet(RoaringBitmap);

impl PeopleSet {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// The people of several sets together.
    pub(super) fn together<'a>(sets: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut all = Self::new();
        sets.into_iter().for_each(|people| all |= people);
        all
    }

    pub(super) fn len(&self) -> u64 {
        self.0.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn insert(&mut self, person: u32) {
        self.0.insert(person);
    }
}

impl BitOrAssign<&Self> for PeopleSet {
    fn bitor_assign(&mut self, more: &Self) {
        self.0 |= &more.0;
    }
}

impl Sub for &PeopleSet {
    type Output = PeopleSet;

    fn sub(self, fewer: Self) -> PeopleSet {
        PeopleSet(&self.0 - &fewer.0)
    }
}

impl Extend<u32> for PeopleSet {
    fn extend<T: IntoIterator<Item = u32>>(&mut self, people: T) {
        people.into_iter().for_each(|person| self.insert(person));
    }
}

impl FromIterator<u32> for PeopleSet {
    fn from_iter<T: IntoIterator<Item = u32>>(people: T) -> Self {
        let mut all = Self::new();
        all.extend(people);
        all
    }
}
