//! Decides which figures of a statement are withheld. Every analysis of the same terms follows these decisions, so that
//! two publications side by side reveal no more than one.

use std::collections::BTreeMap;

use super::DiscloseError;
use super::block::{self, Block};
use super::coverage::{CoveragePlan, promises_differ};
use super::grid::{Grid, Mask, UniformRows};
use super::lines::pooled_rows;
use super::people::{CellPeople, people_of};
use super::policy::Disclosure;
use crate::analysis::AnalysisError;
use crate::analysis::people::PeopleSet;
use crate::catalogue::MeasureId;
use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{By, Cell, Classification, IntoLine, Line, Statement, Terms};

/// A category of people: those with an appraisal of one of these classifications. A figure of a statement counts one
/// category, or is a sum over one.
pub(super) type Category = &'static [Classification];

pub(super) const BETTER: Category = &Classification::BETTER;
pub(super) const UNCHANGED: Category = &Classification::UNCHANGED;
pub(super) const WORSE: Category = &Classification::WORSE;
pub(super) const CREATED: Category = &Classification::CREATED;
pub(super) const DESTROYED: Category = &Classification::DESTROYED;
pub(super) const WINDFALL_GAIN: Category = &[Classification::WindfallGain];
pub(super) const WINDFALL_LOSS: Category = &[Classification::WindfallLoss];

/// The categories by the sign of a change, in the order of [`Sign`](crate::analysis::outcomes::Sign).
const SIGNS: [Category; 3] = [BETTER, UNCHANGED, WORSE];

/// Each split of a category into parts. A category comes before the splits of its parts.
const SPLITS: [(Category, &[Category]); 5] = [
    (BETTER, &[CREATED, WINDFALL_GAIN]),
    (UNCHANGED, &[&[Classification::WithinUp], &[Classification::WithinDown]]),
    (WORSE, &[DESTROYED, WINDFALL_LOSS]),
    (CREATED, &[&[Classification::CoCreated], &[Classification::CreatedAlone]]),
    (DESTROYED, &[&[Classification::WithMisuse], &[Classification::WithoutMisuse], &[Classification::DestroyedAlone]]),
];

/// The category of a single classification.
pub(super) fn single(classification: Classification) -> Category {
    std::slice::from_ref(&Classification::ALL[classification as usize])
}

/// A statement, and the decisions which of its figures are withheld.
pub(super) struct StatementPlan<N: Number> {
    pub(super) statement: Statement<N>,
    pub(super) measures: Vec<MeasurePlan>,
    /// Measures that have too few people on all lines together.
    pub(super) withheld: Vec<MeasureId>,
    pub(super) coverage: CoveragePlan,
}

/// The published rows of a measure, and the decisions which of their figures are withheld.
pub(super) struct MeasurePlan {
    pub(super) measure: MeasureId,
    /// The cells of each row, by their indices in the statement: one, or several that are pooled.
    pub(super) rows: Vec<Vec<usize>>,
    pub(super) people: Vec<CellPeople>,
    categories: CategoryMask,
    /// Whether a row shows how many of its counted appraisals were due.
    shows_made: Vec<bool>,
}

impl<N: Number> StatementPlan<N> {
    /// Computes the statement of a ledger under these terms and decides which of its figures are withheld.
    pub(super) fn of(ledger: &Ledger<N>, terms: &Terms, disclosure: Disclosure) -> Result<Self, DiscloseError> {
        let statement = ledger.statement(terms).map_err(AnalysisError::from)?;
        let people = people_of(ledger, &statement);
        let whole = ledger.statement(terms.clone().grouped_by(By::none())).map_err(AnalysisError::from)?;
        let people_of_whole = people_of(ledger, &whole);
        let promises_differ = promises_differ(ledger, terms);
        let mut cells_of: BTreeMap<MeasureId, Vec<usize>> = BTreeMap::new();
        for (index, cell) in statement.cells().enumerate() {
            cells_of.entry(cell.measure().clone()).or_default().push(index);
        }
        let (mut measures, mut withheld) = (Vec::new(), Vec::new());
        for (measure, cells) in cells_of {
            let counted: Vec<PeopleSet> = cells.iter().map(|&cell| people[cell].counted()).collect();
            let Some(rows) = pooled_rows(&counted, disclosure.threshold()) else {
                withheld.push(measure);
                continue;
            };
            let rows: Vec<Vec<usize>> = rows.iter().map(|row| row.iter().map(|&line| cells[line]).collect()).collect();
            let index = whole.row(&().into_line(), measure.as_str()).expect("a measure with a line has a whole");
            let plan = |rows| {
                MeasurePlan::of(&measure, rows, (&people, &people_of_whole[index]), (promises_differ, disclosure))
            };
            // If the rows would reveal few people, all lines are pooled into one, which shows the same as the whole. If
            // even the whole reveals few people, the measure is withheld.
            match plan(rows).or_else(|| plan(vec![cells])) {
                Some(plan) => measures.push(plan),
                None => withheld.push(measure),
            }
        }
        let coverage =
            CoveragePlan::of(ledger, (terms, &statement), (&measures, &people), (promises_differ, disclosure));
        Ok(Self { statement, measures, withheld, coverage })
    }

    /// Whether a row shows how many appraisals are due and missing. A pool shows it if a reader cannot compute the
    /// coverage of a hidden line by subtraction.
    pub(super) fn shows_coverage(&self, measure: &MeasurePlan, row: usize) -> bool {
        let shows = |&cell: &usize| self.coverage.shows(self.cell(&[cell]).line());
        match &measure.rows[row][..] {
            [cell] => shows(cell),
            _ => {
                let mut single = measure.rows.iter().filter(|other| other.len() == 1).flatten();
                self.coverage.shows_remainder() && single.all(shows)
            }
        }
    }

    /// The row of a measure that has this line alone; `None` if the line is pooled or has no row.
    pub(super) fn row_of(&self, measure: &MeasurePlan, line: &Line) -> Option<usize> {
        let cell = self.statement.row(line, measure.measure.as_str())?;
        measure.rows.iter().position(|row| *row == [cell])
    }

    /// The plan of a measure, and its row that has this line alone.
    pub(super) fn find(&self, line: &Line, measure: &MeasureId) -> Option<(&MeasurePlan, usize)> {
        let plan = self.measures.iter().find(|plan| plan.measure == *measure)?;
        Some((plan, self.row_of(plan, line)?))
    }

    /// The cell of a row, with all its lines together.
    pub(super) fn cell(&self, row: &[usize]) -> Cell<N> {
        self.statement.pooled(row).expect("a row has a line")
    }
}

impl MeasurePlan {
    /// Decides about the rows of a measure. `None` if they would reveal few people even with all categories withheld,
    /// by the number of people of each row and the whole. No row shows how many appraisals were made if services promise
    /// different measures.
    fn of(
        measure: &MeasureId,
        rows: Vec<Vec<usize>>,
        (cells, whole): (&[CellPeople], &CellPeople),
        (promises_differ, disclosure): (bool, Disclosure),
    ) -> Option<Self> {
        let together = |row: &Vec<usize>| {
            let mut people = CellPeople::default();
            for &cell in row {
                people.merge(&cells[cell]);
            }
            people
        };
        let mut people: Vec<CellPeople> = rows.iter().map(together).collect();
        if let [only] = &mut people[..] {
            // A single row shows the same as the whole, so people have the outcomes of the whole.
            only.outcomes.clone_from(&whole.outcomes);
        }
        let signs = signs(&people, whole, disclosure.threshold());
        let mut categories = CategoryMask::of(&people, signs, disclosure.threshold())?;
        let visibility =
            |blocks: Vec<Block>, is_hidden| block::visibility(&blocks, &vec![is_hidden; rows.len()], disclosure);
        let left_out = people.iter().map(|people| Block::of_people([people.left_out().clone()])).collect();
        let left_out = visibility(left_out, false).iter().map(|shown| !shown).collect();
        categories.0.push((single(Classification::LeftOut), left_out));
        let made =
            people.iter().map(|people| Block::of_people([people.made.clone(), people.not_due.clone()])).collect();
        let shows_made = visibility(made, promises_differ);
        Some(Self { measure: measure.clone(), rows, people, categories, shows_made })
    }

    /// The row of the whole, after all others.
    pub(super) fn whole(&self) -> usize {
        self.rows.len()
    }

    /// The number of people of a row, as it is published.
    pub(super) fn people(&self, row: usize, disclosure: Disclosure) -> u64 {
        disclosure.rounded(self.people[row].counted().len())
    }

    /// Whether a row, or the whole, shows a category.
    pub(super) fn shows(&self, row: usize, category: Category) -> bool {
        !self.categories.column(category)[row]
    }

    /// Whether a row, or the whole, shows all of these categories.
    pub(super) fn shows_all(&self, row: usize, categories: &[Category]) -> bool {
        categories.iter().all(|category| self.shows(row, category))
    }

    /// Whether a row, or the whole, shows better, unchanged and worse.
    pub(super) fn shows_signs(&self, row: usize) -> bool {
        self.shows_all(row, &SIGNS)
    }

    pub(super) fn shows_made(&self, row: usize) -> bool {
        self.shows_made[row]
    }

    /// Whether a row, or the whole, shows the figure of a name; not for `due` and `missing`, which the coverage
    /// decides.
    pub(super) fn shows_figure(&self, row: usize, name: &str) -> bool {
        match name {
            "better" => self.shows(row, BETTER),
            "unchanged" => self.shows(row, UNCHANGED),
            "worse" => self.shows(row, WORSE),
            "created" | "gains" => self.shows(row, CREATED),
            "destroyed" | "losses" => self.shows(row, DESTROYED),
            "net" | "hidden" => self.shows_all(row, &[BETTER, WORSE]),
            "windfall_gains" => self.shows(row, WINDFALL_GAIN),
            "windfall_losses" => self.shows(row, WINDFALL_LOSS),
            "made" => self.shows_made(row),
            name => self.shows(row, single(name.parse().expect("all other figures have the name of a classification"))),
        }
    }
}

/// Decides which of better, unchanged and worse are withheld. Some analyses classify people by their appraisals, others
/// by the sum of their changes, so a cell must be safe in both tables.
fn signs(people: &[CellPeople], whole: &CellPeople, least: u64) -> Mask {
    let by_appraisal = people.iter().map(|people| SIGNS.iter().map(|sign| people.counted_as(sign)).collect());
    let by_appraisal = Grid::new(SIGNS.len(), by_appraisal);
    let by_sum = people.iter().map(|people| people.outcomes.to_vec());
    let by_sum = Grid::new(SIGNS.len(), by_sum).with_whole(whole.outcomes.to_vec());
    // On a row on which each person has one appraisal, both tables are equal. A column that one table shows to be empty
    // is then known to be empty in the other.
    let has_one_each: Vec<bool> = people.iter().map(CellPeople::has_one_each).collect();
    let (by_appraisal, by_sum) = (
        by_appraisal.clone().with_empty_columns_of(&by_sum, &has_one_each),
        by_sum.with_empty_columns_of(&by_appraisal, &has_one_each),
    );
    let mut mask = by_appraisal.empty_mask();
    // Each table may withhold cells that the other then has to protect.
    loop {
        let before = mask.clone();
        mask = by_appraisal.protect(mask, UniformRows::Withheld, least);
        mask = by_sum.protect(mask, UniformRows::Withheld, least);
        if mask == before {
            return mask;
        }
    }
}

/// The withheld rows of each category; the whole is the last row.
struct CategoryMask(Vec<(Category, Vec<bool>)>);

impl CategoryMask {
    /// Decides about the parts of better, unchanged and worse.
    ///
    /// A line without any stated co-operation has no windfall, and a reader who knows this may compute a figure of few
    /// people on another line. Then every row withholds all categories and shows its number of people alone. `None` if
    /// a figure can be computed even from these numbers.
    fn of(people: &[CellPeople], mut signs: Mask, least: u64) -> Option<Self> {
        Self::with_parts(people, &signs, least).or_else(|| {
            let grid = grid_of(people, &SIGNS);
            (0..people.len()).for_each(|row| grid.withhold_row(&mut signs, row));
            Self::with_parts(people, &signs, least)
        })
    }

    /// Decides about the parts with these signs withheld; `None` if a figure of few people can be computed.
    fn with_parts(people: &[CellPeople], signs: &Mask, least: u64) -> Option<Self> {
        let mut mask = Self(Vec::new());
        mask.add(&SIGNS, signs);
        for (category, parts) in SPLITS {
            let parts_mask = mask.split(people, category, parts, least)?;
            mask.add(parts, &parts_mask);
        }
        // A reader may combine the parts of all categories with the number of people of each row.
        let all = [CREATED, WINDFALL_GAIN, UNCHANGED, DESTROYED, WINDFALL_LOSS];
        let columns = all.map(|category| mask.column(category));
        (!grid_of(people, &all).reveals_few(&Mask::of_columns(&columns), least)).then_some(mask)
    }

    /// Decides which parts of a category are withheld; `None` if a figure of few people can be computed. A row that
    /// withholds the category withholds its parts, and the sum of the parts is then open.
    fn split(&self, people: &[CellPeople], category: Category, parts: &[Category], least: u64) -> Option<Mask> {
        let is_withheld = self.column(category);
        let grid = grid_of(people, parts).with_open_sums(is_withheld.clone());
        let mut mask = grid.empty_mask();
        for row in (0..=grid.whole()).filter(|&row| is_withheld[row]) {
            if is_withheld[grid.whole()] {
                // Also zeros: no windfall gain, together with withheld losses, would reveal that all people are better.
                mask.withhold_all(row);
            } else {
                grid.withhold_row(&mut mask, row);
            }
        }
        if grid.is_of_one_column() {
            // The category has only one part, which is withheld with the category.
            return Some(mask);
        }
        mask = grid.protect(mask, UniformRows::Shown, least);
        (!grid.reveals_few(&mask, least)).then_some(mask)
    }

    /// Adds the columns of a mask as categories.
    fn add(&mut self, categories: &[Category], mask: &Mask) {
        self.0.extend(categories.iter().enumerate().map(|(column, category)| (*category, mask.column(column))));
    }

    fn column(&self, category: Category) -> &Vec<bool> {
        let column = self.0.iter().find(|(known, _)| *known == category);
        &column.expect("a decision is made about every category").1
    }
}

/// The people of some categories, row by row, with the cells that a reader may know to be empty.
fn grid_of(people: &[CellPeople], categories: &[Category]) -> Grid {
    let cells = |people: &CellPeople| categories.iter().map(|category| people.counted_as(category)).collect();
    let known_empty =
        |people: &CellPeople| categories.iter().map(|category| can_know_empty(people, category)).collect();
    let known_empty = people.iter().map(known_empty).collect();
    Grid::new(categories.len(), people.iter().map(cells)).with_known_empty(known_empty)
}

/// Whether a reader may know that a category is empty on a line, because the line states no co-operation or no misuse.
/// Any line on which the category is empty is treated as such a line, which withholds more than necessary but never
/// less.
fn can_know_empty(people: &CellPeople, category: &[Classification]) -> bool {
    let depends_on: &[Classification] = match category {
        [Classification::WindfallGain | Classification::WindfallLoss] => {
            &[Classification::WindfallGain, Classification::WindfallLoss]
        }
        [Classification::WithMisuse] => category,
        _ => return false,
    };
    people.counted_as(depends_on).is_empty()
}
