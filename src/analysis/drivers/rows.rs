//! Drivers as named figures.

use super::{ComparisonGroup, Drivers, DriversLine};
use crate::analysis::comparison::compared_columns;
use crate::analysis::{Analysis, Figure, Kind, NamedFigures, Rows};
use crate::catalogue::Catalogue;
use crate::number::Number;
use crate::printable::printable;
use crate::statement::Terms;

/// The names of all figures that a line may have.
const COLUMNS: &[&str] = compared_columns!(
    ["dimension", "value", "measure"],
    ["people", "appraisals", "gains", "losses", "better", "worse", "created", "destroyed", "net"]
);

impl<N: Number> DriversLine<N> {
    pub(crate) fn named_figures(&self, dimension: &str) -> NamedFigures<N> {
        vec![
            ("dimension", Figure::text(dimension)),
            ("value", Figure::text(self.value())),
            ("measure", Figure::text(self.measure().as_str())),
            ("with", Figure::Group(self.with().named_figures())),
            ("without", Figure::Group(self.without().named_figures())),
        ]
    }
}

impl<N: Number> ComparisonGroup<N> {
    pub(crate) fn named_figures(&self) -> NamedFigures<N> {
        vec![
            ("people", Figure::Count(self.person_count())),
            ("appraisals", Figure::Count(self.appraisal_count())),
            ("gains", Figure::Count(self.gain_count())),
            ("losses", Figure::Count(self.loss_count())),
            ("better", Figure::Count(self.better_count())),
            ("worse", Figure::Count(self.worse_count())),
            ("created", Figure::Amount(self.created().clone())),
            ("destroyed", Figure::Amount(self.destroyed().clone())),
            ("net", Figure::Amount(self.net().clone())),
        ]
    }
}

impl<N: Number> Analysis<N> for Drivers<N> {
    fn terms(&self) -> &Terms {
        self.statement.terms().expect("the statement of a ledger has terms")
    }

    fn rule_text(&self) -> String {
        "each value beside the others that are stated".to_owned()
    }

    fn catalogue(&self) -> &Catalogue<N> {
        self.statement.catalogue()
    }

    fn rows(&self) -> Rows<'_, N> {
        Rows::new(Kind::Drivers, self, COLUMNS, self.lines().map(|line| (None, line.named_figures(self.dimension()))))
    }

    fn subject(&self) -> String {
        let dimension = printable(self.dimension());
        format!("each value of {dimension} compared with the others; {}", self.terms().without_grouping())
    }
}
