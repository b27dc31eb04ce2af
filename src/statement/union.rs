//! Two sorted sequences as one.

use std::cmp::Ordering;

/// Hands over what is in one of two sorted sequences or in both, each once and in order, and says at which place each of the
/// one and of the other is then.
pub(super) fn union_of_sorted<T: Ord>(
    here: impl Iterator<Item = T>,
    there: impl Iterator<Item = T>,
    mut take: impl FnMut(T),
) -> [Vec<u32>; 2] {
    let (mut here, mut there) = (here.peekable(), there.peekable());
    let (mut here_places, mut there_places) = (Vec::new(), Vec::new());
    for place in 0.. {
        let order = match (here.peek(), there.peek()) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(one), Some(two)) => one.cmp(two),
        };
        let mut next = None;
        if order.is_le() {
            next = here.next();
            here_places.push(place);
        }
        if order.is_ge() {
            next = there.next();
            there_places.push(place);
        }
        take(next.expect("one of them has more"));
    }
    [here_places, there_places]
}
