//! The note below diverging bars, which explains the marks that occur.

use std::collections::BTreeSet;

use super::bars::BarPanel;
use super::lines::{IntervalTerms, OTHER_DOUBT, windfall_words};
use super::page::Page;

/// The marks that occur.
#[derive(Default)]
pub(super) struct BarMarks {
    bounds: bool,
    gains: bool,
    losses: bool,
    /// The sentence about whiskers.
    whiskers: Option<String>,
    /// The sentence about intervals for which there is no room.
    without_room: Option<&'static str>,
    /// The reasons for which lines have no interval, without the counts of a line.
    no_interval: BTreeSet<String>,
    rounded: Option<&'static str>,
}

impl BarMarks {
    pub(super) fn add(&mut self, drawn: &BarPanel<'_>) {
        let BarPanel { lines, panel, .. } = drawn;
        if let Some(terms) = drawn.intervals {
            self.add_intervals(drawn, terms);
        }
        self.bounds |= lines.iter().any(|line| line.bounds.is_some() && line.appraisals() > 0);
        self.gains |= lines.iter().any(|line| line.windfall_gain > 0.0);
        self.losses |= lines.iter().any(|line| line.windfall_loss > 0.0);
        self.rounded = self.rounded.or(panel.format.rounded_note());
    }

    fn add_intervals(&mut self, drawn: &BarPanel<'_>, terms: &IntervalTerms) {
        if !drawn.is_roomy() {
            self.without_room = Some("Intervals are in the description of the picture.");
            return;
        }
        if drawn.lines.iter().any(|line| drawn.whisker(line).is_some()) {
            let text = format!("Line: how far chance could move it ({}). {OTHER_DOUBT}", terms.method);
            self.whiskers = Some(text);
        }
        let reasons = drawn.lines.iter().filter_map(|line| line.interval.as_ref()?.as_ref().err());
        self.no_interval.extend(reasons.filter_map(|reason| reason.split(':').next()).map(str::to_owned));
    }

    pub(super) fn explain(&self, page: &mut Page) {
        let mut words = vec!["Diamond: net, all gains less all losses."];
        words.extend(self.whiskers.as_deref());
        words.extend(self.without_room);
        let reasons: Vec<&str> = self.no_interval.iter().map(String::as_str).collect();
        let reasons = format!("No interval: {}.", reasons.join(", "));
        words.extend((!self.no_interval.is_empty()).then_some(&*reasons));
        if self.bounds {
            words.push("Grey band: the lowest and the highest net if no appraisal were missing.");
        }
        words.extend(windfall_words(self.gains, self.losses));
        words.extend(self.rounded);
        page.note(&words.join(" "));
    }
}
