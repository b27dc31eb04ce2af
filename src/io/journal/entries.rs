//! The entries of a journal.

use std::io::BufRead;
use std::marker::PhantomData;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::catalogue::{InteractionId, Measure, Service};
use crate::getters::debug_fields;
use crate::io::error::{ReadError, Reason, Refusal, RowFault};
use crate::io::lines::Lines;
use crate::io::wire::{
    AmountOrParts, AppraisalWire, InteractionWire, JsonNumber, MapEntries, MeasureWire, NO_DAY, ReachWire, ServiceWire,
    VoidWire,
};
use crate::ledger::Ledger;
use crate::number::{Number, clip};
use crate::printable::printable;
use crate::record::{Appraisal, Interaction, ReachCounts, Void};

/// One entry of a journal.
///
/// # Example
///
/// ```
/// use covalue::journal::{Entries, Entry};
/// use covalue::{Catalogue, Ledger};
///
/// let journal = br#"
/// {"service":{"id":"physio","provider":"clinic"}}
/// {"interaction":{"service":"physio","users":["ana"],"on":"2026-03-02"}}
/// "#;
/// let mut ledger = Ledger::<f64>::new(&Catalogue::empty());
/// for entry in Entries::new(&journal[..]) {
///     let (_, entry): (u64, Entry) = entry?;
///     entry.enter(&mut ledger).expect("the ledger refuses none of them");
/// }
/// assert_eq!(ledger.len(), 1);
/// # Ok::<(), covalue::error::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant, reason = "nearly every entry is an interaction")]
pub enum Entry<N = f64> {
    /// A measure.
    Measure(Measure<N>),
    /// A service.
    Service(Service<N>),
    /// An interaction.
    Interaction(Interaction<N>),
    /// A later appraisal.
    Appraisal {
        /// The id of its interaction.
        interaction: InteractionId,
        /// The appraisal.
        appraisal: Appraisal<N>,
    },
    /// A void.
    Void {
        /// The id of its interaction.
        interaction: InteractionId,
        /// The void.
        void: Void,
    },
    /// Counts of people reached.
    Reach(ReachCounts),
}

impl<N: Number> Entry<N> {
    /// The id that the entry states for its interaction.
    pub(super) fn id(&self) -> Option<&InteractionId> {
        match self {
            Self::Interaction(interaction) => interaction.get_id(),
            Self::Appraisal { interaction, .. } | Self::Void { interaction, .. } => Some(interaction),
            Self::Measure(_) | Self::Service(_) | Self::Reach(_) => None,
        }
    }

    /// The dimensions and values of counts of people reached; none for other entries.
    pub(super) fn reach_dimensions(&self) -> Vec<(Box<str>, Box<str>)> {
        let Self::Reach(reach) = self else { return Vec::new() };
        reach.dimensions().map(|(name, value)| (name.into(), value.into())).collect()
    }

    /// The entry, unless it is an interaction of a month or a year and these are not asked for.
    fn dated(self, has_partial_dates: bool) -> Result<Self, Reason> {
        match &self {
            Self::Interaction(interaction) if !has_partial_dates && interaction.on().day().is_none() => {
                Err(RowFault::PartialDate { column: "on".to_owned(), text: interaction.on().to_string() }.into())
            }
            _ => Ok(self),
        }
    }

    /// Whether a ledger has the entry already, with the same content. A declaration is none: the same again changes nothing.
    pub(super) fn is_recorded(&self, ledger: &Ledger<N>) -> bool {
        match self {
            Self::Measure(_) | Self::Service(_) => false,
            Self::Interaction(interaction) => ledger.has_interaction(interaction),
            Self::Appraisal { interaction, appraisal } => ledger.has_appraisal(interaction, appraisal),
            Self::Void { interaction, void } => ledger.has_void(interaction, void),
            Self::Reach(reach) => ledger.has_reach(reach),
        }
    }

    /// Adds the entry to a ledger.
    ///
    /// # Errors
    ///
    /// The reason why the ledger refuses the entry; the ledger stays as it was.
    pub fn enter(self, ledger: &mut Ledger<N>) -> Result<(), Reason> {
        match self {
            Self::Measure(measure) => ledger.declare_measure(measure)?,
            Self::Service(service) => ledger.declare_service(service)?,
            Self::Interaction(interaction) => {
                ledger.record(interaction)?;
            }
            Self::Appraisal { interaction, appraisal } => ledger.appraise(interaction, appraisal)?,
            Self::Void { interaction, void } => ledger.void(interaction, void)?,
            Self::Reach(reach) => ledger.record_reach(reach)?,
        }
        Ok(())
    }
}

/// The entries of a journal with their line numbers, read one line at a time.
///
/// [`read`](crate::journal::read) is built on it. Use it to read interactions without a ledger, into a
/// [`Tally`](crate::Tally) for example. After a refused entry, the next one follows; an error of the input is the last
/// item.
///
/// # Example
///
/// ```
/// use covalue::journal::{Entries, Entry};
///
/// let journal = br#"
/// {"service":{"id":"physio","provider":"clinic"}}
/// {"interaction":{"service":"physio","users":["ana"],"on":"2026-03-02"}}
/// "#;
/// let mut days = Vec::new();
/// for entry in Entries::<f64, _>::new(&journal[..]) {
///     if let (line, Entry::Interaction(interaction)) = entry? {
///         days.push((line, interaction.on().to_string()));
///     }
/// }
/// assert_eq!(days, [(3, "2026-03-02".to_owned())]);
/// # Ok::<(), covalue::error::ReadError>(())
/// ```
pub struct Entries<N, R> {
    lines: Lines<R>,
    ended: bool,
    has_partial_dates: bool,
    kind: PhantomData<fn() -> N>,
}

impl<N: Number, R: BufRead> Entries<N, R> {
    /// The entries of a journal.
    pub fn new(input: R) -> Self {
        Self { lines: Lines::new(input), ended: false, has_partial_dates: false, kind: PhantomData }
    }

    /// Reads months and years of interactions, as [`Options::partial_dates`](super::Options::partial_dates).
    pub fn partial_dates(self) -> Self {
        Self { has_partial_dates: true, ..self }
    }

    /// The refusal of the last entry.
    pub(super) fn refusal(&self, line: u64, id: Option<&InteractionId>, reason: Reason) -> Refusal {
        let field = reason.column().map(std::borrow::Cow::into_owned);
        Refusal::new(line, reason).of_text(self.lines.text(), id.map(InteractionId::as_str), field)
    }

    /// The number of lines read so far.
    pub fn line_count(&self) -> u64 {
        self.lines.line()
    }
}

// Entries contain reasons and dimensions, which may be personal.
debug_fields! { self: impl[N, R: BufRead] Entries<N, R> {
    lines: self.lines.line(),
} }

impl<N: Number, R: BufRead> Iterator for Entries<N, R> {
    type Item = Result<(u64, Entry<N>), ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let (line, text) = match self.lines.next() {
            Ok(Some(line)) => line,
            Ok(None) => {
                self.ended = true;
                return None;
            }
            Err(error) => {
                self.ended = matches!(error, ReadError::Input { .. });
                return Some(Err(error));
            }
        };
        let has_partial_dates = self.has_partial_dates;
        Some(match entry(text).and_then(|entry| entry.dated(has_partial_dates)) {
            Ok(entry) => Ok((line, entry)),
            Err(reason) => Err(self.refusal(line, None, reason).into()),
        })
    }
}

/// Reads one entry.
fn entry<N: Number>(line: &str) -> Result<Entry<N>, Reason> {
    let wire: EntryWire<'_, JsonNumber<'_>> = serde_json::from_str(line).map_err(|error| {
        let column = error.column().max(1);
        if error.is_eof() {
            Reason::CutOff { column }
        } else {
            Reason::NoEntry { fault: fault_in(line, &error), column }
        }
    })?;
    Ok(match wire {
        EntryWire::Measure(measure) => Entry::Measure(measure.try_into()?),
        EntryWire::Service(service) => Entry::Service(service.try_into()?),
        EntryWire::Interaction(interaction) => Entry::Interaction(interaction.try_into()?),
        EntryWire::Appraisal(appraisal) => {
            let (interaction, appraisal) = appraisal.with_interaction()?;
            Entry::Appraisal { interaction, appraisal }
        }
        EntryWire::Void(void) => {
            let (interaction, void) = void.with_interaction()?;
            Entry::Void { interaction, void }
        }
        EntryWire::Reach(reach) => Entry::Reach(reach.into()),
    })
}

/// The fault of a line. The parser has one message for several faults, so the line is parsed again without a
/// shape.
fn fault_in(line: &str, error: &serde_json::Error) -> String {
    let rest = line.get(error.column().max(1) - 1..).unwrap_or_default();
    if let Some(word) = ["NaN", "Infinity"].into_iter().find(|word| rest.starts_with(word)) {
        return format!("`{word}` is not a number");
    }
    match serde_json::from_str::<MapEntries<'_, IgnoredAny>>(line) {
        Ok(entries) if entries.0.len() == 1 => match fault(line, error) {
            fault if fault == NOT_JSON => "expected a value of another type".to_owned(),
            fault => fault,
        },
        Err(without_shape) if without_shape.is_syntax() => fault(line, error),
        _ => "expected an entry with one key, as {\"interaction\":{..}}".to_owned(),
    }
}

/// The message of the parser in plain words, with the field if it is about a value. It has no line, since the parser does
/// not know the line in the journal, and no value of a wrong type, since that may be personal.
pub(in crate::io) fn fault(line: &str, error: &serde_json::Error) -> String {
    let text = printable(&error.to_string());
    let place = format!(" at line {} column {}", error.line(), error.column());
    let text = text.strip_suffix(&place).unwrap_or(&text);
    let split = |prefix: &str, separator: &str| text.strip_prefix(prefix)?.rsplit_once(separator);
    let field = || field_at(line, error.column()).map_or_else(String::new, |field| format!("{}: ", clip(field)));
    if let Some((found, expected)) = split("invalid type: ", ", expected ") {
        let kind = found.split(['`', '"']).next().unwrap_or(found).trim_end();
        let advice = if kind == "null" { ": state it, or leave the field out if it may be absent" } else { "" };
        format!("{}expected {}, found {}{advice}", field(), plain(expected), plain(kind))
    } else if let Some((found, expected)) = split("invalid value: integer ", ", expected ") {
        format!("{}expected {}, found {found}", field(), plain(expected))
    } else if let Some((found, expected)) = split("invalid length ", ", expected ") {
        format!("expected {}, found {found}", plain(expected))
    } else if text.ends_with(NO_DAY) {
        format!("{}{text}", field())
    } else if let Some((word, expected)) = split("unknown variant `", "`, expected ") {
        format!("unknown word `{}`, expected {expected}", clip(word))
    } else if let Some((field, expected)) = split("unknown field `", "`, expected ") {
        format!("unknown field `{}`, expected {expected}", clip(field))
    } else {
        // A message of this crate names its rule, which `Reason` adds again.
        plain(text.strip_prefix("form: ").unwrap_or(text)).to_owned()
    }
}

/// The field whose value ends at a column of a line, or contains it: the last key of the innermost object there that has one.
fn field_at(line: &str, column: usize) -> Option<&str> {
    // The last key of each object that is open, and `None` for each list.
    let mut open = Vec::new();
    let (mut start, mut last, mut is_escaped) = (None, None, false);
    for (index, byte) in line.bytes().enumerate().take(column) {
        match (byte, start) {
            (_, Some(_)) if is_escaped => is_escaped = false,
            (b'\\', Some(_)) => is_escaped = true,
            (b'"', Some(first)) => (start, last) = (None, Some(&line[first..index])),
            (b'"', None) => start = Some(index + 1),
            (b':', None) => open.last_mut().into_iter().for_each(|key| *key = last),
            (b'{' | b'[', None) => open.push(None),
            // The parser reads the end of an object before it reports a fault in the last value: the object is open there.
            (b'}' | b']', None) if index + 1 < column => drop(open.pop()),
            _ => {}
        }
    }
    open.into_iter().rev().flatten().next()
}

/// The parser also says so of a value of another type where an enum is expected.
const NOT_JSON: &str = "not JSON";

/// Words of the parser, each with the word of this documentation.
const PLAIN_WORDS: [(&str, &str); 19] = [
    ("expected ident", NOT_JSON),
    ("expected value", NOT_JSON),
    ("key must be a string", "a key is text in double quotes"),
    ("trailing characters", "unexpected further text"),
    ("control character (\\u0000-\\u001F) found while parsing a string", "a control character in text is not escaped"),
    ("a string", "text"),
    ("string", "text"),
    ("a sequence", "a list"),
    ("sequence", "a list"),
    ("a map", "an object"),
    ("map", "an object"),
    ("boolean", "a boolean"),
    ("integer", "a number"),
    ("floating point", "a number"),
    ("u32", "a whole number from 1 to 4294967295"),
    ("u64", "a whole number from 0 to 18446744073709551615"),
    ("unit variant", "text"),
    ("newtype variant", "an object"),
    ("unit", "null"),
];

fn plain(words: &str) -> &str {
    PLAIN_WORDS.iter().find(|(parser, _)| *parser == words).map_or(words, |(_, plain)| plain)
}

/// An entry as it is written: an object with one key, its kind.
#[derive(Serialize, Deserialize)]
#[serde(
    rename_all = "snake_case",
    bound(serialize = "V: Serialize", deserialize = "V: AmountOrParts<'de> + Deserialize<'de>")
)]
#[allow(clippy::large_enum_variant, reason = "nearly every entry is an interaction, and none is stored")]
pub(super) enum EntryWire<'a, V> {
    #[serde(borrow)]
    Measure(MeasureWire<'a, V>),
    #[serde(borrow)]
    Service(ServiceWire<'a, V>),
    #[serde(borrow)]
    Interaction(InteractionWire<'a, V>),
    #[serde(borrow)]
    Appraisal(AppraisalWire<'a, V>),
    #[serde(borrow)]
    Void(VoidWire<'a>),
    #[serde(borrow)]
    Reach(ReachWire<'a>),
}
