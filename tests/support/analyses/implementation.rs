//! Two implementations of the analyses of a case: the second implementation, and the crate (in
//! `crate_implementation`). The tests check each law on both, so that a failure shows whether
//! the law or the crate is wrong.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::attribution::{AttributionResult, AttributionRule, RULES, attribution};
use super::cross::cross;
use super::drivers::drivers;
use super::engagement::{can_be_grouped, engagement};
use super::engagement_drivers::engagement_drivers;
use super::relations::relations;
use super::risk::risk;
use super::{RowKey, Table};
use crate::support::case::{Case, Scale};
use crate::support::compare::NumberKind;
use crate::support::generate::{DIMENSIONS, MEASURES};
use crate::support::oracle::{Arithmetic, statement};
use crate::support::plain_terms::PlainTerms;
use crate::support::validation;

/// The options of the analyses, besides the terms.
#[derive(Clone, Copy, Debug)]
pub struct AnalysisOptions {
    pub threshold: (u32, u32),
    /// The share of its interactions in which a side has to be stated.
    pub stated_in: (u32, u32),
    /// The share of the changes that the expected shortfall averages, in eighths, which all fractions and floats
    /// represent exactly.
    pub level: u32,
    pub minimum: u64,
    pub dimension: &'static str,
    /// Two different measures.
    pub crossed: [&'static str; 2],
}

pub fn analysis_options() -> impl Strategy<Value = AnalysisOptions> {
    let crossed = subsequence(&MEASURES[..], 2).prop_shuffle().prop_map(|two| [two[0], two[1]]);
    ((1..=3_u32, 1..=3_u32, 1..=3_u32, 1..=3_u32), 1..=8_u32, 0..=4_u64, select(&DIMENSIONS[..]), crossed).prop_map(
        |((p, q, part, whole), level, minimum, dimension, crossed)| AnalysisOptions {
            threshold: (p.min(q), q),
            stated_in: (part.min(whole), whole),
            level,
            minimum,
            dimension,
            crossed,
        },
    )
}

impl AnalysisOptions {
    pub fn exact_level(&self) -> BigRational {
        BigRational::new(BigInt::from(self.level), BigInt::from(8))
    }
}

/// All analyses of one case.
#[derive(Clone, Debug, PartialEq)]
pub struct Analyses<A> {
    /// `None` if the grouping needs an appraisal.
    pub engagement: Option<Table<A>>,
    pub engagement_drivers: Table<A>,
    /// One result for each rule of [`RULES`].
    pub attribution: Vec<AttributionResult<A>>,
    pub relations: Table<A>,
    pub cross: Table<A>,
    pub drivers: Table<A>,
    pub risk: Table<A>,
}

pub trait Implementation {
    type Amount: NumberKind;

    fn accepted(case: &Case, scale: Scale) -> Vec<bool>;

    fn attribution(
        case: &Case,
        scale: Scale,
        terms: &PlainTerms,
        rule: AttributionRule,
    ) -> AttributionResult<Self::Amount>;

    fn analyses(case: &Case, scale: Scale, terms: &PlainTerms, options: &AnalysisOptions) -> Analyses<Self::Amount>;

    /// The created and the destroyed amount of each cell of the statement.
    fn figures(case: &Case, scale: Scale, terms: &PlainTerms) -> BTreeMap<RowKey, [Self::Amount; 2]>;
}

/// The second implementation: exact fractions, with its own validation.
pub struct SecondImplementation;

impl Implementation for SecondImplementation {
    type Amount = BigRational;

    fn accepted(case: &Case, _: Scale) -> Vec<bool> {
        validation::refusals(case).iter().map(Option::is_none).collect()
    }

    fn attribution(
        case: &Case,
        scale: Scale,
        terms: &PlainTerms,
        rule: AttributionRule,
    ) -> AttributionResult<BigRational> {
        attribution(case, &Self::accepted(case, scale), Arithmetic::Exact(scale), terms, rule)
    }

    fn analyses(case: &Case, scale: Scale, terms: &PlainTerms, options: &AnalysisOptions) -> Analyses<BigRational> {
        all_analyses(case, &Self::accepted(case, scale), Arithmetic::Exact(scale), terms, options)
    }

    fn figures(case: &Case, scale: Scale, terms: &PlainTerms) -> BTreeMap<RowKey, [BigRational; 2]> {
        let statement = statement(case, &Self::accepted(case, scale), Arithmetic::Exact(scale), terms);
        let figures = |((line, measure), cell): ((_, String), crate::support::oracle::OracleCell)| {
            (RowKey::of(&line, &measure), [cell.created(), cell.destroyed()])
        };
        statement.into_iter().map(figures).collect()
    }
}

/// All analyses by the second implementation.
pub fn all_analyses(
    case: &Case,
    accepted: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    options: &AnalysisOptions,
) -> Analyses<BigRational> {
    let engagement = can_be_grouped(&terms.by)
        .then(|| engagement(case, accepted, arithmetic, terms, [options.threshold, options.stated_in]));
    Analyses {
        engagement,
        engagement_drivers: engagement_drivers(case, accepted, arithmetic, terms, options.dimension),
        attribution: RULES.iter().map(|rule| attribution(case, accepted, arithmetic, terms, *rule)).collect(),
        relations: relations(case, accepted, arithmetic, terms),
        cross: cross(case, accepted, arithmetic, terms, options.crossed),
        drivers: drivers(case, accepted, arithmetic, terms, options.dimension),
        risk: risk(case, accepted, arithmetic, terms, &options.exact_level(), options.minimum),
    }
}
