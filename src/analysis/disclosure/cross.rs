//! Publication of a cross.

use super::block::{Block, visibility_with_cover};
use super::plan::StatementPlan;
use super::policy::Disclosure;
use super::{DiscloseError, Publication, PublicationRow, Publisher};
use crate::analysis::cross::{CrossLine, CrossPeople, cross_people};
use crate::analysis::{Analysis, AnalysisError};
use crate::number::Number;
use crate::statement::Terms;

impl<N: Number> Publisher<'_, N> {
    /// The cross of these terms, ready to publish: [`cross`](crate::Ledger::cross) without the lines that a published
    /// [`statement`](crate::disclosure::Publisher::statement) pools on either measure.
    ///
    /// Three counts are withheld together: people on both measures, and on each one alone. They are withheld if one of
    /// them is 1 to threshold − 1, and on further lines until these are protected. The number of people of the row is
    /// withheld with them.
    ///
    /// The nine counts are published all or none. They are withheld if one of them is of too few people, if all people
    /// have the same outcomes, and if the statement withholds better, the same or worse on either measure.
    ///
    /// # Errors
    ///
    /// The errors of [`cross`](crate::Ledger::cross) and of [`statement`](crate::disclosure::Publisher::statement).
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// use covalue::analysis::Figure;
    ///
    /// let catalogue = Catalogue::new(
    ///     [Measure::higher_is_better("mobility", "points"), Measure::higher_is_better("mood", "points")],
    ///     [Service::new("physio", "clinic")],
    /// )?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for (user, mobility, mood) in [("ana", 2.0, -1.0), ("ben", 1.0, -2.0), ("cai", 3.0, 1.0), ("dee", 1.0, 2.0)] {
    ///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
    ///     let visit = visit.appraisal(Appraisal::of("mobility").change(mobility));
    ///     ledger.record(visit.appraisal(Appraisal::of("mood").change(mood)))?;
    /// }
    /// let worse = |threshold: u64| {
    ///     let published = ledger.publish(threshold).cross(By::Service, "mobility", "mood")?;
    ///     Ok::<_, covalue::Error>(published.rows().next().and_then(|row| row.figure("both_better_worse")))
    /// };
    /// // All four are better on mobility, so a statement shows their number only.
    /// assert_eq!(worse(2)?, Some(Figure::Withheld));
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn cross(
        &self,
        terms: impl Into<Terms>,
        measure: impl AsRef<str>,
        other: impl AsRef<str>,
    ) -> Result<Publication<N>, DiscloseError> {
        let cross = self.ledger.cross(terms, measure, other)?;
        let (disclosure, plan) = self.plan(cross.terms())?;
        let people = cross_people(self.ledger, &cross).map_err(AnalysisError::from)?;
        let lines: Vec<CrossLine> = cross.lines().collect();
        let shows_signs: Vec<Option<bool>> = lines.iter().map(|line| shows_signs(&plan, line)).collect();
        let visibility = CrossVisibility::of(&people, &shows_signs, disclosure);
        let mut rows = Vec::new();
        for (index, line) in lines.iter().enumerate().filter(|(index, _)| shows_signs[*index].is_some()) {
            let shows = |name: &str| match name {
                "people" | "without_measure" | "without_other" => visibility.by_measures[index],
                "both" => visibility.both[index],
                _ => true,
            };
            let figures = disclosure.withhold(line.named_figures(), &shows);
            let people = disclosure.rounded(people[index].all().len());
            let row = PublicationRow::new(people, Some(line.line().clone()), None, figures);
            rows.push(row.with_people_if(visibility.by_measures[index]));
        }
        Ok(Publication::new(&cross, disclosure, rows, plan.withheld))
    }
}

/// Whether a statement shows better, unchanged and worse on both measures of a line; `None` if the line has no row of
/// its own on one of them.
fn shows_signs<N: Number>(plan: &StatementPlan<N>, line: &CrossLine) -> Option<bool> {
    let shows = |measure| plan.find(line.line(), measure).map(|(measure, row)| measure.shows_signs(row));
    Some(shows(line.measure())? & shows(line.other())?)
}

/// Whether each line shows its people by the measures on which they are counted, and its nine counts.
struct CrossVisibility {
    by_measures: Vec<bool>,
    both: Vec<bool>,
}

impl CrossVisibility {
    fn of(people: &[CrossPeople], shows_signs: &[Option<bool>], disclosure: Disclosure) -> Self {
        // If one of the measures counts no person on a line, the statement shows that no person is on both. Such a line
        // does not protect another one.
        let cover = people.iter().map(|people| {
            let [both, without_measure, without_other] = people.by_measures().map(|people| !people.is_empty());
            both || without_measure && without_other
        });
        let cover: Vec<bool> = cover.collect();
        let blocks: Vec<Block> = people.iter().map(|people| Block::of_people(people.by_measures())).collect();
        let hidden: Vec<bool> = shows_signs.iter().map(Option::is_none).collect();
        let by_measures = visibility_with_cover(&blocks, &hidden, &cover, disclosure);
        let blocks: Vec<Block> = people.iter().map(|people| Block::of_people(people.counts().cloned())).collect();
        let hidden = (0..people.len()).map(|line| {
            let shows = by_measures[line] && shows_signs[line] == Some(true);
            !shows || people[line].are_alike()
        });
        let both = visibility_with_cover(&blocks, &hidden.collect::<Vec<_>>(), &cover, disclosure);
        Self { by_measures, both }
    }
}
