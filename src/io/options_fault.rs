//! The faults of the options that tell how a table is written.

use crate::nearest::meant;
use crate::rule::Rule;

/// The fault of the options of a table: they contradict each other, or the table does not have what they name.
///
/// # Example
///
/// ```
/// use covalue::error::{OptionsFault, ReadError, Reason};
/// use covalue::table::Options;
/// use covalue::{Catalogue, Ledger};
///
/// let mut ledger = Ledger::<f64>::new(&Catalogue::empty());
/// let options = Options::new().column("Client", "user").ignore("Client");
/// let Err(ReadError::Refusal(refused)) = options.read(&mut ledger, &b"id,Client"[..]) else { panic!("it is refused") };
/// let fault = OptionsFault::ReadAndIgnored { column: "Client".to_owned() };
/// assert_eq!(fault.to_string(), "form: the options read the column `Client`, and ignore it");
/// assert_eq!(refused.reason(), &Reason::Options(fault));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OptionsFault {
    /// The options name a column that the table does not have.
    #[error("form: the table has no column `{column}`, which the options name{}", meant(.nearest.as_ref()))]
    NoColumn {
        /// The name, clipped.
        column: String,
        /// A column of the table with almost the same name.
        nearest: Option<String>,
    },
    /// A column is read and ignored.
    #[error("form: the options read the column `{column}`, and ignore it")]
    ReadAndIgnored {
        /// Its name, clipped.
        column: String,
    },
    /// A column is read as two.
    #[error("form: the options read the column `{column}` twice")]
    ReadTwice {
        /// Its name, clipped.
        column: String,
    },
    /// The levels of a measure are stated twice, or have no columns.
    #[error("form: the wide levels of `{measure}` are {fault}")]
    Wide {
        /// The measure, clipped; empty if the table has a column for it.
        measure: String,
        /// The fault.
        fault: &'static str,
    },
    /// Wide and dated levels are stated.
    #[error("form: the options state wide levels and dated ones, and a table has one layout")]
    TwoLayouts,
    /// The character cannot separate cells.
    #[error(
        "form: `{text}` cannot separate cells: a delimiter is a tab or one visible ASCII character, but no letter, digit \
         or quote (option `delimiter`)"
    )]
    Delimiter {
        /// The delimiter.
        text: String,
    },
    /// The line of the header is 0.
    #[error("form: lines are numbered from 1 (option `header_line`)")]
    HeaderLine,
    /// The text is not a form of days.
    #[error("form: `{form}` is not a form of days with a year, a month and a day, such as %d/%m/%Y (option `days`)")]
    Days {
        /// The text, clipped.
        form: String,
    },
    /// The form has no day, and the options do not ask for partial dates.
    #[error("form: the form `{form}` has no day: if the days are not known, say so (option `partial_dates`)")]
    PartialDates {
        /// The form, clipped.
        form: String,
    },
    /// The option is of tables of appraisals.
    #[error("form: a table of people reached cannot be read with the option `{option}`")]
    NotOfReach {
        /// The option.
        option: &'static str,
    },
}

impl OptionsFault {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        Rule::Form
    }
}
