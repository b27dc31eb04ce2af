//! Several entries at once: all of them, or none.

use super::store::Columns;
use super::validate::first;
use super::{BatchError, Ledger, RecordError};
use crate::number::Number;
use crate::record::Interaction;

impl<N: Number> Ledger<N> {
    /// Records interactions, all or none, and returns their number.
    ///
    /// # Errors
    ///
    /// The first interaction that [`record`](Ledger::record) would refuse, and its index; the ledger stays as it was.
    pub fn record_all(&mut self, interactions: impl IntoIterator<Item = Interaction<N>>) -> Result<usize, BatchError> {
        self.try_all(interactions, |ledger, interaction| ledger.record(interaction).map(drop))
    }

    /// Records an interaction without its id, for a tally.
    pub(crate) fn record_without_id(&mut self, interaction: &Interaction<N>) -> Result<(), RecordError> {
        let validated = self.validate(interaction, None).map_err(first)?;
        self.columns.push(interaction, &validated);
        Ok(())
    }

    /// Records interactions without their ids, all or none, and returns their number.
    pub(crate) fn record_all_without_ids(
        &mut self,
        interactions: impl IntoIterator<Item = Interaction<N>>,
    ) -> Result<usize, BatchError> {
        self.try_all(interactions, |ledger, interaction| ledger.record_without_id(&interaction))
    }

    fn try_all(
        &mut self,
        interactions: impl IntoIterator<Item = Interaction<N>>,
        record: impl Fn(&mut Self, Interaction<N>) -> Result<(), RecordError>,
    ) -> Result<usize, BatchError> {
        self.all_or_none(|ledger| {
            let mut count = 0;
            for interaction in interactions {
                record(ledger, interaction).map_err(|error| BatchError { index: count, error })?;
                count += 1;
            }
            Ok(count)
        })
    }

    /// Applies a change. If it fails, the entries and the catalogue are restored to their state before.
    pub(crate) fn all_or_none<T, E>(&mut self, change: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        let (catalogue, snapshot) = (self.catalogue.clone(), self.columns.snapshot());
        let result = change(self);
        if result.is_err() {
            self.catalogue = catalogue;
            self.columns.restore(snapshot);
        }
        result
    }

    /// Removes all entries.
    pub(crate) fn clear(&mut self) {
        self.columns = Columns::default();
    }
}
