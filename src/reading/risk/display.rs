//! Risk as a table that a person reads.

use std::fmt;

use super::{RiskFigures, RiskLine, Risks};
use crate::number::Number;
use crate::reading::table::{line_columns, unit_column};
use crate::statement::{Column, figures, thousands, write_columns};

/// How an amount is read, if there is one.
type Amount<N> = fn(&RiskFigures<N>) -> Option<&N>;

impl<N: Number> fmt::Display for Risks<N> {
    /// An aligned table under its terms; `too few` where there are no figures. Decimals are those of a
    /// [statement](crate::Statement)'s table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}, {}", self.terms.without_grouping(), self.rule())?;
        let lines: Vec<RiskLine<N>> = self.lines().collect();
        if lines.is_empty() {
            return writeln!(f, "no entries");
        }
        let people =
            |line: &RiskLine<N>| line.figures().map_or_else(|few| few.beneficiaries, RiskFigures::beneficiaries);
        let known = |read: &dyn Fn(&RiskFigures<N>) -> Option<String>| {
            let text = |line: &RiskLine<N>| match line.figures() {
                Ok(figures) => read(figures).unwrap_or_else(|| "-".to_owned()),
                Err(_) => "-".to_owned(),
            };
            lines.iter().map(text).collect::<Vec<_>>()
        };
        let mut columns = line_columns(&self.terms, lines.iter().map(RiskLine::line));
        columns.push(Column::left("measure", lines.iter().map(|line| line.measure().to_string()).collect()));
        columns.push(unit_column(&self.catalogue, lines.iter().map(RiskLine::measure)));
        columns.push(Column::counts("beneficiaries", lines.iter().map(people)));
        let losses = |line: &RiskLine<N>| match line.figures() {
            Ok(one) => format!("{} of {}", thousands(&one.losses.to_string()), thousands(&one.appraisals.to_string())),
            Err(_) => "too few".to_owned(),
        };
        columns.push(Column::right("losses", lines.iter().map(losses).collect()));
        columns.push(Column::right("probability", known(&|one| Some(one.probability.fixed(3)))));
        let interval = |one: &RiskFigures<N>| Some(format!("{:.3} to {:.3}", one.interval.low(), one.interval.high()));
        columns.push(Column::right("95 in 100", known(&interval)));
        let amounts: [(&str, Amount<N>); 3] = [
            ("mean loss", RiskFigures::mean_loss),
            ("expected loss", |one| Some(one.expected_loss())),
            ("expected shortfall", |one| Some(one.expected_shortfall())),
        ];
        for (heading, read) in amounts {
            let stated: Vec<_> = lines
                .iter()
                .filter_map(|line| line.figures().ok())
                .filter_map(read)
                .map(|one| Ok(one.clone()))
                .collect();
            let mut shown = figures(&stated, f.precision()).into_iter();
            let text = |line: &RiskLine<N>| match line.figures().map(read) {
                Ok(Some(_)) => shown.next().unwrap_or_default(),
                Ok(None) | Err(_) => "-".to_owned(),
            };
            columns.push(Column::right(heading, lines.iter().map(text).collect()));
        }
        write_columns(f, &columns)
    }
}
