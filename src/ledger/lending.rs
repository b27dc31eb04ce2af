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

/// The beneficiary, the measure and the kind of source of a series of follow-ups.
type SeriesKey = (u32, u32, usize);

/// The levels that the follow-ups of an interaction lend to each other on two days. It is built once for an interaction,
/// since to search its appraisals for each of them would take time that grows with the square of their number.
pub(super) struct LentLevels<'a, N> {
    /// The follow-ups of each series as they stand on the first and on the last day.
    series: BTreeMap<SeriesKey, [Standing<'a, N>; 2]>,
    days: (Date, Date),
}

impl<'a, N: Number> LentLevels<'a, N> {
    /// The levels of an interaction on the days `from` and `to`.
    pub(super) fn new(columns: &'a Columns<N>, interaction: u32, days: [Date; 2]) -> Self {
        let defaults = columns.default_days(interaction as usize);
        let mut series: BTreeMap<SeriesKey, [Standing<'a, N>; 2]> = BTreeMap::new();
        let inside = columns.appraisals_of(interaction as usize).map(|at| (&columns.inside, at));
        for (held, at) in inside.chain(columns.later_of(interaction).map(|at| (&columns.later, at))) {
            let (made, known, follow_up) = held.days_and_follow_up(at, defaults);
            let version = (known, made);
            for (standing, day) in series.entry(series_key((held, at))).or_default().iter_mut().zip(days) {
                if known <= day && standing.get(&follow_up).is_none_or(|(other, _)| *other < version) {
                    standing.insert(follow_up, (version, (held, at)));
                }
            }
        }
        Self { series, days: defaults }
    }

    /// The later follow-ups that take a level from an appraisal as the books stand on the last day, or took one from the
    /// version that stood in its place on the first. Those with a bare change need none.
    pub(super) fn lends_to(&self, lender: AppraisalAt<'_, N>) -> Vec<u32> {
        let Some([before, standing]) = self.series.get(&series_key(lender)) else { return Vec::new() };
        let follow_up = lender.0.days_and_follow_up(lender.1, self.days).2;
        if !standing.get(&follow_up).is_some_and(|(_, one)| is_same(*one, lender)) {
            // A later version stands in its place.
            return Vec::new();
        }
        let mut borrowers = borrowers(standing, follow_up);
        borrowers.extend(self::borrowers(before, follow_up));
        borrowers.into_iter().collect()
    }
}

fn series_key<N>((held, at): AppraisalAt<'_, N>) -> SeriesKey {
    (held.beneficiary[at], held.measure[at], held.flags[at].source_index())
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
