//! `f64`, and the exact total of floats: the heart of the crate.
//!
//! A float is a whole number of 53 bits times a power of two, so a sum of floats is a whole number too, if one counts
//! in a small enough quantum. Ordinary data needs few of those quanta: [`FloatTotal`] keeps a signed window of 127
//! bits that counts in 2^−74, in which every float from 2^−22 to 2^52 in magnitude fits, and every multiple of the
//! quantum below. Adding is then one shift and one integer addition. Whatever does not fit, an entry or the window's
//! own sum, goes to a full-range integer on the heap, which is made when it is first needed and takes the window along.
//! Integers add up the same in any order, so totals do; reading rounds once, to nearest, ties to even.

use std::cmp::Ordering;
use std::num::NonZeroU64;

use super::limbs::Limbs;
use super::{JsonForm, Number, NumberError, StateError, Total, clip, text};

/// Bits of a float's fraction.
const FRACTION_BITS: u32 = 52;
const FRACTION: u64 = (1 << FRACTION_BITS) - 1;
const IMPLICIT: u64 = 1 << FRACTION_BITS;
const EXPONENT: u32 = 0x7ff;
/// The exponent field of the floats whose last bit is one quantum of the window, 2^−74.
const WINDOW_EXPONENT: u32 = 1075 - 74;
/// The furthest an entry is shifted into the window: 53 bits and 73 make 126, where the window ends.
const WINDOW_SHIFT: u32 = 73;
/// Entries that are shifted no further, those below 2^42, take the short way: two plain shifts.
const SHORT_SHIFT: u32 = 63;
/// The window's quantum counted in quanta of the full range, 2^−1074: 2^1000 of them.
const WINDOW_IN_RANGE: u32 = 1074 - 74;
/// 2^−74, by its bits: exact.
const WINDOW_QUANTUM: f64 = f64::from_bits(((1023 - 74) as u64) << FRACTION_BITS);
/// 1074 bits below the point, 1024 above, and room for 2^77 of the largest entries.
const RANGE_LIMBS: usize = 34;

type Range = Limbs<RANGE_LIMBS>;

/// An exact sum of `f64`s.
///
/// Correctly rounded when read ([`value`](FloatTotal::value)), the same in any order and partition, comparable,
/// mergeable, and storable as a versioned state that another process can merge. 16 bytes for ordinary data; 288 more
/// on the heap as soon as one entry is finer than 2^−74 resolves, or an entry or the sum reaches 2^52.
///
/// # Formula
///
/// `value = round(Σ xᵢ)`, where the sum is over all entries `xᵢ` and taken in whole numbers, and `round` is to the
/// nearest `f64`, ties to even. Ours; the idea of adding floats as integers in a fixed-point register of full range is
/// old and common (Kulisch's accumulator), the window is after it.
///
/// # Example
///
/// ```
/// use covalue::number::{FloatTotal, Total};
///
/// let mut total = FloatTotal::new();
/// for entry in [1e308, 1e308, 0.1, 0.2, -1e308, -1e308] {
///     total.add(&entry)?;
/// }
/// assert_eq!(total.value(), Some(0.30000000000000004)); // 0.1 + 0.2, rounded once
/// total.add(&1e308)?;
/// total.add(&1e308)?;
/// assert_eq!(total.value(), None); // no f64 holds it now ..
/// total.add(&-1e308)?;
/// assert_eq!(total.value(), Some(1e308)); // .. and nothing was lost
/// # Ok::<(), covalue::error::NumberError>(())
/// ```
#[derive(Clone)]
pub struct FloatTotal(Kept);

/// A sum, where it is kept. The upper half of a window is never zero, so that zero there says *beyond* and no bit is spent
/// on which of the two it is: very many lines are read and written as fast as memory goes, so what is smaller is faster.
#[derive(Clone)]
enum Kept {
    /// The sum in quanta of 2^−74, from −2^126 to below 2^126, and 2^127 more.
    Window {
        low: u64,
        high: NonZeroU64,
    },
    Beyond(Box<Beyond>),
}

/// A sum that was too much for a window alone: that of both.
#[derive(Clone, Default)]
struct Beyond {
    window: i128,
    range: Range,
}

/// What a window is moved up by, so that its upper half is never zero.
const MOVED_UP: u128 = 1 << 127;
/// A window ends here, either way. No entry and no other window is more, so that no sum of two can overflow.
///
/// Counted in quanta of its upper half: 2^126 of its own.
const WINDOW_END: u64 = 1 << 62;

impl Kept {
    const NOTHING: Self = Self::Window { low: 0, high: NonZeroU64::new((MOVED_UP >> 64) as u64).unwrap() };

    /// A sum that was moved up; none beyond either end.
    #[inline]
    fn moved_up(sum: u128) -> Option<Self> {
        let high = (sum >> 64) as u64;
        // Moved up once more, sums between the ends have the highest bit, and no others do: all ones for those, else zero.
        let between = high.wrapping_add(WINDOW_END) as i64 >> 63;
        NonZeroU64::new(high & between as u64).map(|high| Self::Window { low: sum as u64, high })
    }
}

#[inline]
fn join(low: u64, high: u64) -> u128 {
    u128::from(high) << 64 | u128::from(low)
}

#[inline]
fn moved_down(low: u64, high: NonZeroU64) -> i128 {
    (join(low, high.get()) ^ MOVED_UP) as i128
}

impl Beyond {
    fn of_window(window: i128) -> Self {
        Self { window, range: Range::default() }
    }

    /// Adds to the window, which is emptied into the full range if it must be.
    fn add(&mut self, quanta: i128) {
        self.window = self.window.checked_add(quanta).unwrap_or_else(|| {
            self.range.add_shifted(self.window.unsigned_abs(), WINDOW_IN_RANGE, self.window < 0);
            quanta
        });
    }

    /// The whole sum.
    fn in_range(&self) -> Range {
        let mut range = self.range.clone();
        range.add_shifted(self.window.unsigned_abs(), WINDOW_IN_RANGE, self.window < 0);
        range
    }
}

impl Default for FloatTotal {
    fn default() -> Self {
        Self::new()
    }
}

impl FloatTotal {
    /// A total of nothing: zero.
    #[inline]
    pub fn new() -> Self {
        Self(Kept::NOTHING)
    }

    /// The sum in quanta of the window, where that is all there is.
    #[inline]
    fn window(&self) -> Option<i128> {
        match self.0 {
            Kept::Window { low, high } => Some(moved_down(low, high)),
            Kept::Beyond(_) => None,
        }
    }

    /// Adds quanta, no more than to a window's end either way, to the window, wherever it is. What that has no room for is
    /// left to be added, and nothing is changed.
    #[inline]
    fn add_to_window(&mut self, quanta: i128) -> Option<()> {
        match &mut self.0 {
            Kept::Window { low, high } => self.0 = Kept::moved_up(join(*low, high.get()).wrapping_add_signed(quanta))?,
            Kept::Beyond(beyond) => beyond.window = beyond.window.checked_add(quanta)?,
        }
        Some(())
    }

    /// The sum as one that has the full range too.
    fn beyond(&mut self) -> &mut Beyond {
        if let Some(window) = self.window() {
            self.0 = Kept::Beyond(Box::new(Beyond::of_window(window)));
        }
        match &mut self.0 {
            Kept::Beyond(beyond) => beyond,
            Kept::Window { .. } => unreachable!("it was made so"),
        }
    }

    /// What the window does not take: zero, fine multiples of its quantum, and all that needs the full range.
    #[inline(never)]
    fn add_beyond(&mut self, entry: f64) -> Result<(), NumberError> {
        if !entry.is_finite() {
            return Err(not_finite(entry));
        }
        let bits = entry.to_bits();
        let field = (bits >> FRACTION_BITS) as u32 & EXPONENT;
        let (magnitude, exponent) =
            if field == 0 { (bits & FRACTION, 1) } else { ((bits & FRACTION) | IMPLICIT, field) };
        if magnitude == 0 {
            return Ok(());
        }
        let finer = WINDOW_EXPONENT.saturating_sub(exponent);
        let coarser = exponent.saturating_sub(WINDOW_EXPONENT);
        if magnitude.trailing_zeros() >= finer && coarser <= WINDOW_SHIFT {
            let magnitude = i128::from(magnitude >> finer) << coarser;
            let signed = if entry < 0.0 { -magnitude } else { magnitude };
            self.add_quanta(signed);
        } else {
            self.beyond().range.add_small_shifted(magnitude, exponent - 1, entry < 0.0);
        }
        Ok(())
    }

    #[inline]
    fn add_quanta(&mut self, quanta: i128) {
        if self.add_to_window(quanta).is_none() {
            self.beyond().add(quanta);
        }
    }

    /// The whole sum in the full range.
    fn in_range(&self) -> Range {
        match &self.0 {
            Kept::Window { low, high } => Beyond::of_window(moved_down(*low, *high)).in_range(),
            Kept::Beyond(beyond) => beyond.in_range(),
        }
    }

    /// The sum rounded once, to the nearest float, ties to even; never −0. `None` where it is beyond the largest.
    pub fn value(&self) -> Option<f64> {
        if let Some(window) = self.window() {
            return Some(window_value(window));
        }
        let range = self.in_range();
        if range.is_lost() {
            return None;
        }
        let (negative, magnitude) = range.sign_and_magnitude();
        let value = rounded(&magnitude, Ordering::Less, false)?;
        Some(if negative { -value } else { value })
    }

    /// The sum divided and rounded once; never −0. `None` where that is beyond the largest, or the divisor zero.
    pub(crate) fn divided(&self, divisor: u64) -> Option<f64> {
        let range = self.in_range();
        if divisor == 0 || range.is_lost() {
            return None;
        }
        let (negative, mut magnitude) = range.sign_and_magnitude();
        let mut rest = 0;
        for limb in magnitude.iter_mut().rev() {
            let dividend = u128::from(rest) << 64 | u128::from(*limb);
            *limb = (dividend / u128::from(divisor)) as u64;
            rest = (dividend % u128::from(divisor)) as u64;
        }
        // Of half a quantum and the rest: without a sum that could overflow.
        let value = rounded(&magnitude, rest.cmp(&(divisor - rest)), rest != 0)?;
        Some(if negative && value != 0.0 { -value } else { value })
    }

    /// The bytes this total takes: its own and those on the heap.
    pub fn size(&self) -> usize {
        match self.0 {
            Kept::Window { .. } => size_of::<Self>(),
            Kept::Beyond(_) => size_of::<Self>() + size_of::<Beyond>(),
        }
    }
}

/// A window in whole numbers, rounded once.
#[inline]
fn window_value(window: i128) -> f64 {
    let magnitude = window.unsigned_abs();
    let shift = magnitude.leading_zeros();
    if shift == u128::BITS {
        return 0.0;
    }
    // The upper half has more bits than a float, and its last one stands for all that the lower half has.
    let normal = magnitude << shift;
    let upper = (normal >> 64) as u64 | u64::from(normal as u64 != 0);
    let exponent = |power: u64| power << FRACTION_BITS;
    let scale = f64::from_bits(WINDOW_QUANTUM.to_bits() + exponent(64) - exponent(u64::from(shift)));
    // Rounded here; the scaling is exact, since the result is no smaller than one quantum.
    let value = upper as f64 * scale;
    if window < 0 { -value } else { value }
}

#[cold]
fn not_finite(entry: f64) -> NumberError {
    NumberError::NotFinite { text: entry.to_string(), kind: f64::KIND }
}

/// A magnitude in quanta of 2^−1074 and `rest`, less than one of them, rounded to a float; `None` above the largest.
/// `rest` is given by how it compares with half a quantum, and by whether there is one.
fn rounded(magnitude: &[u64; RANGE_LIMBS], rest: Ordering, has_rest: bool) -> Option<f64> {
    let top = magnitude.iter().rposition(|&limb| limb != 0).unwrap_or(0);
    let highest = top as u32 * 64 + 63_u32.saturating_sub(magnitude[top].leading_zeros());
    if highest <= FRACTION_BITS {
        // Whole quanta of the smallest float: its bits are their number.
        let up = rest == Ordering::Greater || (rest == Ordering::Equal && magnitude[0] & 1 == 1);
        return Some(f64::from_bits(magnitude[0] + u64::from(up)));
    }
    let shift = highest - FRACTION_BITS;
    let (limb, bits) = ((shift / 64) as usize, shift % 64);
    let above = magnitude.get(limb + 1).copied().unwrap_or(0);
    let mantissa = ((u128::from(above) << 64 | u128::from(magnitude[limb])) >> bits) as u64 & (IMPLICIT | FRACTION);
    let bit_below = shift - 1;
    let half = magnitude[(bit_below / 64) as usize] >> (bit_below % 64) & 1 == 1;
    let more = has_rest
        || magnitude[..(bit_below / 64) as usize].iter().any(|&limb| limb != 0)
        || magnitude[(bit_below / 64) as usize] & ((1 << (bit_below % 64)) - 1) != 0;
    let up = half && (more || mantissa & 1 == 1);
    if shift > EXPONENT - 2 {
        // Also where the carry below would reach the sign.
        return None;
    }
    // The mantissa brings its leading bit, which is the one missing in the exponent; a carry goes there too.
    let value = f64::from_bits((u64::from(shift) << FRACTION_BITS) + mantissa + u64::from(up));
    value.is_finite().then_some(value)
}

impl PartialEq for FloatTotal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for FloatTotal {}

impl PartialOrd for FloatTotal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for FloatTotal {
    /// As the exact sums compare.
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.window(), other.window()) {
            (Some(here), Some(there)) => here.cmp(&there),
            _ => self.in_range().cmp(&other.in_range()),
        }
    }
}

impl std::fmt::Debug for FloatTotal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.value() {
            Some(value) => write!(f, "FloatTotal({value:?}, exact)"),
            None => write!(f, "FloatTotal(overflow)"),
        }
    }
}

impl Total for FloatTotal {
    type Change = f64;

    #[inline]
    fn add(&mut self, change: &f64) -> Result<(), NumberError> {
        let bits = change.to_bits();
        let exponent = (bits >> FRACTION_BITS) as u32 & EXPONENT;
        let shift = exponent.wrapping_sub(WINDOW_EXPONENT);
        if shift <= SHORT_SHIFT {
            let fraction = (bits & FRACTION) | IMPLICIT;
            let magnitude = join(fraction << shift, fraction >> 1 >> (SHORT_SHIFT - shift)) as i128;
            // All ones for a negative entry: −x is (x ^ sign) − sign.
            let sign = i128::from((bits as i64) >> 63);
            if self.add_to_window((magnitude ^ sign) - sign).is_some() {
                return Ok(());
            }
        }
        self.add_beyond(*change)
    }

    #[inline]
    fn subtract(&mut self, change: &f64) -> Result<(), NumberError> {
        self.add(&-change).map_err(|_| not_finite(*change))
    }

    #[inline]
    fn merge(&mut self, other: &Self) {
        match &other.0 {
            Kept::Window { low, high } => self.add_quanta(moved_down(*low, *high)),
            Kept::Beyond(more) => {
                let beyond = self.beyond();
                beyond.add(more.window);
                beyond.range.add(&more.range);
            }
        }
    }

    #[inline]
    fn remove(&mut self, other: &Self) {
        match &other.0 {
            // A window is never the least `i128`, so it can be turned.
            Kept::Window { low, high } => self.add_quanta(-moved_down(*low, *high)),
            Kept::Beyond(less) => {
                let beyond = self.beyond();
                beyond.range.add_shifted(less.window.unsigned_abs(), WINDOW_IN_RANGE, less.window >= 0);
                beyond.range.subtract(&less.range);
            }
        }
    }

    fn is_zero(&self) -> bool {
        match self.window() {
            Some(window) => window == 0,
            None => self.in_range().is_zero(),
        }
    }

    fn state(&self) -> Vec<u8> {
        self.in_range().state()
    }

    fn from_state(state: &[u8]) -> Result<Self, StateError> {
        let range = Range::from_state(state)?;
        // Back into the window where it fits: equal totals then have equal sizes as well.
        let (negative, magnitude) = range.sign_and_magnitude();
        let (limb, bits) = ((WINDOW_IN_RANGE / 64) as usize, WINDOW_IN_RANGE % 64);
        let fine = magnitude[..limb].iter().any(|&limb| limb != 0) || magnitude[limb] & ((1 << bits) - 1) != 0;
        let large = magnitude[limb + 3..].iter().any(|&limb| limb != 0) || magnitude[limb + 2] >> bits != 0;
        let low = u128::from(magnitude[limb + 1]) << 64 | u128::from(magnitude[limb]);
        let window = low >> bits | u128::from(magnitude[limb + 2]) << (128 - bits);
        // The least window has no positive counterpart.
        let window = if negative { 0_i128.checked_sub_unsigned(window) } else { i128::try_from(window).ok() };
        let window = window.filter(|_| !fine && !large).and_then(|window| Kept::moved_up(window as u128 ^ MOVED_UP));
        Ok(Self(window.unwrap_or_else(|| Kept::Beyond(Box::new(Beyond { window: 0, range })))))
    }
}

impl Number for f64 {
    type Change = f64;
    type Total = FloatTotal;
    const KIND: &'static str = "f64";
    const JSON_FORM: JsonForm = JsonForm::Number;

    #[inline]
    fn is_finite(&self) -> bool {
        f64::is_finite(*self)
    }

    #[inline]
    fn change(after: &f64, reference: &f64) -> Option<f64> {
        let change = after - reference;
        change.is_finite().then_some(change)
    }

    #[inline]
    fn as_change(&self) -> f64 {
        *self
    }

    #[inline]
    fn negated(change: &f64) -> f64 {
        -change
    }

    #[inline]
    fn magnitude(change: &f64) -> f64 {
        change.abs()
    }

    #[inline]
    fn plus(one: &f64, other: &f64) -> Option<f64> {
        let sum = one + other + 0.0; // −0 is 0
        sum.is_finite().then_some(sum)
    }

    fn from_change(change: &f64) -> Option<f64> {
        Some(*change + 0.0)
    }

    fn rounded(total: &FloatTotal) -> Option<f64> {
        total.value()
    }

    fn mean(total: &FloatTotal, count: u64) -> Option<f64> {
        total.divided(count)
    }

    fn parse(text: &str) -> Result<f64, NumberError> {
        if !text::begins_and_ends_as_a_number(text) {
            return Err(NumberError::NotANumber { text: clip(text) });
        }
        let number: f64 = text.parse().map_err(|_| NumberError::NotANumber { text: clip(text) })?;
        if number.is_finite() {
            Ok(number + 0.0) // −0 is 0
        } else {
            Err(NumberError::NotFinite { text: clip(text), kind: Self::KIND })
        }
    }

    /// The shortest text that reads back to the same bits, always with a point or an exponent.
    fn text(&self) -> String {
        format!("{:?}", *self + 0.0)
    }

    fn stable_bytes(&self, content: &mut Vec<u8>) {
        content.extend_from_slice(&(*self + 0.0).to_bits().to_le_bytes());
    }
}
