//! Drivers as a table that a person reads.

use std::fmt;

use super::{Compared, Drivers, DriversLine};
use crate::number::Fraction;
use crate::reading::table::{percent, unit_column};
use crate::statement::{Column, figures, or_dash, shown, write_columns};

/// The columns of one side of a comparison.
fn side<'a, N: Fraction>(
    heading: &str,
    sides: impl Iterator<Item = &'a Compared<N>> + Clone,
    decimals: Option<usize>,
) -> Vec<Column> {
    let each = |read: fn(&Compared<N>) -> Option<N>| {
        let known: Vec<_> = sides.clone().filter_map(read).map(Ok).collect();
        let mut shown = figures(&known, decimals).into_iter();
        let text = |side: &Compared<N>| or_dash(read(side).and_then(|_| shown.next()));
        sides.clone().map(text).collect()
    };
    let share = |read: fn(&Compared<N>) -> Option<N>| {
        let text = |side| or_dash(read(side).map(|share| percent(&share)));
        sides.clone().map(text).collect()
    };
    vec![
        Column::counts(heading, sides.clone().map(Compared::appraisals)),
        Column::right("better", share(Compared::share_better)),
        Column::right("worse", share(Compared::share_worse)),
        Column::right("created each", each(Compared::created_each)),
        Column::right("destroyed each", each(Compared::destroyed_each)),
        Column::right("net each", each(Compared::net_each)),
    ]
}

impl<N: Fraction> fmt::Display for Drivers<N> {
    /// An aligned table under its terms. Decimals are those of a [statement](crate::Statement)'s table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (dimension, terms) = (shown(self.dimension()), self.terms().without_grouping());
        writeln!(f, "{dimension}, {terms}; {}", self.rule())?;
        if self.lines.is_empty() {
            // A misspelt dimension would look like one that drives nothing.
            return writeln!(f, "no entries that state {dimension}");
        }
        let mut columns = vec![
            Column::left("measure", self.lines.iter().map(|line| line.measure.to_string()).collect()),
            unit_column(self.catalogue(), self.lines.iter().map(DriversLine::measure)),
            Column::left(self.dimension(), self.lines.iter().map(|line| line.value.to_string()).collect()),
        ];
        columns.extend(side("with it", self.lines.iter().map(DriversLine::with), f.precision()));
        columns.extend(side("with others", self.lines.iter().map(DriversLine::without), f.precision()));
        write_columns(f, &columns)?;
        let has_windfalls = |side: &Compared<N>| side.better() > side.gains() || side.worse() > side.losses();
        if self.lines.iter().any(|line| has_windfalls(line.with()) || has_windfalls(line.without())) {
            writeln!(f, "net each has the windfalls of people who did not co-operate too")?;
        }
        Ok(())
    }
}
