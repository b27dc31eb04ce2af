//! Names and values that terms ask for and no entry states.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{Baseline, By, Dimension, Terms};
use crate::ledger::Ledger;
use crate::number::Number;
use crate::printable::clip;
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
    /// No user, no interaction and no count of people reached has a value in this dimension.
    Dimension(Dimension),
    /// No interaction, no appraisal that is made or due and no count of people reached has this value of this word.
    Value(By, String),
}

impl fmt::Display for Unseen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reference(name) => f.write_str(&clip(&Baseline::Named(name.clone()).to_string())),
            Self::Dimension(dimension) => f.write_str(&clip(&By::With(dimension.clone()).to_string())),
            Self::Value(word, value) => write!(f, "{}={}", clip(&word.to_string()), clip(value)),
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
    /// A value is unseen if no interaction, no appraisal that is made or due and no count of people reached has it. Entries
    /// that are void, or known only after the as-of day, count too. *Not stated* is never an unseen value.
    ///
    /// Against a reference that no entry states every appraisal is left out. A grouping by a dimension that no entry states
    /// has one line, *not stated*, so that its lines add up to the whole. A filter by an unseen value selects no row.
    /// [`references`](Ledger::references),
    /// [`dimensions`](Ledger::dimensions) and [`values`](Ledger::values) are what the ledger has instead.
    pub fn unseen(&self, terms: impl Into<Terms>) -> Vec<Unseen> {
        let terms = terms.into();
        let reference = match terms.get_baseline() {
            Baseline::Named(name) if !self.references().contains(&name.as_str().to_owned()) => Some(name.clone()),
            _ => None,
        };
        let named: BTreeSet<&By> = terms.grouping().words().iter().chain(terms.only_words().words()).collect();
        let stated = self.dimensions();
        let unstated = |word: &By| match word {
            // Sorted by name.
            By::With(dimension) if stated.binary_search_by(|name| name.as_str().cmp(dimension.as_str())).is_err() => {
                Some(dimension.clone())
            }
            _ => None,
        };
        let dimensions = named.into_iter().filter_map(unstated).map(Unseen::Dimension);
        let filters = terms.only_words().words().filter(|word| unstated(word).is_none());
        let seen: BTreeMap<&By, BTreeSet<String>> = filters.map(|word| (word, self.seen(word))).collect();
        // A filter by *not stated* names nothing that could be misspelt.
        let values = terms.get_only().filter_map(|(word, value)| {
            let is_seen = seen.get(word)?.contains(value?);
            (!is_seen).then(|| Unseen::Value(word.clone(), value.unwrap_or_default().to_owned()))
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
    /// let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic"), Service::new("choir", "church")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// let user = User::new("ana").with("district", "north").with("age", "over 80");
    /// ledger.record(Interaction::between(user, "physio", date(2026, 3, 2)))?;
    /// assert_eq!(ledger.dimensions(), ["age", "district"]);
    /// assert_eq!(ledger.values(&By::with("district")), ["north"]);
    /// assert_eq!(ledger.values(&By::Month), ["2026-03"]);
    /// assert_eq!(ledger.values(&By::Service), ["physio"]);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn dimensions(&self) -> Vec<String> {
        let profiles = &self.columns.profiles;
        let reached = self.reach_counts().flat_map(|reach| reach.dimensions().map(|(dimension, _)| dimension));
        let names: BTreeSet<&str> = profiles.dimension_names().chain(reached).collect();
        names.into_iter().map(str::to_owned).collect()
    }

    /// The values of a word that entries have, in order, without *not stated*. Entries that are void count, too: their
    /// values are not misspelt.
    pub fn values(&self, word: &By) -> Vec<String> {
        self.seen(word).into_iter().collect()
    }
}
