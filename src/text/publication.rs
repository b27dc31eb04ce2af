//! Publications as tables.

use std::fmt;

use super::analysis::{AnalysisTable, TableRow, WITHHELD, amount_texts};
use super::analysis_blocks;
use super::column::{TextColumn, or_dash, thousands};
use super::direction::lower_is_better;
use super::layout::{Block, decimals, write_blocks};
use super::statement::{NOT_ASKED, line_columns};
use crate::analysis::disclosure::{Publication, PublicationRow};
use crate::analysis::{Figure, NamedFigures};
use crate::catalogue::MeasureId;
use crate::number::Number;
use crate::printable::printable;
use crate::record::Role;

impl<N: Number> fmt::Display for Publication<N> {
    /// The table of the statement or of the analysis under a heading with the threshold, and notes about withheld
    /// figures, lines and measures. A withheld figure is `withheld`. Decimals are those of the table of a
    /// [statement](crate::Statement).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_blocks(f, &self.blocks(decimals(f)))
    }
}

impl<N: Number> Publication<N> {
    /// `fewer than 10 users`.
    fn few_people(&self) -> String {
        format!("fewer than {} {}", thousands(&self.disclosure.threshold().to_string()), self.terms.people().1)
    }

    pub(super) fn blocks(&self, decimals: Option<usize>) -> Vec<Block> {
        let rounding = self
            .disclosure
            .base()
            .map_or_else(String::new, |base| format!("; counts are rounded to {base}, so sums may differ"));
        let few = self.few_people();
        let mut blocks = vec![Block::Line(format!("{}; figures of {few} are withheld{rounding}", self.heading))];
        let figures = self.table_figures();
        let table = self.table(&figures, decimals);
        match &self.analysis {
            _ if self.is_empty() => blocks.push(Block::Line("no lines".to_owned())),
            None => {
                let measures = table.rows.iter().filter_map(|row| row.text("measure"));
                blocks.extend(lower_is_better(&self.catalogue, measures, true));
                blocks.push(Block::Columns(self.statement_columns(&table)));
            }
            Some((analysis, _)) => blocks.extend(analysis_blocks(*analysis, &table)),
        }
        blocks.extend(self.notes().into_iter().map(Block::Line));
        blocks
    }

    /// Whether the table has all figures of a single line, so that none could have fewer lines.
    fn has_one_line(&self) -> bool {
        let is_whole = |row: &PublicationRow<N>| !row.is_pooled() && row.line() == self.rows[0].line();
        self.lines_withheld == Some(0) && self.rows.iter().all(is_whole)
    }

    /// Notes about withheld figures, lines and measures, and how to withhold fewer.
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let (_, people) = self.terms.people();
        let figures = || self.rows.iter().flat_map(PublicationRow::figures).map(|(_, figure)| figure);
        let is_given = |figure: &Figure<N>| !matches!(figure, Figure::Withheld | Figure::Text(_) | Figure::NotGiven);
        if figures().any(|figure| figure == Figure::Withheld) {
            let reason = "a withheld figure is not always small: some are withheld so that others cannot be computed";
            notes.push(reason.to_owned());
            if !figures().any(|figure| is_given(&figure)) {
                let fewer_lines = if self.has_one_line() { "" } else { "fewer lines or " };
                notes.push(format!("every figure is withheld: a table with {fewer_lines}more {people} may show some"));
            }
        }
        if self.lines_withheld != Some(0) {
            let lines = match self.lines_withheld {
                Some(1) => format!("1 line that has too few {people} or protects a line with too few"),
                Some(several) => {
                    let several = thousands(&several.to_string());
                    format!("{several} lines that have too few {people} or protect lines with too few")
                }
                // Even that there is one may not be said.
                None => format!("any lines that have too few {people} or protect lines with too few"),
            };
            notes.push(format!("not shown: {lines}"));
        }
        if !self.withheld.is_empty() {
            let measures: Vec<&str> = self.withheld.iter().map(MeasureId::as_str).collect();
            notes.push(format!("not shown, with {}: {}", self.few_people(), printable(&measures.join(", "))));
        }
        notes
    }

    /// The figures of each row, and for a statement the appraisals, which only its table has.
    fn table_figures(&self) -> Vec<NamedFigures<N>> {
        let figures = |row: &PublicationRow<N>| {
            let mut figures = row.figures.clone();
            if self.analysis.is_none() {
                figures.push(("appraisals", row.appraisals.clone()));
            }
            figures
        };
        self.rows.iter().map(figures).collect()
    }

    fn table<'a>(&'a self, figures: &'a [NamedFigures<N>], decimals: Option<usize>) -> AnalysisTable<'a, N> {
        let row = |(row, figures): (&'a PublicationRow<N>, &'a NamedFigures<N>)| {
            let people =
                row.person_count().map_or_else(|| WITHHELD.to_owned(), |people| thousands(&people.to_string()));
            TableRow { line: row.line(), people: Some(people), figures }
        };
        let (rows, rounds) = (self.rows.iter().zip(figures).map(row).collect(), self.disclosure.base().is_some());
        AnalysisTable { terms: &self.terms, catalogue: &self.catalogue, rows, decimals, rounds }
    }

    /// The columns of a statement, people first.
    fn statement_columns(&self, table: &AnalysisTable<'_, N>) -> Vec<TextColumn> {
        let pooled = |row: &PublicationRow<N>| match row.line_count() {
            Some(lines) => format!("{} lines pooled", thousands(&lines.to_string())),
            None => "pooled".to_owned(),
        };
        let mut columns = Vec::new();
        if self.rows.iter().any(|row| row.line.is_some() || row.is_pooled()) {
            columns =
                line_columns(Some(&self.terms), self.rows.iter().map(|row| row.line().ok_or_else(|| pooled(row))));
        }
        columns.extend(table.people());
        columns.extend(table.measures());
        columns.push(table.counts("appraisals", "appraisals"));
        for (heading, name) in [("better", "better"), ("the same", "unchanged"), ("worse", "worse")] {
            columns.push(table.counts_and_shares(heading, name, "appraisals"));
        }
        // A column in which every windfall is `not asked` would say nothing.
        let is_asked = |row: &PublicationRow<N>| row.states_contributions || self.terms.includes_role(Role::Affected);
        let has_windfall = |row: &TableRow<'_, N>| !is_zero(row, "windfall_gain") || !is_zero(row, "windfall_loss");
        let has_windfalls = self.rows.iter().zip(&table.rows).any(|(row, texts)| is_asked(row) && has_windfall(texts));
        columns.push(table.amounts("created", "created"));
        columns.extend(has_windfalls.then(|| self.windfalls(table, "windfall gain", "windfall_gain")));
        columns.push(table.amounts("destroyed", "destroyed"));
        columns.extend(has_windfalls.then(|| self.windfalls(table, "windfall loss", "windfall_loss")));
        columns.push(table.amounts("net", "net"));
        let means = self.rows.iter().map(|row| match &row.mean {
            Figure::Share(mean) => Some(Figure::Amount(*mean)),
            Figure::NotGiven => None,
            _ => Some(Figure::Withheld),
        });
        let means: Vec<Option<Figure<f64>>> = means.collect();
        columns.push(TextColumn::right("mean change", amount_texts(means.iter().map(Option::as_ref), table.decimals)));
        if !table.rows.iter().all(|row| row.count("left_out") == Some(0)) {
            columns.push(table.counts("left out", "left_out"));
        }
        columns.push(TextColumn::right("missing", table.rows.iter().map(missing).collect()));
        columns
    }

    /// The windfall of each row, or `not asked` if no contribution is stated.
    fn windfalls(&self, table: &AnalysisTable<'_, N>, heading: &str, name: &str) -> TextColumn {
        let texts = amount_texts(table.rows.iter().map(|row| row.figure(name)), table.decimals);
        let text = |((row, table_row), text): ((&PublicationRow<N>, &TableRow<'_, N>), String)| {
            // `not asked` reveals that no co-operation is stated on the line. The plan of the publication assumes that
            // a reader knows this. Only affected people can have windfalls there.
            let is_zero = is_zero(table_row, name) || !self.terms.includes_role(Role::Affected);
            if !row.states_contributions && is_zero { NOT_ASKED.to_owned() } else { text }
        };
        TextColumn::right(heading, self.rows.iter().zip(&table.rows).zip(texts).map(text).collect())
    }
}

fn is_zero<N: Number>(row: &TableRow<'_, N>, name: &str) -> bool {
    matches!(row.figure(name), Some(Figure::Amount(amount)) if amount.is_zero())
}

fn missing<N: Number>(row: &TableRow<'_, N>) -> String {
    match (row.figure("missing"), row.figure("due")) {
        (None | Some(Figure::NotGiven), _) | (Some(Figure::Count(_)), Some(Figure::Count(0))) => or_dash(None),
        (Some(Figure::Count(_)), Some(Figure::Count(_))) => {
            format!("{} of {}", row.count_text("missing"), row.count_text("due"))
        }
        _ => WITHHELD.to_owned(),
    }
}
