//! Contributions as columns: what each party brought to an interaction, and what was misused of it.

use std::ops::Range;

use super::Ledger;
use super::sparse::Sparse;
use super::store::Columns;
use crate::number::Number;
use crate::record::{Intent, Part, destroys_for_absent};

/// Columns of contributions, and of their parts. Readings go over all of them and read a few columns, so these are narrow.
#[derive(Clone, Debug)]
pub(super) struct Contributions<N> {
    party: Vec<u32>,
    /// What was integrated, zero where that is not stated.
    integrated: Vec<N>,
    is_integrated_stated: Vec<bool>,
    /// A text's number and one; zero where none is stated.
    resource: Sparse,
    parts_end: Vec<u32>,
    parts: Vec<PartRow<N>>,
}

#[derive(Clone, Debug)]
pub(super) struct PartRow<N> {
    pub(super) part: Part,
    pub(super) intent: Intent,
    pub(super) amount: N,
    /// An actor's number and one; zero for the contributor.
    pub(super) by: u32,
    /// A text's number and one; zero where none is stated.
    pub(super) cause: u32,
}

/// A contribution on record.
pub(crate) struct Contributed<'a, N> {
    party: u32,
    integrated: Option<&'a N>,
    parts: Range<u32>,
    columns: &'a Contributions<N>,
    row: usize,
}

/// An amount that was mis-integrated or not integrated.
pub(crate) struct MisusedAmount<'a, N> {
    pub(crate) amount: &'a N,
    pub(crate) by: u32,
    part: Part,
}

impl<N: Number> MisusedAmount<'_, N> {
    /// Whether it destroys value for people who did not co-operate too.
    pub(crate) fn destroys_for_absent(&self, ledger: &Ledger<N>, interaction: usize) -> bool {
        let by_a_user = ledger.columns.users(interaction).any(|(user, _)| user == self.by);
        destroys_for_absent(self.part, by_a_user)
    }
}

impl<N> Default for Contributions<N> {
    fn default() -> Self {
        Self {
            party: Vec::new(),
            integrated: Vec::new(),
            is_integrated_stated: Vec::new(),
            resource: Sparse::default(),
            parts_end: Vec::new(),
            parts: Vec::new(),
        }
    }
}

impl<N: Number> Contributions<N> {
    pub(super) fn len(&self) -> usize {
        self.party.len()
    }

    /// How many parts there are, of all of them.
    pub(super) fn parts_len(&self) -> usize {
        self.parts.len()
    }

    /// Adds a part of the contribution that is added next.
    pub(super) fn push_part(&mut self, part: PartRow<N>) {
        self.parts.push(part);
    }

    /// Adds a contribution whose parts were added before it.
    pub(super) fn push(&mut self, party: u32, resource: u32, integrated: Option<N>) {
        self.resource.set_last(self.party.len(), resource);
        self.party.push(party);
        self.is_integrated_stated.push(integrated.is_some());
        self.integrated.push(integrated.unwrap_or_else(N::zero));
        self.parts_end.push(self.parts.len() as u32);
    }

    pub(super) fn truncate(&mut self, contributions: usize) {
        self.party.truncate(contributions);
        self.integrated.truncate(contributions);
        self.is_integrated_stated.truncate(contributions);
        self.resource.truncate(contributions);
        self.parts_end.truncate(contributions);
        self.parts.truncate(self.parts_end.last().map_or(0, |&end| end as usize));
    }
}

impl<N: Number> Columns<N> {
    /// What was brought to an interaction.
    #[inline]
    pub(crate) fn contributed(&self, interaction: usize) -> impl Iterator<Item = Contributed<'_, N>> {
        let (columns, rows) = (&self.contributions, self.contributions_of(interaction));
        let start = rows.start.checked_sub(1).map_or(0, |before| columns.parts_end[before]);
        let parties = columns.party[rows.clone()].iter();
        let integrated = columns.integrated[rows.clone()].iter().zip(&columns.is_integrated_stated[rows.clone()]);
        let ends = columns.parts_end[rows.clone()].iter();
        parties.zip(integrated).zip(ends).zip(rows).scan(
            start,
            |start, (((&party, (amount, &is_stated)), &end), row)| {
                let parts = std::mem::replace(start, end)..end;
                Some(Contributed { party, integrated: is_stated.then_some(amount), parts, columns, row })
            },
        )
    }
}

impl<'a, N: Number> Contributed<'a, N> {
    /// Who brought it, by the ledger's number.
    #[inline]
    pub(crate) fn party(&self) -> u32 {
        self.party
    }

    /// The number of the text that tells what it was, if any does.
    pub(super) fn resource(&self) -> Option<u32> {
        self.columns.resource.get(self.row).checked_sub(1)
    }

    /// Whether any of its quantities is stated: those that are not are zero then.
    #[inline]
    pub(crate) fn is_stated(&self) -> bool {
        self.integrated.is_some() || !self.parts.is_empty()
    }

    /// What was integrated, if that was stated.
    #[inline]
    pub(crate) fn integrated(&self) -> Option<&'a N> {
        self.integrated
    }

    /// Every quantity that is stated of it, which add up to what was contributed (R5).
    pub(crate) fn quantities(&self) -> impl Iterator<Item = &'a N> + use<'a, N> {
        self.integrated.into_iter().chain(self.parts().iter().map(|part| &part.amount))
    }

    /// Its parts that were not integrated as they should.
    #[inline]
    pub(super) fn parts(&self) -> &'a [PartRow<N>] {
        &self.columns.parts[self.parts.start as usize..self.parts.end as usize]
    }

    /// All that was mis-integrated or not integrated, and by whom.
    pub(crate) fn misused(&self) -> impl Iterator<Item = MisusedAmount<'a, N>> + use<'a, N> {
        let contributor = self.party();
        self.parts().iter().map(move |part| MisusedAmount {
            amount: &part.amount,
            by: part.by.checked_sub(1).unwrap_or(contributor),
            part: part.part,
        })
    }
}
