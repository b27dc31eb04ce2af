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

/// The people behind each share under these terms, for each row of the index, which is a line and measure.
pub(in crate::analysis) fn people_behind<N: Apportion, R: AttributionRule<N>>(
    ledger: &Ledger<N>,
    terms: &Terms,
    rule: &R,
) -> Result<(Index, Vec<ByParty>), AnalysisError> {
    let parties = PartyIndex::new(ledger);
    let mut counts = Counts::new(ledger, terms);
    let mut pass = Pass::new(ledger, &parties, rule);
    let mut found: BTreeMap<RowKey, PeopleBehind> = BTreeMap::new();
    let mut result = Ok(());
    counts.each(|rows| {
        for row in rows {
            if result.is_ok() {
                // A pending share does not name its beneficiary, so each row is shared out by itself.
                result = pass.share_out(std::slice::from_ref(row), |share| {
                    let behind = found.entry(share.key).or_default();
                    behind[share.figure].insert(row.beneficiary);
                    if row.counts_as == Classification::DestroyedAlone {
                        behind[DESTROYED_ALONE].insert(row.beneficiary);
                    }
                });
            }
        }
    });
    result?;
    let order = counts.in_order(found.keys().map(|key| key.cell));
    let positions = order.positions();
    let index = order.index();
    let mut rows = vec![Vec::new(); index.len()];
    for (RowKey { cell, party }, people) in found {
        rows[positions[cell as usize] as usize].push((parties.id(party).map(str::to_owned), people));
    }
    Ok((index, rows))
}
