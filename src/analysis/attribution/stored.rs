//! The stored state of an attribution. It names the parties, and the actors whose share is zero.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::party_index::{RowKey, UNATTRIBUTED};
use super::shares::{CREATED, Shares};
use super::{Attribution, Interner};
use crate::analysis::state::{AnalysisState, AnalysisStateError, Stored, texts};
use crate::number::{Apportion, Total};
use crate::statement::Index;
use crate::statement::lines_state::{Of, require};

impl<N: Apportion> Stored<N> for Attribution<N> {
    const NAME: &'static str = "attribution";

    fn to_state(&self) -> AnalysisState<N> {
        // No `..`: a new field must be stored. The shares without lines follow from the others.
        let Self { scope, rule, actors, counted_equally, shares, whole: _ } = self;
        let mut state = AnalysisState::of(scope, &shares.cells, shares.len());
        state.asked = vec![rule.clone()];
        state.counts = vec![*counted_equally];
        let actors: BTreeSet<&str> = actors.iter().flat_map(|actors| actors.iter()).collect();
        state.labels.extend([texts(shares.parties()), actors.into_iter().map(str::to_owned).collect()]);
        // A row of codes for each share: those of its line and measure, and its party.
        let width = shares.cells.labels().len();
        let cells: Vec<&[u32]> = shares.cells.codes().chunks_exact(width).collect();
        state.codes = shares.rows().flat_map(|(key, _)| [cells[key.cell as usize], &[key.party]].concat()).collect();
        state.totals = shares.rows().flat_map(|(_, totals)| totals.map(|total| total.state())).collect();
        state
    }

    fn from_state(mut state: AnalysisState<N>) -> Result<Self, AnalysisStateError> {
        let actors = state.labels.pop().ok_or("it has no list of actors")?;
        require(actors.is_sorted_by(|one, two| one < two), "its actors are not sorted and distinct")?;
        let (scope, mut labels) = state.scope_and_labels(Of::Shares)?;
        let parties = labels.pop().expect("rows of shares have parties");
        let is_known = |party: &str| {
            actors.binary_search_by(|actor| actor.as_str().cmp(party)).is_ok() || scope.catalogue.is_provider(party)
        };
        require(parties.texts().all(is_known), "it has a party that is neither an actor nor a provider")?;
        let ([rule], [[counted_equally]]) = (state.asked()?, state.counts_of()?) else {
            return Err("the number of its counts is wrong".into());
        };

        let width = labels.len() + 1;
        let (mut cells, mut keys): (Vec<u32>, Vec<RowKey>) = (Vec::new(), Vec::new());
        let mut last: &[u32] = &[];
        for row in state.codes.chunks_exact(width) {
            let (cell, party) = row.split_at(width - 1);
            if cell != last {
                cells.extend(cell);
                last = cell;
            }
            keys.push(RowKey { cell: (cells.len() / (width - 1)) as u32 - 1, party: party[0] });
        }
        require(keys.len() as u64 == state.lines, "the number of its lines is wrong")?;
        let totals = state.totals_of::<N::Shares, 2>()?;
        check(&keys, &totals)?;
        let count = cells.len() / (width - 1);
        let shares = Shares::of_rows(Index::new(labels, cells, count), Arc::new(parties), &keys, totals);

        let mut names = Interner::default();
        for actor in &actors {
            names.intern(actor);
        }
        let (rule, actors, whole) = (rule.clone(), vec![Arc::new(names)], shares.without_lines());
        Ok(Self { scope, rule, actors, counted_equally: *counted_equally, shares, whole }.rounded()?)
    }
}

/// Checks that nothing created is unattributed, and that the shares of each line and measure add up to an amount. A share
/// alone may be below zero, by the rounding of the others.
fn check<T: Total>(keys: &[RowKey], totals: &[[T; 2]]) -> Result<(), &'static str> {
    let is_attributed = |(key, totals): (&RowKey, &[T; 2])| key.party != UNATTRIBUTED || totals[CREATED].is_zero();
    require(keys.iter().zip(totals).all(is_attributed), "it has an unattributed created amount")?;
    let mut rest = totals;
    for keys in keys.chunk_by(|one, other| one.cell == other.cell) {
        let (of_cell, others) = rest.split_at(keys.len());
        rest = others;
        for figure in 0..2 {
            let mut sum = T::default();
            for totals in of_cell {
                sum.merge(&totals[figure]);
            }
            require(sum >= T::default(), "the shares of a line add up to less than zero")?;
        }
    }
    Ok(())
}
