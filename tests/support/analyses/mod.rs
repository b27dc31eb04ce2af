//! Second implementation of the analyses: simple, over exact fractions, and written from the model alone (sections 8
//! to 12 and 15).
//!
//! Every analysis is a table. Its rows have counts, amounts and at most one word, with their names in the JSON. One
//! comparison therefore works for all of them.

pub mod attribution;
pub mod compare;
pub mod crate_implementation;
pub mod cross;
pub mod disclosure;
pub mod drivers;
pub mod engagement;
pub mod engagement_drivers;
pub mod implementation;
pub mod json_tables;
pub mod relations;
pub mod risk;
pub mod shapley;

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::Zero;

use crate::support::case::MeasureRow;
use crate::support::oracle::{
    Arithmetic, BETTER, CREATED, Classification, CountedAppraisal, DESTROYED, InteractionHistory, WORSE, value,
};
use crate::support::plain_terms::Line;

/// The key of a row: a line, a measure (may be empty), and optionally a party or a dimension's value.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowKey {
    pub line: Line,
    pub measure: String,
    pub subject: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Row<A> {
    pub counts: BTreeMap<&'static str, u64>,
    pub amounts: BTreeMap<&'static str, A>,
    pub word: Option<String>,
}

impl<A> Default for Row<A> {
    fn default() -> Self {
        Self { counts: BTreeMap::new(), amounts: BTreeMap::new(), word: None }
    }
}

pub type Table<A> = BTreeMap<RowKey, Row<A>>;

impl<A> Row<A> {
    pub fn counting(counts: impl IntoIterator<Item = (&'static str, u64)>) -> Self {
        Self { counts: counts.into_iter().collect(), ..Self::default() }
    }

    pub fn with(mut self, name: &'static str, amount: A) -> Self {
        self.amounts.insert(name, amount);
        self
    }
}

impl RowKey {
    pub fn of(line: &Line, measure: &str) -> Self {
        Self { line: line.clone(), measure: measure.to_owned(), subject: None }
    }
}

impl CountedAppraisal<'_> {
    pub fn key(&self) -> RowKey {
        RowKey::of(&self.line, &self.appraisal.row.measure)
    }

    pub fn is_created(&self) -> bool {
        CREATED.contains(&self.entry.counts_as)
    }

    pub fn is_destroyed(&self) -> bool {
        DESTROYED.contains(&self.entry.counts_as)
    }

    pub fn is_better(&self) -> bool {
        BETTER.contains(&self.entry.counts_as)
    }

    pub fn is_worse(&self) -> bool {
        WORSE.contains(&self.entry.counts_as)
    }

    pub fn is_windfall(&self) -> bool {
        [Classification::WindfallGain, Classification::WindfallLoss].contains(&self.entry.counts_as)
    }

    /// The change of an appraisal that is not left out. Analyses ignore the others.
    pub fn change(&self) -> Option<&BigRational> {
        self.entry.change.as_ref().filter(|_| self.entry.counts_as != Classification::LeftOut)
    }
}

/// The integrated and the contributed quantity of a party in one interaction.
#[derive(Clone, Debug)]
pub struct Quantities {
    pub integrated: BigRational,
    pub contributed: BigRational,
}

/// The sum of the party's stated contributions, or `None` without one.
pub fn quantities_of(history: &InteractionHistory, party: &str, arithmetic: Arithmetic) -> Option<Quantities> {
    let mut sum: Option<Quantities> = None;
    for row in history.row.contributions.iter().filter(|row| row.party == party) {
        if row.integrated.is_none() && row.misused.is_empty() {
            continue;
        }
        let integrated = row.integrated.map_or_else(BigRational::zero, |units| value(units, arithmetic));
        let misused: BigRational = row.misused.iter().map(|part| value(part.amount, arithmetic)).sum();
        let sum =
            sum.get_or_insert_with(|| Quantities { integrated: BigRational::zero(), contributed: BigRational::zero() });
        sum.contributed += &integrated + misused;
        sum.integrated += integrated;
    }
    sum
}

/// The quantity that a party integrated: zero if it states nothing and was excused, `None` if neither is stated.
pub fn integrated_of(history: &InteractionHistory, party: &str, arithmetic: Arithmetic) -> Option<BigRational> {
    let is_excused = || history.row.contributions.iter().any(|row| row.party == party && row.excused);
    let stated = quantities_of(history, party, arithmetic).map(|quantities| quantities.integrated);
    stated.or_else(|| is_excused().then(BigRational::zero))
}

/// A sum of changes, compared with the tolerance of its measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Better,
    Within,
    Worse,
}

pub fn sign(sum: &BigRational, measure: &MeasureRow, arithmetic: Arithmetic) -> Sign {
    let tolerance = value(measure.tolerance, arithmetic);
    if *sum > tolerance {
        Sign::Better
    } else if *sum < -tolerance {
        Sign::Worse
    } else {
        Sign::Within
    }
}
