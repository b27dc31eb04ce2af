//! The stored state of a cross.

use super::{Cross, CrossCounts};
use crate::analysis::outcomes::OutcomeCounts;
use crate::analysis::state::{AnalysisState, AnalysisStateError, Stored};
use crate::catalogue::MeasureId;
use crate::number::Number;
use crate::statement::lines_state::require;

impl<N: Number> Stored<N> for Cross<N> {
    const NAME: &'static str = "cross";

    fn to_state(&self) -> AnalysisState<N> {
        let mut state = AnalysisState::of(&self.scope, &self.index, self.lines.len());
        state.asked = self.measures.iter().map(|measure| measure.as_str().to_owned()).collect();
        state.people = vec![self.people.hashes().to_vec()];
        for counts in &self.lines {
            // No `..`: a new field must be stored.
            let CrossCounts { both, without_measure, without_other } = counts;
            state.counts.extend(both.iter().flat_map(|outcomes| outcomes.to_array()));
            state.counts.extend([without_measure, without_other]);
        }
        state
    }

    fn from_state(mut state: AnalysisState<N>) -> Result<Self, AnalysisStateError> {
        let (scope, index) = state.scope_and_index()?;
        let [one, other] = state.asked()?;
        let are_known = one != other && [one, other].iter().all(|measure| scope.catalogue.measure(measure).is_some());
        require(are_known, "its measures are not two of its catalogue")?;
        let measure = |id: &String| MeasureId::new(id).map_err(|_| "the id of a measure is empty");
        let measures = [measure(one)?, measure(other)?];
        let mut lines = Vec::with_capacity(index.len());
        for counts in state.counts::<11>()? {
            let [.., without_measure, without_other] = *counts;
            let outcomes = |sign: usize| {
                let at = 3 * sign;
                OutcomeCounts::of(counts[at], counts[at + 1], counts[at + 2])
            };
            require(counts.iter().any(|&count| count > 0), "a line has no person")?;
            lines.push(CrossCounts { both: [0, 1, 2].map(outcomes), without_measure, without_other });
        }
        let people = state.people(1)?.pop().expect("one set was asked for");
        // A person may be on several lines.
        let on_lines = lines.iter().map(CrossCounts::people);
        let (most, all) = (on_lines.clone().max().unwrap_or(0), on_lines.sum::<u64>());
        let is_possible = (most..=all).contains(&(people.count() as u64));
        require(is_possible, "its people are not those of its lines")?;
        Ok(Self { scope, measures, people, index, lines })
    }
}
