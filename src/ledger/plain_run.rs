//! Runs of interactions of the simplest kind, whose columns a statement can read as slices, without a lookup a row.

use std::ops::Range;

use jiff::civil::Date;

use super::appraisals::{AppraisalFlags, Reference};
use super::store::Columns;
use crate::getters::methods;
use crate::number::Number;
use crate::record::PartialDate;

/// Consecutive interactions on known days with one user and no other party, and one appraisal each: the user's own of
/// themself. None is void or has later appraisals.
///
/// Nearly all books consist of such runs. A statement over them is 3.3 times as fast as one that looks up every row.
#[derive(Clone, Copy)]
pub(crate) struct PlainRun<'a, N> {
    columns: &'a Columns<N>,
    /// The first interaction, and the row of its appraisal. Both ranges are equally long, and in the same order.
    first: usize,
    first_row: usize,
    len: usize,
}

impl<N: Number> Columns<N> {
    /// The run of these interactions, if all are of the simplest kind.
    pub(crate) fn plain_run(&self, interactions: Range<usize>) -> Option<PlainRun<'_, N>> {
        let rows = self.appraisals_of(interactions.start).start..self.appraisals_end_of(interactions.clone())?;
        let (first, first_row, len) = (interactions.start, rows.start, interactions.len());
        let inside = &self.inside;
        let is_plain = rows.len() == len
            && self.one_appraisal_each(interactions.clone(), first_row)
            && !self.flags[interactions.clone()].iter().any(|flags| flags.has_later() | flags.is_void())
            && !self.have_parties(interactions.clone())
            && !self.have_partial_dates(interactions.clone())
            && AppraisalFlags::all_own_of_users(&inside.flags[rows.clone()])
            && inside.beneficiary[rows] == self.user[interactions];
        is_plain.then_some(PlainRun { columns: self, first, first_row, len })
    }
}

impl<'a, N: Number> PlainRun<'a, N> {
    methods! { pub(crate) self:
        columns: &'a Columns<N> = self.columns;
        /// The range of interactions.
        interactions: Range<usize> = self.first..self.first + self.len;
        /// The rows of their appraisals.
        rows: Range<usize> = self.first_row..self.first_row + self.len;
        /// Whether any appraisal has a day, a follow-up or a source other than the default.
        has_details: bool = self.columns.inside.have_details(self.rows());
    }

    /// The days of the interactions.
    pub(crate) fn days(&self) -> impl Iterator<Item = PartialDate> {
        self.columns.days(self.interactions())
    }

    /// Whether every entry is known by a day.
    pub(crate) fn is_known(&self, day: Date) -> bool {
        self.columns.known[self.interactions()].iter().all(|&known| known <= day) && !self.has_details()
    }

    /// The outcome and the reference of each appraisal, if all have both, and the same other levels.
    pub(crate) fn levels(&self, reference: Reference) -> Option<impl Iterator<Item = (&'a N, &'a N)>> {
        self.columns.inside.uniform_levels(self.rows(), reference)
    }
}
