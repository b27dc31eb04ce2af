//! Engagement drivers as a table that a person reads.

use std::fmt;

use super::EngagementDrivers;
use crate::number::Number;
use crate::reading::table::{Printed, PrintedRow, percent, percent_between};
use crate::statement::{Column, shown};

impl<N: Number> EngagementDrivers<N> {
    /// What it is of, in words.
    pub(crate) fn heading(&self) -> String {
        let as_of = self.terms.stated_as_of().map_or_else(String::new, |day| format!(", as of {day}"));
        format!("{}, users who took part{as_of}", shown(self.dimension()))
    }
}

impl<N: Number> fmt::Display for EngagementDrivers<N> {
    /// An aligned table: people with the value, those with other values, and `-` for a share that is not given. Decimals of
    /// quantities are those of a [statement](crate::Statement)'s table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}; {}", self.heading(), self.rule())?;
        let rows = self.rows();
        if rows.lines.is_empty() {
            // A misspelt dimension would look like one that drives nothing.
            return writeln!(f, "no contributions of users who state {}", shown(self.dimension()));
        }
        Printed::of(&rows, &self.catalogue, f.precision()).write(rows.analysis, f)
    }
}

/// For a value and then for the others: people first, then what they integrated.
pub(in crate::reading) fn columns<N: Number>(printed: &Printed<'_, N>) -> Vec<Column> {
    let dimension = printed.rows.first().and_then(|row| row.text("dimension")).unwrap_or("value");
    let mut columns = vec![printed.texts(dimension, "value")];
    columns.extend(printed.people());
    for (side, heading) in [("with", "people with it"), ("without", "people with others")] {
        let name = |figure: &str| format!("{side}.{figure}");
        columns.push(printed.counts(heading, &name("people")));
        columns.push(printed.counts("took part", &name("took_part")));
        let share = name("share");
        columns.push(printed.made_of("share", &[&share], |row| row.float(&share).map(percent)));
        columns.push(printed.intervals("95 % interval", [&name("low"), &name("high")], percent_between));
        let quantities = ["integrated", "contributed"].map(name);
        let quantities = quantities.each_ref().map(String::as_str);
        // Not given for few people, as the share of people who took part.
        let of_contributed = |row: &PrintedRow<'_, N>| {
            row.float(&share)?;
            let [integrated, contributed] = quantities.map(|name| row.nearest(name));
            Some(integrated? / contributed?).filter(Number::is_finite).map(percent)
        };
        columns.push(printed.amounts_of("integrated", quantities, of_contributed));
    }
    columns
}
