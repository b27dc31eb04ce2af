//! Contributions as columns, and the amounts of them that were misused.

use std::ops::Range;

use super::Ledger;
use super::sparse::SparseColumn;
use super::store::Columns;
use crate::getters::methods;
use crate::number::Number;
use crate::record::{Intent, Part, destroys_for_absent};

/// The columns of contributions and of their misused parts. An analysis reads every row of a few columns, so each field
/// has a column of its own.
#[derive(Clone, Debug)]
pub(super) struct Contributions<N> {
    /// The code of the actor.
    party: Vec<u32>,
    /// The amount integrated; zero if it is not stated.
    integrated: Vec<N>,
    is_integrated_stated: Vec<bool>,
    /// 1 for the contribution of a party that was excused.
    excused: SparseColumn,
    /// The code of a text, plus one; 0 if it is not stated.
    resource: SparseColumn,
    /// The end of each contribution's range in `parts`; it starts where the one before ends.
    parts_end: Vec<u32>,
    parts: Vec<PartRow<N>>,
}

#[derive(Clone, Debug)]
pub(super) struct PartRow<N> {
    pub(super) part: Part,
    pub(super) intent: Intent,
    pub(super) amount: N,
    /// The code of an actor, plus one; 0 for the contributor.
    pub(super) by: u32,
    /// The code of a text, plus one; 0 if it is not stated.
    pub(super) cause: u32,
}

/// A recorded contribution.
pub(crate) struct ContributionRow<'a, N> {
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
    /// Whether it also destroys value for people who did not co-operate.
    pub(crate) fn destroys_for_absent(&self, ledger: &Ledger<N>, interaction: usize) -> bool {
        destroys_for_absent(self.part, ledger.columns.is_user(interaction, self.by))
    }
}

impl<N> Default for Contributions<N> {
    fn default() -> Self {
        Self {
            party: Vec::new(),
            integrated: Vec::new(),
            is_integrated_stated: Vec::new(),
            excused: SparseColumn::default(),
            resource: SparseColumn::default(),
            parts_end: Vec::new(),
            parts: Vec::new(),
        }
    }
}

impl<N: Number> Contributions<N> {
    methods! { pub(super) self:
        len: usize = self.party.len();
        /// The number of parts of all contributions.
        parts_len: usize = self.parts.len();
    }

    /// Adds a part of the contribution that is pushed next.
    pub(super) fn push_part(&mut self, part: PartRow<N>) {
        self.parts.push(part);
    }

    /// Adds a contribution with the parts pushed since the one before.
    pub(super) fn push(&mut self, party: u32, resource: u32, integrated: Option<N>, is_excused: bool) {
        self.resource.set_last(self.party.len(), resource);
        self.excused.set_last(self.party.len(), u32::from(is_excused));
        self.party.push(party);
        self.is_integrated_stated.push(integrated.is_some());
        self.integrated.push(integrated.unwrap_or_else(N::zero));
        self.parts_end.push(self.parts.len() as u32);
    }

    pub(super) fn truncate(&mut self, contributions: usize) {
        self.party.truncate(contributions);
        self.integrated.truncate(contributions);
        self.is_integrated_stated.truncate(contributions);
        self.excused.truncate(contributions);
        self.resource.truncate(contributions);
        self.parts_end.truncate(contributions);
        self.parts.truncate(self.parts_end.last().map_or(0, |&end| end as usize));
    }

    fn row(&self, row: usize) -> ContributionRow<'_, N> {
        ContributionRow { columns: self, row }
    }
}

impl<N: Number> Columns<N> {
    /// The contributions to an interaction.
    #[inline]
    pub(crate) fn contributions_of(&self, interaction: usize) -> impl Iterator<Item = ContributionRow<'_, N>> {
        self.contribution_rows(interaction).map(|row| self.contributions.row(row))
    }

    /// A contribution to an interaction, by its index among them.
    pub(crate) fn contribution_at(&self, interaction: usize, index: usize) -> ContributionRow<'_, N> {
        self.contributions.row(self.contribution_rows(interaction).start + index)
    }
}

impl<'a, N: Number> ContributionRow<'a, N> {
    methods! { pub(crate) self:
        /// The code of the contributor.
        #[inline]
        party: u32 = self.columns.party[self.row];
        /// Whether any amount is stated: those that are not are then zero.
        #[inline]
        is_stated: bool = self.columns.is_integrated_stated[self.row] || !self.range().is_empty();
        /// Whether the party was excused.
        #[inline]
        is_excused: bool = self.columns.excused.get(self.row) != 0;
        /// Whether it is known if the party co-operated: an amount is stated, or it was excused.
        #[inline]
        states_co_operation: bool = self.is_stated() || self.is_excused();
        /// The amount integrated, if stated.
        #[inline]
        integrated: Option<&'a N> = self.columns.is_integrated_stated[self.row].then(|| &self.columns.integrated[self.row]);
        /// Whether an amount above zero was integrated; `None` if nothing is stated.
        integrates: Option<bool> = match self.integrated() {
            Some(amount) => Some(*amount > N::zero()),
            None => self.states_co_operation().then_some(false),
        };
        /// Every amount that is stated; together they are the amount contributed (R5).
        quantities: impl Iterator<Item = &'a N> + use<'a, N> = self.integrated().into_iter().chain(self.parts().iter().map(|part| &part.amount));
    }

    #[inline]
    fn range(&self) -> Range<usize> {
        super::store::range(&self.columns.parts_end, self.row)
    }

    methods! { pub(crate) self:
        /// The code of the text that names the resource, if stated.
        resource: Option<u32> = self.columns.resource.get(self.row).checked_sub(1);
    }

    methods! { pub(super) self:
        /// The parts that were mis-integrated or not integrated.
        #[inline]
        parts: &'a [PartRow<N>] = &self.columns.parts[self.range()];
    }

    /// Every amount that was mis-integrated or not integrated, with the actor who misused it.
    pub(crate) fn misused(&self) -> impl Iterator<Item = MisusedAmount<'a, N>> + use<'a, N> {
        let contributor = self.party();
        self.parts().iter().map(move |part| MisusedAmount {
            amount: &part.amount,
            by: part.by.checked_sub(1).unwrap_or(contributor),
            part: part.part,
        })
    }
}
