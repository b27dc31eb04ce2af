//! The people with a counted appraisal of each value and measure.

use std::collections::BTreeMap;

use crate::catalogue::MeasureId;
use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{Counts, DistinctPairs, Line, People, Terms};

/// The people of each line and measure.
pub(super) type PeopleByCell = BTreeMap<(Line, MeasureId), People>;

/// The people with a counted appraisal under these terms, which are checked.
pub(super) fn people_by_cell<N: Number>(ledger: &Ledger<N>, terms: &Terms) -> PeopleByCell {
    let mut counts = Counts::new(ledger, terms);
    let mut pairs = DistinctPairs::new();
    counts.each(|rows| rows.iter().for_each(|row| pairs.push((row.cell, row.beneficiary))));
    let pairs = pairs.into_sorted();
    let order = counts.in_order(pairs.iter().map(|(cell, _)| *cell));
    let positions = order.positions();
    let index = order.index();
    let words = terms.grouping().words().len();
    let of_cell = |pairs: &[(u32, u32)]| {
        let row = positions[pairs[0].0 as usize] as usize;
        let people = People::of(pairs.iter().map(|(_, person)| ledger.columns.actors.text(*person)));
        ((Line::new(index.texts(row).take(words)), index.measure(row, words)), people)
    };
    pairs.chunk_by(|one, two| one.0 == two.0).map(of_cell).collect()
}

/// Adds the people of another part.
pub(super) fn merge(here: &mut PeopleByCell, there: PeopleByCell) {
    for (cell, people) in there {
        here.entry(cell).or_default().merge(&people);
    }
}
