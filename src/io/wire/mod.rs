//! The shapes in which records are written, shared by the journal and by `serde`. They hold what a line says, borrowed
//! from it where possible; the records' own constructors then judge it.

mod appraisal;
mod definition;
mod interaction;
mod number;
mod text;

pub(super) use appraisal::{AppraisalWire, SourceWire, VoidWire};
pub(super) use definition::{MeasureWire, ServiceWire};
pub(super) use interaction::{ContributionWire, InteractionWire, UserWire};
#[cfg(feature = "json")]
pub(super) use number::Raw;
pub(super) use number::{Given, Out, Plain};
pub(super) use text::Text;

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A field that is stated: `null` is no way to leave one out.
fn stated<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

struct ListVisitor<T> {
    of: &'static str,
    item: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of {}", self.of)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Vec<T>, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(items))
    }
}

/// A list, which a message calls by what it holds.
fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D, of: &'static str) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_seq(ListVisitor { of, item: PhantomData })
}
