//! Tests whether a number of your own keeps the laws of [`Number`] and [`Total`].

use std::cmp::Ordering;

use super::{Number, Total, text};

/// Panics unless a law is kept, and names the kind of number, the law and the values.
macro_rules! law {
    ($law:literal, $is_kept:expr, $($values:tt)+) => {
        assert!($is_kept, "{} breaks the law *{}*: {}", N::KIND, $law, format_args!($($values)+))
    };
}

/// Tests whether a kind of number and its total keep every law that [`Number`] and [`Total`] state. Call it in a test.
///
/// Choose some dozen samples: ordinary numbers, the largest and the smallest, numbers so far apart that a plain sum of
/// them would round, numbers that are written in several ways (0 and −0, 1/2 and 2/4), and those that are not finite,
/// if the kind has any. Zero and one are added to them. A law is only tested on the samples, their pairs, and sums and
/// changes of those; `n` samples take about `40 · n²` additions. There is no randomness: the same samples give the same
/// result.
///
/// # Panics
///
/// If a law is broken, with a message such as ``Cents breaks the law *sum*: plus(1, 2) is Some(4), and the total of
/// both reads as Some(3)``.
///
/// # Example
///
/// ```
/// use covalue::number::testing;
///
/// testing::check(&[0.1, 0.2, -0.3, -0.0, 1e300, 5e-324, f64::MAX, f64::NAN, f64::INFINITY]);
/// testing::check(&[7_i64, -7, i64::MAX, i64::MIN]);
/// ```
///
/// A kind of a caller's own, with the arithmetic that it needs:
///
/// ```
/// use std::fmt;
/// use std::ops::{Add, Div, Mul, Rem, Sub};
///
/// use covalue::number::num_traits::{Num, One, Zero};
/// use covalue::number::{IntegerTotal, Number, testing};
///
/// /// Whole cents.
/// #[derive(Clone, Debug, PartialEq, PartialOrd)]
/// struct Cents(i64);
///
/// impl Number for Cents {
///     type Change = i128;
///     type Total = IntegerTotal;
///     const KIND: &'static str = "Cents";
///
///     fn as_change(&self) -> i128 {
///         self.0.into()
///     }
///
///     fn rounded(total: &IntegerTotal) -> Option<Self> {
///         i64::rounded(total).map(Self)
///     }
/// }
///
/// macro_rules! arithmetic {
///     ($($operation:ident $method:ident,)+) => {
///         $(impl $operation for Cents {
///             type Output = Self;
///             fn $method(self, other: Self) -> Self {
///                 Self(self.0.$method(other.0))
///             }
///         })+
///     };
/// }
/// arithmetic! { Add add, Sub sub, Mul mul, Div div, Rem rem, }
///
/// impl Zero for Cents {
///     fn zero() -> Self {
///         Self(0)
///     }
///     fn is_zero(&self) -> bool {
///         self.0 == 0
///     }
/// }
///
/// impl One for Cents {
///     fn one() -> Self {
///         Self(1)
///     }
/// }
///
/// impl Num for Cents {
///     type FromStrRadixErr = std::num::ParseIntError;
///     fn from_str_radix(text: &str, radix: u32) -> Result<Self, Self::FromStrRadixErr> {
///         i64::from_str_radix(text, radix).map(Self)
///     }
/// }
///
/// impl fmt::Display for Cents {
///     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
///         self.0.fmt(f)
///     }
/// }
///
/// testing::check(&[7, -7, 100, i64::MAX, i64::MIN].map(Cents));
/// ```
#[track_caller]
pub fn check<N: Number>(samples: &[N]) {
    let mut numbers = vec![N::zero(), N::one()];
    for number in &numbers {
        law!("finite", number.is_finite(), "{number:?} is not finite");
    }
    numbers.extend_from_slice(samples);
    numbers.retain(is_finite);
    for (index, one) in numbers.iter().enumerate() {
        check_text(one);
        check_places(one);
        for other in &numbers[index..] {
            check_texts(one, other);
        }
    }
    check_parse::<N>();
    numbers.iter().for_each(check_alone);
    for one in &numbers {
        for other in &numbers {
            check_comparison(one, other);
            check_undo(one, other);
            check_change(one, other);
            check_sum(one, other);
        }
    }
    // Sorted only now: sorting takes a comparison that keeps its law.
    let mut totals = totals_of(&numbers);
    totals.sort();
    check_states::<N>(&totals);
    check_rounding::<N>(&totals);
    check_order(&numbers);
    for start in [N::one().as_change(), N::negated(&N::one().as_change())] {
        check_overflow::<N>(&start);
    }
}

fn total_of<N: Number>(changes: &[N::Change]) -> N::Total {
    let mut total = N::Total::default();
    for change in changes {
        let added = total.add(change);
        law!("refusal", added.is_ok(), "{change:?} is the change of finite numbers, and is refused");
    }
    total
}

/// The totals of each number and of each sum and difference of two.
fn totals_of<N: Number>(numbers: &[N]) -> Vec<N::Total> {
    let mut totals = Vec::new();
    for one in numbers {
        let alone = total_of::<N>(&[one.as_change()]);
        for other in numbers {
            let (mut sum, mut difference) = (alone.clone(), alone.clone());
            sum.merge(&total_of::<N>(&[other.as_change()]));
            difference.remove(&total_of::<N>(&[other.as_change()]));
            totals.extend([sum, difference]);
        }
        totals.push(alone);
    }
    totals
}

/// Whether a number is finite. Tests the laws of those that are not.
fn is_finite<N: Number>(number: &N) -> bool {
    let is_finite = number.is_finite();
    let held = number.held();
    law!("finite", is_finite == held.is_some(), "is_finite({number:?}) is {is_finite}, and its held form is {held:?}");
    if is_finite {
        let equal = number.partial_cmp(number);
        law!("finite", equal == Some(Ordering::Equal), "{number:?} is finite and not equal to itself");
        return true;
    }
    let zero = N::zero();
    let changes = [N::change(number, &zero), N::change(&zero, number)];
    law!("finite", changes == [None, None], "{number:?} is not finite, and its changes to zero are {changes:?}");
    let sums = [N::plus(number, &zero), N::plus(&zero, number)];
    law!("finite", sums == [None, None], "{number:?} is not finite, and its sums with zero are {sums:?}");
    let one = total_of::<N>(&[N::one().as_change()]);
    for (name, operation) in [("add", N::Total::add as fn(&mut _, &_) -> _), ("subtract", N::Total::subtract)] {
        let mut total = one.clone();
        match operation(&mut total, &number.as_change()) {
            Ok(()) => {
                let read = N::rounded(&total);
                law!("refusal", read.is_none(), "{name}({number:?}) is not refused, and the total reads as {read:?}");
            }
            Err(_) => {
                law!("refusal", total == one, "{name}({number:?}) is refused, and the total changed to {total:?}");
            }
        }
    }
    false
}

/// The laws *held* and *text* of one number.
fn check_text<N: Number>(number: &N) {
    let held = number.held().expect("finite numbers were kept");
    law!("held", held == *number, "the held form of {number:?} is {held:?}");
    let again = held.held();
    let is_same = again.as_ref().is_some_and(|again| format!("{again:?}") == format!("{held:?}"));
    law!("held", is_same, "the held form of {held:?} is {again:?}");
    let text = number.text();
    let read = N::parse(&text);
    law!("text", read.as_ref() == Ok(number), "{number:?} has the text {text:?}, which reads as {read:?}");
}

/// The laws *held* and *text* of two numbers: written alike exactly if they are equal.
fn check_texts<N: Number>(one: &N, other: &N) {
    let bytes = |number: &N| {
        let mut content = Vec::new();
        number.stable_bytes(&mut content);
        content
    };
    let is_equal = one == other;
    let (text, other_text) = (one.text(), other.text());
    law!("text", is_equal == (text == other_text), "{one:?} and {other:?} have the texts {text:?} and {other_text:?}");
    let (stable, other_stable) = (bytes(one), bytes(other));
    let is_kept = is_equal == (stable == other_stable);
    law!("text", is_kept, "{one:?} and {other:?} have the stable bytes {stable:?} and {other_stable:?}");
    let held = [one, other].map(|number| number.held().map(|held| format!("{held:?}")));
    law!("held", !is_equal || held[0] == held[1], "{one:?} and {other:?} have the held forms {held:?}");
}

/// The law *text* of texts that are no finite number.
fn check_parse<N: Number>() {
    for text in ["", "four", "NaN", "inf", "-inf", "1e999999999"] {
        let read = N::parse(text);
        // Kinds may differ in the words for numbers that are not finite; no kind may read one.
        let is_kept = read.as_ref().map_or(true, |number| !["", "four"].contains(&text) && number.is_finite());
        law!("text", is_kept, "{text:?} reads as {read:?}");
    }
}

/// The law *places*.
fn check_places<N: Number>(number: &N) {
    /// As many decimals as tables show, and some more.
    const MAX_PLACES: usize = 8;
    for places in 0..=MAX_PLACES {
        let fixed = number.fixed(places);
        let digits = fixed.strip_prefix('-').unwrap_or(&fixed);
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let is_shaped = !whole.is_empty() && is_digits(whole) && is_digits(decimals) && decimals.len() <= places;
        law!("places", is_shaped, "fixed({places}) of {number:?} is {fixed:?}");
        let is_zero = !digits.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
        law!("places", !is_zero || digits == fixed, "fixed({places}) of {number:?} is {fixed:?}, a zero with a sign");
        let (needed, expected) = (number.places(places), decimals.trim_end_matches('0').len());
        law!(
            "places",
            needed == expected,
            "places({places}) of {number:?} is {needed}, and fixed({places}) is {fixed:?}"
        );
        let shorter = number.fixed(needed);
        let trimmed = if decimals.is_empty() { &fixed } else { fixed.trim_end_matches('0').trim_end_matches('.') };
        law!(
            "places",
            shorter == trimmed,
            "fixed({places}) of {number:?} is {fixed:?}, and fixed({needed}) {shorter:?}"
        );
        let (exact, shown) = (text::approximate(&number.text()), text::approximate(&fixed));
        // Half of the last decimal, and what floats of this size round away.
        let allowed = if decimals.is_empty() { 0.5 } else { 0.5 * 0.1_f64.powi(decimals.len() as i32) };
        let allowed = allowed * (1.0 + 1e-9) + exact.abs() * 1e-12;
        let is_near = !exact.is_finite() || (exact - shown).abs() <= allowed;
        law!("places", is_near, "fixed({places}) of {number:?} is {fixed:?}, more than half of its last decimal away");
    }
    for (tie, places, even) in [("0.5", 0, "0"), ("1.5", 0, "2"), ("-2.5", 0, "-2"), ("0.125", 2, "0.12")] {
        if let Ok(number) = N::parse(tie) {
            let fixed = number.fixed(places);
            law!("places", fixed == even, "fixed({places}) of {tie} is {fixed:?}, and ties go to even");
        }
    }
}

/// The laws *embedding*, *zero*, *rounding* and *mean* of one number.
fn check_alone<N: Number>(number: &N) {
    let change = number.as_change();
    let back = N::from_change(&change);
    law!(
        "embedding",
        back.as_ref() == Some(number),
        "{number:?} is the change {change:?}, which is the number {back:?}"
    );
    let total = total_of::<N>(&[change]);
    let (is_zero, is_default) = (total.is_zero(), total == N::Total::default());
    let is_kept = is_zero == number.is_zero() && is_zero == is_default;
    law!(
        "zero",
        is_kept,
        "is_zero() of the total of {number:?} is {is_zero}, and to equal the default is {is_default}"
    );
    check_settled::<N>(&total);
    let read = N::rounded(&total);
    law!("rounding", read.as_ref() == Some(number), "the total of {number:?} reads as {read:?}");
    law!("mean", N::mean(&total, 0).is_none(), "the mean of no changes is {:?}", N::mean(&total, 0));
    let (mean, expected) = (N::mean(&total, 4), text::approximate(&number.text()) / 4.0);
    // A kind with a fixed number of decimals may round the quotient to them.
    let allowed = 1e-9 * expected.abs() + 1e-20;
    let is_near = |mean: f64| !expected.is_finite() || (mean - expected).abs() <= allowed;
    law!("mean", mean.is_some_and(is_near), "the mean of {number:?} and three zeros is {mean:?}");
}

/// The law *settle*.
fn check_settled<N: Number>(total: &N::Total) {
    let mut settled = total.clone();
    settled.settle();
    law!("settle", settled == *total, "settle() makes {total:?} {settled:?}");
}

/// The laws *embedding* and *comparison*.
fn check_comparison<N: Number>(one: &N, other: &N) {
    let order = one.partial_cmp(other);
    let changes = one.as_change().partial_cmp(&other.as_change());
    law!("embedding", changes == order, "{one:?} and {other:?} compare as {order:?}, and their changes as {changes:?}");
    let [alone, difference] = [&[one.as_change()][..], &[one.as_change(), other.as_change()]].map(total_of::<N>);
    check_settled::<N>(&difference);
    let totals = alone.cmp(&total_of::<N>(&[other.as_change()]));
    law!(
        "comparison",
        Some(totals) == order,
        "{one:?} and {other:?} compare as {order:?}, and their totals as {totals:?}"
    );
    // However much larger one is, adding the other must show.
    let (order, sums) = (other.partial_cmp(&N::zero()), difference.cmp(&alone));
    law!(
        "comparison",
        Some(sums) == order,
        "the total of {one:?} and {other:?} compares with that of {one:?} as {sums:?}"
    );
    let reverse = alone.cmp(&difference).reverse();
    law!(
        "comparison",
        sums == reverse,
        "the totals of {one:?} and of {one:?} and {other:?} compare differently in reverse"
    );
}

/// The law *undo*.
fn check_undo<N: Number>(one: &N, other: &N) {
    const FINITE: &str = "it was added before";
    let [first, second] = [one.as_change(), other.as_change()];
    let [one_alone, other_alone] = [&first, &second].map(|change| total_of::<N>(std::slice::from_ref(change)));
    let both = total_of::<N>(&[first.clone(), second.clone()]);
    for (subtracted, removed, left) in [(&second, &other_alone, &one_alone), (&first, &one_alone, &other_alone)] {
        let mut total = both.clone();
        total.subtract(subtracted).expect(FINITE);
        law!(
            "undo",
            total == *left,
            "{one:?} and {other:?} are added, {subtracted:?} is subtracted: {total:?} is left"
        );
        let mut total = both.clone();
        total.remove(removed);
        law!("undo", total == *left, "{one:?} and {other:?} are merged, {removed:?} is removed: {total:?} is left");
    }
    let mut merged = one_alone;
    merged.merge(&other_alone);
    law!("partition", merged == both, "{one:?} and {other:?}, merged, are {merged:?}, and added {both:?}");
}

/// The laws *change* and *opposite*.
fn check_change<N: Number>(after: &N, reference: &N) {
    let exact = |high: &N, low: &N| {
        let mut total = total_of::<N>(&[high.as_change()]);
        total.remove(&total_of::<N>(&[low.as_change()]));
        total
    };
    let difference = exact(after, reference);
    let rounded = N::rounded(&difference);
    let Some(change) = N::change(after, reference) else {
        let is_kept = rounded.is_none() || N::rounded(&exact(reference, after)).is_none();
        law!("change", is_kept, "change({after:?}, {reference:?}) is None, and the kind holds it as {rounded:?}");
        return;
    };
    let total = total_of::<N>(std::slice::from_ref(&change));
    let is_rounded = rounded.is_some_and(|rounded| total == total_of::<N>(&[rounded.as_change()]));
    law!("change", total == difference || is_rounded, "change({after:?}, {reference:?}) is {change:?}");

    let opposite = N::negated(&change);
    let sum = total_of::<N>(&[change.clone(), opposite.clone()]);
    law!("opposite", sum.is_zero(), "{change:?} and its opposite {opposite:?} add up to {sum:?}");
    let size = N::magnitude(&change);
    let size_total = total_of::<N>(std::slice::from_ref(&size));
    let is_either = size_total == total || size_total == total_of::<N>(std::slice::from_ref(&opposite));
    let is_size = is_either && size_total >= N::Total::default();
    law!("opposite", is_size, "the magnitude of {change:?} is {size:?}");
}

/// The law *sum*.
fn check_sum<N: Number>(one: &N, other: &N) {
    let (sum, total) = (N::plus(one, other), N::rounded(&total_of::<N>(&[one.as_change(), other.as_change()])));
    law!("sum", sum == total, "plus({one:?}, {other:?}) is {sum:?}, and the total of both reads as {total:?}");
}

/// The law *state*, of sorted totals.
fn check_states<N: Number>(totals: &[N::Total]) {
    let states: Vec<Vec<u8>> = totals.iter().map(N::Total::state).collect();
    for (pair, states) in totals.windows(2).zip(states.windows(2)) {
        let is_kept = (pair[0] == pair[1]) == (states[0] == states[1]);
        law!("state", is_kept, "{pair:?} have the states {states:?}");
    }
    for (total, state) in totals.iter().zip(&states) {
        let read = N::Total::from_state(state);
        law!("state", read.as_ref() == Ok(total), "the state of {total:?} reads as {read:?}");
        let cut_off = (0..state.len()).map(|len| state[..len].to_vec());
        let longer = [[state.as_slice(), &[0]].concat(), [state.as_slice(), &[0; 8]].concat()];
        let changed = (0..state.len()).map(|index| {
            let mut changed = state.clone();
            changed[index] ^= 255;
            changed
        });
        for bytes in cut_off.chain(longer).chain(changed) {
            let read = N::Total::from_state(&bytes);
            let is_kept = read.as_ref().map_or(true, |read| read.state() == bytes);
            law!("state", is_kept, "{bytes:?} reads as {read:?}, whose state is other bytes");
        }
    }
}

/// The law *rounding*, of sorted totals: the numbers that they read as are sorted too.
fn check_rounding<N: Number>(totals: &[N::Total]) {
    let read: Vec<(&N::Total, N)> = totals.iter().filter_map(|total| Some((total, N::rounded(total)?))).collect();
    for pair in read.windows(2) {
        let [(smaller, low), (larger, high)] = pair else { continue };
        law!("rounding", low <= high, "{smaller:?} reads as {low:?}, and the larger {larger:?} as {high:?}");
    }
}

/// The laws *order* and *partition*, over all numbers and the changes between those that are next to each other.
fn check_order<N: Number>(numbers: &[N]) {
    let mut changes: Vec<N::Change> = numbers.iter().map(N::as_change).collect();
    changes.extend(numbers.windows(2).filter_map(|pair| N::change(&pair[0], &pair[1])));
    let whole = total_of::<N>(&changes);
    let reversed: Vec<N::Change> = changes.iter().rev().cloned().collect();
    // Every third, then those after them, and so on: numbers that were apart come together.
    let mixed: Vec<N::Change> = (0..3).flat_map(|first| changes.iter().skip(first).step_by(3).cloned()).collect();
    for other in [&reversed, &mixed] {
        let total = total_of::<N>(other);
        law!("order", total == whole, "{changes:?} add up to {whole:?}, and in another order to {total:?}");
        let is_same = total.state() == whole.state();
        law!("state", is_same, "{total:?} has one state from {changes:?}, and another from another order");
    }
    let parts = changes.chunks(changes.len().div_ceil(3)).map(total_of::<N>);
    let merge = |mut one: N::Total, other: N::Total| {
        one.merge(&other);
        one
    };
    let [forwards, backwards] = [parts.clone().reduce(merge), parts.rev().reduce(merge)];
    for total in [forwards, backwards].into_iter().flatten() {
        law!("partition", total == whole, "{changes:?} add up to {whole:?}, and three parts of them to {total:?}");
        let is_same = total.state() == whole.state();
        law!("state", is_same, "{total:?} has one state from {changes:?}, and another from three parts of them");
    }
}

/// The law *overflow*: a total that is doubled again and again keeps growing until it overflows, and then stays so.
fn check_overflow<N: Number>(start: &N::Change) {
    /// More than the 2,176 bits of the widest total of this crate.
    const DOUBLINGS: usize = 2_500;
    let mut total = total_of::<N>(std::slice::from_ref(start));
    let direction = total.cmp(&N::Total::default());
    let mut was_none = false;
    for doublings in 1..=DOUBLINGS {
        let before = total.clone();
        total.merge(&before);
        let read = N::rounded(&total);
        let is_growing = total.cmp(&before) == direction;
        let is_kept = read.is_none() || (is_growing && !was_none);
        law!("overflow", is_kept, "{start:?}, doubled {doublings} times, reads as {read:?}");
        was_none = read.is_none();
        if !is_growing {
            // It overflowed. Doubled once more it is beyond its end, and not just at it. Less itself it would be zero,
            // were it still exact.
            total.merge(&total.clone());
            total.remove(&total.clone());
            let read = N::rounded(&total);
            law!("overflow", read.is_none(), "{start:?}, doubled until it overflows, reads as {read:?} less itself");
            return;
        }
    }
}
