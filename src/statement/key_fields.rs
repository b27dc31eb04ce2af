//! The fields that group keys are made of: which service, day, beneficiary and so on an appraisal has.

use super::selection::AppraisalRef;
use crate::getters::methods;
use crate::ledger::{Columns, PlainRun};
use crate::number::Number;
use crate::record::{PartialDate, Role, SourceKind};

/// The fields of one appraisal, made or due. The service and the day are those of its interaction.
#[derive(Clone, Copy)]
pub(super) struct KeyFields {
    pub(super) interaction: u32,
    pub(super) beneficiary: u32,
    pub(super) measure: u32,
    /// The beneficiary's dimensions if they are a user of the interaction, else the empty profile.
    profile: u32,
    /// An index into [`Role::ALL`].
    role: u8,
    /// An index into [`SourceKind::ALL`].
    source: u8,
}

impl KeyFields {
    /// The fields of an appraisal.
    #[inline]
    pub(super) fn of<N: Number>(columns: &Columns<N>, appraisal: AppraisalRef) -> Self {
        let (appraisals, row) = (appraisal.in_columns(columns), appraisal.row());
        let interaction = appraisal.interaction();
        let (beneficiary, appraisal_flags) = (appraisals.beneficiary[row], appraisals.flags[row]);
        let is_user = appraisal_flags.role_index() == Role::User as usize;
        let profile = if is_user { columns.profile_of(interaction, beneficiary) } else { 0 };
        let (role, source) = (appraisal_flags.role_index() as u8, appraisal_flags.source_index() as u8);
        Self { interaction: interaction as u32, beneficiary, measure: appraisals.measure[row], profile, role, source }
    }

    /// The fields of an appraisal that is due: those that the user's own appraisal would have.
    pub(super) fn of_due(interaction: usize, (user, profile): (u32, u32), measure: u32) -> Self {
        let (role, source) = (Role::User as u8, SourceKind::Own as u8);
        Self { interaction: interaction as u32, beneficiary: user, measure, profile, role, source }
    }
}

/// The fields of many appraisals, one iterator for each field: a group key is built field by field, so that each loop
/// reads one column.
pub(super) trait KeyColumns {
    fn len(&self) -> usize;
    fn services(&self) -> impl Iterator<Item = u32>;
    /// The days of the interactions, or their months or years.
    fn days(&self) -> impl Iterator<Item = PartialDate>;
    /// The beneficiary if a user, else the only user, else `None`.
    fn users(&self) -> impl Iterator<Item = Option<u32>>;
    fn beneficiaries(&self) -> impl Iterator<Item = u32>;
    /// Indexes into [`Role::ALL`].
    fn roles(&self) -> impl Iterator<Item = usize>;
    /// Indexes into [`SourceKind::ALL`].
    fn sources(&self) -> impl Iterator<Item = usize>;
    fn measures(&self) -> impl Iterator<Item = u32>;
    /// The profile of the interaction, and that of the beneficiary as a user.
    fn profiles(&self) -> impl Iterator<Item = (u32, u32)>;
}

/// Appraisals anywhere in a ledger: the fields of the interaction are looked up row by row.
pub(super) struct ScatteredRows<'a, N> {
    pub(super) columns: &'a Columns<N>,
    pub(super) fields: &'a [KeyFields],
}

impl<N: Number> ScatteredRows<'_, N> {
    fn by_interaction<T>(&self, value: impl Fn(usize) -> T) -> impl Iterator<Item = T> {
        self.fields.iter().map(move |fields| value(fields.interaction as usize))
    }
}

impl<N: Number> KeyColumns for ScatteredRows<'_, N> {
    methods! { self:
        len: usize = self.fields.len();
        services: impl Iterator<Item = u32> = self.by_interaction(|interaction| self.columns.service[interaction]);
        days: impl Iterator<Item = PartialDate> = self.by_interaction(|interaction| self.columns.on(interaction));
        beneficiaries: impl Iterator<Item = u32> = self.fields.iter().map(|fields| fields.beneficiary);
        roles: impl Iterator<Item = usize> = self.fields.iter().map(|fields| fields.role.into());
        sources: impl Iterator<Item = usize> = self.fields.iter().map(|fields| fields.source.into());
        measures: impl Iterator<Item = u32> = self.fields.iter().map(|fields| fields.measure);
    }

    fn users(&self) -> impl Iterator<Item = Option<u32>> {
        self.fields.iter().map(|fields| {
            let interaction = fields.interaction as usize;
            if usize::from(fields.role) == Role::User as usize {
                Some(fields.beneficiary)
            } else if self.columns.users(interaction).nth(1).is_none() {
                // No second user: the appraisal of a provider or a neighbour belongs to the only one.
                Some(self.columns.user[interaction])
            } else {
                None
            }
        })
    }

    fn profiles(&self) -> impl Iterator<Item = (u32, u32)> {
        let own = |interaction: u32| self.columns.own_profile.get(interaction as usize);
        self.fields.iter().map(move |fields| (own(fields.interaction), fields.profile))
    }
}

/// A plain run: the beneficiary is the interaction's only user and the source, so that the columns are read as slices.
impl<N: Number> KeyColumns for PlainRun<'_, N> {
    methods! { self:
        len: usize = self.interactions().len();
        services: impl Iterator<Item = u32> = self.columns().service[self.interactions()].iter().copied();
        days: impl Iterator<Item = PartialDate> = PlainRun::days(self);
        users: impl Iterator<Item = Option<u32>> = self.beneficiaries().map(Some);
        beneficiaries: impl Iterator<Item = u32> = self.columns().user[self.interactions()].iter().copied();
        roles: impl Iterator<Item = usize> = std::iter::repeat_n(Role::User as usize, KeyColumns::len(self));
        sources: impl Iterator<Item = usize> = std::iter::repeat_n(SourceKind::Own as usize, KeyColumns::len(self));
        measures: impl Iterator<Item = u32> = self.columns().inside.measure[self.rows()].iter().copied();
    }

    fn profiles(&self) -> impl Iterator<Item = (u32, u32)> {
        let (columns, interactions) = (self.columns(), self.interactions());
        columns.own_profile.rows(interactions.clone()).zip(columns.user_profile.rows(interactions))
    }
}
