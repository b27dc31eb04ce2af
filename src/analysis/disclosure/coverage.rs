//! Decides which lines show coverage: the number of uses, and the appraisals due, made and missing. These figures can
//! be computed from each other, also across measures, so a line shows all of them for all measures, or none.

use std::collections::{BTreeMap, BTreeSet};

use super::block::{self, Block};
use super::engagement::single_lines;
use super::people::CellPeople;
use super::plan::MeasurePlan;
use super::policy::Disclosure;
use crate::analysis::engagement::{EngagementPeople, can_be_grouped, engagement_people};
use crate::catalogue::MeasureId;
use crate::ledger::Ledger;
use crate::number::Number;
use crate::statement::{Line, Statement, Terms, UserLines};

/// The decision for each line of a statement and of the engagement by the same grouping.
pub(super) struct CoveragePlan {
    /// Whether a line shows its coverage.
    shows: BTreeMap<Line, bool>,
    /// Whether the hidden lines may be published as one.
    shows_remainder: bool,
    /// Whether a line shows its number of users.
    shows_users: BTreeMap<Line, bool>,
    /// Whether services promise different measures. Then no line shows coverage.
    promises_differ: bool,
}

/// The blocks of one table, line by line, and the lines that have no row of their own.
#[derive(Default)]
struct TableBlocks {
    lines: Vec<Line>,
    blocks: Vec<Block>,
    hidden: Vec<Line>,
}

impl TableBlocks {
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
        (promises_differ, disclosure): (bool, Disclosure),
    ) -> Self {
        let lines: Vec<Line> = statement.cells().map(|cell| cell.line().clone()).collect();
        let engagement = people_by_line(ledger, terms);
        let mut tables = vec![engagement_table(&engagement, disclosure)];
        // The users without a counted appraisal: a reader computes their number from the users and the people counted.
        let mut not_counted = Vec::new();
        for plan in measures {
            let (mut due, mut users) = (TableBlocks::default(), TableBlocks::default());
            for (position, row) in plan.rows.iter().enumerate() {
                for &cell in row {
                    let (line, people) = (&lines[cell], &cells[cell]);
                    let block = [people.made.clone(), people.missing.clone(), people.not_due.clone()];
                    due.add(line, Block::of_people(block));
                    let is_hidden = row.len() > 1 || !plan.shows_made(position);
                    due.hidden.extend(is_hidden.then(|| line.clone()));
                    let is_due = !people.made.is_empty() || !people.missing.is_empty();
                    if let Some(engagement) = engagement.get(line).filter(|_| is_due) {
                        users.add(line, Block::of_people([&engagement.users - &people.counted()]));
                    }
                }
            }
            tables.push(due);
            not_counted.push(users);
        }
        let shows = visible_lines(&tables, disclosure);
        let shows_remainder = tables.iter().all(|table| {
            let visible: Vec<bool> = table.lines.iter().map(|line| shows[line]).collect();
            block::is_remainder_safe(&table.blocks, &visible, disclosure)
        });
        let hidden = shows.iter().filter(|(_, shows)| !**shows).map(|(line, _)| line.clone()).collect();
        not_counted.push(TableBlocks { hidden, ..engagement_table(&engagement, disclosure) });
        let shows_users = visible_lines(&not_counted, disclosure);
        Self { shows, shows_remainder, shows_users, promises_differ }
    }

    /// Whether a line shows how many appraisals are due and missing, and how often the service was used.
    pub(super) fn shows(&self, line: &Line) -> bool {
        !self.promises_differ && self.shows.get(line).is_none_or(|shows| *shows)
    }

    /// Whether the hidden lines may be published as one.
    pub(super) fn shows_remainder(&self) -> bool {
        !self.promises_differ && self.shows_remainder
    }

    /// Whether a line shows its number of users.
    pub(super) fn shows_users(&self, line: &Line) -> bool {
        !self.promises_differ && self.shows_users.get(line).is_none_or(|shows| *shows)
    }
}

/// Whether the services that were used under these terms promise different measures. Under terms that engagement cannot
/// have, it is the services of all uses.
///
/// A reader may know what each service promises. The appraisals due of one measure are then the uses of some services,
/// those of another measure the uses of others, and the people counted on the line of a service those whose appraisals
/// were made. Such numbers can be added and subtracted across measures and lines in more ways than can be checked.
pub(super) fn promises_differ<N: Number>(ledger: &Ledger<N>, terms: &Terms) -> bool {
    let services = &ledger.columns.service;
    let mut is_used = vec![false; ledger.catalogue.services().len()];
    if can_be_grouped(terms) {
        UserLines::new(ledger, terms).each(|users| {
            for user in users {
                is_used[services[user.interaction as usize] as usize] = true;
            }
        });
    } else {
        for &service in services {
            is_used[service as usize] = true;
        }
    }
    let used = ledger.catalogue.services().zip(is_used).filter(|(_, is_used)| *is_used);
    let promises = used.map(|(service, _)| service.get_promises().map(|(measure, _)| measure).collect());
    promises.collect::<BTreeSet<BTreeSet<&MeasureId>>>().len() > 1
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
    let block = |people: &EngagementPeople| Block { figures: vec![(people.users.clone(), people.interactions.len())] };
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
