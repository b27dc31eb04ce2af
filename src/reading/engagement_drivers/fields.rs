//! Drivers of engagement as named figures.

use super::{EngagementDrivers, EngagementDriversLine, Participation};
use crate::number::Number;
use crate::reading::fields::{Analysis, Fields, Rows, Value};

/// The names of all figures that a line may have, one inside another joined by `_`.
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
    pub(crate) fn fields(&self, dimension: &str) -> Fields<N> {
        vec![
            ("dimension", Value::text(dimension)),
            ("value", Value::text(self.value())),
            ("with", Value::Group(self.with().fields())),
            ("without", Value::Group(self.without().fields())),
        ]
    }
}

impl<N: Number> Participation<N> {
    fn fields(&self) -> Fields<N> {
        let given = |share: Option<f64>| share.map_or(Value::NotGiven, Value::Float);
        vec![
            ("people", Value::Count(self.people())),
            ("took_part", Value::Count(self.took_part())),
            ("integrated", Value::Amount(self.integrated().clone())),
            ("contributed", Value::Amount(self.contributed().clone())),
            ("share", given(self.share())),
            ("low", given(self.interval().map(|interval| interval.low()))),
            ("high", given(self.interval().map(|interval| interval.high()))),
        ]
    }
}

impl<N: Number> EngagementDrivers<N> {
    pub(crate) fn rows(&self) -> Rows<'_, N> {
        Rows::new(
            Analysis::EngagementDrivers,
            self.terms(),
            self.rule(),
            COLUMNS,
            self.lines().map(|line| (None, line.fields(self.dimension()))),
        )
    }
}
