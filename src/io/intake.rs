//! What was read.

use super::Refusal;

/// What a journal or a table brought into a ledger, by number.
///
/// # Example
///
/// ```
/// use covalue::{Catalogue, Ledger, journal};
///
/// let mut ledger = Ledger::<f64>::new(&Catalogue::empty());
/// let intake = journal::read(&mut ledger, &br#"{"service":{"id":"physio","provider":"clinic"}}"#[..])?;
/// assert_eq!((intake.line_count(), intake.declaration_count(), intake.interaction_count()), (1, 1, 0));
/// # Ok::<(), covalue::error::ReadError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intake {
    pub(super) lines: u64,
    pub(super) declarations: u64,
    pub(super) interactions: u64,
    pub(super) later_appraisals: u64,
    pub(super) voids: u64,
    pub(super) refused: Vec<Refusal>,
}

impl Intake {
    #[cfg(feature = "json")]
    pub(super) fn count(&mut self, kind: super::journal::entries::Kind) {
        use super::journal::entries::Kind;

        *match kind {
            Kind::Measure | Kind::Service => &mut self.declarations,
            Kind::Interaction => &mut self.interactions,
            Kind::Appraisal => &mut self.later_appraisals,
            Kind::Void => &mut self.voids,
        } += 1;
    }

    /// Lines read, blank ones among them.
    pub fn line_count(&self) -> u64 {
        self.lines
    }

    /// Measures and services declared, those declared before among them.
    pub fn declaration_count(&self) -> u64 {
        self.declarations
    }

    /// Interactions recorded.
    pub fn interaction_count(&self) -> u64 {
        self.interactions
    }

    /// Appraisals that came later than their interaction.
    pub fn later_appraisal_count(&self) -> u64 {
        self.later_appraisals
    }

    /// Interactions taken back.
    pub fn void_count(&self) -> u64 {
        self.voids
    }

    /// What was refused, by its line; nothing, unless it was read leniently.
    pub fn refused(&self) -> &[Refusal] {
        &self.refused
    }
}
