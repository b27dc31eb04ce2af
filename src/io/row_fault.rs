//! The faults of the rows of a table.

use jiff::civil::Date;

use crate::nearest::meant_or_known;
use crate::record::PartialDate;
use crate::rule::Rule;

/// The text of a cell for a message.
fn described(cell: &str) -> String {
    if cell.is_empty() { "not stated".to_owned() } else { format!("`{cell}`") }
}

/// The fault of a line of a table: it is malformed, or it contradicts the rows above.
///
/// # Example
///
/// ```
/// use covalue::{Catalogue, Ledger, Rule, table};
/// use covalue::error::{ReadError, Reason, RowFault};
///
/// let mut ledger = Ledger::<f64>::new(&Catalogue::empty());
/// let refused = table::read(&mut ledger, "id,service,user\nv1,physio,ana\n".as_bytes()).unwrap_err();
/// let message = "form: the table has no column `on`: if it has another name there, say so (option `column`)";
/// assert_eq!(refused.to_string(), format!("line 1: {message}"));
/// let ReadError::Refusal(refused) = refused else { panic!("the input can be read") };
/// let fault = RowFault::MissingColumn { column: "on" };
/// assert_eq!((fault.to_string().as_str(), fault.rule()), (message, Rule::Form));
/// assert_eq!(refused.reason(), &Reason::Row(fault));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RowFault {
    /// The table has no header.
    #[error("form: the table has no header")]
    NoHeader,
    /// The header or a row contains a carriage return outside quotes: some lines of the table end with one, and others
    /// with a line feed.
    #[error("form: the line contains a carriage return outside quotes: end all lines of the table in the same way")]
    MixedLineEnds,
    /// A required column is missing.
    #[error("form: the table has no column `{column}`: if it has another name there, say so (option `column`)")]
    MissingColumn {
        /// Its name.
        column: &'static str,
    },
    /// A column is unknown.
    #[error(
        "form: unknown column `{column}`{}: name it (option `column`), ignore it (option `ignore`), or state the line of the \
         header (option `header_line`){}",
        meant_or_known(.nearest.as_ref(), .known),
        padded(.column)
    )]
    UnknownColumn {
        /// Its name, clipped.
        column: String,
        /// A known column with almost the same name.
        nearest: Option<String>,
        /// The columns that such tables have, without those that need not be there.
        known: String,
    },
    /// A column is repeated.
    #[error("form: the column `{column}` is repeated")]
    RepeatedColumn {
        /// Its name.
        column: String,
    },
    /// Two columns of the file are read as one of the crate's.
    #[error("form: the columns `{first}` and `{second}` are both read as `{column}`")]
    SameColumn {
        /// The first one, clipped.
        first: String,
        /// The second one, clipped.
        second: String,
        /// The crate's column, clipped.
        column: String,
    },
    /// The header has one column, with characters that separate others.
    #[error(
        "form: the header has one column: if {separators} separate its columns, say so (option `delimiter`); if it is a \
         title, state the line of the header (option `header_line`)"
    )]
    OneColumn {
        /// The characters that perhaps separate them.
        separators: &'static str,
    },
    /// The row has more or fewer cells than the header.
    #[error("form: the row has {found} cells, and the header {expected}")]
    Ragged {
        /// The number of cells of the row.
        found: usize,
        /// The number of cells of the header.
        expected: usize,
    },
    /// The row has more cells than the header, and the last are empty.
    #[error(
        "form: the row has {found} cells, and the header {expected}: skip the empty cells at the end (option `skip_blank`)"
    )]
    BlankCells {
        /// The number of cells of the row.
        found: usize,
        /// The number of cells of the header.
        expected: usize,
    },
    /// A column has no name.
    #[error(
        "form: column {number} has no name: name it, ignore it (option `ignore`, with an empty name), or skip blank columns \
         at the end (option `skip_blank`)"
    )]
    UnnamedColumn {
        /// The number of the column, from 1.
        number: usize,
    },
    /// The row is not UTF-8.
    #[error(
        "form: byte {byte} of the row is not UTF-8: if the table is in another encoding, such as windows-1252, name it \
         (option `encoding`)"
    )]
    NotUtf8 {
        /// The number of the first byte that is not UTF-8, from 1.
        byte: usize,
    },
    /// The row has the sign U+FFFD, which programs write where they cannot read a text.
    #[error(
        "form: byte {byte} of the row is U+FFFD, the sign for text that could not be read: write what stood there before"
    )]
    LostText {
        /// The number of its first byte, from 1.
        byte: usize,
    },
    /// All cells of the row are empty.
    #[error("form: the row is blank: remove it, or skip blank rows (option `skip_blank`)")]
    BlankRow,
    /// A quoted cell is not closed.
    #[error("form: cell {cell} opens a quote that nothing closes")]
    OpenQuote {
        /// The cell in the row, from 1.
        cell: usize,
    },
    /// Spaces stand before the quote that opens a cell. They would make it part of the text.
    #[error("form: cell {cell} has spaces before the quote that opens it: remove them")]
    SpacesBeforeQuote {
        /// The cell in the row, from 1.
        cell: usize,
    },
    /// Text follows the quote that closes a cell.
    #[error("form: cell {cell} has text behind the quote that closes it: a quote inside a quoted cell is doubled")]
    TextBehindQuote {
        /// The cell in the row, from 1.
        cell: usize,
    },
    /// A required cell is empty.
    #[error("form: the cell `{column}` is empty")]
    EmptyCell {
        /// Its column.
        column: String,
    },
    /// A row has a level or a change, and no measure.
    #[error("form: the row has a level or a change, but its cell `{column}` is empty")]
    NoMeasure {
        /// The column of the measure.
        column: String,
    },
    /// A cell is not a day, or is written in another form.
    #[error("form: {column}: `{text}` is not a day written as YYYY-MM-DD{}", other_form(.text))]
    NoDay {
        /// Its column.
        column: String,
        /// The text, clipped.
        text: String,
    },
    /// A cell is a month or a year where a day is needed.
    #[error("form: {column}: `{text}` is a month or a year, and a full day is needed here")]
    NoFullDay {
        /// Its column.
        column: String,
        /// The text, clipped.
        text: String,
    },
    /// A cell is not a day in the form that the options state.
    #[error("form: {column}: `{text}` is not a day in the form {forms}")]
    NoDayInForm {
        /// Its column.
        column: String,
        /// The text, clipped.
        text: String,
        /// The forms.
        forms: String,
    },
    /// Two of the forms that the options state read a cell as different days.
    #[error("form: {column}: `{text}` may be {one} or {two}: state one form of days")]
    AmbiguousDay {
        /// Its column.
        column: String,
        /// The text, clipped.
        text: String,
        /// A day.
        one: PartialDate,
        /// Another day.
        two: PartialDate,
    },
    /// A month or a year stands where a day should, and the options do not ask for partial dates.
    #[error(
        "form: {column}: `{text}` is a month or a year, and not a day: if the day is not known, say so (option `partial_dates`)"
    )]
    PartialDate {
        /// Its column or field.
        column: String,
        /// The text, clipped.
        text: String,
    },
    /// A number or a day has spaces around it.
    #[error("form: {column}: `{text}` has spaces around it: remove them (option `trim`)")]
    Padded {
        /// Its column.
        column: String,
        /// The text, clipped.
        text: String,
    },
    /// A number has a point where the options state commas.
    #[error("form: {column}: `{text}` has a point, and the options state decimal commas (option `decimal_comma`)")]
    DecimalPoint {
        /// Its column.
        column: String,
        /// The text, clipped.
        text: String,
    },
    /// A number has a decimal comma.
    #[error("form: {column}: `{text}` has a comma: if it is a decimal comma, say so (option `decimal_comma`)")]
    DecimalComma {
        /// Its column.
        column: String,
        /// The text, clipped.
        text: String,
    },
    /// A comma stands before exactly three digits, as in `1,240`: it separates thousands or decimals.
    #[error(
        "form: {column}: `{text}` has a comma: write {} if the comma separates thousands, or read {} with the option \
         `decimal_comma`",
        text.replace(',', ""),
        text.replace(',', ".")
    )]
    CommaOfThousands {
        /// Its column.
        column: String,
        /// The text, clipped.
        text: String,
    },
    /// A cell is not a number of people.
    #[error("form: {column}: `{text}` is not a whole number from 0 to 18446744073709551615")]
    NoCount {
        /// Its column.
        column: String,
        /// The text, clipped.
        text: String,
    },
    /// A cell is not a year.
    #[error("form: {column}: `{text}` is not a year of four digits, such as 2011")]
    NoYear {
        /// Its column.
        column: String,
        /// The text, clipped.
        text: String,
    },
    /// One end of a range is stated, and the other is not.
    #[error("form: `{stated}` is one end of a range, and `{other}` is not stated: state both, or none")]
    OneEnd {
        /// The column of the end that is stated.
        stated: String,
        /// The column of the other end.
        other: String,
    },
    /// A cell is not the number of a follow-up.
    #[error("form: {column}: `{text}` is not a follow-up: follow-ups are numbered from 1")]
    NoFollowUp {
        /// The column.
        column: String,
        /// The text, clipped.
        text: String,
    },
    /// A cell is neither `true` nor `false`.
    #[error("form: {column}: `{text}` is neither `true` nor `false`")]
    NoTruth {
        /// The column.
        column: String,
        /// The text, clipped.
        text: String,
    },
    /// A cell is not a source.
    #[error("form: {column}: unknown source `{text}`, expected one of own, proxy:ACTOR, observed:INSTRUMENT")]
    NoSource {
        /// The column.
        column: String,
        /// The text, clipped.
        text: String,
    },
    /// Rows of one interaction contradict each other.
    #[error("form: `{column}` is {}, but {} in the rows of `{id}` above", described(.here), described(.above))]
    OtherThanAbove {
        /// The column.
        column: String,
        /// The cell of the row; empty if it is not stated.
        here: String,
        /// The cell of the rows above; empty if it is not stated.
        above: String,
        /// The interaction.
        id: String,
    },
    /// Rows of one interaction have different users.
    #[error(
        "form: `{column}` is `{here}`, but `{above}` in the rows of `{id}` above: give each visit its own id, or read group sessions (option `group_sessions`)"
    )]
    OtherUser {
        /// The column.
        column: String,
        /// The cell of the row.
        here: String,
        /// The cell of the first row.
        above: String,
        /// The interaction.
        id: String,
    },
    /// A case has two levels of one measure on one day.
    #[error("form: `{measure}` of `{id}` has a second level on {on}")]
    SecondLevel {
        /// The case: its id, or its user.
        id: String,
        /// The measure.
        measure: String,
        /// The day.
        on: Date,
    },
    /// Rows of one interaction contradict each other about a user or a contribution.
    #[error("form: `{column}` of {of} differs from the rows of `{id}` above: an interaction has one value of it")]
    OtherOfParty {
        /// The column.
        column: String,
        /// The user or the provider.
        of: String,
        /// The interaction.
        id: String,
    },
    /// A cell describes an appraisal, and the row has none.
    #[error("form: `{column}` is stated, but the row has no level and no change")]
    OfNoAppraisal {
        /// The column.
        column: String,
    },
    /// A cell is the day of follow-ups, and none of them has a level.
    #[error(
        "form: `{column}` is the day of a follow-up, but there is no level in {levels}: state one, or remove the day"
    )]
    DayOfNoLevel {
        /// The column of the day.
        column: String,
        /// The columns of the levels, in backquotes.
        levels: String,
    },
    /// A follow-up has a level, and the column of its day is empty.
    #[error(
        "form: the row has a level in {level}, but its day `{column}` is empty: state the day, or remove the level"
    )]
    LevelOfNoDay {
        /// The column of the day.
        column: String,
        /// The column of the level, in backquotes.
        level: String,
    },
    /// The row repeats another one of its interaction in all cells that are read.
    #[error("form: the row repeats line {line}: remove it, or skip repeats (option `skip_repeats`)")]
    Repeat {
        /// The line of the other row.
        line: u64,
    },
    /// A cell describes a misuse, and the row has no misused part.
    #[error("form: `{column}` is stated, but the row has no misused part above zero")]
    OfNoMisuse {
        /// The column.
        column: String,
    },
    /// Another row of the same interaction was refused.
    #[error(
        "form: `{id}` is refused because of line {line}, and so is this row: an interaction is recorded whole or not at all"
    )]
    OfRefused {
        /// The interaction.
        id: String,
        /// The first refused line of the interaction.
        line: u64,
    },
    /// The table has too many rows.
    #[error("form: the table has too many rows: row numbers have 32 bits")]
    Full,
}

/// The remedy for a column whose name has spaces around it.
fn padded(column: &str) -> &'static str {
    if column.trim() == column { "" } else { "; if names have spaces around them, remove them (option `trim`)" }
}

/// The remedy for a text that is not a day.
fn other_form(text: &str) -> &'static str {
    let is_in_form = matches!(text.len(), 7 | 10)
        && text.bytes().enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if is_in_form {
        ": the calendar does not have it"
    } else if text.bytes().any(|byte| byte.is_ascii_digit()) {
        ": if days are written so, state their form, such as %d/%m/%Y (option `days`)"
    } else {
        ": if it stands for a missing value, say so (option `missing`)"
    }
}

impl RowFault {
    /// The column of the fault, if it is of one.
    #[cfg(any(feature = "json", feature = "csv"))]
    pub(super) fn column(&self) -> Option<&String> {
        match self {
            Self::EmptyCell { column }
            | Self::NoMeasure { column }
            | Self::NoFollowUp { column, .. }
            | Self::NoSource { column, .. }
            | Self::NoDay { column, .. }
            | Self::NoDayInForm { column, .. }
            | Self::NoFullDay { column, .. }
            | Self::AmbiguousDay { column, .. }
            | Self::PartialDate { column, .. }
            | Self::CommaOfThousands { column, .. }
            | Self::DecimalComma { column, .. }
            | Self::DecimalPoint { column, .. }
            | Self::Padded { column, .. }
            | Self::NoCount { column, .. }
            | Self::NoYear { column, .. }
            | Self::OneEnd { stated: column, .. }
            | Self::NoTruth { column, .. }
            | Self::OtherThanAbove { column, .. }
            | Self::OtherOfParty { column, .. }
            | Self::OtherUser { column, .. }
            | Self::OfNoAppraisal { column }
            | Self::DayOfNoLevel { column, .. }
            | Self::LevelOfNoDay { column, .. }
            | Self::OfNoMisuse { column } => Some(column),
            _ => None,
        }
    }

    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        Rule::Form
    }
}
