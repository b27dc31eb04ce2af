//! The parties of interactions: who took part, what each integrated, and who misused what.

use super::party_names::PartyNames;
use super::rule::{Member, sum};
use crate::ledger::Ledger;
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
}

/// That somebody is named in an interaction, once for each time.
#[derive(Debug)]
struct Named<'a, N> {
    code: u32,
    party: u32,
    role: Role,
    /// Whether it is with a contribution of which something is stated.
    is_stated: bool,
    integrated: Option<&'a N>,
}

impl<'a, N: Number> Members<'a, N> {
    pub(super) fn new() -> Self {
        Self { members: Vec::new(), is_stated: true, named: Vec::new() }
    }

    /// Finds those who took part in an interaction; none where what one of them integrated is more than a number holds.
    pub(super) fn find(&mut self, ledger: &'a Ledger<N>, names: &PartyNames<'_>, interaction: usize) -> Option<()> {
        let columns = &ledger.columns;
        let named = |party, role| Named { code: names.code(party), party, role, is_stated: false, integrated: None };
        self.named.clear();
        self.named.extend(columns.users(interaction).map(|(user, _)| named(user, Role::User)));
        self.named.push(named(names.provider(columns.service[interaction]), Role::Provider));
        self.named.extend(columns.others(interaction).unwrap_or_default().iter().map(|&one| named(one, Role::Other)));
        self.named.extend(columns.contributed(interaction).map(|contributed| Named {
            is_stated: contributed.is_stated(),
            integrated: contributed.integrated(),
            ..named(contributed.party(), Role::Other)
        }));
        // The first role that fits is theirs.
        self.named.sort_unstable_by_key(|named| (named.code, named.role));
        self.members.clear();
        self.is_stated = true;
        for of_one in self.named.chunk_by(|one, two| one.code == two.code) {
            let Named { code, party, role, .. } = of_one[0];
            let integrated = if of_one.iter().any(|named| named.is_stated) {
                integrated(of_one)?
            } else {
                self.is_stated = false;
                N::one()
            };
            // Who integrated nothing took no part.
            if integrated > N::zero() {
                self.members.push(Member { party, code, role, integrated });
            }
        }
        if !self.is_stated {
            self.members.iter_mut().for_each(|member| member.integrated = N::one());
        }
        Some(())
    }
}

/// What one party integrated; none where that is more than a number holds.
fn integrated<N: Number>(of_one: &[Named<'_, N>]) -> Option<N> {
    let mut amounts = of_one.iter().filter_map(|named| named.integrated);
    match (amounts.next(), amounts.next()) {
        (None, _) => Some(N::zero()),
        (Some(only), None) => Some(only.clone()),
        _ => sum(of_one.iter().filter_map(|named| named.integrated)),
    }
}

/// Who misused what in an interaction: each by the order of ids, and how much, above zero and sorted by id.
pub(super) fn misused<N: Number>(
    ledger: &Ledger<N>,
    names: &PartyNames<'_>,
    interaction: usize,
    weights: &mut Vec<(u32, N)>,
) -> Option<()> {
    weights.clear();
    let parts = ledger.columns.contributed(interaction).flat_map(|contributed| contributed.misused());
    let parts = parts.filter(|(amount, _)| **amount > N::zero());
    weights.extend(parts.map(|(amount, by)| (names.code(by), amount.clone())));
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
