//! The tables of the crate, and figures of their rows: those of the books, or those of a publication.

use covalue::analysis::Analysis;
use covalue::certainty::{Intervals, LineIntervals};
use covalue::disclosure::Publication;
use covalue::{By, Cooperation, Terms};
use maud::{Markup, html};

use super::figures::Figures;
use super::largest::{Largest, shortened};
use super::table::boxed;
use super::{Failure, Page};

/// The most panels of a picture.
const MOST_PANELS: usize = 6;

/// A table of the crate.
pub(super) struct Lines {
    pub(super) rows: Vec<Figures>,
    /// The table as HTML, with notes on what is withheld; `None` if there is nothing to show or withhold.
    html: Option<String>,
    /// The rows that a second table below it has, too, by their index.
    pub(super) below: Vec<usize>,
}

impl Lines {
    pub(super) fn of_analysis(analysis: &impl Analysis<f64>, html: String) -> Self {
        let rows: Vec<Figures> = analysis.rows().iter().map(Figures::of_analysis).collect();
        Self { html: (!rows.is_empty()).then_some(html), rows, below: Vec::new() }
    }

    pub(super) fn of_publication(publication: &Publication<f64>) -> Self {
        let rows: Vec<Figures> = publication.rows().map(Figures::of_publication).collect();
        let is_whole = publication.withheld().len() == 0 && publication.withheld_line_count() == Some(0);
        let html = (!rows.is_empty() || !is_whole).then(|| publication.to_html());
        Self { rows, html, below: Vec::new() }
    }

    pub(super) fn of_intervals(intervals: &Intervals) -> Self {
        let rows: Vec<Figures> = intervals.lines().map(Figures::of_intervals).collect();
        let is_missing = |line: &LineIntervals| line.missing().is_some_and(|missing| missing > 0);
        let below = intervals.lines().enumerate().filter(|(_, line)| is_missing(line)).map(|(row, _)| row).collect();
        Self { html: (!rows.is_empty()).then(|| intervals.to_html()), rows, below }
    }

    /// Whether there is nothing to show or withhold.
    pub(super) fn is_empty(&self) -> bool {
        self.html.is_none()
    }

    /// Whether a publication withholds every row.
    pub(super) fn hides_all(&self) -> bool {
        self.rows.is_empty() && self.html.is_some()
    }

    /// Whether a figure of a row is not withheld.
    pub(super) fn shows_any(&self) -> bool {
        self.rows.iter().any(Figures::shows_any)
    }

    /// The largest lines of the table under a label, or the sentence if there is no table. The note on the other lines
    /// says what these are largest by, and which option prints all of them.
    pub(super) fn table(&self, label: &str, otherwise: &str, largest: &Largest, note: (&str, &str)) -> Markup {
        let is_shown = |table: usize, row: usize| {
            let row = if table == 0 { Some(row) } else { self.below.get(row).copied() };
            row.and_then(|row| self.rows.get(row)).is_none_or(|row| largest.has(row))
        };
        match &self.html {
            Some(table) if self.rows.iter().all(|row| largest.has(row)) => boxed(label, table),
            Some(table) => html! { (boxed(label, &shortened(table, is_shown))) (largest.note(&self.rows, note)) },
            None => html! { p { (otherwise) } },
        }
    }
}

/// The table of an analysis, or of its publication.
macro_rules! lines {
    ($page:ident.$call:ident($($argument:expr),+)) => {
        match $page.publish {
            None => $page.ledger.$call($($argument),+).map_err(Failure::from).map(|it| Lines::of_analysis(&it, it.to_html())),
            Some(threshold) => {
                let publication = $page.ledger.publish(threshold).$call($($argument),+);
                publication.map_err(Failure::from).map(|it| Lines::of_publication(&it))
            }
        }
    };
}
pub(super) use lines;

impl Page<'_> {
    pub(super) fn is_published(&self) -> bool {
        self.publish.is_some()
    }

    pub(super) fn ungrouped(&self) -> Terms {
        self.terms.clone().grouped_by(By::none())
    }

    /// The terms of pictures with a panel for each line and measure: with many, all lines together, since a picture that
    /// is printed on one page must stay readable.
    pub(super) fn picture_terms(&self) -> Terms {
        let lines = self.ledger.statement(&self.terms).map_or(0, |statement| statement.len());
        if lines > MOST_PANELS { self.ungrouped() } else { self.terms.clone() }
    }

    pub(super) fn statement(&self, terms: &Terms) -> Result<Lines, Failure> {
        if let Some(threshold) = self.publish {
            return Ok(Lines::of_publication(&self.ledger.publish(threshold).statement(terms)?));
        }
        let statement = self.ledger.statement(terms)?;
        let rows: Vec<Figures> = statement.cells().map(|cell| Figures::of_cell(&cell)).collect();
        Ok(Lines { html: (!rows.is_empty()).then(|| statement.to_html()), rows, below: Vec::new() })
    }

    /// The lines with the largest amounts. A publication shows all its lines.
    pub(super) fn largest(&self) -> Result<Largest, Failure> {
        if self.is_published() {
            return Ok(Largest::ALL);
        }
        let amounts = ["created", "destroyed", "windfall_gain", "windfall_loss"];
        let moved = |row: &Figures| amounts.iter().filter_map(|name| row.amount(name)).sum();
        Ok(Largest::of(&self.statement(&self.terms)?.rows, moved))
    }

    /// Whether a publication has no figure to show, since all stand for too few people.
    pub(super) fn hides_all(&self, totals: &Lines) -> bool {
        if !self.is_published() || totals.shows_any() {
            return false;
        }
        let page = self;
        let tables = [
            self.statement(&self.terms),
            lines!(page.engagement(&page.terms)),
            lines!(page.attribution_of(&page.terms, Cooperation)),
            lines!(page.risk(&page.terms)),
            lines!(page.relations(&page.terms)),
        ];
        // Engagement has no lines for some words, such as roles.
        let tables: Vec<Lines> = tables.into_iter().filter_map(Result::ok).collect();
        let hides_any = totals.html.is_some() || tables.iter().any(|table| table.html.is_some());
        hides_any && !tables.iter().any(Lines::shows_any)
    }

    /// The figures of each measure over all lines.
    pub(super) fn totals(&self) -> Result<Lines, Failure> {
        let mut totals = self.statement(&self.ungrouped())?;
        let statement = self.ledger.statement(self.ungrouped())?;
        for row in &mut totals.rows {
            // The plan of a publication assumes that a reader knows where no contribution is stated.
            let cell = statement.cells().find(|cell| row.text("measure") == Some(cell.measure().as_str()));
            row.states_contributions = cell.is_none_or(|cell| cell.co_operation_is_stated());
        }
        Ok(totals)
    }

    /// Whether the id is that of an organisation of the catalogue.
    pub(super) fn is_provider(&self, id: &str) -> bool {
        self.ledger.catalogue().services().any(|service| service.provider().as_str() == id)
    }
}
