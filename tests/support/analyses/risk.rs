//! Section 12: how often there is a loss, whoever bears it, how large it is, and how bad the worst share of changes.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::{Place, Row, Table};
use crate::support::case::Case;
use crate::support::oracle::{Arithmetic, Counted, PlainTerms, books, counted};

/// A row has `too_few` alone where there are fewer beneficiaries than a minimum.
pub fn risk(
    case: &Case,
    let_in: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    level: &BigRational,
    minimum: u64,
) -> Table<BigRational> {
    let books = books(case, let_in);
    let counted = counted(case, &books, arithmetic, terms);
    let mut places: BTreeMap<Place, Vec<&Counted>> = BTreeMap::new();
    for one in counted.iter().filter(|one| one.change().is_some()) {
        places.entry(one.place()).or_default().push(one);
    }
    places.into_iter().map(|(place, here)| (place, row(&here, level, minimum))).collect()
}

fn row(here: &[&Counted], level: &BigRational, minimum: u64) -> Row<BigRational> {
    let beneficiaries = here.iter().map(|one| one.said.beneficiary).collect::<BTreeSet<_>>().len() as u64;
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

/// The mean of the worst share of the changes, turned so that a loss is positive; the last one by its fraction.
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
