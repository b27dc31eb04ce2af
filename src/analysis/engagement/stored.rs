//! The stored state of an engagement.

use super::{Engagement, Sides, checked};
use crate::analysis::state::{AnalysisState, AnalysisStateError, Stored};
use crate::number::{Number, Total};
use crate::statement::lines_state::require;

impl<N: Number> Stored<N> for Engagement<N> {
    const NAME: &'static str = "engagement";

    fn to_state(&self) -> AnalysisState<N> {
        let mut state = AnalysisState::of(&self.scope, &self.index, self.sides.len());
        for sides in &self.sides {
            // No `..`: a new field must be stored.
            let Sides { quantities, interactions, stated, stated_by, excused } = sides;
            state.totals.extend(quantities.iter().map(Total::state));
            state.counts.extend([interactions, stated].into_iter().chain(stated_by).chain(excused));
        }
        state
    }

    fn from_state(state: AnalysisState<N>) -> Result<Self, AnalysisStateError> {
        let (mut scope, index) = state.scope_and_index()?;
        scope.terms = checked(scope.terms)?;
        let mut all = Vec::with_capacity(index.len());
        for (quantities, counts) in state.totals::<4>()?.into_iter().zip(state.counts::<6>()?) {
            let [interactions, stated, by_users, by_provider, users, provider] = *counts;
            let sides = Sides {
                quantities,
                interactions,
                stated,
                stated_by: [by_users, by_provider],
                excused: [users, provider],
            };
            require(is_possible(&sides), "the figures of a line contradict each other")?;
            all.push(sides);
        }
        Ok(Self { scope, index, sides: all, lines: Vec::new() }.with_lines()?)
    }
}

/// Whether a line has an interaction, whether its counts are parts of it and of each other, and whether a side without a
/// stated contribution contributed nothing.
fn is_possible<T: Total>(sides: &Sides<T>) -> bool {
    let Sides { quantities, interactions, stated, stated_by, excused } = sides;
    let of_side = |side: usize| {
        let [integrated, contributed] = [&quantities[2 * side], &quantities[2 * side + 1]];
        stated_by[side] + excused[side] <= *interactions
            && integrated <= contributed
            && (stated_by[side] > 0 || contributed.is_zero())
            && *stated <= stated_by[side]
    };
    // Where two sides are stated in more interactions than there are, both are stated in the rest.
    let are_both = stated_by[0] + stated_by[1] <= interactions + stated;
    *interactions > 0 && are_both && of_side(0) && of_side(1)
}
