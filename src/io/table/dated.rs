//! The levels of a case, one a row, each with the day on which it was measured.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::column::Column;
use super::layout::Layout;
use super::levels::{OWN, no_appraisal, of_measure};
use super::row::Row;
use crate::catalogue::{Builder, Catalogue};
use crate::io::error::{Reason, RowFault};
use crate::number::{Number, clip};
use crate::record::Appraisal;

/// The levels of a case so far.
pub(super) struct DatedLevels<N> {
    /// The days and levels of each series, and an appraisal of it without a level.
    series: BTreeMap<SeriesKey, (Appraisal<N>, BTreeMap<Date, N>)>,
}

/// The levels that follow each other: the texts of the cells measure, beneficiary and source.
type SeriesKey = [String; 3];

impl<N: Number> DatedLevels<N> {
    pub(super) fn new() -> Self {
        Self { series: BTreeMap::new() }
    }

    /// Adds the level of a row, if it has one.
    pub(super) fn add(&mut self, row: Row<'_>, on: Date, catalogue: &Catalogue<N>) -> Result<(), Reason> {
        let Some(level) = row.number(Column::Level)? else { return no_appraisal(row, catalogue) };
        let appraisal = of_measure(row, row.text(Column::Measure))?;
        // A default that is stated is as good as an empty cell.
        let beneficiary = row.text(Column::Beneficiary).filter(|&text| row.text(Column::User) != Some(text));
        let source = row.text(Column::Source).filter(|&text| text != OWN);
        let key = [row.text(Column::Measure), beneficiary, source].map(|text| text.unwrap_or_default().to_owned());
        let (_, levels) = self.series.entry(key).or_insert_with(|| (appraisal, BTreeMap::new()));
        match levels.insert(on, level) {
            None => Ok(()),
            Some(_) => {
                let id = clip(row.text(Column::Id).or(row.text(Column::User)).unwrap_or_default());
                let measure = clip(row.text(Column::Measure).unwrap_or_default());
                Err(RowFault::SecondLevel { id, measure, on }.into())
            }
        }
    }

    /// Removes the levels, and returns their appraisals. The case began on the day `on`.
    pub(super) fn drain(&mut self, on: Date, layout: Layout<'_>) -> Vec<Appraisal<N>> {
        let Layout::Dated { window } = layout else { return Vec::new() };
        let series = std::mem::take(&mut self.series).into_values();
        series.flat_map(|(appraisal, levels)| appraisals(&appraisal, levels, (on, window))).collect()
    }
}

/// The level before is the first one, if it was measured within the window. Each other one is a follow-up.
fn appraisals<N: Number>(of: &Appraisal<N>, levels: BTreeMap<Date, N>, (on, window): (Date, u32)) -> Vec<Appraisal<N>> {
    let is_in_window = |day: Date| day.duration_since(on).as_hours() / 24 <= i64::from(window);
    let mut levels = levels.into_iter().peekable();
    let before = levels.next_if(|&(day, _)| is_in_window(day)).map(|(_, level)| level);
    let mut before = before.into_iter();
    let mut appraisals: Vec<Appraisal<N>> = levels
        .zip(1..)
        .map(|((day, level), number)| {
            of.clone().with_each(before.next(), Appraisal::before).after(level).follow_up(number).made(day)
        })
        .collect();
    // Without a follow-up the level before is all there is.
    appraisals.extend(before.next().map(|level| of.clone().before(level)));
    appraisals
}
