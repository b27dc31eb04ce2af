//! The order of party ids, and the keys of rows.

use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::Labels;

/// The party code of amounts that are attributed to no party. It is the lowest code, so these rows sort before all
/// parties of a line.
pub(super) const UNATTRIBUTED: u32 = 0;

/// The ids that can have a share, with codes that ascend in the order of ids. These are the actors of a ledger and the
/// providers that no entry names.
#[derive(Debug)]
pub(super) struct PartyIndex {
    ids: Labels,
    /// The code of each actor.
    actors: Vec<u32>,
    /// The code of each service's provider.
    providers: Vec<u32>,
}

impl PartyIndex {
    pub(super) fn new<N: Number>(ledger: &Ledger<N>) -> Self {
        let actors = &ledger.columns.actors;
        let providers = ledger.catalogue.services().map(|service| service.provider().as_str());
        let ids: Vec<Option<&str>> = actors.iter().chain(providers).map(Some).collect();
        // Equal ids get one code, so a provider that entries name shares the code of that actor.
        let (ids, mut actors) = Labels::of(&ids);
        let providers = actors.split_off(ledger.columns.actors.len());
        Self { ids, actors, providers }
    }

    /// The id of a code; none for [`UNATTRIBUTED`].
    pub(super) fn id(&self, code: u32) -> Option<&str> {
        self.ids.text(code)
    }

    /// The code of an actor, given by its number in the ledger.
    pub(super) fn actor(&self, actor: u32) -> u32 {
        self.actors[actor as usize]
    }

    /// The code of the provider of a service, given by its number in the catalogue.
    pub(super) fn provider(&self, service: u32) -> u32 {
        self.providers[service as usize]
    }

    /// The labels of these codes only, and the new code of each old one. New codes ascend as the old ones do.
    pub(super) fn labels_of(&self, codes: impl Iterator<Item = u32>) -> (Labels, Vec<u32>) {
        let mut used = vec![false; self.ids.codes() as usize];
        codes.for_each(|code| used[code as usize] = true);
        self.ids.only(&used)
    }
}

/// The key of a row: its cell, which is a line and measure, and its party. Keys sort as the codes of both do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RowKey {
    pub(super) cell: u32,
    pub(super) party: u32,
}

impl RowKey {
    /// The key with the new codes of its cell and its party, which these tables give by the old codes.
    pub(super) fn recoded(self, cells: &[u32], parties: &[u32]) -> Self {
        Self { cell: cells[self.cell as usize], party: parties[self.party as usize] }
    }

    /// One number that sorts as the key does, since a radix sort takes one number faster than two.
    pub(super) fn number(self) -> u64 {
        u64::from(self.cell) << 32 | u64::from(self.party)
    }
}
