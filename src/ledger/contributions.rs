//! Contributions as they are kept: what each party brought to an interaction, and what was misused of it.

use super::columns::{Columns, ContributionRow, PartRow};
use crate::number::Number;

/// A contribution on record.
pub(crate) struct Contributed<'a, N> {
    contribution: &'a ContributionRow<N>,
    parts: &'a [PartRow<N>],
}

impl<N: Number> Columns<N> {
    /// What was brought to an interaction.
    pub(crate) fn contributed(&self, interaction: usize) -> impl Iterator<Item = Contributed<'_, N>> {
        let at = |row| Contributed { contribution: &self.contributions[row], parts: &self.parts[self.parts_of(row)] };
        self.contributions_of(interaction).map(at)
    }
}

impl<'a, N: Number> Contributed<'a, N> {
    /// Who brought it, by the ledger's number.
    pub(crate) fn party(&self) -> u32 {
        self.contribution.party
    }

    /// Whether any of its quantities is stated: those that are not are zero then.
    pub(crate) fn is_stated(&self) -> bool {
        self.contribution.integrated.is_some() || !self.parts.is_empty()
    }

    /// What was integrated, if that was stated.
    pub(crate) fn integrated(&self) -> Option<&'a N> {
        self.contribution.integrated.as_ref()
    }

    /// All that was mis-integrated or not integrated, and by whom.
    pub(crate) fn misused(&self) -> impl Iterator<Item = (&'a N, u32)> + use<'a, N> {
        let contributor = self.contribution.party;
        self.parts.iter().map(move |part| (&part.amount, part.by.checked_sub(1).unwrap_or(contributor)))
    }
}
