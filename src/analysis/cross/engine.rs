//! Computes the outcomes of each person on two measures, line by line, from counted changes.

use super::{Cross, CrossCounts};
use crate::analysis::changes::{Change, Changes, for_each_person};
use crate::analysis::outcomes::{Sign, sign_of_sum, tolerances};
use crate::analysis::people::PeopleSet;
use crate::catalogue::MeasureId;
use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{Index, Overflow, People, Terms};

/// The lines on which a person is counted on either measure, the counts of each line, and all people counted.
pub(super) struct CrossResult {
    pub(super) index: Index,
    pub(super) lines: Vec<CrossCounts>,
    pub(super) people: People,
}

/// Crosses two measures, given by their indexes in the catalogue, on the lines of a statement of these terms.
pub(super) fn cross<N: Number>(ledger: &Ledger<N>, terms: &Terms, measures: [u32; 2]) -> Result<CrossResult, Overflow> {
    let Changes { changes, index, .. } = collect(ledger, terms, measures)?;
    let people = people(ledger, &changes);
    let mut lines = vec![CrossCounts::default(); index.len()];
    for_each_outcome(ledger, &changes, measures, |line, _, signs| lines[line].count(signs));
    Ok(CrossResult { index, lines, people })
}

/// The people behind the counts of a line. Arrays have the order of [`Sign`].
#[derive(Clone, Debug, Default)]
pub(in crate::analysis) struct CrossPeople {
    /// The people counted on both measures, by the sign on the first measure, then on the other.
    both: [[PeopleSet; 3]; 3],
    /// The people counted on the other measure only, and on the first measure only, by the sign on it.
    without_measure: [PeopleSet; 3],
    without_other: [PeopleSet; 3],
}

impl CrossPeople {
    /// The people behind each count, and behind the rest of each outcome on one measure when the counts are subtracted.
    pub(in crate::analysis) fn counts(&self) -> impl Iterator<Item = &PeopleSet> {
        self.both.iter().flatten().chain(&self.without_measure).chain(&self.without_other)
    }

    /// The people counted on both measures, on the other measure only, and on the first measure only.
    pub(in crate::analysis) fn by_measures(&self) -> [PeopleSet; 3] {
        let both = PeopleSet::together(self.both.iter().flatten());
        [both, PeopleSet::together(&self.without_measure), PeopleSet::together(&self.without_other)]
    }

    /// The people counted on either measure.
    pub(in crate::analysis) fn all(&self) -> PeopleSet {
        PeopleSet::together(self.counts())
    }

    /// Whether all people counted on both measures have the same two outcomes.
    pub(in crate::analysis) fn are_alike(&self) -> bool {
        self.both.iter().flatten().filter(|people| !people.is_empty()).count() == 1
    }

    fn add(&mut self, person: u32, signs: [Option<Sign>; 2]) {
        let people = match signs {
            [Some(one), Some(other)] => &mut self.both[one as usize][other as usize],
            [None, Some(other)] => &mut self.without_measure[other as usize],
            [Some(one), None] => &mut self.without_other[one as usize],
            [None, None] => return,
        };
        people.insert(person);
    }
}

/// The people behind the counts of each line of a cross of this ledger.
pub(in crate::analysis) fn cross_people<N: Number>(
    ledger: &Ledger<N>,
    cross: &Cross<N>,
) -> Result<Vec<CrossPeople>, Overflow> {
    let index_of = |measure: &MeasureId| ledger.catalogue.measure_index(measure.as_str());
    let measures = [cross.measure(), cross.other()];
    let measures = measures.map(|measure| index_of(measure).expect("a cross has measures of the catalogue"));
    let Changes { changes, index, .. } = collect(ledger, &cross.scope.terms, measures)?;
    let mut lines = vec![CrossPeople::default(); index.len()];
    for_each_outcome(ledger, &changes, measures, |line, person, signs| lines[line].add(person, signs));
    Ok(lines)
}

/// Collects the changes on the two measures, each with the row of its line, and the lines.
fn collect<N: Number>(ledger: &Ledger<N>, terms: &Terms, measures: [u32; 2]) -> Result<Changes<N::Change>, Overflow> {
    let is_wanted = |measure| measures.contains(&measure).then_some(());
    let mut found = Changes::collect(ledger, terms, |row| is_wanted(row.measure), |_| {})?;
    // A row is a line and a measure. Without the measure, both measures of a line have the same row.
    let (index, line_of) = found.index.without_last();
    for change in &mut found.changes {
        change.row = line_of[change.row as usize];
    }
    Ok(Changes { index, ..found })
}

/// The people with a counted change, for the check that two parts have no person in common.
fn people<N: Number>(ledger: &Ledger<N>, changes: &[Change<N::Change>]) -> People {
    let mut counted: Vec<u32> = changes.iter().map(|change| change.beneficiary).collect();
    radsort::sort(&mut counted);
    counted.dedup();
    People::of(counted.iter().map(|&beneficiary| ledger.columns.actors.text(beneficiary)))
}

/// Calls `take` for each person on each line, with the row of the line, the person, and the sign on each measure. The
/// sign is `None` on a measure on which no change of the person is counted.
fn for_each_outcome<N: Number>(
    ledger: &Ledger<N>,
    changes: &[Change<N::Change>],
    measures: [u32; 2],
    mut take: impl FnMut(usize, u32, [Option<Sign>; 2]),
) {
    let tolerances = tolerances(&ledger.catalogue);
    for_each_person(changes, |changes| {
        let signs = measures.map(|measure| {
            let on_measure = changes.iter().filter(|change| change.measure == measure);
            sign_of_sum::<N, _>(on_measure, &tolerances[measure as usize])
        });
        take(changes[0].row as usize, changes[0].beneficiary, signs);
    });
}
