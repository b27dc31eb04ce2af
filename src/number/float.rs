//! `f64`, and the exact total of floats.
//!
//! A float is a whole number of 53 bits times a power of two, so a sum of floats is a whole number of some small enough
//! quantum. [`FloatTotal`] counts in two of them:
//!
//! - A *window* of 127 bits and a sign counts quanta of 2^−74. Every float from 2^−22 to below 2^52 in magnitude is a
//!   whole number of them and fits, and so is every smaller float that is a multiple of the quantum. Adding is one
//!   shift and one integer addition.
//! - A *full range* of 2,176 bits counts quanta of 2^−1074, the smallest float. It takes what the window does not hold:
//!   an entry, or the window's own sum. It is allocated on the heap when it is first needed.
//!
//! Integers add up the same in any order, so totals do. Reading rounds once, to nearest, ties to even.

use std::cmp::Ordering;
use std::num::NonZeroU64;

use super::limbs::{Limbs, divide};
use super::{JsonForm, Number, NumberError, StateError, Total, clip, text};

/// Bits of a float's fraction, without the leading bit that is not stored.
const FRACTION_BITS: u32 = 52;
const FRACTION: u64 = (1 << FRACTION_BITS) - 1;
/// The leading bit of a normal float.
const IMPLICIT: u64 = 1 << FRACTION_BITS;
/// The exponent field's bits, and its value for infinities and NaN.
const EXPONENT: u32 = 0x7ff;
/// The exponent field of floats whose last bit is one quantum of the window, 2^−74. The field of floats whose last bit
/// is one, 2^0, is 1075.
const WINDOW_EXPONENT: u32 = 1075 - 74;
/// The most bits by which an entry is shifted into the window: its 53 bits then end at 126, where the window does.
const WINDOW_SHIFT: u32 = 73;
/// The most bits of shift for the fast path, in which a shift by less than 64 bits is two plain shifts. These are the
/// entries below 2^42.
const FAST_SHIFT: u32 = 63;
/// The window's quantum is 2^1000 quanta of the full range.
const WINDOW_IN_FULL: u32 = 1074 - 74;
/// The window's quantum as a float, by its bits: 2^−74, exact.
const WINDOW_QUANTUM: f64 = f64::from_bits(((1023 - 74) as u64) << FRACTION_BITS);
/// Limbs of the full range: 1074 bits below the point, 1024 above it, and 77 for 2^77 of the largest entries, with a
/// sign.
const FULL_LIMBS: usize = 34;

type FullRange = Limbs<FULL_LIMBS>;

/// An exact sum of `f64`s.
///
/// Correctly rounded when read ([`value`](FloatTotal::value)), the same in any order and partition, comparable,
/// mergeable, and storable as a versioned state that another process can merge. 16 bytes for ordinary data; 288 more
/// on the heap as soon as one entry is finer than 2^−74 resolves, or an entry or the sum reaches 2^52.
///
/// # Formula
///
/// `value = round(Σ xᵢ)`, where the sum is over all entries `xᵢ` and taken in whole numbers, and `round` is to the
/// nearest `f64`, ties to even. Adding floats as integers in a fixed-point register of full range is old and common
/// (Kulisch's accumulator); the window in front of it is ours.
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
pub struct FloatTotal(Storage);

/// Where a sum is kept.
///
/// The upper half of a window is never zero, so the compiler stores zero there for `Wide`, and no byte is spent on
/// which variant it is. With very many groups memory limits the speed, so a smaller total is a faster one.
#[derive(Clone)]
enum Storage {
    /// The sum in quanta of 2^−74, from −2^126 to below 2^126, plus [`WINDOW_BIAS`].
    Window {
        low: u64,
        high: NonZeroU64,
    },
    Wide(Box<WideSum>),
}

/// A sum that needs the full range: the sum of both fields, each in its quanta.
#[derive(Clone, Default)]
struct WideSum {
    window: i128,
    full: FullRange,
}

/// The bias of a stored window, in its quanta: with it the upper half is never zero.
const WINDOW_BIAS: u128 = 1 << 127;
/// Where a window ends, either way, in quanta of its upper half: 2^126 of its own. No entry and no other window is
/// larger, so that the sum of two cannot overflow an `i128`.
const WINDOW_END: u64 = 1 << 62;

impl Storage {
    const ZERO: Self = Self::Window { low: 0, high: NonZeroU64::new((WINDOW_BIAS >> 64) as u64).unwrap() };

    /// A window from a biased sum; `None` if that lies beyond either end.
    #[inline]
    fn from_biased(sum: u128) -> Option<Self> {
        let high = (sum >> 64) as u64;
        // Sums between the ends have the highest bit once `WINDOW_END` is added, and no others do. An arithmetic shift
        // makes that bit a mask, all ones or zero: one comparison less than testing both ends.
        let mask = high.wrapping_add(WINDOW_END) as i64 >> 63;
        NonZeroU64::new(high & mask as u64).map(|high| Self::Window { low: sum as u64, high })
    }
}

#[inline]
fn join(low: u64, high: u64) -> u128 {
    u128::from(high) << 64 | u128::from(low)
}

/// A window's sum without the bias.
#[inline]
fn unbiased(low: u64, high: NonZeroU64) -> i128 {
    (join(low, high.get()) ^ WINDOW_BIAS) as i128
}

impl WideSum {
    fn of_window(window: i128) -> Self {
        Self { window, full: FullRange::default() }
    }

    /// Adds to the window; if that would overflow, what it holds first moves to the full range.
    fn add(&mut self, quanta: i128) {
        self.window = self.window.checked_add(quanta).unwrap_or_else(|| {
            self.full.add_shifted(self.window.unsigned_abs(), WINDOW_IN_FULL, self.window < 0);
            quanta
        });
    }

    /// The whole sum in the full range.
    fn sum(&self) -> FullRange {
        let mut sum = self.full.clone();
        sum.add_shifted(self.window.unsigned_abs(), WINDOW_IN_FULL, self.window < 0);
        sum
    }
}

impl Default for FloatTotal {
    fn default() -> Self {
        Self::new()
    }
}

impl FloatTotal {
    /// A total of no entries: zero.
    #[inline]
    pub fn new() -> Self {
        Self(Storage::ZERO)
    }

    /// The sum in quanta of the window; `None` if it is kept in the full range.
    #[inline]
    fn window(&self) -> Option<i128> {
        match self.0 {
            Storage::Window { low, high } => Some(unbiased(low, high)),
            Storage::Wide(_) => None,
        }
    }

    /// Adds quanta, at most [`WINDOW_END`] either way, to the window of either variant. `None`, and nothing is added,
    /// if the window has no room for them.
    #[inline]
    fn add_to_window(&mut self, quanta: i128) -> Option<()> {
        match &mut self.0 {
            Storage::Window { low, high } => {
                self.0 = Storage::from_biased(join(*low, high.get()).wrapping_add_signed(quanta))?;
            }
            Storage::Wide(wide) => wide.window = wide.window.checked_add(quanta)?,
        }
        Some(())
    }

    /// The wide sum, to which a window is moved first.
    fn wide(&mut self) -> &mut WideSum {
        if let Some(window) = self.window() {
            self.0 = Storage::Wide(Box::new(WideSum::of_window(window)));
        }
        match &mut self.0 {
            Storage::Wide(wide) => wide,
            Storage::Window { .. } => unreachable!("it was moved"),
        }
    }

    /// The slow path of [`add`](Total::add): zero, fine multiples of the window's quantum, and entries for the full
    /// range. Not inlined, so that the fast path stays short in every loop that adds.
    #[inline(never)]
    fn add_slowly(&mut self, entry: f64) -> Result<(), NumberError> {
        if !entry.is_finite() {
            return Err(not_finite(entry));
        }
        let bits = entry.to_bits();
        let field = (bits >> FRACTION_BITS) as u32 & EXPONENT;
        // A subnormal has no leading bit, and the exponent of the smallest normal floats.
        let (magnitude, exponent) =
            if field == 0 { (bits & FRACTION, 1) } else { ((bits & FRACTION) | IMPLICIT, field) };
        if magnitude == 0 {
            return Ok(());
        }
        // How many bits the entry's last bit is below or above the window's.
        let finer = WINDOW_EXPONENT.saturating_sub(exponent);
        let coarser = exponent.saturating_sub(WINDOW_EXPONENT);
        if magnitude.trailing_zeros() >= finer && coarser <= WINDOW_SHIFT {
            let magnitude = i128::from(magnitude >> finer) << coarser;
            let signed = if entry < 0.0 { -magnitude } else { magnitude };
            self.add_quanta(signed);
        } else {
            self.wide().full.add_small_shifted(magnitude, exponent - 1, entry < 0.0);
        }
        Ok(())
    }

    /// Adds quanta of the window, to the full range if the window has no room for them.
    #[inline]
    fn add_quanta(&mut self, quanta: i128) {
        if self.add_to_window(quanta).is_none() {
            self.wide().add(quanta);
        }
    }

    /// The whole sum in the full range.
    fn sum(&self) -> FullRange {
        match &self.0 {
            Storage::Window { low, high } => WideSum::of_window(unbiased(*low, *high)).sum(),
            Storage::Wide(wide) => wide.sum(),
        }
    }

    /// The sum rounded once, to the nearest float, ties to even; never −0. `None` where it is beyond the largest.
    pub fn value(&self) -> Option<f64> {
        if let Some(window) = self.window() {
            return Some(window_value(window));
        }
        let sum = self.sum();
        if sum.is_overflow() {
            return None;
        }
        let (is_negative, magnitude) = sum.sign_and_magnitude();
        let value = rounded(&magnitude, Ordering::Less, false)?;
        Some(if is_negative { -value } else { value })
    }

    /// The sum divided and rounded once; never −0. `None` where that is beyond the largest, or the divisor zero.
    pub(crate) fn divided(&self, divisor: u64) -> Option<f64> {
        if divisor == 1 {
            // Worth rounds each of its totals so; without the division it takes 5 ns instead of about a microsecond.
            return self.value();
        }
        let sum = self.sum();
        if divisor == 0 || sum.is_overflow() {
            return None;
        }
        let (is_negative, mut magnitude) = sum.sign_and_magnitude();
        let rest = divide(&mut magnitude, divisor);
        // Compares the rest with half the divisor; twice the rest could overflow.
        let value = rounded(&magnitude, rest.cmp(&(divisor - rest)), rest != 0)?;
        Some(if is_negative && value != 0.0 { -value } else { value })
    }

    /// The bytes that this total takes: its own and those on the heap.
    pub fn size(&self) -> usize {
        match self.0 {
            Storage::Window { .. } => size_of::<Self>(),
            Storage::Wide(_) => size_of::<Self>() + size_of::<WideSum>(),
        }
    }
}

/// The sum of a window, rounded once.
#[inline]
fn window_value(window: i128) -> f64 {
    let magnitude = window.unsigned_abs();
    let shift = magnitude.leading_zeros();
    if shift == u128::BITS {
        return 0.0;
    }
    // The upper half has 64 bits, more than a float. If the lower half is not zero, the last of them is set to say so:
    // for rounding it does not matter how much is below (a sticky bit).
    let normal = magnitude << shift;
    let upper = (normal >> 64) as u64 | u64::from(normal as u64 != 0);
    let exponent = |power: u64| power << FRACTION_BITS;
    let scale = f64::from_bits(WINDOW_QUANTUM.to_bits() + exponent(64) - exponent(u64::from(shift)));
    // The conversion rounds. Scaling is exact, because the result is at least one quantum and so a normal float.
    let value = upper as f64 * scale;
    if window < 0 { -value } else { value }
}

/// Powers of ten that are floats without rounding, for up to 15 decimals.
const POWERS_OF_TEN: [f64; 16] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// A decimal such as `-12.5` of few digits; `None` of any other text. `-0` is 0.
///
/// Its digits are a whole number of at most 2^53, and the power of ten is at most 10^15. Both are floats, so the quotient
/// is rounded once (Clinger 1990). `str::parse` ends in the same division, after four times as many instructions.
#[inline]
fn short_decimal(text: &str) -> Option<f64> {
    let bytes = text.as_bytes();
    let (is_negative, bytes) = bytes.strip_prefix(b"-").map_or((false, bytes), |unsigned| (true, unsigned));
    if bytes.is_empty() || bytes.len() > POWERS_OF_TEN.len() {
        return None;
    }
    let (mut whole, mut point) = (0, None);
    for (index, &byte) in bytes.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            whole = whole * 10 + u64::from(digit);
        } else if byte == b'.' && point.is_none() {
            point = Some(index);
        } else {
            return None;
        }
    }
    let decimals = point.map_or(0, |point| bytes.len() - 1 - point);
    if whole > IMPLICIT << 1 || point == Some(0) || (point.is_some() && decimals == 0) {
        return None;
    }
    let value = whole as f64 / POWERS_OF_TEN[decimals];
    Some(if is_negative { 0.0 - value } else { value })
}

#[cold]
fn not_finite(entry: f64) -> NumberError {
    NumberError::NotFinite { text: entry.to_string(), kind: f64::KIND }
}

/// A magnitude in quanta of 2^−1074, and a rest of less than one of them, rounded to a float; `None` above the largest.
/// `rest` is how the rest compares with half a quantum, and `has_rest` whether it is above zero.
fn rounded(magnitude: &[u64; FULL_LIMBS], rest: Ordering, has_rest: bool) -> Option<f64> {
    let top = magnitude.iter().rposition(|&limb| limb != 0).unwrap_or(0);
    let highest = top as u32 * 64 + 63_u32.saturating_sub(magnitude[top].leading_zeros());
    if highest <= FRACTION_BITS {
        // A subnormal or one of the smallest normal floats: its bits are its number of quanta.
        let up = rest == Ordering::Greater || (rest == Ordering::Equal && magnitude[0] & 1 == 1);
        return Some(f64::from_bits(magnitude[0] + u64::from(up)));
    }
    // The 53 highest bits are the mantissa. The bit below them is worth half of its last place.
    let shift = highest - FRACTION_BITS;
    let (limb, bits) = ((shift / 64) as usize, shift % 64);
    let above = magnitude.get(limb + 1).copied().unwrap_or(0);
    let mantissa = (join(magnitude[limb], above) >> bits) as u64 & (IMPLICIT | FRACTION);
    let bit_below = shift - 1;
    let half = magnitude[(bit_below / 64) as usize] >> (bit_below % 64) & 1 == 1;
    let more = has_rest
        || magnitude[..(bit_below / 64) as usize].iter().any(|&limb| limb != 0)
        || magnitude[(bit_below / 64) as usize] & ((1 << (bit_below % 64)) - 1) != 0;
    let up = half && (more || mantissa & 1 == 1);
    if shift > EXPONENT - 2 {
        // Beyond the largest float; a carry below could even reach the sign.
        return None;
    }
    // The exponent field is `shift` + 1, and the mantissa's leading bit adds the one. Rounding up may carry into the
    // field, which is then right too.
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
            (Some(one), Some(another)) => one.cmp(&another),
            _ => self.sum().cmp(&other.sum()),
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
        // Exponents below the window's wrap to large shifts, so that one comparison tests both ends.
        let shift = exponent.wrapping_sub(WINDOW_EXPONENT);
        if shift <= FAST_SHIFT {
            let fraction = (bits & FRACTION) | IMPLICIT;
            // Both halves of a shift to the left by less than 64 bits; the upper one in two steps, since a shift by 64
            // is not defined.
            let magnitude = join(fraction << shift, fraction >> 1 >> (FAST_SHIFT - shift)) as i128;
            // A branch on the sign of random entries would be mispredicted half the time. The sign as a mask, all ones
            // for a negative entry, does without: −x is (x ^ mask) − mask.
            let mask = i128::from((bits as i64) >> 63);
            if self.add_to_window((magnitude ^ mask) - mask).is_some() {
                return Ok(());
            }
        }
        self.add_slowly(*change)
    }

    #[inline]
    fn subtract(&mut self, change: &f64) -> Result<(), NumberError> {
        // The message names the change, and not its opposite.
        self.add(&-change).map_err(|_| not_finite(*change))
    }

    #[inline]
    fn merge(&mut self, other: &Self) {
        match &other.0 {
            Storage::Window { low, high } => self.add_quanta(unbiased(*low, *high)),
            Storage::Wide(more) => {
                let wide = self.wide();
                wide.add(more.window);
                wide.full.add(&more.full);
            }
        }
    }

    #[inline]
    fn remove(&mut self, other: &Self) {
        match &other.0 {
            // A window ends at 2^126, so its opposite fits an `i128`.
            Storage::Window { low, high } => self.add_quanta(-unbiased(*low, *high)),
            Storage::Wide(less) => {
                let wide = self.wide();
                // The window of a wide sum may be the lowest `i128`, which has no opposite.
                wide.full.add_shifted(less.window.unsigned_abs(), WINDOW_IN_FULL, less.window >= 0);
                wide.full.subtract(&less.full);
            }
        }
    }

    fn is_zero(&self) -> bool {
        match self.window() {
            Some(window) => window == 0,
            None => self.sum().is_zero(),
        }
    }

    fn state(&self) -> Vec<u8> {
        self.sum().state()
    }

    fn from_state(state: &[u8]) -> Result<Self, StateError> {
        let full = FullRange::from_state(state)?;
        let window = window_of(&full).and_then(|window| Storage::from_biased(window as u128 ^ WINDOW_BIAS));
        Ok(Self(window.unwrap_or_else(|| Storage::Wide(Box::new(WideSum { window: 0, full })))))
    }
}

/// A sum of the full range in quanta of the window; `None` if it is finer than they are or does not fit.
fn window_of(full: &FullRange) -> Option<i128> {
    let (is_negative, magnitude) = full.sign_and_magnitude();
    let (limb, bits) = ((WINDOW_IN_FULL / 64) as usize, WINDOW_IN_FULL % 64);
    // The 128 bits from the window's quantum up lie in three limbs. All other bits must be zero.
    let is_fine = magnitude[..limb].iter().any(|&limb| limb != 0) || magnitude[limb] & ((1 << bits) - 1) != 0;
    let is_large = magnitude[limb + 3..].iter().any(|&limb| limb != 0) || magnitude[limb + 2] >> bits != 0;
    if is_fine || is_large {
        return None;
    }
    let window = join(magnitude[limb], magnitude[limb + 1]) >> bits | u128::from(magnitude[limb + 2]) << (128 - bits);
    // Not by a negation: the lowest `i128` is the opposite of no other.
    if is_negative { 0_i128.checked_sub_unsigned(window) } else { i128::try_from(window).ok() }
}

impl Number for f64 {
    type Change = f64;
    type Total = FloatTotal;
    const KIND: &'static str = "f64";
    const JSON_FORM: JsonForm = JsonForm::Number;

    #[inline]
    fn as_change(&self) -> f64 {
        *self
    }

    fn rounded(total: &FloatTotal) -> Option<f64> {
        total.value()
    }

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
    fn magnitude(change: &f64) -> f64 {
        change.abs()
    }

    #[inline]
    fn plus(one: &f64, other: &f64) -> Option<f64> {
        let sum = one + other + 0.0; // −0 is 0
        sum.is_finite().then_some(sum)
    }

    fn from_change(change: &f64) -> Option<f64> {
        Some(*change + 0.0) // −0 is 0
    }

    fn mean(total: &FloatTotal, count: u64) -> Option<f64> {
        total.divided(count)
    }

    fn parse(text: &str) -> Result<f64, NumberError> {
        if let Some(number) = short_decimal(text) {
            return Ok(number);
        }
        if !text::is_shaped_as_number(text) {
            return Err(NumberError::NotANumber { text: clip(text) });
        }
        if text::is_too_long(text) {
            return Err(text::too_long(text));
        }
        let number: f64 = text.parse().map_err(|_| NumberError::NotANumber { text: clip(text) })?;
        number.held().ok_or_else(|| NumberError::NotFinite { text: clip(text), kind: Self::KIND })
    }

    /// The shortest text that reads back to the same bits, always with a point or an exponent.
    fn text(&self) -> String {
        format!("{:?}", *self + 0.0) // −0 is 0
    }

    fn stable_bytes(&self, content: &mut Vec<u8>) {
        content.extend_from_slice(&(*self + 0.0).to_bits().to_le_bytes()); // −0 is 0
    }
}
