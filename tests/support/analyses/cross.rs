//! Section 9: people by their outcomes on two measures.

use std::collections::{BTreeMap, BTreeSet};

use num_rational::BigRational;
use num_traits::Zero;

use super::{Row, RowKey, Sign, Table, sign};
use crate::support::case::Case;
use crate::support::oracle::{Arithmetic, books, counted_appraisals};
use crate::support::plain_terms::{Line, PlainTerms};

/// The outcome on the first measure and the outcome on the second, each in the order better, same, worse.
pub const BOTH: [[&str; 3]; 3] = [
    ["both better better", "both better same", "both better worse"],
    ["both same better", "both same same", "both same worse"],
    ["both worse better", "both worse same", "both worse worse"],
];
pub const WITHOUT: [&str; 2] = ["without_measure", "without_other"];

/// The sum of a person's changes on each measure, or `None` without a counted appraisal.
type Sums = [Option<BigRational>; 2];

fn people_on_lines(
    case: &Case,
    accepted: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    measures: [&str; 2],
) -> BTreeMap<(Line, String), Sums> {
    let books = books(case, accepted);
    let mut people: BTreeMap<_, Sums> = BTreeMap::new();
    for one in counted_appraisals(case, &books, arithmetic, terms) {
        let Some(change) = one.change() else { continue };
        for side in [0, 1].into_iter().filter(|side| measures[*side] == one.appraisal.row.measure) {
            let sums = people.entry((one.line.clone(), one.appraisal.beneficiary.to_owned())).or_default();
            *sums[side].get_or_insert_with(BigRational::zero) += change;
        }
    }
    people
}

/// Every person with a counted appraisal on one of the measures.
pub fn people(
    case: &Case,
    accepted: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    measures: [&str; 2],
) -> BTreeSet<String> {
    people_on_lines(case, accepted, arithmetic, terms, measures).into_keys().map(|(_, person)| person).collect()
}

pub fn cross(
    case: &Case,
    accepted: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    measures: [&str; 2],
) -> Table<BigRational> {
    let mut table: Table<BigRational> = Table::new();
    for ((line, _), sums) in people_on_lines(case, accepted, arithmetic, terms, measures) {
        let outcome = |side: usize| {
            let measure = case.measure(measures[side]).expect("validation checks the measure");
            sums[side].as_ref().map(|sum| match sign(sum, measure, arithmetic) {
                Sign::Better => 0,
                Sign::Within => 1,
                Sign::Worse => 2,
            })
        };
        let names = || BOTH.into_iter().flatten().chain(WITHOUT).chain(["people"]);
        let key = RowKey::of(&line, measures[0]);
        let row = table.entry(key).or_insert_with(|| Row::counting(names().map(|name| (name, 0))));
        let counted = match (outcome(0), outcome(1)) {
            (Some(one), Some(other)) => vec!["people", BOTH[one][other]],
            (None, _) => vec![WITHOUT[0]],
            (_, None) => vec![WITHOUT[1]],
        };
        for name in counted {
            *row.counts.get_mut(name).expect("every name is in a row") += 1;
        }
    }
    table
}
