//! The faults of the options that tell how a table is written.

use crate::nearest::{meant, meant_or_known};
use crate::rule::Rule;

/// The fault of the options of a table: they contradict each other, or name a
/// column that the table does not have.
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
    #[error("form: the table has no column `{column}`, which the options name{}: it has {known}", meant(.nearest.as_ref()))]
    NoColumn {
        /// The name, clipped.
        column: String,
        /// A column of the table with almost the same name.
        nearest: Option<String>,
        /// The first columns of the table, quoted, and the number of further ones.
        known: String,
    },
    /// A column is read and ignored.
    #[error("form: the options read the column `{column}`, and ignore it")]
    ReadAndIgnored {
        /// Its name, clipped.
        column: String,
    },
    /// A column of the file is read as two of the crate's.
    #[error("form: the options read the column `{column}` twice")]
    ReadTwice {
        /// Its name, clipped.
        column: String,
    },
    /// The options state a constant for a column that the table has.
    #[error("form: the options state a text of `{column}` for all rows, and the table has the column `{name}` for it")]
    Constant {
        /// The crate's column, clipped.
        column: String,
        /// Its name in the file, clipped.
        name: String,
    },
    /// The options read a column of the file as one that tables of this kind do not have.
    #[error(
        "form: the option `column` names `{column}` for `{name}`, and such tables have no column of that name{}",
        meant_or_known(.nearest.as_ref(), .known)
    )]
    UnknownTarget {
        /// The column of the file, clipped.
        name: String,
        /// What the options name, clipped.
        column: String,
        /// A column with almost the same name.
        nearest: Option<String>,
        /// The columns that such tables have, without those that need not be there.
        known: String,
    },
    /// The options state a constant for a column that tables of this kind do not have.
    #[error(
        "form: the options state a text of `{column}` for all rows, and such tables have no column of that name{}",
        meant_or_known(.nearest.as_ref(), .known)
    )]
    UnknownConstant {
        /// The column, clipped.
        column: String,
        /// A column with almost the same name.
        nearest: Option<String>,
        /// The columns that such tables have, without those that need not be there.
        known: String,
    },
    /// The options state two texts of one constant.
    #[error("form: the options state two texts of `{column}` for all rows")]
    SecondConstant {
        /// The crate's column, clipped.
        column: String,
    },
    /// The text of a constant is empty.
    #[error("form: the options state an empty text of `{column}` for all rows")]
    EmptyConstant {
        /// The crate's column, clipped.
        column: String,
    },
    /// The wide levels of a measure have no column.
    #[error("form: the wide levels of {measure} have no column: name that of the level before or of a follow-up")]
    NoLevels {
        /// The measure, quoted, or the row's measure.
        measure: String,
    },
    /// The wide levels of a measure are stated twice.
    #[error("form: the wide levels of {measure} are stated twice")]
    SecondWide {
        /// The measure, quoted, or the row's measure.
        measure: String,
    },
    /// The day of a follow-up is stated, and the follow-up is not.
    #[error("form: `made` states the day of {}, and {measure} has no such follow-up", described(.column))]
    NoFollowUp {
        /// The column of the follow-up, clipped; empty if `made` was called before a follow-up was named.
        column: String,
        /// The measure, quoted, or the row's measure.
        measure: String,
    },
    /// A follow-up is made too late.
    #[error("form: a follow-up of {measure} is made more than {latest} days after the interaction")]
    MadeLate {
        /// The measure, quoted, or the row's measure.
        measure: String,
        /// The most days there can be.
        latest: u32,
    },
    /// Wide and dated levels are stated.
    #[error("form: the options state wide levels and dated ones, and a table has one layout")]
    TwoLayouts,
    /// Dated levels and group sessions are stated.
    #[error("form: a dated case has one user, and the options read group sessions (option `group_sessions`)")]
    GroupCases,
    /// The column of the reasons in a table of refused rows is read.
    #[error("form: the column `refused by covalue` has the reasons in a table of refused rows, and cannot be read")]
    Reasons,
    /// The character cannot separate cells.
    #[error(
        "form: `{text}` cannot separate cells: a delimiter is a tab, a space or one sign of ASCII, but no letter, digit or \
         double quote (option `delimiter`)"
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
    /// A form reads the days of a sheet, which are those of ISO 8601, as others.
    #[error(
        "form: days of a sheet are read as 2026-03-02, and a form of the options reads that as another day (option `days`)"
    )]
    DaysOfSheet,
    /// The option can be used for other files only.
    #[error("form: {file} cannot be read with the option `{option}`")]
    NotOf {
        /// The kind of file, such as `a journal`.
        file: &'static str,
        /// The option.
        option: &'static str,
    },
}

/// The follow-up whose day is stated.
fn described(column: &str) -> String {
    if column.is_empty() { "a follow-up before one is named".to_owned() } else { format!("`{column}`") }
}

impl OptionsFault {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        Rule::Form
    }
}
