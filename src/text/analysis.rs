//! Tables of analyses. Their columns are made from named figures, so an analysis and its publication have the same
//! layout: a published table has `withheld` in some cells.

use super::column::{TextColumn, count_and_share, figures, or_dash, percentage, thousands};
use super::statement::line_columns;
use crate::analysis::risk::ProbabilityInterval;
use crate::analysis::{Figure, NamedFigures, Rows};
use crate::catalogue::Catalogue;
use crate::number::{Number, Total};
use crate::printable::{printable, value_or_not_stated};
use crate::statement::{Line, Terms, fields};

/// The text of a withheld figure.
pub(super) const WITHHELD: &str = "withheld";

/// The rows of an analysis or of a publication, and the options of their table.
pub(super) struct AnalysisTable<'a, N: Number> {
    pub(super) terms: &'a Terms,
    pub(super) catalogue: &'a Catalogue<N>,
    pub(super) rows: Vec<TableRow<'a, N>>,
    /// The decimals of amounts; `None` for as many as they need.
    pub(super) decimals: Option<usize>,
    /// Whether counts are rounded, so that a quotient would reveal the exact count.
    pub(super) rounds: bool,
}

/// A row: the line, the number of people if it is published, and the figures.
pub(super) struct TableRow<'a, N> {
    pub(super) line: Option<&'a Line>,
    pub(super) people: Option<String>,
    pub(super) figures: &'a NamedFigures<N>,
}

impl<N> TableRow<'_, N> {
    /// The figure of a name. A figure inside a group has both names, joined by a point.
    pub(super) fn figure(&self, name: &str) -> Option<&Figure<N>> {
        let mut figures = self.figures;
        let mut names = name.split('.').peekable();
        while let Some(name) = names.next() {
            match figures.iter().find(|(known, _)| *known == name)? {
                (_, Figure::Group(inner)) if names.peek().is_some() => figures = inner,
                (_, figure) => return Some(figure),
            }
        }
        None
    }

    pub(super) fn count(&self, name: &str) -> Option<u64> {
        let Some(Figure::Count(count)) = self.figure(name) else { return None };
        Some(*count)
    }

    pub(super) fn float(&self, name: &str) -> Option<f64> {
        let Some(Figure::Share(float)) = self.figure(name) else { return None };
        Some(*float)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        match self.figure(name) {
            Some(Figure::Text(text)) => text.as_deref(),
            _ => None,
        }
    }

    fn is_withheld(&self, name: &str) -> bool {
        matches!(self.figure(name), Some(Figure::Withheld))
    }

    /// A count, `withheld` or a dash.
    pub(super) fn count_text(&self, name: &str) -> String {
        self.cell(&[name], || self.count(name).map(|count| thousands(&count.to_string())))
    }

    /// A text made from figures: `withheld` if one of them is, a dash if there is no text.
    fn cell(&self, names: &[&str], text: impl FnOnce() -> Option<String>) -> String {
        if names.iter().any(|name| self.is_withheld(name)) { WITHHELD.to_owned() } else { or_dash(text()) }
    }
}

impl<'a, N: Number> AnalysisTable<'a, N> {
    /// The table of an analysis that is not published.
    pub(super) fn new(rows: &'a Rows<'_, N>, catalogue: &'a Catalogue<N>, decimals: Option<usize>) -> Self {
        let table_rows = rows.iter().map(|row| TableRow { line: row.line(), people: None, figures: &row.figures });
        Self { terms: rows.terms, catalogue, rows: table_rows.collect(), decimals, rounds: false }
    }

    /// A column for each word of the grouping, and for a publication one with the number of people.
    pub(super) fn lines(&self) -> Vec<TextColumn> {
        let mut columns = self.values();
        columns.extend(self.people());
        columns
    }

    /// A column for each word of the grouping.
    pub(super) fn values(&self) -> Vec<TextColumn> {
        line_columns(Some(self.terms), self.rows.iter().filter_map(|row| row.line).map(Ok))
    }

    /// The number of people of each row, for a publication.
    pub(super) fn people(&self) -> Option<TextColumn> {
        let people: Option<Vec<String>> = self.rows.iter().map(|row| row.people.clone()).collect();
        people.filter(|people| !people.is_empty()).map(|people| TextColumn::right(self.terms.people().1, people))
    }

    /// The measure of each row and its unit.
    pub(super) fn measures(&self) -> [TextColumn; 2] {
        let unit = |row: &TableRow<'_, N>| {
            let measure = row.text("measure").and_then(|measure| self.catalogue.measure(measure));
            measure.map_or("", |measure| measure.unit()).to_owned()
        };
        [self.texts("measure", "measure"), TextColumn::left("unit", self.rows.iter().map(unit).collect())]
    }

    pub(super) fn texts(&self, heading: &str, name: &str) -> TextColumn {
        let text = |row: &TableRow<'_, N>| or_dash(row.text(name).map(str::to_owned));
        TextColumn::left(heading, self.rows.iter().map(text).collect())
    }

    pub(super) fn counts(&self, heading: &str, name: &str) -> TextColumn {
        TextColumn::right(heading, self.rows.iter().map(|row| row.count_text(name)).collect())
    }

    /// Counts with the count that includes them: `1 of 2`.
    pub(super) fn counts_of(&self, heading: &str, name: &str, whole: &str) -> TextColumn {
        let text = |row: &TableRow<'_, N>| match (row.count_text(name), row.count_text(whole)) {
            (part, whole) if part == whole && (part == WITHHELD || part == "-") => part,
            (part, whole) => format!("{part} of {whole}"),
        };
        TextColumn::right(heading, self.rows.iter().map(text).collect())
    }

    /// Counts with their share of another count: `12 (24 %)`. Rounded counts have no share.
    pub(super) fn counts_and_shares(&self, heading: &str, name: &str, whole: &str) -> TextColumn {
        let text = |row: &TableRow<'_, N>| match (row.count(name), row.count(whole)) {
            (Some(count), Some(whole)) if !self.rounds => count_and_share(count, whole),
            _ => row.count_text(name),
        };
        TextColumn::right(heading, self.rows.iter().map(text).collect())
    }

    /// The share of counts in another count, with its 95 % confidence interval, for which each person counts once:
    /// `58 % (53 to 63 %)`. Without the number of people there is no interval, and rounded counts are printed themselves.
    pub(super) fn percentages_with_intervals(&self, heading: &str, [name, whole, people]: [&str; 3]) -> TextColumn {
        if self.rounds {
            return self.counts(heading, name);
        }
        self.derived(heading, &[name, whole], |row| {
            let (count, whole) = row.count(name).zip(row.count(whole)).filter(|(_, whole)| *whole > 0)?;
            let interval = row.count(people).map(|people| ProbabilityInterval::of(count, whole, people));
            let between = interval.map(|interval| format!(" ({})", percent_between(interval.low(), interval.high())));
            Some(percentage(count, whole) + &between.unwrap_or_default())
        })
    }

    pub(super) fn amounts(&self, heading: &str, name: &str) -> TextColumn {
        self.amounts_to(heading, name, self.decimals)
    }

    /// Amounts with these decimals; `None` for as many as they need.
    pub(super) fn amounts_to(&self, heading: &str, name: &str, decimals: Option<usize>) -> TextColumn {
        let figures = || self.rows.iter().map(|row| row.figure(name));
        let column = TextColumn::right(heading, amount_texts(figures(), decimals));
        if !fields::AMOUNTS.contains(&name) {
            return column;
        }
        let sums = figures().filter_map(|figure| if let Some(Figure::Amount(sum)) = figure { Some(sum) } else { None });
        column.of_sums(sums, decimals)
    }

    /// Amounts divided by a count. If counts are rounded, the amounts themselves.
    pub(super) fn amounts_each(&self, heading: &str, name: &str, count: &str) -> TextColumn {
        if self.rounds {
            return self.amounts(heading, name);
        }
        let each = |row: &TableRow<'_, N>| match (row.figure(name), row.figure(count)) {
            (Some(Figure::Withheld), _) | (_, Some(Figure::Withheld)) => Some(Figure::Withheld),
            (Some(Figure::Amount(amount)), Some(Figure::Count(count))) => quotient(amount, *count).map(Figure::Amount),
            _ => None,
        };
        let each: Vec<Option<Figure<f64>>> = self.rows.iter().map(each).collect();
        TextColumn::right(&format!("{heading} each"), amount_texts(each.iter().map(Option::as_ref), self.decimals))
    }

    /// Amounts with the amount that includes them, all with the same decimals, and their share if it is given:
    /// `5.0 of 6.0 (83 %)`.
    pub(super) fn amounts_of(
        &self,
        heading: &str,
        [name, whole]: [&str; 2],
        share: impl Fn(&TableRow<'_, N>) -> Option<String>,
    ) -> TextColumn {
        let both = self.rows.iter().flat_map(|row| [row.figure(name), row.figure(whole)]);
        let both = amount_texts(both, self.decimals);
        let text = |(row, both): (&TableRow<'_, N>, &[String])| match (both, share(row)) {
            ([part, whole], _) if part == WITHHELD && whole == WITHHELD => WITHHELD.to_owned(),
            (both, Some(share)) => format!("{} ({share})", both.join(" of ")),
            (both, None) => both.join(" of "),
        };
        TextColumn::right(heading, self.rows.iter().zip(both.chunks(2)).map(text).collect())
    }

    /// Texts made from the figures of these names.
    pub(super) fn derived(
        &self,
        heading: &str,
        names: &[&str],
        text: impl Fn(&TableRow<'_, N>) -> Option<String>,
    ) -> TextColumn {
        TextColumn::right(heading, self.rows.iter().map(|row| row.cell(names, || text(row))).collect())
    }

    /// The two ends of an interval.
    pub(super) fn intervals(&self, heading: &str, names: [&str; 2], text: fn(f64, f64) -> String) -> TextColumn {
        self.derived(heading, &names, |row| Some(text(row.float(names[0])?, row.float(names[1])?)))
    }

    /// The values of a line with the words of the grouping: `service physio, district north`.
    pub(super) fn line_text(&self, line: &Line) -> String {
        let words = self.terms.grouping().words().iter().zip(line.values());
        let texts: Vec<String> = words
            .map(|(word, value)| format!("{} {}", printable(&word.heading()), value_or_not_stated(value)))
            .collect();
        texts.join(", ")
    }
}

/// A share as a percentage without decimals. A share above zero is never `0 %`, and a share below one never `100 %`.
pub(crate) fn percent(share: f64) -> String {
    match (share * 100.0).round() {
        0.0 if share > 0.0 => "<1 %".to_owned(),
        100.0 if share < 1.0 => ">99 %".to_owned(),
        hundredths => format!("{} %", hundredths.fixed(0)),
    }
}

/// The two ends of an interval of shares as percentages without decimals.
pub(super) fn percent_between(low: f64, high: f64) -> String {
    format!("{} to {} %", (low * 100.0).fixed(0), (high * 100.0).fixed(0))
}

/// The nearest float of an amount divided by a count.
fn quotient<N: Number>(amount: &N, count: u64) -> Option<f64> {
    let mut total = N::Total::default();
    total.add(&amount.as_change()).ok()?;
    N::mean(&total, count)
}

/// The texts of a column: amounts with the same decimals, `withheld`, or a dash.
pub(super) fn amount_texts<'a, N: Number>(
    column: impl Iterator<Item = Option<&'a Figure<N>>> + Clone,
    decimals: Option<usize>,
) -> Vec<String> {
    let amounts: Vec<_> = column
        .clone()
        .filter_map(|figure| match figure {
            Some(Figure::Amount(amount)) => Some(Ok(amount.clone())),
            _ => None,
        })
        .collect();
    let mut amounts = figures(&amounts, decimals).into_iter();
    let text = |figure: Option<&Figure<N>>| match figure {
        Some(Figure::Amount(_)) => or_dash(amounts.next()),
        Some(Figure::Withheld) => WITHHELD.to_owned(),
        _ => or_dash(None),
    };
    column.map(text).collect()
}

/// `3 users`: a number of people with the word that the terms imply.
pub(super) fn people_text(terms: &Terms, count: &str) -> String {
    let (one, several) = terms.people();
    format!("{count} {}", if count == "1" { one } else { several })
}
