//! Dimensions of users and interactions, each distinct set of them kept once.

use std::collections::BTreeMap;

use crate::catalogue::Names;
use crate::record::Dimensions;

/// A dimension and its value, both by number.
type Pairs = Box<[(u32, u32)]>;

/// Sets of dimensions with their values by number; number 0 is the empty set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profiles {
    dimensions: Names,
    values: Names,
    profiles: Vec<Pairs>,
    numbers: BTreeMap<Pairs, u32>,
}

/// How much there was of everything, to go back to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    dimensions: usize,
    values: usize,
    profiles: usize,
}

impl Profiles {
    pub(super) fn intern(&mut self, stated: &Dimensions) -> u32 {
        if stated.is_empty() {
            return 0;
        }
        let pair = |(dimension, value)| (self.dimensions.intern(dimension), self.values.intern(value));
        let pairs: Pairs = stated.iter().map(pair).collect();
        if let Some(&number) = self.numbers.get(&pairs) {
            return number;
        }
        self.profiles.push(pairs.clone());
        let number = self.profiles.len() as u32;
        self.numbers.insert(pairs, number);
        number
    }

    /// The number of sets, the empty one among them.
    pub(crate) fn len(&self) -> usize {
        self.profiles.len() + 1
    }

    /// The most there are of one kind that is numbered: sets, dimensions, values.
    pub(super) fn most(&self) -> usize {
        self.len().max(self.dimensions.len()).max(self.values.len())
    }

    pub(super) fn pairs(&self, profile: u32) -> impl Iterator<Item = (&str, &str)> {
        let pairs: &[(u32, u32)] = profile.checked_sub(1).map_or(&[], |index| &self.profiles[index as usize]);
        pairs.iter().map(|&(dimension, value)| (self.dimensions.text(dimension), self.values.text(value)))
    }

    /// The value of a dimension in each set, by the set's number.
    pub(crate) fn values_of(&self, dimension: &str) -> Vec<Option<&str>> {
        let Some(dimension) = self.dimensions.get(dimension) else { return vec![None; self.len()] };
        let value_in = |pairs: &Pairs| {
            let stated = pairs.iter().find(|&&(stated, _)| stated == dimension);
            stated.map(|&(_, value)| self.values.text(value))
        };
        std::iter::once(None).chain(self.profiles.iter().map(value_in)).collect()
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { dimensions: self.dimensions.len(), values: self.values.len(), profiles: self.profiles.len() }
    }

    pub(super) fn go_back(&mut self, mark: Mark) {
        self.dimensions.truncate(mark.dimensions);
        self.values.truncate(mark.values);
        for pairs in self.profiles.drain(mark.profiles..) {
            self.numbers.remove(&pairs);
        }
    }
}
