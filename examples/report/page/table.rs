//! HTML tables of figures.

use covalue::Catalogue;
use covalue::statement::Grouping;
use maud::{Markup, html};

use super::figure_row::FigureRow;
use super::text::{amounts, percentage, shown, thousands};

const WITHHELD: &str = "withheld";
/// A table with more columns than this may be wider than the text.
const WIDE: usize = 9;
const NOT_GIVEN: &str = "–";

struct Column {
    heading: String,
    is_number: bool,
    cells: Vec<String>,
}

/// A table that is filled column by column.
pub(super) struct Table<'a> {
    rows: &'a [FigureRow],
    columns: Vec<Column>,
}

impl<'a> Table<'a> {
    pub(super) fn new(rows: &'a [FigureRow]) -> Self {
        Self { rows, columns: Vec::new() }
    }

    fn column(&mut self, heading: &str, is_number: bool, cell: impl Fn(&FigureRow) -> String) {
        let cells = self.rows.iter().map(cell).collect();
        self.columns.push(Column { heading: shown(heading), is_number, cells });
    }

    /// A column for each word of the grouping, and for a publication one with the number of people.
    pub(super) fn lines(&mut self, grouping: &Grouping) {
        for (index, word) in grouping.words().iter().enumerate() {
            let value = |row: &FigureRow| row.line.as_ref().and_then(|line| line.get(index)).cloned();
            self.column(&word.to_string(), false, |row| value(row).unwrap_or_else(|| NOT_GIVEN.to_owned()));
        }
    }

    /// The number of people of each row, for a publication.
    pub(super) fn people(&mut self) {
        if self.rows.iter().any(|row| row.figure("people").is_some()) {
            self.counts("people", "people");
        }
    }

    /// The measure of each row with its unit.
    pub(super) fn measures(&mut self, catalogue: &Catalogue<f64>) {
        self.column("measure", false, |row| measure_text(row, catalogue));
    }

    pub(super) fn texts(&mut self, heading: &str, text: impl Fn(&FigureRow) -> String) {
        self.column(heading, false, text);
    }

    pub(super) fn numbers(&mut self, heading: &str, text: impl Fn(&FigureRow) -> String) {
        self.column(heading, true, text);
    }

    pub(super) fn counts(&mut self, heading: &str, name: &str) {
        self.column(heading, true, |row| count_text(row, name));
    }

    /// Counts with their share of another count: `12 (24 %)`.
    pub(super) fn shares(&mut self, heading: &str, name: &str, whole: &str) {
        self.column(heading, true, |row| match (row.count(name), row.count(whole)) {
            (Some(count), Some(whole)) if whole > 0 => {
                format!("{} ({})", thousands(&count.to_string()), percentage(count, whole))
            }
            _ => count_text(row, name),
        });
    }

    /// Counts with the count that includes them: `3 of 48`. Without anything to count it is a dash.
    pub(super) fn counts_of(&mut self, heading: &str, name: &str, whole: &str) {
        self.column(heading, true, |row| match (count_text(row, name), count_text(row, whole)) {
            (_, whole) if whole == "0" || whole == NOT_GIVEN => NOT_GIVEN.to_owned(),
            (part, whole) if part == WITHHELD && whole == WITHHELD => part,
            (part, whole) => format!("{part} of {whole}"),
        });
    }

    /// Amounts with the same decimals; `instead` may replace some.
    pub(super) fn amounts_or(
        &mut self,
        heading: &str,
        name: &str,
        instead: impl Fn(&FigureRow) -> Option<&'static str>,
    ) {
        let known: Vec<f64> = self.rows.iter().filter_map(|row| row.amount(name)).collect();
        let mut texts = amounts(&known).into_iter();
        let cells: Vec<String> = self
            .rows
            .iter()
            .map(|row| {
                let text =
                    if row.amount(name).is_some() { texts.next().unwrap_or_default() } else { count_text(row, name) };
                instead(row).map_or(text, str::to_owned)
            })
            .collect();
        self.columns.push(Column { heading: heading.to_owned(), is_number: true, cells });
    }

    pub(super) fn amounts(&mut self, heading: &str, name: &str) {
        self.amounts_or(heading, name, |_| None);
    }

    /// The table with its caption, in a box of its own that scrolls if the table is wider than the page.
    pub(super) fn html(self, caption: &str) -> Markup {
        let is_wide = self.columns.len() > WIDE;
        let class = |column: &Column| if column.is_number { "number" } else { "text" };
        html! {
            div.scroll.wide[is_wide] role="group" tabindex="0" aria-label=(caption) {
                table {
                    caption { (caption) }
                    thead { tr { @for column in &self.columns { th scope="col" class=(class(column)) { (column.heading) } } } }
                    tbody {
                        @for row in 0..self.rows.len() {
                            tr {
                                @for (index, column) in self.columns.iter().enumerate() {
                                    @if index == 0 { th scope="row" class=(class(column)) { (column.cells[row]) } }
                                    @else { td class=(class(column)) { (column.cells[row]) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// `depression (points)`.
pub(super) fn measure_text(row: &FigureRow, catalogue: &Catalogue<f64>) -> String {
    let Some(id) = row.text("measure") else { return NOT_GIVEN.to_owned() };
    match catalogue.measure(id).map_or("", |measure| measure.unit()) {
        "" => shown(id),
        unit => format!("{} ({})", shown(id), shown(unit)),
    }
}

/// A figure that is not an amount.
pub(super) fn count_text(row: &FigureRow, name: &str) -> String {
    match (row.count(name), row.text(name)) {
        _ if row.is_withheld(name) => WITHHELD.to_owned(),
        (Some(count), _) => thousands(&count.to_string()),
        (None, Some(text)) => text.to_owned(),
        _ => NOT_GIVEN.to_owned(),
    }
}
