//! What is known of a user or an interaction, one value a dimension.

use std::fmt;

use smol_str::SmolStr;

use crate::catalogue::{Fault, Faults, short_text};

/// Values by dimension, in the order of the dimensions' names.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Dimensions(Vec<(SmolStr, SmolStr)>);

impl Dimensions {
    /// States the value of `of` in a dimension, or keeps the fault that it has none or another.
    pub(super) fn set(&mut self, dimension: &str, value: &str, faults: &mut Faults, of: impl FnOnce() -> String) {
        if dimension.is_empty() {
            return faults.push(Fault::EmptyName { of: "a dimension" });
        }
        match self.0.binary_search_by(|(known, _)| known.as_str().cmp(dimension)) {
            Ok(_) => faults.push(Fault::RepeatedDimension { of: of() }),
            Err(place) => self.0.insert(place, (short_text(dimension), short_text(value))),
        }
    }

    pub(crate) fn get(&self, dimension: &str) -> Option<&str> {
        let place = self.0.binary_search_by(|(known, _)| known.as_str().cmp(dimension)).ok()?;
        Some(&self.0[place].1)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.0.iter().map(|(dimension, value)| (dimension.as_str(), value.as_str()))
    }
}

impl fmt::Debug for Dimensions {
    /// How many there are: which, and with what value, is nobody's who reads a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} stated", self.0.len())
    }
}
