//! Compares a table of the crate with the exact table of the second implementation.

use std::collections::BTreeSet;

use num_rational::BigRational;
use num_traits::Signed;

use super::attribution::{AttributionResult, RULES, rounded};
use super::implementation::{Analyses, AnalysisOptions, all_analyses};
use super::json_tables::QUOTIENTS;
use super::{RowKey, Table};
use crate::support::case::{Case, exact};
use crate::support::compare::NumberKind;
use crate::support::oracle::Arithmetic;
use crate::support::plain_terms::PlainTerms;

/// Tolerance for a quotient of figures that were each rounded.
fn near<N: NumberKind>(got: &N, expected: &BigRational) -> bool {
    let trillionth = BigRational::new(1.into(), 1_000_000_000_000_i64.into());
    got.is_nearest(expected) || (exact(got) - expected).abs() <= expected.abs() * trillionth
}

/// The required precision of figures that are not quotients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// The figure is the exact value, rounded once.
    Exact,
    /// The figure may be off in its last bits, because the weights of its shares were rounded.
    LastBits,
}

/// Checks that both tables have the same rows, counts and figures. A quotient may always be off in its last bits.
#[track_caller]
pub fn agree_table<N: NumberKind>(got: &Table<N>, expected: &Table<BigRational>, precision: Precision, what: &str) {
    let keys: BTreeSet<&RowKey> = got.keys().chain(expected.keys()).collect();
    for key in keys {
        let (got, expected) = (got.get(key), expected.get(key));
        let (Some(got), Some(expected)) = (got, expected) else {
            panic!("{what} at {key:?} is {got:?}, not {expected:?}");
        };
        assert_eq!((&got.counts, &got.word), (&expected.counts, &expected.word), "{what} at {key:?}");
        assert!(got.amounts.keys().eq(expected.amounts.keys()), "{what} at {key:?}: {got:?}, not {expected:?}");
        for (name, amount) in &got.amounts {
            let exact = &expected.amounts[name];
            let roughly = precision == Precision::LastBits || QUOTIENTS.contains(name);
            let agrees = if roughly { near(amount, exact) } else { amount.is_nearest(exact) };
            assert!(agrees, "{name} of {what} at {key:?} is {amount}, not {exact}");
        }
    }
}

#[track_caller]
pub fn agree_analyses<N: NumberKind>(
    got: &Analyses<N>,
    case: &Case,
    accepted: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    options: &AnalysisOptions,
) {
    let expected = all_analyses(case, accepted, arithmetic, terms, options);
    let whole = format!("{terms:?}, {options:?}");
    match (&got.engagement, &expected.engagement) {
        (Some(got), Some(expected)) => agree_table(got, expected, Precision::Exact, &format!("engagement of {whole}")),
        (got, expected) => assert_eq!(got.is_some(), expected.is_some(), "engagement of {whole}"),
    }
    let drivers = format!("engagement drivers of {whole}");
    agree_table(&got.engagement_drivers, &expected.engagement_drivers, Precision::Exact, &drivers);
    agree_table(&got.relations, &expected.relations, Precision::Exact, &format!("relations of {whole}"));
    agree_table(&got.cross, &expected.cross, Precision::Exact, &format!("cross of {whole}"));
    agree_table(&got.drivers, &expected.drivers, Precision::Exact, &format!("drivers of {whole}"));
    agree_table(&got.risk, &expected.risk, Precision::Exact, &format!("risk of {whole}"));
    let precision = if matches!(arithmetic, Arithmetic::Float(_)) { Precision::LastBits } else { Precision::Exact };
    for (rule, got) in RULES.into_iter().zip(&got.attribution) {
        let round = |share: &BigRational| N::nearest(share).in_full();
        let expected: AttributionResult<BigRational> = rounded(case, accepted, arithmetic, terms, rule, round);
        agree_table(&got.table, &expected.table, precision, &format!("attribution by {rule:?} of {whole}"));
        assert_eq!(got.equal_split_count, expected.equal_split_count, "{rule:?} of {whole}");
    }
}
