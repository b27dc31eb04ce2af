//! Named figures: analyses, publications and the totals of a statement give the same ones.

use covalue::analysis::{Figure, Row};
use covalue::certainty::LineIntervals;
use covalue::disclosure::PublicationRow;
use covalue::error::Overflow;
use covalue::statement::{Cell, Coverage, Line};

use super::text::{amount, shown};

/// The figures of a row.
pub(super) struct Figures {
    pub(super) line: Option<Line>,
    figures: Vec<(String, Figure<f64>)>,
    /// Whether a contribution is stated. Without one, windfalls are not asked.
    pub(super) states_contributions: bool,
}

impl Figures {
    pub(super) fn of_analysis(row: &Row<f64>) -> Self {
        Self { line: row.line().cloned(), figures: row.figures().collect(), states_contributions: true }
    }

    pub(super) fn of_publication(row: &PublicationRow<f64>) -> Self {
        let people = ("people".to_owned(), row.person_count().map_or(Figure::Withheld, Figure::Count));
        let figures = row.figures().chain([people]).collect();
        Self { line: row.line().cloned(), figures, states_contributions: true }
    }

    /// The line and the measure of intervals.
    pub(super) fn of_intervals(intervals: &LineIntervals) -> Self {
        let measure = ("measure".to_owned(), Figure::Text(Some(intervals.measure().as_str().to_owned())));
        Self { line: Some(intervals.line().clone()), figures: vec![measure], states_contributions: true }
    }

    /// The figures of a cell, with the names that they have in a publication.
    pub(super) fn of_cell(cell: &Cell<f64>) -> Self {
        let amount = |amount: Result<f64, Overflow>| amount.map_or(Figure::NotGiven, Figure::Amount);
        let coverage =
            |read: fn(&Coverage) -> u64| cell.coverage().map_or(Figure::NotGiven, |it| Figure::Count(read(&it)));
        let figures = [
            ("measure", Figure::Text(Some(cell.measure().as_str().to_owned()))),
            ("appraisals", Figure::Count(cell.appraisal_count())),
            ("better", Figure::Count(cell.better_count())),
            ("unchanged", Figure::Count(cell.unchanged_count())),
            ("worse", Figure::Count(cell.worse_count())),
            ("created", amount(cell.created())),
            ("windfall_gain", amount(cell.windfall_gain())),
            ("destroyed", amount(cell.destroyed())),
            ("windfall_loss", amount(cell.windfall_loss())),
            ("net", amount(cell.net())),
            ("hidden", amount(cell.hidden())),
            ("due", coverage(Coverage::due)),
            ("missing", coverage(Coverage::missing)),
        ];
        let figures = figures.map(|(name, figure)| (name.to_owned(), figure)).into();
        Self { line: Some(cell.line().clone()), figures, states_contributions: cell.co_operation_is_stated() }
    }

    fn figure(&self, name: &str) -> Option<&Figure<f64>> {
        self.figures.iter().find(|(known, _)| known == name).map(|(_, figure)| figure)
    }

    pub(super) fn count(&self, name: &str) -> Option<u64> {
        if let Some(Figure::Count(count)) = self.figure(name) { Some(*count) } else { None }
    }

    pub(super) fn amount(&self, name: &str) -> Option<f64> {
        if let Some(Figure::Amount(amount)) = self.figure(name) { Some(*amount) } else { None }
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        if let Some(Figure::Text(text)) = self.figure(name) { text.as_deref() } else { None }
    }

    /// The name of the measure.
    pub(super) fn measure(&self) -> String {
        shown(self.text("measure").unwrap_or_default())
    }

    pub(super) fn is_withheld(&self, name: &str) -> bool {
        matches!(self.figure(name), Some(Figure::Withheld))
    }

    /// Whether a number is neither withheld nor not given.
    pub(super) fn shows_any(&self) -> bool {
        self.figures.iter().any(|(_, figure)| !matches!(figure, Figure::Withheld | Figure::NotGiven | Figure::Text(_)))
    }

    /// The text of an amount.
    pub(super) fn amount_text(&self, name: &str) -> String {
        match self.figure(name) {
            Some(Figure::Amount(known)) => amount(*known),
            Some(Figure::Withheld) => "withheld".to_owned(),
            _ => "-".to_owned(),
        }
    }
}
