//! Risk as named figures.

use super::{RiskLine, Risks};
use crate::number::Number;
use crate::reading::fields::{Analysis, Fields, Rows, Value};

/// The names of all figures that a line may have, one inside another joined by `_`.
const COLUMNS: &[&str] = &[
    "measure",
    "appraisals",
    "beneficiaries",
    "losses",
    "probability",
    "low",
    "high",
    "mean_loss",
    "expected_loss",
    "expected_shortfall",
    "too_few",
];

impl<N: Number> RiskLine<N> {
    pub(crate) fn fields(&self) -> Fields<N> {
        let mut fields = vec![("measure", Value::text(self.measure().as_str()))];
        match self.figures() {
            Ok(figures) => fields.extend([
                ("appraisals", Value::Count(figures.appraisals())),
                ("beneficiaries", Value::Count(figures.beneficiaries())),
                ("losses", Value::Count(figures.losses())),
                ("probability", Value::Amount(figures.probability().clone())),
                ("low", Value::Float(figures.interval().low())),
                ("high", Value::Float(figures.interval().high())),
                ("mean_loss", Value::amount(figures.mean_loss().cloned())),
                ("expected_loss", Value::Amount(figures.expected_loss().clone())),
                ("expected_shortfall", Value::Amount(figures.expected_shortfall().clone())),
            ]),
            Err(few) => fields.push(("too_few", Value::Count(few.beneficiaries()))),
        }
        fields
    }
}

impl<N: Number> Risks<N> {
    pub(crate) fn rows(&self) -> Rows<'_, N> {
        Rows::new(
            Analysis::Risk,
            self.terms(),
            self.rule(),
            COLUMNS,
            self.lines().map(|line| (Some(line.line().clone()), line.fields())),
        )
    }
}
