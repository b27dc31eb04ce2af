//! From the columns of a ledger to the cells of a statement, in one pass.

use std::ops::Range;

use super::beneficiary_set::People;
use super::cells::{Cells, MISSING_CREATED, MISSING_DESTROYED, MISSING_WINDFALL_GAIN, MISSING_WINDFALL_LOSS, Tally};
use super::classify::{AMOUNTS, Classification, Classifier, Counted};
use super::group_keys::Keys;
use super::index::Index;
use super::promises::Promises;
use super::selection::{Place, Selection};
use super::standing::{ScatteredRows, Standing};
use super::{Statement, Terms};
use crate::ledger::{Flags, Ledger, Stretch};
use crate::number::{GROUPS_IN_CACHE, Number, PartitionBuffer};

/// Interactions that are stated together: word by word and column by column, each loop short, and few enough that all
/// that passes between the loops stays in the cache, and that few stretches have an interaction that is not plain.
const TOGETHER: usize = 1 << 8;
/// Changes of a kind that wait to be added: enough that a loop is a long one, and few enough to stay in the cache.
const FEW_TOGETHER: usize = 1 << 11;
/// Changes that wait at the least to be put in order where there are very many cells; or two for every three cells.
const MANY_TOGETHER: usize = 1 << 16;

/// The appraisals to be stated next, and what is found of them.
#[derive(Default)]
struct Next {
    /// Each interaction, and where its appraisals end.
    interactions: Vec<(u32, u32)>,
    places: Vec<Place>,
    standings: Vec<Standing>,
    cells: Vec<u32>,
    left_out: Vec<bool>,
}

/// A pass over a ledger's columns under one statement's terms.
struct Pass<'a, N: Number> {
    ledger: &'a Ledger<N>,
    counting: Classifier<N>,
    keys: Keys,
    cells: Cells<N>,
    promises: Promises,
    /// Actors who were counted.
    counted: Vec<bool>,
    next: Next,
    /// Changes of each kind that wait to be added to their cells.
    waiting: [PartitionBuffer<N::Change>; AMOUNTS],
}

/// States the books of a ledger under terms that were checked.
pub(super) fn state<N: Number>(ledger: &Ledger<N>, terms: Terms) -> Statement<N> {
    let columns = &ledger.columns;
    let rows = columns.inside.len() + columns.later.len() + columns.interactions();
    let mut pass = Pass {
        counting: Classifier::new(&ledger.catalogue, terms.get_baseline(), terms.get_logic()),
        keys: Keys::new(terms.grouping().words(), &ledger.catalogue, columns, rows),
        cells: Cells::default(),
        promises: Promises::new(&ledger.catalogue, terms.grouping()),
        counted: vec![false; columns.actors.len()],
        next: Next::default(),
        waiting: std::array::from_fn(|_| PartitionBuffer::default()),
        ledger,
    };
    let mut choosing = Selection::new(&terms);
    for start in (0..columns.interactions()).step_by(TOGETHER) {
        let interactions = start..columns.interactions().min(start + TOGETHER);
        let plain = choosing.all_of(columns, interactions.clone()).filter(|stretch| pass.promises.are_kept(stretch));
        match plain {
            Some(stretch) => pass.state_plain(&stretch),
            None => pass.state_any(&mut choosing, interactions),
        }
        let cells = pass.keys.end();
        pass.add_what_waits(if cells <= GROUPS_IN_CACHE { FEW_TOGETHER } else { MANY_TOGETHER.max(cells / 3 * 2) });
    }
    pass.statement(terms)
}

impl<N: Number> Pass<'_, N> {
    /// States a stretch in which every appraisal is chosen, and due where it promises anything.
    fn state_plain(&mut self, stretch: &Stretch<'_, N>) {
        let mut cells = std::mem::take(&mut self.next.cells);
        self.keys.find_cells(stretch, &mut cells);
        self.make_room();
        let columns = stretch.columns();
        let marks = columns.inside.marks[stretch.rows()].iter();
        let flags = columns.flags[stretch.interactions()].iter();
        let measures = columns.inside.measure[stretch.rows()].iter();
        if let Some(levels) = stretch.levels(self.counting.reference()) {
            for ((((&cell, levels), &measure), &marks), &flags) in
                cells.iter().zip(levels).zip(measures).zip(marks).zip(flags)
            {
                let counted = self.counting.count_levels(levels, measure, marks, flags);
                self.add(cell, counted);
            }
            for user in &columns.user[stretch.interactions()] {
                self.counted[*user as usize] = true;
            }
            let flags = &columns.flags[stretch.interactions()];
            if Flags::any_is_stated(flags) {
                for (&cell, _) in cells.iter().zip(flags).filter(|(_, flags)| flags.is_stated()) {
                    self.cells.asked.insert(cell);
                }
            }
            if self.promises.of_any(stretch) {
                self.all_due(stretch, &cells);
            }
        } else {
            for (((&cell, row), interaction), &flags) in
                cells.iter().zip(stretch.rows()).zip(stretch.interactions()).zip(flags)
            {
                let counted = self.counting.count(&columns.inside, row, flags);
                let (is_made, user) = (counted.counts_as != Classification::LeftOut, columns.user[interaction]);
                self.add(cell, counted);
                self.counted[user as usize] |= is_made;
                if is_made & flags.is_stated() {
                    self.cells.asked.insert(cell);
                }
                if self.promises.anything(columns.service[interaction]) {
                    self.due(cell, is_made);
                    if !is_made {
                        let reference = self.counting.reference_of(&columns.inside, row);
                        self.missing(cell, (interaction, user), columns.inside.measure[row], reference);
                    }
                }
            }
        }
        self.next.cells = cells;
    }

    /// All appraisals of a stretch are made, and those due that its services promise.
    fn all_due(&mut self, stretch: &Stretch<'_, N>, cells: &[u32]) {
        let services = &stretch.columns().service[stretch.interactions()];
        let due = self.cells.counts_mut(Tally::Due);
        for (&cell, &service) in cells.iter().zip(services) {
            due[cell as usize] += u64::from(self.promises.anything(service));
        }
    }

    /// States interactions of any kind.
    fn state_any(&mut self, choosing: &mut Selection, interactions: Range<usize>) {
        let columns = &self.ledger.columns;
        self.next.interactions.clear();
        self.next.places.clear();
        for interaction in interactions {
            if choosing.counts_interaction(columns, interaction) {
                choosing.choose(columns, interaction, &mut self.next.places);
                self.next.interactions.push((interaction as u32, self.next.places.len() as u32));
            }
        }
        let Next { places, standings, cells, .. } = &mut self.next;
        standings.clear();
        standings.extend(places.iter().map(|&place| Standing::of(columns, place)));
        self.keys.find_cells(&ScatteredRows { columns, standings }, cells);
        self.make_room();
        self.count_any();
        self.coverage();
    }

    fn count_any(&mut self) {
        let columns = &self.ledger.columns;
        self.next.left_out.clear();
        for index in 0..self.next.places.len() {
            let (place, cell) = (self.next.places[index], self.next.cells[index]);
            let (appraisals, row) = (place.in_columns(columns), place.row());
            let flags = columns.flags[place.interaction()];
            let counted = self.counting.count(appraisals, row, flags);
            let is_left_out = counted.counts_as == Classification::LeftOut;
            if !is_left_out & flags.is_stated() {
                self.cells.asked.insert(cell);
            }
            self.next.left_out.push(is_left_out);
            self.counted[appraisals.beneficiary[row] as usize] |= !is_left_out;
            self.add(cell, counted);
        }
    }

    /// Lets what was counted wait for its cell: a loop that only adds has many cells under way at a time.
    #[inline]
    fn add(&mut self, cell: u32, counted: Counted<N::Change>) {
        let Counted { counts_as, amount } = counted;
        match amount {
            Some(amount) => self.waiting[counts_as as usize].push(cell, amount),
            None if counts_as == Classification::LeftOut => self.cells.count(Tally::LeftOut, cell),
            None => self.cells.add(counts_as as usize, cell, None),
        }
    }

    /// Adds the changes of which at least so many wait.
    fn add_what_waits(&mut self, least: usize) {
        let cells = self.keys.end();
        for (waiting, amounts) in self.waiting.iter_mut().zip(&mut self.cells.amounts) {
            if waiting.len() >= least {
                amounts.add_buffer(waiting, cells).expect("the door lets only finite numbers in");
            }
        }
    }

    /// Makes room for what is due in every cell there is.
    #[inline]
    fn make_room(&mut self) {
        let (cells, due) = (self.keys.end(), self.cells.counts_mut(Tally::Due));
        if cells > due.len() {
            due.resize(cells, 0);
        }
    }

    #[inline]
    fn due(&mut self, cell: u32, is_made: bool) {
        self.cells.counts_mut(Tally::Due)[cell as usize] += 1;
        if !is_made {
            self.cells.count(Tally::Missing, cell);
        }
    }

    /// What is due of the interactions, and how far what is missing could move.
    fn coverage(&mut self) {
        let columns = &self.ledger.columns;
        let mut start = 0;
        for index in 0..self.next.interactions.len() {
            let (interaction, end) = self.next.interactions[index];
            let (interaction, stated) = (interaction as usize, start..end as usize);
            start = stated.end;
            if self.promises.anything(columns.service[interaction]) {
                for user in columns.users(interaction) {
                    self.coverage_of(interaction, user, stated.clone());
                }
            }
        }
    }

    fn coverage_of(&mut self, interaction: usize, user: (u32, u32), stated: Range<usize>) {
        let columns = &self.ledger.columns;
        let service = columns.service[interaction];
        for promise in 0..self.promises.of(service).len() {
            let measure = self.promises.of(service)[promise];
            let is_due = |standing: &Standing| standing.beneficiary == user.0 && standing.measure == measure;
            let found = stated.clone().find(|&one| is_due(&self.next.standings[one]));
            // Without grouping by role or source, what is due stands where the user's appraisal does.
            let cell = match found {
                Some(one) => self.next.cells[one],
                None => self.cell_of(Standing::due(interaction, user, measure)),
            };
            let made = found.is_some_and(|one| !self.next.left_out[one]);
            self.due(cell, made);
            if !made {
                let place = found.map(|one| self.next.places[one]);
                let reference =
                    place.and_then(|place| self.counting.reference_of(place.in_columns(columns), place.row()));
                self.missing(cell, (interaction, user.0), measure, reference);
            }
        }
    }

    fn cell_of(&mut self, standing: Standing) -> u32 {
        let mut cells = Vec::with_capacity(1);
        self.keys.find_cells(&ScatteredRows { columns: &self.ledger.columns, standings: &[standing] }, &mut cells);
        self.make_room();
        cells[0]
    }

    /// How far a missing appraisal could move its cell.
    #[cold]
    fn missing(&mut self, cell: u32, (interaction, user): (usize, u32), measure: u32, reference: Option<&N>) {
        if let Some((up, down)) = self.counting.moves(&self.ledger.catalogue, measure, reference) {
            let columns = &self.ledger.columns;
            let co_operated = !columns.integrated_nothing(interaction, user);
            let destroyed = co_operated || columns.flags[interaction].destroys_for_absent();
            let better = if co_operated { MISSING_CREATED } else { MISSING_WINDFALL_GAIN };
            let worse = if destroyed { MISSING_DESTROYED } else { MISSING_WINDFALL_LOSS };
            self.cells.add(better, cell, up.as_ref());
            self.cells.add(worse, cell, down.as_ref());
        }
    }

    fn statement(mut self, terms: Terms) -> Statement<N> {
        self.add_what_waits(1);
        // Its memory is used again for what follows: new memory is slow.
        self.waiting = std::array::from_fn(|_| PartitionBuffer::default());
        let (order, codes) = self.keys.in_order(|cells| self.cells.met(cells));
        let cells = self.cells.reordered(&order);
        let index = Index::new(std::mem::take(&mut self.keys.labels), codes, order.len());
        let actors = &self.ledger.columns.actors;
        let counted = self.counted.iter().enumerate().filter(|(_, counted)| **counted);
        Statement {
            terms: Some(terms),
            catalogue: self.ledger.catalogue.clone(),
            parts: self.ledger.parts.clone(),
            people: People::of(counted.map(|(actor, _)| actors.text(actor as u32))),
            index,
            cells,
        }
    }
}
