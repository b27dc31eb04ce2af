//! Relations as named figures.

use super::{Relations, RelationsLine};
use crate::number::Number;
use crate::reading::ended::Ended;
use crate::reading::fields::{Analysis, Fields, Rows, Value};

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
    pub(crate) fn fields<N: Number>(&self) -> Fields<N> {
        let moves = self.moves();
        let mut fields = vec![
            ("measure", Value::text(self.measure().as_str())),
            ("reinforces", Value::Count(moves.reinforces())),
            ("recovers", Value::Count(moves.recovers())),
            ("reduces", Value::Count(moves.reduces())),
            ("destroys", Value::Count(moves.destroys())),
        ];
        fields.extend(ended(self.ended()));
        fields.push(("conflicts", Value::Count(self.conflicts())));
        fields.push(("integrated_nothing", Value::Group(ended(self.detriment().integrated_nothing()))));
        fields.push(("affected", Value::Group(ended(self.detriment().affected()))));
        fields
    }
}

fn ended<N: Number>(ended: &Ended) -> Fields<N> {
    vec![
        ("better", Value::Count(ended.better())),
        ("worse", Value::Count(ended.worse())),
        ("unchanged", Value::Count(ended.unchanged())),
    ]
}

impl<N: Number> Relations<N> {
    pub(crate) fn rows(&self) -> Rows<'_, N> {
        Rows::new(
            Analysis::Relations,
            self.terms(),
            self.rule(),
            COLUMNS,
            self.lines().map(|line| (Some(line.line().clone()), line.fields())),
        )
    }
}
