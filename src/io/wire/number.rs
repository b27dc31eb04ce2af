//! Numbers as they are written, read from their digits and never through a float.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{Error, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::interaction::PartsWire;
use crate::io::error::Reason;
use crate::number::{JsonForm, Number, NumberError};

/// A written number, before it is converted to a kind of number.
pub(crate) trait WrittenNumber<N>: Sized {
    /// The number.
    fn number(self) -> Result<N, NumberError>;

    /// The number of a field.
    fn of(self, field: &'static str) -> Result<N, Reason> {
        self.number().map_err(|error| Reason::Number { field: field.into(), error })
    }
}

/// A written number in whose place a list of parts may stand.
pub(crate) trait AmountOrParts<'de>: Sized {
    /// Reads an amount or a list of parts.
    fn parts<'a, D: Deserializer<'de>>(deserializer: D) -> Result<PartsWire<'a, Self>, D::Error>
    where
        'de: 'a;
}

/// A number in a line of JSON: its text there.
#[cfg(feature = "json")]
#[derive(Clone, Debug)]
pub(crate) struct JsonNumber<'a>(&'a str);

#[cfg(feature = "json")]
impl<'a> JsonNumber<'a> {
    fn new<E: Error>(raw: &'a serde_json::value::RawValue) -> Result<Self, E> {
        match raw.get().as_bytes() {
            [b'-' | b'0'..=b'9' | b'"', ..] => Ok(Self(raw.get())),
            [b't' | b'f', ..] => Err(E::invalid_type(Unexpected::Bool(raw.get() == "true"), &"a number")),
            [b'[', ..] => Err(E::invalid_type(Unexpected::Seq, &"a number")),
            [b'{', ..] => Err(E::invalid_type(Unexpected::Map, &"a number")),
            _ => Err(E::invalid_type(Unexpected::Unit, &"a number")),
        }
    }
}

#[cfg(feature = "json")]
impl<'de: 'a, 'a> Deserialize<'de> for JsonNumber<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(<&'de serde_json::value::RawValue>::deserialize(deserializer)?)
    }
}

#[cfg(feature = "json")]
impl<N: Number> WrittenNumber<N> for JsonNumber<'_> {
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
impl<'de> AmountOrParts<'de> for JsonNumber<'de> {
    fn parts<'a, D: Deserializer<'de>>(deserializer: D) -> Result<PartsWire<'a, Self>, D::Error>
    where
        'de: 'a,
    {
        let raw = <&'de serde_json::value::RawValue>::deserialize(deserializer)?;
        if raw.get().starts_with('[') {
            let parts = serde_json::from_str(raw.get());
            let fault = |error| Error::custom(crate::io::journal::entries::fault(raw.get(), &error));
            parts.map(PartsWire::List).map_err(fault)
        } else {
            Self::new(raw).map(PartsWire::Amount)
        }
    }
}

/// A number in any format of `serde`. Kinds that are written as text are read from text and whole numbers: a float of
/// the format may be rounded already.
#[derive(Clone, Debug)]
pub(crate) struct SerdeNumber<N>(Result<N, NumberError>);

impl<N> WrittenNumber<N> for SerdeNumber<N> {
    fn number(self) -> Result<N, NumberError> {
        self.0
    }
}

/// 2^53: a float of this size may be the rounding of another whole number.
const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;

/// Whether a kind of number has whole numbers only.
fn is_integer<N: Number>() -> bool {
    N::parse("0.5").is_err()
}

struct NumberVisitor<N>(PhantomData<N>);

/// Reads whole numbers from their digits.
macro_rules! visit_integers {
    ($($visit:ident($kind:ty)),+) => {
        $(fn $visit<E: Error>(self, number: $kind) -> Result<Self::Value, E> {
            Ok(SerdeNumber(N::parse(&number.to_string())))
        })+
    };
}

impl<N: Number> Visitor<'_> for NumberVisitor<N> {
    type Value = SerdeNumber<N>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match N::JSON_FORM {
            JsonForm::Number => f.write_str("a number"),
            JsonForm::Text => write!(f, "a whole number or the text of a {}", N::KIND),
        }
    }

    visit_integers!(visit_i64(i64), visit_u64(u64), visit_i128(i128), visit_u128(u128));

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        if N::JSON_FORM == JsonForm::Text || is_integer::<N>() && number.abs() >= LARGEST_EXACT {
            return Err(E::invalid_type(Unexpected::Float(number), &self));
        }
        Ok(SerdeNumber(N::parse(&format!("{number:?}"))))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if N::JSON_FORM == JsonForm::Number {
            return Err(E::invalid_type(Unexpected::Str(text), &self));
        }
        Ok(SerdeNumber(N::parse(text)))
    }
}

impl<'de, N: Number> Deserialize<'de> for SerdeNumber<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // `deserialize_any` passes large digits through a float. Only a kind that holds every `i128` can ask for one.
        if is_integer::<N>() && N::parse(&i128::MAX.to_string()).is_ok() {
            deserializer.deserialize_i128(NumberVisitor(PhantomData))
        } else {
            deserializer.deserialize_any(NumberVisitor(PhantomData))
        }
    }
}

struct PartsVisitor<N>(PhantomData<N>);

/// Reads an amount as [`NumberVisitor`] does.
macro_rules! visit_amounts {
    ($($visit:ident($kind:ty)),+) => {
        $(fn $visit<E: Error>(self, amount: $kind) -> Result<Self::Value, E> {
            NumberVisitor(PhantomData).$visit(amount).map(PartsWire::Amount)
        })+
    };
}

impl<'de, N: Number> Visitor<'de> for PartsVisitor<N> {
    type Value = PartsWire<'de, SerdeNumber<N>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount or a list of parts")
    }

    visit_amounts!(visit_i64(i64), visit_u64(u64), visit_i128(i128), visit_u128(u128), visit_f64(f64), visit_str(&str));

    fn visit_seq<A: SeqAccess<'de>>(self, parts: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(parts)).map(PartsWire::List)
    }
}

impl<'de, N: Number> AmountOrParts<'de> for SerdeNumber<N> {
    fn parts<'a, D: Deserializer<'de>>(deserializer: D) -> Result<PartsWire<'a, Self>, D::Error>
    where
        'de: 'a,
    {
        deserializer.deserialize_any(PartsVisitor(PhantomData))
    }
}

/// A number to be written.
#[derive(Clone, Debug)]
pub(crate) struct NumberOutput<'a, N>(pub(crate) &'a N);

impl<N: Number> Serialize for NumberOutput<'_, N> {
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
