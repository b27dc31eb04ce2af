//! Computes the risk of each line and measure from its counted changes.

use super::{RiskFigures, RiskTerms, TooFewPeople};
use crate::analysis::FINITE;
use crate::analysis::changes::{Change, Changes, by_row};
use crate::analysis::risk::interval::ProbabilityInterval;
use crate::ledger::Ledger;
use crate::number::{Fraction, Number, Total, times};
use crate::statement::{Index, Overflow};

/// The figures of a line and measure, or the number of people if they are too few.
pub(super) type LineRisk<N> = Result<RiskFigures<N>, TooFewPeople>;

/// Computes the risk on each line of a statement of these terms. `change` is a change as one of the kind of the figures;
/// `None` if that kind does not hold it.
pub(super) fn risks<N: Number, F: Fraction>(
    ledger: &Ledger<N>,
    terms: &RiskTerms,
    change: impl Fn(N::Change) -> Option<F::Change>,
) -> Result<(Index, Vec<LineRisk<F>>), Overflow> {
    let Changes { changes, index, .. } = Changes::collect(ledger, &terms.terms, |_| Some(()), |_| {})?;
    let words = terms.terms.grouping().words().len();
    let overflow = |figure, row: usize| Overflow::at::<F>(figure, &index, (row, words), &terms.terms);
    let converted = changes.into_iter().map(|Change { row, beneficiary, measure, counts_as, change: own, detail }| {
        let change = change(own).ok_or_else(|| overflow("change", row as usize))?;
        Ok(Change { row, beneficiary, measure, counts_as, change, detail })
    });
    let mut changes = converted.collect::<Result<Vec<_>, Overflow>>()?;
    let mut last_rows = vec![u32::MAX; ledger.columns.actors.len()];
    let mut lines = Vec::with_capacity(index.len());
    for (row, changes) in by_row(&mut changes).enumerate() {
        let beneficiaries = count_people(changes, row as u32, &mut last_rows);
        if beneficiaries < terms.least {
            lines.push(Err(TooFewPeople { beneficiaries, least: terms.least }));
            continue;
        }
        lines.push(Ok(figures(changes, beneficiaries, terms).map_err(|figure| overflow(figure, row))?));
    }
    Ok((index, lines))
}

/// Counts the distinct people of a row. `last_rows` has the last row on which each person was counted.
fn count_people<C>(changes: &[Change<C>], row: u32, last_rows: &mut [u32]) -> u64 {
    let is_new = |change: &Change<C>| std::mem::replace(&mut last_rows[change.beneficiary as usize], row) != row;
    changes.iter().map(is_new).map(u64::from).sum()
}

/// The figures of a line and measure, or the name of the first that no number of the kind holds.
fn figures<N: Fraction>(
    changes: &mut [Change<N::Change>],
    beneficiaries: u64,
    terms: &RiskTerms,
) -> Result<RiskFigures<N>, &'static str> {
    let (mut lost, mut losses) = (N::Total::default(), 0);
    for change in changes.iter().filter(|change| change.counts_as.is_worse()) {
        lost.subtract(&change.change).expect(FINITE);
        losses += 1;
    }
    let appraisals = changes.len() as u64;
    let mean = |count: u64, figure| N::divided(&lost, count).ok_or(figure);
    Ok(RiskFigures {
        appraisals,
        beneficiaries,
        losses,
        probability: N::share(losses, appraisals).ok_or("probability")?,
        interval: ProbabilityInterval::of(losses, appraisals, beneficiaries),
        mean_loss: if losses == 0 { None } else { Some(mean(losses, "mean_loss")?) },
        expected_loss: mean(appraisals, "expected_loss")?,
        expected_shortfall: shortfall::<N>(changes, terms).ok_or("expected_shortfall")?,
    })
}

/// The number of changes that lie entirely in the worst share of `n`, and the fraction of one more change, as its
/// numerator over the denominator of the level.
pub(super) fn worst_share(n: usize, terms: &RiskTerms) -> (usize, u32) {
    let (part, whole) = terms.level;
    let scaled = n as u128 * u128::from(part);
    ((scaled / u128::from(whole)) as usize, (scaled % u128::from(whole)) as u32)
}

/// The expected shortfall: the mean of the worst share of changes, positive for a loss. It reorders the changes.
fn shortfall<N: Fraction>(changes: &mut [Change<N::Change>], terms: &RiskTerms) -> Option<N> {
    let (part, whole) = terms.level;
    let (full, fraction) = worst_share(changes.len(), terms);
    if full < changes.len() {
        // A selection is enough, since only the boundary matters: after it the worst `full` changes come first, and the
        // next worst is at `full`.
        let by_size =
            |one: &Change<N::Change>, two: &Change<N::Change>| one.change.partial_cmp(&two.change).expect(FINITE);
        changes.select_nth_unstable_by(full, by_size);
    }
    let (mut losses, mut boundary) = (N::Total::default(), N::Total::default());
    changes[..full].iter().for_each(|change| losses.subtract(&change.change).expect(FINITE));
    if fraction > 0 {
        boundary.subtract(&changes[full].change).expect(FINITE);
    }
    // The mean is `(losses + boundary · fraction ÷ whole) ÷ (n · part ÷ whole)`. Numerator and denominator are both
    // scaled by `whole`, so that everything is exact up to the one division.
    let mut scaled = times(&losses, whole);
    scaled.merge(&times(&boundary, fraction));
    N::divided(&scaled, u64::try_from(changes.len() as u128 * u128::from(part)).ok()?)
}
