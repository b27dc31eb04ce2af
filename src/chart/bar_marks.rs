//! The note below diverging bars, which explains the marks that occur.

use super::bars::BarPanel;
use super::interval_marks::IntervalMarks;
use super::lines::windfall_words;
use super::page::Page;

/// The marks that occur.
#[derive(Default)]
pub(super) struct BarMarks {
    bounds: bool,
    gains: bool,
    losses: bool,
    intervals: IntervalMarks,
    rounded: Option<&'static str>,
}

impl BarMarks {
    pub(super) fn add(&mut self, drawn: &BarPanel<'_>) {
        let BarPanel { lines, panel, .. } = drawn;
        if let Some(terms) = drawn.intervals {
            self.intervals.add(lines, terms, drawn.is_roomy());
        }
        self.bounds |= lines.iter().any(|line| line.bounds.is_some() && line.appraisals() > 0);
        self.gains |= lines.iter().any(|line| line.windfall_gain > 0.0);
        self.losses |= lines.iter().any(|line| line.windfall_loss > 0.0);
        self.rounded = self.rounded.or(panel.format.rounded_note());
    }

    pub(super) fn explain(&self, page: &mut Page) {
        let mut words = vec!["Diamond: net, all gains less all losses."];
        let intervals = self.intervals.sentences("Line", "No interval");
        words.extend(intervals.iter().map(String::as_str));
        if self.bounds {
            words.push("Grey band: the lowest and the highest net if no appraisal were missing.");
        }
        words.extend(windfall_words(self.gains, self.losses));
        words.extend(self.rounded);
        page.note(&words.join(" "));
    }
}
