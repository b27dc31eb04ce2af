//! All errors, the rules of the model that they name, and the error that all of them turn into with `?`.

pub use crate::analysis::attribution::rule::WeighError;
pub use crate::analysis::disclosure::error::DiscloseError;
pub use crate::analysis::error::AnalysisError;
pub use crate::analysis::game::error::GameError;
pub use crate::analysis::risk::hazard::HazardError;
pub use crate::catalogue::error::CatalogueError;
pub use crate::catalogue::fault::Fault;
pub use crate::catalogue::id::EmptyId;
#[cfg(any(feature = "json", feature = "csv"))]
pub use crate::io::error::{ReadError, Reason, Refusal, RowFault};
pub use crate::ledger::error::{AppraiseError, BatchError, ForgetError, MergeLedgersError, RecordError, VoidError};
pub use crate::number::error::{NumberError, StateError};
pub use crate::rule::Rule;
pub use crate::statement::error::LineError;
pub use crate::statement::figures::Overflow;
pub use crate::statement::merge::MergeError;
pub use crate::statement::terms::TermsError;
pub use crate::word::UnknownWord;

/// Any error of the crate: each operation has an enum of its own, and every one of them turns into this with `?`.
///
/// # Example
///
/// ```
/// use covalue::{Catalogue, Error, Interaction, Ledger, Rule, date};
///
/// fn record() -> Result<(), Error> {
///     let mut ledger = Ledger::new(&Catalogue::<f64>::new([], [])?);
///     ledger.record(Interaction::between("ana", "physio", date(2026, 3, 2)))?;
///     Ok(())
/// }
/// let refused = record().unwrap_err();
/// assert_eq!(refused.to_string(), "R2: physio is no service of the catalogue");
/// assert_eq!(refused.rule(), Rule::R2);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An id was empty.
    #[error(transparent)]
    EmptyId(#[from] EmptyId),
    /// A record or a definition broke a rule of its type.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// A definition was not taken into a catalogue.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// An interaction was refused.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// A batch was refused.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// A later appraisal was refused.
    #[error(transparent)]
    Appraise(#[from] AppraiseError),
    /// A void was refused.
    #[error(transparent)]
    Void(#[from] VoidError),
    /// An actor was not forgotten.
    #[error(transparent)]
    Forget(#[from] ForgetError),
    /// Two ledgers were not merged.
    #[error(transparent)]
    MergeLedgers(#[from] MergeLedgersError),
    /// No statement can be of some terms.
    #[error(transparent)]
    Terms(#[from] TermsError),
    /// A figure could not be read.
    #[error(transparent)]
    Line(#[from] LineError),
    /// A figure was more than its number holds.
    #[error(transparent)]
    Overflow(#[from] Overflow),
    /// Two statements were not merged.
    #[error(transparent)]
    Merge(#[from] MergeError),
    /// A reading could not be made.
    #[error(transparent)]
    Analysis(#[from] AnalysisError),
    /// A game has no values.
    #[error(transparent)]
    Game(#[from] GameError),
    /// Nothing was disclosed.
    #[error(transparent)]
    Disclose(#[from] DiscloseError),
    /// A hazard or a limit was not stated.
    #[error(transparent)]
    Hazard(#[from] HazardError),
    /// A number was refused.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// The stored state of a total could not be read.
    #[error(transparent)]
    State(#[from] StateError),
    /// A word was none of its kind's.
    #[error(transparent)]
    Word(#[from] UnknownWord),
    /// A journal or a table was not read.
    #[cfg(any(feature = "json", feature = "csv"))]
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl Error {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::EmptyId(error) => error.rule(),
            Self::Fault(error) => error.rule(),
            Self::Catalogue(error) => error.rule(),
            Self::Record(error) => error.rule(),
            Self::Batch(error) => error.rule(),
            Self::Appraise(error) => error.rule(),
            Self::Void(error) => error.rule(),
            Self::Forget(error) => error.rule(),
            Self::MergeLedgers(error) => error.rule(),
            Self::Terms(error) => error.rule(),
            Self::Line(error) => error.rule(),
            Self::Overflow(error) => error.rule(),
            Self::Merge(error) => error.rule(),
            Self::Analysis(error) => error.rule(),
            Self::Game(error) => error.rule(),
            Self::Disclose(error) => error.rule(),
            Self::Hazard(error) => error.rule(),
            Self::Number(error) => error.rule(),
            Self::State(error) => error.rule(),
            Self::Word(error) => error.rule(),
            #[cfg(any(feature = "json", feature = "csv"))]
            Self::Read(error) => error.rule(),
        }
    }
}
