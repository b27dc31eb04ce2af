//! Section 9: how people ended on one measure, by how they ended on another.

use std::collections::{BTreeMap, BTreeSet};

use num_rational::BigRational;
use num_traits::Zero;

use super::{Place, Row, Sign, Table, sign};
use crate::support::case::Case;
use crate::support::oracle::{Arithmetic, Line, PlainTerms, books, counted};

/// How a person ended on the first measure, and then on the second, in the order better, within, worse.
pub const BOTH: [[&str; 3]; 3] = [
    ["both better better", "both better same", "both better worse"],
    ["both same better", "both same same", "both same worse"],
    ["both worse better", "both worse same", "both worse worse"],
];
pub const WITHOUT: [&str; 2] = ["without_measure", "without_other"];

/// What changed for a person on each measure; none where nothing is counted.
type Sums = [Option<BigRational>; 2];

fn people_on_lines(
    case: &Case,
    let_in: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    measures: [&str; 2],
) -> BTreeMap<(Line, String), Sums> {
    let books = books(case, let_in);
    let mut people: BTreeMap<_, Sums> = BTreeMap::new();
    for one in counted(case, &books, arithmetic, terms) {
        let Some(change) = one.change() else { continue };
        for side in [0, 1].into_iter().filter(|side| measures[*side] == one.said.row.measure) {
            let sums = people.entry((one.line.clone(), one.said.beneficiary.to_owned())).or_default();
            *sums[side].get_or_insert_with(BigRational::zero) += change;
        }
    }
    people
}

/// Everybody who is counted on one of the measures.
pub fn people(
    case: &Case,
    let_in: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    measures: [&str; 2],
) -> BTreeSet<String> {
    people_on_lines(case, let_in, arithmetic, terms, measures).into_keys().map(|(_, person)| person).collect()
}

pub fn cross(
    case: &Case,
    let_in: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    measures: [&str; 2],
) -> Table<BigRational> {
    let mut table: Table<BigRational> = Table::new();
    for ((line, _), sums) in people_on_lines(case, let_in, arithmetic, terms, measures) {
        let ended = |side: usize| {
            let measure = case.measure(measures[side]).expect("the door knows the measure");
            sums[side].as_ref().map(|sum| match sign(sum, measure, arithmetic) {
                Sign::Better => 0,
                Sign::Within => 1,
                Sign::Worse => 2,
            })
        };
        let names = || BOTH.into_iter().flatten().chain(WITHOUT).chain(["people"]);
        let place = Place::of(&line, measures[0]);
        let row = table.entry(place).or_insert_with(|| Row::counting(names().map(|name| (name, 0))));
        let counted = match (ended(0), ended(1)) {
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
