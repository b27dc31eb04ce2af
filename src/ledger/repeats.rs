//! Whether an entry is in the ledger already, with the same content.

use super::Ledger;
use super::validate::Days;
use crate::catalogue::InteractionId;
use crate::number::Number;
use crate::record::{Appraisal, Interaction, ReachCounts, Void};

impl<N: Number> Ledger<N> {
    /// Whether an interaction with the same id and content is recorded.
    pub(crate) fn has_interaction(&self, interaction: &Interaction<N>) -> bool {
        let row = self.columns.ids.get(interaction.id_or_hash().as_str());
        row.is_some_and(|row| self.interaction_at(row).has_content_of(interaction))
    }

    /// Whether an appraisal with the same content and days is recorded, with its interaction or later.
    pub(crate) fn has_appraisal(&self, id: &InteractionId, appraisal: &Appraisal<N>) -> bool {
        let Some(row) = self.columns.ids.get(id.as_str()) else { return false };
        let interaction = self.interaction_at(row);
        let days = Days { closed: None, on: interaction.on(), known: interaction.known_or_on() };
        let is_same = |recorded: &Appraisal<N>| {
            days.of(recorded) == days.of(appraisal) && interaction.are_alike(recorded, appraisal)
        };
        let mut later = self.columns.later_of(row).map(|later| self.appraisal_at(&self.columns.later, later, row));
        interaction.appraisals().any(is_same) || later.any(|recorded| is_same(&recorded))
    }

    /// Whether a void with the same reason and day is recorded.
    pub(crate) fn has_void(&self, id: &InteractionId, void: &Void) -> bool {
        let Some(row) = self.columns.ids.get(id.as_str()) else { return false };
        let known = void.get_known().unwrap_or(self.columns.known[row as usize]);
        self.columns.void_of(row).is_some_and(|recorded| recorded.known == known && *recorded.reason == *void.reason())
    }

    /// Whether the same counts of people reached are recorded, known on the same day.
    pub(crate) fn has_reach(&self, reach: &ReachCounts) -> bool {
        let known = reach.get_period().map(|(_, until)| reach.get_known().unwrap_or(until));
        known.is_some_and(|known| self.columns.reach.has(&reach.clone().known(known)))
    }
}
