//! The books as the report reads them: the figures themselves, or those of a publication.

use covalue::analysis::Analysis;
use covalue::disclosure::Publication;
use covalue::record::Role;
use covalue::statement::{Grouping, Include};
use covalue::{By, Catalogue, Cooperation, Ledger, Terms};
use maud::{Markup, PreEscaped, html};

use super::Failure;
use super::figure_row::FigureRow;
use super::text::{count, enumeration, shown};

/// The most panels of a picture.
const MOST_PANELS: usize = 6;

pub(super) struct Books<'a> {
    pub(super) ledger: &'a Ledger<f64>,
    pub(super) terms: Terms,
    /// The threshold, for a publication.
    pub(super) publish: Option<u64>,
}

/// The rows of a statement or an analysis.
pub(super) struct Lines {
    pub(super) rows: Vec<FigureRow>,
    /// The rule of an analysis in words.
    pub(super) rule: String,
    /// What a publication does not show, as a sentence.
    pub(super) not_shown: Option<String>,
}

impl Lines {
    fn of_analysis(analysis: &impl Analysis<f64>) -> Self {
        let rows = analysis.rows();
        Self { rows: rows.iter().map(FigureRow::of_analysis).collect(), rule: analysis.rule_text(), not_shown: None }
    }

    fn of_publication(publication: &Publication<f64>) -> Self {
        let words = publication.terms().grouping().words().len();
        let rows = publication.rows().map(|row| FigureRow::of_publication(row, words)).collect();
        let measures: Vec<String> = publication.withheld().map(|measure| shown(measure.as_str())).collect();
        let lines = match publication.withheld_line_count() {
            Some(0) => None,
            Some(lines) => Some(count(lines, "line", "lines")),
            None => Some("some lines".to_owned()),
        };
        let lines = lines.map(|lines| format!("{lines} with too few people, or that protect lines with too few"));
        let measures = (!measures.is_empty())
            .then(|| format!("{}, with too few people on all lines together", enumeration(&measures)));
        let not_shown: Vec<String> = lines.into_iter().chain(measures).collect();
        Self {
            rows,
            rule: publication.rule_text().unwrap_or_default().to_owned(),
            not_shown: (!not_shown.is_empty()).then(|| format!("Not shown: {}.", not_shown.join("; "))),
        }
    }

    /// The sentence about what is not shown, if there is one.
    pub(super) fn note(&self) -> Markup {
        html! { @if let Some(sentence) = &self.not_shown { p.grey { (sentence) } } }
    }
}

/// The lines of an analysis, or of its publication.
macro_rules! lines {
    ($books:expr, $call:ident($($argument:expr),+)) => {
        match $books.publish {
            None => Lines::of_analysis(&$books.ledger.$call($($argument),+).map_err(text)?),
            Some(threshold) => {
                Lines::of_publication(&$books.ledger.publish(threshold).$call($($argument),+).map_err(text)?)
            }
        }
    };
}

fn text(error: impl std::fmt::Display) -> Failure {
    error.to_string()
}

impl<'a> Books<'a> {
    pub(super) fn new(ledger: &'a Ledger<f64>, terms: Terms, publish: Option<u64>) -> Self {
        Self { ledger, terms, publish }
    }

    pub(super) fn catalogue(&self) -> &Catalogue<f64> {
        self.ledger.catalogue()
    }

    pub(super) fn is_published(&self) -> bool {
        self.publish.is_some()
    }

    /// Whether appraisals of people who contribute nothing count.
    pub(super) fn includes_affected(&self) -> bool {
        self.terms.includes_role(Role::Affected)
    }

    /// The terms with another grouping.
    pub(super) fn grouped_by(&self, grouping: impl Into<Grouping>) -> Terms {
        let terms = &self.terms;
        let mut grouped = Terms::by(grouping)
            .baseline(terms.get_baseline())
            .logic(terms.get_logic())
            .follow_up(terms.get_follow_up());
        for word in terms.included() {
            grouped = grouped.including(word.parse::<Include>().expect("terms write words that they read"));
        }
        terms.get_as_of().map_or(grouped.clone(), |day| grouped.as_of(day))
    }

    /// The terms of pictures with a panel for each line and measure: with many, all lines together, since a picture that
    /// is printed on one page must stay readable.
    pub(super) fn picture_terms(&self) -> Terms {
        let lines = self.ledger.statement(&self.terms).map_or(0, |statement| statement.len());
        if lines > MOST_PANELS { self.ungrouped() } else { self.terms.clone() }
    }

    pub(super) fn ungrouped(&self) -> Terms {
        self.grouped_by(By::none())
    }

    pub(super) fn statement(&self, terms: &Terms) -> Result<Lines, Failure> {
        let statement = self.ledger.statement(terms).map_err(text)?;
        let Some(threshold) = self.publish else {
            let rows = statement.cells().map(|cell| FigureRow::of_cell(&cell)).collect();
            return Ok(Lines { rows, rule: String::new(), not_shown: None });
        };
        let publication = self.ledger.publish(threshold).statement(terms).map_err(text)?;
        let mut lines = Lines::of_publication(&publication);
        for (row, published) in lines.rows.iter_mut().zip(publication.rows()) {
            // The plan of a publication assumes that a reader knows on which lines no contribution is stated.
            let cell = published
                .line()
                .zip(published.measure())
                .and_then(|(line, measure)| statement.cell(line, measure).ok());
            row.states_contributions = cell.is_none_or(|cell| cell.co_operation_is_stated());
        }
        Ok(lines)
    }

    pub(super) fn engagement(&self, terms: &Terms) -> Result<Lines, Failure> {
        Ok(lines!(self, engagement(terms)))
    }

    pub(super) fn attribution(&self) -> Result<Lines, Failure> {
        Ok(lines!(self, attribution_of(&self.terms, Cooperation)))
    }

    pub(super) fn relations(&self) -> Result<Lines, Failure> {
        Ok(lines!(self, relations(&self.terms)))
    }

    pub(super) fn risk(&self) -> Result<Lines, Failure> {
        Ok(lines!(self, risk(&self.terms)))
    }
}

/// A picture, or the reason why there is none.
pub(super) fn picture(svg: Result<String, impl std::fmt::Display>) -> Markup {
    match svg {
        // Pictures escape the texts of the caller themselves.
        Ok(svg) => html! { figure { (PreEscaped(svg)) } },
        Err(error) => html! { p.grey { "There is no picture: " (error) "." } },
    }
}
