//! Section 15: which lines are pooled so that none is of fewer than k beneficiaries.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::Case;
use crate::oracle::{Arithmetic, Behind, CountsAs, Line, PlainTerms, statement};

/// Of each measure: what stands on its own, and what is in the pool. Nothing where no pool of k can be made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Published {
    pub lines: BTreeMap<Line, Vec<Behind>>,
    pub pool: Vec<Behind>,
    pub pooled: BTreeSet<Line>,
}

pub fn beneficiaries<'a>(behind: impl IntoIterator<Item = &'a Behind>) -> usize {
    let counted = behind.into_iter().filter(|behind| behind.counts_as != CountsAs::LeftOut);
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
