//! Which figures of a statement are withheld: every analysis of the same terms goes by it.

use std::collections::BTreeMap;

use super::DiscloseError;
use super::block::{self, Block};
use super::coverage::Coverage;
use super::grid::{Alike, Grid, Mask};
use super::lines::rows_of;
use super::people::{CellPeople, people_of};
use super::policy::Disclosure;
use crate::analysis::AnalysisError;
use crate::analysis::people::PeopleSet;
use crate::catalogue::MeasureId;
use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{By, Cell, Classification, IntoLine, Line, Statement, Terms};

/// The categories that people are split into, and the finer ones that the better and the worse are split into.
const SIGNS: [&[Classification]; 3] = [&Classification::BETTER, &Classification::UNCHANGED, &Classification::WORSE];
const GAINS: [&[Classification]; 2] = [&Classification::CREATED, &[Classification::WindfallGain]];
const LOSSES: [&[Classification]; 2] = [&Classification::DESTROYED, &[Classification::WindfallLoss]];

/// A statement with all that decides which of its figures are published.
pub(super) struct Books<N: Number> {
    pub(super) statement: Statement<N>,
    pub(super) measures: Vec<Published>,
    /// Measures of which all lines together have too few people.
    pub(super) withheld: Vec<MeasureId>,
    pub(super) coverage: Coverage,
}

/// The rows of a measure that are published, and which of their figures are withheld.
pub(super) struct Published {
    pub(super) measure: MeasureId,
    /// Of each row the places of its cells in the statement: one, or several that are pooled.
    pub(super) rows: Vec<Vec<usize>>,
    pub(super) people: Vec<CellPeople>,
    splits: Splits,
    left_out: Vec<bool>,
    /// Whether a row tells how many of those who are counted were due.
    made: Vec<bool>,
}

/// Which categories of people are withheld, and which of their parts.
struct Splits {
    signs: Mask,
    gains: Mask,
    losses: Mask,
    /// The finer parts: of the unchanged, of created and of destroyed.
    unchanged: Mask,
    created: Mask,
    destroyed: Mask,
}

/// A category of people by the sign of their change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Category {
    Better,
    Unchanged,
    Worse,
}

impl<N: Number> Books<N> {
    /// The statement of a ledger under these terms, and which of its figures are withheld.
    pub(super) fn of(ledger: &Ledger<N>, terms: &Terms, disclosure: Disclosure) -> Result<Self, DiscloseError> {
        let statement = ledger.statement(terms).map_err(AnalysisError::from)?;
        let people = people_of(ledger, &statement);
        let whole = ledger.statement(terms.clone().grouped_by(By::none())).map_err(AnalysisError::from)?;
        let of_whole = people_of(ledger, &whole);
        let mut of_measures: BTreeMap<MeasureId, Vec<usize>> = BTreeMap::new();
        for (place, cell) in statement.cells().enumerate() {
            of_measures.entry(cell.measure().clone()).or_default().push(place);
        }
        let (mut measures, mut withheld) = (Vec::new(), Vec::new());
        for (measure, cells) in of_measures {
            let counted: Vec<PeopleSet> = cells.iter().map(|&cell| people[cell].counted()).collect();
            let Some(rows) = rows_of(&counted, disclosure.threshold()) else {
                withheld.push(measure);
                continue;
            };
            let rows: Vec<Vec<usize>> = rows.iter().map(|row| row.iter().map(|&line| cells[line]).collect()).collect();
            let place =
                whole.row(&().into_line(), measure.as_str()).expect("all lines of a measure are one of no grouping");
            let publish = |rows| Published::of(&measure, rows, (&people, &of_whole[place]), disclosure);
            // Pooled into one row, the lines tell what the whole tells. Should even that tell of few people, nothing is published.
            match publish(rows).or_else(|| publish(vec![cells])) {
                Some(published) => measures.push(published),
                None => withheld.push(measure),
            }
        }
        let coverage = Coverage::of(ledger, (terms, &statement), (&measures, &people), disclosure);
        Ok(Self { statement, measures, withheld, coverage })
    }

    /// Whether a row of a measure tells how many are due and missing. A pool does where no other line hides it.
    pub(super) fn shows_coverage(&self, published: &Published, row: usize) -> bool {
        let is_told = |&cell: &usize| self.coverage.is_told(self.cell(&[cell]).line());
        match &published.rows[row][..] {
            [alone] => is_told(alone),
            _ => {
                let mut alone = published.rows.iter().filter(|other| other.len() == 1).flatten();
                self.coverage.tells_the_rest() && alone.all(is_told)
            }
        }
    }

    /// The row of a measure that a line is published in by itself.
    pub(super) fn row(&self, published: &Published, line: &Line) -> Option<usize> {
        let cell = self.statement.row(line, published.measure.as_str())?;
        published.rows.iter().position(|row| *row == [cell])
    }

    /// The measure and row that a line is published in by itself.
    pub(super) fn alone(&self, line: &Line, measure: &MeasureId) -> Option<(&Published, usize)> {
        let published = self.measures.iter().find(|published| published.measure == *measure)?;
        Some((published, self.row(published, line)?))
    }

    /// The cell of a row: of several lines, that of all of them together.
    pub(super) fn cell(&self, row: &[usize]) -> Cell<N> {
        self.statement.pooled(row).expect("a row has a line")
    }
}

impl Published {
    /// None where the number of people of each row, beside the totals, would tell a figure of few people.
    fn of(
        measure: &MeasureId,
        rows: Vec<Vec<usize>>,
        (cells, whole): (&[CellPeople], &CellPeople),
        disclosure: Disclosure,
    ) -> Option<Self> {
        let together = |row: &Vec<usize>| {
            let mut people = CellPeople::default();
            for &cell in row {
                people.merge(&cells[cell]);
            }
            people
        };
        let mut people: Vec<CellPeople> = rows.iter().map(together).collect();
        if let [all] = &mut people[..] {
            // One row is the whole: it tells what the whole tells.
            all.ended.clone_from(&whole.ended);
        }
        let signs = signs(&people, whole, disclosure.threshold());
        let splits = Splits::of(&people, signs, disclosure.threshold())?;
        let shown = |blocks: Vec<Block>| block::shown(&blocks, &vec![false; rows.len()], disclosure);
        let left_out = shown(people.iter().map(|of_row| Block::of_people([of_row.left_out().clone()])).collect());
        let made = people.iter().map(|of_row| Block::of_people([of_row.made.clone(), of_row.not_due.clone()]));
        let made = shown(made.collect());
        Some(Self { measure: measure.clone(), rows, people, splits, left_out, made })
    }

    /// The place of the whole, behind those of the rows.
    pub(super) fn whole(&self) -> usize {
        self.rows.len()
    }

    /// How many people a row is of, as it is published.
    pub(super) fn people(&self, row: usize, disclosure: Disclosure) -> u64 {
        disclosure.rounded(self.people[row].counted().len())
    }

    /// Whether people of a category are told of in a row, or in the whole.
    pub(super) fn shows(&self, row: usize, category: Category) -> bool {
        !self.splits.signs.is_withheld(row, category as usize)
    }

    /// Whether all three categories are.
    pub(super) fn shows_all(&self, row: usize) -> bool {
        [Category::Better, Category::Unchanged, Category::Worse].iter().all(|&category| self.shows(row, category))
    }

    /// Whether what an appraisal counts as is told in a row, or in the whole.
    pub(super) fn shows_part(&self, row: usize, part: Classification) -> bool {
        let (mask, column) = match part {
            Classification::CoCreated => (&self.splits.created, 0),
            Classification::CreatedAlone => (&self.splits.created, 1),
            Classification::WindfallGain => (&self.splits.gains, 1),
            Classification::WithMisuse => (&self.splits.destroyed, 0),
            Classification::WithoutMisuse => (&self.splits.destroyed, 1),
            Classification::DestroyedAlone => (&self.splits.destroyed, 2),
            Classification::WindfallLoss => (&self.splits.losses, 1),
            Classification::WithinUp => (&self.splits.unchanged, 0),
            Classification::WithinDown => (&self.splits.unchanged, 1),
            Classification::LeftOut => return self.left_out[row],
        };
        !mask.is_withheld(row, column)
    }

    /// Whether what was created, or destroyed, in a row or in the whole is told.
    pub(super) fn shows_created(&self, row: usize) -> bool {
        !self.splits.gains.is_withheld(row, 0)
    }

    pub(super) fn shows_destroyed(&self, row: usize) -> bool {
        !self.splits.losses.is_withheld(row, 0)
    }

    pub(super) fn shows_made(&self, row: usize) -> bool {
        self.made[row]
    }

    /// Whether the figure of a name is told in a row, or in the whole; but how many are due and missing.
    pub(super) fn shows_figure(&self, row: usize, name: &str) -> bool {
        match name {
            "better" => self.shows(row, Category::Better),
            "unchanged" => self.shows(row, Category::Unchanged),
            "worse" => self.shows(row, Category::Worse),
            "created" | "gains" => self.shows_created(row),
            "destroyed" | "losses" => self.shows_destroyed(row),
            "net" | "hidden" => self.shows(row, Category::Better) && self.shows(row, Category::Worse),
            "windfall_gains" => self.shows_part(row, Classification::WindfallGain),
            "windfall_losses" => self.shows_part(row, Classification::WindfallLoss),
            "made" => self.shows_made(row),
            name => self.shows_part(row, name.parse().expect("the other figures are what an appraisal counts as")),
        }
    }
}

/// Which of better, unchanged and worse are withheld, whether people are told apart by their appraisals or by the sum of
/// their changes: analyses tell both.
fn signs(people: &[CellPeople], whole: &CellPeople, least: u64) -> Mask {
    let by_appraisal = people.iter().map(|of_row| SIGNS.iter().map(|ways| of_row.counted_as(ways)).collect());
    let by_appraisal = Grid::new(SIGNS.len(), by_appraisal);
    let by_sum = Grid::new(SIGNS.len(), people.iter().map(|of_row| of_row.ended.to_vec())).beside(whole.ended.to_vec());
    // Where each person has one appraisal, a category that is empty by the one is so by the other.
    let has_one_each: Vec<bool> = people.iter().map(CellPeople::has_one_each).collect();
    let (by_appraisal, by_sum) =
        (by_appraisal.clone().knowing(&has_one_each, &by_sum), by_sum.knowing(&has_one_each, &by_appraisal));
    let mut mask = by_appraisal.open();
    loop {
        let before = mask.clone();
        mask = by_appraisal.protect(mask, Alike::Withheld, least);
        mask = by_sum.protect(mask, Alike::Withheld, least);
        if mask == before {
            return mask;
        }
    }
}

impl Splits {
    /// The parts of each category. A line that records no co-operation has no windfalls, and a reader who knows that may compute
    /// a figure of few people on another line. Then every line withholds its categories and shows its number of people alone;
    /// `None` if the figure can be computed even from these numbers.
    fn of(people: &[CellPeople], mut signs: Mask, least: u64) -> Option<Self> {
        Self::beside(people, &signs, least).or_else(|| {
            let cells = |of_row: &CellPeople| SIGNS.map(|ways| of_row.counted_as(ways)).to_vec();
            let all = Grid::new(SIGNS.len(), people.iter().map(cells));
            (0..people.len()).for_each(|row| all.withhold_row(&mut signs, row));
            Self::beside(people, &signs, least)
        })
    }

    /// The parts of these categories; none if a figure of few people can be computed.
    fn beside(people: &[CellPeople], signs: &Mask, least: u64) -> Option<Self> {
        let of_sign = |sign: Category, ways: &[&[Classification]]| split(people, (signs, sign as usize), ways, least);
        let each = |ways: &'static [Classification]| ways.chunks(1).collect::<Vec<_>>();
        let (gains, losses) = (of_sign(Category::Better, &GAINS)?, of_sign(Category::Worse, &LOSSES)?);
        let splits = Self {
            unchanged: of_sign(Category::Unchanged, &each(SIGNS[Category::Unchanged as usize]))?,
            created: split(people, (&gains, 0), &each(GAINS[0]), least)?,
            destroyed: split(people, (&losses, 0), &each(LOSSES[0]), least)?,
            signs: signs.clone(),
            gains,
            losses,
        };
        (!splits.tell_few(people, least)).then_some(splits)
    }

    /// Whether a figure of few people can be computed from the parts of all categories side by side.
    fn tell_few(&self, people: &[CellPeople], least: u64) -> bool {
        let unchanged = SIGNS[Category::Unchanged as usize];
        let ways = [GAINS[0], GAINS[1], unchanged, LOSSES[0], LOSSES[1]];
        let masks = [&self.gains, &self.gains, &self.signs, &self.losses, &self.losses];
        let columns = [0, 1, Category::Unchanged as usize, 0, 1];
        let grid = grid_of(people, &ways, vec![false; people.len() + 1]);
        let mut mask = grid.open();
        for row in 0..=people.len() {
            let withheld = (0..ways.len()).filter(|&column| masks[column].is_withheld(row, columns[column]));
            withheld.for_each(|column| mask.withhold(row, column));
        }
        grid.tells_few(&mask, least)
    }
}

/// The people of some ways to count, row by row, with what a reader can know of them.
fn grid_of(people: &[CellPeople], ways: &[&[Classification]], has_open_sum: Vec<bool>) -> Grid {
    let cells = |of_row: &CellPeople| ways.iter().map(|ways| of_row.counted_as(ways)).collect();
    let known = people.iter().map(|of_row| ways.iter().map(|ways| can_be_known(of_row, ways)).collect()).collect();
    Grid::new(ways.len(), people.iter().map(cells)).with(known, has_open_sum)
}

/// Whether a reader may know that a part of a line is zero, since the line records no co-operation, or no misuse. A line that
/// has none of the part is taken for such a line: that withholds more than is needed, and never less.
fn can_be_known(of_row: &CellPeople, ways: &[Classification]) -> bool {
    let depends: &[Classification] = match ways {
        [Classification::WindfallGain | Classification::WindfallLoss] => {
            &[Classification::WindfallGain, Classification::WindfallLoss]
        }
        [Classification::WithMisuse] => ways,
        _ => return false,
    };
    of_row.counted_as(depends).is_empty()
}

/// Which parts of a category are withheld, given where the category is; none if one of few people can be computed.
fn split(people: &[CellPeople], (of, column): (&Mask, usize), ways: &[&[Classification]], least: u64) -> Option<Mask> {
    let grid = grid_of(people, ways, (0..=people.len()).map(|row| of.is_withheld(row, column)).collect());
    let mut mask = grid.open();
    for row in (0..=grid.whole()).filter(|&row| of.is_withheld(row, column)) {
        if of.is_withheld(grid.whole(), column) {
            // Zeros too: that nobody had a windfall gain, and no word of losses, would tell that all are better.
            mask.withhold_all(row);
        } else {
            grid.withhold_row(&mut mask, row);
        }
    }
    if grid.is_of_one_column() {
        return Some(mask);
    }
    mask = grid.protect(mask, Alike::Shown, least);
    (!grid.tells_few(&mask, least)).then_some(mask)
}
