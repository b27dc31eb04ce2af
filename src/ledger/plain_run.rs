//! Stretches of the books in which every interaction is of the plainest kind, so that columns can be read as they stand.

use std::ops::Range;

use jiff::civil::Date;

use super::appraisals::{Level, Marks};
use super::store::Columns;
use crate::number::Number;

/// Interactions one after the other that each have one user and no other party, and one appraisal: the user's own word
/// about themself; none of them void or appraised later.
#[derive(Clone, Copy)]
pub(crate) struct Stretch<'a, N> {
    columns: &'a Columns<N>,
    /// The first interaction, and its appraisal's row.
    first: usize,
    first_row: usize,
    len: usize,
}

impl<N: Number> Columns<N> {
    /// These interactions, if all are of the plainest kind.
    pub(crate) fn stretch(&self, interactions: Range<usize>) -> Option<Stretch<'_, N>> {
        let rows = self.appraisals_of(interactions.start).start..self.appraisals_end_of(interactions.clone())?;
        let (first, first_row, len) = (interactions.start, rows.start, interactions.len());
        let inside = &self.inside;
        let is_plain = rows.len() == len
            && self.one_appraisal_each(interactions.clone(), first_row)
            && !self.flags[interactions.clone()].iter().any(|flags| flags.has_later() | flags.is_void())
            && !self.have_parties(interactions.clone())
            && Marks::all_own_of_users(&inside.marks[rows.clone()])
            && inside.beneficiary[rows] == self.user[interactions];
        is_plain.then_some(Stretch { columns: self, first, first_row, len })
    }
}

impl<'a, N: Number> Stretch<'a, N> {
    pub(crate) fn columns(&self) -> &'a Columns<N> {
        self.columns
    }

    /// The interactions.
    pub(crate) fn interactions(&self) -> Range<usize> {
        self.first..self.first + self.len
    }

    /// Their appraisals' rows.
    pub(crate) fn rows(&self) -> Range<usize> {
        self.first_row..self.first_row + self.len
    }

    /// Whether all is known by a day.
    pub(crate) fn is_known(&self, day: Date) -> bool {
        self.columns.known[self.interactions()].iter().all(|&known| known <= day) && !self.has_details()
    }

    /// Whether any appraisal has a day, a follow-up or a source of its own.
    pub(crate) fn has_details(&self) -> bool {
        self.columns.inside.have_details(self.rows())
    }

    /// The outcome and a reference of each, if all have both and the same other levels.
    pub(crate) fn levels(&self, reference: Level) -> Option<impl Iterator<Item = (&'a N, &'a N)>> {
        self.columns.inside.levels_alike(self.rows(), reference)
    }
}
