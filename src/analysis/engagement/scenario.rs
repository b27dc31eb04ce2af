//! The four scenarios in which citizens and a service meet.

use std::fmt;

use super::AnalysisError;
use crate::number::{Total, times};
use crate::word::UnknownWord;

/// How citizens and a service meet: whether each side puts in enough of what it brings.
///
/// V. Bekkers named the two ends at a workshop with the LIPSE project in 2016: in "Let's Dance" both sides support each
/// other, in "Waste Land" neither is interested. The axes are inferred from these two; the axes, the names in the middle
/// and the threshold are ours.
///
/// The axes measure what was done, and not interest: the share that a side integrated of what was contributed.
/// [`WasteLand`](Self::WasteLand) says that neither side integrated enough. A user who could not come and a user who did not
/// want to come are counted alike.
///
/// # Example
///
/// ```
/// use covalue::engagement::Scenario;
///
/// let scenario: Scenario = "citizen_led".parse()?;
/// assert_eq!((scenario, scenario.word()), (Scenario::CitizenLed, "citizen_led"));
/// assert_eq!(scenario.to_string(), "citizens engaged, service not");
/// assert_eq!(Scenario::LetsDance.to_string(), "both sides engaged (Let's Dance)");
/// assert_eq!(Scenario::ALL.len(), 4);
/// # Ok::<(), covalue::error::UnknownWord>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Scenario {
    /// Both do their part.
    LetsDance,
    /// The citizens do their part, and the service does not (our name).
    CitizenLed,
    /// The service does its part, and the citizens do not (our name).
    ServiceLed,
    /// Neither does its part.
    WasteLand,
}

const WORDS: [&str; 4] = ["lets_dance", "citizen_led", "service_led", "waste_land"];

impl Scenario {
    /// All of them, in their order.
    pub const ALL: &'static [Self] = &[Self::LetsDance, Self::CitizenLed, Self::ServiceLed, Self::WasteLand];

    /// The word it is written as.
    pub const fn word(self) -> &'static str {
        WORDS[self as usize]
    }

    pub(super) fn of(citizens: Side, service: Side) -> Self {
        match (citizens, service) {
            (Side::Met, Side::Met) => Self::LetsDance,
            (Side::Met, Side::NotMet) => Self::CitizenLed,
            (Side::NotMet, Side::Met) => Self::ServiceLed,
            (Side::NotMet, Side::NotMet) => Self::WasteLand,
        }
    }
}

impl fmt::Display for Scenario {
    /// What it says, and then V. Bekkers' name for it, if he gave it one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::LetsDance => "both sides engaged (Let's Dance)",
            Self::CitizenLed => "citizens engaged, service not",
            Self::ServiceLed => "service engaged, citizens not",
            Self::WasteLand => "neither side engaged (Waste Land)",
        })
    }
}

impl std::str::FromStr for Scenario {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let found = Self::ALL.iter().find(|scenario| scenario.word() == word);
        found.copied().ok_or_else(|| UnknownWord::new(word, "scenario", &WORDS))
    }
}

/// Whether a side puts in enough.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Side {
    Met,
    NotMet,
}

/// The share of what a side contributes that it has to integrate, as a fraction of whole numbers.
///
/// # Example
///
/// ```
/// use covalue::engagement::Threshold;
///
/// assert_eq!(Threshold::default(), Threshold::new(1, 2)?);
/// assert_eq!(
///     Threshold::new(3, 2).unwrap_err().to_string(),
///     "form: a threshold is 3/2, and has to be above 0 and 1 at the most",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Threshold {
    part: u32,
    whole: u32,
}

impl Default for Threshold {
    /// A half (ours).
    fn default() -> Self {
        Self { part: 1, whole: 2 }
    }
}

impl Threshold {
    /// `part ÷ whole` of what is contributed.
    ///
    /// # Errors
    ///
    /// - `Threshold::new(0, 2)`: everybody would meet it;
    /// - `Threshold::new(3, 2)`: nobody could.
    pub fn new(part: u32, whole: u32) -> Result<Self, AnalysisError> {
        if part == 0 || part > whole {
            return Err(AnalysisError::NoShare { what: "a threshold", found: format!("{part}/{whole}") });
        }
        Ok(Self { part, whole })
    }

    /// Whether so much integrated of so much contributed meets it; none where nothing is contributed.
    ///
    /// # Formula
    ///
    /// Met if `integrated · whole ≥ contributed · part`, exactly. Ours.
    pub(super) fn is_met<T: Total>(self, integrated: &T, contributed: &T) -> Option<Side> {
        if contributed.is_zero() {
            return None;
        }
        let met = times(integrated, self.whole) >= times(contributed, self.part);
        Some(if met { Side::Met } else { Side::NotMet })
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.part, self.whole)
    }
}
