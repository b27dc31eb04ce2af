//! Publication of relations.

use super::block::{Block, visibility};
use super::grid::{Grid, Mask, UniformRows};
use super::plan::{MeasurePlan, WINDFALL_GAIN, WINDFALL_LOSS};
use super::policy::Disclosure;
use super::{DiscloseError, Publication, PublicationRow, Publisher};
use crate::analysis::people::PeopleSet;
use crate::analysis::relations::{RelationsLine, RelationsPeople, relations_people};
use crate::analysis::{Analysis, AnalysisError};
use crate::number::Number;
use crate::statement::Terms;

/// The names of the transitions, in the order of [`RelationsPeople`].
const TRANSITIONS: [&str; 4] = ["reinforces", "recovers", "reduces", "destroys"];

/// Whether a line shows its figures.
struct RelationsVisibility {
    transitions: Mask,
    conflicts: Vec<bool>,
    detriment: Vec<bool>,
}

impl<N: Number> Publisher<'_, N> {
    /// The relations of these terms, ready to publish: [`relations`](crate::Ledger::relations) without the lines that a
    /// published [`statement`](crate::disclosure::Publisher::statement) pools.
    ///
    /// Better, unchanged and worse are withheld as in the statement, and the four transitions as one split, on lines
    /// that show all three. Conflicts, and the outcomes of people who did not co-operate, are each withheld on lines
    /// with 1 to threshold − 1 people, and on further lines until enough people stand behind them on the withheld lines
    /// together.
    ///
    /// # Errors
    ///
    /// The errors of [`relations`](crate::Ledger::relations) and of
    /// [`statement`](crate::disclosure::Publisher::statement).
    ///
    /// # Example
    ///
    /// ```
    /// use covalue::{Appraisal, By, Catalogue, Interaction, Ledger, Measure, Service, date};
    /// use covalue::analysis::Figure;
    ///
    /// let catalogue =
    ///     Catalogue::new([Measure::higher_is_better("mobility", "points")], [Service::new("physio", "clinic")])?;
    /// let mut ledger = Ledger::new(&catalogue);
    /// for (user, change) in [("ana", 2.0), ("ben", 1.0), ("cai", -1.0), ("dee", -2.0), ("eve", -1.0)] {
    ///     let visit = Interaction::between(user, "physio", date(2026, 3, 2));
    ///     ledger.record(visit.appraisal(Appraisal::of("mobility").change(change)))?;
    /// }
    /// let published = ledger.publish(2).relations(By::Service)?;
    /// let physio = published.rows().next().expect("enough people");
    /// assert_eq!((physio.figure("better"), physio.figure("worse")), (Some(Figure::Count(2)), Some(Figure::Count(3))));
    /// assert_eq!(ledger.publish(3).relations(By::Service)?.rows().next().and_then(|row| row.figure("worse")),
    ///     Some(Figure::Withheld)); // five minus three would reveal that two are better
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn relations(&self, terms: impl Into<Terms>) -> Result<Publication<N>, DiscloseError> {
        let relations = self.ledger.relations(terms)?;
        let (disclosure, plan) = self.plan(relations.terms())?;
        let (_, people) = relations_people(self.ledger, relations.terms()).map_err(AnalysisError::from)?;
        let lines: Vec<RelationsLine> = relations.lines().collect();
        let mut rows: Vec<Option<PublicationRow<N>>> = vec![None; lines.len()];
        for measure in &plan.measures {
            let row_of = |line: &RelationsLine| plan.row_of(measure, line.line());
            let of_measure = lines.iter().zip(&people).enumerate();
            let of_measure = of_measure.filter(|(_, (line, _))| line.measure() == &measure.measure);
            let of_measure =
                of_measure.map(|(index, (line, people))| LineOfMeasure { index, line, people, row: row_of(line) });
            let of_measure: Vec<LineOfMeasure<'_>> = of_measure.collect();
            let visibility = RelationsVisibility::of(&of_measure, measure, disclosure);
            for (at, line) in of_measure.iter().enumerate() {
                let LineOfMeasure { index, line, row: Some(row), .. } = *line else { continue };
                let shows = |name: &str| match name {
                    "better" | "unchanged" | "worse" => measure.shows_figure(row, name),
                    "conflicts" => visibility.conflicts[at],
                    "integrated_nothing" | "affected" => visibility.detriment[at],
                    name => {
                        let transition = TRANSITIONS.iter().position(|&known| known == name);
                        transition.is_none_or(|transition| !visibility.transitions.is_withheld(at, transition))
                    }
                };
                let figures = disclosure.withhold(line.named_figures(), &shows);
                let people = measure.people(row, disclosure);
                rows[index] = Some(PublicationRow::of_line(people, line.line(), line.measure(), figures));
            }
        }
        Ok(Publication::new(&relations, disclosure, rows.into_iter().flatten().collect(), plan.withheld))
    }
}

/// A line of a measure, its index among all lines, its people, and its row unless it is pooled.
struct LineOfMeasure<'a> {
    index: usize,
    line: &'a RelationsLine,
    people: &'a RelationsPeople,
    row: Option<usize>,
}

impl RelationsVisibility {
    fn of(lines: &[LineOfMeasure<'_>], measure: &MeasurePlan, disclosure: Disclosure) -> Self {
        let hidden: Vec<bool> = lines.iter().map(|line| line.row.is_none()).collect();
        let transitions: Vec<&[PeopleSet; 4]> = lines.iter().map(|line| &line.people.transitions).collect();
        // A person changes before each transition, so transitions bound the outcomes that the statement withholds.
        let shows_signs = |line: &LineOfMeasure<'_>| line.row.is_some_and(|row| measure.shows_signs(row));
        let without_signs: Vec<bool> = lines.iter().map(|line| !shows_signs(line)).collect();
        let transitions = transition_mask(&transitions, &without_signs, disclosure);
        let conflicts = lines.iter().map(|LineOfMeasure { line, people, .. }| Block {
            figures: vec![(people.conflicts.clone(), line.conflict_count())],
        });
        let conflicts = visibility(&conflicts.collect::<Vec<_>>(), &hidden, disclosure);
        // The outcomes of people who did not co-operate would reveal the windfalls that the statement withholds.
        let shows_windfalls = |row: usize| measure.shows_all(row, &[WINDFALL_GAIN, WINDFALL_LOSS]);
        let hidden: Vec<bool> = lines.iter().map(|line| !line.row.is_some_and(shows_windfalls)).collect();
        let detriment = lines.iter().map(|line| Block::of_people(line.people.detriment.clone()));
        let detriment = visibility(&detriment.collect::<Vec<_>>(), &hidden, disclosure);
        Self { transitions, conflicts, detriment }
    }
}

/// Decides which transitions of each line are withheld. If all people changed and co-operated, the transitions of a
/// line add up to its appraisals minus its people, so the four kinds are a split with a known sum.
fn transition_mask(people: &[&[PeopleSet; 4]], hidden: &[bool], disclosure: Disclosure) -> Mask {
    let grid = Grid::new(TRANSITIONS.len(), people.iter().map(|people| people.to_vec()));
    let mut mask = grid.empty_mask();
    if grid.is_of_one_column() {
        // The zeros of the other kinds would reveal the number of the only kind, so all kinds are one block.
        let blocks: Vec<Block> = people.iter().map(|people| Block::of_people(people.to_vec())).collect();
        let visible = visibility(&blocks, hidden, disclosure);
        (0..people.len()).filter(|&row| !visible[row]).for_each(|row| mask.withhold_all(row));
    } else {
        (0..people.len()).filter(|&row| hidden[row]).for_each(|row| grid.withhold_row(&mut mask, row));
        mask = grid.protect(mask, UniformRows::Shown, disclosure.threshold());
    }
    mask
}
