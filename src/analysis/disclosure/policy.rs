//! How few people are too few for publication, and to what counts are rounded.

use super::DiscloseError;

/// The smallest threshold allowed: a figure of one person would reveal that person.
pub(super) const SMALLEST_THRESHOLD: u64 = 2;
/// Ours: no source that was read names ten.
const DEFAULT_THRESHOLD: u64 = 10;

/// How a table is made fit for publication: figures of fewer people than the threshold are withheld, and counts may be
/// rounded.
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
    /// With that many people as the threshold.
    fn from(threshold: u64) -> Self {
        Self { threshold, base: None }
    }
}

impl Disclosure {
    /// With counts rounded to a multiple of `base`, half up; the base is the threshold at most, so that no count of anybody
    /// becomes zero. What divides by a count, as a mean or a share, is then withheld: it would give the count away. Amounts
    /// are not rounded: where each change is of one point, they tell the count.
    pub fn rounded_to(mut self, base: u64) -> Self {
        self.base = Some(base);
        self
    }

    /// The number of people below which a figure is withheld.
    pub fn threshold(&self) -> u64 {
        self.threshold
    }

    /// What counts are rounded to, if they are.
    pub fn base(&self) -> Option<u64> {
        self.base
    }

    /// The policy, if anything can be published under it.
    pub(super) fn checked(self) -> Result<Self, DiscloseError> {
        if self.threshold < SMALLEST_THRESHOLD {
            return Err(DiscloseError::Threshold { threshold: self.threshold });
        }
        match self.base {
            // A base above the threshold would round a count that is shown to zero.
            Some(base) if !(2..=self.threshold).contains(&base) => {
                Err(DiscloseError::Base { base, threshold: self.threshold })
            }
            _ => Ok(self),
        }
    }

    /// Whether a figure stands for 1 to threshold − 1 people, or is a count in that range.
    pub(super) fn is_few(&self, count: u64) -> bool {
        (1..self.threshold).contains(&count)
    }

    /// A count as it is published.
    pub(super) fn rounded(&self, count: u64) -> u64 {
        match self.base {
            Some(base) => (count.saturating_add(base / 2)) / base * base,
            None => count,
        }
    }
}
