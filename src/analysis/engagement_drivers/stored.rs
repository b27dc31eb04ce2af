//! The stored state of drivers of engagement.

use super::{EngagementDrivers, Sums};
use crate::analysis::engagement::checked;
use crate::analysis::state::{AnalysisState, AnalysisStateError, Stored};
use crate::number::{Number, Total};
use crate::statement::lines_state::require;
use crate::statement::{By, Dimension};

impl<N: Number> Stored<N> for EngagementDrivers<N> {
    const NAME: &'static str = "engagement drivers";

    fn to_state(&self) -> AnalysisState<N> {
        let mut state = AnalysisState::of(&self.scope, &self.index, self.sums.len());
        state.asked = vec![self.dimension().to_owned(), self.least.to_string()];
        for sums in &self.sums {
            // No `..`: a new field must be stored.
            let Sums { quantities, people, took_part } = sums;
            state.totals.extend(quantities.iter().map(Total::state));
            state.people.extend([people, took_part].map(|people| people.hashes().to_vec()));
        }
        state
    }

    fn from_state(mut state: AnalysisState<N>) -> Result<Self, AnalysisStateError> {
        let (mut scope, index) = state.scope_and_index()?;
        scope.terms = checked(scope.terms)?;
        let [dimension, least] = state.asked()?;
        let least = least.parse().map_err(|_| "the number of people that a share needs is no number")?;
        let dimension = Dimension::new(dimension);
        let is_of_dimension = scope.terms.grouping().words() == [By::With(dimension.clone())];
        require(is_of_dimension, "its terms are not grouped by its dimension")?;
        let quantities = state.totals::<2>()?;
        let mut people = state.people(2 * quantities.len())?.into_iter();
        let mut sums = Vec::with_capacity(quantities.len());
        for (row, quantities) in quantities.into_iter().enumerate() {
            let [people, took_part] = [people.next(), people.next()].map(|set| set.expect("two sets for each line"));
            let [integrated, contributed] = &quantities;
            let is_possible = index.text(row, 0).is_some()
                && people.count() > 0
                && took_part.hashes().iter().all(|hash| people.hashes().binary_search(hash).is_ok())
                && integrated <= contributed
                && (took_part.count() > 0) != integrated.is_zero();
            require(is_possible, "the figures of a line contradict each other")?;
            sums.push(Sums { quantities, people, took_part });
        }
        Ok(Self { dimension, least, scope, index, sums, lines: Vec::new() }.with_lines()?)
    }
}
