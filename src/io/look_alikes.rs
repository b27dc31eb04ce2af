//! Texts that look alike: ids and names in a file that differ only by case, white space, or invisible characters.

use std::collections::BTreeMap;
use std::fmt;

use unicode_normalization::UnicodeNormalization;
use xxhash_rust::xxh3::xxh3_64;

use crate::catalogue::Interner;
use crate::getters::getters;
use crate::ledger::Ledger;
use crate::number::{Number, clip};
use crate::printable::is_seen;
use crate::record::ReachCounts;
use crate::word::words;

words! {
    /// The kinds of text in a file in which two may look alike.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::table::TextKind;
    ///
    /// assert_eq!(TextKind::DimensionValue.to_string(), "dimension value");
    /// ```
    TextKind is "kind of text" {
        /// The id of an interaction.
        Interaction = "interaction",
        /// The id of a user or another actor.
        Actor = "actor",
        /// The name of a dimension.
        Dimension = "dimension",
        /// A value of a dimension.
        DimensionValue = "dimension value",
        /// The name of an instrument, a cause, a resource or a level.
        Name = "name",
        /// The id of a service.
        Service = "service",
        /// The id of a measure.
        Measure = "measure",
    }
}

/// Two texts of one kind that look alike: they differ only by case, white space, invisible characters, or
/// compatibility forms such as `①` and `1`. Both are in the books as they stand; perhaps one is misspelt.
///
/// The message has ids and names, but no values of dimensions, which may be personal.
///
/// # Example
///
/// ```
/// use covalue::{Catalogue, Ledger, Service, table};
///
/// let file = "id,service,user,on,measure,before,after
/// v1,physio,Ana,2026-03-02,,,
/// v2,physio,ana,2026-03-09,,,
/// ";
/// let mut ledger = Ledger::<f64>::new(&Catalogue::new([], [Service::new("physio", "clinic")])?);
/// let intake = table::read(&mut ledger, file.as_bytes())?;
/// assert_eq!(intake.look_alikes()[0].to_string(), "the actor `ana` (line 3) looks like `Ana` (line 2)");
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct LookAlike {
    kind: TextKind,
    first: Box<str>,
    second: Box<str>,
    lines: (Option<u64>, u64),
    /// That of values; empty for other kinds.
    dimension: Box<str>,
}

impl LookAlike {
    getters! { self:
        /// The kind of both.
        kind: TextKind = self.kind;
        /// The text that came first.
        first: &str = &self.first;
        /// The text that came later.
        second: &str = &self.second;
        /// The dimension of which both are values; `None` for other kinds.
        dimension: Option<&str> = Some(&*self.dimension).filter(|dimension| !dimension.is_empty());
        /// The line of the first entry, or of the first row of the first interaction, with the first text; `None` if the
        /// ledger had it before the file was read.
        first_line: Option<u64> = self.lines.0;
        /// The line of the first entry, or of the first row of the first interaction, with the second text.
        second_line: u64 = self.lines.1;
    }
}

impl fmt::Display for LookAlike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first_line, second_line) = self.lines;
        let text = |text: &str| match self.kind {
            TextKind::DimensionValue => format!(" of `{}`", clip(&self.dimension)),
            _ => format!(" `{}`", clip(text)),
        };
        write!(f, "the {}{} (line {second_line}) looks like", self.kind, text(&self.second))?;
        match (first_line, self.kind) {
            (Some(line), TextKind::DimensionValue) => write!(f, " that of line {line}"),
            (Some(line), _) => write!(f, "{} (line {line})", text(&self.first)),
            (None, TextKind::DimensionValue) => f.write_str(" one in the books before"),
            (None, _) => write!(f, "{} in the books before", text(&self.first)),
        }
    }
}

impl fmt::Debug for LookAlike {
    /// Without the texts of values, which may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LookAlike({self})")
    }
}

/// The texts of a ledger, by kind.
fn texts<N: Number>(ledger: &Ledger<N>) -> [(TextKind, &Interner); 5] {
    let columns = &ledger.columns;
    [
        (TextKind::Interaction, &columns.ids),
        (TextKind::Actor, &columns.actors),
        (TextKind::Name, &columns.texts),
        (TextKind::Dimension, columns.profiles.dimensions()),
        (TextKind::DimensionValue, columns.profiles.values()),
    ]
}

/// The ids of the catalogue, by kind.
fn declared<N: Number>(ledger: &Ledger<N>) -> [(TextKind, Vec<&str>); 2] {
    let catalogue = ledger.catalogue();
    let services = catalogue.services().map(|service| service.id().as_str()).collect();
    let measures = catalogue.measures().map(|measure| measure.id().as_str()).collect();
    [(TextKind::Service, services), (TextKind::Measure, measures)]
}

/// The number of services and of measures of the catalogue.
fn declared_counts<N: Number>(ledger: &Ledger<N>) -> [usize; 2] {
    [ledger.catalogue().services().len(), ledger.catalogue().measures().len()]
}

/// The index of [`TextKind::Dimension`] and of [`TextKind::DimensionValue`] among the texts.
const DIMENSIONS: [usize; 2] = [3, 4];

/// The line on which each new text of a ledger came first.
#[derive(Debug)]
pub(super) struct FirstLines {
    /// By kind: the number of texts before the file was read, and the lines of those behind them.
    kinds: [(usize, Vec<u64>); 5],
    /// The dimensions and values of counts of people reached that the file states.
    of_reach: BTreeMap<(Box<str>, Box<str>), u64>,
    /// The number of services and of measures before, and the lines that declare those behind them.
    declared: [(usize, Vec<u64>); 2],
}

impl FirstLines {
    pub(super) fn new<N: Number>(ledger: &Ledger<N>) -> Self {
        let kinds = texts(ledger).map(|(_, texts)| (texts.len(), Vec::new()));
        let declared = declared_counts(ledger).map(|count| (count, Vec::new()));
        Self { kinds, of_reach: BTreeMap::new(), declared }
    }

    /// Notes that all texts that are new in the ledger came on this line.
    #[inline]
    pub(super) fn note<N: Number>(&mut self, ledger: &Ledger<N>, line: u64) {
        for ((before, lines), (_, texts)) in self.kinds.iter_mut().zip(texts(ledger)) {
            lines.resize(texts.len() - *before, line);
        }
    }

    /// Notes that services and measures that are new in the catalogue are declared on this line.
    #[cfg(feature = "json")]
    pub(super) fn note_declared<N: Number>(&mut self, ledger: &Ledger<N>, line: u64) {
        for ((before, lines), count) in self.declared.iter_mut().zip(declared_counts(ledger)) {
            lines.resize(count - *before, line);
        }
    }

    /// Notes that counts of people reached, which the ledger has, stand on this line.
    pub(super) fn note_reach(&mut self, dimensions: &[(Box<str>, Box<str>)], line: u64) {
        for pair in dimensions {
            self.of_reach.entry(pair.clone()).or_insert(line);
        }
    }

    /// The new texts that look like another one of their kind, in the order of their lines.
    pub(super) fn look_alikes<N: Number>(&self, ledger: &Ledger<N>) -> Vec<LookAlike> {
        let mut found = self.dimensions(ledger);
        for ((before, lines), (kind, ids)) in self.declared.iter().zip(declared(ledger)) {
            let line = |index: usize| index.checked_sub(*before).map(|index| lines[index]);
            let ids = ids.into_iter().enumerate().map(|(index, id)| (("", id), line(index)));
            found.extend(alike(kind, &ids.collect()));
        }
        for (index, (kind, texts)) in texts(ledger).into_iter().enumerate().take(DIMENSIONS[0]) {
            found.extend(pairs(texts).into_iter().filter_map(|(first, second)| {
                let (first_text, second_text) = (texts.text(first).into(), texts.text(second).into());
                let lines = (self.line(index, first), self.line(index, second)?);
                Some(LookAlike { kind, first: first_text, second: second_text, lines, dimension: Box::default() })
            }));
        }
        found.sort_by_key(|pair: &LookAlike| (pair.lines.1, pair.kind));
        found
    }

    /// The line of a text of a kind, by its code; `None` if the ledger had it before.
    fn line(&self, kind: usize, code: u32) -> Option<u64> {
        let (before, lines) = &self.kinds[kind];
        (code as usize).checked_sub(*before).map(|index| lines[index])
    }

    /// The dimensions that look alike, and the values of one dimension that do, in interactions and counts of people
    /// reached.
    fn dimensions<N: Number>(&self, ledger: &Ledger<N>) -> Vec<LookAlike> {
        let profiles = &ledger.columns.profiles;
        let (names, values) = (profiles.dimensions(), profiles.values());
        let of_reach = || ledger.reach_counts().flat_map(ReachCounts::dimensions);
        if [names, values].into_iter().all(|texts| texts.iter().all(is_own_skeleton))
            && of_reach().all(|(name, value)| is_own_skeleton(name) && is_own_skeleton(value))
        {
            return Vec::new();
        }
        let [dimension, value] = DIMENSIONS;
        let mut lines: BTreeMap<(&str, &str), Option<u64>> = BTreeMap::new();
        let mut note = |name_and_value, line| {
            let known = lines.entry(name_and_value).or_insert(line);
            *known = (*known).min(line);
        };
        for (name, of_name) in profiles.distinct_pairs() {
            let line = self.line(dimension, name).max(self.line(value, of_name));
            note((names.text(name), values.text(of_name)), line);
        }
        for (name, of_name) in of_reach() {
            note((name, of_name), self.of_reach.get(&(name.into(), of_name.into())).copied());
        }
        let mut name_lines: BTreeMap<(&str, &str), Option<u64>> = BTreeMap::new();
        for ((name, _), line) in &lines {
            let known = name_lines.entry(("", name)).or_insert(*line);
            *known = (*known).min(*line);
        }
        let mut found = alike(TextKind::Dimension, &name_lines);
        found.extend(alike(TextKind::DimensionValue, &lines));
        found
    }
}

/// A text with its line.
type Placed<'a> = (Option<u64>, &'a str);

/// The texts that look like an earlier one of their group, by group and text, with their lines.
fn alike(kind: TextKind, lines: &BTreeMap<(&str, &str), Option<u64>>) -> Vec<LookAlike> {
    let mut groups: BTreeMap<(&str, String), Vec<Placed<'_>>> = BTreeMap::new();
    for (&(group, text), &line) in lines {
        groups.entry((group, skeleton(text))).or_default().push((line, text));
    }
    let mut found = Vec::new();
    for ((group, _), mut texts) in groups.into_iter().filter(|(_, texts)| texts.len() > 1) {
        texts.sort_unstable();
        let (first_line, first) = texts[0];
        let of_pair = |(line, text): &Placed<'_>| {
            let (first, second, dimension) = (first.into(), (*text).into(), group.into());
            Some(LookAlike { kind, first, second, lines: (first_line, (*line)?), dimension })
        };
        found.extend(texts[1..].iter().filter_map(of_pair));
    }
    found
}

/// The pairs of texts that look alike, each with the first of its like.
fn pairs(texts: &Interner) -> Vec<(u32, u32)> {
    if texts.all_bytes(is_own_skeleton_byte) {
        return Vec::new();
    }
    // Sorted by hash, texts with one skeleton are adjacent. That is faster than a table of a million skeletons.
    let hash = |text: &str| {
        if is_own_skeleton(text) { xxh3_64(text.as_bytes()) } else { xxh3_64(skeleton(text).as_bytes()) }
    };
    let mut hashes: Vec<(u64, u32)> = texts.iter().map(hash).zip(0..).collect();
    radsort::sort_by_key(&mut hashes, |&(hash, _)| hash);
    let mut pairs = Vec::new();
    for run in hashes.chunk_by(|(one, _), (two, _)| one == two) {
        // Texts whose hashes are equal by chance are left out.
        let is_alike = |&&(_, code): &&(u64, u32)| skeleton(texts.text(code)) == skeleton(texts.text(run[0].1));
        pairs.extend(run[1..].iter().filter(is_alike).map(|&(_, code)| (run[0].1, code)));
    }
    pairs
}

/// Whether a text is its own skeleton. Most ids are.
fn is_own_skeleton(text: &str) -> bool {
    text.bytes().all(is_own_skeleton_byte)
}

fn is_own_skeleton_byte(byte: u8) -> bool {
    byte.is_ascii_graphic() && !byte.is_ascii_uppercase()
}

/// A text without the differences that are hard to see.
fn skeleton(text: &str) -> String {
    // Upper case first, which joins ß with SS, ς with σ and ı with i.
    let letters = text.nfkc().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    let seen: String = letters.filter(|&letter| !letter.is_whitespace() && is_seen(letter)).collect();
    // The lower case of İ has a dot above its i.
    seen.replace("i\u{307}", "i")
}
