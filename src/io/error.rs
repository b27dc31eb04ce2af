//! The errors of reading journals and tables: the refused line, the reason and its rule.

use std::borrow::Cow;

pub use super::options_fault::OptionsFault;
pub use super::row_fault::RowFault;
use crate::catalogue::{CatalogueError, EmptyId, Fault};
use crate::getters::getters;
use crate::ledger::{AppraiseError, ReachError, RecordError, VoidError};
use crate::number::NumberError;
use crate::rule::Rule;
use crate::word::UnknownWord;
use crate::worth::error::ImpactError;

/// Why a journal or a table was not read. A ledger stays as it was.
///
/// # Errors, as examples
///
/// - a journal whose fourth line appraises one thing twice: `line 4: R8: ..`;
/// - a table without a column `user`: `` line 1: form: the table has no column `user`: .. ``;
/// - a disk that fails in line 812: `line 812: form: the input could not be read: ..`.
///
/// # Example
///
/// ```
/// use covalue::{Catalogue, Ledger, Rule, journal};
///
/// let file = br#"{"service":{"id":"physio","provider":"clinic"}}
/// {"interaction":{"service":"yoga","users":["ana"],"on":"2026-03-02"}}
/// "#;
/// let mut ledger = Ledger::<f64>::new(&Catalogue::empty());
/// let refused = journal::read(&mut ledger, &file[..]).unwrap_err();
/// assert_eq!(refused.to_string(), "line 2: R2: `yoga` is not a service of the catalogue");
/// assert_eq!((refused.line(), refused.rule()), (2, Rule::R2));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// A line was refused.
    #[error(transparent)]
    Refusal(#[from] Refusal),
    /// The input could not be read any further.
    #[error("line {line}: form: the input could not be read: {message}")]
    Input {
        /// The line that was being read.
        line: u64,
        /// The kind of error.
        kind: std::io::ErrorKind,
        /// The message of the input error.
        message: String,
    },
}

impl ReadError {
    #[cfg(any(feature = "json", feature = "csv"))]
    pub(super) fn input(line: u64, error: &std::io::Error) -> Self {
        Self::Input { line, kind: error.kind(), message: error.to_string() }
    }

    /// The line of the error, from 1.
    pub fn line(&self) -> u64 {
        match self {
            Self::Refusal(refused) => refused.line,
            Self::Input { line, .. } => *line,
        }
    }

    /// The rule that was broken; [`Rule::Form`] if the input could not be read.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Refusal(refused) => refused.rule(),
            Self::Input { .. } => Rule::Form,
        }
    }
}

/// A refused line of a journal or of a table, and the reason.
///
/// # Example
///
/// ```
/// use covalue::{Catalogue, Ledger, Rule, journal};
///
/// let mut ledger = Ledger::<f64>::new(&Catalogue::empty());
/// let intake = journal::read_lenient(&mut ledger, &br#"{"service":{"id":"","provider":"clinic"}}"#[..])?;
/// let refused = &intake.refused()[0];
/// assert_eq!(refused.to_string(), "line 1: R1: the service id is empty");
/// assert_eq!((refused.line(), refused.rule()), (1, Rule::R1));
/// # Ok::<(), covalue::error::ReadError>(())
/// ```
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}{remedy}")]
pub struct Refusal {
    line: u64,
    id: Option<Box<str>>,
    column: Option<Box<str>>,
    text: Box<str>,
    // Not the source of the error, since its message is part of this one.
    reason: Reason,
    /// The end of the message: how the reader can accept the line.
    remedy: Box<str>,
}

impl Refusal {
    #[cfg(any(feature = "json", feature = "csv"))]
    pub(super) fn new(line: u64, reason: impl Into<Reason>) -> Self {
        let reason = reason.into();
        let remedy = match &reason {
            Reason::Record(RecordError::Repeat { .. }) => " (option `skip_repeats`)",
            Reason::Appraise(AppraiseError::EqualDays { .. })
            | Reason::Void(VoidError::AlreadyVoid { .. })
            | Reason::Reach(ReachError::EqualKnown { .. }) => "; skip it if it is a repeat (option `skip_repeats`)",
            _ => "",
        };
        Self { line, id: None, column: None, text: Box::default(), reason, remedy: remedy.into() }
    }

    /// The refusal of an entry or a row with this text.
    #[cfg(any(feature = "json", feature = "csv"))]
    pub(super) fn of_text(self, text: impl Into<Box<str>>, id: Option<&str>, column: Option<String>) -> Self {
        Self { text: text.into(), id: id.map(Into::into), column: column.map(Into::into), ..self }
    }

    /// The refusal with how the reader can accept the line.
    #[cfg(feature = "csv")]
    pub(super) fn with_remedy(self, remedy: impl Into<Box<str>>) -> Self {
        Self { remedy: remedy.into(), ..self }
    }

    getters! { self:
        /// The line on which the entry or row begins, from 1; blank lines count.
        line: u64 = self.line;
        /// The id of its interaction, if it can be read.
        id: Option<&str> = self.id.as_deref();
        /// The column of the fault by its name in the table, if the fault is of one column.
        column: Option<&str> = self.column.as_deref();
        /// The text of the entry or row, as it stands in the file. It may be personal.
        text: &str = &self.text;
        /// Why it was refused.
        reason: &Reason = &self.reason;
        /// The rule that was broken.
        rule: Rule = self.reason.rule();
        /// The line of another row because of which this one is refused: both are of one interaction, which is recorded
        /// as a whole or not at all. `None` if the fault is this row's own.
        echo_of: Option<u64> = match &self.reason {
            Reason::Row(RowFault::OfRefused { line, .. }) => Some(*line),
            _ => None,
        };
    }
}

impl std::fmt::Debug for Refusal {
    /// Without the text, which may be personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { line, id, column, reason, text: _, remedy: _ } = self;
        let mut shown = f.debug_struct("Refusal");
        shown
            .field("line", line)
            .field("id", id)
            .field("column", column)
            .field("reason", reason)
            .finish_non_exhaustive()
    }
}

/// Why a line was refused: its form is wrong, a value is invalid by itself, or the ledger refused it.
///
/// No message contains the reason of a void or a value in a dimension: they may be personal.
///
/// # Example
///
/// ```
/// use covalue::{Catalogue, Ledger, journal};
/// use covalue::error::Reason;
///
/// let mut ledger = Ledger::<f64>::new(&Catalogue::empty());
/// let file = br#"{"void":{"reason":"another patient's file"}}"#;
/// let intake = journal::read_lenient(&mut ledger, &file[..])?;
/// let reason = intake.refused()[0].reason();
/// assert_eq!(reason, &Reason::VoidOfNothing);
/// assert_eq!(reason.to_string(), "form: missing field `interaction`: a void must name its interaction");
/// # Ok::<(), covalue::error::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// The line is longer than 8 MiB.
    #[error("form: the line is longer than 8 MiB")]
    TooLong,
    /// The line is not UTF-8.
    #[error("form: byte {byte} of the line is not UTF-8")]
    NotUtf8 {
        /// The number of the first byte that is not UTF-8, from 1.
        byte: usize,
    },
    /// The journal begins with the byte-order mark of UTF-16.
    #[error("form: the file is in UTF-16, but has to be in UTF-8")]
    Utf16,
    /// The file begins with the byte-order mark of UTF-32.
    #[error("form: the file is in UTF-32: save it in UTF-8")]
    Utf32,
    /// The table begins with a zero byte among its first four.
    #[error(
        "form: the file begins with a zero byte: if it is in UTF-16, name UTF-16LE or UTF-16BE (option `encoding`)"
    )]
    Unmarked,
    /// The table is not in the encoding that was named.
    #[error("form: the file is not in {encoding}")]
    NotInEncoding {
        /// The encoding.
        encoding: &'static str,
    },
    /// The table is in UTF-8, and another encoding was named.
    #[error("form: the file is in UTF-8, and the options name {encoding}: remove the option `encoding`")]
    IsUtf8 {
        /// The encoding.
        encoding: &'static str,
    },
    /// The table is the file of a spreadsheet program.
    #[error("form: the file is a spreadsheet: {fault}")]
    Spreadsheet {
        /// The reason why it cannot be read.
        fault: String,
    },
    /// The line ends inside its entry: the file is truncated, or the entry is on several lines.
    #[error("form: the line ends inside its entry (column {column})")]
    CutOff {
        /// The column in which the line ends.
        column: usize,
    },
    /// The line is not an entry of a journal: it is not JSON, or a field is unknown, repeated or of another type.
    #[error("form: {fault} (column {column})")]
    NoEntry {
        /// The fault.
        fault: String,
        /// The column of the fault, from 1.
        column: usize,
    },
    /// A later appraisal names no interaction.
    #[error("form: missing field `interaction`: a later appraisal must name its interaction")]
    AppraisalOfNothing,
    /// A void names no interaction.
    #[error("form: missing field `interaction`: a void must name its interaction")]
    VoidOfNothing,
    /// An appraisal inside an interaction names an interaction, which only a later appraisal does.
    #[error("form: unknown field `interaction`: an appraisal inside an interaction must not name one")]
    AppraisalOfAnother,
    /// A value is not a number, or the ledger's kind of number does not hold it.
    #[error("R3: {field}: {}", .error.fault())]
    Number {
        /// The field or column.
        field: Cow<'static, str>,
        /// The fault.
        error: NumberError,
    },
    /// The line is not a row of the table, or contradicts the rows above.
    #[error(transparent)]
    Row(#[from] RowFault),
    /// The options that tell how the table is written contradict each other or the table.
    #[error(transparent)]
    Options(#[from] OptionsFault),
    /// A word is not allowed there, such as an unknown intent.
    #[error(transparent)]
    Word(#[from] UnknownWord),
    /// An id is empty.
    #[error(transparent)]
    EmptyId(#[from] EmptyId),
    /// An interaction or an appraisal is invalid by itself, without regard to the ledger.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// A measure or a service was refused.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// An interaction was refused.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// A later appraisal was refused.
    #[error(transparent)]
    Appraise(#[from] AppraiseError),
    /// A void was refused.
    #[error(transparent)]
    Void(#[from] VoidError),
    /// Counts of people reached were refused.
    #[error(transparent)]
    Reach(#[from] ReachError),
    /// A row of an impact map, an input, an index of prices or a weight was refused.
    #[error(transparent)]
    Impact(#[from] ImpactError),
    /// A row states another impact of its first year than its numbers give.
    #[error("R33: {column} is {stated}, and the row gives {given}")]
    FirstYear {
        /// The column, clipped.
        column: String,
        /// What is stated, clipped.
        stated: String,
        /// What the row gives, with as many decimals.
        given: String,
    },
}

impl Reason {
    /// The column or field of the fault, if it is of one: the crate's name for it, or its name in the file.
    #[cfg(any(feature = "json", feature = "csv"))]
    pub(super) fn column(&self) -> Option<Cow<'static, str>> {
        let name = match self {
            Self::Number { field, .. } => return Some(field.clone()),
            Self::Row(fault) => return fault.column().cloned().map(Cow::Owned),
            Self::Word(error) => error.kind,
            Self::FirstYear { column, .. } => return Some(Cow::Owned(column.clone())),
            Self::Record(RecordError::Repeat { .. } | RecordError::Conflict { .. }) => "id",
            Self::Record(RecordError::UnknownService { .. }) => "service",
            Self::Record(RecordError::KnownBefore { .. }) => "known",
            Self::Record(RecordError::Appraisal(error)) => match error {
                AppraiseError::UnknownMeasure { .. } => "measure",
                AppraiseError::OutOfRange { level, .. } => {
                    let level = level.strip_prefix("level ").unwrap_or(level);
                    let reference = level.strip_prefix('`').and_then(|level| level.strip_suffix('`'));
                    let of_reference = reference.map(|reference| format!("ref.{reference}"));
                    return Some(Cow::Owned(of_reference.unwrap_or_else(|| level.to_owned())));
                }
                AppraiseError::WiderThanRange { .. } => "change",
                AppraiseError::NoBeneficiary { .. } | AppraiseError::UnknownBeneficiary { .. } => "beneficiary",
                AppraiseError::MadeBefore { .. } => "made",
                _ => return None,
            },
            _ => return None,
        };
        Some(Cow::Borrowed(name))
    }

    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::TooLong
            | Self::NotUtf8 { .. }
            | Self::Utf16
            | Self::Utf32
            | Self::Unmarked
            | Self::NotInEncoding { .. }
            | Self::IsUtf8 { .. }
            | Self::Spreadsheet { .. }
            | Self::CutOff { .. }
            | Self::NoEntry { .. }
            | Self::AppraisalOfNothing
            | Self::VoidOfNothing
            | Self::AppraisalOfAnother => Rule::Form,
            Self::Number { error, .. } => error.rule(),
            Self::Row(fault) => fault.rule(),
            Self::Options(fault) => fault.rule(),
            Self::Word(error) => error.rule(),
            Self::EmptyId(error) => error.rule(),
            Self::Fault(error) => error.rule(),
            Self::Catalogue(error) => error.rule(),
            Self::Record(error) => error.rule(),
            Self::Appraise(error) => error.rule(),
            Self::Void(error) => error.rule(),
            Self::Reach(error) => error.rule(),
            Self::Impact(error) => error.rule(),
            Self::FirstYear { .. } => Rule::R33,
        }
    }
}
