//! The counts of a journal or a table that was read.

use super::Refusal;
#[cfg(feature = "json")]
use super::journal::Entry;
use crate::getters::getters;

/// The number of entries that a journal or a table added to a ledger, and the refused ones.
///
/// # Example
///
/// ```
/// use covalue::{Catalogue, Ledger, journal};
///
/// let mut ledger = Ledger::<f64>::new(&Catalogue::empty());
/// let intake = journal::read(&mut ledger, &br#"{"service":{"id":"physio","provider":"clinic"}}"#[..])?;
/// assert_eq!((intake.line_count(), intake.declaration_count(), intake.interaction_count()), (1, 1, 0));
/// # Ok::<(), covalue::error::ReadError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intake {
    pub(super) lines: u64,
    pub(super) declarations: u64,
    pub(super) interactions: u64,
    pub(super) later_appraisals: u64,
    pub(super) voids: u64,
    pub(super) reach: u64,
    pub(super) refused: Vec<Refusal>,
}

impl Intake {
    /// The count that an entry of a journal adds to.
    #[cfg(feature = "json")]
    pub(super) fn count_of<N>(&mut self, entry: &Entry<N>) -> &mut u64 {
        match entry {
            Entry::Measure(_) | Entry::Service(_) => &mut self.declarations,
            Entry::Interaction(_) => &mut self.interactions,
            Entry::Appraisal { .. } => &mut self.later_appraisals,
            Entry::Void { .. } => &mut self.voids,
            Entry::Reach(_) => &mut self.reach,
        }
    }

    getters! { self:
        /// Lines read, including blank ones.
        line_count: u64 = self.lines;
        /// Measures and services declared, including those that were declared before.
        declaration_count: u64 = self.declarations;
        /// Interactions recorded.
        interaction_count: u64 = self.interactions;
        /// Later appraisals added.
        later_appraisal_count: u64 = self.later_appraisals;
        /// Interactions voided.
        void_count: u64 = self.voids;
        /// Counts of people reached that were recorded, each version by itself.
        reach_count: u64 = self.reach;
        /// The refused entries or rows, by line; empty unless the input was read leniently.
        refused: &[Refusal] = &self.refused;
    }
}
