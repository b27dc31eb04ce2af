//! The weights of stakeholders.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::error::ImpactError;
use crate::number::{Fraction, clip};
use crate::printable::quoted;

/// The weight of each stakeholder: one unit of worth for them counts as this number of units in a weighted worth.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Weights<N> {
    pub(super) source: Box<str>,
    by_stakeholder: BTreeMap<Box<str>, N>,
    /// Weights of stakeholders that have one already.
    repeated: Vec<(Box<str>, N)>,
}

impl<N: Fraction> Weights<N> {
    pub(super) fn new<S: Into<Box<str>>>(stated: impl IntoIterator<Item = (S, N)>, source: Box<str>) -> Self {
        let (mut by_stakeholder, mut repeated) = (BTreeMap::new(), Vec::new());
        for (stakeholder, weight) in stated {
            match by_stakeholder.entry(stakeholder.into()) {
                Entry::Occupied(known) => repeated.push((known.key().clone(), weight)),
                Entry::Vacant(new) => {
                    new.insert(weight);
                }
            }
        }
        Self { source, by_stakeholder, repeated }
    }

    /// The weight of a stakeholder; 1 unless it is stated.
    pub(super) fn of(&self, stakeholder: Option<&str>) -> N {
        let stated = stakeholder.and_then(|stakeholder| self.by_stakeholder.get(stakeholder));
        stated.cloned().unwrap_or_else(N::one)
    }

    pub(super) fn check(&self, stakeholders: &BTreeSet<&str>, faults: &mut Vec<ImpactError>) {
        for (stakeholder, weight) in &self.by_stakeholder {
            if !stakeholders.contains(&**stakeholder) {
                faults.push(ImpactError::unknown("stakeholder", stakeholder, stakeholders.iter().copied()));
            } else if !weight.is_finite() {
                faults.push(ImpactError::not_finite("the weight", quoted(stakeholder), weight));
            } else if *weight < N::zero() {
                faults.push(weight_fault(stakeholder, weight));
            }
        }
        faults.extend(self.repeated.iter().map(|(stakeholder, weight)| weight_fault(stakeholder, weight)));
    }
}

/// The fault of a weight that is below zero or stated twice.
pub(crate) fn weight_fault<N: Fraction>(stakeholder: &str, weight: &N) -> ImpactError {
    ImpactError::Weight { stakeholder: stakeholder.to_owned(), weight: clip(&weight.text()) }
}
