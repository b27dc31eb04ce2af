//! Section 12: probability, mean and expected loss, and expected shortfall. A loss counts for every beneficiary.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::{Row, RowKey, Table};
use crate::support::case::Case;
use crate::support::oracle::{Arithmetic, CountedAppraisal, books, counted_appraisals};
use crate::support::plain_terms::PlainTerms;

/// A row with fewer than `minimum` beneficiaries has only the count `too_few`.
pub fn risk(
    case: &Case,
    accepted: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    level: &BigRational,
    minimum: u64,
) -> Table<BigRational> {
    let books = books(case, accepted);
    let counted = counted_appraisals(case, &books, arithmetic, terms);
    let mut keys: BTreeMap<RowKey, Vec<&CountedAppraisal>> = BTreeMap::new();
    for one in counted.iter().filter(|one| one.change().is_some()) {
        keys.entry(one.key()).or_default().push(one);
    }
    keys.into_iter().map(|(key, here)| (key, row(&here, level, minimum))).collect()
}

fn row(here: &[&CountedAppraisal], level: &BigRational, minimum: u64) -> Row<BigRational> {
    let beneficiaries = here.iter().map(|one| one.appraisal.beneficiary).collect::<BTreeSet<_>>().len() as u64;
    if beneficiaries < minimum {
        return Row::counting([("too_few", beneficiaries)]);
    }
    let whole = |number: usize| BigRational::from_integer(BigInt::from(number));
    let losses: Vec<BigRational> =
        here.iter().filter(|one| one.is_worse()).filter_map(|one| one.change()).map(Signed::abs).collect();
    let lost = losses.iter().fold(BigRational::zero(), |sum, loss| sum + loss);
    let counts = [("appraisals", here.len() as u64), ("beneficiaries", beneficiaries), ("losses", losses.len() as u64)];
    let row = Row::counting(counts)
        .with("probability", whole(losses.len()) / whole(here.len()))
        .with("expected_loss", &lost / whole(here.len()))
        .with("expected_shortfall", shortfall(here.iter().filter_map(|one| one.change()).cloned().collect(), level));
    if losses.is_empty() { row } else { row.with("mean_loss", lost / whole(losses.len())) }
}

/// The mean of the worst changes, negated so that a loss is positive. The change on the boundary counts with the
/// fraction that falls inside.
fn shortfall(mut changes: Vec<BigRational>, level: &BigRational) -> BigRational {
    changes.sort();
    let all = level * BigRational::from_integer(BigInt::from(changes.len()));
    let mut open = all.clone();
    let mut sum = BigRational::zero();
    for change in changes {
        let part = open.clone().min(BigRational::from_integer(BigInt::from(1)));
        sum += change * &part;
        open -= part;
    }
    -sum / all
}
