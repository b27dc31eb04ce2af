//! Many interactions at once: all of them, or none.

#[cfg(any(feature = "json", feature = "csv"))]
use super::store::Mark;
use super::store::AdmittedInteraction;
use super::{BatchError, Columns, Identified, Ledger, RecordError};
#[cfg(any(feature = "json", feature = "csv"))]
use crate::catalogue::Catalogue;
use crate::catalogue::Names;
use crate::number::Number;
use crate::record::Interaction;

/// Interactions that are looked up together: few enough that what was read for them is still at hand when they are
/// recorded.
const TOGETHER: usize = 512;

/// Interactions of a batch that are recorded next, and what was found of their ids.
struct Batch<N> {
    interactions: Vec<Interaction<N>>,
    ids: Vec<Identified>,
    recorded: Vec<Option<u32>>,
    /// The first whose id is recorded already, and the row that has it.
    repeated: Option<(usize, u32)>,
    admitted: AdmittedInteraction,
}

impl<N> Default for Batch<N> {
    fn default() -> Self {
        Self {
            interactions: Vec::new(),
            ids: Vec::new(),
            recorded: Vec::new(),
            repeated: None,
            admitted: AdmittedInteraction::default(),
        }
    }
}

impl<N: Number> Batch<N> {
    /// Finds the ids.
    fn identify(&mut self) {
        self.ids.clear();
        self.ids.extend(self.interactions.iter().map(Identified::of));
    }

    /// Gives each interaction the number of the row that it will be, as far as the first of which the id is recorded
    /// already, which is kept with that row. Whatever is refused on the way, all of this batch is cut off again.
    fn number(&mut self, ids: &mut Names) {
        // No more than there are numbers: the door refuses whatever is behind the last of them, or before it.
        let numbers = u32::MAX as usize - ids.len();
        let texts = || self.ids.iter().map(|id| (id.hash, id.id.as_str())).take(numbers);
        // So that the table's words are at hand.
        ids.get_all(texts(), &mut self.recorded);
        self.repeated = ids.push_new(texts());
    }
}

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
        let mark = self.columns.mark();
        let mut interactions = interactions.into_iter();
        let mut batch = Batch::default();
        let mut count = 0;
        loop {
            batch.interactions.extend(interactions.by_ref().take(TOGETHER));
            if batch.interactions.is_empty() {
                return Ok(count);
            }
            batch.identify();
            batch.number(&mut self.columns.ids);
            if let Err((place, error)) = self.record_batch(&mut batch) {
                self.columns.go_back(mark);
                return Err(BatchError { index: count + place, error });
            }
            count += batch.interactions.len();
            batch.interactions.clear();
        }
    }

    /// Records a batch as far as its first fault, and gives the place of that.
    fn record_batch(&mut self, batch: &mut Batch<N>) -> Result<(), (usize, RecordError)> {
        let Batch { interactions, ids, repeated, admitted, .. } = batch;
        for (place, interaction) in interactions.iter().enumerate() {
            let identity = || {
                let (_, row) = repeated.filter(|(repeated, _)| *repeated == place)?;
                Some(self.repeat_of(row, interaction, &ids[place].id))
            };
            self.admit(interaction, identity, admitted).map_err(|error| (place, error))?;
            self.columns.push(interaction, admitted);
        }
        Ok(())
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
        let mark = self.columns.mark();
        let mut count = 0;
        for interaction in interactions {
            if let Err(error) = self.hold(&interaction) {
                self.columns.go_back(mark);
                return Err(BatchError { index: count, error });
            }
            count += 1;
        }
        Ok(count)
    }

    /// Forgets everything taken in.
    pub(crate) fn clear(&mut self) {
        self.columns = Columns::default();
    }
}
