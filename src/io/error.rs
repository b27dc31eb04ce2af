//! Why something written was not read: what was refused, on which line, by which rule.

use crate::catalogue::{CatalogueError, EmptyId, Fault};
use crate::ledger::{AppraiseError, RecordError, VoidError};
use crate::number::NumberError;
use crate::rule::Rule;
use crate::word::UnknownWord;

/// Why a journal or a table was not read. Nothing of it is kept.
///
/// # Errors, as examples
///
/// - a journal whose fourth line appraises one thing twice: `line 4: R8: ..`;
/// - a table without a column `user`: `line 1: form: the table has no column user`;
/// - a disk that fails behind line 812: `line 812: form: the input could not be read: ..`.
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
/// assert_eq!(refused.to_string(), "line 2: R2: yoga is no service of the catalogue");
/// assert_eq!((refused.line(), refused.rule()), (2, Rule::R2));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// An entry was refused.
    #[error(transparent)]
    Refusal(#[from] Refusal),
    /// The input could not be read any further.
    #[error("line {line}: form: the input could not be read: {message}")]
    Input {
        /// The line that was being read.
        line: u64,
        /// The kind of fault.
        kind: std::io::ErrorKind,
        /// What the input said.
        message: String,
    },
}

impl ReadError {
    #[cfg(any(feature = "json", feature = "csv"))]
    pub(super) fn input(line: u64, error: &std::io::Error) -> Self {
        Self::Input { line, kind: error.kind(), message: error.to_string() }
    }

    /// The line it is about, from 1.
    pub fn line(&self) -> u64 {
        match self {
            Self::Refusal(refused) => refused.line,
            Self::Input { line, .. } => *line,
        }
    }

    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Refusal(refused) => refused.rule(),
            Self::Input { .. } => Rule::Form,
        }
    }
}

/// An entry of a journal, or a row of a table, that was refused: on which line, and why.
///
/// # Example
///
/// ```
/// use covalue::{Catalogue, Ledger, Rule, journal};
///
/// let mut ledger = Ledger::<f64>::new(&Catalogue::empty());
/// let intake = journal::read_lenient(&mut ledger, &br#"{"service":{"id":"","provider":"clinic"}}"#[..])?;
/// let refused = &intake.refused()[0];
/// assert_eq!(refused.to_string(), "line 1: R1: the id of a service is empty, and an empty id does not exist");
/// assert_eq!((refused.line(), refused.rule()), (1, Rule::R1));
/// # Ok::<(), covalue::error::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct Refusal {
    line: u64,
    #[source]
    reason: Reason,
}

impl Refusal {
    #[cfg(any(feature = "json", feature = "csv"))]
    pub(super) fn new(line: u64, reason: impl Into<Reason>) -> Self {
        Self { line, reason: reason.into() }
    }

    /// The line it stands on, from 1; blank lines count.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Why it was refused.
    pub fn reason(&self) -> &Reason {
        &self.reason
    }

    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        self.reason.rule()
    }
}

/// Why an entry or a row was refused: by its form, by a rule of its type, or at the ledger's door.
///
/// No message tells the reason of a void, or a value in a dimension.
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
/// assert_eq!(reason.to_string(), "form: missing field `interaction`: a void names the one it takes back");
/// # Ok::<(), covalue::error::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// The line is longer than a line may be.
    #[error("form: the line is longer than 8 MiB")]
    TooLong,
    /// The line is not text.
    #[error("form: byte {byte} of the line is not UTF-8")]
    NotUtf8 {
        /// The first byte that is not, from 1.
        byte: usize,
    },
    /// The file is in another encoding, by the mark it begins with.
    #[error("form: the file is in UTF-16, and is read in UTF-8")]
    Utf16,
    /// The line ends before its entry does: a file cut off, or an entry on several lines.
    #[error("form: the line ends inside its entry (column {column})")]
    CutOff {
        /// Where it ends.
        column: usize,
    },
    /// The line is not an entry of a journal: no JSON, an unknown field, a field twice, text where a number belongs.
    #[error("form: {fault} (column {column})")]
    NoEntry {
        /// What is wrong with it.
        fault: String,
        /// Where that was found, from 1.
        column: usize,
    },
    /// An appraisal on a line of its own names no interaction.
    #[error("form: missing field `interaction`: an appraisal on a line of its own names one")]
    AppraisalOfNothing,
    /// A void names no interaction.
    #[error("form: missing field `interaction`: a void names the one it takes back")]
    VoidOfNothing,
    /// An appraisal inside an interaction names one.
    #[error("form: unknown field `interaction`: an appraisal inside an interaction is of that one")]
    AppraisalOfAnother,
    /// A number that its kind does not hold, or that is none.
    #[error("R3: {field}: {}", .error.fault())]
    Number {
        /// The field or column.
        field: &'static str,
        /// What is wrong with it.
        error: NumberError,
    },
    /// The line is not a row of a table, or its row does not fit those above it.
    #[error(transparent)]
    Row(#[from] RowFault),
    /// A word that is none of its column's.
    #[error(transparent)]
    Word(#[from] UnknownWord),
    /// An id was empty.
    #[error(transparent)]
    EmptyId(#[from] EmptyId),
    /// A rule of type is broken.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// A declaration was refused.
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
}

impl Reason {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        match self {
            Self::TooLong
            | Self::NotUtf8 { .. }
            | Self::Utf16
            | Self::CutOff { .. }
            | Self::NoEntry { .. }
            | Self::AppraisalOfNothing
            | Self::VoidOfNothing
            | Self::AppraisalOfAnother => Rule::Form,
            Self::Number { error, .. } => error.rule(),
            Self::Row(fault) => fault.rule(),
            Self::Word(error) => error.rule(),
            Self::EmptyId(error) => error.rule(),
            Self::Fault(error) => error.rule(),
            Self::Catalogue(error) => error.rule(),
            Self::Record(error) => error.rule(),
            Self::Appraise(error) => error.rule(),
            Self::Void(error) => error.rule(),
        }
    }
}

/// What a cell says, for a message.
fn described(cell: &str) -> String {
    if cell.is_empty() { "not stated".to_owned() } else { format!("`{cell}`") }
}

/// What is wrong with a line of a table, as a line or beside the rows above it.
///
/// # Example
///
/// ```
/// use covalue::{Catalogue, Ledger, Rule, table};
/// use covalue::error::{ReadError, Reason, RowFault};
///
/// let mut ledger = Ledger::<f64>::new(&Catalogue::empty());
/// let refused = table::read(&mut ledger, "id,service,user\nv1,physio,ana\n".as_bytes()).unwrap_err();
/// assert_eq!(refused.to_string(), "line 1: form: the table has no column on");
/// let ReadError::Refusal(refused) = refused else { panic!("the input can be read") };
/// let fault = RowFault::MissingColumn { column: "on" };
/// assert_eq!((fault.to_string().as_str(), fault.rule()), ("form: the table has no column on", Rule::Form));
/// assert_eq!(refused.reason(), &Reason::Row(fault));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RowFault {
    /// There is not even a header.
    #[error("form: the table has no header")]
    NoHeader,
    /// A column that every table has is not there.
    #[error("form: the table has no column {column}")]
    MissingColumn {
        /// Its name.
        column: &'static str,
    },
    /// A column that no table has.
    #[error("form: unknown column `{column}`, expected one of {}, with.NAME", .known.join(", "))]
    UnknownColumn {
        /// Its name, clipped.
        column: String,
        /// The names there are.
        known: &'static [&'static str],
    },
    /// A column that is there twice.
    #[error("form: the column {column} is there twice")]
    RepeatedColumn {
        /// Its name.
        column: String,
    },
    /// More or fewer cells than the header has.
    #[error("form: the row has {found} cells, and the header {expected}")]
    Ragged {
        /// The cells of the row.
        found: usize,
        /// The cells of the header.
        expected: usize,
    },
    /// A quote that is not closed on its line: cells hold no line break.
    #[error("form: cell {cell} opens a quote that its line does not close")]
    OpenQuote {
        /// The cell's place in the row, from 1.
        cell: usize,
    },
    /// A cell that every row has is empty.
    #[error("form: the cell {column} is empty")]
    EmptyCell {
        /// Its column.
        column: &'static str,
    },
    /// A row with levels and no measure.
    #[error("form: the row appraises something, and its cell measure is empty")]
    NoMeasure,
    /// Not a day, or not written as one.
    #[error("form: {column}: `{text}` is no day, which is written as 2026-03-02")]
    NoDay {
        /// Its column.
        column: &'static str,
        /// The text, clipped.
        text: String,
    },
    /// Not a number of a follow-up.
    #[error("form: follow_up: `{text}` is no follow-up, which is a whole number from 1")]
    NoFollowUp {
        /// The text, clipped.
        text: String,
    },
    /// Not a source.
    #[error("form: source: `{text}` is no source: own, proxy:ACTOR, observed:INSTRUMENT")]
    NoSource {
        /// The text, clipped.
        text: String,
    },
    /// Rows of one interaction say different things of it.
    #[error("form: {column} is {}, and {} in the rows of {id} above", described(.here), described(.above))]
    OtherThanAbove {
        /// The column.
        column: &'static str,
        /// What the row says; nothing where its cell is empty.
        here: String,
        /// What those above it say; nothing where they leave it empty.
        above: String,
        /// The interaction.
        id: String,
    },
    /// Rows of one interaction say different things of a user or of what a party brought.
    #[error("form: {column} of {of} is another than in the rows of {id} above")]
    OtherOfParty {
        /// The column.
        column: String,
        /// The user or the provider.
        of: String,
        /// The interaction.
        id: String,
    },
    /// Something of an appraisal, in a row without one.
    #[error("form: {column} is stated, and the row appraises nothing: it has no level and no change")]
    OfNoAppraisal {
        /// The column.
        column: &'static str,
    },
    /// Something of a misuse, in a row in which nothing is misused.
    #[error("form: {column} is stated, and no mis-integrated or not integrated part of the row is above zero")]
    OfNoMisuse {
        /// The column.
        column: &'static str,
    },
    /// Nothing is wrong with the row, and another of its interaction was refused.
    #[error("form: {id} is refused for line {line}, and with it this row: an interaction is kept whole or not at all")]
    OfRefused {
        /// The interaction.
        id: String,
        /// The first line of it that was refused.
        line: u64,
    },
    /// More rows than can be numbered.
    #[error("form: a table numbers its rows with 32 bits, and has no number left")]
    Full,
}

impl RowFault {
    /// The rule that was broken: the form of a table.
    pub fn rule(&self) -> Rule {
        Rule::Form
    }
}
