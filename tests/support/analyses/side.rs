//! Two sides that read the same case: the second implementation, and the crate behind `crate_side`. A law that is
//! written over a side is tried on both, so that no law is wrong where only the crate is asked.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::attribution::{Attributed, RULES, Sharing, attribution};
use super::cross::cross;
use super::drivers::drivers;
use super::engagement::{can_be_grouped, engagement};
use super::engagement_drivers::engagement_drivers;
use super::relations::relations;
use super::risk::risk;
use super::{Place, Table};
use crate::support::case::{Case, Scale};
use crate::support::compare::Kind;
use crate::support::generate::{DIMENSIONS, MEASURES};
use crate::support::oracle::{Arithmetic, PlainTerms, statement};
use crate::support::validation;

/// What is asked beside the terms.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub threshold: (u32, u32),
    /// In eighths, which every fraction and float holds.
    pub level: u32,
    pub minimum: u64,
    pub dimension: &'static str,
    /// Two measures, and never one twice.
    pub crossed: [&'static str; 2],
}

pub fn asked() -> impl Strategy<Value = Asked> {
    let crossed = subsequence(&MEASURES[..], 2).prop_shuffle().prop_map(|two| [two[0], two[1]]);
    ((1..=3_u32, 1..=3_u32), 1..=8_u32, 0..=4_u64, select(&DIMENSIONS[..]), crossed).prop_map(
        |((p, q), level, minimum, dimension, crossed)| Asked {
            threshold: (p.min(q), q),
            level,
            minimum,
            dimension,
            crossed,
        },
    )
}

impl Asked {
    pub fn exact_level(&self) -> BigRational {
        BigRational::new(BigInt::from(self.level), BigInt::from(8))
    }
}

/// All readings of one case.
#[derive(Clone, Debug, PartialEq)]
pub struct Readings<A> {
    /// None where the grouping needs an appraisal.
    pub engagement: Option<Table<A>>,
    pub engagement_drivers: Table<A>,
    /// By each rule, in the order of `RULES`.
    pub attribution: Vec<Attributed<A>>,
    pub relations: Table<A>,
    pub cross: Table<A>,
    pub drivers: Table<A>,
    pub risk: Table<A>,
}

pub trait Side {
    type Amount: Kind;

    fn let_in(case: &Case, scale: Scale) -> Vec<bool>;

    fn attribution(case: &Case, scale: Scale, terms: &PlainTerms, rule: Sharing) -> Attributed<Self::Amount>;

    fn readings(case: &Case, scale: Scale, terms: &PlainTerms, asked: &Asked) -> Readings<Self::Amount>;

    /// Created and destroyed of each cell of the statement.
    fn figures(case: &Case, scale: Scale, terms: &PlainTerms) -> BTreeMap<Place, [Self::Amount; 2]>;
}

/// The second implementation over exact fractions, with the second door.
pub struct Second;

impl Side for Second {
    type Amount = BigRational;

    fn let_in(case: &Case, _: Scale) -> Vec<bool> {
        validation::refusals(case).iter().map(Option::is_none).collect()
    }

    fn attribution(case: &Case, scale: Scale, terms: &PlainTerms, rule: Sharing) -> Attributed<BigRational> {
        attribution(case, &Self::let_in(case, scale), Arithmetic::Exact(scale), terms, rule)
    }

    fn readings(case: &Case, scale: Scale, terms: &PlainTerms, asked: &Asked) -> Readings<BigRational> {
        read(case, &Self::let_in(case, scale), Arithmetic::Exact(scale), terms, asked)
    }

    fn figures(case: &Case, scale: Scale, terms: &PlainTerms) -> BTreeMap<Place, [BigRational; 2]> {
        let statement = statement(case, &Self::let_in(case, scale), Arithmetic::Exact(scale), terms);
        let figures = |((line, measure), cell): ((_, String), crate::support::oracle::OracleCell)| {
            (Place::of(&line, &measure), [cell.created(), cell.destroyed()])
        };
        statement.into_iter().map(figures).collect()
    }
}

/// Every reading by the second implementation.
pub fn read(
    case: &Case,
    let_in: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    asked: &Asked,
) -> Readings<BigRational> {
    let engagement = can_be_grouped(&terms.by).then(|| engagement(case, let_in, arithmetic, terms, asked.threshold));
    Readings {
        engagement,
        engagement_drivers: engagement_drivers(case, let_in, arithmetic, terms, asked.dimension),
        attribution: RULES.iter().map(|rule| attribution(case, let_in, arithmetic, terms, *rule)).collect(),
        relations: relations(case, let_in, arithmetic, terms),
        cross: cross(case, let_in, arithmetic, terms, asked.crossed),
        drivers: drivers(case, let_in, arithmetic, terms, asked.dimension),
        risk: risk(case, let_in, arithmetic, terms, &asked.exact_level(), asked.minimum),
    }
}
