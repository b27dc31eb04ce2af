//! `f64`, and the exact total of floats: the heart of the crate.
//!
//! A float is a whole number of 53 bits times a power of two, so a sum of floats is a whole number too, if one counts
//! in a small enough quantum. Ordinary data needs few of those quanta: [`FloatTotal`] keeps a signed window of 128
//! bits that counts in 2^−74, in which every float from 2^−22 to 2^52 in magnitude fits, and every multiple of the
//! quantum below. Adding is then one shift and one integer addition. Whatever does not fit, an entry or the window's
//! own sum, goes to a full-range integer on the heap, which is made when it is first needed. Integers add up the same
//! in any order, so totals do; reading rounds once, to nearest, ties to even.

use std::cmp::Ordering;

use super::limbs::Limbs;
use super::{Number, NumberError, StateError, Total, WrittenAs, clip, text};

/// Bits of a float's fraction.
const FRACTION_BITS: u32 = 52;
const FRACTION: u64 = (1 << FRACTION_BITS) - 1;
const IMPLICIT: u64 = 1 << FRACTION_BITS;
const EXPONENT: u32 = 0x7ff;
/// The exponent field of the floats whose last bit is one quantum of the window, 2^−74.
const WINDOW_EXPONENT: u32 = 1075 - 74;
/// The furthest an entry is shifted into the window: 53 bits and 73 make 126, which leaves a sign and a carry.
const WINDOW_SHIFT: u32 = 73;
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
/// mergeable, and storable as a versioned state that another process can merge. 24 bytes for ordinary data; 272 more
/// on the heap as soon as one entry is finer than 2^−74 resolves or reaches 2^52, or the sum reaches 2^53.
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
/// use covalue::{FloatTotal, Total};
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
/// # Ok::<(), covalue::NumberError>(())
/// ```
#[derive(Clone, Default)]
pub struct FloatTotal {
    // Two halves and not an `i128`, whose alignment would make this 32 bytes.
    low: u64,
    high: u64,
    beyond: Option<Box<Range>>,
}

impl FloatTotal {
    /// A total of nothing: zero.
    pub fn new() -> Self {
        Self::default()
    }

    #[inline]
    fn window(&self) -> i128 {
        ((u128::from(self.high) << 64) | u128::from(self.low)) as i128
    }

    #[inline]
    fn set_window(&mut self, window: i128) {
        self.low = window as u64;
        self.high = ((window as u128) >> 64) as u64;
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
            let window = self.window().checked_add(signed).unwrap_or_else(|| {
                self.empty_window();
                signed
            });
            self.set_window(window);
            return Ok(());
        }
        self.beyond.get_or_insert_default().add_small_shifted(magnitude, exponent - 1, entry < 0.0);
        Ok(())
    }

    /// Adds `whole · 2^exponent`, no smaller than the smallest float and no larger than the largest.
    pub(crate) fn add_scaled(&mut self, whole: i128, exponent: i32) {
        let shift = u32::try_from(exponent + 1074).expect("the quantum is that of a float");
        self.beyond.get_or_insert_default().add_shifted(whole.unsigned_abs(), shift, whole < 0);
    }

    /// Moves what the window holds to the full range.
    #[cold]
    fn empty_window(&mut self) {
        let window = self.window();
        self.set_window(0);
        self.beyond.get_or_insert_default().add_shifted(window.unsigned_abs(), WINDOW_IN_RANGE, window < 0);
    }

    /// The whole sum in the full range.
    fn in_range(&self) -> Range {
        let mut range = self.beyond.as_deref().cloned().unwrap_or_default();
        let window = self.window();
        range.add_shifted(window.unsigned_abs(), WINDOW_IN_RANGE, window < 0);
        range
    }

    /// The sum rounded once, to the nearest float, ties to even; never −0. `None` where it is beyond the largest.
    pub fn value(&self) -> Option<f64> {
        if self.beyond.is_none() {
            // The conversion rounds once, and the scaling is exact: the result is no smaller than one quantum.
            return Some(self.window() as f64 * WINDOW_QUANTUM);
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
        size_of::<Self>() + self.beyond.as_ref().map_or(0, |_| size_of::<Range>())
    }
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
        match (&self.beyond, &other.beyond) {
            (None, None) => self.window().cmp(&other.window()),
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
        if shift <= WINDOW_SHIFT {
            let magnitude = i128::from((bits & FRACTION) | IMPLICIT) << shift;
            // All ones for a negative entry: −x is (x ^ sign) − sign.
            let sign = i128::from((bits as i64) >> 63);
            if let Some(window) = self.window().checked_add((magnitude ^ sign) - sign) {
                self.set_window(window);
                return Ok(());
            }
        }
        self.add_beyond(*change)
    }

    #[inline]
    fn subtract(&mut self, change: &f64) -> Result<(), NumberError> {
        self.add(&-change).map_err(|_| not_finite(*change))
    }

    fn merge(&mut self, other: &Self) {
        match self.window().checked_add(other.window()) {
            Some(window) => self.set_window(window),
            None => {
                self.empty_window();
                self.set_window(other.window());
            }
        }
        if let Some(beyond) = &other.beyond {
            self.beyond.get_or_insert_default().add(beyond);
        }
    }

    fn remove(&mut self, other: &Self) {
        match self.window().checked_sub(other.window()) {
            Some(window) => self.set_window(window),
            None => {
                self.empty_window();
                let window = other.window();
                let beyond = self.beyond.get_or_insert_default();
                beyond.add_shifted(window.unsigned_abs(), WINDOW_IN_RANGE, window >= 0);
            }
        }
        if let Some(beyond) = &other.beyond {
            self.beyond.get_or_insert_default().subtract(beyond);
        }
    }

    fn is_zero(&self) -> bool {
        if self.beyond.is_none() { self.low == 0 && self.high == 0 } else { self.in_range().is_zero() }
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
        let mut total = Self::new();
        match window {
            Some(window) if !fine && !large => total.set_window(window),
            _ => total.beyond = Some(Box::new(range)),
        }
        Ok(total)
    }
}

impl Number for f64 {
    type Change = f64;
    type Total = FloatTotal;
    const KIND: &'static str = "f64";
    const WRITTEN_AS: WrittenAs = WrittenAs::Number;

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
    fn turned(change: &f64) -> f64 {
        -change
    }

    #[inline]
    fn magnitude(change: &f64) -> f64 {
        change.abs()
    }

    fn from_change(change: &f64) -> Option<f64> {
        Some(*change + 0.0)
    }

    fn rounded(total: &FloatTotal) -> Option<f64> {
        total.value()
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
