//! The policy of a publication: its threshold, and the base to which counts are rounded.

use super::DiscloseError;
use crate::getters::getters;

/// The smallest threshold allowed, in people: a figure of one person would reveal that person.
pub(super) const SMALLEST_THRESHOLD: u64 = 2;
/// The default threshold, in people. Ours: none of the sources names a number.
const DEFAULT_THRESHOLD: u64 = 10;

/// The policy of a publication: the threshold, below which a figure is withheld, and the base to which counts may be
/// rounded.
///
/// The threshold counts people. It withholds a loss of one person among ten, but it does not protect a person whose loss is
/// much larger than those of the others: an amount of ten people, of whom nine lost 0.1 points and one lost 9, is nearly
/// that one's, and is shown. No policy of the crate withholds such amounts (section 15 of the
/// [model](crate::_documentation::model), *Exceptions*). Measures with a range, and a higher threshold, make them less likely.
///
/// # Example
///
/// ```
/// use covalue::disclosure::Disclosure;
///
/// assert_eq!(Disclosure::default().threshold(), 10);
/// let disclosure = Disclosure::from(20).rounded_to(5);
/// assert_eq!((disclosure.threshold(), disclosure.base()), (20, Some(5)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disclosure {
    threshold: u64,
    base: Option<u64>,
}

impl Default for Disclosure {
    /// Ten people (ours).
    fn default() -> Self {
        Self { threshold: DEFAULT_THRESHOLD, base: None }
    }
}

impl From<u64> for Disclosure {
    /// The policy with this number of people as the threshold, without rounding.
    fn from(threshold: u64) -> Self {
        Self { threshold, base: None }
    }
}

impl Disclosure {
    /// Rounds counts to multiples of `base`, half up. The base must be at most the threshold, so that no shown count
    /// becomes zero. Figures divided by a count, such as a mean or a share, are then withheld, since they would reveal
    /// the count. Amounts are not rounded: if each change is one point, they reveal the count.
    pub fn rounded_to(mut self, base: u64) -> Self {
        self.base = Some(base);
        self
    }

    getters! { self:
        /// The number of people below which a figure is withheld.
        threshold: u64 = self.threshold;
        /// The base to which counts are rounded, if they are.
        base: Option<u64> = self.base;
    }

    /// The policy, unless it is invalid.
    pub(super) fn checked(self) -> Result<Self, DiscloseError> {
        if self.threshold < SMALLEST_THRESHOLD {
            return Err(DiscloseError::Threshold { threshold: self.threshold });
        }
        match self.base {
            // A base above the threshold could round a shown count to zero.
            Some(base) if !(2..=self.threshold).contains(&base) => {
                Err(DiscloseError::Base { base, threshold: self.threshold })
            }
            _ => Ok(self),
        }
    }

    /// Whether a number of people, or a count, lies between 1 and threshold − 1.
    pub(super) fn is_few(&self, count: u64) -> bool {
        (1..self.threshold).contains(&count)
    }

    /// The count, rounded to the base if there is one.
    pub(super) fn rounded(&self, count: u64) -> u64 {
        match self.base {
            Some(base) => (count.saturating_add(base / 2)) / base * base,
            None => count,
        }
    }
}
