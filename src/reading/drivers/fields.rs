//! Drivers as named figures.

use super::{Compared, Drivers, DriversLine};
use crate::number::Number;
use crate::reading::fields::{Analysis, Fields, Rows, Value};

/// The names of all figures that a line may have, one inside another joined by `_`.
const COLUMNS: &[&str] = &[
    "dimension",
    "value",
    "measure",
    "with_appraisals",
    "with_gains",
    "with_losses",
    "with_better",
    "with_worse",
    "with_created",
    "with_destroyed",
    "with_net",
    "without_appraisals",
    "without_gains",
    "without_losses",
    "without_better",
    "without_worse",
    "without_created",
    "without_destroyed",
    "without_net",
];

impl<N: Number> DriversLine<N> {
    pub(crate) fn fields(&self, dimension: &str) -> Fields<N> {
        vec![
            ("dimension", Value::text(dimension)),
            ("value", Value::text(self.value())),
            ("measure", Value::text(self.measure().as_str())),
            ("with", Value::Group(self.with().fields())),
            ("without", Value::Group(self.without().fields())),
        ]
    }
}

impl<N: Number> Compared<N> {
    pub(crate) fn fields(&self) -> Fields<N> {
        vec![
            ("appraisals", Value::Count(self.appraisals())),
            ("gains", Value::Count(self.gains())),
            ("losses", Value::Count(self.losses())),
            ("better", Value::Count(self.better())),
            ("worse", Value::Count(self.worse())),
            ("created", Value::Amount(self.created().clone())),
            ("destroyed", Value::Amount(self.destroyed().clone())),
            ("net", Value::Amount(self.net().clone())),
        ]
    }
}

impl<N: Number> Drivers<N> {
    pub(crate) fn rows(&self) -> Rows<'_, N> {
        Rows::new(
            Analysis::Drivers,
            self.terms(),
            self.rule(),
            COLUMNS,
            self.lines().map(|line| (None, line.fields(self.dimension()))),
        )
    }
}
