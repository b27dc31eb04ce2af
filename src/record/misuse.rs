//! Misuse of resources: parts of contributions that were not integrated as they should.

use std::fmt;

use smol_str::SmolStr;

use crate::catalogue::{ActorId, Faults, IntoId, short_text};
use crate::getters::{conversions, getters};
use crate::word::words;

words! {
    /// Whether a misuse was intended (Plé & Chumpitaz Cáceres 2010: accidentally or intentionally). It changes no
    /// amount of value (R18).
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Contribution, Misuse};
    /// use covalue::record::Intent;
    ///
    /// // She was ill.
    /// let ana = Contribution::of("ana").not_integrated(2.0, Misuse::accidental());
    /// assert_eq!(ana.parts().map(|part| part.misuse().intent()).collect::<Vec<_>>(), [Intent::Accidental]);
    /// ```
    Intent is "intent" {
        /// Not intended.
        Accidental = "accidental",
        /// Intended.
        Intentional = "intentional",
        /// Not known.
        Unknown = "unknown",
    }
}

words! {
    /// The kind of a misused part (Plé 2016: resources are integrated, mis-integrated or not integrated).
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Contribution, Misuse};
    /// use covalue::record::Part;
    ///
    /// // Of five hours Ben integrated two; the clinic wasted two, and he missed one.
    /// let ben = Contribution::of("ben")
    ///     .integrated(2.0)
    ///     .part(Part::Misintegrated, 2.0, Misuse::accidental().by("clinic"))
    ///     .part(Part::NotIntegrated, 1.0, Misuse::unknown());
    /// let missed = ben.parts().find(|part| part.part() == Part::NotIntegrated).expect("he missed one");
    /// assert_eq!(*missed.amount(), 1.0);
    /// ```
    Part is "part" {
        /// Provided, and put to wrong use.
        Misintegrated = "misintegrated",
        /// Due, and not provided.
        NotIntegrated = "not_integrated",
    }
}

/// The cause of a misuse, as text. The constants are four causes in public services.
///
/// The four are those of Engen and others (2021); their names are from memory.
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
    /// The service was not able to serve.
    pub const INABILITY_TO_SERVE: Cause = Cause(SmolStr::new_static("inability to serve"));
    /// A mistake.
    pub const MISTAKE: Cause = Cause(SmolStr::new_static("mistake"));
    /// Lack of bureaucratic competence.
    pub const LACK_OF_COMPETENCE: Cause = Cause(SmolStr::new_static("lack of bureaucratic competence"));
    /// Lack of transparency.
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
    /// Without the text, which may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cause(..)")
    }
}

conversions! { Cause:
    &str => Cause::new;
    String => Cause::new;
}

/// The misuser of a part, the intent, and the cause if known.
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
    /// A misuse with an intent.
    pub fn new(intent: Intent) -> Self {
        Self { by: None, intent, cause: None, faults: Faults::default() }
    }

    /// A misuse that was not intended.
    pub fn accidental() -> Self {
        Self::new(Intent::Accidental)
    }

    /// A misuse that was intended.
    pub fn intentional() -> Self {
        Self::new(Intent::Intentional)
    }

    /// A misuse whose intent is not known.
    pub fn unknown() -> Self {
        Self::new(Intent::Unknown)
    }

    /// The misuser: any actor. The default is the contributor. To name an actor here does not make them a party.
    pub fn by(mut self, actor: impl IntoId<ActorId>) -> Self {
        self.by = Some(self.faults.id(actor.into_id(), ActorId::refused()));
        self
    }

    /// The cause.
    pub fn cause(mut self, cause: impl Into<Cause>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    getters! { self:
        /// The misuser, if stated.
        get_by: Option<&ActorId> = self.by.as_ref();
        /// The intent.
        intent: Intent = self.intent;
        /// The cause, if stated.
        get_cause: Option<&Cause> = self.cause.as_ref();
    }

    pub(super) fn take_faults(&mut self) -> Faults {
        std::mem::take(&mut self.faults)
    }
}

/// An amount that was mis-integrated or not integrated, and its misuse.
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

    getters! { self:
        /// The kind of part.
        part: Part = self.part;
        /// The amount, in the ledger's unit of contributions; zero or more.
        amount: &N = &self.amount;
        /// The misuse.
        misuse: &Misuse = &self.misuse;
    }
}
