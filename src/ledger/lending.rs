//! The follow-ups that take a level from an earlier one (R47).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::appraisals::{Appraisals, Level, Reference};
use super::store::Columns;
use crate::number::Number;

/// An appraisal by the columns that hold it and its row.
type At<'a, N> = (&'a Appraisals<N>, usize);

impl<N: Number> Columns<N> {
    /// The later follow-ups that take a level from an appraisal, as the books stood on a day. Those with a bare change
    /// need none.
    pub(super) fn lends_to(&self, interaction: u32, lender: At<'_, N>, as_of: Date) -> Vec<u32> {
        let standing = self.follow_ups_beside(interaction, lender, as_of);
        let (appraisals, row) = lender;
        let follow_up = appraisals.days_and_follow_up(row, self.default_days(interaction as usize)).2;
        if standing.get(&follow_up).is_none_or(|&(held, at)| !std::ptr::eq(held, appraisals) || at != row) {
            // A later version stands in its place.
            return Vec::new();
        }
        let names = appraisals.named_references(row).map(|name| Reference::Named(Some(name)));
        let levels = [Level::Before, Level::Expected].map(Reference::Level);
        let mut borrowers = BTreeSet::new();
        for level in levels.into_iter().chain(names).filter(|&level| appraisals.reference(row, level).is_some()) {
            let later = standing.range(follow_up + 1..);
            let without = later.take_while(|&(_, &(held, at))| held.reference(at, level).is_none());
            let taking = without.filter(|&(_, &(held, at))| !held.flags[at].has(Level::Change));
            borrowers.extend(taking.map(|(&follow_up, _)| follow_up));
        }
        borrowers.into_iter().collect()
    }

    /// The follow-ups of the same beneficiary, measure and kind of source, each in the version that stood on a day.
    fn follow_ups_beside(
        &self,
        interaction: u32,
        (appraisals, row): At<'_, N>,
        as_of: Date,
    ) -> BTreeMap<u32, At<'_, N>> {
        let series =
            |held: &Appraisals<N>, at: usize| (held.beneficiary[at], held.measure[at], held.flags[at].source_index());
        let wanted = series(appraisals, row);
        let inside = self.appraisals_of(interaction as usize).map(|at| (&self.inside, at));
        let all = inside.chain(self.later_of(interaction).map(|at| (&self.later, at)));
        let mut standing: BTreeMap<u32, ((Date, Date), At<'_, N>)> = BTreeMap::new();
        for (held, at) in all.filter(|&(held, at)| series(held, at) == wanted) {
            let (made, known, follow_up) = held.days_and_follow_up(at, self.default_days(interaction as usize));
            let version = (known, made);
            if known <= as_of && standing.get(&follow_up).is_none_or(|(other, _)| *other < version) {
                standing.insert(follow_up, (version, (held, at)));
            }
        }
        standing.into_iter().map(|(follow_up, (_, at))| (follow_up, at)).collect()
    }
}
