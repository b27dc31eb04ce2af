//! `Totals`: adding at once is adding one by one, and a refusal leaves nothing behind.

use covalue::number::{DecimalTotal, FloatTotal, IntegerTotal, Number, Total, Totals};
use proptest::prelude::*;

use crate::numbers::laws::shuffled;

/// Lines above which changes are put in order before they are added.
const MANY: usize = 131_072;

/// Changes that are spread over the lines, some of them beyond the window.
fn spread(lines: usize, count: usize) -> (Vec<u32>, Vec<f64>) {
    let place = |index: usize| (index.wrapping_mul(2_654_435_761) >> 7) % lines;
    let change = |index: usize| match index % 97 {
        0 => 5e-324,
        1 => -1e300,
        step => (step as f64 - 48.5) / 100.0,
    };
    (0..count).map(|index| (u32::try_from(place(index)).expect("a line"), change(index))).unzip()
}

fn one_by_one<T: Total<Change: Clone>>(lines: &[u32], changes: &[T::Change]) -> Totals<T> {
    let mut totals = Totals::new();
    for (&line, change) in lines.iter().zip(changes) {
        totals.add(line, change).expect("finite");
    }
    totals
}

proptest! {
    #[test]
    fn r12_adding_at_once_is_adding_one_by_one(rows in proptest::collection::vec((0..40_u32, -1e20..1e20_f64), 0..200)) {
        let (lines, changes): (Vec<_>, Vec<_>) = rows.iter().copied().unzip();
        let expected = one_by_one::<FloatTotal>(&lines, &changes);
        let mut totals = Totals::new();
        totals.add_all(&lines, &changes).expect("finite");
        prop_assert_eq!(&totals, &expected);
        prop_assert_eq!(expected.len(), lines.iter().max().map_or(0, |&last| last as usize + 1));
    }

    #[test]
    fn r12_parts_that_are_merged_are_the_whole(
        rows in proptest::collection::vec((0..40_u32, any::<i64>()), 0..200),
        cut: proptest::sample::Index,
        seed: u64,
    ) {
        let rows: Vec<(u32, i128)> = rows.into_iter().map(|(line, change)| (line, change.into())).collect();
        let part = |rows: &[(u32, i128)]| {
            let (lines, changes): (Vec<_>, Vec<_>) = rows.iter().copied().unzip();
            one_by_one::<IntegerTotal>(&lines, &changes)
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
    fn r03_a_refused_change_leaves_the_totals_equal(
        mut rows in proptest::collection::vec((0..40_u32, -1e3..1e3_f64), 1..60),
        at: proptest::sample::Index,
        before in 0..20_usize,
        refused in proptest::sample::select(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY]),
    ) {
        let at = at.index(rows.len());
        rows[at].1 = refused;
        let (lines, changes): (Vec<_>, Vec<_>) = rows.iter().copied().unzip();
        let mut totals = one_by_one::<FloatTotal>(&[0, 3, 3][..before.min(3)], &[0.1, 5e-324, 7.0]);
        let expected = totals.clone();
        prop_assert!(totals.add_all(&lines, &changes).is_err());
        prop_assert_eq!(&totals, &expected);
        prop_assert!(totals.add(lines[at], &refused).is_err());
        prop_assert_eq!(&totals, &expected);
    }
}

#[test]
fn r12_adding_at_once_is_adding_one_by_one_over_many_lines() {
    for lines in [MANY - 1, MANY, MANY + 1, 3 * MANY + 5] {
        let (places, changes) = spread(lines, 2 * MANY);
        let expected = one_by_one::<FloatTotal>(&places, &changes);
        let mut sized = Totals::with_lines(expected.len());
        sized.add_all(&places, &changes).expect("finite");
        assert!(sized == expected, "{lines} lines");
        let mut grown = Totals::new();
        grown.add_all(&places, &changes).expect("finite");
        assert!(grown == expected, "{lines} lines, none of them known before");
    }
}

/// Gains and losses in two totals: the same as two lists, each added to its own.
#[test]
fn r12_adding_apart_is_adding_each_to_its_own() {
    let is_loss = |change: &f64| usize::from(*change < 0.0);
    for (lines, count) in [(7, 100), (MANY + 1, 2 * MANY), (2 * MANY, 10 * MANY)] {
        let (places, changes) = spread(lines, count);
        let [expected_gains, expected_losses] = [0, 1].map(|side| {
            let own = places.iter().zip(&changes).filter(|(_, change)| is_loss(change) == side);
            let (own_places, own_changes): (Vec<u32>, Vec<f64>) = own.unzip();
            let mut totals = one_by_one::<FloatTotal>(&own_places, &own_changes);
            totals.merge(&Totals::with_lines(lines));
            totals
        });
        let (mut gains, mut losses) = (Totals::with_lines(lines), Totals::with_lines(lines));
        Totals::add_all_apart([&mut gains, &mut losses], &places, &changes, is_loss).expect("finite");
        assert!(gains == expected_gains && losses == expected_losses, "{lines} lines");

        let mut refused = changes.clone();
        refused[count - 1] = f64::NAN;
        Totals::add_all_apart([&mut gains, &mut losses], &places, &refused, is_loss).expect_err("not finite");
        assert!(gains == expected_gains && losses == expected_losses, "{lines} lines, one change refused");
    }
    let (mut first, mut last) = (Totals::<FloatTotal>::new(), Totals::new());
    Totals::add_all_apart([&mut first, &mut last], &[0], &[1.0], |_| 9).expect("finite");
    assert_eq!([first, last].map(|totals| totals.row(0).map(|row| row.count)), [Some(0), Some(1)]);
}

/// All changes of one line, which fills one part far beyond its share.
#[test]
fn r12_one_busy_line_among_many() {
    let mut totals = Totals::<FloatTotal>::with_lines(2 * MANY);
    let places: Vec<u32> = (0..3 * MANY).map(|index| if index == 9 { 2 * MANY as u32 - 1 } else { 5 }).collect();
    totals.add_all(&places, &vec![0.1; places.len()]).expect("finite");
    assert!(
        totals == {
            let mut expected = one_by_one::<FloatTotal>(&places, &vec![0.1; places.len()]);
            expected.merge(&Totals::with_lines(2 * MANY));
            expected
        }
    );
}

#[test]
fn r12_decimals_over_many_lines() {
    let (places, changes) = spread(MANY + 1, 2 * MANY);
    let changes: Vec<_> = (0..changes.len()).map(|index| rust_decimal::Decimal::new(index as i64, 3)).collect();
    let expected = one_by_one::<DecimalTotal>(&places, &changes);
    let mut totals = Totals::new();
    totals.add_all(&places, &changes).expect("decimals");
    assert!(totals == expected);
}

#[test]
fn r03_a_refused_change_among_many_lines_leaves_the_totals_equal() {
    let (places, mut changes) = spread(MANY + 1, 9 * MANY);
    let mut totals = Totals::<FloatTotal>::new();
    totals.add_all(&places[..2 * MANY], &changes[..2 * MANY]).expect("finite");
    let before = totals.clone();
    for (at, refused) in [(0, f64::NAN), (3 * MANY, f64::INFINITY), (9 * MANY - 1, f64::NEG_INFINITY)] {
        let good = std::mem::replace(&mut changes[at], refused);
        let message = totals.add_all(&places, &changes).expect_err("not finite").to_string();
        assert_eq!(message, format!("R3: `{refused}` is not a finite f64"));
        assert!(totals == before, "refused at {at}");
        let mut none = Totals::<FloatTotal>::new();
        none.add_all(&places, &changes).expect_err("not finite");
        assert_eq!(none.len(), 0);
        changes[at] = good;
    }
}

#[test]
fn lines_come_to_be_when_named() {
    let mut totals = Totals::<IntegerTotal>::new();
    assert_eq!((totals.len(), totals.row(0)), (0, None));
    totals.add(2, &5).expect("an integer");
    assert_eq!(totals.len(), 3);
    let rows: Vec<_> = (0..4).map(|line| totals.row(line).map(|row| (i64::rounded(&row.total), row.count))).collect();
    assert_eq!(rows, [Some((Some(0), 0)), Some((Some(0), 0)), Some((Some(5), 1)), None]);
}

/// What one list has beyond the other is not read.
#[test]
fn lists_of_unequal_length() {
    let mut totals = Totals::<FloatTotal>::new();
    totals.add_all(&[0, 1], &[1.0, 2.0, f64::NAN]).expect("the third has no line");
    totals.add_all(&[0, 1, 9], &[1.0]).expect("finite");
    assert_eq!(totals.len(), 2);
    assert_eq!(totals.row(0).map(|row| (row.total.value(), row.count)), Some((Some(2.0), 2)));
}

#[test]
fn counts_end_and_do_not_wrap() {
    let mut totals = one_by_one::<FloatTotal>(&[0], &[1.0]);
    for _ in 0..200 {
        let before = totals.clone();
        totals.merge(&before);
    }
    totals.add(0, &1.0).expect("finite");
    totals.add_all(&[0], &[1.0]).expect("finite");
    let row = totals.row(0).expect("named");
    assert_eq!((row.total.value(), row.count), (Some(2.0_f64.powi(200)), u64::MAX));
}

/// How long the others are is of no account, and a batch of nothing does nothing.
#[test]
fn all_totals_of_a_batch_get_the_lines_it_names() {
    for (first, rows) in [(5, 0), (5, 10), (200_000, 0), (200_000, 10), (200_000, 100_000)] {
        let (mut long, mut short) = (Totals::<FloatTotal>::new(), Totals::<FloatTotal>::new());
        long.add(first, &1.0).expect("finite");
        let lines: Vec<u32> = (0..rows).map(|row| row * 7 % 50_000).collect();
        let changes: Vec<f64> = (0..rows).map(|row| f64::from(row % 3) - 1.0).collect();
        let is_loss = |change: &f64| usize::from(*change < 0.0);
        Totals::add_all_apart([&mut long, &mut short], &lines, &changes, is_loss).expect("finite");
        let named = lines.iter().max().map_or(0, |&last| last as usize + 1);
        assert_eq!((long.len(), short.len()), (named.max(first as usize + 1), named), "{first} {rows}");
    }
}
