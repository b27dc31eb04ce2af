//! Statements as tables that a person reads.

use std::fmt;

use super::column::{Column, count_and_share, figures, or_dash, thousands, write_columns};
use crate::catalogue::{Catalogue, Measure};
use crate::number::Number;
use crate::statement::{By, Cell, Line, Overflow, Statement, Terms};
use crate::word::printable;

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

/// Which figures a table has: people first, or the amounts by part.
#[derive(Clone, Copy, PartialEq)]
enum TableKind {
    PeopleFirst,
    ByPart,
}

type Read<N> = fn(&Cell<N>) -> Result<N, Overflow>;
type Count<N> = fn(&Cell<N>) -> u64;

/// Printed instead of a zero that would look like a finding although no contribution is stated.
pub(crate) const NOT_ASKED: &str = "not asked";

/// The measure, unit and figures of cells, a column for each.
fn of_cells<N: Number>(
    catalogue: &Catalogue<N>,
    cells: &[Cell<N>],
    kind: TableKind,
    decimals: Option<usize>,
) -> Vec<Column> {
    let of_measure = |text: fn(&Measure<N>) -> &str| {
        let text = |cell: &Cell<N>| catalogue.measure(cell.measure()).map_or("", text).to_owned();
        cells.iter().map(text).collect::<Vec<_>>()
    };
    let mut columns = vec![
        Column::left("measure", of_measure(|measure| measure.id().as_str())),
        Column::left("unit", of_measure(|measure| measure.unit())),
    ];
    match kind {
        TableKind::PeopleFirst => people_first(&mut columns, cells, decimals),
        TableKind::ByPart => by_part(&mut columns, cells, decimals),
    }
    columns
}

/// How many are better, the same and worse, and then the amounts; what is printed adds up to the net.
fn people_first<N: Number>(columns: &mut Vec<Column>, cells: &[Cell<N>], decimals: Option<usize>) {
    columns.push(Column::counts("appraisals", cells.iter().map(Cell::appraisal_count)));
    let shares: [(&str, Count<N>); 3] =
        [("better", Cell::better_count), ("the same", Cell::unchanged_count), ("worse", Cell::worse_count)];
    for (heading, count) in shares {
        let text = |cell: &Cell<N>| count_and_share(count(cell), cell.appraisal_count());
        columns.push(Column::right(heading, cells.iter().map(text).collect()));
    }
    // Both windfalls where either is not zero, so that what is printed adds up to the net.
    let windfalls = cells.iter().any(|cell| cell.windfall_gain_count() + cell.windfall_loss_count() > 0);
    let amounts: [(&str, Read<N>, Shown); 5] = [
        ("created", Cell::created, Shown::Always),
        ("windfall gain", Cell::windfall_gain, Shown::Windfall),
        ("destroyed", Cell::destroyed, Shown::Always),
        ("windfall loss", Cell::windfall_loss, Shown::Windfall),
        ("net", Cell::net, Shown::Always),
    ];
    for (heading, read, shown) in amounts.into_iter().filter(|(.., shown)| windfalls || *shown != Shown::Windfall) {
        columns.extend(amount_column(heading, cells, (read, shown), decimals));
    }
    let means: Vec<_> = cells.iter().filter_map(|cell| cell.mean_change().transpose()).collect();
    let mut means = figures(&means, decimals).into_iter();
    let mean = |cell: &Cell<N>| if cell.appraisal_count() == 0 { None } else { means.next() };
    columns.push(Column::right("mean change", cells.iter().map(mean).map(or_dash).collect()));
    if cells.iter().any(|cell| cell.left_out_count() > 0) {
        columns.push(Column::counts("left out", cells.iter().map(Cell::left_out_count)));
    }
    columns.push(Column::right("missing", cells.iter().map(missing).collect()));
}

/// What was created and destroyed, each with its parts, and the net.
fn by_part<N: Number>(columns: &mut Vec<Column>, cells: &[Cell<N>], decimals: Option<usize>) {
    let amounts: [(&str, Read<N>, Shown); 12] = [
        ("created", Cell::created, Shown::Always),
        ("co-created", Cell::co_created, Shown::ByContribution),
        ("created alone", Cell::created_alone, Shown::IfAny),
        ("windfall gain", Cell::windfall_gain, Shown::Windfall),
        ("destroyed", Cell::destroyed, Shown::Always),
        ("with misuse", Cell::with_misuse, Shown::ByContribution),
        ("without misuse", Cell::without_misuse, Shown::ByContribution),
        ("destroyed alone", Cell::destroyed_alone, Shown::IfAny),
        ("windfall loss", Cell::windfall_loss, Shown::Windfall),
        ("net", Cell::net, Shown::Always),
        ("within up", Cell::within_up, Shown::IfAny),
        ("within down", Cell::within_down, Shown::IfAny),
    ];
    for (heading, read, shown) in amounts {
        columns.extend(amount_column(heading, cells, (read, shown), decimals));
    }
}

/// When an amount has a column, and what a zero in it means.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    Always,
    /// If it is not zero in every cell.
    IfAny,
    /// Contributions decide what is in it: without one a zero is no finding, but affected people can have windfalls.
    Windfall,
    /// Contributions decide what is in it: without one no amount is a finding.
    ByContribution,
}

/// A column of amounts; `None` if all are zero and the column is optional. Where contributions decide an amount and none is
/// stated, the cell says so.
fn amount_column<N: Number>(
    heading: &str,
    cells: &[Cell<N>],
    (read, shown): (Read<N>, Shown),
    decimals: Option<usize>,
) -> Option<Column> {
    let amounts: Vec<_> = cells.iter().map(read).collect();
    let is_zero = |amount: &Result<N, Overflow>| amount.as_ref().is_ok_and(N::is_zero);
    if shown == Shown::IfAny && amounts.iter().all(is_zero) {
        return None;
    }
    let text = |((cell, amount), text): ((&Cell<N>, &Result<N, Overflow>), String)| {
        let is_finding = match shown {
            Shown::Always | Shown::IfAny => true,
            Shown::Windfall => cell.co_operation_is_stated() || !is_zero(amount),
            Shown::ByContribution => cell.co_operation_is_stated(),
        };
        match cell.appraisal_count() {
            0 if shown != Shown::Always => or_dash(None),
            _ if is_finding => text,
            _ => NOT_ASKED.to_owned(),
        }
    };
    let texts = cells.iter().zip(&amounts).zip(figures(&amounts, decimals)).map(text);
    Some(Column::right(heading, texts.collect()))
}

fn missing<N: Number>(cell: &Cell<N>) -> String {
    match cell.coverage() {
        Some(coverage) if coverage.due() > 0 => {
            let text = |count: u64| thousands(&count.to_string());
            format!("{} of {}", text(coverage.missing()), text(coverage.due()))
        }
        _ => or_dash(None),
    }
}

impl<N: Number> Statement<N> {
    fn table(&self, kind: TableKind, decimals: Option<usize>) -> Vec<Column> {
        let cells: Vec<Cell<N>> = self.cells().collect();
        let mut columns = of_lines(self.terms(), cells.iter().map(|cell| Ok(cell.line())));
        columns.extend(of_cells(self.catalogue(), &cells, kind, decimals));
        columns
    }

    fn people_counted(&self, terms: &Terms) -> String {
        let (one, several) = terms.people();
        let count = self.beneficiary_count();
        format!("{} {}", thousands(&count.to_string()), if count == 1 { one } else { several })
    }
}

impl<N: Number> fmt::Display for Statement<N> {
    /// An aligned table under its terms, the people counted and, if they have names, its parts. It begins with people: how
    /// many appraisals are counted, and how many of them are better, the same and worse, each with its share. Then come the
    /// amounts, the mean change, and who is missing. Windfalls have columns wherever one is not zero.
    ///
    /// `{:#}` shows the amounts by part instead: co-created, with misuse, within the tolerance and so on. Where no
    /// contribution is stated, what contributions decide is `not asked`.
    ///
    /// Figures have as many decimals as they need, three at the most; `{:.2}` asks for two. Rounded rows need not add up
    /// to a rounded total, and what is not zero is never shown as zero: an amount of 0.0004 is `<0.001`. A figure that its
    /// number does not hold is `overflow`. A letter of an id, a unit or a value that
    /// would break a line or act on a terminal is written as Rust writes it (`\n`, `\u{1b}`).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(terms) = self.terms() else { return writeln!(f, "an empty statement") };
        writeln!(f, "{}, {}", terms.without_grouping(), self.people_counted(terms))?;
        let parts: Vec<&str> = self.parts().collect();
        if parts.len() > 1 {
            writeln!(f, "of {} parts: {}", parts.len(), printable(&parts.join(", ")))?;
        }
        if self.is_empty() {
            return writeln!(f, "no entries");
        }
        let kind = if f.alternate() { TableKind::ByPart } else { TableKind::PeopleFirst };
        write_columns(f, &self.table(kind, f.precision()))
    }
}
