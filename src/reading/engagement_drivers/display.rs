//! Engagement drivers as a table that a person reads.

use std::fmt;

use super::{EngagementDrivers, EngagementDriversLine, Participation};
use crate::number::Number;
use crate::reading::table::{percent, percent_between};
use crate::statement::{Column, figures, or_dash, shown, write_columns};

/// The columns of one side of a comparison: people first, then what they integrated.
fn side<'a, N: Number>(
    heading: &str,
    sides: impl Iterator<Item = &'a Participation<N>> + Clone,
    decimals: Option<usize>,
) -> Vec<Column> {
    let share = |side: &Participation<N>| or_dash(side.share().map(|share| percent(&share)));
    let interval = |side: &Participation<N>| {
        or_dash(side.interval().map(|interval| percent_between(interval.low(), interval.high())))
    };
    let quantities: Vec<_> =
        sides.clone().flat_map(|side| [side.integrated(), side.contributed()]).map(|one| Ok(one.clone())).collect();
    // The same decimals in both quantities, which stand in one column.
    let quantities = figures(&quantities, decimals);
    let of = quantities.chunks(2).map(|of_side| of_side.join(" of ")).collect();
    vec![
        Column::counts(heading, sides.clone().map(Participation::people)),
        Column::counts("took part", sides.clone().map(Participation::took_part)),
        Column::right("share", sides.clone().map(share).collect()),
        Column::right("95 in 100", sides.map(interval).collect()),
        Column::right("integrated", of),
    ]
}

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
        let dimension = shown(self.dimension());
        writeln!(f, "{}; {}", self.heading(), self.rule())?;
        if self.lines.is_empty() {
            // A misspelt dimension would look like one that drives nothing.
            return writeln!(f, "no contributions of users who state {dimension}");
        }
        let mut columns =
            vec![Column::left(self.dimension(), self.lines.iter().map(|line| line.value().to_owned()).collect())];
        columns.extend(side("with it", self.lines.iter().map(EngagementDriversLine::with), f.precision()));
        columns.extend(side("with others", self.lines.iter().map(EngagementDriversLine::without), f.precision()));
        write_columns(f, &columns)
    }
}
