//! What is published as a table that a person reads.

use std::fmt;

use super::analysis::{AnalysisTable, TableRow, WITHHELD, amount_texts};
use super::column::{Column, or_dash, thousands, write_columns};
use super::statement::{NOT_ASKED, of_lines};
use super::write_table;
use crate::analysis::disclosure::{Publication, PublicationRow};
use crate::analysis::{Figure, NamedFigures};
use crate::catalogue::MeasureId;
use crate::number::Number;
use crate::record::Role;
use crate::word::printable;

impl<N: Number> fmt::Display for Publication<N> {
    /// The table of the statement or of the analysis, with its terms and threshold above and what is withheld as a whole below.
    /// `withheld` stands where a figure would tell of few people. Decimals are those of a [statement](crate::Statement)'s table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_heading(f)?;
        if self.is_empty() {
            writeln!(f, "no lines")?;
        } else {
            let figures = self.printed_figures();
            let printed = self.printed(&figures, f.precision());
            match &self.analysis {
                None => write_columns(f, &self.statement_columns(&printed))?,
                Some((analysis, _)) => write_table(*analysis, &printed, f)?,
            }
        }
        self.write_withheld(f)
    }
}

impl<N: Number> Publication<N> {
    /// `fewer than 10 users`.
    fn few(&self) -> String {
        format!("fewer than {} {}", thousands(&self.disclosure.threshold().to_string()), self.terms.people().1)
    }

    fn write_heading(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.heading)?;
        if let Some(rule) = self.rule_text() {
            // The name of a rule of attribution is one word; other rules are sentences.
            let by = if rule.contains(' ') { "" } else { "by rule " };
            write!(f, ", {by}{}", printable(rule))?;
        }
        write!(f, ", figures of {} withheld", self.few())?;
        match self.disclosure.base() {
            Some(base) => writeln!(f, ", counts rounded to {base}, so that sums may differ"),
            None => writeln!(f),
        }
    }

    /// What is withheld, and how a reader gets to see more.
    fn write_withheld(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, people) = self.terms.people();
        let figures = || self.rows.iter().flat_map(PublicationRow::figures).map(|(_, figure)| figure);
        let is_given = |figure: &Figure<N>| !matches!(figure, Figure::Withheld | Figure::Text(_) | Figure::NotGiven);
        if figures().any(|figure| figure == Figure::Withheld) {
            writeln!(
                f,
                "a withheld figure is not always small: some are withheld so that others cannot be worked out"
            )?;
            if !figures().any(|figure| is_given(&figure)) {
                writeln!(f, "every figure is withheld: a table of fewer lines, or of more {people}, may show some")?;
            }
        }
        if self.lines_withheld != Some(0) {
            let lines = match self.lines_withheld {
                Some(1) => "1 line".to_owned(),
                Some(several) => format!("{} lines", thousands(&several.to_string())),
                None => "lines".to_owned(),
            };
            writeln!(f, "not shown: {lines} with too few {people}, or from which their figures could be worked out")?;
        }
        if self.withheld.is_empty() {
            return Ok(());
        }
        let measures: Vec<&str> = self.withheld.iter().map(MeasureId::as_str).collect();
        writeln!(f, "not shown, of {}: {}", self.few(), printable(&measures.join(", ")))
    }

    /// The figures of each row; those of a statement with what its table alone has.
    fn printed_figures(&self) -> Vec<NamedFigures<N>> {
        let figures = |row: &PublicationRow<N>| {
            let mut figures = row.figures.clone();
            if self.analysis.is_none() {
                figures.push(("appraisals", row.appraisals.clone()));
                figures.push(("mean_change", row.mean.clone()));
            }
            figures
        };
        self.rows.iter().map(figures).collect()
    }

    fn printed<'a>(&'a self, figures: &'a [NamedFigures<N>], decimals: Option<usize>) -> AnalysisTable<'a, N> {
        let row = |(row, figures): (&'a PublicationRow<N>, &'a NamedFigures<N>)| {
            let people =
                row.person_count().map_or_else(|| WITHHELD.to_owned(), |people| thousands(&people.to_string()));
            TableRow { line: row.line(), people: Some(people), figures }
        };
        let (rows, rounds) = (self.rows.iter().zip(figures).map(row).collect(), self.disclosure.base().is_some());
        AnalysisTable { terms: &self.terms, catalogue: &self.catalogue, rows, decimals, rounds }
    }

    /// The columns of a statement, people first.
    fn statement_columns(&self, printed: &AnalysisTable<'_, N>) -> Vec<Column> {
        let pooled = |row: &PublicationRow<N>| match row.line_count() {
            Some(lines) => format!("{} lines pooled", thousands(&lines.to_string())),
            None => "pooled".to_owned(),
        };
        let mut columns = Vec::new();
        if self.rows.iter().any(|row| row.line.is_some() || row.is_pooled()) {
            columns = of_lines(Some(&self.terms), self.rows.iter().map(|row| row.line().ok_or_else(|| pooled(row))));
        }
        columns.extend(printed.people());
        columns.extend(printed.measures());
        columns.push(printed.counts("appraisals", "appraisals"));
        for (heading, name) in [("better", "better"), ("the same", "unchanged"), ("worse", "worse")] {
            columns.push(printed.counts_and_shares(heading, name, "appraisals"));
        }
        let has_windfalls =
            !printed.rows.iter().all(|row| is_zero(row, "windfall_gain") && is_zero(row, "windfall_loss"));
        columns.push(printed.amounts("created", "created"));
        columns.extend(has_windfalls.then(|| self.windfalls(printed, "windfall gain", "windfall_gain")));
        columns.push(printed.amounts("destroyed", "destroyed"));
        columns.extend(has_windfalls.then(|| self.windfalls(printed, "windfall loss", "windfall_loss")));
        columns.push(printed.amounts("net", "net"));
        let means = self.rows.iter().map(|row| match &row.mean {
            Figure::Share(mean) => Some(Figure::Amount(*mean)),
            Figure::NotGiven => None,
            _ => Some(Figure::Withheld),
        });
        let means: Vec<Option<Figure<f64>>> = means.collect();
        columns.push(Column::right("mean change", amount_texts(means.iter().map(Option::as_ref), printed.decimals)));
        if !printed.rows.iter().all(|row| row.count("left_out") == Some(0)) {
            columns.push(printed.counts("left out", "left_out"));
        }
        columns.push(Column::right("missing", printed.rows.iter().map(missing).collect()));
        columns
    }

    /// A windfall of each row; where no contribution is stated, that it was not asked.
    fn windfalls(&self, printed: &AnalysisTable<'_, N>, heading: &str, name: &str) -> Column {
        let texts = amount_texts(printed.rows.iter().map(|row| row.value(name)), printed.decimals);
        let text = |((row, printed), text): ((&PublicationRow<N>, &TableRow<'_, N>), String)| {
            // What is withheld elsewhere is decided as if a reader knew where co-operation is recorded.
            let is_nothing = is_zero(printed, name) || !self.terms.includes_role(Role::Affected);
            if !row.asked && is_nothing { NOT_ASKED.to_owned() } else { text }
        };
        Column::right(heading, self.rows.iter().zip(&printed.rows).zip(texts).map(text).collect())
    }
}

fn is_zero<N: Number>(row: &TableRow<'_, N>, name: &str) -> bool {
    matches!(row.value(name), Some(Figure::Amount(amount)) if amount.is_zero())
}

fn missing<N: Number>(row: &TableRow<'_, N>) -> String {
    match (row.value("missing"), row.value("due")) {
        (None | Some(Figure::NotGiven), _) | (Some(Figure::Count(_)), Some(Figure::Count(0))) => or_dash(None),
        (Some(Figure::Count(_)), Some(Figure::Count(_))) => {
            format!("{} of {}", row.count_text("missing"), row.count_text("due"))
        }
        _ => WITHHELD.to_owned(),
    }
}
