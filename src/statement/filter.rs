//! Filters: which rows a statement reads, by the day of their interaction and by the values of words.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::civil::Date;
use smol_str::SmolStr;

use super::group_keys::{CodeTable, TakeCodes, code_table};
use super::key_fields::KeyColumns;
use super::{By, Line, Terms};
use crate::catalogue::Catalogue;
use crate::ledger::{Columns, Ledger};
use crate::number::Number;
use crate::printable::printable;

/// The values that terms ask for, word by word; `None` is *not stated*.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Only(BTreeMap<By, BTreeSet<Option<SmolStr>>>);

impl Only {
    pub(super) fn add(&mut self, word: By, values: &Line) {
        self.0.entry(word).or_default().extend(values.values().map(|value| value.map(SmolStr::new)));
    }

    pub(super) fn words(&self) -> impl Iterator<Item = &By> {
        self.0.keys()
    }

    pub(super) fn values(&self) -> impl Iterator<Item = (&By, Option<&str>)> {
        self.0.iter().flat_map(|(word, values)| values.iter().map(move |value| (word, value.as_deref())))
    }

    /// The first word that has no value.
    pub(super) fn without_value(&self) -> Option<&By> {
        self.0.iter().find(|(_, values)| values.is_empty()).map(|(word, _)| word)
    }

    /// A clause for each word, such as `only service physio or choir`. Values of dimensions and ids of people are
    /// personal, so messages replace them.
    pub(super) fn clauses(&self, is_message: bool) -> impl Iterator<Item = String> {
        self.0.iter().map(move |(word, values)| {
            let is_personal = matches!(word, By::User | By::Beneficiary | By::With(_));
            let name = match word {
                By::With(dimension) if !is_message => printable(dimension.as_str()),
                word => printable(&word.to_string()),
            };
            let text = |value: &Option<SmolStr>| match value {
                None => "not stated".to_owned(),
                Some(_) if is_message && is_personal => "…".to_owned(),
                Some(value) => printable(value),
            };
            format!("only {name} {}", values.iter().map(text).collect::<Vec<_>>().join(" or "))
        })
    }
}

// Without the values, which may be personal: debug output may reach a log.
impl fmt::Debug for Only {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(word, values)| (word, values.len()))).finish()
    }
}

/// Decides which rows pass the filters of terms.
pub(super) struct RowFilter {
    from: Date,
    until: Date,
    /// For each word, whether rows with a code pass, by the code.
    words: Vec<(CodeTable, Vec<bool>)>,
}

/// Clears the rows whose code does not pass.
struct KeepPassing<'a> {
    passes: &'a mut [bool],
    codes: &'a [bool],
}

impl TakeCodes for KeepPassing<'_> {
    #[inline]
    fn take(self, codes: impl Iterator<Item = u32>) {
        for (passes, code) in self.passes.iter_mut().zip(codes) {
            *passes &= self.codes[code as usize];
        }
    }
}

impl RowFilter {
    /// The filter of these terms; `None` if every row passes.
    pub(super) fn new<N: Number>(terms: &Terms, catalogue: &Catalogue<N>, columns: &Columns<N>) -> Option<Self> {
        let (from, until, only) = (terms.get_from(), terms.get_until(), terms.only_words());
        if from.is_none() && until.is_none() && only.0.is_empty() {
            return None;
        }
        let words = only.0.iter().map(|(word, values)| {
            let (table, labels) = code_table(word, catalogue, columns);
            let mut passes = vec![false; labels.codes() as usize];
            for code in values.iter().filter_map(|value| labels.code(value.as_deref())) {
                passes[code as usize] = true;
            }
            (table, passes)
        });
        Some(Self { from: from.unwrap_or(Date::MIN), until: until.unwrap_or(Date::MAX), words: words.collect() })
    }

    /// Fills `passes` with whether each row passes.
    pub(super) fn find(&self, rows: &impl KeyColumns, passes: &mut Vec<bool>) {
        passes.clear();
        passes.extend(rows.days().map(|on| self.from <= on && on <= self.until));
        for (table, codes) in &self.words {
            table.give(rows, KeepPassing { passes, codes });
        }
    }
}

/// A dimension or a value that terms name and no entry of a ledger states.
///
/// # Example
///
/// ```
/// use covalue::{By, Catalogue, Interaction, Ledger, Service, Terms, User, date};
///
/// let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// let mut ledger = Ledger::new(&catalogue);
/// ledger.record(Interaction::between(User::new("ana").with("district", "north"), "physio", date(2026, 3, 2)))?;
/// let terms = Terms::by(By::with("distrct")).only(By::with("district"), ["north", "nroth"]);
/// let unseen: Vec<String> = ledger.unseen(&terms).iter().map(ToString::to_string).collect();
/// assert_eq!(unseen, ["with.distrct", "with.district=nroth"]);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unseen {
    word: By,
    value: Option<SmolStr>,
}

impl Unseen {
    /// The word.
    pub fn word(&self) -> &By {
        &self.word
    }

    /// The value; `None` if no entry states any value of the word's dimension.
    pub fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }
}

impl fmt::Display for Unseen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            None => write!(f, "{}", self.word),
            Some(value) => write!(f, "{}={value}", self.word),
        }
    }
}

// Without the value, which may be personal: debug output may reach a log.
impl fmt::Debug for Unseen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unseen").field("word", &self.word).field("has_value", &self.value.is_some()).finish()
    }
}

impl<N: Number> Ledger<N> {
    /// The dimensions and values that the terms name, to group by or as a filter, and that no entry states: probably
    /// misspelt, or a ledger of a part that does not have them. First the dimensions, each once, then the values.
    ///
    /// A dimension that no entry states gives one line *not stated*; a value that no entry states gives no line.
    /// [`dimensions`](Ledger::dimensions) and [`values`](Ledger::values) are what the ledger has instead.
    pub fn unseen(&self, terms: &Terms) -> Vec<Unseen> {
        let columns = &self.columns;
        let words: BTreeSet<&By> = terms.grouping().words().iter().chain(terms.only_words().words()).collect();
        let is_unseen = |word: &By| matches!(word, By::With(name) if columns.profiles.values_of(name.as_str()).iter().all(Option::is_none));
        let (without, with): (Vec<&By>, Vec<&By>) = words.into_iter().partition(|word| is_unseen(word));
        let dimensions = without.into_iter().map(|word| Unseen { word: word.clone(), value: None });
        let labels: BTreeMap<&By, _> =
            with.into_iter().map(|word| (word, code_table(word, &self.catalogue, columns).1)).collect();
        let values =
            terms.get_only().filter(|(word, value)| labels.get(word).is_some_and(|all| all.code(*value).is_none()));
        let values = values.map(|(word, value)| Unseen { word: word.clone(), value: value.map(SmolStr::new) });
        dimensions.chain(values).collect()
    }

    /// The names of the dimensions that entries state, in order.
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{By, Catalogue, Interaction, Ledger, Service, User, date};
    ///
    /// let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// let user = User::new("ana").with("district", "north").with("age", "over 80");
    /// ledger.record(Interaction::between(user, "physio", date(2026, 3, 2)))?;
    /// assert_eq!(ledger.dimensions(), ["age", "district"]);
    /// assert_eq!(ledger.values(&By::with("district")), ["north"]);
    /// assert_eq!(ledger.values(&By::Month), ["2026-03"]);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn dimensions(&self) -> Vec<String> {
        let profiles = &self.columns.profiles;
        let names: BTreeSet<&str> = profiles.dimension_names().collect();
        names.into_iter().map(str::to_owned).collect()
    }

    /// The values of a word, in order: those that entries may have, without *not stated*. A service or provider is one
    /// of the catalogue, a user or beneficiary any known actor, and a period any from the first day to the last.
    pub fn values(&self, word: &By) -> Vec<String> {
        let (_, labels) = code_table(word, &self.catalogue, &self.columns);
        labels.texts().map(str::to_owned).collect()
    }
}
