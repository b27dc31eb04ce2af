//! The parties of interactions: who took part, what each integrated, and who misused what.

use super::party_names::PartyNames;
use super::rule::{Member, sum};
use crate::ledger::{Contributed, Ledger};
use crate::number::Number;
use crate::record::Role;

/// Those who took part in one interaction.
#[derive(Debug)]
pub(super) struct Members<N> {
    /// Sorted by id.
    pub(super) members: Vec<Member<N>>,
    /// Whether what each of them integrated is stated.
    pub(super) is_stated: bool,
}

impl<N: Number> Members<N> {
    pub(super) fn new() -> Self {
        Self { members: Vec::new(), is_stated: true }
    }

    /// Finds those who took part in an interaction; none where what one of them integrated is more than a number holds.
    pub(super) fn find(&mut self, ledger: &Ledger<N>, names: &PartyNames<'_>, interaction: usize) -> Option<()> {
        let columns = &ledger.columns;
        self.members.clear();
        self.is_stated = true;
        for (user, _) in columns.users(interaction) {
            self.add(names, user, Role::User);
        }
        self.add(names, names.provider(columns.service[interaction]), Role::Provider);
        for &other in columns.others(interaction).unwrap_or_default() {
            self.add(names, other, Role::Other);
        }
        for contributed in columns.contributed(interaction) {
            self.add(names, contributed.party(), Role::Other);
        }
        // The first role that fits is theirs.
        self.members.sort_unstable_by_key(|member| (member.code, member.role));
        self.members.dedup_by_key(|member| member.code);
        if columns.contributions_len(interaction) == 0 {
            // Nearly all: nothing is stated of anybody.
            self.is_stated = false;
            return Some(());
        }
        self.weigh(ledger, names, interaction)
    }

    fn add(&mut self, names: &PartyNames<'_>, party: u32, role: Role) {
        self.members.push(Member { party, code: names.code(party), role, integrated: N::one() });
    }

    /// What each integrated, without those who integrated nothing.
    fn weigh(&mut self, ledger: &Ledger<N>, names: &PartyNames<'_>, interaction: usize) -> Option<()> {
        let stated = ledger.columns.contributed(interaction).filter(Contributed::is_stated);
        let mut stated: Vec<_> =
            stated.map(|contributed| (names.code(contributed.party()), contributed.integrated())).collect();
        stated.sort_by_key(|(code, _)| *code);
        let mut stated = stated.chunk_by(|one, two| one.0 == two.0).peekable();
        for member in &mut self.members {
            match stated.next_if(|of_one| of_one[0].0 == member.code) {
                Some([(_, integrated)]) => member.integrated = integrated.cloned().unwrap_or_else(N::zero),
                Some(several) => {
                    member.integrated = sum(several.iter().filter_map(|(_, integrated)| *integrated))?;
                }
                None => self.is_stated = false,
            }
        }
        let nothing = N::zero();
        self.members.retain(|member| member.integrated > nothing);
        if !self.is_stated {
            self.members.iter_mut().for_each(|member| member.integrated = N::one());
        }
        Some(())
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
    let mut parts: Vec<(u32, &N)> =
        parts.filter(|(amount, _)| **amount > N::zero()).map(|(amount, by)| (names.code(by), amount)).collect();
    parts.sort_by_key(|(code, _)| *code);
    for of_one in parts.chunk_by(|one, two| one.0 == two.0) {
        weights.push((of_one[0].0, sum(of_one.iter().map(|(_, amount)| *amount))?));
    }
    Some(())
}
