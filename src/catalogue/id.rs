//! Ids: opaque, and pseudonyms. The caller keeps the key to who is meant.

use std::fmt;

use smol_str::SmolStr;

use super::Fault;
use crate::rule::Rule;

/// An id must have at least one character (R1).
///
/// # Example
///
/// ```
/// use covalue::Rule;
/// use covalue::catalogue::MeasureId;
///
/// let refused = MeasureId::new("").unwrap_err();
/// assert_eq!(refused.to_string(), "R1: the id of a measure is empty, and an empty id does not exist");
/// assert_eq!(refused.rule(), Rule::R1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("R1: the id of {of} is empty, and an empty id does not exist")]
pub struct EmptyId {
    pub(crate) of: &'static str,
}

impl EmptyId {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        Rule::R1
    }
}

impl From<EmptyId> for Fault {
    fn from(EmptyId { of }: EmptyId) -> Self {
        Fault::EmptyId { of }
    }
}

/// Text or an id of the kind asked for: what builders take where an id belongs.
///
/// Implemented for `&str`, `String` and the id types; nothing else needs it.
///
/// # Example
///
/// ```
/// use covalue::catalogue::{ActorId, IntoId};
/// use covalue::error::EmptyId;
///
/// fn told(actor: impl IntoId<ActorId>) -> Result<String, EmptyId> {
///     Ok(format!("{} was told", actor.into_id()?))
/// }
/// assert_eq!(told("ana")?, "ana was told");
/// assert_eq!(told(ActorId::new("ben")?)?, "ben was told");
/// assert_eq!(told("").unwrap_err().to_string(), "R1: the id of an actor is empty, and an empty id does not exist");
/// # Ok::<(), covalue::error::EmptyId>(())
/// ```
pub trait IntoId<I> {
    /// The id.
    ///
    /// # Errors
    ///
    /// - `""`: an empty id does not exist.
    fn into_id(self) -> Result<I, EmptyId>;
}

/// Text that is kept once per value and mostly in place, without a heap of its own.
pub(crate) fn short_text(text: &str) -> SmolStr {
    SmolStr::new(text)
}

macro_rules! id {
    ($(#[$about:meta])* $name:ident, $of:literal) => {
        $(#[$about])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(SmolStr);

        impl $name {
            /// The id of that text.
            ///
            /// # Errors
            ///
            /// - `""`: an empty id does not exist.
            pub fn new(text: impl AsRef<str>) -> Result<Self, EmptyId> {
                let text = text.as_ref();
                if text.is_empty() { Err(EmptyId { of: $of }) } else { Ok(Self(SmolStr::new(text))) }
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Stands in a draft whose own id was refused; no catalogue, ledger or check lets it past.
            #[allow(dead_code, reason = "not every kind of id is named in a draft")]
            pub(crate) const fn refused() -> Self {
                Self(SmolStr::new_static("(refused)"))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
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

        impl IntoId<$name> for &str {
            fn into_id(self) -> Result<$name, EmptyId> {
                $name::new(self)
            }
        }

        impl IntoId<$name> for String {
            fn into_id(self) -> Result<$name, EmptyId> {
                $name::new(self)
            }
        }

        impl IntoId<$name> for &String {
            fn into_id(self) -> Result<$name, EmptyId> {
                $name::new(self)
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                Self::new(text).map_err(serde::de::Error::custom)
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
    "a measure"
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
    "a service"
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
    /// let hash = ledger.record(Interaction::between("ben", "physio", date(2026, 3, 2)))?; // of its content
    /// ledger.void(&hash, "he did not come")?;
    /// # Ok::<(), covalue::Error>(())
    /// ```
    InteractionId,
    "an interaction"
);
id!(
    /// The id of a user, a provider or anyone else: who uses here may provide there.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::catalogue::ActorId;
    ///
    /// assert_eq!(ActorId::new("ana")?.as_str(), "ana");
    /// let refused = ActorId::new("").unwrap_err();
    /// assert_eq!(refused.to_string(), "R1: the id of an actor is empty, and an empty id does not exist");
    /// # Ok::<(), covalue::error::EmptyId>(())
    /// ```
    ActorId,
    "an actor"
);
