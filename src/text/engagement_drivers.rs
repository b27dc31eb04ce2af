//! Drivers of engagement as a table.

use super::analysis::{AnalysisTable, TableRow, percent, percent_between};
use super::drivers::SIDES;
use super::layout::Block;
pub(super) use super::{nothing as after, subject as heading};
use crate::analysis::Figure;
use crate::analysis::engagement_drivers::EngagementDrivers;
use crate::number::{Number, nearest};
use crate::printable::printable;

/// The text for drivers without lines. It names the dimension, since a misspelt one would look like one without
/// drivers.
pub(super) fn empty<N: Number>(drivers: &EngagementDrivers<N>) -> String {
    format!("no contributions of users with a value of {}", printable(drivers.dimension()))
}

/// The people and the integrated quantities of each value, and those of the other values.
pub(super) fn blocks<N: Number>(table: &AnalysisTable<'_, N>) -> Vec<Block> {
    let dimension = table.rows.first().and_then(|row| row.text("dimension")).unwrap_or("value");
    let mut columns = vec![table.texts(dimension, "value")];
    columns.extend(table.people());
    for (side, prefix) in SIDES {
        let name = |figure: &str| format!("{side}.{figure}");
        let heading = |figure: &str| format!("{prefix}{figure}");
        columns.push(table.counts(&heading("people"), &name("people")));
        columns.push(table.counts(&heading("took part"), &name("took_part")));
        let share = name("share");
        columns.push(table.derived(&heading("share"), &[&share], |row| row.float(&share).map(percent)));
        let interval = [&*name("low"), &name("high")];
        columns.push(table.intervals(&heading("95 % confidence"), interval, percent_between));
        let quantities = ["integrated", "contributed"].map(name);
        let quantities = quantities.each_ref().map(String::as_str);
        // For few people it is not given, like the share of people who took part.
        let of_contributed = |row: &TableRow<'_, N>| {
            row.float(&share)?;
            let [Some(Figure::Amount(integrated)), Some(Figure::Amount(contributed))] =
                quantities.map(|name| row.figure(name))
            else {
                return None;
            };
            Some(nearest(integrated) / nearest(contributed)).filter(Number::is_finite).map(percent)
        };
        columns.push(table.amounts_of(&heading("integrated"), quantities, of_contributed));
    }
    vec![Block::Columns(columns)]
}
