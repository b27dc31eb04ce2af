//! Two statements compared, as a table.

use std::fmt;

use super::column::{TextColumn, figures, thousands};
use super::direction::lower_is_better;
use super::layout::{Block, decimals, write_blocks};
use super::statement::line_columns;
use crate::number::Number;
use crate::statement::{Cell, CellChange, CountChange, Coverage, FigureChange, Overflow, StatementChange, Terms};

type Amount<N> = fn(&CellChange<N>) -> Result<FigureChange<N>, Overflow>;

/// `4.0 → 6.0 (+2.0)`; `- → 6.0` on a new line, and `4.0 → -` on one that is gone.
fn then_now(then: Option<String>, now: Option<String>, change: Option<String>) -> String {
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    let signed = |change: String| if change.starts_with(['-', '<', '>']) { change } else { format!("+{change}") };
    let change = change.map_or_else(String::new, |change| format!(" ({})", signed(change)));
    format!("{} → {}{change}", or_dash(then), or_dash(now))
}

fn amount_column<N: Number>(
    heading: &str,
    cells: &[&CellChange<N>],
    read: Amount<N>,
    decimals: Option<usize>,
) -> TextColumn {
    let read: Vec<_> = cells.iter().map(|cell| read(cell)).collect();
    // All figures of the column have the same number of decimals.
    let parts = |change: &FigureChange<N>| [change.then().cloned(), change.now().cloned(), change.change().cloned()];
    let all: Vec<_> = read.iter().flatten().flat_map(parts).flatten().map(Ok).collect();
    let mut texts = figures(&all, decimals).into_iter();
    let text = |change: Result<FigureChange<N>, Overflow>| match change {
        Ok(change) => {
            let [then, now, change] = parts(&change).map(|part| part.and_then(|_| texts.next()));
            then_now(then, now, change)
        }
        Err(_) => "overflow".to_owned(),
    };
    let column = TextColumn::left(heading, read.into_iter().map(text).collect());
    column.of_sums(all.iter().flatten(), decimals)
}

fn count_column<N: Number>(
    heading: &str,
    cells: &[&CellChange<N>],
    read: impl Fn(&CellChange<N>) -> CountChange,
) -> TextColumn {
    let count = |count: Option<u64>| count.map(|count| thousands(&count.to_string()));
    let text = |cell: &&CellChange<N>| {
        let change = read(cell);
        then_now(count(change.then()), count(change.now()), change.change().map(|by| thousands(&by.to_string())))
    };
    TextColumn::left(heading, cells.iter().map(text).collect())
}

impl<N: Number> StatementChange<N> {
    fn blocks(&self, decimals: Option<usize>) -> Vec<Block> {
        let terms =
            |terms: Option<&Terms>| terms.map_or_else(|| "an empty statement".to_owned(), Terms::without_grouping);
        let mut blocks = vec![
            Block::Line(format!("then: {}", terms(self.earlier_terms()))),
            Block::Line(format!("now: {}", terms(self.terms()))),
        ];
        if self.is_empty() {
            blocks.push(Block::Line("nothing is counted".to_owned()));
            return blocks;
        }
        let cells: Vec<&CellChange<N>> = self.cells().collect();
        blocks.extend(lower_is_better(self.catalogue(), cells.iter().map(|cell| cell.measure().as_str()), true));
        let measure = |cell: &&CellChange<N>| cell.measure().to_string();
        let unit = |cell: &&CellChange<N>| {
            self.catalogue().measure(cell.measure()).map_or_else(String::new, |measure| measure.unit().to_owned())
        };
        let line = |cell: &&CellChange<N>| {
            let text = if cell.is_new() {
                "new"
            } else if cell.is_gone() {
                "gone"
            } else {
                "kept"
            };
            text.to_owned()
        };
        let mut columns = line_columns(self.terms(), cells.iter().map(|cell| Ok(cell.line())));
        columns.push(TextColumn::left("measure", cells.iter().map(measure).collect()));
        columns.push(TextColumn::left("unit", cells.iter().map(unit).collect()));
        columns.push(TextColumn::left("line", cells.iter().map(line).collect()));
        if let Some(terms) = self.terms().filter(|terms| terms.counts_beneficiaries()) {
            columns.push(count_column(terms.people().1, &cells, |cell| cell.optional_count(Cell::beneficiary_count)));
        }
        columns.push(count_column("appraisals", &cells, |cell| cell.count(Cell::appraisal_count)));
        let windfalls = |cell: &Cell<N>| cell.windfall_gain_count() + cell.windfall_loss_count() > 0;
        let has_windfalls = cells.iter().any(|cell| [cell.then(), cell.now()].into_iter().flatten().any(windfalls));
        let amounts: [(&str, Amount<N>, bool); 5] = [
            ("created", CellChange::created, true),
            ("windfall gain", CellChange::windfall_gain, has_windfalls),
            ("destroyed", CellChange::destroyed, true),
            ("windfall loss", CellChange::windfall_loss, has_windfalls),
            ("net", CellChange::net, true),
        ];
        for (heading, read, _) in amounts.into_iter().filter(|(.., is_shown)| *is_shown) {
            columns.push(amount_column(heading, &cells, read, decimals));
        }
        let missing = |cell: &Cell<N>| cell.coverage().as_ref().map(Coverage::missing);
        columns.push(count_column("missing", &cells, |cell| cell.optional_count(missing)));
        blocks.push(Block::Columns(columns));
        blocks
    }
}

impl<N: Number> fmt::Display for StatementChange<N> {
    /// An aligned table under the terms of both statements: each figure then, now, and its change. A line that only one of
    /// them has is new or gone, and has no change.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_blocks(f, &self.blocks(decimals(f)))
    }
}
