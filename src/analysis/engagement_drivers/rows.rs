//! Drivers of engagement as named figures.

use super::{EngagementDrivers, EngagementDriversLine, Participation};
use crate::analysis::{Analysis, Figure, Kind, NamedFigures, Rows};
use crate::catalogue::Catalogue;
use crate::number::Number;
use crate::statement::Terms;
use crate::word::printable;

/// The names of all figures that a line may have.
const COLUMNS: &[&str] = &[
    "dimension",
    "value",
    "with_people",
    "with_took_part",
    "with_integrated",
    "with_contributed",
    "with_share",
    "with_low",
    "with_high",
    "without_people",
    "without_took_part",
    "without_integrated",
    "without_contributed",
    "without_share",
    "without_low",
    "without_high",
];

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
    fn terms(&self) -> &Terms {
        &self.terms
    }

    fn rule_text(&self) -> String {
        format!("each value beside the others that are stated, no share of fewer than {}", self.least_people())
    }

    fn catalogue(&self) -> &Catalogue<N> {
        &self.catalogue
    }

    fn rows(&self) -> Rows<'_, N> {
        let lines = self.lines().map(|line| (None, line.named_figures(self.dimension())));
        Rows::new(Kind::EngagementDrivers, self, COLUMNS, lines)
    }

    fn subject(&self) -> String {
        let as_of = self.terms.get_as_of().map_or_else(String::new, |day| format!("; as of {day}"));
        let (dimension, least) = (printable(self.dimension()), self.least_people());
        format!(
            "each value of {dimension} compared with the others; users who took part; no share for fewer than {least}{as_of}"
        )
    }
}

impl<N: Number> EngagementDrivers<N> {
    /// `30 people`: the number that a share needs.
    fn least_people(&self) -> String {
        format!("{} {}", self.least, if self.least == 1 { "person" } else { "people" })
    }
}
