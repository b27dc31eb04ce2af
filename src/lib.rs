//! x
mod catalogue;
mod number;
mod record;
mod rule;
mod word;

pub use catalogue::{
    ActorId, Catalogue, CatalogueError, Direction, Element, EmptyId, Fault, InteractionId, IntoId, Measure, MeasureId,
    Service, ServiceId,
};
pub use jiff::civil::{Date, date};
#[cfg(feature = "decimal")]
pub use number::DecimalTotal;
#[cfg(feature = "rational")]
pub use number::RationalTotal;
pub use number::{
    FloatTotal, Fraction, IntegerTotal, LongIntegerTotal, Number, NumberError, StateError, Total, Totals, TotalsRow,
    WrittenAs,
};
pub use record::{
    Appraisal, Cause, Contribution, Intent, Interaction, IntoUser, Misuse, MisusedPart, Part, Role, Source, SourceKind,
    Use, User, Void,
};
pub use rule::Rule;
pub use word::UnknownWord;
