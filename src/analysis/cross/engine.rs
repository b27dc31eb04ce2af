//! Turns counted changes into one result for each person on two measures, line by line.

use super::{Counted, Cross};
use crate::analysis::outcomes::{Sign, Tolerance, sign_of_sum, tolerances};
use crate::analysis::people::PeopleSet;
use crate::catalogue::MeasureId;
use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{Classification, Counts, Index, Overflow, People, Terms};

/// A change that is counted on one of the two measures: better above zero.
struct Change<C> {
    cell: u32,
    beneficiary: u32,
    /// The place of its measure among the two.
    side: usize,
    counts_as: Classification,
    change: C,
}

/// All that is crossed.
struct Found<C> {
    changes: Vec<Change<C>>,
    index: Index,
    /// The line of each change, by its row in the index.
    lines: Vec<u32>,
}

/// The lines on which a person is counted on either measure, the counts of each line, and all people counted.
pub(super) struct Crossed {
    pub(super) index: Index,
    pub(super) lines: Vec<Counted>,
    pub(super) people: People,
}

/// Crosses two measures, by their numbers in the ledger's catalogue, on the lines of a statement of these terms; or names
/// the first line with a change of theirs beyond the number.
pub(super) fn cross<N: Number>(ledger: &Ledger<N>, terms: &Terms, measures: [u32; 2]) -> Result<Crossed, Overflow> {
    let found = find(ledger, terms, measures)?;
    let people = people(ledger, &found.changes);
    let mut lines = vec![Counted::default(); found.index.len()];
    each_person::<N>(ledger, &found, measures, |line, _, signs| lines[line].count(signs));
    Ok(Crossed { index: found.index, lines, people })
}

/// The people behind the counts of a line, by the ledger's numbers; better, unchanged and worse each.
#[derive(Clone, Debug, Default)]
pub(in crate::analysis) struct PeopleCrossed {
    /// On the one measure, by the same on the other.
    both: [PeopleSet; 9],
    /// On the other measure, of those who are not counted on the measure; and the other way round.
    without_measure: [PeopleSet; 3],
    without_other: [PeopleSet; 3],
}

impl PeopleCrossed {
    /// The people of each count, and of each that is left of how many ended so on one measure.
    pub(in crate::analysis) fn counts(&self) -> impl Iterator<Item = &PeopleSet> {
        self.both.iter().chain(&self.without_measure).chain(&self.without_other)
    }

    /// Those who are counted on both measures, on the other alone, and on the measure alone.
    pub(in crate::analysis) fn by_measures(&self) -> [PeopleSet; 3] {
        let all = |some: &[PeopleSet]| PeopleSet::together(some);
        [all(&self.both), all(&self.without_measure), all(&self.without_other)]
    }

    /// Everybody who is counted on either measure.
    pub(in crate::analysis) fn all(&self) -> PeopleSet {
        PeopleSet::together(self.counts())
    }

    /// Whether all who are counted on both measures ended alike on both.
    pub(in crate::analysis) fn are_alike(&self) -> bool {
        self.both.iter().filter(|people| !people.is_empty()).count() == 1
    }

    fn add(&mut self, person: u32, signs: [Option<Sign>; 2]) {
        let place = |sign| match sign {
            Sign::Better => 0,
            Sign::Unchanged => 1,
            Sign::Worse => 2,
        };
        let people = match signs {
            [Some(one), Some(other)] => &mut self.both[3 * place(one) + place(other)],
            [None, Some(other)] => &mut self.without_measure[place(other)],
            [Some(one), None] => &mut self.without_other[place(one)],
            [None, None] => return,
        };
        people.insert(person);
    }
}

/// The people behind the counts of each line of two measures that were crossed.
pub(in crate::analysis) fn people_crossed<N: Number>(
    ledger: &Ledger<N>,
    cross: &Cross<N>,
) -> Result<Vec<PeopleCrossed>, Overflow> {
    let number = |measure: &MeasureId| ledger.catalogue.measure_index(measure.as_str());
    let measures = [cross.measure(), cross.other()];
    let measures = measures.map(|measure| number(measure).expect("measures that were crossed are in the catalogue"));
    let found = find(ledger, &cross.terms, measures)?;
    let mut lines = vec![PeopleCrossed::default(); found.index.len()];
    each_person::<N>(ledger, &found, measures, |line, person, signs| lines[line].add(person, signs));
    Ok(lines)
}

/// Finds all that is crossed of two measures, or the first line with a change of theirs beyond the number.
fn find<N: Number>(ledger: &Ledger<N>, terms: &Terms, measures: [u32; 2]) -> Result<Found<N::Change>, Overflow> {
    let mut counts = Counts::new(ledger, terms);
    let (mut changes, mut beyond) = (Vec::new(), Vec::new());
    counts.each(|rows| {
        for row in rows {
            let Some(side) = measures.iter().position(|&measure| measure == row.measure) else { continue };
            let (cell, beneficiary, counts_as) = (row.cell, row.beneficiary, row.counts_as);
            match row.signed::<N>() {
                Some(change) => changes.push(Change { cell, beneficiary, side, counts_as, change }),
                None => beyond.push(cell),
            }
        }
    });
    let order = counts.in_order(changes.iter().map(|change| change.cell).chain(beyond.iter().copied()));
    let places = order.places();
    let cells = order.index();
    if let Some(place) = beyond.iter().map(|&cell| places[cell as usize]).min() {
        let words = terms.grouping().words().len();
        return Err(Overflow::at::<N>("change", &cells, (place as usize, words), terms));
    }
    // A cell is a line and a measure: what the two have in common is the line.
    let (index, line_of) = cells.without_last();
    let lines = changes.iter().map(|change| line_of[places[change.cell as usize] as usize]).collect();
    Ok(Found { changes, index, lines })
}

/// Everybody of whom a change is counted.
fn people<N: Number>(ledger: &Ledger<N>, changes: &[Change<N::Change>]) -> People {
    let mut counted: Vec<u32> = changes.iter().map(|change| change.beneficiary).collect();
    radsort::sort(&mut counted);
    counted.dedup();
    People::of(counted.iter().map(|&beneficiary| ledger.columns.actors.text(beneficiary)))
}

/// Hands over how one person of a line after the other ended on each measure: the line's row, the person, and the signs.
fn each_person<N: Number>(
    ledger: &Ledger<N>,
    found: &Found<N::Change>,
    measures: [u32; 2],
    mut take: impl FnMut(usize, u32, [Option<Sign>; 2]),
) {
    let Found { changes, lines, .. } = found;
    let tolerances = tolerances(&ledger.catalogue);
    let tolerances = measures.map(|measure| &tolerances[measure as usize]);
    let key = |(change, line): (&Change<N::Change>, &u32)| u64::from(*line) << 32 | u64::from(change.beneficiary);
    let mut order: Vec<(u64, u32)> = changes.iter().zip(lines).map(key).zip(0..).collect();
    radsort::sort_by_key(&mut order, |(key, _)| *key);
    let mut of_one: Vec<&Change<N::Change>> = Vec::new();
    for person in order.chunk_by(|one, two| one.0 == two.0) {
        of_one.clear();
        of_one.extend(person.iter().map(|(_, place)| &changes[*place as usize]));
        let (line, beneficiary) = ((person[0].0 >> 32) as usize, person[0].0 as u32);
        take(line, beneficiary, signs::<N>(&of_one, tolerances));
    }
}

/// How a person ended on each measure; none on a measure of which no change of theirs is counted.
fn signs<N: Number>(changes: &[&Change<N::Change>], tolerances: [&Tolerance<N::Total>; 2]) -> [Option<Sign>; 2] {
    std::array::from_fn(|side| {
        let of_side = changes.iter().filter(|change| change.side == side);
        sign_of_sum::<N>(of_side.map(|change| (change.counts_as, &change.change)), tolerances[side])
    })
}
