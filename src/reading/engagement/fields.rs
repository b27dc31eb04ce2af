//! Engagement as named figures.

use super::{Engagement, EngagementLine};
use crate::number::Number;
use crate::reading::fields::{Analysis, Fields, Rows, Value};

/// The names of all figures that a line may have, one inside another joined by `_`.
const COLUMNS: &[&str] = &[
    "interactions",
    "stated",
    "user_integrated",
    "user_contributed",
    "provider_integrated",
    "provider_contributed",
    "scenario",
];

impl<N: Number> EngagementLine<N> {
    pub(crate) fn fields(&self) -> Fields<N> {
        vec![
            ("interactions", Value::Count(self.interactions())),
            ("stated", Value::Count(self.stated())),
            ("user_integrated", Value::Amount(self.user_integrated().clone())),
            ("user_contributed", Value::Amount(self.user_contributed().clone())),
            ("provider_integrated", Value::Amount(self.provider_integrated().clone())),
            ("provider_contributed", Value::Amount(self.provider_contributed().clone())),
            ("scenario", Value::Text(self.scenario().map(|scenario| scenario.word().to_owned()))),
        ]
    }
}

impl<N: Number> Engagement<N> {
    pub(crate) fn rows(&self) -> Rows<'_, N> {
        Rows::new(
            Analysis::Engagement,
            self.terms(),
            self.rule(),
            COLUMNS,
            self.lines().map(|line| (Some(line.line().clone()), line.fields())),
        )
    }
}
