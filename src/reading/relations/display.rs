//! Relations as a table that a person reads.

use std::fmt;

use super::{Relations, RelationsLine};
use crate::number::Number;
use crate::reading::table::line_columns;
use crate::statement::{Column, write_columns};

/// How a count is read from a line.
type Count = fn(&RelationsLine) -> u64;

impl<N: Number> fmt::Display for Relations<N> {
    /// An aligned table under its terms, and below it how those ended who did not co-operate, if there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}, {}", self.terms.without_grouping(), self.rule())?;
        let lines: Vec<RelationsLine> = self.lines().collect();
        if lines.is_empty() {
            return writeln!(f, "no entries");
        }
        let counts: [(&str, Count); 8] = [
            ("better", |line| line.ended().better()),
            ("worse", |line| line.ended().worse()),
            ("unchanged", |line| line.ended().unchanged()),
            ("reinforces", |line| line.moves().reinforces),
            ("recovers", |line| line.moves().recovers),
            ("reduces", |line| line.moves().reduces),
            ("destroys", |line| line.moves().destroys),
            ("conflicts", RelationsLine::conflicts),
        ];
        let bystanders: [(&str, Count); 4] = [
            ("integrated nothing", |line| line.detriment().integrated_nothing.all()),
            ("of them worse", |line| line.detriment().integrated_nothing.worse()),
            ("only affected", |line| line.detriment().affected.all()),
            ("of them worse", |line| line.detriment().affected.worse()),
        ];
        let mut columns = line_columns(&self.terms, lines.iter().map(RelationsLine::line));
        columns.push(Column::left("measure", lines.iter().map(|line| line.measure().to_string()).collect()));
        for (heading, count) in counts {
            columns.push(Column::counts(heading, lines.iter().map(count)));
        }
        for pair in bystanders.chunks_exact(2) {
            if lines.iter().any(|line| pair[0].1(line) > 0) {
                columns.extend(pair.iter().map(|(heading, count)| Column::counts(heading, lines.iter().map(count))));
            }
        }
        write_columns(f, &columns)
    }
}
