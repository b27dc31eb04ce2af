//! The beneficiaries behind shares.

use std::collections::BTreeMap;

use super::engine::Pass;
use super::party_names::PartyNames;
use super::rule::AttributionRule;
use crate::analysis::AnalysisError;
use crate::analysis::people::PeopleSet;
use crate::ledger::Ledger;
use crate::number::Apportion;
use crate::statement::{Classification, Counts, Index, Terms};

/// The beneficiaries of the amounts that a party has a share of, by the ledger's numbers: created, destroyed, and of these
/// destroyed alone.
pub(in crate::analysis) type PeopleBehind = [PeopleSet; 3];

/// The people behind the shares of a line and measure, by party; `None` stands for what is attributed to no party.
pub(in crate::analysis) type ByParty = Vec<(Option<String>, PeopleBehind)>;

/// The people behind each share under these terms, for each row of the index: a line and measure.
pub(in crate::analysis) fn people_behind<N: Apportion, R: AttributionRule<N>>(
    ledger: &Ledger<N>,
    terms: &Terms,
    rule: &R,
) -> Result<(Index, Vec<ByParty>), AnalysisError> {
    let names = PartyNames::of(ledger);
    let mut counts = Counts::new(ledger, terms);
    let mut pass = Pass::new(ledger, &names, rule);
    let mut found: BTreeMap<(u32, u32), PeopleBehind> = BTreeMap::new();
    let mut result = Ok(());
    counts.each(|rows| {
        for row in rows {
            if result.is_ok() {
                // Row by row, so that what is taken is of this row's beneficiary.
                result = pass.add(std::slice::from_ref(row), |figure, taken| {
                    let behind = found.entry((taken.cell, taken.code)).or_default();
                    behind[figure].insert(row.beneficiary);
                    behind[2].extend((row.counts_as == Classification::DestroyedAlone).then_some(row.beneficiary));
                });
            }
        }
    });
    result?;
    let order = counts.in_order(found.keys().map(|(cell, _)| *cell));
    let places = order.places();
    let index = order.index();
    let mut rows = vec![Vec::new(); index.len()];
    for ((cell, code), people) in found {
        rows[places[cell as usize] as usize].push((names.text_of_code(code).map(str::to_owned), people));
    }
    Ok((index, rows))
}
