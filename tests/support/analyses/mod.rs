//! The readings worked a second time: naive, over exact fractions, from the model alone (sections 8 to 12 and 15).
//!
//! Every reading is a table: rows of counts, amounts and at most one word, each by its name in the written form. So one
//! comparison serves all of them, whether the other side is an example, the crate or another reading.

pub mod attribution;
pub mod compare;
pub mod crate_side;
pub mod cross;
pub mod disclosure;
pub mod drivers;
pub mod engagement;
pub mod engagement_drivers;
pub mod relations;
pub mod risk;
pub mod shapley;
pub mod side;
pub mod written;

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::Zero;

use crate::support::case::MeasureRow;
use crate::support::oracle::{
    Arithmetic, BETTER, CREATED, Classification, Counted, DESTROYED, Held, Line, WORSE, value,
};

/// Where a row stands: its line, its measure if it has one, and a party or a dimension's value.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub line: Line,
    pub measure: String,
    pub whom: Option<String>,
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

pub type Table<A> = BTreeMap<Place, Row<A>>;

impl<A> Row<A> {
    pub fn counting(counts: impl IntoIterator<Item = (&'static str, u64)>) -> Self {
        Self { counts: counts.into_iter().collect(), ..Self::default() }
    }

    pub fn with(mut self, name: &'static str, amount: A) -> Self {
        self.amounts.insert(name, amount);
        self
    }
}

impl Place {
    pub fn of(line: &Line, measure: &str) -> Self {
        Self { line: line.clone(), measure: measure.to_owned(), whom: None }
    }
}

impl Counted<'_> {
    pub fn place(&self) -> Place {
        Place::of(&self.line, &self.said.row.measure)
    }

    pub fn is_created(&self) -> bool {
        CREATED.contains(&self.behind.counts_as)
    }

    pub fn is_destroyed(&self) -> bool {
        DESTROYED.contains(&self.behind.counts_as)
    }

    pub fn is_better(&self) -> bool {
        BETTER.contains(&self.behind.counts_as)
    }

    pub fn is_worse(&self) -> bool {
        WORSE.contains(&self.behind.counts_as)
    }

    pub fn is_windfall(&self) -> bool {
        [Classification::WindfallGain, Classification::WindfallLoss].contains(&self.behind.counts_as)
    }

    /// What was left out is in no reading.
    pub fn change(&self) -> Option<&BigRational> {
        self.behind.change.as_ref().filter(|_| self.behind.counts_as != Classification::LeftOut)
    }
}

/// What a party's stated contributions come to.
#[derive(Clone, Debug)]
pub struct Brought {
    pub integrated: BigRational,
    pub contributed: BigRational,
}

/// None where nothing that the party brought is stated.
pub fn brought(held: &Held, party: &str, arithmetic: Arithmetic) -> Option<Brought> {
    let mut sum: Option<Brought> = None;
    for row in held.row.contributions.iter().filter(|row| row.party == party) {
        if row.integrated.is_none() && row.misused.is_empty() {
            continue;
        }
        let integrated = row.integrated.map_or_else(BigRational::zero, |units| value(units, arithmetic));
        let misused: BigRational = row.misused.iter().map(|part| value(part.amount, arithmetic)).sum();
        let sum =
            sum.get_or_insert_with(|| Brought { integrated: BigRational::zero(), contributed: BigRational::zero() });
        sum.contributed += &integrated + misused;
        sum.integrated += integrated;
    }
    sum
}

/// Of which side of a measure's tolerance a sum is.
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
