//! Pooling: decides which lines are published alone and which together.

use crate::analysis::people::PeopleSet;

/// The rows of a table, each as a list of lines: a row for each line with enough people, and a last row that pools the
/// others, with the smallest further lines until the pool has enough people. `None` if all lines together have too few.
///
/// # Formula
///
/// The pool has all lines below the threshold. If there are any, further lines are added, the smallest first (of equal
/// ones the first), until `|∪ people| ≥ threshold`. Ours.
pub(super) fn pooled_rows(people: &[PeopleSet], threshold: u64) -> Option<Vec<Vec<usize>>> {
    let mut order: Vec<usize> = (0..people.len()).collect();
    // The sort is stable, so of lines with equally many people the first stays first.
    order.sort_by_key(|&line| people[line].len());
    let small = order.partition_point(|&line| people[line].len() < threshold);
    let (mut pool, mut pooled) = (Vec::new(), PeopleSet::new());
    for (index, &line) in order.iter().enumerate() {
        if small == 0 || index >= small && pooled.len() >= threshold {
            break;
        }
        pool.push(line);
        pooled |= &people[line];
    }
    if small > 0 && pooled.len() < threshold {
        return None;
    }
    pool.sort_unstable();
    let single = (0..people.len()).filter(|line| pool.binary_search(line).is_err()).map(|line| vec![line]);
    let mut rows: Vec<Vec<usize>> = single.collect();
    rows.extend((!pool.is_empty()).then_some(pool));
    Some(rows)
}
