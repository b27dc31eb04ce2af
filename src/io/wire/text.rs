//! Texts, days and dimensions as they are written.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::Date;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::io::day;
use crate::number::clip;

/// Text, borrowed from its line where it holds no escapes.
#[derive(Clone, Debug)]
pub(crate) struct Text<'a>(pub(crate) Cow<'a, str>);

impl<'a> Text<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl std::ops::Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(text)))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor)
    }
}

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// A day, written `2026-03-02`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Day(pub(crate) Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        let no_day = || Error::custom(format_args!("`{}` is no day, which is written as 2026-03-02", clip(&text)));
        day::parse(&text).map(Self).ok_or_else(no_day)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Five digits and a sign have no place in the form, and would not be read back.
        if self.0.year() < 0 {
            return Err(serde::ser::Error::custom(format_args!("{} lies before the year 0, and has no form", self.0)));
        }
        serializer.collect_str(&self.0)
    }
}

/// What a visitor says of anything but what it expects: not what was found there, which may be personal.
macro_rules! tells_nothing {
    ($($visit:ident($kind:ty)),+) => {
        $(fn $visit<E: Error>(self, _: $kind) -> Result<Self::Value, E> {
            Err(E::custom(format_args!("invalid type, expected {}", &self as &dyn serde::de::Expected)))
        })+

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Err(E::custom(format_args!("invalid type, expected {}", &self as &dyn serde::de::Expected)))
        }

        fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
            Err(A::Error::custom(format_args!("invalid type, expected {}", &self as &dyn serde::de::Expected)))
        }
    };
}

/// Text that no message repeats: a value in a dimension, the reason of a void.
#[derive(Clone, Debug)]
pub(crate) struct Hidden<'a>(pub(crate) Cow<'a, str>);

struct HiddenVisitor;

impl<'de> Visitor<'de> for HiddenVisitor {
    type Value = Hidden<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Hidden<'de>, E> {
        Ok(Hidden(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Hidden<'de>, E> {
        Ok(Hidden(Cow::Owned(text.to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<Hidden<'de>, A::Error> {
        Err(A::Error::custom("invalid type, expected text"))
    }

    tells_nothing!(
        visit_bool(bool),
        visit_i64(i64),
        visit_u64(u64),
        visit_i128(i128),
        visit_u128(u128),
        visit_f64(f64)
    );
}

impl<'de: 'a, 'a> Deserialize<'de> for Hidden<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not `deserialize_str`, for which formats say themselves what they found instead.
        deserializer.deserialize_any(HiddenVisitor)
    }
}

impl Serialize for Hidden<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Dimensions and values in the order they are written: who takes them says whether one is there twice.
#[derive(Clone, Debug, Default)]
pub(crate) struct With<'a>(pub(crate) Vec<(Text<'a>, Hidden<'a>)>);

impl<'a> With<'a> {
    pub(crate) fn of(dimensions: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        Self(dimensions.map(|(dimension, value)| (Text::of(dimension), Hidden(Cow::Borrowed(value)))).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(dimension, value)| (&*dimension.0, &*value.0))
    }
}

struct WithVisitor;

impl<'de> Visitor<'de> for WithVisitor {
    type Value = With<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of dimensions to text")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<With<'de>, A::Error> {
        let mut with = Vec::new();
        while let Some(entry) = map.next_entry()? {
            with.push(entry);
        }
        Ok(With(with))
    }

    tells_nothing!(
        visit_str(&str),
        visit_bool(bool),
        visit_i64(i64),
        visit_u64(u64),
        visit_i128(i128),
        visit_u128(u128),
        visit_f64(f64)
    );
}

impl<'de: 'a, 'a> Deserialize<'de> for With<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WithVisitor)
    }
}

impl Serialize for With<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (dimension, value) in &self.0 {
            map.serialize_entry(dimension, value)?;
        }
        map.end()
    }
}
