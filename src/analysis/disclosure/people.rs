//! The people behind every figure of a statement's cells.

use std::collections::BTreeMap;

use crate::analysis::outcomes::{Sign, sign_of_sum, tolerances};
use crate::analysis::people::PeopleSet;
use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{Classification, Counts, Statement};

/// The people of one or several cells, grouped by each figure that counts them.
#[derive(Clone, Debug, Default)]
pub(super) struct CellPeople {
    /// By what an appraisal of theirs counts as, in the order of [`Classification`]: the last are those left out.
    counted_as: [PeopleSet; Classification::ALL.len()],
    /// Better, unchanged and worse, by the sum of their changes.
    pub(super) ended: [PeopleSet; 3],
    /// Users of whom a due appraisal is made, and of whom one is missing.
    pub(super) made: PeopleSet,
    pub(super) missing: PeopleSet,
    /// Those with an appraisal that is counted and was not due.
    pub(super) not_due: PeopleSet,
    /// How many appraisals are counted.
    appraisals: u64,
}

const LEFT_OUT: usize = Classification::LeftOut as usize;

impl CellPeople {
    /// Those with an appraisal that counts as one of these.
    pub(super) fn counted_as(&self, ways: &[Classification]) -> PeopleSet {
        PeopleSet::together(ways.iter().map(|&way| &self.counted_as[way as usize]))
    }

    /// Those of whom an appraisal is counted.
    pub(super) fn counted(&self) -> PeopleSet {
        PeopleSet::together(&self.counted_as[..LEFT_OUT])
    }

    /// Whether each person has one appraisal, as their numbers tell.
    pub(super) fn has_one_each(&self) -> bool {
        self.appraisals == self.counted().len()
    }

    /// Those of whom an appraisal is left out.
    pub(super) fn left_out(&self) -> &PeopleSet {
        &self.counted_as[LEFT_OUT]
    }

    /// Adds the people of another cell.
    pub(super) fn merge(&mut self, other: &Self) {
        // No `..`: people of a new kind must be added here.
        let Self { counted_as, ended, made, missing, not_due, appraisals } = other;
        self.counted_as.iter_mut().zip(counted_as).for_each(|(here, more)| *here |= more);
        self.ended.iter_mut().zip(ended).for_each(|(here, more)| *here |= more);
        self.made |= made;
        self.missing |= missing;
        self.not_due |= not_due;
        self.appraisals += appraisals;
    }
}

/// A change that is counted: the cell, the beneficiary, the measure, what it counts as, and the change itself.
struct Change<C> {
    cell: u32,
    beneficiary: u32,
    measure: u32,
    counts_as: Classification,
    change: C,
}

/// The people behind each cell of a statement of this ledger.
pub(super) fn people_of<N: Number>(ledger: &Ledger<N>, statement: &Statement<N>) -> Vec<CellPeople> {
    let mut people = vec![CellPeople::default(); statement.len()];
    let Some(terms) = statement.terms() else { return people };
    let mut counts = Counts::new(ledger, terms);
    let mut cells: BTreeMap<u32, CellPeople> = BTreeMap::new();
    let mut changes = Vec::new();
    let mut left_out = Vec::new();
    // By interaction, beneficiary and measure: what is due is looked up here.
    let mut counted = Vec::new();
    counts.each_with_left_out(|rows| {
        for row in rows {
            if row.counts_as == Classification::LeftOut {
                left_out.push((row.cell, row.beneficiary));
                continue;
            }
            counted.push(((row.interaction() as u32, row.beneficiary, row.measure), row.cell));
            // A change beyond the number keeps its sign by what it counts as.
            let change = row.signed::<N>().unwrap_or_else(|| N::zero().as_change());
            let (cell, beneficiary, measure, counts_as) = (row.cell, row.beneficiary, row.measure, row.counts_as);
            changes.push(Change { cell, beneficiary, measure, counts_as, change });
        }
    });
    counted.sort_unstable();
    let (mut made, mut missing) = (Vec::new(), Vec::new());
    let mut was_due = vec![false; counted.len()];
    counts.each_due(terms, |due| {
        match counted.binary_search_by_key(&(due.interaction, due.user, due.measure), |(key, _)| *key) {
            Ok(place) => {
                was_due[place] = true;
                made.push((due.cell, due.user));
            }
            Err(_) => missing.push((due.cell, due.user)),
        }
    });
    let not_due = counted.iter().zip(was_due).filter(|(_, was_due)| !was_due);
    let not_due = not_due.map(|(((_, beneficiary, _), cell), _)| (*cell, *beneficiary)).collect();
    add(&mut cells, left_out, |cell| &mut cell.counted_as[LEFT_OUT]);
    add(&mut cells, made, |cell| &mut cell.made);
    add(&mut cells, missing, |cell| &mut cell.missing);
    add(&mut cells, not_due, |cell| &mut cell.not_due);
    add_changes(&mut cells, changes, ledger);
    let order = counts.in_order(cells.keys().copied());
    let places = order.places();
    let index = order.index();
    for (cell, of_cell) in cells {
        let texts = index.texts(places[cell as usize] as usize);
        people[statement.row_of(texts)] = of_cell;
    }
    people
}

/// Adds people to a set of each of their cells.
fn add(
    cells: &mut BTreeMap<u32, CellPeople>,
    mut people: Vec<(u32, u32)>,
    set: impl Fn(&mut CellPeople) -> &mut PeopleSet,
) {
    // In ascending order a set only grows at its end.
    people.sort_unstable();
    for of_cell in people.chunk_by(|(one, _), (other, _)| one == other) {
        let set = set(cells.entry(of_cell[0].0).or_default());
        set.extend(of_cell.iter().map(|(_, person)| *person));
    }
}

/// Adds those whose changes are counted, by what these count as and by their sum.
fn add_changes<N: Number>(
    cells: &mut BTreeMap<u32, CellPeople>,
    mut changes: Vec<Change<N::Change>>,
    ledger: &Ledger<N>,
) {
    let tolerances = tolerances(&ledger.catalogue);
    changes.sort_by_key(|one| (one.cell, one.beneficiary));
    for of_cell in changes.chunk_by(|one, other| one.cell == other.cell) {
        let (cell, tolerance) = (cells.entry(of_cell[0].cell).or_default(), &tolerances[of_cell[0].measure as usize]);
        cell.appraisals += of_cell.len() as u64;
        for theirs in of_cell.chunk_by(|one, other| one.beneficiary == other.beneficiary) {
            for one in theirs {
                cell.counted_as[one.counts_as as usize].insert(one.beneficiary);
            }
            let sign = sign_of_sum::<N>(theirs.iter().map(|one| (one.counts_as, &one.change)), tolerance);
            let place = match sign.expect("a person who is counted has a change") {
                Sign::Better => 0,
                Sign::Unchanged => 1,
                Sign::Worse => 2,
            };
            cell.ended[place].insert(theirs[0].beneficiary);
        }
    }
}
