//! Comparison of each value of a dimension with all others.

/// For each item, all other items together; `None` if there is no other. `add` adds an item to a sum.
///
/// Two passes: one adds what precedes an item, one what follows it. The sum of all less the item itself would be
/// shorter, but it could exceed a total where the others do not.
pub(super) fn sums_of_others<T: Clone>(items: &[T], add: impl Fn(&mut T, &T)) -> Vec<Option<T>> {
    let add_to = |sum: &mut Option<T>, item: &T| match sum {
        Some(sum) => add(sum, item),
        None => *sum = Some(item.clone()),
    };
    let mut others = Vec::with_capacity(items.len());
    let mut sum = None;
    for item in items {
        others.push(sum.clone());
        add_to(&mut sum, item);
    }
    let mut sum: Option<T> = None;
    for (others, item) in others.iter_mut().zip(items).rev() {
        if let Some(sum) = &sum {
            add_to(others, sum);
        }
        add_to(&mut sum, item);
    }
    others
}

/// The columns of a comparison: its own, and the figures of each of its two sides.
macro_rules! compared_columns {
    ([$($own:literal),+], [$($figure:literal),+]) => {
        &[$($own,)+ $(concat!("with_", $figure),)+ $(concat!("without_", $figure),)+]
    };
}

pub(super) use compared_columns;
