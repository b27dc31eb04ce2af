//! From what is counted to relations: each beneficiary's changes in the order of the days they were appraised.

use super::{Detriment, TransitionCounts};
use crate::analysis::outcomes::{OutcomeCounts, Sign, Tolerance, sign_of_sum, tolerances};
use crate::analysis::people::PeopleSet;
use crate::ledger::Ledger;
use crate::number::Number;
use crate::record::Role;
use crate::statement::{Classification, Counts, Index, Overflow, Row, Terms};

/// What is read of each line and measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) moves: TransitionCounts,
    pub(super) ended: OutcomeCounts,
    pub(super) conflicts: u64,
    pub(super) detriment: Detriment,
}

/// Changes that are fetched at a time.
const NEAR: usize = 1 << 11;

/// A change that is counted: better above zero.
#[derive(Clone)]
struct Change<C> {
    key: u64,
    service: u32,
    made: jiff::civil::Date,
    measure: u32,
    change: C,
    counts_as: Classification,
    /// The role of those who did not co-operate in the interaction.
    bystander: Option<Role>,
}

/// All that relations are read from.
struct Found<C> {
    changes: Vec<Change<C>>,
    /// The cell of each conflict.
    conflicts: Vec<u32>,
    index: Index,
    /// The row of each cell in the index.
    places: Vec<u32>,
}

/// Reads the relations on the lines of a statement of these terms; or the first line with a change beyond the number.
pub(super) fn relations<N: Number>(ledger: &Ledger<N>, terms: &Terms) -> Result<(Index, Vec<Read>), Overflow> {
    let Found { changes, conflicts, index, places } = find_all(ledger, terms, |_, _| {})?;
    let mut read = vec![Read::default(); index.len()];
    for cell in conflicts {
        read[places[cell as usize] as usize].conflicts += 1;
    }
    each_relation::<N>(ledger, &changes, |of_one, tolerance| {
        read_one::<N>(of_one, tolerance, &mut read[places[of_one[0].cell()] as usize]);
    });
    Ok((index, read))
}

/// The people behind the figures of relations on a line and measure.
#[derive(Clone, Debug, Default)]
pub(in crate::analysis) struct PeopleMoved {
    /// By the move: reinforces, recovers, reduces, destroys.
    pub(in crate::analysis) moves: [PeopleSet; 4],
    pub(in crate::analysis) conflicts: PeopleSet,
    /// Those who did not co-operate, better, worse and unchanged: first who integrated nothing, then who were affected.
    pub(in crate::analysis) bystanders: [PeopleSet; 6],
}

/// The people behind the figures of relations under these terms, row by row of the index.
pub(in crate::analysis) fn people_moved<N: Number>(
    ledger: &Ledger<N>,
    terms: &Terms,
) -> Result<(Index, Vec<PeopleMoved>), Overflow> {
    let mut in_conflict = Vec::new();
    let Found { changes, index, places, .. } = find_all(ledger, terms, |rows: &[Row<N::Change>], cells: &[u32]| {
        let involved = rows.iter().filter(|row| cells.contains(&row.cell));
        in_conflict.extend(involved.map(|row| (row.cell, row.beneficiary)));
    })?;
    let mut people = vec![PeopleMoved::default(); index.len()];
    for (cell, person) in in_conflict {
        people[places[cell as usize] as usize].conflicts.insert(person);
    }
    each_relation::<N>(ledger, &changes, |of_one, tolerance| {
        let (cell, person) = (of_one[0].cell(), of_one[0].key as u32);
        let mut read = Read::default();
        read_one::<N>(of_one, tolerance, &mut read);
        let people = &mut people[places[cell] as usize];
        let TransitionCounts { reinforces, recovers, reduces, destroys } = read.moves;
        for (people, count) in people.moves.iter_mut().zip([reinforces, recovers, reduces, destroys]) {
            people.extend((count > 0).then_some(person));
        }
        let Detriment { integrated_nothing, affected } = read.detriment;
        let ended = [integrated_nothing, affected].map(|ended| [ended.better(), ended.worse(), ended.unchanged()]);
        for (people, count) in people.bystanders.iter_mut().zip(ended.concat()) {
            people.extend((count > 0).then_some(person));
        }
    });
    Ok((index, people))
}

/// Finds all that relations are read from; or the first line with a change beyond the number. `involved` gets the rows of each
/// interaction with conflicts, and their cells.
fn find_all<N: Number>(
    ledger: &Ledger<N>,
    terms: &Terms,
    mut involved: impl FnMut(&[Row<N::Change>], &[u32]),
) -> Result<Found<N::Change>, Overflow> {
    let mut counts = Counts::new(ledger, terms);
    let mut changes: Vec<Change<N::Change>> = Vec::with_capacity(ledger.len());
    let (mut conflicts, mut beyond) = (Vec::new(), Vec::new());
    counts.each(|rows| {
        for row in rows {
            match row.signed::<N>() {
                Some(change) => changes.push(change_of::<N>(ledger, row, change)),
                None => beyond.push(row.cell),
            }
        }
        for of_one in rows.chunk_by(|one, two| one.interaction() == two.interaction()) {
            let known = conflicts.len();
            find(of_one, &mut conflicts);
            if conflicts.len() > known {
                involved(of_one, &conflicts[known..]);
            }
        }
    });
    let met = changes.iter().map(|change| (change.key >> 32) as u32);
    let order = counts.in_order(met.chain(beyond.iter().copied()));
    let places = order.places();
    let index = order.index();
    if let Some(place) = beyond.iter().map(|&cell| places[cell as usize]).min() {
        let words = terms.grouping().words().len();
        return Err(Overflow::at::<N>("change", &index, (place as usize, words), terms));
    }
    Ok(Found { changes, conflicts, index, places })
}

fn change_of<N: Number>(ledger: &Ledger<N>, row: &Row<N::Change>, change: N::Change) -> Change<N::Change> {
    let bystander = match row.role() {
        Role::Affected => Some(Role::Affected),
        role => row.did_not_cooperate().then_some(role),
    };
    Change {
        key: u64::from(row.cell) << 32 | u64::from(row.beneficiary),
        service: ledger.columns.service[row.interaction()],
        made: row.made(ledger),
        measure: row.measure,
        change,
        counts_as: row.counts_as,
        bystander,
    }
}

/// Finds the cells in which an interaction left one beneficiary better and another worse.
fn find<C>(rows: &[Row<C>], conflicts: &mut Vec<u32>) {
    if rows.len() < 2 {
        return;
    }
    let cells = |rows: Vec<&Row<C>>| {
        let mut cells: Vec<u32> = rows.iter().map(|row| row.cell).collect();
        cells.sort_unstable();
        cells.dedup();
        cells
    };
    let better = cells(rows.iter().filter(|row| row.counts_as.is_better()).collect());
    let worse = cells(rows.iter().filter(|row| row.counts_as.is_worse()).collect());
    // One appraisal counts for each beneficiary and measure, so the two are different people.
    conflicts.extend(better.into_iter().filter(|cell| worse.binary_search(cell).is_ok()));
}

/// Hands over the changes of one beneficiary on a line and measure after the other, with the measure's tolerance.
fn each_relation<N: Number>(
    ledger: &Ledger<N>,
    changes: &[Change<N::Change>],
    mut take: impl FnMut(&mut [Change<N::Change>], &Tolerance<N::Total>),
) {
    let tolerances = tolerances(&ledger.catalogue);
    let mut order: Vec<(u64, u32)> = changes.iter().enumerate().map(|(row, one)| (one.key, row as u32)).collect();
    radsort::sort_by_key(&mut order, |(key, _)| *key);
    // Changes far apart in memory are fetched many at a time, in a loop that does nothing else.
    let mut near: Vec<Change<N::Change>> = Vec::with_capacity(2 * NEAR);
    let mut rest = &order[..];
    while !rest.is_empty() {
        let (some, behind) = rest.split_at(rest.len().min(NEAR));
        rest = behind;
        near.extend(some.iter().map(|(_, row)| changes[*row as usize].clone()));
        let last = near.last().map_or(0, |change| change.key);
        // Who comes last may have more changes behind these.
        let whole = if rest.is_empty() { near.len() } else { near.partition_point(|change| change.key != last) };
        for of_one in near[..whole].chunk_by_mut(|one, two| one.key == two.key) {
            let tolerance = &tolerances[of_one[0].measure as usize];
            take(of_one, tolerance);
        }
        near.drain(..whole);
    }
}

/// Reads the changes of one beneficiary on a line and measure.
fn read_one<N: Number>(changes: &mut [Change<N::Change>], tolerance: &Tolerance<N::Total>, read: &mut Read) {
    if let [Change { counts_as, bystander: None, .. }] = changes {
        // Nearly all: one change of one who co-operated.
        read.ended.count(Sign::of(*counts_as));
        return;
    }
    for role in [Role::Affected, Role::User] {
        let is_one = |change: &&Change<N::Change>| match change.bystander {
            Some(Role::Affected) => role == Role::Affected,
            Some(_) => role != Role::Affected,
            None => false,
        };
        let ended =
            if role == Role::Affected { &mut read.detriment.affected } else { &mut read.detriment.integrated_nothing };
        if let Some(sign) = sign_of_sum::<N>(changes.iter().filter(is_one).map(Change::counted), tolerance) {
            ended.count(sign);
        }
    }
    if let Some(sign) = sign_of_sum::<N>(changes.iter().map(Change::counted), tolerance) {
        read.ended.count(sign);
    }
    // What changed without co-operation is no move of the relation.
    let is_move = |change: &&Change<N::Change>| {
        !matches!(change.counts_as, Classification::WindfallGain | Classification::WindfallLoss)
    };
    changes.sort_by_key(|change| (change.service, change.made));
    for relation in changes.chunk_by(|one, two| one.service == two.service) {
        let mut last = None;
        for day in relation.chunk_by(|one, two| one.made == two.made) {
            let sign = sign_of_sum::<N>(day.iter().filter(is_move).map(Change::counted), tolerance);
            if let Some(sign @ (Sign::Better | Sign::Worse)) = sign
                && let Some(last) = last.replace(sign)
            {
                read.moves.count(last, sign);
            }
        }
    }
}

impl<C> Change<C> {
    #[inline]
    fn cell(&self) -> usize {
        (self.key >> 32) as usize
    }

    fn counted(&self) -> (Classification, &C) {
        (self.counts_as, &self.change)
    }
}

impl TransitionCounts {
    fn count(&mut self, last: Sign, next: Sign) {
        *match (last, next) {
            (Sign::Better, Sign::Better) => &mut self.reinforces,
            (Sign::Worse, Sign::Better) => &mut self.recovers,
            (Sign::Better, Sign::Worse) => &mut self.reduces,
            (Sign::Worse, Sign::Worse) => &mut self.destroys,
            (Sign::Unchanged, _) | (_, Sign::Unchanged) => unreachable!("what changes nothing keeps the last sign"),
        } += 1;
    }
}
