//! Two measures side by side as named figures.

use super::{Cross, CrossLine};
use crate::number::Number;
use crate::reading::ended::Ended;
use crate::reading::fields::{Fields, Rows, Value};

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
        Rows::new(self.terms(), self.rule(), self.lines().map(|line| (Some(line.line().clone()), line.fields())))
    }
}
