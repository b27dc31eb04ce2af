//! Relations as named figures.

use super::{Relations, RelationsLine};
use crate::analysis::outcomes::OutcomeCounts;
use crate::analysis::scope::terms_and_catalogue;
use crate::analysis::{Analysis, Figure, Kind, NamedFigures, Rows};
use crate::number::Number;

/// The names of all figures that a line may have.
const COLUMNS: &[&str] = &[
    "measure",
    "reinforces",
    "recovers",
    "reduces",
    "destroys",
    "better",
    "worse",
    "unchanged",
    "conflicts",
    "integrated_nothing_better",
    "integrated_nothing_worse",
    "integrated_nothing_unchanged",
    "affected_better",
    "affected_worse",
    "affected_unchanged",
];

impl RelationsLine {
    pub(crate) fn named_figures<N: Number>(&self) -> NamedFigures<N> {
        let transitions = self.transitions();
        let mut fields = vec![
            ("measure", Figure::text(self.measure().as_str())),
            ("reinforces", Figure::Count(transitions.reinforces())),
            ("recovers", Figure::Count(transitions.recovers())),
            ("reduces", Figure::Count(transitions.reduces())),
            ("destroys", Figure::Count(transitions.destroys())),
        ];
        fields.extend(outcomes(self.outcomes()));
        fields.push(("conflicts", Figure::Count(self.conflict_count())));
        fields.push(("integrated_nothing", Figure::Group(outcomes(self.detriment().integrated_nothing()))));
        fields.push(("affected", Figure::Group(outcomes(self.detriment().affected()))));
        fields
    }
}

fn outcomes<N: Number>(counts: &OutcomeCounts) -> NamedFigures<N> {
    vec![
        ("better", Figure::Count(counts.better())),
        ("worse", Figure::Count(counts.worse())),
        ("unchanged", Figure::Count(counts.unchanged())),
    ]
}

impl<N: Number> Analysis<N> for Relations<N> {
    terms_and_catalogue!();

    fn rule_text(&self) -> String {
        "signs against the tolerance by day made".to_owned()
    }

    fn subject(&self) -> String {
        format!("{}; gains and losses beyond the tolerance, day by day", self.scope.terms.without_grouping())
    }

    fn rows(&self) -> Rows<'_, N> {
        let lines = self.lines().map(|line| (Some(line.line().clone()), line.named_figures()));
        Rows::new(Kind::Relations, self, COLUMNS, lines)
    }
}
