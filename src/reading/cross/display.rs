//! Two measures side by side as tables that a person reads.

use std::fmt;

use super::{Cross, CrossLine};
use crate::number::Number;
use crate::reading::ended::Ended;
use crate::statement::{By, Column, count_and_share, shown, thousands, write_columns};

/// How a count is read of people by how they ended.
type Count = fn(&Ended) -> u64;

/// How people ended, in words.
const ENDED: [&str; 3] = ["better", "the same", "worse"];

impl<N: Number> fmt::Display for Cross<N> {
    /// For each line a table of people under the terms, the measure down and the other across, each count with its share of
    /// those counted on both; and below it how many are counted on one of them only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let terms = self.terms.without_grouping();
        writeln!(f, "{terms}, {}, {}", shown(&self.rule()), self.of_people(self.beneficiaries() as u64))?;
        if self.lines.is_empty() {
            return writeln!(f, "no entries");
        }
        for line in self.lines() {
            writeln!(f)?;
            self.write_line(f, &line)?;
        }
        Ok(())
    }
}

impl<N: Number> Cross<N> {
    fn write_line(&self, f: &mut fmt::Formatter<'_>, line: &CrossLine) -> fmt::Result {
        let words = self.terms.grouping().words().iter();
        let value = |(word, value): (&By, Option<&str>)| shown(&format!("{word} {}", value.unwrap_or("not stated")));
        let values: Vec<String> = words.zip(line.line().values()).map(value).collect();
        let heading = if values.is_empty() { String::new() } else { format!("{}: ", values.join(", ")) };
        writeln!(f, "{heading}{} counted on both", self.of_people(line.people()))?;
        let (measure, other) = (shown(line.measure().as_str()), shown(line.other().as_str()));
        if line.people() > 0 {
            let headings = ENDED.iter().map(|ended| format!("{measure} {ended}"));
            let mut columns = vec![Column::left("", headings.chain(["all".to_owned()]).collect())];
            let rows = [*line.better(), *line.unchanged(), *line.worse(), line.on_other()];
            let counts: [(&str, Count); 3] =
                [(ENDED[0], Ended::better), (ENDED[1], Ended::unchanged), (ENDED[2], Ended::worse)];
            for (ended, count) in counts {
                columns.push(shares(&format!("{other} {ended}"), &rows, count, line.people()));
            }
            columns.push(shares("all", &rows, Ended::all, line.people()));
            write_columns(f, &columns)?;
        }
        let (without_measure, without_other) =
            (self.of_people(line.without_measure()), self.of_people(line.without_other()));
        writeln!(f, "counted on {measure} only: {without_other}; on {other} only: {without_measure}")
    }

    /// So many people, as the terms call them.
    fn of_people(&self, count: u64) -> String {
        let (one, several) = self.terms.people();
        format!("{} {}", thousands(&count.to_string()), if count == 1 { one } else { several })
    }
}

/// A column of counts with their shares of all the people.
fn shares(heading: &str, rows: &[Ended], count: Count, people: u64) -> Column {
    Column::right(heading, rows.iter().map(|row| count_and_share(count(row), people)).collect())
}
