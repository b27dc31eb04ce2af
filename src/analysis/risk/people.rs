//! The people behind the expected shortfall.

use super::RiskTerms;
use super::engine::worst_share;
use crate::analysis::FINITE;
use crate::analysis::changes::{Change, Changes, by_row};
use crate::analysis::outcomes::Sign;
use crate::analysis::people::PeopleSet;
use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{Index, Overflow};

/// The people behind the expected shortfall of a line and measure.
#[derive(Clone, Debug, Default)]
pub(in crate::analysis) struct ShortfallPeople {
    /// The people of the worst share of changes.
    pub(in crate::analysis) worst: PeopleSet,
    /// Whether the worst share includes changes within the tolerance, and gains.
    pub(in crate::analysis) has_unchanged: bool,
    pub(in crate::analysis) has_better: bool,
    /// If the boundary of the worst share splits the changes of one sign, the people of that sign on either side of it.
    /// A reader can compute both sides: the shortfall and the amounts of a statement differ by them.
    pub(in crate::analysis) split: [PeopleSet; 2],
}

/// The people behind the shortfalls under these terms, row by row of the index.
pub(in crate::analysis) fn shortfall_people<N: Number>(
    ledger: &Ledger<N>,
    terms: &RiskTerms,
) -> Result<(Index, Vec<ShortfallPeople>), Overflow> {
    let Changes { mut changes, index, .. } = Changes::collect(ledger, &terms.terms, |_| Some(()), |_| {})?;
    let people = by_row(&mut changes).map(|changes| {
        changes.sort_by(|one, two| one.change.partial_cmp(&two.change).expect(FINITE));
        people_of_row(changes, terms)
    });
    let people = people.collect();
    Ok((index, people))
}

/// The people behind one shortfall, from the changes of a row, worst first.
fn people_of_row<C>(changes: &[Change<C>], terms: &RiskTerms) -> ShortfallPeople {
    let (full, fraction) = worst_share(changes.len(), terms);
    // The change at the boundary belongs to both sides if only a fraction of it lies in the worst share.
    let end = full + usize::from(fraction > 0);
    let sign = |change: &Change<C>| Sign::of(change.counts_as);
    let people = |changes: &[Change<C>]| changes.iter().map(|change| change.beneficiary).collect::<PeopleSet>();
    let has = |wanted| changes[..end].iter().any(|change| sign(change) == wanted);
    let mut split = [PeopleSet::new(), PeopleSet::new()];
    let mut start = 0;
    for same_sign in changes.chunk_by(|one, two| sign(one) == sign(two)) {
        let stop = start + same_sign.len();
        if start < end && full < stop {
            split = [people(&changes[start..end]), people(&changes[full..stop])];
        }
        start = stop;
    }
    ShortfallPeople {
        worst: people(&changes[..end]),
        has_unchanged: has(Sign::Unchanged),
        has_better: has(Sign::Better),
        split,
    }
}
