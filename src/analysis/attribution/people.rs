//! The beneficiaries behind shares, for publications.

use std::collections::BTreeMap;

use super::engine::Pass;
use super::party_index::{PartyIndex, RowKey};
use super::rule::AttributionRule;
use crate::analysis::AnalysisError;
use crate::analysis::people::PeopleSet;
use crate::ledger::Ledger;
use crate::number::Apportion;
use crate::statement::{Classification, Counts, Index, Terms};

/// The beneficiaries of the amounts that a party has a share of, by their numbers in the ledger: of created amounts, of
/// destroyed amounts, and of the amounts among these that were destroyed alone.
pub(in crate::analysis) type PeopleBehind = [PeopleSet; 3];

/// The position of the people whose amounts were destroyed alone.
const DESTROYED_ALONE: usize = 2;

/// The people behind the shares of one line and measure, by party; `None` stands for unattributed amounts.
pub(in crate::analysis) type ByParty = Vec<(Option<String>, PeopleBehind)>;

/// People that are buffered before they are added to their sets. Sorted by set, many go to one set at once: a set for
/// each share would otherwise be a cache miss for each person.
const MOST_PENDING: usize = 1 << 15;

/// Adds people to the sets of their shares.
#[derive(Default)]
struct Behind {
    found: BTreeMap<RowKey, PeopleBehind>,
    /// The key of the share, the set, and the person.
    pending: Vec<(RowKey, usize, u32)>,
}

impl Behind {
    fn push(&mut self, key: RowKey, set: usize, person: u32) {
        self.pending.push((key, set, person));
        if self.pending.len() == MOST_PENDING {
            self.flush();
        }
    }

    fn flush(&mut self) {
        radsort::sort_by_key(&mut self.pending, |(key, ..)| key.number());
        for of_key in self.pending.chunk_by(|one, other| one.0 == other.0) {
            let sets = self.found.entry(of_key[0].0).or_default();
            for &(_, set, person) in of_key {
                sets[set].insert(person);
            }
        }
        self.pending.clear();
    }

    fn finish(mut self) -> BTreeMap<RowKey, PeopleBehind> {
        self.flush();
        self.found
    }
}

/// The people behind each share under these terms, for each row of the index, which is a line and measure.
pub(in crate::analysis) fn people_behind<N: Apportion, R: AttributionRule<N>>(
    ledger: &Ledger<N>,
    terms: &Terms,
    rule: &R,
) -> Result<(Index, Vec<ByParty>), AnalysisError> {
    let parties = PartyIndex::new(ledger);
    let mut counts = Counts::new(ledger, terms);
    let mut pass = Pass::new(ledger, &parties, rule);
    let mut found = Behind::default();
    let mut result = Ok(());
    counts.each(|rows| {
        if result.is_ok() {
            result = pass.share_out(rows, |row, share| {
                found.push(share.key, share.figure, row.beneficiary);
                if row.counts_as == Classification::DestroyedAlone {
                    found.push(share.key, DESTROYED_ALONE, row.beneficiary);
                }
            });
        }
    });
    result?;
    let found = found.finish();
    let order = counts.in_order(found.keys().map(|key| key.cell));
    let positions = order.positions();
    let index = order.index();
    let mut rows = vec![Vec::new(); index.len()];
    for (RowKey { cell, party }, people) in found {
        rows[positions[cell as usize] as usize].push((parties.id(party).map(str::to_owned), people));
    }
    Ok((index, rows))
}
