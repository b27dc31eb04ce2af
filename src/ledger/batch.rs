//! Many interactions at once: all of them, or none.

use super::store::AdmittedInteraction;
#[cfg(any(feature = "json", feature = "csv"))]
use super::store::Mark;
use super::{BatchError, Columns, Ledger, RecordError};
#[cfg(any(feature = "json", feature = "csv"))]
use crate::catalogue::Catalogue;
use crate::number::Number;
use crate::record::Interaction;

/// What a ledger was, to go back to.
#[cfg(any(feature = "json", feature = "csv"))]
#[derive(Debug)]
pub(crate) struct Before<N> {
    catalogue: Catalogue<N>,
    mark: Mark,
}

#[cfg(any(feature = "json", feature = "csv"))]
impl<N: Number> Ledger<N> {
    /// What this ledger is now.
    pub(crate) fn before(&self) -> Before<N> {
        Before { catalogue: self.catalogue.clone(), mark: self.columns.mark() }
    }

    /// Undoes all that was declared and entered since.
    pub(crate) fn go_back(&mut self, before: Before<N>) {
        self.catalogue = before.catalogue;
        self.columns.go_back(before.mark);
    }
}

impl<N: Number> Ledger<N> {
    /// Records interactions, all or none, and gives their number.
    ///
    /// # Errors
    ///
    /// The first entry that [`record`](Ledger::record) would refuse, and its place; the ledger stays as it was.
    pub fn record_all(&mut self, interactions: impl IntoIterator<Item = Interaction<N>>) -> Result<usize, BatchError> {
        self.all_or_none(interactions, |ledger, interaction| ledger.record(interaction).map(|_| ()))
    }

    /// Records interactions one by one; at the first that is refused the ledger goes back to what it was.
    fn all_or_none(
        &mut self,
        interactions: impl IntoIterator<Item = Interaction<N>>,
        record: impl Fn(&mut Self, Interaction<N>) -> Result<(), RecordError>,
    ) -> Result<usize, BatchError> {
        let mark = self.columns.mark();
        let mut count = 0;
        for interaction in interactions {
            if let Err(error) = record(self, interaction) {
                self.columns.go_back(mark);
                return Err(BatchError { index: count, error });
            }
            count += 1;
        }
        Ok(count)
    }

    /// Takes an interaction in without its id, for a tally.
    pub(crate) fn hold(&mut self, interaction: &Interaction<N>) -> Result<(), RecordError> {
        let mut admitted = AdmittedInteraction::default();
        self.admit(interaction, || None, &mut admitted)?;
        self.columns.push(interaction, &admitted);
        Ok(())
    }

    /// Takes interactions in without their ids, all or none.
    pub(crate) fn hold_all(
        &mut self,
        interactions: impl IntoIterator<Item = Interaction<N>>,
    ) -> Result<usize, BatchError> {
        self.all_or_none(interactions, |ledger, interaction| ledger.hold(&interaction))
    }

    /// Forgets everything taken in.
    pub(crate) fn clear(&mut self) {
        self.columns = Columns::default();
    }
}
