//! x
mod catalogue;
mod error;
mod ledger;
mod number;
mod record;
mod rule;
mod statement;
mod word;

pub use catalogue::{
    ActorId, Catalogue, CatalogueError, Direction, Element, EmptyId, Fault, InteractionId, IntoId, Measure, MeasureId,
    Service, ServiceId,
};
pub use error::Error;
pub use jiff::civil::{Date, date};
pub use ledger::{
    AppraiseError, BatchError, Ledger, MergeLedgersError, Movement, MovementKind, RecordError, Symbol, VoidError,
};
#[cfg(feature = "decimal")]
pub use number::DecimalTotal;
#[cfg(feature = "rational")]
pub use number::RationalTotal;
pub use number::{
    FloatTotal, Fraction, IntegerTotal, LongIntegerTotal, Number, NumberError, StateError, Total, Totals, TotalsRow,
    WrittenAs,
};
pub use record::{
    Appraisal, Cause, Contribution, Instrument, Intent, Interaction, IntoUser, Misuse, MisusedPart, Part, Role, Source,
    SourceKind, Use, User, Void,
};
pub use rule::Rule;
pub use statement::{
    Baseline, Between, Bounds, By, Cell, CountsAs, Coverage, Dimension, Entry, Figures, FollowUp, Grouping, Include,
    IntoLine, Line, LineError, Logic, MergeError, Overflow, Statement, Tally, Terms, TermsError, Trace,
};
pub use word::UnknownWord;
