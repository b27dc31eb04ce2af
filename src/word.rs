//! Enums whose variants are written as words: the same in journals, tables, terms and messages.

use crate::printable::quoted;
use crate::rule::Rule;

/// A word that is not one of its kind.
///
/// # Errors, as examples
///
/// - `"patient".parse::<Role>()`: ``form: unknown role `patient`, expected one of user, ..``.
///
/// # Example
///
/// ```
/// use covalue::Rule;
/// use covalue::record::Role;
///
/// let refused = "patient".parse::<Role>().unwrap_err();
/// assert_eq!(refused.to_string(), "form: unknown role `patient`, expected one of user, provider, other, affected");
/// assert_eq!(refused.rule(), Rule::Form);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("form: unknown {kind} {}, expected one of {known}", quoted(.found))]
pub struct UnknownWord {
    pub(crate) found: String,
    pub(crate) kind: &'static str,
    pub(crate) known: String,
}

impl UnknownWord {
    pub(crate) fn new(found: &str, kind: &'static str, known: &[&str]) -> Self {
        Self { found: found.to_owned(), kind, known: known.join(", ") }
    }

    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        Rule::Form
    }
}

/// Declares an enum whose variants are written as words.
macro_rules! words {
    (
        $(#[$about:meta])*
        $name:ident is $kind:literal {
            $($(#[$variant_about:meta])* $variant:ident = $word:literal,)+
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_about])* $variant,)+
        }

        impl $name {
            /// All variants, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The written word.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::word::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::word::UnknownWord::new(word, $kind, &[$($word),+])),
                }
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                word.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use words;
