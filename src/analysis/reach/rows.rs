//! Reach as named figures.

use super::{Reach, ReachLine};
use crate::analysis::scope::terms_and_catalogue;
use crate::analysis::{Analysis, Figure, Kind, NamedFigures, Rows};
use crate::number::Number;
use crate::record::ReachStep;

/// The names of all figures that a line may have.
const COLUMNS: &[&str] = &[
    "measure",
    "entries",
    "eligible",
    "offered",
    "declined",
    "started",
    "asked",
    "appraised",
    "missing",
    "outside",
    "share_offered",
    "share_declined",
    "share_started",
    "share_asked",
    "share_appraised",
    "share_of_offered",
    "share_of_declined",
    "share_of_started",
    "share_of_asked",
    "share_of_appraised",
    "stated_eligible",
    "stated_offered",
    "stated_declined",
    "stated_started",
    "stated_asked",
];

impl ReachLine {
    pub(crate) fn named_figures<N: Number>(&self) -> NamedFigures<N> {
        let measure = self.measure().map(|measure| measure.as_str().to_owned());
        let mut figures = vec![("measure", Figure::Text(measure)), ("entries", Figure::Count(self.entry_count()))];
        let count = |step: ReachStep| self.count(step).map_or(Figure::NotGiven, Figure::Count);
        figures.extend(ReachStep::ALL.iter().map(|&step| (step.word(), count(step))));
        figures.push(("missing", Figure::Count(self.missing_count())));
        figures.push(("outside", Figure::Count(self.outside_count())));
        // No step precedes the first, so it has no share.
        let shared = || ReachStep::ALL.iter().skip(1).copied();
        let share = |step: ReachStep| (step.word(), Figure::share(self.share(step)));
        figures.push(("share", Figure::Group(shared().map(share).collect())));
        let of = |step: ReachStep| self.share_of(step).map(|of| of.word().to_owned());
        figures.push(("share_of", Figure::Group(shared().map(|step| (step.word(), Figure::Text(of(step)))).collect())));
        let stated = |step: ReachStep| (step.word(), Figure::Count(self.stated_count(step)));
        figures.push(("stated", Figure::Group(ReachStep::STATED.into_iter().map(stated).collect())));
        figures
    }
}

impl<N: Number> Reach<N> {
    /// `; left out: 2 entries by other dimensions`, or empty.
    pub(crate) fn left_out_text(&self) -> String {
        let left_out = [
            (self.other_breakdown_count(), "by other dimensions"),
            (self.not_whole_count(), "of a period that no line holds whole"),
        ];
        let text = |(entries, reason): (u64, &str)| {
            let word = if entries == 1 { "entry" } else { "entries" };
            format!("{entries} {word} {reason}")
        };
        let texts: Vec<String> = left_out.into_iter().filter(|(entries, _)| *entries > 0).map(text).collect();
        if texts.is_empty() { String::new() } else { format!("; left out: {}", texts.join(" and ")) }
    }
}

impl<N: Number> Analysis<N> for Reach<N> {
    terms_and_catalogue!();

    fn rule_text(&self) -> String {
        "share of the last step before it that is stated".to_owned()
    }

    fn subject(&self) -> String {
        let terms = self.scope.terms.without_grouping();
        format!("people by step; a share is of the last step before it that is stated; {terms}{}", self.left_out_text())
    }

    fn rows(&self) -> Rows<'_, N> {
        let lines = self.lines().map(|line| (Some(line.line().clone()), line.named_figures()));
        let whole = vec![
            ("other_breakdown", Figure::Count(self.other_breakdown_count())),
            ("not_whole", Figure::Count(self.not_whole_count())),
        ];
        Rows { whole, ..Rows::new(Kind::Reach, self, COLUMNS, lines) }
    }
}
