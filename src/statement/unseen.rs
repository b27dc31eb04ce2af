//! Names and values that terms ask for and no entry states.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::group_keys::code_table;
use super::{Baseline, By, Dimension, Terms};
use crate::ledger::Ledger;
use crate::number::Number;
use crate::printable::printable;
use crate::record::ReferenceName;

/// A reference, a dimension or a value that terms name and no entry of a ledger states.
///
/// # Example
///
/// ```
/// use covalue::{Baseline, By, Catalogue, Interaction, Ledger, Service, Terms, User, date};
///
/// let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// let mut ledger = Ledger::new(&catalogue);
/// ledger.record(Interaction::between(User::new("ana").with("district", "north"), "physio", date(2026, 3, 2)))?;
/// let terms = Terms::by(By::with("distrct")).only(By::with("district"), ["north", "nroth"]);
/// let unseen: Vec<String> =
///     ledger.unseen(&terms.baseline(Baseline::named("aim"))).iter().map(ToString::to_string).collect();
/// assert_eq!(unseen, ["ref.aim", "with.distrct", "with.district=nroth"]);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Unseen {
    /// No appraisal has a level of this name.
    Reference(ReferenceName),
    /// No user and no interaction has a value in this dimension.
    Dimension(Dimension),
    /// No entry has this value of this word.
    Value(By, String),
}

impl fmt::Display for Unseen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reference(name) => f.write_str(&printable(&Baseline::Named(name.clone()).to_string())),
            Self::Dimension(dimension) => f.write_str(&printable(&By::With(dimension.clone()).to_string())),
            Self::Value(word, value) => write!(f, "{}={}", printable(&word.to_string()), printable(value)),
        }
    }
}

// Without the value, which may be personal: debug output may reach a log.
impl fmt::Debug for Unseen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reference(name) => f.debug_tuple("Reference").field(name).finish(),
            Self::Dimension(dimension) => f.debug_tuple("Dimension").field(dimension).finish(),
            Self::Value(word, _) => f.debug_tuple("Value").field(word).finish_non_exhaustive(),
        }
    }
}

impl<N: Number> Ledger<N> {
    /// The reference, the dimensions and the values that the terms name, and that no entry states: probably misspelt, or
    /// a ledger of a part that does not have them. First the reference, then the dimensions, each once, then the values.
    ///
    /// Against a reference that no entry states every appraisal is left out. A dimension that no entry states gives one
    /// line *not stated*, and a value that no entry states gives no line. [`references`](Ledger::references),
    /// [`dimensions`](Ledger::dimensions) and [`values`](Ledger::values) are what the ledger has instead.
    pub fn unseen(&self, terms: impl Into<Terms>) -> Vec<Unseen> {
        let terms = terms.into();
        let columns = &self.columns;
        let reference = match terms.get_baseline() {
            Baseline::Named(name) if !self.references().contains(&name.as_str().to_owned()) => Some(name.clone()),
            _ => None,
        };
        let words: BTreeSet<&By> = terms.grouping().words().iter().chain(terms.only_words().words()).collect();
        let mut dimensions = Vec::new();
        let mut labels = BTreeMap::new();
        for word in words {
            match word {
                By::With(name)
                    if columns.profiles.values_of(name.as_str()).iter().all(Option::is_none)
                        && self.reached(word).is_empty() =>
                {
                    dimensions.push(Unseen::Dimension(name.clone()));
                }
                word => {
                    labels.insert(word, code_table(word, &self.catalogue, columns).1);
                }
            }
        }
        let values = terms.get_only().filter_map(|(word, value)| {
            let is_reached = || value.is_some_and(|value| self.reached(word).contains(value));
            let is_unseen = labels.get(word).is_some_and(|all| all.code(value).is_none()) && !is_reached();
            is_unseen.then(|| Unseen::Value(word.clone(), value.unwrap_or_default().to_owned()))
        });
        reference.map(Unseen::Reference).into_iter().chain(dimensions).chain(values).collect()
    }

    /// The names of the references that appraisals have, in order.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// # let catalogue = Catalogue::new([Measure::higher_is_better("memory", "points")],
    /// #     [Service::new("day centre", "trust")])?;
    /// # let mut ledger = Ledger::new(&catalogue);
    /// let year = Interaction::between("ana", "day centre", date(2026, 3, 2));
    /// ledger.record(year.appraisal(Appraisal::of("memory").before(24.0).reference("aim", 21.0).after(22.0)))?;
    /// assert_eq!(ledger.references(), ["aim"]);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn references(&self) -> Vec<String> {
        let columns = &self.columns;
        let codes: BTreeSet<u32> = columns.inside.reference_names().chain(columns.later.reference_names()).collect();
        let mut names: Vec<String> = codes.into_iter().map(|code| columns.texts.text(code).to_owned()).collect();
        names.sort();
        names
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
        let reached = self.reach_counts().flat_map(|reach| reach.dimensions().map(|(dimension, _)| dimension));
        let names: BTreeSet<&str> = profiles.dimension_names().chain(reached).collect();
        names.into_iter().map(str::to_owned).collect()
    }

    /// The values of a word, in order: those that entries may have, without *not stated*. A service or provider is one
    /// of the catalogue, a user or beneficiary any known actor, and a period any from the first day to the last.
    pub fn values(&self, word: &By) -> Vec<String> {
        let (_, labels) = code_table(word, &self.catalogue, &self.columns);
        let mut values = self.reached(word);
        values.extend(labels.texts().map(str::to_owned));
        values.into_iter().collect()
    }

    /// The values of a dimension, and the periods, that counts of people reached are of.
    fn reached(&self, word: &By) -> BTreeSet<String> {
        let mut values = BTreeSet::new();
        for reach in self.reach_counts() {
            match (word, word.period()) {
                (_, Some(period)) => {
                    let (from, until, _) = reach.days();
                    values.extend((period.number(from)..=period.number(until)).map(|number| period.text(number)));
                }
                (By::With(dimension), None) => values.extend(reach.value(dimension.as_str()).map(str::to_owned)),
                _ => {}
            }
        }
        values
    }
}
