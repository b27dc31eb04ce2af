//! Two ledgers as one.

use jiff::civil::Date;

use super::{Ledger, MergeLedgersError};
use crate::number::Number;

impl<N: Number> Ledger<N> {
    /// Takes in all entries of another ledger, checked as if they came one by one; the catalogues are joined, and what
    /// either has closed is closed.
    ///
    /// # Errors
    ///
    /// See [`MergeLedgersError`]; this ledger stays as it was.
    ///
    /// - two ledgers of one part name, or two without one: R17;
    /// - a measure or service that the other defines otherwise, an id that both have: R1;
    /// - an entry of one in the period that the other has closed: R9.
    ///
    /// # Example
    ///
    /// ```
    /// # use covalue::{Catalogue, Interaction, Ledger, Service, date};
    /// # let catalogue = Catalogue::<f64>::new([], [Service::new("physio", "clinic")])?;
    /// let (mut north, mut south) = (Ledger::part(&catalogue, "north"), Ledger::part(&catalogue, "south"));
    /// north.record(Interaction::between("ana", "physio", date(2026, 3, 2)))?;
    /// south.record(Interaction::between("ben", "physio", date(2026, 3, 2)))?;
    /// north.merge(&south)?;
    /// assert_eq!((north.len(), north.parts().count()), (2, 2));
    /// assert_eq!(north.merge(&south).unwrap_err().to_string(), "R17: part south is in both ledgers");
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn merge(&mut self, other: &Self) -> Result<(), MergeLedgersError> {
        if let Some(part) = other.parts.iter().find(|part| self.parts.contains(part)) {
            return Err(MergeLedgersError::SamePart { part: part.shown() });
        }
        let closed_there = other.closed.and_then(|closed| self.closed_there(closed));
        let (catalogue, mark) = (self.catalogue.clone(), self.columns.mark());
        // The period that the other closed comes last, as an entry's own closed period does among its faults.
        let taken_in = self.take_in(other).and_then(|()| closed_there.map_or(Ok(()), Err));
        if let Err(error) = taken_in {
            self.catalogue = catalogue;
            self.columns.go_back(mark);
            return Err(error);
        }
        self.parts.extend(other.parts.iter().cloned());
        self.closed = self.closed.max(other.closed);
        Ok(())
    }

    fn take_in(&mut self, other: &Self) -> Result<(), MergeLedgersError> {
        self.catalogue.merge(&other.catalogue)?;
        for interaction in other.interactions() {
            self.record(interaction)?;
        }
        for (id, appraisal) in other.later_appraisals() {
            self.appraise(id, appraisal)?;
        }
        for (id, void) in other.voids() {
            self.void(id, void)?;
        }
        Ok(())
    }

    /// What is here in a period that another ledger closed; what refers to an interaction is never known before it.
    fn closed_there(&self, closed: Date) -> Option<MergeLedgersError> {
        let (ids, days) = (&self.columns.ids, &self.columns.known);
        let known = |row: u32| days[row as usize];
        // By id too, so that equal ledgers, which may have their entries in another order, fail alike.
        let first = (0..days.len() as u32)
            .filter(|&row| known(row) <= closed)
            .min_by_key(|&row| (known(row), ids.text(row)))?;
        Some(MergeLedgersError::ClosedThere { id: self.id_at(first), known: known(first), closed })
    }
}
