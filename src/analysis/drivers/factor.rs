//! The factors of the LIPSE review as names of dimensions.

use std::fmt;

use crate::word::words;

words! {
    /// The side on which a factor lies.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::drivers::{Factor, Side};
    ///
    /// assert_eq!(Factor::RISK_AVERSE_CULTURE.side(), Side::Organisation);
    /// assert_eq!(Factor::RISK_AVERSION.side(), Side::Citizen);
    /// ```
    Side is "side" {
        /// The organisation that offers the service.
        Organisation = "organisation",
        /// The citizens who use it.
        Citizen = "citizen",
    }
}

/// A factor that may influence co-production, for use as a dimension: a name and a side.
///
/// The eight factors come from the LIPSE review (Voorberg, Bekkers & Tummers 2015), **names from memory**: neither
/// their wording nor their sides were checked, and no behaviour of the crate depends on them. The crate makes no claim
/// about how common a factor is or how it works. Even a difference in the books is a comparison, not a cause.
///
/// # Example
///
/// ```
/// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
/// use covalue::drivers::{Factor, Side};
///
/// let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")], [Service::new("physio", "clinic")])?;
/// let mut ledger = Ledger::new(&catalogue);
/// ledger.record(
///     Interaction::between("ana", "physio", date(2026, 3, 2))
///         .with(Factor::OPEN_ATTITUDE, "yes")
///         .appraisal(Appraisal::of("pain").change(-2.0)),
/// )?;
/// assert_eq!(ledger.statement(By::with(Factor::OPEN_ATTITUDE))?.line("yes", "pain")?.created(), 2.0);
/// assert_eq!(Factor::OPEN_ATTITUDE.name(), "open attitude");
/// assert_eq!(Factor::ALL.iter().filter(|factor| factor.side() == Side::Citizen).count(), 4);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Factor {
    side: Side,
    name: &'static str,
}

impl Factor {
    /// The organisation's compatibility with participation (name from memory).
    pub const COMPATIBILITY: Self = Self::of(Side::Organisation, "compatibility with participation");
    /// An open attitude to participation in the organisation (name from memory).
    pub const OPEN_ATTITUDE: Self = Self::of(Side::Organisation, "open attitude");
    /// A culture that avoids risks (name from memory).
    pub const RISK_AVERSE_CULTURE: Self = Self::of(Side::Organisation, "risk-averse culture");
    /// Clear incentives to take part (name from memory).
    pub const CLEAR_INCENTIVES: Self = Self::of(Side::Organisation, "clear incentives");
    /// Characteristics of the citizens (name from memory).
    pub const CHARACTERISTICS: Self = Self::of(Side::Citizen, "citizen characteristics");
    /// The citizens' awareness of participation and feeling of ownership (name from memory).
    pub const AWARENESS: Self = Self::of(Side::Citizen, "awareness and feeling of ownership");
    /// Social capital (name from memory).
    pub const SOCIAL_CAPITAL: Self = Self::of(Side::Citizen, "social capital");
    /// Citizens who avoid risks (name from memory).
    pub const RISK_AVERSION: Self = Self::of(Side::Citizen, "risk aversion");

    /// All eight factors, those of the organisation first.
    pub const ALL: &'static [Self] = &[
        Self::COMPATIBILITY,
        Self::OPEN_ATTITUDE,
        Self::RISK_AVERSE_CULTURE,
        Self::CLEAR_INCENTIVES,
        Self::CHARACTERISTICS,
        Self::AWARENESS,
        Self::SOCIAL_CAPITAL,
        Self::RISK_AVERSION,
    ];

    const fn of(side: Side, name: &'static str) -> Self {
        Self { side, name }
    }

    /// The name, for use as the name of a dimension.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// The side on which it lies.
    pub const fn side(self) -> Side {
        self.side
    }
}

impl AsRef<str> for Factor {
    fn as_ref(&self) -> &str {
        self.name
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name)
    }
}
