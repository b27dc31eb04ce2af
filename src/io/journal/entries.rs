//! The entries of a journal, line by line.

use std::fmt;
use std::io::BufRead;
use std::marker::PhantomData;

use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::catalogue::{InteractionId, Measure, Service};
use crate::io::error::{ReadError, Reason, Refusal};
use crate::io::lines::Lines;
use crate::io::wire::{AppraisalWire, InteractionWire, MeasureWire, Raw, ServiceWire, Text, VoidWire};
use crate::ledger::Ledger;
use crate::number::Number;
use crate::record::{Appraisal, Interaction, Void};
use crate::word::UnknownWord;

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
    /// A measure is declared.
    Measure(Measure<N>),
    /// A service is declared.
    Service(Service<N>),
    /// An interaction happened.
    Interaction(Interaction<N>),
    /// An interaction is appraised later.
    Appraisal {
        /// Which.
        interaction: InteractionId,
        /// What changed.
        appraisal: Appraisal<N>,
    },
    /// An interaction is taken back.
    Void {
        /// Which.
        interaction: InteractionId,
        /// Why.
        void: Void,
    },
}

impl<N: Number> Entry<N> {
    /// Puts the entry into a ledger.
    ///
    /// # Errors
    ///
    /// Whatever the ledger refuses; it stays as it was.
    pub fn enter(self, ledger: &mut Ledger<N>) -> Result<(), Reason> {
        match self {
            Self::Measure(measure) => ledger.declare_measure(measure)?,
            Self::Service(service) => ledger.declare_service(service)?,
            Self::Interaction(interaction) => {
                ledger.record(interaction)?;
            }
            Self::Appraisal { interaction, appraisal } => ledger.appraise(interaction, appraisal)?,
            Self::Void { interaction, void } => ledger.void(interaction, void)?,
        }
        Ok(())
    }

    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Measure(_) => Kind::Measure,
            Self::Service(_) => Kind::Service,
            Self::Interaction(_) => Kind::Interaction,
            Self::Appraisal { .. } => Kind::Appraisal,
            Self::Void { .. } => Kind::Void,
        }
    }
}

/// The entries of a journal with their line numbers, one line in memory at a time.
///
/// What stands under [`read`](crate::journal::read): for who wants a journal's interactions without a ledger, in a
/// [`Tally`](crate::Tally) say. After a refused entry comes the next; after a fault of the input, nothing.
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
    kind: PhantomData<fn() -> N>,
}

impl<N: Number, R: BufRead> Entries<N, R> {
    /// The entries of a journal.
    pub fn new(input: R) -> Self {
        Self { lines: Lines::of_joined(input), ended: false, kind: PhantomData }
    }

    /// The number of lines read so far.
    pub fn lines(&self) -> u64 {
        self.lines.line()
    }
}

impl<N, R: BufRead> fmt::Debug for Entries<N, R> {
    /// How far it has read: not what, which holds reasons and dimensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entries").field("lines", &self.lines.line()).finish_non_exhaustive()
    }
}

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
        Some(match entry(text) {
            Ok(entry) => Ok((line, entry)),
            Err(reason) => Err(Refusal::new(line, reason).into()),
        })
    }
}

/// Reads one entry.
fn entry<N: Number>(line: &str) -> Result<Entry<N>, Reason> {
    let wire: EntryWire<'_> = serde_json::from_str(line).map_err(|error| match error.classify() {
        serde_json::error::Category::Eof => Reason::CutOff { column: error.column().max(1) },
        _ => {
            let column = error.column().max(1);
            Reason::NoEntry { fault: no_number(line, column).unwrap_or_else(|| fault(&error)), column }
        }
    })?;
    Ok(match wire {
        EntryWire::Measure(measure) => Entry::Measure(measure.measure()?),
        EntryWire::Service(service) => Entry::Service(service.service()?),
        EntryWire::Interaction(interaction) => Entry::Interaction(interaction.interaction()?),
        EntryWire::Appraisal(appraisal) => {
            let (interaction, appraisal) = appraisal.alone()?;
            Entry::Appraisal { interaction, appraisal }
        }
        EntryWire::Void(mut void) => {
            let interaction = void.interaction.take().ok_or(Reason::VoidOfNothing)?;
            Entry::Void { interaction: InteractionId::new(&*interaction)?, void: void.void() }
        }
    })
}

/// What is to be said of a word that others write for what is no number: JSON has none, and its parser does not name it.
fn no_number(line: &str, column: usize) -> Option<String> {
    let rest = line.get(column - 1..)?;
    let word = ["NaN", "Infinity"].into_iter().find(|word| rest.starts_with(word))?;
    Some(format!("`{word}` is not a number"))
}

/// What the parser says, without its place: the line it counts from is not the journal's.
pub(in crate::io) fn fault(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let text = text.strip_suffix(&place).unwrap_or(&text);
    // Text in the place of something else may be a reason or what is known of somebody, and is not repeated.
    if let Some((_, expected)) =
        text.strip_prefix("invalid type: string ").and_then(|text| text.rsplit_once(", expected "))
    {
        return format!("invalid type: text, expected {expected}");
    }
    // Whoever tells of it names the rule, as an unknown word does by itself.
    text.strip_prefix("form: ").unwrap_or(text).to_owned()
}

#[allow(clippy::large_enum_variant, reason = "nearly every entry is an interaction, and none is kept")]
enum EntryWire<'a> {
    Measure(MeasureWire<'a, Raw<'a>>),
    Service(ServiceWire<'a, Raw<'a>>),
    Interaction(InteractionWire<'a, Raw<'a>>),
    Appraisal(AppraisalWire<'a, Raw<'a>>),
    Void(VoidWire<'a>),
}

/// The kinds of entry, by the keys that name them.
#[derive(Clone, Copy)]
pub(in crate::io) enum Kind {
    Measure,
    Service,
    Interaction,
    Appraisal,
    Void,
}

const KINDS: [(&str, Kind); 5] = [
    ("measure", Kind::Measure),
    ("service", Kind::Service),
    ("interaction", Kind::Interaction),
    ("appraisal", Kind::Appraisal),
    ("void", Kind::Void),
];

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = Text::deserialize(deserializer)?;
        let found = KINDS.iter().find(|(word, _)| *word == &*key);
        found
            .map(|(_, kind)| *kind)
            .ok_or_else(|| D::Error::custom(UnknownWord::new(&key, "kind of entry", &KINDS.map(|(word, _)| word))))
    }
}

struct EntryVisitor;

impl<'de> Visitor<'de> for EntryVisitor {
    type Value = EntryWire<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an entry, as {\"interaction\":{..}}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<EntryWire<'de>, A::Error> {
        let kind = map.next_key()?.ok_or_else(|| A::Error::custom("the entry is of no kind"))?;
        let entry = match kind {
            Kind::Measure => EntryWire::Measure(map.next_value()?),
            Kind::Service => EntryWire::Service(map.next_value()?),
            Kind::Interaction => EntryWire::Interaction(map.next_value()?),
            Kind::Appraisal => EntryWire::Appraisal(map.next_value()?),
            Kind::Void => EntryWire::Void(map.next_value()?),
        };
        match map.next_key::<IgnoredAny>()? {
            None => Ok(entry),
            Some(_) => Err(A::Error::custom("the entry has a second key, and its kind is the only one it may have")),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for EntryWire<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntryVisitor)
    }
}
