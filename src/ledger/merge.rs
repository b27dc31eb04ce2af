//! Merging two ledgers.

use jiff::civil::Date;

use super::{Ledger, MergeLedgersError};
use crate::number::Number;

impl<N: Number> Ledger<N> {
    /// Adds all entries of another ledger, each validated as if it were recorded here. The catalogues are merged, and
    /// the later of the two closed periods applies.
    ///
    /// # Errors
    ///
    /// See [`MergeLedgersError`]; this ledger stays as it was.
    ///
    /// - two ledgers of one part name, or two without one: R17;
    /// - a measure or service that the other defines differently, an id that both have: R1;
    /// - an entry of one in the period that the other has closed: R9;
    /// - counts of people reached of overlapping periods: R48.
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
    /// assert_eq!(north.merge(&south).unwrap_err().to_string(), "R17: the part `south` is in both ledgers: it counts once, and another part needs another name");
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn merge(&mut self, other: &Self) -> Result<(), MergeLedgersError> {
        if let Some(part) = other.parts.iter().find(|part| self.parts.contains(part)) {
            return Err(MergeLedgersError::SamePart { part: part.name().unwrap_or_default().to_owned() });
        }
        let closed_there = other.closed.and_then(|closed| {
            let reach = || self.columns.reach.first_known_by(closed);
            let error = |(service, known)| MergeLedgersError::ReachClosedThere { service, known, closed };
            self.closed_there(closed).or_else(|| reach().map(error))
        });
        // The other's closed period is checked last, as among the faults of an entry.
        self.all_or_none(|ledger| ledger.add_entries(other).and_then(|()| closed_there.map_or(Ok(()), Err)))?;
        self.parts.extend(other.parts.iter().cloned());
        // Tombstones have the names of the parts, so those of more parts count from 1.
        self.last_tombstone = 0;
        self.closed = self.closed.max(other.closed);
        Ok(())
    }

    fn add_entries(&mut self, other: &Self) -> Result<(), MergeLedgersError> {
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
        for reach in other.reach_counts() {
            self.record_reach(reach.clone())?;
        }
        Ok(())
    }

    /// The fault that an interaction lies in the period that another ledger closed. Later appraisals and voids need no
    /// check: they are not known before their interaction.
    fn closed_there(&self, closed: Date) -> Option<MergeLedgersError> {
        if self.columns.first_known.is_none_or(|first| first > closed) {
            return None;
        }
        let (ids, days) = (&self.columns.ids, &self.columns.known);
        let known = |row: u32| days[row as usize];
        // The id breaks ties, so that equal ledgers give the same error in any order of their entries.
        let first = (0..days.len() as u32)
            .filter(|&row| known(row) <= closed)
            .min_by_key(|&row| (known(row), ids.text(row)))?;
        Some(MergeLedgersError::ClosedThere { id: self.id_at(first), known: known(first), closed })
    }
}
