//! Engagement as named figures.

use super::{Engagement, EngagementLine, Threshold};
use crate::analysis::scope::terms_and_catalogue;
use crate::analysis::{Analysis, Figure, Kind, NamedFigures, Rows};
use crate::number::Number;

/// The names of all figures that a line may have.
const COLUMNS: &[&str] = &[
    "scenario",
    "interactions",
    "stated",
    "user_stated",
    "provider_stated",
    "user_excused",
    "provider_excused",
    "user_integrated",
    "user_contributed",
    "provider_integrated",
    "provider_contributed",
];

impl<N: Number> EngagementLine<N> {
    pub(crate) fn named_figures(&self) -> NamedFigures<N> {
        vec![
            ("scenario", Figure::Text(self.scenario().map(|scenario| scenario.word().to_owned()))),
            ("interactions", Figure::Count(self.interaction_count())),
            ("stated", Figure::Count(self.stated_count())),
            ("user_stated", Figure::Count(self.user_stated_count())),
            ("provider_stated", Figure::Count(self.provider_stated_count())),
            ("user_excused", Figure::Count(self.user_excused_count())),
            ("provider_excused", Figure::Count(self.provider_excused_count())),
            ("user_integrated", Figure::Amount(self.user_integrated().clone())),
            ("user_contributed", Figure::Amount(self.user_contributed().clone())),
            ("provider_integrated", Figure::Amount(self.provider_integrated().clone())),
            ("provider_contributed", Figure::Amount(self.provider_contributed().clone())),
        ]
    }
}

impl<N: Number> Analysis<N> for Engagement<N> {
    terms_and_catalogue!();

    fn rule_text(&self) -> String {
        {
            let threshold = Threshold::default();
            format!("threshold {threshold}, stated in {}", threshold.stated_share())
        }
    }

    fn rows(&self) -> Rows<'_, N> {
        let lines = self.lines().map(|line| (Some(line.line().clone()), line.named_figures()));
        Rows::new(Kind::Engagement, self, COLUMNS, lines)
    }

    fn subject(&self) -> String {
        let entries = self.scope.terms.of_entries();
        let threshold = Threshold::default();
        format!(
            "stated contributions of users and services; a side that integrates {threshold} or more is engaged; \
             a scenario is known if each side is stated in {} of the interactions in which it was not excused{entries}",
            threshold.stated_text(),
        )
    }
}
