//! The people behind each figure of a statement.

use std::collections::BTreeMap;

use crate::analysis::changes::{Change, for_each_person};
use crate::analysis::outcomes::{sign_of_sum, tolerances};
use crate::analysis::people::PeopleSet;
use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{Classification, Counts, Statement, Terms};

/// The people of one or several cells, by the figures that count them.
#[derive(Clone, Debug, Default)]
pub(super) struct CellPeople {
    /// The people by the classification of their appraisals, in the order of [`Classification`]. The last set has the
    /// people with an appraisal that is left out.
    counted_as: [PeopleSet; Classification::ALL.len()],
    /// The people by the sign of the sum of their changes: better, unchanged, worse.
    pub(super) outcomes: [PeopleSet; 3],
    /// The users with a due appraisal that is made, and with one that is missing.
    pub(super) made: PeopleSet,
    pub(super) missing: PeopleSet,
    /// The people with a counted appraisal that was not due.
    pub(super) not_due: PeopleSet,
    /// The number of appraisals counted.
    appraisals: u64,
}

const LEFT_OUT: usize = Classification::LeftOut as usize;

impl CellPeople {
    /// The people with an appraisal of one of these classifications.
    pub(super) fn counted_as(&self, classifications: &[Classification]) -> PeopleSet {
        PeopleSet::together(classifications.iter().map(|&one| &self.counted_as[one as usize]))
    }

    /// The people with a counted appraisal.
    pub(super) fn counted(&self) -> PeopleSet {
        PeopleSet::together(&self.counted_as[..LEFT_OUT])
    }

    /// Whether each person has one appraisal. A reader knows this if the numbers of people and appraisals are equal.
    pub(super) fn has_one_each(&self) -> bool {
        self.appraisals == self.counted().len()
    }

    /// The people with an appraisal that is left out.
    pub(super) fn left_out(&self) -> &PeopleSet {
        &self.counted_as[LEFT_OUT]
    }

    /// Adds the people of another cell.
    pub(super) fn merge(&mut self, other: &Self) {
        // No `..`, so that the compiler asks for each new field here.
        let Self { counted_as, outcomes, made, missing, not_due, appraisals } = other;
        self.counted_as.iter_mut().zip(counted_as).for_each(|(here, more)| *here |= more);
        self.outcomes.iter_mut().zip(outcomes).for_each(|(here, more)| *here |= more);
        self.made |= made;
        self.missing |= missing;
        self.not_due |= not_due;
        self.appraisals += appraisals;
    }
}

/// The people behind each cell of a statement of this ledger.
pub(super) fn people_of<N: Number>(ledger: &Ledger<N>, statement: &Statement<N>) -> Vec<CellPeople> {
    let mut people = vec![CellPeople::default(); statement.len()];
    let Some(terms) = statement.terms() else { return people };
    let mut counts = Counts::new(ledger, terms);
    let appraised = Appraised::of(&mut counts);
    let due = Due::of(&mut counts, terms, &appraised.counted);
    let mut cells: BTreeMap<u32, CellPeople> = BTreeMap::new();
    add(&mut cells, appraised.left_out, |cell| &mut cell.counted_as[LEFT_OUT]);
    add(&mut cells, due.made, |cell| &mut cell.made);
    add(&mut cells, due.missing, |cell| &mut cell.missing);
    add(&mut cells, due.not_due, |cell| &mut cell.not_due);
    add_changes(&mut cells, &appraised.changes, ledger);
    let order = counts.in_order(cells.keys().copied());
    let positions = order.positions();
    let index = order.index();
    for (cell, of_cell) in cells {
        let texts = index.texts(positions[cell as usize] as usize);
        people[statement.row_of(texts)] = of_cell;
    }
    people
}

/// Cells with a person of each: a person may be in a cell several times.
type CellsAndPeople = Vec<(u32, u32)>;

/// The cell of each counted appraisal by interaction, beneficiary and measure, sorted for the lookup of due appraisals.
type CountedCells = Vec<((u32, u32, u32), u32)>;

/// The appraisals of a statement.
struct Appraised<C> {
    changes: Vec<Change<C>>,
    counted: CountedCells,
    left_out: CellsAndPeople,
}

impl<C: Clone> Appraised<C> {
    fn of<N: Number<Change = C>>(counts: &mut Counts<'_, N>) -> Self {
        let (mut changes, mut counted, mut left_out) = (Vec::new(), CountedCells::new(), CellsAndPeople::new());
        counts.each_with_left_out(|rows| {
            for row in rows {
                if row.counts_as == Classification::LeftOut {
                    left_out.push((row.cell, row.beneficiary));
                    continue;
                }
                counted.push(((row.interaction() as u32, row.beneficiary, row.measure), row.cell));
                changes.push(Change {
                    row: row.cell,
                    beneficiary: row.beneficiary,
                    measure: row.measure,
                    counts_as: row.counts_as,
                    // A change that no number of the kind holds has a sign by its classification. Only its statement
                    // reports the error.
                    change: row.signed::<N>().unwrap_or_else(|| N::zero().as_change()),
                    detail: (),
                });
            }
        });
        counted.sort_unstable();
        Self { changes, counted, left_out }
    }
}

/// The people whose appraisals a promise makes due, and those whose appraisals it does not.
struct Due {
    made: CellsAndPeople,
    missing: CellsAndPeople,
    not_due: CellsAndPeople,
}

impl Due {
    fn of<N: Number>(counts: &mut Counts<'_, N>, terms: &Terms, counted: &CountedCells) -> Self {
        let (mut made, mut missing) = (CellsAndPeople::new(), CellsAndPeople::new());
        let mut was_due = vec![false; counted.len()];
        counts.each_due(terms, |due| {
            match counted.binary_search_by_key(&(due.interaction, due.user, due.measure), |(key, _)| *key) {
                Ok(position) => {
                    was_due[position] = true;
                    made.push((due.cell, due.user));
                }
                Err(_) => missing.push((due.cell, due.user)),
            }
        });
        let not_due = counted.iter().zip(was_due).filter(|(_, was_due)| !was_due);
        let not_due = not_due.map(|(((_, beneficiary, _), cell), _)| (*cell, *beneficiary)).collect();
        Self { made, missing, not_due }
    }
}

/// Adds people to one set of each of their cells.
fn add(
    cells: &mut BTreeMap<u32, CellPeople>,
    mut people: Vec<(u32, u32)>,
    set: impl Fn(&mut CellPeople) -> &mut PeopleSet,
) {
    // A bitmap grows fastest at its end, so people are added in ascending order.
    people.sort_unstable();
    for of_cell in people.chunk_by(|(one, _), (other, _)| one == other) {
        let set = set(cells.entry(of_cell[0].0).or_default());
        set.extend(of_cell.iter().map(|(_, person)| *person));
    }
}

/// Adds the people with counted changes, by the classification of each change and by the sign of their sum. Changes
/// have their cell as the row.
fn add_changes<N: Number>(cells: &mut BTreeMap<u32, CellPeople>, changes: &[Change<N::Change>], ledger: &Ledger<N>) {
    let tolerances = tolerances(&ledger.catalogue);
    for_each_person(changes, |changes| {
        let (person, tolerance) = (changes[0].beneficiary, &tolerances[changes[0].measure as usize]);
        let cell = cells.entry(changes[0].row).or_default();
        cell.appraisals += changes.len() as u64;
        for change in changes.iter() {
            cell.counted_as[change.counts_as as usize].insert(person);
        }
        let sign = sign_of_sum::<N, _>(changes.iter(), tolerance).expect("a counted person has a change");
        cell.outcomes[sign as usize].insert(person);
    });
}
