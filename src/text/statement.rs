//! Statements as tables.

use std::fmt;

use super::analysis::people_text;
use super::column::{TextColumn, count_and_share, figures, or_dash, thousands};
use super::direction::lower_is_better;
use super::layout::{Block, decimals, write_blocks};
use crate::catalogue::Measure;
use crate::number::Number;
use crate::printable::{printable, value_or_not_stated};
use crate::statement::{By, Cell, Line, Overflow, Statement, Terms};

/// A column for each word of the grouping, with the values of lines. An `Err` has no line: its text is in the first
/// column.
pub(crate) fn line_columns<'a>(
    terms: Option<&Terms>,
    lines: impl Iterator<Item = Result<&'a Line, String>> + Clone,
) -> Vec<TextColumn> {
    let words = terms.map_or(&[][..], |terms| terms.grouping().words());
    let column = |(index, word): (usize, &By)| {
        let value = |line: Result<&Line, String>| match line {
            Ok(line) => value_or_not_stated(line.values().nth(index).flatten()),
            Err(instead) if index == 0 => instead,
            Err(_) => String::new(),
        };
        TextColumn::left(&word.heading(), lines.clone().map(value).collect())
    };
    words.iter().enumerate().map(column).collect()
}

type Amount<N> = fn(&Cell<N>) -> Result<N, Overflow>;
type Count<N> = fn(&Cell<N>) -> u64;
/// Adds the columns of figures, with these decimals: people first, or amounts by part.
type FigureColumns<N> = fn(&mut Vec<TextColumn>, &[Cell<N>], Option<usize>);

/// The text of an amount that depends on contributions, if none is stated. A zero would look like a finding.
pub(crate) const NOT_ASKED: &str = "not asked";

/// The appraisals that are better, the same and worse, and the amounts. The amounts add up to the net.
fn people_first<N: Number>(columns: &mut Vec<TextColumn>, cells: &[Cell<N>], decimals: Option<usize>) {
    columns.push(TextColumn::counts("appraisals", cells.iter().map(Cell::appraisal_count)));
    let shares: [(&str, Count<N>); 3] =
        [("better", Cell::better_count), ("the same", Cell::unchanged_count), ("worse", Cell::worse_count)];
    for (heading, count) in shares {
        let text = |cell: &Cell<N>| count_and_share(count(cell), cell.appraisal_count());
        columns.push(TextColumn::right(heading, cells.iter().map(text).collect()));
    }
    // Both windfalls are printed if one is not zero, so that the amounts add up to the net.
    let windfalls = cells.iter().any(|cell| cell.windfall_gain_count() + cell.windfall_loss_count() > 0);
    let amounts: [(&str, Amount<N>, AmountKind); 5] = [
        ("created", Cell::created, AmountKind::Always),
        ("windfall gain", Cell::windfall_gain, AmountKind::Windfall),
        ("destroyed", Cell::destroyed, AmountKind::Always),
        ("windfall loss", Cell::windfall_loss, AmountKind::Windfall),
        ("net", Cell::net, AmountKind::Always),
    ];
    for (heading, read, kind) in amounts.into_iter().filter(|(.., kind)| windfalls || *kind != AmountKind::Windfall) {
        columns.extend(amount_column(heading, cells, (read, kind), decimals));
    }
    let means: Vec<_> = cells.iter().filter_map(|cell| cell.mean_change().transpose()).collect();
    let mut means = figures(&means, decimals).into_iter();
    let mean = |cell: &Cell<N>| if cell.appraisal_count() == 0 { None } else { means.next() };
    columns.push(TextColumn::right("mean change", cells.iter().map(mean).map(or_dash).collect()));
    if cells.iter().any(|cell| cell.left_out_count() > 0) {
        columns.push(TextColumn::counts("left out", cells.iter().map(Cell::left_out_count)));
    }
    columns.push(TextColumn::right("missing", cells.iter().map(missing).collect()));
}

/// The amounts created and destroyed, each with its parts, and the net.
fn by_part<N: Number>(columns: &mut Vec<TextColumn>, cells: &[Cell<N>], decimals: Option<usize>) {
    let amounts: [(&str, Amount<N>, AmountKind); 12] = [
        ("created", Cell::created, AmountKind::Always),
        ("co-created", Cell::co_created, AmountKind::ByContribution),
        ("created alone", Cell::created_alone, AmountKind::IfAny),
        ("windfall gain", Cell::windfall_gain, AmountKind::Windfall),
        ("destroyed", Cell::destroyed, AmountKind::Always),
        ("with misuse", Cell::with_misuse, AmountKind::ByContribution),
        ("without misuse", Cell::without_misuse, AmountKind::ByContribution),
        ("destroyed alone", Cell::destroyed_alone, AmountKind::IfAny),
        ("windfall loss", Cell::windfall_loss, AmountKind::Windfall),
        ("net", Cell::net, AmountKind::Always),
        ("within up", Cell::within_up, AmountKind::IfAny),
        ("within down", Cell::within_down, AmountKind::IfAny),
    ];
    for (heading, read, kind) in amounts {
        columns.extend(amount_column(heading, cells, (read, kind), decimals));
    }
}

/// The kind of an amount, which decides whether it has a column and what is printed for a zero.
#[derive(Clone, Copy, PartialEq)]
enum AmountKind {
    Always,
    /// Has a column if it is not zero in every cell.
    IfAny,
    /// Depends on contributions. Without a stated contribution a zero is no finding; windfalls of affected people are
    /// one.
    Windfall,
    /// Depends on contributions. Without a stated contribution no amount is a finding.
    ByContribution,
}

/// A column of amounts; `None` if all are zero and the column is optional. Amounts that depend on contributions are
/// `not asked` if none is stated.
fn amount_column<N: Number>(
    heading: &str,
    cells: &[Cell<N>],
    (read, kind): (Amount<N>, AmountKind),
    decimals: Option<usize>,
) -> Option<TextColumn> {
    let amounts: Vec<_> = cells.iter().map(read).collect();
    let is_zero = |amount: &Result<N, Overflow>| amount.as_ref().is_ok_and(N::is_zero);
    if kind == AmountKind::IfAny && amounts.iter().all(is_zero) {
        return None;
    }
    let text = |((cell, amount), text): ((&Cell<N>, &Result<N, Overflow>), String)| {
        let is_finding = match kind {
            AmountKind::Always | AmountKind::IfAny => true,
            AmountKind::Windfall => cell.co_operation_is_stated() || !is_zero(amount),
            AmountKind::ByContribution => cell.co_operation_is_stated(),
        };
        match cell.appraisal_count() {
            0 if kind != AmountKind::Always => or_dash(None),
            _ if is_finding => text,
            _ => NOT_ASKED.to_owned(),
        }
    };
    let texts = cells.iter().zip(&amounts).zip(figures(&amounts, decimals)).map(text);
    Some(TextColumn::right(heading, texts.collect()).of_sums(amounts.iter().flatten(), decimals))
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
    /// The values of lines, the measure and its unit, and the figures that `add_figures` adds.
    fn table(&self, cells: &[Cell<N>], add_figures: FigureColumns<N>, decimals: Option<usize>) -> Vec<TextColumn> {
        let of_measure = |text: fn(&Measure<N>) -> &str| {
            let text = |cell: &Cell<N>| self.catalogue().measure(cell.measure()).map_or("", text).to_owned();
            cells.iter().map(text).collect::<Vec<_>>()
        };
        let mut columns = line_columns(self.terms(), cells.iter().map(|cell| Ok(cell.line())));
        columns.push(TextColumn::left("measure", of_measure(|measure| measure.id().as_str())));
        columns.push(TextColumn::left("unit", of_measure(|measure| measure.unit())));
        let people: Option<Vec<u64>> = cells.iter().map(Cell::beneficiary_count).collect();
        if let (Some(people), Some(terms)) = (people, self.terms()) {
            columns.push(TextColumn::counts(terms.people().1, people.into_iter()));
        }
        add_figures(&mut columns, cells, decimals);
        columns
    }

    fn blocks(&self, add_figures: FigureColumns<N>, decimals: Option<usize>) -> Vec<Block> {
        let Some(terms) = self.terms() else { return vec![Block::Line("an empty statement".to_owned())] };
        let people = people_text(terms, &thousands(&self.beneficiary_count().to_string()));
        let mut blocks = vec![Block::Line(format!("{}; {people}", terms.without_grouping()))];
        let parts: Vec<&str> = self.parts().collect();
        if parts.len() > 1 {
            blocks.push(Block::Line(format!("{} parts: {}", parts.len(), printable(&parts.join(", ")))));
        }
        let excluded = self.excluded();
        if !excluded.is_empty() {
            blocks.push(Block::Line(format!("excluded: {excluded}")));
        }
        if self.is_empty() {
            blocks.push(Block::Line("nothing is counted".to_owned()));
            return blocks;
        }
        let cells: Vec<Cell<N>> = self.cells().collect();
        blocks.extend(lower_is_better(self.catalogue(), cells.iter().map(|cell| cell.measure().as_str()), true));
        blocks.push(Block::Columns(self.table(&cells, add_figures, decimals)));
        blocks
    }

    /// The table that [`Display`](fmt::Display) prints, without options.
    #[cfg(feature = "chart")]
    pub(super) fn default_blocks(&self) -> Vec<Block> {
        self.blocks(people_first, None)
    }
}

impl<N: Number> fmt::Display for Statement<N> {
    /// An aligned table under a heading with its terms, the number of people, its parts if there are several, the
    /// appraisals that the terms exclude if there are any, and the measures of which lower levels are better. It has the number of counted appraisals, those that are better, the same and worse with their shares, the amounts,
    /// the mean change, and the missing appraisals. If the terms count beneficiaries, they have a column. Windfalls have columns if one of them is not zero.
    ///
    /// `{:#}` prints the amounts by part instead: co-created, with misuse, within the tolerance and so on. Amounts that
    /// depend on contributions are `not asked` if none is stated.
    ///
    /// Figures have as many decimals as they need, at most three; `{:.2}` prints two. Rounded rows need not add up to a
    /// rounded total, which a line under the table says. An amount that is not zero is never printed as zero: 0.0004 is `<0.001`. A figure that exceeds
    /// the number is `overflow`. Characters of ids, units and values that would break a line or act on a terminal are
    /// escaped as in Rust (`\n`, `\u{1b}`).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let add_figures = if f.alternate() { by_part } else { people_first };
        write_blocks(f, &self.blocks(add_figures, decimals(f)))
    }
}
