//! Computes relations from counted changes: each beneficiary's changes in the order of the days on which they were
//! appraised.

use super::{Detriment, TransitionCounts};
use crate::analysis::changes::{Change, Changes, for_each_person};
use crate::analysis::outcomes::{OutcomeCounts, Sign, Tolerance, sign_of_sum, tolerances};
use crate::analysis::people::PeopleSet;
use crate::ledger::Ledger;
use crate::number::Number;
use crate::record::{PartialDate, Role};
use crate::statement::{Classification, Index, Overflow, Row, Terms};

/// The counts of a line and measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RelationCounts {
    pub(super) transitions: TransitionCounts,
    pub(super) outcomes: OutcomeCounts,
    pub(super) conflicts: u64,
    pub(super) detriment: Detriment,
}

/// The circumstances of a change that decide its place in a relation.
#[derive(Clone)]
struct Circumstances {
    service: u32,
    made: PartialDate,
    non_cooperation: Option<NonCooperation>,
}

/// The two kinds of people who do not co-operate in an interaction.
#[derive(Clone, Copy, PartialEq)]
enum NonCooperation {
    IntegratedNothing,
    Affected,
}

type RelationChange<C> = Change<C, Circumstances>;

/// Computes the relations on the lines of a statement of these terms.
pub(super) fn relations<N: Number>(
    ledger: &Ledger<N>,
    terms: &Terms,
) -> Result<(Index, Vec<RelationCounts>), Overflow> {
    let mut conflicts = Vec::new();
    let found = collect(ledger, terms, |_, cells| conflicts.extend_from_slice(cells))?;
    let mut counts = vec![RelationCounts::default(); found.index.len()];
    for cell in conflicts {
        counts[found.rows[cell as usize] as usize].conflicts += 1;
    }
    let tolerances = tolerances(&ledger.catalogue);
    for_each_person(&found.changes, |changes| {
        let (row, tolerance) = (changes[0].row as usize, &tolerances[changes[0].measure as usize]);
        counts[row].add_person::<N>(changes, tolerance);
    });
    Ok((found.index, counts))
}

/// The people behind the relations of a line and measure.
#[derive(Clone, Debug, Default)]
pub(in crate::analysis) struct RelationsPeople {
    /// The people with each transition: reinforces, recovers, reduces, destroys.
    pub(in crate::analysis) transitions: [PeopleSet; 4],
    pub(in crate::analysis) conflicts: PeopleSet,
    /// The people who are better, worse and unchanged in spite of not co-operating: first those who integrated nothing,
    /// then the affected.
    pub(in crate::analysis) detriment: [PeopleSet; 6],
}

/// The people behind the relations under these terms, row by row of the index.
pub(in crate::analysis) fn relations_people<N: Number>(
    ledger: &Ledger<N>,
    terms: &Terms,
) -> Result<(Index, Vec<RelationsPeople>), Overflow> {
    let mut in_conflict = Vec::new();
    let found = collect(ledger, terms, |rows, cells| {
        let rows = rows.iter().filter(|row| cells.binary_search(&row.cell).is_ok());
        in_conflict.extend(rows.map(|row| (row.cell, row.beneficiary)));
    })?;
    let mut people = vec![RelationsPeople::default(); found.index.len()];
    for (cell, person) in in_conflict {
        people[found.rows[cell as usize] as usize].conflicts.insert(person);
    }
    let tolerances = tolerances(&ledger.catalogue);
    for_each_person(&found.changes, |changes| {
        let (people, person) = (&mut people[changes[0].row as usize], changes[0].beneficiary);
        let tolerance = &tolerances[changes[0].measure as usize];
        let mut counts = RelationCounts::default();
        counts.add_person::<N>(changes, tolerance);
        let TransitionCounts { reinforces, recovers, reduces, destroys } = counts.transitions;
        for (people, count) in people.transitions.iter_mut().zip([reinforces, recovers, reduces, destroys]) {
            people.insert_if(count > 0, person);
        }
        let Detriment { integrated_nothing, affected } = counts.detriment;
        let outcomes =
            [integrated_nothing, affected].map(|counts| [counts.better(), counts.worse(), counts.unchanged()]);
        for (people, count) in people.detriment.iter_mut().zip(outcomes.concat()) {
            people.insert_if(count > 0, person);
        }
    });
    Ok((found.index, people))
}

/// Collects the changes. `conflict` gets the rows of each interaction with a conflict, and the cells that have one.
fn collect<N: Number>(
    ledger: &Ledger<N>,
    terms: &Terms,
    mut conflict: impl FnMut(&[Row<N::Change>], &[u32]),
) -> Result<Changes<N::Change, Circumstances>, Overflow> {
    let circumstances = |row: &Row<N::Change>| {
        Some(Circumstances {
            service: ledger.columns.service[row.interaction()],
            made: row.made(ledger),
            non_cooperation: match row.role() {
                Role::Affected => Some(NonCooperation::Affected),
                _ => row.did_not_cooperate().then_some(NonCooperation::IntegratedNothing),
            },
        })
    };
    Changes::collect(ledger, terms, circumstances, |rows| {
        for rows in rows.chunk_by(|one, two| one.interaction() == two.interaction()) {
            let cells = conflicts(rows);
            if !cells.is_empty() {
                conflict(rows, &cells);
            }
        }
    })
}

/// The cells on which an interaction left one beneficiary better and another worse.
fn conflicts<C>(rows: &[Row<C>]) -> Vec<u32> {
    if rows.len() < 2 {
        return Vec::new();
    }
    let cells = |is_wanted: fn(&Classification) -> bool| {
        let mut cells: Vec<u32> = rows.iter().filter(|row| is_wanted(&row.counts_as)).map(|row| row.cell).collect();
        cells.sort_unstable();
        cells.dedup();
        cells
    };
    // An interaction has one counted appraisal for each beneficiary and measure, so a better and a worse change on one
    // cell belong to two people.
    let (mut better, worse) = (cells(Classification::is_better), cells(Classification::is_worse));
    better.retain(|cell| worse.binary_search(cell).is_ok());
    better
}

impl RelationCounts {
    /// Adds all changes of one person on a line and measure.
    fn add_person<N: Number>(&mut self, changes: &mut [RelationChange<N::Change>], tolerance: &Tolerance<N::Total>) {
        if let [Change { counts_as, detail: Circumstances { non_cooperation: None, .. }, .. }] = changes {
            // Fast path: most people have one change and co-operated.
            self.outcomes.count(Sign::of(*counts_as));
            return;
        }
        let Detriment { integrated_nothing, affected } = &mut self.detriment;
        for (kind, outcomes) in
            [(NonCooperation::IntegratedNothing, integrated_nothing), (NonCooperation::Affected, affected)]
        {
            let of_kind = changes.iter().filter(|change| change.detail.non_cooperation == Some(kind));
            if let Some(sign) = sign_of_sum::<N, _>(of_kind, tolerance) {
                outcomes.count(sign);
            }
        }
        if let Some(sign) = sign_of_sum::<N, _>(changes.iter(), tolerance) {
            self.outcomes.count(sign);
        }
        self.add_transitions::<N>(changes, tolerance);
    }

    /// Adds the transitions of each relation of one person: the person's changes with one service, day by day. Months and
    /// years are added up with the days that they overlap, since their order is not known. A day within the tolerance keeps
    /// the last sign, and windfalls belong to no relation.
    fn add_transitions<N: Number>(
        &mut self,
        changes: &mut [RelationChange<N::Change>],
        tolerance: &Tolerance<N::Total>,
    ) {
        let is_windfall = |change: &RelationChange<N::Change>| {
            matches!(change.counts_as, Classification::WindfallGain | Classification::WindfallLoss)
        };
        changes.sort_by_key(|change| (change.detail.service, change.detail.made));
        for relation in changes.chunk_by(|one, two| one.detail.service == two.detail.service) {
            let mut last = None;
            let mut end = relation[0].detail.made.last();
            let overlaps = |_: &RelationChange<N::Change>, next: &RelationChange<N::Change>| {
                let made = next.detail.made;
                let overlaps = made.first() <= end;
                end = end.max(made.last());
                overlaps
            };
            for day in relation.chunk_by(overlaps) {
                let sign = sign_of_sum::<N, _>(day.iter().filter(|change| !is_windfall(change)), tolerance);
                if let Some(sign @ (Sign::Better | Sign::Worse)) = sign
                    && let Some(last) = last.replace(sign)
                {
                    self.transitions.count(last, sign);
                }
            }
        }
    }
}

impl TransitionCounts {
    fn count(&mut self, last: Sign, next: Sign) {
        *match (last, next) {
            (Sign::Better, Sign::Better) => &mut self.reinforces,
            (Sign::Worse, Sign::Better) => &mut self.recovers,
            (Sign::Better, Sign::Worse) => &mut self.reduces,
            (Sign::Worse, Sign::Worse) => &mut self.destroys,
            (Sign::Unchanged, _) | (_, Sign::Unchanged) => {
                unreachable!("a day within the tolerance keeps the last sign")
            }
        } += 1;
    }
}
