//! Relations for publishing.

use super::block::{Block, shown};
use super::books::{Books, Published};
use super::grid::{Alike, Grid};
use super::policy::Disclosure;
use super::{DiscloseError, Publication, PublicationRow, Publisher};
use crate::analysis::AnalysisError;
use crate::analysis::people::PeopleSet;
use crate::analysis::relations::{PeopleMoved, RelationsLine, people_moved};
use crate::analysis::{Analysis, NamedFigures};
use crate::number::Number;
use crate::statement::{Classification, Terms};

/// The moves by name, in the order in which their people are kept.
const MOVES: [&str; 4] = ["reinforces", "recovers", "reduces", "destroys"];

/// Which figures of a line are shown; moves by their place.
struct Shown {
    moves: Vec<bool>,
    conflicts: bool,
    bystanders: bool,
}

impl<N: Number> Publisher<'_, N> {
    /// The relations of these terms for publishing: as [`relations`](Ledger::relations), without the lines that
    /// [`disclose`](crate::disclosure::Publisher::statement) pools.
    ///
    /// Who ended better, unchanged and worse is withheld as a statement withholds it, and the four moves as one split. The
    /// conflicts, and how those ended who did not co-operate, are each withheld on lines where they stand for 1 to threshold − 1
    /// people, and on as many more lines as it takes that they stand for enough people there together.
    ///
    /// # Errors
    ///
    /// As [`relations`](Ledger::relations) and [`disclose`](crate::disclosure::Publisher::statement).
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
    ///     Some(Figure::Withheld)); // two are better, and five less three would tell
    /// # Ok::<(), covalue::Error>(())
    /// ```
    pub fn relations(&self, terms: impl Into<Terms>) -> Result<Publication<N>, DiscloseError> {
        let relations = self.ledger.relations(terms)?;
        let disclosure = self.disclosure.checked()?;
        let books = Books::of(self.ledger, relations.terms(), disclosure)?;
        let (_, people) = people_moved(self.ledger, relations.terms()).map_err(AnalysisError::from)?;
        let lines: Vec<RelationsLine> = relations.lines().collect();
        let mut rows: Vec<Option<PublicationRow<N>>> = vec![None; lines.len()];
        for published in &books.measures {
            let of_measure: Vec<usize> =
                (0..lines.len()).filter(|&line| lines[line].measure() == &published.measure).collect();
            let row_of = |line: usize| books.row(published, lines[line].line());
            let shown = figures_shown(&of_measure, &lines, &people, (published, &row_of), disclosure);
            for (&line, shown) in of_measure.iter().zip(&shown) {
                let Some(row) = row_of(line) else { continue };
                let fields = fields_of(&lines[line], (published, row), shown, disclosure);
                let people = published.people(row, disclosure);
                rows[line] = Some(PublicationRow::of_line(people, lines[line].line(), lines[line].measure(), fields));
            }
        }
        let lines_withheld = rows.iter().filter(|row| row.is_none()).count() as u64;
        let rows = rows.into_iter().flatten().collect();
        Ok(Publication::of_rows(&relations, disclosure, rows, (books.withheld, lines_withheld)))
    }
}

/// Which figures are shown on the lines of a measure; those that have no row are hidden.
fn figures_shown(
    of_measure: &[usize],
    lines: &[RelationsLine],
    people: &[PeopleMoved],
    (published, row_of): (&Published, &dyn Fn(usize) -> Option<usize>),
    disclosure: Disclosure,
) -> Vec<Shown> {
    let hidden: Vec<bool> = of_measure.iter().map(|&line| row_of(line).is_none()).collect();
    let blocks = |block: &dyn Fn(usize) -> Block| of_measure.iter().map(|&line| block(line)).collect::<Vec<_>>();
    let of_moves: Vec<&[PeopleSet; 4]> = of_measure.iter().map(|&line| &people[line].moves).collect();
    let moves = moves_shown(&of_moves, &hidden, disclosure);
    let conflicts =
        |line: usize| Block { figures: vec![(people[line].conflicts.clone(), lines[line].conflict_count())] };
    let conflicts = shown(&blocks(&conflicts), &hidden, disclosure);
    // Where a statement withholds windfalls, how those ended who did not co-operate would tell them.
    let tells_windfalls = |line: usize| {
        row_of(line).is_some_and(|row| {
            published.shows_part(row, Classification::WindfallGain)
                && published.shows_part(row, Classification::WindfallLoss)
        })
    };
    let apart: Vec<bool> = of_measure.iter().map(|&line| !tells_windfalls(line)).collect();
    let bystanders = |line: usize| Block::of_people(people[line].bystanders.clone());
    let bystanders = shown(&blocks(&bystanders), &apart, disclosure);
    let of_line = |place: usize| Shown {
        moves: moves[place].clone(),
        conflicts: conflicts[place],
        bystanders: bystanders[place],
    };
    (0..of_measure.len()).map(of_line).collect()
}

/// Which kinds of move are shown on each line. Where all changed and co-operated, there are as many moves as there are more
/// appraisals than people: so of one kind the three others would tell.
fn moves_shown(people: &[&[PeopleSet; 4]], hidden: &[bool], disclosure: Disclosure) -> Vec<Vec<bool>> {
    let grid = Grid::new(MOVES.len(), people.iter().map(|of_line| of_line.to_vec()));
    let mut mask = grid.open();
    if grid.is_of_one_column() {
        // Of one kind, or none: that the others are none would tell it too.
        let blocks: Vec<Block> = people.iter().map(|of_line| Block::of_people(of_line.to_vec())).collect();
        let withheld = shown(&blocks, hidden, disclosure).into_iter().enumerate().filter(|(_, shown)| !shown);
        withheld.for_each(|(row, _)| (0..MOVES.len()).for_each(|place| mask.withhold(row, place)));
    } else {
        (0..people.len()).filter(|&row| hidden[row]).for_each(|row| grid.withhold_row(&mut mask, row));
        mask = grid.protect(mask, Alike::Shown, disclosure.threshold());
    }
    (0..people.len()).map(|row| (0..MOVES.len()).map(|place| !mask.is_withheld(row, place)).collect()).collect()
}

fn fields_of<N: Number>(
    line: &RelationsLine,
    (published, row): (&Published, usize),
    shown: &Shown,
    disclosure: Disclosure,
) -> NamedFigures<N> {
    let is_told = |name: &str| match name {
        "better" | "unchanged" | "worse" => published.shows_figure(row, name),
        "conflicts" => shown.conflicts,
        "integrated_nothing" | "affected" => shown.bystanders,
        name => MOVES.iter().position(|&known| known == name).is_none_or(|place| shown.moves[place]),
    };
    disclosure.fields(line.named_figures(), &is_told)
}
