//! A table of any kind of number beside the exact one.

use std::collections::BTreeSet;

use num_rational::BigRational;
use num_traits::Signed;

use super::attribution::{Attributed, RULES, rounded};
use super::side::{Asked, Readings, read};
use super::written::QUOTIENTS;
use super::{Place, Table};
use crate::support::case::{Case, exact};
use crate::support::compare::Kind;
use crate::support::oracle::{Arithmetic, PlainTerms};

/// Of a quotient of rounded figures.
fn near<N: Kind>(got: &N, expected: &BigRational) -> bool {
    let trillionth = BigRational::new(1.into(), 1_000_000_000_000_i64.into());
    got.is_nearest(expected) || (exact(got) - expected).abs() <= expected.abs() * trillionth
}

/// How closely figures agree that no quotient is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closely {
    /// Each is the exact one, rounded once.
    ToTheBit,
    /// Shares by weights that are no floats themselves may be off in their last bits.
    Nearly,
}

/// Every figure is the exact one; a quotient may always be off in its last bits.
#[track_caller]
pub fn agree_table<N: Kind>(got: &Table<N>, expected: &Table<BigRational>, closely: Closely, what: &str) {
    let places: BTreeSet<&Place> = got.keys().chain(expected.keys()).collect();
    for place in places {
        let (got, expected) = (got.get(place), expected.get(place));
        let (Some(got), Some(expected)) = (got, expected) else {
            panic!("{what} at {place:?} is {got:?}, not {expected:?}");
        };
        assert_eq!((&got.counts, &got.word), (&expected.counts, &expected.word), "{what} at {place:?}");
        assert!(got.amounts.keys().eq(expected.amounts.keys()), "{what} at {place:?}: {got:?}, not {expected:?}");
        for (name, amount) in &got.amounts {
            let exact = &expected.amounts[name];
            let roughly = closely == Closely::Nearly || QUOTIENTS.contains(name);
            let agrees = if roughly { near(amount, exact) } else { amount.is_nearest(exact) };
            assert!(agrees, "{name} of {what} at {place:?} is {amount}, not {exact}");
        }
    }
}

#[track_caller]
pub fn agree_readings<N: Kind>(
    got: &Readings<N>,
    case: &Case,
    let_in: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    asked: &Asked,
) {
    let expected = read(case, let_in, arithmetic, terms, asked);
    let whole = format!("{terms:?}, {asked:?}");
    match (&got.engagement, &expected.engagement) {
        (Some(got), Some(expected)) => agree_table(got, expected, Closely::ToTheBit, &format!("engagement of {whole}")),
        (got, expected) => assert_eq!(got.is_some(), expected.is_some(), "engagement of {whole}"),
    }
    let drivers = format!("engagement drivers of {whole}");
    agree_table(&got.engagement_drivers, &expected.engagement_drivers, Closely::ToTheBit, &drivers);
    agree_table(&got.relations, &expected.relations, Closely::ToTheBit, &format!("relations of {whole}"));
    agree_table(&got.cross, &expected.cross, Closely::ToTheBit, &format!("cross of {whole}"));
    agree_table(&got.drivers, &expected.drivers, Closely::ToTheBit, &format!("drivers of {whole}"));
    agree_table(&got.risk, &expected.risk, Closely::ToTheBit, &format!("risk of {whole}"));
    let closely = if matches!(arithmetic, Arithmetic::Float(_)) { Closely::Nearly } else { Closely::ToTheBit };
    for (rule, got) in RULES.into_iter().zip(&got.attribution) {
        let round = |share: &BigRational| N::nearest(share).in_full();
        let expected: Attributed<BigRational> = rounded(case, let_in, arithmetic, terms, rule, round);
        agree_table(&got.table, &expected.table, closely, &format!("attribution by {rule:?} of {whole}"));
        assert_eq!(got.counted_equally, expected.counted_equally, "{rule:?} of {whole}");
    }
}
