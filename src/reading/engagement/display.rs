//! Engagement as a table that a person reads.

use std::fmt;

use super::{Engagement, EngagementLine};
use crate::number::Number;
use crate::reading::table::line_columns;
use crate::statement::{Column, figures, thousands, write_columns};

/// How a quantity is read from a line.
type Quantity<N> = fn(&EngagementLine<N>) -> &N;

impl<N: Number> Engagement<N> {
    /// What it is of, in words.
    pub(crate) fn heading(&self) -> String {
        let as_of = self.terms.stated_as_of().map_or_else(String::new, |day| format!(", as of {day}"));
        format!("what users and services state{as_of}")
    }
}

impl<N: Number> fmt::Display for Engagement<N> {
    /// An aligned table under its terms; the scenario by a threshold of a half. Decimals are those of a
    /// [statement](crate::Statement)'s table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}, {}", self.heading(), self.rule())?;
        if self.lines.is_empty() {
            return writeln!(f, "no entries");
        }
        let mut columns = line_columns(&self.terms, self.lines.iter().map(EngagementLine::line));
        let read: [(&str, Quantity<N>); 4] = [
            ("users integrated", EngagementLine::user_integrated),
            ("of contributed", EngagementLine::user_contributed),
            ("services integrated", EngagementLine::provider_integrated),
            ("of contributed", EngagementLine::provider_contributed),
        ];
        for (heading, read) in read {
            let read: Vec<_> = self.lines.iter().map(|line| Ok(read(line).clone())).collect();
            columns.push(Column::right(heading, figures(&read, f.precision())));
        }
        let count = |count: u64| thousands(&count.to_string());
        let stated = |line: &EngagementLine<N>| format!("{} of {}", count(line.stated()), count(line.interactions()));
        columns.push(Column::right("stated", self.lines.iter().map(stated).collect()));
        let scenario = |line: &EngagementLine<N>| {
            line.scenario().map_or_else(|| "not known".to_owned(), |scenario| scenario.to_string())
        };
        columns.push(Column::left("scenario", self.lines.iter().map(scenario).collect()));
        write_columns(f, &columns)
    }
}
