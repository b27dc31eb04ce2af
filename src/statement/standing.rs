//! Where appraisals stand: all that the words of a grouping are found from.

use jiff::civil::Date;

use super::selection::Place;
use crate::ledger::{Columns, PlainRun};
use crate::number::Number;
use crate::record::{Role, SourceKind};

/// What a line is found from: an interaction, and an appraisal in it, made or due.
#[derive(Clone, Copy)]
pub(super) struct Standing {
    pub(super) interaction: u32,
    pub(super) beneficiary: u32,
    pub(super) measure: u32,
    /// The beneficiary's dimensions, where they are a user of the interaction.
    profile: u32,
    /// By its place in [`Role::ALL`].
    role: u8,
    /// By its place in [`SourceKind::ALL`].
    source: u8,
}

impl Standing {
    /// Where an appraisal stands.
    #[inline]
    pub(super) fn of<N: Number>(columns: &Columns<N>, place: Place) -> Self {
        let (appraisals, row, interaction) = (place.in_columns(columns), place.row(), place.interaction());
        let (beneficiary, marks) = (appraisals.beneficiary[row], appraisals.flags[row]);
        let profile = if marks.role_index() != Role::User as usize {
            0
        } else if beneficiary == columns.user[interaction] {
            columns.user_profile.get(interaction)
        } else {
            columns.users(interaction).find(|(user, _)| *user == beneficiary).map_or(0, |(_, profile)| profile)
        };
        let (role, source) = (marks.role_index() as u8, marks.source_index() as u8);
        Self { interaction: place.interaction, beneficiary, measure: appraisals.measure[row], profile, role, source }
    }

    /// Where an appraisal that is due stands: as the user's own would.
    pub(super) fn due(interaction: usize, (beneficiary, profile): (u32, u32), measure: u32) -> Self {
        let (role, source) = (Role::User as u8, SourceKind::Own as u8);
        Self { interaction: interaction as u32, beneficiary, measure, profile, role, source }
    }
}

/// Many standings, column by column.
pub(super) trait Standings {
    fn len(&self) -> usize;
    fn services(&self) -> impl Iterator<Item = u32>;
    fn days(&self) -> impl Iterator<Item = Date>;
    /// The beneficiary if a user, or else the only user; none where neither is.
    fn users(&self) -> impl Iterator<Item = Option<u32>>;
    fn beneficiaries(&self) -> impl Iterator<Item = u32>;
    /// By their place in [`Role::ALL`].
    fn roles(&self) -> impl Iterator<Item = usize>;
    /// By their place in [`SourceKind::ALL`].
    fn sources(&self) -> impl Iterator<Item = usize>;
    fn measures(&self) -> impl Iterator<Item = u32>;
    /// The dimensions of the interaction, and those of the beneficiary.
    fn profiles(&self) -> impl Iterator<Item = (u32, u32)>;
}

/// Standings in any of a ledger's interactions.
pub(super) struct ScatteredRows<'a, N> {
    pub(super) columns: &'a Columns<N>,
    pub(super) standings: &'a [Standing],
}

impl<N: Number> ScatteredRows<'_, N> {
    fn by_interaction<T>(&self, value: impl Fn(usize) -> T) -> impl Iterator<Item = T> {
        self.standings.iter().map(move |standing| value(standing.interaction as usize))
    }
}

impl<N: Number> Standings for ScatteredRows<'_, N> {
    fn len(&self) -> usize {
        self.standings.len()
    }

    fn services(&self) -> impl Iterator<Item = u32> {
        self.by_interaction(|interaction| self.columns.service[interaction])
    }

    fn days(&self) -> impl Iterator<Item = Date> {
        self.by_interaction(|interaction| self.columns.on[interaction])
    }

    fn users(&self) -> impl Iterator<Item = Option<u32>> {
        self.standings.iter().map(|standing| {
            let interaction = standing.interaction as usize;
            if usize::from(standing.role) == Role::User as usize {
                Some(standing.beneficiary)
            } else if self.columns.users(interaction).nth(1).is_none() {
                Some(self.columns.user[interaction])
            } else {
                None
            }
        })
    }

    fn beneficiaries(&self) -> impl Iterator<Item = u32> {
        self.standings.iter().map(|standing| standing.beneficiary)
    }

    fn roles(&self) -> impl Iterator<Item = usize> {
        self.standings.iter().map(|standing| standing.role.into())
    }

    fn sources(&self) -> impl Iterator<Item = usize> {
        self.standings.iter().map(|standing| standing.source.into())
    }

    fn measures(&self) -> impl Iterator<Item = u32> {
        self.standings.iter().map(|standing| standing.measure)
    }

    fn profiles(&self) -> impl Iterator<Item = (u32, u32)> {
        let own = |interaction: u32| self.columns.own_profile.get(interaction as usize);
        self.standings.iter().map(move |standing| (own(standing.interaction), standing.profile))
    }
}

/// A plain stretch: each interaction's user stands for themself.
impl<N: Number> Standings for PlainRun<'_, N> {
    fn len(&self) -> usize {
        self.interactions().len()
    }

    fn services(&self) -> impl Iterator<Item = u32> {
        self.columns().service[self.interactions()].iter().copied()
    }

    fn days(&self) -> impl Iterator<Item = Date> {
        self.columns().on[self.interactions()].iter().copied()
    }

    fn users(&self) -> impl Iterator<Item = Option<u32>> {
        self.beneficiaries().map(Some)
    }

    fn beneficiaries(&self) -> impl Iterator<Item = u32> {
        self.columns().user[self.interactions()].iter().copied()
    }

    fn roles(&self) -> impl Iterator<Item = usize> {
        std::iter::repeat_n(Role::User as usize, Standings::len(self))
    }

    fn sources(&self) -> impl Iterator<Item = usize> {
        std::iter::repeat_n(SourceKind::Own as usize, Standings::len(self))
    }

    fn measures(&self) -> impl Iterator<Item = u32> {
        self.columns().inside.measure[self.rows()].iter().copied()
    }

    fn profiles(&self) -> impl Iterator<Item = (u32, u32)> {
        let (columns, interactions) = (self.columns(), self.interactions());
        columns.own_profile.rows(interactions.clone()).zip(columns.user_profile.rows(interactions))
    }
}
