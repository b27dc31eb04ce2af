//! Risk as named figures.

use super::{RiskLine, Risks};
use crate::analysis::{Analysis, Figure, Kind, NamedFigures, Rows};
use crate::catalogue::Catalogue;
use crate::number::Number;
use crate::statement::Terms;

/// The names of all figures that a line may have.
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
    pub(crate) fn named_figures(&self) -> NamedFigures<N> {
        let mut fields = vec![("measure", Figure::text(self.measure().as_str()))];
        match self.figures() {
            Ok(figures) => fields.extend([
                ("appraisals", Figure::Count(figures.appraisal_count())),
                ("beneficiaries", Figure::Count(figures.beneficiary_count())),
                ("losses", Figure::Count(figures.loss_count())),
                ("probability", Figure::Amount(figures.probability().clone())),
                ("low", Figure::Share(figures.interval().low())),
                ("high", Figure::Share(figures.interval().high())),
                ("mean_loss", Figure::amount(figures.mean_loss().cloned())),
                ("expected_loss", Figure::Amount(figures.expected_loss().clone())),
                ("expected_shortfall", Figure::Amount(figures.expected_shortfall().clone())),
            ]),
            Err(few) => fields.push(("too_few", Figure::Count(few.beneficiary_count()))),
        }
        fields
    }
}

impl<N: Number> Analysis<N> for Risks<N> {
    fn terms(&self) -> &Terms {
        &self.terms.terms
    }

    fn rule_text(&self) -> String {
        let ((part, whole), least) = (self.terms.level, self.terms.least);
        format!("worst {part} of {whole}, fewer than {least} beneficiaries are too few")
    }

    fn subject(&self) -> String {
        let ((part, whole), least) = (self.terms.level, self.terms.least);
        let terms = self.terms().without_grouping();
        let beneficiaries = if least == 1 { "beneficiary" } else { "beneficiaries" };
        format!("{terms}; expected shortfall of the worst {part} in {whole}; at least {least} {beneficiaries}")
    }

    fn catalogue(&self) -> &Catalogue<N> {
        &self.catalogue
    }

    fn rows(&self) -> Rows<'_, N> {
        let lines = self.lines().map(|line| (Some(line.line().clone()), line.named_figures()));
        Rows::new(Kind::Risks, self, COLUMNS, lines)
    }
}
