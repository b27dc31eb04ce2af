//! The parties of interactions: who took part, what each integrated, and who misused what.

use super::party_names::PartyNames;
use super::rule::{Member, sum};
use crate::ledger::{Ledger, MisusedAmount};
use crate::number::Number;
use crate::record::Role;

/// Those who took part in one interaction.
#[derive(Debug)]
pub(super) struct Members<'a, N> {
    /// Sorted by id.
    pub(super) members: Vec<Member<N>>,
    /// Whether what each of them integrated is stated.
    pub(super) is_stated: bool,
    named: Vec<Named<'a, N>>,
    /// The code of each who is named, and their place there: sorted, since they are narrower.
    keys: Vec<u64>,
}

/// That somebody is named in an interaction, once for each time.
#[derive(Debug)]
struct Named<'a, N> {
    party: u32,
    role: Role,
    /// Whether it is with a contribution of which something is stated.
    is_stated: bool,
    integrated: Option<&'a N>,
}

impl<'a, N: Number> Members<'a, N> {
    pub(super) fn new() -> Self {
        Self { members: Vec::new(), is_stated: true, named: Vec::new(), keys: Vec::new() }
    }

    /// Finds those who took part in an interaction; none where what one of them integrated is more than a number holds.
    #[inline]
    pub(super) fn find(&mut self, ledger: &'a Ledger<N>, names: &PartyNames<'_>, interaction: usize) -> Option<()> {
        self.members.clear();
        self.is_stated = true;
        if ledger.columns.parties(interaction).is_none() && self.find_two(ledger, names, interaction) {
            return Some(());
        }
        self.find_all(ledger, names, interaction)
    }

    /// Finds those who took part, however many they are and however often they are named.
    #[cold]
    fn find_all(&mut self, ledger: &'a Ledger<N>, names: &PartyNames<'_>, interaction: usize) -> Option<()> {
        self.find_named(ledger, names, interaction);
        let keys = std::mem::take(&mut self.keys);
        for of_one in keys.chunk_by(|one, two| one >> 32 == two >> 32) {
            let each = of_one.iter().map(|key| &self.named[*key as u32 as usize]);
            let integrated = if each.clone().any(|named| named.is_stated) {
                Some(integrated(each.filter_map(|named| named.integrated))?)
            } else {
                None
            };
            // The first role that fits is theirs.
            let Named { party, role, .. } = self.named[of_one[0] as u32 as usize];
            self.add(member(names, party, role), integrated);
        }
        self.keys = keys;
        self.weigh_the_same();
        Some(())
    }

    /// Finds a user and a provider of whom one contribution each is stated at the most, as of nearly all interactions; or
    /// else nobody, and says so.
    #[inline]
    fn find_two(&mut self, ledger: &Ledger<N>, names: &PartyNames<'_>, interaction: usize) -> bool {
        let columns = &ledger.columns;
        let (user, provider) = (columns.user[interaction], names.provider(columns.service[interaction]));
        if user == provider {
            return false;
        }
        // What each integrated, where that is stated.
        let (mut users, mut providers) = (None, None);
        for contributed in columns.contributions_of(interaction) {
            let stated = match contributed.party() {
                party if party == user => &mut users,
                party if party == provider => &mut providers,
                _ => return false,
            };
            if contributed.is_stated() && stated.replace(contributed.integrated()).is_some() {
                return false;
            }
        }
        let amount = |stated: Option<Option<&N>>| stated.map(|amount| amount.cloned().unwrap_or_else(N::zero));
        let users = (member(names, user, Role::User), amount(users));
        let providers = (member(names, provider, Role::Provider), amount(providers));
        let (first, second) = if users.0.code < providers.0.code { (users, providers) } else { (providers, users) };
        self.add(first.0, first.1);
        self.add(second.0, second.1);
        self.weigh_the_same();
        true
    }

    /// Adds one who took part, or who is stated to have integrated nothing and took none.
    fn add(&mut self, member: Member<N>, integrated: Option<N>) {
        self.is_stated &= integrated.is_some();
        let integrated = integrated.unwrap_or_else(N::one);
        if integrated > N::zero() {
            self.members.push(Member { integrated, ..member });
        }
    }

    /// Lets all weigh the same where what each integrated is not stated of all.
    fn weigh_the_same(&mut self) {
        if !self.is_stated {
            self.members.iter_mut().for_each(|member| member.integrated = N::one());
        }
    }

    /// All who are named, by their roles, and their keys in order.
    fn find_named(&mut self, ledger: &'a Ledger<N>, names: &PartyNames<'_>, interaction: usize) {
        let columns = &ledger.columns;
        self.named.clear();
        self.keys.clear();
        let mut name = |party, role, is_stated, integrated| {
            self.keys.push(u64::from(names.code(party)) << 32 | self.named.len() as u64);
            self.named.push(Named { party, role, is_stated, integrated });
        };
        let parties = columns.parties(interaction);
        name(columns.user[interaction], Role::User, false, None);
        for &(user, _) in parties.map(|parties| &*parties.users).unwrap_or_default() {
            name(user, Role::User, false, None);
        }
        name(names.provider(columns.service[interaction]), Role::Provider, false, None);
        for &other in columns.others(interaction).unwrap_or_default() {
            name(other, Role::Other, false, None);
        }
        for contributed in columns.contributions_of(interaction) {
            name(contributed.party(), Role::Other, contributed.is_stated(), contributed.integrated());
        }
        self.keys.sort_unstable();
    }
}

/// One who took part, before what they integrated is known.
fn member<N: Number>(names: &PartyNames<'_>, party: u32, role: Role) -> Member<N> {
    Member { party, code: names.code(party), role, integrated: N::one() }
}

/// What one party integrated; none where that is more than a number holds.
fn integrated<'a, N: Number>(amounts: impl Iterator<Item = &'a N> + Clone) -> Option<N> {
    let mut few = amounts.clone();
    match (few.next(), few.next()) {
        (None, _) => Some(N::zero()),
        (Some(only), None) => Some(only.clone()),
        _ => sum(amounts),
    }
}

/// The amount each actor misused in an interaction, counting only parts that pass `counts`; above zero, sorted by id.
pub(super) fn misused<N: Number>(
    ledger: &Ledger<N>,
    names: &PartyNames<'_>,
    interaction: usize,
    counts: impl Fn(&MisusedAmount<'_, N>) -> bool,
    weights: &mut Vec<(u32, N)>,
) -> Option<()> {
    weights.clear();
    let parts = ledger.columns.contributions_of(interaction).flat_map(|contributed| contributed.misused());
    let parts = parts.filter(|part| *part.amount > N::zero() && counts(part));
    weights.extend(parts.map(|part| (names.code(part.by), part.amount.clone())));
    if weights.len() < 2 {
        // Nearly all: one misuse.
        return Some(());
    }
    weights.sort_by_key(|(code, _)| *code);
    let mut sums = Vec::with_capacity(weights.len());
    for of_one in weights.chunk_by(|one, two| one.0 == two.0) {
        sums.push((of_one[0].0, sum(of_one.iter().map(|(_, amount)| amount))?));
    }
    *weights = sums;
    Some(())
}
