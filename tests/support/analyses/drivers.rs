//! Section 11: appraisals with a dimension's value, compared with the appraisals with its other values.

use std::collections::{BTreeMap, BTreeSet};

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::{Row, RowKey, Table};
use crate::support::case::Case;
use crate::support::oracle::{Arithmetic, CountedAppraisal, books, counted_appraisals};
use crate::support::plain_terms::{Key, PlainTerms};

const WITH: [&str; 9] = [
    "with people",
    "with appraisals",
    "with gains",
    "with losses",
    "with better",
    "with worse",
    "with created",
    "with destroyed",
    "with net",
];
const WITHOUT: [&str; 9] = [
    "without people",
    "without appraisals",
    "without gains",
    "without losses",
    "without better",
    "without worse",
    "without created",
    "without destroyed",
    "without net",
];

/// The rows have a value and a measure. They do not depend on the grouping.
pub fn drivers(
    case: &Case,
    accepted: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    dimension: &'static str,
) -> Table<BigRational> {
    let by_value = PlainTerms { by: vec![Key::With(dimension)], ..terms.clone() };
    let books = books(case, accepted);
    let counted = counted_appraisals(case, &books, arithmetic, &by_value);
    let mut measures: BTreeMap<&str, Vec<&CountedAppraisal>> = BTreeMap::new();
    for one in counted.iter().filter(|one| one.change().is_some() && one.line[0].is_some()) {
        measures.entry(&one.appraisal.row.measure).or_default().push(one);
    }
    let mut table = Table::new();
    for (measure, stated) in measures {
        for value in stated.iter().map(|one| one.line[0].clone()).collect::<BTreeSet<_>>() {
            let (with, without): (Vec<_>, Vec<_>) = stated.iter().partition(|one| one.line[0] == value);
            let mut row = Row::default();
            compare(&mut row, WITH, &with);
            compare(&mut row, WITHOUT, &without);
            table.insert(RowKey { subject: value, ..RowKey::of(&Vec::new(), measure) }, row);
        }
    }
    table
}

fn compare(row: &mut Row<BigRational>, names: [&'static str; 9], of: &[&CountedAppraisal]) {
    let number = |is: fn(&CountedAppraisal) -> bool| of.iter().filter(|one| is(one)).count() as u64;
    let sum = |is: fn(&CountedAppraisal) -> bool| {
        let sizes = of.iter().filter(|one| is(one)).filter_map(|one| one.change()).map(Signed::abs);
        sizes.fold(BigRational::zero(), |sum, size| sum + size)
    };
    row.counts.extend([
        (names[0], of.iter().map(|one| one.appraisal.beneficiary).collect::<BTreeSet<_>>().len() as u64),
        (names[1], of.len() as u64),
        (names[2], number(|one| one.is_created())),
        (names[3], number(|one| one.is_destroyed())),
        (names[4], number(|one| one.is_better())),
        (names[5], number(|one| one.is_worse())),
    ]);
    row.amounts.extend([
        (names[6], sum(|one| one.is_created())),
        (names[7], sum(|one| one.is_destroyed())),
        (names[8], sum(|one| one.is_better()) - sum(|one| one.is_worse())),
    ]);
}
