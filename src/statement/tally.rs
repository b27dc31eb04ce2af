//! Tallies: statements of streams of interactions, without a ledger.

use crate::catalogue::Catalogue;
use crate::ledger::{BatchError, RecordError};
use crate::ledger::{Ledger, PartName};
use crate::number::Number;
use crate::record::Interaction;

use super::{Statement, Terms, TermsError, engine};

/// Interactions are buffered until there are this many, and then added to the statement together. Each addition costs
/// time for every line, which is small when spread over 16,384 interactions.
const BUFFERED: usize = 1 << 14;

/// A statement that is updated interaction by interaction. It keeps totals only, so that its memory grows with the
/// numbers of lines and people, and not with the number of interactions.
///
/// A tally does not check ids: an interaction that is recorded twice counts twice. It has no later appraisals, voids,
/// traces or as-of days. All other rules of validation hold (R2 to R9), and its statement is bit for bit that of a
/// ledger of the same interactions.
///
/// # Example
///
/// ```
/// use covalue::{Appraisal, By, Catalogue, Interaction, Measure, Service, Tally, date};
///
/// let catalogue =
///     Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
/// let mut tally = Tally::part(&catalogue, "march.csv", By::Service)?;
/// for change in [0.1, 0.2, -0.4] {
///     let visit = Interaction::between("ana", "physio", date(2026, 3, 2));
///     tally.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
/// }
/// assert_eq!(tally.statement().line("physio", "mobility")?.created(), 0.30000000000000004);
/// # Ok::<(), covalue::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Tally<N: Number = f64> {
    /// The interactions that are not yet in the statement, without their ids.
    buffer: Ledger<N>,
    terms: Terms,
    statement: Statement<N>,
}

impl<N: Number> Tally<N> {
    /// An empty tally without a part name.
    ///
    /// # Errors
    ///
    /// The same as for [`Ledger::statement`](crate::Ledger::statement), and
    ///
    /// - `.as_of(day)`: a tally keeps no days (R19).
    pub fn new(catalogue: &Catalogue<N>, terms: impl Into<Terms>) -> Result<Self, TermsError> {
        Self::with_part(catalogue, PartName::unnamed(), terms.into())
    }

    /// An empty tally of the part with this name. With an empty name, it is the part [without a name](Tally::new).
    ///
    /// # Errors
    ///
    /// The same as for [`new`](Tally::new).
    pub fn part(catalogue: &Catalogue<N>, name: impl AsRef<str>, terms: impl Into<Terms>) -> Result<Self, TermsError> {
        Self::with_part(catalogue, PartName::named(name.as_ref()), terms.into())
    }

    fn with_part(catalogue: &Catalogue<N>, part: PartName, terms: Terms) -> Result<Self, TermsError> {
        let terms = terms.checked()?;
        if let Some(day) = terms.get_as_of() {
            return Err(TermsError::AsOfTally { day });
        }
        let buffer = Ledger::with_part(catalogue, part);
        let statement = engine::statement(&buffer, terms.clone());
        Ok(Self { buffer, terms, statement })
    }

    /// Adds an interaction.
    ///
    /// # Errors
    ///
    /// The first fault, by rule: the same as for [`Ledger::record`](crate::Ledger::record), except for R1. The tally
    /// then stays unchanged.
    pub fn record(&mut self, interaction: Interaction<N>) -> Result<(), RecordError> {
        self.buffer.record_without_id(&interaction)?;
        self.flush_if_full();
        Ok(())
    }

    /// Adds all of these interactions or none, and returns their number. They are all buffered until the last is
    /// validated.
    ///
    /// # Errors
    ///
    /// The first interaction that [`record`](Tally::record) would refuse, with its index. The tally then stays
    /// unchanged.
    pub fn record_all(&mut self, interactions: impl IntoIterator<Item = Interaction<N>>) -> Result<usize, BatchError> {
        let count = self.buffer.record_all_without_ids(interactions)?;
        self.flush_if_full();
        Ok(count)
    }

    /// The statement of all interactions so far.
    pub fn statement(&self) -> Statement<N> {
        // A clone, so that reading a statement early does not change when the buffer is flushed.
        let mut whole = self.clone();
        whole.flush();
        whole.statement
    }

    fn flush_if_full(&mut self) {
        if self.buffer.len() >= BUFFERED {
            self.flush();
        }
    }

    /// Adds the buffered interactions to the statement and clears the buffer.
    fn flush(&mut self) {
        let more = engine::statement(&self.buffer, self.terms.clone());
        self.statement.merge_same_part(&more);
        self.buffer.clear();
    }
}
