//! The shapes in which records are written, shared by the journal and by `serde`. Their texts are borrowed from the
//! line where possible. The constructors of the records check them.

mod appraisal;
mod definition;
mod interaction;
mod number;
mod reach;
mod text;

pub(super) use appraisal::{AppraisalWire, SourceWire, VoidWire};
pub(super) use definition::{MeasureWire, ServiceWire};
pub(super) use interaction::{ContributionWire, InteractionWire, UserWire};
#[cfg(feature = "json")]
pub(super) use number::{AmountOrParts, JsonNumber};
pub(super) use number::{NumberOutput, SerdeNumber, WrittenNumber};
pub(super) use reach::ReachWire;
#[cfg(feature = "json")]
pub(super) use text::{MapEntries, NO_DAY};
pub(super) use text::{OnDay, Text};

use serde::{Deserialize, Deserializer};

/// An optional field that is there. `null` is refused: a field is left out by leaving it out.
fn stated<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
