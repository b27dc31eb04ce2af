//! Two measures side by side as named figures.

use super::{Cross, CrossLine};
use crate::analysis::outcomes::OutcomeCounts;
use crate::analysis::{Analysis, Figure, Kind, NamedFigures, Rows};
use crate::catalogue::Catalogue;
use crate::number::Number;
use crate::statement::Terms;

/// The names of all figures that a line may have, one inside another joined by `_`.
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
        let both =
            vec![("better", ended(self.better())), ("same", ended(self.unchanged())), ("worse", ended(self.worse()))];
        vec![
            ("measure", Figure::text(self.measure().as_str())),
            ("other", Figure::text(self.other().as_str())),
            ("people", Figure::Count(self.person_count())),
            ("both", Figure::Group(both)),
            ("without_measure", Figure::Count(self.without_measure())),
            ("without_other", Figure::Count(self.without_other())),
        ]
    }
}

fn ended<N: Number>(ended: &OutcomeCounts) -> Figure<N> {
    Figure::Group(vec![
        ("better", Figure::Count(ended.better())),
        ("same", Figure::Count(ended.unchanged())),
        ("worse", Figure::Count(ended.worse())),
    ])
}

impl<N: Number> Analysis<N> for Cross<N> {
    fn terms(&self) -> &Terms {
        &self.terms
    }

    fn rule_text(&self) -> String {
        let [measure, other] = &self.measures;
        format!("{measure} beside {other}, each person's sum against the tolerance")
    }

    fn catalogue(&self) -> &Catalogue<N> {
        &self.catalogue
    }

    fn rows(&self) -> Rows<'_, N> {
        Rows::new(
            Kind::Cross,
            self,
            COLUMNS,
            self.lines().map(|line| (Some(line.line().clone()), line.named_figures())),
        )
    }
}
