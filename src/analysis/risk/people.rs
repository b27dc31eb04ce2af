//! The people behind the expected shortfall.

use std::collections::BTreeMap;

use super::RiskTerms;
use super::engine::within;
use crate::analysis::outcomes::Sign;
use crate::analysis::people::PeopleSet;
use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{Counts, Index};

/// The people behind a shortfall, by the ledger's numbers: those of the worst share of changes. And where the share ends
/// among losses, among what is unchanged or among gains, those of the changes of that kind before its end and behind it,
/// which differences to the amounts of a statement are of.
#[derive(Clone, Debug, Default)]
pub(in crate::analysis) struct PeopleAtWorst {
    pub(in crate::analysis) worst: PeopleSet,
    /// Whether the share has changes within the tolerance, and gains.
    pub(in crate::analysis) has_unchanged: bool,
    pub(in crate::analysis) has_better: bool,
    pub(in crate::analysis) cut: [PeopleSet; 2],
}

/// The people behind the shortfalls under terms of which there is a risk, row by row of the index.
pub(in crate::analysis) fn people_at_worst<N: Number>(
    ledger: &Ledger<N>,
    asked: &RiskTerms,
) -> (Index, Vec<PeopleAtWorst>) {
    let mut counts = Counts::new(ledger, &asked.terms);
    let mut cells: BTreeMap<u32, Vec<(N::Change, Sign, u32)>> = BTreeMap::new();
    counts.each(|rows| {
        for row in rows {
            let change = row.signed::<N>().map(|change| (change, Sign::of(row.counts_as), row.beneficiary));
            cells.entry(row.cell).or_default().extend(change);
        }
    });
    let order = counts.in_order(cells.keys().copied());
    let people = order.cells.iter().map(|cell| {
        let mut changes = cells.remove(cell).unwrap_or_default();
        changes.sort_by(|(one, ..), (two, ..)| one.partial_cmp(two).expect("the door lets only finite numbers in"));
        at_worst(&changes, asked)
    });
    let people = people.collect();
    (order.index(), people)
}

/// Of changes in order, the worst first.
fn at_worst<C>(changes: &[(C, Sign, u32)], asked: &RiskTerms) -> PeopleAtWorst {
    let (full, rest) = within(changes.len(), asked);
    let end = full + usize::from(rest > 0);
    let of = |changes: &[(C, Sign, u32)]| changes.iter().map(|(.., person)| *person).collect::<PeopleSet>();
    let has = |sign| changes[..end].iter().any(|(_, one, _)| *one == sign);
    let mut people = PeopleAtWorst {
        worst: of(&changes[..end]),
        has_unchanged: has(Sign::Unchanged),
        has_better: has(Sign::Better),
        cut: [PeopleSet::new(), PeopleSet::new()],
    };
    let mut start = 0;
    for of_kind in changes.chunk_by(|(_, one, _), (_, two, _)| one == two) {
        let stop = start + of_kind.len();
        // The change at the end may be within by a part, and is then on both sides.
        if start < end && full < stop {
            people.cut = [of(&changes[start..end]), of(&changes[full..stop])];
        }
        start = stop;
    }
    people
}
