//! Section 8: who created it, who destroyed it.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::shapley::{brute_force, cooperation_worth};
use super::{Place, Row, Table, brought};
use crate::support::case::Case;
use crate::support::oracle::{Arithmetic, Counted, Held, PlainTerms, books, counted, misuses, value};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    Equal,
    Proportional,
    Cooperation,
}

pub const RULES: [Sharing; 3] = [Sharing::Equal, Sharing::Proportional, Sharing::Cooperation];

/// Shares of one appraisal, unrounded, and of what: nobody's are under none.
pub struct Shared {
    pub place: Place,
    pub created: bool,
    pub amount: BigRational,
    pub shares: BTreeMap<Option<String>, BigRational>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Attributed<A> {
    pub table: Table<A>,
    /// Interactions of which something created was shared by heads for want of stated contributions.
    pub counted_equally: u64,
}

pub fn attribution(
    case: &Case,
    let_in: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    rule: Sharing,
) -> Attributed<BigRational> {
    rounded(case, let_in, arithmetic, terms, rule, BigRational::clone)
}

/// The same where each share of an appraisal is rounded but the largest (of equal ones the first id's), which is the
/// exact rest (R21). The sums stay exact.
pub fn rounded(
    case: &Case,
    let_in: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    rule: Sharing,
    round: impl Fn(&BigRational) -> BigRational,
) -> Attributed<BigRational> {
    let mut table: Table<BigRational> = Table::new();
    let (amounts, equally) = shares(case, let_in, arithmetic, terms, rule);
    for shared in amounts {
        let mut shares: BTreeMap<_, _> =
            shared.shares.iter().map(|(party, share)| (party.clone(), round(share))).collect();
        let largest = shared.shares.iter().rev().max_by(|(_, one), (_, other)| one.cmp(other));
        let largest = largest.map(|(party, _)| party.clone()).expect("an amount has a share");
        shares.remove(&largest);
        let rest = &shared.amount - shares.values().sum::<BigRational>();
        shares.insert(largest, rest);
        for (party, share) in shares {
            let row = table.entry(Place { whom: party, ..shared.place.clone() }).or_insert_with(nothing);
            let name = if shared.created { "created" } else { "destroyed" };
            *row.amounts.get_mut(name).expect("both are in a row") += share;
        }
    }
    Attributed { table, counted_equally: equally.len() as u64 }
}

fn nothing() -> Row<BigRational> {
    Row::default().with("created", BigRational::zero()).with("destroyed", BigRational::zero())
}

/// Appraisal by appraisal, and the interactions (their places) that were shared by heads for want of better.
pub fn shares(
    case: &Case,
    let_in: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    rule: Sharing,
) -> (Vec<Shared>, BTreeSet<usize>) {
    let (mut all, mut equally) = (Vec::new(), BTreeSet::new());
    for counted in counted(case, &books(case, let_in), arithmetic, terms) {
        let Some(change) = counted.change() else { continue };
        let amount = change.abs();
        let shares = if counted.is_created() {
            let taking_part = taking_part(counted.held, arithmetic);
            if rule != Sharing::Equal && taking_part.values().any(Option::is_none) {
                equally.insert(counted.held.place);
            }
            created(&counted, &taking_part, rule)
        } else if counted.is_destroyed() {
            misused(&counted, arithmetic)
        } else {
            continue;
        };
        let shares = shares.into_iter().map(|(party, share)| (party, share * &amount)).collect();
        all.push(Shared { place: counted.place(), created: counted.is_created(), amount, shares });
    }
    (all, equally)
}

/// Users, provider and others, with what they integrated, but for who is stated to have integrated nothing.
fn taking_part(held: &Held, arithmetic: Arithmetic) -> BTreeMap<String, Option<BigRational>> {
    let users = held.row.users.iter().map(|user| user.id.clone());
    let contributors = held.row.contributions.iter().map(|row| row.party.clone());
    let named = users.chain([held.provider.to_owned()]).chain(held.row.others.iter().cloned()).chain(contributors);
    let integrated = named.map(|party| {
        let integrated = brought(held, &party, arithmetic).map(|brought| brought.integrated);
        (party, integrated)
    });
    integrated.filter(|(_, integrated)| integrated.as_ref().is_none_or(Signed::is_positive)).collect()
}

fn created(
    counted: &Counted,
    taking_part: &BTreeMap<String, Option<BigRational>>,
    rule: Sharing,
) -> Vec<(Option<String>, BigRational)> {
    let heads = BigRational::from_integer(BigInt::from(taking_part.len()));
    let by_heads = vec![BigRational::one() / heads; taking_part.len()];
    let stated: Option<Vec<BigRational>> = taking_part.values().cloned().collect();
    let weights = match stated.filter(|_| rule != Sharing::Equal) {
        Some(stated) => {
            let sum: BigRational = stated.iter().sum();
            stated.iter().map(|integrated| integrated / &sum).collect()
        }
        None => by_heads,
    };
    let shares = if rule == Sharing::Cooperation {
        let beneficiary = taking_part.keys().position(|party| *party == counted.behind.beneficiary);
        let beneficiary = beneficiary.expect("nothing is created for who took no part");
        brute_force(weights.len(), |coalition| cooperation_worth(&weights, beneficiary, coalition))
    } else {
        weights
    };
    taking_part.keys().cloned().map(Some).zip(shares).collect()
}

/// In proportion to what each misused or did not bring of what the loss is told by, or all of it to nobody.
fn misused(counted: &Counted, arithmetic: Arithmetic) -> Vec<(Option<String>, BigRational)> {
    let mut parts: BTreeMap<Option<String>, BigRational> = BTreeMap::new();
    for (by, amount) in misuses(counted.held, &counted.behind.beneficiary) {
        *parts.entry(Some(by)).or_insert_with(BigRational::zero) += value(amount, arithmetic);
    }
    let sum: BigRational = parts.values().sum();
    if parts.is_empty() {
        return vec![(None, BigRational::one())];
    }
    parts.into_iter().map(|(by, amount)| (by, amount / &sum)).collect()
}
