//! Filters: which rows a statement reads, by the day of their interaction and by the values of words.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::civil::Date;
use smol_str::SmolStr;

use super::exclusions::{ExclusionCounts, ONLY, PERIOD, STRADDLING};
use super::group_keys::{CodeTable, TakeCodes, code_table};
use super::key_fields::KeyColumns;
use super::{By, Line, Terms};
use crate::catalogue::Catalogue;
use crate::ledger::Columns;
use crate::number::Number;
use crate::printable::{listed, printable, quoted, value_or_not_stated};
use crate::record::PartialDate;

/// The values that terms ask for, word by word; `None` is *not stated*.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Only(BTreeMap<By, BTreeSet<Option<SmolStr>>>);

impl Only {
    pub(super) fn add(&mut self, word: By, values: &Line) {
        self.0.entry(word).or_default().extend(values.values().map(|value| value.map(SmolStr::new)));
    }

    /// Whether rows with a value of a word pass.
    #[cfg(feature = "serde")]
    pub(super) fn passes(&self, word: &By, value: Option<&str>) -> bool {
        self.0.get(word).is_none_or(|values| values.contains(&value.map(SmolStr::new)))
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
            if is_message {
                let text = |value: &Option<SmolStr>| match value {
                    None => value_or_not_stated(None),
                    Some(_) if is_personal => "…".to_owned(),
                    Some(value) => quoted(value),
                };
                return format!("only {} {}", word.in_message(), listed(values.iter().map(text), " or "));
            }
            let name = match word {
                By::With(dimension) => printable(dimension.as_str()),
                word => word.to_string(),
            };
            let values = values.iter().map(|value| value_or_not_stated(value.as_deref()));
            format!("only {name} {}", values.collect::<Vec<_>>().join(" or "))
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
        self.find_days(rows, passes);
        self.keep_words(rows, passes);
    }

    /// The same, and counts the rows that do not pass.
    pub(super) fn find_and_count(
        &self,
        rows: &impl KeyColumns,
        passes: &mut Vec<bool>,
        excluded: &mut ExclusionCounts,
    ) {
        let failed = |passes: &[bool]| passes.iter().filter(|passes| !**passes).count();
        self.find_days(rows, passes);
        let outside = failed(passes);
        let straddling = if outside > 0 { rows.days().filter(|on| self.straddles(*on)).count() } else { 0 };
        self.keep_words(rows, passes);
        excluded.add(PERIOD, outside - straddling);
        excluded.add(STRADDLING, straddling);
        excluded.add(ONLY, failed(passes) - outside);
    }

    fn find_days(&self, rows: &impl KeyColumns, passes: &mut Vec<bool>) {
        passes.clear();
        passes.extend(rows.days().map(|on| self.from <= on.first() && on.last() <= self.until));
    }

    /// Whether a month or year has days inside the period and days outside it.
    fn straddles(&self, on: PartialDate) -> bool {
        let overlaps = self.from <= on.last() && on.first() <= self.until;
        overlaps && (on.first() < self.from || self.until < on.last())
    }

    fn keep_words(&self, rows: &impl KeyColumns, passes: &mut [bool]) {
        for (table, codes) in &self.words {
            table.give(rows, KeepPassing { passes, codes });
        }
    }
}
