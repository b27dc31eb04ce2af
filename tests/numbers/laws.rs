//! The laws of totals, tested on generated changes of every kind of number.

use std::fmt::Debug;

use covalue::number::{Number, Total};

/// The total of changes.
pub(crate) fn total_of<T: Total>(changes: &[T::Change]) -> T {
    let mut total = T::default();
    for change in changes {
        total.add(change).expect("a change that can be counted");
    }
    total
}

/// Asserts that totals are equal by every comparison.
#[track_caller]
pub(crate) fn assert_same<T: Total>(one: &T, other: &T) {
    assert_eq!(one, other);
    assert!(one.cmp(other).is_eq());
    assert_eq!(one.state(), other.state());
    assert_eq!(one.is_zero(), other.is_zero());
}

/// A permutation of `items` that `seed` picks.
pub(crate) fn shuffled<C: Clone>(items: &[C], seed: u64) -> Vec<C> {
    let mut items = items.to_vec();
    let mut bits = seed;
    for end in (1..items.len()).rev() {
        bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        items.swap(end, ((bits >> 33) as usize) % (end + 1));
    }
    items
}

/// Asserts R12: the same total in any order, partition and order of merging, and zero after everything is undone.
#[track_caller]
pub(crate) fn assert_same_in_any_order_and_partition<N: Number>(changes: &[N::Change], seed: u64) {
    let whole: N::Total = total_of(changes);
    assert_same(&whole, &total_of(&shuffled(changes, seed)));
    assert_eq!(whole.is_zero(), whole == N::Total::default());

    let mut parts: [N::Total; 4] = Default::default();
    for (index, change) in shuffled(changes, !seed).iter().enumerate() {
        let part = (seed >> (index % 31 * 2) & 3) as usize;
        parts[part].add(change).expect("a change that can be counted");
    }
    let mut merged = N::Total::default();
    for part in &parts {
        merged.merge(part);
    }
    assert_same(&whole, &merged);
    let [first, second, mut third, fourth] = parts.clone();
    let mut tree = fourth;
    third.merge(&second);
    tree.merge(&third);
    tree.merge(&first);
    assert_same(&whole, &tree);
    assert_eq!(text_of::<N>(&whole), text_of::<N>(&tree));

    for part in &parts[1..] {
        tree.remove(part);
    }
    assert_same(&parts[0], &tree);
    let mut nothing = merged;
    for change in shuffled(changes, seed.rotate_left(17)) {
        nothing.subtract(&change).expect("a change that can be counted");
    }
    assert!(nothing.is_zero());
    assert_same(&N::Total::default(), &nothing);
    assert_state_reads_back(&whole);
}

/// A figure as text, which distinguishes floats as their bits do, −0 from 0 too.
fn text_of<N: Number>(total: &N::Total) -> Option<String> {
    N::rounded(total).map(|number| format!("{number:?}"))
}

#[track_caller]
pub(crate) fn assert_state_reads_back<T: Total>(total: &T) {
    let state = total.state();
    let back = T::from_state(&state).expect("a state this crate wrote");
    assert_same(total, &back);
    for end in 0..state.len() {
        assert_error_or_same_state::<T>(&state[..end]);
    }
    for version in [0, 2, 255] {
        let other = [&[version], &state[1..]].concat();
        let refused = T::from_state(&other).expect_err("another version");
        let expected = format!("form: state of a total has version {version}, and this crate reads version 1");
        assert_eq!(refused.to_string(), expected);
    }
}

/// Asserts that bytes are an error, or the state of the total that they read as.
#[track_caller]
pub(crate) fn assert_error_or_same_state<T: Total>(state: &[u8]) {
    if let Ok(total) = T::from_state(state) {
        assert_eq!(total.state(), state);
    }
}

/// Asserts that totals compare as their sums, which `exact` computes.
#[track_caller]
pub(crate) fn assert_ordered<N: Number, E: Ord + Debug>(
    one: &[N::Change],
    other: &[N::Change],
    exact: impl Fn(&[N::Change]) -> E,
) {
    let (exact_one, exact_other) = (exact(one), exact(other));
    let order = total_of::<N::Total>(one).cmp(&total_of::<N::Total>(other));
    assert_eq!(order, exact_one.cmp(&exact_other), "{exact_one:?}, {exact_other:?}");
}

/// Asserts that a total merged with itself until it exceeds every width stays an overflow from then on.
#[track_caller]
pub(crate) fn assert_overflow_is_final<N: Number>(change: &N::Change) {
    let mut total: N::Total = total_of(std::slice::from_ref(change));
    let mut was_none = false;
    for _ in 0..2_300 {
        let before = total.clone();
        total.merge(&before);
        let none = N::rounded(&total).is_none();
        assert!(none || !was_none, "an overflow was undone: {total:?}");
        was_none = none;
    }
    assert!(was_none);
    let overflow = total.clone();
    assert_state_reads_back(&overflow);
    total.add(change).expect("a change that can be counted");
    total.subtract(change).expect("a change that can be counted");
    total.remove(&overflow);
    total.merge(&overflow);
    assert_eq!(N::rounded(&total), None);
    assert_same(&overflow, &total);
    let mut other: N::Total = total_of(std::slice::from_ref(change));
    other.remove(&overflow);
    assert_same(&overflow, &other);
}

/// Asserts that an overflow is final, also if the sum exceeded its width by far and all of it is subtracted again.
#[track_caller]
pub(crate) fn assert_far_overflow_is_final<N: Number>(smallest: &N::Change) {
    for change in [smallest.clone(), N::negated(smallest)] {
        // The largest power of two that fits, and one and a half times as much.
        let mut whole: N::Total = total_of(std::slice::from_ref(&change));
        let mut more = whole.clone();
        loop {
            let mut twice = whole.clone();
            twice.merge(&whole);
            let mut back = twice.clone();
            back.remove(&whole);
            if back != whole {
                break;
            }
            more = twice.clone();
            more.merge(&whole);
            whole = twice;
        }
        let mut overflow = whole.clone();
        overflow.merge(&more);
        for part in [&more, &whole] {
            overflow.remove(part);
            assert_eq!(N::rounded(&overflow), None, "an overflow was undone");
        }
        let mut other = N::Total::default();
        other.remove(&whole);
        other.remove(&more);
        for part in [&more, &whole] {
            other.merge(part);
            assert_eq!(N::rounded(&other), None, "an overflow was undone");
        }
        assert_same(&overflow, &other);
    }
}
