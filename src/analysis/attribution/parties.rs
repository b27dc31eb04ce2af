//! The parties of interactions: who took part, the quantity that each integrated, and who misused how much.

use super::party_index::PartyIndex;
use super::rule::{Member, sum};
use crate::ledger::{Ledger, MisusedAmount};
use crate::number::Number;
use crate::record::Role;

/// Up to this many contributions are searched for those of a party. More are sorted, so that the time of a rule that reads
/// the contributions of each party does not grow with the square of their number.
const FEW_CONTRIBUTIONS: usize = 16;

/// The parties that took part in one interaction. The buffers are reused from one interaction to the next.
#[derive(Debug)]
pub(super) struct Members<'a, N> {
    /// Sorted by code.
    pub(super) members: Vec<Member<N>>,
    /// Whether the books state a contribution of each of them.
    pub(super) is_stated: bool,
    /// The contributions as party codes and indexes among those of the interaction, sorted. Empty if there are few, which
    /// are searched one by one.
    pub(super) by_party: Vec<(u32, u32)>,
    mentions: Vec<Mention<'a, N>>,
}

/// One mention of a party in an interaction, as a user, the provider, another party or a contributor.
#[derive(Debug)]
struct Mention<'a, N> {
    code: u32,
    role: Role,
    /// Whether it is a contribution that states a quantity.
    is_stated: bool,
    integrated: Option<&'a N>,
}

impl<'a, N: Number> Members<'a, N> {
    pub(super) fn new() -> Self {
        Self { members: Vec::new(), is_stated: true, by_party: Vec::new(), mentions: Vec::new() }
    }

    /// Finds the parties that took part in an interaction. Returns `None` if a number of the kind does not hold the
    /// quantity that one of them integrated.
    #[inline]
    pub(super) fn find(&mut self, ledger: &'a Ledger<N>, index: &PartyIndex, interaction: usize) -> Option<()> {
        self.members.clear();
        self.is_stated = true;
        self.by_party.clear();
        // The fast path for two parties, as most interactions have, builds and sorts no list of mentions.
        let has_two = ledger.columns.parties(interaction).is_none() && self.find_two(ledger, index, interaction);
        if !has_two {
            self.find_all(ledger, index, interaction)?;
        }
        if !self.is_stated {
            // Without the contribution of one party, proportions are unknown: all weigh the same.
            self.members.iter_mut().for_each(|member| member.integrated = N::one());
        }
        Some(())
    }

    /// Finds a user and a provider with at most one stated contribution each. Returns `false`, and adds no member, if
    /// the interaction has other parties or more contributions.
    #[inline]
    fn find_two(&mut self, ledger: &Ledger<N>, index: &PartyIndex, interaction: usize) -> bool {
        let columns = &ledger.columns;
        let user = index.actor(columns.user[interaction]);
        let provider = index.provider(columns.service[interaction]);
        if user == provider {
            return false;
        }
        let (mut of_user, mut of_provider) = (None, None);
        for contributed in columns.contributions_of(interaction) {
            let stated = match index.actor(contributed.party()) {
                code if code == user => &mut of_user,
                code if code == provider => &mut of_provider,
                _ => return false,
            };
            let integrated = contributed.integrated();
            if contributed.states_co_operation()
                && stated.replace(integrated.cloned().unwrap_or_else(N::zero)).is_some()
            {
                return false;
            }
        }
        if user < provider {
            self.add(user, Role::User, of_user);
            self.add(provider, Role::Provider, of_provider);
        } else {
            self.add(provider, Role::Provider, of_provider);
            self.add(user, Role::User, of_user);
        }
        true
    }

    /// Finds any number of parties with any number of mentions each.
    #[cold]
    fn find_all(&mut self, ledger: &'a Ledger<N>, index: &PartyIndex, interaction: usize) -> Option<()> {
        let mut mentions = std::mem::take(&mut self.mentions);
        mentions.clear();
        add_mentions(&mut mentions, ledger, index, interaction);
        if ledger.columns.contributions_len(interaction) > FEW_CONTRIBUTIONS {
            let parties = ledger.columns.contributions_of(interaction).map(|row| index.actor(row.party()));
            self.by_party.extend(parties.zip(0..));
            self.by_party.sort_unstable();
        }
        // Stable: the mentions of a party keep their order, and the first one gives its role.
        mentions.sort_by_key(|mention| mention.code);
        for mentions in mentions.chunk_by(|one, other| one.code == other.code) {
            let integrated = if mentions.iter().any(|mention| mention.is_stated) {
                Some(sum(mentions.iter().filter_map(|mention| mention.integrated))?)
            } else {
                None
            };
            self.add(mentions[0].code, mentions[0].role, integrated);
        }
        self.mentions = mentions;
        Some(())
    }

    /// Adds a party, unless the books state that it integrated nothing.
    #[inline]
    fn add(&mut self, code: u32, role: Role, integrated: Option<N>) {
        self.is_stated &= integrated.is_some();
        let integrated = integrated.unwrap_or_else(N::one);
        if integrated > N::zero() {
            self.members.push(Member { code, role, integrated });
        }
    }
}

/// Adds all mentions of parties in an interaction. A mention with a more specific role comes first.
fn add_mentions<'a, N: Number>(
    mentions: &mut Vec<Mention<'a, N>>,
    ledger: &'a Ledger<N>,
    index: &PartyIndex,
    interaction: usize,
) {
    let columns = &ledger.columns;
    let mut mention = |code, role| mentions.push(Mention { code, role, is_stated: false, integrated: None });
    mention(index.actor(columns.user[interaction]), Role::User);
    let parties = columns.parties(interaction);
    for &(user, _) in parties.map(|parties| &*parties.users).unwrap_or_default() {
        mention(index.actor(user), Role::User);
    }
    mention(index.provider(columns.service[interaction]), Role::Provider);
    for &other in columns.others(interaction).unwrap_or_default() {
        mention(index.actor(other), Role::Other);
    }
    mentions.extend(columns.contributions_of(interaction).map(|contributed| Mention {
        code: index.actor(contributed.party()),
        role: Role::Other,
        is_stated: contributed.states_co_operation(),
        integrated: contributed.integrated(),
    }));
}

/// Replaces `weights` by the amount that each actor misused in an interaction, sorted by code. Only parts above zero
/// that pass `counts` are added up. Returns `None` if a number of the kind does not hold a sum.
pub(super) fn collect_misused<N: Number>(
    ledger: &Ledger<N>,
    index: &PartyIndex,
    interaction: usize,
    counts: impl Fn(&MisusedAmount<'_, N>) -> bool,
    weights: &mut Vec<(u32, N)>,
) -> Option<()> {
    weights.clear();
    let parts = ledger.columns.contributions_of(interaction).flat_map(|contributed| contributed.misused());
    let parts = parts.filter(|part| *part.amount > N::zero() && counts(part));
    weights.extend(parts.map(|part| (index.actor(part.by), part.amount.clone())));
    if weights.len() < 2 {
        // Nearly all interactions with a misuse have one misused part: there is nothing to add up.
        return Some(());
    }
    weights.sort_by_key(|(code, _)| *code);
    let mut sums = Vec::with_capacity(weights.len());
    for of_actor in weights.chunk_by(|one, other| one.0 == other.0) {
        sums.push((of_actor[0].0, sum(of_actor.iter().map(|(_, amount)| amount))?));
    }
    *weights = sums;
    Some(())
}
