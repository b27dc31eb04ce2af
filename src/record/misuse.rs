//! How a part of what was, or was to be, contributed came to nothing.

use std::fmt;

use smol_str::SmolStr;

use crate::catalogue::{ActorId, Faults, IntoId, short_text};
use crate::word::words;

words! {
    /// Whether a misuse was meant (Plé & Chumpitaz Cáceres 2010: accidentally or intentionally). It changes no amount
    /// of value (R18).
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Contribution, Misuse};
    /// use covalue::record::Intent;
    ///
    /// // She fell ill: nobody meant it.
    /// let ana = Contribution::of("ana").not_integrated(2.0, Misuse::accidental());
    /// assert_eq!(ana.parts().map(|part| part.misuse().intent()).collect::<Vec<_>>(), [Intent::Accidental]);
    /// ```
    Intent is "intent" {
        /// Nobody meant it.
        Accidental = "accidental",
        /// Somebody meant it.
        Intentional = "intentional",
        /// Not known.
        Unknown = "unknown",
    }
}

words! {
    /// Which part of a contribution did not go in as it should (Plé 2016: resources are integrated, mis-integrated or
    /// not integrated).
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Contribution, Misuse};
    /// use covalue::record::Part;
    ///
    /// // Of five hours asked of Ben he did two; two the clinic wasted, and one he missed.
    /// let ben = Contribution::of("ben")
    ///     .integrated(2.0)
    ///     .part(Part::Misintegrated, 2.0, Misuse::accidental().by("clinic"))
    ///     .part(Part::NotIntegrated, 1.0, Misuse::unknown());
    /// let missed = ben.parts().find(|part| part.part() == Part::NotIntegrated).expect("he missed one");
    /// assert_eq!(*missed.amount(), 1.0);
    /// ```
    Part is "part" {
        /// Brought, and put to wrong use.
        Misintegrated = "misintegrated",
        /// To be brought, and not brought.
        NotIntegrated = "not_integrated",
    }
}

/// Why resources were misused: text, with constants for common ones.
///
/// The four causes in public services are those of Engen and others (2021), names from memory.
///
/// # Example
///
/// ```
/// use covalue::Misuse;
/// use covalue::record::Cause;
///
/// let misuse = Misuse::accidental().cause(Cause::MISTAKE).by("clinic");
/// assert_eq!(misuse.get_cause().map(Cause::as_str), Some("mistake"));
/// assert_eq!(Misuse::unknown().cause("a flat tyre").get_cause().map(Cause::as_str), Some("a flat tyre"));
/// assert_eq!(format!("{:?}", Cause::new("she was ill")), "Cause(..)"); // no reason in a log
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Cause(SmolStr);

impl Cause {
    /// The service was not able to serve (name from memory).
    pub const INABILITY_TO_SERVE: Cause = Cause(SmolStr::new_static("inability to serve"));
    /// A mistake (name from memory).
    pub const MISTAKE: Cause = Cause(SmolStr::new_static("mistake"));
    /// Lack of bureaucratic competence (name from memory).
    pub const LACK_OF_COMPETENCE: Cause = Cause(SmolStr::new_static("lack of bureaucratic competence"));
    /// Lack of transparency (name from memory).
    pub const LACK_OF_TRANSPARENCY: Cause = Cause(SmolStr::new_static("lack of transparency"));

    /// A cause in the caller's own words.
    pub fn new(text: impl AsRef<str>) -> Self {
        Self(short_text(text.as_ref()))
    }

    /// The cause as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Cause {
    /// Without the text: it is a reason, in the caller's words, and may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cause(..)")
    }
}

impl From<&str> for Cause {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Cause {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

/// Of a part that did not go in: by whom (else the contributor), whether it was meant, and perhaps why.
///
/// # Example
///
/// ```
/// use covalue::Misuse;
/// use covalue::record::Intent;
///
/// let misuse = Misuse::intentional().by("clinic");
/// assert_eq!((misuse.intent(), misuse.get_by().map(|by| by.as_str())), (Intent::Intentional, Some("clinic")));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Misuse {
    by: Option<ActorId>,
    intent: Intent,
    cause: Option<Cause>,
    faults: Faults,
}

impl Misuse {
    /// A misuse with this intent.
    pub fn new(intent: Intent) -> Self {
        Self { by: None, intent, cause: None, faults: Faults::default() }
    }

    /// A misuse that nobody meant.
    pub fn accidental() -> Self {
        Self::new(Intent::Accidental)
    }

    /// A misuse that somebody meant.
    pub fn intentional() -> Self {
        Self::new(Intent::Intentional)
    }

    /// A misuse of which it is not known whether it was meant.
    pub fn unknown() -> Self {
        Self::new(Intent::Unknown)
    }

    /// Who misused it: any actor, and naming them makes them no party of the interaction.
    pub fn by(mut self, actor: impl IntoId<ActorId>) -> Self {
        self.by = Some(self.faults.id(actor.into_id(), ActorId::refused()));
        self
    }

    /// Why.
    pub fn cause(mut self, cause: impl Into<Cause>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// Who misused it, if that was not the contributor.
    pub fn get_by(&self) -> Option<&ActorId> {
        self.by.as_ref()
    }

    /// Whether it was meant.
    pub fn intent(&self) -> Intent {
        self.intent
    }

    /// Why, if stated.
    pub fn get_cause(&self) -> Option<&Cause> {
        self.cause.as_ref()
    }

    pub(super) fn take_faults(&mut self) -> Faults {
        std::mem::take(&mut self.faults)
    }
}

/// An amount that was mis-integrated or not integrated, and how that came.
///
/// # Example
///
/// ```
/// use covalue::{Contribution, Misuse};
/// use covalue::record::{Intent, Part};
///
/// let clinic = Contribution::of("clinic").misintegrated(1.0, Misuse::accidental());
/// let wasted = clinic.parts().next().expect("one is stated");
/// assert_eq!((wasted.part(), wasted.amount()), (Part::Misintegrated, &1.0));
/// assert_eq!(wasted.misuse().intent(), Intent::Accidental);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct MisusedPart<N = f64> {
    pub(super) part: Part,
    pub(super) amount: N,
    pub(super) misuse: Misuse,
}

impl<N> MisusedPart<N> {
    pub(crate) fn new(part: Part, amount: N, misuse: Misuse) -> Self {
        Self { part, amount, misuse }
    }

    /// Which part.
    pub fn part(&self) -> Part {
        self.part
    }

    /// How much, in the ledger's unit of contributions; zero or more.
    pub fn amount(&self) -> &N {
        &self.amount
    }

    /// How that came.
    pub fn misuse(&self) -> &Misuse {
        &self.misuse
    }
}
