//! Statements as tables that a person reads.

use std::fmt;

use super::table::{Column, figures, shown, thousands, write_columns};
use super::terms::FollowUp;
use super::{By, Cell, Line, Logic, Overflow, Statement, Terms};
use crate::catalogue::{Catalogue, Measure};
use crate::number::Number;
use crate::record::{Role, SourceKind};

impl Terms {
    /// All but the grouping, which a table's columns tell.
    pub(crate) fn without_grouping(&self) -> String {
        let mut words = vec![format!("against {}", self.stated_baseline()), self.whose()];
        if self.stated_logic() != Logic::ServiceDominant {
            words.push(format!("{} logic", self.stated_logic()));
        }
        if let FollowUp::Number(number) = self.stated_follow_up() {
            words.push(format!("follow-up {number}"));
        }
        if let Some(day) = self.stated_as_of() {
            words.push(format!("as of {day}"));
        }
        words.join(", ")
    }

    /// What people are called who are counted under these terms: one, and several.
    pub(crate) fn people(&self) -> (&'static str, &'static str) {
        let only_users = Role::ALL.iter().skip(1).all(|&role| !self.includes_role(role));
        if only_users { ("user", "users") } else { ("beneficiary", "beneficiaries") }
    }

    fn whose(&self) -> String {
        if self.included().next().is_none() {
            return "users' own appraisals".to_owned();
        }
        let role = |role: &Role| match role {
            Role::User => "users",
            Role::Provider => "providers",
            Role::Other => "others",
            Role::Affected => "affected",
        };
        let source = |source: &SourceKind| match source {
            SourceKind::Own => "own",
            SourceKind::Proxy => "by proxy",
            SourceKind::Observed => "observed",
        };
        let roles: Vec<_> = Role::ALL.iter().filter(|&&role| self.includes_role(role)).map(role).collect();
        let sources = SourceKind::ALL.iter().filter(|&&kind| self.includes_source(kind)).map(source);
        format!("appraisals of {} ({})", listed(&roles), sources.collect::<Vec<_>>().join(", "))
    }
}

fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

impl fmt::Display for Terms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.grouping().words().is_empty() {
            write!(f, "ungrouped, {}", self.without_grouping())
        } else {
            write!(f, "by {}, {}", shown(&self.grouping().to_string()), self.without_grouping())
        }
    }
}

/// The values of lines, a column for each word of a grouping. Where there is no line the first word has a text instead.
pub(crate) fn of_lines<'a>(
    terms: Option<&Terms>,
    lines: impl Iterator<Item = Result<&'a Line, String>> + Clone,
) -> Vec<Column> {
    let words = terms.map_or(&[][..], |terms| terms.grouping().words());
    let column = |(place, word): (usize, &By)| {
        let value = |line: Result<&Line, String>| match line {
            Ok(line) => line.values().nth(place).flatten().unwrap_or("not stated").to_owned(),
            Err(instead) if place == 0 => instead,
            Err(_) => String::new(),
        };
        Column::left(&word.to_string(), lines.clone().map(value).collect())
    };
    words.iter().enumerate().map(column).collect()
}

/// The measure, unit and figures of cells, a column for each.
pub(crate) fn of_cells<N: Number>(catalogue: &Catalogue<N>, cells: &[Cell<N>], decimals: Option<usize>) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let of_measure = |text: fn(&Measure<N>) -> &str| {
        let text = |cell: &Cell<N>| catalogue.measure(cell.measure()).map_or("", text).to_owned();
        cells.iter().map(text).collect::<Vec<_>>()
    };
    columns.push(Column::left("measure", of_measure(|measure| measure.id().as_str())));
    columns.push(Column::left("unit", of_measure(|measure| measure.unit())));
    let mut amount = |heading: &str, read: fn(&Cell<N>) -> Result<N, Overflow>, only_if_any: bool| {
        let read: Vec<_> = cells.iter().map(read).collect();
        let any = read.iter().any(|figure| figure.as_ref().map_or(true, |figure| !figure.is_zero()));
        if any || !only_if_any {
            columns.push(Column::right(heading, figures(&read, decimals)));
        }
    };
    amount("created", Cell::created, false);
    amount("destroyed", Cell::destroyed, false);
    amount("net", Cell::net, false);
    amount("windfall gain", Cell::windfall_gain, true);
    amount("windfall loss", Cell::windfall_loss, true);
    amount("within up", Cell::within_up, true);
    amount("within down", Cell::within_down, true);
    for (heading, count) in [("unchanged", Cell::unchanged as fn(&Cell<N>) -> u64), ("left out", Cell::left_out)] {
        if cells.iter().any(|cell| count(cell) > 0) {
            columns.push(Column::counts(heading, cells.iter().map(count)));
        }
    }
    let missing = |cell: &Cell<N>| match cell.coverage() {
        Some(coverage) if coverage.due() > 0 => {
            let text = |count: u64| thousands(&count.to_string());
            format!("{} of {}", text(coverage.missing()), text(coverage.due()))
        }
        _ => "-".to_owned(),
    };
    columns.push(Column::right("missing", cells.iter().map(missing).collect()));
    columns
}

impl<N: Number> Statement<N> {
    fn table(&self, decimals: Option<usize>) -> Vec<Column> {
        let cells: Vec<Cell<N>> = self.cells().collect();
        let mut columns = of_lines(self.terms.as_ref(), cells.iter().map(|cell| Ok(cell.line())));
        columns.extend(of_cells(&self.catalogue, &cells, decimals));
        columns
    }

    fn people_counted(&self, terms: &Terms) -> String {
        let (one, several) = terms.people();
        let count = self.beneficiaries();
        format!("{} {}", thousands(&count.to_string()), if count == 1 { one } else { several })
    }
}

impl<N: Number> fmt::Display for Statement<N> {
    /// An aligned table under its terms, the people counted and, if they have names, its parts.
    ///
    /// Figures have as many decimals as they need, three at the most; `{:.2}` asks for two. Rounded rows need not add up
    /// to a rounded total, and what is not zero is never shown as zero: an amount of 0.0004 is `<0.001`. A figure that its
    /// number does not hold is `overflow`. A letter of an id, a unit or a value that
    /// would break a line or act on a terminal is written as Rust writes it (`\n`, `\u{1b}`).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(terms) = &self.terms else { return writeln!(f, "an empty statement") };
        writeln!(f, "{}, {}", terms.without_grouping(), self.people_counted(terms))?;
        let parts: Vec<&str> = self.parts().collect();
        if parts.len() > 1 {
            writeln!(f, "of {} parts: {}", parts.len(), shown(&parts.join(", ")))?;
        }
        if self.is_empty() {
            return writeln!(f, "no entries");
        }
        write_columns(f, &self.table(f.precision()))
    }
}
