//! Drivers of engagement as named figures.

use super::{EngagementDrivers, EngagementDriversLine, Participation};
use crate::analysis::comparison::compared_columns;
use crate::analysis::scope::terms_and_catalogue;
use crate::analysis::{Analysis, Figure, Kind, NamedFigures, Rows};
use crate::number::Number;
use crate::printable::printable;

/// The names of all figures that a line may have.
const COLUMNS: &[&str] = compared_columns!(
    ["dimension", "value"],
    ["people", "took_part", "integrated", "contributed", "share", "low", "high"]
);

impl<N: Number> EngagementDriversLine<N> {
    pub(crate) fn named_figures(&self, dimension: &str) -> NamedFigures<N> {
        vec![
            ("dimension", Figure::text(dimension)),
            ("value", Figure::text(self.value())),
            ("with", Figure::Group(self.with().named_figures())),
            ("without", Figure::Group(self.without().named_figures())),
        ]
    }
}

impl<N: Number> Participation<N> {
    fn named_figures(&self) -> NamedFigures<N> {
        vec![
            ("people", Figure::Count(self.person_count())),
            ("took_part", Figure::Count(self.participant_count())),
            ("integrated", Figure::Amount(self.integrated().clone())),
            ("contributed", Figure::Amount(self.contributed().clone())),
            ("share", Figure::share(self.share())),
            ("low", Figure::share(self.interval().map(|interval| interval.low()))),
            ("high", Figure::share(self.interval().map(|interval| interval.high()))),
        ]
    }
}

impl<N: Number> Analysis<N> for EngagementDrivers<N> {
    terms_and_catalogue!();

    fn rule_text(&self) -> String {
        format!("each value beside the others that are stated, no share of fewer than {}", self.least_people())
    }

    fn rows(&self) -> Rows<'_, N> {
        let lines = self.lines().map(|line| (None, line.named_figures(self.dimension())));
        Rows::new(Kind::EngagementDrivers, self, COLUMNS, lines)
    }

    fn subject(&self) -> String {
        let entries = self.scope.terms.of_entries();
        let (dimension, least) = (printable(self.dimension()), self.least_people());
        format!(
            "each value of {dimension} compared with the others; users who took part; no share for fewer than {least}{entries}"
        )
    }
}

impl<N: Number> EngagementDrivers<N> {
    /// `30 people`: the number that a share needs.
    fn least_people(&self) -> String {
        format!("{} {}", self.least, if self.least == 1 { "person" } else { "people" })
    }
}
