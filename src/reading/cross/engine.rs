//! From what is counted to how each person ended on two measures, line by line.

use super::Counted;
use crate::ledger::Ledger;
use crate::number::Number;
use crate::reading::ended::{Sign, Tolerance, sign_of_sum, tolerances};
use crate::statement::{Counts, CountsAs, Index, Overflow, People, Terms};

/// A change that is counted on one of the two measures: better above zero.
struct Change<C> {
    cell: u32,
    beneficiary: u32,
    /// The place of its measure among the two.
    side: usize,
    counts_as: CountsAs,
    change: C,
}

/// The lines on which somebody is counted on either measure, what is counted on each, and everybody who is.
pub(super) struct Crossed {
    pub(super) index: Index,
    pub(super) lines: Vec<Counted>,
    pub(super) people: People,
}

/// Crosses two measures, by their numbers in the ledger's catalogue, on the lines of a statement of these terms; or names
/// the first line with a change of theirs beyond the number.
pub(super) fn cross<N: Number>(ledger: &Ledger<N>, terms: &Terms, measures: [u32; 2]) -> Result<Crossed, Overflow> {
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
    let line = |change: &Change<N::Change>| line_of[places[change.cell as usize] as usize];
    let people = people(ledger, &changes);
    let lines = count::<N>(ledger, &changes, line, measures, index.len());
    Ok(Crossed { index, lines, people })
}

/// Everybody of whom a change is counted.
fn people<N: Number>(ledger: &Ledger<N>, changes: &[Change<N::Change>]) -> People {
    let mut counted: Vec<u32> = changes.iter().map(|change| change.beneficiary).collect();
    radsort::sort(&mut counted);
    counted.dedup();
    People::of(counted.iter().map(|&beneficiary| ledger.columns.actors.text(beneficiary)))
}

/// Counts one person of a line after the other.
fn count<N: Number>(
    ledger: &Ledger<N>,
    changes: &[Change<N::Change>],
    line: impl Fn(&Change<N::Change>) -> u32,
    measures: [u32; 2],
    lines: usize,
) -> Vec<Counted> {
    let tolerances = tolerances(&ledger.catalogue);
    let tolerances = measures.map(|measure| &tolerances[measure as usize]);
    let key = |change: &Change<N::Change>| u64::from(line(change)) << 32 | u64::from(change.beneficiary);
    let mut order: Vec<(u64, u32)> =
        changes.iter().enumerate().map(|(place, change)| (key(change), place as u32)).collect();
    radsort::sort_by_key(&mut order, |(key, _)| *key);
    let mut counted = vec![Counted::default(); lines];
    let mut of_one: Vec<&Change<N::Change>> = Vec::new();
    for person in order.chunk_by(|one, two| one.0 == two.0) {
        of_one.clear();
        of_one.extend(person.iter().map(|(_, place)| &changes[*place as usize]));
        counted[(person[0].0 >> 32) as usize].count(signs::<N>(&of_one, tolerances));
    }
    counted
}

/// How a person ended on each measure; none on a measure of which no change of theirs is counted.
fn signs<N: Number>(changes: &[&Change<N::Change>], tolerances: [&Tolerance<N::Total>; 2]) -> [Option<Sign>; 2] {
    std::array::from_fn(|side| {
        let of_side = changes.iter().filter(|change| change.side == side);
        sign_of_sum::<N>(of_side.map(|change| (change.counts_as, &change.change)), tolerances[side])
    })
}
