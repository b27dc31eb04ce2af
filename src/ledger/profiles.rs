//! Interned sets of dimensions: users and interactions share few distinct sets.

#[cfg(any(feature = "json", feature = "csv"))]
use std::collections::BTreeSet;

use crate::catalogue::{CodeTable, HashedText, Interner};

/// The codes of dimensions and of their values.
type Pairs = Box<[(u32, u32)]>;

/// Sets of dimensions with their values, by code; code 0 is the empty set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profiles {
    dimensions: Interner,
    values: Interner,
    /// The sets by code less one, and the codes by the hash of the set.
    profiles: Vec<Pairs>,
    table: CodeTable,
}

/// The numbers of interned texts and sets at some moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Snapshot {
    dimensions: usize,
    values: usize,
    profiles: usize,
}

/// The hash of a set of dimensions; `None` of the empty set.
fn hash<'d>(dimensions: impl Iterator<Item = (&'d str, &'d str)>) -> Option<u32> {
    // Multiplied by an odd number after each text, so that their order counts.
    let mix = |hash: u32, text| (hash.rotate_left(5) ^ HashedText::new(text).hash()).wrapping_mul(0x9e37_79b9);
    let mut hash = None;
    for (dimension, value) in dimensions {
        hash = Some(mix(mix(hash.unwrap_or(0), dimension), value));
    }
    hash
}

impl Profiles {
    /// The code of a set of dimensions, sorted by name, with their values.
    pub(super) fn intern<'d>(&mut self, dimensions: impl Iterator<Item = (&'d str, &'d str)> + Clone) -> u32 {
        let Some(hash) = hash(dimensions.clone()) else { return 0 };
        let is_set = |code| {
            let mut stated = dimensions.clone();
            self.pairs(code).all(|pair| stated.next().is_some_and(|other| pair == other)) && stated.next().is_none()
        };
        if let Some(code) = self.table.find(hash, is_set) {
            return code;
        }
        let pair = |(dimension, value)| (self.dimensions.intern(dimension), self.values.intern(value));
        self.profiles.push(dimensions.map(pair).collect());
        let code = self.profiles.len() as u32;
        self.table.insert(hash, code);
        code
    }

    /// The names of dimensions.
    #[cfg(any(feature = "json", feature = "csv"))]
    pub(crate) fn dimensions(&self) -> &Interner {
        &self.dimensions
    }

    /// The values of all dimensions.
    #[cfg(any(feature = "json", feature = "csv"))]
    pub(crate) fn values(&self) -> &Interner {
        &self.values
    }

    /// The codes of dimensions and their values, each pair once.
    #[cfg(any(feature = "json", feature = "csv"))]
    pub(crate) fn distinct_pairs(&self) -> BTreeSet<(u32, u32)> {
        self.profiles.iter().flat_map(|pairs| pairs.iter().copied()).collect()
    }

    /// The number of sets, including the empty one.
    pub(crate) fn len(&self) -> usize {
        self.profiles.len() + 1
    }

    /// The largest number of codes of one kind: sets, dimensions, values.
    pub(super) fn max_len(&self) -> usize {
        self.len().max(self.dimensions.len()).max(self.values.len())
    }

    pub(super) fn pairs(&self, profile: u32) -> impl Iterator<Item = (&str, &str)> {
        let pairs: &[(u32, u32)] = profile.checked_sub(1).map_or(&[], |index| &self.profiles[index as usize]);
        pairs.iter().map(|&(dimension, value)| (self.dimensions.text(dimension), self.values.text(value)))
    }

    /// The names of all dimensions.
    pub(crate) fn dimension_names(&self) -> impl Iterator<Item = &str> {
        (0..self.dimensions.len() as u32).map(|code| self.dimensions.text(code))
    }

    /// The value of a dimension in each set, by the set's code.
    pub(crate) fn values_of(&self, dimension: &str) -> Vec<Option<&str>> {
        let Some(dimension) = self.dimensions.get(dimension) else { return vec![None; self.len()] };
        let value_in = |pairs: &Pairs| {
            let stated = pairs.iter().find(|&&(stated, _)| stated == dimension);
            stated.map(|&(_, value)| self.values.text(value))
        };
        std::iter::once(None).chain(self.profiles.iter().map(value_in)).collect()
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        Snapshot { dimensions: self.dimensions.len(), values: self.values.len(), profiles: self.profiles.len() }
    }

    pub(super) fn restore(&mut self, snapshot: Snapshot) {
        for code in snapshot.profiles as u32 + 1..self.len() as u32 {
            let hash = hash(self.pairs(code)).expect("only code 0 is the empty set");
            self.table.remove(hash, code);
        }
        self.profiles.truncate(snapshot.profiles);
        self.dimensions.truncate(snapshot.dimensions);
        self.values.truncate(snapshot.values);
    }
}
