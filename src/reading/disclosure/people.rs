//! The people behind every figure of a statement's cells.

use std::collections::{BTreeMap, HashMap};

use super::grid::PeopleSet;
use crate::ledger::Ledger;
use crate::number::Number;
use crate::reading::ended::{Sign, sign_of_sum, tolerances};
use crate::statement::{Counts, CountsAs, Statement};

/// The people of one or several cells, grouped by each figure that counts them.
#[derive(Clone, Debug, Default)]
pub(super) struct CellPeople {
    /// By what an appraisal of theirs counts as, in the order of [`CountsAs`]: the last are those left out.
    counted_as: [PeopleSet; CountsAs::ALL.len()],
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

const LEFT_OUT: usize = CountsAs::LeftOut as usize;

impl CellPeople {
    /// Those with an appraisal that counts as one of these.
    pub(super) fn counted_as(&self, ways: &[CountsAs]) -> PeopleSet {
        ways.iter().flat_map(|&way| &self.counted_as[way as usize]).copied().collect()
    }

    /// Those of whom an appraisal is counted.
    pub(super) fn counted(&self) -> PeopleSet {
        self.counted_as[..LEFT_OUT].iter().flatten().copied().collect()
    }

    /// Whether each person has one appraisal, as their numbers tell.
    pub(super) fn has_one_each(&self) -> bool {
        self.appraisals == self.counted().len() as u64
    }

    /// Those of whom an appraisal is left out.
    pub(super) fn left_out(&self) -> &PeopleSet {
        &self.counted_as[LEFT_OUT]
    }

    /// Adds the people of another cell.
    pub(super) fn merge(&mut self, other: &Self) {
        // No `..`: people of a new kind must be added here.
        let Self { counted_as, ended, made, missing, not_due, appraisals } = other;
        self.counted_as.iter_mut().zip(counted_as).for_each(|(here, more)| here.extend(more));
        self.ended.iter_mut().zip(ended).for_each(|(here, more)| here.extend(more));
        self.made.extend(made);
        self.missing.extend(missing);
        self.not_due.extend(not_due);
        self.appraisals += appraisals;
    }
}

/// The people behind each cell of a statement of this ledger.
pub(super) fn people_of<N: Number>(ledger: &Ledger<N>, statement: &Statement<N>) -> Vec<CellPeople> {
    let mut people = vec![CellPeople::default(); statement.len()];
    let Some(terms) = statement.terms() else { return people };
    let mut counts = Counts::new(ledger, terms);
    let mut cells: BTreeMap<u32, CellPeople> = BTreeMap::new();
    let mut changes = BTreeMap::<(u32, u32), Vec<(CountsAs, N::Change)>>::new();
    let mut measures = BTreeMap::new();
    let mut counted = HashMap::new();
    counts.each_with_left_out(|rows| {
        for row in rows {
            let cell = cells.entry(row.cell).or_default();
            cell.counted_as[row.counts_as as usize].insert(row.beneficiary);
            if row.counts_as != CountsAs::LeftOut {
                cell.appraisals += 1;
                counted.insert((row.interaction() as u32, row.beneficiary, row.measure), row.cell);
                measures.insert(row.cell, row.measure);
                // A change beyond the number keeps its sign by what it counts as.
                let change = row.signed::<N>().unwrap_or_else(|| N::zero().as_change());
                changes.entry((row.cell, row.beneficiary)).or_default().push((row.counts_as, change));
            }
        }
    });
    counts.each_due(terms, |due| {
        let cell = cells.entry(due.cell).or_default();
        let is_made = counted.remove(&(due.interaction, due.user, due.measure)).is_some();
        if is_made { &mut cell.made } else { &mut cell.missing }.insert(due.user);
    });
    for ((_, person, _), cell) in counted {
        cells.entry(cell).or_default().not_due.insert(person);
    }
    let tolerances = tolerances(&ledger.catalogue);
    for ((cell, person), changes) in &changes {
        let tolerance = &tolerances[measures[cell] as usize];
        let sign = sign_of_sum::<N>(changes.iter().map(|(counts_as, change)| (*counts_as, change)), tolerance);
        let place = match sign.expect("a person who is counted has a change") {
            Sign::Better => 0,
            Sign::Unchanged => 1,
            Sign::Worse => 2,
        };
        cells.entry(*cell).or_default().ended[place].insert(*person);
    }
    let order = counts.in_order(cells.keys().copied());
    let places = order.places();
    let index = order.index();
    for (cell, of_cell) in cells {
        let texts = index.texts(places[cell as usize] as usize);
        people[statement.row_of(texts)] = of_cell;
    }
    people
}
