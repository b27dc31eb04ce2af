//! Two measures side by side for publishing.

use super::block::{Block, shown_beside};
use super::books::Books;
use super::policy::Disclosure;
use super::{DiscloseError, Publication, PublicationRow, Publisher};
use crate::analysis::Analysis;
use crate::analysis::AnalysisError;
use crate::analysis::cross::{CrossLine, PeopleCrossed, people_crossed};
use crate::number::Number;
use crate::statement::Terms;

impl<N: Number> Publisher<'_, N> {
    /// Two measures side by side for publishing: as [`cross`](Ledger::cross), without the lines that
    /// [`disclose`](crate::disclosure::Publisher::statement) pools of either measure.
    ///
    /// Three counts are withheld together: people on both measures, and on each one alone. They are withheld where one is 1 to
    /// threshold − 1, and on as many further lines as protection needs; the row's number of people goes with them.
    ///
    /// The nine counts are published all or none: not if one stands for too few people, not if everybody ended alike, and not
    /// if the statement withholds better, the same or worse on either measure.
    ///
    /// # Errors
    ///
    /// As [`cross`](Ledger::cross) and [`disclose`](crate::disclosure::Publisher::statement).
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
    /// // All are better on mobility, so a statement tells no more of it than that they are four.
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
        let disclosure = self.disclosure.checked()?;
        let books = Books::of(self.ledger, cross.terms(), disclosure)?;
        let people = people_crossed(self.ledger, &cross).map_err(AnalysisError::from)?;
        let lines: Vec<CrossLine> = cross.lines().collect();
        let tells: Vec<Option<bool>> = lines.iter().map(|line| tells_signs(&books, line)).collect();
        let shown = Shown::of(&people, &tells, disclosure);
        let mut published = Vec::new();
        for (place, line) in lines.iter().enumerate().filter(|(place, _)| tells[*place].is_some()) {
            let people = disclosure.rounded(people[place].all().len());
            let is_told = |name: &str| match name {
                "people" | "without_measure" | "without_other" => shown.by_measures[place],
                "both" => shown.both[place],
                _ => true,
            };
            let fields = disclosure.fields(line.named_figures(), &is_told);
            let row = PublicationRow::of(people, Some(line.line().clone()), None, fields);
            published.push(row.with_people_if(shown.by_measures[place]));
        }
        let lines_withheld = (lines.len() - published.len()) as u64;
        Ok(Publication::of_rows(&cross, disclosure, published, (books.withheld, lines_withheld)))
    }
}

/// Whether a statement tells who is better, unchanged and worse on both measures of a line; none where it does not publish
/// the line of one of them by itself.
fn tells_signs<N: Number>(books: &Books<N>, line: &CrossLine) -> Option<bool> {
    let tells = |measure| books.alone(line.line(), measure).map(|(published, row)| published.shows_all(row));
    Some(tells(line.measure())? & tells(line.other())?)
}

/// Which figures of each line are shown: who is counted on which measures, and how they are on both.
struct Shown {
    by_measures: Vec<bool>,
    both: Vec<bool>,
}

impl Shown {
    fn of(people: &[PeopleCrossed], tells: &[Option<bool>], disclosure: Disclosure) -> Self {
        // Where nobody is counted on one of the measures, a statement shows that nobody is on both.
        let cover = people.iter().map(|people| {
            let [both, without_measure, without_other] = people.by_measures().map(|people| !people.is_empty());
            both || without_measure && without_other
        });
        let cover: Vec<bool> = cover.collect();
        let blocks: Vec<Block> = people.iter().map(|people| Block::of_people(people.by_measures())).collect();
        let hidden: Vec<bool> = tells.iter().map(Option::is_none).collect();
        let by_measures = shown_beside(&blocks, &hidden, &cover, disclosure);
        let blocks: Vec<Block> = people.iter().map(|people| Block::of_people(people.counts().cloned())).collect();
        let hidden = (0..people.len()).map(|line| {
            let is_told = by_measures[line] && tells[line] == Some(true);
            !is_told || people[line].are_alike()
        });
        let both = shown_beside(&blocks, &hidden.collect::<Vec<_>>(), &cover, disclosure);
        Self { by_measures, both }
    }
}
