//! Numbers as they are written, read from their text and never by way of a float.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::interaction::{PartWire, PartsWire};
use crate::io::error::Reason;
use crate::number::{JsonForm, Number, NumberError};

/// A number as a format gave it, on its way into a kind of number.
pub(crate) trait Given<N>: Sized {
    /// The number.
    fn number(self) -> Result<N, NumberError>;

    /// The number of that field.
    fn of(self, field: &'static str) -> Result<N, Reason> {
        self.number().map_err(|error| Reason::Number { field, error })
    }
}

/// What can stand where an amount or a list of parts can.
pub(crate) trait AmountOrParts<'de>: Sized {
    /// Reads the one or the other.
    fn parts<'a, D: Deserializer<'de>>(deserializer: D) -> Result<PartsWire<'a, Self>, D::Error>
    where
        'de: 'a;
}

/// A number as its text stands in a line of JSON.
#[cfg(feature = "json")]
#[derive(Clone, Debug)]
pub(crate) struct Raw<'a>(&'a str);

#[cfg(feature = "json")]
impl<'a> Raw<'a> {
    fn new<E: Error>(raw: &'a serde_json::value::RawValue) -> Result<Self, E> {
        match raw.get().as_bytes() {
            [b'-' | b'0'..=b'9' | b'"', ..] => Ok(Self(raw.get())),
            _ => Err(E::custom("invalid type, expected a number")),
        }
    }
}

#[cfg(feature = "json")]
impl<'de: 'a, 'a> Deserialize<'de> for Raw<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(<&'de serde_json::value::RawValue>::deserialize(deserializer)?)
    }
}

#[cfg(feature = "json")]
impl<N: Number> Given<N> for Raw<'_> {
    fn number(self) -> Result<N, NumberError> {
        if !self.0.starts_with('"') || N::JSON_FORM == JsonForm::Number {
            return N::parse(self.0);
        }
        match serde_json::from_str::<super::Text<'_>>(self.0) {
            Ok(text) => N::parse(&text),
            Err(_) => Err(NumberError::NotANumber { text: crate::number::clip(self.0) }),
        }
    }
}

#[cfg(feature = "json")]
impl<'de> AmountOrParts<'de> for Raw<'de> {
    fn parts<'a, D: Deserializer<'de>>(deserializer: D) -> Result<PartsWire<'a, Self>, D::Error>
    where
        'de: 'a,
    {
        let raw = <&'de serde_json::value::RawValue>::deserialize(deserializer)?;
        if raw.get().starts_with('[') {
            let parts = serde_json::from_str(raw.get());
            parts.map(PartsWire::List).map_err(|error| Error::custom(crate::io::journal::entries::fault(&error)))
        } else {
            Self::new(raw).map(PartsWire::Amount)
        }
    }
}

/// A number in any format that `serde` knows: kinds that are written as text are read from text and whole numbers, for
/// a format's float may be rounded already.
#[derive(Clone, Debug)]
pub(crate) struct Plain<N>(Result<N, NumberError>);

impl<N> Given<N> for Plain<N> {
    fn number(self) -> Result<N, NumberError> {
        self.0
    }
}

/// Floats above this need not be the whole number that was written.
const WHOLE: f64 = 9_007_199_254_740_992.0;

fn is_whole<N: Number>() -> bool {
    N::parse("0.5").is_err()
}

struct PlainVisitor<N>(PhantomData<N>);

impl<N: Number> Visitor<'_> for PlainVisitor<N> {
    type Value = Plain<N>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match N::JSON_FORM {
            JsonForm::Number => f.write_str("a number"),
            JsonForm::Text => write!(f, "a whole number or the text of a {}", N::KIND),
        }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Plain<N>, E> {
        Ok(Plain(N::parse(&number.to_string())))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Plain<N>, E> {
        Ok(Plain(N::parse(&number.to_string())))
    }

    fn visit_i128<E: Error>(self, number: i128) -> Result<Plain<N>, E> {
        Ok(Plain(N::parse(&number.to_string())))
    }

    fn visit_u128<E: Error>(self, number: u128) -> Result<Plain<N>, E> {
        Ok(Plain(N::parse(&number.to_string())))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Plain<N>, E> {
        if N::JSON_FORM == JsonForm::Text || is_whole::<N>() && number.abs() >= WHOLE {
            return Err(E::invalid_type(serde::de::Unexpected::Float(number), &self));
        }
        Ok(Plain(N::parse(&format!("{number:?}"))))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Plain<N>, E> {
        if N::JSON_FORM == JsonForm::Number {
            return Err(E::invalid_type(serde::de::Unexpected::Str(text), &self));
        }
        Ok(Plain(N::parse(text)))
    }
}

impl<'de, N: Number> Deserialize<'de> for Plain<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = PlainVisitor(PhantomData);
        // Where every whole number is one of the kind, its digits are not to pass through a float.
        if is_whole::<N>() && N::parse(&i128::MAX.to_string()).is_ok() {
            deserializer.deserialize_i128(visitor)
        } else {
            deserializer.deserialize_any(visitor)
        }
    }
}

struct PartsVisitor<N>(PhantomData<N>);

macro_rules! as_amount {
    ($($visit:ident($kind:ty)),+) => {
        $(fn $visit<E: Error>(self, given: $kind) -> Result<Self::Value, E> {
            PlainVisitor(PhantomData).$visit(given).map(PartsWire::Amount)
        })+
    };
}

impl<'de, N: Number> Visitor<'de> for PartsVisitor<N> {
    type Value = PartsWire<'de, Plain<N>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount or a list of parts")
    }

    as_amount!(visit_i64(i64), visit_u64(u64), visit_i128(i128), visit_u128(u128), visit_f64(f64), visit_str(&str));

    fn visit_seq<A: SeqAccess<'de>>(self, parts: A) -> Result<Self::Value, A::Error> {
        Vec::<PartWire<'de, Plain<N>>>::deserialize(SeqAccessDeserializer::new(parts)).map(PartsWire::List)
    }
}

impl<'de, N: Number> AmountOrParts<'de> for Plain<N> {
    fn parts<'a, D: Deserializer<'de>>(deserializer: D) -> Result<PartsWire<'a, Self>, D::Error>
    where
        'de: 'a,
    {
        deserializer.deserialize_any(PartsVisitor(PhantomData))
    }
}

/// A number on its way out.
#[derive(Clone, Debug)]
pub(crate) struct Out<'a, N>(pub(crate) &'a N);

impl<N: Number> Serialize for Out<'_, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.text();
        if N::JSON_FORM == JsonForm::Text {
            serializer.serialize_str(&text)
        } else if let Ok(number) = text.parse::<i64>() {
            serializer.serialize_i64(number)
        } else if let Ok(number) = text.parse::<i128>() {
            serializer.serialize_i128(number)
        } else if let Ok(number) = text.parse::<f64>() {
            serializer.serialize_f64(number)
        } else {
            serializer.serialize_str(&text)
        }
    }
}
