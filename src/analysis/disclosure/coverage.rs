//! Decides which lines show coverage: the number of uses, and the appraisals due, made and missing. These figures can
//! be computed from each other, also across measures, so a line shows all of them for all measures, or none.

use std::collections::{BTreeMap, BTreeSet};

use super::block::{self, Block};
use super::engagement::single_lines;
use super::people::CellPeople;
use super::plan::MeasurePlan;
use super::policy::Disclosure;
use crate::analysis::engagement::{EngagementPeople, can_be_grouped, engagement_people};
use crate::catalogue::{Catalogue, MeasureId};
use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{Line, Statement, Terms};

/// The decision for each line of a statement and of the engagement by the same grouping.
pub(super) struct CoveragePlan {
    /// Whether a line shows its coverage.
    shows: BTreeMap<Line, bool>,
    /// Whether the hidden lines may be published as one.
    shows_remainder: bool,
    /// Whether a line shows its number of users.
    shows_users: BTreeMap<Line, bool>,
}

/// The blocks of one table, line by line, and the lines that have no row of their own.
#[derive(Default)]
struct TableBlocks {
    lines: Vec<Line>,
    blocks: Vec<Block>,
    hidden: Vec<Line>,
}

impl TableBlocks {
    /// The table of some lines, with the blocks of these lines.
    fn of(lines: &[&Line], blocks: &BTreeMap<&Line, Block>) -> Self {
        let mut table = Self::default();
        for line in lines {
            table.add(line, blocks[line].clone());
        }
        table
    }

    fn add(&mut self, line: &Line, block: Block) {
        self.lines.push(line.clone());
        self.blocks.push(block);
    }
}

impl CoveragePlan {
    /// Decides for the published measures and for the engagement by the same grouping.
    pub(super) fn of<N: Number>(
        ledger: &Ledger<N>,
        (terms, statement): (&Terms, &Statement<N>),
        (measures, cells): (&[MeasurePlan], &[CellPeople]),
        disclosure: Disclosure,
    ) -> Self {
        let lines: Vec<Line> = statement.cells().map(|cell| cell.line().clone()).collect();
        let engagement = people_by_line(ledger, terms);
        let blocks = due_blocks(&ledger.catalogue, measures, (&lines, cells));
        // A reader computes the appraisals due on the hidden lines of a measure together. Often they are as many for
        // other measures, so on these lines the figures of all measures must be safe. Measures on the same lines have
        // one table.
        let mut due: BTreeMap<Vec<&Line>, TableBlocks> = BTreeMap::new();
        // The users without a counted appraisal: a reader computes their number from the users and the people counted.
        let mut not_counted = Vec::new();
        for plan in measures {
            let mut of_plan: Vec<&Line> = plan.rows.iter().flatten().map(|&cell| &lines[cell]).collect();
            of_plan.sort_unstable();
            let table = due.entry(of_plan).or_insert_with_key(|lines| TableBlocks::of(lines, &blocks));
            let mut users = TableBlocks::default();
            for (position, row) in plan.rows.iter().enumerate() {
                for &cell in row {
                    let (line, people) = (&lines[cell], &cells[cell]);
                    let is_hidden = row.len() > 1 || !plan.shows_made(position);
                    table.hidden.extend(is_hidden.then(|| line.clone()));
                    if let Some(engagement) = engagement.get(line).filter(|_| !people.due_by_service.is_empty()) {
                        users.add(line, Block::of_people([&engagement.users - &people.counted()]));
                    }
                }
            }
            not_counted.push(users);
        }
        let tables: Vec<TableBlocks> = due.into_values().chain([engagement_table(&engagement, disclosure)]).collect();
        let shows = visible_lines(&tables, disclosure);
        let shows_remainder = tables.iter().all(|table| {
            let visible: Vec<bool> = table.lines.iter().map(|line| shows[line]).collect();
            block::is_remainder_safe(&table.blocks, &visible, disclosure)
        });
        let hidden = shows.iter().filter(|(_, shows)| !**shows).map(|(line, _)| line.clone()).collect();
        not_counted.push(TableBlocks { hidden, ..engagement_table(&engagement, disclosure) });
        let shows_users = visible_lines(&not_counted, disclosure);
        Self { shows, shows_remainder, shows_users }
    }

    /// Whether a line shows how many appraisals are due and missing, and how often the service was used.
    pub(super) fn shows(&self, line: &Line) -> bool {
        self.shows.get(line).is_none_or(|shows| *shows)
    }

    /// Whether the hidden lines may be published as one.
    pub(super) fn shows_remainder(&self) -> bool {
        self.shows_remainder
    }

    /// Whether a line shows its number of users.
    pub(super) fn shows_users(&self, line: &Line) -> bool {
        self.shows_users.get(line).is_none_or(|shows| *shows)
    }
}

/// The appraisals due of all measures, line by line: for each measure the people with one that is made, with one that
/// is missing, and with a counted one that was not due. The parts are the same people by whether another measure was
/// due too: on some line the two measures may have the same appraisals due, and a reader may know those of the other.
fn due_blocks<'a, N: Number>(
    catalogue: &Catalogue<N>,
    measures: &[MeasurePlan],
    (lines, cells): (&'a [Line], &[CellPeople]),
) -> BTreeMap<&'a Line, Block> {
    let mut blocks: BTreeMap<&Line, Block> = BTreeMap::new();
    let mut first = [0, 0];
    for plan in measures {
        let of_plan = || plan.rows.iter().flatten().map(|&cell| (&lines[cell], &cells[cell]));
        let services = of_plan().flat_map(|(_, people)| people.due_by_service.keys().copied()).collect();
        let splits = splits_by_promise(catalogue, &services, measures);
        for (line, people) in of_plan() {
            let due = people.due();
            let figures = Block::of_people([due.made, due.missing, people.not_due.clone()]);
            let parts = splits.iter().flat_map(|split| [true, false].map(|is_in| (split, is_in)));
            let parts = parts.map(|(split, is_in)| people.due_of(|service| split.contains(&service) == is_in));
            let parts = parts.flat_map(|part| [part.made, part.missing]);
            blocks.entry(line).or_default().add(first, figures, parts);
        }
        first = [first[0] + 3, first[1] + 4 * splits.len()];
    }
    blocks
}

/// The services that promise a published measure, for each measure that some of these services promise and others do
/// not.
fn splits_by_promise<N: Number>(
    catalogue: &Catalogue<N>,
    services: &BTreeSet<u32>,
    measures: &[MeasurePlan],
) -> BTreeSet<BTreeSet<u32>> {
    let mut promise: BTreeMap<&MeasureId, BTreeSet<u32>> = BTreeMap::new();
    for &service in services {
        for (measure, _) in catalogue.service_at(service).get_promises() {
            promise.entry(measure).or_default().insert(service);
        }
    }
    let of_plan = measures.iter().filter_map(|plan| promise.remove(&plan.measure));
    of_plan.filter(|split| split.len() < services.len()).collect()
}

/// The people behind the engagement of each line; empty if engagement cannot have this grouping.
fn people_by_line<N: Number>(ledger: &Ledger<N>, terms: &Terms) -> BTreeMap<Line, EngagementPeople> {
    if !can_be_grouped(terms) {
        return BTreeMap::new();
    }
    let (index, people) = engagement_people(ledger, terms);
    people.into_iter().enumerate().map(|(row, people)| (Line::new(index.texts(row)), people)).collect()
}

/// The users and the uses of the service, line by line.
fn engagement_table(engagement: &BTreeMap<Line, EngagementPeople>, disclosure: Disclosure) -> TableBlocks {
    let people: Vec<EngagementPeople> = engagement.values().cloned().collect();
    let is_single = single_lines(&people, disclosure);
    let hidden = engagement.keys().zip(is_single).filter(|(_, is_single)| !is_single).map(|(line, _)| line.clone());
    let block = |people: &EngagementPeople| Block::of([(people.users.clone(), people.interactions.len())]);
    TableBlocks {
        lines: engagement.keys().cloned().collect(),
        blocks: people.iter().map(block).collect(),
        hidden: hidden.collect(),
    }
}

/// Decides which lines are visible: lines are hidden table by table, until no table hides another line.
fn visible_lines(tables: &[TableBlocks], disclosure: Disclosure) -> BTreeMap<Line, bool> {
    let mut visible: BTreeMap<Line, bool> = BTreeMap::new();
    visible.extend(tables.iter().flat_map(|table| &table.lines).map(|line| (line.clone(), true)));
    visible.extend(tables.iter().flat_map(|table| &table.hidden).map(|line| (line.clone(), false)));
    loop {
        let before = visible.clone();
        for table in tables {
            let hidden: Vec<bool> = table.lines.iter().map(|line| !visible[line]).collect();
            let of_table = block::visibility(&table.blocks, &hidden, disclosure);
            visible.extend(table.lines.iter().cloned().zip(of_table));
        }
        if visible == before {
            return visible;
        }
    }
}
