//! The words about confidence intervals in the note below a picture of nets.

use std::collections::BTreeSet;

use super::lines::{IntervalTerms, LineFigures, OTHER_DOUBT};

/// The marks of intervals that occur.
#[derive(Default)]
pub(super) struct IntervalMarks {
    /// The method of the intervals that are drawn.
    method: Option<String>,
    /// Whether intervals have no room.
    is_without_room: bool,
    /// The reasons for which nets have no interval, without the counts of a line.
    reasons: BTreeSet<String>,
}

impl IntervalMarks {
    /// Adds the intervals of these nets, which a picture may have no room for.
    pub(super) fn add<'a>(
        &mut self,
        nets: impl IntoIterator<Item = &'a LineFigures>,
        terms: &IntervalTerms,
        has_room: bool,
    ) {
        if !has_room {
            self.is_without_room = true;
            return;
        }
        for interval in nets.into_iter().filter_map(|net| net.interval.as_ref()) {
            match interval {
                Ok(_) => self.method = Some(terms.method.clone()),
                Err(reason) => self.reasons.extend(reason.split(':').next().map(str::to_owned)),
            }
        }
    }

    /// The sentences of the note, with these words for a whisker and for a net without one.
    pub(super) fn sentences(&self, whisker: &str, without: &str) -> Vec<String> {
        let mut sentences = Vec::new();
        if let Some(method) = &self.method {
            sentences.push(format!("{whisker}: how far chance could move it ({method}). {OTHER_DOUBT}"));
        }
        if self.is_without_room {
            sentences.push("Intervals are in the description of the picture.".to_owned());
        }
        if !self.reasons.is_empty() {
            let reasons: Vec<&str> = self.reasons.iter().map(String::as_str).collect();
            sentences.push(format!("{without}: {}.", reasons.join(", ")));
        }
        sentences
    }
}
