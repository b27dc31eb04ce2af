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

use serde::{Deserialize, Deserializer};

/// A field that is stated: `null` is no way to leave one out.
fn stated<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
