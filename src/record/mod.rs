//! The records of a ledger: interactions with users, contributions and appraisals, voids, and counts of people reached.

mod appraisal;
mod content;
mod contribution;
mod dimensions;
mod interaction;
mod misuse;
mod partial_date;
mod reach;
mod reference;
mod roles;
mod source;
mod user;
mod void;

pub use appraisal::Appraisal;
pub use contribution::Contribution;
pub use interaction::{Interaction, Role, Use};
pub use misuse::{Cause, Intent, Misuse, MisusedPart, Part};
pub use partial_date::{PartialDate, Precision};
pub use reach::{ReachCounts, ReachStep};
pub use reference::ReferenceName;
pub use source::{Instrument, Source, SourceKind};
pub use user::{IntoUser, User};
pub use void::Void;

pub(crate) use contribution::{destroys_for_absent, integrates_nothing};
pub(crate) use dimensions::Dimensions;
pub(crate) use reach::STATED;
pub(crate) use roles::{ActorLookup, FEW_MENTIONS, Roles};
