//! Section 8: the shares of created and destroyed amounts, by party.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::shapley::{brute_force, cooperation_worth};
use super::{Row, RowKey, Table, integrated_of};
use crate::support::case::Case;
use crate::support::oracle::{
    Arithmetic, CountedAppraisal, InteractionHistory, books, counted_appraisals, misuses, value,
};
use crate::support::plain_terms::PlainTerms;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributionRule {
    Equal,
    Proportional,
    Cooperation,
}

pub const RULES: [AttributionRule; 3] =
    [AttributionRule::Equal, AttributionRule::Proportional, AttributionRule::Cooperation];

/// The shares of one appraisal, unrounded. The key `None` holds the unattributed share.
pub struct AppraisalShares {
    pub key: RowKey,
    pub created: bool,
    pub amount: BigRational,
    pub shares: BTreeMap<Option<String>, BigRational>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct AttributionResult<A> {
    pub table: Table<A>,
    /// The number of interactions with a created amount that was shared by heads because contributions are not
    /// stated.
    pub equal_split_count: u64,
}

pub fn attribution(
    case: &Case,
    accepted: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    rule: AttributionRule,
) -> AttributionResult<BigRational> {
    rounded(case, accepted, arithmetic, terms, rule, BigRational::clone)
}

/// Attribution with rounding (R21): every share of an appraisal is rounded except the largest, which is the exact
/// remainder. If several shares are largest, the first id has the remainder. Sums stay exact.
pub fn rounded(
    case: &Case,
    accepted: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    rule: AttributionRule,
    round: impl Fn(&BigRational) -> BigRational,
) -> AttributionResult<BigRational> {
    let mut table: Table<BigRational> = Table::new();
    let (amounts, split_equally) = shares(case, accepted, arithmetic, terms, rule);
    for appraisal_shares in amounts {
        let mut shares: BTreeMap<_, _> =
            appraisal_shares.shares.iter().map(|(party, share)| (party.clone(), round(share))).collect();
        let largest = appraisal_shares.shares.iter().rev().max_by(|(_, one), (_, other)| one.cmp(other));
        let largest = largest.map(|(party, _)| party.clone()).expect("an amount has a share");
        shares.remove(&largest);
        let rest = &appraisal_shares.amount - shares.values().sum::<BigRational>();
        shares.insert(largest, rest);
        for (party, share) in shares {
            let row = table.entry(RowKey { subject: party, ..appraisal_shares.key.clone() }).or_insert_with(nothing);
            let name = if appraisal_shares.created { "created" } else { "destroyed" };
            *row.amounts.get_mut(name).expect("every row has both amounts") += share;
        }
    }
    AttributionResult { table, equal_split_count: split_equally.len() as u64 }
}

fn nothing() -> Row<BigRational> {
    Row::default().with("created", BigRational::zero()).with("destroyed", BigRational::zero())
}

/// The shares of each appraisal, and the indices of the interactions that were shared by heads because contributions
/// are not stated.
pub fn shares(
    case: &Case,
    accepted: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    rule: AttributionRule,
) -> (Vec<AppraisalShares>, BTreeSet<usize>) {
    let (mut all, mut split_equally) = (Vec::new(), BTreeSet::new());
    for counted in counted_appraisals(case, &books(case, accepted), arithmetic, terms) {
        let Some(change) = counted.change() else { continue };
        let amount = change.abs();
        let shares = if counted.is_created() {
            let taking_part = taking_part(counted.history, arithmetic);
            if rule != AttributionRule::Equal && taking_part.values().any(Option::is_none) {
                split_equally.insert(counted.history.index);
            }
            created(&counted, &taking_part, rule)
        } else if counted.is_destroyed() {
            misused(&counted, arithmetic)
        } else {
            continue;
        };
        let shares = shares.into_iter().map(|(party, share)| (party, share * &amount)).collect();
        all.push(AppraisalShares { key: counted.key(), created: counted.is_created(), amount, shares });
    }
    (all, split_equally)
}

/// Users, provider and other parties with their integrated quantities, without the parties who integrated nothing.
fn taking_part(history: &InteractionHistory, arithmetic: Arithmetic) -> BTreeMap<String, Option<BigRational>> {
    let users = history.row.users.iter().map(|user| user.id.clone());
    let contributors = history.row.contributions.iter().map(|row| row.party.clone());
    let named =
        users.chain([history.provider.to_owned()]).chain(history.row.others.iter().cloned()).chain(contributors);
    let integrated = named.map(|party| {
        let integrated = integrated_of(history, &party, arithmetic);
        (party, integrated)
    });
    integrated.filter(|(_, integrated)| integrated.as_ref().is_none_or(Signed::is_positive)).collect()
}

fn created(
    counted: &CountedAppraisal,
    taking_part: &BTreeMap<String, Option<BigRational>>,
    rule: AttributionRule,
) -> Vec<(Option<String>, BigRational)> {
    let heads = BigRational::from_integer(BigInt::from(taking_part.len()));
    let by_heads = vec![BigRational::one() / heads; taking_part.len()];
    let stated: Option<Vec<BigRational>> = taking_part.values().cloned().collect();
    let weights = match stated.filter(|_| rule != AttributionRule::Equal) {
        Some(stated) => {
            let sum: BigRational = stated.iter().sum();
            stated.iter().map(|integrated| integrated / &sum).collect()
        }
        None => by_heads,
    };
    let shares = if rule == AttributionRule::Cooperation {
        let beneficiary = taking_part.keys().position(|party| *party == counted.entry.beneficiary);
        let beneficiary = beneficiary.expect("a created amount has a beneficiary who co-operated");
        brute_force(weights.len(), |coalition| cooperation_worth(&weights, beneficiary, coalition))
    } else {
        weights
    };
    taking_part.keys().cloned().map(Some).zip(shares).collect()
}

/// Shares of a loss, in proportion to the parts that each party misused. Without such a part the loss is
/// unattributed.
fn misused(counted: &CountedAppraisal, arithmetic: Arithmetic) -> Vec<(Option<String>, BigRational)> {
    let mut parts: BTreeMap<Option<String>, BigRational> = BTreeMap::new();
    for (by, amount) in misuses(counted.history, &counted.entry.beneficiary) {
        *parts.entry(Some(by)).or_insert_with(BigRational::zero) += value(amount, arithmetic);
    }
    let sum: BigRational = parts.values().sum();
    if parts.is_empty() {
        return vec![(None, BigRational::one())];
    }
    parts.into_iter().map(|(by, amount)| (by, amount / &sum)).collect()
}
