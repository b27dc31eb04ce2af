//! Sets of people behind figures.

use std::ops::{BitOrAssign, Sub};

use roaring::RoaringBitmap;

/// People by their interned codes, as a compressed bitmap: tables of a million uses have sets of nearly all people.
///
/// The wrapper is not generic, so that the bitmap is not compiled again for every kind of number.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PeopleSet(RoaringBitmap);

impl PeopleSet {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// The union of several sets.
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

    /// Inserts the person if the condition holds.
    pub(super) fn insert_if(&mut self, condition: bool, person: u32) {
        if condition {
            self.insert(person);
        }
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
