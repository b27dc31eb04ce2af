//! Section 15: which lines are pooled so that none is of fewer than k beneficiaries.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::side::{Second, Side};
use crate::support::case::{Case, Scale};
use crate::support::generate::{ledger, terms};
use crate::support::oracle::{Arithmetic, Behind, Classification, Line, PlainTerms, statement};

/// Of each measure: what stands on its own, and what is in the pool. Nothing where no pool of k can be made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Published {
    pub lines: BTreeMap<Line, Vec<Behind>>,
    pub pool: Vec<Behind>,
    pub pooled: BTreeSet<Line>,
}

pub fn beneficiaries<'a>(behind: impl IntoIterator<Item = &'a Behind>) -> usize {
    let counted = behind.into_iter().filter(|behind| behind.counts_as != Classification::LeftOut);
    counted.map(|behind| behind.beneficiary.as_str()).collect::<BTreeSet<_>>().len()
}

pub fn disclose(
    case: &Case,
    let_in: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    k: usize,
) -> BTreeMap<String, Published> {
    let mut measures: BTreeMap<String, BTreeMap<Line, Vec<Behind>>> = BTreeMap::new();
    for ((line, measure), cell) in statement(case, let_in, arithmetic, terms) {
        measures.entry(measure).or_default().insert(line, cell.behind);
    }
    measures.into_iter().map(|(measure, lines)| (measure, pool(lines, k))).collect()
}

/// Every line of too few, and then the smallest others (ties in the order of lines) until there are enough.
fn pool(lines: BTreeMap<Line, Vec<Behind>>, k: usize) -> Published {
    let mut published = Published { lines, ..Published::default() };
    let mut order: Vec<(usize, Line)> =
        published.lines.iter().map(|(line, behind)| (beneficiaries(behind), line.clone())).collect();
    order.sort();
    for (size, line) in order {
        let has_enough = published.pooled.is_empty() || beneficiaries(&published.pool) >= k;
        if size >= k && has_enough {
            break;
        }
        published.pool.extend(published.lines.remove(&line).expect("listed"));
        published.pooled.insert(line);
    }
    if !published.pooled.is_empty() && beneficiaries(&published.pool) < k {
        return Published::default();
    }
    published.pool.sort();
    published
}

/// Totals stay and no line is of fewer, or there are no lines; and no line is pooled without need.
#[track_caller]
fn no_line_is_of_fewer(case: &Case, terms: &PlainTerms, k: usize) {
    let let_in = Second::let_in(case, Scale::Tenths);
    let arithmetic = Arithmetic::Exact(Scale::Tenths);
    let mut all: BTreeMap<String, Vec<Behind>> = BTreeMap::new();
    for ((_, measure), cell) in statement(case, &let_in, arithmetic, terms) {
        all.entry(measure).or_default().extend(cell.behind);
    }
    for (measure, published) in disclose(case, &let_in, arithmetic, terms, k) {
        if published == Published::default() {
            assert!(beneficiaries(&all[&measure]) < k, "{measure}: there are enough for one pool of all");
            continue;
        }
        assert!(published.lines.values().all(|behind| beneficiaries(behind) >= k));
        assert!(published.pooled.is_empty() || beneficiaries(&published.pool) >= k);
        let mut behind: Vec<Behind> = published.lines.into_values().flatten().chain(published.pool).collect();
        behind.sort();
        let whole = all.get_mut(&measure).expect("the same measures");
        whole.sort();
        assert_eq!(behind, *whole);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn r26_no_line_is_of_fewer_in_the_second_implementation(case in ledger(), terms in terms(), k in 0..5_usize) {
        no_line_is_of_fewer(&case, &terms, k);
    }
}
