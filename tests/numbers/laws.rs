//! The laws of totals, for every kind of number.

use std::fmt::Debug;

use covalue::number::{Number, Total};

/// Adds changes up in one go.
pub(crate) fn total_of<T: Total>(changes: &[T::Change]) -> T {
    let mut total = T::default();
    for change in changes {
        total.add(change).expect("a change that can be counted");
    }
    total
}

/// Equal totals, which show it in every way there is.
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

/// R12 for totals: order, partition, order of merging, and that everything can be undone.
#[track_caller]
pub(crate) fn assert_order_and_partition_do_not_matter<N: Number>(changes: &[N::Change], seed: u64) {
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

/// A figure as text, which for floats tells −0 from 0 and is as good as the bits.
fn text_of<N: Number>(total: &N::Total) -> Option<String> {
    N::rounded(total).map(|number| format!("{number:?}"))
}

#[track_caller]
pub(crate) fn assert_state_reads_back<T: Total>(total: &T) {
    let state = total.state();
    let back = T::from_state(&state).expect("a state this crate wrote");
    assert_same(total, &back);
    for end in 0..state.len() {
        assert_broken_or_itself::<T>(&state[..end]);
    }
    for version in [0, 2, 255] {
        let other = [&[version], &state[1..]].concat();
        let refused = T::from_state(&other).expect_err("another version");
        let expected = format!("form: state of a total has version {version}, and this crate reads version 1");
        assert_eq!(refused.to_string(), expected);
    }
}

/// Whatever bytes come in: an error, or a total whose state they are.
#[track_caller]
pub(crate) fn assert_broken_or_itself<T: Total>(state: &[u8]) {
    if let Ok(total) = T::from_state(state) {
        assert_eq!(total.state(), state);
    }
}

/// Totals compare as their sums, which `exact` says.
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

/// A total merged with itself until it leaves every width reads as an overflow from then on, and nothing wraps.
#[track_caller]
pub(crate) fn assert_stays_lost<N: Number>(change: &N::Change) {
    let mut total: N::Total = total_of(std::slice::from_ref(change));
    let mut was_none = false;
    for _ in 0..2_300 {
        let before = total.clone();
        total.merge(&before);
        let none = N::rounded(&total).is_none();
        assert!(none || !was_none, "what was lost came back: {total:?}");
        was_none = none;
    }
    assert!(was_none);
    let lost = total.clone();
    assert_state_reads_back(&lost);
    total.add(change).expect("a change that can be counted");
    total.subtract(change).expect("a change that can be counted");
    total.remove(&lost);
    total.merge(&lost);
    assert_eq!(N::rounded(&total), None);
    assert_same(&lost, &total);
    let mut other: N::Total = total_of(std::slice::from_ref(change));
    other.remove(&lost);
    assert_same(&lost, &other);
}

/// A sum that left its width is lost for good, also where it left it by far and all of it is taken back.
#[track_caller]
pub(crate) fn assert_lost_for_good<N: Number>(smallest: &N::Change) {
    for change in [smallest.clone(), N::negated(smallest)] {
        // The largest power of two that there is room for, and half as much again.
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
        let mut lost = whole.clone();
        lost.merge(&more);
        for part in [&more, &whole] {
            lost.remove(part);
            assert_eq!(N::rounded(&lost), None, "what was lost came back");
        }
        let mut other = N::Total::default();
        other.remove(&whole);
        other.remove(&more);
        for part in [&more, &whole] {
            other.merge(part);
            assert_eq!(N::rounded(&other), None, "what was lost came back");
        }
        assert_same(&lost, &other);
    }
}
