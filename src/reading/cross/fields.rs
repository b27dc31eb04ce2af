//! Two measures side by side as named figures.

use super::{Cross, CrossLine};
use crate::number::Number;
use crate::reading::ended::Ended;
use crate::reading::fields::{Analysis, Fields, Rows, Value};

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
    pub(crate) fn fields<N: Number>(&self) -> Fields<N> {
        let both =
            vec![("better", ended(self.better())), ("same", ended(self.unchanged())), ("worse", ended(self.worse()))];
        vec![
            ("measure", Value::text(self.measure().as_str())),
            ("other", Value::text(self.other().as_str())),
            ("people", Value::Count(self.people())),
            ("both", Value::Group(both)),
            ("without_measure", Value::Count(self.without_measure())),
            ("without_other", Value::Count(self.without_other())),
        ]
    }
}

fn ended<N: Number>(ended: &Ended) -> Value<N> {
    Value::Group(vec![
        ("better", Value::Count(ended.better())),
        ("same", Value::Count(ended.unchanged())),
        ("worse", Value::Count(ended.worse())),
    ])
}

impl<N: Number> Cross<N> {
    pub(crate) fn rows(&self) -> Rows<'_, N> {
        Rows::new(
            Analysis::Cross,
            self.terms(),
            self.rule(),
            COLUMNS,
            self.lines().map(|line| (Some(line.line().clone()), line.fields())),
        )
    }
}
