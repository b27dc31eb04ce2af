//! A wide integer in two's complement, which the exact totals stand on.
//!
//! The widths leave room for some 2^64 of the largest entries. Merging a total with itself over and over could still
//! reach the end, so it has one: a sum that leaves the width is *lost*, stays lost whatever comes after, and reads as
//! an overflow. Nothing wraps.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// `L` limbs of 64 bits, the least significant first, in two's complement. Of a lost sum only the top one is of account.
#[derive(Clone, Debug)]
pub(crate) struct Limbs<const L: usize>([u64; L]);

/// The top limb of a sum that was lost. A sum that is not lost keeps one bit away from it.
const LOST: u64 = 1 << 63;

impl<const L: usize> Default for Limbs<L> {
    fn default() -> Self {
        Self([0; L])
    }
}

impl<const L: usize> Limbs<L> {
    pub(crate) fn from_limbs(limbs: [u64; L]) -> Self {
        Self(limbs)
    }

    /// A lost sum, with nothing below its top.
    const LOST_SUM: [u64; L] = {
        let mut limbs = [0; L];
        limbs[L - 1] = LOST;
        limbs
    };

    fn lost() -> Self {
        Self(Self::LOST_SUM)
    }

    /// The limbs that are of account.
    fn limbs(&self) -> &[u64; L] {
        if self.is_lost() { &Self::LOST_SUM } else { &self.0 }
    }

    pub(crate) fn is_lost(&self) -> bool {
        self.0[L - 1] == LOST
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.limbs().iter().all(|&limb| limb == 0)
    }

    pub(crate) fn is_negative(&self) -> bool {
        self.0[L - 1] >> 63 == 1
    }

    /// Adds `magnitude · 2^shift`, or takes it away.
    pub(crate) fn add_shifted(&mut self, magnitude: u128, shift: u32, negative: bool) {
        let bits = shift % 64;
        let low = (magnitude as u64) << bits;
        let middle = (magnitude >> (64 - bits)) as u64;
        let high = if bits == 0 { 0 } else { (magnitude >> 64 >> (64 - bits)) as u64 };
        self.add_parts([low, middle, high], (shift / 64) as usize, negative);
    }

    /// As [`add_shifted`](Limbs::add_shifted), for the one entry of a float: it lies in two limbs.
    pub(crate) fn add_small_shifted(&mut self, magnitude: u64, shift: u32, negative: bool) {
        let shifted = u128::from(magnitude) << (shift % 64);
        self.add_parts([shifted as u64, (shifted >> 64) as u64], (shift / 64) as usize, negative);
    }

    #[inline]
    fn add_parts<const P: usize>(&mut self, parts: [u64; P], limb: usize, negative: bool) {
        if negative {
            self.step_parts(parts, limb, true, u64::borrowing_sub);
        } else {
            self.step_parts(parts, limb, false, u64::carrying_add);
        }
    }

    /// `towards_negative`: the sign of what `step` brings in.
    #[inline]
    fn step_parts<const P: usize>(
        &mut self,
        parts: [u64; P],
        limb: usize,
        towards_negative: bool,
        step: impl Fn(u64, u64, bool) -> (u64, bool),
    ) {
        let (top, below) = self.0.split_last_mut().expect("there are limbs");
        let (mut carry, mut on_top) = (false, 0);
        for (index, part) in parts.into_iter().enumerate() {
            match below.get_mut(limb + index) {
                Some(slot) => (*slot, carry) = step(*slot, part, carry),
                None => {
                    debug_assert!(part == 0 || limb + index == L - 1, "an entry lies within the width");
                    on_top |= part;
                }
            }
        }
        for slot in below.iter_mut().skip(limb + P) {
            if !carry {
                break;
            }
            (*slot, carry) = step(*slot, 0, carry);
        }
        // The top is read only where it changes: with many wide sums it is seldom at hand.
        if (carry || on_top != 0) && *top != LOST {
            let was_negative = *top >> 63 == 1;
            (*top, _) = step(*top, on_top, carry);
            let is_negative = *top >> 63 == 1;
            if was_negative == towards_negative && is_negative != was_negative {
                *top = LOST;
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
    fn combine(&mut self, other: &Self, towards_negative: bool, step: impl Fn(u64, u64, bool) -> (u64, bool)) {
        if self.is_lost() || other.is_lost() {
            *self = Self::lost();
            return;
        }
        let was_negative = self.is_negative();
        let mut carry = false;
        for (slot, &part) in self.0.iter_mut().zip(&other.0) {
            (*slot, carry) = step(*slot, part, carry);
        }
        // Only towards the sign it already had can a sum leave the width; it is lost then.
        if was_negative == towards_negative && self.is_negative() != was_negative {
            *self = Self::lost();
        }
    }

    /// Whether the number is negative, and its magnitude.
    pub(crate) fn sign_and_magnitude(&self) -> (bool, [u64; L]) {
        let mut magnitude = *self.limbs();
        let negative = self.is_negative();
        if negative {
            let mut carry = true;
            for limb in &mut magnitude {
                (*limb, carry) = (!*limb).overflowing_add(u64::from(carry));
            }
        }
        (negative, magnitude)
    }

    /// The product of two magnitudes, of 256 bits at the most.
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

    /// The state of a total: its sign, where its magnitude begins, and the limbs of it, as few as hold it.
    pub(crate) fn state(&self) -> Vec<u8> {
        let (negative, magnitude) = self.sign_and_magnitude();
        let first = magnitude.iter().position(|&limb| limb != 0).unwrap_or(0);
        let end = magnitude.iter().rposition(|&limb| limb != 0).map_or(first, |last| last + 1);
        let mut state = vec![super::STATE_VERSION, u8::from(negative), u8::try_from(first).unwrap_or(u8::MAX)];
        for limb in &magnitude[first..end] {
            state.extend_from_slice(&limb.to_le_bytes());
        }
        state
    }

    /// Reads back what [`Limbs::state`] wrote.
    pub(crate) fn from_state(state: &[u8]) -> Result<Self, super::StateError> {
        let broken = |why| super::StateError::Broken { why };
        let rest = super::unversioned(state)?;
        let [negative, first, limbs @ ..] = rest else { return Err(broken("it is too short")) };
        let (parts, odd) = limbs.as_chunks::<8>();
        let first = usize::from(*first);
        if !odd.is_empty() || *negative > 1 {
            return Err(broken("it is not a sign and whole limbs"));
        }
        if first + parts.len() > L || (parts.is_empty() && (first != 0 || *negative != 0)) {
            return Err(broken("its limbs lie outside the width"));
        }
        let mut magnitude = [0; L];
        for (slot, part) in magnitude[first..].iter_mut().zip(parts) {
            *slot = u64::from_le_bytes(*part);
        }
        let mut total = Self::default();
        let lost = magnitude[L - 1] == LOST;
        if magnitude[L - 1] >> 63 == 1 && !lost {
            return Err(broken("its limbs lie outside the width"));
        }
        if *negative == 1 && !lost {
            total.subtract(&Self(magnitude));
        } else {
            total = Self(magnitude);
        }
        if total.state() == state { Ok(total) } else { Err(broken("it is not in its shortest form")) }
    }
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
        let top = |limbs: &Self| limbs.0[L - 1] as i64;
        top(self).cmp(&top(other)).then_with(|| self.limbs().iter().rev().cmp(other.limbs().iter().rev()))
    }
}

impl<const L: usize> PartialOrd for Limbs<L> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
