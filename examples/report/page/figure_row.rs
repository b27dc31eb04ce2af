//! Rows of named figures: the statement, an analysis and a publication give the same ones.

use covalue::analysis::{Figure, Row};
use covalue::disclosure::PublicationRow;
use covalue::statement::{Cell, Coverage, Line};

use super::text::{count, shown};

/// The figures of a line, or of several that a publication pools.
pub(super) struct FigureRow {
    /// The values of the line; `None` if the analysis has no lines.
    pub(super) line: Option<Vec<String>>,
    /// The figures by their names. Those of a publication begin with its number of `people`.
    pub(super) figures: Vec<(String, Figure<f64>)>,
    /// Whether a contribution is stated. Without one, windfalls are not asked.
    pub(super) states_contributions: bool,
}

fn values(line: &Line) -> Vec<String> {
    line.values().map(|value| value.map_or_else(|| "not stated".to_owned(), shown)).collect()
}

impl FigureRow {
    pub(super) fn of_analysis(row: &Row<f64>) -> Self {
        let figures = row.figures().collect();
        Self { line: row.line().map(values), figures, states_contributions: true }
    }

    /// The row of a publication, whose grouping has this number of words.
    pub(super) fn of_publication(row: &PublicationRow<f64>, words: usize) -> Self {
        let line = match (row.line(), row.line_count()) {
            (Some(line), _) => Some(values(line)),
            (None, Some(1)) => None,
            (None, lines) => {
                let pooled = lines
                    .map_or_else(|| "pooled".to_owned(), |lines| format!("{} pooled", count(lines, "line", "lines")));
                // A pool is one line, even without the values of its words.
                Some([pooled].into_iter().chain(std::iter::repeat_n(String::new(), words.saturating_sub(1))).collect())
            }
        };
        let people = ("people".to_owned(), row.person_count().map_or(Figure::Withheld, Figure::Count));
        Self { line, figures: [people].into_iter().chain(row.figures()).collect(), states_contributions: true }
    }

    /// A cell of a statement, with the names of figures that its publication has.
    pub(super) fn of_cell(cell: &Cell<f64>) -> Self {
        let amount = |amount: Result<f64, _>| match amount {
            Ok(amount) => Figure::Amount(amount),
            Err(_) => Figure::Text(Some("overflow".to_owned())),
        };
        let coverage =
            |read: fn(&Coverage) -> u64| cell.coverage().map_or(Figure::NotGiven, |of| Figure::Count(read(&of)));
        let mean = match cell.mean_change() {
            Ok(None) => Figure::NotGiven,
            Ok(Some(mean)) => Figure::Amount(mean),
            Err(_) => Figure::Text(Some("overflow".to_owned())),
        };
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
            ("mean", mean),
            ("left_out", Figure::Count(cell.left_out_count())),
            ("due", coverage(Coverage::due)),
            ("missing", coverage(Coverage::missing)),
        ];
        Self {
            line: Some(values(cell.line())),
            figures: figures.map(|(name, figure)| (name.to_owned(), figure)).into(),
            states_contributions: cell.co_operation_is_stated(),
        }
    }

    pub(super) fn figure(&self, name: &str) -> Option<&Figure<f64>> {
        self.figures.iter().find(|(known, _)| known == name).map(|(_, figure)| figure)
    }

    pub(super) fn count(&self, name: &str) -> Option<u64> {
        if let Some(Figure::Count(count)) = self.figure(name) { Some(*count) } else { None }
    }

    pub(super) fn amount(&self, name: &str) -> Option<f64> {
        if let Some(Figure::Amount(amount)) = self.figure(name) { Some(*amount) } else { None }
    }

    pub(super) fn share(&self, name: &str) -> Option<f64> {
        if let Some(Figure::Share(share)) = self.figure(name) { Some(*share) } else { None }
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        if let Some(Figure::Text(text)) = self.figure(name) { text.as_deref() } else { None }
    }

    pub(super) fn is_withheld(&self, name: &str) -> bool {
        matches!(self.figure(name), Some(Figure::Withheld))
    }
}
