//! Lookups of actors and appraisals in an interaction, whose time does not grow with the size of the interaction.

use std::collections::BTreeMap;

use super::appraisals::Appraisals;
use super::store::Columns;
use super::version::Version;
use crate::catalogue::{ActorId, CodeTable};
use crate::number::Number;
use crate::record::{FEW_MENTIONS, Role, Roles, integrates_nothing};

/// Up to this many appraisals recorded with an interaction are compared one by one.
const FEW_APPRAISALS: usize = 8;

/// Indexes of interactions that have many actors or appraisals. Ordinary interactions have none, and are searched.
#[derive(Clone, Debug, Default)]
pub(super) struct Lookups {
    /// The roles of actors, by interaction.
    roles: BTreeMap<u32, Roles<u32>>,
    /// Appraisals recorded with an interaction that has many.
    inside: CodeTable,
    /// All later appraisals.
    later: CodeTable,
}

impl<N: Number> Columns<N> {
    /// The code of an actor, if an entry names them.
    pub(super) fn actor(&self, actor: &ActorId) -> Option<u32> {
        self.actors.get(actor.as_str())
    }

    /// The user of an interaction, if there is only one.
    pub(super) fn only_user(&self, interaction: usize) -> Option<u32> {
        let has_more = self.parties(interaction).is_some_and(|parties| !parties.users.is_empty());
        (!has_more).then_some(self.user[interaction])
    }

    /// Whether an actor is a user of an interaction.
    pub(crate) fn is_user(&self, interaction: usize, actor: u32) -> bool {
        match self.roles(interaction) {
            Some(roles) => roles.get(actor).is_some_and(|named| named.role == Role::User),
            None => self.users(interaction).any(|(user, _)| user == actor),
        }
    }

    /// The profile of a user of an interaction; the empty one of an actor who is not a user.
    pub(crate) fn profile_of(&self, interaction: usize, user: u32) -> u32 {
        // The first user is stored in the columns, and only further users need a search.
        if user == self.user[interaction] {
            return self.user_profile.get(interaction);
        }
        let Some(roles) = self.roles(interaction) else {
            return self.users(interaction).find(|(other, _)| *other == user).map_or(0, |(_, profile)| profile);
        };
        // Users are mentioned first, in their order.
        let named = roles.get(user).filter(|named| named.role == Role::User);
        let users = self.parties(interaction).map_or(&[][..], |parties| &parties.users);
        named.map_or(0, |named| users[named.mention as usize - 1].1)
    }

    /// The role of an actor who is not the provider; `None` if the interaction does not name them.
    pub(super) fn named_role(&self, interaction: usize, actor: u32) -> Option<Role> {
        if let Some(roles) = self.roles(interaction) {
            return roles.get(actor).map(|named| named.role);
        }
        let parties = self.parties(interaction);
        if self.is_user(interaction, actor) {
            Some(Role::User)
        } else if parties.is_some_and(|parties| parties.others.contains(&actor))
            || self.contributions_of(interaction).any(|contributed| contributed.party() == actor)
        {
            Some(Role::Other)
        } else {
            parties.is_some_and(|parties| parties.affected.contains(&actor)).then_some(Role::Affected)
        }
    }

    /// Whether an actor is stated to have integrated nothing in an interaction (R7).
    pub(crate) fn integrated_nothing(&self, interaction: usize, actor: u32) -> bool {
        match self.roles(interaction) {
            Some(roles) => roles.get(actor).is_some_and(|named| named.integrated_nothing),
            None => {
                let own = self.contributions_of(interaction).filter(|contributed| contributed.party() == actor);
                integrates_nothing(own.map(|contributed| contributed.integrates()))
            }
        }
    }

    fn roles(&self, interaction: usize) -> Option<&Roles<u32>> {
        self.lookups.roles.get(&(interaction as u32))
    }

    /// Indexes the actors of the interaction that was pushed last, if it has many.
    pub(super) fn index_actors(&mut self, interaction: usize, mentions: usize) {
        if mentions > FEW_MENTIONS {
            let parties = self.parties(interaction);
            let listed = parties.iter().flat_map(|parties| {
                let others = parties.others.iter().map(|&actor| (actor, Role::Other, None));
                others.chain(parties.affected.iter().map(|&actor| (actor, Role::Affected, None)))
            });
            let users = self.users(interaction).map(|(user, _)| (user, Role::User, None));
            let contributors = self.contributions_of(interaction);
            let contributors = contributors.map(|one| (one.party(), Role::Other, one.integrates()));
            let roles = Roles::of(users.chain(listed).chain(contributors));
            self.lookups.roles.insert(interaction as u32, roles);
        }
    }

    /// Indexes the appraisals recorded with an interaction, if it has many.
    pub(super) fn index_versions(&mut self, interaction: usize) {
        let rows = self.appraisals_of(interaction);
        if rows.len() > FEW_APPRAISALS {
            for row in rows {
                let hash = self.version(&self.inside, row, interaction as u32).hash(interaction as u32);
                self.lookups.inside.insert(hash, row as u32);
            }
        }
    }

    /// Indexes a later appraisal.
    pub(super) fn index_later_version(&mut self, row: usize) {
        let interaction = self.later_of[row];
        let hash = self.version(&self.later, row, interaction).hash(interaction);
        self.lookups.later.insert(hash, row as u32);
    }

    /// Removes the indexes of all but the first interactions and later appraisals, which are still in their columns.
    pub(super) fn remove_lookups(&mut self, interactions: usize, later: usize) {
        self.lookups.roles.split_off(&(interactions as u32));
        for interaction in interactions..self.interactions() {
            let rows = self.appraisals_of(interaction);
            if rows.len() > FEW_APPRAISALS {
                for row in rows {
                    let hash = self.version(&self.inside, row, interaction as u32).hash(interaction as u32);
                    self.lookups.inside.remove(hash, row as u32);
                }
            }
        }
        for row in later..self.later.len() {
            let interaction = self.later_of[row];
            let hash = self.version(&self.later, row, interaction).hash(interaction);
            self.lookups.later.remove(hash, row as u32);
        }
    }

    /// What the appraisal of a row may not have in common with another one of its interaction.
    pub(super) fn version(&self, appraisals: &Appraisals<N>, row: usize, interaction: u32) -> Version {
        let (made, known, follow_up) = appraisals.days_and_follow_up(row, self.default_days(interaction as usize));
        Version {
            measure: appraisals.measure[row],
            beneficiary: appraisals.beneficiary[row],
            follow_up,
            source_kind: appraisals.flags[row].source_kind(),
            known,
            made,
        }
    }

    /// The appraisal of this version of an interaction: the columns that have it, and its row. There is one at most (R8).
    pub(super) fn find_version(&self, interaction: u32, version: &Version) -> Option<(&Appraisals<N>, usize)> {
        let is_inside = |row: usize| self.version(&self.inside, row, interaction) == *version;
        let is_later =
            |row: usize| self.later_of[row] == interaction && self.version(&self.later, row, interaction) == *version;
        let (mut rows, hash) = (self.appraisals_of(interaction as usize), version.hash(interaction));
        let inside = if rows.len() > FEW_APPRAISALS {
            let row = self.lookups.inside.find(hash, |row| rows.contains(&(row as usize)) && is_inside(row as usize));
            row.map(|row| row as usize)
        } else {
            rows.find(|&row| is_inside(row))
        };
        let later = || self.lookups.later.find(hash, |row| is_later(row as usize));
        inside.map(|row| (&self.inside, row)).or_else(|| later().map(|row| (&self.later, row as usize)))
    }
}
