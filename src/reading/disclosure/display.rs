//! What is published as a table that a person reads.

use std::fmt;

use super::{Disclosed, DisclosedRow, Figure};
use crate::catalogue::MeasureId;
use crate::number::Number;
use crate::reading::Scenario;
use crate::reading::fields::Value;
use crate::record::Role;
use crate::statement::{
    Column, NOT_ASKED, count_and_share, figures, of_lines, or_dash, shown, thousands, write_columns,
};

const WITHHELD: &str = "withheld";
const WINDFALLS: [&str; 2] = ["windfall_gain", "windfall_loss"];

impl<N: Number> fmt::Display for Disclosed<N> {
    /// An aligned table under its terms and its threshold, and below it what is withheld as a whole. `withheld` stands where a
    /// figure would tell of few people. Decimals are those of a [statement](crate::Statement)'s table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, people) = self.terms.people();
        let few = format!("fewer than {} {people}", thousands(&self.disclosure.threshold().to_string()));
        f.write_str(&self.heading)?;
        if let Some(rule) = &self.rule {
            // The name of a rule of attribution is one word; other rules are sentences.
            let by = if rule.contains(' ') { "" } else { "by rule " };
            write!(f, ", {by}{}", shown(rule))?;
        }
        write!(f, ", figures of {few} withheld")?;
        match self.disclosure.base() {
            Some(base) => writeln!(f, ", counts rounded to {base}")?,
            None => writeln!(f)?,
        }
        if self.is_empty() {
            writeln!(f, "no lines")?;
        } else {
            write_columns(f, &self.table(f.precision()))?;
            if self.rows.iter().flat_map(DisclosedRow::figures).any(|(_, figure)| figure == Figure::Withheld) {
                writeln!(
                    f,
                    "a figure that is withheld need not be small: it may be, so that another cannot be worked out"
                )?;
            }
        }
        if self.lines_withheld > 0 {
            let lines = if self.lines_withheld == 1 { "line" } else { "lines" };
            let count = thousands(&self.lines_withheld.to_string());
            writeln!(f, "withheld, of too few {people} or so that these cannot be worked out: {count} {lines}")?;
        }
        if self.withheld.is_empty() {
            return Ok(());
        }
        let measures: Vec<&str> = self.withheld.iter().map(MeasureId::as_str).collect();
        writeln!(f, "withheld, of {few}: {}", shown(&measures.join(", ")))
    }
}

impl<N: Number> Disclosed<N> {
    fn table(&self, decimals: Option<usize>) -> Vec<Column> {
        let mut columns = Vec::new();
        if self.rows.iter().any(|row| row.line.is_some() || row.lines > 1) {
            let lines = self
                .rows
                .iter()
                .map(|row| row.line().ok_or_else(|| format!("{} lines pooled", thousands(&row.lines().to_string()))));
            columns = of_lines(Some(&self.terms), lines);
        }
        let (_, people) = self.terms.people();
        let count = |row: &DisclosedRow<N>| {
            row.people().map_or_else(|| WITHHELD.to_owned(), |count| thousands(&count.to_string()))
        };
        columns.push(Column::right(people, self.rows.iter().map(count).collect()));
        match self.rule {
            None => self.add_statement(&mut columns, decimals),
            Some(_) => self.add_all(&mut columns, decimals),
        }
        columns
    }

    /// The columns of a statement, people first.
    fn add_statement(&self, columns: &mut Vec<Column>, decimals: Option<usize>) {
        let measure = |row: &DisclosedRow<N>| row.measure.as_ref().and_then(|measure| self.catalogue.measure(measure));
        let text = |of: fn(&crate::catalogue::Measure<N>) -> &str| {
            self.rows.iter().map(|row| measure(row).map_or("", of).to_owned()).collect::<Vec<_>>()
        };
        columns.push(Column::left("measure", text(|measure| measure.id().as_str())));
        columns.push(Column::left("unit", text(|measure| measure.unit())));
        let appraisals = |row: &DisclosedRow<N>| match row.appraisals {
            Value::Count(count) => thousands(&count.to_string()),
            _ => WITHHELD.to_owned(),
        };
        columns.push(Column::right("appraisals", self.rows.iter().map(appraisals).collect()));
        let rounds = self.disclosure.base().is_some();
        for (heading, name) in [("better", "better"), ("the same", "unchanged"), ("worse", "worse")] {
            let texts = self.rows.iter().map(|row| row.count_and_share(name, rounds)).collect();
            columns.push(Column::right(heading, texts));
        }
        let is_zero = |figure: &Option<Figure<N>>| matches!(figure, Some(Figure::Amount(amount)) if amount.is_zero());
        let are_zero = |row: &DisclosedRow<N>| WINDFALLS.iter().all(|name| is_zero(&row.figure(name)));
        let has_windfalls = !self.rows.iter().all(are_zero);
        for (heading, name) in [
            ("created", "created"),
            ("windfall gain", "windfall_gain"),
            ("destroyed", "destroyed"),
            ("windfall loss", "windfall_loss"),
            ("net", "net"),
        ] {
            let is_windfall = WINDFALLS.contains(&name);
            if is_windfall && !has_windfalls {
                continue;
            }
            let shown = texts(self.rows.iter().map(|row| row.figure(name)).collect(), decimals);
            let text = |(row, text): (&DisclosedRow<N>, String)| {
                // Where nothing is stated only affected people can have windfalls, so for users the blank tells nothing.
                let is_nothing = is_zero(&row.figure(name)) || !self.terms.includes_role(Role::Affected);
                let is_not_asked = is_windfall && !row.asked && is_nothing;
                if is_not_asked { NOT_ASKED.to_owned() } else { text }
            };
            columns.push(Column::right(heading, self.rows.iter().zip(shown).map(text).collect()));
        }
        let means = self.rows.iter().map(|row| match &row.mean {
            Value::Float(mean) => Some(Figure::Amount(*mean)),
            Value::NotGiven => None,
            _ => Some(Figure::Withheld),
        });
        columns.push(Column::right("mean change", texts(means.collect(), decimals)));
        columns.push(Column::right("missing", self.rows.iter().map(DisclosedRow::missing).collect()));
    }

    /// The figures of an analysis, a column for each.
    fn add_all(&self, columns: &mut Vec<Column>, decimals: Option<usize>) {
        let mut names: Vec<String> = Vec::new();
        for (name, _) in self.rows.iter().flat_map(DisclosedRow::figures) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        for name in names {
            let figures: Vec<_> = self.rows.iter().map(|row| row.figure(&name)).collect();
            let heading = name.replace('_', " ");
            let is_text = figures.iter().any(|figure| matches!(figure, Some(Figure::Text(_))));
            let texts = if name == "scenario" { scenarios(figures) } else { texts(figures, decimals) };
            columns.push(if is_text { Column::left(&heading, texts) } else { Column::right(&heading, texts) });
            if name == "measure" {
                let unit = |row: &DisclosedRow<N>| {
                    let measure = row.measure.as_ref().and_then(|measure| self.catalogue.measure(measure));
                    measure.map(|measure| measure.unit().to_owned())
                };
                let units: Vec<Option<String>> = self.rows.iter().map(unit).collect();
                if units.iter().any(Option::is_some) {
                    columns.push(Column::left("unit", units.into_iter().map(or_dash).collect()));
                }
            }
        }
    }
}

/// Scenarios as a committee reads them.
fn scenarios<N: Number>(column: Vec<Option<Figure<N>>>) -> Vec<String> {
    let text = |figure: Option<Figure<N>>| match figure {
        Some(Figure::Text(Some(word))) => word.parse::<Scenario>().map_or(word, |scenario| scenario.to_string()),
        Some(Figure::Withheld) => WITHHELD.to_owned(),
        _ => "not known".to_owned(),
    };
    column.into_iter().map(text).collect()
}

impl<N: Number> DisclosedRow<N> {
    fn count(&self, name: &str) -> Option<u64> {
        match self.figure(name) {
            Some(Figure::Count(count)) => Some(count),
            _ => None,
        }
    }

    /// A count, with its share of the appraisals where these are told and counts are not rounded.
    fn count_and_share(&self, name: &str, rounds: bool) -> String {
        match (self.count(name), &self.appraisals) {
            (Some(count), Value::Count(whole)) if !rounds => count_and_share(count, *whole),
            (Some(count), _) => thousands(&count.to_string()),
            (None, _) => WITHHELD.to_owned(),
        }
    }

    fn missing(&self) -> String {
        match (self.figure("missing"), self.figure("due")) {
            (Some(Figure::Count(_)), Some(Figure::Count(0))) | (None | Some(Figure::NotGiven), _) => or_dash(None),
            (Some(Figure::Count(missing)), Some(Figure::Count(due))) => {
                format!("{} of {}", thousands(&missing.to_string()), thousands(&due.to_string()))
            }
            _ => WITHHELD.to_owned(),
        }
    }
}

/// Figures of a column as texts: amounts with the same decimals.
fn texts<N: Number>(column: Vec<Option<Figure<N>>>, decimals: Option<usize>) -> Vec<String> {
    let amounts: Vec<_> = column
        .iter()
        .filter_map(|figure| match figure {
            Some(Figure::Amount(amount)) => Some(Ok(amount.clone())),
            _ => None,
        })
        .collect();
    let mut amounts = figures(&amounts, decimals).into_iter();
    let text = |figure| match figure {
        Some(Figure::Amount(_)) => or_dash(amounts.next()),
        Some(Figure::Count(count)) => thousands(&count.to_string()),
        Some(Figure::Share(share)) => share.fixed(3),
        Some(Figure::Text(text)) => or_dash(text),
        Some(Figure::Withheld) => WITHHELD.to_owned(),
        Some(Figure::NotGiven) | None => or_dash(None),
    };
    column.into_iter().map(text).collect()
}
