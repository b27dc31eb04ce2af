//! A statement without a ledger, for streams of whole interactions.

use crate::catalogue::Catalogue;
use crate::ledger::{BatchError, RecordError};
use crate::ledger::{Ledger, PartName};
use crate::number::Number;
use crate::record::Interaction;

use super::{Statement, Terms, TermsError, engine};

/// Interactions held until they are stated together: many enough that stating costs little for each.
const HELD: usize = 1 << 14;

/// A statement without a ledger: it takes whole interactions as they pass and keeps only totals, so its memory follows
/// the lines and the people, and not the interactions.
///
/// The price: no identity check, so what passes twice counts twice; no trace, no later appraisal, no void, and no as-of
/// day. All other rules of the door hold (R2 to R9), and the statement is the one a ledger would give, bit for bit.
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
    /// What was not stated yet; its ids are left empty.
    held: Ledger<N>,
    terms: Terms,
    stated: Statement<N>,
}

impl<N: Number> Tally<N> {
    /// An empty tally without a part name.
    ///
    /// # Errors
    ///
    /// As for a statement, see [`TermsError`]; and
    ///
    /// - `.as_of(day)`: a tally keeps no days (R19).
    pub fn new(catalogue: &Catalogue<N>, terms: impl Into<Terms>) -> Result<Self, TermsError> {
        Self::with_part(catalogue, PartName::unnamed(), terms.into())
    }

    /// An empty tally that is one part of a whole, by name. An empty name is none: the part is the one
    /// [without a name](Tally::new).
    ///
    /// # Errors
    ///
    /// As [`new`](Tally::new).
    pub fn part(catalogue: &Catalogue<N>, name: impl AsRef<str>, terms: impl Into<Terms>) -> Result<Self, TermsError> {
        Self::with_part(catalogue, PartName::named(name.as_ref()), terms.into())
    }

    fn with_part(catalogue: &Catalogue<N>, part: PartName, terms: Terms) -> Result<Self, TermsError> {
        let terms = terms.checked()?;
        if let Some(day) = terms.get_as_of() {
            return Err(TermsError::AsOfTally { day });
        }
        let held = Ledger::with_part(catalogue, part);
        let stated = engine::state(&held, terms.clone());
        Ok(Self { held, terms, stated })
    }

    /// Takes an interaction in.
    ///
    /// # Errors
    ///
    /// The first fault, by rule, as of [`Ledger::record`](crate::Ledger::record) but for R1; the tally stays as it was.
    pub fn record(&mut self, interaction: Interaction<N>) -> Result<(), RecordError> {
        self.held.record_without_id(&interaction)?;
        if self.held.len() >= HELD {
            self.state();
        }
        Ok(())
    }

    /// Takes interactions in, all or none, and gives their number. Until the last is in, all of them are held.
    ///
    /// # Errors
    ///
    /// The first entry that [`record`](Tally::record) would refuse, and its place; the tally stays as it was.
    pub fn record_all(&mut self, interactions: impl IntoIterator<Item = Interaction<N>>) -> Result<usize, BatchError> {
        let count = self.held.record_all_without_ids(interactions)?;
        if self.held.len() >= HELD {
            self.state();
        }
        Ok(count)
    }

    /// The statement of all that was taken in.
    pub fn statement(&self) -> Statement<N> {
        let mut whole = self.clone();
        whole.state();
        whole.stated
    }

    /// States what is held, and lets it go.
    fn state(&mut self) {
        let more = engine::state(&self.held, self.terms.clone());
        self.stated.merge_same_part(&more);
        self.held.clear();
    }
}
