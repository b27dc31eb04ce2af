//! From what is counted to the changes of each line, worst first.

use super::{RiskFigures, RiskTerms, TooFewPeople};
use crate::analysis::risk::interval::ProbabilityInterval;
use crate::ledger::Ledger;
use crate::number::{Fraction, Number, Total, Totals, times};
use crate::statement::{Counts, Index, Overflow, Row};

/// What is read of each line and measure.
pub(super) type Read<N> = Result<RiskFigures<N>, TooFewPeople>;

/// A change and whose it is: better above zero.
struct Change<C> {
    beneficiary: u32,
    change: C,
}

/// The changes of all cells, those of a cell one after the other.
struct Changes<C> {
    changes: Vec<Change<C>>,
    /// Where those of each cell end.
    ends: Vec<usize>,
}

/// All that a risk is read from, by the numbers of cells.
struct Found<N: Number> {
    changes: Vec<(u32, Change<N::Change>)>,
    /// All losses above the tolerance, and how many there are.
    lost: Totals<N::Total>,
    /// Cells with a change that no number of the kind holds.
    beyond: Vec<u32>,
}

impl<N: Number> Found<N> {
    /// What a statement counts.
    fn of(counts: &mut Counts<'_, N>, most: usize) -> Self {
        let mut found = Self { changes: Vec::with_capacity(most), lost: Totals::new(), beyond: Vec::new() };
        counts.each(|rows| rows.iter().for_each(|row| found.add(row)));
        found
    }

    fn add(&mut self, row: &Row<N::Change>) {
        let Some(change) = row.signed::<N>() else {
            return self.beyond.push(row.cell);
        };
        if row.counts_as.is_worse() {
            let loss = row.amount.as_ref().expect("it has a size");
            self.lost.add(row.cell, loss).expect("the door lets only finite numbers in");
        }
        self.changes.push((row.cell, Change { beneficiary: row.beneficiary, change }));
    }

    /// The cells in which there is anything.
    fn cells(&self) -> impl Iterator<Item = u32> {
        self.changes.iter().map(|(cell, _)| *cell).chain(self.beyond.iter().copied())
    }
}

/// Reads the risk on each line of a statement of these terms.
pub(super) fn risks<N: Fraction>(ledger: &Ledger<N>, asked: &RiskTerms) -> Result<(Index, Vec<Read<N>>), Overflow> {
    let terms = &asked.terms;
    let mut counts = Counts::new(ledger, terms);
    let found = Found::of(&mut counts, ledger.len());
    let order = counts.in_order(found.cells());
    let places = order.places();
    let Found { changes, lost, beyond } = found;
    let lost: Vec<(N::Total, u64)> = order
        .cells
        .iter()
        .map(|&cell| lost.get(cell).map(|row| (row.total.clone(), row.count)).unwrap_or_default())
        .collect();
    let index = order.index();
    let words = terms.grouping().words().len();
    let overflow = |figure, place: usize| Overflow::at::<N>(figure, &index, (place, words), terms);
    if let Some(place) = beyond.iter().map(|&cell| places[cell as usize]).min() {
        return Err(overflow("change", place as usize));
    }
    let mut changes = by_cell(changes, &places, index.len());
    let mut seen = vec![u32::MAX; ledger.columns.actors.len()];
    let mut read = Vec::with_capacity(index.len());
    let mut start = 0;
    for (place, (&end, (lost, losses))) in changes.ends.iter().zip(&lost).enumerate() {
        let of_cell = &mut changes.changes[start..end];
        start = end;
        let beneficiaries = people_in(of_cell, place as u32, &mut seen);
        if beneficiaries < asked.least {
            read.push(Err(TooFewPeople { beneficiaries, least: asked.least }));
            continue;
        }
        let figures = figures_of((of_cell, beneficiaries), (lost, *losses), asked);
        read.push(Ok(figures.map_err(|figure| overflow(figure, place))?));
    }
    Ok((index, read))
}

/// How many people changes are of; `seen` has the place at which each was met last.
fn people_in<C>(changes: &[Change<C>], place: u32, seen: &mut [u32]) -> u64 {
    let is_new = |change: &Change<C>| std::mem::replace(&mut seen[change.beneficiary as usize], place) != place;
    changes.iter().map(is_new).map(u64::from).sum()
}

/// Changes put together by the places of their cells.
fn by_cell<C>(found: Vec<(u32, Change<C>)>, places: &[u32], cells: usize) -> Changes<C> {
    let mut found: Vec<(u32, Change<C>)> =
        found.into_iter().map(|(cell, change)| (places[cell as usize], change)).collect();
    radsort::sort_by_key(&mut found, |(place, _)| *place);
    let mut ends = vec![0; cells];
    for (row, (place, _)) in found.iter().enumerate() {
        ends[*place as usize] = row + 1;
    }
    Changes { changes: found.into_iter().map(|(_, change)| change).collect(), ends }
}

/// The figures of a line and measure; or the name of the first that no number of the kind holds.
fn figures_of<N: Fraction>(
    (changes, beneficiaries): (&mut [Change<N::Change>], u64),
    (lost, losses): (&N::Total, u64),
    asked: &RiskTerms,
) -> Result<RiskFigures<N>, &'static str> {
    let appraisals = changes.len() as u64;
    let each = |count: u64, figure| N::divided(lost, count).ok_or(figure);
    Ok(RiskFigures {
        appraisals,
        beneficiaries,
        losses,
        probability: N::share(losses, appraisals).ok_or("probability")?,
        interval: ProbabilityInterval::of(losses, appraisals, beneficiaries),
        mean_loss: if losses == 0 { None } else { Some(each(losses, "mean_loss")?) },
        expected_loss: each(appraisals, "expected_loss")?,
        expected_shortfall: shortfall::<N>(changes, asked).ok_or("expected_shortfall")?,
    })
}

/// How many of `n` changes are wholly within the worst share, and how many parts of the whole of one more.
pub(super) fn within(n: usize, asked: &RiskTerms) -> (usize, u32) {
    let (part, whole) = asked.level;
    let within = n as u128 * u128::from(part);
    ((within / u128::from(whole)) as usize, (within % u128::from(whole)) as u32)
}

/// The mean of the worst share of changes, a loss above zero: the change at the boundary by the part of it that is within.
fn shortfall<N: Fraction>(changes: &mut [Change<N::Change>], asked: &RiskTerms) -> Option<N> {
    let (part, whole) = asked.level;
    let (full, rest) = within(changes.len(), asked);
    if full < changes.len() {
        let by_size = |one: &Change<N::Change>, two: &Change<N::Change>| {
            one.change.partial_cmp(&two.change).expect("the door lets only finite numbers in")
        };
        changes.select_nth_unstable_by(full, by_size);
    }
    let (mut losses, mut boundary) = (N::Total::default(), N::Total::default());
    let finite = "the door lets only finite numbers in";
    changes[..full].iter().for_each(|change| losses.subtract(&change.change).expect(finite));
    if rest > 0 {
        boundary.subtract(&changes[full].change).expect(finite);
    }
    // Both in parts of the whole: exact until they are divided.
    let mut parts = times(&losses, whole);
    parts.merge(&times(&boundary, rest));
    N::divided(&parts, u64::try_from(changes.len() as u128 * u128::from(part)).ok()?)
}
