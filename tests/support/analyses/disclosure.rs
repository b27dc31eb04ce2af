//! Section 15: pooling of lines with fewer than `k` beneficiaries.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::implementation::{Implementation, SecondImplementation};
use crate::support::case::{Case, Scale};
use crate::support::generate::ledger;
use crate::support::generate_terms::terms;
use crate::support::oracle::{Arithmetic, CellEntry, Classification, statement};
use crate::support::plain_terms::{Line, PlainTerms};

/// The published lines and the pool of one measure. Empty if even the pool would have fewer than `k` people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublishedLines {
    pub lines: BTreeMap<Line, Vec<CellEntry>>,
    pub pool: Vec<CellEntry>,
    pub pooled: BTreeSet<Line>,
}

pub fn beneficiaries<'a>(entries: impl IntoIterator<Item = &'a CellEntry>) -> usize {
    let counted = entries.into_iter().filter(|entry| entry.counts_as != Classification::LeftOut);
    counted.map(|entry| entry.beneficiary.as_str()).collect::<BTreeSet<_>>().len()
}

pub fn disclose(
    case: &Case,
    accepted: &[bool],
    arithmetic: Arithmetic,
    terms: &PlainTerms,
    k: usize,
) -> BTreeMap<String, PublishedLines> {
    let mut measures: BTreeMap<String, BTreeMap<Line, Vec<CellEntry>>> = BTreeMap::new();
    for ((line, measure), cell) in statement(case, accepted, arithmetic, terms) {
        measures.entry(measure).or_default().insert(line, cell.entries);
    }
    measures.into_iter().map(|(measure, lines)| (measure, pool(lines, k))).collect()
}

/// Pools every line with fewer than `k` people, and then the next smallest lines until the pool has `k` people. Ties
/// are broken by the order of lines.
fn pool(lines: BTreeMap<Line, Vec<CellEntry>>, k: usize) -> PublishedLines {
    let mut published = PublishedLines { lines, ..PublishedLines::default() };
    let mut order: Vec<(usize, Line)> =
        published.lines.iter().map(|(line, entries)| (beneficiaries(entries), line.clone())).collect();
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
        return PublishedLines::default();
    }
    published.pool.sort();
    published
}

/// Totals must stay the same, no published line may have fewer than `k` people, and nothing may be suppressed if one
/// pool of all lines has enough people.
#[track_caller]
fn no_published_line_has_fewer_than_k_people(case: &Case, terms: &PlainTerms, k: usize) {
    let accepted = SecondImplementation::accepted(case, Scale::Tenths);
    let arithmetic = Arithmetic::Exact(Scale::Tenths);
    let mut all: BTreeMap<String, Vec<CellEntry>> = BTreeMap::new();
    for ((_, measure), cell) in statement(case, &accepted, arithmetic, terms) {
        all.entry(measure).or_default().extend(cell.entries);
    }
    for (measure, published) in disclose(case, &accepted, arithmetic, terms, k) {
        if published == PublishedLines::default() {
            assert!(beneficiaries(&all[&measure]) < k, "{measure}: a pool of all lines has enough people");
            continue;
        }
        assert!(published.lines.values().all(|entries| beneficiaries(entries) >= k));
        assert!(published.pooled.is_empty() || beneficiaries(&published.pool) >= k);
        let mut entries: Vec<CellEntry> = published.lines.into_values().flatten().chain(published.pool).collect();
        entries.sort();
        let whole = all.get_mut(&measure).expect("the same measures");
        whole.sort();
        assert_eq!(entries, *whole);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn r26_the_second_implementation_pools_lines_with_fewer_than_k_people(case in ledger(), terms in terms(), k in 0..5_usize) {
        no_published_line_has_fewer_than_k_people(&case, &terms, k);
    }
}
