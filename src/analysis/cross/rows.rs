//! Cross as named figures.

use super::{Cross, CrossLine};
use crate::analysis::outcomes::OutcomeCounts;
use crate::analysis::scope::terms_and_catalogue;
use crate::analysis::{Analysis, Figure, Kind, NamedFigures, Rows};
use crate::number::Number;
use crate::printable::printable;

/// The names of all figures that a line may have.
const COLUMNS: &[&str] = &[
    "measure",
    "other",
    "people",
    "both_better_better",
    "both_better_same",
    "both_better_worse",
    "both_same_better",
    "both_same_same",
    "both_same_worse",
    "both_worse_better",
    "both_worse_same",
    "both_worse_worse",
    "without_measure",
    "without_other",
];

impl CrossLine {
    pub(crate) fn named_figures<N: Number>(&self) -> NamedFigures<N> {
        let both = vec![
            ("better", outcomes(self.better())),
            ("same", outcomes(self.unchanged())),
            ("worse", outcomes(self.worse())),
        ];
        vec![
            ("measure", Figure::text(self.measure().as_str())),
            ("other", Figure::text(self.other().as_str())),
            ("people", Figure::Count(self.person_count())),
            ("both", Figure::Group(both)),
            ("without_measure", Figure::Count(self.without_measure_count())),
            ("without_other", Figure::Count(self.without_other_count())),
        ]
    }
}

fn outcomes<N: Number>(counts: &OutcomeCounts) -> Figure<N> {
    Figure::Group(vec![
        ("better", Figure::Count(counts.better())),
        ("same", Figure::Count(counts.unchanged())),
        ("worse", Figure::Count(counts.worse())),
    ])
}

impl<N: Number> Analysis<N> for Cross<N> {
    terms_and_catalogue!();

    fn rule_text(&self) -> String {
        let [measure, other] = &self.measures;
        format!("{measure} beside {other}, each person's sum against the tolerance")
    }

    fn subject(&self) -> String {
        let [measure, other] = self.measures.each_ref().map(|measure| printable(measure.as_str()));
        format!("{}; {measure} beside {other}, each person's changes added up", self.scope.terms.without_grouping())
    }

    fn rows(&self) -> Rows<'_, N> {
        let lines = self.lines().map(|line| (Some(line.line().clone()), line.named_figures()));
        Rows::new(Kind::Cross, self, COLUMNS, lines)
    }
}
