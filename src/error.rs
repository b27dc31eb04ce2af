//! All errors, the rules of the model that they name, and the error that all of them turn into with `?`.
//!
//! A message is complete by itself: it has its cause in it, so `source` does not give the cause again. It quotes ids and
//! names by [`quoted`](crate::printable::quoted), so it stays short, on one line, and says nothing but what the crate says.

pub use crate::analysis::attribution::rule::WeighError;
pub use crate::analysis::disclosure::error::DiscloseError;
pub use crate::analysis::error::AnalysisError;
pub use crate::analysis::game::error::GameError;
pub use crate::analysis::risk::hazard::HazardError;
pub use crate::catalogue::error::CatalogueError;
pub use crate::catalogue::fault::Fault;
pub use crate::catalogue::id::EmptyId;
#[cfg(feature = "certainty")]
pub use crate::certainty::NoInterval;
#[cfg(feature = "certainty")]
pub use crate::certainty::error::CertaintyError;
#[cfg(feature = "chart")]
pub use crate::chart::error::ChartError;
#[cfg(any(feature = "json", feature = "csv"))]
pub use crate::io::error::{OptionsFault, ReadError, Reason, Refusal, RowFault};
pub use crate::ledger::error::{AppraiseError, BatchError, ForgetError, MergeLedgersError, RecordError, VoidError};
pub use crate::ledger::reach_error::ReachError;
pub use crate::number::error::{NumberError, StateError};
pub use crate::rule::Rule;
pub use crate::statement::error::LineError;
pub use crate::statement::figures::Overflow;
pub use crate::statement::merge::MergeError;
pub use crate::statement::terms::TermsError;
pub use crate::word::UnknownWord;
pub use crate::worth::error::ImpactError;

use std::fmt;

/// Declares the enum of all errors, with a variant that holds each.
macro_rules! any_error {
    ($(#[$about:meta])* enum Error { $($(#[cfg($cfg:meta)])? $doc:literal $variant:ident($error:ident),)+ }) => {
        $(#[$about])*
        #[derive(Clone, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            $(
                $(#[cfg($cfg)])?
                #[doc = $doc]
                #[error(transparent)]
                $variant(#[from] $error),
            )+
        }

        impl fmt::Debug for Error {
            /// The message, as a `main` that returns the error prints it. `{:#?}` has the fields.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                if !f.alternate() {
                    return fmt::Display::fmt(self, f);
                }
                match self {
                    $(
                        $(#[cfg($cfg)])?
                        Self::$variant(error) => f.debug_tuple(stringify!($variant)).field(error).finish(),
                    )+
                }
            }
        }

        impl Error {
            /// The rule that was broken.
            pub fn rule(&self) -> Rule {
                match self {
                    $(
                        $(#[cfg($cfg)])?
                        Self::$variant(error) => error.rule(),
                    )+
                }
            }
        }
    };
}

any_error! {
    /// Any error of the crate. Each operation has its own enum, and all of them convert to this one with `?`.
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
    /// assert_eq!(refused.to_string(), "R2: `physio` is not a service of the catalogue");
    /// assert_eq!(format!("{refused:?}"), refused.to_string()); // what `main` prints
    /// assert_eq!(refused.rule(), Rule::R2);
    /// ```
    enum Error {
        "An id was empty." EmptyId(EmptyId),
        "A record or a definition broke a rule of its type." Fault(Fault),
        "A definition was refused." Catalogue(CatalogueError),
        "An interaction was refused." Record(RecordError),
        "A batch was refused." Batch(BatchError),
        "A later appraisal was refused." Appraise(AppraiseError),
        "A void was refused." Void(VoidError),
        "Counts of people reached were refused." Reach(ReachError),
        "An actor was not forgotten." Forget(ForgetError),
        "Two ledgers were not merged." MergeLedgers(MergeLedgersError),
        "Terms were refused." Terms(TermsError),
        "A figure could not be read." Line(LineError),
        "A figure is larger than its number can hold." Overflow(Overflow),
        "Two statements or analyses were not merged." Merge(MergeError),
        "An analysis failed." Analysis(AnalysisError),
        "A game has no values." Game(GameError),
        "A map or a valuation was refused." Impact(ImpactError),
        #[cfg(feature = "certainty")]
        "An interval was refused." Certainty(CertaintyError),
        #[cfg(feature = "certainty")]
        "A figure has no interval." NoInterval(NoInterval),
        "A publication was refused." Disclose(DiscloseError),
        "A hazard or a limit was refused." Hazard(HazardError),
        "A number was refused." Number(NumberError),
        "The stored state of a total could not be read." State(StateError),
        "A word was not one of those known." Word(UnknownWord),
        #[cfg(feature = "chart")]
        "A picture could not be drawn." Chart(ChartError),
        #[cfg(any(feature = "json", feature = "csv"))]
        "A journal or a table could not be read." Read(ReadError),
    }
}
