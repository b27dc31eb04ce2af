//! Relations as named figures.

use super::{Relations, RelationsLine};
use crate::analysis::outcomes::OutcomeCounts;
use crate::analysis::{Analysis, Figure, Kind, NamedFigures, Rows};
use crate::catalogue::Catalogue;
use crate::number::Number;
use crate::statement::Terms;

/// The names of all figures that a line may have, one inside another joined by `_`.
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
        let moves = self.transitions();
        let mut fields = vec![
            ("measure", Figure::text(self.measure().as_str())),
            ("reinforces", Figure::Count(moves.reinforces())),
            ("recovers", Figure::Count(moves.recovers())),
            ("reduces", Figure::Count(moves.reduces())),
            ("destroys", Figure::Count(moves.destroys())),
        ];
        fields.extend(ended(self.outcomes()));
        fields.push(("conflicts", Figure::Count(self.conflict_count())));
        fields.push(("integrated_nothing", Figure::Group(ended(self.detriment().integrated_nothing()))));
        fields.push(("affected", Figure::Group(ended(self.detriment().affected()))));
        fields
    }
}

fn ended<N: Number>(ended: &OutcomeCounts) -> NamedFigures<N> {
    vec![
        ("better", Figure::Count(ended.better())),
        ("worse", Figure::Count(ended.worse())),
        ("unchanged", Figure::Count(ended.unchanged())),
    ]
}

impl<N: Number> Analysis<N> for Relations<N> {
    fn terms(&self) -> &Terms {
        &self.terms
    }

    fn rule_text(&self) -> String {
        "signs against the tolerance by day made".to_owned()
    }

    fn catalogue(&self) -> &Catalogue<N> {
        &self.catalogue
    }

    fn rows(&self) -> Rows<'_, N> {
        Rows::new(
            Kind::Relations,
            self,
            COLUMNS,
            self.lines().map(|line| (Some(line.line().clone()), line.named_figures())),
        )
    }
}
