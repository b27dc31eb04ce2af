//! The stored state of drivers: that of their statement, and the people of each of its cells.

use std::collections::BTreeMap;

use super::Drivers;
use super::people::PeopleByCell;
use crate::analysis::state::AnalysisStateError;
use crate::number::Number;
use crate::statement::lines_state::require;
use crate::statement::{By, People, Statement};

impl<N: Number> Drivers<N> {
    /// The statement, and the sorted hashes of the people of each cell with a counted appraisal, by line and measure.
    pub(crate) fn to_state(&self) -> (&Statement<N>, Vec<Vec<u64>>) {
        (&self.statement, self.people.values().map(|people| people.hashes().to_vec()).collect())
    }

    pub(crate) fn from_state(statement: Statement<N>, people: Vec<Vec<u64>>) -> Result<Self, AnalysisStateError> {
        let words = statement.terms().map_or(&[][..], |terms| terms.grouping().words());
        let [By::With(dimension)] = words else { return Err("its statement is not grouped by one dimension".into()) };
        let dimension = dimension.clone();
        let counted = statement.cells().filter(|cell| cell.appraisal_count() > 0);
        let counted: BTreeMap<_, u64> =
            counted.map(|cell| ((cell.line().clone(), cell.measure().clone()), cell.appraisal_count())).collect();
        require(counted.len() == people.len(), "the number of its sets of people is wrong")?;
        let of_cell = |((key, appraisals), hashes): ((_, u64), Vec<u64>)| {
            let people = People::from_hashes(hashes).ok_or("its people are not sorted and distinct")?;
            require(
                (1..=appraisals).contains(&(people.count() as u64)),
                "a cell has more people than appraisals, or none",
            )?;
            Ok::<_, &'static str>((key, people))
        };
        let people = counted.into_iter().zip(people).map(of_cell).collect::<Result<PeopleByCell, _>>()?;
        let mut all = People::default();
        for people in people.values() {
            all.merge(people);
        }
        require(all == *statement.people(), "the people of its cells are not those of its statement")?;
        Ok(Self { dimension, statement, people, lines: Vec::new() }.with_lines()?)
    }
}
