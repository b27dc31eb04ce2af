//! A wide integer in two's complement, in which the exact totals are kept.
//!
//! The widths leave room for about 2^64 of the largest entries. A total that is merged with itself again and again
//! still reaches the end. A sum that leaves the width is an *overflow*: it stays one, and never wraps.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::StateError;
use super::total::{STATE_VERSION, unversioned};
use crate::getters::methods;

/// `L` limbs of 64 bits, the least significant first, in two's complement. In an overflow only the top limb has a
/// meaning.
#[derive(Clone, Debug)]
pub(crate) struct Limbs<const L: usize>([u64; L]);

/// The top limb of an overflow: that of the most negative sums, which are therefore overflows too.
const OVERFLOW: u64 = 1 << 63;

impl<const L: usize> Default for Limbs<L> {
    fn default() -> Self {
        Self([0; L])
    }
}

impl<const L: usize> Limbs<L> {
    pub(crate) fn from_limbs(limbs: [u64; L]) -> Self {
        Self(limbs)
    }

    /// The one form in which overflows are compared and stored.
    const OVERFLOW_LIMBS: [u64; L] = {
        let mut limbs = [0; L];
        limbs[L - 1] = OVERFLOW;
        limbs
    };

    fn overflow() -> Self {
        Self(Self::OVERFLOW_LIMBS)
    }

    /// The limbs, those of an overflow in their one form.
    fn limbs(&self) -> &[u64; L] {
        if self.is_overflow() { &Self::OVERFLOW_LIMBS } else { &self.0 }
    }

    methods! { pub(crate) self:
        is_overflow: bool = self.0[L - 1] == OVERFLOW;
        is_zero: bool = self.limbs().iter().all(|&limb| limb == 0);
        is_negative: bool = self.0[L - 1] >> 63 == 1;
    }

    /// Adds `magnitude · 2^shift`, or subtracts it if it is negative.
    pub(crate) fn add_shifted(&mut self, magnitude: u128, shift: u32, is_negative: bool) {
        let bits = shift % 64;
        let low = (magnitude as u64) << bits;
        let middle = (magnitude >> (64 - bits)) as u64;
        // A shift by all 64 bits is not defined, hence in two steps, and none if there is nothing to carry over.
        let high = if bits == 0 { 0 } else { (magnitude >> 64 >> (64 - bits)) as u64 };
        self.add_parts([low, middle, high], (shift / 64) as usize, is_negative);
    }

    /// As [`add_shifted`](Limbs::add_shifted), for the 53 bits of a float: two limbs hold them at any shift.
    pub(crate) fn add_small_shifted(&mut self, magnitude: u64, shift: u32, is_negative: bool) {
        let shifted = u128::from(magnitude) << (shift % 64);
        self.add_parts([shifted as u64, (shifted >> 64) as u64], (shift / 64) as usize, is_negative);
    }

    /// Adds `parts` from the limb with index `limb` on, or subtracts them.
    #[inline]
    fn add_parts<const P: usize>(&mut self, parts: [u64; P], limb: usize, is_negative: bool) {
        if is_negative {
            self.step_parts(parts, limb, true, u64::borrowing_sub);
        } else {
            self.step_parts(parts, limb, false, u64::carrying_add);
        }
    }

    /// Adds or subtracts limb by limb, as `step` does. `is_towards_negative` is the direction in which the sum moves.
    #[inline]
    fn step_parts<const P: usize>(
        &mut self,
        parts: [u64; P],
        limb: usize,
        is_towards_negative: bool,
        step: impl Fn(u64, u64, bool) -> (u64, bool),
    ) {
        let (top, below) = self.0.split_last_mut().expect("there are limbs");
        let (mut carry, mut onto_top) = (false, 0);
        for (index, part) in parts.into_iter().enumerate() {
            match below.get_mut(limb + index) {
                Some(slot) => (*slot, carry) = step(*slot, part, carry),
                None => {
                    debug_assert!(part == 0 || limb + index == L - 1, "an entry lies within the width");
                    onto_top |= part;
                }
            }
        }
        // The carry mostly ends in the first limb or two.
        for slot in below.iter_mut().skip(limb + P) {
            if !carry {
                break;
            }
            (*slot, carry) = step(*slot, 0, carry);
        }
        // The top limb is read only if it changes: among many wide sums it is mostly not in the cache.
        if (carry || onto_top != 0) && *top != OVERFLOW {
            let was_negative = *top >> 63 == 1;
            (*top, _) = step(*top, onto_top, carry);
            let is_negative = *top >> 63 == 1;
            // Two's complement overflows if a sum moves away from zero and changes its sign.
            if was_negative == is_towards_negative && is_negative != was_negative {
                *top = OVERFLOW;
            }
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.combine(other, other.is_negative(), u64::carrying_add);
    }

    pub(crate) fn subtract(&mut self, other: &Self) {
        self.combine(other, !other.is_negative(), u64::borrowing_sub);
    }

    #[inline]
    fn combine(&mut self, other: &Self, is_towards_negative: bool, step: impl Fn(u64, u64, bool) -> (u64, bool)) {
        if self.is_overflow() || other.is_overflow() {
            *self = Self::overflow();
            return;
        }
        let was_negative = self.is_negative();
        let mut carry = false;
        for (slot, &part) in self.0.iter_mut().zip(&other.0) {
            (*slot, carry) = step(*slot, part, carry);
        }
        // As in `step_parts`.
        if was_negative == is_towards_negative && self.is_negative() != was_negative {
            *self = Self::overflow();
        }
    }

    /// Whether the number is negative, and its magnitude.
    pub(crate) fn sign_and_magnitude(&self) -> (bool, [u64; L]) {
        let mut magnitude = *self.limbs();
        let is_negative = self.is_negative();
        if is_negative {
            // −x is !x + 1.
            let mut carry = true;
            for limb in &mut magnitude {
                (*limb, carry) = (!*limb).overflowing_add(u64::from(carry));
            }
        }
        (is_negative, magnitude)
    }

    /// The sum, if it fits an `i128`.
    pub(super) fn to_i128(&self) -> Option<i128> {
        let (is_negative, magnitude) = self.sign_and_magnitude();
        let (&[low, high], above) = magnitude.split_first_chunk()?;
        let magnitude = u128::from(high) << 64 | u128::from(low);
        // Not by a negation: the lowest `i128` is the opposite of no other.
        let sum = if is_negative { 0_i128.checked_sub_unsigned(magnitude) } else { i128::try_from(magnitude).ok() };
        sum.filter(|_| above.iter().all(|&limb| limb == 0))
    }

    /// The product of two magnitudes, which has at most 256 bits.
    #[cfg(feature = "decimal")]
    pub(crate) fn product(a: u128, b: u128) -> Self {
        const LOW: u128 = u64::MAX as u128;
        let mut product = Self::default();
        for (a_limb, a_shift) in [(a & LOW, 0), (a >> 64, 64)] {
            for (b_limb, b_shift) in [(b & LOW, 0), (b >> 64, 64)] {
                product.add_shifted(a_limb * b_limb, a_shift + b_shift, false);
            }
        }
        product
    }

    /// The state of a total: version, sign, index of the first limb that is not zero, and the limbs of the magnitude
    /// from there to the last that is not zero.
    pub(crate) fn state(&self) -> Vec<u8> {
        let (is_negative, magnitude) = self.sign_and_magnitude();
        let first = magnitude.iter().position(|&limb| limb != 0).unwrap_or(0);
        let end = magnitude.iter().rposition(|&limb| limb != 0).map_or(first, |last| last + 1);
        let mut state = vec![STATE_VERSION, u8::from(is_negative), u8::try_from(first).unwrap_or(u8::MAX)];
        for limb in &magnitude[first..end] {
            state.extend_from_slice(&limb.to_le_bytes());
        }
        state
    }

    /// Reads back the bytes that [`Limbs::state`] wrote, and no others.
    pub(crate) fn from_state(state: &[u8]) -> Result<Self, StateError> {
        let broken = |why| StateError::Broken { why };
        let require = |is_kept: bool, why| if is_kept { Ok(()) } else { Err(broken(why)) };
        let rest = unversioned(state)?;
        let [sign, first, limbs @ ..] = rest else { return Err(broken("it is too short")) };
        let (parts, odd) = limbs.as_chunks::<8>();
        let first = usize::from(*first);
        require(odd.is_empty() && *sign <= 1, "it is not a sign and whole limbs")?;
        let fits = first + parts.len() <= L && (!parts.is_empty() || (first == 0 && *sign == 0));
        require(fits, "its limbs lie outside the width")?;
        let mut magnitude = [0; L];
        for (slot, part) in magnitude[first..].iter_mut().zip(parts) {
            *slot = u64::from_le_bytes(*part);
        }
        let mut total = Self::default();
        let is_overflow = magnitude[L - 1] == OVERFLOW;
        require(magnitude[L - 1] >> 63 == 0 || is_overflow, "its limbs lie outside the width")?;
        if *sign == 1 && !is_overflow {
            total.subtract(&Self(magnitude));
        } else {
            total = Self(magnitude);
        }
        // Bytes with needless zeros would give one total two states.
        require(total.state() == state, "it is not in its shortest form")?;
        Ok(total)
    }
}

/// Divides a magnitude in place, and returns the rest.
pub(super) fn divide(magnitude: &mut [u64], divisor: u64) -> u64 {
    let mut rest = 0;
    for limb in magnitude.iter_mut().rev() {
        let dividend = u128::from(rest) << 64 | u128::from(*limb);
        *limb = (dividend / u128::from(divisor)) as u64;
        rest = (dividend % u128::from(divisor)) as u64;
    }
    rest
}

impl<const L: usize> PartialEq for Limbs<L> {
    fn eq(&self, other: &Self) -> bool {
        self.limbs() == other.limbs()
    }
}

impl<const L: usize> Eq for Limbs<L> {}

impl<const L: usize> Hash for Limbs<L> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.limbs().hash(state);
    }
}

impl<const L: usize> Ord for Limbs<L> {
    fn cmp(&self, other: &Self) -> Ordering {
        // The top limb has the sign; those below it count upwards in two's complement.
        let top = |limbs: &Self| limbs.0[L - 1] as i64;
        top(self).cmp(&top(other)).then_with(|| self.limbs().iter().rev().cmp(other.limbs().iter().rev()))
    }
}

impl<const L: usize> PartialOrd for Limbs<L> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The methods of a total whose only field is its limbs, besides adding and subtracting a change.
macro_rules! limbs_total {
    () => {
        fn merge(&mut self, other: &Self) {
            self.0.add(&other.0);
        }

        fn remove(&mut self, other: &Self) {
            self.0.subtract(&other.0);
        }

        fn is_zero(&self) -> bool {
            self.0.is_zero()
        }

        fn state(&self) -> Vec<u8> {
            self.0.state()
        }

        fn from_state(state: &[u8]) -> Result<Self, StateError> {
            Limbs::from_state(state).map(Self)
        }
    };
}

pub(super) use limbs_total;
