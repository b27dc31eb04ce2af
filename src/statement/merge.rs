//! Statements of parts as one.

use std::collections::BTreeSet;

use super::index::Union;
use super::{People, Statement, Terms};
use crate::catalogue::CatalogueError;
use crate::ledger::PartName;
use crate::number::Number;
use crate::rule::Rule;

/// Why two statements were not merged.
///
/// When several apply, the first in this list is reported.
///
/// # Example
///
/// ```
/// # use covalue::{By, Catalogue, Ledger, Rule, Service};
/// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
/// # let mut ledger = Ledger::new(&catalogue);
/// let refused = ledger.statement(By::Service)?.merge(ledger.statement(By::Year)?).unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     "R17: the terms differ: by service, change from before, users' own appraisals, \
///      and by year, change from before, users' own appraisals",
/// );
/// assert_eq!(refused.rule(), Rule::R17);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MergeError {
    /// They are of other terms.
    #[error("R17: the terms differ: {here}, and {there}")]
    Terms {
        /// The terms of this one, in words.
        here: String,
        /// The terms of the other.
        there: String,
    },
    /// Readings are by other rules.
    #[error("R17: readings by other rules: {here}, and {there}")]
    Rule {
        /// The rule of this one.
        here: String,
        /// The rule of the other.
        there: String,
    },
    /// A part is in both, and would count twice.
    #[error("R17: the part {part} is in both statements")]
    SamePart {
        /// The part's name.
        part: String,
    },
    /// They define a measure or a service in two ways.
    #[error("R17: another definition in the other statement: {}", .0.fault())]
    Definition(CatalogueError),
    /// People are counted in both, and the reading keeps no changes of theirs that could be added up.
    #[error("R17: {} counted in both parts: merge the ledgers, and read the whole", people_are(*.people))]
    SamePeople {
        /// How many people are in both.
        people: usize,
    },
}

/// A number of people with its verb.
fn people_are(people: usize) -> String {
    if people == 1 { "1 person is".to_owned() } else { format!("{people} people are") }
}

impl MergeError {
    /// The rule that was broken.
    pub fn rule(&self) -> Rule {
        Rule::R17
    }

    /// Whether two things are of the same terms.
    pub(crate) fn check_terms(here: &Terms, there: &Terms) -> Result<(), Self> {
        if here == there {
            return Ok(());
        }
        Err(Self::Terms { here: here.to_string(), there: there.to_string() })
    }

    /// Whether two things have no part in common.
    pub(crate) fn check_parts(here: &BTreeSet<PartName>, there: &BTreeSet<PartName>) -> Result<(), Self> {
        match there.iter().find(|part| here.contains(part)) {
            Some(part) => Err(Self::SamePart { part: part.label() }),
            None => Ok(()),
        }
    }

    /// Whether two things have no person in common.
    pub(crate) fn check_people(here: &People, there: &People) -> Result<(), Self> {
        match here.count_common(there) {
            0 => Ok(()),
            people => Err(Self::SamePeople { people }),
        }
    }
}

impl<N: Number> Statement<N> {
    /// Both statements as one: the same as of one ledger of all their entries, bit for bit (R12).
    ///
    /// # Errors
    ///
    /// See [`MergeError`]. To keep this one where the other is refused, use [`merge_in`](Statement::merge_in).
    ///
    /// - statements of other terms;
    /// - a part that is in both; two without a part name;
    /// - another definition of a measure or a service.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, Statement, date};
    /// # let catalogue = Catalogue::new([Measure::lower_is_better("pain", "points")],
    /// #     [Service::new("physio", "clinic")])?;
    /// let mut whole = Statement::empty();
    /// for (month, change) in [("march", -2.0), ("april", 1.0)] {
    ///     let mut part = Ledger::part(&catalogue, month);
    ///     let visit = Interaction::between("ana", "physio", date(2026, 3, 2)).id(month);
    ///     part.record(visit.appraisal(Appraisal::of("pain").change(change)))?;
    ///     whole = whole.merge(part.statement(By::Service)?)?;
    /// }
    /// assert_eq!(whole.parts().collect::<Vec<_>>(), ["april", "march"]);
    /// assert_eq!(whole.line("physio", "pain")?.net(), 1.0);
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn merge(mut self, other: Self) -> Result<Self, MergeError> {
        if self.terms.is_none() {
            return Ok(other);
        }
        self.merge_in(&other)?;
        Ok(self)
    }

    /// Adds another statement to this one.
    ///
    /// # Errors
    ///
    /// As [`merge`](Statement::merge); this statement stays as it was.
    pub fn merge_in(&mut self, other: &Self) -> Result<(), MergeError> {
        let (here, there) = match (&self.terms, &other.terms) {
            (_, None) => return Ok(()),
            (None, Some(_)) => {
                *self = other.clone();
                return Ok(());
            }
            (Some(here), Some(there)) => (here, there),
        };
        MergeError::check_terms(here, there)?;
        MergeError::check_parts(&self.parts, &other.parts)?;
        let mut catalogue = self.catalogue.clone();
        catalogue.merge(&other.catalogue).map_err(MergeError::Definition)?;
        self.catalogue = catalogue;
        self.parts.extend(other.parts.iter().cloned());
        self.merge_same_part(other);
        Ok(())
    }

    /// Adds the lines and people of another statement of the same terms.
    pub(super) fn merge_same_part(&mut self, other: &Self) {
        self.people.merge(&other.people);
        if self.index == other.index {
            self.cells.merge(&other.cells);
            return;
        }
        let Union { both, here, there } = self.index.union(&other.index);
        self.cells = std::mem::take(&mut self.cells).spread(&here, both.len());
        self.cells.merge(&other.cells.clone().spread(&there, both.len()));
        self.index = both;
    }
}
