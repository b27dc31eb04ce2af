//! `Totals`: `add_all` equals a loop over `add`, and a refused change leaves the totals unchanged.

use covalue::error::StateError;
use covalue::number::{DecimalTotal, FloatTotal, IntegerTotal, Number, Total, Totals, TotalsRow};
use proptest::prelude::*;

use crate::numbers::laws::shuffled;

/// More groups than `Totals` adds to without partitioning the changes first.
const MANY: usize = 131_072;

/// Changes that are spread over the groups, some of them too small or too large for a window.
fn spread(groups: usize, count: usize) -> (Vec<u32>, Vec<f64>) {
    let group = |index: usize| (index.wrapping_mul(2_654_435_761) >> 7) % groups;
    let change = |index: usize| match index % 97 {
        0 => 5e-324,
        1 => -1e300,
        step => (step as f64 - 48.5) / 100.0,
    };
    (0..count).map(|index| (u32::try_from(group(index)).expect("few groups"), change(index))).unzip()
}

fn one_by_one<T: Total>(groups: &[u32], changes: &[T::Change]) -> Totals<T> {
    let mut totals = Totals::new();
    for (&group, change) in groups.iter().zip(changes) {
        totals.add(group, change).expect("finite");
    }
    totals
}

proptest! {
    #[test]
    fn r12_add_all_equals_adding_one_by_one(rows in proptest::collection::vec((0..40_u32, -1e20..1e20_f64), 0..200)) {
        let (groups, changes): (Vec<_>, Vec<_>) = rows.iter().copied().unzip();
        let expected = one_by_one::<FloatTotal>(&groups, &changes);
        let mut totals = Totals::new();
        totals.add_all(&groups, &changes).expect("finite");
        prop_assert_eq!(&totals, &expected);
        prop_assert_eq!(expected.len(), groups.iter().max().map_or(0, |&last| last as usize + 1));
    }

    #[test]
    fn r12_merged_parts_equal_the_whole(
        rows in proptest::collection::vec((0..40_u32, any::<i64>()), 0..200),
        cut: proptest::sample::Index,
        seed: u64,
    ) {
        let rows: Vec<(u32, i128)> = rows.into_iter().map(|(group, change)| (group, change.into())).collect();
        let part = |rows: &[(u32, i128)]| {
            let (groups, changes): (Vec<_>, Vec<_>) = rows.iter().copied().unzip();
            one_by_one::<IntegerTotal>(&groups, &changes)
        };
        let mixed = shuffled(&rows, seed);
        let (first, second) = mixed.split_at(cut.index(rows.len() + 1));
        let mut merged = part(first);
        merged.merge(&part(second));
        let mut other_way = part(second);
        other_way.merge(&part(first));
        prop_assert_eq!(&merged, &part(&rows));
        prop_assert_eq!(&other_way, &merged);
    }

    #[test]
    fn r03_refused_change_leaves_the_totals_equal(
        mut rows in proptest::collection::vec((0..40_u32, -1e3..1e3_f64), 1..60),
        at: proptest::sample::Index,
        before in 0..20_usize,
        refused in proptest::sample::select(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY]),
    ) {
        let at = at.index(rows.len());
        rows[at].1 = refused;
        let (groups, changes): (Vec<_>, Vec<_>) = rows.iter().copied().unzip();
        let mut totals = one_by_one::<FloatTotal>(&[0, 3, 3][..before.min(3)], &[0.1, 5e-324, 7.0]);
        let expected = totals.clone();
        prop_assert!(totals.add_all(&groups, &changes).is_err());
        prop_assert_eq!(&totals, &expected);
        prop_assert!(totals.add(groups[at], &refused).is_err());
        prop_assert_eq!(&totals, &expected);
    }
}

#[test]
fn r12_add_all_equals_adding_one_by_one_over_many_groups() {
    for count in [MANY - 1, MANY, MANY + 1, 3 * MANY + 5] {
        let (groups, changes) = spread(count, 2 * MANY);
        let expected = one_by_one::<FloatTotal>(&groups, &changes);
        let mut sized = Totals::with_groups(expected.len());
        sized.add_all(&groups, &changes).expect("finite");
        assert!(sized == expected, "{count} groups");
        let mut grown = Totals::new();
        grown.add_all(&groups, &changes).expect("finite");
        assert!(grown == expected, "{count} groups, all of them new");
    }
}

/// Gains and losses split over two totals equal two lists, each added to its own totals.
#[test]
fn r12_add_all_split_equals_adding_each_to_its_own() {
    let is_loss = |change: &f64| usize::from(*change < 0.0);
    for (len, count) in [(7, 100), (MANY + 1, 2 * MANY), (2 * MANY, 10 * MANY)] {
        let (groups, changes) = spread(len, count);
        let [expected_gains, expected_losses] = [0, 1].map(|side| {
            let own = groups.iter().zip(&changes).filter(|(_, change)| is_loss(change) == side);
            let (own_groups, own_changes): (Vec<u32>, Vec<f64>) = own.unzip();
            let mut totals = one_by_one::<FloatTotal>(&own_groups, &own_changes);
            totals.merge(&Totals::with_groups(len));
            totals
        });
        let (mut gains, mut losses) = (Totals::with_groups(len), Totals::with_groups(len));
        Totals::add_all_split([&mut gains, &mut losses], &groups, &changes, is_loss).expect("finite");
        assert!(gains == expected_gains && losses == expected_losses, "{len} groups");

        let mut refused = changes.clone();
        refused[count - 1] = f64::NAN;
        Totals::add_all_split([&mut gains, &mut losses], &groups, &refused, is_loss).expect_err("not finite");
        assert!(gains == expected_gains && losses == expected_losses, "{len} groups, one change refused");
    }
    let (mut first, mut last) = (Totals::<FloatTotal>::new(), Totals::new());
    Totals::add_all_split([&mut first, &mut last], &[0], &[1.0], |_| 9).expect("finite");
    assert_eq!([first, last].map(|totals| totals.get(0).map(|row| row.count)), [Some(0), Some(1)]);
}

/// All changes but one belong to one group, so that one partition is far larger than the others.
#[test]
fn r12_one_large_group_among_many() {
    let mut totals = Totals::<FloatTotal>::with_groups(2 * MANY);
    let groups: Vec<u32> = (0..3 * MANY).map(|index| if index == 9 { 2 * MANY as u32 - 1 } else { 5 }).collect();
    totals.add_all(&groups, &vec![0.1; groups.len()]).expect("finite");
    assert!(
        totals == {
            let mut expected = one_by_one::<FloatTotal>(&groups, &vec![0.1; groups.len()]);
            expected.merge(&Totals::with_groups(2 * MANY));
            expected
        }
    );
}

#[test]
fn r12_add_all_of_decimals_over_many_groups() {
    let (groups, changes) = spread(MANY + 1, 2 * MANY);
    let changes: Vec<_> = (0..changes.len()).map(|index| rust_decimal::Decimal::new(index as i64, 3)).collect();
    let expected = one_by_one::<DecimalTotal>(&groups, &changes);
    let mut totals = Totals::new();
    totals.add_all(&groups, &changes).expect("decimals");
    assert!(totals == expected);
}

#[test]
fn r03_refused_change_among_many_groups_leaves_the_totals_equal() {
    let (groups, mut changes) = spread(MANY + 1, 9 * MANY);
    let mut totals = Totals::<FloatTotal>::new();
    totals.add_all(&groups[..2 * MANY], &changes[..2 * MANY]).expect("finite");
    let before = totals.clone();
    for (at, refused) in [(0, f64::NAN), (3 * MANY, f64::INFINITY), (9 * MANY - 1, f64::NEG_INFINITY)] {
        let good = std::mem::replace(&mut changes[at], refused);
        let message = totals.add_all(&groups, &changes).expect_err("not finite").to_string();
        assert_eq!(message, format!("R3: `{refused}` is not a finite f64"));
        assert!(totals == before, "refused at {at}");
        let mut none = Totals::<FloatTotal>::new();
        none.add_all(&groups, &changes).expect_err("not finite");
        assert_eq!(none.len(), 0);
        changes[at] = good;
    }
}

#[test]
fn groups_are_made_when_they_are_named() {
    let mut totals = Totals::<IntegerTotal>::new();
    assert_eq!((totals.len(), totals.get(0)), (0, None));
    totals.add(2, &5).expect("an integer");
    assert_eq!(totals.len(), 3);
    let rows: Vec<_> = (0..4).map(|group| totals.get(group).map(|row| (i64::rounded(&row.total), row.count))).collect();
    assert_eq!(rows, [Some((Some(0), 0)), Some((Some(0), 0)), Some((Some(5), 1)), None]);
}

#[test]
fn excess_of_a_longer_slice_is_ignored() {
    let mut totals = Totals::<FloatTotal>::new();
    totals.add_all(&[0, 1], &[1.0, 2.0, f64::NAN]).expect("the third has no group");
    totals.add_all(&[0, 1, 9], &[1.0]).expect("finite");
    assert_eq!(totals.len(), 2);
    assert_eq!(totals.get(0).map(|row| (row.total.value(), row.count)), Some((Some(2.0), 2)));
}

#[test]
fn count_saturates() {
    let mut totals = one_by_one::<FloatTotal>(&[0], &[1.0]);
    for _ in 0..200 {
        let before = totals.clone();
        totals.merge(&before);
    }
    totals.add(0, &1.0).expect("finite");
    totals.add_all(&[0], &[1.0]).expect("finite");
    let row = totals.get(0).expect("named");
    assert_eq!((row.total.value(), row.count), (Some(2.0_f64.powi(200)), u64::MAX));
}

/// The length of the other totals does not matter, and an empty batch names no groups.
#[test]
fn split_totals_all_get_the_groups_that_are_named() {
    for (first, rows) in [(5, 0), (5, 10), (200_000, 0), (200_000, 10), (200_000, 100_000)] {
        let (mut long, mut short) = (Totals::<FloatTotal>::new(), Totals::<FloatTotal>::new());
        long.add(first, &1.0).expect("finite");
        let groups: Vec<u32> = (0..rows).map(|row| row * 7 % 50_000).collect();
        let changes: Vec<f64> = (0..rows).map(|row| f64::from(row % 3) - 1.0).collect();
        let is_loss = |change: &f64| usize::from(*change < 0.0);
        Totals::add_all_split([&mut long, &mut short], &groups, &changes, is_loss).expect("finite");
        let named = groups.iter().max().map_or(0, |&last| last as usize + 1);
        assert_eq!((long.len(), short.len()), (named.max(first as usize + 1), named), "{first} {rows}");
    }
}

/// `SELECT group, exact_sum(x), count(x)`: every group is read by number, in order, and by its state.
#[test]
fn rows_are_read_by_group_by_iteration_and_by_state() {
    let mut totals = Totals::<FloatTotal>::with_capacity(3);
    assert!(totals.is_empty());
    totals.reserve(3);
    totals.add_all(&[2, 0, 2], &[0.1, 7.0, 0.2]).expect("finite");
    let rows: Vec<_> = totals.iter().map(|(group, row)| (group, row.total.value(), row.count)).collect();
    assert_eq!(rows, [(0, Some(7.0), 1), (1, Some(0.0), 0), (2, Some(0.1 + 0.2), 2)]);
    assert_eq!(
        totals.iter().map(|(group, row)| (totals.get(group), Some(row))).filter(|(one, other)| one == other).count(),
        3
    );
    assert_eq!(totals.get(3), None);

    let read: Result<Totals<FloatTotal>, StateError> =
        totals.iter().map(|(_, row)| TotalsRow::from_state(&row.state())).collect();
    assert_eq!(read.as_ref(), Ok(&totals));
    let state = totals.get(2).expect("named").state();
    assert_eq!(state[..8], 2_u64.to_le_bytes());
    let refused = TotalsRow::<FloatTotal>::from_state(&state[..7]).expect_err("cut off").to_string();
    assert_eq!(refused, "form: state of a total is broken: it is too short");
    assert!(TotalsRow::<FloatTotal>::from_state(&state[..9]).is_err());
}

#[test]
fn r12_row_is_merged_into_another_group() {
    let (groups, changes) = spread(50, 400);
    let part = one_by_one::<FloatTotal>(&groups, &changes);
    let mut merged = Totals::new();
    for (group, row) in &part {
        merged.merge_row(49 - group, row);
    }
    let reversed: Vec<u32> = groups.iter().map(|group| 49 - group).collect();
    assert_eq!(merged, one_by_one(&reversed, &changes));
}
