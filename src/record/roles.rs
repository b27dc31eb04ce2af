//! The roles of the actors that an interaction names, for many lookups.

use super::{Contribution, Interaction, Role, User, integrates_nothing};
use crate::catalogue::ActorId;
use crate::number::Number;

/// Up to this many mentions are searched one by one, which needs no list. More are sorted once, so that the time does not
/// grow with the number of lookups times the number of mentions.
pub(crate) const FEW_MENTIONS: usize = 16;

/// The roles of actors, sorted by a key that stands for the actor.
#[derive(Clone, Debug)]
pub(crate) struct Roles<K>(Box<[(K, NamedActor)]>);

/// The role of an actor, if they are not the provider, and whether they are stated to have integrated nothing (R7).
#[derive(Clone, Copy, Debug)]
pub(crate) struct NamedActor {
    pub(crate) role: Role,
    pub(crate) integrated_nothing: bool,
    /// The index of the first mention in this role.
    pub(crate) mention: u32,
}

impl<K: Ord + Copy> Roles<K> {
    /// The roles of these actors. Each mention has the role that follows from it, and for a contribution whether an
    /// amount was integrated, if that is stated. The first role of [`Role::ALL`] applies.
    pub(crate) fn of(mentions: impl Iterator<Item = (K, Role, Option<bool>)>) -> Self {
        let mut mentions: Vec<_> = mentions.zip(0_u32..).collect();
        mentions.sort_unstable_by_key(|&((actor, role, _), index)| (actor, role as u8, index));
        let of_actor = mentions.chunk_by(|(one, _), (other, _)| one.0 == other.0).map(|mentions| {
            let ((actor, role, _), mention) = mentions[0];
            let integrated_nothing = integrates_nothing(mentions.iter().map(|&((.., integrates), _)| integrates));
            (actor, NamedActor { role, integrated_nothing, mention })
        });
        Self(of_actor.collect())
    }

    pub(crate) fn get(&self, actor: K) -> Option<NamedActor> {
        let found = self.0.binary_search_by_key(&actor, |(actor, _)| *actor);
        found.ok().map(|index| self.0[index].1)
    }
}

/// Looks up the actors of an interaction that is not recorded yet.
pub(crate) struct ActorLookup<'a, N> {
    interaction: &'a Interaction<N>,
    /// Only if the interaction has many mentions.
    roles: Option<Roles<&'a ActorId>>,
}

impl<'a, N: Number> ActorLookup<'a, N> {
    pub(crate) fn new(interaction: &'a Interaction<N>) -> Self {
        let is_large = interaction.mention_count() > FEW_MENTIONS;
        Self { interaction, roles: is_large.then(|| Roles::of(mentions(interaction))) }
    }

    /// The role of an actor; `None` if the interaction does not name them.
    pub(crate) fn role_of(&self, actor: &ActorId, provider: Option<&ActorId>) -> Option<Role> {
        let role = match &self.roles {
            Some(roles) => roles.get(actor).map(|named| named.role),
            None => self.interaction.named_role(actor),
        };
        if role != Some(Role::User) && Some(actor) == provider { Some(Role::Provider) } else { role }
    }

    /// Whether an actor is stated to have integrated nothing (R7).
    pub(crate) fn integrated_nothing(&self, actor: &ActorId) -> bool {
        match &self.roles {
            Some(roles) => roles.get(actor).is_some_and(|named| named.integrated_nothing),
            None => {
                let own = self.interaction.contributions().filter(|contribution| contribution.party() == actor);
                integrates_nothing(own.map(Contribution::integrates))
            }
        }
    }
}

fn mentions<N: Number>(interaction: &Interaction<N>) -> impl Iterator<Item = (&ActorId, Role, Option<bool>)> {
    let users = interaction.users().map(|user| (User::id(user), Role::User, None));
    let others = interaction.others().map(|other| (other, Role::Other, None));
    let affected = interaction.all_affected().map(|actor| (actor, Role::Affected, None));
    let contributors = interaction.contributions().map(|one| (one.party(), Role::Other, one.integrates()));
    users.chain(others).chain(affected).chain(contributors)
}
