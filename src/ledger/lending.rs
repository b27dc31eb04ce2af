//! The follow-ups that take a level from an earlier one (R47).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::appraisals::{Appraisals, Level, Reference};
use super::store::Columns;
use crate::number::Number;

/// An appraisal by the columns that hold it and its row.
type AppraisalAt<'a, N> = (&'a Appraisals<N>, usize);

/// The follow-ups of one series, each in the version that stands, with its days known and made.
type Standing<'a, N> = BTreeMap<u32, ((Date, Date), AppraisalAt<'a, N>)>;

fn is_same<N>((one, row): AppraisalAt<'_, N>, (other, other_row): AppraisalAt<'_, N>) -> bool {
    std::ptr::eq(one, other) && row == other_row
}

impl<N: Number> Columns<N> {
    /// The later follow-ups that take a level from an appraisal as the books stand on the day `to`, or took one from the
    /// version that stood in its place on the day `from`. Those with a bare change need none.
    pub(super) fn lends_to(&self, interaction: u32, lender: AppraisalAt<'_, N>, [from, to]: [Date; 2]) -> Vec<u32> {
        if self.appraisals_of(interaction as usize).len() + self.later_of(interaction).take(2).count() < 2 {
            return Vec::new();
        }
        let standing = self.standing_beside(interaction, lender, to);
        let follow_up = lender.0.days_and_follow_up(lender.1, self.default_days(interaction as usize)).2;
        if !standing.get(&follow_up).is_some_and(|(_, one)| is_same(*one, lender)) {
            // A later version stands in its place.
            return Vec::new();
        }
        let mut borrowers = borrowers(&standing, follow_up);
        borrowers.extend(self::borrowers(&self.standing_beside(interaction, lender, from), follow_up));
        borrowers.into_iter().collect()
    }

    /// The follow-ups of the same beneficiary, measure and kind of source, each in the version that stands on a day.
    fn standing_beside(&self, interaction: u32, (appraisals, row): AppraisalAt<'_, N>, as_of: Date) -> Standing<'_, N> {
        let series =
            |held: &Appraisals<N>, at: usize| (held.beneficiary[at], held.measure[at], held.flags[at].source_index());
        let wanted = series(appraisals, row);
        let inside = self.appraisals_of(interaction as usize).map(|at| (&self.inside, at));
        let all = inside.chain(self.later_of(interaction).map(|at| (&self.later, at)));
        let mut standing = Standing::new();
        for (held, at) in all.filter(|&(held, at)| series(held, at) == wanted) {
            let (made, known, follow_up) = held.days_and_follow_up(at, self.default_days(interaction as usize));
            let version = (known, made);
            if known <= as_of && standing.get(&follow_up).is_none_or(|(other, _)| *other < version) {
                standing.insert(follow_up, (version, (held, at)));
            }
        }
        standing
    }
}

/// The follow-ups that take a level from this one.
fn borrowers<N: Number>(standing: &Standing<'_, N>, follow_up: u32) -> BTreeSet<u32> {
    let Some((_, (lender, row))) = standing.get(&follow_up) else { return BTreeSet::new() };
    let names = lender.named_references(*row).map(|name| Reference::Named(Some(name)));
    let levels = [Level::Before, Level::Expected].map(Reference::Level);
    let mut borrowers = BTreeSet::new();
    for level in levels.into_iter().chain(names).filter(|&level| lender.reference(*row, level).is_some()) {
        let later = standing.range(follow_up + 1..).map(|(follow_up, (_, one))| (*follow_up, *one));
        let without = later.take_while(|(_, (held, at))| held.reference(*at, level).is_none());
        let taking = without.filter(|(_, (held, at))| !held.flags[*at].has(Level::Change));
        borrowers.extend(taking.map(|(follow_up, _)| follow_up));
    }
    borrowers
}
