//! Which lines are published by themselves, and which together.

use crate::analysis::people::PeopleSet;

/// Each line with enough people is published by itself. The others are pooled, and the smallest further lines are added
/// until the pool has enough. `None` if all lines together have too few.
///
/// # Formula
///
/// Of the lines, by how many people are on each (of equal ones the first): all below the threshold, and if there are any, as
/// many more, the smallest first, as it takes until `|∪ people| ≥ threshold`. Ours.
pub(super) fn rows_of(people: &[PeopleSet], threshold: u64) -> Option<Vec<Vec<usize>>> {
    let mut order: Vec<usize> = (0..people.len()).collect();
    // Stable: of lines with as many people, the first goes first.
    order.sort_by_key(|&line| people[line].len());
    let small = order.partition_point(|&line| people[line].len() < threshold);
    let (mut pool, mut pooled) = (Vec::new(), PeopleSet::new());
    for (place, &line) in order.iter().enumerate() {
        if small == 0 || place >= small && pooled.len() >= threshold {
            break;
        }
        pool.push(line);
        pooled |= &people[line];
    }
    if small > 0 && pooled.len() < threshold {
        return None;
    }
    pool.sort_unstable();
    let alone = (0..people.len()).filter(|line| pool.binary_search(line).is_err()).map(|line| vec![line]);
    let mut rows: Vec<Vec<usize>> = alone.collect();
    rows.extend((!pool.is_empty()).then_some(pool));
    Some(rows)
}
