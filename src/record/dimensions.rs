//! Dimensions of a user or an interaction, with one value each.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use smol_str::SmolStr;

use crate::catalogue::{Fault, Faults, short_text};

/// Dimensions and values, sorted by dimension.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Dimensions(BTreeMap<SmolStr, SmolStr>);

impl Dimensions {
    /// Adds a value; an empty name or a second value is a fault of `of`.
    pub(super) fn set(&mut self, dimension: &str, value: &str, faults: &mut Faults, of: impl FnOnce() -> String) {
        if dimension.is_empty() {
            return faults.push(Fault::EmptyName { of: "dimension" });
        }
        match self.0.entry(short_text(dimension)) {
            Entry::Occupied(_) => faults.push(Fault::RepeatedDimension { of: of() }),
            Entry::Vacant(entry) => {
                entry.insert(short_text(value));
            }
        }
    }

    pub(crate) fn get(&self, dimension: &str) -> Option<&str> {
        self.0.get(dimension).map(SmolStr::as_str)
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> + Clone {
        self.0.iter().map(|(dimension, value)| (dimension.as_str(), value.as_str()))
    }
}

impl fmt::Debug for Dimensions {
    /// The number of dimensions only: names and values may be personal, and do not belong in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} stated", self.0.len())
    }
}
