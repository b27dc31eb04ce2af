//! Ids: opaque pseudonyms. The caller keeps the key to the people.

use std::fmt;

use smol_str::SmolStr;

use crate::printable::printable;
use crate::rule::Rule;

/// An id is empty (R1).
///
/// # Example
///
/// ```
/// use covalue::Rule;
/// use covalue::catalogue::MeasureId;
///
/// let refused = MeasureId::new("").unwrap_err();
/// assert_eq!(refused.to_string(), "R1: the measure id is empty");
/// assert_eq!(refused.rule(), Rule::R1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("R1: the {kind} id is empty")]
pub struct EmptyId {
    pub(crate) kind: &'static str,
}

impl EmptyId {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        Rule::R1
    }
}

/// Text, or an id of the kind that a builder asks for.
///
/// Implemented for `&str`, `String` and the id types.
///
/// # Example
///
/// ```
/// use covalue::catalogue::{ActorId, IntoId};
/// use covalue::error::EmptyId;
///
/// fn letter(actor: impl IntoId<ActorId>) -> Result<String, EmptyId> {
///     Ok(format!("Dear {}", actor.into_id()?))
/// }
/// assert_eq!(letter("ana")?, "Dear ana");
/// assert_eq!(letter(ActorId::new("ben")?)?, "Dear ben");
/// assert_eq!(letter("").unwrap_err().to_string(), "R1: the actor id is empty");
/// # Ok::<(), covalue::error::EmptyId>(())
/// ```
pub trait IntoId<I> {
    /// The id.
    ///
    /// # Errors
    ///
    /// - `""`: an empty id.
    fn into_id(self) -> Result<I, EmptyId>;
}

/// A text; up to 23 bytes need no heap allocation.
pub(crate) fn short_text(text: &str) -> SmolStr {
    SmolStr::new(text)
}

macro_rules! into_id {
    ($($text:ty),+) => {
        $(impl<I: std::str::FromStr<Err = EmptyId>> IntoId<I> for $text {
            fn into_id(self) -> Result<I, EmptyId> {
                self.parse()
            }
        })+
    };
}

into_id!(&str, String, &String);

macro_rules! id {
    ($(#[$about:meta])* $name:ident, $kind:literal) => {
        $(#[$about])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(SmolStr);

        impl $name {
            /// The id with this text.
            ///
            /// # Errors
            ///
            /// - `""`: an empty id.
            pub fn new(text: impl AsRef<str>) -> Result<Self, EmptyId> {
                let text = text.as_ref();
                if text.is_empty() { Err(EmptyId { kind: $kind }) } else { Ok(Self(SmolStr::new(text))) }
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The placeholder of a refused id. It is never recorded: its fault refuses the record.
            pub(crate) const fn refused() -> Self {
                Self(SmolStr::new_static("(refused)"))
            }
        }

        impl fmt::Display for $name {
            /// The id on one line: characters that would break it or act on a terminal are escaped as in Rust.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&printable(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", self.as_str())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = EmptyId;

            fn from_str(text: &str) -> Result<Self, EmptyId> {
                Self::new(text)
            }
        }

        impl IntoId<$name> for $name {
            fn into_id(self) -> Result<$name, EmptyId> {
                Ok(self)
            }
        }

        impl IntoId<$name> for &$name {
            fn into_id(self) -> Result<$name, EmptyId> {
                Ok(self.clone())
            }
        }
    };
}

id!(
    /// The id of a measure.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, Measure};
    /// use covalue::catalogue::MeasureId;
    ///
    /// let pain = MeasureId::new("pain")?;
    /// let measure = Measure::<f64>::lower_is_better(&pain, "points");
    /// assert_eq!(Appraisal::of(&pain).change(-2.0).measure(), measure.id());
    /// # Ok::<(), covalue::error::EmptyId>(())
    /// ```
    MeasureId,
    "measure"
);
id!(
    /// The id of a service.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Interaction, Service, date};
    /// use covalue::catalogue::ServiceId;
    ///
    /// let physio = ServiceId::new("physio")?;
    /// let service = Service::<f64>::new(&physio, "clinic");
    /// assert_eq!(Interaction::<f64>::between("ana", &physio, date(2026, 3, 2)).service(), service.id());
    /// # Ok::<(), covalue::error::EmptyId>(())
    /// ```
    ServiceId,
    "service"
);
id!(
    /// The id of an interaction.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Catalogue, Interaction, Ledger, Service, date};
    /// # use covalue::catalogue::InteractionId;
    /// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// let id = ledger.record(Interaction::between("ana", "physio", date(2026, 3, 2)).id("v1"))?;
    /// assert_eq!(id, InteractionId::new("v1")?);
    /// let hash = ledger.record(Interaction::between("ben", "physio", date(2026, 3, 2)))?; // the hash of its content
    /// ledger.void(&hash, "he did not come")?;
    /// # Ok::<(), covalue::Error>(())
    /// ```
    InteractionId,
    "interaction"
);
id!(
    /// The id of a user, a provider or another actor: a user of one service may provide another.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::catalogue::ActorId;
    ///
    /// assert_eq!(ActorId::new("ana")?.as_str(), "ana");
    /// let refused = ActorId::new("").unwrap_err();
    /// assert_eq!(refused.to_string(), "R1: the actor id is empty");
    /// # Ok::<(), covalue::error::EmptyId>(())
    /// ```
    ActorId,
    "actor"
);
