//! Engagement drivers as a table that a person reads.

use std::fmt;

use super::analysis::{AnalysisTable, TableRow, percent, percent_between};
use super::column::{Column, write_columns};
use crate::analysis::Analysis;
use crate::analysis::engagement_drivers::EngagementDrivers;
use crate::number::Number;
use crate::word::printable;

/// Stands above the table.
pub(super) fn heading<N: Number>(drivers: &EngagementDrivers<N>) -> String {
    format!("{}; {}", drivers.subject(), drivers.rule_text())
}

/// Stands there instead of a table without lines.
pub(super) fn empty<N: Number>(drivers: &EngagementDrivers<N>) -> String {
    // A misspelt dimension would look like one that drives nothing.
    format!("no contributions of users who state {}", printable(drivers.dimension()))
}

/// For a value and then for the others: people first, then what they integrated.
fn columns<N: Number>(table: &AnalysisTable<'_, N>) -> Vec<Column> {
    let dimension = table.rows.first().and_then(|row| row.text("dimension")).unwrap_or("value");
    let mut columns = vec![table.texts(dimension, "value")];
    columns.extend(table.people());
    for (side, heading) in [("with", "people with it"), ("without", "people with others")] {
        let name = |figure: &str| format!("{side}.{figure}");
        columns.push(table.counts(heading, &name("people")));
        columns.push(table.counts("took part", &name("took_part")));
        let share = name("share");
        columns.push(table.made_of("share", &[&share], |row| row.float(&share).map(percent)));
        columns.push(table.intervals("95 % interval", [&name("low"), &name("high")], percent_between));
        let quantities = ["integrated", "contributed"].map(name);
        let quantities = quantities.each_ref().map(String::as_str);
        // Not given for few people, as the share of people who took part.
        let of_contributed = |row: &TableRow<'_, N>| {
            row.float(&share)?;
            let [integrated, contributed] = quantities.map(|name| row.nearest(name));
            Some(integrated? / contributed?).filter(Number::is_finite).map(percent)
        };
        columns.push(table.amounts_of("integrated", quantities, of_contributed));
    }
    columns
}

pub(super) fn write<N: Number>(table: &AnalysisTable<'_, N>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write_columns(f, &columns(table))
}
