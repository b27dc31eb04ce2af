//! Whether an entry is in the ledger already, with the same content.

use super::Ledger;
use super::validate::Days;
use super::version::Version;
use crate::catalogue::InteractionId;
use crate::number::Number;
use crate::record::{Appraisal, Interaction, Void};

impl<N: Number> Ledger<N> {
    /// Whether an interaction with the same id and content is recorded.
    pub(crate) fn has_interaction(&self, interaction: &Interaction<N>) -> bool {
        let row = self.columns.ids.get(interaction.id_or_hash().as_str());
        row.is_some_and(|row| self.interaction_at(row).has_content_of(interaction))
    }

    /// Whether an appraisal with the same content and days is recorded, with its interaction or later.
    pub(crate) fn has_appraisal(&self, id: &InteractionId, appraisal: &Appraisal<N>) -> bool {
        self.appraisal_of_version(id, appraisal).is_some_and(|(recorded, appraisal)| recorded == appraisal)
    }

    /// The recorded appraisal of the same version (R8), and this one, both with their defaults stated. Only that one can
    /// have the same content: to compare all of them for each of `n` appraisals would take `n²` comparisons.
    fn appraisal_of_version(
        &self,
        id: &InteractionId,
        appraisal: &Appraisal<N>,
    ) -> Option<(Appraisal<N>, Appraisal<N>)> {
        let columns = &self.columns;
        let interaction = columns.ids.get(id.as_str())?;
        let row = interaction as usize;
        let (beneficiary, _) = self.beneficiary(row, appraisal).ok()?;
        let (made, known) = Days { closed: None, on: columns.on(row), known: columns.known[row] }.of(appraisal);
        let version = Version {
            measure: self.catalogue.measure_index(appraisal.measure().as_str())?,
            beneficiary: columns.actor(&beneficiary)?,
            follow_up: appraisal.get_follow_up(),
            source_kind: appraisal.get_source().kind(),
            known,
            made,
        };
        let (appraisals, found) = columns.find_version(interaction, &version)?;
        let stated = |one: Appraisal<N>| one.beneficiary(beneficiary.clone()).made(made).known(known);
        Some((stated(self.appraisal_at(appraisals, found, interaction)), stated(appraisal.clone())))
    }

    /// Whether a void with the same reason and day is recorded.
    pub(crate) fn has_void(&self, id: &InteractionId, void: &Void) -> bool {
        let Some(row) = self.columns.ids.get(id.as_str()) else { return false };
        let known = void.get_known().unwrap_or(self.columns.known[row as usize]);
        self.columns.void_of(row).is_some_and(|recorded| recorded.known == known && *recorded.reason == *void.reason())
    }
}
