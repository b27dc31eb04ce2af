//! The union of two sorted sequences.

use std::cmp::Ordering;

/// Calls `take` with each distinct item of two sorted sequences, in order. Returns the position in the union of each
/// item of the first sequence, and of each of the second.
pub(super) fn union_of_sorted<T: Ord>(
    here: impl Iterator<Item = T>,
    there: impl Iterator<Item = T>,
    mut take: impl FnMut(T),
) -> [Vec<u32>; 2] {
    let (mut here, mut there) = (here.peekable(), there.peekable());
    let (mut here_positions, mut there_positions) = (Vec::new(), Vec::new());
    for position in 0.. {
        let order = match (here.peek(), there.peek()) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(one), Some(two)) => one.cmp(two),
        };
        let mut next = None;
        if order.is_le() {
            next = here.next();
            here_positions.push(position);
        }
        if order.is_ge() {
            next = there.next();
            there_positions.push(position);
        }
        take(next.expect("one of the two has an item"));
    }
    [here_positions, there_positions]
}
