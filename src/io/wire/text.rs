//! Texts, days and maps as they are written.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::io::day;
use crate::number::clip;
use crate::record::PartialDate;

/// Text, borrowed from its line unless it has escapes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Text<'a>(#[serde(borrow)] pub(crate) Cow<'a, str>);

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

/// A value in a dimension, or the reason of a void. It may be personal, so no message repeats it, nor a number or
/// anything else that stands in its place.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "TextOrOther<'a>", bound(deserialize = "'de: 'a"))]
pub(crate) struct PersonalText<'a>(pub(crate) Text<'a>);

/// Formats put the value of a wrong type into their message: here any type is accepted first.
#[derive(Deserialize)]
#[serde(untagged)]
enum TextOrOther<'a> {
    #[serde(borrow)]
    Text(Text<'a>),
    Other(IgnoredAny),
}

impl<'a> TryFrom<TextOrOther<'a>> for PersonalText<'a> {
    type Error = &'static str;

    fn try_from(value: TextOrOther<'a>) -> Result<Self, Self::Error> {
        match value {
            TextOrOther::Text(text) => Ok(Self(text)),
            TextOrOther::Other(_) => Err("expected text"),
        }
    }
}

/// A day, written `2026-03-02`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Day(pub(crate) Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        day::parse(&text).map(Self).ok_or_else(|| no_day(&text))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        written(self.0.into(), serializer)
    }
}

/// A day, month or year of an interaction, written `2026-03-02`, `2026-03` or `2026`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OnDay(pub(crate) PartialDate);

impl<'de> Deserialize<'de> for OnDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        day::parse_partial(&text).map(Self).ok_or_else(|| no_day(&text))
    }
}

impl Serialize for OnDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        written(self.0, serializer)
    }
}

/// The end of the message about a text that is not a day. A journal puts the field before it.
pub(crate) const NO_DAY: &str = "is not a day written as YYYY-MM-DD";

fn no_day<E: Error>(text: &str) -> E {
    E::custom(format_args!("`{}` {NO_DAY}", clip(text)))
}

fn written<S: Serializer>(on: PartialDate, serializer: S) -> Result<S::Ok, S::Error> {
    // A year before 0 has a sign and six digits, which is not read back.
    if on.first().year() < 0 {
        return Err(serde::ser::Error::custom(format_args!("{on} lies before the year 0, and has no form")));
    }
    serializer.collect_str(&on)
}

/// A map as a list, in the order in which it is written. A key may be there twice: records refuse that with a message
/// of their own.
#[derive(Clone, Debug)]
pub(crate) struct MapEntries<'a, V>(pub(crate) Vec<(Text<'a>, V)>);

impl<V> Default for MapEntries<'_, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V> MapEntries<'_, V> {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<V: Serialize> Serialize for MapEntries<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<'de: 'a, 'a, V: Deserialize<'de>> Deserialize<'de> for MapEntries<'a, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor<V>(std::marker::PhantomData<V>);

        impl<'de, V: Deserialize<'de>> Visitor<'de> for EntriesVisitor<V> {
            type Value = MapEntries<'de, V>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(MapEntries(entries))
            }
        }

        deserializer.deserialize_map(EntriesVisitor(std::marker::PhantomData))
    }
}

/// The dimensions of a user or an interaction.
pub(crate) type DimensionEntries<'a> = MapEntries<'a, PersonalText<'a>>;

impl<'a> DimensionEntries<'a> {
    pub(crate) fn of(dimensions: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        Self(dimensions.map(|(dimension, value)| (Text::of(dimension), PersonalText(Text::of(value)))).collect())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(dimension, value)| (&**dimension, &*value.0))
    }
}
