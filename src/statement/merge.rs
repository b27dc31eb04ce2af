//! Merges the statements of parts.

use std::collections::BTreeSet;

use super::index::Union;
use super::{People, Statement, Terms};
use crate::catalogue::CatalogueError;
use crate::ledger::{PartName, part_text};
use crate::number::Number;
use crate::rule::Rule;

/// The error if two statements or analyses cannot be merged.
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
    /// The terms differ.
    #[error("R17: the terms differ: {here}, and {there}")]
    Terms {
        /// The terms of the first, in words.
        here: String,
        /// The terms of the second.
        there: String,
    },
    /// The rules of two analyses differ.
    #[error("R17: the rules differ: {here}, and {there}")]
    Rule {
        /// The rule of the first, with names in quotes.
        here: String,
        /// The rule of the second.
        there: String,
    },
    /// Both contain the same part, which would count twice.
    #[error(
        "R17: the part {} is in both statements: it counts once, and another part needs another name",
        part_text(.part)
    )]
    SamePart {
        /// The name of the part; empty if it has none.
        part: String,
    },
    /// Their catalogues define a measure or a service differently.
    #[error("R17: the definitions differ: {}", .0.fault())]
    Definition(CatalogueError),
    /// Both count the same people, and the analysis does not keep the changes of each person, which would have to be
    /// added.
    #[error("R17: {} counted in both parts: merge the ledgers, and analyse the whole", people_are(*.people))]
    SamePeople {
        /// The number of people that both count.
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

    /// Checks that the terms are equal.
    pub(crate) fn check_terms(here: &Terms, there: &Terms) -> Result<(), Self> {
        if here == there {
            return Ok(());
        }
        Err(Self::Terms { here: here.to_string(), there: there.to_string() })
    }

    /// Checks that no part is in both.
    pub(crate) fn check_parts(here: &BTreeSet<PartName>, there: &BTreeSet<PartName>) -> Result<(), Self> {
        match there.iter().find(|part| here.contains(part)) {
            Some(part) => Err(Self::SamePart { part: part.name().unwrap_or_default().to_owned() }),
            None => Ok(()),
        }
    }

    /// Checks that no person is in both.
    pub(crate) fn check_people(here: &People, there: &People) -> Result<(), Self> {
        match here.count_common(there) {
            0 => Ok(()),
            people => Err(Self::SamePeople { people }),
        }
    }
}

impl<N: Number> Statement<N> {
    /// The statement of both: bit for bit the same as that of one ledger with all entries (R12).
    ///
    /// # Errors
    ///
    /// See [`MergeError`]. Use [`merge_in`](Statement::merge_in) to keep this statement if the other is refused.
    ///
    /// - different terms;
    /// - a part that is in both, or two parts without a name;
    /// - different definitions of a measure or a service.
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
    /// The same as for [`merge`](Statement::merge). This statement then stays unchanged.
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
        // On a clone, so that a refused merge leaves this statement unchanged.
        let mut catalogue = self.catalogue.clone();
        catalogue.merge(&other.catalogue).map_err(MergeError::Definition)?;
        self.catalogue = catalogue;
        self.parts.extend(other.parts.iter().cloned());
        self.merge_same_part(other);
        Ok(())
    }

    /// Adds the lines and people of another statement with the same terms, without checks.
    pub(super) fn merge_same_part(&mut self, other: &Self) {
        self.people.merge(&other.people);
        self.excluded.merge(&other.excluded);
        // With equal lines, cells are added as they stand. Else both sides are moved to the rows of the union first.
        if self.index == other.index {
            self.cells.merge(&other.cells);
            return;
        }
        let Union { both, here, there } = self.index.union(&other.index);
        self.cells = std::mem::take(&mut self.cells).scattered(&here, both.len());
        self.cells.merge(&other.cells.clone().scattered(&there, both.len()));
        self.index = both;
    }
}
