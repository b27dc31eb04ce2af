//! The four scenarios in which citizens and a service meet.

use std::fmt;

use super::AnalysisError;
use crate::number::{Total, times};
use crate::word::UnknownWord;

/// One of four scenarios: users, whom the literature calls citizens, and service, each engaged or not. A side is
/// engaged if it integrates a large enough part of the quantities that it contributes (see [`Threshold`]).
///
/// V. Bekkers named two scenarios at a workshop with the LIPSE project in 2016: in "Let's Dance" both sides support
/// each other, in "Waste Land" neither is interested. The axes, users and service, are inferred from these two. The
/// axes, the other names and the threshold are ours.
///
/// The axes measure integrated quantities, not interest. [`WasteLand`](Self::WasteLand) says that neither side
/// integrated enough. It does not distinguish a user who could not come from a user who did not want to come.
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
    /// Both sides are engaged.
    LetsDance,
    /// The citizens are engaged, the service is not (our name).
    CitizenLed,
    /// The service is engaged, the citizens are not (our name).
    ServiceLed,
    /// Neither side is engaged.
    WasteLand,
}

const WORDS: [&str; 4] = ["lets_dance", "citizen_led", "service_led", "waste_land"];

impl Scenario {
    /// All scenarios, in order.
    pub const ALL: &'static [Self] = &[Self::LetsDance, Self::CitizenLed, Self::ServiceLed, Self::WasteLand];

    /// The word for the scenario, such as `citizen_led`.
    pub const fn word(self) -> &'static str {
        WORDS[self as usize]
    }

    /// The meaning in words, such as `both sides engaged`.
    pub(crate) const fn meaning(self) -> &'static str {
        match self {
            Self::LetsDance => "both sides engaged",
            Self::CitizenLed => "citizens engaged, service not",
            Self::ServiceLed => "service engaged, citizens not",
            Self::WasteLand => "neither side engaged",
        }
    }

    /// The name that V. Bekkers gave the scenario, if any.
    pub(crate) const fn literature_name(self) -> Option<&'static str> {
        match self {
            Self::LetsDance => Some("Let's Dance"),
            Self::WasteLand => Some("Waste Land"),
            Self::CitizenLed | Self::ServiceLed => None,
        }
    }

    /// The scenario, by whether each side is engaged.
    pub(super) fn of(citizens: bool, service: bool) -> Self {
        match (citizens, service) {
            (true, true) => Self::LetsDance,
            (true, false) => Self::CitizenLed,
            (false, true) => Self::ServiceLed,
            (false, false) => Self::WasteLand,
        }
    }
}

impl fmt::Display for Scenario {
    /// The meaning in words, and the name that V. Bekkers gave the scenario, if any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.literature_name() {
            Some(name) => f.pad(&format!("{} ({name})", self.meaning())),
            None => f.pad(self.meaning()),
        }
    }
}

impl std::str::FromStr for Scenario {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let found = Self::ALL.iter().find(|scenario| scenario.word() == word);
        found.copied().ok_or_else(|| UnknownWord::new(word, "scenario", &WORDS))
    }
}

/// The engagement from which a side counts as engaged, as a fraction of whole numbers; and the share of its interactions
/// in which a side has to be stated for a scenario to be known.
///
/// # Example
///
/// ```
/// use covalue::engagement::Threshold;
///
/// assert_eq!(Threshold::default(), Threshold::new(1, 2)?);
/// assert_eq!(
///     Threshold::new(3, 2).unwrap_err().to_string(),
///     "form: a threshold is 3/2, but must be above 0 and at most 1",
/// );
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Threshold {
    part: u32,
    whole: u32,
    stated: (u32, u32),
}

impl Default for Threshold {
    /// A half, and stated in at least half of the interactions (both ours).
    fn default() -> Self {
        Self { part: 1, whole: 2, stated: (1, 2) }
    }
}

impl Threshold {
    /// The threshold `part ÷ whole`.
    ///
    /// # Errors
    ///
    /// - `Threshold::new(0, 2)`: every side would be engaged;
    /// - `Threshold::new(3, 2)`: no side could be engaged.
    pub fn new(part: u32, whole: u32) -> Result<Self, AnalysisError> {
        if part == 0 || part > whole {
            return Err(AnalysisError::NoShare { what: "a threshold", found: format!("{part}/{whole}") });
        }
        Ok(Self { part, whole, ..Self::default() })
    }

    /// The same threshold, and each side has to be stated in at least `part ÷ whole` of the interactions in which it was
    /// not excused. The default is a half (ours).
    ///
    /// # Errors
    ///
    /// - `.stated_in(0, 2)`, `.stated_in(3, 2)`: not above 0 and at most 1.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{By, Catalogue, Contribution, Interaction, Ledger, Misuse, Service, date};
    /// use covalue::engagement::{Scenario, Threshold};
    ///
    /// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// // Four visits, and only the failures of one were noted.
    /// for day in 2..6 {
    ///     let visit = Interaction::between("ana", "physio", date(2026, 3, day));
    ///     ledger.record(if day > 2 { visit } else {
    ///         let missed = |party| Contribution::of(party).not_integrated(1.0, Misuse::unknown());
    ///         visit.contribution(missed("ana")).contribution(missed("clinic"))
    ///     })?;
    /// }
    /// let engagement = ledger.engagement(By::Service)?;
    /// let physio = engagement.line("physio")?;
    /// assert_eq!(physio.scenario(), None);
    /// assert_eq!(physio.scenario_at(Threshold::default().stated_in(1, 4)?), Some(Scenario::WasteLand));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn stated_in(self, part: u32, whole: u32) -> Result<Self, AnalysisError> {
        if part == 0 || part > whole {
            let found = format!("{part}/{whole}");
            return Err(AnalysisError::NoShare { what: "a share of stated interactions", found });
        }
        Ok(Self { stated: (part, whole), ..self })
    }

    /// Whether a side is stated in enough interactions. `possible` are those in which it was not excused.
    pub(super) fn is_stated_enough(self, stated: u64, possible: u64) -> bool {
        let (part, whole) = self.stated;
        u128::from(stated) * u128::from(whole) >= u128::from(possible) * u128::from(part)
    }

    /// The share of its interactions in which a side has to be stated: `1/2`.
    pub(crate) fn stated_share(self) -> String {
        format!("{}/{}", self.stated.0, self.stated.1)
    }

    /// The same in a sentence: `at least half`, `at least 2/3`, `all`.
    pub(crate) fn stated_text(self) -> String {
        match self.stated {
            (1, 2) => "at least half".to_owned(),
            (part, whole) if part == whole => "all".to_owned(),
            _ => format!("at least {}", self.stated_share()),
        }
    }

    /// The threshold as a float, for pictures.
    #[cfg(feature = "chart")]
    pub(crate) fn share(self) -> f64 {
        f64::from(self.part) / f64::from(self.whole)
    }

    /// Whether a side with these quantities is engaged; `None` if it contributed nothing.
    ///
    /// # Formula
    ///
    /// Engaged if `integrated · whole ≥ contributed · part`. Ours. The comparison multiplies exact totals instead of
    /// dividing them, so that no rounding decides at the threshold: 4 of 6 hours are exactly two thirds.
    pub(super) fn is_met<T: Total>(self, integrated: &T, contributed: &T) -> Option<bool> {
        (!contributed.is_zero()).then(|| times(integrated, self.whole) >= times(contributed, self.part))
    }
}

/// The denominator of shares in pictures: far more steps than a picture has pixels.
#[cfg(feature = "chart")]
const PICTURE_STEPS: u32 = 1 << 20;

/// The share integrated, from 0 to 1, for pictures; `None` if a side contributed nothing. Exact comparisons find it, so
/// it exists also where no float holds the quantities.
#[cfg(feature = "chart")]
pub(super) fn picture_share<T: Total>(integrated: &T, contributed: &T) -> Option<f64> {
    let is_met =
        |part| Threshold { part, whole: PICTURE_STEPS, ..Threshold::default() }.is_met(integrated, contributed);
    let (mut met, mut unmet) = (0, PICTURE_STEPS + 1);
    while unmet - met > 1 {
        let middle = met.midpoint(unmet);
        if is_met(middle)? { met = middle } else { unmet = middle }
    }
    Some(f64::from(met) / f64::from(PICTURE_STEPS))
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.part, self.whole)
    }
}
