//! The scope of an analysis: what it keeps of its ledger beside its own figures.

use std::collections::BTreeSet;

use crate::catalogue::Catalogue;
use crate::ledger::{Ledger, PartName, name_of_parts};
use crate::number::Number;
use crate::statement::{MergeError, Terms};

/// The terms of an analysis, and the definitions and the parts of its ledger.
///
/// Two scopes are equal if their terms are. Equal figures may come from other parts, or from a catalogue with further
/// definitions.
#[derive(Clone)]
pub(super) struct Scope<N> {
    pub(super) terms: Terms,
    pub(super) catalogue: Catalogue<N>,
    parts: BTreeSet<PartName>,
}

impl<N: Number> Scope<N> {
    pub(super) fn of(ledger: &Ledger<N>, terms: Terms) -> Self {
        Self { terms, catalogue: ledger.catalogue.clone(), parts: ledger.parts.clone() }
    }

    /// The names of all parts; `None` for a part that has none.
    #[cfg(feature = "serde")]
    pub(super) fn part_names(&self) -> Vec<Option<String>> {
        self.parts.iter().map(|part| part.name().map(str::to_owned)).collect()
    }

    #[cfg(feature = "serde")]
    pub(super) fn of_parts(terms: Terms, catalogue: Catalogue<N>, parts: BTreeSet<PartName>) -> Self {
        Self { terms, catalogue, parts }
    }

    /// The names of the parts, without the part that has none.
    pub(super) fn parts(&self) -> impl Iterator<Item = &str> {
        name_of_parts(&self.parts)
    }

    /// Adds the definitions and the parts of the scope of another analysis, after a check that they fit. The caller
    /// checks the terms, since rules are compared between terms and parts.
    pub(super) fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        MergeError::check_parts(&self.parts, &other.parts)?;
        self.catalogue.merge(&other.catalogue).map_err(MergeError::Definition)?;
        self.parts.extend(other.parts.iter().cloned());
        Ok(())
    }
}

impl<N> PartialEq for Scope<N> {
    fn eq(&self, other: &Self) -> bool {
        self.terms == other.terms
    }
}

/// The methods of [`Analysis`](super::Analysis) that return the terms and the catalogue of a [`Scope`].
macro_rules! terms_and_catalogue {
    () => {
        fn terms(&self) -> &crate::statement::Terms {
            &self.scope.terms
        }

        fn catalogue(&self) -> &crate::catalogue::Catalogue<N> {
            &self.scope.catalogue
        }
    };
}

pub(super) use terms_and_catalogue;
