//! The note below a picture over time, which explains the marks that occur.

use super::interval_marks::IntervalMarks;
use super::lines::windfall_words;
use super::page::Page;

/// The marks that occur.
#[derive(Default)]
pub(super) struct TimeMarks {
    /// How the net is drawn.
    pub(super) net: Option<NetMark>,
    pub(super) intervals: IntervalMarks,
    pub(super) gaps: bool,
    pub(super) gains: bool,
    pub(super) losses: bool,
    pub(super) rounded: Option<&'static str>,
}

#[derive(Clone, Copy)]
pub(super) enum NetMark {
    /// A diamond a period.
    Diamonds,
    /// A line with a diamond at its end.
    Line,
}

impl TimeMarks {
    pub(super) fn explain(&self, page: &mut Page) {
        let mut words: Vec<&str> = Vec::new();
        words.extend(self.net.map(|net| match net {
            NetMark::Diamonds => "Diamonds: net, all gains less all losses.",
            NetMark::Line => "Dark line and diamond: net, all gains less all losses.",
        }));
        let intervals = self.intervals.sentences("Upright line", "A diamond alone has no interval");
        words.extend(intervals.iter().map(String::as_str));
        words.extend(windfall_words(self.gains, self.losses));
        if self.gaps {
            words.push("Hatched: no appraisal is counted.");
        }
        words.extend(self.rounded);
        if !words.is_empty() {
            page.note(&words.join(" "));
        }
    }
}
